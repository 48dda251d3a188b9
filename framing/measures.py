"""The formulas: one function per measure, on plain numbers and arrays.

Here live keyness, dispersion and distance measures and the small-sample side of permutation tests.
They know numpy and scipy and nothing of ours: no articles, no settings, no files, no rounding. The
focus comes first; inputs broadcast; all-scalar input gives a float, anything else a float64 array.
Zero cells have defined values, and bad input raises a plain ValueError.
"""

from __future__ import annotations

import itertools
import math
import operator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import (  # type: ignore[import-untyped]  # scipy ships no types
    betaincinv,
    gammaln,
    stdtrit,
    xlogy,
)

Array = NDArray[np.float64]
Numbers = float | Array

# Every logarithm goes through xlogy: numpy's own differs in its last bit between processors.
LN_2 = float(xlogy(1.0, 2.0))
MOST_LABELINGS = 20_000  # beyond it labelings are drawn at random (docs/methods.md)
TIE = 1e-9  # two labelings whose G2 differ by less than this share of it are tied


@dataclass(frozen=True, slots=True, eq=False)
class _Sides:
    """The four numbers of every comparison, checked and broadcast to one shape."""

    focus: Array
    total_focus: Array
    reference: Array
    total_reference: Array

    @property
    def pooled(self) -> Array:
        return self.focus + self.reference

    @property
    def total(self) -> Array:
        return self.total_focus + self.total_reference

    @property
    def rest(self) -> _Sides:
        """The same two groups, counting every other token instead."""
        return _Sides(
            self.total_focus - self.focus,
            self.total_focus,
            self.total_reference - self.reference,
            self.total_reference,
        )

    @property
    def cross(self) -> Array:
        """a·N_B - b·N_A: the sign of a/N_A - b/N_B, without rounding for counts below 2^26."""
        return self.focus * self.total_reference - self.reference * self.total_focus


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
    _check_option("cells", cells, (2, 4))
    sides = _sides(n_focus, total_focus, n_reference, total_reference)
    halves = _halves_of_g2(sides)
    if cells == 4:
        halves = halves + _halves_of_g2(sides.rest)
    # Rounding can leave a magnitude just below 0, and a sign of -1 would turn 0 into -0.
    return _result(np.sign(sides.cross) * np.maximum(2.0 * halves, 0.0) + 0.0)


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
    _check_option("convention", convention, ("walter", "hardie", "plain"))
    sides = _sides(n_focus, total_focus, n_reference, total_reference)
    focus, reference = sides.focus, sides.reference
    if convention == "walter":
        focus_rate = (focus + 0.5) / (sides.total_focus + 0.5)
        reference_rate = (reference + 0.5) / (sides.total_reference + 0.5)
        return _result(_log2(focus_rate) - _log2(reference_rate))
    if convention == "hardie":
        focus = np.where(focus == 0, 0.5, focus)
        reference = np.where(reference == 0, 0.5, reference)
    absent = (focus == 0) & (reference == 0)
    focus_bits = _log2(np.where(absent, 1.0, focus / sides.total_focus))
    reference_bits = _log2(np.where(absent, 1.0, reference / sides.total_reference))
    return _result(focus_bits - reference_bits)


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
    tail = (1.0 - confidence) / _whole("family", family, lowest=1) / 2.0
    sides = _sides(n_focus, total_focus, n_reference, total_reference)
    reverse = _Sides(sides.reference, sides.total_reference, sides.focus, sides.total_focus)
    low, high = _lowest_log_ratio(sides, tail), -_lowest_log_ratio(reverse, tail)
    return _result(np.where(low > 0, low, np.where(high < 0, high, 0.0)))


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
    sides = _sides(n_focus, total_focus, n_reference, total_reference)
    distance = np.abs(sides.cross)
    if yates:
        distance = np.maximum(distance - sides.total / 2.0, 0.0)
    # In two steps, so that no product of four margins is formed.
    by_group = _ratio(distance, sides.total_focus * sides.total_reference, 0.0)
    by_term = _ratio(distance, sides.pooled * sides.rest.pooled, 0.0)
    return _result(by_group * by_term * sides.total)


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
    from scipy.stats import fisher_exact as exact  # type: ignore[import-untyped]

    _check_option("alternative", alternative, ("two-sided", "less", "greater"))
    sides = _sides(n_focus, total_focus, n_reference, total_reference)
    rest = sides.rest
    cells = np.stack([sides.focus, sides.reference, rest.focus, rest.reference], axis=-1)
    if np.any(cells != np.floor(cells)):
        raise ValueError("fisher_exact: counts must be whole numbers; give counts, not rates")
    tables = cells.astype(np.int64).reshape(-1, 2, 2)
    found = [float(exact(table, alternative=alternative).pvalue) for table in tables]
    return _result(np.array(found, dtype=np.float64).reshape(sides.focus.shape))


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
    sides = _sides(n_focus, total_focus, n_reference, total_reference)
    rest = sides.rest
    above, below = sides.focus * rest.reference, sides.reference * rest.focus
    return _result(_ratio(above, below, np.where(above > 0, np.inf, 1.0)))


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
    sides = _sides(n_focus, total_focus, n_reference, total_reference)
    below = sides.reference * sides.total_focus
    absent = np.where(sides.focus > 0, np.inf, 0.0)
    return _result(100.0 * _ratio(sides.cross, below, absent))


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
    added = _numbers("k", k, above=0.0)
    sides = _sides(n_focus, total_focus, n_reference, total_reference)
    focus = 1e6 * sides.focus / sides.total_focus
    reference = 1e6 * sides.reference / sides.total_reference
    return _result((focus + added) / (reference + added))


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
    sides = _sides(n_focus, total_focus, n_reference, total_reference)
    g2 = log_likelihood(n_focus, total_focus, n_reference, total_reference, cells=cells)
    return _result(np.abs(g2) - xlogy(1.0, sides.total))


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
    sides = _sides(n_focus, total_focus, n_reference, total_reference)
    g2 = np.abs(log_likelihood(n_focus, total_focus, n_reference, total_reference))
    smaller_total = np.minimum(sides.total_focus, sides.total_reference)
    expected = np.maximum(smaller_total * sides.pooled / sides.total, 1.0)
    return _result(_ratio(g2, sides.total * xlogy(1.0, expected), 0.0))


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
        prior_sum = _numbers("prior_total", prior_total, above=0.0)
        pooled = focus + reference
        alpha = prior_sum * (pooled / pooled.sum())
    else:
        alpha = np.broadcast_to(_numbers("prior", prior, above=0.0), focus.shape)
        prior_sum = np.asarray(math.fsum(alpha), dtype=np.float64)
    focus_rest = (focus.sum() - focus) + (prior_sum - alpha)
    reference_rest = (reference.sum() - reference) + (prior_sum - alpha)
    # A term of neither group gets no pseudo-tokens; the 1 keeps its logarithm finite, its z is 0.
    focus_term = np.where(alpha > 0, focus + alpha, 1.0)
    reference_term = np.where(alpha > 0, reference + alpha, 1.0)
    # The only term of a vocabulary leaves no rest; odds of 1 on both sides give a z of 0.
    odds_focus = _ratio(focus_term, focus_rest, 1.0)
    odds_reference = _ratio(reference_term, reference_rest, 1.0)
    delta = xlogy(1.0, odds_focus) - xlogy(1.0, odds_reference)
    z: Array = delta / np.sqrt(1.0 / focus_term + 1.0 / reference_term)
    return np.where(alpha > 0, z, 0.0)


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
    _check_option("form", form, ("burrows", "craig", "eder"))
    sides = _sides(d_focus, n_focus, d_reference, n_reference, names=("d_", "n_"))
    focus = sides.focus / sides.total_focus
    reference = sides.reference / sides.total_reference
    if form == "burrows":
        return _result(focus - reference)
    if form == "craig":
        return _result(focus + (1.0 - reference))
    return _result(_ratio(focus - reference, focus + reference, 0.0))


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
    return _result(np.abs(_shares(found) - _shares(sizes_of_parts)).sum(axis=-1) / 2.0)


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
    return _result(dp(counts, sizes) / (1.0 - _shares(sizes_of_parts).min(axis=-1)))


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
    return _result(1.0 - variation / np.sqrt(values.shape[-1] - 1.0))


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
    shares = _shares(found / sizes_of_parts if rates else found)
    entropy = -xlogy(shares, shares).sum(axis=-1)
    return _result(entropy / xlogy(1.0, float(shares.shape[-1])) + 0.0)


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
    roots = np.sqrt(_shares(sizes_of_parts) * found).sum(axis=-1)
    return _result(roots * roots / found.sum(axis=-1))


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
    shares = _shares(found)
    nats = xlogy(shares, shares / _shares(sizes_of_parts)).sum(axis=-1)
    return _result(np.maximum(nats, 0.0) / LN_2)


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
    return _result(jensen_shannon_contributions(p, q).sum(axis=-1))


