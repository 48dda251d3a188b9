"""A term or a phrase under another way of counting, followed across its writings.

With spellings unmerged *organizations* is *organisations* and *organizations* together: what a report merges does not
vanish, it is written in several ways. So are hyphenated words counted whole and names that are bound. A use is followed
where the other way of counting makes whole terms of exactly its words.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from framing.occurrences import Occurrences
from framing.phrases import find_run
from framing.tokens import IntArray

Bools = npt.NDArray[np.bool_]
Form = tuple[str, ...]  # the terms that follow each other in one writing


def written_forms(other: Occurrences, first: IntArray, last: IntArray) -> set[Form]:
    """What some spans of tokens are, written out in the terms of another way of counting, one word a term.

    Parameters
    ----------
    other : occurrences under the other settings, of the same tokens.
    first, last : the first and the last token of each span.

    Returns
    -------
    The runs of terms that cover one of the spans exactly.

    Examples
    --------
    >>> import polars as pl
    >>> from framing.corpus import load_corpus
    >>> from framing.occurrences import find_occurrences
    >>> from framing.settings import CountSettings
    >>> from framing.tokens import tokenize
    >>> frame = pl.DataFrame({"text": ["Organised talks, organized talks"], "language": ["en"]})
    >>> tokens = tokenize(load_corpus(frame))
    >>> merged, unmerged = find_occurrences(tokens), find_occurrences(tokens, CountSettings(variants=()))
    >>> hits = merged.at("organized")
    >>> sorted(written_forms(unmerged, merged.first[hits], merged.last[hits]))
    [('organised',), ('organized',)]
    """
    start, end, whole = _covering(other, first, last)
    start, end = start[whole], end[whole]
    alone = np.unique(other.term[start[start == end]])
    longer = {tuple(other.term[a : b + 1].tolist()) for a, b in zip(start, end, strict=True) if a < b}
    return {tuple(other.terms[term] for term in run) for run in (*((term,) for term in alone.tolist()), *longer)}


def not_covered(other: Occurrences, first: IntArray, last: IntArray) -> Bools:
    """Which spans of tokens no whole terms of another way of counting cover exactly.

    A segmenter cuts otherwise where no writing is merged; what stands there is the same word all the same.
    """
    return ~_covering(other, first, last)[2]


def _covering(other: Occurrences, first: IntArray, last: IntArray) -> tuple[IntArray, IntArray, Bools]:
    """The terms that begin and end with each span, and whether they do."""
    if not len(other):
        return first, last, np.zeros(len(first), dtype=bool)
    start = np.minimum(np.searchsorted(other.first, first), len(other) - 1)
    end = np.minimum(np.searchsorted(other.last, last), len(other) - 1)
    return start, end, (other.first[start] == first) & (other.last[end] == last)


def runs_of(other: Occurrences, forms: Iterable[Form]) -> IntArray:
    """The occurrences at which one of several writings begins, each text counted once: of two at one place the longer."""
    covered: Bools = np.zeros(len(other), dtype=bool)
    starts: list[IntArray] = [np.empty(0, dtype=np.int64)]
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        found = find_run(other, form)
        found = found[~np.any([covered[found + step] for step in range(len(form))], axis=0)]
        starts.append(found)
        for step in range(len(form)):
            covered[found + step] = True
    return np.sort(np.concatenate(starts))
