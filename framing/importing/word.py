"""A Word file as lines: every paragraph and every cell of a table, in order, as Word shows them without its marks of changes.

Read from the XML itself: python-docx passes over words in smart tags, fields, content controls and moved text. Changes
not yet accepted are read as accepted (insertions are there, deletions are not), which is noted; text boxes, footnotes,
formulas and files within the file are not read, which is noted, too.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from framing.importing.reading import Unreadable
from framing.importing.sheets import refuse_ole

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TITLE_STYLES = ("title", "heading 1", "标题", "標題", "tiêu đề")
_SIGNS = {f"{_W}{name}": sign for name, sign in (("tab", "\t"), ("ptab", "\t"), ("cr", "\n"), ("noBreakHyphen", "-"))}
# What has words that do not belong to the text: taken out, moved away, the reading beside a Chinese character, a box.
_PASSED_OVER = {
    f"{_W}{name}" for name in ("pPr", "rPr", "tblPr", "tcPr", "trPr", "sdtPr", "del", "moveFrom", "rt", "txbxContent")
}
_CHANGES = {"insertions": "ins", "deletions": "del", "moved text": "moveTo"}
_NOT_READ = {
    "text boxes": f"{_W}txbxContent",
    "footnotes": f"{_W}footnoteReference",
    "endnotes": f"{_W}endnoteReference",
    "files within the file": f"{_W}altChunk",
    "formulas": "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
}


def read_word(data: bytes) -> tuple[list[str], str | None, tuple[str, ...]]:
    """The lines of a .docx; its first paragraph if the style says that it is a title; what was not read.

    Parameters
    ----------
    data : the file.

    Raises
    ------
    Unreadable : it is no .docx, or has a password.
    """
    import docx

    refuse_ole(data, "docx")
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        return [line for block in _blocks(body) for line in _text(block).split("\n")], _title(document), _notes(body)
    except Exception as error:
        raise Unreadable(
            f"the file cannot be read as .docx ({type(error).__name__}); open it and save it again"
        ) from None


def _blocks(node: _Element) -> Iterator[_Element]:
    """All paragraphs in order, those in tables, in tables of tables and in content controls, too."""
    for child in _children(node):
        if child.tag == f"{_W}p":
            yield child
        elif not (child.tag == f"{_W}tc" and _is_covered(child)):
            yield from _blocks(child)


def _text(node: _Element) -> str:
    """The words of a paragraph, however deep they lie."""
    pieces = []
    for child in _children(node):
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag == f"{_W}br":
            pieces.append("\n" if child.get(f"{_W}type", "textWrapping") == "textWrapping" else "")
        else:
            pieces.append(_SIGNS.get(str(child.tag)) or _text(child))
    return "".join(pieces)


def _children(node: _Element) -> Iterator[_Element]:
    """What is to be read of a node; of one thing given in two ways the one that all programs know."""
    if node.tag == f"{_MC}AlternateContent":
        plain = node.find(f"{_MC}Fallback")
        node = plain if plain is not None else node
    if node.tag == f"{_W}sdt" and node.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
        return  # a field that nobody filled in shows what to write there
    yield from (child for child in node if child.tag not in _PASSED_OVER)


def _is_covered(cell: _Element) -> bool:
    """Whether a cell is the lower part of one that goes over several rows, and empty."""
    merged = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merged is not None and merged.get(f"{_W}val") != "restart" and not any(map(_text, _blocks(cell)))


def _title(document: Document) -> str | None:
    from docx.text.paragraph import Paragraph

    first = next((block for block in _blocks(document.element.body) if _text(block).strip()), None)
    if first is None or any(True for _ in first.iterancestors(f"{_W}tbl")):
        return None
    style = Paragraph(first, document).style
    name = (style.name or "").lower() if style is not None else ""
    return _text(first).strip() if any(known in name for known in _TITLE_STYLES) else None


def _notes(body: _Element) -> tuple[str, ...]:
    changes = [name for name, tag in _CHANGES.items() if body.find(f".//{_W}{tag}") is not None]
    left = [name for name, tag in _NOT_READ.items() if body.find(f".//{tag}") is not None]
    return tuple(
        f"{what}: {', '.join(names)}; {remedy}"
        for what, names, remedy in (
            ("changes in the Word file read as accepted", changes, "reject in Word what should not be in the text"),
            ("parts of the Word file not read", left, "save it as .txt if they matter"),
        )
        if names
    )
