"""From rows of text to the articles of a corpus: unknown as null, texts read, dates parsed, every row checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from framing import storage
from framing.corpus.corpus import METADATA, as_date
from framing.corpus.titles import with_title
from framing.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Place:
    """A table for error messages: its name and the number of its first row, as a reader of it counts."""

    name: str
    first: int
    first_id: int = 1  # the article_id of its first row, where it gives none

    def row(self, index: int) -> str:
        """Where the row of an index stands."""
        return f"{self.name}, row {self.first + index}"


def check_articles(raw: pl.DataFrame, folder: Path | None, place: Place) -> pl.DataFrame:
    """The articles' frame: article_id, the metadata columns, the others, `file` if there, `text` with its title in it.

    Raises
    ------
    CorpusError : a column missing, a row without text and title, an article_id twice, a date that is not one; with file
        and row.
    """
    if "text" not in raw.columns and not (folder and "file" in raw.columns):
        needed = "text or file" if folder else "text"
        raise CorpusError(
            f"{place.name}: the column {needed} is missing; it has {', '.join(raw.columns) or 'no columns'}"
        )
    if raw.is_empty():
        raise CorpusError(f"{place.name}: no article in it; add at least one row")
    frame = raw.with_columns(_text_column(raw, column) for column in raw.columns)
    if "article_id" not in frame.columns:
        frame = frame.with_row_index("article_id", offset=place.first_id)
    frame = frame.with_columns(pl.col("article_id").cast(pl.String))
    _check_ids(frame["article_id"].to_list(), place)
    if "text" not in frame.columns:
        assert folder is not None
        frame = frame.with_columns(pl.Series("text", _read_texts(frame, folder, place), dtype=pl.String))
    frame = frame.with_columns(
        pl.lit(None, dtype=pl.String).alias(column) for column in METADATA if column not in frame.columns
    )
    frame = _with_titles(frame)
    _check_texts(frame, place)
    dates = [_parse_date(value, place.row(index)) for index, value in enumerate(frame["date"].to_list())]
    extra = [c for c in frame.columns if c not in {"article_id", "text", "file", *METADATA}]
    known = [
        "article_id",
        *METADATA,
        *extra,
        *(["file"] if "file" in frame.columns else []),
        "text",
    ]
    return frame.with_columns(pl.Series("date", dates, dtype=pl.Date)).select(known)


def _text_column(raw: pl.DataFrame, column: str) -> pl.Expr:
    if raw.schema[column].is_nested():
        raise CorpusError(f"column {column!r} holds lists or records; give one value per article")
    text = pl.col(column).cast(pl.String)
    return text if column == "text" else pl.when(text.str.strip_chars() != "").then(text.str.strip_chars())


def _check_ids(ids: list[str | None], place: Place) -> None:
    seen: dict[str, int] = {}
    for row, article_id in enumerate(ids, start=place.first):
        if article_id is None:
            raise CorpusError(f"{place.name}, row {row}: article_id is empty; give each article its own")
        first = seen.setdefault(article_id, row)
        if first != row:
            raise CorpusError(
                f"{place.name}, row {row}: article_id {article_id!r} stands in row {first} already; give each its own"
            )


def _read_texts(frame: pl.DataFrame, folder: Path, place: Place) -> list[str]:
    """The texts of the files named in `file`; every .txt in articles/ must be named, and only once."""
    named: dict[Path, int] = {}
    texts = []
    titles = frame["title"].to_list() if "title" in frame.columns else [None] * frame.height
    for row, (name, title) in enumerate(zip(frame["file"].to_list(), titles, strict=True), start=place.first):
        if not name and title:
            texts.append("")
            continue
        path = _article_path(folder, name, f"{place.name}, row {row}")
        if path in named:
            raise CorpusError(
                f"{place.name}, row {row}: the file {name!r} stands in row {named[path]} already; keep one"
            )
        named[path] = row
        texts.append(storage.decode_text(storage.read_bytes(path), f"{place.name}, row {row}, file {name}"))
    extra = sorted(path.name for path in (folder / "articles").glob("*.txt") if path not in named)
    if extra:
        raise CorpusError(
            f"articles/ holds {', '.join(extra[:3])}{' …' if len(extra) > 3 else ''}, which {place.name} does not name; "
            "add a row for each or move it away"
        )
    return texts


def _article_path(folder: Path, name: str | None, where: str) -> Path:
    """`name` in articles/ or in the folder itself; a path that leaves the folder is refused."""
    if not name:
        raise CorpusError(f"{where}: file is empty; name the article's .txt file")
    try:
        for path in (folder / "articles" / name, folder / name):
            if not path.resolve().is_relative_to(folder.resolve()):
                raise CorpusError(f"{where}: file {name!r} leads out of the corpus folder; put it in articles/")
            if path.is_file():
                return path
    except (OSError, ValueError):
        raise CorpusError(
            f"{where}: file is no file's name ({name[:40]!r} …); a text belongs in the column text"
        ) from None
    raise CorpusError(f"{where}: the file {name!r} is not in articles/; add it or correct the row")


def _with_titles(frame: pl.DataFrame) -> pl.DataFrame:
    """The articles with each title in its text, where it is a headline."""
    if frame["title"].null_count() == frame.height:
        return frame
    rows = frame.select(pl.col("text").fill_null(""), "title").iter_rows()
    return frame.with_columns(pl.Series("text", [with_title(text, title) for text, title in rows], dtype=pl.String))


def _check_texts(frame: pl.DataFrame, place: Place) -> None:
    empty = (frame["text"].fill_null("").str.strip_chars() == "").arg_true()
    if len(empty):
        article_id = frame["article_id"][empty[0]]
        raise CorpusError(
            f"{place.name}, row {place.first + empty[0]}: the text and the title of article {article_id!r} are empty; "
            "fill in one of them or remove the row"
        )


def _parse_date(value: str | None, where: str) -> date | None:
    return None if value is None else as_date(value, f"{where}: date")
