"""Two fonts and nothing else: DejaVu Sans, and for what it lacks the hanzi that come with framing.

No font of the computer is asked for, so that a figure is the same everywhere. A character that neither font has is an
error that names it: a box would be read as a character. Knows texts, no axes and no table.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import FigureError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FAMILIES = ("DejaVu Sans", "Framing CJK")  # the first ships with matplotlib and draws every Vietnamese letter
_HANZI = Path(__file__).parents[1] / "data" / "fonts" / "FramingCJK-Regular.ttf"  # one weight, also within bold text
_MOST = 5  # further characters that an error lists
_REMEDY = (
    "write a name without it in articles.csv; give a term that has it a form without it in variants.csv, "
    "or mark its place as a zone that is not counted (scripts that figures draw: docs/languages.md)"
)


def add_fonts() -> None:
    """Make our file known to matplotlib, in memory only; its list of fonts on disk stays as it is."""
    from matplotlib.font_manager import fontManager

    if any(entry.fname == str(_HANZI) for entry in fontManager.ttflist):
        return
    fontManager.addfont(_HANZI)
    # the same file counts as bold, too, or each bold text would log that there is none
    fontManager.ttflist.append(replace(fontManager.ttflist[-1], weight=700))


@functools.cache
def _fonts(bold: bool) -> tuple[tuple[str, frozenset[int]], ...]:
    """The files in the order in which they are asked, each with what it can draw."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    add_fonts()
    weight = "bold" if bold else "normal"
    files = [findfont(FontProperties(family=family, weight=weight)) for family in FAMILIES]
    return tuple((file, frozenset(get_font(file).get_charmap())) for file in files)


@functools.cache
def find_font(letter: str, *, bold: bool = False) -> str | None:
    """The file of the first font that has a letter, or None.

    >>> [file and Path(file).name for file in map(find_font, "ế越📰")]
    ['DejaVuSans.ttf', 'FramingCJK-Regular.ttf', None]
    """
    return next((file for file, letters in _fonts(bold) if ord(letter) in letters), None)


def missing_letters(text: str, *, bold: bool = False) -> list[str]:
    """The characters of a text that no figure can draw, each once.

    >>> missing_letters("Báo 新华社 📰📰")
    ['📰']
    """
    return [letter for letter in dict.fromkeys(text) if letter != "\n" and find_font(letter, bold=bold) is None]


def check_letters(texts: Iterable[tuple[str, bool]]) -> None:
    """Check that texts can be drawn.

    Parameters
    ----------
    texts : what is written, and whether it is bold.

    Raises
    ------
    FigureError : a character that neither font has.

    Examples
    --------
    >>> check_letters([("新华社", True)])
    >>> check_letters([("Daily 📰", False)])
    Traceback (most recent call last):
    framing.errors.FigureError: 'Daily 📰': figures cannot draw '📰' (U+1F4F0 NEWSPAPER); write a name without it in ...
    """
    found: dict[str, str] = {}  # each with the first text that has it
    for text, bold in texts:
        found |= {letter: text for letter in missing_letters(text, bold=bold) if letter not in found}
    if not found:
        return
    first, *others = found
    further = f"; nor {', '.join(map(_name, others[:_MOST]))}" if others else ""
    further += f" and {len(others) - _MOST} more" if len(others) > _MOST else ""
    where = repr(found[first].replace("\n", " "))
    raise FigureError(f"{where}: figures cannot draw {_name(first)}{further}; {_REMEDY}")


def check_figure(figure: Figure) -> None:
    """Check that every text of a figure can be drawn; raises FigureError."""
    from matplotlib.text import Text

    check_letters((text.get_text(), text.get_fontweight() == "bold") for text in figure.findobj(Text))


def _name(letter: str) -> str:
    """The letter, its number and its name: '📰' (U+1F4F0 NEWSPAPER)."""
    unnamed = "PRIVATE USE" if unicodedata.category(letter) == "Co" else "UNNAMED"
    return f"{letter!r} (U+{ord(letter):04X} {unicodedata.name(letter, unnamed)})"
