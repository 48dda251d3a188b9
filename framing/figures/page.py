"""A figure as a page: title, body, note and key, laid out in inches before anything is drawn.

Every draw_ function opens a page, puts axes on it and returns its figure. Nothing is moved afterwards, so that PNG, SVG
and PDF show the same. Formulas are off in every text: titles and terms come from articles. Knows no table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.figures.fonts import check_figure
from framing.figures.lettering import flat, line_spacing, text_width, wrap
from framing.figures.style import GREY, in_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 7.2  # inches
EDGE = 0.1  # inches around everything
TITLE, NOTE, KEY = 11.0, 8.0, 8.5  # points
_LEADING = 1.3 / 72  # inches a line takes for each point of its size
_LINES = 5  # of a title


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the key: a mark of that shape; no shape is a patch, "-" a line `size` points wide."""

    label: str
    edge: str
    fill: str
    shape: str = ""
    hatch: str = ""
    size: float = 6.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is being drawn; places are inches from the left edge and from the top of the body."""

    figure: Figure
    height: float
    top: float

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes at a place, without frame."""
        low = self.height - self.top - top - height
        spot = (left / WIDTH, low / self.height, width / WIDTH, height / self.height)
        axis = self.figure.add_axes(spot)
        axis.spines[["top", "right", "left"]].set_visible(False)
        axis.patch.set_visible(False)  # texts may run under neighbouring axes
        axis.tick_params(axis="y", length=0)
        return axis

    def say(self, left: float, top: float, text: str, **options: Any) -> None:
        """A text at a place, from its upper left corner unless told otherwise."""
        lines, bold = text.split("\n"), options.get("fontweight") == "bold"
        style = {"ha": "left", "va": "top", "fontsize": 9, "linespacing": line_spacing(lines, bold=bold), **options}
        y = 1 - (self.top + top) / self.height
        self.figure.text(left / WIDTH, y, text, parse_math=False, **style)

    def rule(self, left: float, top: float, width: float) -> None:
        """A thin level line."""
        from matplotlib.lines import Line2D

        y = 1 - (self.top + top) / self.height
        ends = [left / WIDTH, (left + width) / WIDTH]
        self.figure.add_artist(Line2D(ends, [y, y], color=GREY, linewidth=0.8))


@contextmanager
def open_page(title: str, *, body: float, note: str = "", keys: Sequence[Key] = ()) -> Iterator[Page]:
    """A page with a title above, and a note and a key below a body so many inches high.

    Raises FigureError where a text on it has a character that cannot be drawn.
    """
    from matplotlib.figure import Figure

    lines = wrap(title, TITLE, WIDTH - 2 * EDGE, bold=True)
    lines = lines if len(lines) <= _LINES else [*lines[: _LINES - 1], lines[_LINES - 1][:-1] + "…"]
    notes = wrap(note, NOTE, WIDTH - 2 * EDGE)
    places, depth = _flow(keys)
    top = EDGE + len(lines) * TITLE * _LEADING + 0.06
    below = len(notes) * NOTE * _LEADING + depth + EDGE + (0.06 if notes else 0.0)
    height = top + body + below
    with in_style():
        page = Page(Figure(figsize=(WIDTH, height), dpi=100), height, top)
        page.say(EDGE, EDGE - top, "\n".join(lines), fontsize=TITLE, fontweight="bold")
        if notes:
            page.say(EDGE, body + 0.03, "\n".join(notes), fontsize=NOTE, color=GREY)
        for key, (left, row) in zip(keys, places, strict=True):
            _draw_key(page, key, left, body + below - depth - EDGE + row)
        yield page
        check_figure(page.figure)


def _flow(keys: Sequence[Key]) -> tuple[list[tuple[float, float]], float]:
    """Where each entry of a key stands, from left to right and row by row, and how deep all rows are."""
    rows: list[list[tuple[Key, float]]] = [[]]
    left = EDGE
    for key in keys:
        width = _symbol(key) + 0.24 + text_width(_label(key), KEY)
        if rows[-1] and left + width > WIDTH - EDGE:
            rows.append([])
            left = EDGE
        rows[-1].append((key, left))
        left += width
    places, top = [], 0.0
    for row in rows:
        high = max([max(0.19, key.size / 72 + 0.05) for key, _ in row], default=0.0)
        places += [(place, top + high / 2) for _, place in row]
        top += high
    return places, top


def _symbol(key: Key) -> float:
    return max(0.2, key.size / 72 + 0.02) if key.shape not in ("", "-") else 0.26


def _label(key: Key) -> str:
    lines = wrap(key.label, KEY, WIDTH - 2 * EDGE - 0.5)
    return lines[0] + "…" if len(lines) > 1 else flat(key.label)


def _draw_key(page: Page, key: Key, left: float, top: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    x, y = left / WIDTH, 1 - (page.top + top) / page.height
    wide = _symbol(key)
    if not key.shape:
        corner, size = (x, y - 0.055 / page.height), (0.24 / WIDTH, 0.11 / page.height)
        look: dict[str, Any] = {"facecolor": key.fill, "edgecolor": key.edge, "hatch": key.hatch, "linewidth": 0.6}
        page.figure.add_artist(Rectangle(corner, *size, transform=page.figure.transFigure, **look))
    elif key.shape == "-":
        ends = [x, x + 0.24 / WIDTH]
        page.figure.add_artist(Line2D(ends, [y, y], color=key.edge, linewidth=key.size))
    else:
        mark = {"marker": key.shape, "markersize": key.size, "markerfacecolor": key.fill, "markeredgecolor": key.edge}
        spot = [x + wide / 2 / WIDTH], [y]
        page.figure.add_artist(Line2D(*spot, linestyle="none", markeredgewidth=1.2, **mark))  # type: ignore[arg-type]  # a dict of several kinds
    page.say(left + wide + 0.05, top, _label(key), fontsize=KEY, va="center_baseline")


def label_rows(axis: Axes, labels: Sequence[str], *, places: Sequence[float] | None = None, size: float = 8.5) -> None:
    """Labels left of the rows of axes, as they stand."""
    axis.set_yticks(list(places) if places is not None else range(len(labels)), list(labels), fontsize=size)
    for label in axis.get_yticklabels():
        label.set_parse_math(False)


def draw_words(*, title: str, words: str) -> Figure:
    """Draw a figure that says in words why there is nothing to see.

    Parameters
    ----------
    title : one sentence.
    words : what is missing, and what would bring it.

    Returns
    -------
    A matplotlib Figure, 7.2 inches wide.

    Examples
    --------
    >>> draw_words(title="No events were coded", words="Add passages.csv.").texts[0].get_text()
    'No events were coded'
    """
    lines = wrap(words, 9, WIDTH - 2 * EDGE)
    with open_page(title, body=len(lines) * 9 * _LEADING + 0.1) as page:
        page.say(EDGE, 0.05, "\n".join(lines))
    return page.figure
