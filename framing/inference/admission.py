"""What may be claimed: the unit, the tier and the smallest p any relabeling could reach, from group sizes alone.

One pure function decides this for every table, figure and sentence. No count enters: whether a contrast can be tested
is known before a word is read.
"""

from __future__ import annotations

from dataclasses import dataclass

from framing.errors import SettingsError
from framing.measures import smallest_attainable_p

DESCRIPTIVE, TESTED = "descriptive", "tested"
OUTLET, ARTICLE = "outlet", "article"
ATTAINABLE = 0.01  # Phipson & Smyth 2010: a permutation p is never below 1/labelings; above this none is worth drawing

Sizes = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sides:
    """How many articles and known outlets stand on the two sides.

    articles, outlets : (focus, reference), copies of one text as one; no outlets where one stands on both sides.
    strata : articles in each stratum that both sides have, where labels are exchanged within strata; else None.
    outlet_strata : outlets in each; None where an outlet's articles stand in several strata.
    """

    articles: Sizes
    outlets: Sizes
    strata: tuple[Sizes, ...] | None = None
    outlet_strata: tuple[Sizes, ...] | None = None


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
    since articles of one outlet are not independent; otherwise the article. The tier is "tested" where the unit can
    reach it, else "descriptive". Outlets that are the unit and stand in several strata cannot be exchanged within
    strata: that contrast is descriptive.

    Raises
    ------
    SettingsError : a side without articles.

    Notes
    -----
    The smallest p is 1/C(n, n_focus), doubled for equal sides (Phipson & Smyth 2010).

    Examples
    --------
    >>> admit(Sides(articles=(4, 1), outlets=(1, 1)))
    Admission(unit='article', tier='descriptive', smallest_p=0.2, reason='too few articles')
    >>> admit(Sides(articles=(60, 60), outlets=(5, 5))).unit
    'outlet'
    """
    if min(sides.articles) < 1:
        raise SettingsError(f"both sides need an article; got {sides.articles[0]} and {sides.articles[1]}")
    whole = _smallest(sides.outlets)
    if whole <= ATTAINABLE and sides.strata is None:
        return Admission(OUTLET, TESTED, whole, "enough outlets")
    if whole <= ATTAINABLE:
        return _admit_outlets_in_strata(sides, whole)
    articles = _smallest(sides.articles) if sides.strata is None else _smallest_within(sides.strata)
    if articles <= ATTAINABLE:
        return Admission(ARTICLE, TESTED, articles, "enough articles")
    reason = "too few articles" if sides.strata is None else "too few articles in the strata that both sides have"
    return Admission(ARTICLE, DESCRIPTIVE, articles, reason)


def _admit_outlets_in_strata(sides: Sides, whole: float) -> Admission:
    if sides.outlet_strata is None:
        return Admission(OUTLET, DESCRIPTIVE, whole, "outlets that stand in several strata")
    within = _smallest_within(sides.outlet_strata)
    if within <= ATTAINABLE:
        return Admission(OUTLET, TESTED, within, "enough outlets")
    return Admission(OUTLET, DESCRIPTIVE, within, "too few outlets in the strata that both sides have")


def _smallest(sizes: Sizes) -> float:
    return smallest_attainable_p(*sizes) if min(sizes) > 0 else 1.0


def _smallest_within(strata: tuple[Sizes, ...]) -> float:
    return smallest_attainable_p([f for f, _ in strata], [r for _, r in strata]) if strata else 1.0
