"""Bytes to text: the encoding that is declared, else UTF-8, else a guess that is told.

Declared means a byte order mark, a charset inside a web page, or what the user says. Nothing of the text is changed;
what is no text in any encoding is refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from framing.errors import SettingsError
from framing.importing.old_fonts import find_old_font
from framing.importing.reading import Unreadable

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Pages that declare these mean the larger ones (WHATWG Encoding Standard, section 4.2).
_MEANT = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "big5": "big5hkscs"}
# What articles in English, Vietnamese and Chinese were saved in before UTF-8; a guess among all goes astray more often.
_USUAL = ["gb18030", "big5", "cp1258", "cp1252"]
_BLOCK = 1 << 20
_SAMPLE = 1 << 18
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE
)
SAVE = "save it again with the encoding UTF-8"

Blocks = Callable[[], Iterator[bytes]]


def check_encoding(name: str | None) -> str | None:
    """The encoding that a user names, or an error if Python knows none of that name.

    >>> check_encoding("GBK")
    'gbk'
    """
    if name is None:
        return None
    try:
        codecs.lookup(name)
        "".encode(name)
    except (LookupError, ValueError):
        raise SettingsError(
            f"--encoding: {name!r} is no encoding of text; use one such as utf-8, utf-16, gb18030, big5 or windows-1258"
        ) from None
    return name.lower()


def decode(data: bytes, *, encoding: str | None = None, page: bool = False) -> tuple[str, tuple[str, ...]]:
    r"""The text of a file and what was guessed on the way.

    Parameters
    ----------
    data : the whole file.
    encoding : what the user says it is.
    page : whether a charset in the head of a web page counts.

    Raises
    ------
    Unreadable : the bytes are no text in the encoding declared, or in none that can be guessed.

    Examples
    --------
    >>> decode(b"\xff\xfeH\x00i\x00")
    ('Hi', ())
    """
    name, notes = find_encoding(lambda: iter((data,)), encoding=encoding, page=page)
    return data.decode(name), notes


def find_file_encoding(path: Path, *, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The encoding of a file of any size, which is read in blocks, and what was guessed (see `decode`)."""

    def blocks() -> Iterator[bytes]:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block

    return find_encoding(blocks, encoding=encoding)


def find_encoding(blocks: Blocks, *, encoding: str | None = None, page: bool = False) -> tuple[str, tuple[str, ...]]:
    """The encoding of some bytes that can be gone through again, and what was guessed (see `decode`)."""
    head = next(blocks(), b"")[:_BLOCK]
    for name, certain in _declared(head, encoding, page=page):
        if name == "cp1252" and not certain and _falsely_declared(blocks):
            return "utf-8", ("encoding read: utf-8, though the page declares another",)
        failed = _first_failure(blocks, name)
        if failed is None:
            return name, ()
        if certain:
            raise Unreadable(f"not {name} at byte {failed}, which is declared; {SAVE}")
    wide = _wide_without_mark(head)
    if wide and _first_failure(blocks, wide) is None:
        return wide, (f"encoding guessed: {wide}",)
    failed = _first_failure(blocks, "utf-8")
    if failed is None:
        return "utf-8", ()
    return _guess(blocks, failed)


def _declared(head: bytes, encoding: str | None, *, page: bool) -> Iterator[tuple[str, bool]]:
    """Encodings that are declared, with whether the bytes must agree: pages often declare what is not so."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            yield name, True
            return
    if page and (found := _DECLARED.search(head[:4096])):
        try:
            known = codecs.lookup(found[1].decode("ascii")).name
            yield _MEANT.get(known, known), False
        except LookupError:
            pass
    if encoding:
        yield encoding, True


def _first_failure(blocks: Blocks, encoding: str) -> int | None:
    """The first byte that is not in an encoding, counted from 0; None if all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    at = 0
    try:
        for block in blocks():
            held = len(decoder.getstate()[0])
            decoder.decode(block)
            at += len(block)
        held = len(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return at - held + error.start
    except UnicodeError:  # utf-16 without the mark it needs
        return 0
    return None


def _falsely_declared(blocks: Blocks) -> bool:
    """Whether a page is UTF-8 and not what it says: letters of windows-1252 do not make UTF-8 by chance."""
    return _first_failure(blocks, "utf-8") is None and _first_failure(blocks, "ascii") is not None


def _wide_without_mark(head: bytes) -> str | None:
    """UTF-16 without its mark: in Latin text every second byte is 0."""
    sample = head[: 1 << 16]
    if len(sample) < 16 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    most = len(sample) // 2 * 0.3
    if odd > most and even * 20 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > most and odd * 20 < even else None


def _guess(blocks: Blocks, failed: int) -> tuple[str, tuple[str, ...]]:
    """The likeliest encoding of bytes that are not UTF-8, from a stretch around the first that is not."""
    from charset_normalizer import from_bytes

    sample = _stretch(blocks, failed)
    if b"\0" not in sample:
        for isolation in (_USUAL, None):
            best = from_bytes(sample, cp_isolation=isolation).best()
            if best is not None and best.encoding != "ascii" and _first_failure(blocks, best.encoding) is None:
                name = best.encoding.replace("_", "-")
                return name, (f"encoding guessed: {name}",)
        if find_old_font(sample.decode("latin-1")):  # its letters are those of no encoding
            return "latin-1", ("encoding guessed: latin-1, for letters of an old Vietnamese font",)
    raise Unreadable(f"not UTF-8 at byte {failed}, and no other encoding fits; {SAVE}, or name its own with --encoding")


def _stretch(blocks: Blocks, failed: int) -> bytes:
    """Whole lines around a byte."""
    at, held = 0, b""
    for block in blocks():
        held = (held + block)[-4 * _BLOCK :]
        at += len(block)
        if at > failed + _SAMPLE:
            break
    middle = failed - (at - len(held))
    first = held.find(b"\n", max(0, middle - _SAMPLE // 2), middle) + 1 if middle > _SAMPLE // 2 else 0
    return held[first : middle + _SAMPLE // 2]
