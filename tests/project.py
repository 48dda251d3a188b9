"""Where the project is, and what several tests ask of a corpus."""

from pathlib import Path

import polars as pl

ROOT = Path(__file__).resolve().parents[1]


def collected(articles: pl.DataFrame) -> list[str]:
    """The texts as they were collected: without the title that loading puts after a text that lacks it."""
    rows = articles.select("text", "title").iter_rows()
    return [text.removesuffix(f"\n\n{title}") if title else text for text, title in rows]
