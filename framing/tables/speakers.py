"""What passages coded by hand tell: who speaks how much, and which words one side lacks on events that both report."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing import measures
from framing.corpus import UNKNOWN
from framing.inference.admission import OUTLET, TESTED
from framing.occurrences import Occurrences, find_inside
from framing.study import Study
from framing.tables.comparison import NOT_CODED, article_ids, plain_settings
from framing.tables.keywords import key_terms

ABSENCE_SCHEMA = {
    "term": pl.String, "using": pl.String, "lacking": pl.String, "n": pl.Int64, "articles": pl.Int64,
    "sentences": pl.Int64, "events": pl.String, "passages_with": pl.Int64, "passages_using": pl.Int64,
    "passages_lacking": pl.Int64, "words_lacking": pl.Int64,
    "articles_lacking": pl.Int64, "outlets_lacking": pl.Int64, "share_lacking_high": pl.Float64,
}  # fmt: skip


def article_voices(study: Study) -> pl.DataFrame:
    """Who speaks how many words in each article, by class of voice."""
    spoken = _words(study, "voice_class")
    grouped = spoken.group_by("article_id", "side", "voice_class").agg(pl.len().cast(pl.Int64).alias("words"))
    share = (100 * pl.col("words") / pl.col("words").sum().over("article_id")).alias("percentage")
    ordered = grouped.with_columns(share).sort("article_id", "words", "voice_class", descending=[False, True, False])
    return ordered.select("article_id", "side", "voice_class", "words", "percentage")


def voices(study: Study) -> pl.DataFrame:
    """Who speaks how many words on each side; words outside every passage are "not coded"."""
    return _spoken(study, "voice_class", "voice")


def voice_classes(study: Study) -> pl.DataFrame:
    """Who speaks how many words on each side, by class of voice."""
    total = pl.col("passages").sum().over("side")
    by_passages = pl.when(total > 0).then(100 * pl.col("passages") / total)
    return _spoken(study, "voice_class").with_columns(by_passages.alias("percentage_of_passages"))


def absences(study: Study) -> pl.DataFrame:
    """The listed terms that one side lacks, and in how many passages on the same events it lacks them.

    The exposure behind an absence is the event, reported by both sides: a side that does not report it cannot be said to
    leave a word out of it, and nor can one that has the word within a listed writing ("party" in a bound "Communist Party").
    Without passages there is no exposure and no row. Where the contrast is tested,
    `share_lacking_high` is the exact bound of the share of outlets (where these are the unit, else of articles) on the
    lacking side that could hold the term on such an event although none of these does.
    """
    passages = study.sample.passages
    if passages.is_empty():
        return pl.DataFrame(schema=ABSENCE_SCHEMA)
    found, side = study.sampled(), study.side_of()
    table = study.contrast().table.filter(pl.col("term").is_in(key_terms(study)))
    absent = table.filter((pl.col("n_focus") == 0) | (pl.col("n_reference") == 0))
    owner = [side[a] for a in passages["article_id"]]
    truly = [row for row in absent.iter_rows(named=True) if not _has_inside(study, found, row)]
    rows = [_absence(study, found, row, owner) for row in truly]
    return pl.DataFrame(rows, schema=ABSENCE_SCHEMA, orient="row")


def _spoken(study: Study, *labels: str) -> pl.DataFrame:
    """Words, sentences, passages and articles of each voice or class on each side, most words first."""
    frame = _words(study, *labels)
    grouped = frame.group_by("side", *labels).agg(
        pl.len().cast(pl.Int64).alias("words"),
        pl.col("sentence").n_unique().cast(pl.Int64).alias("sentences"),
        pl.col("passage").filter(pl.col("passage") >= 0).n_unique().cast(pl.Int64).alias("passages"),
        pl.col("article_id").n_unique().cast(pl.Int64).alias("articles"),
    )
    share = (100 * pl.col("words") / pl.col("words").sum().over("side")).alias("percentage")
    return grouped.with_columns(share).sort("side", "words", labels[-1], descending=[False, True, False])


def _words(study: Study, *labels: str) -> pl.DataFrame:
    """Every word counted, with the voice or class that speaks it."""
    found, side = study.sampled(plain_settings(study)), study.side_of()
    coded = study.sample.passages.select(pl.col(label).fill_null(UNKNOWN) for label in labels).rows()
    names = [*coded, (NOT_CODED,) * len(labels)]  # the last is for row -1
    passage = found.tokens.passage[found.first]
    ids = article_ids(study, found)
    return pl.DataFrame(
        {
            "article_id": ids,
            "side": [side[a] for a in ids],
            **{label: [names[p][column] for p in passage] for column, label in enumerate(labels)},
            "passage": passage,
            "sentence": found.sentence,
        },
        schema_overrides={"side": pl.String, **dict.fromkeys(labels, pl.String)},
    )


def _absence(study: Study, found: Occurrences, row: dict[str, object], owner: list[str]) -> tuple[object, ...]:
    using, lacking = ("reference", "focus") if row["n_focus"] == 0 else ("focus", "reference")
    events = study.sample.passages["event"].to_list()
    reported = {event for event, side in zip(events, owner, strict=True) if side == lacking}
    held = found.tokens.passage[found.first[found.at(str(row["term"]))]]
    holding = {int(p) for p in held if p >= 0 and owner[p] == using and events[p] in reported}
    about = sorted({events[p] for p in holding})
    same = [p for p, event in enumerate(events) if event in about]
    exposed = [p for p in same if owner[p] == lacking]
    words = int(np.isin(found.tokens.passage[found.first], exposed).sum())
    return (
        row["term"], using, lacking, row[f"n_{using}"], row[f"articles_{using}"], row[f"sentences_{using}"],
        ", ".join(about), len(holding), sum(owner[p] == using for p in same), len(exposed), words,
        *_exposure(study, exposed),
    )  # fmt: skip


def _has_inside(study: Study, found: Occurrences, row: dict[str, object]) -> bool:
    """Whether the lacking side has the word within a listed writing."""
    lacking = "focus" if row["n_focus"] == 0 else "reference"
    ids = study.sample.articles["article_id"].gather(find_inside(found, str(row["term"])))
    return lacking in {study.side_of().get(article) for article in ids}


def _exposure(study: Study, exposed: list[int]) -> tuple[int, int, float | None]:
    """Articles and known outlets behind some passages, and the bound that they give where the contrast is tested."""
    ids = study.sample.passages["article_id"].gather(exposed).unique()
    known = study.corpus.articles.filter(pl.col("article_id").is_in(ids.to_list()))["outlet"].drop_nulls().n_unique()
    procedure = study.contrast().procedure
    units = known if procedure.unit == OUTLET else len(ids)
    bound = float(measures.zero_upper_bound(units)) if procedure.tier == TESTED and units else None
    return len(ids), known, bound
