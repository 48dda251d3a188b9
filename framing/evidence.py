"""The lines behind a number: every hit in its sentence, with article, outlet, date, voice and offsets.

What is shown is cut from the raw text, `text[start:end]`, never rebuilt. This room finds and shows; it scores nothing.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from framing.counting import CorpusCounts
from framing.errors import SettingsError
from framing.occurrences import Occurrences, find_occurrences, find_term, possible_terms
from framing.settings import CountSettings
from framing.tokens import BREAK, IntArray, Tokens, tokenize
from framing.zones import BODY

_OPENERS = frozenset("“‘«([{（「『《〈【")  # never close a sentence; straight quotation marks may
_CLOSERS = frozenset("”’»)]}）」』》〉】.!?…。！？,;:，；：、")  # never open one
SHORTEST_QUOTE = 6  # words a quotation should have
MOST_LOOKED_AT = 1000  # hits among which quotations are chosen


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of one article's raw text: `text` is exactly `raw[start:end]`."""

    article_id: str
    start: int
    end: int
    text: str


LINE_COLUMNS = ("article_id outlet date voice zone left node right start end sentence_start sentence_end").split()


def find_lines(
    tokens: Tokens,
    term: str,
    settings: CountSettings | None = None,
    *,
    words: int = 10,
    limit: int | None = None,
) -> pl.DataFrame:
    """Find the concordance lines of a term.

    Parameters
    ----------
    tokens : from tokenize.
    term : a word, in any spelling and case that counts as the same term under the settings.
    settings : what to look in; by default body text, variants merged, lower case.
    words : of context on each side; it never crosses a paragraph or zone edge.
    limit : lines at most, in text order; None gives all.

    Returns
    -------
    One row per hit: article_id, outlet, date, voice (null where not coded), zone, left, node, right (raw text), start, end
    of the node and of its sentence, in code points. No row if the term does not occur.

    Raises
    ------
    SettingsError : `words` or `limit` below 0, or a setting the corpus cannot fill.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.tokens import tokenize
    >>> corpus = load_corpus(pl.DataFrame({"text": ["Two leaders met. The Leaders’ talks went on."]}))
    >>> find_lines(tokenize(corpus), "leaders", words=1).select("left", "node", "right").rows()
    [('Two ', 'leaders', ' met'), ('The ', 'Leaders', '’ talks')]
    """
    return lines_of(find_occurrences(tokens, settings), term, words=words, limit=limit)


def lines_of(found: Occurrences, term: str, *, words: int = 10, limit: int | None = None) -> pl.DataFrame:
    """The concordance lines of a term among occurrences that were found already (see find_lines)."""
    if words < 0 or (limit is not None and limit < 0):
        raise SettingsError(f"words and limit must be 0 or more; got {words} and {limit}")
    return lines_at(found, found.at(find_term(found, term))[:limit], words=words)


def first_lines(
    counted: CorpusCounts, term: str, *, zones: tuple[str, ...] | None = (BODY,), limit: int = 100, words: int = 10
) -> pl.DataFrame:
    """The first concordance lines of a term in a corpus on disk; only the articles that hold them are read.

    Parameters
    ----------
    counted : from count_corpus.
    term : as in its counts.
    zones : to look in; None takes all.
    limit : lines at most, in the corpus's order.
    words : see find_lines.

    Returns
    -------
    The columns of find_lines.

    Raises
    ------
    SettingsError : a zone that the corpus does not have, or `words` or `limit` below 0.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from framing.counting import count_corpus
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "talks.parquet")
    ...     pl.DataFrame({"text": ["Rail talks began.", "Talks on rail."]}).write_parquet(path)
    ...     first_lines(count_corpus(path), "rail", words=1).select("article_id", "left", "node", "right").rows()
    [('1', '', 'Rail', ' talks'), ('2', 'on ', 'rail', '')]
    """
    if limit < 0:
        raise SettingsError(f"limit must be 0 or more; got {limit}")
    rows, n = counted.articles_with(term, zones)
    if not len(rows) and counted.articles.height:
        others = possible_terms(counted.read([0]), counted.settings, term)
        rows, n = next(
            (held for held in (counted.articles_with(each, zones) for each in others) if len(held[0])), (rows, n)
        )
    enough = int(np.searchsorted(np.cumsum(n), limit)) + 1
    read = counted.read(rows[:enough] if len(rows) else [0])
    return find_lines(tokenize(read), term, replace(counted.settings, zones=zones), words=words, limit=limit)


def lines_at(found: Occurrences, hits: IntArray, *, words: int = 10) -> pl.DataFrame:
    """The concordance lines of some occurrences, by their positions (see find_lines)."""
    tokens = found.tokens
    corpus = tokens.corpus
    article = found.article[hits]
    first, last = found.first[hits], found.last[hits]
    meta = corpus.articles.select("article_id", "outlet", "date")[article]
    left, right = _context(tokens, first, last, words)
    texts = _texts(tokens, article)
    bounds = [sentence_bounds(tokens, at, texts[row]) for at, row in zip(first, article, strict=True)]
    cut = list(zip(article, left, tokens.start[first], tokens.end[last], right, strict=True))
    return meta.with_columns(
        pl.Series("voice", _voices(tokens, first), dtype=pl.String),
        pl.Series("zone", [tokens.zones[zone] for zone in tokens.zone[first]], dtype=pl.String),
        pl.Series("left", [texts[row][a:b] for row, a, b, _, _ in cut], dtype=pl.String),
        pl.Series("node", [texts[row][b:c] for row, _, b, c, _ in cut], dtype=pl.String),
        pl.Series("right", [texts[row][c:d] for row, _, _, c, d in cut], dtype=pl.String),
        pl.Series("start", tokens.start[first]),
        pl.Series("end", tokens.end[last]),
        pl.Series("sentence_start", [start for start, _ in bounds], dtype=pl.Int64),
        pl.Series("sentence_end", [end for _, end in bounds], dtype=pl.Int64),
    ).select(LINE_COLUMNS)


