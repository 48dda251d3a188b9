"""What all readers share: how a user wants the sources read, what they hand on, and the note of columns taken.

A reader takes one file and gives drafts; it judges no article. A file that gives nothing raises Unreadable with the
reason that will stand in skipped.csv.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from framing.errors import CorpusError
from framing.importing.draft import Draft, Skipped


class Unreadable(CorpusError):
    """A whole file that gives no article; the message is the reason, without the file's name."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a user wants the sources read.

    columns : column of the corpus → column of the source; wins over what is known by name.
    encoding : of files that do not declare one.
    repair : whether broken letters, letters of old fonts and traces of printed pages are mended.
    date_order : DMY, MDY or YMD, for dates in digits that can be read in several ways.
    language : of articles whose language no source gives.
    newest : the last year that a date may have.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    repair: bool = False
    date_order: str | None = None
    language: str | None = None
    newest: int = 9999


@dataclass(frozen=True, slots=True)
class Taken:
    """A column of a source, and what it was taken as; the same name when it was kept."""

    source: str
    column: str
    target: str


@dataclass(frozen=True, slots=True)
class Item:
    """A draft with the name it gets if its source gives none, and the column or folder whose dates are written alike."""

    draft: Draft
    default_id: str
    group: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The options with a list to which readers add the columns that they took."""

    options: Options
    taken: list[Taken] = field(default_factory=list)

    def take(self, source: str, columns: Mapping[str, str]) -> None:
        """Note the columns of a source (source column → corpus column), each once."""
        known = set(self.taken)
        self.taken.extend(new for c, t in columns.items() if (new := Taken(source, c, t)) not in known)


Items = Iterator[Item | Skipped]
