"""The finest tokens of every article, once: where each word stands and what stands before it.

Nothing is folded, merged or dropped here; every later choice is a mask, a join or a map over these arrays.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.corpus import Corpus
from framing.corpus.titles import added_titles
from framing.tokens.characters import HAN, classes
from framing.tokens.cutting import (
    BREAK,
    PUNCTUATION,
    SENTENCE,
    SPACE,
    STOP,
    Cut,
    IntArray,
    cut_texts,
    number_keys,
    powers_of,
)
from framing.tokens.segmenting import Links, Names, link_tokens, segmenter
from framing.tokens.signs import address_kind
from framing.variants import with_shipped
from framing.wording import base_language
from framing.wordlists import function_words, sentence_abbreviations
from framing.zones import BODY

Kind = TypeVar("Kind", bound=np.generic)
_APART = 0xD1B54A32D192ED03  # odd; keeps the writings of two languages apart


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Every word of a corpus, in order; arrays have one entry per token and are read-only.

    corpus : the corpus they were read from.
    surfaces : the distinct writings (language, surface, address), sorted; `surface` holds row numbers of it. `address` is
        the kind of a web or mail address, an @handle or a #hashtag ("web", "e-mail", "handle", "hashtag"), null for a word.
    article : row of `corpus.articles`.
    surface : row of `surfaces`.
    start, end : code points of the article's raw text.
    zone : index into `zones` (0 is body).
    zones : names of the zones.
    passage : row of `corpus.passages`, or -1 where nothing is coded.
    gap : what stands before the token (TOUCHING … BREAK).
    sentence : running number of the sentence, over all articles.
    link : whether the token begins a word (APART), continues the word before it (JOINED) or makes a pair with the
        token before it (PAIRED); other than APART in Chinese and Vietnamese only.
    segmenters : language and what made words of its tokens, such as ("vi", "underthesea 9.5.0").
    texts : one number per article of the corpus, the same for the same words in the same order.
    """

    corpus: Corpus
    surfaces: pl.DataFrame
    article: IntArray
    surface: IntArray
    start: IntArray
    end: IntArray
    zone: IntArray
    zones: tuple[str, ...]
    passage: IntArray
    gap: IntArray
    sentence: IntArray
    link: Links
    segmenters: tuple[tuple[str, str], ...]
    texts: npt.NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.start)

    def __repr__(self) -> str:
        return f"<Tokens of {self.corpus!r}: {len(self)} tokens>"


