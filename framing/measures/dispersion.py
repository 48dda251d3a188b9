"""Dispersion: how evenly one group of texts holds a term, part by part.

Parts lie along the last axis, and a term that occurs nowhere has no dispersion. `dispersion_factor` is the one that
widens an interval; the others describe.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from framing.measures.checks import LN_2, Array, Numbers, as_result, check_aligned, check_numbers, shares_of


def dp(counts: ArrayLike, sizes: ArrayLike) -> Numbers:
    """Deviation of proportions: how far a term's spread over the parts is from the parts' sizes.

    Args: `counts` of the term in each part and `sizes` of the parts (tokens, or any common unit),
    parts along the last axis; the axes before it broadcast.
    Returns: float64, 0 (even) to just below 1.
    Raises: ValueError for negative or non-finite counts, a size of 0 or less, a term without any
    occurrence, counts and sizes of different numbers of parts.
    Source: Gries 2008.

    >>> round(dp([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 2)
    0.18
    """
    found, sizes_of_parts = _parts(counts, sizes, least=1)
    return as_result(np.abs(shares_of(found) - shares_of(sizes_of_parts)).sum(axis=-1) / 2.0)


def dp_norm(counts: ArrayLike, sizes: ArrayLike) -> Numbers:
    """Deviation of proportions over its largest value: 1 is all in the smallest part.

    Args: as for `dp`, with two parts or more.
    Returns: float64, 0 to 1.
    Raises: ValueError as for `dp`, and for fewer than two parts.
    Source: Lijffijt & Gries 2012: dp/(1 - smallest share of a part).

    >>> round(dp_norm([2, 1, 0], [1, 1, 1]), 6)
    0.5
    """
    _, sizes_of_parts = _parts(counts, sizes, least=2)
    return as_result(dp(counts, sizes) / (1.0 - shares_of(sizes_of_parts).min(axis=-1)))


def juilland_d(counts: ArrayLike, sizes: ArrayLike, *, rates: bool = True) -> Numbers:
    """Evenness from the coefficient of variation over the parts: 1 is even, 0 is all in one part.

    Args: as for `dp`, with two parts or more; `rates` compares counts per token of the part,
    otherwise the counts as they are (the historical form, for parts of one size).
    Returns: float64, 0 to 1.
    Raises: ValueError as for `dp`, and for fewer than two parts.
    Source: Juilland & Chang-Rodríguez 1964; Gries 2008; standard deviation of a population (divisor
    n).

    >>> round(juilland_d([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 5)
    0.78515
    """
    found, sizes_of_parts = _parts(counts, sizes, least=2)
    values = found / sizes_of_parts if rates else found
    variation = values.std(axis=-1) / values.mean(axis=-1)
    return as_result(1.0 - variation / np.sqrt(values.shape[-1] - 1.0))


def carroll_d2(counts: ArrayLike, sizes: ArrayLike, *, rates: bool = False) -> Numbers:
    """Entropy of the term over the parts, over the largest entropy possible: 1 is even.

    Args: as for `dp`, with two parts or more; `rates` compares counts per token of the part,
    otherwise the counts as they are, which suits parts of like size only.
    Returns: float64, 0 (all in one part) to 1.
    Raises: ValueError as for `dp`, and for fewer than two parts.
    Source: Carroll 1970, on counts as in Gries 2008; rates as in Carroll, Davies & Richman 1971.

    >>> round(carroll_d2([2, 1, 1, 1, 0], [1, 1, 1, 1, 1]), 4)
    0.8277
    """
    found, sizes_of_parts = _parts(counts, sizes, least=2)
    shares = shares_of(found / sizes_of_parts if rates else found)
    entropy = -xlogy(shares, shares).sum(axis=-1)
    return as_result(entropy / xlogy(1.0, float(shares.shape[-1])) + 0.0)


def rosengren_s(counts: ArrayLike, sizes: ArrayLike) -> Numbers:
    """Rosengren's evenness: squared sum of sqrt(share · count) over the term's count; 1 is even.

    Args: as for `dp`.
    Returns: float64, the smallest share of a part to 1.
    Raises: ValueError as for `dp`.
    Source: Rosengren 1971, for parts of unequal size as in Gries 2008.

    >>> round(rosengren_s([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 6)
    0.949816
    """
    found, sizes_of_parts = _parts(counts, sizes, least=1)
    roots = np.sqrt(shares_of(sizes_of_parts) * found).sum(axis=-1)
    return as_result(roots * roots / found.sum(axis=-1))


def dkl(counts: ArrayLike, sizes: ArrayLike) -> Numbers:
    """Kullback-Leibler divergence of a term's spread from the parts' sizes; 0 is even.

    Args: as for `dp`.
    Returns: float64, in bits, 0 or more.
    Raises: ValueError as for `dp`.
    Source: Kullback & Leibler 1951; as a dispersion measure Gries 2020.

    >>> round(dkl([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]), 6)
    0.136972
    """
    found, sizes_of_parts = _parts(counts, sizes, least=1)
    shares = shares_of(found)
    nats = xlogy(shares, shares / shares_of(sizes_of_parts)).sum(axis=-1)
    return as_result(np.maximum(nats, 0.0) / LN_2)


def dispersion_factor(sum_squares_over_expected: ArrayLike, pooled_count: ArrayLike, articles: ArrayLike) -> Numbers:
    """Overdispersion φ over articles: Pearson's statistic per degree of freedom, at least 1.

    Args: `sum_squares_over_expected`, Σ x_i²/(L_i·r) over the articles, x_i the count and L_i the
    tokens of article i, r = R/N; `pooled_count` R; `articles` n, 2 or more. Numbers or arrays that
    broadcast.
    Returns: float64, 1 or more: max(1, (Σ x_i²/(L_i·r) - R)/(n - 1)).
    Raises: ValueError for negative or non-finite numbers, fewer than 2 articles.
    Source: McCullagh & Nelder 1989; Σ(x-E)²/E = Σx²/E - R.

    >>> dispersion_factor(64.0, 16, 4)
    16.0
    """
    squares = check_numbers("sum_squares_over_expected", sum_squares_over_expected)
    pooled = check_numbers("pooled_count", pooled_count)
    freedom = check_numbers("articles", articles, least=2.0) - 1.0
    return as_result(np.maximum((squares - pooled) / freedom, 1.0))


def _parts(counts: ArrayLike, sizes: ArrayLike, *, least: int) -> tuple[Array, Array]:
    """Check the counts of terms in parts and the parts' sizes."""
    found, tokens = check_aligned(
        "counts", check_numbers("counts", counts), "sizes", check_numbers("sizes", sizes, above=0.0)
    )
    if found.shape[-1] < least:
        raise ValueError(f"counts: {least} parts or more are needed, got {found.shape[-1]}")
    if np.any(found.sum(axis=-1) == 0):
        raise ValueError("counts: a term without any occurrence has no dispersion; leave it out")
    return found, tokens
