"""One corpus under one set of choices, with everything that is computed from it kept once.

A Study is what the recipe's tables, figures and findings are functions of. It computes nothing itself: it calls the floors
below and remembers their results, so that a table, a figure and a sentence can never rest on different counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.contrasts import Contrast, ContrastSettings, contrast_terms
from framing.corpus import Corpus
from framing.counts import Counts, count_occurrences
from framing.duplicates import Duplicates, collapse, find_duplicates
from framing.groups import Groups
from framing.occurrences import Occurrences, find_occurrences
from framing.settings import CountSettings
from framing.study.choices import NARRATOR, counts_equal, possible_choices
from framing.study.choosing import Chosen, choose_articles
from framing.study.settings import COLLAPSE, KEEP, StudySettings
from framing.tokens import Tokens, tokenize

Result = TypeVar("Result")


class Study:
    """The articles of two sides and the choices of a report, with all that is computed of them computed at most once.

    Parameters
    ----------
    corpus : the whole corpus, or what was chosen of it already. Of articles of neither side only their number is kept.
    settings : the choices of the report.

    Attributes
    ----------
    printed : the articles of the two sides as they were printed.
    corpus : those of them that are counted: without copies where these are collapsed.
    groups : the values that make up each side.
    every_group : how many articles of the whole corpus each group has, those of neither side among them.
    is_large : whether some articles are only counted.
    """

    is_large = False

    def __init__(self, corpus: Corpus | Chosen, settings: StudySettings) -> None:
        chosen = corpus if isinstance(corpus, Chosen) else choose_articles(corpus, settings)
        self.printed, self.groups, self.every_group = chosen.corpus, chosen.groups, chosen.every_group
        self.settings = settings
        self._made: dict[object, Any] = {}
        self.corpus = collapse(self.printed, self.duplicates) if settings.duplicates == COLLAPSE else self.printed

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
    def reading(self) -> Corpus:
        """The articles whose texts are read: all, but for a corpus too large (see LargeStudy)."""
        return self.corpus

    @property
    def sample(self) -> Corpus:
        """The articles in which phrases, voices and names are counted: all, but for a corpus too large (see LargeStudy)."""
        return self.reading

    @property
    def tokens(self) -> Tokens:
        """The finest tokens of the articles that are read."""
        return self.once("tokens", lambda: tokenize(self.reading))

    def occurrences(self, settings: CountSettings | None = None) -> Occurrences:
        """Occurrences in the articles that are read, under the study's or other settings."""
        wanted = settings or self.settings.counts
        return self.once(("occurrences", wanted), lambda: find_occurrences(self.tokens, wanted))

    def sampled(self, settings: CountSettings | None = None) -> Occurrences:
        """Occurrences in the sample, under the study's or other settings."""
        if self.sample is self.reading:
            return self.occurrences(settings)
        wanted = settings or self.settings.counts
        tokens = self.once("tokens of the sample", lambda: tokenize(self.sample))
        return self.once(("sampled", wanted), lambda: find_occurrences(tokens, wanted))

    def counts(self, settings: CountSettings | None = None) -> Counts:
        """Counts under the study's or other settings; copies are known as one text."""
        wanted = settings or self.settings.counts
        copies = self.duplicates if self.settings.duplicates == KEEP else None  # collapsed, none is left
        return self.once(("counts", wanted), lambda: count_occurrences(self.occurrences(wanted), duplicates=copies))

    def contrast(self, settings: CountSettings | None = None) -> Contrast:
        """The contrast of the two groups, tested under the study's settings, scores only under others."""
        wanted = settings or self.settings.counts
        s, own = self.settings, self.counted_groups
        how = ContrastSettings(wanted, *own.labels, own.by, s.inference if wanted == s.counts else None)
        return self.once(("contrast", wanted), lambda: self._contrast(how))

    def _contrast(self, how: ContrastSettings) -> Contrast:
        own, counts = self.counted_groups, self.counts(how.counts)
        return contrast_terms(counts, focus=own.focus, reference=own.reference, by=own.by, inference=how.inference)

    def other_choices(self) -> dict[str, CountSettings]:
        """Other defensible ways of counting, by the name a reader meets; each changes one choice.

        One that changes no count of the two sides is none, nor one that leaves a side without words.
        """
        return self.once("other choices", self._other_choices)

    def _other_choices(self) -> dict[str, CountSettings]:
        base = self.settings.counts
        wanted = set(base.zones or ())
        held = [] if base.zones is None else [z for z, n in self.words_by_zone().items() if n.any()]
        possible = possible_choices(
            base,
            zones=[zone for zone in held if zone not in wanted],
            narrated=NARRATOR in set(self.corpus.passages["voice"]),
        )
        return {
            name: settings
            for name, settings in possible.items()
            if self.sides_have_words(settings) and not self.counts_alike(settings, base)
        }

    def sides_have_words(self, settings: CountSettings) -> bool:
        """Whether something is counted on both sides under some settings; without it there is no contrast."""
        articles, side = self.counts(settings).articles, self.side_of()
        owners = articles.filter(pl.col("tokens") > 0)["article_id"]
        return {side[article_id] for article_id in owners} == set(side.values())

    def counts_alike(self, first: CountSettings, second: CountSettings) -> bool:
        """Whether two ways of counting give all terms the same counts, whatever they are called."""
        return counts_equal(self.counts(first), self.counts(second))

    @property
    def raw(self) -> CountSettings:
        """What a tool counts that neither merges spellings nor knows zones."""
        return replace(self.settings.counts, zones=None, variants=())

    def count_ahead(self) -> None:
        """Count and test before notebooks do so each for itself; only a large corpus takes long enough."""

    def words_by_zone(self) -> dict[str, npt.NDArray[np.int64]]:
        """Words in each article, by zone; an address is none."""
        tokens, height = self.tokens, self.corpus.articles.height
        width = len(tokens.zones)
        words = tokens.surfaces["address"].is_null().to_numpy()[tokens.surface]
        cell = tokens.article.astype(np.int64) * width + tokens.zone
        held = np.bincount(cell[words], minlength=height * width)
        return dict(zip(tokens.zones, held.reshape(height, width).T, strict=True))

    @property
    def counted_groups(self) -> Groups:
        """The values of each side that an article counted has: of one whose articles are all copies none is left."""
        return self.groups.among(self.corpus.articles)

    def side_of(self) -> dict[str, str]:
        """article_id → "focus" or "reference", for every article that is counted."""
        return self.once("side of", self._side_of)

    def _side_of(self) -> dict[str, str]:
        articles = self.corpus.articles
        return dict(zip(articles["article_id"], self.groups.sides(articles), strict=True))
