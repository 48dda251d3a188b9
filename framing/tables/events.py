"""Which article reports which event, and how much: what was coded by hand, beside what is counted."""

from __future__ import annotations

import polars as pl

from framing.study import Study
from framing.tables.comparison import article_ids, plain_settings

EVENT_SCHEMA = {"article_id": pl.String, "event": pl.String, "words": pl.Int64, "passages": pl.Int64}


def events(study: Study) -> pl.DataFrame:
    """How many words each article gives to each event; empty where no passages are coded."""
    found = study.sampled(plain_settings(study))
    coded = found.tokens.passage[found.first]
    held = coded >= 0
    frame = pl.DataFrame(
        {
            "article_id": article_ids(study, found).filter(pl.Series(held)),
            "event": study.sample.passages["event"].gather(coded[held]),
            "passage": coded[held],
        }
    )
    grouped = frame.group_by("article_id", "event").agg(
        pl.len().cast(pl.Int64).alias("words"), pl.col("passage").n_unique().cast(pl.Int64).alias("passages")
    )
    return grouped.sort("article_id", "event").select(list(EVENT_SCHEMA))
