"""A large corpus in parts: which rows of a Parquet file, or lines of a JSONL file, are read at a time.

A part names where its articles stand and holds none of them, so that it can be sent anywhere; who reads it gets the same
articles as from the whole file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.corpus.articles import Place, check_articles
from framing.corpus.corpus import Corpus
from framing.corpus.loading import build_corpus
from framing.corpus.rules import Rules
from framing.errors import CorpusError
from framing.sources import parse_jsonl

PARQUET, JSONL = (".parquet",), (".jsonl", ".ndjson")
_FEW_RUNS = 128  # runs of rows read one by one
_LOOKED_AT = 16_000_000  # bytes of a JSONL file measured at a time
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles of a file: `rows` from `first` on of a Parquet file, or the bytes from `start` to `stop` of a JSONL file.

    first counts articles from 0, and `line` lines from 1. named : whether the file gives each article an article_id.
    """

    path: str
    first: int
    rows: int = 0
    start: int = 0
    stop: int = 0
    line: int = 1
    named: bool = True


def comes_in_parts(path: Path) -> bool:
    """Whether a file can be read in parts."""
    return path.suffix.lower() in PARQUET + JSONL


def measure(path: Path) -> tuple[int, int]:
    """How many articles a file holds and how many bytes their texts and titles have.

    Raises
    ------
    CorpusError : the file cannot be read, or has no column `text`.
    """
    sizes = text_sizes(path)
    return len(sizes), int(sizes.sum())


def text_sizes(path: Path) -> npt.NDArray[np.int64]:
    """Bytes of the text of each article of a file, in order.

    Raises
    ------
    CorpusError : the file cannot be read, or has no column `text`.
    """
    if path.suffix.lower() not in JSONL:
        return _parquet_sizes(path)
    sizes = [_row_sizes(read_table_of(part).lazy()) for part in plan_parts(path, _LOOKED_AT)]
    return np.concatenate([np.empty(0, dtype=np.int64), *sizes])


def plan_parts(path: Path, size: int) -> list[Part]:
    """The parts of a file, each of about `size` bytes of text (or one article), in order.

    Raises
    ------
    CorpusError : the file cannot be read, or has no column `text`.
    """
    if path.suffix.lower() in JSONL:
        return list(_lines(path, size))
    edges = _edges(_parquet_sizes(path), size)
    return [Part(str(path), first, rows=last - first) for first, last in edges]


def _scan(path: Path) -> pl.LazyFrame:
    """A Parquet file by its name, which may hold brackets and stars."""
    return pl.scan_parquet(path, glob=False)


def _row_sizes(table: pl.LazyFrame) -> npt.NDArray[np.int64]:
    """Bytes of the text and the title of each row; some rows have a title only."""
    held = [name for name in ("text", "title") if name in table.collect_schema()]
    lengths = [pl.col(name).cast(pl.String).str.len_bytes().fill_null(0).cast(pl.Int64) for name in held]
    if not held:
        return np.zeros(table.collect().height, dtype=np.int64)
    sizes = table.select(size=pl.sum_horizontal(lengths))
    return sizes.collect(engine="streaming")["size"].to_numpy().astype(np.int64)


def _parquet_sizes(path: Path) -> npt.NDArray[np.int64]:
    """The same of the rows of a Parquet file."""
    try:
        table = _scan(path)
        if "text" in table.collect_schema():
            return _row_sizes(table)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise CorpusError(
            f"{path.name} cannot be read as a table ({str(error).splitlines()[0]}); save it again"
        ) from None
    raise CorpusError(f"{path.name}: the column text is missing; name the column of the texts text")


def read_part(part: Part, name: str, rules: Rules) -> Corpus:
    """The articles of a part as a corpus, with their zones and passages.

    Raises
    ------
    CorpusError : see load_corpus; rows are counted as in the whole file.
    """
    path, raw = Path(part.path), read_table_of(part)
    if not part.rows:
        if part.named and "article_id" not in raw.columns:
            raw = raw.with_columns(article_id=pl.lit(None, dtype=pl.String))
        elif not part.named and "article_id" in raw.columns:
            raise CorpusError(f"{path.name}, row 1: article_id is empty; give each article its own")
    articles = check_articles(raw, None, Place(path.name, part.first + 1, part.first + 1))
    return build_corpus(articles, name, _own_passages(rules, articles["article_id"]))


