"""Outlets in the place of articles: what rows, columns and panels of a figure are where there are many articles."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from framing.claims import Tables
from framing.drawings.saying import cut, find_sides, headline
from framing.figures.lettering import shorten, text_width
from framing.tables import OTHER
from framing.wording import write_number

_SIZE, _WIDEST = 8.0, 2.6  # points and inches of the labels of rows: the name is cut, never the number


@dataclass(frozen=True, slots=True)
class Outlets:
    """Outlets in the place of their articles.

    table : key, side, outlet, n (articles), one row per outlet that is shown. Where no outlet is known, a side is one.
    members : article_id, key of the articles of these.
    labels : what rows and columns call them, with the number of their articles in brackets.
    names : what a sentence calls them.
    everything : how many outlets there are.
    known : whether any outlet is known.
    which : "sampled ", "closely read ", or empty where all articles are meant (see Side).
    """

    table: pl.DataFrame
    members: pl.DataFrame
    labels: dict[str, str]
    names: dict[str, str]
    everything: int
    known: bool
    which: str

    @property
    def note(self) -> str:
        """What the number in brackets is, and which outlets are shown."""
        shown = self.table.height
        articles = f"{self.which}articles"
        cut_off = (
            f" Shown: the {write_number(shown)} of {write_number(self.everything)} outlets with the most {articles}."
        )
        return f"In brackets: number of {articles}." + (cut_off if shown < self.everything else "")

    @property
    def noun(self) -> str:
        """What they are in a sentence."""
        return "outlets" if self.known else "sides"

    def in_place(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of articles as rows of their outlets; those of outlets that are not shown are left out."""
        joined = rows.join(self.members, on="article_id", maintain_order="left")
        return joined.drop("article_id").rename({"key": "article_id"})

    def by_side(self, tables: Tables, *, table: str = "") -> dict[str, dict[str, str]]:
        """Their labels under the heading of their side."""
        return {
            headline(side.all): {k: self.labels[k] for k in self.table.filter(pl.col("side") == key)["key"]}
            for key, side in find_sides(tables, table=table).items()
        }


def group_outlets(tables: Tables, articles: pl.DataFrame, *, most: int, table: str = "") -> Outlets:
    """The outlets of the articles that a table rests on, those with most articles first within their side.

    Of more than `most` as many of each side, or what the other side leaves free.
    """
    sides = find_sides(tables, table=table)
    sums = articles.group_by("side", "outlet").agg(pl.len().alias("n"))
    sums = sums.sort("side", "n", "outlet", descending=[False, True, False], nulls_last=True)
    sizes = {side: sums.filter(pl.col("side") == side).height for side in OTHER}
    room = {side: max(most // 2, most - sizes[other]) for side, other in OTHER.items()}
    listed = pl.concat([sums.filter(pl.col("side") == side).head(n) for side, n in room.items()])
    listed = listed.with_columns(pl.format("{} {}", "side", pl.int_range(pl.len()).over("side")).alias("key"))
    known = articles["outlet"].drop_nulls().len() > 0
    names = {side: "outlet unknown" if known else f"all {found.name} articles" for side, found in sides.items()}
    rows = listed.select("key", "side", "outlet", "n").iter_rows()
    called = {key: (outlet or names[side], f" ({write_number(n)})") for key, side, outlet, n in rows}
    labels = {key: shorten(name, _SIZE, _WIDEST - text_width(n, _SIZE)) + n for key, (name, n) in called.items()}
    members = articles.join(listed, on=["side", "outlet"], nulls_equal=True, maintain_order="left")
    said = {key: cut(name) for key, (name, _) in called.items()}
    return Outlets(listed, members.select("article_id", "key"), labels, said, sums.height, known, sides["focus"].which)
