"""Bars: the heaviest terms of each article, the shares of voices, names by who says them. A table in, a figure out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from framing.figures.lettering import clip_lines, shorten, text_width, wrap
from framing.figures.page import EDGE, WIDTH, Key, Page, label_rows, open_page
from framing.figures.rows import Rows, stack
from framing.figures.style import SIDES, Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SIZE = 8.0  # points of labels
_BAR = 0.175  # inches a bar of a small panel takes


def draw_weights(
    weights: pl.DataFrame,
    *,
    panels: Mapping[str, str],
    sides: Mapping[str, str],
    names: Mapping[str, str],
    title: str,
    note: str = "",
) -> Figure:
    """Draw the heaviest terms of each article as bars, one small panel an article.

    Parameters
    ----------
    weights : article_id, term, n, tf_idf, the rows to draw, heaviest first within an article.
    panels : the articles in order, each with the heading of its panel.
    sides : the side of each article.
    names : what the key calls "focus" and "reference".
    title : one sentence that states what is to be seen.
    note : how a bar is read, and what is left out.

    Returns
    -------
    A matplotlib Figure, 7.2 inches wide.

    Examples
    --------
    >>> weights = pl.DataFrame({"article_id": ["1"], "term": ["rail"], "n": [3], "tf_idf": [0.4]})
    >>> names = {"focus": "Vietnamese", "reference": "Chinese"}
    >>> drawn = draw_weights(weights, panels={"1": "1 News"}, sides={"1": "focus"}, names=names, title="Rail is heaviest")
    >>> [text.get_text() for text in drawn.axes[0].texts]
    ['3']
    """
    across = 2 if len(panels) <= 2 or len(panels) == 4 else 3
    wide = (WIDTH - 2 * EDGE) / across
    deepest = max([weights.filter(pl.col("article_id") == a).height for a in panels], default=0)
    heads = {a: clip_lines(wrap(text, 8.5, wide - 0.15), 2) for a, text in panels.items()}
    head = 0.06 + 0.16 * max(map(len, heads.values()), default=1)
    high = head + deepest * _BAR + 0.15
    shown = [side for side in SIDES if side in sides.values()]
    keys = [Key(names[side], SIDES[side].edge, SIDES[side].fill, hatch=SIDES[side].hatch) for side in shown]
    labels = [shorten(term, _SIZE, wide * 0.55) for term in weights["term"]]
    room = max([text_width(label, _SIZE) for label in labels], default=0.0) + 0.08
    with open_page(title, body=-(-len(panels) // across) * high + 0.02, keys=keys, note=note) as page:
        widest = max([1e-9, *weights["tf_idf"].to_list()])
        for place, article in enumerate(panels):
            corner = EDGE + place % across * wide, place // across * high
            page.say(*corner, "\n".join(heads[article]), fontsize=8.5)
            own = weights.filter(pl.col("article_id") == article)
            _panel(page, own, SIDES[sides[article]], (corner[0], corner[1] + head, wide, room), widest)
    return page.figure


def _panel(page: Page, own: pl.DataFrame, look: Look, spot: tuple[float, float, float, float], widest: float) -> None:
    left, top, wide, room = spot
    labels = [shorten(term, _SIZE, wide * 0.55) for term in own["term"]]
    axis = page.axes(left + room, top, wide - room - 0.45, max(own.height, 1) * _BAR)
    fill: dict[str, Any] = {"facecolor": look.fill, "edgecolor": look.edge, "hatch": look.hatch, "linewidth": 0.8}
    axis.barh(range(own.height), own["tf_idf"].to_list(), height=0.66, **fill)
    for place, (weight, n) in enumerate(own.select("tf_idf", "n").iter_rows()):
        axis.annotate(
            f"{n:,}", (weight, place), (3, 0), textcoords="offset points", fontsize=7, va="center_baseline", color="0.3"
        )
    label_rows(axis, labels, size=_SIZE)
    axis.set_ylim(max(own.height, 1) - 0.5, -0.5)
    axis.set_xlim(0, widest)
    axis.set_xticks([])
    axis.spines["bottom"].set_visible(False)


def draw_shares(
    parts: pl.DataFrame,
    *,
    groups: Mapping[str, Mapping[str, str]],
    looks: Mapping[str, Look],
    axis_label: str,
    written: str,
    title: str,
    note: str = "",
    key_labels: Mapping[str, str] | None = None,
) -> Figure:
    """Draw rows of stacked bars: shares of voices in articles, or names by who says them.

    Parameters
    ----------
    parts : row, part, value, label, one row per segment; the label stands in a segment that is wide enough.
    groups : for each heading, its rows and their labels.
    looks : the parts from left to right, each with its look.
    axis_label : what the length of a bar is.
    written : "percentage" where bars end at 100, otherwise "count".
    title : one sentence that states what is to be seen.
    note : what is left out.
    key_labels : what the key calls the parts, where it is not their own name.

    Returns
    -------
    A matplotlib Figure, 7.2 inches wide.

    Examples
    --------
    >>> parts = pl.DataFrame({"row": ["1"], "part": ["narrator"], "value": [100.0], "label": ["100 %"]})
    >>> looks, groups = {"narrator": SIDES["focus"]}, {"Vietnamese": {"1": "1 News"}}
    >>> options = {"axis_label": "per cent of words", "written": "percentage", "title": "One voice only"}
    >>> draw_shares(parts, groups=groups, looks=looks, **options).axes[0].get_xlim()
    (np.float64(0.0), np.float64(100.0))
    """
    rows = stack(groups)
    step = 0.27 if len(rows.labels) <= 16 else 0.2
    labels = [shorten(label, _SIZE, 2.9) for label in rows.labels.values()]
    left = EDGE + 0.1 + max([text_width(label, _SIZE) for label in labels], default=0.0)
    called = key_labels or {}
    keys = [Key(called.get(part, part), look.edge, look.fill, hatch=look.hatch) for part, look in looks.items()]
    with open_page(title, body=rows.height * step + 0.45, keys=keys, note=note) as page:
        axis = page.axes(left, 0, WIDTH - left - 0.25, rows.height * step)
        totals = parts.group_by("row").agg(pl.col("value").sum())["value"]
        end = 100.0 if written == "percentage" else max([1.0, *totals.to_list()])
        axis.set_xlim(0, end)
        axis.set_ylim(rows.height - 0.5, -0.5)
        _segments(axis, parts, rows, looks, (WIDTH - left - 0.25) / end)
        label_rows(axis, labels, places=list(rows.places.values()), size=_SIZE)
        rows.write_headings(axis, left=left)
        axis.xaxis.get_major_locator().set_params(integer=True)  # type: ignore[call-arg]  # of the default locator
        axis.set_xlabel(axis_label, fontsize=8, labelpad=2)
    return page.figure


def _segments(axis: Axes, parts: pl.DataFrame, rows: Rows, looks: Mapping[str, Look], inch: float) -> None:
    """The segments of all rows; `inch` is how many inches one unit of value takes."""
    starts = dict.fromkeys(rows.places, 0.0)
    plate: Any = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    for part, look in looks.items():
        own = parts.filter(pl.col("part") == part, pl.col("row").is_in(list(rows.places)))
        ids, values = own["row"].to_list(), own["value"].to_list()
        fill: dict[str, Any] = {"facecolor": look.fill, "edgecolor": look.edge, "hatch": look.hatch, "linewidth": 0.6}
        axis.barh(
            [rows.places[a] for a in ids], values, left=[starts[a] for a in ids], height=0.72, clip_on=False, **fill
        )
        for row, value, label in zip(ids, values, own["label"], strict=True):
            if text_width(label, 7) + 0.1 <= value * inch:
                spot = starts[row] + value / 2, rows.places[row]
                axis.text(*spot, label, fontsize=7, ha="center", va="center", bbox=plate, parse_math=False)
            starts[row] += value
