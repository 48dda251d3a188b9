"""The page before the reports of several languages: where each report is, and which languages give none, and why.

It knows numbers of articles and names; it opens nothing and counts nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.pages.layout import render
from framing.wording import language_name, side_names, write_number

_STOPPED = re.compile(r'<td id="stopped-([\w-]+)">none: its run stopped; ([^<]*)</td>')


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """A language of a corpus: its code and the articles of each side in it, those that its report compares if it has one.

    refused : why both sides cannot be compared in it; stopped : why its report was not finished. Empty if they were.
    """

    language: str
    focus: int
    reference: int
    refused: str = ""
    stopped: str = ""

    @property
    def has_both(self) -> bool:
        """Whether there is something to compare."""
        return bool(self.focus and self.reference)

    @property
    def name(self) -> str:
        """The language as a reader calls it, with its code; the code alone where no name is known."""
        known = language_name(self.language)
        return f"{known} ({self.language})" if known else self.language


def languages_page(
    corpus: str, rows: Sequence[LanguageRow], *, by: str, focus: str | Sequence[str], reference: str | Sequence[str]
) -> str:
    """A page that leads to one report for each language with articles of both sides.

    Parameters
    ----------
    corpus : its name.
    rows : every language of the two sides, in the order of the page.
    by, focus, reference : the values of the two groups and the column that holds them.

    Returns
    -------
    The page, the same for the same arguments; a report lies in a folder named by the language's code.

    Examples
    --------
    >>> rows = [LanguageRow("vi", 6, 6), LanguageRow("th", 2, 3, stopped="no font draws ก")]
    >>> page = languages_page("news", rows, by="country", focus=["VN"], reference=["CN"])
    >>> "vi/index.html" in page, "th/index.html" in page, stopped_languages(page)
    (True, False, {'th': 'no font draws ก'})
    """
    names = dict(zip(("focus", "reference"), side_names(by, focus, reference), strict=True))
    shown = [
        {
            "name": row.name,
            "code": row.language,
            "focus": write_number(row.focus),
            "reference": write_number(row.reference),
            "lacking": "" if row.has_both else names["reference" if row.focus else "focus"],
            "refused": row.refused,
            "stopped": row.stopped,
        }
        for row in rows
    ]
    return render("languages.html.j2", corpus=corpus, names=names, rows=shown)


def stopped_languages(page: str) -> dict[str, str]:
    """The languages of which a page says that their run stopped, and why."""
    return {code: html.unescape(why) for code, why in _STOPPED.findall(page)}
