"""Which values of a column make up each side of a comparison: one, several together, or all that the other does not name.

It reads what a user names and the values that the articles have; what is counted of the articles is not its matter.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from framing.corpus import UNKNOWN
from framing.errors import SettingsError
from framing.settings import check_option

ALL_OTHERS = "all others"
Named = str | Iterable[str]  # the values of one side, as a user names them
_NO_GROUPS = ("article_id", "file", "text", "tokens")  # columns that hold no groups
_LISTED = 40  # known values that an error lists


@dataclass(frozen=True, slots=True)
class Groups:
    """The two sides of a comparison: the values of the column `by` that make up each, in the order of the alphabet."""

    by: str
    focus: tuple[str, ...]
    reference: tuple[str, ...]

    @property
    def labels(self) -> tuple[str, str]:
        """What each side is called in a table: its values, with semicolons between."""
        return join_values(self.focus), join_values(self.reference)

    def sides(self, articles: pl.DataFrame) -> pl.Series:
        """The side of each article: "focus", "reference", or null where its value belongs to neither."""
        names = dict.fromkeys(self.focus, "focus") | dict.fromkeys(self.reference, "reference")
        values = group_values(articles, self.by)
        return values.replace_strict(names, default=None, return_dtype=pl.String).alias("side")

    def among(self, articles: pl.DataFrame) -> Groups:
        """The same sides with those of their values that these articles have; a side may be left with none."""
        known = set(group_values(articles, self.by))
        kept = (tuple(value for value in side if value in known) for side in (self.focus, self.reference))
        return replace(self, focus=next(kept), reference=next(kept))


def group_values(articles: pl.DataFrame, by: str) -> pl.Series:
    """The value of each article in the column that holds the groups, as text; "(unknown)" where there is none."""
    return articles[by].cast(pl.String).fill_null(UNKNOWN).alias("group")


def join_values(values: Iterable[str]) -> str:
    """Several values as one name: CN; HK."""
    return "; ".join(values)


def choose_groups(articles: pl.DataFrame, *, focus: Named, reference: Named, by: str) -> Groups:
    """The values behind two sides, as named by a user.

    Parameters
    ----------
    articles : with the column `by`.
    focus, reference : a value; several, as a list or as one text with commas between; or "all others", which is every
        known value that the other side does not name. A text that is itself a value stands for it, commas and all.
    by : a column of the articles; unknown values form the group "(unknown)", which "all others" leaves aside.

    Raises
    ------
    SettingsError : no such column; a value that no article has; a value on both sides; "all others" on both sides, or
        where the other side names every known value.

    Examples
    --------
    >>> articles = pl.DataFrame({"country": ["VN", "CN", "HK", None]})
    >>> choose_groups(articles, focus="VN", reference="HK, CN", by="country").reference
    ('CN', 'HK')
    >>> choose_groups(articles, focus="VN", reference="all others", by="country").labels
    ('VN', 'CN; HK')
    """
    return Groups(by, **read_groups(articles, {"focus": focus, "reference": reference}, by))


def read_groups(articles: pl.DataFrame, named: Mapping[str, Named], by: str) -> dict[str, tuple[str, ...]]:
    """The values behind each of several groups, which share none (see choose_groups)."""
    check_option("by", by, tuple(column for column in articles.columns if column not in _NO_GROUPS))
    known = frozenset(group_values(articles, by).unique())
    given = {name: _read(name, each, known) for name, each in named.items()}
    for name, values in given.items():
        _check_known(name, values or (), known, by)
    open_ones = [name for name, values in given.items() if values is None]
    if len(open_ones) > 1:
        raise SettingsError(f"{' and '.join(open_ones)} are both {ALL_OTHERS!r}; name the values of one of them")
    taken = {name: tuple(sorted(set(values or _others(name, given, known, by)))) for name, values in given.items()}
    for one, other in itertools.combinations(taken, 2):
        both = [value for value in taken[one] if value in taken[other]]
        if both:
            raise SettingsError(
                f"{one} and {other} are both {', '.join(map(repr, both))}; name two different groups of {by!r}"
            )
    return taken


def _read(side: str, named: Named, known: frozenset[str]) -> tuple[str, ...] | None:
    """The values that a user names for a side; None for all others."""
    if isinstance(named, str):
        return None if named == ALL_OTHERS and named not in known else _split(named, known)
    values = tuple(named)
    if not values or not all(isinstance(value, str) for value in values):
        raise SettingsError(f"{side} must be a value such as 'VN', or a list of values; got {named!r}")
    return values


def _split(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """Values with commas between; of a value that holds a comma the longest reading that an article has."""
    if text in known:
        return (text,)
    parts = text.split(",")
    values, at = [], 0
    while at < len(parts):
        readings = [(end, ",".join(parts[at:end]).strip()) for end in range(len(parts), at, -1)]
        end, value = next((reading for reading in readings if reading[1] in known), readings[-1])
        values.append(value)
        at = end
    return tuple(values)


def _check_known(side: str, values: tuple[str, ...], known: frozenset[str], by: str) -> None:
    for value in values:
        if value not in known:
            listed = ", ".join(map(repr, sorted(known)[:_LISTED]))
            more = f" and {len(known) - _LISTED} more" if len(known) > _LISTED else ""
            raise SettingsError(f"{side} {value!r} is no {by} of this corpus, which has {listed}{more}")


def _others(name: str, given: Mapping[str, tuple[str, ...] | None], known: frozenset[str], by: str) -> tuple[str, ...]:
    """Every known value that no other group names."""
    rest = known - {UNKNOWN} - set(itertools.chain(*(values for values in given.values() if values)))
    if not rest:
        raise SettingsError(f"{name} {ALL_OTHERS!r}: every known {by} is named already; name fewer")
    return tuple(rest)
