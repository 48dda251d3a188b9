"""The phrases that articles repeat, and what becomes of the leading ones under other ways of counting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from framing.phrases import find_phrase, phrases_of
from framing.settings import LONGEST_NGRAM, CountSettings
from framing.study import Study
from framing.tables.comparison import OTHER, SIGNS, article_ids, ways_of_counting
from framing.tables.speaking import contrast_language
from framing.wordlists import function_words


def phrases(study: Study) -> pl.DataFrame:
    """The phrases that stand at least twice, with the articles that share them."""
    return study.once("phrases", lambda: _phrases(study))


def _phrases(study: Study) -> pl.DataFrame:
    table = phrases_of(study.occurrences(replace(study.settings.counts, ngram=1)))
    side = study.side_of()
    owners = [[side.get(a) for a in ids.split()] for ids in table["article_ids"]]
    return table.drop("first").with_columns(
        pl.Series(f"articles_{name}", [held.count(name) for held in owners], dtype=pl.Int64) for name in SIGNS
    )


def key_phrases(study: Study) -> list[str]:
    """The phrase most shared, and of each side the phrase that most of its articles and none of the other repeat.

    Only phrases of two words or more that are not grammar: 透明的 says no more than 透明.
    """
    grammar = sorted(function_words(contrast_language(study.corpus.articles)))
    hidden = pl.col("phrase").str.split(" ").list.eval(pl.element().is_in(grammar)).list.sum()
    table = phrases(study).filter(pl.col("words") - hidden.fill_null(0) > 1)
    own = [
        table.filter((pl.col(f"articles_{other}") == 0) & (pl.col(f"articles_{side}") > 1)).head(1)
        for side, other in OTHER.items()
    ]
    return list(dict.fromkeys(pl.concat([table.head(1), *own])["phrase"]))


def phrase_choices(study: Study) -> pl.DataFrame:
    """The leading phrases under other defensible choices, one row each."""
    sizes = dict(phrases(study).select("phrase", "words").iter_rows())
    rows = []
    for phrase in key_phrases(study):
        for choice, settings in ways_of_counting(study).items():
            words = sizes[phrase] if settings.variants else min(len(phrase.split()), LONGEST_NGRAM)
            rows.append((phrase, choice, *_tally(study, phrase, replace(settings, ngram=words))))
    columns = "n sentences articles n_focus n_reference articles_focus articles_reference".split()
    schema = {"phrase": pl.String, "choice": pl.String, **dict.fromkeys(columns, pl.Int64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _tally(study: Study, phrase: str, settings: CountSettings) -> tuple[int, ...]:
    """How often a phrase stands, in how many sentences and articles; then times and articles of each side."""
    found, side = study.occurrences(replace(settings, ngram=1)), study.side_of()
    hits = find_phrase(found, phrase, settings.ngram)
    ids = article_ids(study, found).gather(hits)
    uses = [side[a] for a in ids]
    articles = [side[a] for a in ids.unique()]
    sentences = len(np.unique(found.sentence[hits]))
    by_side = [held.count(name) for held in (uses, articles) for name in SIGNS]
    return (len(hits), sentences, len(articles), *by_side)
