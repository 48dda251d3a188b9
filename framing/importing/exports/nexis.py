"""A Nexis Uni, Lexis Uni or Lexis Advance export cut into its articles: "Body" opens a text, "End of Document" closes.

Above "Body" stand title, outlet, date, copyright and fields ("Section:", "Length:", "Byline:"), below the text
"Graphic", "Classification" and fields ("Language:", "Load-Date:"). A page with the search and all titles may come first.
"""

from __future__ import annotations

import re

from framing.importing.draft import Draft, Skipped
from framing.importing.exports.fields import CLOSING, HEADING, Labelled, keep, labelled
from framing.importing.exports.languages import name_language
from framing.importing.exports.lines import (
    NO_END,
    UNCLEAR,
    Line,
    NotCut,
    begins,
    filled,
    is_notice,
    join_paragraphs,
    place,
    split_date,
    stray,
)
from framing.importing.exports.lines import tidy as tidy_text

_END, _BODY, _GRAPHIC, _CLASSES = "end of document", "body", "graphic", "classification"
_REACH = 40  # so many lines above "Body" a field or copyright must stand
_PAGE = re.compile(r"Page \d{1,6} of \d{1,6}")
_COVER = re.compile(
    r"(?:User Name|Date and Time|Job Number|Client/Matter|Search Terms|Search Type|Content Type"
    r"|Documents? \(\d{1,6}\)|Narrowed by|\d{1,5}\. \S)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,5}\. ")
_UNTITLED = "no headline in original"
_NO_END = NO_END.format("End of Document")
_NO_TITLE = "no title stands above its outlet and date; add one in the export or leave the article out"


def split_nexis(lines: list[Line], where: str) -> list[Draft | Skipped] | None:
    """One draft or one reason per article; None if the file is no such export.

    Parameters
    ----------
    lines : all lines of the file.
    where : the file, for messages.

    Returns
    -------
    In the order of the file; None if no "Body" stands below fields or a copyright notice.
    """
    pieces, rest = _pieces([line for line in filled(lines) if not _PAGE.fullmatch(line.mark[:30])])
    bodies = [_bodies(piece) for piece in pieces]
    open_ones = _bodies(rest)
    if not any(bodies) and not any(_has_length(rest[:at]) for at in open_ones):
        return None
    found: list[Draft | Skipped] = []
    outlets: set[str] = set()
    for order, (piece, own) in enumerate(zip(pieces, bodies, strict=True)):
        found += _read_piece(piece, own, where, before=len(found), is_first=order == 0)
        outlets |= {one.metadata.get("outlet", "") for one in found[-1:] if isinstance(one, Draft)}
    found = [_without_title(one, outlets) for one in found]
    if not open_ones:
        return found + stray(rest, where)
    return found + [Skipped(place(where, len(found) + more), _NO_END) for more in range(len(open_ones))]


def _pieces(lines: list[Line]) -> tuple[list[list[Line]], list[Line]]:
    """What stands before each end mark, and what stands after the last."""
    pieces: list[list[Line]] = []
    current: list[Line] = []
    for line in lines:
        if line.mark.casefold() == _END:
            pieces.append(current)
            current = []
        else:
            current.append(line)
    return pieces, current


def _bodies(lines: list[Line]) -> list[int]:
    """The lines "Body" that stand below a heading: a field or a copyright notice, and no other such line between."""
    found: list[int] = []
    for at, line in enumerate(lines):
        if line.mark.casefold() == _BODY:
            above = lines[max(found[-1] + 1 if found else 0, at - _REACH) : at]
            if any(labelled(one, HEADING) or is_notice(one.mark) for one in above):
                found.append(at)
    return found


def _has_length(above: list[Line]) -> bool:
    return any(field.column == "length" for line in above[-_REACH:] if (field := labelled(line, HEADING)))


def _read_piece(
    lines: list[Line], bodies: list[int], where: str, *, before: int, is_first: bool
) -> list[Draft | Skipped]:
    """The article of an end mark, and before it those whose own end mark is missing."""
    if not bodies:
        what = f"beginning {begins(lines)}" if lines else "and nothing else"
        reason = f"no body: the line “Body” is missing before its end mark, {what}; export the full text"
        return [Skipped(place(where, before), reason)]
    lost: list[Draft | Skipped] = [Skipped(place(where, before + more), _NO_END) for more in range(len(bodies) - 1)]
    here, start = place(where, before + len(lost)), 0
    if lost:
        closed = [at for at in range(bodies[-2], bodies[-1]) if labelled(lines[at], CLOSING)]
        if not closed:
            return [*lost, Skipped(here, UNCLEAR)]
        start = closed[-1] + 1
    heading = lines[start : bodies[-1]]
    try:
        heading = _without_cover(heading) if is_first and not lost else heading
        return [*lost, _read_article(heading, lines[bodies[-1] + 1 :], here)]
    except NotCut as missing:
        return [*lost, Skipped(here, str(missing))]


