"""A corpus described in a terminal before anything is compared: balance, what a test would need, what to collect.

Tables of the recipe come in, plain text goes out. Nothing is decided, drawn or written here.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import polars as pl

from framing.columns import COLUMNS
from framing.inference import ATTAINABLE, TESTED
from framing.limits import state_balance
from framing.wording import write_number

if TYPE_CHECKING:
    from framing.study import Study

WIDTH = 100  # columns of a terminal that sentences keep to
WIDEST = 40  # columns of a cell
MOST_OUTLETS = 20
MOST_GROUPS = 10  # that are left aside
_UNKNOWN, _NONE = "unknown", "–"
_NONE_IF_EMPTY = ("shared_from", "shared_until", "detectable_ratio")
_OUTLETS = ("side", "outlet", "articles", "texts", "words_counted", "median_words", "first_date", "last_date")
_POWER = ("at_per_1000", "expected_focus", "expected_reference", "dispersion", "dispersion_from", "detectable_ratio")
_COLLECT = ("aim", "unit", "side", "present", "needed", "wanting")
_OPENING = "{corpus}: {articles} articles, {n_focus} {focus} against {n_reference} {reference}."
_LEFT_ASIDE = "Left aside: {articles} of {groups} ({listed}{more})."
_UNIT = "A test would exchange whole {unit}s, {units_focus} {focus} against {units_reference} {reference}. "
_SMALLEST = (
    "The smallest value that exchanging their labels could give is {smallest}; a test asks for {asked} or less. "
)
_READY = "So much can be tested."
_NOT_READY = "So nothing can be tested ({reason}): what a report says will describe these articles and no press."
_RATIOS = "How many times as often a word must stand on one side for a test to show it:"
_WOULD = "How many times as often a word must stand on one side for a test with so much text to show it, were one admissible:"
_COLLECT_NEXT = (
    "What to collect next, as distinct articles and known outlets. For the smallest test either is enough; outlets say more, "
    "since articles of one outlet are alike:"
)
_MIND = "What to keep in mind:"


def describe_study(study: Study) -> str:
    """Describe a corpus in plain words and aligned tables, before a word of the two sides is compared.

    Parameters
    ----------
    study : from prepare_study.

    Returns
    -------
    Text for a terminal, without control characters whatever the articles' table holds; it ends with a line feed.
    """
    from framing.recipe import Made

    made = Made(study)
    sides = made["sides"].to_dicts()
    names = {side["side"]: side["name"] for side in sides}
    numbers = {f"n_{side['side']}": write_number(side["articles"]) for side in sides}
    opening = _OPENING.format(
        corpus=study.corpus.name, articles=write_number(study.corpus.articles.height), **names, **numbers
    )
    balance, outlets = made["balance"], made["outlets"]
    if balance["texts"].equals(balance["articles"]):  # every article is a text of its own
        balance = balance.drop("texts")
    more = outlets.height - MOST_OUTLETS
    aside = left_aside(study)
    parts = [
        _wrapped(opening),
        *([_wrapped(aside)] if aside else []),
        _transposed(balance, names),
        _table(outlets.head(MOST_OUTLETS), [c for c in _OUTLETS if c in balance.columns or c != "texts"], names)
        + (f"\n… and {more} more" if more > 0 else ""),
        *_power(made["power"], names),
        _wrapped(_COLLECT_NEXT),
        _table(made["collect"], _COLLECT, names),
    ]
    limits = "\n".join(_wrapped(sentence, bullet="- ") for sentence in state_balance(made))
    parts += [_MIND, limits] if limits else []
    return "\n\n".join(parts) + "\n"


def left_aside(study: Study) -> str:
    """How many articles of the whole corpus belong to neither side, and of which groups they are; empty if none does."""
    rest = study.every_group.filter(pl.col("side").is_null()).sort("articles", "group", descending=[True, False])
    if rest.is_empty():
        return ""
    n = int(rest["articles"].sum())
    named = [f"{_short(group)} {write_number(size)}" for group, size, _ in rest.head(MOST_GROUPS).iter_rows()]
    return _LEFT_ASIDE.format(
        articles="1 article" if n == 1 else f"{write_number(n)} articles",
        groups="another group" if rest.height == 1 else "other groups",
        listed=", ".join(named),
        more=f" and {write_number(rest.height - MOST_GROUPS)} more" if rest.height > MOST_GROUPS else "",
    )


def _power(power: pl.DataFrame, names: dict[str, str]) -> list[str]:
    """The unit, the smallest value and the ratios, in words and as a table."""
    row = power.row(0, named=True)
    tested = row["tier"] == TESTED
    said = (_UNIT + _SMALLEST + (_READY if tested else _NOT_READY)).format(
        unit=row["unit"], units_focus=write_number(row["test_units_focus"]), reason=row["reason"],
        units_reference=write_number(row["test_units_reference"]), smallest=write_number(row["smallest_p"]),
        asked=write_number(ATTAINABLE), **names,
    )  # fmt: skip
    return [_wrapped(said), _wrapped(_RATIOS if tested else _WOULD), _table(power, _POWER, names)]


def _transposed(balance: pl.DataFrame, names: dict[str, str]) -> str:
    """One line a column and one column a side, as a reader compares them."""
    rows = balance.to_dicts()
    head = ("", *(names[row["side"]] for row in rows))
    lines = [(COLUMNS[c].label, *(_cell(c, row[c]) for row in rows)) for c in balance.columns if c != "side"]
    return _aligned([head, *lines], right=(False,) * len(head))


def _table(frame: pl.DataFrame, columns: Sequence[str], names: dict[str, str]) -> str:
    head = tuple(COLUMNS[c].label.format(**names) for c in columns)
    shown = frame.with_columns(frame["side"].replace(names)) if "side" in columns else frame
    lines = [tuple(_cell(c, row[c]) for c in columns) for row in shown.to_dicts()]
    return _aligned([head, *lines], right=tuple(frame.schema[c].is_numeric() for c in columns))


def _cell(column: str, value: object) -> str:
    if isinstance(value, float) and value.is_integer() and value >= 1:
        return write_number(int(value))
    if value is None:
        return _NONE if column in _NONE_IF_EMPTY else _UNKNOWN
    return write_number(value)


def _short(text: str) -> str:
    """A cell that leaves room for the others."""
    clean = _plain(text)
    while _width(clean) > WIDEST:
        clean = clean[:-2].rstrip() + "…"
    return clean


def _aligned(lines: Iterable[Sequence[str]], *, right: Sequence[bool]) -> str:
    """Cells under each other, numbers to the right, two blanks between columns."""
    clean = [[_short(cell) for cell in line] for line in lines]
    widths = [max(map(_width, column)) for column in zip(*clean, strict=True)]
    return "\n".join(
        "  ".join(_padded(*each) for each in zip(line, widths, right, strict=True)).rstrip() for line in clean
    )


def _padded(cell: str, width: int, right: bool) -> str:
    blanks = " " * (width - _width(cell))
    return blanks + cell if right else cell + blanks


def _plain(text: str) -> str:
    """Text that moves no cursor and turns no line around: what cannot be printed becomes a blank."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _width(text: str) -> int:
    """Columns that a terminal gives to a text: two to a hanzi, none to a combining mark."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _wrapped(sentence: str, *, bullet: str = "") -> str:
    return textwrap.fill(
        _plain(sentence), WIDTH, initial_indent=bullet, subsequent_indent=" " * len(bullet), break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
