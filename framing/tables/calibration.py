"""What each method would have called different where nothing differs: one side of the corpus split at random, many times."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.counts import Counts
from framing.inference import HALVES, calibrate
from framing.study import Study

SPLIT_SCHEMA = {
    "method": pl.String, "lengths": pl.String, "side": pl.String, "articles": pl.Int64, "comparisons": pl.Int64, "articles_split": pl.Int64,
    "terms_tested": pl.Float64, "share_at_01": pl.Float64, "share_at_05": pl.Float64, "false_comparisons": pl.Float64,
    "false_terms": pl.Float64,
}  # fmt: skip
PART = 40  # articles in each half at most
AS_THEY_ARE, CUT = "as they are", "one part cut to a quarter"
SHARES = {AS_THEY_ARE: 1.0, CUT: 0.25}


def calibration(study: Study) -> pl.DataFrame:
    """What each method calls different when the articles of one side are split in two at random, many times.

    The side with more distinct articles is split, with the articles as they are and with those of one part cut to a
    quarter of their words. With fewer than two halves of five there is no row.
    """
    counts = study.counts()
    sides = {
        side: _own(counts, [a for a, s in study.side_of().items() if s == side]) for side in ("focus", "reference")
    }
    sizes = {side: _distinct(own) for side, own in sides.items()}
    side = max(sizes, key=lambda name: (sizes[name], name == "focus"))
    half = min(sizes[side] // 2, PART)
    if half < HALVES:
        return pl.DataFrame(schema=SPLIT_SCHEMA)
    s = study.settings
    parts = [
        calibrate(sides[side], splits=s.splits, sizes=(half, half), shorter=share, inference=s.inference).with_columns(
            pl.lit(lengths).alias("lengths")
        )
        for lengths, share in SHARES.items()
    ]
    named = pl.concat(parts).with_columns(
        pl.lit(side).alias("side"),
        pl.lit(sizes[side], dtype=pl.Int64).alias("articles"),
        pl.lit(half, dtype=pl.Int64).alias("articles_split"),
    )
    return named.select(*SPLIT_SCHEMA)


def _own(counts: Counts, ids: list[str]) -> Counts:
    """The rows of some articles."""
    rows = np.flatnonzero(counts.articles["article_id"].is_in(ids).to_numpy())
    return Counts(
        counts.matrix[rows], counts.sentences[rows], counts.terms, counts.articles[rows], counts.settings,
        None if counts.texts is None else counts.texts[rows],
    )  # fmt: skip


def _distinct(counts: Counts) -> int:
    """Articles with a counted word, copies of one text as one."""
    counted = counts.lengths > 0
    return int(counted.sum()) if counts.texts is None else len(np.unique(counts.texts[counted]))
