"""The negative-binomial likelihood ratio: do two groups of articles use a term at different rates, articles varying freely?

A count is Poisson around its article's own rate, and rates vary over articles as a gamma distribution does: a word that
is mentioned once is mentioned again. Fits are by maximum likelihood, many terms at once; nothing here draws at random.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, digamma, expm1, gammaln, xlog1py, xlogy, zeta

from framing.measures.checks import Array, check_aligned, check_list, check_numbers

LARGEST_SIZE = 1e6  # the shape k beyond which the distribution is Poisson to every digit that matters
SMALLEST_SIZE = 1e-4
LOG_SIZES = (float(xlogy(1.0, SMALLEST_SIZE)), float(xlogy(1.0, LARGEST_SIZE)))
STEPS = 100  # scoring steps at most; most terms need about ten
SETTLED = 1e-7  # a step in a logarithm below which a fit stands still
LONGEST_STEP = 2.0
BLOCK = 2**19  # cells fitted at a time, about 4 MB an array


def negative_binomial_p(
    counts: ArrayLike, lengths: ArrayLike, focus: ArrayLike, strata: ArrayLike | None = None
) -> Array:
    """Likelihood-ratio p of a term's rate in two groups under a negative binomial with one dispersion.

    Args: `counts`, terms × articles; `lengths`, the tokens of each article, above 0; `focus`, true for
    the articles of one group; `strata`, a whole number for each article: each stratum then has a rate
    of its own, and the groups differ by one ratio in all of them.
    Returns: float64, one p per term, above 0 and at most 1: the upper tail of chi-squared with one
    degree of freedom at twice the difference of the log-likelihoods, dispersion fitted in both.
    Raises: ValueError for negative or non-finite numbers, lists of different length, a group without
    an article, a term without any occurrence.
    Source: Lawless 1987; Robinson & Smyth 2008 for counts over libraries of unequal size. The
    dispersion is that of NB2, variance μ + μ²/k, by maximum likelihood.

    >>> p = negative_binomial_p([[5, 6, 7, 8, 0, 1, 1, 2], [0, 30, 0, 1, 2, 0, 3, 1]], [100] * 8, [1] * 4 + [0] * 4)
    >>> [round(float(value), 4) for value in p]
    [0.0003, 0.2258]
    """
    design = _design(lengths, focus, strata)
    found = np.atleast_2d(check_numbers("counts", counts))
    check_aligned("counts", found, "lengths", design.lengths)
    if (found.sum(axis=1) == 0).any():
        raise ValueError("counts: a term without any occurrence has no rate; leave it out")
    found = found[:, design.order]
    rows = max(1, BLOCK // found.shape[1])
    parts = [_likelihood_ratio_p(found[at : at + rows], design) for at in range(0, len(found), rows)]
    return np.concatenate(parts) if parts else np.empty(0)


@dataclass(frozen=True, slots=True, eq=False)
class _Design:
    """The articles, ordered by stratum: where each stratum starts, and who stands in the focus."""

    lengths: Array
    focus: NDArray[np.bool_]
    starts: NDArray[np.intp]
    stratum: NDArray[np.intp]
    order: NDArray[np.intp]

    def sums(self, values: Array) -> Array:
        """Sums over the articles of each stratum, terms × strata."""
        return np.asarray(np.add.reduceat(values, self.starts, axis=1))


def _design(lengths: ArrayLike, focus: ArrayLike, strata: ArrayLike | None) -> _Design:
    tokens = check_list("lengths", lengths, above=0.0)
    inside = np.asarray(focus, dtype=bool)
    level = (
        np.zeros(tokens.size, dtype=np.intp)
        if strata is None
        else np.unique(np.asarray(strata), return_inverse=True)[1]
    )
    for name, values in (("focus", inside), ("strata", level)):
        if values.shape != tokens.shape:
            raise ValueError(f"{name} and lengths must list the same articles, got {values.shape} and {tokens.shape}")
    if inside.all() or not inside.any():
        raise ValueError("focus: both groups need an article; got one group")
    order = np.argsort(level, kind="stable")
    stratum = level[order]
    starts = np.flatnonzero(np.r_[True, stratum[1:] != stratum[:-1]])
    return _Design(tokens[order], inside[order], starts, stratum, order)


def _likelihood_ratio_p(counts: Array, design: _Design) -> Array:
    apart = _fit(counts, design, two_rates=True)
    same = _fit(counts, design, two_rates=False)
    statistic = np.maximum(2.0 * (apart - same), 0.0)
    return np.asarray(np.maximum(chdtrc(1.0, statistic), np.finfo(np.float64).tiny))


def _fit(counts: Array, design: _Design, *, two_rates: bool) -> Array:
    """The largest log-likelihood of each term, without the part that depends on the counts alone.

    Rates and dispersion are improved in turn, one step each: they are orthogonal, so this settles as fast as Newton.
    """
    means = _start(counts, design, two_rates=two_rates)
    log_size = _start_size(counts, means)
    going = np.arange(len(counts))
    for _ in range(STEPS):
        own, before = counts[going], log_size[going]
        size = _exp(before)
        mean, moved = _improve_means(own, means[going], size, design, two_rates=two_rates)
        after = np.clip(before + _size_step(own, mean, size), *LOG_SIZES)
        means[going], log_size[going] = mean, after
        going = going[np.maximum(moved, np.abs(after - before)) > SETTLED]
        if going.size == 0:
            break
    return _log_likelihood(counts, means, _exp(log_size))


def _start(counts: Array, design: _Design, *, two_rates: bool) -> Array:
    """The Poisson means: one rate a stratum and, with two rates, one ratio between the groups.

    A group or stratum without the term gets a mean of 0, which is its best, and takes no further part.
    """
    by_stratum = design.sums(counts) / design.sums(design.lengths[None, :])
    if not two_rates:
        return by_stratum[:, design.stratum] * design.lengths
    lacking = [counts[:, side].sum(axis=1) == 0 for side in (~design.focus, design.focus)]
    own = np.where(design.focus, ~lacking[1][:, None], ~lacking[0][:, None])
    mean = own * (design.sums(counts) / np.maximum(design.sums(own * design.lengths), 1e-300))[:, design.stratum]
    return np.asarray(mean * design.lengths)


def _start_size(counts: Array, means: Array) -> Array:
    """The moment estimate of log k, from variance = μ + μ²/k."""
    squares = (means * means).sum(axis=1)
    excess = ((counts - means) ** 2 - means).sum(axis=1)
    size = squares / np.where(excess > 0, excess, np.inf)
    return np.asarray(xlogy(1.0, np.clip(np.where(size > 0, size, LARGEST_SIZE), 1e-2, 1e3)))


def _improve_means(
    counts: Array, means: Array, size: Array, design: _Design, *, two_rates: bool
) -> tuple[Array, Array]:
    """One scoring step of the logarithms of the rates; the new means, and the longest move."""
    damping = 1.0 + means / size[:, None]
    score, weight = (counts - means) / damping, means / damping
    score_s, weight_s = design.sums(score), design.sums(weight)
    ratio = np.zeros(len(counts))
    weight_f = np.zeros_like(weight_s)
    if two_rates:
        weight_f = design.sums(weight * design.focus)
        shared = _divide(weight_f, weight_s)
        known = (weight_f * (1.0 - shared)).sum(axis=1)
        wanted = (score * design.focus).sum(axis=1) - (shared * score_s).sum(axis=1)
        ratio = np.clip(_divide(wanted, known), -LONGEST_STEP, LONGEST_STEP)
    level = np.clip(_divide(score_s - weight_f * ratio[:, None], weight_s), -LONGEST_STEP, LONGEST_STEP)
    means = means * _exp(level[:, design.stratum] + ratio[:, None] * design.focus)
    moved = np.maximum(np.abs(level).max(axis=1), np.abs(ratio))
    return means, moved


def _size_step(counts: Array, means: Array, size: Array) -> Array:
    """A Newton step of log k towards its maximum, never longer than LONGEST_STEP."""
    k = size[:, None]
    row, column = np.nonzero(counts)
    x, k_x = counts[row, column], size[row]
    both = k + means
    first = np.bincount(row, digamma(x + k_x) - digamma(k_x), len(size))
    second = np.bincount(row, zeta(2.0, x + k_x) - zeta(2.0, k_x), len(size))
    first += ((means - counts) / both - xlog1py(1.0, means / k)).sum(axis=1)
    second += (means / (k * both) - (means - counts) / both**2).sum(axis=1)
    slope, bend = size * first, size * first + size**2 * second
    newton = np.where(bend < 0, -slope / np.where(bend < 0, bend, -1.0), np.sign(slope))
    return np.clip(newton, -LONGEST_STEP, LONGEST_STEP)


def _log_likelihood(counts: Array, means: Array, size: Array) -> Array:
    row, column = np.nonzero(counts)
    x, k = counts[row, column], size[row]
    held = gammaln(x + k) - gammaln(k) - xlogy(x, k) + xlogy(x, means[row, column])
    spread = xlog1py(counts + size[:, None], means / size[:, None]).sum(axis=1)
    return np.asarray(np.bincount(row, held, len(size)) - spread)


def _exp(values: Array) -> Array:
    """Like xlogy for logarithms: numpy's own exp differs in its last bit between processors."""
    return np.asarray(expm1(values)) + 1.0


def _divide(above: Array, below: Array) -> Array:
    """above/below, 0 where below is 0."""
    return np.divide(above, below, out=np.zeros(np.broadcast_shapes(above.shape, below.shape)), where=below > 1e-300)
