"""What copies of one text do to a comparison: they weigh as often as they were printed, and stand on both sides."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from framing.claims import Tables
from framing.limits.rows import SIDES, balance_row, side_row
from framing.wording import write_number

MANY = 0.1  # a share of copies above which a side is told to have many


def _copied(tables: Tables) -> Iterator[str]:
    """A side of many copies, each of which counts."""
    for side in SIDES:
        row = balance_row(tables, side)
        if row["articles"] - row["texts"] > MANY * row["articles"]:
            one = row["texts"] == 1
            what = "one and the same text: it" if one else f"{write_number(row['texts'])} different texts: a text"
            yield (
                f"The {write_number(row['articles'])} {side_row(tables, side)['name']} articles print {what} weighs in "
                f"every rate as often as it was printed. duplicates=collapse counts {'it' if one else 'each'} once."
            )


def _crossing(tables: Tables) -> Iterator[str]:
    """Texts that both sides print, as they count and where only the earliest article does."""
    found = tables["crossing"]
    n, articles = found["cluster"].n_unique(), write_number(found.height)
    if not n:
        return
    what = f"{write_number(n)} {'text stands' if n == 1 else 'texts stand'} on both sides, in {articles} articles"
    if _left_out(tables):
        yield f"{what}, and {'counts' if n == 1 else 'count'} only on the side of the earliest of these articles."
    else:
        yield (
            f"{what}: that makes the sides more alike in every rate than what each wrote itself. A test leaves these "
            "articles out."
        )


def _collapsed(tables: Tables) -> Iterator[str]:
    """Copies that were left out of the count."""
    n = _left_out(tables)
    if n:
        were = "article of the two sides was" if n == 1 else "articles of the two sides were"
        yield (
            f"{write_number(n)} {were} left out as {'a copy of an earlier one' if n == 1 else 'copies of earlier ones'}: "
            "how often a text was printed is in no number."
        )


def _left_out(tables: Tables) -> int:
    return tables["copies"].filter(pl.col("counted") == "no").height


REPRINT_LIMITS = (_copied, _crossing, _collapsed)
