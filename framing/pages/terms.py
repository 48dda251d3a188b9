"""The page of terms: every term of a contrast with its numbers on both sides, each linked to where it first stands.

Rows are written here rather than in the template: a corpus has tens of thousands of terms. First places are found for
all of them at once, from the occurrences behind the counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from framing.claims import Tables
from framing.columns import COLUMNS
from framing.inference import TESTED
from framing.links import page_name, sentence_link, term_anchor
from framing.occurrences import Occurrences
from framing.pages.layout import foreign, fragment, render, side_names, side_phrases
from framing.pages.sentences import sentence_starts
from framing.tables import contrast_language
from framing.wording import escape_html, write_number

MOST_TERMS = 5000  # on the page; the CSV has all
MOST_ARTICLES = 12  # that have a column each; beyond, each side has one link a term
_SIDES = ("focus", "reference")
Place = tuple[str, int]  # an article and the start of a sentence in it


@dataclass(frozen=True, slots=True)
class _Article:
    """An article with a column of its own."""

    row: int
    article_id: str
    side: str

    @property
    def name(self) -> str:
        return page_name(self.article_id)


def terms_page(tables: Tables, found: Occurrences, *, paged: Collection[str]) -> str:
    """Every term with its numbers on both sides and links to its first sentences, strongest first.

    Parameters
    ----------
    tables : by name; contrast, sides, test, articles and lines are needed.
    found : the occurrences behind the contrast.
    paged : the articles that have a page; only there are first sentences looked for.

    Returns
    -------
    The page, the same for the same arguments; at most MOST_TERMS terms, the strongest.
    """
    contrast, names = tables["contrast"], side_names(tables)
    listed = contrast.head(MOST_TERMS)
    articles = _articles(tables, found, paged)
    few = tables["articles"].height <= MOST_ARTICLES
    with_lines = set(tables["lines"]["term"])
    first = _first_places(found, listed["term"].to_list(), articles, apart=few)
    tested = tables["test"]["tier"][0] == TESTED
    lang = foreign(contrast_language(tables["articles"]))
    rows = "\n".join(
        _row(row, first, articles if few else [], lang=lang, linked=row["term"] in with_lines, tested=tested)
        for row in listed.iter_rows(named=True)
    )
    return render(
        "terms.html.j2",
        rows=Markup(rows),
        names=names,
        phrases=side_phrases(tables),
        pair=" : ".join(names[side] for side in _SIDES),
        labels={name: COLUMNS[name].label for name in ("n", "per_1000", "articles", "sentences", "log_ratio", "term")},
        groups=_groups(articles, names) if few else [],
        paged=len(articles) == tables["articles"]["side"].count(),
        tested=tested,
        level=tables["test"]["level"][0],
        shown=listed.height,
        total=contrast.height,
    )


def _articles(tables: Tables, found: Occurrences, paged: Collection[str]) -> list[_Article]:
    """The articles that have a page, side by side."""
    side = dict(tables["articles"].select("article_id", "side").iter_rows())
    ids = enumerate(found.tokens.corpus.articles["article_id"])
    listed = [_Article(row, name, side[name]) for row, name in ids if name in paged]
    return sorted(listed, key=lambda article: (article.side, article.row))


def _groups(articles: list[_Article], names: Mapping[str, str]) -> list[dict[str, object]]:
    """The columns of articles under the name of their side."""
    sides = [(side, [article for article in articles if article.side == side]) for side in _SIDES]
    return [{"name": names[side], "articles": own} for side, own in sides if own]


def _first_places(
    found: Occurrences, terms: list[str], articles: Iterable[_Article], *, apart: bool
) -> dict[tuple[str, str], tuple[int, Place]]:
    """How often and where first each term stands: by term and article, or by term and side."""
    groups = [(a.row, a.article_id if apart else a.side) for a in articles]
    keys = list(dict.fromkeys(group for _, group in groups))
    group_of = np.full(found.tokens.corpus.articles.height, -1, dtype=np.int64)
    for row, group in groups:
        group_of[row] = keys.index(group)
    listed = set(terms)
    wanted = np.array([term in listed for term in found.terms], dtype=bool)[found.term]
    hits = np.flatnonzero(wanted & (group_of[found.article] >= 0))
    cell = found.term[hits].astype(np.int64) * max(len(keys), 1) + group_of[found.article[hits]]
    cells, index, counted = np.unique(cell, return_index=True, return_counts=True)
    at = hits[index]
    ids = found.tokens.corpus.articles["article_id"].gather(found.article[at]).to_list()
    places = zip(ids, sentence_starts(found.tokens, found.first[at]), strict=True)
    return {
        (found.terms[code // len(keys)], keys[code % len(keys)]): (n, place)
        for code, n, place in zip(cells.tolist(), counted.tolist(), places, strict=True)
    }


def _row(
    row: Mapping[str, object],
    first: Mapping[tuple[str, str], tuple[int, Place]],
    articles: list[_Article],
    *,
    lang: str,
    linked: bool,
    tested: bool,
) -> str:
    """One term: its own cell, seven numbers, two more in a tested contrast, a cell for each article where there are few."""
    term = str(row["term"])
    name, anchor = escape_html(term), escape_html(term_anchor(term))
    lines = f'<a href="concordance.html#{fragment(term_anchor(term))}">{name}</a>' if linked else name
    cells = [f'<th scope="row" id="{anchor}"{lang}>{lines}</th>']
    cells += [_number(write_number(row[f"n_{side}"]), first.get((term, side))) for side in _SIDES]
    cells += [_number(write_number(row[f"per_1000_{side}"])) for side in _SIDES]
    cells += [_number(_pair(row, "articles")), _number(_pair(row, "sentences"))]
    cells.append(_number(_shown(row["log_ratio"])))
    cells += [_number(_interval(row)), _number(_shown(row["q_value"]))] if tested else []
    for article in articles:
        n, place = first.get((term, article.article_id), (0, None))
        cells.append(_number(write_number(n), (n, place) if place else None))
    return f"<tr>{''.join(cells)}</tr>"


def _interval(row: Mapping[str, object]) -> str:
    """The interval of the log ratio; empty where the term was not tested."""
    ends = [_shown(row[name]) for name in ("log_ratio_low", "log_ratio_high")]
    return " to ".join(ends) if all(ends) else ""


def _shown(value: object) -> str:
    return "" if value is None else write_number(value)


def _pair(row: Mapping[str, object], name: str) -> str:
    return " : ".join(write_number(row[f"{name}_{side}"]) for side in _SIDES)


def _number(text: str, first: tuple[int, Place] | None = None) -> str:
    if first is not None:
        article_id, start = first[1]
        text = f'<a href="{escape_html(sentence_link(article_id, start))}">{text}</a>'
    return f"<td>{text}</td>"
