"""Parts of sentences with blanks, in the number that the values of a draft ask for; no value is written here."""

from __future__ import annotations

from framing.claims import Draft
from framing.inference.admission import ARTICLE
from framing.tables import OTHER

NAMED_AT_MOST = 160  # letters of the names of outlets within a sentence


def articles(d: Draft, side: str) -> str:
    """The Chinese article, or the 4 Vietnamese articles."""
    return f"the {{{side}}} article" if is_one(d, f"size_{side}") else f"the {{size_{side}}} {{{side}}} articles"


def some_articles(d: Draft, side: str, key: str = "") -> str:
    """The Chinese article, or 3 of the 4 Vietnamese articles."""
    name = f"articles_{side}" + (f"_{key}" if key else "")
    return articles(d, side) if is_one(d, f"size_{side}") else f"{{{name}}} of {articles(d, side)}"


def times(d: Draft, name: str) -> str:
    """Never, once, twice, or 24 times."""
    spoken: dict[object, str] = {0: "never", 1: "once", 2: "twice"}
    return spoken.get(d.values[name].value, f"{{{name}}} times")


def rate(d: Draft, side: str) -> str:
    """24 times in 4 of them, 19 sentences, 7.11 per thousand words."""
    spread = "" if is_one(d, f"size_{side}") else f" in {{articles_{side}}} of them"
    sentences = many(d, f"sentences_{side}", "sentence")
    return f"{times(d, f'n_{side}')}{spread} ({sentences}, {{rate_{side}}} per thousand words)"


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
    return f" The labels were those of articles, so it holds for these outlets alone: {said[0]} against {said[1]}."