def jensen_shannon_contributions(p: ArrayLike, q: ArrayLike) -> Array:
    """What each term adds to the Jensen-Shannon divergence; the sum is the divergence.

    Args: as for `jensen_shannon`.
    Returns: float64, one value per term, in bits, 0 or more, without a sign.
    Raises: ValueError as for `jensen_shannon`.
    Source: Gallagher et al. 2021, with equal weights.

    >>> jensen_shannon_contributions([0.5, 0.3, 0.2], [0.2, 0.3, 0.5]).round(7).tolist()
    [0.0479078, 0.0, 0.0479078]
    """
    left, right = _aligned("p", _numbers("p", p), "q", _numbers("q", q))
    for name, values in (("p", left), ("q", right)):
        if np.any(values.sum(axis=-1) == 0):
            raise ValueError(f"{name}: all values are 0; leave empty distributions out")
    left, right = _shares(left), _shares(right)
    middle = (left + right) / 2.0
    nats = xlogy(left, _ratio(left, middle, 1.0)) + xlogy(right, _ratio(right, middle, 1.0))
    bits: Array = np.maximum(nats, 0.0) / 2.0 / LN_2
    return bits


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
    middle = _numbers("log_ratio", log_ratio, least=-np.inf)
    focus, reference = _numbers("n_focus", n_focus), _numbers("n_reference", n_reference)
    factor = _numbers("dispersion", dispersion, above=0.0)
    freedom = _numbers("articles", articles, least=3.0) - 2.0
    variance = factor * (1.0 / (focus + 0.5) + 1.0 / (reference + 0.5))
    half = stdtrit(freedom, 0.975) * np.sqrt(variance) / LN_2
    return _result(middle - half), _result(middle + half)


