"""In how many articles of each outlet each term is used: dots of that size in a grid. A table in, a figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from framing.figures.lettering import shorten, text_width
from framing.figures.observations import SIZE, draw_grid
from framing.figures.page import EDGE, WIDTH, Key, open_page
from framing.figures.rows import Rows, fit_heads, stack
from framing.figures.style import BLUE, GREY, VERMILLION

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKS = {
    "supports": Key("use it", BLUE, BLUE, "o"),
    "contradicts": Key("use it, on the other side", VERMILLION, "white", "o"),
    "reported": Key("use it or report its event", GREY, "none", "o"),
}
_WIDEST = 3.1  # inches of the labels of rows
_ROW, _COLUMN = 0.26, 1.0  # inches a row takes, and a column at most
_SHARES = (0.1, 0.5, 1.0)  # of which the key shows how large they look


def draw_uses(
    uses: pl.DataFrame,
    *,
    groups: Mapping[str, Mapping[str, str]],
    columns: Mapping[str, str],
    bands: Sequence[tuple[str, int]],
    title: str,
    note: str = "",
) -> Figure:
    """Draw which share of the articles of each outlet uses each term, as dots of that area.

    Parameters
    ----------
    uses : term, column, mark, share, one row per dot; marks are those of MARKS, shares from 0 to 1.
    groups : for each heading, its terms and their labels.
    columns : the outlets from left to right, each with the label of its column.
    bands : the sides of the columns: what is written above, and how many columns it spans.
    title : one sentence that states what is to be seen.
    note : how the dots are read, and what is left out.

    Returns
    -------
    A matplotlib Figure, 7.2 inches wide.

    Examples
    --------
    >>> uses = pl.DataFrame({"term": ["rail"], "column": ["News"], "mark": ["supports"], "share": [0.5]})
    >>> groups, columns = {"Typical of Vietnamese articles": {"rail": "rail"}}, {"News": "News (40)"}
    >>> drawn = draw_uses(uses, groups=groups, columns=columns, bands=[("Vietnamese", 1)], title="Half of them use rail")
    >>> [text.get_text() for text in drawn.texts][:3]
    ['Half of them use rail', 'use it', '10 % of the articles']
    """
    rows = stack(groups)
    labels = [shorten(label, SIZE, _WIDEST) for label in rows.labels.values()]
    left = EDGE + 0.1 + max([text_width(label, SIZE) for label in labels], default=0.0)
    step = min(_COLUMN, (WIDTH - left - EDGE) / max(len(columns), 1))
    heads = fit_heads(list(columns.values()), step, bands=bands)
    largest = 72 * min(_ROW, step) - 1.5  # points across
    shown = uses.filter(pl.col("term").is_in(list(rows.places)), pl.col("share") > 0)
    keys = [key for mark, key in MARKS.items() if mark in set(shown["mark"])]
    said = [f"{100 * share:.0f} %" + (" of the articles" if share == _SHARES[0] else "") for share in _SHARES]
    sizes = [Key(text, GREY, "0.85", "o", size=largest * n**0.5) for text, n in zip(said, _SHARES, strict=True)]
    with open_page(title, body=heads.height + rows.height * _ROW + 0.08, keys=[*keys, *sizes], note=note) as page:
        axis = draw_grid(page, rows, heads, labels, left=left, step=step, row=_ROW, bands=[span for _, span in bands])
        _dots(axis, shown, rows, list(columns), largest)
    return page.figure


def _dots(axis: Axes, uses: pl.DataFrame, rows: Rows, columns: list[str], largest: float) -> None:
    at = {column: place for place, column in enumerate(columns)}
    for mark, key in MARKS.items():
        own = uses.filter(pl.col("mark") == mark, pl.col("column").is_in(columns))
        look: dict[str, Any] = {"c": key.fill, "edgecolors": key.edge, "linewidths": 0.7 if mark == "reported" else 1.0}
        spots = [at[column] for column in own["column"]], [rows.places[term] for term in own["term"]]
        area = [share * largest**2 for share in own["share"]]
        axis.scatter(*spots, s=area, marker="o", zorder=3 if mark == "reported" else 2, clip_on=False, **look)
