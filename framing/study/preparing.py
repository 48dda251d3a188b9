"""From what a notebook or the command line gives to a study, with everything checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import cast

import polars as pl

from framing.corpus import UNKNOWN, Corpus
from framing.errors import SettingsError
from framing.settings import CountSettings, InferenceSettings
from framing.study.large import LargeStudy
from framing.study.opening import Source, open_source
from framing.study.settings import ALL, KEEP, StudySettings
from framing.study.study import Study


def prepare_study(
    corpus: str | Path | Corpus | Source,
    *,
    focus: str,
    reference: str,
    by: str = "country",
    language: str = "",
    zones: str | Iterable[str] = ("body",),
    voices: str | Iterable[str] = (),
    events: str | Iterable[str] = (),
    ngram: int = 1,
    top: int = 20,
    strata: str = "",
    seed: int = 1,
    period: str = ALL,
    splits: int = 50,
    duplicates: str = KEEP,
) -> Study:
    """Load a corpus and check the parameters of a report, as a notebook or the command line gives them.

    Parameters
    ----------
    corpus : a Corpus, what load_corpus reads, or either opened already (see open_source).
    focus, reference, by : the two groups and the column that holds them.
    language : only articles in this language; empty takes all (a contrast refuses several).
    zones, voices, events : what is counted; lists, or names with commas between. Empty zones, voices or events count all.
    ngram : words per term, 1 to 12.
    top : terms listed for each side.
    strata : a column such as "genre"; a test exchanges labels within each of its values only. Empty for none.
    seed : of what a test draws at random.
    period : "all", or "shared": only articles of the days from the later of the two sides' first dates to the earlier of
        their last ones. An article of unknown date is left out, of any group.
    splits : random splits of one side in the calibration, 1 to 1000.
    duplicates : "keep" counts every article; "collapse" of articles that print one text only the earliest.

    Raises
    ------
    CorpusError, SettingsError : see load_corpus, StudySettings, CountSettings, InferenceSettings and contrast_terms; a
        shared period where a side has no date or the sides share no day; copies to collapse that are all of a side.
    """
    if not isinstance(language, str):
        raise SettingsError(f"language must be text such as 'en'; got {language!r}")
    counts = CountSettings(
        zones=_names("zones", zones),
        voices=_names("voices", voices),
        events=_names("events", events),
        ngram=ngram,
    )
    inference = InferenceSettings(seed=seed, strata=strata)
    settings = StudySettings(focus, reference, by, counts, top, inference, splits, period, duplicates)
    source = open_source(corpus)
    loaded = source.corpus.select(language=language) if language else source.corpus
    loaded = _within_period(loaded, settings)
    study = Study(loaded, settings) if source.count is None else LargeStudy(loaded, settings, source.count)
    _check_sides_stay(study)
    study.contrast()  # refuses unknown groups now, before anything is written
    return study


def _within_period(corpus: Corpus, settings: StudySettings) -> Corpus:
    """The articles of the days that both sides have, where these alone are asked for."""
    if settings.period == ALL or settings.by not in corpus.articles.columns:
        return corpus  # a column that is not there is refused by the contrast
    group = pl.col(settings.by).cast(pl.String).fill_null(UNKNOWN)
    dates = {name: corpus.articles.filter(group == name)["date"] for name in (settings.focus, settings.reference)}
    if any(each.is_empty() for each in dates.values()):
        return corpus  # so is a group without articles
    spans = {name: _span(settings.by, name, each) for name, each in dates.items()}
    since, until = max(first for first, _ in spans.values()), min(last for _, last in spans.values())
    for name, each in dates.items():
        if not each.is_between(since, until).any():
            told = ", ".join(f"those of {other!r} are of {first} to {last}" for other, (first, last) in spans.items())
            raise SettingsError(
                f"period 'shared': no article of {settings.by} {name!r} falls into days that both sides have ({told}); "
                "take period 'all' or other articles"
            )
    return corpus.select(since=since, until=until)


def _check_sides_stay(study: Study) -> None:
    """Refuse to leave out copies where a side consists of nothing else."""
    s = study.settings
    if s.duplicates == KEEP or s.by not in study.printed.articles.columns:
        return
    printed, kept = (
        set(corpus.articles[s.by].cast(pl.String).fill_null(UNKNOWN)) for corpus in (study.printed, study.corpus)
    )
    for name in (s.focus, s.reference):
        if name in printed - kept:
            raise SettingsError(
                f"duplicates 'collapse': every article of {s.by} {name!r} is a copy of an earlier one of another group, so "
                "none is left; take duplicates 'keep' or other articles"
            )


def _span(by: str, name: str, dates: pl.Series) -> tuple[date, date]:
    """The first and the last day of one side."""
    first, last = cast(date | None, dates.min()), cast(date | None, dates.max())
    if first is None or last is None:
        raise SettingsError(
            f"period 'shared': no date is known of the articles of {by} {name!r}; fill in the column date "
            "or take period 'all'"
        )
    return first, last


def _names(name: str, given: str | Iterable[str]) -> tuple[str, ...] | None:
    if isinstance(given, str):
        given = [part.strip() for part in given.split(",")]
    if not isinstance(given, (list, tuple)) or not all(isinstance(item, str) for item in given):
        raise SettingsError(f"{name} must be a list of names such as ['body']; got {given!r}")
    wanted = tuple(item for item in given if item)
    return wanted or None
