"""The page of findings: one file to mail, with figures and the paragraphs of all quotations inside.

Links to articles, tables and terms need the report's folder beside it; everything a reader must see stands on the page.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from framing.claims import Finding, Tables
from framing.corpus import Corpus
from framing.links import page_name
from framing.pages.layout import article_label, render, side_names
from framing.pages.markdown import Block, read_markdown
from framing.pages.quotations import Shown, show_quote
from framing.prose import allowance, receipts
from framing.wording import escape_html

_NOT_SHOWN = "Not shown: "  # opens the paragraph of methods.md that has its own heading here
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure for the page: its name in figures/, the bytes of a PNG, what is to be seen in whole sentences."""

    name: str
    png: bytes
    alt: str

    @property
    def source(self) -> str:
        """The picture as an address that holds it."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height in the head of the PNG, so that a page does not jump while it loads."""
        if not self.png.startswith(_PNG) or len(self.png) < 24:
            return None
        return int.from_bytes(self.png[16:20]), int.from_bytes(self.png[20:24])


@dataclass(frozen=True, slots=True)
class _Shown:
    """A finding as the page shows it."""

    number: int
    finding: Finding
    quotes: list[Shown]
    counter_quotes: list[Shown]
    receipts: dict[str, list[str]]
    note: Markup


def index_page(
    findings: Sequence[Finding],
    tables: Tables,
    corpus: Corpus,
    notes: Mapping[str, str],
    pictures: Sequence[Picture],
    methods_markdown: str,
    *,
    limits: Sequence[str],
    notebooks: Mapping[str, str],
    paged: Collection[str],
    leading: int = 1,
) -> str:
    """The findings with quotations, figures, articles and methods, as one file that stands alone.

    Parameters
    ----------
    findings : in the order in which they are read.
    tables : by name; sides and articles are needed.
    corpus : whose articles are quoted.
    notes : the reader's interpretations by the finding's id.
    pictures : the figures; the first `leading` stand before the findings, the others after them.
    methods_markdown : what methods.md says.
    limits : what cannot be said of this corpus, one sentence each.
    notebooks : the titles of the executed notebooks by their names.
    paged : the articles that have a page.

    Returns
    -------
    The page, the same for the same arguments. It loads nothing and runs nothing.
    """
    shown = [_shown(number, finding, corpus, notes) for number, finding in enumerate(findings, start=1)]
    groups = [(heading, list(group)) for heading, group in groupby(shown, key=lambda one: one.finding.heading)]
    methods, not_shown = _methods(methods_markdown)
    return render(
        "index.html.j2",
        corpus=corpus.name,
        allowance=allowance(tables),
        leading=pictures[:leading],
        pictures=pictures[leading:],
        groups=groups,
        articles=_articles(tables, corpus, paged),
        all_articles=tables["articles"].height,
        all_read_paged=len(paged) == corpus.articles.height,
        limits=limits,
        notebooks=notebooks,
        sides=side_names(tables),
        methods=methods,
        not_shown=not_shown,
    )


def _shown(number: int, finding: Finding, corpus: Corpus, notes: Mapping[str, str]) -> _Shown:
    return _Shown(
        number,
        finding,
        [show_quote(quote, corpus) for quote in finding.quotes],
        [show_quote(quote, corpus) for quote in finding.counter_quotes],
        receipts(finding),
        _interpretation(finding.id, notes.get(finding.id, "")),
    )


def _interpretation(finding_id: str, note: str) -> Markup:
    """The reader's paragraph; `framing check` finds it by exactly these words, so that it can set it aside."""
    # both parts are escaped
    text = escape_html(" ".join(note.split())) or "<em>(yours to write, in notes.csv)</em>"
    return Markup(f"<p>Interpretation ({escape_html(finding_id)}): {text}</p>")


def _methods(markdown: str) -> tuple[list[Block], list[str]]:
    """The blocks of methods.md under its title, and what it says is not shown, set apart."""
    blocks = [block for block in read_markdown(markdown) if not (block.kind == "heading" and block.depth == 1)]
    apart = [b for b in blocks if b.kind == "paragraph" and b.lines[0].startswith(_NOT_SHOWN)]
    said = [block.lines[0].removeprefix(_NOT_SHOWN) for block in apart]
    return [block for block in blocks if block not in apart], said


def _articles(tables: Tables, corpus: Corpus, paged: Collection[str]) -> list[dict[str, object]]:
    """The articles that have a page, with what a reader looks for: whose, from when, how long, where it was found."""
    rows = corpus.articles.select(
        "article_id", "title", "language", "outlet", "byline", "date", "genre", "url", "accessed"
    ).to_dicts()
    rows = [row for row in rows if row["article_id"] in paged]
    counted = {
        article_id: (words, side)
        for article_id, words, side in tables["articles"].select("article_id", "words", "side").iter_rows()
    }
    names = side_names(tables)
    return [
        {
            **row,
            "label": article_label(row["article_id"], row["title"]),
            "name": page_name(row["article_id"]),
            "words": counted[row["article_id"]][0],
            "side": names.get(counted[row["article_id"]][1], ""),
        }
        for row in rows
    ]
