"""Saved web pages: the article without menus and advertisements, and what the page says about it.

trafilatura finds both; all of it is a guess and noted as such.
"""

from __future__ import annotations

from dataclasses import dataclass

from framing.importing.draft import Draft
from framing.importing.reading import Unreadable

# Names of the page's own metadata and the columns that they become.
_COLUMNS = {"title": "title", "date": "date", "author": "byline", "sitename": "outlet", "url": "url"}
_BLOCKS = frozenset("article body br dd div dl dt h1 h2 h3 h4 h5 h6 hr li p pre section table td th tr".split())


@dataclass(frozen=True, slots=True)
class Page:
    """A page: all its lines, for an export that holds many articles, and its source, for the one article otherwise."""

    where: str
    source: str
    lines: list[str]

    def draft(self) -> Draft:
        """The page as one article.

        Raises
        ------
        Unreadable : no article is found in it.
        """
        from trafilatura import bare_extraction
        from trafilatura.settings import Document

        found = bare_extraction(self.source, with_metadata=True, include_comments=False)
        if not isinstance(found, Document) or not found.text:
            raise Unreadable("no article is found in the page; save its text as .txt")
        said = {column: getattr(found, name) for name, column in _COLUMNS.items() if getattr(found, name)}
        notes = ("text taken out of a web page", *(f"{column} guessed: {value}" for column, value in said.items()))
        return Draft(self.where, found.text, said, notes)


def read_page(source: str, where: str) -> Page:
    """Read a saved page.

    Raises
    ------
    Unreadable : it holds no HTML.
    """
    from lxml import etree, html

    try:
        tree = html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Unreadable(f"the file cannot be read as a web page ({error}); save its text as .txt") from None
    return Page(where, source, list(_lines(tree)))


def _lines(tree: object) -> list[str]:
    """The text of the page, a line for each block, as an export's readers see it."""
    from lxml import etree

    assert isinstance(tree, etree._Element)
    etree.strip_elements(tree, etree.Comment, "script", "style", "head", with_tail=False)
    pieces: list[str] = []
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        if node.tag in _BLOCKS:
            pieces.append("\n")
        pieces.append((node.text if event == "start" else node.tail) or "")
    return [" ".join(line.split()) for line in "".join(pieces).split("\n")]
