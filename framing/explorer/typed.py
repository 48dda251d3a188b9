"""What a reader types, as terms: read by the same rules as the articles, so that it finds what was counted.

"Việt Nam" is looked up as vietnam, "People-to-people" as three words in a row. Where nothing is found, the nearest
spellings among the terms are offered. This room counts nothing.
"""

from __future__ import annotations

import difflib

import numpy as np
import polars as pl

from framing.corpus import load_corpus
from framing.errors import SettingsError
from framing.explorer.index import TermIndex, bare
from framing.occurrences import Occurrences, find_occurrences
from framing.settings import LONGEST_NGRAM
from framing.tokens import IntArray, tokenize

SHORTLIST = 200  # terms that difflib compares letter by letter; it takes a second for a hundred thousand


def read_typed(index: TermIndex, typed: str) -> tuple[str, ...]:
    """The terms of what was typed, in their order; of several ways to read it the first that occurs.

    Raises
    ------
    SettingsError : `typed` is no text, or has more words than a phrase may have.

    Examples
    --------
    >>> from framing.explorer.index import index_terms
    >>> index = index_terms(pl.DataFrame({"text": ["A shared future."]}))
    >>> read_typed(index, " Shared  FUTURE ")
    ('shared', 'future')
    """
    if not isinstance(typed, str):
        raise SettingsError(f"term must be text such as 'shared future'; got {typed!r}")
    term = " ".join(typed.split())
    if len(index.found.at(term)):
        return (term,)
    # a name of variants.csv is told from a common word by its capitals, which a reader may leave out
    writings = (term, term.title()) if index.base.case == "fold" else (term,)
    readings = _read(index, list(dict.fromkeys(writings)))
    for words in readings:
        if len(words) > LONGEST_NGRAM:
            raise SettingsError(f"term has {len(words)} words; look for {LONGEST_NGRAM} at most")
    return next((words for words in readings if words and len(find_run(index.found, words))), readings[0])


def _read(index: TermIndex, writings: list[str]) -> list[tuple[str, ...]]:
    """Each writing in each language of the corpus, read as an article of its own under the corpus's variants."""
    languages = index.found.tokens.surfaces["language"].unique(maintain_order=True).to_list() or [None]
    rows = [(text, language) for text in writings for language in languages if text]
    if not rows:
        return [()]
    frame = pl.DataFrame(rows, schema={"text": pl.String, "language": pl.String}, orient="row")
    found = find_occurrences(tokenize(load_corpus(frame, variants=index.corpus.variants)), index.base)
    readings: list[list[str]] = [[] for _ in rows]
    for row, term in zip(found.article.tolist(), found.term.tolist(), strict=True):
        readings[row].append(found.terms[term])
    return [tuple(words) for words in readings]


def find_run(found: Occurrences, words: tuple[str, ...]) -> IntArray:
    """The positions at which some terms begin to follow each other within a sentence, nothing left out between."""
    hits = found.at(words[0]) if words else np.empty(0, dtype=np.int64)
    for step, word in enumerate(words[1:], start=1):
        here = np.zeros(len(found), dtype=bool)
        here[found.at(word)] = True
        hits = hits[hits + step < len(found)]
        hits = hits[here[hits + step] & found.linked[hits + step]]
    return hits


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
