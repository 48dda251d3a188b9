"""Phrases that articles repeat, from two words up to twelve, each counted once.

A phrase inside a longer one that occurs just as often is that longer one and is not listed again: nested n-grams are one
finding, not ten. Phrases stop at sentence ends and never run over words that were left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.errors import SettingsError
from framing.occurrences import Occurrences, find_occurrences
from framing.settings import LONGEST_NGRAM, CountSettings
from framing.tokens import IntArray, Tokens

PHRASE_SCHEMA = {
    "phrase": pl.String, "words": pl.Int64, "n": pl.Int64, "articles": pl.Int64, "article_ids": pl.String,
    "first": pl.Int64,
}  # fmt: skip
RUN_SCHEMA: dict[str, pl.DataType] = {
    "phrase": pl.String(), "words": pl.Int64(), "n": pl.Int64(), "articles": pl.Int64(), "rows": pl.List(pl.Int64()),
    "first": pl.Int64(),
}  # fmt: skip


def find_phrases(
    tokens: Tokens,
    settings: CountSettings | None = None,
    *,
    longest: int = LONGEST_NGRAM,
    min_n: int = 2,
) -> pl.DataFrame:
    """Find the phrases that stand at least twice.

    Parameters
    ----------
    tokens : from tokenize.
    settings : what to look in; its ngram must be 1.
    longest : words at most, 2 to 12; of a longer repetition the first `longest` words are listed.
    min_n : occurrences at least, 2 or more.

    Returns
    -------
    One row per phrase: phrase, words, n (occurrences), articles (how many share it), article_ids (which, in order, separated
    by spaces), first (the position of its first occurrence). Most shared first, then longest, then most frequent.

    Raises
    ------
    SettingsError : `longest`, `min_n` or ngram outside their range.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> frame = pl.DataFrame({"text": ["a community with a shared future", "A community with a shared vision"]})
    >>> from framing.tokens import tokenize
    >>> find_phrases(tokenize(load_corpus(frame))).select("phrase", "n", "articles").rows()
    [('a community with a shared', 2, 2)]
    """
    return phrases_of(find_occurrences(tokens, settings), longest=longest, min_n=min_n)


def phrases_of(found: Occurrences, *, longest: int = LONGEST_NGRAM, min_n: int = 2) -> pl.DataFrame:
    """The repeated phrases among occurrences that were found already (see find_phrases)."""
    table = repeated_runs(found, longest=longest, min_n=min_n)
    ids = found.tokens.corpus.articles["article_id"]
    return table.with_columns(list_articles(ids)).select(list(PHRASE_SCHEMA))


def list_articles(ids: pl.Series, most: int | None = None) -> pl.Expr:
    """The ids of the articles in the column `rows`, separated by spaces; of more than `most` the first."""
    rows = pl.col("rows") if most is None else pl.col("rows").list.head(most)
    return rows.list.eval(pl.element().replace_strict(range(len(ids)), ids)).list.join(" ").alias("article_ids")


def repeated_runs(found: Occurrences, *, longest: int = LONGEST_NGRAM, min_n: int = 2) -> pl.DataFrame:
    """The repeated phrases with the rows of the articles that share each in the place of their ids.

    Ids of all articles of all phrases are text that grows faster than the corpus; numbers are not.
    """
    if not 2 <= longest <= LONGEST_NGRAM or min_n < 2:
        raise SettingsError(f"longest must be 2 to {LONGEST_NGRAM} and min_n at least 2; got {longest} and {min_n}")
    if found.settings.ngram != 1:
        raise SettingsError(f"phrases are built from single terms; ngram must be 1, got {found.settings.ngram}")
    frames = []
    grams = _Grams.singles(found)
    for words in range(1, longest + 1):
        longer = grams.extend(found, min_n)
        if words > 1:
            frames.append(_table(found, grams, words, grams.nested(longer, last=words == longest)))
        if not longer.held.any():
            break
        grams = longer
    table = pl.concat([pl.DataFrame(schema=RUN_SCHEMA), *frames])
    return table.sort("articles", "words", "n", "phrase", descending=[True, True, True, False])


def find_run(found: Occurrences, words: tuple[str, ...]) -> IntArray:
    """The positions at which some terms begin to follow each other within a sentence, nothing left out between."""
    hits = found.at(words[0]) if words else np.empty(0, dtype=np.int64)
    for step, word in enumerate(words[1:], start=1):
        here = np.zeros(len(found), dtype=bool)
        here[found.at(word)] = True
        hits = hits[hits + step < len(found)]
        hits = hits[here[hits + step] & found.linked[hits + step]]
    return hits


def find_phrase(found: Occurrences, phrase: str, words: int) -> IntArray:
    """The positions at which a phrase begins, read as a run of so many terms; a term may hold spaces of its own."""
    starts = [find_run(found, run) for run in _readings(phrase.split(" "), words, frozenset(found.terms))]
    return np.unique(np.concatenate([np.empty(0, dtype=np.int64), *starts]))


def _readings(parts: list[str], words: int, terms: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """All ways to read some parts as so many terms."""
    if words == 1:
        if " ".join(parts) in terms:
            yield (" ".join(parts),)
        return
    for size in range(1, len(parts) - words + 2):
        first = " ".join(parts[:size])
        if first in terms:
            yield from ((first, *rest) for rest in _readings(parts[size:], words - 1, terms))


class _Grams:
    """The runs of one length: an id at each position where a repeated run starts, and how often it occurs."""

    def __init__(self, ids: IntArray, held: npt.NDArray[np.bool_], counts: IntArray) -> None:
        self.ids, self.held, self.counts = ids, held, counts

    @classmethod
    def singles(cls, found: Occurrences) -> _Grams:
        ids = found.term.astype(np.int64)
        return cls(ids, np.ones(len(ids), dtype=bool), np.bincount(ids))

    def extend(self, found: Occurrences, min_n: int) -> _Grams:
        """One word more: this run here and the same length one word on, in one sentence."""
        held = self.held.copy()
        held[:-1] &= self.held[1:] & found.linked[1:]
        held[-1:] = False
        starts = np.flatnonzero(held)
        if not len(starts):
            return _Grams(self.ids, held, np.zeros(1, dtype=np.int64))
        pairs = self.ids[starts] * np.int64(len(self.counts)) + self.ids[starts + 1]  # one number for two
        _, index, counts = np.unique(pairs, return_inverse=True, return_counts=True)
        ids = np.zeros(len(held), dtype=np.int64)
        ids[starts] = index
        held[starts] = counts[index] >= min_n
        return _Grams(ids, held, counts)

    def nested(self, longer: _Grams, *, last: bool) -> npt.NDArray[np.bool_]:
        """Ids that only ever occur inside one longer run.

        At the greatest length the longer run is not listed: there only those that always follow a listed run of their own
        length by one word are inside it.
        """
        starts = np.flatnonzero(self.held)
        own = self.counts[self.ids[starts]]
        nested = np.zeros(len(self.counts), dtype=bool)
        for shift in (1,) if last else (0, 1):
            at = starts - shift
            inside = (at >= 0) & longer.held[at]
            inside[inside] = longer.counts[longer.ids[at[inside]]] == own[inside]
            if last:
                inside[inside] = self.counts[self.ids[at[inside]]] == own[inside]
            nested[self.ids[starts[inside]]] = True
        return nested


def _table(found: Occurrences, grams: _Grams, words: int, nested: npt.NDArray[np.bool_]) -> pl.DataFrame:
    starts = np.flatnonzero(grams.held)
    starts = starts[~nested[grams.ids[starts]]]
    frame = pl.DataFrame(
        {
            "id": grams.ids[starts],
            "first": starts,
            "article": found.article[starts].astype(np.int64),
        }
    )
    grouped = (
        frame.group_by("id")
        .agg(pl.len().alias("n"), pl.col("article").unique().sort(), pl.col("first").min())
        .sort("first")
    )
    phrases = [" ".join(found.terms[term] for term in found.term[at : at + words]) for at in grouped["first"]]
    return grouped.select(
        pl.Series("phrase", phrases, dtype=pl.String), pl.lit(words, dtype=pl.Int64).alias("words"), pl.col("n").cast(pl.Int64),
        pl.col("article").list.len().cast(pl.Int64).alias("articles"), pl.col("article").alias("rows"), "first",
    )  # fmt: skip
