"""Where a source's files are: a folder with all below it, a corpus folder with its table, or one file.

What is found is handed on in the order of names. A link, or a name that leads out of the folder, is refused; a file
that no reader knows is told, never passed over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from framing.errors import CorpusError
from framing.importing import documents, tables
from framing.importing.columns import wanted_columns
from framing.importing.draft import Draft, Skipped
from framing.importing.reading import Item, Items, Reading, Unreadable

TABLE = "articles.csv"
RULES = ("variants.csv", "zones.toml", "passages.csv")
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_KINDS = "a folder, .csv, .tsv, .xlsx, .jsonl, .parquet, .txt, .docx, .rtf or .html"


def read_source(path: Path, reading: Reading, *, alone: bool) -> Items:
    """The articles of one source, and what could not become one.

    Parameters
    ----------
    path : a folder or a file.
    reading : options, and where the columns taken are noted.
    alone : whether it is the only source; rows without a name are then called 1, 2, 3, else after their file, too.

    Raises
    ------
    CorpusError : a file of a kind that is not read.
    """
    kind = path.suffix.lower()
    if path.is_dir() and (path / TABLE).is_file():
        yield from _table(path / TABLE, f"{path.name}/{TABLE}", reading, prefix="" if alone else f"{path.name}-")
        yield from _unnamed(path, reading)
    elif path.is_dir():
        yield from _folder(path, reading)
    elif kind in tables.KINDS:
        yield from _table(path, path.name, reading, prefix="" if alone else f"{path.stem}-")
    elif kind in documents.KINDS:
        yield from _document(path, path.name, path.stem, reading, {})
    else:
        raise CorpusError(f"{path.name}: a file of the kind {kind or '(no ending)'} is not read; give {_KINDS}")


def _table(path: Path, where: str, reading: Reading, *, prefix: str) -> Items:
    def read_file(name: str, place: str) -> Draft | Skipped:
        return _named_file(path.parent, name, place, reading)

    try:
        for number, found in enumerate(tables.read_rows(path, where, reading, read_file), start=1):
            yield found if isinstance(found, Skipped) else Item(found, f"{prefix}{number}", where)
    except (Unreadable, OSError) as error:
        yield Skipped(where, _reason(error))


def _document(path: Path, where: str, name: str, reading: Reading, extra: dict[str, str]) -> Items:
    try:
        found = documents.read_document(path, where, reading.options)
    except (Unreadable, CorpusError, OSError) as error:
        yield Skipped(where, _reason(error))
        return
    for number, each in enumerate(found, start=1):
        if isinstance(each, Skipped):
            yield each
            continue
        draft = replace(each, metadata={**each.metadata, **extra})
        default_id = name if len(found) == 1 else f"{name}-{number}"
        yield Item(_renamed(draft, where, reading), default_id, where)


def _renamed(draft: Draft, where: str, reading: Reading) -> Draft:
    """The draft with its columns called as the user says."""
    taken = wanted_columns(draft.metadata, reading.options.columns)
    if not taken:
        return draft
    reading.take("files", taken)
    kept = {column: value for column, value in draft.metadata.items() if column not in taken}
    return replace(draft, metadata=kept | {target: draft.metadata[column] for column, target in taken.items()})


def _folder(path: Path, reading: Reading) -> Items:
    """All files below a folder; that in which one lies becomes the columns folder and, deeper, subfolder."""
    for file, where in _walk(path):
        if isinstance(where, Skipped):
            yield where
            continue
        inner = Path(where).parts[:-1]
        extra = dict(zip(("folder", "subfolder"), (inner[0], "/".join(inner[1:])), strict=True)) if inner else {}
        if inner:
            reading.take(path.name, {"name of the folder": "folder"} | ({"below it": "subfolder"} if inner[1:] else {}))
        yield from _document(file, where, str(Path(where).with_suffix("").as_posix()), reading, extra)


def _walk(root: Path) -> Iterator[tuple[Path, str | Skipped]]:
    """Files of a kind that is read, each with its name from the root, and what is passed over with the reason."""
    for folder, folders, names in os.walk(root):
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


def _shown(path: Path, root: Path) -> str:
    """A path from the root on as text; bytes that are no UTF-8 as Python writes them."""
    return path.relative_to(root).as_posix().encode("utf-8", "backslashreplace").decode()


def _folder_refused(path: Path, root: Path, beside: list[str]) -> str | None:
    if path.is_symlink():
        return _link(path, root)
    if path.name.endswith("_files") and any(f"{path.name[:-6]}{end}" in beside for end in (".html", ".htm")):
        return "the folder holds the parts of a saved page; the page itself is read"
    return None


def _refused(path: Path, root: Path) -> str | None:
    if path.is_symlink():
        return _link(path, root)
    kind = path.suffix.lower()
    if kind in tables.KINDS:
        return f"a table ({kind}) in a folder of articles is not read; name it as a source of its own"
    if kind not in documents.KINDS:
        return f"a file of the kind {kind or '(no ending)'} is not read; save it as .txt, .docx, .rtf or .html"
    return None


def _link(path: Path, root: Path) -> str:
    if path.resolve().is_relative_to(root.resolve()):
        return "a link; what it leads to is read where it lies"
    return "a link that leads out of the folder; put the file itself there"


def _named_file(folder: Path, name: str, place: str, reading: Reading) -> Draft | Skipped:
    """The article in a file that a row names, in the table's folder or in articles/ beside it."""
    home = folder.resolve()
    if not name.strip():
        return Skipped(place, "neither text nor file is given; fill in one")
    try:
        for path in (folder / "articles" / name, folder / name):
            if not path.resolve().is_relative_to(home):
                return Skipped(place, f"the file {name!r} leads out of the folder; put it beside the table")
            if path.is_file():
                break
        else:
            return Skipped(place, f"the file {name!r} is not beside the table nor in articles/; add it or mend the row")
        found = documents.read_document(path, name, reading.options)
    except (Unreadable, CorpusError, OSError, ValueError) as error:
        return Skipped(place, f"{name[:80]}: {_reason(error)}")
    if len(found) > 1:
        return Skipped(place, f"the file {name!r} holds {len(found)} articles; import it as a source of its own")
    return found[0]


def _unnamed(folder: Path, reading: Reading) -> Items:
    """Texts in articles/ that the table of a corpus folder does not name."""
    named = {name for _, name in _file_column(folder / TABLE, reading)}
    for path in sorted((folder / "articles").glob("*.txt")):
        if path.name not in named and f"articles/{path.name}" not in named:
            yield Skipped(f"{folder.name}/articles/{path.name}", f"{TABLE} does not name it; add a row for it")


def _file_column(path: Path, reading: Reading) -> Iterator[tuple[str, str]]:
    def name_only(name: str, place: str) -> Draft | Skipped:
        return Draft(place, name)

    try:
        quiet = Reading(reading.options)
        for found in tables.read_rows(path, TABLE, quiet, name_only):
            if isinstance(found, Draft):
                yield found.where, found.text
    except (Unreadable, OSError):
        return


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"the file cannot be read ({error.strerror or type(error).__name__}); check its permissions"
    return str(error)
