"""What differs, where it can be tested? Terms that pass, that none does, and leading terms too rare to be tested.

Each sentence says the effect, how many articles and outlets hold it, and what share of such findings may be false; never
that a difference matters. A descriptive contrast has no sentence of this room.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from framing.claims import Draft, Finding, Tables
from framing.findings.choices import reverses, weakest_for_term
from framing.findings.differences import DIFFERS
from framing.findings.drafting import draft_of_sides, finish, group_of, is_tested
from framing.findings.grammar import articles, outlets_named, rates, some_articles, times
from framing.findings.nothing import nothing_passes
from framing.findings.quoting import quotes_of
from framing.findings.selection import speaking_terms
from framing.inference import TESTED
from framing.inference.testing import FEW_OCCURRENCES
from framing.occurrences import Occurrences
from framing.tables import OTHER, SIGNS

PER_SIDE = 2  # terms said to differ, for each side
LEADING = 5  # terms of each side among which one that was not tested is told


def tested_terms(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """The leading terms that pass the test, or that none does."""
    if not is_tested(tables):
        return
    passed = tables["contrast"].filter(pl.col("q_value") <= tables["test"]["level"][0])
    said = False
    for side, sign in SIGNS.items():
        rows = speaking_terms(passed.filter(pl.col("g2") * sign > 0), tables, found).head(PER_SIDE)
        for term in rows["term"]:
            said = True
            yield _differs(tables, found, str(term), side)
    if not said:
        yield nothing_passes(tables, found)


def untested_terms(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """For each side a leading term that is too rare to be tested."""
    rare = tables["not_tested"]
    for side, sign in SIGNS.items():
        own = tables["contrast"].filter(pl.col("g2") * sign > 0)
        leading = speaking_terms(own, tables, found)["term"].head(LEADING)
        for term in leading.filter(leading.is_in(rare["term"].to_list())).head(1):
            yield _too_rare(tables, found, str(term), side)


def _differs(tables: Tables, found: Occurrences, term: str, side: str) -> Finding:
    other = OTHER[side]
    d = _draft_of_term(tables, term)
    for column in ("side_ratio", "side_ratio_low", "side_ratio_high", "q_value", "one_in"):
        d.take(column, "tested", column, term=term)
    d.take("unit", "test", "unit")
    share = d.take("top_share", "contrast", "top_article_share", term=term)
    leaning = " More than half of all its uses are in one article." if float(share or 0) > 0.5 else ""
    return finish(
        d, f"more-in-{group_of(tables, side)}-{term}", DIFFERS,
        f"“{{term}}” is more frequent in {articles(d, side)} than in {articles(d, other)}: {rates(d, side)}. "
        "The difference is larger than chance would produce if the side labels were shuffled among {unit}s (false discovery "
        f"rate q = {{q_value}}{_one_in(d)}). {_how_many_times(d, side)}{reverses(d, term)}",
        weakest_for_term(d, term),
        "The test says that the sides differ, not why: kinds of text, dates, events and speakers may differ between them as "
        f"well.{leaning}{outlets_named(d)}",
        quotes_of(tables, found, found.at(term), side, 2),
        quotes_of(tables, found, found.at(term), other, 1),
        tier=TESTED,
    )  # fmt: skip


def _too_rare(tables: Tables, found: Occurrences, term: str, side: str) -> Finding:
    other = OTHER[side]
    d = _draft_of_term(tables, term)
    reason = d.take("reason", "not_tested", "reason", term=term)
    for column in ("n", "n_in_test", "least_count", "articles", "articles_in_test", "least_articles"):
        d.number(column, "not_tested", column, term=term)
    why = _few_occurrences(d) if reason == FEW_OCCURRENCES else _few_articles(d)
    return finish(
        d, f"not-tested-in-{group_of(tables, side)}-{term}", DIFFERS,
        f"“{{term}}” is too rare to be tested, since {why}. It occurs {times(d, f'n_{side}')} in {some_articles(d, side)} "
        f"and {_elsewhere(d, other)}.{reverses(d, term)}",
        weakest_for_term(d, term),
        "Whether so rare a word separates the sides by more than chance is not known.",
        quotes_of(tables, found, found.at(term), side, 2),
        quotes_of(tables, found, found.at(term), other, 1),
    )  # fmt: skip


def _few_occurrences(d: Draft) -> str:
    """Why a term is too rare; what copies of one text add is not what a test uses."""
    if d.values["n"].value == d.values["n_in_test"].value:
        return "it occurs fewer than {least_count} times on both sides together"
    return f"it occurs {times(d, 'n_in_test')} in the articles that a test uses, fewer than {{least_count}}"


def _few_articles(d: Draft) -> str:
    if d.values["articles"].value == d.values["articles_in_test"].value:
        return "it occurs in fewer than {least_articles} articles of both sides together"
    return "it occurs in {articles_in_test} of the articles that a test uses, fewer than {least_articles}"


def _elsewhere(d: Draft, other: str) -> str:
    """How often it occurs on the other side."""
    if not d.values[f"n_{other}"].value:
        return f"not at all in {articles(d, other)}"
    return f"{times(d, f'n_{other}')} in {some_articles(d, other)}"


def _draft_of_term(tables: Tables, term: str) -> Draft:
    """A draft with the counts of a term in articles, sentences and outlets."""
    d = draft_of_sides(tables)
    d.take("term", "contrast", "term", term=term)
    table = "tested" if term in tables["tested"]["term"].to_list() else "not_tested"
    for side in OTHER:
        d.number(f"known_{side}", "sides", "outlets", side=side)
        for column in ("n", "articles", "sentences"):
            d.take(f"{column}_{side}", "contrast", f"{column}_{side}", term=term)
        d.take(f"rate_{side}", "contrast", f"per_1000_{side}", term=term)
        d.take(f"outlets_{side}", table, f"outlets_{side}", term=term)
    return d


def _one_in(d: Draft) -> str:
    """What the rate of false discoveries means in terms; nothing where it promises nothing."""
    few = d.values["one_in"].value
    if not isinstance(few, int) or few < 2:
        return ""
    return ": of the terms this distinctive, at most about one in {one_in} is expected to be a false positive"


def _how_many_times(d: Draft, side: str) -> str:
    """The ratio of the rates with its interval; none where the other side never uses the term."""
    other = OTHER[side]
    if d.values["side_ratio"].value is None:
        return f"No ratio can be given, since it does not occur in {articles(d, other)}."
    low = d.values["side_ratio_low"].value
    unsure = ", so the size of the difference is uncertain" if isinstance(low, float) and low < 1 else ""
    return (
        f"It is about {{side_ratio}} times as frequent in {articles(d, side)} (ninety-five per cent interval: "
        f"{{side_ratio_low}} to {{side_ratio_high}}){unsure}."
    )