def dispersion_factor(
    sum_squares_over_expected: ArrayLike, pooled_count: ArrayLike, articles: ArrayLike
) -> Numbers:
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
    squares = _numbers("sum_squares_over_expected", sum_squares_over_expected)
    pooled = _numbers("pooled_count", pooled_count)
    freedom = _numbers("articles", articles, least=2.0) - 1.0
    return _result(np.maximum((squares - pooled) / freedom, 1.0))


def rank_sum_u(x: ArrayLike, y: ArrayLike) -> float:
    """Mann-Whitney U of x: the pairs in which x is the larger, ties counted half.

    Args: `x` and `y`, counts or rates per article of the two groups, 1-d, at least one each.
    Returns: float, 0 to len(x)·len(y); the rank sum of x is U + len(x)·(len(x) + 1)/2.
    Raises: ValueError for non-finite numbers, an empty group, more than one dimension.
    Source: Mann & Whitney 1947; for keywords Kilgarriff 2001.

    >>> rank_sum_u([12, 15, 18, 24, 88], [3, 3, 13, 27, 33])
    16.0
    """
    left = _list_of_numbers("x", x, least=-np.inf)
    right = np.sort(_list_of_numbers("y", y, least=-np.inf))
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
    possible = _count_labelings(focus.size, reference.size)
    if possible > MOST_LABELINGS:
        raise ValueError(
            f"permutation_p: {focus.size} and {reference.size} articles have more than "
            f"{MOST_LABELINGS} labelings; draw labelings at random instead"
        )
    counts = np.concatenate([focus, reference])
    tokens = np.concatenate([focus_tokens, reference_tokens])
    # |G2| is the same from either side, so the smaller side's labels are enough.
    chosen = np.array(
        list(itertools.combinations(range(counts.size), min(focus.size, reference.size)))
    )
    x, n = counts[chosen].sum(axis=1), tokens[chosen].sum(axis=1)
    each = np.abs(log_likelihood(x, n, counts.sum() - x, tokens.sum() - n))
    observed = log_likelihood(
        focus.sum(), focus_tokens.sum(), reference.sum(), reference_tokens.sum()
    )
    return float(np.mean(each >= np.abs(observed) * (1.0 - TIE)))


