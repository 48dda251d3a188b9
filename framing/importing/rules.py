"""The rule tables of a new corpus: those of the corpus folder it came from, else the zones that framing ships.

The shipped rules are of the languages found; a copy lies in the corpus, to be read and changed. Passages coded by hand
hold for texts that came through unchanged; those of others, and the tables of one source among several, are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import polars as pl

from framing import storage
from framing.errors import CorpusError
from framing.importing.draft import Skipped
from framing.importing.folders import RULES, table_of
from framing.sources import read_table
from framing.wording import base_language
from framing.zones import parse_zone_rules

_SEVERAL = (
    "not copied, since several sources become one corpus and their rules may contradict each other; put one table for all "
    "into the new corpus"
)
ZONES, PASSAGES = "zones.toml", "passages.csv"


def add_rules(
    folder: Path, sources: Sequence[tuple[str, Path]], languages: Iterable[str], *, unchanged: Callable[[str], bool]
) -> tuple[tuple[str, ...], list[Skipped]]:
    """Put rule tables into a new corpus folder.

    Parameters
    ----------
    folder : the new corpus.
    sources : what it was made from, with names; a single corpus folder hands on its own tables.
    languages : codes of the languages of its articles; script and region (zh-Hant, vi-VN) make no difference.
    unchanged : whether the article of a name came through with the text it had; passages hold for such only.

    Returns
    -------
    tuple
        What zones.toml is for (languages, or the corpus that it was copied from), and what was not copied.
    """
    own = [
        (name, path, table) for name, path in sources if table_of(path) for table in RULES if (path / table).is_file()
    ]
    if len(sources) > 1:
        left = [Skipped(f"{name}/{table}", _SEVERAL) for name, _, table in own]
    else:
        left = [
            reason for name, path, table in own if (reason := _copy(path / table, f"{name}/{table}", folder, unchanged))
        ]
        if any(table == ZONES for _, _, table in own):
            return (sources[0][0],), left
    shipped = {code: text for code in sorted(set(map(base_language, languages))) if (text := _shipped(code))}
    if shipped:
        joined = "\n".join(shipped.values())
        parse_zone_rules(joined, where=ZONES)
        (folder / ZONES).write_bytes(joined.encode())
    return tuple(shipped), left


def _copy(path: Path, where: str, folder: Path, unchanged: Callable[[str], bool]) -> Skipped | None:
    """Copy a table of rules as it is, of passages those that hold; what is left out, if anything."""
    data = storage.read_bytes(path)
    if path.name != PASSAGES:
        (folder / path.name).write_bytes(data)
        return None
    try:
        table = read_table(path)
    except CorpusError as error:
        return Skipped(where, f"not copied: {error}")
    if "article_id" not in table.columns:
        return Skipped(where, "not copied, since it has no column article_id; name the article of each passage")
    holds = [article_id is not None and unchanged(article_id.strip()) for article_id in table["article_id"]]
    if all(holds):
        (folder / path.name).write_bytes(data)
        return None
    table.filter(pl.Series(holds, dtype=pl.Boolean)).write_csv(folder / path.name)
    return Skipped(
        where,
        f"{holds.count(False)} of {len(holds)} passages not copied: their articles were skipped or their text was mended; "
        "code these again, or mend the source and import it again",
    )


def _shipped(code: str) -> str | None:
    """The shipped rules of a language, if there are any."""
    if not (code.isascii() and code.isalpha()):
        return None
    try:
        return storage.shipped(f"zones_{code}.toml")
    except CorpusError:
        return None
