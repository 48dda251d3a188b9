"""A Factiva export cut into its articles: every article ends in "Document" and its accession number.

The number has a shape of its own (a code, a date, figures and letters), so a sentence with the word is no end mark,
whatever the language of the interface. Which of the two layouts an article has is seen article by article.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from framing.importing.draft import Draft, Skipped
from framing.importing.exports import coded, plain
from framing.importing.exports.lines import NO_END, UNCLEAR, Line, NotCut, begins, filled, place, split_date, stray

_END = re.compile(
    r"[| ]*(?:AN[| ]+)?(?:[^\W\d_]{2,20}(?: ?[:：] ?| )|文件|文档|文檔)"
    r"([A-Za-z0-9]{6,10}(?:19|20)\d{6}[A-Za-z0-9]{7,11})[| ]*"
)
_SUMMARY = {"search summary", "zusammenfassung der suche"}
_STAMP = ("timestamp", "zeitstempel")  # the last row of the summary
_LONGEST_SUMMARY = 60
_NO_END = NO_END.format("Document and its accession number")


class _Heading(NamedTuple):
    at: int
    is_coded: bool


def split_factiva(lines: list[Line], where: str) -> list[Draft | Skipped] | None:
    """One draft or one reason per article; None if the file is no Factiva export.

    Parameters
    ----------
    lines : all lines of the file.
    where : the file, for messages.

    Returns
    -------
    In the order of the file; None if there is neither an end mark below a heading nor a whole heading.
    """
    pieces, rest = _pieces(filled(lines))
    headings = [_headings(piece) for piece, _ in pieces]
    open_ones = _headings(rest)
    if not any(headings) and not any(one.is_coded or plain.is_whole_heading(rest, one.at) for one in open_ones):
        return None
    found: list[Draft | Skipped] = []
    for (piece, number), own in zip(pieces, headings, strict=True):
        found += _read_piece(piece, own, number, where, before=len(found))
    if not open_ones:
        return found + stray(_without_summary(rest), where)
    return found + [Skipped(place(where, len(found) + more), _NO_END) for more in range(len(open_ones))]


def _pieces(lines: list[Line]) -> tuple[list[tuple[list[Line], str]], list[Line]]:
    """What stands before each end mark, with its accession number, and what stands after the last."""
    pieces: list[tuple[list[Line], str]] = []
    current: list[Line] = []
    for line in lines:
        end = _END.fullmatch(line.mark) if len(line.mark) <= 80 else None
        if end is None:
            current.append(line)
        else:
            pieces.append((current, end[1]))
            current = []
    return pieces, current


def _headings(lines: list[Line]) -> list[_Heading]:
    """Where articles begin in lines that should hold one, in either layout."""
    with_codes = coded.heading_starts(lines)
    before = lines[: with_codes[0]] if with_codes else lines
    return [_Heading(at, False) for at in plain.heading_starts(before)] + [_Heading(at, True) for at in with_codes]


def _read_piece(
    lines: list[Line], headings: list[_Heading], number: str, where: str, *, before: int
) -> list[Draft | Skipped]:
    """The article of an end mark, and before it those whose own end mark is missing."""
    if not headings:
        what = f"beginning {begins(lines)}" if lines else "and nothing else"
        reason = (
            f"no heading (neither HD nor a count of words with a date) before its end mark, {what}; export it again"
        )
        return [Skipped(place(where, before), reason)]
    lost: list[Draft | Skipped] = [Skipped(place(where, before + more), _NO_END) for more in range(len(headings) - 1)]
    here, last = place(where, before + len(lost)), headings[-1]
    if lost and not last.is_coded:
        return [*lost, Skipped(here, UNCLEAR)]
    try:
        if last.is_coded:
            return [*lost, coded.read_coded(lines[last.at :], where=here, number=number)]
        above = _without_summary(lines[: last.at])
        return [*lost, plain.read_plain(above + lines[last.at :], len(above), where=here, number=number)]
    except NotCut as missing:
        return [*lost, Skipped(here, str(missing))]


def _without_summary(lines: list[Line]) -> list[Line]:
    """The lines without the summary of the search that closes an export."""
    start = next((at for at, line in enumerate(lines) if line.mark.strip("| ").casefold() in _SUMMARY), None)
    if start is None:
        return lines
    near = range(start, min(start + _LONGEST_SUMMARY, len(lines)))
    end = next((at for at in near if lines[at].mark.strip("| ").casefold().startswith(_STAMP)), near[-1]) + 1
    if end < len(lines) and split_date(lines[end].mark):
        end += 1
    return lines[:start] + lines[end:]
