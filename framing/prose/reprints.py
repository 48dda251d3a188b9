"""Which articles print one text, and what was made of it: a few sentences for a notebook and for methods.md."""

from __future__ import annotations

import polars as pl

from framing.claims import Tables
from framing.duplicates import DuplicateSettings
from framing.wording import write_number

_SAME = (
    "Two articles of one language are the same text if at least {similarity} of all sequences of {words} words in their "
    "bodies (of {characters} characters in Chinese) occur in both (Jaccard 1912; Broder 1997). Texts of fewer than {short} "
    "words ({shorter} characters) are the same only if their words are equal, since notices that follow one formula would "
    "otherwise pass for reprints."
)
_NONE = "No two of the {articles} articles print the same text."
_SOME = "{copied} of the {articles} articles print a text that another of them prints, too: {different}."
_KEPT = "Every one of them counts in the tables; a test takes a text of one side once, with the counts of its earliest article."
_COLLAPSED = "Of each text only the earliest article counts: {left_out} left out."
_CROSSING = "{crossing} of these texts {stand} on both sides."


def reprints(tables: Tables) -> str:
    """Which articles print one text, whether all of them count, and how many of these texts stand on both sides."""
    copies, crossing = tables["copies"], tables["crossing"]["cluster"].n_unique()
    left_out = copies.filter(pl.col("counted") == "no").height
    articles = write_number(tables["articles"].height + left_out)
    if copies.is_empty():
        return _NONE.format(articles=articles)
    different = _some(copies["cluster"].n_unique(), "different text", "different texts")
    number, stand = write_number(crossing) if crossing else "None", "stands" if crossing < 2 else "stand"
    return " ".join(
        (
            _SOME.format(copied=write_number(copies.height), articles=articles, different=different),
            _COLLAPSED.format(left_out=_some(left_out, "article was", "articles were")) if left_out else _KEPT,
            _CROSSING.format(crossing=number, stand=stand),
        )
    )


def _some(n: int, one: str, more: str) -> str:
    return f"{write_number(n)} {one if n == 1 else more}"


def same_text(settings: DuplicateSettings) -> str:
    """When two articles are taken for the same text."""
    said = {name: write_number(getattr(settings, name)) for name in ("words", "characters", "similarity")}
    short = write_number(settings.shortest * settings.words)
    return _SAME.format(**said, short=short, shorter=write_number(settings.shortest * settings.characters))