def smallest_attainable_p(n_focus: int, n_reference: int) -> float:
    """The smallest p that permuting so many units can give, whatever the data.

    Args: units (articles or outlets) of each group, whole numbers of 1 or more.
    Returns: float, 1/C(n, n_focus), doubled where the groups are equal because the swapped labels
    give the same |G2|. Never 0: below the smallest float of full precision that float is given.
    Raises: ValueError for anything but whole numbers of 1 or more.
    Source: Phipson & Smyth 2010; docs/methods.md.

    >>> smallest_attainable_p(4, 1), smallest_attainable_p(3, 3)
    (0.2, 0.1)
    """
    focus = _whole("n_focus", n_focus, lowest=1)
    reference = _whole("n_reference", n_reference, lowest=1)
    ways = 2.0 if focus == reference else 1.0
    return max(ways / _count_labelings(focus, reference), float(np.finfo(np.float64).tiny))


def _halves_of_g2(sides: _Sides) -> Array:
    """a ln(a/E_A) + b ln(b/E_B), each 0 where its count is 0."""
    everywhere = _ratio(sides.pooled, sides.total, 0.0)
    focus = _ratio(sides.focus, sides.total_focus * everywhere, 1.0)
    reference = _ratio(sides.reference, sides.total_reference * everywhere, 1.0)
    halves: Array = xlogy(sides.focus, focus) + xlogy(sides.reference, reference)
    return halves


def _lowest_log_ratio(sides: _Sides, tail: float) -> Array:
    """Lower Clopper-Pearson bound of the plain log ratio, -inf where the focus lacks the term."""
    present = sides.focus > 0
    successes = np.where(present, sides.focus, 1.0)
    share = np.asarray(betaincinv(successes, sides.reference + 1.0, tail))
    odds = share / (1.0 - share)
    bound = _log2(odds * sides.total_reference / sides.total_focus)
    return np.where(present, bound, -np.inf)


def _log2(values: Array) -> Array:
    """Binary logarithm of numbers of 0 or more; -inf for 0."""
    bits = xlogy(1.0, np.where(values > 0, values, 1.0)) / LN_2
    return np.where(values > 0, bits, -np.inf)


def _ratio(above: ArrayLike, below: ArrayLike, otherwise: ArrayLike) -> Array:
    """above/below where below is not 0, `otherwise` elsewhere, without a warning."""
    divisor = np.asarray(below, dtype=np.float64)
    usable = divisor != 0
    return np.where(usable, np.asarray(above) / np.where(usable, divisor, 1.0), otherwise)


def _shares(values: Array) -> Array:
    shares: Array = values / values.sum(axis=-1, keepdims=True)
    return shares


def _count_labelings(n_focus: int, n_reference: int) -> float:
    """C(n, n_focus); infinite beyond the range of floats, where exactness would take minutes."""
    log_ways = gammaln(n_focus + n_reference + 1) - gammaln(n_focus + 1) - gammaln(n_reference + 1)
    return float(math.comb(n_focus + n_reference, n_focus)) if log_ways < 700 else math.inf


def _sides(
    n_focus: ArrayLike,
    total_focus: ArrayLike,
    n_reference: ArrayLike,
    total_reference: ArrayLike,
    *,
    names: tuple[str, str] = ("n_", "total_"),
) -> _Sides:
    """Check the four numbers of a comparison and bring them to one shape."""
    count, total = names
    focus, all_focus, reference, all_reference = np.broadcast_arrays(
        _numbers(f"{count}focus", n_focus),
        _numbers(f"{total}focus", total_focus, above=0.0),
        _numbers(f"{count}reference", n_reference),
        _numbers(f"{total}reference", total_reference, above=0.0),
    )
    _check_within(f"{count}focus", focus, f"{total}focus", all_focus)
    _check_within(f"{count}reference", reference, f"{total}reference", all_reference)
    return _Sides(focus, all_focus, reference, all_reference)