def _without_cover(heading: list[Line]) -> list[Line]:
    """The heading of the first article without the page that lists the search and the titles.

    The title stands in that list and again above the article, so the last line that repeats another is the title.
    """
    cover = [at for at, line in enumerate(heading) if _COVER.match(line.mark) and not split_date(line.mark)]
    if not any(not _NUMBER.match(heading[at].mark) for at in cover):
        return heading
    seen: set[str] = set()
    start = cover[-1] + 1
    for at, line in enumerate(heading):
        key = _NUMBER.sub("", line.mark.casefold(), count=1)[:40]
        if at > cover[-1] and key in seen and not labelled(line, HEADING):
            start = at
        seen.add(key)
    return heading[start:]


def _read_article(heading: list[Line], below: list[Line], where: str) -> Draft:
    """Title, outlet, date and fields from above "Body", text and fields from below it."""
    metadata, notes = _above(heading)
    text, closing = _closing(below)
    if not text:
        raise NotCut("no body: nothing stands below the line “Body”; export the full text or leave the article out")
    for field in closing:
        keep(metadata, field)
    metadata["database"] = "Nexis"
    name_language(metadata)
    return Draft(where=where, text=join_paragraphs(text), metadata=metadata, notes=tuple(notes))


def _above(heading: list[Line]) -> tuple[dict[str, str], list[str]]:
    """The lines without a mark by their place (title, outlet, date, edition), the others by their label."""
    first = next(
        (at for at, line in enumerate(heading) if labelled(line, HEADING) or (at and is_notice(line.mark))),
        len(heading),
    )
    dates = [at for at in range(first) if split_date(heading[at].mark)]
    dated = next((at for at in dates if at > 0), None)
    if first == 0 or dates == [0]:
        raise NotCut(_NO_TITLE)
    metadata, notes = _titled(heading[: dated if dated is not None else min(first, 2)])
    date, edition = (dated is not None and split_date(heading[dated].mark)) or ("", "")
    editions = [edition, *(line.mark for line in heading[2 if dated is None else dated + 1 : first])]
    metadata |= {"date": date, "edition": "; ".join(filter(None, editions))}
    for line in heading[first:]:
        if field := labelled(line, HEADING):
            keep(metadata, field)
        else:
            column = "copyright" if is_notice(line.mark) else "heading"
            keep(metadata, Labelled(column, tidy_text(line.raw)))
    return {column: value for column, value in metadata.items() if value}, notes


def _without_title(one: Draft | Skipped, outlets: set[str]) -> Draft | Skipped:
    """What was read as a title but is the outlet of another article: then the title is missing."""
    if isinstance(one, Draft) and "outlet" not in one.metadata and one.metadata.get("title") in outlets:
        return Skipped(one.where, _NO_TITLE)
    return one


def _titled(lines: list[Line]) -> tuple[dict[str, str], list[str]]:
    """Title and outlet from the lines above the date."""
    texts = [tidy_text(line.raw) for line in lines]
    if len(texts) == 1:
        return {"title": texts[0]}, ["one line stands above the date and was read as the title; the outlet is unknown"]
    notes = ["several lines above the outlet were joined as the title"] if len(texts) > 2 else []
    title = " ".join(texts[:-1])
    if title.casefold() == _UNTITLED:
        title, notes = "", ["the export says that the original has no headline"]
    return {"title": title, "outlet": texts[-1]}, notes


def _closing(below: list[Line]) -> tuple[list[Line], list[Labelled]]:
    """The text, and the fields below it with what the pictures show."""
    end = len(below)
    while end and labelled(below[end - 1], CLOSING):
        end -= 1
    classes = [at for at, line in enumerate(below) if line.mark.casefold() == _CLASSES]
    if classes and any(labelled(line, CLOSING) for line in below[classes[-1] + 1 : classes[-1] + 2]):
        end = classes[-1]  # a value may go on in further lines; and above this line a label is part of the text
    fields: list[Labelled] = []
    for line in below[end:]:
        if field := labelled(line, CLOSING):
            fields.append(field)
        elif fields:
            fields[-1] = Labelled(fields[-1].column, f"{fields[-1].value} {tidy_text(line.raw)}")
    pictures = [at for at, line in enumerate(below[:end]) if line.mark.casefold() == _GRAPHIC]
    if not pictures:
        return below[:end], fields
    shown = tidy_text(" ".join(line.raw for line in below[pictures[-1] + 1 : end]))
    return below[: pictures[-1]], [*fields, Labelled("graphic", shown)]
