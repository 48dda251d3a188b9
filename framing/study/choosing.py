"""Which articles a report is about: those of its two sides, in its language and its days, and no others.

Everything that a study computes is computed from what is chosen here. Of the other articles one thing is kept: how many
there are in each group.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

import polars as pl

from framing.corpus import Corpus
from framing.errors import SettingsError
from framing.groups import Groups, choose_groups, group_values
from framing.study.settings import ALL, StudySettings

GROUP_SCHEMA = {"group": pl.String, "articles": pl.Int64, "side": pl.String}


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The articles of the two sides.

    corpus : these articles and no others, in the order of the whole corpus.
    groups : the values that make up each side, those of them that these articles have.
    every_group : how many articles of the whole corpus each value of the column has, and the side that it belongs to.
    """

    corpus: Corpus
    groups: Groups
    every_group: pl.DataFrame


def choose_articles(whole: Corpus, settings: StudySettings) -> Chosen:
    """The articles of the two sides, of one language and of shared days where these are asked for.

    Raises
    ------
    CorpusError : no article in the language.
    SettingsError : see choose_groups; a side without an article in the language; a shared period where a side has no date
        or the sides share no day.
    """
    groups = choose_groups(whole.articles, focus=settings.focus, reference=settings.reference, by=settings.by)
    spoken = whole.select(language=settings.language) if settings.language else whole
    side = groups.sides(spoken.articles)
    _check_present(groups, side, settings.language)
    chosen = spoken.take(side.is_not_null().arg_true())
    if settings.period != ALL:
        chosen = _within_period(chosen, groups)
    return Chosen(chosen, groups.among(chosen.articles), _every_group(whole, groups))


def _every_group(whole: Corpus, groups: Groups) -> pl.DataFrame:
    values = pl.DataFrame([group_values(whole.articles, groups.by), groups.sides(whole.articles)])
    counted = values.group_by("group", "side").agg(pl.len().cast(pl.Int64).alias("articles"))
    return counted.select(*GROUP_SCHEMA).sort("group")


def _check_present(groups: Groups, side: pl.Series, language: str) -> None:
    """Refuse a side that has articles in other languages only."""
    for name, label in zip(("focus", "reference"), groups.labels, strict=True):
        if not (side == name).any():
            raise SettingsError(
                f"{name} {label!r} has no article in language {language!r}; take another language or group"
            )


def _within_period(corpus: Corpus, groups: Groups) -> Corpus:
    """The articles of the days that both sides have."""
    side = groups.sides(corpus.articles)
    labels = dict(zip(("focus", "reference"), groups.labels, strict=True))
    dates = {labels[name]: corpus.articles["date"].filter(side == name) for name in labels}
    spans = {name: _span(groups.by, name, each) for name, each in dates.items()}
    since, until = max(first for first, _ in spans.values()), min(last for _, last in spans.values())
    for name, each in dates.items():
        if not each.is_between(since, until).any():
            told = ", ".join(f"those of {other!r} are of {first} to {last}" for other, (first, last) in spans.items())
            raise SettingsError(
                f"period 'shared': no article of {groups.by} {name!r} falls into days that both sides have ({told}); "
                "take period 'all' or other articles"
            )
    return corpus.select(since=since, until=until)


def _span(by: str, name: str, dates: pl.Series) -> tuple[date, date]:
    """The first and the last day of one side."""
    first, last = cast(date | None, dates.min()), cast(date | None, dates.max())
    if first is None or last is None:
        raise SettingsError(
            f"period 'shared': no date is known of the articles of {by} {name!r}; fill in the column date "
            "or take period 'all'"
        )
    return first, last
