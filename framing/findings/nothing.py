"""Where a test finds nothing: that no term passes, out of how many, and what could have been seen."""

from __future__ import annotations

import polars as pl

from framing.claims import Draft, Finding, Tables
from framing.findings.differences import DIFFERS
from framing.findings.drafting import draft_of_sides, finish
from framing.findings.grammar import articles, is_one, many, outlets_named, times
from framing.findings.quoting import quotes_of_both
from framing.findings.selection import speaking_terms
from framing.inference import TESTED
from framing.occurrences import Occurrences

_OF_THE_TEST = (
    "unit units_focus units_reference tested found at_floor least_count least_articles level visible_ratio".split()
)
BEYOND = 100.0  # times as frequent: a ratio that no word has, so that its number would tell nothing


def nothing_passes(tables: Tables, found: Occurrences) -> Finding:
    """The finding that no term is called different."""
    d = draft_of_sides(tables)
    for column in _OF_THE_TEST:
        d.take(column, "test", column)
    near = _nearest(d, found)
    hits = found.at(near) if near else found.at("")
    return finish(
        d, "no-term-passes", DIFFERS,
        f"{_none_of(d)} {_within_reach(d)} {_nearest_said(d) if near else ''}".strip(),
        "What would change it most is more text: here the labels of "
        f"{many(d, 'units_focus', '{unit}')} were exchanged with those of {{units_reference}}.",
        "That no term passes does not show that the sides write alike: rarer words and smaller differences could not "
        "be seen."
        + outlets_named(d),
        quotes_of_both(tables, found, hits) if near else (),
        tier=TESTED,
    )  # fmt: skip


def _none_of(d: Draft) -> str:
    """That no term is called different, and out of how many."""
    if not d.values["tested"].value:
        return (
            "No term could be tested: none occurs {least_count} times or more, in {least_articles} articles or more, on both "
            "sides together."
        )
    if d.values["found"].value:
        return (
            f"Of {many(d, 'tested', 'term')} tested, {{found:words}} {'differs' if is_one(d, 'found') else 'differ'} by more "
            "than chance would explain, but none is given a sentence of its own: grammatical words, verbs of saying, numbers "
            "and long names are in the tables only."
        )
    return (
        "No term differs by more than chance would explain: "
        + (
            "the one term tested does not pass"
            if is_one(d, "tested")
            else "none of the {tested:words} terms tested passes"
        )
        + " at a false discovery rate of {level}."
    )


def _within_reach(d: Draft) -> str:
    """How much it would have taken."""
    if not d.values["tested"].value or d.values["found"].value:
        return ""
    sit = "one of them" if is_one(d, "at_floor") else "{at_floor:words} of them"
    ratio = d.values["visible_ratio"].value
    seen = (
        "a word that occurs once in a thousand words would have had to be about {visible_ratio} times as frequent on one side"
        if isinstance(ratio, float) and ratio < BEYOND
        else "with so few words hardly any difference could have been seen in a word that occurs once in a thousand"
    )
    return f"For any to pass, {sit} would have had to reach the smallest p that these labelings give; {seen}."


def _nearest(d: Draft, found: Occurrences) -> str:
    """The speaking term with the smallest q, noted with its numbers; empty where none was tested."""
    listed = d.tables["contrast"].filter(pl.col("q_value").is_not_null())
    speaking = speaking_terms(listed, d.tables, found)
    if speaking.is_empty():
        return ""
    q = pl.col("q_value").round_sig_figs(10)
    term = str(speaking.sort(q, maintain_order=True)["term"][0])
    for column in ("term", "n_focus", "n_reference", "q_value"):
        d.take(f"near_{column}", "contrast", column, term=term)
    return term


def _nearest_said(d: Draft) -> str:
    return (
        f"Of the listed terms “{{near_term}}” comes nearest (q = {{near_q_value}}): it occurs {times(d, 'near_n_focus')} in "
        f"{articles(d, 'focus')} and {times(d, 'near_n_reference')} in {articles(d, 'reference')}."
    )
