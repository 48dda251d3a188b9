"""Are the two sides alike in all but what is compared? Their sizes, outlets, dates, lengths and kinds of text.

It reads the articles and how long they are, and no term. What follows from an imbalance is said in limits.
"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import polars as pl

from framing.study import SHARED, Study
from framing.tables.comparison import SIGNS, side_column

BALANCE_SCHEMA = {
    "side": pl.String, "articles": pl.Int64, "texts": pl.Int64, "outlets": pl.Int64, "unknown_outlets": pl.Int64, "largest_outlet": pl.String,
    "largest_outlet_articles": pl.Int64, "largest_outlet_share": pl.Float64, "first_date": pl.Date, "last_date": pl.Date,
    "unknown_dates": pl.Int64, "shared_from": pl.Date, "shared_until": pl.Date, "in_shared_period": pl.Int64,
    "tokens": pl.Int64, "median_words": pl.Float64, "largest_article": pl.String, "largest_article_words": pl.Int64,
    "largest_article_share": pl.Float64, "genres": pl.String,
}  # fmt: skip


def balance(study: Study) -> pl.DataFrame:
    """How alike the two sides are: articles, different texts, outlets, dates, lengths and kinds of text."""
    sides = _articles_by_side(study)
    shared = _shared_period(sides, restricted=study.settings.period == SHARED)
    rows = [
        {"side": side} | _outlets(own) | _dates(own, shared) | _lengths(own) | {"genres": _listed(own["genre"])}
        for side, own in sides.items()
    ]
    return pl.DataFrame(rows, schema=BALANCE_SCHEMA)


def outlets(study: Study) -> pl.DataFrame:
    """The outlets of each side: how many articles, different texts and words they supply, from when to when; the largest first."""
    frames = [
        own.group_by("outlet")
        .agg(
            pl.len().cast(pl.Int64).alias("articles"),
            pl.col("cluster").n_unique().cast(pl.Int64).alias("texts"),
            pl.col("tokens").sum().cast(pl.Int64).alias("words_counted"),
            pl.col("tokens").median().alias("median_words"),
            pl.col("date").min().alias("first_date"),
            pl.col("date").max().alias("last_date"),
        )
        .sort("articles", "words_counted", "outlet", descending=[True, True, False], nulls_last=True)
        .select(pl.lit(side).alias("side"), pl.all())
        for side, own in _articles_by_side(study).items()
    ]
    return pl.concat(frames)


def _articles_by_side(study: Study) -> dict[str, pl.DataFrame]:
    found = study.duplicates
    text = pl.DataFrame({"article_id": found.article_ids, "cluster": found.cluster})
    articles = study.counts().articles.with_columns(side_column(study).alias("side"))
    articles = articles.drop("cluster", strict=False)  # a further column of that name is not ours
    articles = articles.join(text, on="article_id", how="left", maintain_order="left")
    return {side: articles.filter(pl.col("side") == side) for side in SIGNS}


def _outlets(own: pl.DataFrame) -> dict[str, Any]:
    known = own.drop_nulls("outlet").group_by("outlet").len("n").sort("n", "outlet", descending=[True, False])
    largest, n = known.row(0) if known.height else (None, None)
    return {
        "articles": own.height,
        "texts": own["cluster"].n_unique(),
        "outlets": known.height,
        "unknown_outlets": own["outlet"].null_count(),
        "largest_outlet": largest,
        "largest_outlet_articles": n,
        "largest_outlet_share": None if n is None else n / own.height,
    }


def _shared_period(sides: dict[str, pl.DataFrame], *, restricted: bool) -> tuple[date, date] | None:
    """From the later of the two first dates to the earlier of the two last, if a day lies between.

    Where only such articles were taken, the period is that of all of them: one side begins it and one ends it.
    """
    if any(own["date"].null_count() == own.height for own in sides.values()):
        return None
    first = [cast(date, own["date"].min()) for own in sides.values()]
    last = [cast(date, own["date"].max()) for own in sides.values()]
    since, until = (min(first), max(last)) if restricted else (max(first), min(last))
    return (since, until) if since <= until else None


def _dates(own: pl.DataFrame, shared: tuple[date, date] | None) -> dict[str, Any]:
    since, until = shared or (None, None)
    return {
        "first_date": own["date"].min(),
        "last_date": own["date"].max(),
        "unknown_dates": own["date"].null_count(),
        "shared_from": since,
        "shared_until": until,
        "in_shared_period": int(own["date"].is_between(since, until).sum()) if shared else 0,
    }


def _lengths(own: pl.DataFrame) -> dict[str, Any]:
    longest = own.sort("tokens", "article_id", descending=[True, False]).row(0, named=True)
    total = int(own["tokens"].sum())
    return {
        "tokens": total,
        "median_words": own["tokens"].median(),
        "largest_article": longest["article_id"],
        "largest_article_words": longest["tokens"],
        "largest_article_share": longest["tokens"] / total,
    }


def _listed(values: pl.Series) -> str | None:
    return "; ".join(values.drop_nulls().unique().sort()) or None
