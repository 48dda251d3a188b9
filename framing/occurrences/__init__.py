"""Every occurrence of every term under given settings: tokens after masks, joins and maps.

A linear pass over the finest tokens, never a second regular expression. Names and variants are bound first (longest
first, case-sensitively for names), then words are folded, then zones, voices and events are masked, then n-grams formed.
Counts, concordances, phrases and collocates all read these occurrences, so they can never disagree.
"""

from framing.occurrences.occurrences import Occurrences, find_inside, find_occurrences, restrict
from framing.occurrences.reading import Reading, find_term, in_other_cases, possible_terms, read_writings

__all__ = [
    "Occurrences",
    "Reading",
    "find_inside",
    "find_occurrences",
    "find_term",
    "in_other_cases",
    "possible_terms",
    "read_writings",
    "restrict",
]
