"""Which articles print one text, and which of these texts stand on both sides: a row an article, none where there are none.

Copies are looked for among the articles as they were printed, so that those left out of the count are listed, too. What
follows from them is said in limits and prose.
"""

from __future__ import annotations

import polars as pl

from framing import duplicates
from framing.corpus import UNKNOWN
from framing.groups import group_values
from framing.study import Study

COPIES_SCHEMA = {
    "cluster": pl.Int64, "article_id": pl.String, "outlet": pl.String, "group": pl.String, "date": pl.Date,
    "earliest": pl.String, "kind": pl.String, "similarity": pl.Float64, "counted": pl.String,
}  # fmt: skip
CROSSING_SCHEMA = {
    "cluster": pl.Int64, "side": pl.String, "article_id": pl.String, "outlet": pl.String, "date": pl.Date,
    "earliest": pl.String, "kind": pl.String, "similarity": pl.Float64,
}  # fmt: skip


def copies(study: Study) -> pl.DataFrame:
    """The articles that print one text, word for word or nearly: of each text the earliest first."""
    articles = study.printed.articles.select(
        "article_id", "outlet", "date", group_values(study.printed.articles, study.groups.by)
    )
    counted = pl.col("article_id").is_in(study.corpus.articles["article_id"].implode())
    found = study.duplicates.table.join(articles, on="article_id", how="left", maintain_order="left")
    said = found.with_columns(_yes(pl.col("earliest")).alias("earliest"), _yes(counted).alias("counted"))
    return said.select(*COPIES_SCHEMA).cast(pl.Schema(COPIES_SCHEMA))


def crossing(study: Study) -> pl.DataFrame:
    """The articles whose text stands on both sides: of each text the earliest first."""
    groups = study.groups
    found = duplicates.crossing(study.printed, study.duplicates, groups.by, groups=(groups.focus, groups.reference))
    names = dict(zip(groups.labels, ("focus", "reference"), strict=True))
    said = found.with_columns(
        pl.col("group").replace_strict(names, return_dtype=pl.String).alias("side"),
        pl.when(pl.col("outlet") != UNKNOWN).then("outlet").alias("outlet"),
        _yes(pl.col("earliest")).alias("earliest"),
    )
    return said.select(*CROSSING_SCHEMA).cast(pl.Schema(CROSSING_SCHEMA))


def _yes(true: pl.Expr) -> pl.Expr:
    return pl.when(true).then(pl.lit("yes")).otherwise(pl.lit("no"))
