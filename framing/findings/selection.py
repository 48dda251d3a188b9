"""Which terms may carry a sentence of their own; the same rules in every corpus."""

from __future__ import annotations

import csv
import functools

import polars as pl

from framing import storage
from framing.claims import Tables

# Words of attribution tell that somebody is quoted; who speaks is a finding of its own.
ATTRIBUTION = frozenset(
    "according added adding affirmed emphasized noted noting reaffirmed said says saying stated stressed told".split()
)


@functools.cache
def function_words() -> frozenset[str]:
    """The short shipped lists of grammatical words; hidden in sentences and figures, kept in every table and total."""
    rows = csv.DictReader(storage.shipped("function_words.csv").splitlines())
    return frozenset(row["word"] for row in rows)


def speaking_terms(table: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The listed terms that can carry a sentence: no grammar, no attribution, no bound name, at least in two sentences."""
    hidden = sorted(function_words() | ATTRIBUTION)
    listed = tables["survival"]["term"].to_list()
    return table.filter(
        pl.col("term").is_in(listed),
        ~pl.col("term").is_in(hidden),
        ~pl.col("term").str.contains(" "),
        ~pl.col("term").str.contains(r"^\d"),
        pl.col("sentences_focus") + pl.col("sentences_reference") > 1,
    )
