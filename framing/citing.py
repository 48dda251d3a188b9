"""The articles as a bibliography: one BibLaTeX entry each, for reference managers and the appendix of a paper.

Corpus in, text out. What is unknown is left out, never guessed; text of strangers cannot leave its field.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.corpus import Corpus
from framing.links import page_name

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_OPENING = 8  # words of the text that stand in for a title


def bibliography(corpus: Corpus) -> str:
    r"""List the articles of a corpus as BibLaTeX entries.

    Parameters
    ----------
    corpus : from load_corpus.

    Returns
    -------
    One @online entry an article, in the corpus's order: title (or the first words of the body), author (byline),
    organization (outlet), date, url, urldate (accessed), language. Unknown fields are left out. The key is the corpus's
    name and the name of the article's page.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> frame = pl.DataFrame({"text": ["Rail talks went on."], "outlet": ["Ports & Rail"], "date": ["2025-04-14"]})
    >>> print(bibliography(load_corpus(frame, name="toy")))
    @online{toy-1,
      title = {{[Without a title:] Rail talks went on.}},
      organization = {{Ports \& Rail}},
      date = {2025-04-14},
    }
    <BLANKLINE>
    """
    return "\n".join(_entry(corpus, row) for row in corpus.articles.iter_rows(named=True))


def _entry(corpus: Corpus, row: dict[str, Any]) -> str:
    accessed = str(row["accessed"] or "")
    fields = {
        "title": _braced(row["title"] or f"[Without a title:] {_opening(corpus, row)}"),
        "author": _braced(row["byline"]),
        "organization": _braced(row["outlet"]),
        "date": f"{{{row['date']}}}" if row["date"] else "",
        "url": f"{{{_address(row['url'])}}}" if row["url"] else "",
        "urldate": _braced(accessed),
        "language": _braced(row["language"]),
    }
    lines = [f"  {name} = {value}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{page_name(corpus.name)}-{page_name(row['article_id'])},", *lines, "}", ""])


def _braced(text: str | None) -> str:
    """Text that reads as it is: doubly braced, so that no name is inverted and no capital lost."""
    flat = " ".join((text or "").split())
    return f"{{{{{''.join(_ESCAPES.get(letter, letter) for letter in flat)}}}}}" if flat else ""


def _address(url: str) -> str:
    """An address for a verbatim field, where nothing can be escaped."""
    return "".join(f"%{ord(letter):02X}" if letter in "{}\\ \t\r\n" else letter for letter in url)


def _opening(corpus: Corpus, row: dict[str, Any]) -> str:
    """The first words of what is body, for an article whose title is not known."""
    start = 0
    spans = corpus.zones.filter(pl.col("article_id") == row["article_id"]).sort("start").select("start", "end")
    for first, end in spans.iter_rows():
        if row["text"][start:first].strip():
            break
        start = max(start, end)
    words = row["text"][start:].split(maxsplit=_OPENING)
    return " ".join(words[:_OPENING]) + (" …" if len(words) > _OPENING else "")
