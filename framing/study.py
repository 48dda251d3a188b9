"""One corpus under one set of choices, with everything that is computed from it kept once.

A Study is what the recipe's tables, figures and findings are functions of. It computes nothing itself: it calls the floors
below and remembers their results, so that a table, a figure and a sentence can never rest on different counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

import polars as pl

from framing.contrasts import Contrast, contrast_terms
from framing.corpus import UNKNOWN, Corpus, load_corpus
from framing.counts import Counts, count_occurrences
from framing.duplicates import Duplicates, collapse, find_duplicates
from framing.errors import SettingsError
from framing.occurrences import Occurrences, find_occurrences
from framing.settings import CountSettings, InferenceSettings, check_option
from framing.tokens import Tokens, tokenize

Result = TypeVar("Result")
NARRATOR = "narrator"
ALL, SHARED = "all", "shared"  # periods of a report
KEEP, COLLAPSE = "keep", "collapse"  # what becomes of copies


@dataclass(frozen=True, slots=True)
class StudySettings:
    """The choices of a report: two groups, the column that holds them, what is counted, how many terms are listed.

    Raises
    ------
    SettingsError : `top` is no whole number from 1 to 200, `period` is neither "all" nor "shared", `duplicates` neither
        "keep" nor "collapse", or a group is not text.
    """

    focus: str
    reference: str
    by: str = "country"
    counts: CountSettings = field(default_factory=CountSettings)
    top: int = 20
    inference: InferenceSettings = field(default_factory=InferenceSettings)
    splits: int = 50
    period: str = ALL
    duplicates: str = KEEP

    def __post_init__(self) -> None:
        for name in ("focus", "reference", "by"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value:
                raise SettingsError(f"{name} must be text such as 'VN'; got {value!r}")
        if type(self.top) is not int or not 1 <= self.top <= 200:
            raise SettingsError(f"top must be a whole number from 1 to 200; got {self.top!r}")
        check_option("period", self.period, (ALL, SHARED))
        check_option("duplicates", self.duplicates, (KEEP, COLLAPSE))
        if type(self.splits) is not int or not 1 <= self.splits <= 1000:
            raise SettingsError(f"splits must be a whole number from 1 to 1000; got {self.splits!r}")


class Study:
    """A corpus and the choices of a report, with tokens, occurrences, counts and contrasts computed at most once.

    `printed` is the corpus as it was printed; `corpus` what is counted of it, without copies where these are collapsed.
    """

    def __init__(self, corpus: Corpus, settings: StudySettings) -> None:
        self.printed = corpus
        self.settings = settings
        self._made: dict[object, Any] = {}
        self.corpus = collapse(corpus, self.duplicates) if settings.duplicates == COLLAPSE else corpus

    def once(self, key: object, make: Callable[[], Result]) -> Result:
        """The result kept under a key, made when it is first asked for."""
        if key not in self._made:
            self._made[key] = make()
        return cast(Result, self._made[key])

    @property
    def duplicates(self) -> Duplicates:
        """Which articles, as printed, are one text."""
        return self.once("duplicates", lambda: find_duplicates(self.printed))

    @property
    def tokens(self) -> Tokens:
        """The finest tokens."""
        return self.once("tokens", lambda: tokenize(self.corpus))

    def occurrences(self, settings: CountSettings | None = None) -> Occurrences:
        """Occurrences under the study's or other settings."""
        wanted = settings or self.settings.counts
        return self.once(("occurrences", wanted), lambda: find_occurrences(self.tokens, wanted))

    def counts(self, settings: CountSettings | None = None) -> Counts:
        """Counts under the study's or other settings; copies are known as one text."""
        wanted = settings or self.settings.counts
        copies = self.duplicates if self.settings.duplicates == KEEP else None  # collapsed, none is left
        return self.once(("counts", wanted), lambda: count_occurrences(self.occurrences(wanted), duplicates=copies))

    def contrast(self, settings: CountSettings | None = None) -> Contrast:
        """The contrast of the two groups, tested under the study's settings, scores only under others."""
        wanted = settings or self.settings.counts
        s = self.settings
        return self.once(
            ("contrast", wanted),
            lambda: contrast_terms(
                self.counts(wanted), focus=s.focus, reference=s.reference, by=s.by,
                inference=s.inference if wanted == s.counts else None,
            ),
        )  # fmt: skip

    def other_choices(self) -> dict[str, CountSettings]:
        """Other defensible ways of counting, by the name a reader meets; each changes one choice."""
        base = self.settings.counts
        choices = {
            "spellings and names left unmerged": replace(base, variants=()),
            "headlines and captions counted too": replace(base, zones=None),
            "hyphenated words counted whole": replace(base, hyphens="join"),
        }
        if NARRATOR in set(self.corpus.passages["voice"]):
            choices["only the outlets' own words counted"] = replace(base, voices=(NARRATOR,))
        return {name: settings for name, settings in choices.items() if settings != base}

    @property
    def raw(self) -> CountSettings:
        """What a tool counts that neither merges spellings nor knows zones."""
        return replace(self.settings.counts, zones=None, variants=())

    def side_of(self) -> dict[str, str]:
        """article_id → "focus" or "reference", for the articles of the two groups."""
        s = self.settings
        groups = self.corpus.articles.select("article_id", s.by).cast(pl.String).fill_null(UNKNOWN)
        names = {s.focus: "focus", s.reference: "reference"}
        return {article: names[group] for article, group in groups.iter_rows() if group in names}


PARAMETERS = (
    "focus", "reference", "by", "language", "zones", "voices", "events", "ngram", "top", "strata", "seed", "period", "splits",
    "duplicates",
)  # fmt: skip


def prepare_study(
    corpus: str | Path | Corpus,
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
    corpus : a Corpus, or what load_corpus reads.
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
    loaded = corpus if isinstance(corpus, Corpus) else load_corpus(corpus)
    if not isinstance(language, str):
        raise SettingsError(f"language must be text such as 'en'; got {language!r}")
    if language:
        loaded = loaded.select(language=language)
    counts = CountSettings(
        zones=_names("zones", zones),
        voices=_names("voices", voices),
        events=_names("events", events),
        ngram=ngram,
    )
    inference = InferenceSettings(seed=seed, strata=strata)
    settings = StudySettings(focus, reference, by, counts, top, inference, splits, period, duplicates)
    study = Study(_within_period(loaded, settings), settings)
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
