"""An old LexisNexis export cut into its articles: "3 of 10 DOCUMENTS" opens each, nothing of its own closes it.

Below that line stand outlet, date, edition, headline and fields up to "LENGTH:", then the text, then fields such as
"LOAD-DATE:" and the copyright. Plain files break lines within paragraphs, with blank lines between: the breaks stay.
"""

from __future__ import annotations

import re

from framing.importing.draft import Draft, Skipped
from framing.importing.exports.fields import CLOSING, HEADING, Labelled, keep, labelled
from framing.importing.exports.languages import name_language
from framing.importing.exports.lines import (
    Line,
    NotCut,
    begins,
    count_in,
    is_furniture,
    is_notice,
    place,
    split_date,
    tidy,
)

_START = re.compile(
    r"(?:FOCUS - )?(?:\d{1,6} of \d{1,6} DOCUMENTS?|Dokument \d{1,6} von \d{1,6}|Document \d{1,6} de \d{1,6})"
)
_REACH = 8  # so many blocks below the start the date must stand
_NO_START = (
    "the line before it or after it (n of m DOCUMENTS) is missing, so two articles run together; export it again"
)
_NO_CLOSE = (
    "the lines at its end (LOAD-DATE, LANGUAGE, copyright) are missing, though others have them, so it may be cut off;"
    " export it again"
)
_ALSO_WORDS = {"column_name", "correction", "highlight", "series", "source"}

Block = list[Line]


def split_lexisnexis(lines: list[Line], where: str) -> list[Draft | Skipped] | None:
    """One draft or one reason per article; None if the file is no such export.

    Parameters
    ----------
    lines : all lines of the file, blank ones too.
    where : the file, for messages.

    Returns
    -------
    In the order of the file; None if no "n of m DOCUMENTS" stands above fields.
    """
    head, *pieces = [_blocks(piece) for piece in _pieces(lines)]
    if not any(labelled(block[0], HEADING) or labelled(block[0], CLOSING) for piece in pieces for block in piece):
        return None
    found: list[Draft | Skipped] = [Skipped(place(where, order), _NO_START) for order in range(_articles(head))]
    any_closed = any(_closing(piece) < len(piece) for piece in pieces[:-1])
    for order, piece in enumerate(pieces):
        here = place(where, len(found))
        if (together := _articles(piece)) > 1:
            found += [Skipped(place(where, len(found) + more), _NO_START) for more in range(together)]
            continue
        try:
            found.append(_read_article(piece, here, must_close=any_closed and order == len(pieces) - 1))
        except NotCut as missing:
            found.append(Skipped(here, str(missing)))
    return found


def _articles(blocks: list[Block]) -> int:
    """How many articles stand here by their LENGTH in words: more than one if a line between them is missing."""
    fields = [field for block in blocks if (field := labelled(block[0], HEADING))]
    return sum(field.column == "length" and count_in(field.value) is not None for field in fields)


def _pieces(lines: list[Line]) -> list[list[Line]]:
    """The lines before the first "n of m DOCUMENTS", with the page of the search, and those below each."""
    pieces: list[list[Line]] = [[]]
    for line in lines:
        if len(line.mark) <= 60 and _START.fullmatch(line.mark):
            pieces.append([])
        elif not is_furniture(line.mark):
            pieces[-1].append(line)
    return pieces


def _blocks(lines: list[Line]) -> list[Block]:
    """The lines between blank ones; where lines are paragraphs, each is a block of its own."""
    blocks: list[Block] = [[]]
    for line in lines:
        if line.mark:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    broken = any(len(block) > 1 for block in blocks) and len(blocks) > 3 and all(len(line.raw) <= 100 for line in lines)
    return blocks if broken else [[line] for block in blocks for line in block]


def _read_article(blocks: list[Block], where: str, *, must_close: bool) -> Draft:
    """Outlet, date, headline and fields from above the text, the text, and the fields below it."""
    end = _closing(blocks)
    start, metadata = _above(blocks, end)
    if start >= end:
        raise NotCut("no body stands below its heading; export the full text or leave the article out")
    if must_close and end == len(blocks):
        raise NotCut(_NO_CLOSE)
    for block in blocks[end:]:
        for field in _fields(block, {**CLOSING, **HEADING}):
            keep(metadata, field)
    metadata["database"] = "LexisNexis"
    name_language(metadata)
    paragraphs = ["\n".join(line.raw.strip() for line in block) for block in blocks[start:end]]
    notes = (
        () if "date" in metadata else ("no date stands below the outlet; all up to the fields was read as the title",)
    )
    return Draft(where=where, text="\n\n".join(paragraphs), metadata=metadata, notes=notes)


