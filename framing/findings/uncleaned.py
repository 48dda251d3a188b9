"""What would a raw keyword list have got wrong?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from framing.claims import Draft, Finding, Tables
from framing.evidence import Quote
from framing.findings.drafting import draft_of_sides, finish
from framing.findings.grammar import articles, enumerate_items, is_one, letter, many, times
from framing.findings.quoting import quotes_of
from framing.occurrences import Occurrences, find_occurrences
from framing.tables import OTHER, ZONES
from framing.tokens import IntArray

WRONG = "What would a raw keyword list have got wrong?"
OUTSIDE, MERGED, JOINED = "outside", "merged", "joined"  # as the columns of raw_list are called
EXAMPLES = 3  # terms of each side that are named


def uncleaned_list(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """What heads the raw lists only by its spelling or for text that is not counted."""
    gone, summary = tables["raw_list"], tables["raw_summary"]
    if gone.is_empty():
        return
    deep, shallow = int(summary["depth"].max()), int(summary["depth"].min())  # type: ignore[arg-type]
    d = draft_of_sides(tables)
    for column in summary.columns:
        d.number(column, "raw_summary", column, depth=deep)
        d.number(f"shallow_{column}", "raw_summary", column, depth=shallow)
    examples = [(side, term) for side in OTHER for term in gone.filter(pl.col("side") == side)["term"].head(EXAMPLES)]
    said = [_gone(d, letter(at), str(term), side) for at, (side, term) in enumerate(examples)]
    first = f"{'it is' if d.values['gone'].value == 1 else 'for example'} {enumerate_items(said)}"
    yield finish(
        d, "raw-list", WRONG,
        f"Of the {many(d, 'listed', 'term')} that head{'s' if is_one(d, 'listed') else ''} the raw keyword lists, with nothing "
        "merged and every part of the articles counted ({depth} terms per side, with ties), {gone} "
        f"{'owes its' if is_one(d, 'gone') else 'owe their'} place to the method: {_reasons(d)}; {first}.",
        f"Robustness: with only the first {{shallow_depth}} terms per side, "
        f"{'{shallow_gone}' if d.values['shallow_gone'].value else 'none'} of {{shallow_listed}}.",
        "What is set aside is not lost: headlines and captions are marked and can be counted on their own.",
        _quotes(tables, found, gone),
    )  # fmt: skip


def _reasons(d: Draft) -> str:
    """How many terms are there for their spelling, and how many for text that is not counted."""
    said = {
        "gone_by_zones": "to text that is not counted here (headlines, captions and the like)",
        "gone_by_merging": "to a name or word written in several ways",
    }
    return " and ".join(f"{{{name}}} {why}" for name, why in said.items() if d.values[name].value)


def _gone(d: Draft, key: str, term: str, side: str) -> str:
    """Note one term, and say where its uses are: in other parts, in another term, or on the other side in other writings."""
    d.take(f"term_{key}", "raw_list", "term", side=side, term=term)
    own = {"side": side, "term": term}
    kind = _kind(d.tables["raw_list"].filter(pl.col("side") == side, pl.col("term") == term).row(0, named=True))
    if kind == JOINED:
        d.number(f"part_{key}", "raw_list", f"raw_{kind}_{OTHER[side]}", **own)
        return f"“{{term_{key}}}” (on the list of {articles(d, side)}; {articles(d, OTHER[side])} write{'s' if is_one(d, f'size_{OTHER[side]}') else ''} it another way {times(d, f'part_{key}')})"
    d.number(f"uses_{key}", "raw_list", f"raw_n_{side}", **own)
    d.number(f"part_{key}", "raw_list", f"raw_{kind}_{side}", **own)
    every = d.values[f"part_{key}"].value == d.values[f"uses_{key}"].value
    uses = f"all {{uses_{key}}} uses" if every else f"{{part_{key}}} of {many(d, f'uses_{key}', 'use')}"
    where = f"{uses} in {articles(d, side)}"
    if kind == OUTSIDE:
        return f"“{{term_{key}}}” ({where} outside the parts counted)"
    d.take(f"as_{key}", "raw_list", "counted_as", **own)
    return f"“{{term_{key}}}” ({where} belong to “{{as_{key}}}”)"


def _kind(row: Mapping[str, Any]) -> str:
    """Where the uses are that put a term on the raw list."""
    side = row["side"]
    if row["removed_by"] == ZONES:
        return OUTSIDE
    return MERGED if row[f"raw_merged_{side}"] >= row[f"raw_joined_{OTHER[side]}"] else JOINED


def _quotes(tables: Tables, found: Occurrences, gone: pl.DataFrame) -> tuple[Quote, ...]:
    """For the leading term of each kind a sentence that only a raw list counts so: of another part, or in a merged writing."""
    raw = find_occurrences(found.tokens, replace(found.settings, zones=None, variants=()))
    quotes: list[Quote] = []
    rows = gone.sort("raw_rank", "side").rows(named=True)
    leading = {_kind(row): row for row in reversed(rows)}  # the first of each kind
    for kind, row in sorted(leading.items()):
        side = str(row["side"])
        hits = raw.at(str(row["term"]))
        counted = np.isin(raw.first[hits], _tokens(found))
        if kind == OUTSIDE:
            quotes += quotes_of(tables, raw, hits[~counted], side, 1)
        elif kind == MERGED:
            same = np.isin(raw.first[hits], found.first[found.at(str(row["term"]))])
            quotes += quotes_of(tables, raw, hits[counted & ~same], side, 1)
        else:
            joined = found.at(str(row["term"]))
            quotes += quotes_of(tables, found, joined[~np.isin(found.first[joined], raw.first[hits])], OTHER[side], 1)
    return tuple(dict.fromkeys(quotes))


def _tokens(found: Occurrences) -> IntArray:
    """The tokens that are counted, those within a name of several words among them."""
    held = np.zeros(len(found.tokens) + 1, dtype=np.int64)
    np.add.at(held, found.first, 1)
    np.add.at(held, found.last + 1, -1)
    return np.flatnonzero(np.cumsum(held[:-1]) > 0)
