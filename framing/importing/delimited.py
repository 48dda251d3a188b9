"""CSV and TSV, record by record: which sign parts the cells, which lines a record has, and which are no record at all.

A quotation mark that stands where none may stand can swallow the rows below it, or leave pieces of a text that look like
rows. Neither becomes an article in silence: such lines are told by their numbers, and none of them is taken.
"""

from __future__ import annotations

import csv
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple, TextIO

from framing.importing.encodings import find_file_encoding
from framing.importing.reading import Reading, Unreadable

_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_SAMPLE_ROWS = 20
_REACH = 1_000  # so many lines below a broken record its last quotation mark is looked for
_OPEN = "a quotation mark opens a cell and none closes it before the file ends; close it, or get the file again whole"
_WITHIN = "a cell in quotation marks holds one that is not doubled; write it twice"

Cells = dict[str, str] | str  # the cells of a row by their column, or the reason why it has none


class Form(NamedTuple):
    """How a file is to be read."""

    path: Path
    encoding: str
    delimiter: str
    quoted: bool = True  # whether quotation marks hold a cell together


class Record(NamedTuple):
    """The cells of a record or why it is none, its number, its lines, and whether each of these looks like a row."""

    number: int
    cells: list[str] | str
    first: int
    last: int
    like_rows: bool = False

    @property
    def lines(self) -> str:
        """Which lines a record of several has, for a reason."""
        return f"lines {self.first} to {self.last}: " if self.last > self.first else ""


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
        reading.take(where, {"quotation marks": "text"})
    records = _records(form)
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
    width = len(next((record.cells for record in _records(plain)), []))
    without = [0, 0]
    for record in _records(plain):
        without[len(record.cells) == width] += 1
    whole = broken = 0
    for record in _records(quoted):
        broken += isinstance(record.cells, str)
        whole += len(record.cells) == width and not isinstance(record.cells, str)
    return without[True] > whole and (broken > 0 or not without[False])


def _records(form: Form) -> Iterator[Record]:
    """All records but empty ones, which count."""
    with _long_cells(), form.path.open(encoding=form.encoding, newline="") as file:
        lines = _Lines(file)
        quoting = csv.QUOTE_MINIMAL if form.quoted else csv.QUOTE_NONE
        reader = csv.reader(lines, delimiter=form.delimiter, quoting=quoting, strict=True)
        width = 0
        for number in count(1):
            first = lines.begin()
            try:
                cells = next(reader, None)
            except csv.Error as error:
                opened = "end of data" in str(error)
                if not opened:
                    lines.go_on()
                yield Record(number, _OPEN if opened else _WITHIN, first, lines.last)
                continue
            if cells is None:
                return
            if any(cell.strip() for cell in cells):
                width = width or len(cells)
                yield Record(number, cells, first, lines.last, lines.like_rows(form.delimiter, width))


@contextmanager
def _long_cells() -> Iterator[None]:
    limit = csv.field_size_limit(sys.maxsize)  # of the whole process: 131,072 characters are less than a long article
    try:
        yield
    finally:
        csv.field_size_limit(limit)


class _Lines:
    """The lines of a file, of which those of the record at hand are kept."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._ahead: deque[str] = deque()
        self._held: list[str] = []
        self.last = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else next(self._file)
        self.last += 1
        self._held.append(line)
        return line

    def begin(self) -> int:
        """Begin a record; the number of its first line."""
        self._held.clear()
        return self.last + 1

    def like_rows(self, delimiter: str, width: int) -> bool:
        """Whether a record has several lines and each, taken alone, has as many cells as the header."""
        several = len(self._held) > 1 and width > 1
        return several and all(line.count(delimiter) == width - 1 for line in self._held)

    def go_on(self) -> None:
        """Go on to the line that closes the cell in which the record broke: what lies between are pieces of its text.

        Marks within a text come in pairs, so it is the line with which their number becomes even. Where none does so, the
        one that is too many stands alone, and the lines below are rows again.
        """
        marks = sum(line.count('"') for line in self._held)
        seen: list[str] = []
        while marks % 2 and len(seen) < _REACH:
            line = self._ahead.popleft() if self._ahead else next(self._file, None)
            if line is None:
                break
            seen.append(line)
            marks += line.count('"')
        if marks % 2:
            self._ahead.extendleft(reversed(seen))
        else:
            self.last += len(seen)


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
    return (f"rows perhaps run together: lines {record.first} to {record.last} are one row, for a cell is in quotation marks",)


def _sniff(path: Path, encoding: str) -> str:
    """The delimiter that parts most of the first rows as it parts the header; a comma where none does."""
    scores = []
    for delimiter in _DELIMITERS.values():
        first = islice(_records(Form(path, encoding, delimiter)), _SAMPLE_ROWS)
        sample = [record.cells for record in first if isinstance(record.cells, list)]
        width = len(sample[0]) if sample else 0
        alike = sum(len(record) == width for record in sample)
        scores.append((alike if width > 1 else 0, width))
    best = max(scores)
    return list(_DELIMITERS.values())[scores.index(best) if best[0] else 0]
