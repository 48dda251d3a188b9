"""The page of lines: each listed term in its sentences, one under the other, each linked to the article's page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl
from markupsafe import Markup

from framing.claims import Tables
from framing.corpus import Corpus
from framing.links import sentence_link, term_anchor
from framing.pages.layout import UNKNOWN, language_code, render
from framing.prose import sample_said
from framing.wording import escape_html
from framing.zones import BODY

MOST_LINES = 200  # of a term on the page; the CSV has all


@dataclass(frozen=True, slots=True)
class _Term:
    """A term with its language and lines: how many there are, and those shown, as HTML.

    uses : how often it occurs in all articles of the two sides, of which the lines can be a part.
    """

    term: str
    language: str | None
    anchor: str
    total: int
    lines: list[Markup]
    uses: int


def concordance_page(tables: Tables, corpus: Corpus, *, paged: Collection[str]) -> str:
    """The lines of the listed terms, one section a term.

    Parameters
    ----------
    tables : by name; lines, contrast, articles and sides are needed.
    corpus : for the language of each article.
    paged : the articles that have a page; lines of others lead nowhere.

    Returns
    -------
    The page, the same for the same arguments; at most MOST_LINES lines a term.
    """
    languages = dict(corpus.articles.select("article_id", "language").iter_rows())
    uses = dict(tables["contrast"].select("term", pl.col("n_focus") + pl.col("n_reference")).iter_rows())
    terms = []
    for frame in tables["lines"].partition_by("term", maintain_order=True):
        term = frame["term"][0]
        shown = [_line(row, languages, paged) for row in frame.head(MOST_LINES).iter_rows(named=True)]
        terms.append(
            _Term(term, languages.get(frame["article_id"][0]), term_anchor(term), frame.height, shown, uses[term])
        )
    return render("concordance.html.j2", terms=terms, corpus=corpus.name, sample=sample_said(tables, "lines"))


def _line(row: Mapping[str, object], languages: Mapping[str, str | None], paged: Collection[str]) -> Markup:
    """A hit between its left and right context, and where it comes from."""
    code = language_code(languages.get(str(row["article_id"])))
    left, node, right = (escape_html(str(row[name])) for name in ("left", "node", "right"))
    start = row["sentence_start"]
    assert isinstance(start, int)
    link = escape_html(sentence_link(str(row["article_id"]), start))
    linked = row["article_id"] in paged
    hit = f'<a class="hit" href="{link}">{node}</a>' if linked else f'<b class="hit">{node}</b>'
    return Markup(
        f'<p class="kwic" lang="{code}"><span class="left">{left}</span>{hit}<span class="right">{right}</span></p>'
        f'<p class="source">{escape_html(_source(row))}</p>'
    )


def _source(row: Mapping[str, object]) -> str:
    parts = [
        f"article {row['article_id']}",
        str(row["outlet"] or f"outlet {UNKNOWN}"),
        str(row["date"] or f"date {UNKNOWN}"),
        f"voice: {row['voice'] or 'not coded'}",
    ]
    if row["zone"] != BODY:
        parts.append(str(row["zone"]))
    if row["inside"]:
        parts.append(f"in the name “{row['inside']}”")
    return ", ".join(parts)
