"""Focus against reference: every term with its counts, rates, scores and, where sizes admit it, p, q and interval.

sides takes the rows of the two groups, stability leaves articles and outlets out, contrast puts the columns together.
"""

from framing.contrasts.contrast import CONTRAST_COLUMNS, SCORES, Contrast, ContrastSettings, contrast_terms

__all__ = ["CONTRAST_COLUMNS", "SCORES", "Contrast", "ContrastSettings", "contrast_terms"]
