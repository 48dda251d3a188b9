"""What a finding is: a sentence with blanks, the table cells that fill them, and the passages that show it.

No number is typed: each is a Value that names its table, row and column, so that anyone can look it up and a command can
compare it. Templates hold no digit. This room knows the shape of a finding; findings knows which ones there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from framing.errors import CheckError
from framing.evidence import Quote
from framing.wording import Written

_SENTENCE_END = re.compile(r"(?<!\bv)\. ")  # "24 v. 2" ends none

Cell = str | int | float | None
Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Value:
    """One table cell under a short name: `row` are the (column, value) pairs that single out its row."""

    name: str
    table: str
    row: tuple[tuple[str, Cell], ...]
    column: str
    value: Cell


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about the corpus with all that stands behind it.

    id : stable name, such as "more-in-VN-party"; notes are kept under it.
    heading : the question it answers.
    template, choice_template, caveat_template : the sentence, the most damaging choice and the caveat, with {names}.
    values : the cells behind the names.
    quotes : passages that show it; counter_quotes : passages that speak against it.
    tier : what may be claimed, from `admit`.
    """

    id: str
    heading: str
    template: str
    choice_template: str
    caveat_template: str
    values: tuple[Value, ...]
    quotes: tuple[Quote, ...]
    counter_quotes: tuple[Quote, ...]
    tier: str

    def render(self, template: str, *, escape: Callable[[str], str] = str) -> str:
        """A template with its values written as a reader writes them."""
        return template.format(**{value.name: Written(value.value, escape) for value in self.values})

    @property
    def sentence(self) -> str:
        """The finding in one sentence."""
        return self.render(self.template)

    @property
    def lead(self) -> str:
        """Its first sentence alone."""
        first, *rest = _SENTENCE_END.split(self.template, maxsplit=1)
        return self.render(f"{first}." if rest else first)

    @property
    def choice(self) -> str:
        """The choice that weakens it most."""
        return self.render(self.choice_template)

    @property
    def caveat(self) -> str:
        """What it does not show."""
        return self.render(self.caveat_template)


@dataclass(slots=True)
class Draft:
    """The values of a finding while it is written: each cell is taken from a table by its row."""

    tables: Tables
    values: dict[str, Value] = field(default_factory=dict)

    def take(self, name: str, table: str, column: str, /, **row: Cell) -> Cell:
        """Note a cell under a name and return it."""
        cell = look_up(self.tables, table, tuple(row.items()), column)
        self.values[name] = Value(name, table, tuple(row.items()), column, cell)
        return cell

    def number(self, name: str, table: str, column: str, /, **row: Cell) -> int:
        """Note a cell that counts something and return it."""
        cell = self.take(name, table, column, **row)
        if not isinstance(cell, int):
            raise CheckError(f"table {table}, column {column}: a whole number is needed; got {cell!r}")
        return cell


def look_up(tables: Tables, table: str, row: tuple[tuple[str, Cell], ...], column: str) -> Cell:
    """The one cell of a table that a row and a column name.

    Raises
    ------
    CheckError : no such table, column or row, or several such rows.
    """
    where = ", ".join(f"{key} = {value!r}" for key, value in row)
    if table not in tables or column not in tables[table].columns:
        raise CheckError(f"table {table!r} with the column {column!r} is not among the tables")
    frame = tables[table]
    match = pl.lit(value=True)
    for key, value in row:
        match &= pl.col(key).eq_missing(pl.lit(value))
    rows = frame.filter(match)
    if rows.height != 1:
        raise CheckError(f"table {table!r}: {rows.height} rows with {where}; one is needed")
    cell: Cell = rows[column][0]
    return cell