def quote_sentence(tokens: Tokens, at: int) -> Quote:
    """The sentence that holds the token `at`, as it stands in the raw text."""
    row = int(tokens.article[at])
    text = tokens.corpus.articles["text"][row]
    start, end = sentence_bounds(tokens, at, text)
    return Quote(tokens.corpus.articles["article_id"][row], start, end, text[start:end])


def pick_quotes(found: Occurrences, hits: IntArray, n: int) -> tuple[Quote, ...]:
    """Up to n sentences that hold one of the hits: from the article with most hits on, the shortest first in each.

    Sentences of fewer than SHORTEST_QUOTE words are passed over where a longer one can be had, and in each
    article so is a sentence in the words of one taken before it: a reprint shows nothing further.
    """
    tokens = found.tokens
    sentences = np.unique(tokens.sentence[found.first[hits[:MOST_LOOKED_AT]]], return_index=True)
    firsts = found.first[hits[sentences[1]]]
    articles = tokens.article[firsts]
    size = {row: int((articles == row).sum()) for row in np.unique(articles)}
    words = np.bincount(tokens.sentence)[sentences[0]] if len(firsts) else sentences[0]
    waiting: dict[int, list[int]] = {row: [] for row in sorted(size, key=lambda row: (-size[row], row))}
    for at in np.lexsort((firsts, words, words < SHORTEST_QUOTE)).tolist():
        waiting[int(articles[at])].append(int(firsts[at]))
    return tuple(quote_sentence(tokens, first) for first in _in_turn(tokens, list(waiting.values()), n))


def _in_turn(tokens: Tokens, waiting: list[list[int]], n: int) -> list[int]:
    """One place of each article in turn, up to n: its first whose sentence is in no words taken before, or else its first."""
    taken: list[int] = []
    seen: set[bytes] = set()
    while len(taken) < n and any(waiting):
        for firsts in itertools.islice((own for own in waiting if own), n - len(taken)):
            new = (at for at, first in enumerate(firsts) if _words_around(tokens, first) not in seen)
            taken.append(firsts.pop(next(new, 0)))
            seen.add(_words_around(tokens, taken[-1]))
    return taken


def _words_around(tokens: Tokens, at: int) -> bytes:
    """What is the same for sentences in the same words."""
    first, stop = (np.searchsorted(tokens.sentence, tokens.sentence[at], side=side) for side in ("left", "right"))
    return tokens.surface[first:stop].tobytes()


def sentence_bounds(tokens: Tokens, at: int, text: str) -> tuple[int, int]:
    """Start and end of a token's sentence in its article's text: opening quotation marks and closing punctuation belong to it."""
    sentence = tokens.sentence[at]
    first = int(np.searchsorted(tokens.sentence, sentence, side="left"))
    last = int(np.searchsorted(tokens.sentence, sentence, side="right")) - 1
    floor = int(tokens.end[first - 1]) if first and tokens.article[first - 1] == tokens.article[at] else 0
    start, end = int(tokens.start[first]), int(tokens.end[last])
    while start > floor and not text[start - 1].isspace() and text[start - 1] not in _CLOSERS:
        start -= 1
    while end < len(text) and not (text[end].isspace() or text[end].isalnum() or text[end] in _OPENERS):
        end += 1
    return start, end


def surface_forms(found: Occurrences, terms: list[str]) -> pl.DataFrame:
    """How some terms are written in each article.

    Returns
    -------
    One row per term, article and writing (term, article_id, form, n), most frequent writing first.
    """
    ids = found.tokens.corpus.articles["article_id"]
    rows: list[tuple[str, str, str]] = []
    for term in terms:
        hits = found.at(term)
        texts = _texts(found.tokens, found.article[hits])
        rows.extend(
            (term, ids[int(row)], " ".join(texts[row][a:b].split()))
            for row, a, b in zip(found.article[hits], found.start[hits], found.end[hits], strict=True)
        )
    frame = pl.DataFrame(rows, schema=["term", "article_id", "form"] if rows else _FORMS, orient="row")
    counted = frame.group_by("term", "article_id", "form").len("n")
    return counted.sort("term", "article_id", "n", "form", descending=[False, False, True, False])


_FORMS = {"term": pl.String, "article_id": pl.String, "form": pl.String}


def _texts(tokens: Tokens, rows: IntArray) -> dict[int, str]:
    """The raw texts of the articles shown, and of no others."""
    wanted = np.unique(rows)
    return dict(zip(wanted.tolist(), tokens.corpus.articles["text"].gather(wanted).to_list(), strict=True))


def _voices(tokens: Tokens, at: IntArray) -> list[str | None]:
    voices = [*tokens.corpus.passages["voice"], None]
    return [voices[passage] for passage in tokens.passage[at]]


def _context(tokens: Tokens, first: IntArray, last: IntArray, words: int) -> tuple[list[int], list[int]]:
    """Where the context of each hit starts and ends: so many words, but not past a paragraph or zone edge."""
    left, right = [], []
    for head, tail in zip(first.tolist(), last.tolist(), strict=True):
        a, b = head, tail
        while a > max(head - words, 0) and tokens.gap[a] != BREAK:
            a -= 1
        while b < min(tail + words, len(tokens) - 1) and tokens.gap[b + 1] != BREAK:
            b += 1
        left.append(int(tokens.start[a]))
        right.append(int(tokens.end[b]))
    return left, right
