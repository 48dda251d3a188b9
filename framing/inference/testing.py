"""The two-key test: which terms are tested, their p and q, and what a reader must know of how it was done.

The first key exchanges labels of whole units; the second fits a negative binomial, since a large difference in length
misleads the first. A term's p is the larger of the two. The filter looks at both sides together and at nothing else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from framing.counts import Counts
from framing.inference.admission import ARTICLE, DESCRIPTIVE, Admission, admit
from framing.inference.permutation import CELLS, GO_ON, permutation_p_values, plan_labelings
from framing.inference.units import Pool, Rows, Units, gather_units, pool_articles, sizes_of
from framing.measures import dispersion_factor, negative_binomial_p
from framing.settings import InferenceSettings

Integers = npt.NDArray[np.int64]

Floats = npt.NDArray[np.float64]
FEW_OCCURRENCES, FEW_ARTICLES = "too few occurrences", "in too few articles"


@dataclass(frozen=True, slots=True)
class Procedure:
    """How a contrast was tested, or why it was not.

    unit, tier, smallest_p, reason : what `admit` decided.
    units : units relabeled on the two sides (focus, reference).
    copies, on_both_sides, empty, apart : articles left out of the test: copies, texts that stand on both sides, articles
        without a counted word, and those of an unknown outlet or of a stratum that one side alone has.
    labelings : labelings of each stage; one number where all were listed (`exact`).
    tested : terms tested. at_floor : how many of them would have to sit at the smallest p for any to be found.
    settings : seed, strata, filter and level.
    """

    unit: str
    tier: str
    smallest_p: float
    reason: str
    units: tuple[int, int]
    copies: int
    on_both_sides: int
    empty: int
    apart: int
    labelings: tuple[int, ...]
    exact: bool
    tested: int
    at_floor: int
    settings: InferenceSettings


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What the test says of each term; NaN where a term was not tested.

    reason : why a term was not tested, "" where it was; only filled where the contrast is tested at all.
    dispersion : overdispersion φ over the units.
    n_focus, n_reference : occurrences in the units of each side.
    n, articles : of every term, occurrences in the units of both sides and articles of these that hold it.
    """

    p_value: Floats
    q_value: Floats
    reason: npt.NDArray[np.object_]
    dispersion: Floats
    n_focus: Floats
    n_reference: Floats
    n: Integers
    articles: Integers
    procedure: Procedure


def apply_test(
    counts: Counts, rows: tuple[Rows, Rows], names: tuple[str, str], settings: InferenceSettings | None
) -> Outcome:
    """Test every term of two sides, where their sizes admit it.

    Parameters
    ----------
    counts : articles × terms.
    rows : rows of the focus and of the reference.
    names : names of the two groups; labelings are drawn for the one that sorts first, so that swapping changes no p.
    settings : seed, strata, labelings, filter and level; None tests nothing.

    Returns
    -------
    Outcome, one entry per term of `counts`.

    Raises
    ------
    SettingsError : no such column for the strata.

    Notes
    -----
    docs/methods.md, section 5: permutation of labels (Fisher 1935; Phipson & Smyth 2010), negative-binomial likelihood
    ratio for terms with a permutation p up to .02 (Lawless 1987), the larger p, Benjamini & Hochberg (1995) over all
    tested terms.
    """
    pool = pool_articles(counts, rows, settings or InferenceSettings())
    admission = _admission(pool) if settings else replace(_admission(pool), tier=DESCRIPTIVE, reason="not asked for")
    procedure = _procedure(admission, pool, settings or InferenceSettings())
    if settings is None or admission.tier == DESCRIPTIVE:
        return _untested(len(counts.terms), procedure)
    units = gather_units(counts, pool, admission.unit)
    first = units.focus if names[0] <= names[1] else ~units.focus
    procedure = replace(procedure, apart=pool.articles.height - len(units.rows))
    n = np.asarray(units.matrix.sum(axis=1)).astype(np.int64)
    articles = np.diff(sp.csc_array(counts.matrix[units.rows]).indptr).astype(np.int64)
    return _test(units, first, n, articles, procedure)


def _admission(pool: Pool) -> Admission:
    sizes = sizes_of(pool)
    if min(sizes.articles) < 1:
        return Admission(ARTICLE, DESCRIPTIVE, 1.0, "a side has no text of its own")
    return admit(sizes)


