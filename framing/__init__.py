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
    from framing.counts import Counts as Counts
    from framing.counts import count_terms as count_terms
    from framing.counts import tf_idf as tf_idf
    from framing.errors import FramingError as FramingError
    from framing.evidence import Quote as Quote
    from framing.evidence import find_lines as find_lines
    from framing.figures import draw_dots as draw_dots
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
    "CountSettings": "settings",
    "Counts": "counts",
    "Finding": "claims",
    "FramingError": "errors",
    "Quote": "evidence",
    "Sides": "inference",
    "Tokens": "tokens",
    "admit": "inference",
    "collocates": "collocations",
    "contrast_terms": "contrasts",
    "count_terms": "counts",
    "draw_dots": "figures",
    "find_lines": "evidence",
    "find_phrases": "phrases",
    "load_corpus": "corpus",
    "open_report": "notebook",
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
