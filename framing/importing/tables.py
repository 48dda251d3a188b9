"""Tables with one article a row: CSV and TSV, Excel, JSONL, Parquet; as text first, row by row, never whole in memory.

A row that cannot be an article is told with its number, and the others are kept. Numbers count as a reader of the file
does: the header of a CSV or Excel table is row 1, JSONL counts lines, Parquet rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from framing.importing.columns import FILE, TEXT, take_columns
from framing.importing.delimited import read_delimited
from framing.importing.draft import Draft, Found, Skipped
from framing.importing.encodings import find_file_encoding
from framing.importing.jsonl import as_text, read_keys, read_objects
from framing.importing.reading import Reading, Unreadable
from framing.importing.sheets import sheet_rows

KINDS = frozenset({".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson", ".parquet"})
_BATCH = 2_000

SOURCE_FILE = "source_file"  # of an article whose text stands in the table: the file that its row names, too

Row = tuple[str, dict[str, str] | str, tuple[str, ...]]  # its number as told, its cells or why it has none, notes
FileReader = Callable[[str, str], Draft | Skipped]  # an article in a file of its own: its name, and who names it


def read_rows(path: Path, where: str, reading: Reading, read_file: FileReader) -> Found:
    """The articles of a table.

    Parameters
    ----------
    path : the file.
    where : what it is called in messages.
    reading : options, and where the columns taken are noted.
    read_file : reads an article that a row only names.

    Raises
    ------
    Unreadable : the file is no table, or has no column with texts.
    """
    header, notes, rows = _open(path, where, reading)
    taken = take_columns(header, reading.options.columns)
    reading.take(where, taken)
    for number, cells, told in rows:
        place = f"{where}, {number}"
        if isinstance(cells, str):
            yield Skipped(place, cells)
            continue
        metadata = {taken[column]: value for column, value in cells.items() if column in taken}
        text, file = metadata.pop(TEXT, ""), metadata.pop(FILE, "")
        if file.strip() and not text.strip():
            yield _with_row(read_file(file, place), place, metadata)
        elif TEXT in taken.values() or metadata.get("title", "").strip():
            if file.strip():
                metadata = {SOURCE_FILE: file, **metadata}
            yield Draft(place, text, metadata, (*notes, *told, *_cut(path, text)))
        else:
            yield Skipped(place, "neither text nor file is given; fill in one")


def _open(path: Path, where: str, reading: Reading) -> tuple[list[str], tuple[str, ...], Iterator[Row]]:
    match path.suffix.lower():
        case ".csv" | ".tsv":
            return read_delimited(path, where, reading)
        case ".xlsx":
            header, cells = sheet_rows(path)
            return header, (), _without_notes(cells)
        case ".parquet":
            header, cells = _parquet(path)
            return header, (), _without_notes(cells)
    encoding, notes = find_file_encoding(path, encoding=reading.options.encoding)
    header = read_keys(path, encoding)
    if not header:
        raise Unreadable("no line is a JSON object; a JSONL file holds one object with a text a line")
    return header, notes, _without_notes(read_objects(path, encoding))


def _without_notes(rows: Iterator[tuple[str, dict[str, str] | str]]) -> Iterator[Row]:
    return ((number, cells, ()) for number, cells in rows)


def _with_row(found: Draft | Skipped, place: str, metadata: Mapping[str, str]) -> Draft | Skipped:
    """An article from a file of its own; what its row says wins over what the file seems to say."""
    if isinstance(found, Skipped):
        return found
    known = {column: value for column, value in metadata.items() if value.strip()}
    guesses = tuple(note for note in found.notes if note.split(" ")[0] not in known)
    return Draft(f"{place} ({found.where})", found.text, {**found.metadata, **known}, guesses)


def _cut(path: Path, text: str) -> tuple[str, ...]:
    if path.suffix.lower() == ".xlsx" and len(text) >= 32_767:  # the most a cell of Excel holds
        return ("text perhaps cut: it fills a cell of Excel to the last character",)
    return ()


def _parquet(path: Path) -> tuple[list[str], Iterator[tuple[str, dict[str, str] | str]]]:
    import polars as pl

    try:
        frame = pl.scan_parquet(path, glob=False)
        schema = frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Unreadable(f"the file cannot be read as Parquet ({str(error).splitlines()[0]}); save it again") from None
    as_they_are = {name for name, kind in schema.items() if kind.is_nested() or kind == pl.Binary}
    plain = frame.with_columns(pl.col(name).cast(pl.String) for name in schema if name not in as_they_are)

    def rows() -> Iterator[tuple[str, dict[str, str] | str]]:
        number = 0
        try:
            for batch in plain.collect_batches(chunk_size=_BATCH, maintain_order=True):
                for row in batch.iter_rows(named=True):
                    number += 1
                    yield f"row {number}", _cells(row)
        except (pl.exceptions.PolarsError, OSError) as error:
            told = str(error).splitlines()[0]
            raise Unreadable(f"the file breaks off after row {number} ({told}); save it again") from None

    return list(schema), rows()


def _cells(row: Mapping[str, object]) -> dict[str, str] | str:
    """The cells of a row of Parquet that are not null; bytes are text if they are UTF-8."""
    cells = {}
    for column, value in row.items():
        if value is None:
            continue
        try:
            cells[column] = value.decode() if isinstance(value, bytes) else as_text(value)
        except UnicodeDecodeError:
            return f"the column {column!r} holds bytes that are no UTF-8; save it as text, or leave it out of the file"
    return cells
