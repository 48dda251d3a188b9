"""The column `title` as a headline: where it occurs in a text, and at the end of the text where it does not.

A headline has to lie in the text to be counted, quoted and linked to, since every offset is a code point into it. Added
at the end it shifts no offset that was coded before. Pure functions of one text and its title; a text that has its
title already gets it no second time, so a corpus may be loaded, saved and loaded again.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

import polars as pl

from framing.zones import ZoneRule

HEADLINE = "headline"
TITLE_RULE = ZoneRule(
    "title", HEADLINE, re.compile(r"(?!)"), "the column title, where it occurs in the text or after it"
)
_APART = "\n\n"
_OPENING = 15  # lines with text among which a headline is looked for: below breadcrumbs, date and outlet
_CLOSING = 5
_SHORTEST_RUN_IN = 6  # words of a title that can be told from the sentence it runs into
_LINE = re.compile(r"\S[^\r\n\v\f\x85\u2028\u2029]*")  # from its first letter on; empty lines are none
_LETTER = re.compile(r"[^\W_]")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys('‘’‚‛`´ʼ′«»‹›“”„‟"″「」『』《》〈〉', "'"),
        **dict.fromkeys("‐‑‒–—―−﹘﹣", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)
_QUOTE, _STOPS = "'", ".,;:!?…。，、；：！？"  # a line may lack the stop of its title; a sentence of the words is none
_SITE = re.compile(r"\s+(?:[-–—|·•_]|::)\s+[^-–—|·•_]+$")
_SHORTEST = 8  # letters that a title without the name of a site must have
_RUN_IN = re.compile(r"\s*[|:·•]\s+|\s+[-–—]+\s+|\t\s*|\u3000+|\s{2,}")

Place = tuple[int, int]


def with_title(text: str, title: str | None) -> str:
    """The text with its title: as it is where the title occurs in it, else with the title as its last paragraph.

    >>> with_title("Ministers met on Monday.", "Rail talks"), with_title("RAIL TALKS\\n\\nMinisters met.", "Rail talks")
    ('Ministers met on Monday.\\n\\nRail talks', 'RAIL TALKS\\n\\nMinisters met.')
    """
    if title is None or not text.strip():
        return title or text
    return text if find_title(text, title) or not _LETTER.search(title) else f"{text}{_APART}{title}"


def find_title(text: str, title: str) -> list[Place]:
    """Where a title occurs as lines of its own at the beginning or the end of a text, or runs into its first line.

    Capitals, quotation marks, dashes, white space and full-width forms make no difference.

    >>> find_title("Đường sắt\\n“Rail talks”  begin\\nMinisters met.", '"Rail talks" begin')
    [(10, 29)]
    """
    return next((found for form in _forms(title) if (found := _places(text, form))), [])


def added_from(text: str, title: str | None) -> int | None:
    """Where a title begins that was put after a text; None where there is none.

    >>> added_from("Ministers met.\\n\\nRail talks", "Rail talks"), added_from("Rail talks", "Rail talks")
    (16, None)
    """
    if title is None or not text.endswith(f"{_APART}{title}"):
        return None
    start = len(text) - len(title)
    printed = text[: start - len(_APART)]
    return start if printed.strip() and not find_title(printed, title) else None


def added_titles(articles: pl.DataFrame) -> dict[int, int]:
    """For the rows of articles whose title was put after their text, where it begins."""
    ends = pl.col("text").str.ends_with(pl.lit(_APART) + pl.col("title")).fill_null(value=False)
    rows = articles.select(ends.arg_true()).to_series()
    pairs = articles.select("text", "title")[rows].iter_rows()
    starts = {row: added_from(text, title) for row, (text, title) in zip(rows.to_list(), pairs, strict=True)}
    return {row: start for row, start in starts.items() if start is not None}


def rules_with_title(rules: tuple[ZoneRule, ...], articles: pl.DataFrame) -> tuple[ZoneRule, ...]:
    """The rules of a corpus: that of the title comes last, where an article has one."""
    if TITLE_RULE in rules or articles["title"].null_count() == articles.height:
        return rules
    return (*rules, TITLE_RULE)


def _forms(title: str) -> list[str]:
    """A title, and the same without the name of a site that a web page puts behind it ("Rail talks begin | VNS")."""
    name = _SITE.search(title)
    return [title, title[: name.start()]] if name and len(_fold(title[: name.start()])) >= _SHORTEST else [title]


def _places(text: str, title: str) -> list[Place]:
    wanted = _fold(title).strip(_QUOTE)
    if not _LETTER.search(wanted):
        return []
    found = _opening(text, title, wanted)
    last = _closing(text, title, wanted)
    return [*found, *(place for place in last if not found or place[0] >= found[-1][1])]


def _opening(text: str, title: str, wanted: str) -> list[Place]:
    lines = [line.span() for line in islice(_LINE.finditer(text), _OPENING)]
    found: list[Place] = []
    for at, (start, _) in enumerate(lines):
        if found and start < found[-1][1]:
            continue
        if not wanted.startswith(_fold(text[start : start + 4]).lstrip(_QUOTE)[:1]):  # most lines: another first letter
            continue
        end = _end_of(text, lines[at:], title, wanted)
        if end is None and at == 0:
            end = _run_in(text, lines[0], title, wanted)
        if end is not None:
            found.append((start, end))
    return found


def _closing(text: str, title: str, wanted: str) -> list[Place]:
    """The title as the last lines of a text."""
    edge = max(0, len(text) - 2 * len(title) - 100)
    whole = (line.span() for line in _LINE.finditer(text, edge) if not edge or line.start() > edge)  # not half a line
    lines, last = list(whole)[-_CLOSING:], len(text.rstrip())
    begins = (start for at, (start, _) in enumerate(lines) if _end_of(text, lines[at:], title, wanted) == last)
    return [(start, last) for start in islice(begins, 1)]


def _end_of(text: str, lines: list[Place], title: str, wanted: str) -> int | None:
    """Where the title ends that the first of some lines begins with and the last of them closes."""
    held = ""
    for start, end in lines:
        if end - start > 2 * len(title) + 20:
            return None
        held += _fold(text[start:end])
        bare = held.strip(_QUOTE)
        if bare in (wanted, wanted.rstrip(_STOPS)):
            return start + len(text[start:end].rstrip())
        if not wanted.startswith(bare):
            return None
    return None


def _run_in(text: str, line: Place, title: str, wanted: str) -> int | None:
    """Where the title ends that the first line begins with, if what follows is set apart from it."""
    start, stop = line
    head = text[start : min(stop, start + 2 * len(title) + 20)]
    if not _fold(head).startswith(wanted):
        return None
    length = next((n for n in range(1, len(head)) if _fold(head[:n]) == wanted), None)
    if length is None:
        return None
    rest = text[start + length : stop]
    apart = _RUN_IN.match(rest) or (
        len(title.split()) >= _SHORTEST_RUN_IN and re.match(r"\s", rest) and not rest.lstrip()[0].islower()
    )
    return start + length if apart else None


def _fold(text: str) -> str:
    """A line as titles are compared: no capitals, no white space, one kind of each mark."""
    if text.isascii():  # the same, five times as fast: each title is compared with many lines
        return "".join(text.lower().replace('"', "'").replace("`", "'").split())
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    return "".join(unicodedata.normalize("NFC", plain.casefold()).split())
