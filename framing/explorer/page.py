"""A view of a term as HTML and as text: tables whose cells are escaped, with small strips in some of them.

No script, nothing loaded, no style without which a reader would understand less. It shows numbers; it makes none but
the sums of `rates`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NewType

import polars as pl

from framing.columns import COLUMNS
from framing.explorer import strips
from framing.explorer.rates import rates_by
from framing.wording import escape_html, escape_markdown, side_name, write_number
from framing.zones import BODY

if TYPE_CHECKING:
    from framing.explorer.term import TermView

Safe = NewType("Safe", str)  # escaped, or made here
Head = Sequence[tuple[str, bool]]  # label, whether its cells are set to the right

MOST_ROWS = 40  # articles, and outlets, in one table
TEXT_LINES = 5
_UNKNOWN = "unknown"
_COUNTED = ("n", "articles", "sentences", "per_1000", "words_counted")


def view_html(view: TermView) -> str:
    """All of a view, safe to show in any page."""
    parts = [f"<h3>{escape_html(view.term)}</h3>", f"<p>{escape_html(_looked_at(view))}</p>"]
    if view.totals["n"][0]:
        articles = view.dots.height <= MOST_ROWS
        parts += [_totals(view), _articles(view) if articles else _outlets(view)]
        parts += [] if articles else [_places(view)]
        parts += [_neighbours(view), _lines(view)]
    else:
        parts.append(f"<p>{escape_html(_nothing(view))}</p>")
    # the class is JupyterLab's own for tables in outputs, which a widget would otherwise lack
    return '<div class="jp-RenderedHTMLCommon">\n' + "\n".join(parts) + "\n</div>"


def view_text(view: TermView) -> str:
    """The totals and the first lines of a view, as plain text."""
    head = f"{view.term} ({_looked_at(view)})"
    if not view.totals["n"][0]:
        return f"{head}\n{_nothing(view)}"
    table = [("", *map(_label, _COUNTED)), *((name, *cells) for name, cells in _total_rows(view))]
    rows = ["| " + " | ".join(escape_markdown(cell) for cell in row) + " |" for row in table]
    shown = view.lines.head(TEXT_LINES).select("article_id", "left", "node", "right").rows()
    lines = [" ".join(f"{article}: {left}[{node}]{right}".split()) for article, left, node, right in shown]
    return "\n".join([head, *rows, _how_many(len(lines), int(view.totals["n"][0]), "lines"), *lines])


def message_html(text: str) -> str:
    """One plain sentence in the place of a view."""
    return f'<div class="jp-RenderedHTMLCommon"><p role="alert">{escape_html(text)}</p></div>'


def _looked_at(view: TermView) -> str:
    across = ". Found as it was typed, also within words: the articles are not cut at its edges" if view.across else ""
    return f"Looked at: {view.selection}{across}"


def _nothing(view: TermView) -> str:
    """Why there is nothing to show, and what might be meant."""
    if view.dots.is_empty():
        return "No article of the corpus is in this selection; widen it."
    said = f"“{view.term}” does not occur in what is looked at."
    if view.n_everywhere:
        return f"{said} In all text of all articles it stands {_times(view.n_everywhere)}; widen the selection."
    if view.near:
        return f"{said} Spelt alike: {', '.join(view.near)}."
    return f"{said} Its words do, though never in this order." if view.apart else said


def _times(n: int) -> str:
    return "once" if n == 1 else f"{write_number(n)} times"


def _total_rows(view: TermView) -> list[tuple[str, tuple[str, ...]]]:
    """All articles together, and, where there are several, the articles of each country."""
    rows = [("all articles", _counted(view.totals.row(0, named=True)))]
    countries = rates_by(view.dots, "country")
    if countries.height > 1:
        rows += [(_side(row["country"]), _counted(row)) for row in countries.iter_rows(named=True)]
    return rows


def _side(country: str | None) -> str:
    return f"{_UNKNOWN} country" if country is None else f"{side_name('country', country)} articles"


def _counted(row: dict[str, object]) -> tuple[str, ...]:
    cells = {name: _write(row[name]) for name in _COUNTED}
    cells["articles"] = f"{cells['articles']} of {_write(row['articles_in_all'])}"
    return tuple(cells.values())


def _totals(view: TermView) -> Safe:
    head = [("", False), *((_label(name), True) for name in _COUNTED)]
    return _table("How often", head, [[_text(name), *map(_text, cells)] for name, cells in _total_rows(view)])


def _articles(view: TermView) -> Safe:
    """Every article with its rate as a dot; where in it the term stands, for those with most hits."""
    places = _positions(view)
    top = _top(view.dots)
    dots = view.dots.sort("per_1000", descending=True, nulls_last=True, maintain_order=True)
    rows = [
        [
            *_about(row), _text(_write(row["n"])), _text(_write(row["per_1000"])),
            Safe("" if row["per_1000"] is None else strips.dot(row["per_1000"], top)),
            Safe(strips.ticks(places[row["article_id"]]) if row["article_id"] in places else ""),
        ]
        for row in dots.iter_rows(named=True)
    ]  # fmt: skip
    head = [*_ABOUT, (_label("n"), True), (_label("per_1000"), True), (_up_to(top), False), (_label("position"), False)]
    return _table("In each article", head, rows)


def _outlets(view: TermView) -> Safe:
    """Every outlet with the rates of its articles as a histogram."""
    top = _top(view.dots)
    by_outlet = rates_by(view.dots, "outlet").sort("n", descending=True, maintain_order=True)
    own = dict(view.dots.filter(pl.col("n") > 0).group_by("outlet").agg("per_1000").iter_rows())
    rows = [
        [
            _text(row["outlet"] or _UNKNOWN), *map(_text, _counted(row)),
            Safe(strips.histogram(own.get(row["outlet"], []), top)),
        ]
        for row in by_outlet.head(MOST_ROWS).iter_rows(named=True)
    ]  # fmt: skip
    scale = f"its articles that hold it, {_up_to(top)}"
    head = [(_label("outlet"), False), *((_label(name), True) for name in _COUNTED), (scale, False)]
    return _table(_how_many(len(rows), by_outlet.height, "outlets"), head, rows)


def _places(view: TermView) -> Safe:
    """The articles with most hits, and where in them the term stands."""
    known = {row["article_id"]: row for row in view.dots.filter(pl.col("n") > 0).iter_rows(named=True)}
    rows = [
        [
            *_about(known[name]),
            _text(_write(known[name]["n"])),
            _text(_write(known[name]["per_1000"])),
            Safe(strips.ticks(at)),
        ]
        for name, at in _positions(view).items()
    ]
    head = [*_ABOUT, (_label("n"), True), (_label("per_1000"), True), (_label("position"), False)]
    return _table(_how_many(len(rows), len(known), "articles that hold it"), head, rows)


def _neighbours(view: TermView) -> Safe:
    if view.collocates.is_empty():
        return Safe("<p>No word stands near it more often than elsewhere.</p>")
    columns = ("n_joint", "n_collocate", "articles", "log_likelihood", "mutual_information")
    head = [(_label("collocate"), False), *((_label(name), True) for name in columns)]
    rows = [
        [_text(row["collocate"]), *(_text(_write(row[name])) for name in columns)]
        for row in view.collocates.iter_rows(named=True)
    ]
    return _table(_how_many(len(rows), view.n_collocates, "neighbours"), head, rows)


def _lines(view: TermView) -> Safe:
    voiced = view.lines["voice"].is_not_null().any()
    zoned = (view.lines["zone"] != BODY).any()
    extra = [name for name, wanted in (("voice", voiced), ("zone", zoned)) if wanted]
    rows = [
        [
            *_about(row), *(_text(row[name] or "") for name in extra), _text(row["left"]),
            Safe(f"<b><mark>{_text(row['node'])}</mark></b>"), _text(row["right"]),
        ]
        for row in view.lines.iter_rows(named=True)
    ]  # fmt: skip
    head = [*_ABOUT, *((_label(name), False) for name in (*extra,)), (_label("left"), True)]
    head += [(_label("node"), False), (_label("right"), False)]
    return _table(_how_many(len(rows), int(view.totals["n"][0]), "lines"), head, rows)


_ABOUT = [(COLUMNS[name].label, False) for name in ("article_id", "outlet", "date")]


def _about(row: dict[str, object]) -> list[Safe]:
    """An article's name, outlet (with the country where the row has one) and day."""
    name, outlet, day = (
        str(row[key]) if row[key] is not None else _UNKNOWN for key in ("article_id", "outlet", "date")
    )
    place = f"{outlet}, {row['country']}" if row.get("country") else outlet
    return [_text(name), _text(place), Safe(f'<span style="white-space:nowrap">{_text(day)}</span>')]


