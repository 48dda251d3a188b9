"""Resampling: comparisons of articles by their ranks, and by exchanging their labels.

Here the article, not the token, is what is drawn. Only exact results live here, nothing random: where labelings are
too many to list, permutation_p refuses.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from framing.measures.checks import Array, check_aligned, check_list, check_whole, check_within
from framing.measures.keyness import log_likelihood

MOST_LABELINGS = 20_000  # beyond it labelings are drawn at random (docs/methods.md)
TIE = 1e-9  # two labelings whose G2 differ by less than this share of it are tied


def rank_sum_u(x: ArrayLike, y: ArrayLike) -> float:
    """Mann-Whitney U of x: the pairs in which x is the larger, ties counted half.

    Args: `x` and `y`, counts or rates per article of the two groups, 1-d, at least one each.
    Returns: float, 0 to len(x)·len(y); the rank sum of x is U + len(x)·(len(x) + 1)/2.
    Raises: ValueError for non-finite numbers, an empty group, more than one dimension.
    Source: Mann & Whitney 1947; for keywords Kilgarriff 2001.

    >>> rank_sum_u([12, 15, 18, 24, 88], [3, 3, 13, 27, 33])
    16.0
    """
    left = check_list("x", x, least=-np.inf)
    right = np.sort(check_list("y", y, least=-np.inf))
    below = np.searchsorted(right, left, side="left").sum()
    not_above = np.searchsorted(right, left, side="right").sum()
    return float(below + not_above) / 2.0


def permutation_p(
    x_focus: ArrayLike,
    lengths_focus: ArrayLike,
    x_reference: ArrayLike,
    lengths_reference: ArrayLike,
) -> float:
    """Exact permutation p of one term's two-cell G2, by every way of labeling the articles.

    Args: counts of the term and tokens of every article of each group, 1-d arrays, one entry per
    article; at most 20,000 labelings.
    Returns: float, the share of labelings whose |G2| reaches the observed one; the observed
    labeling is among them, so p is never 0. A |G2| short of the observed one by less than a
    billionth of it counts as equal, since the same split reached by other sums may differ in its
    last bits.
    Raises: ValueError for negative or non-finite numbers, an article without tokens, a count above
    its article's tokens, an empty group, more than 20,000 labelings.
    Source: Fisher 1935; Phipson & Smyth 2010.

    >>> round(permutation_p([5, 6, 7, 8], [100] * 4, [0, 1, 1, 2], [100] * 4), 6)
    0.028571
    """
    focus, focus_tokens = _articles("focus", x_focus, lengths_focus)
    reference, reference_tokens = _articles("reference", x_reference, lengths_reference)
    possible = count_labelings(focus.size, reference.size)
    if possible > MOST_LABELINGS:
        raise ValueError(
            f"permutation_p: {focus.size} and {reference.size} articles have more than "
            f"{MOST_LABELINGS} labelings; draw labelings at random instead"
        )
    counts = np.concatenate([focus, reference])
    tokens = np.concatenate([focus_tokens, reference_tokens])
    # |G2| is the same from either side, so the smaller side's labels are enough.
    chosen = np.array(list(itertools.combinations(range(counts.size), min(focus.size, reference.size))))
    x, n = counts[chosen].sum(axis=1), tokens[chosen].sum(axis=1)
    each = np.abs(log_likelihood(x, n, counts.sum() - x, tokens.sum() - n))
    observed = log_likelihood(focus.sum(), focus_tokens.sum(), reference.sum(), reference_tokens.sum())
    return float(np.mean(each >= np.abs(observed) * (1.0 - TIE)))


def smallest_attainable_p(n_focus: int | Sequence[int], n_reference: int | Sequence[int]) -> float:
    """The smallest p that permuting so many units can give, whatever the data.

    Args: units (articles or outlets) of each group, whole numbers of 1 or more; or lists of the same
    length, one number a stratum, where labels are exchanged within strata only.
    Returns: float, 1/C(n, n_focus), doubled where the groups are equal because the swapped labels
    give the same |G2|; over strata the product of the C(n, n_focus), doubled where the groups are
    equal in each. Never 0: below the smallest float of full precision that float is given.
    Raises: ValueError for anything but whole numbers of 1 or more, lists of different length or
    empty ones.
    Source: Phipson & Smyth 2010; docs/methods.md.

    >>> smallest_attainable_p(4, 1), smallest_attainable_p(3, 3)
    (0.2, 0.1)
    >>> smallest_attainable_p([3, 2], [3, 1]) == 1 / (20 * 3)
    True
    """
    pairs = _pairs(n_focus, n_reference)
    ways = 2.0 if all(focus == reference for focus, reference in pairs) else 1.0
    every = math.prod(count_labelings(focus, reference) for focus, reference in pairs)
    return max(ways / every, float(np.finfo(np.float64).tiny))


def _pairs(n_focus: int | Sequence[int], n_reference: int | Sequence[int]) -> list[tuple[int, int]]:
    """Units of the two groups in each stratum, checked."""
    lists = [values if isinstance(values, Sequence) else [values] for values in (n_focus, n_reference)]
    if len(lists[0]) != len(lists[1]) or not lists[0]:
        raise ValueError(f"n_focus and n_reference must list the same strata, got {n_focus!r} and {n_reference!r}")
    return [
        (check_whole("n_focus", focus, lowest=1), check_whole("n_reference", reference, lowest=1))
        for focus, reference in zip(*lists, strict=True)
    ]


def _articles(side: str, counts: ArrayLike, lengths: ArrayLike) -> tuple[Array, Array]:
    """Check the counts and lengths of one group's articles."""
    found = check_list(f"x_{side}", counts)
    tokens = check_list(f"lengths_{side}", lengths, above=0.0)
    check_aligned(f"x_{side}", found, f"lengths_{side}", tokens)
    check_within(f"x_{side}", found, f"lengths_{side}", tokens)
    return found, tokens


def count_labelings(n_focus: int, n_reference: int) -> float:
    """C(n, n_focus), the ways to label so many units.

    Args: units of each group, whole numbers of 0 or more.
    Returns: float, a whole number of 1 or more as far as floats hold it; infinite beyond 1e304.
    Raises: ValueError for anything but whole numbers of 0 or more.
    Source: Fisher 1935.

    >>> count_labelings(4, 1), count_labelings(600, 600)
    (5.0, inf)
    """
    focus, reference = check_whole("n_focus", n_focus, lowest=0), check_whole("n_reference", n_reference, lowest=0)
    log_ways = gammaln(focus + reference + 1) - gammaln(focus + 1) - gammaln(reference + 1)
    return float(math.comb(focus + reference, focus)) if log_ways < 700 else math.inf
