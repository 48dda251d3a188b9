"""Framing: how outlets tell the same story differently.

The chain is load_corpus → tokenize → count_terms → contrast_terms → find_lines …; open_report puts it together for a
notebook. Names are imported when they are first used, so that `import framing` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing import measures as measures
    from framing.claims import Finding as Finding
    from framing.collocations import collocates as collocates
    from framing.contrasts import Contrast as Contrast
    from framing.contrasts import contrast_terms as contrast_terms
    from framing.corpus import Corpus as Corpus
    from framing.corpus import load_corpus as load_corpus
    from framing.counting import CorpusCounts as CorpusCounts
    from framing.counting import count_corpus as count_corpus
    from framing.counts import Counts as Counts
    from framing.counts import count_terms as count_terms
    from framing.counts import tf_idf as tf_idf
    from framing.duplicates import Duplicates as Duplicates
    from framing.duplicates import find_duplicates as find_duplicates
    from framing.errors import FramingError as FramingError
    from framing.evidence import Quote as Quote
    from framing.evidence import find_lines as find_lines
    from framing.evidence import first_lines as first_lines
    from framing.explorer import TermView as TermView
    from framing.explorer import explore as explore
    from framing.explorer import index_terms as index_terms
    from framing.explorer import show_term as show_term
    from framing.figures import draw_contrast as draw_contrast
    from framing.figures import draw_dots as draw_dots
    from framing.figures import draw_events as draw_events
    from framing.figures import draw_observations as draw_observations
    from framing.figures import draw_positions as draw_positions
    from framing.figures import draw_ranks as draw_ranks
    from framing.figures import draw_shares as draw_shares
    from framing.figures import draw_uses as draw_uses
    from framing.figures import draw_weights as draw_weights
    from framing.findings import state_findings as state_findings
    from framing.inference import Sides as Sides
    from framing.inference import admit as admit
    from framing.notebook import open_report as open_report
    from framing.phrases import find_phrases as find_phrases
    from framing.settings import CountSettings as CountSettings
    from framing.tokens import Tokens as Tokens
    from framing.tokens import tokenize as tokenize

__version__ = "0.1.0"

_HOMES = {
    "Contrast": "contrasts",
    "Corpus": "corpus",
    "CorpusCounts": "counting",
    "CountSettings": "settings",
    "Counts": "counts",
    "Duplicates": "duplicates",
    "Finding": "claims",
    "FramingError": "errors",
    "Quote": "evidence",
    "Sides": "inference",
    "TermView": "explorer",
    "Tokens": "tokens",
    "admit": "inference",
    "collocates": "collocations",
    "contrast_terms": "contrasts",
    "count_corpus": "counting",
    "count_terms": "counts",
    "draw_contrast": "figures",
    "draw_dots": "figures",
    "draw_events": "figures",
    "draw_observations": "figures",
    "draw_positions": "figures",
    "draw_ranks": "figures",
    "draw_shares": "figures",
    "draw_uses": "figures",
    "draw_weights": "figures",
    "explore": "explorer",
    "find_duplicates": "duplicates",
    "find_lines": "evidence",
    "find_phrases": "phrases",
    "first_lines": "evidence",
    "index_terms": "explorer",
    "load_corpus": "corpus",
    "open_report": "notebook",
    "show_term": "explorer",
    "state_findings": "findings",
    "tf_idf": "counts",
    "tokenize": "tokens",
}

__all__ = [*sorted(_HOMES), "measures"]  # noqa: PLE0604  # names are imported on first use


def __getattr__(name: str) -> Any:
    if name == "measures":
        return importlib.import_module("framing.measures")
    if name in _HOMES:
        return getattr(importlib.import_module(f"framing.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'framing' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
