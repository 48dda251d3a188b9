"""Files that are an article each, or an export of many: .txt, .docx, .rtf and saved web pages.

What a file is is told by its first bytes, not by its ending. Title and date that are taken from the text or the file's
name are guesses, and noted; the text keeps them.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from framing import storage
from framing.importing.dates import date_in_name
from framing.importing.draft import Draft, Skipped
from framing.importing.encodings import decode
from framing.importing.pages import read_page
from framing.importing.reading import Options, Unreadable
from framing.importing.sheets import refuse_ole

KINDS = frozenset({".txt", ".docx", ".rtf", ".html", ".htm"})
_RAW_BYTE = re.compile(rb"[\x80-\xff]")
_TITLE_STYLE = re.compile(r"(?i)title|heading 1|标题|標題|tiêu đề")
_LONGEST_TITLE = 150


def read_document(path: Path, where: str, options: Options) -> list[Draft | Skipped]:
    """The articles of one file: one, or as many as an export holds.

    Parameters
    ----------
    path : the file.
    where : what it is called in messages.
    options : encoding of files that declare none.

    Raises
    ------
    Unreadable : the file gives no text; the message is the reason.
    """
    data = storage.read_bytes(path)
    if not data.strip():
        raise Unreadable("the file is empty; remove it, or save the article again")
    match path.suffix.lower():
        case ".docx":
            lines, title = _docx_lines(data)
            text = "\n".join(lines)
            return _export(text.split("\n"), where) or [_article(path, where, text, title)]
        case ".rtf":
            text = _rtf_text(data)
            return _export(text.split("\n"), where) or [_article(path, where, text)]
        case ".html" | ".htm":
            text, notes = decode(data, encoding=options.encoding, page=True)
            page = read_page(text, where)
            if exported := _export(page.lines, where):
                return exported
            return [_dated(path, _noted(page.draft(), notes))]
    text, notes = decode(data, encoding=options.encoding)
    return [_noted(_article(path, where, text), notes)]


def _export(lines: list[str], where: str) -> list[Draft | Skipped] | None:
    from framing.importing.exports import split_export

    return split_export(lines, where)


def _article(path: Path, where: str, text: str, title: str | None = None) -> Draft:
    title = title or _first_line(text)
    draft = Draft(where, text, {"title": title} if title else {}, (f"title guessed: {title}",) if title else ())
    return _dated(path, draft)


def _dated(path: Path, draft: Draft) -> Draft:
    day = None if draft.metadata.get("date") else date_in_name(path.stem)
    if day is None:
        return draft
    note = f"date guessed: {day}, from the file's name"
    return Draft(draft.where, draft.text, {**draft.metadata, "date": day.isoformat()}, (*draft.notes, note))


def _noted(draft: Draft, notes: tuple[str, ...]) -> Draft:
    return Draft(draft.where, draft.text, draft.metadata, (*notes, *draft.notes)) if notes else draft


def _first_line(text: str) -> str | None:
    """The first line as the title, if it is short and an empty line parts it from the rest."""
    lines = [line.strip() for line in text[:4000].strip().splitlines()]
    if len(lines) < 3 or lines[1] or len(lines[0]) > _LONGEST_TITLE:
        return None
    return lines[0]


def _docx_lines(data: bytes) -> tuple[list[str], str | None]:
    """The paragraphs of a Word file in order, those in tables too, and the first if its style says title."""
    from docx import Document
    from docx.table import Table

    refuse_ole(data, "docx")
    try:
        document = Document(io.BytesIO(data))
        blocks = list(document.iter_inner_content())
        lines = [line for block in blocks for line in (_cells(block) if isinstance(block, Table) else [block.text])]
        first = next((block for block in blocks if not isinstance(block, Table) and block.text.strip()), None)
        styled = first is not None and first.style is not None and bool(_TITLE_STYLE.search(first.style.name or ""))
    except Exception as error:
        raise Unreadable(
            f"the file cannot be read as .docx ({type(error).__name__}); open it and save it again"
        ) from None
    return lines, first.text.strip() if first is not None and styled else None


def _cells(table: object) -> list[str]:
    from docx.table import Table

    assert isinstance(table, Table)
    seen: set[object] = set()  # a merged cell is given once for each place that it covers
    lines = []
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                lines.append(cell.text)
    return lines


def _rtf_text(data: bytes) -> str:
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("the file is not RTF inside; save it as .rtf, or name it after what it is")
    # Some programs write raw bytes where RTF wants them escaped; in the file's code page they are the same.
    plain = _RAW_BYTE.sub(lambda byte: f"\\'{byte[0][0]:02x}".encode(), data).decode("ascii")
    try:
        text: str = rtf_to_text(plain, errors="strict")  # type: ignore[no-untyped-call]  # striprtf has no types
    except (UnicodeError, LookupError, ValueError, IndexError) as error:
        raise Unreadable(f"the RTF cannot be read ({type(error).__name__}); open the file and save it again") from None
    return text
