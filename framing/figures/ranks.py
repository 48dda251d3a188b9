"""The rank of terms from stage to stage: lines that stay, leave or enter. A table in, a figure out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

from framing.figures.lettering import line_spacing, shorten, text_width, wrap
from framing.figures.page import EDGE, WIDTH, Key, open_page
from framing.figures.style import BLACK, FAINT, GREY, MARK, SIDES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROW, _SIZE, _WIDEST = 0.19, 8.0, 1.7
_HEAD, _BELOW = 0.25, 0.32  # inches of a heading and of the way out
_OUT = 1.3  # rows below the last rank at which a line leaves


def draw_ranks(
    ranks: pl.DataFrame,
    *,
    panels: Mapping[str, str],
    stages: Sequence[str],
    depth: int,
    title: str,
    note: str = "",
    marked: Collection[str] = (),
) -> Figure:
    """Draw how the leading terms of each side move from stage to stage.

    Parameters
    ----------
    ranks : term, side, step, rank; 1 is strongest, null where the term does not lean to the side.
    panels : the heading of each side that is drawn.
    stages : the names of steps 1, 2, …
    depth : the ranks that are drawn; a term below leaves the panel downwards.
    title : one sentence that states what is to be seen.
    note : how the lines are read.
    marked : terms with an asterisk, which the note explains.

    Returns
    -------
    A matplotlib Figure, 7.2 inches wide.

    Examples
    --------
    >>> ranks = pl.DataFrame({"term": ["rail"] * 2, "side": ["focus"] * 2, "step": [1, 2], "rank": [1, None]})
    >>> drawn = draw_ranks(ranks, panels={"focus": "Vietnamese"}, stages=["raw", "merged"], depth=5, title="Rail leaves")
    >>> [text.get_text() for text in drawn.axes[0].texts]
    ['rail  1', 'raw', 'merged']
    """
    paths = {side: find_paths(ranks.filter(pl.col("side") == side), len(stages), depth) for side in panels}
    marks = dict.fromkeys(marked, MARK)
    rooms = [_room(list(paths.values()), end, marks) for end in (0, -1)]
    wide = WIDTH - 2 * EDGE - sum(rooms)
    heads = [wrap(name, _SIZE, wide / max(len(stages) - 1, 1) - 0.1) for name in stages]
    above = _HEAD + 0.06 + 0.14 * max(map(len, heads), default=1)
    high = above + depth * _ROW + _BELOW
    keys = [
        Key("among the first at every stage", BLACK, BLACK, "-", size=2.4),
        Key("leaves or comes in", GREY, GREY, "-", size=0.7),
    ]
    with open_page(title, body=len(panels) * high, keys=keys, note=note) as page:
        for place, (side, heading) in enumerate(panels.items()):
            top = place * high
            page.say(EDGE, top + 0.02, shorten(heading, 9.5, WIDTH - 2 * EDGE), fontsize=9.5)
            axis = page.axes(EDGE + rooms[0], top + above, wide, depth * _ROW + _BELOW)
            axis.set_axis_off()
            axis.set_xlim(0, len(stages) - 1 or 1)
            axis.set_ylim(depth + 0.5 + _BELOW / _ROW, 0.5)
            _draw_paths(axis, paths[side], depth, SIDES[side].edge, marks)
            _name_stages(axis, heads)
    return page.figure


Path = list[float | None]


def find_paths(own: pl.DataFrame, steps: int, depth: int) -> dict[str, Path]:
    """The place of each term at each stage, None below the depth; terms that are never within it have no path.

    Terms of one rank get places below each other, by the alphabet.
    """
    paths: dict[str, Path] = {}
    listed = own.filter(pl.col("rank") <= depth).sort("step", "rank", "term")
    for step, rank, term in listed.select("step", "rank", "term").iter_rows():
        taken = [path[step - 1] for path in paths.values() if path[step - 1] is not None]
        place = max(rank, 1 + max([n for n in taken if n is not None], default=0))
        if place <= depth:
            paths.setdefault(term, [None] * steps)[step - 1] = float(place)
    return paths


def _room(sides: Sequence[Mapping[str, Path]], end: int, marks: Mapping[str, str]) -> float:
    """Inches the labels at an end take."""
    named = [term for paths in sides for term, path in paths.items() if path[end] is not None]
    return 0.15 + max([text_width(_label(term, 99, end, marks), _SIZE, bold=True) for term in named], default=0.3)


def _label(term: str, rank: float, end: int, marks: Mapping[str, str]) -> str:
    name, number = shorten(term, _SIZE, _WIDEST, bold=True) + marks.get(term, ""), f"{rank:.0f}"
    return f"{name}  {number}" if end == 0 else f"{number}  {name}"


def _draw_paths(axis: Axes, paths: Mapping[str, Path], depth: int, colour: str, marks: Mapping[str, str]) -> None:
    for term, path in paths.items():
        stays = None not in path
        look: dict[str, Any] = {
            "color": colour if stays else GREY,
            "linewidth": 2.4 if stays else 0.7,
            "zorder": 3 if stays else 2,
        }
        for step, (here, there) in enumerate(pairwise(path)):
            if here is not None and there is not None:
                axis.plot([step, step + 1], [here, there], solid_capstyle="round", **look)
            elif here is not None:
                axis.plot([step, step + 0.42], [here, depth + _OUT], linestyle=(0, (4, 2)), **look)
            elif there is not None:
                axis.plot([step + 0.58, step + 1], [depth + _OUT, there], linestyle=(0, (4, 2)), **look)
        steps = [step for step, place in enumerate(path) if place is not None]
        dots = {"color": look["color"], "marker": "o", "markersize": 4.5 if stays else 3, "linestyle": "none"}
        axis.plot(steps, [path[step] for step in steps], clip_on=False, zorder=4, **dots)  # type: ignore[arg-type]  # no None
        _label_ends(axis, term, path, marks)
    axis.axhline(depth + 0.62, color=FAINT, linewidth=0.8, zorder=1)


def _label_ends(axis: Axes, term: str, path: Path, marks: Mapping[str, str]) -> None:
    for end, side, shift in ((0, "right", -6), (-1, "left", 6)):
        place = path[end]
        if place is not None:
            axis.annotate(
                _label(term, place, end, marks),
                (0 if end == 0 else len(path) - 1, place),
                (shift, 0),
                textcoords="offset points",
                ha=side,
                va="center_baseline",
                fontsize=_SIZE,
                fontweight="normal" if None in path else "bold",
                parse_math=False,
                annotation_clip=False,
            )


def _name_stages(axis: Axes, heads: Sequence[list[str]]) -> None:
    style: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "fontsize": _SIZE, "color": "0.25"}
    for step, lines in enumerate(heads):
        spacing = line_spacing(lines)
        axis.annotate("\n".join(lines), (step, 1), (0, 8), parse_math=False, linespacing=spacing, **style)
