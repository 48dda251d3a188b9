"""Every figure of a report as a function of its tables: which rows are drawn, what the title states, what the alt tells.

A title states what is to be seen, from cells; an alt text tells the same to a reader who cannot see it. How a figure is
drawn is known to figures alone. The rooms go by question: events, terms, stages, places, speakers, names,
calibration.
"""

from __future__ import annotations

from collections.abc import Callable

from framing.claims import Tables
from framing.drawings.calibration import calibration
from framing.drawings.drawing import Drawing
from framing.drawings.events import events
from framing.drawings.names import naming
from framing.drawings.places import dispersion, observations
from framing.drawings.speakers import voices
from framing.drawings.stages import ranks
from framing.drawings.terms import contrast, tf_idf, top_terms

__all__ = ["FIGURES", "Drawing"]

FIGURES: dict[str, Callable[[Tables], Drawing]] = {
    "events": events,
    "tf_idf": tf_idf,
    "top_terms": top_terms,
    "contrast": contrast,
    "ranks": ranks,
    "dispersion": dispersion,
    "voices": voices,
    "naming": naming,
    "observations": observations,
    "calibration": calibration,
}
