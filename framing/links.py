"""Where a sentence is found on a page: file names and anchors of the articles' pages, the same for all who link there.

An article's page is `articles/NAME.html` in a report; each of its sentences has the anchor `sSTART`, the code point at
which it starts in the raw text. Names are made from article_id, which strangers choose: what could lead out of the
folder, or differ only in case, is replaced.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from framing.storage import sha256_of

FOLDER = "articles"
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def page_name(article_id: str) -> str:
    """The file name of an article's page, without its ending.

    >>> page_name("000"), page_name("../Việt Nam")
    ('000', 'vi-t-nam-0f05fd9a')
    """
    if _PLAIN.fullmatch(article_id) and article_id not in _RESERVED:
        return article_id
    readable = re.sub(r"[^a-z0-9]+", "-", article_id.lower()).strip("-")[:40]
    return f"{readable or 'article'}-{sha256_of(article_id.encode())[:8]}"


def anchor(sentence_start: int) -> str:
    """The anchor of the sentence that starts at a code point of the raw text.

    >>> anchor(1155)
    's1155'
    """
    return f"s{sentence_start}"


def term_anchor(term: str) -> str:
    """The anchor of a term on the pages of terms and lines; different terms have different ones.

    >>> term_anchor("rail"), term_anchor("việt nam")
    ('t-rail', 't-việt-nam-0ff967cc')
    """
    plain = re.sub(r"\W+", "-", term)
    return f"t-{term}" if plain == term else f"t-{plain}-{sha256_of(term.encode())[:8]}"


def article_link(article_id: str, *, base: str = "") -> str:
    """The address of an article's page, relative to the report's folder or, with base="../", to a folder in it.

    >>> article_link("000")
    'articles/000.html'
    """
    return f"{base}{FOLDER}/{page_name(article_id)}.html"


def lines_link(term: str, *, base: str = "") -> str:
    """The address of a term's concordance lines.

    >>> lines_link("đổi")
    'concordance.html#t-%C4%91%E1%BB%95i'
    """
    return f"{base}concordance.html#{quote(term_anchor(term), safe='')}"


def sentence_link(article_id: str, sentence_start: int, *, base: str = "") -> str:
    """The address of a sentence, relative to the report's folder or, with base="../", to a folder in it.

    >>> sentence_link("000", 1155, base="../")
    '../articles/000.html#s1155'
    """
    return f"{article_link(article_id, base=base)}#{anchor(sentence_start)}"
