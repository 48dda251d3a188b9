"""The look of every figure: fonts, colours and marks, and the bytes a figure is saved as.

Colours are those of Okabe & Ito (2008), safe for the colour-blind; whatever differs in colour differs in shape, fill or
hatch as well, so that a figure reads in grey. No pyplot and no global state; knows no table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from framing.figures.fonts import FAMILIES, add_fonts, check_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
STYLE: Any = {
    "font.family": list(FAMILIES),
    "font.size": 9,
    "svg.hashsalt": "framing",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,  # whole letters, as publishers ask; outlines alone would take half the time
    "path.simplify": False,
    "text.hinting": "none",  # so that a text is as wide in a PNG as in an SVG, and as lettering says
    "hatch.linewidth": 0.7,
    "axes.linewidth": 0.6,
    "axes.edgecolor": "0.4",
    "xtick.labelsize": 8,
    "ytick.labelsize": 8.5,
    "xtick.color": "0.25",
}
BLUE, VERMILLION, GREEN, ORANGE = "#0072B2", "#D55E00", "#009E73", "#E69F00"
SKY, PURPLE, YELLOW, BLACK = "#56B4E9", "#CC79A7", "#F0E442", "#222222"
FAINT, GREY = "0.9", "0.45"
MARK = "*"  # behind a term that passes a test


@dataclass(frozen=True, slots=True)
class Look:
    """How a group of marks is drawn; `area` evens out shapes, so that the same number looks as large in each."""

    edge: str
    fill: str
    shape: str = "o"
    hatch: str = ""
    area: float = 1.0


# a full dot and a hollow diamond read apart in grey, too
SIDES = {
    "focus": Look(BLUE, BLUE, "o"),
    "reference": Look(VERMILLION, "white", "D", "/////"),
}
KINDS = (
    Look(BLUE, BLUE, "o"),
    Look(VERMILLION, "white", "s", area=0.785),
    Look(BLACK, YELLOW, "^", area=1.5),
    Look(GREEN, GREEN, "D", area=0.785),
    Look(BLACK, "white", "v", area=1.5),
    Look(PURPLE, PURPLE, "p", area=1.1),
    Look(BLACK, SKY, "h", area=1.0),
    Look(BLACK, BLACK, "X", area=1.0),
)
FILLS = (
    Look(BLACK, BLUE),
    Look(BLACK, ORANGE, hatch="////"),
    Look(BLACK, "white", hatch="...."),
    Look(BLACK, GREEN, hatch="\\\\\\\\"),
    Look(BLACK, YELLOW, hatch="--"),
    Look(BLACK, PURPLE, hatch="xxxx"),
    Look(BLACK, SKY, hatch="oo"),
)
UNCODED = Look("0.7", "0.92")


def shade(colour: str, strength: float) -> str:
    """A colour mixed with white: 1 is the colour, 0 is white.

    >>> shade("#0072B2", 0.5)
    '#80b8d8'
    """
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - part) * strength):02x}" for part in parts)


@contextmanager
def in_style() -> Iterator[None]:
    """Within it, figures are drawn and saved in this style, whatever the user's own settings are."""
    from matplotlib import rc_context

    add_fonts()
    with rc_context(STYLE):
        yield


def figure_bytes(figure: Figure, kind: str, *, dpi: int = 300) -> bytes:
    """A figure as the bytes of a file, without dates or random ids.

    Parameters
    ----------
    figure : from a draw_ function.
    kind : "png", "svg" or "pdf".
    dpi : dots per inch of a PNG, and of what is drawn as pixels in the others.

    Returns
    -------
    The same bytes for the same figure.

    Raises
    ------
    KeyError : no such kind. FigureError : a text has a character that no font of ours can draw.

    Examples
    --------
    >>> from framing.figures import draw_words
    >>> figure_bytes(draw_words(title="Nothing coded", words="No passage."), "png", dpi=50)[1:4]
    b'PNG'
    """
    metadata: dict[str, dict[str, Any]] = {
        "png": {"Software": None},
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    }
    check_figure(figure)
    buffer = BytesIO()
    with in_style():
        figure.savefig(buffer, format=kind, dpi=dpi, metadata=metadata[kind])
    return buffer.getvalue()
