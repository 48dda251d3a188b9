"""CSV and TSV, row by row: which sign parts the cells, whether quotation marks hold them together, which row is whole.

A mark that stands where none may stand can swallow the rows below it. None becomes an article in silence: such lines are
told by their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from framing.importing.encodings import find_file_encoding
from framing.importing.reading import Reading, Unreadable
from framing.importing.records import Form, Record, read_records

_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_SAMPLE_ROWS = 20
Cells = dict[str, str] | str  # the cells of a row by their column, or the reason why it has none


def read_delimited(
    path: Path, where: str, reading: Reading
) -> tuple[list[str], tuple[str, ...], Iterator[tuple[str, Cells, tuple[str, ...]]]]:
    """The header of a CSV or TSV file, the note on its encoding, and its rows with number and notes.

    Parameters
    ----------
    path, where : the file, and what it is called in messages.
    reading : options, and where the sign between columns is noted.

    Raises
    ------
    Unreadable : the file is empty, or no text.
    """
    encoding, notes = find_file_encoding(path, encoding=reading.options.encoding)
    form = _form(path, encoding)
    named = next(name for name, sign in _DELIMITERS.items() if sign == form.delimiter)
    if form.delimiter != ("\t" if path.suffix.lower() == ".tsv" else ","):
        reading.take(where, {f"columns parted by {named}": "columns"})
    if not form.quoted:
        reading.take(where, {"quotation marks": "part of the text"})
    records = read_records(form)
    header = next((record.cells for record in records), [])
    if isinstance(header, str):
        raise Unreadable(header)
    if not header:
        raise Unreadable("the file is empty; save the table again")
    names = [name.strip() or f"column_{place}" for place, name in enumerate(header, start=1)]
    return names, notes, _rows(names, records)


def _form(path: Path, encoding: str) -> Form:
    form = Form(path, encoding, _sniff(path, encoding))
    plain = form._replace(quoted=False)
    return plain if form.delimiter == "\t" and _has_marks(form) and _fits_better(plain, form) else form


def _has_marks(form: Form) -> bool:
    with form.path.open(encoding=form.encoding, newline="") as file:
        return any('"' in line for line in file)


def _fits_better(plain: Form, quoted: Form) -> bool:
    """Whether quotation marks are part of the text, as in the tables of corpus tools, which quote nothing.

    So it is if as quoting they break a record, or run lines together that are rows each, and without it more rows are whole.
    """
    width = len(next((record.cells for record in read_records(plain)), []))
    without = [0, 0]
    for record in read_records(plain):
        without[len(record.cells) == width] += 1
    whole = broken = 0
    for record in read_records(quoted):
        broken += isinstance(record.cells, str)
        whole += len(record.cells) == width and not isinstance(record.cells, str)
    return without[True] > whole and (broken > 0 or not without[False])


def _rows(header: list[str], records: Iterator[Record]) -> Iterator[tuple[str, Cells, tuple[str, ...]]]:
    for record in records:
        number, cells = f"row {record.number}", record.cells
        if isinstance(cells, str):
            yield number, f"{record.lines}{cells}", ()
            continue
        while len(cells) > len(header) and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) == len(header):
            yield number, dict(zip(header, cells, strict=True)), _run_together(record)
        else:
            yield (
                number,
                f"{record.lines}the row has {len(cells)} cells and the header {len(header)}; put quotation marks around a "
                "cell that holds a delimiter or a line break",
                (),
            )


def _run_together(record: Record) -> tuple[str, ...]:
    if not record.like_rows:
        return ()
    return (
        f"rows perhaps run together: lines {record.first} to {record.last} are one row, for a cell is in quotation marks",
    )


def _sniff(path: Path, encoding: str) -> str:
    """The delimiter that parts most of the first rows as it parts the header; a comma where none does."""
    scores = []
    for delimiter in _DELIMITERS.values():
        first = islice(read_records(Form(path, encoding, delimiter)), _SAMPLE_ROWS)
        sample = [record.cells for record in first if isinstance(record.cells, list)]
        width = len(sample[0]) if sample else 0
        alike = sum(len(record) == width for record in sample)
        scores.append((alike if width > 1 else 0, width))
    best = max(scores)
    return list(_DELIMITERS.values())[scores.index(best) if best[0] else 0]
