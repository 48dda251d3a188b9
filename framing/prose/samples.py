"""On which articles a table rests, in words, where these are not all the articles of the two sides.

A corpus too large to be read whole is counted whole and read in part, so some of its tables are those of a sample: each
says so wherever it is shown. Which articles were read and which were drawn at random stands in the table of articles.
"""

from __future__ import annotations

import polars as pl

from framing.claims import Tables
from framing.tables import SIGNS
from framing.wording import write_number

READ, SAMPLED = "read", "sampled"  # columns of `articles`
BASIS = {
    **dict.fromkeys(
        ("phrases", "phrase_choices", "absences", "voices", "voice_classes", "article_voices", "naming", "naming_voices",
         "events", "addresses"), SAMPLED,
    ),
    **dict.fromkeys(("lines", "collocates", "positions", "forms", "writings", "tf_idf"), READ),
}  # fmt: skip
ONE_BY_ONE = ("dots", "observations")  # rest on the articles they list


def sample_sizes(tables: Tables, name: str) -> dict[str, int] | None:
    """How many articles of each side a table rests on; None where on all in which a word is counted."""
    articles = tables["articles"].filter(pl.col("side").is_not_null(), pl.col("words_counted") > 0)
    if name in BASIS:
        kept = articles.filter(pl.col(BASIS[name]) == "yes")
    elif name in ONE_BY_ONE and tables[name].height:
        kept = articles.join(tables[name], on="article_id", how="semi")
    else:
        return None
    if kept.height == articles.height:
        return None
    return {side: kept.filter(pl.col("side") == side).height for side in SIGNS}


def sample_said(tables: Tables, name: str) -> str:
    """On which articles a table rests: "a random sample of 100 of the 2,000 …"; empty where on all of both sides."""
    sizes = sample_sizes(tables, name)
    if sizes is None:
        return ""
    rows = tables["sides"].select("side", "name", "articles").iter_rows()
    parts = [f"{write_number(sizes[side])} of the {write_number(of)} {called}" for side, called, of in rows]
    articles = f"{' and '.join(parts)} articles"
    return f"{articles} that were read closely" if BASIS.get(name) == READ else f"a random sample of {articles}"
