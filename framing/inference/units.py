"""What a test relabels: distinct articles or whole outlets, with their counts, in an order that no file decides.

Copies of one text are one unit, with the counts of the earliest of them; where outlets are the unit, each text belongs to
one outlet, as that outlet prints it. A text that stands on both sides, an article in which nothing is counted and a stratum
that one side alone has tell nothing of the difference and are left out of the test, never of the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import scipy.sparse as sp

from framing.corpus import UNKNOWN
from framing.counts import Counts
from framing.inference.admission import OUTLET, Sides, Sizes
from framing.settings import InferenceSettings, check_option

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The articles of two sides that a test could use.

    articles : article_id, outlet, stratum and row of the counts of the earliest article of each distinct text, in a fixed
        order.
    of_outlets : the same texts in the same order, each as the outlet prints it that keeps it.
    focus : which of them stand on the focus side.
    copies : articles left out as copies of another on their side.
    on_both_sides : articles left out because their text stands on both sides.
    empty : articles left out because nothing is counted in them.
    strata : whether labels are exchanged within strata only.
    """

    articles: pl.DataFrame
    of_outlets: pl.DataFrame
    focus: npt.NDArray[np.bool_]
    copies: int
    on_both_sides: int
    empty: int
    strata: bool


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """What is relabeled, ordered by stratum.

    matrix : terms × units, float64 occurrences.
    lengths : words of each unit.
    focus : which units stand on the focus side.
    stratum : number of the stratum of each unit, ascending.
    rows : rows of the counts that the units hold, for what is counted in articles.
    """

    matrix: sp.csr_array
    lengths: npt.NDArray[np.float64]
    focus: npt.NDArray[np.bool_]
    stratum: npt.NDArray[np.intp]
    rows: Rows

    @property
    def sizes(self) -> Sizes:
        """Units of focus and reference."""
        return int(self.focus.sum()), int((~self.focus).sum())


def pool_articles(counts: Counts, rows: tuple[Rows, Rows], settings: InferenceSettings) -> Pool:
    """The distinct articles of two sides in which something is counted.

    Raises
    ------
    SettingsError : the articles have no column of the name `settings.strata`.
    """
    both = np.concatenate(rows)
    articles = counts.articles
    if settings.strata:
        check_option("strata", settings.strata, tuple(c for c in articles.columns if c not in {"article_id", "tokens"}))
    texts = counts.texts if counts.texts is not None else np.arange(articles.height, dtype=np.uint64)
    stratum = articles[settings.strata].cast(pl.String).fill_null(UNKNOWN) if settings.strata else pl.Series([""])
    frame = pl.DataFrame(
        {
            "article_id": articles["article_id"].gather(both),
            "outlet": articles["outlet"].gather(both),
            "date": articles["date"].gather(both),
            "stratum": stratum.gather(both if settings.strata else np.zeros(len(both), dtype=np.intp)),
            "tokens": articles["tokens"].gather(both),
            "text": texts[both],
            "near": counts.near[both] if counts.near is not None else np.zeros(len(both), dtype=bool),
            "row": both,
            "focus": np.arange(len(both)) < len(rows[0]),
        }
    )
    counted = frame.filter(pl.col("tokens") > 0)
    own = counted.filter(pl.col("focus").n_unique().over("text") == 1)
    texts_of = pl.when(pl.col("outlet").is_not_null()).then(pl.col("text").n_unique().over("outlet"))
    earliest = _one_of_each(own)
    # of several outlets that print a text, the one with the fewest keeps it: a reprinter would swallow the others
    of_outlets = _one_of_each(own, texts_of)
    if counts.texts is None:
        earliest, of_outlets = earliest.sort("article_id"), of_outlets.sort("article_id")
    return Pool(
        articles=earliest.select("article_id", "outlet", "stratum", "row"),
        of_outlets=of_outlets.select("article_id", "outlet", "stratum", "row"),
        focus=earliest["focus"].to_numpy(),
        copies=own.height - earliest.height,
        on_both_sides=counted.height - own.height,
        empty=frame.height - counted.height,
        strata=bool(settings.strata),
    )


