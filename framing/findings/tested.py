"""What differs, where it can be tested? Terms that pass, that none does, and leading terms too rare to be tested.

Each sentence says the effect, how many articles and outlets hold it, and what share of such findings may be false; never
that a difference matters. A descriptive contrast has no sentence of this room.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from framing.claims import Draft, Finding, Tables
from framing.findings.choices import holds, weakest_for_term
from framing.findings.differences import DIFFERS
from framing.findings.drafting import draft_of_sides, finish, group_of, is_tested
from framing.findings.grammar import articles, many, outlets_named, rate, times
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
    leaning = " More than half of all its uses stand in one article." if float(share or 0) > 0.5 else ""
    return finish(
        d, f"more-in-{group_of(tables, side)}-{term}", DIFFERS,
        f"“{{term}}” is more frequent in {articles(d, side)}, {_spread(d, side)}, than in {articles(d, other)}, "
        f"{_spread(d, other)}. This difference is larger than dealing the labels of {{unit}}s anew brings about: of the terms "
        f"that part the sides as clearly, at most one in {{one_in}} is expected to be false (q {{q_value}}). {_how_many_times(d, side)} "
        f"{holds(d, term)}",
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
        f"In {articles(d, side)} “{{term}}” stands {_spread(d, side)}, in {articles(d, other)} {times(d, f'n_{other}')}; it is not "
        f"tested because {why}. {holds(d, term)}",
        weakest_for_term(d, term),
        "Whether so rare a word parts the sides by more than chance is not known.",
        quotes_of(tables, found, found.at(term), side, 2),
        quotes_of(tables, found, found.at(term), other, 1),
    )  # fmt: skip


def _few_occurrences(d: Draft) -> str:
    """Why a term is too rare; what copies of one text add is not what a test uses."""
    if d.values["n"].value == d.values["n_in_test"].value:
        return "it stands fewer than {least_count} times on both sides together"
    return f"it stands {times(d, 'n_in_test')} in the articles that a test uses, fewer than {{least_count}}"


def _few_articles(d: Draft) -> str:
    if d.values["articles"].value == d.values["articles_in_test"].value:
        return "it stands in fewer than {least_articles} articles of both sides together"
    return "it stands in {articles_in_test} of the articles that a test uses, fewer than {least_articles}"


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


def _spread(d: Draft, side: str) -> str:
    """24 times in 14 of them (5 of 6 outlets, 19 sentences, 7.11 per thousand words); or where it never stands."""
    if not d.values[f"n_{side}"].value:
        return "where it never stands"
    known = f"known_{side}"
    outlets = f"{{outlets_{side}}} of {many(d, known, 'outlet')}, " if d.values[known].value else ""
    return rate(d, side).replace("(", f"({outlets}", 1)


def _how_many_times(d: Draft, side: str) -> str:
    """The ratio of the rates with its interval; none where the other side never uses the term."""
    other = OTHER[side]
    if d.values["side_ratio"].value is None:
        return f"How many times as frequent it is cannot be told, since it never stands in {articles(d, other)}."
    low = d.values["side_ratio_low"].value
    unsure = ", so that the size of the difference is not sure" if isinstance(low, float) and low < 1 else ""
    return (
        f"It is about {{side_ratio}} times as frequent in {articles(d, side)}; the interval of ninety-five per cent reaches "
        f"from {{side_ratio_low}} to {{side_ratio_high}} times{unsure}."
    )