def tokenize(corpus: Corpus) -> Tokens:
    """Find every word of a corpus and what separates it from the word before.

    Parameters
    ----------
    corpus : from load_corpus.

    Returns
    -------
    Tokens; `text[start:end]` is the word exactly as written. A word is a run of letters, combining marks and digits
    with inner apostrophes; a number keeps its inner point or comma; a Chinese character is one token; dashes separate.
    An abbreviation with stops (U.S., TP.HCM) is one token, and so is a web or mail address, an @handle and a #hashtag.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> corpus = load_corpus(pl.DataFrame({"text": ["Xi’s people-to-people talks. In Hà Nội"]}))
    >>> tokens = tokenize(corpus)
    >>> [corpus.articles["text"][0][a:b] for a, b in zip(tokens.start, tokens.end)]
    ['Xi’s', 'people', 'to', 'people', 'talks', 'In', 'Hà', 'Nội']
    >>> tokens.gap.tolist(), tokens.sentence.tolist()
    ([6, 1, 2, 2, 1, 5, 1, 1], [0, 0, 0, 0, 0, 1, 1, 1])
    """
    articles = corpus.articles
    texts = articles["text"].to_list()
    cut = cut_texts(texts)
    surfaces, surface = _surfaces(texts, articles["language"], cut)
    gap = _sentence_ends(cut.gap, surfaces["surface"].to_list(), surface)
    zone_span, zone, zones = _zones(corpus, cut.article, cut.start)
    gap[1:][(cut.article[1:] == cut.article[:-1]) & (zone_span[1:] != zone_span[:-1])] = BREAK
    segmenters = tuple((code, segmenter(code)) for code in articles["language"].drop_nulls().unique().sort())
    segmenters = tuple((code, name) for code, name in segmenters if name)
    return Tokens(
        corpus=corpus,
        surfaces=surfaces,
        article=_frozen(cut.article),
        surface=_frozen(surface),
        start=_frozen(cut.start),
        end=_frozen(cut.end),
        zone=_frozen(zone),
        zones=zones,
        passage=_frozen(_span_of(corpus, corpus.passages, cut.article, cut.start)),
        gap=_frozen(gap),
        sentence=_frozen(np.cumsum(gap >= SENTENCE, dtype=np.int64) - 1),
        link=_frozen(
            _links(corpus, texts, replace(cut, gap=gap), surfaces, surface) if segmenters else np.zeros_like(gap)
        ),
        segmenters=segmenters,
        texts=_fingerprints(articles.height, cut, added_titles(articles)),
    )


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text as `tokenize` would cut them.

    >>> split_words("Việt Nam–China")
    ('Việt', 'Nam', 'China')
    """
    return split_each([text])[0]


def split_each(texts: list[str]) -> list[tuple[str, ...]]:
    """The words of each of some texts, all cut at once."""
    cut = cut_texts(texts)
    found: list[list[str]] = [[] for _ in texts]
    for row, start, end in zip(cut.article.tolist(), cut.start.tolist(), cut.end.tolist(), strict=True):
        found[row].append(texts[row][start:end])
    return [tuple(words) for words in found]


def _surfaces(texts: list[str], language: pl.Series, cut: Cut) -> tuple[pl.DataFrame, IntArray]:
    """The distinct writings of each language, sorted, and for each word the row of its own."""
    languages = language.unique().sort()
    number = (
        language.replace_strict(languages, range(len(languages)), return_dtype=pl.UInt64).to_numpy().astype(np.uint64)
    )
    keys = cut.key if len(languages) < 2 else cut.key + number[cut.article] * np.uint64(_APART)
    at, word = number_keys(keys)
    own = zip(cut.article[at].tolist(), cut.start[at].tolist(), cut.end[at].tolist(), strict=True)
    surfaces = pl.DataFrame(
        {
            "language": languages.gather(number[cut.article[at]]),
            "surface": pl.Series([texts[article][start:end] for article, start, end in own], dtype=pl.String),
            "number": np.arange(len(at), dtype=np.int32),
        }
    ).sort("language", "surface", nulls_last=False)
    row = np.empty(len(at), dtype=np.int32)
    row[surfaces["number"].to_numpy()] = np.arange(len(at), dtype=np.int32)
    address = pl.Series("address", [address_kind(word) for word in surfaces["surface"]], dtype=pl.String)
    return surfaces.select("language", "surface", address), row[word]


def _links(corpus: Corpus, texts: list[str], cut: Cut, surfaces: pl.DataFrame, surface: IntArray) -> Links:
    """What the segmenters say; the listed names of the corpus are told to them, and those shipped."""
    han = np.array([classes()[ord(word[0])] == HAN for word in surfaces["surface"]], dtype=bool)
    address = surfaces["address"].is_not_null().to_numpy()
    return link_tokens(
        texts,
        corpus.articles["language"].to_list(),
        cut,
        han[surface],
        address[surface],
        lambda language: _names(corpus.variants, language),
    )


def _names(variants: pl.DataFrame, language: str) -> Names:
    """The listed writings of a language; of a naming the thing itself is none."""
    rows = with_shipped(variants, language).filter(pl.col("language").is_null() | _is_of(language))
    persons = rows.filter(pl.col("kind") == "name")
    others = rows.filter(~pl.col("kind").is_in(["name", "naming"]))
    named = rows.filter(pl.col("kind") == "naming")["variant"]
    written = [tuple(dict.fromkeys([*held["canonical"], *held["variant"]])) for held in (persons, others)]
    capitals = rows.filter(pl.col("kind") == "abbreviation")["canonical"].unique().sort()
    return Names(written[0], (*written[1], *named), tuple(capitals))


def _is_of(language: str) -> pl.Expr:
    return pl.col("language").map_elements(base_language, return_dtype=pl.String) == language


def _fingerprints(articles: int, cut: Cut, titles: dict[int, int]) -> npt.NDArray[np.uint64]:
    """64 bits that stand for the words of each article in their order: the same in every part of a corpus.

    titles : rows of articles whose title was put after their text, and where it begins. Its words count only where
        there is no other: outlets print one text under several headlines.
    """
    first = np.searchsorted(cut.article, np.arange(articles + 1))
    last = first[1:].copy()
    for row, start in titles.items():
        before = first[row] + np.searchsorted(cut.start[first[row] : first[row + 1]], start)
        last[row] = before if before > first[row] else last[row]
    length = np.diff(first)
    place = np.arange(len(cut.article)) - np.repeat(first[:-1], length)
    sums = np.zeros(len(place) + 1, dtype=np.uint64)
    np.cumsum(cut.key * powers_of(_APART, int(length.max(initial=0)))[place], out=sums[1:])
    found: npt.NDArray[np.uint64] = sums[last] - sums[first[:-1]]
    return found


def _frozen(array: npt.NDArray[Kind]) -> npt.NDArray[Kind]:
    array.flags.writeable = False
    return array


def _sentence_ends(gap: npt.NDArray[np.uint8], surfaces: list[str], surface: IntArray) -> npt.NDArray[np.uint8]:
    """Take back the sentence ends after an abbreviation or an initial and before a small letter.

    After an abbreviation of several letters with stops (the U.S., 10 a.m.) a sentence ends where the next word is a capital
    word of grammar: The, In, It. Where no space follows the stop, it ends between a small and a capital letter.
    """
    ends, stops = np.flatnonzero(gap == SENTENCE), np.flatnonzero(gap == STOP)
    after, before = _looks(surfaces, surface[ends]), _looks(surfaces, surface[ends - 1])
    short = ((before & _SHORT) > 0) & ~(((before & _DOTTED) > 0) & ((after & _OPENS) > 0))
    taken = ((after & _SMALL) > 0) | short
    apart = np.where((before & _DOTTED) > 0, SPACE, PUNCTUATION)  # the stop of U.S. is part of the word
    gap[ends[taken]] = apart[taken]
    after, before = _looks(surfaces, surface[stops]), _looks(surfaces, surface[stops - 1])
    word_before = ((before & _FULL) > 0) | (((before & _CAPITALS) > 0) & ((after & _OPENS) > 0))
    gap[stops] = np.where(((after & _TITLED) > 0) & word_before & ((before & _SHORT) == 0), SENTENCE, PUNCTUATION)
    return gap


_SMALL, _SHORT, _DOTTED, _OPENS, _CAPITALS, _TITLED, _FULL = (1 << bit for bit in range(7))
_OPENING = function_words("en") | frozenset("ông bà theo các những tuy trong khi nhưng tại về do đây đó".split())


def _looks(surfaces: list[str], rows: IntArray) -> npt.NDArray[np.uint8]:
    """How the words of some rows look, as bits; each distinct one is looked at once."""
    distinct, each = np.unique(rows, return_inverse=True)
    return np.array([_look(surfaces[row]) for row in distinct.tolist()], dtype=np.uint8)[each]


@functools.lru_cache(maxsize=2**16)
def _look(word: str) -> int:
    """Whether a word is small, short, ends in a stop, opens a sentence, is in capitals or titled, or may end a sentence."""
    held = {
        _SMALL: word[0].islower(),
        _SHORT: _is_short(word),
        _DOTTED: word.endswith("."),
        _OPENS: word.istitle() and word.lower() in _OPENING,
        _CAPITALS: len(word) > 1 and word.isupper(),
        _TITLED: word[0].isupper() and (len(word) == 1 or word[1].islower()),
        _FULL: len(word) > 1 and (word[-1].islower() or word[-1].isdigit()),
    }
    return sum(bit for bit, holds in held.items() if holds)


def _is_short(word: str) -> bool:
    """An abbreviation with a stop, or an initial."""
    last = word.rpartition(".")[2]
    return (
        word.endswith(".") or last in sentence_abbreviations() or (len(word) == 1 and word.isascii() and word.isalpha())
    )


def _zones(corpus: Corpus, article: IntArray, start: IntArray) -> tuple[IntArray, IntArray, tuple[str, ...]]:
    """For each token the marked span (row or -1) and the zone's number, with the zones' names, body first."""
    spans = corpus.zones
    names = (BODY, *sorted({rule.zone for rule in corpus.zone_rules} - {BODY}))
    number = {name: index for index, name in enumerate(names)}
    span = _span_of(corpus, spans, article, start)
    codes = np.array([*(number[zone] for zone in spans["zone"]), 0], dtype=np.uint8)
    return span, codes[span], names


def _span_of(corpus: Corpus, spans: pl.DataFrame, article: IntArray, start: IntArray) -> IntArray:
    """The row of the span that holds each token's first character, or -1; spans are disjoint and sorted."""
    rows = {name: row for row, name in enumerate(corpus.articles["article_id"])}
    if spans.is_empty():
        return np.full(len(start), -1, dtype=np.int32)
    wide = np.int64(1 << 33)
    owner = np.array([rows[name] for name in spans["article_id"]], dtype=np.int64) * wide
    first, last = owner + spans["start"].to_numpy(), owner + spans["end"].to_numpy()
    order = np.argsort(first, kind="stable")
    at = article.astype(np.int64) * wide + start
    before = np.searchsorted(first[order], at, side="right") - 1
    row = order[before]
    inside = (before >= 0) & (at < last[row])
    return np.where(inside, row, -1).astype(np.int32)
