"""Where a source's files are: a folder with all below it, a corpus folder with its table, or one file.

What is found is handed on in the order of names. A link, or a name that leads out of the folder, is refused; a file
that no reader knows is told, never passed over.
"""

from __future__ import annotations

import os
from collections.abc import Sequence, Set
from dataclasses import replace
from pathlib import Path, PurePosixPath

from framing.corpus.loading import find_articles
from framing.errors import CorpusError
from framing.importing import documents, tables
from framing.importing.columns import wanted_columns
from framing.importing.draft import Draft, Skipped
from framing.importing.placing import LISTS
from framing.importing.reading import Item, Items, Reading, Unreadable
from framing.importing.walking import plain, walk_files

RULES = ("variants.csv", "zones.toml", "passages.csv")
_NOTES = frozenset({"readme", "notes", "codebook", "license", "licence"})  # what is said about a corpus, in any format
_KINDS = "a folder, .csv, .tsv, .xlsx, .jsonl, .parquet, .txt, .docx, .rtf or .html"


def name_sources(paths: Sequence[Path]) -> list[str]:
    """What each source is called: its own name, with as many folders before it as tell it from the others.

    >>> name_sources([Path("/a/hanoi/2024"), Path("/a/beijing/2024"), Path("/a/talks.csv")])
    ['hanoi/2024', 'beijing/2024', 'talks.csv']
    """
    parts = [[plain(part) for part in Path(os.path.abspath(path)).parts] for path in paths]
    names = []
    for own in parts:
        alike = [each for each in parts if each != own]
        depth = next((n for n in range(1, len(own)) if all(own[-n:] != other[-n:] for other in alike)), len(own))
        names.append("/".join(own[-depth:]).lstrip("/"))
    return names


def read_source(path: Path, name: str, reading: Reading, *, alone: bool) -> Items:
    """The articles of one source, and what could not become one.

    Parameters
    ----------
    path, name : a folder or a file, and what it is called.
    reading : options, and where the columns taken are noted.
    alone : whether it is the only source; rows without a name are then called 1, 2, 3, else after their file, too; and
        the name of a folder that is one of several is a column.

    Raises
    ------
    CorpusError : a file of a kind that is not read.
    """
    kind, stem = path.suffix.lower(), str(PurePosixPath(name).with_suffix(""))
    if table := table_of(path):
        named: set[str] = set()
        yield from _table(table, f"{name}/{table.name}", reading, named, prefix="" if alone else f"{name}-")
        yield from _unnamed(table, name, named)
    elif path.is_dir():
        yield from _folder(path, name, reading, alone=alone)
    elif not path.is_file():
        raise CorpusError(f"{name}: a pipe or a device, no file; give {_KINDS}")
    elif kind in tables.KINDS:
        yield from _table(path, name, reading, set(), prefix="" if alone else f"{stem}-")
    elif kind in documents.KINDS:
        yield from _document(path, name, stem, reading, {}, group=plain(str(path)))
    else:
        raise CorpusError(f"{name}: a file of the kind {kind or '(no ending)'} is not read; give {_KINDS}")


def table_of(path: Path) -> Path | None:
    """The table of a corpus folder; None for any other source."""
    table = find_articles(path)
    return table if path.is_dir() and table.is_file() else None


def _table(path: Path, where: str, reading: Reading, named: set[str], *, prefix: str) -> Items:
    """The rows of a table; the files that they name are added to `named`."""

    def read_file(name: str, place: str) -> Draft | Skipped:
        named.add(os.path.normpath(name))
        return _named_file(path.parent, name, place, reading)

    try:
        for number, found in enumerate(tables.read_rows(path, where, reading, read_file), start=1):
            if isinstance(found, Draft) and tables.SOURCE_FILE in found.metadata:
                named.add(os.path.normpath(found.metadata[tables.SOURCE_FILE]))
            yield found if isinstance(found, Skipped) else Item(found, f"{prefix}{number}", plain(str(path)))
    except (Unreadable, OSError) as error:
        yield Skipped(where, _reason(error))


def _document(path: Path, where: str, name: str, reading: Reading, extra: dict[str, str], *, group: str) -> Items:
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
        yield Item(_renamed(draft, where, reading), default_id, group)


def _renamed(draft: Draft, where: str, reading: Reading) -> Draft:
    """The draft with its columns called as the user says; an empty one takes nothing away, a filled one wins over a guess."""
    taken = wanted_columns(draft.metadata, reading.options.columns)
    if not taken:
        return draft
    reading.take("files", taken)
    said = {target: draft.metadata[column] for column, target in taken.items() if draft.metadata[column].strip()}
    kept = {column: value for column, value in draft.metadata.items() if column not in taken}
    notes = tuple(note for note in draft.notes if note.partition(" guessed")[0] not in said)
    return replace(draft, metadata=kept | said, notes=notes)


def _folder(path: Path, source: str, reading: Reading, *, alone: bool) -> Items:
    """All files below a folder; that in which one lies becomes the columns folder and, deeper, subfolder."""
    home = "" if alone else f"{source}/"  # of several sources each is a folder as if all lay in one
    for file, found in walk_files(path):
        if isinstance(found, Skipped):
            yield replace(found, where=f"{home}{found.where}")
            continue
        place = PurePosixPath(f"{home}{found}")
        folder, *below = place.parts[:-1] or [""]
        extra = {"folder": folder, "subfolder": "/".join(below)}
        if folder:
            reading.take(source, {"name of the folder": "folder"} | ({"below it": "subfolder"} if below else {}))
        name = str(place.with_suffix(""))
        yield from _document(file, str(place), name, reading, extra, group=plain(str(path)))


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
        found = documents.read_document(path, name, reading.options, named=True)
    except (Unreadable, CorpusError, OSError, ValueError) as error:
        return Skipped(place, f"{name[:80]}: {_reason(error)}")
    if len(found) > 1:
        return Skipped(place, f"the file {name!r} holds {len(found)} articles; import it as a source of its own")
    return found[0]


def _unnamed(table: Path, name: str, named: Set[str]) -> Items:
    """What lies in a corpus folder and is neither its table nor named by it, nor one of its rules or notes."""
    ours = {table.name, *RULES, *LISTS}
    for path, found in walk_files(table.parent):
        place = found.where if isinstance(found, Skipped) else found
        if path.parent == table.parent and (place in ours or path.stem.casefold() in _NOTES):
            continue
        if place in named or (place.startswith("articles/") and place.removeprefix("articles/") in named):
            continue
        where = f"{name}/{place}"
        yield Skipped(
            where, found.reason if isinstance(found, Skipped) else f"{table.name} does not name it; add a row for it"
        )


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"the file cannot be read ({error.strerror or type(error).__name__}); check its permissions"
    return str(error)
