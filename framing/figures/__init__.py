"""Figures: each a function of a table, with title and note given as strings; matplotlib lives only here.

One draw_ function a figure in a room of its own; style has colours and the saving, lettering the widths of texts, page
the layout, rows and placing where rows and labels stand. No pyplot and no global state: the same table gives the same
bytes. Which rows are drawn, and what a title says, is not known here.
"""

from framing.figures.alarms import draw_false_alarms
from framing.figures.bars import draw_shares, draw_weights
from framing.figures.dots import draw_dots
from framing.figures.events import draw_events
from framing.figures.fonts import check_letters
from framing.figures.observations import draw_observations
from framing.figures.page import draw_words
from framing.figures.positions import draw_positions
from framing.figures.ranks import draw_ranks
from framing.figures.scatter import draw_contrast
from framing.figures.style import FILLS, FORMATS, KINDS, SIDES, UNCODED, Look, figure_bytes, shade
from framing.figures.uses import draw_uses

__all__ = [
    "FILLS",
    "FORMATS",
    "KINDS",
    "SIDES",
    "UNCODED",
    "Look",
    "check_letters",
    "draw_contrast",
    "draw_dots",
    "draw_events",
    "draw_false_alarms",
    "draw_observations",
    "draw_positions",
    "draw_ranks",
    "draw_shares",
    "draw_uses",
    "draw_weights",
    "draw_words",
    "figure_bytes",
    "shade",
]
