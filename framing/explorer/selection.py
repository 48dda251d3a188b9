"""What is looked at: outlets, dates, voices and zones, as one frozen record checked against the corpus.

It says which articles are kept and which settings hold for the words in them. It knows articles and settings; it finds
and counts nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.corpus import UNKNOWN, Corpus
from framing.errors import SettingsError
from framing.settings import CountSettings, check_known, check_names
from framing.zones import BODY

Names = str | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of a corpus is looked at; None is all of it, "(unknown)" the articles without a known outlet."""

    outlets: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None
    voices: tuple[str, ...] | None = None
    zones: tuple[str, ...] | None = (BODY,)

    def settings(self, base: CountSettings) -> CountSettings:
        """The settings of a count with these zones and voices."""
        return replace(base, zones=self.zones, voices=self.voices)

    def articles(self, corpus: Corpus) -> npt.NDArray[np.bool_]:
        """For each article whether it is kept; one whose date is unknown is not once a date is asked for."""
        outlets = corpus.articles["outlet"].fill_null(UNKNOWN)
        check_known("outlet", self.outlets, set(outlets), f"corpus {corpus.name!r}")
        keep = pl.Series([True]).new_from_index(0, len(outlets))
        if self.outlets is not None:
            keep &= outlets.is_in(self.outlets)
        dates = corpus.articles["date"]
        if self.since is not None:
            keep &= (dates >= self.since).fill_null(value=False)
        if self.until is not None:
            keep &= (dates <= self.until).fill_null(value=False)
        return keep.to_numpy()

    def describe(self) -> str:
        """The selection in words, for a caption."""
        parts = ["all parts of the articles" if self.zones is None else ", ".join(self.zones)]
        if self.outlets is not None:
            parts.append(f"outlet: {', '.join(self.outlets)}")
        if self.since is not None:
            parts.append(f"since {self.since.isoformat()}")
        if self.until is not None:
            parts.append(f"until {self.until.isoformat()}")
        if self.voices is not None:
            parts.append(f"voice: {', '.join(self.voices)}")
        return "; ".join(parts)


def make_selection(
    *,
    outlet: Names = None,
    since: str | date | None = None,
    until: str | date | None = None,
    voice: Names = None,
    zone: Names = BODY,
) -> Selection:
    """A selection from what a reader writes: one name or several, dates as text or as dates.

    Raises
    ------
    SettingsError : a list that is empty or holds no names; a date that is not one.

    Examples
    --------
    >>> make_selection(outlet="Xinhua", since="2025-04-14").describe()
    'body; outlet: Xinhua; since 2025-04-14'
    """
    return Selection(
        outlets=_names("outlet", outlet),
        since=_day("since", since),
        until=_day("until", until),
        voices=_names("voice", voice),
        zones=_names("zone", zone),
    )


def _names(name: str, value: Names) -> tuple[str, ...] | None:
    if value is None:
        return None
    names = (value,) if isinstance(value, str) else tuple(value)
    check_names(name, names)
    return names


def _day(name: str, value: str | date | None) -> date | None:
    if value is None or type(value) is date:
        return value
    try:
        if isinstance(value, str) and len(value) == len("2025-04-14"):
            return date.fromisoformat(value)
    except ValueError:
        pass  # said below, as for any other value
    raise SettingsError(f"{name} must be a day, written year-month-day such as 2025-04-14; got {value!r}")