def read_table_of(part: Part) -> pl.DataFrame:
    """The rows of a part as they stand in the file."""
    path = Path(part.path)
    if part.rows:
        return _scan(path).slice(part.first, part.rows).collect()
    with path.open("rb") as file:
        file.seek(part.start)
        return parse_jsonl(file.read(part.stop - part.start), path.name, first=part.line)


def read_rows(path: Path, rows: Iterable[int], name: str, rules: Rules) -> Corpus:
    """Some articles of a file by their rows, in the file's order; little else of a Parquet file is read.

    Raises
    ------
    CorpusError : no row is named; see also read_part.
    """
    wanted = np.unique(np.fromiter(rows, dtype=np.int64))
    if not len(wanted):
        raise CorpusError(f"{path.name}: no article is asked for")
    ends = np.append(np.flatnonzero(np.diff(wanted) > 1), len(wanted) - 1)
    begins = np.append(0, ends[:-1] + 1)
    runs = [(int(wanted[a]), int(wanted[b]) + 1) for a, b in zip(begins, ends, strict=True)]
    frames = _runs_of_lines(path, runs) if path.suffix.lower() in JSONL else _runs_of_rows(path, runs)
    raw = pl.concat(frames, how="diagonal")
    if "article_id" not in raw.columns:
        raw = raw.with_columns(pl.Series("article_id", [str(row + 1) for row in wanted.tolist()]))
    articles = check_articles(raw, None, Place(path.name, 1))
    return build_corpus(articles, name, _own_passages(rules, articles["article_id"]))


def _runs_of_rows(path: Path, runs: list[tuple[int, int]]) -> list[pl.DataFrame]:
    """A few runs are read one by one, which touches little of the file; of many the whole file is gone through once."""
    table = _scan(path)
    if len(runs) <= _FEW_RUNS:
        return pl.collect_all([table.slice(first, last - first) for first, last in runs])
    rows = np.concatenate([np.arange(first, last) for first, last in runs])
    wanted = pl.lit(pl.Series(rows, dtype=pl.UInt32)).implode()
    row = "row" + "_" * max(map(len, table.collect_schema().names()))  # no column has so long a name
    return [table.with_row_index(row).filter(pl.col(row).is_in(wanted)).drop(row).collect(engine="streaming")]


def _runs_of_lines(path: Path, runs: list[tuple[int, int]]) -> list[pl.DataFrame]:
    """The lines are looked for from the beginning: a JSONL file has no index."""
    frames, line, row = [], 0, 0
    with path.open("rb") as file:
        for first, last in runs:
            held = []
            while row < last and (data := file.readline()):
                line += 1
                if data.strip():
                    row += 1
                    if row > first:
                        held.append((line, data))
            frames += [parse_jsonl(data, path.name, first=number) for number, data in held]
    return frames


def _own_passages(rules: Rules, ids: pl.Series) -> Rules:
    """The rules with the passages of some articles only."""
    if rules.passages is None or "article_id" not in rules.passages[0].columns:
        return rules
    table, where = rules.passages
    own = table.with_row_index("_row", offset=2).filter(
        pl.col("article_id").cast(pl.String).str.strip_chars().is_in(ids.implode())
    )
    return Rules(rules.zones_text, rules.zones, rules.variants, (own, where))


def _edges(sizes: npt.NDArray[np.int64], size: int) -> Iterator[tuple[int, int]]:
    """First and last row of runs of rows that hold about `size` bytes each."""
    ends = np.cumsum(sizes)
    first = 0
    while first < len(ends):
        before = int(ends[first - 1]) if first else 0
        last = max(int(np.searchsorted(ends, before + size, side="right")), first + 1)
        yield first, last
        first = last


def _lines(path: Path, size: int) -> Iterator[Part]:
    """Whole lines of a JSONL file; the last may lack its end."""
    try:
        with path.open("rb") as file:
            first, start, line, named = 0, 0, 1, True
            while data := file.read(size):
                data += file.readline()
                text = data.decode("utf-8", "replace")
                rows = [each for each in (text if start else text.removeprefix(_MARK)).split("\n") if each.strip()]
                if rows and not first:
                    named = _names_articles(rows[0])
                if rows:
                    yield Part(str(path), first, start=start, stop=start + len(data), line=line, named=named)
                first, start, line = first + len(rows), start + len(data), line + data.count(b"\n")
    except OSError as error:
        raise CorpusError(f"{path.name}: cannot be read ({error.strerror}); check the name") from None


def _names_articles(line: str) -> bool:
    """Whether the first object has an article_id; the others must do as it does."""
    try:
        return "article_id" in json.loads(line)
    except (ValueError, TypeError):
        return True  # reading the part says what is wrong with the line
