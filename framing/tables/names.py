"""Which of several names each side chooses, under every way of counting that knows them."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from framing.naming import count_names
from framing.settings import CountSettings
from framing.study import Study
from framing.tables.comparison import SIGNS, side_column, ways_of_counting

NAMING_SCHEMA = {
    "thing": pl.String, "name": pl.String, "choice": pl.String, "n_focus": pl.Int64, "n_reference": pl.Int64,
    "articles_focus": pl.Int64, "articles_reference": pl.Int64, "sentences_focus": pl.Int64,
    "sentences_reference": pl.Int64,
}  # fmt: skip


def naming(study: Study) -> pl.DataFrame:
    """Which of several names each side chooses, one row per name and way of counting.

    Only spellings are merged here: a translation such as the Year of China – Việt Nam Exchange holds a name, too.
    """
    ways = ways_of_counting(study).items()
    frames = [_under(study, choice, settings) for choice, settings in ways if settings.variants]
    return pl.concat(frames) if frames else pl.DataFrame(schema=NAMING_SCHEMA)


def _under(study: Study, choice: str, settings: CountSettings) -> pl.DataFrame:
    """The names under one way of counting."""
    table = count_names(study.occurrences(replace(settings, hyphens="split", variants=("spelling",))))
    owner = side_column(study)
    sums = [
        pl.col(column).filter(owner == name).sum().alias(f"{column}_{name}")
        for column in ("n", "sentences")
        for name in SIGNS
    ]
    held = [((owner == name) & (pl.col("n") > 0)).sum().cast(pl.Int64).alias(f"articles_{name}") for name in SIGNS]
    grouped = table.group_by("thing", "name").agg(*sums, *held).sort("thing", "name")
    return grouped.with_columns(pl.lit(choice).alias("choice")).select(list(NAMING_SCHEMA))
