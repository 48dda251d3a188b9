"""What is compared: the two sides and whose an article is, the report's way of counting and the others."""

from __future__ import annotations

import polars as pl

from framing.occurrences import Occurrences
from framing.settings import CountSettings
from framing.study import Study

SIGNS = {"focus": 1, "reference": -1}  # of a score: positive where the focus has more
OTHER = {"focus": "reference", "reference": "focus"}
AS_REPORTED = "as reported"


def ways_of_counting(study: Study) -> dict[str, CountSettings]:
    """The report's own way of counting and the other defensible ones, by the name a reader meets."""
    return {AS_REPORTED: study.settings.counts, **study.other_choices()}


def side_column(study: Study) -> pl.Expr:
    """The side of the article that a row's article_id names; null where it belongs to neither."""
    return pl.col("article_id").replace_strict(study.side_of(), default=None, return_dtype=pl.String)


def article_ids(study: Study, found: Occurrences) -> pl.Series:
    """The article of each occurrence."""
    return study.corpus.articles["article_id"].gather(found.article)
