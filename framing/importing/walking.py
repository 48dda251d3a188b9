"""Which files lie below a folder: those of a kind that is read, and why each other is passed over.

A link, and a name that leads out of the folder, is refused; what a system or a browser leaves beside files is no source.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from framing.importing import documents, tables
from framing.importing.draft import Skipped

_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})


def walk_files(root: Path) -> Iterator[tuple[Path, str | Skipped]]:
    """Files of a kind that is read, each with its name from the root, and what is passed over with the reason."""
    closed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=closed.append):
        yield from _closed(closed, root)
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in list(folders):
            if reason := _folder_refused(here / name, root, names):
                folders.remove(name)
                yield here, Skipped(_shown(here / name, root), reason)
        for name in sorted(names):
            path = here / name
            where = _shown(path, root)
            if name.startswith((".", "~$")) or name.lower() in _SYSTEM:
                continue
            if reason := _refused(path, root):
                yield path, Skipped(where, reason)
            else:
                yield path, where
    yield from _closed(closed, root)


def _closed(errors: list[OSError], root: Path) -> Iterator[tuple[Path, Skipped]]:
    """The folders that could not be opened, once each."""
    while errors:
        error = errors.pop(0)
        path = Path(error.filename or root)
        reason = f"the folder cannot be opened ({error.strerror or type(error).__name__}); check its permissions"
        yield path, Skipped(_shown(path, root), reason)


def _shown(path: Path, root: Path) -> str:
    """A path from the root on as text."""
    return plain(path.relative_to(root).as_posix())


def plain(name: str) -> str:
    """A name of a file as text; bytes that are no UTF-8 as Python writes them."""
    return name.encode("utf-8", "backslashreplace").decode()


def _folder_refused(path: Path, root: Path, beside: list[str]) -> str | None:
    if path.is_symlink():
        return _link(path, root)
    if path.name.endswith("_files") and any(f"{path.name[:-6]}{end}" in beside for end in (".html", ".htm")):
        return "the folder holds the parts of a saved page; the page itself is read"
    return None


def _refused(path: Path, root: Path) -> str | None:
    if path.is_symlink():
        return _link(path, root)
    if not path.is_file():
        return "a pipe or a device, no file; put the file itself there"
    kind = path.suffix.lower()
    if kind in tables.KINDS:
        return f"a table ({kind}) in a folder of articles is not read; name it as a source of its own"
    if kind not in documents.KINDS:
        return f"a file of the kind {kind or '(no ending)'} is not read; save it as .txt, .docx, .rtf or .html"
    return None


def _link(path: Path, root: Path) -> str:
    if not path.exists():
        return "a link that leads nowhere; put the file itself there"
    if path.resolve().is_relative_to(root.resolve()):
        return "a link; what it leads to is read where it lies"
    return "a link that leads out of the folder; put the file itself there"
