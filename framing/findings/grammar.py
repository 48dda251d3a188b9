"""Parts of sentences with blanks, in the number that the values of a draft ask for; no value is written here."""

from __future__ import annotations

from framing.claims import Draft
from framing.inference.admission import ARTICLE
from framing.tables import OTHER

NAMED_AT_MOST = 160  # letters of the names of outlets within a sentence


def articles(d: Draft, side: str) -> str:
    """The Chinese article, or the four Vietnamese articles."""
    return f"the {{{side}}} article" if is_one(d, f"size_{side}") else f"the {{size_{side}:words}} {{{side}}} articles"


def some_articles(d: Draft, side: str, key: str = "") -> str:
    """The Chinese article, all four Vietnamese articles, or three of the four Vietnamese articles."""
    name = f"articles_{side}" + (f"_{key}" if key else "")
    n, size = d.values[name].value, d.values[f"size_{side}"].value
    if size == 1:
        return articles(d, side)
    if n == size:
        return f"both {{{side}}} articles" if size == 2 else f"all {{size_{side}:words}} {{{side}}} articles"
    return f"{{{name}:words}} of {articles(d, side)}"


def times(d: Draft, name: str) -> str:
    """Never, once, twice, or 24 times."""
    spoken: dict[object, str] = {0: "never", 1: "once", 2: "twice"}
    return spoken.get(d.values[name].value, f"{{{name}}} times")


def rates(d: Draft, side: str) -> str:
    """7.11 v. 1.93 per thousand words (24 occurrences in 19 sentences from all four Vietnamese articles v. 2 in 2 sentences)."""
    other = OTHER[side]
    return f"{{rate_{side}}} v. {{rate_{other}}} per thousand words ({uses(d, side)} v. {uses(d, other, short=True)})"


def uses(d: Draft, side: str, *, short: bool = False) -> str:
    """24 occurrences in 19 sentences from all four Vietnamese articles, 2 of 3 outlets; of one article sentences are enough."""
    if not d.values[f"n_{side}"].value:
        return "none"
    n = f"{{n_{side}}}" if short else many(d, f"n_{side}", "occurrence")
    where = "" if is_one(d, f"size_{side}") else f" from {some_articles(d, side)}"
    return f"{n} in {many(d, f'sentences_{side}', 'sentence')}{where}{_outlets(d, side)}"


def _outlets(d: Draft, side: str) -> str:
    """In how many of several known outlets; nothing where a draft does not say."""
    known = d.values.get(f"known_{side}")
    if known is None or not isinstance(known.value, int) or known.value < 2:
        return ""
    every = d.values[f"outlets_{side}"].value == known.value
    return f", all {{known_{side}}} outlets" if every else f", {{outlets_{side}}} of {{known_{side}}} outlets"


def many(d: Draft, name: str, noun: str) -> str:
    """1 sentence, or 19 sentences."""
    return f"{{{name}}} {noun if is_one(d, name) else f'{noun}s'}"


def is_one(d: Draft, name: str) -> bool:
    """Whether a value asks for the singular."""
    return d.values[name].value == 1


def enumerate_items(items: list[str]) -> str:
    """One, or one, another and a third."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def letter(number: int) -> str:
    """a, b, c, …: names of values hold no digit."""
    return "abcdefghijklmnopqrstuvwxyz"[number]


def outlets_named(d: Draft) -> str:
    """Where articles were relabeled: for which outlets it holds, since articles of one outlet are not independent."""
    if d.tables["test"]["unit"][0] != ARTICLE:
        return ""
    said = []
    for side in OTHER:
        names = str(d.take(f"named_{side}", "test", f"named_{side}"))
        if not names:
            said.append(f"unknown outlets ({{{side}}})")
        elif len(names) <= NAMED_AT_MOST:
            said.append(f"{{named_{side}}}")
        else:
            d.number(f"known_{side}", "sides", "outlets", side=side)
            said.append(f"{{known_{side}}} {{{side}}} outlets")
    return f" The labels were those of articles, so it holds for these outlets alone: {said[0]} v. {said[1]}."
