"""The beginning and the end of every finding: the two sides noted in a draft, and a Finding made of it."""

from __future__ import annotations

import polars as pl

from framing.claims import Draft, Finding, Tables
from framing.evidence import Quote
from framing.inference import DESCRIPTIVE, TESTED
from framing.tables import OTHER
from framing.wording import ADJECTIVES


def draft_of_sides(tables: Tables) -> Draft:
    """A draft that holds the names of both sides and their numbers of articles."""
    d = Draft(tables)
    for side in OTHER:
        d.take(side, "sides", "name", side=side)
        d.number(f"size_{side}", "sides", "articles", side=side)
    return d


def is_tested(tables: Tables) -> bool:
    """Whether the sizes of the sides allowed a test."""
    return bool(tables["test"]["tier"][0] == TESTED)


def finish(
    d: Draft,
    id: str,
    heading: str,
    template: str,
    choice: str,
    caveat: str,
    quotes: tuple[Quote, ...],
    counter_quotes: tuple[Quote, ...] = (),
    *,
    tier: str = DESCRIPTIVE,
) -> Finding:
    """The finding of a draft; only one that rests on the test has another tier."""
    return Finding(
        id="-".join(id.split()), heading=heading, template=template, choice_template=choice, caveat_template=caveat,
        values=tuple(d.values.values()), quotes=quotes, counter_quotes=counter_quotes, tier=tier,
    )  # fmt: skip


def group_of(tables: Tables, side: str) -> str:
    """What ids of findings call a side: its value (VN, Xinhua), or its name on the page where it has several."""
    group, name = tables["sides"].filter(pl.col("side") == side).select("group", "name").row(0)
    return str(group if name in (group, ADJECTIVES.get(group)) else name)
