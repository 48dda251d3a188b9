"""What a corpus is: articles with all that is known, marked and coded about them, and the checksum of it.

A text is the file decoded (byte order mark off, all else untouched) and never edited; every offset is a code point
into it. A title that the text lacks is put after it (see titles). Unknown values stay unknown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.errors import CorpusError
from framing.zones import ZoneRule

METADATA = "outlet country date language title byline url accessed archived_url section genre attribution".split()
ZONE_SCHEMA = {
    "article_id": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "zone": pl.String,
    "rule": pl.String,
}
UNKNOWN = "(unknown)"
Digests = npt.NDArray[np.uint8]
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Articles with everything that is known and coded about them.

    articles : one row per article: article_id, the metadata columns (null where unknown), text, any extra column.
    zones : the marked spans (article_id, start, end, zone, rule); what is not in it is body.
    zone_rules : the rules behind the zones.
    variants : checked table of variants (canonical, variant, language, kind, note).
    passages : hand-coded spans (article_id, start, end, voice, voice_class, event, coder).
    digests : a checksum of each article, 32 bytes a row (see digest_articles).
    rules_fingerprint : a checksum of the tables of rules and passages.
    """

    name: str
    articles: pl.DataFrame
    zones: pl.DataFrame
    zone_rules: tuple[ZoneRule, ...]
    variants: pl.DataFrame
    passages: pl.DataFrame
    digests: Digests
    rules_fingerprint: str

    def __repr__(self) -> str:
        return f"<Corpus {self.name!r}: {self.articles.height} articles>"

    @property
    def fingerprint(self) -> str:
        """A checksum of the articles and all that is known about them, whatever their order or the file's kind."""
        return join_digests(self.articles["article_id"], self.digests)

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
            keep &= pl.col("date") >= as_date(since, "since")
        if until is not None:
            keep &= pl.col("date") <= as_date(until, "until")
        return self._of(self.articles.with_columns(_kept=keep)["_kept"].fill_null(value=False))

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
        return self._of(self.articles["article_id"].is_in(sorted(wanted)))

    def take(self, rows: Iterable[int]) -> Corpus:
        """The articles of some rows, in the corpus's own order, with their zones and passages.

        Raises
        ------
        CorpusError : no row is named.
        """
        kept = np.zeros(self.articles.height, dtype=bool)
        kept[np.fromiter(rows, dtype=np.int64)] = True
        return self._of(pl.Series(kept))

    def parts(self, size: int) -> Iterator[Corpus]:
        """Corpora of whole articles, in order, each of at most `size` bytes of text (or one article)."""
        if size < 1:
            raise CorpusError(f"parts: size must be a number of bytes above 0; got {size}")
        sizes = self.articles["text"].str.len_bytes().to_list()
        first, held = 0, 0
        for row, length in enumerate(sizes):
            if held and held + length > size:
                yield self._of(slice(first, row))
                first, held = row, 0
            held += length
        yield self if first == 0 else self._of(slice(first, len(sizes)))

    def _of(self, kept: pl.Series | slice) -> Corpus:
        """Some of the articles: those flagged, or a run of them."""
        articles = self.articles[kept] if isinstance(kept, slice) else self.articles.filter(kept)
        if articles.is_empty():
            raise CorpusError(f"corpus {self.name!r}: no article is left by this selection; widen it")
        ids = articles.select("article_id")
        return replace(
            self,
            articles=articles,
            zones=self.zones.join(ids, on="article_id", how="semi", maintain_order="left"),
            passages=self.passages.join(ids, on="article_id", how="semi", maintain_order="left"),
            digests=self.digests[kept if isinstance(kept, slice) else kept.to_numpy()],
        )


def digest_articles(articles: pl.DataFrame) -> Digests:
    """SHA-256 of each article: of its columns by name, each with the length of its value and the value as text.

    `file` and what is unknown are left out, so that it is the same in a folder, a CSV, a JSONL and a Parquet file.
    """
    known = sorted(name for name in articles.columns if name != "file" and articles[name].null_count() < len(articles))
    around = [[name for name in known if name < "text"], [name for name in known if name > "text"]]
    before, after = (articles.select(_written(names)).to_series().to_list() for names in around)
    digests = bytearray()
    for first, data, last in zip(before, articles["text"].cast(pl.Binary), after, strict=True):
        digest = hashlib.sha256(f"{first}4 text {len(data)} ".encode())
        digest.update(data)
        digest.update(last.encode())
        digests += digest.digest()
    return np.frombuffer(bytes(digests), dtype=np.uint8).reshape(-1, 32)


def _written(names: list[str]) -> pl.Expr:
    """Some columns as one text: of each that is known its name and value, both with their lengths."""
    parts = [
        pl.concat_str(
            pl.lit(f"{len(name)} {name} "), text.str.len_bytes().cast(pl.String), pl.lit(" "), text
        ).fill_null("")
        for name in names
        for text in (pl.col(name).cast(pl.String),)
    ]
    return pl.concat_str(*parts).alias("written") if parts else pl.col("article_id").str.slice(0, 0).alias("written")


def join_digests(ids: pl.Series, digests: Digests) -> str:
    """The checksum of a corpus from those of its articles, whatever their order."""
    return hashlib.sha256(digests[ids.arg_sort().to_numpy()].tobytes()).hexdigest()


def as_date(value: str | date, where: str) -> date:
    """A date, or a year-month-day read as one.

    Raises
    ------
    CorpusError : it is neither.
    """
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value if _DATE.fullmatch(value) else "?")
    except ValueError:
        raise CorpusError(
            f"{where} {value!r} is not one; write year-month-day such as 2025-04-14, or leave it empty"
        ) from None