def _closing(blocks: list[Block]) -> int:
    """Where the fields and the copyright at the end of an article begin."""
    end = len(blocks)
    while end and (labelled(blocks[end - 1][0], CLOSING) or is_notice(blocks[end - 1][0].mark)):
        end -= 1
    return end


def _above(blocks: list[Block], end: int) -> tuple[int, dict[str, str]]:
    """Where the text begins, and what stands above it."""
    first = next((at for at in range(end) if labelled(blocks[at][0], HEADING)), None)
    if first is None:
        raise NotCut(
            f"its title cannot be told from its text, beginning {begins(blocks[0] if blocks else [])}: fields such as"
            " LENGTH are missing; export it again with them"
        )
    notices = [line.mark for block in blocks[:first] for line in block if is_notice(line.mark)]
    above = [[line for line in block if not is_notice(line.mark)] for block in blocks[:first]]
    metadata = {**_placed([block for block in above if block]), "copyright": "; ".join(notices)}
    capitals = _is_capital(blocks[first])
    start = first
    while start < end and (own := _fields(blocks[start], HEADING)) and not _is_prose(blocks[start], own, capitals):
        for field in own:
            keep(metadata, field)
        start += 1
    if start < end and blocks[start][0].mark.casefold() == "body:":
        blocks[start] = blocks[start][1:]
        start += 0 if blocks[start] else 1
    if not metadata.get("title"):
        raise NotCut("no title stands between its date and its fields; add one in the export or leave the article out")
    return start, {column: value for column, value in metadata.items() if value}


def _is_capital(block: Block) -> bool:
    return block[0].mark.partition(":")[0].isupper()


def _is_prose(block: Block, fields: list[Labelled], capitals: bool) -> bool:
    """Whether a paragraph only begins as a field does: "Correction: the railway is long." below LENGTH is the text.

    Where the labels of an article are capitals, one that is not is none; elsewhere those that also begin a sentence are none.
    """
    return not _is_capital(block) and (capitals or fields[0].column in _ALSO_WORDS)


def _placed(blocks: list[Block]) -> dict[str, str]:
    """Outlet, date, edition and headline by their place."""
    lines = [(order, line) for order, block in enumerate(blocks) for line in block]
    dated = next((at for at in range(min(len(lines), _REACH)) if split_date(lines[at][1].mark)), None)
    if dated is None:
        return {"outlet": _joined(blocks[:1]), "title": _joined(blocks[1:])}
    date, edition = split_date(lines[dated][1].mark) or ("", "")
    block = lines[dated][0]
    beside = [line.mark for order, line in lines[dated + 1 :] if order == block]
    below = blocks[block + 1 :]
    while below and _is_edition(below[0]) and len(below) > 1:
        beside.append(_joined(below[:1]))
        below = below[1:]
    outlet = " ".join(line.mark for _, line in lines[:dated])
    editions = " ".join(filter(None, [edition, *beside])).strip(" ;")
    return {"outlet": outlet, "date": date, "edition": editions, "title": _joined(below)}


def _is_edition(block: Block) -> bool:
    mark = block[0].mark.casefold()
    return len(mark) <= 60 and (mark.endswith((" edition", "edition;")) or re.match(r"edition \d", mark) is not None)


def _joined(blocks: list[Block]) -> str:
    return tidy(" ".join(line.raw for block in blocks for line in block))


def _fields(block: Block, labels: dict[str, str]) -> list[Labelled]:
    """The fields of a block: lines without a label go on with the one before; none if it begins without a label."""
    if is_notice(block[0].mark):
        return [Labelled("copyright", _joined([block]))]
    found: list[Labelled] = []
    for line in block:
        field = labelled(line, labels)
        if field:
            found.append(field)
        elif found:
            found[-1] = Labelled(found[-1].column, f"{found[-1].value} {line.mark}".strip())
        else:
            return []
    return found
