"""The rate of each term in each article: one row a term, one dot an article. A table in, a figure out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from framing.figures.lettering import shorten, text_width
from framing.figures.page import EDGE, WIDTH, Key, label_rows, open_page
from framing.figures.style import FAINT, MARK, SIDES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LANES = 8  # articles a row can show side by side; beyond, dots overlap and are drawn thin
_MANY = 10_000  # dots of a side beyond which SVG and PDF hold them as a picture: each would be an element
_ROW = 0.205  # inches a term takes
_HEAD, _SCALE, _GAP = 0.24, 0.22, 0.12  # inches of a panel's heading and of its numbers, and between panels
_WIDEST = 3.2  # inches of the labels
_AXIS = "times per 1,000 words in an article"


def draw_dots(
    dots: pl.DataFrame,
    *,
    panels: Mapping[str, list[str]],
    names: Mapping[str, str],
    title: str,
    apart: Sequence[str] = (),
    marked: Collection[str] = (),
    counts: Mapping[str, tuple[int, int]] | None = None,
    note: str = "",
) -> Figure:
    """Draw the rate of each term in each article, one row a term and one dot an article.

    Parameters
    ----------
    dots : term, side, article_id, n, per_1000, one row per term and article.
    panels : the terms to show, by the heading of their panel, strongest first.
    names : legend text of "focus" and "reference".
    title : one sentence that states what is to be seen.
    apart : headings of panels with a scale of their own, as their terms are much more frequent.
    marked : terms with an asterisk, which the note explains.
    counts : occurrences of each term on the two sides, for its label; by default those in the articles drawn.
    note : how the figure is read, and which articles are drawn, where these are not all.

    Returns
    -------
    A matplotlib Figure, 7.2 inches wide.

    Examples
    --------
    >>> dots = pl.DataFrame({"term": ["rail"], "side": ["focus"], "article_id": ["1"], "n": [2], "per_1000": [4.0]})
    >>> names = {"focus": "Vietnamese", "reference": "Chinese"}
    >>> draw_dots(dots, panels={"More": ["rail"]}, names=names, title="Rail stands in one article").axes[0].get_title(loc="left")
    'More'
    """
    shown = {heading: terms for heading, terms in panels.items() if terms}
    listed = [term for terms in shown.values() for term in terms]
    known = {term: counts[term] if counts is not None else _counted(dots, term) for term in listed}
    labels = {term: _label(term, known[term], MARK if term in marked else "") for term in listed}
    left = EDGE + 0.1 + max([text_width(label, 8.5) for label in labels.values()], default=0.0)
    keys = [Key(names[side], look.edge, look.fill, look.shape, size=5.5) for side, look in SIDES.items()]
    last = [heading for heading in shown if heading not in apart][-1:]
    below = {heading: _SCALE + 0.2 if heading in (*apart, *last) else 0.0 for heading in shown}
    height = {heading: len(terms) * _ROW for heading, terms in shown.items()}
    body = sum(_HEAD + height[h] + below[h] + _GAP for h in shown) or 0.3
    with open_page(title, body=body, keys=keys, note=note) as page:
        top = 0.0
        for heading, terms in shown.items():
            axis = page.axes(left, top + _HEAD, WIDTH - left - 0.2, height[heading])
            together = [heading] if heading in apart else [h for h in shown if h not in apart]
            widest = _widest(dots, [term for h in together for term in shown[h]])
            _draw_panel(axis, dots, terms, widest)
            label_rows(axis, [labels[term] for term in terms])
            axis.set_title(shorten(heading, 9.5, WIDTH - left - 0.2), loc="left", fontsize=9.5, parse_math=False, pad=4)
            axis.tick_params(axis="x", labelbottom=bool(below[heading]))
            axis.set_xlabel(_AXIS if below[heading] else "", fontsize=8, labelpad=1)
            top += _HEAD + height[heading] + below[heading] + _GAP
    return page.figure


def _widest(dots: pl.DataFrame, terms: list[str]) -> float:
    rates = dots.filter(pl.col("term").is_in(terms))["per_1000"]
    return float(max([1.0, *rates.to_list()]))


def _draw_panel(axis: Axes, dots: pl.DataFrame, terms: list[str], widest: float) -> None:
    order = {article: place for place, article in enumerate(dots["article_id"].unique().sort())}
    row = {term: place for place, term in enumerate(terms)}
    lanes = len(order) <= _LANES
    step = 0.72 / max(len(order), 1) if lanes else 0.0
    axis.hlines(range(len(terms)), 0, widest, color=FAINT, linewidth=0.8, zorder=0)
    for side, look in SIDES.items():
        own = dots.filter(pl.col("term").is_in(terms), pl.col("side") == side).sort("term", "article_id")
        places = zip(own["term"], own["article_id"], strict=True)
        axis.scatter(
            own["per_1000"].to_list(),
            [row[term] + (order[article] - (len(order) - 1) / 2) * step for term, article in places],
            s=16 if lanes else 9,
            c=look.fill,
            marker=look.shape,
            alpha=1.0 if lanes else 0.4,
            linewidths=1.1,
            edgecolors=look.edge,
            zorder=2,
            clip_on=False,
            rasterized=own.height > _MANY,
        )
    axis.set_ylim(len(terms) - 0.4, -0.6)
    axis.set_xlim(-0.02 * widest, 1.02 * widest)


def _counted(dots: pl.DataFrame, term: str) -> tuple[int, int]:
    own = dots.filter(pl.col("term") == term)
    focus, reference = (int(own.filter(pl.col("side") == side)["n"].sum()) for side in SIDES)
    return focus, reference


def _label(term: str, counts: tuple[int, int], mark: str) -> str:
    """leaders* (16 : 0): the term with its mark and its occurrences on the two sides."""
    numbers = f"{mark}  ({counts[0]:,} : {counts[1]:,})"
    return shorten(term, 8.5, _WIDEST - text_width(numbers, 8.5)) + numbers
