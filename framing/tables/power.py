"""What so much text could show, told before a word is compared, and what is still to be collected.

Sizes decide it: units on each side, words, and how unevenly terms of a rate stand in the articles. No side is compared
with the other here.
"""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl

from framing import measures
from framing.inference import ATTAINABLE, Sides
from framing.inference.admission import ARTICLE, OUTLET, Sizes
from framing.inference.units import Pool, Units, gather_units, pool_articles, sizes_of
from framing.study import Study
from framing.tables.comparison import SIGNS

RATES = (1, 5)  # occurrences per 1,000 words whose smallest ratio is told
ASSUMED = 2.0  # the overdispersion of docs/methods.md, where the texts are too few to tell theirs
LEAST_TERMS, LEAST_UNITS = 20, 10  # a median of fewer tells little: with few units φ is 1 more often than not
THESE_TEXTS, NOT_MEASURED = "these texts", "assumed"
SMALLEST_TEST, ADVISED = "the smallest test", "as advised"
ADVISED_UNITS = {ARTICLE: 50, OUTLET: 8}  # docs/methods.md, section 5
POWER_SCHEMA = {
    "unit": pl.String, "test_units_focus": pl.Int64, "test_units_reference": pl.Int64, "smallest_p": pl.Float64, "tier": pl.String,
    "reason": pl.String, "test_words_focus": pl.Int64, "test_words_reference": pl.Int64, "at_per_1000": pl.Int64,
    "expected_focus": pl.Float64, "expected_reference": pl.Float64, "dispersion": pl.Float64,
    "dispersion_from": pl.String, "detectable_ratio": pl.Float64,
}  # fmt: skip
COLLECT_SCHEMA = {
    "aim": pl.String, "unit": pl.String, "side": pl.String, "present": pl.Int64, "needed": pl.Int64, "wanting": pl.Int64,
}  # fmt: skip


def power(study: Study) -> pl.DataFrame:
    """What a test would exchange, and the smallest ratio that so much text could show, for a rare and a common term."""
    procedure = study.contrast().procedure
    units = gather_units(study.counts(), _pool(study), procedure.unit)
    words = [int(units.lengths[own].sum()) for own in (units.focus, ~units.focus)]
    decided = {
        "unit": procedure.unit, "test_units_focus": units.sizes[0], "test_units_reference": units.sizes[1],
        "smallest_p": procedure.smallest_p, "tier": procedure.tier, "reason": procedure.reason,
        "test_words_focus": words[0], "test_words_reference": words[1],
    }  # fmt: skip
    return pl.DataFrame([decided | _at_rate(units, words, rate) for rate in RATES], schema=POWER_SCHEMA)


def collect(study: Study) -> pl.DataFrame:
    """How many distinct articles and known outlets each side still wants, for the smallest test and as advised.

    Where an outlet stands on both sides whole outlets cannot be exchanged, and nothing is said of them.
    """
    pool = _pool(study)
    sizes = sizes_of(pool)
    held = {ARTICLE: sizes.articles} | ({OUTLET: _outlets(pool)} if _apart(pool) else {})
    rows = [
        (aim, unit, side, present[at], needed, 0 if enough else max(needed - present[at], 0))
        for aim in (SMALLEST_TEST, ADVISED)
        for unit, whole in held.items()
        for present, needed, enough in [_aim(aim, unit, whole, sizes)]
        for at, side in enumerate(SIGNS)
    ]
    return pl.DataFrame(rows, schema=COLLECT_SCHEMA, orient="row")


def _pool(study: Study) -> Pool:
    """The distinct articles that a test could use, as the test itself takes them."""
    counts, side = study.counts(), study.side_of()
    own = np.array([side[article] for article in counts.articles["article_id"]])
    rows = (np.flatnonzero(own == "focus"), np.flatnonzero(own == "reference"))
    return pool_articles(counts, rows, study.settings.inference)


def _at_rate(units: Units, words: list[int], rate: int) -> dict[str, object]:
    """The smallest ratio at one rate; none where not one occurrence is expected on a side."""
    expected = [total * rate / 1000 for total in words]
    factor = _dispersion(units, rate)
    spread = ASSUMED if factor is None else factor
    return {
        "at_per_1000": rate,
        "expected_focus": expected[0],
        "expected_reference": expected[1],
        "dispersion": spread,
        "dispersion_from": NOT_MEASURED if factor is None else THESE_TEXTS,
        "detectable_ratio": measures.detectable_ratio(words[0], words[1], rate, spread) if min(expected) >= 1 else None,
    }


def _dispersion(units: Units, rate: int) -> float | None:
    """The median overdispersion of the terms from half to twice the rate; None where there are too few of them."""
    total, n = units.lengths.sum(), len(units.lengths)
    if n < LEAST_UNITS:
        return None
    pooled = np.asarray(units.matrix.sum(axis=1))
    found = 1000 * pooled / total
    near = np.flatnonzero((found >= rate / 2) & (found <= rate * 2))
    if len(near) < LEAST_TERMS:
        return None
    squares = np.asarray(units.matrix[near].power(2) @ (1 / units.lengths)) * total / pooled[near]
    return float(np.median(measures.dispersion_factor(squares, pooled[near], n)))


def _aim(aim: str, unit: str, whole: Sizes, sizes: Sides) -> tuple[Sizes, int, bool]:
    """Units that each side has, units it needs, and whether a test is admissible as it is."""
    if aim == ADVISED:
        return whole, ADVISED_UNITS[unit], False
    within = sizes.strata if unit == ARTICLE else sizes.outlet_strata
    if sizes.strata is not None:  # one value of the column must do: no more is known of where one will collect
        best = max(within or ((0, 0),), key=lambda pair: (min(pair), sum(pair)))
        pairs = within or ()
    else:
        best, pairs = whole, ((whole,) if min(whole) else ())
    enough = bool(pairs) and _smallest(pairs) <= ATTAINABLE
    return best, _smallest_equal(), enough


def _smallest(pairs: tuple[Sizes, ...]) -> float:
    return measures.smallest_attainable_p([f for f, _ in pairs], [r for _, r in pairs])


def _smallest_equal() -> int:
    """Units on each of two equal sides from which exchanging labels can reach what a test asks."""
    return next(n for n in itertools.count(1) if measures.smallest_attainable_p(n, n) <= ATTAINABLE)


def _known(pool: Pool) -> list[set[str]]:
    return [set(pool.of_outlets.filter(own)["outlet"].drop_nulls()) for own in (pool.focus, ~pool.focus)]


def _apart(pool: Pool) -> bool:
    focus, reference = _known(pool)
    return not focus & reference


def _outlets(pool: Pool) -> Sizes:
    focus, reference = _known(pool)
    return len(focus), len(reference)
