"""What is left of the leading terms when spelling, parts of the article and voice are held, one after the other."""

from __future__ import annotations

import polars as pl

from framing import figures
from framing.claims import Tables
from framing.drawings.drawing import Drawing, say_nothing
from framing.drawings.saying import (
    NO_LEAN,
    Side,
    content_terms,
    enumerate_items,
    find_sides,
    headline,
    how_marked,
    no_difference,
    passing_terms,
    quote,
    those_marked,
)
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
        return say_nothing(
            headline(NO_LEAN),
            "However the words are counted, no term would still be more frequent on its side with one occurrence fewer there.",
        )
    if len(names) == 1:
        return say_nothing(
            "Neither merging spellings nor leaving parts of the articles aside changes a count",
            "Where one of them does, this figure shows which of the leading terms are left.",
        )
    kept = {key: _kept(ranked.filter(pl.col("side") == key), len(names)) for key in panels}
    title = _title(tables, panels, kept)
    listed = sorted(set(ranked.filter(pl.col("rank") <= LEADING)["term"]))
    figure = figures.draw_ranks(
        ranked,
        panels={key: f"More frequent in {side.all}" for key, side in panels.items()},
        stages=names,
        depth=LEADING,
        title=title,
        note=f"{_NOTE} {how_marked(tables, listed)}".strip(),
        marked=passing_terms(tables) or (),
    )
    told = [
        f"for {panels[key].all} these stay: {enumerate_items([quote(term) for term in stay])}"
        for key, (stay, _) in kept.items()
    ]
    alt = f"{title}. The stages are {enumerate_items(names)}; {'; '.join(told)}."
    return Drawing(figure, alt + those_marked(tables, listed))


def _title(tables: Tables, panels: dict[str, Side], kept: dict[str, tuple[list[str], int]]) -> str:
    """How many of the leading terms stay in front; where a test lets none pass, that none does."""
    passed = passing_terms(tables)
    if passed is not None and not passed:
        return no_difference(tables)
    return headline("; ".join(_survivors(panels[key].all, *kept[key]) for key in panels))


def _kept(own: pl.DataFrame, steps: int) -> tuple[list[str], int]:
    """The terms that are among the first at every stage, and how many are so at the first one."""
    within = own.filter(pl.col("rank") <= LEADING)
    first = within.filter(pl.col("step") == 1).sort("rank", "term")["term"].to_list()
    count = dict(within.group_by("term").agg(pl.col("step").n_unique()).iter_rows())
    return [term for term in first if count[term] == steps], len(first)


def _survivors(articles: str, stay: list[str], first: int) -> str:
    """How many of the terms that lead at the first stage stay in front."""
    if not first:
        return f"no term leads in the raw list of {articles}"
    if first == 1:
        stays = "is" if stay else "is not"
        return f"the one term that leads in the raw list of {articles} {stays} among the first at every stage"
    of = "all" if len(stay) == first else f"{write_number(len(stay)) if stay else 'none'} of the"
    lead = f"{of} {write_number(first)} terms that lead in the raw list of {articles}"
    return f"{lead} {'is' if len(stay) < 2 else 'are'} among the first at every stage"
