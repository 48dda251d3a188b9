"""From a draft to an article of the corpus: names, dates, languages and texts are checked, guesses are noted.

What is wrong with one draft never stops the others: it is told with its place and the remedy. Dates that only the
whole source can settle stay open here; the writer closes them at the end.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from framing.importing.dates import OLDEST, DateOrders, read_date
from framing.importing.draft import Draft, Skipped
from framing.importing.languages import guess_language, language_code, mixed_scripts, unspaced_script
from framing.importing.reading import Item, Options
from framing.importing.repair import mend, mend_line
from framing.wording import base_language

_ETH = re.compile("[\u00d0\u00f0\u0189\u0256]")  # Ð, ð and the African Ɖ, ɖ: they look like Đ and đ
COUNTED = ("country", "outlet", "folder", "language")


@dataclass(frozen=True, slots=True)
class OpenDate:
    """A date in digits with more than one reading, and the dates that may settle it."""

    group: str
    raw: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the new corpus: its cells (no empty one), its text, where it was found, what was done to it."""

    article_id: str
    where: str
    cells: dict[str, str]
    text: str
    notes: tuple[str, ...]
    open_date: OpenDate | None = None


@dataclass(slots=True)
class Admission:
    """What admitting needs to remember: names given, orders of dates, groups seen."""

    options: Options
    places: dict[str, str] = field(default_factory=dict)
    orders: dict[str, DateOrders] = field(default_factory=dict)
    groups: dict[str, Counter[str]] = field(default_factory=lambda: {column: Counter() for column in COUNTED})
    changed: set[str] = field(default_factory=set)  # names whose text is not that of the source, or of two of its rows

    def admit(self, item: Item) -> Article | Skipped:
        """The article that a draft becomes, or why it becomes none."""
        draft = item.draft
        cells = {column: value.strip() for column, value in draft.metadata.items() if value.strip()}
        if reason := _unfit(draft.text, cells):
            return Skipped(draft.where, reason)
        notes = list(draft.notes)
        article_id = self._name(cells.pop("article_id", None), item, notes)
        if isinstance(article_id, Skipped):
            return article_id
        text = self._text(draft, cells, notes)
        if text != draft.text and draft.text.strip():
            self.changed.add(article_id)
        opened = self._date(cells, item.group, notes)
        self._language(cells, text, notes)
        for column, counter in self.groups.items():
            if column in cells:
                counter[cells[column]] += 1
        return Article(article_id, draft.where, cells, text, tuple(notes), opened)

    def is_unchanged(self, article_id: str) -> bool:
        """Whether an article of this name was admitted with the text that its source has."""
        return article_id in self.places and article_id not in self.changed

    def settle(self, opened: OpenDate) -> tuple[date | None, str]:
        """What the whole source makes of an open date, and the note that tells it."""
        read = read_date(opened.raw, order=self.options.date_order, newest=self.options.newest)
        day = self.orders[opened.group].settle(read)
        if day is None or not OLDEST <= day.year <= self.options.newest:
            said = " or ".join(str(day) for day in dict.fromkeys(day for _, day in read.readings))
            return None, f"date left empty, ambiguous: {opened.raw} is {said}; say which with --date-order"
        return day, f"date read as others of its source: {opened.raw} as {day}"

    def _name(self, given: str | None, item: Item, notes: list[str]) -> str | Skipped:
        where, name = item.draft.where, given or item.default_id
        if name not in self.places:
            self.places[name] = where
            return name
        first = self.places[name]
        if given:
            self.changed.add(name)
            return Skipped(where, f"article_id {name!r} stands in {first} already; give each article its own")
        number = next(n for n in range(2, len(self.places) + 3) if f"{name}-{n}" not in self.places)
        self.places[f"{name}-{number}"] = where
        notes.append(f"article_id made distinct: {name}-{number}, since {first} has {name}")
        return f"{name}-{number}"

    def _text(self, draft: Draft, cells: dict[str, str], notes: list[str]) -> str:
        """The text, mended where that is asked for, and its title mended likewise; a title alone is a text."""
        if not draft.text.strip():
            notes.append("headline only: the text is empty, so the title is the text")
        text = draft.text if draft.text.strip() else cells["title"]
        mended, told = mend(text, repair=self.options.repair)
        notes += told
        if self.options.repair and "title" in cells:
            cells["title"] = mend_line(cells["title"], text)
        return mended

    def _date(self, cells: dict[str, str], group: str, notes: list[str]) -> OpenDate | None:
        raw = cells.pop("date", None)
        if raw is None:
            return None
        read = read_date(raw, order=self.options.date_order, newest=self.options.newest)
        self.orders.setdefault(group, DateOrders()).narrow(read)
        if read.day:
            cells["date"] = read.day.isoformat()
        guess = next((note for note in notes if note.startswith("date guessed")), None)
        if guess and read.note and not read.day:
            notes.remove(guess)  # a guess that no date can be is none
        if read.note and not (guess and read.day):
            notes.append(read.note)
        return OpenDate(group, raw) if read.day is None and read.readings else None

    def _language(self, cells: dict[str, str], text: str, notes: list[str]) -> None:
        if given := cells.get("language"):
            cells["language"] = language_code(given)
            if cells["language"] != given:
                notes.append(f"language written as a code: {given} as {cells['language']}")
        elif self.options.language:
            cells["language"] = self.options.language
        elif guess := guess_language(text):
            cells["language"] = guess
            notes.append(f"language guessed: {guess}")
        if script := unspaced_script(text):
            notes.append(
                f"words not told apart: {script} has no spaces between words and no segmenter here; a run of letters, or "
                "a single character, counts as one word"
            )
        if base_language(cells.get("language", "")) == "vi" and (eths := len(_ETH.findall(text))):
            notes.append(f"letter Ð (eth) for Đ: {eths}")
        if base_language(cells.get("language", "")) == "zh" and (mixed := mixed_scripts(text)):
            notes.append(
                f"simplified and traditional characters mixed, kept: {mixed[0]} and {mixed[1]} of those compared"
            )


def _unfit(text: str, cells: dict[str, str]) -> str | None:
    """Why a draft can be no article, whatever its other cells."""
    if not text.strip() and not cells.get("title"):
        return "the text is empty; fill it in or leave the article out"
    for column, value in (("text", text), *cells.items()):
        if "\0" in value:
            return f"the {column} holds NUL bytes, which no text has; save it again as text"
        try:
            value.encode()
        except UnicodeEncodeError:
            return f"the {column} holds half a character (a lone surrogate); save it again as UTF-8"
    return None
