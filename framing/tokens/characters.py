"""What sort of character each one is: one explicit class everywhere, by the Unicode tables that polars brings.

Letters, combining marks and decimal digits make words; each Chinese character stands alone. Neither Python's nor polars'
own notion of a word is used: they differ, and neither keeps decomposed Vietnamese whole.
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt
import polars as pl

WORD, DIGIT, HAN, INNER, APOSTROPHE, POINT = 1, 2, 4, 8, 16, 32  # bits of one class
LETTERS = r"\p{L}\p{M}\p{Nd}\p{Han}"
_OTHERS = {"\u00ad\u200c\u200d": INNER, "'’＇": APOSTROPHE, ".,": POINT}
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
    for pattern, kind in ((r"[\p{L}\p{M}\p{Nd}]+", WORD), (r"\p{Nd}+", WORD | DIGIT), (r"\p{Han}+", HAN)):
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
