"""The rule tables of a new corpus: those of the corpus folder it came from, else the zones that framing ships.

The shipped rules are of the languages found; a copy lies in the corpus, to be read and changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from framing import storage
from framing.errors import CorpusError
from framing.importing.folders import RULES, table_of
from framing.importing.languages import base_code
from framing.zones import parse_zone_rules

ZONES = "zones.toml"


def add_rules(folder: Path, sources: list[Path], languages: Iterable[str], *, untouched: bool) -> tuple[str, ...]:
    """Put rule tables into a new corpus folder.

    Parameters
    ----------
    folder : the new corpus.
    sources : what it was made from; a single corpus folder hands on its own tables.
    languages : codes of the languages of its articles; script and region (zh-Hant, vi-VN) make no difference.
    untouched : whether every article came through as it was; passages hold for such only.

    Returns
    -------
    tuple of str
        What zones.toml is for: languages, or the corpus that it was copied from.
    """
    if len(sources) == 1 and table_of(sources[0]):
        copied = [name for name in RULES if (sources[0] / name).is_file() and (untouched or name != "passages.csv")]
        for name in copied:
            storage.write_atomic(folder / name, storage.read_bytes(sources[0] / name))
        if ZONES in copied:
            return (sources[0].name,)
    shipped = {code: text for code in sorted(set(map(base_code, languages))) if (text := _shipped(code))}
    if not shipped:
        return ()
    joined = "\n".join(shipped.values())
    parse_zone_rules(joined, where=ZONES)
    storage.write_atomic(folder / ZONES, joined.encode())
    return tuple(shipped)


def _shipped(code: str) -> str | None:
    """The shipped rules of a language, if there are any."""
    if not (code.isascii() and code.isalpha()):
        return None
    try:
        return storage.shipped(f"zones_{code}.toml")
    except CorpusError:
        return None
