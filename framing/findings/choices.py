"""What other ways of counting make of a finding: under which it holds, and which one weakens it most."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from framing.claims import Draft
from framing.findings.grammar import enumerate_items, is_one, letter, many
from framing.tables import AS_REPORTED, OTHER, SIGNS


def holds(d: Draft, term: str) -> str:
    """Under which other choices the term keeps its side: spellings, zones, hyphens, the outlets' own words."""
    table = d.tables["choices"].filter(
        (pl.col("term") == term) & (pl.col("choice") != AS_REPORTED) & ~pl.col("choice").str.ends_with(" left out")
    )
    sign = SIGNS[d.tables["survival"].filter(pl.col("term") == term)["side"][0]]
    keeps: list[str] = []
    turns: list[str] = []
    vanishes: list[str] = []
    for number, (choice, g2) in enumerate(table.select("choice", "g2").iter_rows()):
        key = f"choice_{letter(number)}"
        d.take(key, "choices", "choice", term=term, choice=choice)
        (vanishes if not g2 else keeps if g2 * sign > 0 else turns).append(f"{{{key}}}")
    said = [
        f"The direction holds with {enumerate_items(keeps)}." if keeps else "",
        f"It turns round with {enumerate_items(turns)}." if turns else "",
        f"With {enumerate_items(vanishes)} the word stands on neither side." if vanishes else "",
    ]
    return " ".join(sentence for sentence in said if sentence)


def weakest_for_term(d: Draft, term: str) -> str:
    """The choice or the article whose leaving out weakens the difference most, with the counts it leaves."""
    d.number("tried", "survival", "tried", term=term)
    d.number("kept", "survival", "kept", term=term)
    d.take("weakest", "survival", "weakest", term=term)
    for side in OTHER:
        d.take(f"weakest_n_{side}", "survival", f"weakest_n_{side}", term=term)
    return (
        f"The choice that weakens it most: {{weakest}}; then the counts are {{weakest_n_focus}} against "
        f"{{weakest_n_reference}}. Of {many(d, 'tried', 'other choice')} tried, {{kept}} "
        f"{'keeps' if is_one(d, 'kept') else 'keep'} the direction."
    )


def weakest(d: Draft, table: str, column: str, then: Callable[[], str] | str, /, **row: str) -> str:
    """The choice under which a column is lowest, or that none of those tried lowers it.

    `then` says it with {weakest}; a function is asked once the value is known, so that it can say once or twice.
    """
    own = d.tables[table].filter(*(pl.col(key) == value for key, value in row.items()))
    rounded = own.select("choice", pl.col(column).cast(pl.Float64).round_sig_figs(10).alias("value"))
    reported = rounded.filter(pl.col("choice") == AS_REPORTED)["value"][0]
    others = rounded.filter(pl.col("choice") != AS_REPORTED).sort("value", "choice")
    if others.is_empty() or others["value"][0] >= reported:
        d.take("weakest", table, column, choice=AS_REPORTED, **row)
        return f"No other choice that was tried weakens it: {then if isinstance(then, str) else then()}"
    d.take("weakest_choice", table, "choice", choice=others["choice"][0], **row)
    d.take("weakest", table, column, choice=others["choice"][0], **row)
    return f"The choice that weakens it most: {{weakest_choice}}; then {then if isinstance(then, str) else then()}"
