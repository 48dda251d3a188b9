"""Permutation p of every term at once: labels of units exchanged, the two-cell log-likelihood computed again.

The score depends on sums that are linear in the labels, so one sparse product gives it for all terms and many labelings.
Labelings come in blocks, each with a generator of its own: the same seed gives the same ones however the work is cut.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.special import xlogy

from framing.inference.units import Units
from framing.measures import MOST_LABELINGS, TIE, count_labelings
from framing.settings import InferenceSettings

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.float32]

BLOCK = 1_000  # labelings of one generator
TERMS = 256  # terms scored at a time: an array of them stays in the cache
CELLS = 2**20  # units × labelings multiplied at a time: so do the labels, and time stays in proportion
GO_ON = (0.02, 0.0015)  # terms up to this p get the second and the third stage of labelings
MOST_DRAWN = 4 * 10**9  # labels drawn in all, about a minute: all labelings of up to 36,000 units
EXACT_BELOW = 2**24  # whole numbers that float32 holds without rounding
DENSE = 0.05  # share of nonzero counts from which a dense product is faster


@dataclass(frozen=True, slots=True)
class Labelings:
    """How the labels of some units are exchanged: all ways, or so many drawn in each stage."""

    exact: bool
    stages: tuple[int, ...]

    @property
    def floor(self) -> float:
        """The smallest p these labelings can give, apart from the sizes of the sides."""
        return 1 / sum(self.stages) if self.exact else 1 / (1 + sum(self.stages))


def plan_labelings(units: Units, settings: InferenceSettings) -> Labelings:
    """List all labelings where there are 20,000 or fewer, else draw in three stages, as many as can be afforded."""
    ways = math.prod(count_labelings(inside, size - inside) for inside, size in _strata(units, units.focus))
    if ways <= MOST_LABELINGS:
        return Labelings(exact=True, stages=(int(ways),))
    return Labelings(exact=False, stages=_afford(settings.labelings, len(units.lengths)))


def _afford(stages: tuple[int, ...], units: int) -> tuple[int, ...]:
    """As many labelings as can be drawn: of very many units fewer in the last stages, and the smallest p is larger."""
    left = max(MOST_DRAWN // units, stages[0])
    afforded = []
    for stage in stages:
        afforded.append(min(stage, left))
        left -= afforded[-1]
    return tuple(afforded)


def permutation_p_values(units: Units, first: npt.NDArray[np.bool_], settings: InferenceSettings) -> Floats:
    """Permutation p of the two-cell log-likelihood of each term.

    Parameters
    ----------
    units : what is relabeled, within strata; every term must occur.
    first : units of the side for which labelings are drawn (the one whose name sorts first).
    settings : seed, and labelings of each stage.

    Returns
    -------
    float64, one p per term, above 0: the share of all labelings that reach the score, or (1 + reached) / (1 + drawn).
    Terms with p up to .02 get the second stage, up to .0015 the third.

    Notes
    -----
    Fisher 1935; Phipson & Smyth 2010. All stages of a term are pooled. That stays valid: a p of α or below is reported
    only where the pooled p, valid by itself, or an earlier one is α or below (Besag & Clifford 1991 for the idea).
    """
    plan = plan_labelings(units, settings)
    scorer = _Scorer.of(units, first)
    if plan.exact:
        return scorer.reached(every_labeling(units, first)) / plan.stages[0]
    drawn = plan.stages[0]
    reached = scorer.reached(draw_labelings(units, first, settings.seed, 0, drawn))
    p = (1 + reached) / (1 + drawn)
    for stage, go_on in zip((1, 2), GO_ON, strict=True):
        more = plan.stages[stage]
        rows = np.flatnonzero(p <= go_on)
        if more and rows.size:
            reached[rows] += scorer.rows(rows).reached(draw_labelings(units, first, settings.seed, stage, more))
            p[rows] = (1 + reached[rows]) / (1 + drawn + more)
        drawn += more
    return p


def draw_labelings(units: Units, first: npt.NDArray[np.bool_], seed: int, stage: int, number: int) -> Iterator[Labels]:
    """Random labelings in blocks, units × labelings, 1 for the first side; strata keep their sizes."""
    strata = _strata(units, first)
    for block, start in enumerate(range(0, number, BLOCK)):
        generator = np.random.default_rng([seed, stage, block])
        size = min(BLOCK, number - start)
        labels = np.empty((len(first), size), dtype=np.float32)
        at = 0
        for inside, height in strata:
            order = np.zeros((size, height), dtype=np.uint8)
            order[:, :inside] = 1
            labels[at : at + height] = generator.permuted(order, axis=1).T
            at += height
        yield labels


def every_labeling(units: Units, first: npt.NDArray[np.bool_]) -> Iterator[Labels]:
    """All labelings in blocks, units × labelings."""
    starts = itertools.accumulate((height for _, height in _strata(units, first)), initial=0)
    ways = [
        [[start + place for place in chosen] for chosen in itertools.combinations(range(height), inside)]
        for start, (inside, height) in zip(starts, _strata(units, first), strict=False)
    ]
    for block in _batched(itertools.product(*ways), BLOCK):
        labels = np.zeros((len(first), len(block)), dtype=np.float32)
        for column, chosen in enumerate(block):
            labels[list(itertools.chain(*chosen)), column] = 1
        yield labels


def _pieces(blocks: Iterator[Labels], units: int) -> Iterator[Labels]:
    """The same labelings, fewer at a time where there are many units."""
    step = max(64, CELLS // units)
    for labels in blocks:
        for at in range(0, labels.shape[1], step):
            yield np.ascontiguousarray(labels[:, at : at + step])


def _batched(values: Iterator[tuple[list[int], ...]], size: int) -> Iterator[list[tuple[list[int], ...]]]:
    while batch := list(itertools.islice(values, size)):
        yield batch


def _strata(units: Units, first: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Units of the first side, and all units, in each stratum."""
    inside = np.bincount(units.stratum, weights=first)
    return [(int(n), int(height)) for n, height in zip(inside, np.bincount(units.stratum), strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class _Scorer:
    """Terms with their observed score; counts how many labelings reach it."""

    matrix: sp.csr_array
    lengths: Floats
    pooled: Floats  # R of each term
    observed: Floats

    @classmethod
    def of(cls, units: Units, first: npt.NDArray[np.bool_]) -> _Scorer:
        pooled = np.asarray(units.matrix.sum(axis=1))
        kind = np.float32 if pooled.max(initial=0) < EXACT_BELOW else np.float64
        matrix = units.matrix.astype(kind)
        label = first.astype(np.float64)[:, None]
        observed = _score(units.matrix @ label, pooled, units.lengths @ label, float(units.lengths.sum()))
        return cls(matrix, units.lengths, pooled, observed.ravel())

    def rows(self, rows: npt.NDArray[np.intp]) -> _Scorer:
        return _Scorer(self.matrix[rows], self.lengths, self.pooled[rows], self.observed[rows])

    def reached(self, blocks: Iterator[Labels]) -> npt.NDArray[np.int64]:
        """For each term how many labelings score as much as the observed one."""
        reached = np.zeros(len(self.pooled), dtype=np.int64)
        dense = self.matrix.nnz > DENSE * math.prod(self.matrix.shape)
        for labels in _pieces(blocks, len(self.lengths)):
            words = self.lengths @ labels.astype(np.float64)
            for at in range(0, len(self.pooled), TERMS):
                part = slice(at, at + TERMS)
                counts = self.matrix[part].toarray() @ labels if dense else self.matrix[part] @ labels
                reached[part] += self._reached(part, counts.astype(np.float64), words)
        return reached

    def _reached(self, part: slice, counts: Floats, words: Floats) -> npt.NDArray[np.int64]:
        score = _score(counts, self.pooled[part], words, self.lengths.sum())
        least = self.observed[part] - TIE * (1 + self._g2(part))
        return np.asarray(np.count_nonzero(score >= least[:, None], axis=1))

    def _g2(self, part: slice) -> Floats:
        pooled = self.pooled[part]
        return np.asarray(2 * (self.observed[part] - xlogy(pooled, pooled)))


def _score(counts: Floats, pooled: Floats, words: Floats, total: float) -> Floats:
    """a·ln(a/(N_A/N)) + b·ln(b/(N_B/N)), which is G2/2 + R·ln R: it ranks labelings as G2 does, at two logarithms a cell."""
    rest = pooled[:, None] - counts
    share, other = np.asarray(xlogy(1.0, words / total)), np.asarray(xlogy(1.0, (total - words) / total))
    return np.asarray(xlogy(counts, counts) + xlogy(rest, rest) - (counts * share + rest * other))
