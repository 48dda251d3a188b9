"""The Factiva layout without field codes, one article at a time.

Headline, byline and section carry no mark; what is sure is the count of words ("1,234 words", "1234 字") with the date
in the next line. Above it stand section, headline, byline; below it time, outlet, code, language, copyright, body.
What is told apart by its shape only is said in the draft's notes.
"""

from __future__ import annotations

import re
from itertools import pairwise

from framing.importing.draft import Draft
from framing.importing.exports.languages import is_language, name_language
from framing.importing.exports.lines import (
    Line,
    NotCut,
    count_in,
    is_notice,
    is_time,
    join_paragraphs,
    split_date,
    tidy,
)

_REACH = 8  # so many lines below the outlet the language must stand: code, edition, page, volume come between
_BYLINE = re.compile(
    r"(?:By|BY|Von|VON|Par|PAR|Por|POR|Theo|Tác giả|Bài|Story by|Reported by|Reporting by) \S"
    r"|(?:本报|新华社)?(?:记者|記者|作者|撰文|文|编辑)[ :：/／]"
    r"|\S{2,12}(?: \S{2,12}){0,2} ?(?:记者|記者|报道|報道)$"
)
_SECTIONS = set(
    "news|world|world news|international|international news|national|politics|politik|business|business news|economy"
    "|opinion|editorial|comment|commentary|features|sport|sports|technology|tech|finance|markets|china|asia|vietnam"
    "|front page|main|metro|culture|kultur|wirtschaft|monde|politique|thời sự|thế giới|kinh tế|xã hội|kinh doanh"
    "|要闻|国际|國際|国内|经济|經濟|财经|財經|评论|評論|观点|时政|世界|社会|体育|文化".split("|")
)
_PAGE = re.compile(r"(?:(?:Pg|p|S)\.? ?)?[A-Z]{0,2}-?\d{1,4}[A-Za-z]?(?:[,; ]{1,2}[A-Z]{0,2}-?\d{1,4}){0,6}")
# A company as it names itself, no sentence that ends in one: all words but small ones begin with a capital.
_NAME = r"(?:(?:[A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠ-Ỹ0-9(&][^\s。，,]{0,40}|of|and|the|for|de|&),? ){1,8}"
_PUBLISHER = re.compile(
    rf"{_NAME}(?:(?:Limited|Corporation|GmbH|AG|Company|PLC|LLC)|(?:Ltd|Inc|Corp|Co|Pty|S\.A|AG)\.?)"
    r"|[^\s。，！？；：]{2,30}(?:公司|集团)"
)
_CONTENTS = re.compile(r"(?:\.{3,} ?|\t ?)\d{1,5}\s*$")
_COVER = {"table of contents", "contents", "inhaltsverzeichnis", "目录", "目錄", "mục lục", "factiva", "dow jones"}
_COVER |= {"factiva rtf display format", "factiva®"}


def heading_starts(lines: list[Line]) -> list[int]:
    """Where the count of words of each article stands: a date follows it."""
    return [
        at
        for at, (line, below) in enumerate(pairwise(lines))
        if count_in(line.mark) and split_date(below.mark) is not None
    ]


def is_whole_heading(lines: list[Line], at: int) -> bool:
    """Whether below the count at `at` stand a code of capitals and a language, as in no text but Factiva's."""
    below = [line.mark for line in lines[at + 2 : at + 4 + _REACH]]
    return any(_is_code(mark) for mark in below) and any(is_language(mark) for mark in below)


def read_plain(lines: list[Line], count: int, *, where: str, number: str) -> Draft:
    """One article from its headline to the line before its end mark.

    Parameters
    ----------
    lines : the lines that say something.
    count : which of them is the count of words.
    where : the place for messages.
    number : the accession number of the end mark.

    Returns
    -------
    The article. Raises NotCut where title, body or the end of the heading is missing.
    """
    metadata, notes = _above(_without_contents(lines[:count]))
    metadata |= {"word_count": count_in(lines[count].mark) or "", "date": lines[count + 1].mark}
    below, start = _below(lines, count + 2)
    metadata |= below
    body = lines[start:]
    if len(body) > 1 and _PUBLISHER.fullmatch(body[-1].mark[:90]):
        metadata["publisher"] = tidy(body.pop().raw)
        notes.append("the last line names a company and was read as the publisher")
    if not body:
        raise NotCut("no body stands between its heading and its end mark; export the full text or leave it out")
    metadata |= {"accession_number": number, "database": "Factiva"}
    name_language(metadata)
    return Draft(where=where, text=join_paragraphs(body), metadata=metadata, notes=tuple(notes))


