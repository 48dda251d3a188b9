"""What all pages share: the templates, safe links, anchors, language codes, the names of the sides.

Templates escape whatever they are given; only what this package has escaped itself is passed on as Markup. An address
from a table becomes a link only if it starts with http or https.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from framing.claims import Tables
from framing.wording import write_number

if TYPE_CHECKING:
    from jinja2 import Environment

UNKNOWN = "unknown"
_TEMPLATES = Path(__file__).parents[1] / "templates" / "pages"
_WEB = re.compile(r"https?://[^\s<>\"'\\]+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["number"] = write_number
    environment.filters["fragment"] = fragment
    environment.filters["web"] = web_address
    environment.filters["lang"] = language_code
    environment.filters["foreign"] = foreign
    return environment


def render(template: str, **values: object) -> str:
    """A page from its template; every value is escaped unless it is Markup."""
    return _environment().get_template(template).render(**values)


def web_address(text: str | None) -> str | None:
    """An address that may become a link, or None.

    >>> web_address("https://example.org/a?b=c"), web_address("javascript:alert(1)")
    ('https://example.org/a?b=c', None)
    """
    return text if text and _WEB.fullmatch(text) else None


def language_code(text: str | None) -> str:
    """A language code for the attribute lang; "und" (undetermined) where there is none.

    >>> language_code("vi"), language_code(None), language_code('x" onclick="')
    ('vi', 'und', 'und')
    """
    return text if text and _LANGUAGE.fullmatch(text) else "und"


def foreign(language: str | None) -> Markup:
    """The attribute lang of an element inside a page, with a space before; nothing where the page's own, English, holds.

    >>> str(foreign("zh-Hant")), str(foreign("en")), str(foreign(None))
    (' lang="zh-Hant"', '', '')
    """
    code = language_code(language)
    own = language is None or code.partition("-")[0].lower() == "en"
    return Markup("" if own else f' lang="{code}"')


def fragment(anchor: str) -> str:
    """An anchor as it stands after # in a link.

    >>> fragment("more-in-VN-việt")
    'more-in-VN-vi%E1%BB%87t'
    """
    return quote(anchor, safe="")


def side_names(tables: Tables) -> dict[str, str]:
    """What each side is called before "articles": focus → Vietnamese."""
    return dict(tables["sides"].select("side", "name").iter_rows())


def side_phrases(tables: Tables) -> dict[str, str]:
    """The articles of each side in a sentence: focus → Vietnamese articles, reference → the Chinese article."""
    rows = tables["sides"].select("side", "name", "articles").iter_rows()
    return {side: f"the {name} article" if n == 1 else f"{name} articles" for side, name, n in rows}


def article_label(article_id: str, title: str | None) -> str:
    """What a page calls an article: its title, or its name in articles.csv."""
    return title or f"Article {article_id}"
