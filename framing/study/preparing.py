"""From what a notebook or the command line gives to a study, with everything checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from framing.corpus import Corpus
from framing.errors import SettingsError
from framing.groups import Named
from framing.settings import CountSettings, InferenceSettings
from framing.study.choosing import choose_articles
from framing.study.large import LargeStudy
from framing.study.opening import Source, open_source, read_small
from framing.study.settings import ALL, KEEP, StudySettings
from framing.study.study import Study


def prepare_study(
    corpus: str | Path | Corpus | Source,
    *,
    focus: Named,
    reference: Named,
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
    focus, reference, by : the two groups and the column that holds them: a value; several with commas between, or as a
        list; or "all others", every known value that the other side does not name. Other articles are left aside.
    language : only articles in this language; empty takes all (a contrast refuses several).
    zones, voices, events : what is counted; lists, or names with commas between. Empty zones, voices or events count all.
    ngram : words per term, 1 to 12.
    top : terms listed for each side.
    strata : a column such as "genre"; a test exchanges labels within each of its values only. Empty for none.
    seed : of what a test draws at random.
    period : "all", or "shared": only articles of the days from the later of the two sides' first dates to the earlier of
        their last ones. An article of unknown date is left out.
    splits : random splits of one side in the calibration, 1 to 1000.
    duplicates : "keep" counts every article; "collapse" of articles that print one text only the earliest.

    Raises
    ------
    CorpusError, SettingsError : see load_corpus, StudySettings, CountSettings, InferenceSettings and contrast_terms; a
        shared period where a side has no date or the sides share no day; copies to collapse that are all of a side.
    """
    counts = CountSettings(
        zones=_names("zones", zones),
        voices=_names("voices", voices),
        events=_names("events", events),
        ngram=ngram,
    )
    inference = InferenceSettings(seed=seed, strata=strata)
    settings = StudySettings(focus, reference, by, counts, top, inference, splits, period, duplicates, language)
    study = _make_study(open_source(corpus), settings)
    _check_sides_stay(study)
    study.contrast()  # refuses what cannot be compared now, before anything is written
    return study


def _make_study(source: Source, settings: StudySettings) -> Study:
    """A study of the two sides, which are read whole where they are small, whatever else the corpus holds."""
    chosen = choose_articles(source.corpus, settings)
    if source.count is None:
        return Study(chosen, settings)
    texts = read_small(source, chosen.corpus)
    if texts is None:
        return LargeStudy(chosen, settings, source.count)
    return Study(replace(chosen, corpus=texts), settings)


def _check_sides_stay(study: Study) -> None:
    """Refuse to leave out copies where a side consists of nothing else."""
    held = set(study.side_of().values())
    for name, label in zip(("focus", "reference"), study.groups.labels, strict=True):
        if name not in held:
            raise SettingsError(
                f"duplicates 'collapse': every article of {study.groups.by} {label!r} is a copy of an earlier one of the "
                "other side, so none is left; take duplicates 'keep' or other articles"
            )


def _names(name: str, given: str | Iterable[str]) -> tuple[str, ...] | None:
    if isinstance(given, str):
        given = [part.strip() for part in given.split(",")]
    if not isinstance(given, (list, tuple)) or not all(isinstance(item, str) for item in given):
        raise SettingsError(f"{name} must be a list of names such as ['body']; got {given!r}")
    wanted = tuple(item for item in given if item)
    return wanted or None
