"""The words of all articles together: how often each stands, what it weighs in an article, which ones all share."""

from __future__ import annotations

import numpy as np
import polars as pl
import scipy.sparse as sp

from framing.counts import Counts, tf_idf, weigh_terms
from framing.study import Study
from framing.tables.comparison import SIGNS, side_column, ways_of_counting
from framing.tokens import IntArray

WHOLE = 1_000  # articles of which every term has a row in the table of tf-idf
HEAVIEST = 50  # terms of an article where there are more, and of an outlet
OUTLETS = 100  # of each side that are listed, those with most articles
OUTLET_SCHEMA = {
    "outlet": pl.String, "side": pl.String, "articles": pl.Int64, "term": pl.String, "n": pl.Int64, "tf_idf": pl.Float64,
}  # fmt: skip


def frequencies(study: Study) -> pl.DataFrame:
    """How often each term stands in all articles together, and its mean tf-idf on each side."""
    return _tallies(study.counts()).join(_mean_weights(study), on="term", how="left", maintain_order="left")


def tf_idf_by_article(study: Study) -> pl.DataFrame:
    """What each article is about on its own; of more than a thousand articles the heaviest terms of each that is read."""
    if _is_listed_whole(study):
        return study.once("tf_idf", lambda: tf_idf(study.counts()))
    read = study.counts().articles["article_id"].is_in(study.reading.articles["article_id"].implode())
    heaviest = tf_idf(study.counts(), rows=read.arg_true().to_numpy())
    return heaviest.group_by("article_id", maintain_order=True).head(HEAVIEST)


def tf_idf_by_outlet(study: Study) -> pl.DataFrame:
    """What the articles of each outlet are about: the terms with the greatest mean weight."""
    counts = study.counts()
    articles = counts.articles.select("outlet", side_column(study).alias("side")).with_row_index("row")
    grouped = (
        articles.drop_nulls("side").group_by("side", "outlet").agg(pl.col("row").cast(pl.Int64), pl.len().alias("n"))
    )
    outlets = grouped.sort("n", "side", "outlet", descending=[True, False, False], nulls_last=True)
    outlets = outlets.group_by("side", maintain_order=True).head(OUTLETS)
    member = outlets.select(pl.int_range(pl.len()).alias("at"), "row").explode("row")
    cells = (np.ones(member.height), (member["at"].to_numpy(), member["row"].to_numpy()))
    members = sp.csr_array(cells, shape=(outlets.height, articles.height))
    weights, n = sp.csr_array(members @ weigh_terms(counts)), sp.csr_array(members @ counts.matrix)
    frames = [pl.DataFrame(schema=OUTLET_SCHEMA)]
    for at, (side, outlet, size) in enumerate(outlets.select("side", "outlet", "n").iter_rows()):
        own, held = weights[[at]].toarray().ravel() / size, n[[at]].toarray().ravel().astype(np.int64)
        rows = np.flatnonzero(held)
        terms = pl.Series(counts.terms, dtype=pl.String).gather(rows)
        listed = pl.DataFrame({"term": terms, "n": held[rows], "tf_idf": own[rows]}).sort(
            pl.col("tf_idf").round_sig_figs(10), "term", descending=[True, False]
        )
        named = [pl.lit(outlet, dtype=pl.String).alias("outlet"), pl.lit(side).alias("side")]
        named.append(pl.lit(size, dtype=pl.Int64).alias("articles"))
        frames.append(listed.head(HEAVIEST).select(*named, "term", "n", "tf_idf"))
    return pl.concat(frames)


def shared(study: Study) -> pl.DataFrame:
    """The terms that stand in every article, most frequent first."""
    counts = study.counts()
    everywhere = _tallies(counts).filter(pl.col("articles") == counts.articles.height)
    return everywhere.select("term", "n", "per_1000", "sentences")


def shared_choices(study: Study) -> pl.DataFrame:
    """How much all articles share, as reported and under each other choice that changes it."""
    rows: list[tuple[str, int, float]] = []
    for choice, settings in ways_of_counting(study).items():
        counts = study.counts(settings)
        n, words = _totals(counts), int(counts.lengths.sum())
        common = np.diff(counts.matrix.tocsc().indptr) == counts.articles.height
        row = int(common.sum()), 100 * int(n[common].sum()) / max(words, 1)
        if not rows or row != rows[0][1:]:
            rows.append((choice, *row))
    schema = {"choice": pl.String, "terms": pl.Int64, "percentage": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _tallies(counts: Counts) -> pl.DataFrame:
    """Times, rate, articles and sentences of every term over all articles, most frequent first."""
    n = _totals(counts)
    frame = pl.DataFrame(
        {
            "term": pl.Series(counts.terms, dtype=pl.String),
            "n": n,
            "per_1000": 1000 * n / max(int(counts.lengths.sum()), 1),
            "articles": np.asarray((counts.matrix != 0).sum(axis=0), dtype=np.int64),
            "sentences": np.asarray(counts.sentences.sum(axis=0), dtype=np.int64),
        }
    )
    return frame.sort("n", "term", descending=[True, False])


def _mean_weights(study: Study) -> pl.DataFrame:
    """Mean tf-idf over the articles of each side; an article without the term counts as 0."""
    if not _is_listed_whole(study):
        return _mean_columns(study)
    owners = list(study.side_of().values())
    weights = tf_idf_by_article(study).with_columns(side_column(study).alias("side"))
    wide = pl.DataFrame({"term": weights["term"].unique().sort()})
    for name in SIGNS:
        size = max(owners.count(name), 1)
        own = weights.filter(pl.col("side") == name).sort("article_id").group_by("term", maintain_order=True)
        mean = own.agg((pl.col("tf_idf").sum() / size).alias(f"tf_idf_{name}"))
        wide = wide.join(mean, on="term", how="left", maintain_order="left")
    return wide.with_columns(pl.col("tf_idf_focus", "tf_idf_reference").fill_null(0.0))


def _is_listed_whole(study: Study) -> bool:
    return not study.is_large and study.corpus.articles.height <= WHOLE


def _mean_columns(study: Study) -> pl.DataFrame:
    """The same on the matrix, whose rows are too many for a table."""
    counts, weights = study.counts(), weigh_terms(study.counts())
    side = counts.articles.select(side_column(study)).to_series().to_numpy()
    sums = {name: weights.T @ (side == name).astype(np.float64) / max((side == name).sum(), 1) for name in SIGNS}
    return pl.DataFrame(
        {"term": pl.Series(counts.terms, dtype=pl.String), **{f"tf_idf_{k}": v for k, v in sums.items()}}
    )


def _totals(counts: Counts) -> IntArray:
    return np.asarray(counts.matrix.sum(axis=0), dtype=np.int64)
