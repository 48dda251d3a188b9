"""Reprints and near copies: which articles print the same text, and what that does to a comparison.

`find_duplicates` groups articles, the other functions are pure functions of what it found. This room knows articles and
their zones; it counts no words and tests nothing.
"""

from framing.duplicates.clusters import Duplicates, equal_texts, find_duplicates
from framing.duplicates.copies import collapse, crossing, effective_sizes
from framing.duplicates.options import DuplicateSettings

__all__ = [
    "DuplicateSettings",
    "Duplicates",
    "collapse",
    "crossing",
    "effective_sizes",
    "equal_texts",
    "find_duplicates",
]
