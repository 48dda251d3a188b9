"""Which article uses which term, is silent on it or does not report its events: marks in a grid. A table in, a figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import polars as pl

from framing.figures.events import draw_cross
from framing.figures.lettering import shorten, text_width
from framing.figures.page import EDGE, WIDTH, Key, Page, label_rows, open_page
from framing.figures.rows import Heads, Rows, fit_heads, stack
from framing.figures.style import BLACK, BLUE, GREY, VERMILLION

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STATES = {
    "supports": Key("uses it", BLUE, BLUE, "o"),
    "contradicts": Key("uses it, on the other side", VERMILLION, VERMILLION, "X"),
    "silent": Key("silent, though it reports the event", BLACK, "white", "o"),
    "not reported": Key("does not report the event", GREY, GREY, "_"),
    "not coded": Key("does not use it; events not coded", "0.8", "white"),
}
SIZE, _WIDEST = 8.5, 3.1  # points and inches of the labels of rows
_ROW, _COLUMN = 0.22, 1.0  # inches a row takes, and a column at most


def draw_observations(
    observations: pl.DataFrame,
    *,
    groups: Mapping[str, Mapping[str, str]],
    columns: Mapping[str, str],
    bands: Sequence[tuple[str, int]],
    title: str,
    note: str = "",
) -> Figure:
    """Draw for each term and article whether it uses the term, and if not, whether it could have.

    Parameters
    ----------
    observations : term, article_id, state, one row per term and article; states are those of STATES.
    groups : for each heading, its terms and their labels.
    columns : the articles from left to right, each with the label of its column.
    bands : the sides of the columns: what is written above, and how many columns it spans.
    title : one sentence that states what is to be seen.
    note : what is left out.

    Returns
    -------
    A matplotlib Figure, 7.2 inches wide.

    Examples
    --------
    >>> seen = pl.DataFrame({"term": ["rail"], "article_id": ["1"], "state": ["silent"]})
    >>> groups, columns = {"Typical of Vietnamese articles": {"rail": "rail"}}, {"1": "1 News"}
    >>> drawn = draw_observations(seen, groups=groups, columns=columns, bands=[("Vietnamese", 1)], title="It is silent on rail")
    >>> [text.get_text() for text in drawn.texts][:3]
    ['It is silent on rail', 'silent, though it reports the event', '1 News']
    """
    rows = stack(groups)
    labels = [shorten(label, SIZE, _WIDEST) for label in rows.labels.values()]
    left = EDGE + 0.1 + max([text_width(label, SIZE) for label in labels], default=0.0)
    step = min(_COLUMN, (WIDTH - left - EDGE) / max(len(columns), 1))
    heads = fit_heads(list(columns.values()), step, bands=bands)
    size = min(7.0, step * 72 * 0.75)
    seen = observations.filter(pl.col("term").is_in(list(rows.places)))["state"].unique().to_list()
    keys = [replace(key, size=7.0) for state, key in STATES.items() if state in seen]
    body = heads.height + rows.height * _ROW + 0.08
    with open_page(title, body=body, keys=keys, note=note) as page:
        axis = draw_grid(page, rows, heads, labels, left=left, step=step, row=_ROW, bands=[span for _, span in bands])
        _marks(axis, observations, rows, list(columns), size)
    return page.figure


def draw_grid(
    page: Page,
    rows: Rows,
    heads: Heads,
    labels: Sequence[str],
    *,
    left: float,
    step: float,
    row: float,
    bands: Sequence[int],
) -> Axes:
    """The axes of terms by columns, with their labels and heads and a line between the sides; lengths in inches."""
    columns = sum(bands)
    axis = page.axes(left, heads.height, step * columns or 1.0, rows.height * row)
    draw_cross(axis, rows, columns, left=left)
    for first, last in rows.spans():
        axis.vlines(
            [n - 0.5 for n in accumulate(bands[:-1])], first - 0.5, last + 0.5, color=GREY, linewidth=0.8, zorder=1
        )
    label_rows(axis, labels, places=list(rows.places.values()), size=SIZE)
    heads.write(page, left)
    return axis


def _marks(axis: Axes, observations: pl.DataFrame, rows: Rows, columns: list[str], size: float) -> None:
    at = {article: place for place, article in enumerate(columns)}
    for state, key in STATES.items():
        if not key.shape:
            continue  # a blank
        own = observations.filter(
            pl.col("state") == state, pl.col("term").is_in(list(rows.places)), pl.col("article_id").is_in(columns)
        )
        look: dict[str, Any] = {"c": key.edge} if key.shape == "_" else {"c": key.fill, "edgecolors": key.edge}
        places = [rows.places[term] for term in own["term"]]
        spots = [at[article] for article in own["article_id"]]
        axis.scatter(spots, places, s=size**2, marker=key.shape, linewidths=1.1, zorder=2, **look)