def _one_of_each(articles: pl.DataFrame, *before: pl.Expr) -> pl.DataFrame:
    """One article of each text, the earliest unless something goes before, unknown values last; texts by their number.

    Of one day it is the one whose words the number is of; the names decide last, so that no order of rows does.
    """
    order: tuple[str | pl.Expr, ...] = (*before, "date", "near", "outlet", "stratum", "article_id")
    return articles.sort("text", *order, nulls_last=True).unique("text", keep="first", maintain_order=True)


def sizes_of(pool: Pool) -> Sides:
    """The sizes that `admit` decides from."""
    outlets = [pool.of_outlets.filter(side)["outlet"].drop_nulls().unique() for side in (pool.focus, ~pool.focus)]
    apart = not set(outlets[0]) & set(outlets[1])
    return Sides(
        articles=(int(pool.focus.sum()), int((~pool.focus).sum())),
        outlets=(len(outlets[0]), len(outlets[1])) if apart else (0, 0),
        strata=_within(pool.articles, pool.focus) if pool.strata else None,
        outlet_strata=_outlets_within(pool) if pool.strata else None,
    )


def gather_units(counts: Counts, pool: Pool, unit: str) -> Units:
    """The units of a test, "outlet" or "article"; what only one side has of a stratum is left out."""
    both = pl.col("_focus").n_unique().over("stratum") == 2
    printed = pool.of_outlets if unit == OUTLET else pool.articles
    frame = printed.with_columns(pl.Series("_focus", pool.focus))
    if unit == OUTLET:
        frame = frame.drop_nulls("outlet")
    frame = frame.filter(both)
    names = frame["outlet"] if unit == OUTLET else frame["article_id"]
    first = names.to_frame("name").with_columns(
        frame["stratum"], frame["_focus"], pl.int_range(pl.len()).alias("place")
    )
    units = first.unique("name", keep="first", maintain_order=True)
    units = units.sort("stratum", "name" if unit == OUTLET else "place")
    number = first.join(
        units.select("name", pl.int_range(pl.len()).alias("unit")), on="name", how="left", maintain_order="left"
    )
    rows = frame["row"].to_numpy().astype(np.intp)
    ones = np.ones(len(rows))
    members = sp.csr_array((ones, (np.arange(len(rows)), number["unit"].to_numpy())), shape=(len(rows), units.height))
    matrix = sp.csr_array(counts.matrix[rows].T.astype(np.float64) @ members)
    return Units(
        matrix=matrix,
        lengths=np.asarray(counts.lengths[rows].astype(np.float64) @ members),
        focus=units["_focus"].to_numpy(),
        stratum=units["stratum"].rank("dense").to_numpy().astype(np.intp) - 1,
        rows=rows,
    )


def _outlets_within(pool: Pool) -> tuple[Sizes, ...] | None:
    """Outlets of each side in each stratum that both have; None where an outlet stands in several."""
    known = pool.of_outlets.with_columns(pl.Series("_focus", pool.focus)).drop_nulls("outlet")
    outlets = known.select("outlet", "stratum", "_focus").unique()
    if outlets["outlet"].n_unique() < outlets.height:
        return None
    return _within(outlets, outlets["_focus"].to_numpy())


def _within(frame: pl.DataFrame, focus: npt.NDArray[np.bool_]) -> tuple[Sizes, ...]:
    """Rows of each side in each stratum that both have."""

    def pairs() -> Iterator[Sizes]:
        for _, part in frame.select("stratum", pl.Series("_side", focus)).group_by("stratum", maintain_order=True):
            n = int(part["_side"].sum())
            if 0 < n < part.height:
                yield n, part.height - n

    return tuple(sorted(pairs()))
