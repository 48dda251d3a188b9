"""Excel tables as text: what a cell shows as a whole number stays one, a day becomes year-month-day.

Read with openpyxl, row by row; formulas count as their last result.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from framing.importing.reading import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")


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
    from openpyxl import load_workbook

    refuse_ole(path.read_bytes(), "xlsx")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and drop-down lists that are not read
            book = load_workbook(path, read_only=True, data_only=True)
        sheets = book.worksheets
    except Exception as error:
        raise Unreadable(
            f"the file cannot be read as .xlsx ({type(error).__name__}); open it and save it again"
        ) from None
    rows = _sheet(sheets[0].iter_rows(values_only=True) if sheets else iter(()))
    _, first = next(rows, (0, []))
    if not first:
        raise Unreadable("the first sheet is empty; put the table there")
    header = [cell.strip() or f"column_{place}" for place, cell in enumerate(first, start=1)]
    more = [sheet.title for sheet in sheets[1:] if sheet.max_row and sheet.max_row > 1]
    return header, _as_rows(header, rows, more)


def _as_rows(
    header: list[str], rows: Iterator[tuple[int, list[str]]], more: list[str]
) -> Iterator[tuple[str, dict[str, str] | str]]:
    for number, cells in rows:
        yield f"row {number}", dict(zip(header, cells, strict=False))
    for title in more:
        yield f"sheet {title}", "only the first sheet is read; save this one as a file of its own"


def _sheet(rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, row in enumerate(rows, start=1):
            cells = [_as_text(cell) for cell in row]
            if any(cell.strip() for cell in cells):
                yield number, cells
    except Exception as error:  # zip, XML and numbers can each be broken in ways of their own
        raise Unreadable(f"the table breaks off after row {number} ({type(error).__name__}); save it again") from None


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
