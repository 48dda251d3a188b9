"""Where the leading terms stand: within the articles, and in which article at all."""

from __future__ import annotations

import polars as pl

from framing import figures
from framing.claims import Tables
from framing.drawings.drawing import Drawing, say_nothing
from framing.drawings.saying import (
    NO_LEAN,
    Side,
    article_labels,
    compared,
    enumerate_items,
    find_sides,
    headline,
    leading_terms,
    many,
    quote,
    telling_terms,
)
from framing.tables import OTHER
from framing.wording import write_number

_STRIPS, _TERMS = 12, 6
_COLUMNS, _ROWS = 40, 20
_THIRDS = ("first", "middle", "last")
_STRIP_NOTE = "Each strip is an article from its first word to its last; a tick is one use of the term."


def dispersion(tables: Tables) -> Drawing:
    """Where in each article the leading terms stand."""
    positions, sides = tables["positions"], find_sides(tables)
    held = set(positions["term"])
    terms = {key: [t for t in telling_terms(tables, leading_terms(tables, key)) if t in held][:_TERMS] for key in sides}
    shown = [term for key in sides for term in terms[key]]
    if not shown:
        return say_nothing(headline(NO_LEAN), "So there is none whose places could be shown.")
    own = positions.filter(pl.col("term").is_in(shown))
    articles = _most_hits(compared(tables), own)
    telling = {key: max(terms[key], key=lambda term: _excess(own, key, term)) for key in sides if terms[key]}
    title = headline("; ".join(_third(own, sides[key], term) for key, term in telling.items()))
    everything = compared(tables).height
    left_out = (
        f" Shown: the {write_number(articles.height)} of {write_number(everything)} articles with most of these terms."
    )
    figure = figures.draw_positions(
        own,
        groups={f"More frequent in {sides[key].all}": {t: t for t in terms[key]} for key in sides},
        columns=article_labels(articles),
        sides=dict(articles.select("article_id", "side").iter_rows()),
        names={key: side.name for key, side in sides.items()},
        title=title,
        note=_STRIP_NOTE + (left_out if articles.height < everything else ""),
    )
    others = [(key, term) for key in sides for term in terms[key] if term not in telling.values()]
    return Drawing(figure, f"{title}. {_tell_others(own, sides, others)}".strip())


def _most_hits(articles: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    hits = own.group_by("article_id").agg(pl.len().alias("hits"))
    counted = articles.join(hits, on="article_id", how="left", maintain_order="left").with_columns(
        pl.col("hits").fill_null(0)
    )
    kept = counted.sort("hits", "article_id", descending=[True, False]).head(_STRIPS)["article_id"]
    return articles.filter(pl.col("article_id").is_in(kept.to_list()))


def _by_third(own: pl.DataFrame, side: str, term: str) -> list[int]:
    """How often a term stands in each third of the articles of its side."""
    hits = own.filter(pl.col("term") == term, pl.col("side") == side)["position"].to_list()
    return [sum(third == min(int(3 * hit), 2) for hit in hits) for third in range(3)]


def _excess(own: pl.DataFrame, side: str, term: str) -> float:
    """By how many uses one third holds more than half of them: large where a place is plain and often seen."""
    counts = _by_third(own, side, term)
    return max(counts) - sum(counts) / 2


def _tell_others(own: pl.DataFrame, sides: dict[str, Side], others: list[tuple[str, str]]) -> str:
    """Where the other terms stand: those that keep to a third, then those that do not."""
    placed = [(key, term) for key, term in others if _excess(own, key, term) > 0]
    told = [_third(own, sides[key], term, short=True) for key, term in placed]
    spread = [quote(term) for key, term in others if (key, term) not in placed]
    if spread:
        told.append(f"spread over the length {'is' if len(spread) == 1 else 'are'} {enumerate_items(spread)}")
    return f"{headline('; '.join(told))}." if told else ""


def _third(own: pl.DataFrame, side: Side, term: str, *, short: bool = False) -> str:
    """In which third of the articles of its side a term stands, where more than half of its uses do."""
    counts = _by_third(own, side.side, term)
    uses, most = sum(counts), max(range(3), key=counts.__getitem__)
    where = "" if short else f" of {side.all}"
    if 2 * counts[most] <= uses:
        return f"{quote(term)} is spread over the length{where}"
    share = f"{write_number(counts[most])} of {write_number(uses)} times" if uses > 1 else "once,"
    return f"{quote(term)} stands {share} in the {_THIRDS[most]} third{where}"


def observations(tables: Tables) -> Drawing:
    """Which article uses which term, is silent on it, or does not report its events."""
    table, sides = tables["observations"], find_sides(tables)
    if table.is_empty():
        return say_nothing(headline(NO_LEAN), "So there is none whose use could be shown article by article.")
    terms = table.select("term", "side").unique(maintain_order=True).head(_ROWS)
    everything, articles = compared(tables), compared(tables, most=_COLUMNS)
    groups = {
        f"More frequent in {sides[key].all}": {t: t for t in terms.filter(pl.col("side") == key)["term"]}
        for key in sides
    }
    counted = articles.group_by("side", maintain_order=True).len().rows()
    title = headline(
        "; ".join(_record(table, sides, key) for key in sides if not terms.filter(pl.col("side") == key).is_empty())
    )
    left_out = f"Shown: the {write_number(articles.height)} longest of {write_number(everything.height)} articles."
    figure = figures.draw_observations(
        table,
        groups=groups,
        columns=article_labels(articles),
        bands=[(sides[key].name, n) for key, n in counted],
        title=title,
        note=left_out if articles.height < everything.height else "",
    )
    return Drawing(figure, f"{title}. {_tell(table, terms.height)}")


def _record(table: pl.DataFrame, sides: dict[str, Side], key: str) -> str:
    """By how many articles of either side the leading term of a side is used."""
    own, other = sides[key], sides[OTHER[key]]
    term = table.filter(pl.col("side") == key)["term"][0]
    rows = table.filter(pl.col("term") == term, pl.col("side") == key)["state"].to_list()
    used, against, silent = (rows.count(state) for state in ("supports", "contradicts", "silent"))
    said = f"{quote(term)} is used in {own.some(used)}"
    if against:
        return f"{said} and in {other.some(against)}"
    hushed = f", though {other.some(silent) if silent < other.articles else (other.articles > 1 and 'these') or 'it'}"
    tail = f"{hushed} {'reports' if max(silent, 1) == 1 else 'report'} the event" if silent else ""
    return f"{said} and {'not' if other.articles == 1 else 'in none of'} {'in ' if other.articles == 1 else ''}{other.all}{tail}"


def _tell(table: pl.DataFrame, terms: int) -> str:
    """The states of all cells in numbers."""
    said = {
        "supports": "use it",
        "contradicts": "use it on the other side",
        "silent": "are silent though the article reports the event",
        "not reported": "do not report the event",
        "not coded": "do not use it where events are not coded",
    }
    count = table["state"].to_list()
    parts = [f"{write_number(count.count(state))} {words}" for state, words in said.items() if state in count]
    which = "the term" if terms == 1 else f"one of {write_number(terms)} terms"
    return f"Of {many(len(count), 'pair', 'pairs')} of an article and {which}, {enumerate_items(parts)}."
