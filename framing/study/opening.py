"""A corpus as a study takes it: with its texts, or, where it is large, without them and with what counts it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from framing.corpus import Corpus, load_corpus
from framing.corpus.loading import find_articles
from framing.corpus.parts import comes_in_parts, measure
from framing.counting import CorpusCounts, count_corpus, count_loaded
from framing.settings import CountSettings

LARGE_ARTICLES, LARGE_BYTES = 20_000, 50_000_000  # above either a corpus is large


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A corpus to be studied.

    corpus : the articles, with their texts unless the corpus is large.
    count : counts a large corpus under some settings, from the cache where it can; None where the texts are at hand.
    held : a large corpus with its texts, where it is in memory.
    """

    corpus: Corpus
    count: Callable[[CountSettings], CorpusCounts] | None = None
    held: Corpus | None = None


def open_source(source: str | Path | Corpus | Source, *, workers: int = 1, cluster: str = "") -> Source:
    """Read a corpus, or, if it is too large to be read whole, count it and read what is known of its articles.

    Parameters
    ----------
    source : a Corpus, or what load_corpus reads.
    workers, cluster : how a large Parquet or JSONL file is counted (see count_corpus); no number depends on it.

    Raises
    ------
    CorpusError, SettingsError : see load_corpus and count_corpus.
    """
    if isinstance(source, Source):
        return source
    if not isinstance(source, Corpus):
        path = find_articles(source)
        if comes_in_parts(path) and is_large(*measure(path)):
            count = functools.partial(count_corpus, source, workers=workers, cluster=cluster)
            return Source(count(CountSettings()).without_texts(), count)
        source = load_corpus(source)
    articles = source.articles
    if not is_large(articles.height, int(articles["text"].str.len_bytes().sum())):
        return Source(source)
    return Source(replace(source, articles=articles.drop("text")), functools.partial(count_loaded, source), source)


def read_small(source: Source, chosen: Corpus) -> Corpus | None:
    """Some articles of a large corpus with their texts; None where they themselves are too large to be read whole."""
    if source.count is None or chosen.articles.height > LARGE_ARTICLES:
        return None
    ids = chosen.articles["article_id"]
    if source.held is not None:
        texts = source.held.keep(ids)
        return None if is_large(len(ids), int(texts.articles["text"].str.len_bytes().sum())) else texts
    counted = source.count(CountSettings())
    rows = counted.rows_of(ids)
    return None if is_large(len(ids), counted.text_bytes(rows)) else counted.read(rows)


def is_large(articles: int, size: int) -> bool:
    """Whether a corpus of so many articles and bytes of text is too large to be read whole."""
    return articles > LARGE_ARTICLES or size > LARGE_BYTES
