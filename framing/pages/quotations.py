"""A quotation as a page shows it: its words, its source, its sentence in the article's page, the paragraph around it.

The paragraph is cut from the raw text, so that a page sent alone still shows what stood before and after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from framing.corpus import Corpus
from framing.evidence import Quote
from framing.links import sentence_link
from framing.prose import quote_source

_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
_MOST = 1200  # characters shown on each side where a text has no paragraphs


@dataclass(frozen=True, slots=True)
class Shown:
    """A quotation on a page; `before` and `after` are the rest of its paragraph, cut ones marked by …"""

    text: str
    before: str
    after: str
    source: str
    link: str
    language: str | None


def show_quote(quote: Quote, corpus: Corpus, *, base: str = "") -> Shown:
    """A quotation with its source, its link and its paragraph.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> corpus = load_corpus(pl.DataFrame({"text": ["First.\\n\\nTalks began. They went on."]}))
    >>> shown = show_quote(Quote("1", 8, 20, "Talks began."), corpus)
    >>> shown.before, shown.text, shown.after, shown.link
    ('', 'Talks began.', ' They went on.', 'articles/1.html#s8')
    """
    row = corpus.articles.filter(pl.col("article_id") == quote.article_id).row(0, named=True)
    before, after = paragraph_around(row["text"], quote.start, quote.end)
    return Shown(
        text=quote.text,
        before=before,
        after=after,
        source=", ".join(quote_source(quote, corpus)),
        link=sentence_link(quote.article_id, quote.start, base=base),
        language=row["language"],
    )


def paragraph_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a stretch of text in its paragraph, as far as a page can show it."""
    window = max(start - _MOST, 0)
    breaks = [match.end() for match in _BLANK_LINE.finditer(text, window, start)]
    first = breaks[-1] if breaks else window
    found = _BLANK_LINE.search(text, end, min(end + _MOST, len(text)))
    last = found.start() if found else min(end + _MOST, len(text))
    head = "… " if not breaks and window else ""
    tail = " …" if not found and last < len(text) else ""
    return head + text[first:start].lstrip("\r\n"), text[end:last].rstrip("\r\n") + tail