def _vocabulary(n_focus: ArrayLike, n_reference: ArrayLike) -> tuple[Array, Array]:
    """Check the counts of a whole vocabulary in two groups."""
    focus = _list_of_numbers("n_focus", n_focus)
    reference = _list_of_numbers("n_reference", n_reference)
    _aligned("n_focus", focus, "n_reference", reference)
    for name, values in (("n_focus", focus), ("n_reference", reference)):
        if values.sum() == 0:
            raise ValueError(f"{name}: no tokens at all; a contrast needs text on both sides")
    return focus, reference


def _articles(side: str, counts: ArrayLike, lengths: ArrayLike) -> tuple[Array, Array]:
    """Check the counts and lengths of one group's articles."""
    found = _list_of_numbers(f"x_{side}", counts)
    tokens = _list_of_numbers(f"lengths_{side}", lengths, above=0.0)
    _aligned(f"x_{side}", found, f"lengths_{side}", tokens)
    _check_within(f"x_{side}", found, f"lengths_{side}", tokens)
    return found, tokens


def _parts(counts: ArrayLike, sizes: ArrayLike, *, least: int) -> tuple[Array, Array]:
    """Check the counts of terms in parts and the parts' sizes."""
    found, tokens = _aligned(
        "counts", _numbers("counts", counts), "sizes", _numbers("sizes", sizes, above=0.0)
    )
    if found.shape[-1] < least:
        raise ValueError(f"counts: {least} parts or more are needed, got {found.shape[-1]}")
    if np.any(found.sum(axis=-1) == 0):
        raise ValueError("counts: a term without any occurrence has no dispersion; leave it out")
    return found, tokens


def _aligned(name: str, values: Array, other_name: str, others: Array) -> tuple[Array, Array]:
    """Check that two arrays list the same entries along their last axis; one shape for both."""
    if values.ndim == 0 or others.ndim == 0 or values.shape[-1] != others.shape[-1]:
        raise ValueError(
            f"{name} and {other_name} must list the same entries, got shapes "
            f"{values.shape} and {others.shape}; give one value per entry in both"
        )
    left, right = np.broadcast_arrays(values, others)
    return left, right


def _check_within(name: str, part: Array, total_name: str, whole: Array) -> None:
    above = part > whole
    if above.any():
        got, limit = part[above].flat[0], whole[above].flat[0]
        raise ValueError(
            f"{name} is larger than {total_name}{_place(above)}: {got:.15g} of {limit:.15g}; "
            "count the group's tokens before any filter"
        )


def _list_of_numbers(
    name: str, values: ArrayLike, *, least: float = 0.0, above: float | None = None
) -> Array:
    """Check a 1-d array with at least one entry."""
    array = _numbers(name, values, least=least, above=above)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name} must be a list with at least one number, got shape {array.shape}")
    return array


def _numbers(
    name: str, values: ArrayLike, *, least: float = 0.0, above: float | None = None
) -> Array:
    """Turn real numbers into float64 and refuse all but finite ones in range."""
    raw = np.asarray(values)
    if raw.dtype.kind not in "iuf":
        raise ValueError(f"{name} must be numbers, got {raw.dtype}; convert them first")
    array = raw.astype(np.float64)
    wrong = ~np.isfinite(array) | (array < least if above is None else array <= above)
    if wrong.any():
        limit = f"of {least:g} or more" if above is None else f"above {above:g}"
        finite = "finite numbers" if least == -np.inf else f"finite numbers {limit}"
        got = array[wrong].flat[0]
        raise ValueError(
            f"{name} must be {finite}, got {got:.15g}{_place(wrong)}; correct the input"
        )
    return array


def _place(wrong: NDArray[np.bool_]) -> str:
    """Where the first wrong entry stands; nothing for a single number."""
    if wrong.ndim == 0:
        return ""
    return " at index " + ", ".join(str(int(axis[0])) for axis in np.nonzero(wrong))


def _whole(name: str, value: int, *, lowest: int) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        number = lowest - 1
    if number < lowest:
        raise ValueError(f"{name} must be a whole number of {lowest} or more, got {value!r}")
    return number


def _check_option(name: str, value: object, options: tuple[object, ...]) -> None:
    if value not in options:
        listed = ", ".join(repr(option) for option in options)
        raise ValueError(f"{name} must be one of {listed}; not {value!r}")


def _result(values: ArrayLike) -> Numbers:
    """A float for a single number, the array otherwise."""
    array = np.asarray(values, dtype=np.float64)
    return float(array) if array.ndim == 0 else array
