"""Records of CSV and TSV files with their lines: which lines a record has, and which are pieces of a broken one.

A quotation mark that stands where none may stand breaks a record; what follows within its cell looks like records, and
is none. Nothing here knows of columns or articles.
"""

from __future__ import annotations

import csv
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple, TextIO

_REACH = 1_000  # so many lines below a broken record its last quotation mark is looked for
_OPEN = "a quotation mark opens a cell and none closes it before the file ends; close it, or get the file again whole"
_WITHIN = "a cell in quotation marks holds one that is not doubled; write it twice"


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


def read_records(form: Form) -> Iterator[Record]:
    """All records of a file but empty ones, which count."""
    with _long_cells(), form.path.open(encoding=form.encoding, newline="") as file:
        lines = _Lines(file)
        if form.quoted:
            reader = csv.reader(lines, delimiter=form.delimiter, strict=True)
        else:
            reader = csv.reader(lines, delimiter=form.delimiter, quoting=csv.QUOTE_NONE, strict=True)
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
