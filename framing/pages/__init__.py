"""The pages of a report: findings, terms, concordance and every article in full, as HTML that runs and loads nothing.

Pure functions: findings, tables and texts in, the page as a string out; no file is opened but the templates. All text of
articles and tables is escaped here. What a sentence says is decided in findings; this room only sets it on a page.
"""

from framing.pages.articles import article_pages
from framing.pages.concordance import concordance_page
from framing.pages.index import Picture, index_page
from framing.pages.languages import LanguageRow, languages_page, stopped_languages
from framing.pages.terms import terms_page

__all__ = [
    "LanguageRow",
    "Picture",
    "article_pages",
    "concordance_page",
    "index_page",
    "languages_page",
    "stopped_languages",
    "terms_page",
]
