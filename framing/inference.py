"""What may be claimed: the unit, the tier and the smallest p any relabeling could reach, from group sizes alone.

One pure function decides this for every table, figure and sentence. No count enters: whether a contrast can be tested
is known before a word is read. The test itself (two keys, docs/methods.md) is not built yet; until then every contrast is
descriptive.
"""

from __future__ import annotations

from dataclasses import dataclass

from framing.errors import SettingsError
from framing.measures import smallest_attainable_p

DESCRIPTIVE = "descriptive"
ATTAINABLE = 0.01  # Phipson & Smyth 2010: a permutation p is never below 1/labelings; above this none is worth drawing


@dataclass(frozen=True, slots=True)
class Sides:
    """How many articles and known outlets stand on the two sides."""

    articles: tuple[int, int]
    outlets: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Admission:
    """What `admit` decided: unit ("outlet" or "article"), tier, smallest_p and the reason in words."""

    unit: str
    tier: str
    smallest_p: float
    reason: str


def admit(sides: Sides) -> Admission:
    """Decide from group sizes what a contrast may claim.

    Parameters
    ----------
    sides : articles and outlets of focus and reference; each side at least one article.

    Returns
    -------
    Admission. The unit is the outlet where relabeling whole outlets can reach a p of .01 or below (5 against 5 and up),
    since articles of one outlet are not independent; otherwise the article.

    Raises
    ------
    SettingsError : a side without articles.

    Examples
    --------
    >>> admit(Sides(articles=(4, 1), outlets=(1, 1))).reason
    'too few articles'
    >>> admit(Sides(articles=(60, 60), outlets=(5, 5))).unit
    'outlet'
    """
    if min(sides.articles) < 1:
        raise SettingsError(f"both sides need an article; got {sides.articles[0]} and {sides.articles[1]}")
    outlets = smallest_attainable_p(*sides.outlets) if min(sides.outlets) > 0 else 1.0
    if outlets <= ATTAINABLE:
        return Admission("outlet", DESCRIPTIVE, outlets, "test not built")
    articles = smallest_attainable_p(*sides.articles)
    reason = "test not built" if articles <= ATTAINABLE else "too few articles"
    return Admission("article", DESCRIPTIVE, articles, reason)
