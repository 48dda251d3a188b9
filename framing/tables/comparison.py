"""What is compared: the two sides and whose an article is, the report's way of counting and the others."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from framing.occurrences import Occurrences
from framing.settings import CountSettings
from framing.study import Study
from framing.tokens import IntArray

SIGNS = {"focus": 1, "reference": -1}  # of a score: positive where the focus has more
OTHER = {"focus": "reference", "reference": "focus"}
AS_REPORTED = "as reported"
NOT_CODED = "not coded"  # the class of voice of words that stand in no passage


def ways_of_counting(study: Study) -> dict[str, CountSettings]:
    """The report's own way of counting and the other defensible ones, by the name a reader meets."""
    return {AS_REPORTED: study.settings.counts, **study.other_choices()}


def only_unmerged(study: Study, settings: CountSettings) -> bool:
    """Whether nothing but the merging of writings is left out: then every use that is reported is still one."""
    own = study.settings.counts
    return settings != own and replace(settings, variants=own.variants, ngram=own.ngram) == own


def plain_settings(study: Study) -> CountSettings:
    """The study's settings with every word on its own, so that words add up."""
    s = study.settings.counts
    return CountSettings(zones=s.zones, variants=(), voices=s.voices, events=s.events)


def side_column(study: Study) -> pl.Expr:
    """The side of the article that a row's article_id names."""
    return pl.col("article_id").replace_strict(study.side_of(), return_dtype=pl.String)


def owners(study: Study, found: Occurrences, hits: IntArray) -> list[str]:
    """The side of each of some occurrences."""
    side = study.side_of()
    return [side[a] for a in article_ids(study, found).gather(hits)]


def article_ids(study: Study, found: Occurrences) -> pl.Series:
    """The article of each occurrence."""
    return found.tokens.corpus.articles["article_id"].gather(found.article)
