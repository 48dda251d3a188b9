"""Other defensible ways of counting: which there are for some settings, what they are called, and whether one changes a count.

Each changes one choice of a report. What a choice is called depends on what it lets in, so that no sentence speaks of
captions where there are none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import scipy.sparse as sp

from framing.counts import Counts
from framing.settings import CountSettings
from framing.zones import BODY

NARRATOR = "narrator"
_HEADLINE, _CAPTION = "headline", "caption"
_PLURALS = frozenset("headline caption dateline byline credit subheading standfirst sign-off".split())
_NAMED = 2  # parts of an article that a choice names one by one


def possible_choices(base: CountSettings, *, zones: Sequence[str], narrated: bool) -> dict[str, CountSettings]:
    """Other settings by the name a reader meets.

    Parameters
    ----------
    base : the settings of a report.
    zones : the zones with words that `base` leaves aside.
    narrated : whether passages of the outlets' own words are coded.

    Examples
    --------
    >>> list(possible_choices(CountSettings(), zones=["headline"], narrated=False))
    ['spellings and names left unmerged', 'headlines counted too', 'hyphenated words counted whole']
    """
    choices = {"spellings and names left unmerged": replace(base, variants=())}
    if zones:
        choices[f"{_parts(zones)} counted too"] = replace(base, zones=None)
    choices["hyphenated words counted whole"] = replace(base, hyphens="join")
    if narrated:
        choices["only the outlets' own words counted"] = replace(base, voices=(NARRATOR,))
    return {name: settings for name, settings in choices.items() if settings != base}


def _parts(zones: Sequence[str]) -> str:
    """What is let in: headlines and captions by their names, others where they are few."""
    named = {_HEADLINE, _CAPTION} & set(zones)
    if len(named) == 2:
        return "headlines and captions" if len(zones) == 2 else "headlines, captions and other parts"
    if len(zones) > _NAMED or BODY in zones:
        return "all other parts of the articles"
    return " and ".join(f"{zone}s" if zone in _PLURALS else f"the zone “{zone}”" for zone in zones)


def counts_equal(first: Counts, second: Counts) -> bool:
    """Whether two ways of counting give the same numbers, whatever the terms are called.

    Where every article writes *organisations*, merging spellings gives the term another name and changes no count.
    """
    one, other = (counts.matrix.tocsc() for counts in (first, second))
    if one.nnz != other.nnz or one.sum() != other.sum():
        return False
    return _columns(one) == _columns(other)


def _columns(matrix: sp.csc_array) -> Counter[bytes]:
    """The counts of each term by article, without its name; terms that no article holds aside."""
    ends = [(a, b) for a, b in pairwise(matrix.indptr.tolist()) if a < b]
    return Counter(matrix.indices[a:b].tobytes() + matrix.data[a:b].tobytes() for a, b in ends)
