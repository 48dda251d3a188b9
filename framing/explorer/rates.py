"""Rates of articles put together: a group's rate is its occurrences by its words, never a mean of rates.

Pure functions on the frame `dots` of a view, one row per article.
"""

from __future__ import annotations

import polars as pl

# null where nothing is counted: a rate of no words is unknown, not nought
RATE = (
    pl.when(pl.col("words_counted") > 0).then(1000 * pl.col("n") / pl.col("words_counted")).alias("per_1000")
)  # fmt: skip

_SUMS = (
    (pl.col("n") > 0).sum().cast(pl.Int64).alias("articles"),
    pl.len().cast(pl.Int64).alias("articles_in_all"),
    pl.col("n", "sentences", "words_counted").sum(),
)


def rates(dots: pl.DataFrame) -> pl.DataFrame:
    """All articles together, in one row: articles, articles_in_all, n, sentences, words_counted, per_1000."""
    return dots.select(_SUMS).with_columns(RATE)


def rates_by(dots: pl.DataFrame, column: str) -> pl.DataFrame:
    """The same for each value of a column, by the alphabet, the unknown last."""
    return dots.group_by(column).agg(_SUMS).with_columns(RATE).sort(column, nulls_last=True)
