"""What does one side leave out? A term it lacks although it reports the events that the other tells with it."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from framing.claims import Draft, Finding, Tables
from framing.findings.choices import reverses, weakest_for_term
from framing.findings.drafting import draft_of_sides, finish, group_of, is_tested
from framing.findings.grammar import articles, is_one, many, some_articles, times
from framing.findings.quoting import quotes_of
from framing.findings.selection import speaking_terms
from framing.occurrences import Occurrences
from framing.tables import OTHER

LACKS = "What does one side leave out?"


def absent_terms(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """For each side the leading term that the other lacks although it reports the same events."""
    table = tables["absences"].filter(pl.col("n") >= 3, pl.col("passages_lacking") > 1)
    for side, other in OTHER.items():
        held = tables["contrast"].filter(pl.col(f"n_{other}") == 0)
        ranked = speaking_terms(held.filter(pl.col("term").is_in(table["term"].to_list())), tables, found)
        for term in ranked["term"].head(1):
            yield _absent(tables, found, str(term), side)


def _absent(tables: Tables, found: Occurrences, term: str, side: str) -> Finding:
    other = OTHER[side]
    d = draft_of_sides(tables)
    for column in "term n articles sentences events passages_with passages_using passages_lacking".split():
        d.take(column, "absences", column, term=term)
    d.take(f"articles_{side}", "absences", "articles", term=term)
    return finish(
        d, f"absent-from-{group_of(tables, other)}-{term}", LACKS,
        f"“{{term}}” occurs {times(d, 'n')} (in {many(d, 'sentences', 'sentence')}) in {some_articles(d, side)}, but not in "
        f"{articles(d, other)}, which {'covers' if is_one(d, f'size_{other}') else 'cover'} the same events ({{events}}) in "
        f"{{passages_lacking}} passages; {{passages_with}} of the {{passages_using}} {{{side}}} passages on these events "
        f"{'contains' if is_one(d, 'passages_with') else 'contain'} it.{_bound(d, term)}{reverses(d, term)}",
        weakest_for_term(d, term),
        "A word can be missing because another says the same: read the passages before calling it a silence.",
        quotes_of(tables, found, found.at(term), side, 2),
    )  # fmt: skip


def _bound(d: Draft, term: str) -> str:
    """Where the contrast is tested: how many articles or outlets lack it, and the share that could hold it all the same."""
    if not is_tested(d.tables) or d.take("share_high", "absences", "share_lacking_high", term=term) is None:
        return ""
    unit = str(d.take("unit", "test", "unit"))
    d.number("exposed", "absences", f"{unit}s_lacking", term=term)
    return (
        f" Those passages are from {many(d, 'exposed', '{unit}')}: with ninety-five per cent confidence, a share of at most "
        "{share_high} of such {unit}s uses it on these events."
    )
