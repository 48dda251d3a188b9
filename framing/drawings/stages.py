"""What is left of the leading terms when spelling, parts of the article and voice are held, one after the other."""

from __future__ import annotations

import polars as pl

from framing import figures
from framing.claims import Tables
from framing.drawings.drawing import Drawing, say_nothing
from framing.drawings.saying import content_terms, enumerate_items, find_sides, headline, many, quote
from framing.tables import LEADING
from framing.wording import write_number

_NOTE = (
    "A number is the rank of the term in that list; grammatical words hold ranks, too, and are not drawn. "
    "A broken line comes from or goes to a rank below those shown."
)


def ranks(tables: Tables) -> Drawing:
    """The rank of the leading terms from stage to stage, one panel a side."""
    table, sides = tables["stages"], find_sides(tables)
    steps = table.select("step", "stage").unique().sort("step")
    names = steps["stage"].to_list()
    ranked = table.join(steps.with_row_index("place", offset=1), on=["step", "stage"]).select(
        "term", "side", pl.col("place").cast(pl.Int64).alias("step"), "rank"
    )
    ranked = ranked.filter(pl.col("term").is_in(content_terms(tables, ranked["term"].unique().sort())))
    panels = {key: side for key, side in sides.items() if key in set(ranked.drop_nulls("rank")["side"])}
    if not panels:
        return say_nothing("No term leans to a side", "Every term is as frequent on both sides, however it is counted.")
    kept = {key: _kept(ranked.filter(pl.col("side") == key), len(names)) for key in panels}
    title = headline("; ".join(_survivors(panels[key].all, *kept[key], len(names)) for key in panels))
    figure = figures.draw_ranks(
        ranked,
        panels={key: f"More frequent in {side.all}" for key, side in panels.items()},
        stages=names,
        depth=LEADING,
        title=title,
        note=_NOTE,
    )
    told = [
        f"for {panels[key].all} these stay: {enumerate_items([quote(term) for term in stay])}"
        for key, (stay, _) in kept.items()
    ]
    return Drawing(figure, f"{title}. The stages are {enumerate_items(names)}; {'; '.join(told)}.")


def _kept(own: pl.DataFrame, steps: int) -> tuple[list[str], int]:
    """The terms that are among the first at every stage, and how many are so at the first one."""
    within = own.filter(pl.col("rank") <= LEADING)
    first = within.filter(pl.col("step") == 1).sort("rank", "term")["term"].to_list()
    count = dict(within.group_by("term").agg(pl.col("step").n_unique()).iter_rows())
    return [term for term in first if count[term] == steps], len(first)


def _survivors(articles: str, stay: list[str], first: int, steps: int) -> str:
    """How many of the terms that lead at the first stage stay in front."""
    if not first:
        return f"no term leads in {articles} at first"
    if steps == 1:
        return f"{many(first, 'term leads', 'terms lead')} in {articles}"
    lead = many(first, "term that leads", "terms that lead")
    return f"{_left(len(stay), first)} {lead} in {articles} at first {'stays' if len(stay) == 1 else 'stay'} in front at every stage"


def _left(stay: int, first: int) -> str:
    """What is left of so many terms, to be followed by their number."""
    if stay == first:
        return "all" if first > 1 else "the"
    return f"{write_number(stay)} of the" if stay else "none of the"
