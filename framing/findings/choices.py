"""What other ways of counting make of a finding: which ones turn it round, and which one weakens it most.

Only choices that change a count are tried; where none does, or none weakens the finding, that is said instead.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from framing.claims import Draft
from framing.findings.grammar import enumerate_items, letter
from framing.tables import AS_REPORTED, OTHER, SIGNS

_UNCHANGED = "Robustness: no other way of counting changes these numbers."


def reverses(d: Draft, term: str) -> str:
    """Under which other choices the term changes sides, or nobody uses it: spellings, zones, hyphens, the outlets' own words."""
    table = d.tables["choices"].filter(
        (pl.col("term") == term) & (pl.col("choice") != AS_REPORTED) & ~pl.col("choice").str.ends_with(" left out")
    )
    side = str(d.tables["survival"].filter(pl.col("term") == term)["side"][0])
    turns: list[str] = []
    vanishes: list[str] = []
    for number, (choice, g2) in enumerate(table.select("choice", "g2").iter_rows()):
        key = f"choice_{letter(number)}"
        if g2 is not None and g2 * SIGNS[side] > 0:
            continue
        d.take(key, "choices", "choice", term=term, choice=choice)
        if g2 is None:
            vanishes.append(f"{{{key}}}")
            continue
        for each in OTHER:
            d.take(f"{key}_{each}", "choices", f"per_1000_{each}", term=term, choice=choice)
        rates = f"{{{key}_{side}}} v. {{{key}_{OTHER[side]}}} per thousand words"
        turns.append(f"{{{key}}} ({rates})")
    said = [
        f"The difference disappears or reverses with {enumerate_items(turns)}." if turns else "",
        f"With {enumerate_items(vanishes)}, neither side uses the word." if vanishes else "",
    ]
    return "".join(f" {sentence}" for sentence in said if sentence)


def weakest_for_term(d: Draft, term: str) -> str:
    """On how many other choices a term keeps its side, and the one that weakens the difference most, with what it leaves."""
    d.number("tried", "survival", "tried", term=term)
    d.number("kept", "survival", "kept", term=term)
    if not d.values["tried"].value:
        return _UNCHANGED
    kept = f"Robustness: {_of_all(d)}."
    if d.take("weakest", "survival", "weakest", term=term) is None:
        none = {1: "It does not weaken", 2: "Neither weakens"}.get(
            int(str(d.values["tried"].value)), "None of them weakens"
        )
        return f"{kept} {none} the difference."
    side = str(d.tables["survival"].filter(pl.col("term") == term)["side"][0])
    for each in OTHER:
        d.take(f"weakest_n_{each}", "survival", f"weakest_n_{each}", term=term)
        d.take(f"weakest_words_{each}", "survival", f"weakest_words_{each}", term=term)
    if not any(d.values[f"weakest_n_{each}"].value for each in OTHER):
        return f"{kept} Weakest: {{weakest}} (no occurrence on either side)."
    return (
        f"{kept} Weakest: {{weakest}} ({{weakest_n_{side}}} v. {{weakest_n_{OTHER[side]}}} occurrences in "
        f"{{weakest_words_{side}}} and {{weakest_words_{OTHER[side]}}} words)."
    )


def _of_all(d: Draft) -> str:
    """Same direction in all five alternative counts, in seven of eight, in none."""
    tried, kept = d.values["tried"].value, d.values["kept"].value
    if tried == 1:
        return f"the one alternative count {'keeps' if kept else 'does not keep'} the direction"
    if kept == tried:
        every = "both" if tried == 2 else "all {tried:words}"
        return f"same direction in {every} alternative counts"
    if not kept:
        return (
            "same direction in neither alternative count"
            if tried == 2
            else "same direction in none of the {tried:words} alternative counts"
        )
    return "same direction in {kept:words} of the {tried:words} alternative counts"


def weakest(d: Draft, table: str, column: str, then: Callable[[], str] | str, /, **row: str) -> str:
    """The choice under which a column is lowest, or that none of those tried lowers it.

    `then` says it with {weakest}; a function is asked once the value is known, so that it can say once or twice.
    """
    own = d.tables[table].filter(*(pl.col(key) == value for key, value in row.items()))
    rounded = own.select("choice", pl.col(column).cast(pl.Float64).round_sig_figs(10).alias("value"))
    reported = rounded.filter(pl.col("choice") == AS_REPORTED)["value"][0]
    others = rounded.filter(pl.col("choice") != AS_REPORTED).sort("value", "choice")
    if others.is_empty():
        return _UNCHANGED
    if others["value"][0] >= reported:
        return "Robustness: no other way of counting weakens it."
    d.take("weakest_choice", table, "choice", choice=others["choice"][0], **row)
    d.take("weakest", table, column, choice=others["choice"][0], **row)
    return f"Robustness: weakest with {{weakest_choice}}: {then if isinstance(then, str) else then()}."
