"""Ratios: how many times more frequent a term is in the focus than in the reference, and how sure that is.

Each measure says what it does where a count is 0; the interval alone knows that articles differ among themselves.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, stdtrit

from framing.measures.checks import (
    LN_2,
    Array,
    Numbers,
    Sides,
    as_result,
    binary_log,
    check_numbers,
    check_option,
    check_sides,
    check_whole,
    ratio_or,
)


def log_ratio(
    n_focus: ArrayLike,
    total_focus: ArrayLike,
    n_reference: ArrayLike,
    total_reference: ArrayLike,
    *,
    convention: str = "walter",
) -> Numbers:
    """Binary logarithm of the ratio of the two relative frequencies: 1 is twice as frequent.

    Args: counts of the term and all tokens of each group, numbers or arrays that broadcast;
    `convention` is "walter" (.5 added to every count and total), "hardie" (.5 in place of a count
    of 0) or "plain" (as it stands: infinite where one count is 0, and 0 where both are).
    Returns: float64, in doublings.
    Raises: ValueError for negative or non-finite counts, a count above its total, a total of 0, an
    unknown convention.
    Source: Walter 1975, as in Evert's R package corpora; Hardie 2014.

    >>> round(log_ratio(7, 1000, 2, 1000), 6)
    1.584963
    >>> round(log_ratio(5, 1000, 0, 2000, convention="hardie"), 6)
    4.321928
    >>> log_ratio(5, 1000, 0, 2000, convention="plain")
    inf
    """
    check_option("convention", convention, ("walter", "hardie", "plain"))
    sides = check_sides(n_focus, total_focus, n_reference, total_reference)
    focus, reference = sides.focus, sides.reference
    if convention == "walter":
        focus_rate = (focus + 0.5) / (sides.total_focus + 0.5)
        reference_rate = (reference + 0.5) / (sides.total_reference + 0.5)
        return as_result(binary_log(focus_rate) - binary_log(reference_rate))
    if convention == "hardie":
        focus = np.where(focus == 0, 0.5, focus)
        reference = np.where(reference == 0, 0.5, reference)
    absent = (focus == 0) & (reference == 0)
    focus_bits = binary_log(np.where(absent, 1.0, focus / sides.total_focus))
    reference_bits = binary_log(np.where(absent, 1.0, reference / sides.total_reference))
    return as_result(focus_bits - reference_bits)


def conservative_log_ratio(
    n_focus: ArrayLike,
    total_focus: ArrayLike,
    n_reference: ArrayLike,
    total_reference: ArrayLike,
    *,
    confidence: float = 0.95,
    family: int = 1,
) -> Numbers:
    """The end nearest to 0 of an exact interval of the plain log ratio, 0 where it covers 0.

    Given a + b, a is binomial; its Clopper-Pearson interval carries over to the ratio of the two
    rates. The interval takes tokens as independent, so it ranks terms and does not test them.

    Args: counts of the term and all tokens of each group, numbers or arrays that broadcast;
    `confidence` two-sided, between 0 and 1; `family` is the number of terms compared, for
    Bonferroni's correction.
    Returns: float64, in doublings.
    Raises: ValueError for negative or non-finite counts, a count above its total, a total of 0, a
    confidence outside (0, 1), a family that is no whole number of 1 or more.
    Source: Evert 2022; Clopper & Pearson 1934.

    >>> round(conservative_log_ratio(70, 10_000, 20, 10_000), 6)
    1.073387
    >>> conservative_log_ratio(5, 1000, 5, 1000)
    0.0
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence!r}; .95 is usual")
    tail = (1.0 - confidence) / check_whole("family", family, lowest=1) / 2.0
    sides = check_sides(n_focus, total_focus, n_reference, total_reference)
    reverse = Sides(sides.reference, sides.total_reference, sides.focus, sides.total_focus)
    low, high = _lowest_log_ratio(sides, tail), -_lowest_log_ratio(reverse, tail)
    return as_result(np.where(low > 0, low, np.where(high < 0, high, 0.0)))


