"""Excel tables as text: what a cell shows as a whole number stays one, a day becomes year-month-day.

Read with openpyxl, row by row; formulas count as their last result.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from framing.importing.reading import Unreadable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_NO_RESULT = "the cell {} is a formula whose result is not in the file; open the table in Excel and save it again"


def refuse_ole(data: bytes, kind: str) -> None:
    """Say why a file that should be a package of Office is none: it has a password, or is of the kind before 2007."""
    if not data.startswith(OLE):
        return
    if _PROTECTED in data:
        raise Unreadable(f"the file is protected by a password; open it, save it without one as .{kind}")
    raise Unreadable(f"the file is of Office's kind before 2007; open it, save it as .{kind}")


def sheet_rows(path: Path) -> tuple[list[str], Iterator[tuple[str, dict[str, str] | str]]]:
    """The header of the first sheet and its rows, each with its number; rows without a value are left out.

    Raises
    ------
    Unreadable : the file is no Excel table, has a password, or its first sheet is empty.
    """
    refuse_ole(path.read_bytes(), "xlsx")
    found = _read(path)
    first = next((cells for _, cells in found if isinstance(cells, list)), [])
    while first and not first[-1].strip():
        first.pop()
    if not first:
        raise Unreadable("the first sheet is empty; put the table there")
    header = [cell.strip() or f"column_{place}" for place, cell in enumerate(first, start=1)]
    return header, _as_rows(header, found, _without_result(path))


def _open(path: Path, *, results: bool) -> Workbook:
    """The table with the results of formulas or with the formulas themselves; rows are read when asked for."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and drop-down lists that are not read
            book: Workbook = load_workbook(path, read_only=True, data_only=results)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs leave out how large a sheet is, or say it wrongly
    except Exception as error:
        raise Unreadable(
            f"the file cannot be read as .xlsx ({type(error).__name__}); open it and save it again"
        ) from None
    return book


def _read(path: Path) -> Iterator[tuple[int, list[str] | str]]:
    """The rows of the first sheet that have a value, with their numbers, then the names of other sheets that have one."""
    with closing(_open(path, results=True)) as book:
        number, (first, *others) = 0, book.worksheets or [None]
        try:
            for number, row in enumerate(first.iter_rows(values_only=True) if first else (), start=1):
                cells = [_as_text(cell) for cell in row]
                if any(cell.strip() for cell in cells):
                    yield number, cells
        except Exception as error:  # zip, XML and numbers can each be broken in ways of their own
            told = f"the table breaks off after row {number} ({type(error).__name__}); save it again"
            raise Unreadable(told) from None
        for sheet in others:
            if _has_value(sheet):
                yield 0, sheet.title


def _has_value(sheet: Worksheet) -> bool:
    try:
        return any(cell not in (None, "") for row in sheet.iter_rows(values_only=True) for cell in row)
    except Exception:  # broken, so there is something
        return True


def _as_rows(
    header: list[str], found: Iterator[tuple[int, list[str] | str]], formulas: Mapping[int, str]
) -> Iterator[tuple[str, dict[str, str] | str]]:
    left = dict(formulas)
    for number, cells in found:
        if isinstance(cells, str):
            yield f"sheet {cells}", "only the first sheet is read; save this one as a file of its own"
        elif number in left:
            yield f"row {number}", _NO_RESULT.format(left.pop(number))
        elif beyond := next((place for place in range(len(header), len(cells)) if cells[place].strip()), None):
            told = f"the cell {_letters(beyond + 1)}{number} is filled, but no column is named above it; name it or empty it"
            yield f"row {number}", told
        else:
            yield f"row {number}", dict(zip(header, cells, strict=False))
    for number, cell in left.items():
        yield f"row {number}", _NO_RESULT.format(cell)


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place))


def _without_result(path: Path) -> dict[int, str]:
    """By row the first cell of the first sheet that is a formula without a stored result, as programs write it."""
    if not _has_formulas(path):
        return {}
    found: dict[int, str] = {}
    with closing(_open(path, results=True)) as results, closing(_open(path, results=False)) as formulas:
        pairs = zip(formulas.worksheets[0].iter_rows(), results.worksheets[0].iter_rows(values_only=True), strict=False)
        with suppress(Exception):  # where the sheet breaks off, which the reader of its rows tells
            for row, (cells, values) in enumerate(pairs, start=1):
                for place, (cell, value) in enumerate(zip(cells, values, strict=False), start=1):
                    if value is None and cell.data_type == "f":
                        found.setdefault(row, f"{_letters(place)}{row}")
    return found


def _has_formulas(path: Path) -> bool:
    """Whether any sheet has a formula; to look for those without a result, all is read once more."""
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(_holds(package, name, b"<f") for name in names)


def _holds(package: zipfile.ZipFile, name: str, sought: bytes) -> bool:
    held = b""
    with package.open(name) as file:
        while block := file.read(1 << 20):
            if sought in held + block:
                return True
            held = block[-len(sought) :]
    return False


def _as_text(cell: object) -> str:
    from openpyxl.utils.escape import unescape

    match cell:
        case None:
            return ""
        case str():
            return unescape(cell) if "_x" in cell else cell  # _x000D_ is a carriage return (ECMA-376, ST_Xstring)
        case bool():
            return str(cell).lower()
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell)
