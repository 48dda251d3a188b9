"""Where each sentence of a text starts and ends, as evidence cuts them, made fit to be set side by side on a page.

Evidence gives a sentence the marks around it, so that two sentences without a space between can share one: on a page
each character stands once, so a sentence ends where the next begins, and neither crosses the edge of a zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from framing.evidence import sentence_bounds
from framing.tokens import IntArray, Tokens


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text: `anchor` is its start as quotations and lines name it, `start` and `end` its place here."""

    anchor: int
    start: int
    end: int


def sentences_by_article(tokens: Tokens) -> Iterator[list[Sentence]]:
    """The sentences of every article, in the order of the corpus; an article without a word has none."""
    firsts = np.flatnonzero(np.diff(tokens.sentence, prepend=-1))
    edges = np.searchsorted(tokens.article[firsts], np.arange(tokens.corpus.articles.height + 1))
    for row, text in enumerate(tokens.corpus.articles["text"]):
        own = firsts[edges[row] : edges[row + 1]].tolist()
        bounds = [sentence_bounds(tokens, at, text) for at in own]
        stops = [*(start for start, _ in bounds), len(text)][1:]
        yield [Sentence(a, a, min(b, stop)) for (a, b), stop in zip(bounds, stops, strict=True)]


def clip(sentence: Sentence, start: int, end: int) -> Sentence:
    """A sentence as far as it lies between two places; its anchor stays."""
    return Sentence(sentence.anchor, max(sentence.start, start), min(sentence.end, end))


def sentence_starts(tokens: Tokens, at: IntArray) -> list[int]:
    """Where the sentences of some tokens start, each sentence looked at once."""
    numbers, where, back = np.unique(tokens.sentence[at], return_index=True, return_inverse=True)
    firsts = at[where].tolist() if len(numbers) else []
    rows = np.unique(tokens.article[firsts]) if firsts else np.empty(0, dtype=np.int64)
    texts = dict(zip(rows.tolist(), tokens.corpus.articles["text"].gather(rows).to_list(), strict=True))
    starts = [sentence_bounds(tokens, first, texts[int(tokens.article[first])])[0] for first in firsts]
    return [starts[index] for index in back.tolist()]


def holding(sentences: Sequence[Sentence], start: int, end: int) -> list[int]:
    """The anchors of the sentences that a stretch of text touches."""
    return [s.anchor for s in sentences if s.start < end and s.end > start]
