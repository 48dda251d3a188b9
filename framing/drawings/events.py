"""Which events the articles report, in how many words and in what kind of text."""

from __future__ import annotations

import polars as pl

from framing import figures
from framing.claims import Tables
from framing.drawings.drawing import Drawing, say_nothing
from framing.drawings.outlets import group_outlets
from framing.drawings.saying import (
    FEW,
    article_labels,
    by_side,
    compared,
    enumerate_items,
    find_sides,
    headline,
    many,
    note_sample,
    quote,
)
from framing.figures.lettering import flat
from framing.wording import write_number

_ROWS, _EVENTS, _GENRES = 24, 14, 7  # outlets; kinds of text, beside which there may be "several"
_UNKNOWN, _FURTHER, _SEVERAL = "kind of text not known", "another kind of text", "several kinds of text"


def events(tables: Tables) -> Drawing:
    """Articles, or where there are many their outlets, by events: words as size, genre as colour and shape."""
    articles = compared(tables, table="events")
    own = tables["events"].join(articles.select("article_id", "side", "genre"), on="article_id")
    if own.is_empty():
        return say_nothing(
            "No events were coded in these articles",
            "With a table passages.csv, this figure shows which article reports which event, and in how many words.",
        )
    columns = _columns(own)
    genres = _genres(own)
    known = pl.when(pl.col("genre").is_in(genres)).then("genre").otherwise(pl.lit(_FURTHER))
    drawn = own.with_columns(_genre()).with_columns(known.alias("genre")).filter(pl.col("event").is_in(columns))
    outlets = group_outlets(tables, articles, most=_ROWS, table="events") if articles.height > FEW else None
    drawn = _add_up(outlets.in_place(drawn)) if outlets else drawn
    kinds = [*genres, *([_FURTHER] if _FURTHER in set(drawn["genre"]) else [])]
    title = _title(tables, own)
    figure = figures.draw_events(
        drawn,
        groups=outlets.by_side(tables, table="events")
        if outlets
        else by_side(tables, articles, article_labels(articles)),
        columns=columns,
        genres=[kind for kind in [*kinds, _SEVERAL] if kind in set(drawn["genre"])],
        title=title,
        note=_note(tables, own, columns, outlets.note if outlets else ""),
    )
    names = outlets.names if outlets else {a: f"article {flat(a)}" for a in articles["article_id"]}
    return Drawing(
        figure,
        f"{title}. {_alt(drawn, names, 'an outlet' if outlets else 'an article')}{note_sample(tables, 'events', 'Words')}",
    )


def _add_up(drawn: pl.DataFrame) -> pl.DataFrame:
    """The words that the articles of an outlet give to an event together, and their kind of text if they have one."""
    genre = pl.when(pl.col("genre").n_unique() == 1).then(pl.col("genre").first()).otherwise(pl.lit(_SEVERAL))
    return (
        drawn.group_by("article_id", "event")
        .agg(pl.col("words").sum(), genre.alias("genre"))
        .sort("article_id", "event")
    )


def _genre() -> pl.Expr:
    text = pl.col("genre").map_elements(flat, return_dtype=pl.String)
    return pl.when(pl.col("genre").is_null()).then(pl.lit(_UNKNOWN)).otherwise(text).alias("genre")


def _columns(own: pl.DataFrame) -> list[str]:
    """The events with most words, the largest first."""
    sums = own.group_by("event").agg(pl.col("words").sum()).sort("words", "event", descending=[True, False])
    return sums["event"].head(_EVENTS).to_list()


def _genres(own: pl.DataFrame) -> list[str]:
    sums = own.with_columns(_genre()).group_by("genre").agg(pl.col("words").sum())
    ordered = sums.sort("words", "genre", descending=[True, False])["genre"].to_list()
    return ordered if len(ordered) <= _GENRES else ordered[: _GENRES - 1]


def _title(tables: Tables, own: pl.DataFrame) -> str:
    """How many events both sides report, and which only one does."""
    reported = {key: sorted(set(own.filter(pl.col("side") == key)["event"])) for key in ("focus", "reference")}
    everything = set(own["event"])
    both = set(reported["focus"]) & set(reported["reference"])
    sampled = " in the sample" if note_sample(tables, "events", "") else ""
    parts = [_shared(len(both), len(everything)) + sampled]
    for key, side in find_sides(tables, table="events").items():
        alone = [quote(event) for event in reported[key] if event not in both]
        if alone:
            parts.append(f"{enumerate_items(alone, most=2)} only by {side.kind}")
    if len(parts) == 1 and len(everything) > 1:
        event, words = _largest(own)
        parts.append(f"{quote(event)} takes most words ({write_number(words)})")
    return headline(", ".join(parts))


def _largest(own: pl.DataFrame) -> tuple[str, int]:
    """The event with most words in all articles together."""
    event = _columns(own)[0]
    return event, int(own.filter(pl.col("event") == event)["words"].sum())


def _shared(both: int, events: int) -> str:
    if events == 1:
        return "the one event is reported by both sides" if both else "the one event is reported by one side only"
    if both == events:
        return f"all {many(events, 'event', 'events')} are reported by both sides"
    are = "is" if both == 1 else "are"
    return f"{write_number(both) if both else 'none'} of {many(events, 'event', 'events')} {are} reported by both sides"


def _alt(drawn: pl.DataFrame, names: dict[str, str], of: str) -> str:
    if drawn.is_empty():
        return "None of the rows shown has words on these events."
    top = drawn.sort("words", "article_id", "event", descending=[True, False, False]).row(0, named=True)
    where = f"{quote(top['event'])} in {names[top['article_id']]}"
    return f"The size of a dot is the number of words {of} devotes to an event; the largest is {where} ({many(top['words'], 'word', 'words')})."


def _note(tables: Tables, own: pl.DataFrame, columns: list[str], outlets: str) -> str:
    cut_off = len(columns) < own["event"].n_unique()
    events = f" Shown: the {write_number(len(columns))} events with the most words." if cut_off else ""
    return (outlets + events + note_sample(tables, "events", "Words")).strip()
