"""How a contrast was tested, and what came out: the procedure in one row, the listed terms that were tested or not.

Where sizes admit no test the row says why and the other two tables are empty. Whether a term passed is decided by q alone.
"""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from framing import measures
from framing.contrasts import Contrast
from framing.inference import TESTED
from framing.study import Study
from framing.tables.comparison import SIGNS, side_column
from framing.tables.keywords import key_terms

TEST_SCHEMA = {
    "unit": pl.String, "units_focus": pl.Int64, "units_reference": pl.Int64, "copies": pl.Int64, "on_both_sides": pl.Int64,
    "empty": pl.Int64, "apart": pl.Int64, "strata": pl.String, "seed": pl.Int64, "labelings": pl.String,
    "exact": pl.String, "least_count": pl.Int64, "least_articles": pl.Int64, "level": pl.Float64, "tested": pl.Int64,
    "not_tested": pl.Int64, "found": pl.Int64, "at_floor": pl.Int64, "smallest_p": pl.Float64, "visible_ratio": pl.Float64,
    "named_focus": pl.String, "named_reference": pl.String, "tier": pl.String, "reason": pl.String,
}  # fmt: skip
_COPIED = "unit copies on_both_sides empty apart tested at_floor smallest_p tier reason".split()


def how_tested(study: Study) -> pl.DataFrame:
    """How the contrast was tested, or why it was not: units, labelings, seed, filter, and what passed.

    `visible_ratio` is null where nothing was tested.
    """
    result = study.contrast()
    procedure, settings = result.procedure, result.procedure.settings
    was_tested = result.tier == TESTED
    row = {name: getattr(procedure, name) for name in _COPIED} | {
        "units_focus": procedure.units[0],
        "units_reference": procedure.units[1],
        "strata": settings.strata,
        "seed": settings.seed,
        "labelings": " + ".join(map(str, procedure.labelings)),
        "exact": ("yes" if procedure.exact else "no") if was_tested else None,
        "least_count": settings.least_count,
        "least_articles": settings.least_articles,
        "level": settings.level,
        "not_tested": result.dropped.height,
        "found": result.table.filter(pl.col("q_value") <= settings.level).height,
        "visible_ratio": _visible(result) if was_tested else None,
        **_named(study),
    }
    return pl.DataFrame([row], schema=TEST_SCHEMA)


def tested(study: Study) -> pl.DataFrame:
    """The listed terms that were tested: in how many outlets they stand, how many times as frequent they are, what passes.

    A ratio is null where the other side never uses the term.
    """
    result = study.contrast()
    own = result.table.filter(pl.col("term").is_in(key_terms(study)), pl.col("q_value").is_not_null())
    passed = pl.col("q_value") <= result.procedure.settings.level
    return own.join(_outlets(study), on="term", how="left", maintain_order="left").select(
        "term", _LEANS.alias("side"), "n_focus", "n_reference", "articles_focus", "articles_reference",
        *(pl.col(f"outlets_{side}").fill_null(0) for side in SIGNS),
        _times("log_ratio", "log_ratio").alias("side_ratio"),
        _times("log_ratio_low", "log_ratio_high").alias("side_ratio_low"),
        _times("log_ratio_high", "log_ratio_low").alias("side_ratio_high"),
        "p_value", "q_value", (1 / pl.col("q_value") + 1e-9).floor().cast(pl.Int64).alias("one_in"),
        pl.when(passed).then(pl.lit("yes")).otherwise(pl.lit("no")).alias("passed"),
    )  # fmt: skip


_LEANS = pl.when(pl.col("g2") > 0).then(pl.lit("focus")).otherwise(pl.lit("reference"))


def _times(focus: str, reference: str) -> pl.Expr:
    """A log ratio as times: the column to read where the term leans to the focus, and where it leans to the reference."""
    both = (pl.col("n_focus") > 0) & (pl.col("n_reference") > 0)
    doublings = pl.when(pl.col("g2") > 0).then(pl.col(focus)).otherwise(-pl.col(reference))
    return pl.when(both).then(pl.lit(2.0).pow(doublings))


def not_tested(study: Study) -> pl.DataFrame:
    """The listed terms that were not tested, with what they have and what a test asks of both sides together."""
    result = study.contrast()
    settings = result.procedure.settings
    own = result.table.filter(pl.col("term").is_in(key_terms(study)))
    in_test = result.dropped.rename({"n": "n_in_test", "articles": "articles_in_test"})
    own = own.join(in_test, on="term", how="inner", maintain_order="left")
    return own.join(_outlets(study), on="term", how="left", maintain_order="left").select(
        "term",
        _LEANS.alias("side"),
        (pl.col("n_focus") + pl.col("n_reference")).alias("n"),
        (pl.col("articles_focus") + pl.col("articles_reference")).alias("articles"),
        *(pl.col(f"outlets_{side}").fill_null(0) for side in SIGNS),
        "n_in_test",
        "articles_in_test",
        "reason",
        pl.lit(settings.least_count, dtype=pl.Int64).alias("least_count"),
        pl.lit(settings.least_articles, dtype=pl.Int64).alias("least_articles"),
    )


def _outlets(study: Study) -> pl.DataFrame:
    """In how many known outlets of each side each listed term stands."""
    counts, terms = study.counts(), key_terms(study)
    number = {term: index for index, term in enumerate(counts.terms)}
    row, column = counts.matrix[:, [number[term] for term in terms]].nonzero()
    articles = counts.articles.select("outlet", side_column(study).alias("side"))
    held: pl.DataFrame = articles[row].with_columns(
        pl.Series("term", np.array(terms, dtype=object)[column], dtype=pl.String)
    )
    known = [pl.col("outlet").filter(pl.col("side") == side).drop_nulls().n_unique() for side in SIGNS]
    return held.group_by("term").agg(
        n.cast(pl.Int64).alias(f"outlets_{side}") for n, side in zip(known, SIGNS, strict=True)
    )


def _visible(result: Contrast) -> float | None:
    """The smallest ratio that a test of this size shows of a word that stands once in a thousand words."""
    focus, reference = result.totals["tokens"]
    ratio = float(measures.detectable_ratio(focus, reference, 1))
    return ratio if math.isfinite(ratio) else None


def _named(study: Study) -> dict[str, str]:
    """The known outlets of each side."""
    articles = study.counts().articles.select("outlet", side_column(study).alias("side")).drop_nulls("outlet")
    return {
        f"named_{side}": "; ".join(articles.filter(pl.col("side") == side)["outlet"].unique().sort()) for side in SIGNS
    }
