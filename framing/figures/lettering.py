"""Letters on a page: how wide a text is, where its lines break, how it is cut to fit.

Widths come from the font itself, in inches, before anything is drawn: so a layout is found once and is the same in every
format. Knows no axes and no table.
"""

from __future__ import annotations

import functools
import re

from framing.figures.style import FONT

_POINTS = 72.0
_EM = 100  # points at which widths are read; they grow in proportion


def flat(text: str) -> str:
    """A text on one line, without what cannot be printed.

    >>> flat("a" + chr(10) + "b" + chr(0))
    'a b'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@functools.cache
def _advance(letter: str, bold: bool) -> float:
    from matplotlib.font_manager import FontProperties, findfont, get_font
    from matplotlib.ft2font import LoadFlags

    font = get_font(findfont(FontProperties(family=FONT, weight="bold" if bold else "normal")))
    font.set_size(_EM, _POINTS)
    glyph = font.load_glyph(font.get_char_index(ord(letter)), LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _EM


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How many inches a line takes at a size in points.

    >>> 2 * text_width("ab", 9) == text_width("abab", 9)
    True
    """
    return sum(_advance(letter, bold) for letter in text) * size / _POINTS


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
    """The lines of a text that is broken at spaces and hyphens, within a word only where the word alone is too wide.

    >>> wrap("relations-in-general", 9, 0.7)
    ['relations-', 'in-general']
    """
    lines, line = [], ""
    for piece in re.findall(r"[^\s-]*-+|[^\s-]+|\s+", flat(text)):
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
