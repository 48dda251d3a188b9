"""Which events each article reports, and in how many words: dots of that size. A table in, a figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from framing.figures.lettering import shorten, text_width
from framing.figures.page import EDGE, WIDTH, Key, label_rows, open_page
from framing.figures.rows import Rows, fit_heads, stack
from framing.figures.style import FAINT, GREY, KINDS, Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SIZE, _WIDEST = 8.0, 2.6  # points and inches of the labels of rows


def draw_events(
    events: pl.DataFrame,
    *,
    groups: Mapping[str, Mapping[str, str]],
    columns: Sequence[str],
    genres: Sequence[str],
    title: str,
    note: str = "",
) -> Figure:
    """Draw how many words each article gives to each event, as dots of that size.

    Parameters
    ----------
    events : article_id, event, words, genre, one row per article and event it reports.
    groups : for each heading, its articles: the id and the label of the row.
    columns : the events, from left to right.
    genres : the kinds of text, each with a colour and shape of its own; beyond eight they repeat.
    title : one sentence that states what is to be seen.
    note : what is left out.

    Returns
    -------
    A matplotlib Figure, 7.2 inches wide.

    Examples
    --------
    >>> events = pl.DataFrame({"article_id": ["1"], "event": ["talks"], "words": [80], "genre": ["report"]})
    >>> groups = {"Vietnamese": {"1": "1 News"}}
    >>> drawn = draw_events(events, groups=groups, columns=["talks"], genres=["report"], title="One reports the talks")
    >>> [label.get_text() for label in drawn.axes[0].get_yticklabels()]
    ['1 News']
    """
    rows = stack(groups)
    step = 0.36 if len(rows.labels) <= 12 else 0.26
    labels = [shorten(label, _SIZE, _WIDEST) for label in rows.labels.values()]
    left = EDGE + 0.1 + max([text_width(label, _SIZE) for label in labels], default=0.0)
    heads = fit_heads(columns, (WIDTH - left - 0.15) / max(len(columns), 1))
    largest = max([1, *events["words"].to_list()])
    unit = (0.94 * 72 * min(step, heads.step)) ** 2 / largest  # square points a word
    looks = {genre: KINDS[place % len(KINDS)] for place, genre in enumerate(genres)}
    keys = [Key(genre, look.edge, look.fill, look.shape) for genre, look in looks.items()]
    body = heads.height + rows.height * step + 0.05
    with open_page(title, body=body, keys=[*keys, *_sizes(largest, unit)], note=note) as page:
        axis = page.axes(left, heads.height, WIDTH - left - 0.15, rows.height * step)
        draw_cross(axis, rows, len(columns), left=left)
        label_rows(axis, labels, places=list(rows.places.values()), size=_SIZE)
        heads.write(page, left)
        at = {event: float(place) for place, event in enumerate(columns)}
        for genre, look in looks.items():
            _dots(axis, events.filter(pl.col("genre") == genre).sort("article_id", "event"), rows, at, look, unit)
    return page.figure


def draw_cross(axis: Axes, rows: Rows, columns: int, *, left: float) -> None:
    """The lines of a grid of rows and columns, and the headings of its groups."""
    axis.set_xlim(-0.5, columns - 0.5)
    axis.set_ylim(rows.height - 0.5, -0.5)
    axis.set_xticks([])
    axis.spines["bottom"].set_visible(False)
    axis.hlines(list(rows.places.values()), -0.5, columns - 0.5, color=FAINT, linewidth=0.7, zorder=0)
    for first, last in rows.spans():
        axis.vlines(range(columns), first - 0.5, last + 0.5, color=FAINT, linewidth=0.7, zorder=0)
    rows.write_headings(axis, left=left)


def _dots(axis: Axes, own: pl.DataFrame, rows: Rows, at: Mapping[str, float], look: Look, unit: float) -> None:
    axis.scatter(
        [at[event] for event in own["event"]],
        [rows.places[article] for article in own["article_id"]],
        s=[words * unit * look.area for words in own["words"]],
        c=look.fill,
        edgecolors=look.edge,
        marker=look.shape,
        linewidths=1.0,
        clip_on=False,
        zorder=2,
    )


def _sizes(largest: int, unit: float) -> list[Key]:
    """Three round numbers of words and how large they look."""
    round_numbers = [n * 10**power for power in range(len(str(largest))) for n in (1, 2, 5) if n * 10**power <= largest]
    numbers = sorted({*round_numbers[-2:], *round_numbers[-4:-3]})
    said = [(n, f"{n:,} {'word' if n == 1 else 'words'}") for n in numbers]
    return [Key(label, GREY, "white", "o", size=float((n * unit) ** 0.5)) for n, label in said]
