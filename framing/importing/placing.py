"""A new corpus takes its place only when it is whole: written in a hidden folder beside, then renamed, the old one away last.

The hidden folder has a name that is nobody's and a mark; only what bears the mark is ever deleted. An old corpus goes
only if all its files are those that an import wrote (import.sha256, as sha256sum writes it); an error, also a full disk,
leaves it as it was. A kill between the two renames leaves it in the hidden folder, from where the next import takes it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from framing import storage
from framing.errors import CorpusError, ReportError

LISTS = ("import.csv", "skipped.csv", "import.sha256")  # what an import leaves beside the corpus itself
SUMS = LISTS[2]
_MARK = "made-by-framing-import"
_SUM = re.compile(r"([0-9a-f]{64})  (.+)")
_OF_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_NAMED = 3  # so many files are named in a message


@contextmanager
def place_corpus(target: Path, *, replace: bool) -> Iterator[Path]:
    """Give an empty folder to fill, and put it in the corpus's place when the block ends well.

    Parameters
    ----------
    target : the corpus's folder: missing, empty, or, if it may be replaced, as an import before left it.
    replace : whether an imported corpus there may be replaced.

    Raises
    ------
    CorpusError : the target is taken or was changed since, another import writes it, or the disk does not take it.
    """
    target = Path(os.path.realpath(target))
    with _told(target), _locked(target):
        _refuse(target, replace=replace)
        if _clear(target):
            _refuse(target, replace=replace)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            (beside / _MARK).touch()
            staging = beside / "new"
            staging.mkdir()
            yield staging
            _write_sums(staging)
            _refuse(target, replace=replace)  # an import takes long enough for somebody to put a file there
            _swap(beside, target)
        finally:
            _drop(beside, target)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """What the system says about our own writing, as one line."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        old = "; the old corpus stays" if target.exists() else ""
        raise CorpusError(
            f"{target}: the corpus cannot be written ({reason}){old}; free some space or choose another --to"
        ) from error


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    held = storage.lock(target)
    try:
        held.__enter__()
    except ReportError:
        raise CorpusError(
            f"{target}: another import is writing it, or its folder cannot be written; wait, or choose another --to"
        ) from None
    try:
        yield
    finally:
        held.__exit__(None, None, None)


def _refuse(target: Path, *, replace: bool) -> None:
    if _is_free(target):
        return
    if not (target / SUMS).is_file():
        raise CorpusError(f"{target}: holds something that no import made (no {SUMS}); choose another --to")
    if not replace:
        raise CorpusError(f"{target}: a corpus is there already; choose another --to, or replace it with --force")
    if changed := _changed(target):
        more = f" and {len(changed) - _NAMED} more" if len(changed) > _NAMED else ""
        raise CorpusError(
            f"{target}: holds what the import did not write, or what was changed since ({', '.join(changed[:_NAMED])}"
            f"{more}); move it away, or choose another --to"
        )


def _is_free(target: Path) -> bool:
    return not target.exists() or (target.is_dir() and not any(target.iterdir()))


def _changed(corpus: Path) -> list[str]:
    """The files of a corpus that are not as its import wrote them."""
    lines = storage.decode_text(storage.read_bytes(corpus / SUMS), SUMS).splitlines()
    sums = {found[2]: found[1] for line in lines if (found := _SUM.fullmatch(line))}
    shown = ((name.encode("utf-8", "backslashreplace").decode(), path) for name, path in _files(corpus))
    return [name for name, path in shown if name != SUMS and not (name in sums and _sum(path) == sums[name])]


def _files(folder: Path) -> list[tuple[str, Path]]:
    """All files below a folder with their names from it, links and empty folders too, but not what a system leaves there."""
    found = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir() or not any(path.iterdir())]
    return sorted((path.relative_to(folder).as_posix(), path) for path in found if path.name not in _OF_SYSTEMS)


def _sum(path: Path) -> str | None:
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_sums(corpus: Path) -> None:
    lines = [f"{_sum(path)}  {name}\n" for name, path in _files(corpus)]
    (corpus / SUMS).write_bytes("".join(lines).encode())


def _clear(target: Path) -> bool:
    """Undo what killed imports left beside the target; whether one had taken the old corpus away and it is back."""
    start = f".{target.name}."
    before = [path for path in target.parent.iterdir() if path.name.startswith(start) and (path / _MARK).is_file()]
    returned = [_drop(beside, target) for beside in sorted(before)]
    return any(returned)


def _drop(beside: Path, target: Path) -> bool:
    """Delete a hidden folder of ours; an old corpus in it goes back first, if no new one has taken its place."""
    old = beside / "old"
    back = old.is_dir() and _is_free(target)
    if back:
        if target.exists():
            target.rmdir()
        os.rename(old, target)
    elif old.is_dir():
        os.rename(old, beside / "gone")  # half deleted, it must never come back
    for path in beside.iterdir():
        if path.name != _MARK:
            shutil.rmtree(path, ignore_errors=True)
    shutil.rmtree(beside, ignore_errors=True)
    return back


def _swap(beside: Path, target: Path) -> None:
    if (target / SUMS).is_file():
        os.rename(target, beside / "old")
    elif target.exists():
        target.rmdir()
    os.rename(beside / "new", target)
