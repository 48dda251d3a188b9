"""The finest tokens of every article, once: where each word stands and what stands before it.

Nothing is folded, merged or dropped here; every later choice is a mask, a join or a map over these arrays. One regular
expression cuts each text into words and the gaps between them, so offsets are sums of lengths and what separates two
words (space, dash, sentence end, paragraph) is read off the gap.
"""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.corpus import Corpus
from framing.zones import BODY

IntArray = npt.NDArray[np.integer[Any]]

# One explicit character class everywhere: letters, combining marks, decimal digits. Polars' \w takes other signs than
# Python's, and neither keeps decomposed Vietnamese whole. Each Chinese character is a token of its own.
LETTERS = r"\p{L}\p{M}\p{Nd}"
_WORD = rf"[{LETTERS}--\p{{Han}}](?:[{LETTERS}\x{{ad}}\x{{200c}}\x{{200d}}--\p{{Han}}]|['’＇][{LETTERS}--\p{{Han}}])*"
TOKEN = rf"\p{{Nd}}+(?:[.,]\p{{Nd}}+)+|\p{{Han}}|{_WORD}"
_PIECE = rf"{TOKEN}|[^{LETTERS}]+"

# What stands before a token, from closest to farthest. N-grams and windows stop at SENTENCE and BREAK.
TOUCHING, SPACE, DASH, SPACED_DASH, PUNCTUATION, SENTENCE, BREAK = range(7)

_DASHES = "-‐‑‒–—−"
_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]»]*\s|[。！？]""")
_ABBREVIATIONS = frozenset(
    "Mr Mrs Ms Dr Prof St Gen Sen Rep Gov Lt Col Sgt Capt No Nos vs Inc Ltd Co Corp Jr Sr "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec TP Tp TS ThS PGS GS".split()
)  # a full stop after these, or after a single Latin letter, ends no sentence


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Every word of a corpus, in order; arrays have one entry per token and are read-only.

    corpus : the corpus they were read from.
    surfaces : the distinct writings (language, surface), sorted; `surface` holds row numbers of it.
    article : row of `corpus.articles`.
    surface : row of `surfaces`.
    start, end : code points of the article's raw text.
    zone : index into `zones` (0 is body).
    zones : names of the zones.
    passage : row of `corpus.passages`, or -1 where nothing is coded.
    gap : what stands before the token (TOUCHING … BREAK).
    sentence : running number of the sentence, over all articles.
    texts : one number per article of the corpus, the same for texts that differ in white space at most.
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
    Tokens; `text[start:end]` is the word exactly as it stands. A word is a run of letters, combining marks and digits
    with inner apostrophes; a number keeps its inner point or comma; a Chinese character is one token; dashes separate.

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
    pieces = articles.select(
        pl.int_range(pl.len(), dtype=pl.Int32).alias("article"),
        "language",
        pl.col("text").str.extract_all(_PIECE).alias("piece"),
    ).explode("piece")
    article = pieces["article"].to_numpy()
    length = pieces["piece"].str.len_chars().to_numpy().astype(np.int64)
    start = _offsets(article, length)
    is_word = pieces["piece"].str.contains(rf"^[{LETTERS}]").to_numpy()
    words = pieces.select("language", surface="piece").filter(is_word)
    surfaces = words.unique().sort("language", "surface", nulls_last=False)
    surface = words.join(
        surfaces.with_row_index("id"),
        on=["language", "surface"],
        how="left",
        maintain_order="left",
        nulls_equal=True,
    )["id"].to_numpy()
    article, start, end = article[is_word], start[is_word], (start + length)[is_word]
    zone_span, zone, zones = _zones(corpus, article, start)
    gap = _gaps(pieces["piece"], is_word)
    gap = _sentence_ends(gap, surfaces["surface"].to_list(), surface)
    edge = np.ones(len(article), dtype=bool)
    edge[1:] = (article[1:] != article[:-1]) | (zone_span[1:] != zone_span[:-1])
    gap[edge] = BREAK
    return Tokens(
        corpus=corpus,
        surfaces=surfaces,
        article=_frozen(article.astype(np.int32)),
        surface=_frozen(surface.astype(np.int32)),
        start=_frozen(start),
        end=_frozen(end),
        zone=_frozen(zone),
        zones=zones,
        passage=_frozen(_span_of(corpus, corpus.passages, article, start)),
        gap=_frozen(gap),
        sentence=_frozen(np.cumsum(gap >= SENTENCE, dtype=np.int64) - 1),
        texts=_digests(articles["text"]),
    )


@functools.lru_cache(maxsize=65_536)
def split_words(text: str) -> tuple[str, ...]:
    """The words of a text as `tokenize` would cut them.

    >>> split_words("Việt Nam–China")
    ('Việt', 'Nam', 'China')
    """
    return tuple(pl.Series([text]).str.extract_all(TOKEN)[0].to_list())


def _digests(texts: pl.Series) -> npt.NDArray[np.uint64]:
    """64 bits of the hash of each text, white space aside: the same on every machine and in every part of a corpus."""
    each = (hashlib.blake2b(" ".join(text.split()).encode(), digest_size=8).digest() for text in texts)
    return np.frombuffer(b"".join(each), dtype="<u8").view(np.uint64)


def _frozen(array: IntArray) -> IntArray:
    array.flags.writeable = False
    return array


def _offsets(article: IntArray, length: IntArray) -> IntArray:
    """Where each piece starts in its own article: the lengths before it, summed."""
    before = np.cumsum(length) - length
    first = np.flatnonzero(np.r_[True, article[1:] != article[:-1]]) if len(article) else article
    base = np.repeat(before[first], np.diff(np.r_[first, len(article)]))
    offsets: IntArray = before - base
    return offsets


def _gaps(pieces: pl.Series, is_word: npt.NDArray[np.bool_]) -> IntArray:
    """The kind of gap before each word; two words that touch have none between them."""
    gaps = pieces.filter(~is_word)
    kinds = {gap: _gap_kind(gap) for gap in gaps.unique().to_list()}
    kind = np.zeros(len(pieces), dtype=np.uint8)
    kind[~is_word] = [kinds[gap] for gap in gaps.to_list()]
    before = np.zeros(len(pieces), dtype=np.uint8)
    before[1:] = kind[:-1]
    found: IntArray = before[is_word]
    return found


def _gap_kind(gap: str) -> int:
    """What a gap between two words means; a single line end inside a sentence is a space (hard-wrapped text)."""
    ends = _SENTENCE_END.search(gap + ("\n" if gap[-1] in "\"'”’" else "")) is not None
    lines = gap.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    if lines > 1 or (lines and ends):
        return BREAK
    if ends:
        return SENTENCE
    bare = gap.strip()
    if not bare:
        return SPACE
    if bare in _DASHES or bare == "--":
        return DASH if bare == gap and bare != "--" else SPACED_DASH
    return PUNCTUATION


def _sentence_ends(gap: IntArray, surfaces: list[str], surface: IntArray) -> IntArray:
    """Take back the sentence ends after an abbreviation or an initial, and before a small letter."""
    small = np.array([word[0].islower() for word in surfaces], dtype=bool)
    short = np.array(
        [word in _ABBREVIATIONS or (len(word) == 1 and word.isascii() and word.isalpha()) for word in surfaces],
        dtype=bool,
    )
    no_end = np.zeros(len(gap), dtype=bool)
    no_end[1:] = small[surface[1:]] | short[surface[:-1]]
    gap[(gap == SENTENCE) & no_end] = PUNCTUATION
    return gap


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
