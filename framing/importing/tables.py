"""Tables with one article a row: CSV and TSV, Excel, JSONL, Parquet; as text first, row by row, never whole in memory.

A row that cannot be an article is told with its number, and the others are kept. Numbers count as a reader of the file
does: the header of a CSV or Excel table is row 1, JSONL counts lines, Parquet rows.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import count, islice
from pathlib import Path

from framing.importing.columns import FILE, TEXT, take_columns
from framing.importing.draft import Draft, Found, Skipped
from framing.importing.encodings import find_file_encoding
from framing.importing.jsonl import as_text, read_keys, read_objects
from framing.importing.reading import Reading, Unreadable
from framing.importing.sheets import sheet_rows

KINDS = frozenset({".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson", ".parquet"})
_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_SAMPLE_ROWS = 20
_OPEN = "a quotation mark opens a cell and none closes it before the file ends; close it, or get the file again whole"
_WITHIN = "a cell in quotation marks holds one that is not doubled; write it twice"
_BATCH = 2_000

Row = tuple[str, dict[str, str] | str]  # its number as told, and its cells or the reason why it has none
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
    targets = set(taken.values())
    for number, cells in rows:
        place = f"{where}, {number}"
        if isinstance(cells, str):
            yield Skipped(place, cells)
            continue
        metadata = {taken[column]: value for column, value in cells.items() if column in taken}
        text, file = metadata.pop(TEXT, ""), metadata.pop(FILE, "")
        if TEXT in targets:
            yield Draft(place, text, metadata, (*notes, *_cut(path, text)))
        else:
            yield _with_row(read_file(file, place), place, metadata)


def _open(path: Path, where: str, reading: Reading) -> tuple[list[str], tuple[str, ...], Iterator[Row]]:
    match path.suffix.lower():
        case ".csv" | ".tsv":
            return _delimited(path, where, reading)
        case ".xlsx":
            header, rows = sheet_rows(path)
            return header, (), rows
        case ".parquet":
            header, rows = _parquet(path)
            return header, (), rows
    encoding, notes = find_file_encoding(path, encoding=reading.options.encoding)
    header = read_keys(path, encoding)
    if not header:
        raise Unreadable("no line is a JSON object; a JSONL file holds one object with a text a line")
    return header, notes, read_objects(path, encoding)


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


def _delimited(path: Path, where: str, reading: Reading) -> tuple[list[str], tuple[str, ...], Iterator[Row]]:
    encoding, notes = find_file_encoding(path, encoding=reading.options.encoding)
    delimiter = _sniff(path, encoding)
    named = next(name for name, sign in _DELIMITERS.items() if sign == delimiter)
    if delimiter != ("\t" if path.suffix.lower() == ".tsv" else ","):
        reading.take(where, {f"columns parted by {named}": "columns"})
    records = _records(path, encoding, delimiter)
    header = next((record for _, record in records), [])
    if isinstance(header, str):
        raise Unreadable(header)
    if not header:
        raise Unreadable("the file is empty; save the table again")
    names = [name.strip() or f"column_{place}" for place, name in enumerate(header, start=1)]
    return names, notes, _as_rows(names, records)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """The records with their numbers, or why one is none; empty ones count and are left out."""
    limit = csv.field_size_limit(sys.maxsize)  # of the whole process: 131,072 characters are less than a long article
    try:
        with path.open(encoding=encoding, newline="") as file:
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            for number in count(1):
                try:
                    record = next(reader, None)
                except csv.Error as error:
                    yield number, _OPEN if "end of data" in str(error) else _WITHIN
                    continue
                if record is None:
                    return
                if any(cell.strip() for cell in record):
                    yield number, record
    finally:
        csv.field_size_limit(limit)


def _as_rows(header: list[str], records: Iterator[tuple[int, list[str] | str]]) -> Iterator[Row]:
    for number, record in records:
        if isinstance(record, str):
            yield f"row {number}", record
            continue
        cells = record
        while len(cells) > len(header) and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) == len(header):
            yield f"row {number}", dict(zip(header, cells, strict=True))
        else:
            yield (
                f"row {number}",
                f"the row has {len(cells)} cells and the header {len(header)}; put quotation marks around a cell that "
                "holds a delimiter or a line break",
            )


def _sniff(path: Path, encoding: str) -> str:
    """The delimiter that parts most of the first rows as it parts the header; a comma where none does."""
    scores = []
    for delimiter in _DELIMITERS.values():
        first = islice(_records(path, encoding, delimiter), _SAMPLE_ROWS)
        sample = [record for _, record in first if isinstance(record, list)]
        width = len(sample[0]) if sample else 0
        alike = sum(len(record) == width for record in sample)
        scores.append((alike if width > 1 else 0, width))
    best = max(scores)
    return list(_DELIMITERS.values())[scores.index(best) if best[0] else 0]


def _parquet(path: Path) -> tuple[list[str], Iterator[Row]]:
    import polars as pl

    try:
        frame = pl.scan_parquet(path, glob=False)
        schema = frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Unreadable(f"the file cannot be read as Parquet ({str(error).splitlines()[0]}); save it again") from None
    plain = frame.with_columns(pl.col(name).cast(pl.String) for name, kind in schema.items() if not kind.is_nested())

    def rows() -> Iterator[Row]:
        number = 0
        try:
            for batch in plain.collect_batches(chunk_size=_BATCH, maintain_order=True):
                for row in batch.iter_rows(named=True):
                    number += 1
                    yield f"row {number}", {key: as_text(value) for key, value in row.items() if value is not None}
        except (pl.exceptions.PolarsError, OSError) as error:
            told = str(error).splitlines()[0]
            raise Unreadable(f"the file breaks off after row {number} ({told}); save it again") from None

    return list(schema), rows()
