"""The counts of one part of a corpus, zone by zone, in arrays that travel well and add up.

A term stands in an article as often as in its zones together, and no sentence crosses the edge of a zone, so whatever
zones are asked for, their counts are sums of these.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.corpus import Corpus
from framing.corpus.corpus import Digests
from framing.corpus.parts import Part, read_part
from framing.corpus.rules import Rules
from framing.counts import Counts, count_occurrences
from framing.occurrences import find_occurrences, restrict
from framing.settings import CountSettings
from framing.tokens import tokenize

Integers = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class ZoneCounts:
    """Counts in one zone of some articles: a CSR matrix with two values a cell (occurrences, sentences), and each total."""

    terms: tuple[str, ...]
    totals: Integers
    heads: Integers
    term: Integers
    n: Integers
    sentences: Integers


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Some articles: their metadata (no texts), checksums, numbers of equal texts, and counts by zone."""

    articles: pl.DataFrame
    digests: Digests
    texts: npt.NDArray[np.uint64]
    zones: dict[str, ZoneCounts]
    segmenters: tuple[tuple[str, str], ...]


def count_part(part: Part, name: str, rules: Rules, settings: CountSettings, size: int) -> list[Piece]:
    """Read a part and count it, no more than `size` bytes of text at a time."""
    corpus = read_part(part, name, rules)
    small = corpus.articles["text"].str.len_bytes().sum() <= size
    return [count_piece(each, settings) for each in ([corpus] if small else corpus.parts(size))]


def count_piece(corpus: Corpus, settings: CountSettings) -> Piece:
    """Count some articles zone by zone.

    Parameters
    ----------
    corpus : the articles.
    settings : what to count; its zones do not matter.
    """
    tokens = tokenize(corpus)
    own = _own_settings(corpus, settings)
    by_zone = {zone: replace(own, zones=(zone,)) for zone in tokens.zones} if own else {}
    if settings.ngram > 1 or len(by_zone) < 2:
        counted = {zone: count_occurrences(find_occurrences(tokens, its)) for zone, its in by_zone.items()}
    else:
        found = find_occurrences(tokens, replace(settings, zones=None, voices=None, events=None))
        counted = {zone: count_occurrences(restrict(found, its)) for zone, its in by_zone.items()}
    return Piece(
        articles=corpus.articles.drop("text"),
        digests=corpus.digests,
        texts=tokens.texts,
        zones={zone: _zone_piece(counts) for zone, counts in counted.items() if counts.terms},
        segmenters=tokens.segmenters,
    )


def _own_settings(corpus: Corpus, settings: CountSettings) -> CountSettings | None:
    """The settings with those voices and events that these articles have; None where none of them is left."""
    passages = corpus.passages
    voices = _left(settings.voices, {*passages["voice"], *passages["voice_class"].drop_nulls()})
    events = _left(settings.events, set(passages["event"]))
    return None if () in (voices, events) else replace(settings, voices=voices, events=events)


def _left(wanted: tuple[str, ...] | None, known: set[str]) -> tuple[str, ...] | None:
    return None if wanted is None else tuple(item for item in wanted if item in known)


def _zone_piece(counts: Counts) -> ZoneCounts:
    n, sentences = counts.matrix, counts.sentences
    return ZoneCounts(
        terms=counts.terms,
        totals=_small(counts.lengths),
        heads=n.indptr,
        term=_small(n.indices),
        n=_small(n.data),
        sentences=_small(sentences.data),
    )


def _small(values: Integers) -> Integers:
    """The same numbers in as few bytes as hold them."""
    most = int(values.max(initial=0))
    return values.astype(next(kind for kind in (np.uint8, np.uint16, np.int32, np.int64) if most <= np.iinfo(kind).max))
