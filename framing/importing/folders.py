"""Where a source's files are: a folder with all below it, a corpus folder with its table, or one file.

What is found is handed on in the order of names. A link, or a name that leads out of the folder, is refused; a file
that no reader knows is told, never passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from framing.corpus.loading import find_articles
from framing.errors import CorpusError
from framing.importing import documents, tables
from framing.importing.columns import wanted_columns
from framing.importing.draft import Draft, Skipped
from framing.importing.reading import Item, Items, Reading, Unreadable
from framing.importing.walking import plain, walk_files

RULES = ("variants.csv", "zones.toml", "passages.csv")
_KINDS = "a folder, .csv, .tsv, .xlsx, .jsonl, .parquet, .txt, .docx, .rtf or .html"


def read_source(path: Path, reading: Reading, *, alone: bool) -> Items:
    """The articles of one source, and what could not become one.

    Parameters
    ----------
    path : a folder or a file.
    reading : options, and where the columns taken are noted.
    alone : whether it is the only source; rows without a name are then called 1, 2, 3, else after their file, too; and
        the name of a folder that is one of several is a column.

    Raises
    ------
    CorpusError : a file of a kind that is not read.
    """
    kind, name = path.suffix.lower(), plain(path.name)
    if table := table_of(path):
        yield from _table(table, f"{name}/{table.name}", reading, prefix="" if alone else f"{name}-")
        yield from _unnamed(table, reading)
    elif path.is_dir():
        yield from _folder(path, reading, alone=alone)
    elif kind in tables.KINDS:
        yield from _table(path, name, reading, prefix="" if alone else f"{plain(path.stem)}-")
    elif kind in documents.KINDS:
        yield from _document(path, name, plain(path.stem), reading, {}, group=plain(str(path)))
    else:
        raise CorpusError(f"{name}: a file of the kind {kind or '(no ending)'} is not read; give {_KINDS}")


def table_of(path: Path) -> Path | None:
    """The table of a corpus folder; None for any other source."""
    table = find_articles(path)
    return table if path.is_dir() and table.is_file() else None


def _table(path: Path, where: str, reading: Reading, *, prefix: str) -> Items:
    def read_file(name: str, place: str) -> Draft | Skipped:
        return _named_file(path.parent, name, place, reading)

    try:
        for number, found in enumerate(tables.read_rows(path, where, reading, read_file), start=1):
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
    """The draft with its columns called as the user says."""
    taken = wanted_columns(draft.metadata, reading.options.columns)
    if not taken:
        return draft
    reading.take("files", taken)
    kept = {column: value for column, value in draft.metadata.items() if column not in taken}
    return replace(draft, metadata=kept | {target: draft.metadata[column] for column, target in taken.items()})


def _folder(path: Path, reading: Reading, *, alone: bool) -> Items:
    """All files below a folder; that in which one lies becomes the columns folder and, deeper, subfolder."""
    source = plain(path.name)
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


def _unnamed(table: Path, reading: Reading) -> Items:
    """Texts in articles/ that the table of a corpus folder does not name."""
    texts = sorted((table.parent / "articles").glob("*.txt"))
    named = {name for _, name in _file_column(table, reading)} if texts else set()
    for path in texts:
        if path.name not in named and f"articles/{path.name}" not in named:
            where = plain(f"{table.parent.name}/articles/{path.name}")
            yield Skipped(where, f"{table.name} does not name it; add a row for it")


def _file_column(path: Path, reading: Reading) -> Iterator[tuple[str, str]]:
    def name_only(name: str, place: str) -> Draft | Skipped:
        return Draft(place, name)

    try:
        quiet = Reading(reading.options)
        for found in tables.read_rows(path, path.name, quiet, name_only):
            if isinstance(found, Draft):
                yield found.where, found.text
    except (Unreadable, OSError):
        return


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"the file cannot be read ({error.strerror or type(error).__name__}); check its permissions"
    return str(error)