def _without_contents(above: list[Line]) -> list[Line]:
    """The lines above a count without the table of contents that opens some files."""
    kept = [line for line in above if not _CONTENTS.search(line.raw[-200:])]
    kept = [line for line in kept if line.mark.casefold() not in _COVER]
    if len(kept) <= 4:
        return kept
    listed = {line.mark for line in kept[:-4]}  # without page numbers: the headline stands there, and again here
    again = [at for at in range(len(kept) - 4, len(kept)) if kept[at].mark in listed]
    if not again:
        raise NotCut(
            f"its title cannot be told from the {len(kept)} lines before its count of words; keep title, byline"
        )
    start = again[0]
    return kept[start - 1 :] if kept[start - 1].mark.casefold() in _SECTIONS else kept[start:]


def _above(lines: list[Line]) -> tuple[dict[str, str], list[str]]:
    """Section, title, byline and credit from the lines above the count."""
    marks = [line.mark for line in lines]
    byline = next((at for at in range(1, len(marks)) if _BYLINE.match(marks[at])), None)
    notes = []
    if byline is not None:
        title = byline - 1
    elif len(marks) == 2 and marks[0].casefold() in _SECTIONS:
        title = 1
    else:
        title = max(range(len(marks)), key=lambda at: (len(marks[at]), -at), default=0)
        if len(marks) > 1:
            notes.append(
                "the longest line above the count of words was read as the title, the others as section or byline"
            )
    if not marks or _is_no_title(marks[title]):
        raise NotCut("no title stands before its count of words; add one in the export or leave the article out")
    values = {"title": tidy(lines[title].raw), "section": "; ".join(marks[:title])}
    values |= {"byline": "".join(marks[title + 1 : title + 2]), "credit": "; ".join(marks[title + 2 :])}
    return {column: value for column, value in values.items() if value}, notes


def _is_no_title(mark: str) -> bool:
    """Whether what stands where a title should is the name of a section, or "By" and a name."""
    names = mark.split()[1:]
    named = _BYLINE.match(mark) is not None and len(names) <= 4 and all(not name[0].islower() for name in names)
    return named or mark.casefold() in _SECTIONS


def _below(lines: list[Line], at: int) -> tuple[dict[str, str], int]:
    """Time, outlet, code, language and copyright, and where the body begins."""
    found: dict[str, str] = {}
    if at < len(lines) and is_time(lines[at].mark):
        found["time"] = lines[at].mark
        at += 1
    near = range(at, min(at + _REACH + 1, len(lines)))
    language = next((here for here in near if is_language(lines[here].mark)), None)
    notice = next((here for here in near if is_notice(lines[here].mark)), None)
    end = language if language is not None else notice
    if end is None:
        raise NotCut("where its heading ends cannot be told: neither language nor copyright follows its date; add one")
    if at < end:
        found["outlet"] = tidy(lines[at].raw)
        found |= _between(lines[at + 1 : end])
    if language is not None:
        found["language"] = lines[language].mark
        end = language + 1
    start = end
    while start < min(end + 3, len(lines)) and is_notice(lines[start].mark):
        start += 1
    if start > end:
        found["copyright"] = tidy(" ".join(line.raw for line in lines[end:start]))
    return found, start


def _between(lines: list[Line]) -> dict[str, str]:
    """What stands between outlet and language: a code of capitals, a page, a volume, an edition."""
    found: dict[str, str] = {}
    for line in lines:
        if _is_code(line.mark) and "publication_code" not in found:
            column = "publication_code"
        elif _PAGE.fullmatch(line.mark[:40]) and "page" not in found:
            column = "page"
        elif line.mark.casefold().startswith(("vol", "issue", "第")):
            column = "volume"
        else:
            column = "edition"
        found[column] = f"{found[column]}; {line.mark}" if column in found else line.mark
    return found


def _is_code(mark: str) -> bool:
    return re.fullmatch(r"[A-Z][A-Z0-9]{1,11}", mark[:13]) is not None
