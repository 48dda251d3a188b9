"""What is compared: the articles, the two sides, the zones, the size of it; and which groups the whole corpus has."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.corpus import Corpus
from framing.settings import CountSettings
from framing.study import Study
from framing.tables.comparison import side_column
from framing.tables.vocabulary import shared
from framing.wording import side_names


def groups(study: Study) -> pl.DataFrame:
    """The groups of the whole corpus, and the side that each belongs to; nothing else in a report is of the whole corpus."""
    return study.every_group


def articles(study: Study) -> pl.DataFrame:
    """The articles of the two sides: one row per article with its metadata, its words in all and in what is counted."""
    counts = study.counts()
    everything = study.counts(CountSettings(zones=None))
    columns = "article_id outlet country date language title byline url accessed genre attribution".split()
    return counts.articles.select(*columns, words_counted="tokens").with_columns(
        pl.Series("words", everything.articles["tokens"]),
        side_column(study).alias("side"),
        *(_within(corpus).alias(name) for name, corpus in (("read", study.reading), ("sampled", study.sample))),
    )


def _within(corpus: Corpus) -> pl.Expr:
    """Whether an article is among some: yes or no."""
    held = pl.col("article_id").is_in(corpus.articles["article_id"].implode())
    return pl.when(held).then(pl.lit("yes")).otherwise(pl.lit("no"))


def sides(study: Study) -> pl.DataFrame:
    """The two sides, and what their sizes allow."""
    contrast = study.contrast()
    totals, procedure, groups = contrast.totals, contrast.procedure, study.counted_groups
    return totals.with_columns(
        pl.Series("name", side_names(groups.by, groups.focus, groups.reference), dtype=pl.String),
        pl.lit(procedure.unit).alias("unit"),
        pl.lit(procedure.tier).alias("tier"),
        pl.lit(procedure.reason).alias("reason"),
        pl.lit(procedure.smallest_p).alias("smallest_p"),
    )


def zones(study: Study) -> pl.DataFrame:
    """How many words of each article stand in which zone."""
    held = study.words_by_zone()
    words = np.stack(list(held.values()), axis=1)
    row, zone = np.nonzero(words)
    return pl.DataFrame(
        {
            "article_id": study.corpus.articles["article_id"].gather(row),
            "zone": pl.Series(list(held), dtype=pl.String).gather(zone),
            "words": words[row, zone],
            "share": (words / np.maximum(words.sum(axis=1, keepdims=True), 1))[row, zone],
        }
    )


def addresses(study: Study) -> pl.DataFrame:
    """The web and mail addresses, @handles and #hashtags, most frequent first.

    They are left out of every count of words (see CountSettings.addresses).
    """
    tokens = study.sampled().tokens
    kinds = tokens.surfaces.with_row_index("surface_row").filter(pl.col("address").is_not_null())
    rows = pl.DataFrame({"surface_row": tokens.surface, "article": tokens.article}).cast({"surface_row": pl.UInt32})
    held = rows.join(kinds, on="surface_row").group_by("surface", "address")
    counted = held.agg(
        pl.len().cast(pl.Int64).alias("n"), pl.col("article").n_unique().cast(pl.Int64).alias("articles")
    )
    named = counted.select("surface", pl.col("address").alias("address_kind"), "n", "articles").rename(
        {"surface": "address"}
    )
    return named.sort("n", "address", descending=[True, False])


def overview(study: Study) -> pl.DataFrame:
    """The size of what is compared, and of what all its articles share: one measure in each row."""
    counts, common = study.counts(), shared(study)
    words = int(counts.lengths.sum())
    rows = [
        ("articles", float(counts.articles.height)),
        ("words counted", float(words)),
        ("different terms", float(len(counts.terms))),
        ("terms in every article", float(common.height)),
        ("percentage of words that are such terms", 100 * int(common["n"].sum()) / max(words, 1)),
    ]
    return pl.DataFrame(rows, schema={"measure": pl.String, "value": pl.Float64}, orient="row")
