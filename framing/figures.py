"""Figures: each a function of a table, with title and alt text given as strings; matplotlib lives only here.

No pyplot and no global state: the same table gives the same bytes. Colours are those of Okabe & Ito (2008), safe for the
colour-blind; the sides also differ in shape, so that a figure reads in grey.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
_STYLE: Any = {
    "font.family": "DejaVu Sans",  # ships with matplotlib and draws every Vietnamese letter
    "font.size": 9,
    "svg.hashsalt": "framing",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "path.simplify": False,
}
# edge, fill, shape, area: a full dot and a hollow diamond read apart in grey, too
_MARKS = {"focus": ("#0072B2", "#0072B2", "o", 26), "reference": ("#D55E00", "white", "D", 26)}
_LANES = 8  # articles a row can show side by side; beyond, dots overlap and are drawn thin
_ROW = 0.31  # inches a term takes


def draw_dots(dots: pl.DataFrame, *, panels: Mapping[str, list[str]], names: Mapping[str, str], title: str) -> Figure:
    """Draw the rate of each term in each article, one row a term and one dot an article.

    Parameters
    ----------
    dots : term, side, article_id, n, per_1000, one row per term and article.
    panels : the terms to show, by the heading of their panel, strongest first.
    names : legend text of "focus" and "reference".
    title : one sentence that states what is to be seen.

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
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    shown = {heading: terms for heading, terms in panels.items() if terms}
    rows = [len(terms) for terms in shown.values()]
    with rc_context(_STYLE):
        height = sum(rows) * _ROW + 0.5 * len(rows) + 1.25
        layout = ConstrainedLayoutEngine(h_pad=0.06, w_pad=0.06)
        figure = Figure(figsize=(7.2, height), dpi=100, layout=layout)
        axes = figure.subplots(max(len(rows), 1), 1, sharex=True, squeeze=False, height_ratios=rows or [1])[:, 0]
        listed = dots.filter(pl.col("term").is_in([term for terms in shown.values() for term in terms]))
        widest = max(float(listed["per_1000"].max() or 0.0), 1.0)  # type: ignore[arg-type]
        for axis, (heading, terms) in zip(axes, shown.items(), strict=bool(shown)):
            _draw_panel(axis, dots, terms, heading, widest)
        if not shown:
            axes[0].set_axis_off()
        axes[-1].set_xlabel("times per 1,000 words in an article")
        _add_legend(figure, dots, names)
        figure.suptitle(_wrap(title, 76), x=0.01, ha="left", fontsize=11, fontweight="bold", parse_math=False)
        figure.draw_without_rendering()
        figure.set_layout_engine("none")  # the layout is found once, so that every format shows the same
    return figure


def _draw_panel(axis: Axes, dots: pl.DataFrame, terms: list[str], heading: str, widest: float) -> None:
    order = dots["article_id"].unique().sort().to_list()
    lanes = len(order) <= _LANES
    for row, term in enumerate(terms):
        axis.axhline(row, color="0.9", linewidth=0.8, zorder=0)
        for side, (edge, fill, shape, size) in _MARKS.items():
            own = dots.filter((pl.col("term") == term) & (pl.col("side") == side)).sort("article_id")
            step = 0.72 / max(len(order), 1) if lanes else 0.0
            offset = [(order.index(a) - (len(order) - 1) / 2) * step for a in own["article_id"]]
            axis.scatter(
                own["per_1000"].to_list(),
                [row + y for y in offset],
                s=size if lanes else size / 3,
                c=fill,
                marker=shape,
                alpha=1.0 if lanes else 0.4,
                linewidths=1.3,
                edgecolors=edge,
                zorder=2,
                clip_on=False,
            )
    axis.set_yticks(range(len(terms)), [_label(dots, term) for term in terms])
    for label in axis.get_yticklabels():
        label.set_parse_math(False)
    axis.set_ylim(len(terms) - 0.4, -0.6)
    axis.set_xlim(-0.02 * widest, 1.02 * widest)
    axis.set_title(heading, loc="left", fontsize=9.5, parse_math=False)
    axis.tick_params(axis="y", length=0)
    for spine in ("top", "right", "left"):
        axis.spines[spine].set_visible(False)


def _label(dots: pl.DataFrame, term: str) -> str:
    """leaders (16 : 0): the term with its occurrences on the two sides."""
    own = dots.filter(pl.col("term") == term)
    n = {side: int(own.filter(pl.col("side") == side)["n"].sum()) for side in _MARKS}
    return f"{term}  ({n['focus']} : {n['reference']})"


def _add_legend(figure: Figure, dots: pl.DataFrame, names: Mapping[str, str]) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D(
            [],
            [],
            color=edge,
            markerfacecolor=fill,
            marker=shape,
            linestyle="none",
            label=names[side],
            markersize=5.5,
            markeredgewidth=1.3,
        )
        for side, (edge, fill, shape, _) in _MARKS.items()
    ]
    legend = figure.legend(handles=handles, loc="outside lower left", ncols=2, frameon=False)
    for text in legend.get_texts():
        text.set_parse_math(False)


def _wrap(text: str, width: int) -> str:
    import textwrap

    return textwrap.fill(text, width, break_long_words=False)


def figure_bytes(figure: Figure, kind: str, *, dpi: int = 300) -> bytes:
    """A figure as the bytes of a file, without dates or random ids.

    Parameters
    ----------
    figure : from a draw_ function.
    kind : "png", "svg" or "pdf".
    dpi : dots per inch of a PNG.
    """
    from matplotlib import rc_context

    metadata: dict[str, dict[str, Any]] = {
        "png": {"Software": None},
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    }
    buffer = BytesIO()
    with rc_context(_STYLE):
        figure.savefig(buffer, format=kind, dpi=dpi, metadata=metadata[kind])
    return buffer.getvalue()
