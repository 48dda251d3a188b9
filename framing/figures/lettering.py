"""Letters on a page: how wide a text is, where its lines break, how it is cut to fit.

Widths come from the font itself, in inches, before anything is drawn: so a layout is found once and is the same in every
format. Knows no axes and no table.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence

from framing.figures.fonts import find_font

_POINTS = 72.0
_EM = 100  # points at which widths are read; they grow in proportion
# how DejaVu Sans rises above the line, hangs below it and stands off the next, as parts of its size
_ABOVE, _BELOW, _GAP = 0.76, 0.24, 0.2
_ROOM, _PITCH = 1.3, 1.25  # the most that lines may take each, and their distance where they would take more
_HANZI = r"[々〆〇\u3040-\u30ff\u3100-\u312f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_OPEN, _CLOSE = r"[“‘（〈《「『【〔［｛(\[]", r"[”’）〉》」』】〕］｝)\]、。，．：；！？,.:;!?…％%·・]"
_CHARACTER = rf"{_OPEN}*{_HANZI}"
# a line may end after each hanzi, but none begins with a closing mark or ends with an opening one
_PIECE = re.compile(rf"{_CHARACTER}{_CLOSE}*-*|(?:(?!{_CHARACTER})[^\s-])*-+|(?:(?!{_CHARACTER})[^\s-])+|\s+")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # which form of a character is meant; they have none


def flat(text: str) -> str:
    """A text on one line, composed (NFC), without what has no form of its own, such as a soft hyphen.

    >>> flat("a" + chr(10) + "b" + chr(0)), flat("co" + chr(0xAD) + "operation"), len(flat("e" + chr(0x301)))
    ('a b', 'cooperation', 1)
    """
    if not text.isascii():
        kept = "".join(c for c in _SELECTORS.sub("", text) if unicodedata.category(c) != "Cf")
        text = unicodedata.normalize("NFC", kept)
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in text).split())


@functools.cache
def _extent(letter: str, bold: bool) -> tuple[float, float, float]:
    """How far a letter moves on, rises above the line and hangs below it, as parts of its size."""
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import LoadFlags

    file = find_font(letter, bold=bold)
    if file is None:
        return 1.0, 0.0, 0.0  # what no font has is an error as soon as the page is drawn
    font = get_font(file)
    font.set_size(_EM, _POINTS)
    glyph = font.load_glyph(font.get_char_index(ord(letter)), LoadFlags.NO_HINTING)
    above, high = glyph.horiBearingY / 64 / _EM, glyph.height / 64 / _EM
    return float(glyph.linearHoriAdvance) / 65536 / _EM, above, high - above


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How many inches a line takes at a size in points.

    >>> 2 * text_width("ab", 9) == text_width("abab", 9)
    True
    """
    return sum(_extent(letter, bold)[0] for letter in text) * size / _POINTS


def text_height(line: str, size: float, *, bold: bool = False) -> float:
    """How many inches a line takes from top to bottom, at least what a usual one does.

    >>> text_height("ran", 9) == text_height("rail", 9) < text_height("Ấ Ộ ợ", 9)
    True
    """
    extents = [_extent(letter, bold) for letter in line]
    above, below = (max([usual, *(extent[at] for extent in extents)]) for at, usual in ((1, _ABOVE), (2, _BELOW)))
    return (above + below) * size / _POINTS


def line_spacing(lines: Sequence[str], *, bold: bool = False, usual: str | float = "normal") -> str | float:
    """The spacing of lines for matplotlib: as usual, but fixed where stacked accents or hanzi would push lines apart.

    >>> line_spacing(["one", "two"]), line_spacing(["Ấ Ộ ợ", "Ấ Ộ ợ"])
    ('normal', 1.25)
    """
    high = sum(text_height(line, _POINTS, bold=bold) + _GAP for line in lines)
    return usual if high <= _ROOM * len(lines) else _PITCH


def shorten(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """A text on one line, cut with an ellipsis where it is wider than so many inches.

    >>> shorten("a very long name", 9, 0.6), shorten("short", 9, 0.6)
    ('a very l…', 'short')
    """
    line = flat(text)
    if text_width(line, size, bold=bold) <= width:
        return line
    while line and text_width(line + "…", size, bold=bold) > width:
        line = line[:-1]
    return line.rstrip() + "…"


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The lines of a text that is broken at spaces, hyphens and hanzi, within a word only where it alone is too wide.

    >>> wrap("relations-in-general", 9, 0.7), wrap("“人民日报”海外版。", 9, 0.5)
    (['relations-', 'in-general'], ['“人民日', '报”海外', '版。'])
    """
    lines, line = [], ""
    for piece in _PIECE.findall(flat(text)):
        if text_width((line + piece).rstrip(), size, bold=bold) <= width:
            line += piece if line or piece.strip() else ""
            continue
        lines += [line.rstrip()] if line.strip() else []
        line = piece if piece.strip() else ""
        while text_width(line, size, bold=bold) > width and len(line) > 1:
            cut = max(n for n in range(1, len(line)) if n == 1 or text_width(line[:n], size, bold=bold) <= width)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() else lines


def clip_lines(lines: list[str], most: int) -> list[str]:
    """So many lines at most; where some are left out, the last one kept ends with an ellipsis.

    >>> clip_lines(["one", "two", "three"], 2)
    ['one', 'two…']
    """
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1].rstrip() + "…"]


def words(text: str) -> list[str]:
    """The parts of a text that no line should break: words up to their hyphen, single hanzi with their marks.

    >>> words("joint-statement 新华社。")
    ['joint-', 'statement', '新', '华', '社。']
    """
    return [piece for piece in _PIECE.findall(flat(text)) if piece.strip()]
