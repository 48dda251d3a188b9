"""Divergence: how far two groups are apart, by the articles that hold a term or by their whole vocabularies.

Descriptive, without any claim about texts not in the groups.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from framing.measures.checks import (
    LN_2,
    Array,
    Numbers,
    as_result,
    check_aligned,
    check_numbers,
    check_option,
    check_sides,
    ratio_or,
    shares_of,
)


def zeta(
    d_focus: ArrayLike,
    n_focus: ArrayLike,
    d_reference: ArrayLike,
    n_reference: ArrayLike,
    *,
    form: str = "burrows",
) -> Numbers:
    """How much larger a share of the focus's articles holds the term.

    Args: articles that hold the term and all articles of each group, numbers or arrays that
    broadcast; with the two shares p and q, `form` is "burrows" (p - q), "craig" (p + 1 - q) or
    "eder" ((p - q)/(p + q), 0 where both are 0).
    Returns: float64; -1 to 1 around 0, for "craig" 0 to 2 around 1.
    Raises: ValueError for negative or non-finite counts, more articles than the group has, an empty
    group, an unknown form.
    Source: Burrows 2007; Craig & Kinney 2009; Eder's form as in the R package stylo.

    >>> round(zeta(3, 4, 1, 5), 2), round(zeta(3, 4, 1, 5, form="eder"), 6)
    (0.55, 0.578947)
    """
    check_option("form", form, ("burrows", "craig", "eder"))
    sides = check_sides(d_focus, n_focus, d_reference, n_reference, names=("d_", "n_"))
    focus = sides.focus / sides.total_focus
    reference = sides.reference / sides.total_reference
    if form == "burrows":
        return as_result(focus - reference)
    if form == "craig":
        return as_result(focus + (1.0 - reference))
    return as_result(ratio_or(focus - reference, focus + reference, 0.0))


def jensen_shannon(p: ArrayLike, q: ArrayLike) -> Numbers:
    """Jensen-Shannon divergence of two distributions; 0 is equal, 1 is no term in common.

    Args: `p` and `q`, counts or probabilities along the last axis, each divided by its sum first.
    Returns: float64, in bits, 0 to 1 (the divergence, not its square root).
    Raises: ValueError for negative or non-finite values, distributions of different lengths or
    without any mass.
    Source: Lin 1991; Gallagher et al. 2021.

    >>> round(jensen_shannon([0.5, 0.3, 0.2], [0.2, 0.3, 0.5]), 7)
    0.0958156
    """
    return as_result(jensen_shannon_contributions(p, q).sum(axis=-1))


def jensen_shannon_contributions(p: ArrayLike, q: ArrayLike) -> Array:
    """What each term adds to the Jensen-Shannon divergence; the sum is the divergence.

    Args: as for `jensen_shannon`.
    Returns: float64, one value per term, in bits, 0 or more, without a sign.
    Raises: ValueError as for `jensen_shannon`.
    Source: Gallagher et al. 2021, with equal weights.

    >>> jensen_shannon_contributions([0.5, 0.3, 0.2], [0.2, 0.3, 0.5]).round(7).tolist()
    [0.0479078, 0.0, 0.0479078]
    """
    left, right = check_aligned("p", check_numbers("p", p), "q", check_numbers("q", q))
    for name, values in (("p", left), ("q", right)):
        if np.any(values.sum(axis=-1) == 0):
            raise ValueError(f"{name}: all values are 0; leave empty distributions out")
    left, right = shares_of(left), shares_of(right)
    middle = (left + right) / 2.0
    nats = xlogy(left, ratio_or(left, middle, 1.0)) + xlogy(right, ratio_or(right, middle, 1.0))
    bits: Array = np.maximum(nats, 0.0) / 2.0 / LN_2
    return bits
