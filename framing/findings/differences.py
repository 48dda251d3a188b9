"""What differs between the sides? Terms that both use and one uses more, and phrases that only one repeats."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from framing.claims import Finding, Tables
from framing.findings.choices import reverses, weakest, weakest_for_term
from framing.findings.drafting import draft_of_sides, finish, group_of, is_tested
from framing.findings.grammar import articles, is_one, many, rates, some_articles, times
from framing.findings.quoting import phrase_hits, quotes_of
from framing.findings.selection import speaking_terms
from framing.occurrences import Occurrences
from framing.tables import AS_REPORTED, OTHER, SIGNS

DIFFERS = "What differs between them?"
FLOOR = 5  # occurrences a term needs for a sentence of its own
DOUBLING = 1.0  # log ratio from which two rates are said to differ; below, the sentence would overstate
PER_SIDE = 2  # terms said to differ in degree, for each side


def more_frequent_terms(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """The leading terms that both sides use and one uses more; where a test is possible, it decides instead."""
    if is_tested(tables):
        return
    table = tables["contrast"].filter(
        (pl.col("n_focus") > 0) & (pl.col("n_reference") > 0),
        pl.col("n_focus") + pl.col("n_reference") >= FLOOR,
        pl.col("log_ratio").abs() >= DOUBLING,
    )
    for side, sign in SIGNS.items():
        rows = speaking_terms(table.filter(pl.col("g2") * sign > 0), tables, found).head(PER_SIDE)
        for term in rows["term"]:
            yield _more_frequent(tables, found, str(term), side)


def one_sided_phrases(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """For each side the phrase that most of its articles repeat and no article of the other has."""
    for side, other in OTHER.items():
        own = tables["phrase_choices"].filter(
            (pl.col("choice") == AS_REPORTED) & (pl.col(f"n_{other}") == 0) & (pl.col(f"articles_{side}") > 1)
        )
        for phrase in own["phrase"].head(1):
            yield _one_sided(tables, found, str(phrase), side)


def _more_frequent(tables: Tables, found: Occurrences, term: str, side: str) -> Finding:
    other = OTHER[side]
    d = draft_of_sides(tables)
    d.take("term", "contrast", "term", term=term)
    for name in (side, other):
        for column in ("n", "articles", "sentences"):
            d.take(f"{column}_{name}", "contrast", f"{column}_{name}", term=term)
        d.take(f"rate_{name}", "contrast", f"per_1000_{name}", term=term)
    share = d.take("top_share", "contrast", "top_article_share", term=term)
    leaning = float(share or 0) > 0.5 and not is_one(d, f"size_{side}")
    hits = found.at(term)
    return finish(
        d, f"more-in-{group_of(tables, side)}-{term}", DIFFERS,
        f"“{{term}}” is more frequent in {articles(d, side)} than in {articles(d, other)}: {rates(d, side)}."
        f"{reverses(d, term)}",
        weakest_for_term(d, term),
        "Between so few articles a difference may belong to their kind of text, their speakers or one author."
        + (" More than half of all its uses are in one article." if leaning else ""),
        quotes_of(tables, found, hits, side, 2),
        quotes_of(tables, found, hits, other, 1),
    )  # fmt: skip


def _one_sided(tables: Tables, found: Occurrences, phrase: str, side: str) -> Finding:
    other = OTHER[side]
    d = draft_of_sides(tables)
    words = d.number("words", "phrases", "words", phrase=phrase)
    d.take("phrase", "phrases", "phrase", phrase=phrase)
    for name in ("n", "sentences", f"articles_{side}"):
        d.number(name, "phrase_choices", name, phrase=phrase, choice=AS_REPORTED)
    then = f"it occurs in {{weakest:words}} of {articles(d, side)}"
    return finish(
        d, f"only-in-{group_of(tables, side)}-phrase", DIFFERS,
        f"“{{phrase}}” occurs in {some_articles(d, side)} ({times(d, 'n')} in {many(d, 'sentences', 'sentence')}), but not "
        f"in {articles(d, other)}.",
        weakest(d, "phrase_choices", f"articles_{side}", then, phrase=phrase),
        "A title or a formula may be one house's style; that it is missing elsewhere says nothing about its sense."
        + (" Phrases are not tested." if is_tested(tables) else ""),
        quotes_of(tables, *phrase_hits(found, phrase, words), side, 2),
    )  # fmt: skip
