"""Where the leading terms stand: within the articles, and in which article at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from framing import figures
from framing.claims import Tables
from framing.drawings.drawing import Drawing, say_nothing
from framing.drawings.outlets import group_outlets
from framing.drawings.saying import (
    FEW,
    NO_LEAN,
    Side,
    article_labels,
    compared,
    enumerate_items,
    find_sides,
    headline,
    leading_terms,
    many,
    note_sample,
    quote,
    telling_terms,
)
from framing.prose import sample_sizes
from framing.tables import OTHER
from framing.wording import write_number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TERMS = 6
_COLUMNS, _ROWS = 20, 20
_THIRDS = ("first", "middle", "last")
_STRIP_NOTE = "Each strip is an article from its first word to its last; a tick is one use of the term."
_STRIPS_NOTE = (
    "Each strip overlays all articles of an outlet, from the first word to the last; a tick is one use of the term."
)


def dispersion(tables: Tables) -> Drawing:
    """Where in each article the leading terms stand."""
    positions, sides = tables["positions"], find_sides(tables, table="positions")
    held = set(positions["term"])
    terms = {key: [t for t in telling_terms(tables, leading_terms(tables, key)) if t in held][:_TERMS] for key in sides}
    shown = [term for key in sides for term in terms[key]]
    if not shown:
        return say_nothing(headline(NO_LEAN), "There is therefore no term to show.")
    own = positions.filter(pl.col("term").is_in(shown))
    articles = compared(tables, table="positions")
    telling = {key: max(terms[key], key=lambda term: _excess(own, key, term)) for key in sides if terms[key]}
    title = headline("; ".join(_third(own, sides[key], term) for key, term in telling.items()))
    outlets = group_outlets(tables, articles, most=FEW, table="positions") if articles.height > FEW else None
    owners = outlets.table.rename({"key": "article_id"}) if outlets else articles
    figure = figures.draw_positions(
        outlets.in_place(own) if outlets else own,
        groups={f"More frequent in {side.all}": {t: t for t in terms[key]} for key, side in find_sides(tables).items()},
        columns=outlets.labels if outlets else article_labels(articles),
        sides=dict(owners.select("article_id", "side").iter_rows()),
        names={key: side.name for key, side in sides.items()},
        title=title,
        note=(f"{_STRIPS_NOTE} {outlets.note}" if outlets else _STRIP_NOTE) + note_sample(tables, "positions", "Ticks"),
    )
    others = [(key, term) for key in sides for term in terms[key] if term not in telling.values()]
    told = " ".join(
        part for part in (_tell_others(own, sides, others), note_sample(tables, "positions", "Ticks").strip()) if part
    )
    return Drawing(figure, f"{title}. {told}".strip())


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
        return say_nothing(headline(NO_LEAN), "There is therefore no term to show.")
    terms = table.select("term", "side").unique(maintain_order=True).head(_ROWS)
    articles = compared(tables, table="observations")
    groups = {
        f"More frequent in {sides[key].all}": {t: t for t in terms.filter(pl.col("side") == key)["term"]}
        for key in sides
    }
    title = headline(
        "; ".join(_record(tables, sides, key) for key in sides if not terms.filter(pl.col("side") == key).is_empty())
    )
    note = note_sample(tables, "observations", "Dots")
    draw = _use_by_article if articles.height <= FEW else _use_by_outlet
    figure = draw(tables, articles, groups, sides, title, note)
    return Drawing(figure, f"{title}. {_tell(table, terms.height, sampled=bool(note))}{note}")


def _bands(owners: pl.DataFrame, sides: dict[str, Side]) -> list[tuple[str, int]]:
    """The names of the sides above their columns."""
    return [(sides[key].name, n) for key, n in owners.group_by("side", maintain_order=True).len().rows()]


def _use_by_article(
    tables: Tables,
    articles: pl.DataFrame,
    groups: dict[str, dict[str, str]],
    sides: dict[str, Side],
    title: str,
    note: str,
) -> Figure:
    """A column for each article: whether it uses a term, and if not, whether it could have."""
    columns, bands, table = article_labels(articles), _bands(articles, sides), tables["observations"]
    return figures.draw_observations(table, groups=groups, columns=columns, bands=bands, title=title, note=note.strip())


def _use_by_outlet(
    tables: Tables,
    articles: pl.DataFrame,
    groups: dict[str, dict[str, str]],
    sides: dict[str, Side],
    title: str,
    note: str,
) -> Figure:
    """A column for each outlet: which share of its articles uses a term, and which could have."""
    outlets = group_outlets(tables, articles, most=_COLUMNS, table="observations")
    sizes = outlets.table.select("key", pl.col("n").alias("of"))
    held = tables["observations"].join(outlets.members, on="article_id").join(sizes, on="key")
    marked = held.with_columns(
        pl.when(pl.col("state") == "silent").then(pl.lit("reported")).otherwise("state").alias("mark")
    )
    sums = marked.group_by("term", "key", "mark").agg((pl.len() / pl.col("of").first()).alias("share"))
    used = sums.filter(pl.col("mark").is_in(["supports", "contradicts"]))
    could = sums.filter(pl.col("mark").is_in(["supports", "contradicts", "reported"])).group_by("term", "key")
    exposed = could.agg(pl.lit("reported").alias("mark"), pl.col("share").sum())
    silent = "silent" in set(held["state"])
    return figures.draw_uses(
        pl.concat([used, exposed] if silent else [used]).rename({"key": "column"}).sort("term", "column", "mark"),
        groups=groups,
        columns=outlets.labels,
        bands=_bands(outlets.table, sides),
        title=title,
        note=f"Dot size: the share of the outlet's articles that use the term. {outlets.note}{note}",
    )


def _record(tables: Tables, sides: dict[str, Side], key: str) -> str:
    """In how many articles of either side the leading term of a side is used: of all of them, whichever are drawn."""
    own, other, table = sides[key], sides[OTHER[key]], tables["observations"]
    term = table.filter(pl.col("side") == key)["term"][0]
    counted = tables["contrast"].row(by_predicate=pl.col("term") == term, named=True)
    used, against = counted[f"articles_{key}"], counted[f"articles_{OTHER[key]}"]
    rows = table.filter(pl.col("term") == term, pl.col("side") == key)["state"].to_list()
    silent = rows.count("silent") if sample_sizes(tables, "observations") is None else 0
    said = f"{quote(term)} is used in {own.some(used)}"
    if against:
        return f"{said} and in {other.some(against)}"
    hushed = f", though {other.some(silent) if silent < other.articles else (other.articles > 1 and 'these') or 'it'}"
    tail = f"{hushed} {'reports' if max(silent, 1) == 1 else 'report'} the event" if silent else ""
    return f"{said} and {'not' if other.articles == 1 else 'in none of'} {'in ' if other.articles == 1 else ''}{other.all}{tail}"


def _tell(table: pl.DataFrame, terms: int, *, sampled: bool) -> str:
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
    article = "a sampled article" if sampled else "an article"
    return f"Of {many(len(count), 'pair', 'pairs')} of {article} and {which}, {enumerate_items(parts)}."
