"""What tests ask of a drawn figure: its texts, which of them overlap, which are cut at the edge."""

from __future__ import annotations

from itertools import combinations

from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from framing.figures.style import in_style


def all_texts(figure: Figure) -> list[Text]:
    """Every text that is drawn: not one of an axis that is off, and not a number beyond the end of a scale."""
    figure.draw_without_rendering()
    scales = [(plot.axison, scale) for plot in figure.axes for scale in (plot.xaxis, plot.yaxis)]
    hidden = {text for shown, scale in scales for text in (_beyond(scale) if shown else scale.findobj(Text))}
    found = figure.findobj(Text)
    return [text for text in found if text.get_visible() and text.get_text().strip() and text not in hidden]


def _beyond(scale: Axis) -> list[Text]:
    low, high = sorted(scale.get_view_interval())
    outside = [tick for tick in scale.get_major_ticks() if not low <= tick.get_loc() <= high]
    return [text for tick in outside for text in tick.findobj(Text)]


def texts_of(figure: Figure) -> list[str]:
    """The texts on one line each."""
    return [" ".join(text.get_text().split()) for text in all_texts(figure)]


def _boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    with in_style():
        return [(text.get_text(), text.get_window_extent()) for text in all_texts(figure)]


def overlaps(figure: Figure, *, slack: float = 1.5) -> list[tuple[str, str]]:
    """Pairs of texts that share more than so many pixels in both directions, at 100 dots an inch."""
    pairs = []
    for (one, a), (other, b) in combinations(_boxes(figure), 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        if wide > slack and high > slack:
            pairs.append((one, other))
    return pairs


def cut_off(figure: Figure) -> list[str]:
    """Texts that are not wholly on the page."""
    width, height = figure.get_size_inches() * figure.dpi
    return [t for t, box in _boxes(figure) if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]
