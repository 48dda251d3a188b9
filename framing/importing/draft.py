"""What a reader of a source hands over: one article as found, or one thing that could not become an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as a source gives it; nothing is judged yet.

    where : the place for messages and skipped.csv, as a reader of the source counts: "dump.csv, row 14".
    text : the article's text.
    metadata : column name → text as it stands in the source; unknown columns are kept.
    notes : what was changed or guessed while reading, one sentence each ("read as windows-1258, guessed").
    """

    where: str
    text: str
    metadata: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """What did not become an article: where it stands, and why, with the remedy."""

    where: str
    reason: str


Found = Iterator[Draft | Skipped]
