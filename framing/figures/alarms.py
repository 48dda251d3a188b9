"""False alarms: for each method the share of words called different and of comparisons with a discovery. A table in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from framing.figures.lettering import text_width
from framing.figures.page import EDGE, WIDTH, Page, label_rows, open_page
from framing.figures.style import BLUE, FAINT, GREY

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SIZE = 8.5  # points of labels
_ROW = 0.27  # inches a method takes
_HEAD = 0.62  # inches above the bars: the band, and two lines
_GAP = 0.48  # inches right of a panel, for the number of its longest bar
_PANELS = (
    ("share_at_01", "words called\ndifferent", 0.01, "{:.1f} %"),
    ("false_comparisons", "comparisons with a\nfalse discovery", 0.05, "{:.0f} %"),
)


def draw_false_alarms(
    alarms: pl.DataFrame, *, bands: Mapping[str, str], used: str, label: str, title: str, note: str = ""
) -> Figure:
    """Draw for each method how often it calls something different where nothing is.

    Parameters
    ----------
    alarms : method, lengths, share_at_01, false_comparisons, one row per method and band, methods in the order drawn.
    bands : values of `lengths` from left to right, each with its heading.
    used : the method that stands out.
    label : what it is called in the figure.
    title : one sentence that states what is to be seen.
    note : what was split, and how often.

    Returns
    -------
    A matplotlib Figure, 7.2 inches wide; dashed lines show .01 and .05.

    Examples
    --------
    >>> alarms = pl.DataFrame({"method": ["t"], "lengths": ["all"], "share_at_01": [0.1], "false_comparisons": [1.0]})
    >>> drawn = draw_false_alarms(alarms, bands={"all": "As they are"}, used="", label="", title="t is wrong")
    >>> [text.get_text() for axis in drawn.axes for text in axis.texts]
    ['10.0 %', '100 %']
    """
    methods = alarms["method"].unique(maintain_order=True).to_list()
    names = [label if method == used else method for method in methods]
    left = EDGE + 0.1 + max([text_width(name, _SIZE, bold=True) for name in names], default=0.0)
    wide = (WIDTH - EDGE - left) / (2 * len(bands)) - _GAP
    looks = [BLUE if method == used else FAINT for method in methods]
    with open_page(title, body=_HEAD + len(methods) * _ROW + 0.05, note=note) as page:
        for place, (band, heading) in enumerate(bands.items()):
            own = alarms.filter(pl.col("lengths") == band)
            start = left + place * 2 * (wide + _GAP)
            page.say(start, 0, heading, fontsize=8.5)
            page.rule(start, 0.19, 2 * wide + _GAP + 0.3)
            for at, (column, head, line, form) in enumerate(_PANELS):
                spot = start + at * (wide + _GAP), wide
                page.say(spot[0], 0.24, head, fontsize=8, linespacing=1.15)
                _panel(page, spot, own[column].to_list(), looks, line, form)
        axis = page.figure.axes[0]
        label_rows(axis, names, size=_SIZE)
        for text, method in zip(axis.get_yticklabels(), methods, strict=True):
            text.set_fontweight("bold" if method == used else "normal")
    return page.figure


def _panel(
    page: Page, spot: tuple[float, float], values: list[float], looks: list[str], line: float, form: str
) -> None:
    axis = page.axes(spot[0], _HEAD, spot[1], len(values) * _ROW)
    style: dict[str, Any] = {"edgecolor": "0.25", "linewidth": 0.7, "height": 0.66, "clip_on": False}
    axis.barh(range(len(values)), values, color=looks, **style)
    axis.axvline(line, color=GREY, linestyle=(0, (4, 3)), linewidth=1.0)
    for place, value in enumerate(values):
        end = line if value <= 2.5 * line else value  # the number stands beside the dashed line, not on it
        axis.annotate(
            form.format(100 * value), (max(end, value), place), (3, 0), textcoords="offset points", fontsize=7.5,
            va="center_baseline",
        )  # fmt: skip
    axis.set_xlim(0, max(*values, 4 * line))
    axis.set_ylim(len(values) - 0.5, -0.5)
    axis.set_xticks([])
    axis.set_yticks([])
    axis.spines["bottom"].set_visible(False)
