"""Files of the kinds that databases hand out, written from a list of paragraphs; for tests of reading them back."""

from __future__ import annotations

from pathlib import Path


def write_docx(path: Path, paragraphs: list[str]) -> None:
    """One paragraph of Word per paragraph."""
    from docx import Document

    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))


def write_rtf(path: Path, paragraphs: list[str]) -> None:
    r"""One \par per paragraph; what is not ASCII as \uN?, beyond the first plane as two of them."""
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil Arial;}}\uc1\f0\fs24" + "\n"
    body = "".join(_escaped(paragraph) + "\\par\n" for paragraph in paragraphs)
    path.write_bytes((head + body + "}").encode("ascii"))


def _escaped(text: str) -> str:
    words = {"\\": "\\\\", "{": "\\{", "}": "\\}", "\n": "\\line ", "\t": "\\tab "}
    return "".join(words.get(sign, sign) if ord(sign) < 128 else _unicode(sign) for sign in text)


def _unicode(sign: str) -> str:
    units = memoryview(sign.encode("utf-16-le")).cast("h")  # RTF counts in signed 16-bit units
    return "".join(f"\\u{unit}?" for unit in units)
