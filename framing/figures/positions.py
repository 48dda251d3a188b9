"""Where in each article the terms stand: a strip an article, a tick an occurrence. A table in, a figure out."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from framing.figures.lettering import shorten, text_width
from framing.figures.page import EDGE, WIDTH, Page, open_page
from framing.figures.rows import Heads, Rows, fit_heads, stack
from framing.figures.style import FAINT, SIDES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

from framing.figures.page import label_rows

_ACROSS = 6  # strips beside each other
_ROW, _SIZE, _WIDEST = 0.21, 8.5, 2.3
_DENSE = 40  # ticks of a term in a strip beyond which they are drawn thin, so that it shows where they are dense
_MANY = 2_000  # ticks of a strip beyond which SVG and PDF hold them as a picture: each would be an element


def draw_positions(
    positions: pl.DataFrame,
    *,
    groups: Mapping[str, Mapping[str, str]],
    columns: Mapping[str, str],
    sides: Mapping[str, str],
    names: Mapping[str, str],
    title: str,
    note: str = "",
) -> Figure:
    """Draw where each term stands in each article, from its first word to its last.

    Parameters
    ----------
    positions : term, article_id, position from 0 to 1, one row per occurrence.
    groups : for each heading, its terms and their labels.
    columns : the articles, each with the head of its strip.
    sides : the side of each article.
    names : what is written above the strips of "focus" and "reference".
    title : one sentence that states what is to be seen.
    note : how a strip is read, and what is left out.

    Returns
    -------
    A matplotlib Figure, 7.2 inches wide.

    Examples
    --------
    >>> positions = pl.DataFrame({"term": ["rail"], "article_id": ["1"], "position": [0.5]})
    >>> options = {"groups": {"Typical": {"rail": "rail"}}, "columns": {"1": "1 News"}, "sides": {"1": "focus"}}
    >>> names = {"focus": "Vietnamese", "reference": "Chinese"}
    >>> len(draw_positions(positions, names=names, title="Rail stands in the middle", **options).axes)
    1
    """
    rows = stack(groups)
    labels = [shorten(label, _SIZE, _WIDEST) for label in rows.labels.values()]
    left = EDGE + 0.1 + max([text_width(label, _SIZE) for label in labels], default=0.0)
    ids = list(columns)
    across = len(ids) if len(ids) <= _ACROSS else -(-len(ids) // -(-len(ids) // _ACROSS))
    step = (WIDTH - left - EDGE) / max(across, 1)
    blocks = [ids[start : start + across] for start in range(0, len(ids), max(across, 1))]
    heads = [fit_heads([columns[a] for a in block], step, bands=_bands(block, sides, names)) for block in blocks]
    high = [head.height + rows.height * _ROW + 0.12 for head in heads]
    with open_page(title, body=sum(high) + 0.02, note=note) as page:
        for number, block in enumerate(blocks):
            spot = left, sum(high[:number])
            _block(page, positions, (rows, labels), (block, heads[number], sides), spot)
    return page.figure


def _bands(block: list[str], sides: Mapping[str, str], names: Mapping[str, str]) -> list[tuple[str, int]]:
    """The sides of strips beside each other, with the number of strips."""
    return [(names[side], len(list(own))) for side, own in groupby(block, key=lambda article: sides[article])]


def _block(
    page: Page,
    positions: pl.DataFrame,
    lines: tuple[Rows, list[str]],
    strips: tuple[list[str], Heads, Mapping[str, str]],
    spot: tuple[float, float],
) -> None:
    (rows, labels), (block, heads, sides), (left, top) = lines, strips, spot
    heads.write(page, left, top=top)
    for place, article in enumerate(block):
        start = left + place * heads.step
        axis = page.axes(start, top + heads.height, heads.step - 0.1, rows.height * _ROW)
        axis.set_xlim(0, 1)
        axis.set_ylim(rows.height - 0.5, -0.5)
        axis.set_xticks([])
        axis.spines["bottom"].set_visible(False)
        axis.hlines(list(rows.places.values()), 0, 1, color=FAINT, linewidth=5.5, zorder=0)
        own = positions.filter(pl.col("article_id") == article, pl.col("term").is_in(list(rows.places)))
        at = [rows.places[term] for term in own["term"]]
        ends = [n - 0.38 for n in at], [n + 0.38 for n in at]
        dense = own.group_by("term").len().filter(pl.col("len") > _DENSE).height > 0
        look: dict[str, Any] = {"color": SIDES[sides[article]].edge, "linewidth": 1.3, "alpha": 0.35 if dense else 1.0}
        axis.vlines(own["position"].to_list(), *ends, clip_on=False, rasterized=own.height > _MANY, **look)
        if place == 0:
            label_rows(axis, labels, places=list(rows.places.values()), size=_SIZE)
            rows.write_headings(axis, left=left)
        else:
            axis.set_yticks([])
