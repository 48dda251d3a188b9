"""The numbers of one term under one selection, as frames: rates, places, lines and neighbours.

Lines and collocates come from the same occurrences as every report's; a phrase is a run of them. How a view is shown is
the next room's matter (`page`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from framing.collocations import collocates_at
from framing.errors import SettingsError
from framing.evidence import lines_at
from framing.explorer import page
from framing.explorer.index import Part, Source, TermIndex, index_terms
from framing.explorer.rates import RATE, rates
from framing.explorer.selection import Names, make_selection
from framing.explorer.typed import Runs, find_reading, near_spellings, read_typed
from framing.occurrences import Occurrences
from framing.tokens import IntArray
from framing.zones import BODY

MOST_ARTICLES = 20  # of which the places are shown
LINES, COLLOCATES, WINDOW = 100, 15, 5


@dataclass(frozen=True, slots=True, eq=False)
class TermView:
    """One term under one selection; shown as HTML in a notebook, as text elsewhere.

    term : as it was counted; words of a phrase with a space between; as it was typed where it is looked for across words.
    selection : what was looked at, in words.
    totals : one row: articles (that hold it), articles_in_all, n, sentences, words_counted, per_1000.
    dots : one row per article of the selection, in the order of the corpus: article_id, outlet, country, date, n,
        sentences, words_counted, per_1000 (null where nothing is counted).
    positions : one row per hit in the articles with most hits: article_id, n, position (share of the words counted before).
    lines : the first concordance lines, in the columns of find_lines.
    collocates : the strongest neighbours, in the columns of collocates.
    n_collocates : neighbours in all.
    n_everywhere : hits in all text of all articles.
    apart : whether it is a phrase that occurs nowhere, though each of its words does.
    near : terms spelt like the words that do not occur.
    across : whether it is looked for as characters and syllables, since the articles divide it otherwise (Chinese and
        Vietnamese alone).
    """

    term: str
    selection: str
    totals: pl.DataFrame
    dots: pl.DataFrame
    positions: pl.DataFrame
    lines: pl.DataFrame
    collocates: pl.DataFrame
    n_collocates: int
    n_everywhere: int
    apart: bool
    near: tuple[str, ...]
    across: bool = False

    def _repr_html_(self) -> str:
        return page.view_html(self)

    def __repr__(self) -> str:
        return page.view_text(self)


def show_term(
    corpus: Source | TermIndex,
    term: str,
    *,
    outlet: Names = None,
    since: str | date | None = None,
    until: str | date | None = None,
    voice: Names = None,
    zone: Names = BODY,
    window: int = WINDOW,
    lines: int = LINES,
    language: str = "",
) -> TermView:
    """Show where a term stands: how often in which articles, at which places, in which lines, beside which words.

    Parameters
    ----------
    corpus : what load_corpus reads, a Corpus, or, for many questions, what index_terms made of it.
    term : one word or several, in any case and spelling.
    outlet : one or several; "(unknown)" are the articles without one. None takes all.
    since, until : days such as "2025-04-14", both included; an article without a date meets neither.
    voice : voices or classes of voices of passages.csv. None takes all text, coded or not.
    zone : parts of the articles; body by default, None takes all.
    window : words on each side in which neighbours are counted.
    lines : concordance lines at most.
    language : only the articles in it; not with an index, which has been made for one.

    Returns
    -------
    TermView. A term that does not occur has a view, too; it says so and offers near spellings.

    Raises
    ------
    SettingsError : an outlet, voice or zone that the corpus does not have, with those it has; a day that is not one.
    CorpusError : a corpus that cannot be read.

    Examples
    --------
    >>> frame = pl.DataFrame({"text": ["Shared future. A shared future.", "Trade."]})
    >>> view = show_term(frame, "Shared Future")
    >>> view.totals.select("n", "articles", "sentences").row(0)
    (2, 1, 2)
    >>> show_term(frame, "shraed").near
    ('shared',)
    """
    if isinstance(corpus, TermIndex) and language:
        raise SettingsError("language: the index is made already; give the language to index_terms")
    index = corpus if isinstance(corpus, TermIndex) else index_terms(corpus, language=language)
    part = index.part(make_selection(outlet=outlet, since=since, until=until, voice=voice, zone=zone))
    reading = read_typed(index, term)
    hits = find_reading(index, part.found, reading)
    runs = _as_one_term(part.found, hits, reading.written)
    dots = _dots(part, runs)
    beside = collocates_at(part.found, hits.begin, words=hits.words, window=window)
    n_everywhere = len(find_reading(index, index.found, reading))
    missing = () if reading.across else tuple(word for word in reading.words if not len(index.found.at(word)))
    return TermView(
        term=reading.written,
        selection=part.selection.describe(),
        totals=rates(dots),
        dots=dots,
        positions=_positions(part, hits.begin),
        lines=lines_at(runs, np.arange(len(hits))[: _at_least_none(lines)]),
        collocates=beside.head(COLLOCATES),
        n_collocates=beside.height,
        n_everywhere=n_everywhere,
        apart=bool(reading.words) and not n_everywhere and not missing,
        near=near_spellings(index, missing),
        across=reading.across,
    )


def _as_one_term(found: Occurrences, hits: Runs, written: str) -> Occurrences:
    """The hits of what was typed as occurrences of one term, for lines and counts."""
    tokens = found.tokens
    return replace(
        found,
        terms=(written,),
        term=np.zeros(len(hits), dtype=np.int32),
        article=tokens.article[hits.first],
        sentence=tokens.sentence[hits.first],
        first=hits.first,
        last=hits.last,
        linked=np.zeros(len(hits), dtype=bool),
    )


def _dots(part: Part, runs: Occurrences) -> pl.DataFrame:
    articles = runs.tokens.corpus.articles
    once = runs.article[np.unique(runs.sentence, return_index=True)[1]]
    frame = articles.select("article_id", "outlet", "country", "date").with_columns(
        pl.Series("n", np.bincount(runs.article, minlength=articles.height).astype(np.int64)),
        pl.Series("sentences", np.bincount(once, minlength=articles.height).astype(np.int64)),
        pl.Series("words_counted", part.words),
    )
    return frame.filter(pl.Series(part.articles)).with_columns(RATE)


def _positions(part: Part, hits: IntArray) -> pl.DataFrame:
    """The places of the hits in the articles with most of them; ties in the order of the corpus."""
    article = part.found.article[hits]
    n = np.bincount(article, minlength=len(part.words))
    most = np.argsort(-n, kind="stable")[:MOST_ARTICLES]
    shown = np.isin(article, most)
    hits, article = hits[shown], article[shown]
    before = hits - np.r_[0, np.cumsum(part.words)][article]
    ids = part.found.tokens.corpus.articles["article_id"].gather(article)
    frame = pl.DataFrame({"article_id": ids, "n": n[article], "position": before / part.words[article]})
    return frame.cast({"n": pl.Int64}).sort("n", descending=True, maintain_order=True)


def _at_least_none(lines: int) -> int:
    if lines < 0:
        raise SettingsError(f"lines must be 0 or more; got {lines}")
    return lines
