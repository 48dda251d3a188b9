"""All text of a corpus read once, so that any term under any selection is answered from arrays.

Words are found in all zones and voices; a selection is a mask over them. The occurrences of the selection last asked
for are kept, since a reader looks at many terms under one selection. This room shows nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.corpus import UNKNOWN, Corpus, load_corpus
from framing.errors import SettingsError
from framing.explorer.selection import Selection
from framing.occurrences import Occurrences, find_occurrences, restrict
from framing.settings import SMALLEST, CountSettings
from framing.tokens import tokenize
from framing.wordlists import telling

Source = str | Path | pl.DataFrame | Corpus


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One selection of a corpus: its articles (True where kept), the occurrences in it, words counted in each article."""

    selection: Selection
    articles: npt.NDArray[np.bool_]
    found: Occurrences
    words: npt.NDArray[np.int64]


class TermIndex:
    """Every occurrence of every term of a corpus, in all its text; made by index_terms, read by show_term."""

    def __init__(self, found: Occurrences, base: CountSettings) -> None:
        self.found = found
        self.base = base
        self._part: Part | None = None

    def __repr__(self) -> str:
        return f"<TermIndex of {self.corpus!r}: {len(self.found.terms)} terms>"

    @property
    def corpus(self) -> Corpus:
        """The corpus it was made from."""
        return self.found.tokens.corpus

    @cached_property
    def outlets(self) -> tuple[str, ...]:
        """The outlets by the alphabet, "(unknown)" among them where one is."""
        return tuple(sorted(set(self.corpus.articles["outlet"].fill_null(UNKNOWN))))

    @cached_property
    def zones(self) -> tuple[str, ...]:
        """The zones, body first."""
        return self.found.tokens.zones

    @cached_property
    def voices(self) -> tuple[str, ...]:
        """Coded voices and classes of voices, by the alphabet."""
        passages = self.corpus.passages
        return tuple(sorted({*passages["voice"], *passages["voice_class"].drop_nulls()}))

    @cached_property
    def bare_terms(self) -> pl.Series:
        """Every term without its accents, in the order of `found.terms`."""
        return bare(pl.Series(self.found.terms, dtype=pl.String))

    @cached_property
    def finest(self) -> Occurrences:
        """The same with every character and syllable on its own, for what is typed across the borders of words."""
        return find_occurrences(self.found.tokens, replace(self.base, words=SMALLEST))

    def part(self, selection: Selection) -> Part:
        """The occurrences under a selection; kept until another is asked for.

        Raises
        ------
        SettingsError : an outlet, voice or zone that the corpus does not have.
        """
        if self._part is None or self._part.selection != selection:
            articles = selection.articles(self.corpus)
            found = restrict(self.found, selection.settings(self.base), articles=articles)
            words = np.bincount(found.article, minlength=len(articles)).astype(np.int64)
            self._part = Part(selection, articles, found, words)
        return self._part

    def ranked(self) -> list[str]:
        """All terms of body text, most frequent first, by the alphabet where equal."""
        found = self.part(Selection()).found
        n = np.bincount(found.term, minlength=len(found.terms))
        order = np.argsort(-n, kind="stable")  # terms are sorted, so ties stay in the order of the alphabet
        return [found.terms[index] for index in order.tolist()]

    def frequent(self, n: int) -> list[str]:
        """The most frequent terms that are more than grammar or a number; what is hidden here can still be typed."""
        ranked = pl.DataFrame({"term": pl.Series(self.ranked(), dtype=pl.String)})
        for language in self.corpus.articles["language"].unique().sort():
            ranked = ranked.filter(telling(pl.col("term"), language=language, names=(), attribution=False))
        return ranked["term"].head(n).to_list()


def bare(words: pl.Series) -> pl.Series:
    """Words in lower case without accents, to compare what is typed in a hurry."""
    plain = words.str.to_lowercase().str.normalize("NFD").str.replace_all(r"\p{Mn}", "")
    return plain.str.replace_all("đ", "d", literal=True)


def index_terms(corpus: Source, *, language: str = "", settings: CountSettings | None = None) -> TermIndex:
    """Read all text of a corpus once, for many questions about single terms.

    Parameters
    ----------
    corpus : a Corpus, or what load_corpus reads.
    language : only the articles in it; "" takes all.
    settings : how words become terms (variants, hyphens, case, possessives); zones and voices are chosen with each term.

    Raises
    ------
    CorpusError : a corpus that cannot be read, or no article in this language.
    SettingsError : `settings` asks for events or several words a term.

    Examples
    --------
    >>> index_terms(pl.DataFrame({"text": ["Rail talks.", "The rail link."]})).frequent(1)
    ['rail']
    """
    base = settings or CountSettings()
    if base.events is not None or base.ngram > 1:
        raise SettingsError("settings: events and ngram cannot be explored; leave them out and type several words")
    whole = corpus if isinstance(corpus, Corpus) else load_corpus(corpus)
    chosen = whole.select(language=language) if language else whole
    base = replace(base, zones=None, voices=None)
    return TermIndex(find_occurrences(tokenize(chosen), base), base)
