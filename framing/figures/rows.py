"""Rows in groups under headings, and heads above columns: where they stand and how they are written. Knows no table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.figures.lettering import clip_lines, line_spacing, shorten, text_width, words, wrap
from framing.figures.page import EDGE, WIDTH, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEAD = 9.0  # points of a group's heading
_DEEP = 1.7  # inches of an upright head
_LEVEL = 5  # lines of a level head


@dataclass(frozen=True, slots=True)
class Rows:
    """The place of every row, counted from the top; a group's heading takes a row of its own."""

    places: dict[str, float]
    labels: dict[str, str]
    headings: dict[float, str]

    @property
    def height(self) -> float:
        """How many rows there are, headings among them."""
        return float(len(self.places) + len(self.headings))

    def spans(self) -> list[tuple[float, float]]:
        """The first and the last row of every group."""
        starts = sorted(self.headings)
        ends = [*starts[1:], self.height][: len(starts)]
        return [(start + 1, end - 1) for start, end in zip(starts, ends, strict=True)]

    def write_headings(self, axis: Axes, *, left: float) -> None:
        """Write the headings from the page's left edge; `left` is where the axes begin, in inches."""
        from matplotlib.transforms import ScaledTranslation

        figure = axis.figure
        shift = ScaledTranslation(EDGE - left, 0, figure.dpi_scale_trans)
        for place, heading in self.headings.items():
            text = shorten(heading, _HEAD, WIDTH - 2 * EDGE)
            where = axis.get_yaxis_transform() + shift
            axis.text(0, place, text, transform=where, fontsize=_HEAD, va="center", parse_math=False)


def stack(groups: Mapping[str, Mapping[str, str]]) -> Rows:
    """Put the rows of all groups under each other.

    >>> stack({"Vietnamese": {"1": "News"}, "Chinese": {"2": "Daily"}}).places
    {'1': 1.0, '2': 3.0}
    """
    rows, place = Rows({}, {}, {}), 0.0
    for heading, labels in groups.items():
        if not labels:
            continue
        rows.headings[place] = heading
        for key, label in labels.items():
            place += 1
            rows.places[key] = place
            rows.labels[key] = label
        place += 1
    return rows


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of columns, each so many inches wide: level where all fit, otherwise upright."""

    lines: tuple[tuple[str, ...], ...]
    step: float
    size: float
    upright: bool
    bands: tuple[tuple[str, int], ...]

    @property
    def _above(self) -> float:
        return 0.24 if self.bands else 0.0

    @property
    def height(self) -> float:
        """Inches the heads take above the columns."""
        if self.upright:
            return (
                self._above
                + 0.1
                + max([text_width(line, self.size) for lines in self.lines for line in lines], default=0.0)
            )
        return self._above + 0.1 + max(map(len, self.lines), default=0) * self.size * 1.25 / 72

    def write(self, page: Page, left: float, *, top: float = 0.0) -> None:
        """Write the heads above columns that begin so many inches from the page's left edge and the body's top."""
        for place, lines in enumerate(self.lines):
            x, low = left + (place + 0.5) * self.step, top + self.height - 0.05
            style: dict[str, Any] = {"fontsize": self.size, "ha": "center", "va": "bottom"}
            style["linespacing"] = line_spacing(lines, usual=1.1)
            page.say(x, low, "\n".join(lines), rotation=90 if self.upright else 0, **style)
        start = 0
        for text, columns in self.bands:
            edge, wide = left + start * self.step + 0.04, columns * self.step - 0.08
            page.say(edge, top, shorten(text, 8.5, wide), fontsize=8.5)
            page.rule(edge, top + 0.19, wide)
            start += columns


def fit_heads(texts: Sequence[str], step: float, *, bands: Sequence[tuple[str, int]] = ()) -> Heads:
    """The heads of columns so many inches apart, none broken within a word unless it must be.

    Above them, bands join so many columns each under one text.

    >>> fit_heads(["talks", "joint-statement"], 0.8).lines
    (('talks',), ('joint-', 'statement'))
    """
    for size in (8.0, 7.5, 7.0):
        room = step - 0.06
        lines = [wrap(text, size, room) for text in texts]
        whole = all(text_width(part, size) <= room for text in texts for part in words(text))
        if whole and max(map(len, lines), default=0) <= _LEVEL:
            return Heads(tuple(map(tuple, lines)), step, size, False, tuple(bands))
    size = min(8.0, step * 72 / 1.25)
    most = max(1, min(2, int(step * 72 / (1.25 * size))))
    upright = (clip_lines(wrap(text, size, _DEEP - 0.1), most) for text in texts)
    return Heads(tuple(map(tuple, upright)), step, size, True, tuple(bands))
