"""Tables as they come from disk: CSV, JSONL, Parquet, as text first and unjudged.

What the columns mean is the corpus's business; this room only turns bytes into rows and says where that fails.
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from framing import storage
from framing.errors import CorpusError


def read_table(path: Path) -> pl.DataFrame:
    """A CSV, JSONL or Parquet file; of the first two every column is text, so that "000" stays "000".

    Raises
    ------
    CorpusError : the file is missing, of another kind, or cannot be read as a table.
    """
    if not path.is_file():
        raise CorpusError(
            f"{path.name} is missing in {path.parent.name!r}; a corpus folder holds articles.csv beside articles/*.txt"
        )
    try:
        match path.suffix.lower():
            case ".csv":
                text = storage.decode_text(storage.read_bytes(path), path.name)
                return pl.read_csv(text.encode(), infer_schema=False)
            case ".jsonl" | ".ndjson":
                return _read_jsonl(path)
            case ".parquet":
                return pl.read_parquet(storage.read_bytes(path))
    except (pl.exceptions.PolarsError, OSError) as error:
        first = str(error).splitlines()[0]
        raise CorpusError(f"{path.name} cannot be read as a table ({first}); save it again as UTF-8") from None
    raise CorpusError(f"{path.name}: a corpus is a folder with articles.csv, or one .csv, .jsonl or .parquet file")


def _read_jsonl(path: Path) -> pl.DataFrame:
    rows = []
    text = storage.decode_text(storage.read_bytes(path), path.name)
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise CorpusError(f"{path.name}, line {number}: not JSON ({error.msg}); mend or remove it") from None
        if not isinstance(row, dict):
            raise CorpusError(f"{path.name}, line {number}: each line is one object with a text; got {line[:40]!r}")
        rows.append({key: _as_text(value) for key, value in row.items()})
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return pl.DataFrame(
        {column: [row.get(column) for row in rows] for column in columns},
        schema=dict.fromkeys(columns, pl.String),
    )


def _as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
