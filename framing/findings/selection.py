"""Which terms may carry a sentence of their own; the same rules in every corpus."""

from __future__ import annotations

import polars as pl

from framing.claims import Tables
from framing.occurrences import Occurrences
from framing.tables import can_speak


def speaking_terms(table: pl.DataFrame, tables: Tables, found: Occurrences) -> pl.DataFrame:
    """The listed terms that can carry a sentence: no grammar, no attribution, no bound name, at least in two sentences."""
    return table.filter(
        pl.col("term").is_in(tables["survival"]["term"].to_list()),
        can_speak(tables["articles"], found),
        pl.col("sentences_focus") + pl.col("sentences_reference") > 1,
    )
