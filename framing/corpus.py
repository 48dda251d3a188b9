"""Articles, their metadata, the tables of rules beside them, and the hand-coded passages.

A text is the file decoded (byte order mark off, all else untouched) and never edited; every offset is a code point
into it. What is empty in a table is unknown and stays unknown. This room reads corpora; it counts nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from framing import storage
from framing.errors import CorpusError
from framing.passages import PASSAGE_SCHEMA, check_passages
from framing.sources import read_table
from framing.variants import COLUMNS as VARIANT_COLUMNS
from framing.variants import check_variants
from framing.zones import ZoneRule, mark_zones, parse_zone_rules

METADATA = "outlet country date language title byline url accessed archived_url section genre attribution".split()
ZONE_SCHEMA = {
    "article_id": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "zone": pl.String,
    "rule": pl.String,
}
UNKNOWN = "(unknown)"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Articles with everything that is known and coded about them.

    articles : one row per article: article_id, the metadata columns (null where unknown), text, any extra column.
    zones : the marked spans (article_id, start, end, zone, rule); what is not in it is body.
    zone_rules : the rules behind the zones.
    variants : checked table of variants (canonical, variant, language, kind, note).
    passages : hand-coded spans (article_id, start, end, voice, voice_class, event, coder).
    fingerprint : sha256 of the articles; `rules_fingerprint` that of the tables of rules and passages.
    """

    name: str
    articles: pl.DataFrame
    zones: pl.DataFrame
    zone_rules: tuple[ZoneRule, ...]
    variants: pl.DataFrame
    passages: pl.DataFrame
    fingerprint: str
    rules_fingerprint: str

    def __repr__(self) -> str:
        return f"<Corpus {self.name!r}: {self.articles.height} articles>"

    def select(
        self,
        *,
        country: str | list[str] | None = None,
        outlet: str | list[str] | None = None,
        language: str | list[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> Corpus:
        """The articles that meet every condition given, with their zones and passages.

        `since` and `until` are included; an article whose date is unknown meets neither.

        Raises
        ------
        CorpusError : no article is left, or a date is not one.
        """
        keep = pl.lit(True)
        for column, wanted in (("country", country), ("outlet", outlet), ("language", language)):
            if wanted is not None:
                values = [wanted] if isinstance(wanted, str) else list(wanted)
                keep &= pl.col(column).fill_null(UNKNOWN).is_in(values)
        if since is not None:
            keep &= pl.col("date") >= _as_date(since, "since")
        if until is not None:
            keep &= pl.col("date") <= _as_date(until, "until")
        return self._of(self.articles.filter(keep))

    def keep(self, article_ids: Iterable[str]) -> Corpus:
        """The articles named, in the corpus's own order, with their zones and passages.

        Raises
        ------
        CorpusError : an id that no article has, or no id at all.
        """
        wanted = set(article_ids)
        unknown = sorted(wanted.difference(self.articles["article_id"]))
        if unknown:
            raise CorpusError(f"corpus {self.name!r}: no article has the id {unknown[0]!r}; name ids of articles.csv")
        return self._of(self.articles.filter(pl.col("article_id").is_in(sorted(wanted))))

    def parts(self, size: int) -> Iterator[Corpus]:
        """Corpora of whole articles, in order, each of at most `size` bytes of text (or one article)."""
        if size < 1:
            raise CorpusError(f"parts: size must be a number of bytes above 0; got {size}")
        sizes = self.articles["text"].str.len_bytes().to_list()
        first, held = 0, 0
        for row, length in enumerate(sizes):
            if held and held + length > size:
                yield self._of(self.articles[first:row])
                first, held = row, 0
            held += length
        yield self._of(self.articles[first:])

    def _of(self, articles: pl.DataFrame) -> Corpus:
        if articles.is_empty():
            raise CorpusError(f"corpus {self.name!r}: no article is left by this selection; widen it")
        ids = articles.select("article_id")
        return replace(
            self,
            articles=articles,
            zones=self.zones.join(ids, on="article_id", how="semi", maintain_order="left"),
            passages=self.passages.join(ids, on="article_id", how="semi", maintain_order="left"),
            fingerprint=_fingerprint(articles),
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """A table for error messages: its name and the number of its first row, as a reader of it counts."""

    name: str
    first: int

    def row(self, index: int) -> str:
        return f"{self.name}, row {self.first + index}"


def load_corpus(
    source: str | Path | pl.DataFrame,
    *,
    variants: str | Path | pl.DataFrame | None = None,
    zones: str | Path | None = None,
    passages: str | Path | pl.DataFrame | None = None,
    name: str | None = None,
) -> Corpus:
    """Read a corpus from a folder, one CSV, JSONL or Parquet file, or a polars frame.

    Parameters
    ----------
    source : a folder with articles.csv (and, if there, variants.csv, zones.toml, passages.csv), a file or a frame with
        a `text` column. Relative paths are looked up in the working folder, then in its parents up to the project's.
    variants, zones, passages : tables to use instead of those in the folder.
    name : what the corpus is called; by default the folder's or file's name.

    Raises
    ------
    CorpusError : a file that is missing, extra, empty or not readable; a column missing; an article_id twice; a date
        that is not one; a passage outside its text or over another. The message names file, row and remedy.

    Examples
    --------
    >>> frame = pl.DataFrame({"text": ["Talks in Hanoi.", "Talks in Beijing."], "country": ["VN", "CN"]})
    >>> load_corpus(frame).articles["article_id"].to_list()
    ['1', '2']
    """
    if isinstance(source, pl.DataFrame):
        folder, label, place, raw = None, name or "corpus", _Place("the frame", 1), source
    else:
        path = storage.find_path(source)
        folder = path if path.is_dir() else None
        place = _Place("articles.csv", 2) if folder else _Place(path.name, 2 if path.suffix.lower() == ".csv" else 1)
        label = name or (path.name if folder else path.stem)
        raw = read_table(path / "articles.csv" if folder else path)
    articles = _articles(raw, folder, place)
    rules_text, rules = _zone_rules(_beside(zones, folder, "zones.toml"))
    variant_table = _variants(variants, folder)
    passage_table = _passages(passages, folder, dict(articles.select("article_id", "text").iter_rows()))
    return Corpus(
        name=label,
        articles=articles,
        zones=_mark(articles, rules),
        zone_rules=rules,
        variants=variant_table,
        passages=passage_table,
        fingerprint=_fingerprint(articles),
        rules_fingerprint=_rules_fingerprint(rules_text, variant_table, passage_table),
    )


def _articles(raw: pl.DataFrame, folder: Path | None, place: _Place) -> pl.DataFrame:
    """The articles' frame: all columns as text, unknown as null, texts read, dates parsed, rows checked."""
    if "text" not in raw.columns and not (folder and "file" in raw.columns):
        needed = "text or file" if folder else "text"
        raise CorpusError(
            f"{place.name}: the column {needed} is missing; it has {', '.join(raw.columns) or 'no columns'}"
        )
    if raw.is_empty():
        raise CorpusError(f"{place.name}: no article in it; add at least one row")
    frame = raw.with_columns(_text_column(raw, column) for column in raw.columns)
    if "article_id" not in frame.columns:
        frame = frame.with_row_index("article_id", offset=1)
    frame = frame.with_columns(pl.col("article_id").cast(pl.String))
    _check_ids(frame["article_id"].to_list(), place)
    if "text" not in frame.columns:
        assert folder is not None
        frame = frame.with_columns(pl.Series("text", _read_texts(frame, folder, place), dtype=pl.String))
    _check_texts(frame, place)
    frame = frame.with_columns(
        pl.lit(None, dtype=pl.String).alias(column) for column in METADATA if column not in frame.columns
    )
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


def _check_ids(ids: list[str | None], place: _Place) -> None:
    seen: dict[str, int] = {}
    for row, article_id in enumerate(ids, start=place.first):
        if article_id is None:
            raise CorpusError(f"{place.name}, row {row}: article_id is empty; give each article its own")
        first = seen.setdefault(article_id, row)
        if first != row:
            raise CorpusError(
                f"{place.name}, row {row}: article_id {article_id!r} stands in row {first} already; give each its own"
            )


def _read_texts(frame: pl.DataFrame, folder: Path, place: _Place) -> list[str]:
    """The texts of the files named in `file`; every .txt in articles/ must be named, and only once."""
    named: dict[Path, int] = {}
    texts = []
    for row, name in enumerate(frame["file"].to_list(), start=place.first):
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


def _check_texts(frame: pl.DataFrame, place: _Place) -> None:
    empty = frame.with_row_index("row", offset=place.first).filter(pl.col("text").fill_null("").str.strip_chars() == "")
    if empty.height:
        row, article_id = empty.row(0, named=True)["row"], empty.row(0, named=True)["article_id"]
        raise CorpusError(
            f"{place.name}, row {row}: the text of article {article_id!r} is empty; fill it in or remove the row"
        )


def _parse_date(value: str | None, where: str) -> date | None:
    return None if value is None else _as_date(value, f"{where}: date")


def _as_date(value: str | date, where: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value if _DATE.fullmatch(value) else "?")
    except ValueError:
        raise CorpusError(
            f"{where} {value!r} is not one; write year-month-day such as 2025-04-14, or leave it empty"
        ) from None


def _beside(given: str | Path | None, folder: Path | None, name: str) -> Path | None:
    if given is not None:
        return storage.find_path(given)
    path = folder / name if folder else None
    return path if path and path.is_file() else None


def _zone_rules(path: Path | None) -> tuple[str, tuple[ZoneRule, ...]]:
    if path is None:
        return "", ()
    text = storage.decode_text(storage.read_bytes(path), path.name)
    return text, parse_zone_rules(text.replace("\r\n", "\n"), where=path.name)


def _mark(articles: pl.DataFrame, rules: tuple[ZoneRule, ...]) -> pl.DataFrame:
    rows = [
        (article_id, span.start, span.end, span.zone, span.rule)
        for article_id, text in articles.select("article_id", "text").iter_rows()
        for span in mark_zones(text, rules, article_id=article_id)
    ]
    return pl.DataFrame(rows, schema=ZONE_SCHEMA, orient="row")


def _variants(given: str | Path | pl.DataFrame | None, folder: Path | None) -> pl.DataFrame:
    if isinstance(given, pl.DataFrame):
        return check_variants(given, where="the variants given")
    path = _beside(given, folder, "variants.csv")
    if path is None:
        return pl.DataFrame(schema=dict.fromkeys(VARIANT_COLUMNS, pl.String))
    return check_variants(read_table(path), where=path.name)


def _passages(given: str | Path | pl.DataFrame | None, folder: Path | None, texts: dict[str, str]) -> pl.DataFrame:
    if isinstance(given, pl.DataFrame):
        return check_passages(given, texts, where="the passages given")
    path = _beside(given, folder, "passages.csv")
    if path is None:
        return pl.DataFrame(schema=PASSAGE_SCHEMA)
    return check_passages(read_table(path), texts, where=path.name)


def _fingerprint(articles: pl.DataFrame) -> str:
    """sha256 over the rows, sorted by article_id, of sorted (column, text) pairs; `file` and the unknown left out."""
    digest = hashlib.sha256()
    columns = sorted(column for column in articles.columns if column != "file")
    for row in articles.select(columns).sort("article_id").iter_rows():
        pairs = [(c, str(value)) for c, value in zip(columns, row, strict=True) if value is not None]
        digest.update(json.dumps(pairs, ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()


def _rules_fingerprint(rules: str, variants: pl.DataFrame, passages: pl.DataFrame) -> str:
    held = [rules.replace("\r\n", "\n"), variants.rows(), passages.rows()]
    return hashlib.sha256(json.dumps(held, ensure_ascii=False).encode()).hexdigest()
