"""Who is named first by whom: the names of one thing, by speaker."""

from __future__ import annotations

import polars as pl

from framing import figures
from framing.claims import Tables
from framing.drawings.drawing import Drawing, say_nothing
from framing.drawings.saying import Side, cut, enumerate_items, find_sides, headline, note_sample, quote, times
from framing.figures import Look, shade
from framing.figures.style import BLACK, BLUE, GREEN, ORANGE, PURPLE
from framing.tables import NOT_CODED, contrast_language
from framing.tokens.segmenting import segmenter
from framing.wording import write_number

_HUES = ((BLUE, ""), (ORANGE, "////"), (GREEN, "...."), (PURPLE, "xxxx"))
_SHADES = (1.0, 0.55, 0.25, 0.1)
_TOLD = 2  # classes of voice that an alt text tells


def naming(tables: Tables) -> Drawing:
    """Who is named first, by speaker: for the thing that is named most."""
    table, sides = tables["naming_voices"], find_sides(tables, table="naming_voices")
    total = pl.col("n_focus") + pl.col("n_reference")
    used = table.filter(total > 0)
    if used.is_empty():
        return say_nothing(
            "No listed name is used",
            "Names to compare come from variants.csv, rows of the kind naming; none of them stands in these articles.",
        )
    things = used.group_by("thing").agg(total.sum().alias("n"))
    thing = things.sort("n", "thing", descending=[True, False])["thing"][0]
    own = used.filter(pl.col("thing") == thing)
    looks = _name_looks(own)
    # a character or syllable is no word, so there the whole name is told
    by = "name" if segmenter(contrast_language(tables["articles"])) else "first"
    title = _who_is_first(own, sides, thing, by=by)
    figure = figures.draw_shares(
        _counts(own, looks),
        groups=_speakers(own, sides),
        looks=looks,
        axis_label="times named",
        written="count",
        title=title,
        note=note_sample(tables, "naming_voices", "Names").strip(),
    )
    return Drawing(figure, f"{title}. {_tell_names(own, sides)}{note_sample(tables, 'naming_voices', 'Names')}")


def _firsts(own: pl.DataFrame) -> list[str]:
    """The words that names begin with, most used first."""
    n = (pl.col("n_focus") + pl.col("n_reference")).sum().alias("n")
    return own.group_by("first").agg(n).sort("n", "first", descending=[True, False])["first"].to_list()


def _name_looks(own: pl.DataFrame) -> dict[str, Look]:
    """Names with the same first word share a hue and a hatch and stand together; the most used is the darkest."""
    n = (pl.col("n_focus") + pl.col("n_reference")).sum().alias("n")
    sums = own.group_by("first", "name").agg(n).sort("n", "name", descending=[True, False])
    looks: dict[str, Look] = {}
    for place, first in enumerate(_firsts(own)):
        hue, hatch = _HUES[min(place, len(_HUES) - 1)]
        for rank, name in enumerate(sums.filter(pl.col("first") == first)["name"]):
            looks[name] = Look(BLACK, shade(hue, _SHADES[min(rank, len(_SHADES) - 1)]), hatch=hatch)
    return looks


def _counts(own: pl.DataFrame, looks: dict[str, Look]) -> pl.DataFrame:
    """One row per segment: the speaker and side, the name, how often."""
    rows = [
        (f"{side} {voice}", name, float(n), write_number(n))
        for name, voice, *both in own.select("name", "voice_class", "n_focus", "n_reference").iter_rows()
        for side, n in zip(("focus", "reference"), both, strict=True)
        if n and name in looks
    ]
    schema = {"row": pl.String, "part": pl.String, "value": pl.Float64, "label": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _voices(own: pl.DataFrame) -> list[str]:
    """The classes of voice that name it, most uses first; words that are not coded come last."""
    n = (pl.col("n_focus") + pl.col("n_reference")).sum().alias("n")
    sums = own.group_by("voice_class").agg(n)
    ordered = sums.sort(pl.col("voice_class") == NOT_CODED, "n", "voice_class", descending=[False, True, False])
    return ordered["voice_class"].to_list()


def _speakers(own: pl.DataFrame, sides: dict[str, Side]) -> dict[str, dict[str, str]]:
    """A row for each class of voice that names the thing, most uses first, under the heading of its side."""
    sums = own.group_by("voice_class").agg(pl.col("n_focus", "n_reference").sum())
    uses = {voice: both for voice, *both in sums.select("voice_class", "n_focus", "n_reference").iter_rows()}
    return {
        headline(side.all): {f"{key} {voice}": f"{cut(voice)} ({times(uses[voice][place])})" for voice in _voices(own)}
        for place, (key, side) in enumerate(sides.items())
    }


def _who_is_first(own: pl.DataFrame, sides: dict[str, Side], thing: str, *, by: str) -> str:
    """Which word (`by` first) or name each side puts first, and how often."""
    said = []
    for key, side in sides.items():
        sums = own.group_by(by).agg(pl.col(f"n_{key}").sum().alias("n")).sort("n", by, descending=[True, False])
        uses, (first, n) = int(sums["n"].sum()), sums.row(0)
        name = "names" if side.articles == 1 else "name"
        choose = (
            f"{name} {quote(first)} first"
            if by == "first"
            else f"{'writes' if side.articles == 1 else 'write'} {quote(first)}"
        )
        often = f"all {times(n)}" if n == uses > 2 else times(n) if n == uses else f"{write_number(n)} of {times(uses)}"
        said.append(f"{side.all} {choose} {often}" if uses else f"{side.all} never {name} it")
    return headline(f"{cut(thing)}: {'; '.join(said)}")


def _tell_names(own: pl.DataFrame, sides: dict[str, Side]) -> str:
    said = []
    for voice in _voices(own)[:_TOLD]:
        mine = own.filter(pl.col("voice_class") == voice)
        for key, side in sides.items():
            sums = mine.filter(pl.col(f"n_{key}") > 0).group_by("name").agg(pl.col(f"n_{key}").sum().alias("n"))
            rows = sums.sort("n", "name", descending=[True, False]).rows()
            names = [f"{quote(name)} {times(n)}" for name, n in rows]
            said += [f"{cut(voice)} in {side.all}: {enumerate_items(names, most=4)}"] if names else []
    return f"By speaker, {'; '.join(said)}."
