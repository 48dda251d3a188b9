"""Who speaks in each article, and how much."""

from __future__ import annotations

import polars as pl

from framing import figures
from framing.claims import Tables
from framing.drawings.drawing import Drawing, say_nothing
from framing.drawings.outlets import group_outlets
from framing.drawings.saying import (
    FEW,
    Side,
    article_labels,
    by_side,
    compared,
    cut,
    enumerate_items,
    find_sides,
    headline,
    many,
    note_sample,
    quote,
)
from framing.figures import FILLS, UNCODED
from framing.tables import NOT_CODED

_ROWS = 24  # outlets
_FURTHER = "other voices"


def voices(tables: Tables) -> Drawing:
    """How the words of each article are divided among classes of voice."""
    articles = compared(tables, table="article_voices")
    own = tables["article_voices"].join(articles, on="article_id", how="semi")
    coded = own.filter(pl.col("voice_class") != NOT_CODED)
    if coded.is_empty():
        return say_nothing(
            "No voices were coded in these articles",
            "With a table passages.csv, this figure shows who speaks how many of the words of each article.",
        )
    classes = _classes(coded)
    outlets = group_outlets(tables, articles, most=_ROWS, table="article_voices") if articles.height > FEW else None
    parts = _parts(outlets.in_place(own) if outlets else own, classes)
    looks = {name: FILLS[place] for place, name in enumerate(classes)} | {_FURTHER: FILLS[-1], NOT_CODED: UNCODED}
    title = _who_leads(tables, own)
    figure = figures.draw_shares(
        parts,
        groups=outlets.by_side(tables, table="article_voices")
        if outlets
        else by_side(tables, articles, _labels(articles)),
        looks={name: look for name, look in looks.items() if name in set(parts["part"])},
        axis_label=f"per cent of the words of the {'outlet' if outlets else 'article'}",
        written="percentage",
        title=title,
        note=((outlets.note if outlets else "") + note_sample(tables, "article_voices", "Words")).strip(),
    )
    return Drawing(figure, f"{title}. {_tell_voices(tables, own)}{note_sample(tables, 'article_voices', 'Words')}")


def _classes(coded: pl.DataFrame) -> list[str]:
    """The classes of voice with a fill of their own, most words first."""
    sums = coded.group_by("voice_class").agg(pl.col("words").sum())
    names = sums.sort("words", "voice_class", descending=[True, False])["voice_class"].to_list()
    return names if len(names) <= len(FILLS) else names[: len(FILLS) - 1]


def _parts(own: pl.DataFrame, classes: list[str]) -> pl.DataFrame:
    known = pl.col("voice_class").is_in([*classes, NOT_CODED])
    named = pl.when(known).then("voice_class").otherwise(pl.lit(_FURTHER)).alias("part")
    sums = own.group_by(pl.col("article_id").alias("row"), named).agg(pl.col("words").sum())
    sums = sums.with_columns((100 * pl.col("words") / pl.col("words").sum().over("row")).alias("value")).drop("words")
    label = pl.col("value").map_elements(lambda share: f"{share:.0f} %", return_dtype=pl.String).alias("label")
    return sums.with_columns(label).sort("row", "part")


def _labels(articles: pl.DataFrame) -> dict[str, str]:
    """The labels of articles with their words."""
    words = dict(articles.select("article_id", "words_counted").iter_rows())
    return {a: f"{cut(label)}, {many(words[a], 'word', 'words')}" for a, label in article_labels(articles).items()}


def _who_leads(tables: Tables, own: pl.DataFrame) -> str:
    """Which class of voice has most words, and in how many articles of either side."""
    ordered = own.sort("article_id", "words", "voice_class", descending=[False, True, False])
    first = ordered.group_by("article_id", maintain_order=True).first()
    count = first.filter(pl.col("voice_class") != NOT_CODED).group_by("voice_class").len()
    ranked = count.sort("len", "voice_class", descending=[True, False])["voice_class"].to_list()
    if not ranked:
        return "In every article most words are not coded"
    leads = first.filter(pl.col("voice_class") == ranked[0])["side"].to_list()
    said = [f"in {side.some(leads.count(key))}" for key, side in _sides(tables).items() if leads.count(key)]
    return f"{headline(quote(ranked[0]))} has more words than any other voice {' and '.join(said)}"


def _sides(tables: Tables) -> dict[str, Side]:
    return find_sides(tables, table="article_voices")


def _tell_voices(tables: Tables, own: pl.DataFrame) -> str:
    said = []
    for key, side in _sides(tables).items():
        mine = own.filter(pl.col("side") == key)
        words = max(int(mine["words"].sum()), 1)
        sums = mine.group_by("voice_class").agg(pl.col("words").sum())
        rows = sums.sort("words", "voice_class", descending=[True, False]).rows()
        shares = [f"{cut(name)} {100 * n / words:.0f} per cent" for name, n in rows]
        said.append(f"{side.all}: {enumerate_items(shares, most=5)}")
    return f"Shares of all words by voice, {'; '.join(said)}."
