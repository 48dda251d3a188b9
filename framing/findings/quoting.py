"""The passages that show a finding: sentences of one side that hold a term, a phrase, a name or a voice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from framing.claims import Tables
from framing.evidence import Quote, pick_quotes
from framing.naming import find_name
from framing.occurrences import Occurrences, find_occurrences
from framing.tokens import IntArray


def quotes_of(tables: Tables, found: Occurrences, hits: IntArray, side: str, n: int) -> tuple[Quote, ...]:
    """Sentences of one side that hold a hit, from as many articles as there are."""
    own = set(tables["articles"].filter(pl.col("side") == side)["article_id"])
    ids = found.tokens.corpus.articles["article_id"].gather(found.article[hits])
    return pick_quotes(found, hits[ids.is_in(sorted(own)).to_numpy()], n)


def quotes_of_both(tables: Tables, found: Occurrences, hits: IntArray) -> tuple[Quote, ...]:
    """One sentence of each side that holds a hit."""
    return quotes_of(tables, found, hits, "focus", 1) + quotes_of(tables, found, hits, "reference", 1)


def quotes_of_name(tables: Tables, found: Occurrences, name: str, side: str) -> tuple[Quote, ...]:
    """A sentence of one side that holds a name."""
    return quotes_of(tables, found, find_name(found, name), side, 1)


def quotes_of_voice(tables: Tables, found: Occurrences, voice_class: str, side: str) -> tuple[Quote, ...]:
    """A sentence of one side that a class of voices speaks."""
    passages = found.tokens.corpus.passages
    flags = [*passages["voice_class"].eq_missing(voice_class), False]  # the last is for row -1: not coded
    hits = [at for at, passage in enumerate(found.tokens.passage[found.first]) if flags[passage]]
    return quotes_of(tables, found, np.array(hits, dtype=np.int64), side, 1)


def phrase_hits(found: Occurrences, phrase: str, words: int) -> tuple[Occurrences, IntArray]:
    """The runs of so many words, and where among them the phrase stands."""
    grams = find_occurrences(found.tokens, replace(found.settings, ngram=words))
    return grams, grams.at(phrase)
