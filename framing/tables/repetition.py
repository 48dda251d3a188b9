"""The phrases that articles repeat, and what becomes of the leading ones under other ways of counting.

Of a large corpus the table lists those that most articles share: what two articles of thousands have in common is mostly
chance, and would take as much room as the texts.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from framing.phrases import find_phrase, list_articles, repeated_runs
from framing.settings import CountSettings
from framing.study import Study
from framing.tables.comparison import AS_REPORTED, OTHER, SIGNS, only_unmerged, side_column
from framing.tables.following import not_covered, runs_of, written_forms
from framing.tables.speaking import contrast_language
from framing.wordlists import function_words

MOST = 10_000  # phrases listed: those that most articles share
MOST_ALONE = 2_500  # and of each side those that most of its articles share and none of the other
ARTICLES_NAMED = 10  # of a phrase; their number is in `articles`
LISTED = ["phrase", "words", "n", "articles", "article_ids", "articles_focus", "articles_reference"]


def phrases(study: Study) -> pl.DataFrame:
    """The phrases that occur at least twice, most shared first."""
    table, key = _repeated(study), key_phrases(study)
    place = pl.int_range(pl.len())
    alone = [(pl.col(f"articles_{other}") == 0) & (pl.col(f"articles_{side}") > 0) for side, other in OTHER.items()]
    kept = [place < MOST, *(own & (own.cum_sum() <= MOST_ALONE) for own in alone), pl.col("phrase").is_in(key)]
    ids = study.sample.articles["article_id"]
    return table.filter(pl.any_horizontal(kept)).with_columns(list_articles(ids, ARTICLES_NAMED)).select(LISTED)


def _repeated(study: Study) -> pl.DataFrame:
    """Every repeated phrase with the rows of its articles and their number on each side."""
    return study.once("repeated phrases", lambda: _count_sides(study))


def _count_sides(study: Study) -> pl.DataFrame:
    table = repeated_runs(study.sampled(replace(study.settings.counts, ngram=1))).drop("first")
    owner = study.sample.articles.select(side_column(study)).to_series()
    held = table.select(pl.int_range(pl.len()).alias("at"), "rows").explode("rows")
    sides = held.with_columns(owner.gather(held["rows"]).alias("side")).group_by("at")
    counted = sides.agg((pl.col("side") == name).sum().cast(pl.Int64).alias(f"articles_{name}") for name in SIGNS)
    return table.with_columns(counted.sort("at").drop("at").get_columns())


def key_phrases(study: Study) -> list[str]:
    """The phrase most shared, and of each side the phrase that most of its articles and none of the other repeat.

    Only phrases of two words or more that are not grammar: 透明的 says no more than 透明.
    """
    grammar = sorted(function_words(contrast_language(study.corpus.articles)))
    hidden = pl.col("phrase").str.split(" ").list.eval(pl.element().is_in(grammar)).list.sum()
    table = _repeated(study).filter(pl.col("words") - hidden.fill_null(0) > 1)
    own = [
        table.filter((pl.col(f"articles_{other}") == 0) & (pl.col(f"articles_{side}") > 1)).head(1)
        for side, other in OTHER.items()
    ]
    return list(dict.fromkeys(pl.concat([table.head(1), *own])["phrase"]))


def phrase_choices(study: Study) -> pl.DataFrame:
    """The leading phrases as reported, and under each other choice that changes a count of theirs."""
    sizes = dict(_repeated(study).select("phrase", "words").iter_rows())
    rows = []
    for phrase in key_phrases(study):
        forms = _Forms(study, phrase, sizes[phrase])
        reported = forms.tally(study.settings.counts)
        rows.append((phrase, AS_REPORTED, *reported))
        for choice, settings in study.other_choices().items():
            tally = forms.tally(settings)
            if tally != reported:
                rows.append((phrase, choice, *tally))
    columns = "n sentences articles n_focus n_reference articles_focus articles_reference".split()
    schema = {"phrase": pl.String, "choice": pl.String, **dict.fromkeys(columns, pl.Int64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


class _Forms:
    """A phrase with the places it stands at as reported, so that it is known again in other writings."""

    def __init__(self, study: Study, phrase: str, words: int) -> None:
        self.study = study
        found = study.sampled(replace(study.settings.counts, ngram=1))
        hits = find_phrase(found, phrase, words)
        self.first, self.last = found.first[hits], found.last[hits + words - 1]

    def tally(self, settings: CountSettings) -> tuple[int, ...]:
        """How often it stands, in how many sentences and articles; then times and articles of each side."""
        study = self.study
        found, side = study.sampled(replace(settings, ngram=1)), study.side_of()
        places = found.first[runs_of(found, written_forms(found, self.first, self.last))]
        if only_unmerged(study, settings):
            places = np.append(places, self.first[not_covered(found, self.first, self.last)])
        ids = found.tokens.corpus.articles["article_id"].gather(found.tokens.article[places])
        uses = [side[a] for a in ids]
        articles = [side[a] for a in ids.unique()]
        sentences = len(np.unique(found.tokens.sentence[places]))
        by_side = [held.count(name) for held in (uses, articles) for name in SIGNS]
        return (len(places), sentences, len(articles), *by_side)
