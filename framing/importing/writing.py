"""The new corpus on disk: articles.csv beside articles/*.txt, or one articles.parquet from a certain size on.

Articles come one by one and are written in parts, so that no more than a part is in memory; the parts are put together
when all columns and dates are known. Beside them stand import.csv and skipped.csv, what was done to each article and
what did not become one.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import polars as pl

from framing.corpus import METADATA
from framing.importing.admitting import Article, OpenDate
from framing.importing.draft import Skipped

FIRST = ["title", "outlet", "country", "date", "language"]  # always there, so that a reader sees what may be filled in
MANY_ARTICLES, MUCH_TEXT = 2_000, 20_000_000
_PART_BYTES, _PART_ROWS, _GROUP_BYTES = 8_000_000, 20_000, 1_000_000
_WHERE, _GROUP, _RAW = "framing: where", "framing: group", "framing: date"  # of parts only
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

Settle = Callable[[OpenDate], tuple[date | None, str]]


class CorpusWriter:
    """Takes articles one by one into an empty folder, and makes the corpus of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.articles = self.bytes = self.skipped = 0
        self._parts = folder / "parts"
        self._parts.mkdir()
        self._rows: list[dict[str, str]] = []
        self._held = 0
        self._lists: dict[str, list[tuple[str, ...]]] = {"import.csv": [], "skipped.csv": []}
        self.seen: dict[str, None] = {}  # columns that an article has, beside article_id and text
        self._open: dict[OpenDate, None] = {}
        _start(folder / "import.csv", ("article_id", "where", "note"))
        _start(folder / "skipped.csv", ("where", "reason"))

    @property
    def one_file(self) -> bool:
        """Whether the corpus is large enough for Parquet."""
        return self.articles >= MANY_ARTICLES or self.bytes >= MUCH_TEXT

    def add(self, article: Article) -> None:
        """Take one article."""
        row = {**article.cells, "article_id": article.article_id, "text": article.text, _WHERE: article.where}
        row.pop("file", None)
        self.seen |= dict.fromkeys(article.cells)
        if article.open_date is not None:
            row |= {_GROUP: article.open_date.group, _RAW: article.open_date.raw}
            self._open[article.open_date] = None
        self.note(article.article_id, article.where, article.notes or ("",))
        size = len(article.text.encode())
        self.articles, self.bytes, self._held = self.articles + 1, self.bytes + size, self._held + size
        self._rows.append(row)
        if self._held >= _PART_BYTES or len(self._rows) >= _PART_ROWS:
            self._flush()

    def skip(self, skipped: Skipped) -> None:
        """Note what did not become an article."""
        self.skipped += 1
        self._lists["skipped.csv"].append((skipped.where, skipped.reason))
        if len(self._lists["skipped.csv"]) >= _PART_ROWS:
            self._flush()

    def note(self, article_id: str, where: str, notes: Iterable[str]) -> None:
        """Note what was done to an article, a row for each."""
        self._lists["import.csv"].extend((article_id, where, note) for note in notes)

    def finish(self, settle: Settle, told: Callable[[str, str], None]) -> None:
        """Close the open dates, of which `told` gets place and note, and write the corpus."""
        self._flush()
        answers = {opened: settle(opened) for opened in self._open}
        self._note_dates(answers, told)
        self._flush()
        days = {_key(opened.group, opened.raw): str(day) for opened, (day, _) in answers.items() if day}
        if self.one_file:
            self._write_parquet(self._whole(days))
        else:
            self._write_files(self._whole(days).collect())
        shutil.rmtree(self._parts)

    def _flush(self) -> None:
        if self._rows:
            columns = dict.fromkeys(key for row in self._rows for key in row)
            frame = pl.DataFrame(self._rows, schema=dict.fromkeys(columns, pl.String))
            frame.write_parquet(self._parts / f"{self.articles:09d}.parquet", compression="lz4", statistics=False)
        self._rows, self._held = [], 0
        for name, rows in self._lists.items():
            _append(self.folder / name, rows)
            rows.clear()

    def _scan(self) -> pl.LazyFrame:
        columns = dict.fromkeys(["article_id", *FIRST, *self.seen, "text", _WHERE, _GROUP, _RAW])
        files = sorted(self._parts.glob("*.parquet"))
        schema = dict.fromkeys(columns, pl.String())
        return pl.scan_parquet(files, schema=schema, missing_columns="insert", glob=False)

    def _whole(self, days: dict[str, str]) -> pl.LazyFrame:
        """All parts with their dates closed, the columns in the order of the corpus."""
        frame = self._scan()
        if days:
            key = pl.concat_str(pl.col(_GROUP), pl.lit("\n"), pl.col(_RAW))
            settled = key.replace_strict(days, default=None, return_dtype=pl.String)
            frame = frame.with_columns(pl.coalesce("date", settled).alias("date"))
        known = [column for column in METADATA if column in self.seen and column not in FIRST]
        others = [column for column in self.seen if column not in {*METADATA, "file"}]
        return frame.select("article_id", *FIRST, *known, *others, "text")

    def _note_dates(self, answers: dict[OpenDate, tuple[date | None, str]], told: Callable[[str, str], None]) -> None:
        if not answers:
            return
        for file in sorted(self._parts.glob("*.parquet")):
            part = pl.scan_parquet(file, glob=False)
            if _RAW not in part.collect_schema():
                continue
            opened = part.filter(pl.col(_RAW).is_not_null()).select("article_id", _WHERE, _GROUP, _RAW).collect()
            for article_id, where, group, raw in opened.iter_rows():
                note = answers[OpenDate(group, raw)][1]
                self.note(article_id, where, (note,))
                told(where, note)

    def _write_files(self, frame: pl.DataFrame) -> None:
        home = self.folder / "articles"
        home.mkdir()
        width = max(3, len(str(frame.height)))
        names = []
        for number, (article_id, text) in enumerate(frame.select("article_id", "text").iter_rows(), start=1):
            readable = _UNSAFE.sub("-", article_id).strip("-")[:40]
            names.append(f"{number:0{width}d}{'_' if readable else ''}{readable}.txt")
            # A mark that belongs to the text needs one more before it: the first is taken off by every reader.
            mark = "\ufeff" if text.startswith("\ufeff") else ""
            (home / names[-1]).write_bytes(f"{mark}{text}".encode())
        table = frame.drop("text").insert_column(1, pl.Series("file", names, dtype=pl.String))
        _start(self.folder / "articles.csv", table.columns)
        _append(self.folder / "articles.csv", table.fill_null("").iter_rows(), guarded=False)

    def _write_parquet(self, frame: pl.LazyFrame) -> None:
        rows = max(1, round(_GROUP_BYTES * self.articles / max(1, self.bytes)))
        path = self.folder / "articles.parquet"
        frame.sink_parquet(path, row_group_size=rows, statistics=False, engine="streaming")


def _key(group: str, raw: str) -> str:
    return f"{group}\n{raw}"


def _start(path: Path, columns: Iterable[str]) -> None:
    path.write_bytes(b"")
    _append(path, [tuple(columns)], guarded=False)


def _append(path: Path, rows: Iterable[tuple[str, ...]], *, guarded: bool = True) -> None:
    """Rows of a CSV file; names of strangers' files must not run as formulas of a spreadsheet."""
    lines = [",".join(_cell(cell, guarded=guarded) for cell in row) for row in rows]
    with path.open("ab") as file:
        file.write("".join(f"{line}\n" for line in lines).encode())


def _cell(cell: str, *, guarded: bool) -> str:
    if guarded and cell.startswith(_FORMULA_STARTS):
        cell = f"'{cell}"
    # The csv module of Python 3.11 leaves a lone carriage return bare.
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in ',"\r\n') else cell
