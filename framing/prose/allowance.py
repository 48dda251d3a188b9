"""What so many articles allow to be said, and what singling out each of them brings: sentences for the top of a page."""

from __future__ import annotations

import polars as pl

from framing.claims import Draft, Tables
from framing.inference import TESTED
from framing.wording import count_of, escape_markdown, write_number

_ALLOWED = (
    "{articles_focus} {noun} against {articles_reference} (smallest attainable p: {smallest_p}). Relabeling so few articles "
    "could not tell a difference from chance, so nothing here is tested: every sentence describes these articles and no press."
)
_NOT_TESTED = (
    "{articles_focus} {noun} against {articles_reference} (smallest attainable p: {smallest_p}). Nothing here is tested "
    "({reason}): every sentence describes these articles and no press."
)
_TESTED = (
    "{articles_focus} {noun} against {articles_reference}, tested by {unit}: {units_focus} against {units_reference}. Of "
    "{tested_terms} tested {passing} (q up to {level}). What is said to differ rests on that test; every other sentence "
    "describes these articles and no press."
)
_SINGLED = (
    "Between the two sides {sides} {reach} a score of {score} or more. Singled out against all others in turn, {as_many} {bring} as "
    "many or more; the largest number, {most}, comes from {which}."
)
_TOO_FEW = "too few articles"


def allowance(tables: Tables) -> str:
    """What so many articles allow, in a sentence or two; it stands once in a document."""
    d = Draft(tables)
    for side in ("focus", "reference"):
        d.number(f"articles_{side}", "sides", "articles", side=side)
    d.take("smallest_p", "sides", "smallest_p", side="focus")
    for column in ("unit", "units_focus", "units_reference", "tested", "found", "level", "reason"):
        d.take(column, "test", column)
    found = int(tables["test"]["found"][0])
    few = d.values["reason"].value == _TOO_FEW
    template = _TESTED if tables["test"]["tier"][0] == TESTED else _ALLOWED if few else _NOT_TESTED
    words = {
        "tested_terms": count_of(int(tables["test"]["tested"][0]), "term"),
        "noun": "article" if d.values["articles_focus"].value == 1 else "articles",
        "passing": "none passes" if not found else f"{write_number(found)} {'passes' if found == 1 else 'pass'}",
    }
    return template.format(**words, **{v.name: write_number(v.value) for v in d.values.values()})


def singling_out(tables: Tables) -> str:
    """What singling out each article (or outlet) brings, beside what the two sides bring."""
    table = tables["singled_out"]
    unit = "outlet" if tables["test"]["unit"][0] == "outlet" else "article"
    size = {side: table.filter(pl.col("side") == side).height for side in ("focus", "reference")}
    rest = table.filter(~pl.col("side").is_in([side for side, n in size.items() if n == 1]))
    if rest.is_empty():
        return f"Each side is one {unit}: none can be singled out."
    name = "outlet" if unit == "outlet" else "article_id"
    most = rest.sort("reaching", name, descending=[True, False]).row(0, named=True)
    as_many = rest.filter(pl.col("reaching") >= pl.col("reaching_sides")).height
    return _SINGLED.format(
        sides=count_of(int(table["reaching_sides"][0]), "term"),
        reach="reaches" if table["reaching_sides"][0] == 1 else "reach",
        score=write_number(table["score"][0]),
        as_many=f"{write_number(as_many) if as_many else 'none'} of {count_of(rest.height, unit)}",
        bring="brings" if as_many < 2 else "bring",
        most=write_number(most["reaching"]),
        which=f"{unit} “{escape_markdown(most[name])}”",
    )
