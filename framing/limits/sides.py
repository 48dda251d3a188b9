"""In what the two sides differ before a word is compared: outlets, sizes, dates, kinds of text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from framing.claims import Tables
from framing.limits.rows import MOST, SIDES, balance_row, side_row
from framing.wording import count_of, write_number

TWICE = 2.0  # median lengths further apart than this ratio are told of


def _one_outlet(tables: Tables) -> Iterator[str]:
    """A side of one outlet: its style and its country's cannot be told apart."""
    for side in SIDES:
        row = side_row(tables, side)
        known = tables["articles"].filter((pl.col("side") == side) & pl.col("outlet").is_not_null())
        if row["articles"] == 1:
            yield f"The {row['name']} side is one article: what marks it may be that article's alone."
        elif known.height == 1:
            yield (
                f"The outlet of only {write_number(known.height)} of the {write_number(row['articles'])} {row['name']} "
                "articles is known: what marks them may be one outlet's own way of writing."
            )
        elif known.height and known["outlet"].n_unique() == 1:
            n, of = write_number(known.height), write_number(row["articles"])
            every = "Both" if row["articles"] == 2 else f"All {of}"
            which = every if n == of else f"Those {n} of the {of}"
            clause = "" if n == of else " whose outlet is known"
            yield (
                f"{which} {row['name']} articles{clause} are of one outlet: what marks them may be its own way of writing."
            )


def _unknown(tables: Tables) -> Iterator[str]:
    """Articles whose outlet or date is not known."""
    articles = tables["articles"]
    for column in ("outlet", "date"):
        n = articles[column].null_count()
        if n:
            them = "it" if n == 1 else "them"
            yield (
                f"The {column} of {write_number(n)} of {write_number(articles.height)} articles is unknown: nothing "
                f"about {them} can be told by {column}."
            )


def _largest(tables: Tables) -> Iterator[str]:
    """One outlet or one article that supplies more than half of a side that has several."""
    for side in SIDES:
        row, name = balance_row(tables, side), side_row(tables, side)["name"]
        if row["outlets"] > 1 and row["largest_outlet_share"] > MOST:
            n, of = write_number(row["largest_outlet_articles"]), write_number(row["articles"])
            yield (
                f"{n} of the {of} {name} articles are of one outlet, {row['largest_outlet']}: what marks this side may be "
                "that outlet's way of writing."
            )
        if row["articles"] > 1 and row["largest_article_share"] > MOST:
            n, of = write_number(row["largest_article_words"]), count_of(row["tokens"], f"{name} word")
            yield (
                f"{n} of the {of} counted {'is' if row['largest_article_words'] == 1 else 'are'} in article {row['largest_article']}: what marks this side "
                "may be that article's alone."
            )


def _lengths(tables: Tables) -> Iterator[str]:
    """Articles that are more than twice as long on one side as on the other, by the median."""
    rows = [(side_row(tables, side)["name"], balance_row(tables, side)["median_words"]) for side in SIDES]
    (short, few), (long, many) = sorted(rows, key=lambda row: row[1])
    if many > TWICE * few:
        yield (
            f"The median {long} article has {_words(many)} counted, the median {short} one {_words(few)}: more "
            "than twice as many. A long article has room for more, so compare rates, and do not read the silence of a short one as "
            "a choice."
        )


def _words(median: float) -> str:
    """A median of whole numbers, which ends in a half at most, with its noun."""
    return count_of(int(median), "word") if float(median).is_integer() else f"{write_number(float(median))} words"


def _dates(tables: Tables) -> Iterator[str]:
    """Dates that the two sides do not share, or share in part."""
    rows = [balance_row(tables, side) for side in SIDES]
    if any(row["first_date"] is None for row in rows):
        return  # said by the limit on what is unknown
    names = [side_row(tables, side)["name"] for side in SIDES]
    if rows[0]["shared_from"] is None:
        spans = "; ".join(
            f"{name}: {_days(row['first_date'], row['last_date'])}" for name, row in zip(names, rows, strict=True)
        )
        yield f"The dates of the two sides do not overlap ({spans}): a difference may be one of time."
        return
    within = sum(row["in_shared_period"] for row in rows)
    dated = sum(row["articles"] - row["unknown_dates"] for row in rows)
    if within < dated:
        remedy = " period=shared compares these days alone." if all(row["in_shared_period"] for row in rows) else ""
        yield (
            f"Only {write_number(within)} of the {write_number(dated)} articles of known date "
            f"{'falls' if within == 1 else 'fall'} into the days that both sides have "
            f"({_days(rows[0]['shared_from'], rows[0]['shared_until'])}): a difference may be one of time.{remedy}"
        )


def _days(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


def _genres(tables: Tables) -> Iterator[str]:
    """Kinds of text that the two sides do not share, or share in part."""
    own = tables["articles"].drop_nulls("genre")
    held = [_known(own.filter(pl.col("side") == side), "genre") for side in SIDES]
    if not all(held):
        return
    both = set(held[0]) & set(held[1])
    if not both:
        names = [side_row(tables, side)["name"] for side in SIDES]
        listed = "; ".join(f"{name}: {', '.join(kinds)}" for name, kinds in zip(names, held, strict=True))
        yield f"No kind of text stands on both sides ({listed}): a difference may be one of genre."
        return
    alone = own.filter(~pl.col("genre").is_in(list(both)))
    if alone.height:
        yield (
            f"{write_number(alone.height)} of the {write_number(own.height)} articles of known kind "
            f"{'is' if alone.height == 1 else 'are'} of a kind that stands on one side only "
            f"({', '.join(_known(alone, 'genre'))}): a difference may be one of genre. strata=genre lets a test compare "
            "within each kind."
        )


def _known(frame: pl.DataFrame, column: str) -> list[str]:
    return frame[column].drop_nulls().unique().sort().to_list()


SIDE_LIMITS = (_one_outlet, _largest, _unknown, _lengths, _dates, _genres)
