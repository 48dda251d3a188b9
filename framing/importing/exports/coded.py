"""The Factiva layout with field codes (HD, BY, WC, PD, SN, LA, LP, TD …), one article at a time.

A code stands alone with its value in the next lines, or before its value on one line, with a tab, a bar or blanks
between. One blank is believed only where HD has no more, and then after the body only in the closed run of codes at
the end: "IN BEIJING" can also begin a sentence.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from framing.importing.draft import Draft
from framing.importing.exports.languages import name_language
from framing.importing.exports.lines import Line, NotCut, join_paragraphs, tidy

HEADING = {
    "AN": "accession_number",
    "ART": "graphic",
    "BY": "byline",
    "CLM": "column_name",
    "CR": "credit",
    "CX": "correction",
    "CY": "copyright",
    "ED": "edition",
    "ET": "time",
    "HD": "title",
    "LA": "language",
    "PD": "date",
    "PG": "page",
    "SC": "publication_code",
    "SE": "section",
    "SN": "outlet",
    "VOL": "volume",
    "WC": "word_count",
}
AFTER = {
    "CO": "companies",
    "CT": "contact",
    "DE": "descriptors",
    "IN": "industries",
    "IPC": "provider_codes",
    "IPD": "provider_descriptors",
    "NS": "subjects",
    "PUB": "publisher",
    "RE": "regions",
    "RF": "reference",
}
BODY = ("LP", "TD")
_CODES = {*HEADING, *AFTER, *BODY}
_CODE = re.compile(r"[\s|]*([A-Z]{2,3})(?:[ \u00a0]*$|[ \u00a0]*[\t\n|][\s|]*|[ \u00a0]{2,}|([ \u00a0]))")


class Field(NamedTuple):
    """A code, how sure it is (False: one blank after it), and where its value begins in the line."""

    code: str
    sure: bool
    start: int


def field_of(line: Line) -> Field | None:
    """The field code at the beginning of a line, if there is one.

    >>> field_of(Line("HD\\tRice prices rise", "HD Rice prices rise"))
    Field(code='HD', sure=True, start=3)
    """
    found = _CODE.match(line.raw[:80].rstrip())
    if found is None or found[1] not in _CODES:
        return None
    return Field(found[1], found[2] is None, found.end())


def heading_starts(lines: list[Line]) -> list[int]:
    """Where articles of this layout begin: at HD, or at the section or column before it, if a body follows HD."""
    codes = [(at, field.code) for at, line in enumerate(lines) if (field := field_of(line))]
    starts = []
    for order, (at, code) in enumerate(codes):
        following = [name for _, name in codes[order + 1 : order + 25]]
        own = following[: following.index("HD")] if "HD" in following else following
        if code == "HD" and sum(name in {"WC", "PD", "SN", "LA", *BODY} for name in own) >= 3:
            before = order
            while before and codes[before - 1][1] in {"SE", "CLM"} and at - codes[before - 1][0] <= 6:
                before -= 1
            starts.append(codes[before][0])
    return starts


def read_coded(lines: list[Line], *, where: str, number: str) -> Draft:
    """One article from its first code to the line before its end mark.

    Parameters
    ----------
    lines : the lines that say something.
    where : the place for messages.
    number : the accession number of the end mark.

    Returns
    -------
    The article. Raises NotCut where title or body is missing.
    """
    fields, body = _fields(lines)
    metadata = {column: text for column, text in fields.items() if text}
    if not metadata.get("title"):
        raise NotCut("no title: the field HD is empty; add it in the export or leave the article out")
    if not body:
        raise NotCut("no body: neither LP nor TD holds text; export the full text or leave the article out")
    metadata["accession_number"] = number
    metadata["database"] = "Factiva"
    if "word_count" in metadata:
        metadata["word_count"] = re.sub(r"\D", "", metadata["word_count"][:40]) or metadata["word_count"]
    name_language(metadata)
    return Draft(where=where, text=join_paragraphs(body), metadata=metadata)


def _fields(lines: list[Line]) -> tuple[dict[str, str], list[Line]]:
    """The values by column, and the paragraphs of the body."""
    opening = next(line for line in lines if (field := field_of(line)) and field.code == "HD")
    known = _believed(lines, one_blank=re.match(r"HD \S", opening.raw.strip()) is not None)
    ends = (
        "|" if re.match(r"\s*(?:\||HD\s*\|)", opening.raw) else ""
    )  # a row of a table, in which a cell has paragraphs
    values: dict[str, list[str]] = {}
    body: list[Line] = []
    column = ""
    for at, line in enumerate(lines):
        raw = line.raw.strip().rstrip(ends) if ends else line.raw
        if at in known:
            column = "text" if known[at].code in BODY else {**HEADING, **AFTER}[known[at].code]
            raw = line.raw[known[at].start :].strip().rstrip("|")
        if column == "text" and raw.strip():
            body.append(Line(raw, line.mark))
        elif column and column != "text":
            values.setdefault(column, []).append(raw)
    return {name: tidy(" ".join(parts)) for name, parts in values.items()}, body


def _believed(lines: list[Line], *, one_blank: bool) -> dict[int, Field]:
    """The codes that count, by the number of their line: those of the heading, LP, TD once, and those after the body."""
    tail = _tail(lines)
    known: dict[int, Field] = {}
    seen: set[str] = set()
    for at, line in enumerate(lines):
        field = field_of(line)
        if field is None or not (field.sure or one_blank):
            continue
        if seen.isdisjoint(BODY):
            counts = field.code not in AFTER or field.sure
        elif field.code == "TD":
            counts = "TD" not in seen
        else:
            counts = field.code in {*AFTER, "AN", "ART"} and (field.sure or at >= tail)
        if counts:
            known[at] = field
            seen.add(field.code)
    return known


def _tail(lines: list[Line]) -> int:
    """Where the closed run of codes at the end begins: from there on every line has a code of its own."""
    at = len(lines)
    while at and (field := field_of(lines[at - 1])) and field.code in {*AFTER, "AN", "ART"}:
        at -= 1
    return at
