"""Each article, or each outlet, set against all others in turn: how many words mark it as the listed words mark a side.

If singling out any article brings as many words as the contrast does, the list tells of articles and not of sides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import scipy.sparse as sp
from scipy.special import xlogy

from framing import measures
from framing.inference.admission import OUTLET
from framing.study import Study
from framing.tables.comparison import side_column

AT_MOST = 200  # units singled out; of more, so many are drawn
STREAM = 9  # of the seed: apart from the numbers that draw labelings
SINGLED_SCHEMA = {
    "article_id": pl.String, "outlet": pl.String, "side": pl.String, "articles": pl.Int64, "score": pl.Float64,
    "reaching": pl.Int64, "reaching_sides": pl.Int64,
}  # fmt: skip
TIE = 1e-10  # relative: scores closer than this are the same

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Cases:
    """What is singled out, with all that stands beside it: units × terms, the words of each, the words of all."""

    matrix: sp.csr_array
    lengths: Integers
    pooled: Integers  # occurrences of each term in all articles of both sides
    total: int


def singled_out(study: Study) -> pl.DataFrame:
    """Each article, or outlet where that is the unit, against all others of both sides: how many terms reach the score that the last listed term has in the contrast.

    Of more than 200 so many are drawn by the seed.
    """
    result, whole = study.contrast(), study.contrast().procedure.unit == OUTLET
    units = _units(study, outlets=whole)
    if units.height > AT_MOST:
        generator = np.random.default_rng([result.procedure.settings.seed, STREAM])
        units = units[np.sort(generator.choice(units.height, AT_MOST, replace=False))]
    strength = result.table["g2"].abs()
    score = float(strength[min(study.settings.top, len(strength)) - 1])
    least = score * (1 - TIE)
    cases = _gather(study, units)
    return units.select(
        pl.lit(None, dtype=pl.String).alias("article_id") if whole else pl.col("name").alias("article_id"),
        pl.col("name").alias("outlet") if whole else pl.col("outlet"),
        "side",
        pl.col("rows").list.len().cast(pl.Int64).alias("articles"),
        pl.lit(score).alias("score"),
        pl.Series("reaching", _reaching(cases, least), dtype=pl.Int64),
        pl.lit(int((strength >= least).sum()), dtype=pl.Int64).alias("reaching_sides"),
    )


def _units(study: Study, *, outlets: bool) -> pl.DataFrame:
    """The articles with a counted word, or the known outlets with one, in the order of their names."""
    articles = study.counts().articles.select("article_id", "outlet", "tokens", side_column(study).alias("side"))
    own = articles.with_row_index("row").filter(pl.col("tokens") > 0)
    name = "outlet" if outlets else "article_id"
    grouped = own.drop_nulls(name).group_by(pl.col(name).alias("name"), "side")
    first = [pl.col("outlet").first()] if not outlets else []
    return grouped.agg(*first, pl.col("row").cast(pl.Int64).alias("rows")).sort("name", "side")


def _gather(study: Study, units: pl.DataFrame) -> _Cases:
    """The counts of some units, beside the sums over all articles of both sides."""
    counts = study.counts()
    rows = units.select(pl.int_range(pl.len()).alias("unit"), "rows").explode("rows")
    member = (np.ones(rows.height, dtype=np.int64), (rows["unit"].to_numpy(), rows["rows"].to_numpy()))
    members = sp.csr_array(member, shape=(units.height, counts.articles.height))
    return _Cases(
        matrix=sp.csr_array(members @ counts.matrix),
        lengths=members @ counts.lengths,
        pooled=np.asarray(counts.matrix.sum(axis=0), dtype=np.int64),
        total=int(counts.lengths.sum()),
    )


def _reaching(cases: _Cases, least: float) -> Integers:
    """For each unit how many terms score so much, in time linear in the nonzero counts.

    A term that the unit lacks scores 2·R·ln(N/(N − L)), so that these are those above one R.
    """
    unit = np.repeat(np.arange(cases.matrix.shape[0]), np.diff(cases.matrix.indptr))
    rest = cases.total - cases.lengths
    usable = rest[unit] > 0
    unit, count, pooled = unit[usable], cases.matrix.data[usable], cases.pooled[cases.matrix.indices[usable]]
    scores = measures.log_likelihood(count, cases.lengths[unit], pooled - count, rest[unit])
    reached = np.bincount(unit, weights=np.abs(scores) >= least, minlength=len(rest))
    lacking = 2 * np.asarray(xlogy(1.0, cases.total / np.maximum(rest, 1)))  # score of one occurrence elsewhere
    ordered = np.sort(cases.pooled[cases.pooled > 0])
    above = len(ordered) - np.searchsorted(ordered, least / lacking, side="left")
    held = np.bincount(unit, weights=pooled >= (least / lacking)[unit], minlength=len(rest))
    whole = np.where(rest > 0, reached + above - held, 0)
    return np.asarray(whole, dtype=np.int64)
