"""The rows that limits read: one side of a table that has a row for each."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.claims import Tables

SIDES = ("focus", "reference")
MOST = 0.5  # a share above which one article or outlet carries the rest


def side_row(tables: Tables, side: str) -> dict[str, Any]:
    """The row of one side in `sides`."""
    return tables["sides"].row(by_predicate=pl.col("side") == side, named=True)


def is_sampled(tables: Tables) -> bool:
    """Whether some articles of the two sides are counted and not in the sample, as in a corpus too large to be read whole."""
    counted = tables["articles"].filter(pl.col("side").is_not_null(), pl.col("words_counted") > 0)
    return bool((counted["sampled"] == "no").any())


def balance_row(tables: Tables, side: str) -> dict[str, Any]:
    """The row of one side in `balance`."""
    return tables["balance"].row(by_predicate=pl.col("side") == side, named=True)
