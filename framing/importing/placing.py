"""A new corpus takes its place only when it is whole: written beside, then renamed, the old one away last.

At every moment NAME or NAME.previous is a complete corpus; an error, also a full disk, leaves the old one as it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from framing import storage
from framing.errors import CorpusError, ReportError

MARK = "import.csv"  # only a folder with this file was made by an import and may be replaced


@contextmanager
def place_corpus(target: Path, *, replace: bool) -> Iterator[Path]:
    """Give an empty folder to fill, and put it in the corpus's place when the block ends well.

    Parameters
    ----------
    target : the corpus's folder: missing, empty, or, if it may be replaced, made by an import before.
    replace : whether an imported corpus there may be replaced.

    Raises
    ------
    CorpusError : the target is taken, another import writes it, or the disk does not take it.
    """
    target = Path(os.path.realpath(target))
    staging = target.with_name(f"{target.name}.partial")
    with _told(target), _locked(target):
        _restore(target)
        _refuse(target, replace=replace)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        try:
            yield staging
            _swap(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


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


def _previous(target: Path) -> Path:
    return target.with_name(f"{target.name}.previous")


def _restore(target: Path) -> None:
    """Undo what a killed import left: the old corpus comes back if the new one did not take its place."""
    previous = _previous(target)
    if not (previous / MARK).is_file():
        return
    if target.exists():
        shutil.rmtree(previous)
    else:
        os.rename(previous, target)


def _refuse(target: Path, *, replace: bool) -> None:
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not (target / MARK).is_file():
        raise CorpusError(f"{target}: holds something that no import made (no {MARK}); choose another --to")
    if not replace:
        raise CorpusError(f"{target}: a corpus is there already; choose another --to, or replace it with --force")


def _swap(staging: Path, target: Path) -> None:
    previous = _previous(target)
    if (target / MARK).is_file():
        os.rename(target, previous)
    elif target.exists():
        target.rmdir()
    try:
        os.rename(staging, target)
    except OSError:
        if previous.exists():
            os.rename(previous, target)
        raise
    shutil.rmtree(previous, ignore_errors=True)
