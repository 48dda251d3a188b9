"""Lines of an export: what a line says, whether it is a date, a copyright notice, a count of words or furniture.

Every pattern is tried on the tidied beginning of a line only, so that a line of a million characters costs no more
than its reading. Nothing here knows of which database a file is, nor where an article begins or ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from framing.importing.draft import Skipped

NO_END = "the mark at its end ({}) is missing, so it may be cut off; export it again"
UNCLEAR = "where it begins cannot be told, for the article before it has no end mark; export both again"
LONGEST_MARK = 400  # a heading line is shorter; what is longer can only be text

_INVISIBLE = str.maketrans({"\ufeff": " ", "\u200b": " ", "\u200e": " ", "\u200f": " "})
_YEAR = r"(?:1[6-9]|20)\d\d"
_WORD = r"[^\W\d_]{3,12}\.?"
_DATE = re.compile(
    rf"(?:{_WORD},? )?(?:"
    rf"\d{{1,2}}(?:\.|er|st|nd|rd|th)? (?:de )?{_WORD},? (?:de )?{_YEAR}"  # 14 April 2025, 14 de abril de 2025
    rf"|{_WORD} \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}"  # April 14, 2025
    rf"|(?:ngày )?\d{{1,2}} (?:tháng|thg) [^\W_]{{1,4}}(?: [^\W\d_]{{2,4}})?,? (?:năm )?{_YEAR}"  # 14 tháng 4, 2025
    rf"|{_YEAR} ?[年년] ?\d{{1,2}} ?[月월] ?\d{{1,2}} ?[日일]"  # 2025 年 4 月 14 日
    rf"|{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]{_YEAR}"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    rf"(?: ?[-/] ?{_WORD})?,? {_YEAR}"  # April 2025, as magazines have it
    r")(?!\w)",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(
    r"(?:,? ?\(?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag"
    r"|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|星期.|周.|thứ \S{1,4}|chủ nhật)\)?)?"
    r"(?:,? \d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: [a-z]{2,4})?(?=[ ,;]|$))?",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?(?: [A-Z]{2,4})?")
_COUNT = re.compile(
    r"(\d{1,3}(?:[,.' ]\d{3})*|\d{1,9}) ?"
    r"(?:words?|mots?|wörter|wort|palabras?|palavras?|parole|woorden|ord|слов[оа]?|từ|chữ|字|語|文字|단어)",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:(?:Page|Seite) \d{1,6} (?:of|von) \d{1,6} ?)?(?:(?:©|\(c\)) ?\d{4} Factiva, Inc\..{0,60})?", re.IGNORECASE
)
_NOTICE_START = re.compile(r"\(c\)|©|℗|all rights reserved|版权所有|版權所有", re.IGNORECASE)
_NOTICE_DATED = re.compile(rf"(?:copyright|版权|版權|bản quyền).{{0,120}}\b{_YEAR}(?!\d)", re.IGNORECASE)
_NOTICE_WORDS = re.compile(
    r"rights? reserved|rechte vorbehalten|droits réservés|derechos reservados|direitos reservados|版权所有|版權所有",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """One paragraph: as it stands, and tidied for looking at (its beginning only, if it is long)."""

    raw: str
    mark: str


class NotCut(Exception):
    """One article cannot be cut: the message becomes the reason of a Skipped, so none leaves the package."""


def place(where: str, before: int) -> str:
    """The place of an article in messages: "export.docx, article 3"."""
    return f"{where}, article {before + 1}"


def tidy(text: str) -> str:
    """A text on one line, runs of white space as one space."""
    return " ".join(text.translate(_INVISIBLE).split())


def read_lines(lines: Iterable[str]) -> list[Line]:
    """The lines with what they say; of a long one the beginning, followed by an ellipsis so that no pattern fits it."""
    return [
        Line(raw, tidy(raw) if len(raw) <= LONGEST_MARK else tidy(raw[:LONGEST_MARK]) + " …" * bool(raw.strip()))
        for raw in lines
    ]


def filled(lines: Iterable[Line]) -> list[Line]:
    """The lines that say something and are not the head or foot of a page."""
    return [line for line in lines if line.mark and not is_furniture(line.mark)]


def is_furniture(mark: str) -> bool:
    """Whether a line is the head or foot of a printed page: "Page 3 of 12 © 2025 Factiva, Inc. …"."""
    return len(mark) <= 120 and bool(mark) and _FURNITURE.fullmatch(mark) is not None


def split_date(mark: str) -> tuple[str, str] | None:
    """The date at the beginning of a line, with day of the week and time, and what follows it (an edition).

    >>> split_date("April 14, 2025 Monday Late Edition - Final")
    ('April 14, 2025 Monday', 'Late Edition - Final')
    >>> split_date("2025 年 4 月 14 日 12:08")
    ('2025 年 4 月 14 日 12:08', '')
    >>> split_date("14 people met in 2025") is None
    True
    """
    found = _DATE.match(mark[:120])
    if found is None or len(mark) > 120:
        return None
    after = _AFTER_DATE.match(mark, found.end())
    end = after.end() if after else found.end()
    return mark[:end].strip(), mark[end:].strip(" ,;")


def is_time(mark: str) -> bool:
    """Whether a line is a time of day and nothing else."""
    return len(mark) <= 20 and _TIME.fullmatch(mark) is not None


def count_in(mark: str) -> str | None:
    """The digits of "1,234 words", "1234 字", "1.210 Wörter", if a line is that and nothing else.

    >>> count_in("1,234 words"), count_in("1234 字"), count_in("A thousand words")
    ('1234', '1234', None)
    """
    found = _COUNT.fullmatch(mark) if len(mark) <= 30 else None
    return re.sub(r"\D", "", found[1]) if found else None


def is_notice(mark: str) -> bool:
    """Whether a line is a notice of copyright, not a sentence or a headline about copyright.

    >>> [is_notice(line) for line in ("Copyright 2025 The Mekong Daily", "(c) Mekong Daily", "Copyright law is late")]
    [True, True, False]
    """
    if _NOTICE_START.match(mark) or _NOTICE_DATED.match(mark):
        return True
    return len(mark) <= 300 and _NOTICE_WORDS.search(mark) is not None


def join_paragraphs(lines: Iterable[Line]) -> str:
    """The paragraphs as they stand, a blank line between them."""
    return "\n\n".join(line.raw.strip() for line in lines)


def begins(lines: list[Line]) -> str:
    """The first words of some lines, in quotation marks, so that a reader finds them in the file."""
    words = next((line.mark for line in lines if line.mark), "")
    return f"“{words[:60]}…”" if len(words) > 60 else f"“{words}”"


def stray(lines: list[Line], where: str) -> list[Skipped]:
    """What stands after the last article and belongs to none, as one line of skipped.csv."""
    if not lines:
        return []
    reason = f"after the last end mark stands text of no article, beginning {begins(lines)}; see whether it is needed"
    return [Skipped(where=f"{where}, after the last article", reason=reason)]
