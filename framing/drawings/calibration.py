"""What each method finds where there is nothing to find."""

from __future__ import annotations

import polars as pl

from framing import figures
from framing.claims import Tables
from framing.drawings.drawing import Drawing, say_nothing
from framing.drawings.saying import many, times
from framing.tables import AS_THEY_ARE, CUT
from framing.wording import count_of, write_number

USED = "two keys"  # the method of this project, as the table names it
BANDS = {AS_THEY_ARE: "Articles as they are", CUT: "Those of one part cut to a quarter"}


def calibration(tables: Tables) -> Drawing:
    """Share of words that each method calls different, and of comparisons with a false discovery."""
    table = tables["calibration"]
    if table.is_empty():
        return say_nothing(
            "Neither side has enough articles to be split in two",
            "With more articles, this figure shows how many words each method would call different although nothing "
            "differs: the articles of one side are split at random, again and again.",
        )
    title = _title(table)
    figure = figures.draw_false_alarms(
        table.select("method", "lengths", "share_at_01", "false_comparisons"),
        bands=BANDS,
        used=USED,
        label=f"{USED} (used here)",
        title=title,
        note=(
            f"{many(table['articles'][0], 'article', 'articles')} of one side, dealt at random into two parts of "
            f"{write_number(table['articles_split'][0])}, {times(table['comparisons'][0])}: no difference is "
            "a true one. Dashed: the most that a sound method shows, one word in a hundred and one comparison in twenty."
        ),
    )
    return Drawing(figure, f"{title}. {_tell(table)}")


def _title(table: pl.DataFrame) -> str:
    """What the method that most readers know says of articles as they are, and the one used here in both."""
    n = table["comparisons"][0]
    known = table.row(
        by_predicate=(pl.col("method") == "log-likelihood") & (pl.col("lengths") == AS_THEY_ARE), named=True
    )
    own = table.filter(pl.col("method") == USED)
    hits = [round(row["false_comparisons"] * n) for row in (known, *own.iter_rows(named=True))]
    return (
        f"Where nothing differs, log-likelihood finds a difference in {_of(hits[0], n)} of {count_of(n, 'comparison')}, "
        f"the test used here in {write_number(hits[1])} and, with articles cut short, in {write_number(hits[2])}"
    )


def _of(hits: int, n: int) -> str:
    return "all" if hits == n else write_number(hits)


def _tell(table: pl.DataFrame) -> str:
    said = []
    for lengths, heading in BANDS.items():
        rows = table.filter(pl.col("lengths") == lengths).iter_rows(named=True)
        shares = [
            f"{row['method']} {100 * row['share_at_01']:.1f} per cent of words, {100 * row['false_comparisons']:.0f} per "
            "cent of comparisons"
            for row in rows
        ]
        said.append(f"{heading}: {'; '.join(shares)}")
    return f"Words called different at one in a hundred, and comparisons with a false discovery. {'. '.join(said)}."
