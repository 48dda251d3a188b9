"""What sort of character each one is: one explicit class everywhere, by the Unicode tables that polars brings.

Letters and decimal digits make words; each Chinese character is a word of its own. Marks and characters of no width
belong to the word they follow and make none alone. Neither Python's nor polars' own notion of a word is used: they
differ, and neither keeps decomposed Vietnamese whole.
"""

from __future__ import annotations

import functools
import unicodedata

import numpy as np
import numpy.typing as npt
import polars as pl

WORD, DIGIT, HAN, INNER, APOSTROPHE, POINT, SIGN = 1, 2, 4, 8, 16, 32, 64  # bits of one class
LETTERS = r"\p{L}\p{M}\p{Nd}\p{Han}"
# Shown as nothing, or as the look of the sign before: soft hyphen, joiners, direction marks, byte order mark, selectors.
WIDTHLESS = "".join(
    chr(point)
    for first, last in (
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E),
        (0x2060, 0x2064), (0x2066, 0x206F), (0x20DD, 0x20E4), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xE0100, 0xE01EF),
    )
    for point in range(first, last + 1)
)  # fmt: skip
_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"  # CO₂, H₂O
_OTHERS = {WIDTHLESS + _SUBSCRIPTS: INNER, "'’＇ʼ": APOSTROPHE, ".,．": POINT, ":@#²³：＠＃": SIGN}
_HELD = ((0, 0xD800), (0xE000, 0x40000), (0xE0000, 0xF0000))  # no surrogates, no planes without any letter or mark
ALL = 0x110000


@functools.cache
def classes() -> npt.NDArray[np.uint8]:
    """The class of every code point.

    >>> [int(classes()[ord(sign)]) for sign in "ở3国’."]
    [1, 3, 4, 16, 32]
    """
    points = np.concatenate([np.arange(first, stop, dtype=np.uint32) for first, stop in _HELD])
    every = pl.Series([points.tobytes().decode("utf-32-le")])
    table = np.zeros(ALL, dtype=np.uint8)
    sorts = ((r"[\p{L}\p{Nd}]+", WORD), (r"\p{M}+", INNER), (r"\p{Nd}+", WORD | DIGIT), (r"\p{Han}+", HAN))
    for pattern, kind in sorts:
        runs = "".join(every.str.extract_all(pattern)[0])
        table[np.frombuffer(runs.encode("utf-32-le"), dtype=np.uint32)] = kind
    for letters, bit in _OTHERS.items():
        table[[ord(sign) for sign in letters]] = bit
    table.flags.writeable = False
    return table


def is_han(sign: str) -> bool:
    """Whether a character is a Chinese one.

    >>> is_han("国"), is_han("ở")
    (True, False)
    """
    return bool(classes()[ord(sign)] == HAN)


def plain(text: str) -> tuple[str, npt.NDArray[np.intp]]:
    """A text as it looks: no character without width, each compatibility form as the common one where that is one character.

    Raised digits stay raised: m² is no m2 before it is known to be a unit.

    Returns
    -------
    The plain text, and for each character of the text (and its end) where it is in the plain one.

    >>> text, place = plain("２０２５\u200b年")
    >>> text, place.tolist()
    ('2025年', [0, 1, 2, 3, 4, 4, 5])
    """
    kept = text.translate(_PLAIN)
    if len(kept) == len(text):
        return kept, np.arange(len(text) + 1)
    wide = np.array([sign not in _NOTHING for sign in text], dtype=np.intp)
    return kept, np.append(0, np.cumsum(wide))


class _Plain(dict[int, str | None]):
    """Code point → the character it is read as, worked out when first met."""

    def __missing__(self, point: int) -> str | None:
        sign = chr(point)
        if sign in _NOTHING:
            self[point] = None
            return None
        common = sign if unicodedata.category(sign) == "No" else unicodedata.normalize("NFKC", sign)
        self[point] = common if len(common) == 1 else sign
        return self[point]


_NOTHING = frozenset(WIDTHLESS)
_PLAIN = _Plain()


def simplified(text: str) -> str:
    """A text with simplified for traditional Chinese characters, each for itself, so that every place stays what it is.

    By the table of OpenCC (t2s); without the package (extra `zh`) the text as it is.

    >>> simplified("越南鐵路 Đổi Mới")
    '越南铁路 Đổi Mới'
    """
    return text if text.isascii() else text.translate(_simpler())


@functools.cache
def _simpler() -> dict[int, str]:
    try:
        from opencc import OpenCC
    except ImportError:
        return {}
    han = "".join(map(chr, np.flatnonzero(classes() == HAN).tolist()))
    found = OpenCC("t2s").convert("\n".join(han)).split("\n")
    return {ord(sign): simple for sign, simple in zip(han, found, strict=True) if simple != sign and len(simple) == 1}
