"""What a reader types, as terms: read by the same rules as the articles, so that it finds what was counted.

"Việt Nam" is looked up as vietnam, "People-to-people" as three words in a row. In Chinese and Vietnamese a segmenter may
cut what is typed alone otherwise than in its sentence; where its characters or syllables alone find more, these are looked
for, whatever words they are part of. Where nothing is found, the nearest spellings among the terms are offered. This room counts nothing.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import numpy as np
import polars as pl

from framing.errors import SettingsError
from framing.explorer.index import TermIndex, bare
from framing.occurrences import Occurrences, in_other_cases, read_writings
from framing.phrases import find_run
from framing.settings import LONGEST_NGRAM, CountSettings
from framing.tokens import IntArray

SHORTLIST = 200  # terms that difflib compares letter by letter; it takes a second for a hundred thousand


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What was typed, as it is looked for: terms in a row, or, across the borders of words, characters and syllables.

    words : the terms in their order, or the characters and syllables.
    across : whether they are characters and syllables, found in words that the articles divide otherwise.
    written : how to call it.
    """

    words: tuple[str, ...]
    across: bool
    written: str


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Where a reading stands; one entry a hit.

    first, last : its first and last token.
    begin : the occurrence that holds its first token.
    words : how many occurrences it covers, in whole or in part.
    """

    first: IntArray
    last: IntArray
    begin: IntArray
    words: IntArray

    def __len__(self) -> int:
        return len(self.first)


def read_typed(index: TermIndex, typed: str) -> Reading:
    """What was typed, as it is looked for; of several ways to read it the first that occurs.

    Raises
    ------
    SettingsError : `typed` is no text, or has more words than a phrase may have.

    Examples
    --------
    >>> from framing.explorer.index import index_terms
    >>> index = index_terms(pl.DataFrame({"text": ["A shared future."]}))
    >>> read_typed(index, " Shared  FUTURE ").words
    ('shared', 'future')
    """
    if not isinstance(typed, str):
        raise SettingsError(f"term must be text such as 'shared future'; got {typed!r}")
    term = " ".join(typed.split())
    if len(index.found.at(term)):
        return Reading((term,), across=False, written=term)
    writings = in_other_cases(term) if index.base.case == "fold" else [term]
    readings = _read(index, writings, index.base)
    for words in readings:
        if len(words) > LONGEST_NGRAM:
            raise SettingsError(f"term has {len(words)} words; look for {LONGEST_NGRAM} at most")
    words, hits = _first_that_occurs(index.found, readings)
    if index.found.tokens.segmenters:
        parts, more = _first_that_occurs(index.finest, _read(index, writings, index.finest.settings))
        if more > hits:
            return Reading(parts, across=True, written=term)
    return Reading(words, across=False, written=" ".join(words) or term)


def _first_that_occurs(found: Occurrences, readings: list[tuple[str, ...]]) -> tuple[tuple[str, ...], int]:
    """The first reading that occurs, with how often; the first of all, with 0, where none does."""
    for words in readings:
        if hits := len(find_run(found, words)):
            return words, hits
    return readings[0], 0


def _read(index: TermIndex, writings: list[str], settings: CountSettings) -> list[tuple[str, ...]]:
    """Each writing in each language of the corpus, read as an article of its own under the corpus's variants."""
    languages = index.found.tokens.surfaces["language"].unique(maintain_order=True).to_list() or [None]
    typed = [(text, language) for text in writings for language in languages if text]
    readings = read_writings(index.corpus, settings, typed)
    return [reading.terms for reading in readings] or [()]


def find_reading(index: TermIndex, found: Occurrences, reading: Reading) -> Runs:
    """Where a reading stands among some occurrences of the index.

    Parameters
    ----------
    index : what the reading was made with.
    found : all occurrences of the index or those of a part of it, whose articles are the whole corpus's.
    reading : from read_typed.
    """
    size = max(len(reading.words), 1)
    if not reading.across:
        hits = find_run(found, reading.words)
        return Runs(found.first[hits], found.last[hits + size - 1], hits, np.full(len(hits), size))
    finest = index.finest
    covering = np.searchsorted(found.first, finest.first, side="right") - 1
    held = (covering >= 0) & (np.append(found.last, -1)[covering] >= finest.first)  # in what is looked at
    hits = find_run(finest, reading.words)
    for step in range(size):
        hits = hits[held[hits + step]]
    begin, last = covering[hits], hits + size - 1
    return Runs(finest.first[hits], finest.last[last], begin, covering[last] - begin + 1)


def near_spellings(index: TermIndex, missing: tuple[str, ...], *, n: int = 5) -> tuple[str, ...]:
    """The terms of the corpus written most like some words that do not occur in it."""
    return tuple(dict.fromkeys(near for word in missing for near in _near(index, word, n)))


def _near(index: TermIndex, word: str, n: int) -> list[str]:
    """Those that share most pairs of letters are compared letter by letter, without accents."""
    plain = str(bare(pl.Series([word]))[0])
    terms = index.bare_terms
    shared = terms.str.starts_with(plain[:1]).cast(pl.Int64) + terms.str.ends_with(plain[-1:]).cast(pl.Int64)
    for pair in sorted({plain[at : at + 2] for at in range(len(plain) - 1)}):
        shared += terms.str.contains(pair, literal=True).cast(pl.Int64)
    # long terms share pairs with everything, so length counts against them
    points = 2 * shared - (terms.str.len_chars().cast(pl.Int64) - len(plain)).abs()
    likely = np.argsort(-points.to_numpy(), kind="stable")[:SHORTLIST].tolist()
    by_writing: dict[str, list[str]] = {}
    for at in likely:
        by_writing.setdefault(terms[at], []).append(index.found.terms[at])
    close = difflib.get_close_matches(plain, list(by_writing), n=n, cutoff=0.7)
    return [term for writing in close for term in by_writing[writing]][:n]
