"""What is compared: the two sides and whose an article is, the report's way of counting and the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from framing.occurrences import Occurrences
from framing.settings import CountSettings
from framing.study import Study
from framing.tokens import IntArray

SIGNS = {"focus": 1, "reference": -1}  # of a score: positive where the focus has more
OTHER = {"focus": "reference", "reference": "focus"}
AS_REPORTED = "as reported"
SHOWN = 1_000  # articles of a side in a table that has a row for each article and term
_DRAW = 12  # sets this use of the seed apart from others
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


def drawn_articles(study: Study) -> pl.Series:
    """The articles of the two sides that are shown one by one: all, or of more than SHOWN of a side as many at random."""
    return study.once("drawn articles", lambda: _draw_articles(study))


def _draw_articles(study: Study) -> pl.Series:
    articles = study.sample.articles.select("article_id", side_column(study).alias("side"))
    generator = np.random.default_rng([study.settings.inference.seed, _DRAW])
    drawn = [articles.filter(pl.col("side") == side)["article_id"] for side in SIGNS]
    kept = [
        ids if len(ids) <= SHOWN else ids.gather(np.sort(generator.choice(len(ids), SHOWN, replace=False)))
        for ids in drawn
    ]
    return pl.concat(kept)


def owners(study: Study, found: Occurrences, hits: IntArray) -> list[str]:
    """The side of each of some occurrences."""
    side = study.side_of()
    return [side[a] for a in article_ids(study, found).gather(hits)]


def article_ids(study: Study, found: Occurrences) -> pl.Series:
    """The article of each occurrence."""
    return found.tokens.corpus.articles["article_id"].gather(found.article)
