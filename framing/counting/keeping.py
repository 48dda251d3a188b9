"""Counts on disk: one folder each, named by all they depend on, read by mapping the files into memory."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zlib
from contextlib import suppress
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from framing.cache import cache_folder, code_name, open_kept
from framing.corpus.rules import Rules
from framing.corpus.titles import rules_with_title
from framing.counting.pieces import ZoneCounts
from framing.counting.whole import CorpusCounts
from framing.settings import CountSettings

_SEAL = "seal.json"
_ARRAYS = [field.name for field in fields(ZoneCounts) if field.name != "terms"]


def name_content(counts: CorpusCounts) -> str:
    """A checksum of the articles as they stand: the corpus's own is the same for any order of rows and columns."""
    articles = counts.articles
    ordered = [articles[name].to_list() for name in ("article_id", "file") if name in articles.columns]
    held = [counts.fingerprint, articles.columns, ordered]
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()


def counts_key(content: str, rules: str, settings: CountSettings, segmenters: list[str]) -> str:
    """A name made of all that counts depend on; zones apart, which are kept one by one."""
    held = [code_name(), content, rules, {**asdict(settings), "zones": None}, segmenters]
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


def stamp_file(path: Path) -> bytes:
    """What tells whether a file was written since, and read by this code: place, size, time."""
    state = path.stat()
    held = [code_name(), str(path.resolve()), state.st_size, state.st_mtime_ns, state.st_ino]
    return json.dumps(held).encode()


def known_content(stamp: bytes) -> str | None:
    """The checksum of the articles of a file that was counted before (see name_content)."""
    with open_kept("files") as kept:
        found = kept.get(stamp)
    return found.decode() if found else None


def remember_content(path: Path, stamp: bytes, content: str) -> None:
    """Keep the checksum of a file, if it is still as it was when the stamp was taken."""
    if stamp_file(path) == stamp:
        with open_kept("files") as kept:
            kept.put(stamp, content.encode())


def load_counts(key: str, name: str, path: Path, rules: Rules) -> CorpusCounts | None:
    """Counts that were kept, or None; arrays stay on disk until they are read. Name, path and rules are of today."""
    folder = _folder(key)
    if folder is None or not _holds(folder):
        return None
    about = json.loads((folder / "about.json").read_text("utf-8"))
    settings: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in about["settings"].items()
    }
    articles = pl.read_parquet(folder / "articles.parquet", glob=False)
    return CorpusCounts(
        name=name,
        path=path,
        rules=replace(rules, zones=rules_with_title(rules.zones, articles)),
        digests=np.load(folder / "digests.npy", mmap_mode="r"),
        articles=articles,
        texts=np.load(folder / "texts.npy", mmap_mode="r"),
        zones={zone: _load_zone(folder / str(at)) for at, zone in enumerate(about["zones"])},
        names=tuple(about["names"]),
        settings=CountSettings(**settings),
        segmenters=tuple((language, tool) for language, tool in about["segmenters"]),
    )


def keep_counts(key: str, counts: CorpusCounts) -> None:
    """Write counts beside their place and rename; a disk that is full keeps nothing."""
    folder = _folder(key)
    if folder is None:
        return
    with suppress(OSError, pl.exceptions.PolarsError):
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix="."))
        try:
            _write(beside, counts)
            (beside / _SEAL).write_text(json.dumps(_checksums(beside)), "utf-8")
            shutil.rmtree(folder, ignore_errors=True)  # it could not be read, or it is the same
            beside.replace(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _holds(folder: Path) -> bool:
    """Whether every file is as it was written; a torn one can make its reader do anything."""
    try:
        return bool(json.loads((folder / _SEAL).read_text("utf-8")) == _checksums(folder))
    except (OSError, ValueError):
        return False


def _checksums(folder: Path) -> dict[str, int]:
    """A checksum of each file but the seal: of a gigabyte in about a second."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != _SEAL):
        checksum = 0
        with path.open("rb") as file:
            while data := file.read(1 << 20):
                checksum = zlib.crc32(data, checksum)
        found[path.relative_to(folder).as_posix()] = checksum
    return found


def _folder(key: str) -> Path | None:
    cache = cache_folder()
    return cache / "counts" / key if cache else None


def _write(folder: Path, counts: CorpusCounts) -> None:
    counts.articles.write_parquet(folder / "articles.parquet")
    np.save(folder / "texts.npy", counts.texts)
    np.save(folder / "digests.npy", counts.digests)
    for at, zone in enumerate(counts.zones.values()):
        place = folder / str(at)
        place.mkdir()
        pl.DataFrame({"term": pl.Series(zone.terms, dtype=pl.String)}).write_parquet(place / "terms.parquet")
        for name in _ARRAYS:
            np.save(place / f"{name}.npy", getattr(zone, name))
    about = {
        "zones": list(counts.zones),
        "names": list(counts.names), "settings": asdict(counts.settings), "segmenters": counts.segmenters,
    }  # fmt: skip
    (folder / "about.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")


def _load_zone(folder: Path) -> ZoneCounts:
    terms = tuple(pl.read_parquet(folder / "terms.parquet", glob=False)["term"].to_list())
    return ZoneCounts(terms, **{name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS})
