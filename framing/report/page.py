"""Pages: a notebook as one HTML file that runs no script and needs no network.

It knows nbconvert and the project's own template; a notebook and a title go in, text comes out, the same each time.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbconvert import HTMLExporter
    from nbformat import NotebookNode

# fmt: off
_UNSAFE_TAGS = [
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "link", "base", "meta", "form",
    "input", "button", "noscript", "template", "audio", "video", "source", "track", "portal",
]
_LOADING = [
    "src", "srcset", "background", "poster", "data", "action", "formaction", "srcdoc", "ping",
]
# fmt: on
_LINKS = ("href", "xlink:href")


def strict_html(notebook: NotebookNode, title: str, *, links: Sequence[tuple[str, str]] = ()) -> str:
    """Show a notebook as one page that runs no script and loads nothing.

    The policy in its head (Content Security Policy Level 3) forbids scripts and every load; scripts, frames, forms,
    event attributes and outside pictures are taken off as well, wherever in the notebook they come from.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A notebook, executed or not.
    title : str
        The page's title, as text: it is escaped here.
    links : sequence of (str, str)
        Address and text of the pages beside it, for the line on top; an empty address is this page's own.

    Returns
    -------
    str
        The page; the same for the same notebook. Pictures have the alt text that their output's metadata holds.

    Examples
    --------
    >>> import nbformat
    >>> cell = nbformat.v4.new_markdown_cell("# Seen <script>alert(1)</script>", id="a")
    >>> page = strict_html(nbformat.v4.new_notebook(cells=[cell]), "A & B")
    >>> "<title>A &amp; B</title>" in page, "<script" in page
    (True, False)
    """
    resources = {"metadata": {"name": title}, "links": list(links)}
    page, _ = _exporter().from_notebook_node(notebook, resources=resources)
    return _scrub(page)


@functools.cache
def _exporter() -> HTMLExporter:
    """One exporter for all pages: making it compiles the template."""
    from nbconvert import HTMLExporter

    return HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="framing",
        extra_template_basedirs=[str(Path(__file__).parents[1] / "templates")],
        exclude_anchor_links=True,
    )


def _scrub(page: str) -> str:
    """The page without anything that could run or load; its head is ours and stays."""
    from bs4 import BeautifulSoup  # comes with nbconvert

    # The first </head> is ours, as the title is escaped. The head stays out while the rest is scrubbed
    # as a whole: a stray </body> in an output puts elements behind the body.
    head, end, rest = page.partition("</head>")
    soup = BeautifulSoup(rest, "html.parser")
    for element in soup.find_all(_UNSAFE_TAGS):
        element.decompose()
    for element in soup.find_all(True):
        element.attrs = {name: value for name, value in element.attrs.items() if _is_safe(name, value)}
    return f"{head}{end}{str(soup).rstrip()}\n"


def _is_safe(name: str, value: object) -> bool:
    text = re.sub(r"[\x00-\x20]+", "", str(value)).lower()  # browsers skip these in a scheme
    name = name.lower()
    if name.startswith("on"):
        return False
    if name in _LOADING:
        return text.startswith("data:image/")
    return name not in _LINKS or not text.startswith(("javascript:", "data:", "vbscript:"))
