"""Dates as people write them, in English, Vietnamese and Chinese: read where there is one reading, else left open.

03/04/2025 has two. It is read only if the user says the order, or if another date of the same column can be read in
one order only. Nothing is decided silently: what is read from anything but year-month-day is noted.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

ORDERS = ("DMY", "MDY", "YMD")
OLDEST = 1500

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"((?:1[5-9]|20)\d{2})(\d{2})(\d{2})")
# Three numbers, one sign or blanks between them; with words beside them blanks are believed only before a year.
_SIGNED = re.compile(r"(?<![\d/.:-])(\d{1,4})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{1,4})(?![\d/-])")
_COMMAS = re.compile(r"(?<![\d/.:,-])(\d{1,4})\s*(,)\s*(\d{1,2})\s*,\s*(\d{1,4})(?![\d/:-])")
_BLANKS = re.compile(r"(?<![\d/.:-])(\d{1,4})(\s+)(\d{1,2})\s+(\d{1,4})(?![\d/:-])")
_BEFORE_YEAR = re.compile(r"(?<![\d/.:-])(\d{1,2})([\s,]+)(\d{1,2})[\s,]+((?:1[5-9]|20)\d{2})(?![\d/:-])")
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_HAN_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]")
_VIETNAMESE = re.compile(r"\b(?:ngày|thứ|chủ nhật|tháng|lúc)\b", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LETTER = re.compile(r"[^\W\d_]")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True)
class DateRead:
    """What a cell says: a day, or the readings it could have, or neither; and a note on it."""

    day: date | None = None
    note: str | None = None
    readings: tuple[tuple[str, date], ...] = ()  # order → day, of a date in digits


@dataclass(slots=True)
class DateOrders:
    """The orders in which all dates of one column can be read; narrowed by every date in digits."""

    possible: set[str] = field(default_factory=lambda: set(ORDERS))

    def narrow(self, read: DateRead) -> None:
        """Keep the orders in which this date, too, can be read."""
        if read.readings:
            self.possible &= {order for order, _ in read.readings}

    def settle(self, read: DateRead) -> date | None:
        """The day of an ambiguous date, if the column leaves it only one."""
        days = {day for order, day in read.readings if order in self.possible}
        return days.pop() if len(days) == 1 else None


def read_date(raw: str, *, order: str | None = None, newest: int) -> DateRead:
    """Read one date.

    Parameters
    ----------
    raw : the cell.
    order : DMY, MDY or YMD for dates in digits, if the user says so.
    newest : the last year that is believed; the first is 1500.

    Returns
    -------
    DateRead
        With `day` if there is one reading; with `readings` if it is in digits, so that a column can settle it.

    Examples
    --------
    >>> read_date("14/04/2025", newest=2026).day
    datetime.date(2025, 4, 14)
    >>> read_date("03/04/2025", newest=2026).day is None
    True
    """
    raw = raw.strip()
    found, note, readings = _read(raw, order)
    days = [found] if found else [day for _, day in readings]
    if days and not any(OLDEST <= day.year <= newest for day in days):
        return DateRead(None, _empty(raw, f"the year is not between {OLDEST} and {newest}"))
    if found is None:
        return DateRead(None, note, readings)
    return DateRead(found, None if found.isoformat() == raw else f"date read: {raw} as {found}", readings)


def date_in_name(name: str) -> date | None:
    """The day that a file's name holds, year first.

    >>> date_in_name("2025-04-14_vnexpress"), date_in_name("report 12")
    (datetime.date(2025, 4, 14), None)
    """
    found = _IN_NAME.search(name)
    return _day(int(found[1]), int(found[3]), int(found[4])) if found else None


def _read(raw: str, order: str | None) -> tuple[date | None, str | None, tuple[tuple[str, date], ...]]:
    if found := _ISO.fullmatch(raw) or _COMPACT.fullmatch(raw):
        day = _day(int(found[1]), int(found[2]), int(found[3]))
        return day, None if day else _empty(raw, "there is no such day"), ()
    plain = unicodedata.normalize("NFKC", raw[:200])  # decomposed letters; digits and slashes of full width
    lettered = _LETTER.search(plain) is not None
    for pattern in (_SIGNED, _BEFORE_YEAR) if lettered else (_SIGNED, _COMMAS, _BLANKS):
        if found := pattern.search(plain):
            return _from_digits(raw, (found[1], found[3], found[4]), order)
    day = _from_words(plain) if lettered else None  # dateparser reads digits alone as month first
    return day, None if day else _empty(raw, "no full date in English, Vietnamese or Chinese"), ()


def _from_digits(
    raw: str, parts: tuple[str, str, str], order: str | None
) -> tuple[date | None, str | None, tuple[tuple[str, date], ...]]:
    orders = _orders(parts, vietnamese=bool(_VIETNAMESE.search(unicodedata.normalize("NFKC", raw))))
    if order in orders:
        orders = (order,)
    readings = tuple((each, day) for each in orders if (day := _in_order(parts, each)))
    days = {day for _, day in readings}
    if not days:
        return None, _empty(raw, f"no day in the order {' or '.join(orders)}"), ()
    if len(parts[0]) == 4:
        readings = readings if len(days) > 1 else ()  # tells nothing of the order of 03/04/2025
    return (days.pop() if len(days) == 1 else None), None, readings


def _orders(parts: tuple[str, str, str], *, vietnamese: bool) -> tuple[str, ...]:
    """Orders that the lengths allow; Vietnamese writes the day first."""
    if len(parts[0]) > 2:
        return ("YMD",)
    if vietnamese:
        return ("DMY",)
    return ("DMY", "MDY") if len(parts[2]) > 2 else ORDERS


def _in_order(parts: tuple[str, str, str], order: str) -> date | None:
    named = dict(zip(order, parts, strict=True))
    year = int(named["Y"])
    if len(named["Y"]) <= 2:  # the century as POSIX reads %y
        year += 2000 if year <= 68 else 1900
    return _day(year, int(named["M"]), int(named["D"]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@functools.lru_cache(maxsize=4096)
def _from_words(raw: str) -> date | None:
    import dateparser

    if len(raw) > 100:
        return None
    if _HAN.search(raw):
        found = _HAN_DATE.search(_plain_han(raw))
        return _day(int(found[1]), int(found[2]), int(found[3])) if found else None
    languages = ["vi", "en"] if _NOT_ASCII.search(raw) else ["en", "vi"]
    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "RETURN_AS_TIMEZONE_AWARE": False}
    moment: datetime | None = dateparser.parse(raw, languages=languages, settings=settings)
    return moment.date() if moment else None


def _plain_han(raw: str) -> str:
    """二〇二五年四月十四日 in digits."""
    tens = re.sub(r"([一二三]?)十([一二三四五六七八九]?)", lambda m: f"{m[1] or '一'}{m[2] or '〇'}", raw)
    return tens.translate(_HAN_DIGITS)


def _empty(raw: str, reason: str) -> str:
    return f"date left empty: {raw[:80]} ({reason})"