def _procedure(admission: Admission, pool: Pool, settings: InferenceSettings) -> Procedure:
    """What is known before a word is read."""
    return Procedure(
        unit=admission.unit, tier=admission.tier, smallest_p=admission.smallest_p, reason=admission.reason,
        units=(0, 0), copies=pool.copies, on_both_sides=pool.on_both_sides, empty=pool.empty, apart=0,
        labelings=(), exact=False, tested=0, at_floor=0, settings=settings,
    )  # fmt: skip


def _untested(terms: int, procedure: Procedure) -> Outcome:
    none, zeros = np.full(terms, np.nan), np.zeros(terms, dtype=np.int64)
    reason = np.full(terms, "", dtype=object)
    return Outcome(none, none, reason, none, none, none, zeros, zeros, procedure)


def _filter(n: Integers, articles: Integers, settings: InferenceSettings) -> npt.NDArray[np.object_]:
    """Why a term is not tested: a rule on both sides together, since one that looks at a side breaks the null."""
    few = np.where(articles < settings.least_articles, FEW_ARTICLES, "").astype(object)
    return np.where(n < settings.least_count, FEW_OCCURRENCES, few)


def _test(units: Units, first: npt.NDArray[np.bool_], n: Integers, articles: Integers, procedure: Procedure) -> Outcome:
    settings, plan = procedure.settings, plan_labelings(units, procedure.settings)
    reason = _filter(n, articles, settings)
    rows = np.flatnonzero(reason == "")
    units = replace(units, matrix=units.matrix[rows])
    p = two_key_p_values(units, first, settings)
    n_focus, n_reference = _sums(units)
    floor = max(procedure.smallest_p, plan.floor)
    procedure = replace(
        procedure, units=units.sizes, labelings=plan.stages, exact=plan.exact,
        tested=len(rows), at_floor=math.ceil(floor * len(rows) / settings.level - 1e-9),
    )  # fmt: skip
    return Outcome(
        p_value=_spread(p, reason), q_value=_spread(q_values(p), reason), reason=reason,
        dispersion=_spread(_dispersion(units), reason), n_focus=_spread(n_focus, reason),
        n_reference=_spread(n_reference, reason), n=n, articles=articles, procedure=procedure,
    )  # fmt: skip


def _spread(values: Floats, reason: npt.NDArray[np.object_]) -> Floats:
    """The values of tested terms at their places, NaN elsewhere."""
    every = np.full(len(reason), np.nan)
    every[reason == ""] = values
    return every


def two_key_p_values(units: Units, first: npt.NDArray[np.bool_], settings: InferenceSettings) -> Floats:
    """The larger of the permutation p and, where that is .02 or below, the negative-binomial p; one per term."""
    if units.matrix.shape[0] == 0:
        return np.empty(0)
    p = permutation_p_values(units, first, settings)
    strata = units.stratum if units.stratum.max() else None
    step = max(1, CELLS // len(units.lengths))
    candidates = np.flatnonzero(p <= GO_ON[0])
    for at in range(0, len(candidates), step):  # a fit needs every zero, so a few terms at a time
        rows = candidates[at : at + step]
        second = negative_binomial_p(units.matrix[rows].toarray(), units.lengths, first, strata)
        p[rows] = np.maximum(p[rows], second)
    return p


def q_values(p: Floats) -> Floats:
    """Benjamini & Hochberg's q over all terms tested."""
    from scipy.stats import false_discovery_control  # late: it takes a second

    return np.asarray(false_discovery_control(p)) if p.size else p


def _dispersion(units: Units) -> Floats:
    """φ of each term over the units."""
    pooled = np.asarray(units.matrix.sum(axis=1))
    expected = pooled / units.lengths.sum()
    squares = np.asarray(units.matrix.power(2) @ (1 / units.lengths)) / expected
    return np.asarray(dispersion_factor(squares, pooled, len(units.lengths)))


def _sums(units: Units) -> tuple[Floats, Floats]:
    """Occurrences of each term in the units of focus and reference."""
    return units.matrix @ units.focus.astype(np.float64), units.matrix @ (~units.focus).astype(np.float64)
