"""What a list shows that neither merges spellings nor knows zones, and what removes it from the cleaned one."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from framing.study import Study
from framing.tables.comparison import SIGNS

LISTED = 30  # the head of a list that a reader looks at; the raw and the cleaned list are compared that deep
MERGING = "spellings and names merged"
ZONES = "other zones than those counted"


def raw_list(study: Study) -> pl.DataFrame:
    """The terms that head the raw list of either side and are gone from the cleaned one, with what removed them."""
    return _gone(study, LISTED)


def raw_summary(study: Study) -> pl.DataFrame:
    """How many terms head the raw lists of both sides, to three depths, and how many are gone from the cleaned ones."""
    rows = []
    for depth in (LISTED // 3, 2 * LISTED // 3, LISTED):
        listed = sum(study.contrast(study.raw).keywords(side, depth).height for side in SIGNS)
        gone = _gone(study, depth)["removed_by"].to_list()
        rows.append((depth, listed, len(gone), gone.count(MERGING), gone.count(ZONES)))
    columns = ["depth", "listed", "gone", "gone_by_merging", "gone_by_zones"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.Int64), orient="row")


def _gone(study: Study, depth: int) -> pl.DataFrame:
    """The terms of both raw lists, read so deep, that the cleaned lists do not have."""
    counted = [(column, name) for column in ("n", "articles", "sentences") for name in SIGNS]
    merged = replace(study.settings.counts, zones=None)
    rows = []
    for side in SIGNS:
        kept = set(study.contrast().keywords(side, depth)["term"])
        still = set(study.contrast(merged).keywords(side, depth)["term"])
        raw = study.contrast(study.raw).keywords(side, depth)
        for rank, row in enumerate(raw.iter_rows(named=True), start=1):
            if row["term"] not in kept:
                numbers = [row[f"{column}_{name}"] for column, name in counted]
                rows.append((row["term"], side, rank, *numbers, ZONES if row["term"] in still else MERGING))
    schema = {
        "term": pl.String, "side": pl.String, "raw_rank": pl.Int64,
        **{f"raw_{column}_{name}": pl.Int64 for column, name in counted}, "removed_by": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
