"""Focus against reference: every term with its counts, rates, scores and, where sizes admit it, p, q and interval.

sides takes the rows of the two groups, stability leaves articles and outlets out, contrast puts the columns together,
leaning says which terms may be listed as more frequent on a side, and keeping makes bytes of a contrast.
"""

from framing.contrasts.contrast import CONTRAST_COLUMNS, SCORES, Contrast, ContrastSettings, contrast_terms
from framing.contrasts.keeping import contrast_from_bytes, contrast_to_bytes
from framing.contrasts.leaning import leans_to, listed_terms

__all__ = [
    "CONTRAST_COLUMNS",
    "SCORES",
    "Contrast",
    "ContrastSettings",
    "contrast_from_bytes",
    "contrast_terms",
    "contrast_to_bytes",
    "leans_to",
    "listed_terms",
]
