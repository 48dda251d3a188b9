"""Tables as they come from disk: CSV, JSONL, Parquet, as text first and unjudged.

What the columns mean is the corpus's business; this room only turns bytes into rows and says where that fails.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl

from framing import storage
from framing.errors import CorpusError

_RENAMED = re.compile(r"_duplicated_[0-9]+$")


def read_table(path: Path) -> pl.DataFrame:
    """A CSV, JSONL or Parquet file; of the first two every column is text, so that "000" stays "000".

    Raises
    ------
    CorpusError : the file is missing, of another kind, or cannot be read as a table.
    """
    if not path.is_file():
        raise CorpusError(
            f"{path.name} is missing in {path.parent.name!r}; a corpus folder holds articles.csv beside articles/*.txt; "
            "framing import makes one of other files"
        )
    try:
        match path.suffix.lower():
            case ".csv":
                text = storage.decode_text(storage.read_bytes(path), path.name)
                return _unique_columns(pl.read_csv(text.encode(), infer_schema=False), path.name)
            case ".jsonl" | ".ndjson":
                return parse_jsonl(storage.read_bytes(path), path.name)
            case ".parquet":
                return pl.read_parquet(storage.read_bytes(path))
    except (pl.exceptions.PolarsError, OSError) as error:
        first = str(error).splitlines()[0]
        raise CorpusError(
            f"{path.name} cannot be read as a table ({first}); save it again or mend the row it names"
        ) from None
    raise CorpusError(
        f"{path.name}: a corpus is a folder with articles.csv, or one .csv, .jsonl or .parquet file; "
        "framing import makes one of other files"
    )


def parse_jsonl(data: bytes, where: str, *, first: int = 1) -> pl.DataFrame:
    """The objects of some lines as rows; every value is text.

    Parameters
    ----------
    data : whole lines.
    where, first : the file's name and the number of the first line, for messages.

    Raises
    ------
    CorpusError : a line is no JSON object, or not UTF-8.
    """
    rows = []
    text = storage.decode_text(data, where)
    for number, line in enumerate(text.split("\n"), start=first):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise CorpusError(f"{where}, line {number}: not JSON ({error.msg}); mend or remove it") from None
        if not isinstance(row, dict):
            raise CorpusError(f"{where}, line {number}: each line is one object with a text; got {line[:40]!r}")
        rows.append({key: _as_text(value) for key, value in row.items()})
        if "\\u" in line and not all(_encodable(cell) for cell in (*rows[-1].keys(), *rows[-1].values())):
            raise CorpusError(f"{where}, line {number}: half a character (a lone surrogate); mend or remove it")
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return pl.DataFrame(
        {column: [row.get(column) for row in rows] for column in columns},
        schema=dict.fromkeys(columns, pl.String),
    )


def _as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _encodable(cell: str | None) -> bool:
    return cell is None or not any("\ud800" <= letter <= "\udfff" for letter in cell)


def _unique_columns(table: pl.DataFrame, where: str) -> pl.DataFrame:
    """Refuse a header that names a column twice: polars would rename the second without a word."""
    twice = [name for name in table.columns if _RENAMED.search(name)]
    if twice:
        raise CorpusError(f"{where}: the column {_RENAMED.sub('', twice[0])!r} stands twice; keep one")
    return table
