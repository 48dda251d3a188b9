"""Every term of a contrast: how much more frequent on one side, against how frequent at all. A table in, a figure out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from framing.figures.lettering import shorten, text_height, text_width
from framing.figures.page import EDGE, WIDTH, Key, open_page
from framing.figures.placing import Box, nearest, place_labels
from framing.figures.style import FAINT, GREY, MARK, SIDES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LEFT, _HIGH, _BELOW, _ABOVE = 0.62, 4.3, 0.62, 0.28  # inches
_SIZE = 8.0
_ENDS = ["log_ratio_low", "log_ratio_high"]
_FEW = 600  # places up to which no label may cover one
_MANY = 1500  # places beyond which points are drawn as pixels in SVG and PDF


def draw_contrast(
    contrast: pl.DataFrame,
    *,
    labelled: Sequence[str],
    names: Mapping[str, str],
    title: str,
    note: str = "",
    marked: Collection[str] = (),
) -> Figure:
    """Draw every term by its log ratio and its frequency; those that stand on one side only are hollow.

    Parameters
    ----------
    contrast : term, n_focus, n_reference, g2, log_ratio, log_ratio_low, log_ratio_high, one row per term.
    labelled : the terms to name, strongest first; one for which there is no room is left out. Only these have bars,
        where the table gives them an interval and both sides use them.
    names : what "focus" and "reference" are called, with their article.
    title : one sentence that states what is to be seen.
    note : how the figure is read.
    marked : terms with an asterisk, which the note explains.

    Returns
    -------
    A matplotlib Figure, 7.2 inches wide.

    Examples
    --------
    >>> row = {"term": ["rail"], "n_focus": [4], "n_reference": [2], "g2": [0.7], "log_ratio": [1.0]}
    >>> contrast = pl.DataFrame({**row, "log_ratio_low": [None], "log_ratio_high": [None]})
    >>> names = {"focus": "the Vietnamese article", "reference": "the Chinese article"}
    >>> drawn = draw_contrast(contrast, labelled=["rail"], names=names, title="Rail is twice as frequent")
    >>> [text.get_text() for text in drawn.axes[0].texts]
    ['rail', '← more frequent in the Chinese article', 'more frequent in the Vietnamese article →']
    """
    frame = contrast.with_columns((pl.col("n_focus") + pl.col("n_reference")).alias("n"))
    named = _named(frame, labelled)
    reach = [abs(x) for x in [*frame["log_ratio"].to_list(), *_ends(named)] if x is not None]
    reach_x, reach_y = 1.12 * max([2.0, *reach]), 1.6 * max([4, *frame["n"].to_list()])
    lowest = 0.75 * max(1, min(frame["n"].to_list(), default=1))
    wide = WIDTH - _LEFT - EDGE - 0.05
    keys = [
        Key(f"more frequent in {names[side]}", look.edge, look.edge, look.shape, size=5) for side, look in SIDES.items()
    ]
    keys.append(Key("on one side only", GREY, "white", "o", size=5.5))
    with open_page(title, body=_ABOVE + _HIGH + _BELOW, keys=keys, note=note) as page:
        axis = page.axes(_LEFT, _ABOVE, wide, _HIGH)
        axis.set_xlim(-reach_x, reach_x)
        axis.set_yscale("log")
        axis.set_ylim(lowest, reach_y)
        _draw_places(axis, frame)
        _draw_bars(axis, named)
        _draw_labels(axis, named, frame, (wide, _HIGH), marked)
        _name_axes(axis, names)
        _name_ends(axis, frame, names)
    return page.figure


def _named(frame: pl.DataFrame, labelled: Sequence[str]) -> pl.DataFrame:
    order = pl.DataFrame({"term": list(labelled)}, schema={"term": pl.String})
    own = order.join(frame, on="term", how="inner", maintain_order="left")
    # Where one side never uses a term, the ends rest on the half occurrences added: they would fill the width and say nothing.
    ends = [pl.when(*(~_only(side) for side in SIDES)).then(pl.col(name)).alias(name) for name in _ENDS]
    return own.with_columns(ends)


def _ends(named: pl.DataFrame) -> list[float | None]:
    return [end for name in _ENDS for end in named[name].to_list()]


def _only(side: str) -> pl.Expr:
    return pl.col("n_reference" if side == "focus" else "n_focus") == 0


def _draw_places(axis: Axes, frame: pl.DataFrame) -> None:
    """One dot for all terms with the same counts: it grows with their number."""
    places = frame.group_by("n_focus", "n_reference").agg(
        pl.len().alias("terms"), pl.col("log_ratio", "g2", "n").first()
    )
    drawn = places.drop_nulls("log_ratio").sort("n_focus", "n_reference")
    pixels = drawn.height > _MANY
    axis.axvline(0, color=FAINT, linewidth=1.0, zorder=0)
    for side, look in SIDES.items():
        leans = pl.col("g2") > 0 if side == "focus" else pl.col("g2") < 0
        for hollow in (False, True):
            own = drawn.filter(leans, _only(side) if hollow else ~_only(side))
            axis.scatter(
                own["log_ratio"].to_list(),
                own["n"].to_list(),
                s=[min(9 + 5 * (terms - 1) ** 0.5, 120.0) for terms in own["terms"]],
                c="white" if hollow else look.edge,
                edgecolors=look.edge,
                marker=look.shape,
                linewidths=0.9,
                alpha=1.0 if hollow else 0.55 if not pixels else 0.35,
                rasterized=pixels,
                zorder=2,
            )
        _shade_end(axis, drawn.filter(_only(side)), look.edge, 1 if side == "focus" else -1)
    even = drawn.filter(pl.col("g2") == 0)
    axis.scatter(even["log_ratio"].to_list(), even["n"].to_list(), s=9, c=GREY, rasterized=pixels, zorder=2)


def _shade_end(axis: Axes, own: pl.DataFrame, colour: str, outwards: int) -> None:
    """A light band along the terms that one side lacks: nothing can lie farther out at that frequency."""
    if own.is_empty():
        return
    line = own.sort("n")
    x, n = np.array(line["log_ratio"].to_list()), np.array(line["n"].to_list(), dtype=float)
    n = np.concatenate([[0.75 * n[0]], n, [n[-1] * 1.25]])
    x = np.concatenate([x[:1], x, x[-1:]])
    axis.fill_betweenx(n, x - 0.22 * outwards, x + 0.22 * outwards, color=colour, alpha=0.13, linewidth=0, zorder=1)


def _draw_bars(axis: Axes, named: pl.DataFrame) -> None:
    known = named.drop_nulls(_ENDS)
    if not known.is_empty():
        low, high = (known[name].to_list() for name in _ENDS)
        axis.hlines(known["n"].to_list(), low, high, color="0.35", linewidth=1.0, zorder=3)


def _inches(axis: Axes, frame: pl.DataFrame, extent: tuple[float, float]) -> list[tuple[float, float]]:
    """Where terms stand, from the lower left corner of the axes."""
    if frame.is_empty():
        return []
    spots = np.column_stack([frame["log_ratio"].to_numpy(), frame["n"].to_numpy()])
    inches = axis.transAxes.inverted().transform(axis.transData.transform(spots)) * np.array(extent)
    return [(float(x), float(y)) for x, y in inches]


def _draw_labels(
    axis: Axes, named: pl.DataFrame, frame: pl.DataFrame, extent: tuple[float, float], marked: Collection[str]
) -> None:
    terms = [shorten(term, _SIZE, 3.2) + (MARK if term in marked else "") for term in named["term"]]
    points = _inches(axis, named, extent)
    rare = frame.select("log_ratio", "n").unique().sort("log_ratio", "n")
    others = _inches(axis, rare, extent) if rare.height <= _FEW else []
    taken = [Box(x - 0.04, y - 0.04, x + 0.04, y + 0.04) for x, y in others]
    sizes = [(text_width(term, _SIZE) + 0.03, max(0.125, text_height(term, _SIZE))) for term in terms]
    field = Box(0.0, 0.05, *extent)
    for term, point, box in zip(terms, points, place_labels(points, sizes, field=field, taken=taken), strict=True):
        if box is None:
            continue
        x, y, far = nearest(box, point)
        if far > 0.1:
            ends = [x / extent[0], point[0] / extent[0]], [y / extent[1], point[1] / extent[1]]
            axis.plot(*ends, transform=axis.transAxes, color="0.55", linewidth=0.5, zorder=3)
        _write(axis, term, ((box.left + 0.015) / extent[0], (box.low + box.high) / 2 / extent[1]))


def _write(axis: Axes, term: str, spot: tuple[float, float]) -> None:
    from matplotlib.patheffects import withStroke

    axis.text(
        *spot,
        term,
        transform=axis.transAxes,
        fontsize=_SIZE,
        va="center",
        parse_math=False,
        zorder=5,
        path_effects=[withStroke(linewidth=2.0, foreground="white")],
    )


def _name_ends(axis: Axes, frame: pl.DataFrame, names: Mapping[str, str]) -> None:
    """What the bands at both ends are, written above them."""
    for side, x, align in (("reference", 0.0, "left"), ("focus", 1.0, "right")):
        if not frame.filter(_only(side)).is_empty():
            text = shorten(f"band: only in {names[side]}", _SIZE, (WIDTH - _LEFT - EDGE) / 2 - 0.1)
            _note(axis, text, (x, 1.0), 6, align, SIDES[side].edge)


def _note(axis: Axes, text: str, spot: tuple[float, float], shift: float, align: str, colour: str) -> None:
    where: Any = {"xycoords": "axes fraction", "textcoords": "offset points", "ha": align, "annotation_clip": False}
    axis.annotate(text, spot, (0, shift), fontsize=_SIZE, color=colour, parse_math=False, **where)


def _name_axes(axis: Axes, names: Mapping[str, str]) -> None:
    low, high = axis.get_ylim()
    ticks = [float(n * 10**power) for power in range(7) for n in (1, 3) if low <= n * 10**power <= high]
    axis.set_yticks(ticks, [f"{tick:,.0f}" for tick in ticks], fontsize=8)
    axis.set_yticks([], minor=True)
    axis.set_ylabel("occurrences in both together", fontsize=8)
    reach = int(axis.get_xlim()[1])
    step = 1 if reach <= 4 else 2 if reach <= 10 else -(-reach // 4)
    places = [n for n in range(-reach, reach + 1) if n % step == 0]
    axis.set_xticks(places, ["as often" if n == 0 else f"{2 ** abs(n):,}×" for n in places], fontsize=8)
    axis.set_xlabel("how many times as frequent (log ratio, half an occurrence added to each)", fontsize=8, labelpad=16)
    for side, x, align in (("reference", 0.0, "left"), ("focus", 1.0, "right")):
        told = f"more frequent in {names[side]}"
        told = f"← {told}" if side == "reference" else f"{told} →"
        _note(axis, shorten(told, _SIZE, (WIDTH - _LEFT - EDGE) / 2 - 0.1), (x, 0.0), -26, align, SIDES[side].edge)
