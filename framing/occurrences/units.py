"""Words and bound names in text order, and what makes one of several: a segmenter, a hyphen, an n-gram.

Numbers stand for terms here; a name is only read where a new one is made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from framing.tokens import APART, DASH, JOINED, PAIRED, IntArray, Tokens, is_han, number_keys, powers_of

BoolArray = npt.NDArray[np.bool_]
_RUN = 0x9FB21C651E98DF25  # odd; numbers stand for runs of terms as sums of its powers


@dataclass(frozen=True, slots=True)
class Units:
    """Words and bound names in text order: term numbers into `names`, first and last token of each."""

    names: list[str]
    term: IntArray
    first: IntArray
    last: IntArray


def join_words(tokens: Tokens, units: Units, bound: BoolArray) -> Units:
    """Tokens that a segmenter joins become one term, or each with the one before where they are taken in pairs.

    A listed name stays what it is: what is left of a word beside it begins anew.
    """
    free = ~bound[units.first]
    after = np.zeros(len(free), dtype=bool)
    after[1:] = free[1:] & free[:-1]
    link = np.where(after, tokens.link[units.first], APART)
    head = np.flatnonzero(link != JOINED)
    width = np.diff(np.append(head, len(free)))
    paired = link[head] == PAIRED
    begin, width = head - paired, width + paired
    alone = ~paired & ~np.append(paired[1:], False)  # the first of a run of pairs has no pair of its own
    kept = paired | alone | (bound[units.first[head]])
    return _name_runs(units, begin[kept], width[kept])


def _name_runs(units: Units, begin: IntArray, width: IntArray) -> Units:
    """Runs of units as units; a run is named by its parts, with spaces between unless they are Chinese characters."""
    starts = np.cumsum(width) - width
    step = np.arange(width.sum()) - np.repeat(starts, width)
    parts = units.term[np.repeat(begin, width) + step].astype(np.uint64) + np.uint64(1)
    sums = np.append(np.uint64(0), np.cumsum(parts * powers_of(_RUN, int(width.max(initial=0)))[step]))
    one, run = number_keys(sums[starts + width] - sums[starts])
    spelled = [
        [units.names[part] for part in units.term[at : at + n]] for at, n in zip(begin[one], width[one], strict=True)
    ]
    number: dict[str, int] = {}
    term = [number.setdefault(("" if is_han(words[0][0]) else " ").join(words), len(number)) for words in spelled]
    return Units(list(number), np.array(term, dtype=np.int64)[run], units.first[begin], units.last[begin + width - 1])


def join_hyphens(tokens: Tokens, units: Units) -> Units:
    """Units that a dash without spaces links become one term."""
    head = np.ones(len(units.term), dtype=bool)
    head[1:] = tokens.gap[units.first[1:]] != DASH
    starts = np.flatnonzero(head)
    ends = np.r_[starts[1:], len(head)] - 1
    names = {name: index for index, name in enumerate(units.names)}
    term = units.term[starts]
    for at in np.flatnonzero(ends > starts):
        parts = units.term[starts[at] : ends[at] + 1]
        joined = "-".join(units.names[part] for part in parts)
        term[at] = names.setdefault(joined, len(names))
    return Units(list(names), term, units.first[starts], units.last[ends])


def form_ngrams(units: Units, kept: BoolArray, linked: BoolArray, n: int) -> tuple[Units, BoolArray, BoolArray]:
    """Runs of n units within one sentence, nothing left out between them."""
    fits = kept[: max(len(kept) - n + 1, 0)].copy()
    for step in range(1, n):
        fits &= linked[step : step + len(fits)]
    starts = np.flatnonzero(fits)
    powers = powers_of(_RUN, n)
    keys = np.zeros(len(starts), dtype=np.uint64)
    for step in range(n):
        keys += (units.term[starts + step].astype(np.uint64) + np.uint64(1)) * powers[step]
    at, run = number_keys(keys)
    one = starts[at]
    # two different runs of units can read the same once a bound name holds a space
    number: dict[str, int] = {}
    spelled = (" ".join([units.names[part] for part in units.term[at : at + n].tolist()]) for at in one.tolist())
    term = np.array([number.setdefault(name, len(number)) for name in spelled], dtype=np.int64)[run]
    grams = Units(list(number), term, units.first[starts], units.last[starts + n - 1])
    follows = np.zeros(len(starts), dtype=bool)
    follows[1:] = np.diff(starts) == 1
    return grams, np.ones(len(starts), dtype=bool), follows