def log_ratio_interval(
    log_ratio: ArrayLike,
    n_focus: ArrayLike,
    n_reference: ArrayLike,
    dispersion: ArrayLike,
    articles: ArrayLike,
) -> tuple[Numbers, Numbers]:
    """Interval of 95 % around a log ratio, widened by the term's overdispersion over articles.

    Args: `log_ratio` in doublings; counts of the term in each group; `dispersion` φ, above 0, from
    `dispersion_factor`; `articles` of both groups together, 3 or more. Numbers or arrays that
    broadcast.
    Returns: (low, high), float64, in doublings: log_ratio ± t(articles - 2; .975)·sqrt(φ(1/(a+.5) +
    1/(b+.5)))/ln 2.
    Raises: ValueError for non-finite numbers, negative counts, a φ of 0 or less, fewer than 3
    articles.
    Source: the project's calibration study (docs/methods.md): quasi-Poisson variance with Student's
    t; the +.5 of Walter 1975.

    >>> low, high = log_ratio_interval(1.0, 40, 20, 1.0, 102)
    >>> round(low, 4), round(high, 4)
    (0.2242, 1.7758)
    """
    middle = check_numbers("log_ratio", log_ratio, least=-np.inf)
    focus, reference = check_numbers("n_focus", n_focus), check_numbers("n_reference", n_reference)
    factor = check_numbers("dispersion", dispersion, above=0.0)
    freedom = check_numbers("articles", articles, least=3.0) - 2.0
    variance = factor * (1.0 / (focus + 0.5) + 1.0 / (reference + 0.5))
    half = stdtrit(freedom, 0.975) * np.sqrt(variance) / LN_2
    return as_result(middle - half), as_result(middle + half)


def odds_ratio(
    n_focus: ArrayLike,
    total_focus: ArrayLike,
    n_reference: ArrayLike,
    total_reference: ArrayLike,
) -> Numbers:
    """Odds of the term against all other tokens in the focus, over the same odds in the reference.

    Args: counts of the term and all tokens of each group, numbers or arrays that broadcast.
    Returns: float64, 0 to infinity, 1 for no difference; infinite where only the divisor is 0, 1
    where both the dividend and the divisor are.
    Raises: ValueError for negative or non-finite counts, a count above its total, a total of 0.
    Source: Pojanapunya & Watson Todd 2018; no correction of zeros.

    >>> round(odds_ratio(7, 1000, 2, 1000), 6)
    3.517623
    """
    sides = check_sides(n_focus, total_focus, n_reference, total_reference)
    rest = sides.rest
    above, below = sides.focus * rest.reference, sides.reference * rest.focus
    return as_result(ratio_or(above, below, np.where(above > 0, np.inf, 1.0)))


def percent_difference(
    n_focus: ArrayLike,
    total_focus: ArrayLike,
    n_reference: ArrayLike,
    total_reference: ArrayLike,
) -> Numbers:
    """By how many percent the focus's relative frequency exceeds the reference's (%DIFF).

    Args: counts of the term and all tokens of each group, numbers or arrays that broadcast.
    Returns: float64, in percent, -100 to infinity; infinite where only the reference lacks the
    term, 0 where both do.
    Raises: ValueError for negative or non-finite counts, a count above its total, a total of 0.
    Source: Gabrielatos & Marchi 2011; a count of 0 is left as it is.

    >>> percent_difference(7, 1000, 2, 1000)
    250.0
    """
    sides = check_sides(n_focus, total_focus, n_reference, total_reference)
    below = sides.reference * sides.total_focus
    absent = np.where(sides.focus > 0, np.inf, 0.0)
    return as_result(100.0 * ratio_or(sides.cross, below, absent))


def simple_maths(
    n_focus: ArrayLike,
    total_focus: ArrayLike,
    n_reference: ArrayLike,
    total_reference: ArrayLike,
    *,
    k: float = 100.0,
) -> Numbers:
    """Ratio of the two frequencies per million tokens after k is added to both.

    Args: counts of the term and all tokens of each group, numbers or arrays that broadcast; `k` in
    occurrences per million tokens, above 0: a larger k favours commoner terms.
    Returns: float64 above 0, 1 for no difference.
    Raises: ValueError for negative or non-finite counts, a count above its total, a total of 0, a k
    of 0 or less.
    Source: Kilgarriff 2009.

    >>> round(simple_maths(7, 1000, 2, 1000), 6), round(simple_maths(7, 1000, 2, 1000, k=1), 6)
    (3.380952, 3.498751)
    """
    added = check_numbers("k", k, above=0.0)
    sides = check_sides(n_focus, total_focus, n_reference, total_reference)
    focus = 1e6 * sides.focus / sides.total_focus
    reference = 1e6 * sides.reference / sides.total_reference
    return as_result((focus + added) / (reference + added))


def _lowest_log_ratio(sides: Sides, tail: float) -> Array:
    """Lower Clopper-Pearson bound of the plain log ratio, -inf where the focus lacks the term."""
    present = sides.focus > 0
    successes = np.where(present, sides.focus, 1.0)
    share = np.asarray(betaincinv(successes, sides.reference + 1.0, tail))
    odds = share / (1.0 - share)
    bound = binary_log(odds * sides.total_reference / sides.total_focus)
    return np.where(present, bound, -np.inf)
