"""What each article says to each leading term: uses it, uses it on the other side, is silent, or reports other events.

The exposure behind a silence is the event: an article that does not report the events on which a term is used has not
kept silent.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from framing.contrasts import listed_terms
from framing.occurrences import Occurrences
from framing.study import Study
from framing.tables.comparison import SIGNS, drawn_articles
from framing.tables.speaking import speaking

OBSERVED = 8  # leading terms a side
OBSERVATION_SCHEMA = {
    "term": pl.String, "side": pl.String, "article_id": pl.String, "state": pl.String, "n": pl.Int64,
}  # fmt: skip
SUPPORTS, CONTRADICTS, SILENT, ELSEWHERE, NOT_CODED = "supports", "contradicts", "silent", "not reported", "not coded"


def observations(study: Study) -> pl.DataFrame:
    """What each article says to the leading terms: uses it on this or the other side, silent, or other events."""
    found, owner = study.sampled(), study.side_of()
    drawn = study.sample.articles["article_id"].is_in(drawn_articles(study).implode())
    shown = study.sample.articles["article_id"].filter(drawn).to_list()
    rows = [
        (term, side, article_id, *_state(study, found, term, article_id, on_side=owner[article_id] == side))
        for side in SIGNS
        for term in _observed(study, side)
        for article_id in shown
    ]
    return pl.DataFrame(rows, schema=OBSERVATION_SCHEMA, orient="row")


def _observed(study: Study, side: str) -> list[str]:
    """The leading terms of a side that can carry a sentence."""
    listed = listed_terms(study.contrast(), side, study.settings.top)
    enough = pl.col("sentences_focus") + pl.col("sentences_reference") > 1
    return listed.filter(speaking(study), enough)["term"].head(OBSERVED).to_list()


def _state(study: Study, found: Occurrences, term: str, article_id: str, *, on_side: bool) -> tuple[str, int]:
    """The state of one article, and how often it uses the term."""
    used = study.once(("use", term), lambda: _Use.of(study, found, term))
    n = used.times.get(article_id, 0)
    if n:
        return (SUPPORTS if on_side else CONTRADICTS), n
    reported = study.once("reported", lambda: _reported(study.sample.passages)).get(article_id)
    if not used.events or reported is None:
        return NOT_CODED, 0
    return (SILENT if used.events & reported else ELSEWHERE), 0


@dataclass(frozen=True, slots=True)
class _Use:
    """Where one term is used: times by article, and the events it is told of."""

    times: dict[str, int]
    events: frozenset[str]

    @classmethod
    def of(cls, study: Study, found: Occurrences, term: str) -> _Use:
        hits, events = found.at(term), study.sample.passages["event"].to_list()
        ids = study.sample.articles["article_id"].gather(found.article[hits])
        told = {events[passage] for passage in found.tokens.passage[found.first[hits]] if passage >= 0}
        return cls(dict(ids.value_counts().iter_rows()), frozenset(told))


def _reported(passages: pl.DataFrame) -> dict[str, frozenset[str]]:
    """article_id → the events it has passages on."""
    return {
        article_id: frozenset(events)
        for article_id, events in passages.group_by("article_id").agg(pl.col("event").unique()).iter_rows()
    }
