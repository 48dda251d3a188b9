"""What would an uncleaned list have shown wrongly?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from framing.claims import Draft, Finding, Tables
from framing.evidence import pick_quotes
from framing.findings.drafting import draft_of_sides, finish
from framing.findings.grammar import enumerate_items, is_one, letter, many, times
from framing.occurrences import Occurrences, find_occurrences
from framing.tables import OTHER

WRONG = "What would an uncleaned list have shown wrongly?"


def uncleaned_list(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """What heads the raw lists and is gone from the cleaned ones."""
    gone, summary = tables["raw_list"], tables["raw_summary"]
    if gone.is_empty():
        return
    deep, shallow = int(summary["depth"].max()), int(summary["depth"].min())  # type: ignore[arg-type]
    d = draft_of_sides(tables)
    for column in summary.columns:
        d.number(column, "raw_summary", column, depth=deep)
        d.number(f"shallow_{column}", "raw_summary", column, depth=shallow)
    examples = [(side, term) for side in OTHER for term in gone.filter(pl.col("side") == side)["term"].head(3)]
    said = [_gone(d, letter(at), term, side) for at, (side, term) in enumerate(examples)]
    raw = find_occurrences(found.tokens, replace(found.settings, zones=None, variants=()))
    terms = gone.sort("raw_rank", "side")["term"].head(2).to_list()
    yield finish(
        d, "raw-list", WRONG,
        "Of the {listed} terms that head the uncleaned lists ({depth} a side, with ties), {gone} "
        f"{'is' if d.values['gone'].value == 1 else 'are'} gone from the cleaned "
        "ones: {gone_by_merging} by merging spellings and names, {gone_by_zones} by leaving headlines, captions and the like "
        f"aside; {'it is' if len(said) == 1 else 'among them'} {enumerate_items(said)}.",
        "The choice that changes it most is how far one reads: of the first {shallow_depth} a side {shallow_gone} of "
        "{shallow_listed} are gone.",
        "What is set aside is not lost: headlines and captions are marked and can be counted on their own.",
        tuple(quote for term in terms for quote in pick_quotes(raw, raw.at(term), 1)),
    )  # fmt: skip


def _gone(d: Draft, key: str, term: str, side: str) -> str:
    """Note one term that is gone and say how often its side uses it."""
    d.take(f"term_{key}", "raw_list", "term", side=side, term=term)
    for column in ("n", "articles", "sentences"):
        d.number(f"{column}_{key}", "raw_list", f"raw_{column}_{side}", side=side, term=term)
    return (
        f"“{{term_{key}}}” ({times(d, f'n_{key}')} in {many(d, f'sentences_{key}', 'sentence')} of {{articles_{key}}} "
        f"{{{side}}} {'article' if is_one(d, f'articles_{key}') else 'articles'})"
    )
