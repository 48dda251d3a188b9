"""Keyness: how surprising a term's two frequencies are, and scores that rank terms by it.

All take tokens as independent, which those of one article are not: they rank, and never test.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from framing.measures.checks import (
    Array,
    Numbers,
    Sides,
    as_result,
    check_aligned,
    check_list,
    check_numbers,
    check_option,
    check_sides,
    ratio_or,
)


def log_likelihood(
    n_focus: ArrayLike,
    total_focus: ArrayLike,
    n_reference: ArrayLike,
    total_reference: ArrayLike,
    cells: int = 2,
) -> Numbers:
    """Signed log-likelihood ratio G2 of one term in two groups.

    A ranking score, never a test: tokens of one article are not independent.

    Args: counts of the term and all tokens of each group, numbers or arrays that broadcast; `cells`
    is 2 for 2(a ln(a/E_A) + b ln(b/E_B)) or 4 to add the two cells of all other tokens. The two
    part for frequent terms.
    Returns: float64, in nats times two, negative where the term is relatively rarer in the focus.
    Raises: ValueError for negative or non-finite counts, a count above its total, a total of 0,
    other `cells`.
    Source: Rayson & Garside 2000 (2 cells); Dunning 1993 (4 cells); 0·ln 0 = 0.

    >>> round(log_likelihood(12000, 1_000_000, 10000, 1_000_000), 4)
    182.0695
    >>> round(log_likelihood(620, 1_017_879, 267, 1_007_532, cells=4), 4)
    140.9255
    """
    check_option("cells", cells, (2, 4))
    sides = check_sides(n_focus, total_focus, n_reference, total_reference)
    halves = _halves_of_g2(sides)
    if cells == 4:
        halves = halves + _halves_of_g2(sides.rest)
    # Rounding can leave a magnitude just below 0, and a sign of -1 would turn 0 into -0.
    return as_result(np.sign(sides.cross) * np.maximum(2.0 * halves, 0.0) + 0.0)


def chi_squared(
    n_focus: ArrayLike,
    total_focus: ArrayLike,
    n_reference: ArrayLike,
    total_reference: ArrayLike,
    *,
    yates: bool = False,
) -> Numbers:
    """Pearson's chi-squared of the four cells, without a sign.

    A ranking score, never a test: tokens of one article are not independent.

    Args: counts of the term and all tokens of each group, numbers or arrays that broadcast; `yates`
    moves every cell by up to .5 towards its expectation.
    Returns: float64, 0 or more; 0 where the term is absent from both groups or is all there is.
    Raises: ValueError for negative or non-finite counts, a count above its total, a total of 0.
    Source: Pearson 1900; Yates 1934; as scipy's chi2_contingency.

    >>> round(chi_squared(7, 1000, 2, 1000), 6), round(chi_squared(7, 1000, 2, 1000, yates=True), 6)
    (2.790334, 1.785814)
    """
    sides = check_sides(n_focus, total_focus, n_reference, total_reference)
    distance = np.abs(sides.cross)
    if yates:
        distance = np.maximum(distance - sides.total / 2.0, 0.0)
    # In two steps, so that no product of four margins is formed.
    by_group = ratio_or(distance, sides.total_focus * sides.total_reference, 0.0)
    by_term = ratio_or(distance, sides.pooled * sides.rest.pooled, 0.0)
    return as_result(by_group * by_term * sides.total)


def fisher_exact(
    n_focus: ArrayLike,
    total_focus: ArrayLike,
    n_reference: ArrayLike,
    total_reference: ArrayLike,
    *,
    alternative: str = "two-sided",
) -> Numbers:
    """The probability of Fisher's exact test on the four cells, for readers who look for it.

    Methods refuse token-level tests: tokens of one article are not independent, so this probability
    is far too small on real news and no sentence of a report uses it.

    Args: whole counts of the term and all tokens of each group, numbers or arrays that broadcast;
    `alternative` is "two-sided", "less" or "greater" (the odds of the term in the focus).
    Returns: float64, a probability between 0 and 1.
    Raises: ValueError for negative, non-finite or fractional counts, a count above its total, a
    total of 0, an unknown alternative.
    Source: Fisher 1935, as scipy.stats.fisher_exact.

    >>> round(fisher_exact(7, 1000, 2, 1000), 6)
    0.178702
    """
    # Imported here: heavy, and for this function alone.
    from scipy.stats import fisher_exact as exact

    check_option("alternative", alternative, ("two-sided", "less", "greater"))
    sides = check_sides(n_focus, total_focus, n_reference, total_reference)
    rest = sides.rest
    cells = np.stack([sides.focus, sides.reference, rest.focus, rest.reference], axis=-1)
    if np.any(cells != np.floor(cells)):
        raise ValueError("fisher_exact: counts must be whole numbers; give counts, not rates")
    tables = cells.astype(np.int64).reshape(-1, 2, 2)
    found = [float(exact(table, alternative=alternative).pvalue) for table in tables]
    return as_result(np.array(found, dtype=np.float64).reshape(sides.focus.shape))


def bayes_factor_bic(
    n_focus: ArrayLike,
    total_focus: ArrayLike,
    n_reference: ArrayLike,
    total_reference: ArrayLike,
    *,
    cells: int = 2,
) -> Numbers:
    """Bayes factor of a difference as approximated by the BIC: unsigned G2 minus ln N.

    Args: counts of the term and all tokens of each group, numbers or arrays that broadcast; `cells`
    as for `log_likelihood`.
    Returns: float64, in nats times two; below 0 the data speak for no difference. It takes tokens
    as independent, so it ranks and does not test.
    Raises: ValueError for negative or non-finite counts, a count above its total, a total of 0,
    other `cells`.
    Source: Wilson 2013, one degree of freedom.

    >>> round(bayes_factor_bic(12000, 1_000_000, 10000, 1_000_000), 3)
    167.561
    """
    sides = check_sides(n_focus, total_focus, n_reference, total_reference)
    g2 = log_likelihood(n_focus, total_focus, n_reference, total_reference, cells=cells)
    return as_result(np.abs(g2) - xlogy(1.0, sides.total))


def effect_size_ell(
    n_focus: ArrayLike,
    total_focus: ArrayLike,
    n_reference: ArrayLike,
    total_reference: ArrayLike,
) -> Numbers:
    """Effect size of the log-likelihood: two-cell G2 over N·ln(smaller expected count), unsigned.

    Args: counts of the term and all tokens of each group, numbers or arrays that broadcast.
    Returns: float64, 0 or more; 0 where the smaller expected count is 1 or less: the divisor would
    be 0 or below, and the term is too rare to be graded.
    Raises: ValueError for negative or non-finite counts, a count above its total, a total of 0.
    Source: Johnston, Berry & Mielke 2006, as in Rayson's log-likelihood wizard.

    >>> f"{effect_size_ell(12000, 1_000_000, 10000, 1_000_000):.4e}"
    '9.7827e-06'
    """
    sides = check_sides(n_focus, total_focus, n_reference, total_reference)
    g2 = np.abs(log_likelihood(n_focus, total_focus, n_reference, total_reference))
    smaller_total = np.minimum(sides.total_focus, sides.total_reference)
    expected = np.maximum(smaller_total * sides.pooled / sides.total, 1.0)
    return as_result(ratio_or(g2, sides.total * xlogy(1.0, expected), 0.0))


def weighted_log_odds(
    n_focus: ArrayLike,
    n_reference: ArrayLike,
    *,
    prior_total: float = 500.0,
    prior: ArrayLike | None = None,
) -> Array:
    """Log-odds ratio of every term, shrunk by a Dirichlet prior, in standard errors (z).

    A ranking score: z above 1.96 is no test, tokens of one article are not independent.

    Args: counts of the whole vocabulary in each group, two 1-d arrays of one length; `prior_total`
    pseudo-tokens are spread as the pooled counts are (informative prior); `prior`, a number or one
    number per term, all above 0, is used instead where given (uninformative prior).
    Returns: float64, one z per term, 0 for a term that neither group holds and for a vocabulary of
    one term.
    Raises: ValueError for arrays of other shapes, negative or non-finite counts, an empty group, a
    prior of 0 or less.
    Source: Monroe, Colaresi & Quinn 2008; alpha_w = prior_total·R_w/N.

    >>> weighted_log_odds([10, 5, 85], [4, 6, 190], prior=0.01).round(4).tolist()
    [2.8646, 0.8792, -9.2663]
    >>> weighted_log_odds([10, 5, 85], [4, 6, 190], prior_total=10).round(4).tolist()
    [2.7897, 0.8447, -9.0241]
    """
    focus, reference = _vocabulary(n_focus, n_reference)
    if prior is None:
        prior_sum = check_numbers("prior_total", prior_total, above=0.0)
        pooled = focus + reference
        alpha = prior_sum * (pooled / pooled.sum())
    else:
        alpha = np.broadcast_to(check_numbers("prior", prior, above=0.0), focus.shape)
        prior_sum = np.asarray(math.fsum(alpha), dtype=np.float64)
    focus_rest = (focus.sum() - focus) + (prior_sum - alpha)
    reference_rest = (reference.sum() - reference) + (prior_sum - alpha)
    # A term of neither group gets no pseudo-tokens; the 1 keeps its logarithm finite, its z is 0.
    focus_term = np.where(alpha > 0, focus + alpha, 1.0)
    reference_term = np.where(alpha > 0, reference + alpha, 1.0)
    # The only term of a vocabulary leaves no rest; odds of 1 on both sides give a z of 0.
    odds_focus = ratio_or(focus_term, focus_rest, 1.0)
    odds_reference = ratio_or(reference_term, reference_rest, 1.0)
    delta = xlogy(1.0, odds_focus) - xlogy(1.0, odds_reference)
    z: Array = delta / np.sqrt(1.0 / focus_term + 1.0 / reference_term)
    return np.where(alpha > 0, z, 0.0)


def _halves_of_g2(sides: Sides) -> Array:
    """a ln(a/E_A) + b ln(b/E_B), each 0 where its count is 0."""
    everywhere = ratio_or(sides.pooled, sides.total, 0.0)
    focus = ratio_or(sides.focus, sides.total_focus * everywhere, 1.0)
    reference = ratio_or(sides.reference, sides.total_reference * everywhere, 1.0)
    halves: Array = xlogy(sides.focus, focus) + xlogy(sides.reference, reference)
    return halves


def _vocabulary(n_focus: ArrayLike, n_reference: ArrayLike) -> tuple[Array, Array]:
    """Check the counts of a whole vocabulary in two groups."""
    focus = check_list("n_focus", n_focus)
    reference = check_list("n_reference", n_reference)
    check_aligned("n_focus", focus, "n_reference", reference)
    for name, values in (("n_focus", focus), ("n_reference", reference)):
        if values.sum() == 0:
            raise ValueError(f"{name}: no tokens at all; a contrast needs text on both sides")
    return focus, reference
