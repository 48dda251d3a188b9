"""What a list shows that neither merges spellings nor knows zones, and what removes it from the cleaned one.

A term is named only for where its uses are: it heads the raw list of a side, not the cleaned one, and at least half of its
uses there stand outside the counted parts or count as another term that is not listed either, or at least half of the other
side's uses were written otherwise. A term that keeps its uses and merely slips in rank is right in both lists; so is one
that the cleaned list has under another writing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import polars as pl

from framing.contrasts import listed_terms
from framing.settings import CountSettings
from framing.study import Study
from framing.tables.comparison import OTHER, SIGNS

LISTED = 30  # the head of a list that a reader looks at; the raw and the cleaned list are compared that deep
MERGING = "spellings and names merged"
ZONES = "other zones than those counted"
RAW = [f"raw_{column}_{side}" for column in ("n", "articles", "sentences") for side in SIGNS]
WHERE = [f"raw_{column}_{side}" for column in ("outside", "merged", "joined") for side in SIGNS]
RAW_SCHEMA = {
    "term": pl.String, "side": pl.String, "raw_rank": pl.Int64, **dict.fromkeys([*RAW, *WHERE], pl.Int64),
    "counted_as": pl.String, "removed_by": pl.String,
}  # fmt: skip


def raw_list(study: Study) -> pl.DataFrame:
    """The terms that head the raw list of either side only by spelling or by text that is not counted, with what removes them."""
    return _gone(study, LISTED)


def raw_summary(study: Study) -> pl.DataFrame:
    """How many terms head the raw lists of both sides, to three depths, and how many do so only by spelling or other parts."""
    rows = []
    for depth in (LISTED // 3, 2 * LISTED // 3, LISTED):
        listed = sum(listed_terms(study.contrast(study.raw), side, depth).height for side in SIGNS)
        gone = _gone(study, depth)["removed_by"].to_list()
        rows.append((depth, listed, len(gone), gone.count(MERGING), gone.count(ZONES)))
    columns = ["depth", "listed", "gone", "gone_by_merging", "gone_by_zones"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.Int64), orient="row")


def _gone(study: Study, depth: int) -> pl.DataFrame:
    """The terms of both raw lists, read so deep, that the cleaned lists do not have for where their uses are."""
    frames = [pl.DataFrame(schema=RAW_SCHEMA)]
    for side, other in OTHER.items():
        kept = listed_terms(study.contrast(), side, depth)["term"].to_list()
        raw = listed_terms(study.contrast(study.raw), side, depth).with_row_index("raw_rank", offset=1)
        ranked = raw.select("term", pl.col("raw_rank").cast(pl.Int64), pl.lit(side).alias("side"))
        named = ranked.filter(~pl.col("term").is_in(kept)).join(_uses(study), on="term", maintain_order="left")
        named = named.with_columns(pl.Series("counted_as", _counted_as(study, named["term"]), dtype=pl.String))
        merged, outside, joined = _lost(side, kept), pl.col(f"raw_outside_{side}"), pl.col(f"raw_joined_{other}")
        seen = pl.col(f"raw_n_{other}") - pl.col(f"raw_outside_{other}") + joined
        carried = (2 * (outside + merged) >= pl.col(f"raw_n_{side}")) | ((joined > 0) & (2 * joined >= seen))
        zones = pl.when(outside >= pl.max_horizontal(merged, joined)).then(pl.lit(ZONES))
        frames.append(named.filter(carried).with_columns(zones.otherwise(pl.lit(MERGING)).alias("removed_by")))
    return pl.concat([frame.select(list(RAW_SCHEMA)) for frame in frames])


def _lost(side: str, kept: list[str]) -> pl.Expr:
    """Uses that count as another term; none are lost where the cleaned list of the side has that term."""
    listed = pl.col("counted_as").is_in(kept).fill_null(value=False)
    return pl.when(listed).then(0).otherwise(pl.col(f"raw_merged_{side}"))


def _counted_as(study: Study, terms: Iterable[str]) -> list[str | None]:
    """The other term that most uses of each raw term count as, in the articles that are read; None where there is none."""
    own = study.occurrences()
    unmerged = study.occurrences(replace(study.raw, zones=study.settings.counts.zones))
    if not len(own):
        return [None for _ in terms]
    holder = np.maximum(np.searchsorted(own.first, unmerged.first, side="right") - 1, 0)
    others = (Counter(own.terms[at] for at in own.term[holder[unmerged.at(term)]].tolist()) for term in terms)
    ranked = [
        sorted((-n, other) for other, n in held.items() if other != term)
        for term, held in zip(terms, others, strict=True)
    ]
    return [rows[0][1] if rows else None for rows in ranked]


def _uses(study: Study) -> pl.DataFrame:
    """Every raw term with its uses: outside the counted parts, merged into another term, and joined by other writings."""
    return study.once("raw uses", lambda: _find_uses(study))


def _find_uses(study: Study) -> pl.DataFrame:
    raw = study.contrast(study.raw).table.select(
        "term", *(pl.col(name.removeprefix("raw_")).alias(name) for name in RAW)
    )
    unmerged = _counted(study, replace(study.raw, zones=study.settings.counts.zones), "unmerged")
    own = _counted(study, study.settings.counts, "own")
    both = raw.join(unmerged, on="term", how="left", maintain_order="left")
    both = both.join(own, on="term", how="left", maintain_order="left").fill_null(0)
    held = {side: (pl.col(f"raw_n_{side}"), pl.col(f"unmerged_{side}"), pl.col(f"own_{side}")) for side in SIGNS}
    return both.with_columns(
        *((every - inside).alias(f"raw_outside_{side}") for side, (every, inside, _) in held.items()),
        *((inside - mine).clip(0).alias(f"raw_merged_{side}") for side, (_, inside, mine) in held.items()),
        *((mine - inside).clip(0).alias(f"raw_joined_{side}") for side, (_, inside, mine) in held.items()),
    ).select("term", *RAW, *WHERE)


def _counted(study: Study, settings: CountSettings, name: str) -> pl.DataFrame:
    """How often each term stands on either side under some settings, in columns of that name."""
    table = study.contrast(settings).table
    return table.select("term", *(pl.col(f"n_{side}").alias(f"{name}_{side}") for side in SIGNS))
