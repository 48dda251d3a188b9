"""Files that are an article each, or an export of many: .txt, .docx, .rtf and saved web pages.

What a file is is told by its ending; where its first bytes say that it is something else, it is refused with the remedy.
Title and date that are taken from the text or the file's name are guesses, and noted; the text keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from framing import storage
from framing.importing.dates import date_in_name
from framing.importing.draft import Draft, Skipped
from framing.importing.encodings import decode
from framing.importing.pages import read_page
from framing.importing.reading import Options, Unreadable
from framing.importing.sheets import OLE
from framing.importing.word import read_word

KINDS = frozenset({".txt", ".docx", ".rtf", ".html", ".htm"})
_LINE_END = re.compile(r"\r\n|\r|\n")
_RAW_BYTE = re.compile(rb"[\x80-\xff]")
_LONGEST_TITLE = 150
# How files begin that are no plain text, whatever they are called, and what they are.
_BEGINNINGS = (
    (b"{\\rtf", "RTF; name it .rtf"),
    (b"%PDF-", "a PDF; save its text as .txt"),
    (b"PK\x03\x04", "a Word, Excel or ZIP file; name it after what it is"),
    (OLE, "a file of Office's kind before 2007; open it, save it as .docx"),
)
_PAGE = re.compile(rb"(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype html|html)\b", re.IGNORECASE)


def read_document(path: Path, where: str, options: Options, *, named: bool = False) -> list[Draft | Skipped]:
    """The articles of one file: one, or as many as an export holds.

    Parameters
    ----------
    path : the file.
    where : what it is called in messages.
    options : encoding of files that declare none.
    named : whether a row of a table names the file as one article; a .txt that holds one is then taken to the letter.

    Raises
    ------
    Unreadable : the file gives no text; the message is the reason.
    """
    data = storage.read_bytes(path)
    if not data.strip() and not (named and path.suffix.lower() == ".txt"):
        raise Unreadable("the file is empty; remove it, or save the article again")
    match path.suffix.lower():
        case ".docx":
            lines, title, notes = read_word(data)
            found = _export(lines, where) or [_article(path, where, "\n".join(lines), title)]
            return _all_noted(found, notes)
        case ".rtf":
            text = _rtf_text(data)
            return _export(_LINE_END.split(text), where) or [_article(path, where, text)]
        case ".html" | ".htm":
            text, notes = decode(data, encoding=options.encoding, page=True)
            page = read_page(text, where)
            return _all_noted(_export(page.lines, where) or [_dated(path, page.draft())], notes)
    _refuse_other(data)
    text, notes = decode(data, encoding=options.encoding)
    exported = _export(_LINE_END.split(text), where)
    if exported and not (named and len(exported) == 1):
        return _all_noted(exported, notes)
    return _all_noted([_article(path, where, text)], notes)


def _refuse_other(data: bytes) -> None:
    """Say what a file called .txt is, if it is no text: its markup would be counted as words."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = next((kind for beginning, kind in _BEGINNINGS if head.startswith(beginning)), None)
    if kind is None and _PAGE.match(head):
        kind = "a web page; name it .html"
    if kind is not None:
        raise Unreadable(f"the file is called .txt and is {kind}")


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


def _all_noted(found: Sequence[Draft | Skipped], notes: tuple[str, ...]) -> list[Draft | Skipped]:
    return [each if isinstance(each, Skipped) else replace(each, notes=(*notes, *each.notes)) for each in found]


def _first_line(text: str) -> str | None:
    """The first line as the title, if it is short and an empty line parts it from the rest."""
    lines = [line.strip() for line in text[:4000].strip().splitlines()]
    if len(lines) < 3 or lines[1] or len(lines[0]) > _LONGEST_TITLE:
        return None
    return lines[0]


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