def _positions(view: TermView) -> dict[str, list[float]]:
    return dict(view.positions.group_by("article_id", maintain_order=True).agg("position").iter_rows())


def _top(dots: pl.DataFrame) -> float:
    return float(dots.select(pl.col("per_1000").max().fill_null(0.0)).item())


def _up_to(top: float) -> str:
    return f"by rate, up to {write_number(top)}"


def _label(name: str) -> str:
    return COLUMNS[name].label


def _how_many(shown: int, all: int, what: str) -> str:
    some = f"the first {write_number(shown)} of {write_number(all)}" if shown < all else write_number(all)
    return f"{what.capitalize()} ({some})"


def _write(value: object) -> str:
    return "" if value is None else write_number(value)


def _text(value: str) -> Safe:
    return Safe(escape_html(" ".join(value.split())))


def _table(caption: str, head: Head, rows: Sequence[Sequence[Safe]]) -> Safe:
    ends = [_end(right) for _, right in head]
    top = "".join(f'<th scope="col"{end}>{escape_html(label)}</th>' for (label, _), end in zip(head, ends, strict=True))
    body = "\n".join(
        "<tr>" + "".join(f"<td{end}>{cell}</td>" for cell, end in zip(row, ends, strict=True)) + "</tr>" for row in rows
    )
    return Safe(
        f'<table style="margin:0 0 1.5em 0">\n<caption{_end(False)}><b>{escape_html(caption)}</b></caption>\n'
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )


def _end(right: bool) -> str:
    """To which end a cell is set: JupyterLab's own style overrules the attribute, and untrusted pages lose the style."""
    side = "right" if right else "left"
    return f' align="{side}" style="text-align:{side}"'
