"""What an import did, in words: from what, with which columns, guessed or changed what, skipped what, and what is next.

Plain text for the command line; a kind of note is what stands before its first colon.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from framing.importing.draft import Skipped
from framing.importing.reading import Taken


@dataclass(slots=True)
class Tally:
    """Counts kept while articles pass, with the first example of each."""

    sources: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    first_skipped: Skipped | None = None

    def note(self, where: str, note: str) -> None:
        """Count one note by its kind."""
        kind = note.partition(": ")[0]
        self.kinds[kind] += 1
        self.examples.setdefault(kind, f"{where}: {note}" if kind == note else f"{where}: {note.partition(': ')[2]}")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made.

    corpus : the folder. articles, skipped : how many. sources : articles of each source.
    taken : columns and what they were taken as. kinds, examples : notes by kind, and the first of each.
    groups : for country, outlet, folder and language, articles of each value. one_file : whether it is Parquet.
    rules : languages whose rules for headlines, captions and the like were put in, or where they were copied from.
    left : rule tables of the sources that were not copied, or not whole; they stand in skipped.csv, too.
    """

    corpus: Path
    articles: int
    skipped: int
    one_file: bool
    sources: Mapping[str, int]
    taken: tuple[Taken, ...]
    kinds: Mapping[str, int]
    examples: Mapping[str, str]
    first_skipped: Skipped | None
    groups: Mapping[str, Mapping[str, int]]
    rules: tuple[str, ...]
    left: tuple[Skipped, ...] = ()


def describe_import(done: Imported, *, named: str) -> str:
    """What an import did, as lines for the command line.

    Parameters
    ----------
    done : what `import_corpus` returned.
    named : the corpus's folder as the user wrote it.
    """
    counts = ", ".join(f"{name} ({number})" for name, number in done.sources.items())
    form = "articles.parquet" if done.one_file else "articles.csv and articles/"
    lines = [f"{named}: {done.articles} article{'s' * (done.articles != 1)} in {form}, from {counts}."]
    lines += _columns(done.taken)
    if done.kinds:
        lines += ["guessed or changed, for each article in import.csv:"]
        lines += [f"  {kind}: {number}, first {done.examples[kind]}" for kind, number in done.kinds.items()]
    if done.first_skipped:
        first = done.first_skipped
        lines += [f"skipped: {done.skipped}, listed in {named}/skipped.csv; first {first.where}: {first.reason}"]
    lines += [f"rules: {each.where}: {each.reason}" for each in done.left]
    if done.rules:
        lines += [f"zones.toml: rules for {', '.join(done.rules)}"]
    return "\n".join([*lines, *_next(done, named)]) + "\n"


def _columns(taken: tuple[Taken, ...]) -> list[str]:
    by_source: dict[str, list[str]] = {}
    for each in taken:
        kept = each.column == each.target
        by_source.setdefault(each.source, []).append(each.column if kept else f"{each.column} → {each.target}")
    return [f"columns of {source}: {', '.join(columns)}" for source, columns in by_source.items()]


def _next(done: Imported, named: str) -> list[str]:
    """The command that comes next, and what to fill in where nobody can be compared yet."""
    values = {
        column: sorted(counts, key=lambda value: (-counts[value], value)) for column, counts in done.groups.items()
    }
    by = next((column for column in ("country", "outlet", "folder") if len(values[column]) >= 2), None)
    lines = []
    if not values["country"] and not values["outlet"]:
        how = "import again with --column outlet=NAME" if done.one_file else "fill in the column outlet or country"
        lines = [f"No outlet or country is known; {how}{'' if done.one_file else ' in articles.csv'}."]
        if by is None:
            return [*lines, f"Then: framing run {shlex.quote(named)} --out outputs/NAME -p focus … -p reference …"]
    if by is None:
        return [f"Next: framing run {shlex.quote(named)} --out outputs/NAME -p focus … -p reference …"]
    chosen = "" if by == "country" else f" -p by {by}"
    focus, reference = (shlex.quote(value) for value in values[by][:2])
    command = f"framing run {shlex.quote(named)} --out outputs/NAME{chosen} -p focus {focus} -p reference {reference}"
    return [*lines, f"Next: {command}"]
