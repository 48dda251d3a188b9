"""Exposure: what the lack of a term in so many articles allows to be said of all articles like them.

A count of 0 is no rate of 0. The bound is exact for units that are independent of each other; whether they are is for the
caller to know.
"""

from __future__ import annotations

from numpy.typing import ArrayLike

from framing.measures.checks import Numbers, as_result, check_numbers


def zero_upper_bound(n: ArrayLike, *, confidence: float = 0.95) -> Numbers:
    """Upper bound of the share of units that could hold a term although none of n does.

    Args: `n` units looked at, above 0, a number or an array; `confidence` one-sided, between 0 and
    1.
    Returns: float64, 0 to 1: 1 - (1 - confidence)^(1/n).
    Raises: ValueError for an n of 0 or less, a confidence outside (0, 1).
    Source: Clopper & Pearson 1934, with 0 hits; close to 3/n where n is large (Hanley & Lippman-Hand
    1983).

    >>> round(zero_upper_bound(10), 4)
    0.2589
    >>> round(zero_upper_bound(1), 4)
    0.95
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence!r}; .95 is usual")
    units = check_numbers("n", n, above=0.0)
    return as_result(1.0 - (1.0 - confidence) ** (1.0 / units))
