"""Hand-coded passages: who speaks about which event, as spans of the raw text.

A pure check of one table against the texts. This room knows no corpus and opens no file. A passage is one voice on one
event; passages of an article never overlap, and text outside every passage is simply not coded.
"""

from __future__ import annotations

import re

import polars as pl

from framing.errors import CorpusError

PASSAGE_SCHEMA = {
    "article_id": pl.String, "start": pl.Int64, "end": pl.Int64, "voice": pl.String,
    "voice_class": pl.String, "event": pl.String, "coder": pl.String,
}  # fmt: skip

_WHOLE = re.compile(r"-?[0-9]{1,12}")


def check_passages(table: pl.DataFrame, texts: dict[str, str], *, where: str) -> pl.DataFrame:
    """The hand-coded passages with all their columns, sorted, each checked against its text.

    Parameters
    ----------
    table : one row per passage: article_id, start, end, voice, event; voice_class, coder and begins if coded. Where it is
        a part of a table, `_row` holds the numbers of its rows there.
    texts : the raw text of each article.
    where : the table's name, for error messages.

    Raises
    ------
    CorpusError : a column missing; an article that is not there; a span outside its text or over another; a passage
        that does not begin with the words `begins` gives (the text was edited after coding).
    """
    missing = [c for c in ("article_id", "start", "end", "voice", "event") if c not in table.columns]
    if missing:
        raise CorpusError(f"{where}: the column {', '.join(missing)} is missing; it has {', '.join(table.columns)}")
    table = table.with_columns(pl.col(c).cast(pl.String).str.strip_chars() for c in table.columns if c != "begins")
    reached: dict[str, tuple[int, int]] = {}
    order = []
    numbers = table["_row"].to_list() if "_row" in table.columns else range(2, table.height + 2)
    for row, entry in zip(numbers, table.iter_rows(named=True), strict=True):
        start, end = _check_span(entry, texts, f"{where}, row {row}")
        order.append((entry["article_id"], start, end, row))
    for article_id, start, end, row in sorted(order):
        previous, holder = reached.get(article_id, (0, 0))
        if start < previous:
            raise CorpusError(
                f"{where}, row {row}: the passage overlaps that of row {holder} in article {article_id!r}"
            )
        reached[article_id] = (end, row)
    for column in ("voice_class", "coder"):
        if column not in table.columns:
            table = table.with_columns(pl.lit(None, dtype=pl.String).alias(column))
    return table.select(pl.col(c).cast(kind) for c, kind in PASSAGE_SCHEMA.items()).sort("article_id", "start")


def _check_span(entry: dict[str, object], texts: dict[str, str], where: str) -> tuple[int, int]:
    article_id = str(entry["article_id"])
    if article_id not in texts:
        raise CorpusError(f"{where}: article {article_id!r} is not in the corpus; correct the row")
    for column in ("voice", "event"):
        if not entry[column]:
            raise CorpusError(f"{where}: {column} is empty; code it or remove the row")
    if not all(_WHOLE.fullmatch(str(entry[column])) for column in ("start", "end")):
        raise CorpusError(f"{where}: start and end must be whole numbers; got {entry['start']!r} and {entry['end']!r}")
    start, end = int(str(entry["start"])), int(str(entry["end"]))
    text = texts[article_id]
    if not 0 <= start < end <= len(text):
        raise CorpusError(
            f"{where}: the passage {start}–{end} is outside the text of article {article_id!r}, "
            f"which has {len(text)} characters"
        )
    begins = entry.get("begins")
    if begins and not text.startswith(str(begins), start):
        raise CorpusError(
            f"{where}: at {start} article {article_id!r} reads {text[start : start + 30]!r}, not {begins!r}; "
            "has the file been edited since it was coded?"
        )
    return start, end
