"""What a corpus is: articles with all that is known, marked and coded about them, and the checksum of it.

A text is the file decoded (byte order mark off, all else untouched) and never edited; every offset is a code point
into it. What is empty in a table is unknown and stays unknown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

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
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Articles with everything that is known and coded about them.

    articles : one row per article: article_id, the metadata columns (null where unknown), text, any extra column.
    zones : the marked spans (article_id, start, end, zone, rule); what is not in it is body.
    zone_rules : the rules behind the zones.
    variants : checked table of variants (canonical, variant, language, kind, note).
    passages : hand-coded spans (article_id, start, end, voice, voice_class, event, coder).
    fingerprint : checksum of the articles (see fingerprint); `rules_fingerprint` that of the tables of rules and passages.
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
            keep &= pl.col("date") >= as_date(since, "since")
        if until is not None:
            keep &= pl.col("date") <= as_date(until, "until")
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
            fingerprint=fingerprint(articles),
        )


def fingerprint(articles: pl.DataFrame) -> str:
    """A checksum over the articles and all that is known about them, whatever their order or the file's kind.

    SHA-256 over those of the articles, sorted by article_id; `file` and the unknown are left out.
    """
    return join_digests(articles["article_id"].to_list(), digest_articles(articles))


def digest_articles(articles: pl.DataFrame) -> list[bytes]:
    """SHA-256 of each article: of its columns by name, each with the length of its value and the value as text."""
    columns = sorted(column for column in articles.columns if column != "file")
    digests = []
    for row in articles.select(columns).iter_rows():
        digest = hashlib.sha256()
        for column, value in zip(columns, row, strict=True):
            if value is not None:
                data = str(value).encode()
                digest.update(f"{len(column)} {column} {len(data)} ".encode())
                digest.update(data)
        digests.append(digest.digest())
    return digests


def join_digests(ids: Iterable[str], digests: Iterable[bytes]) -> str:
    """The checksum of a corpus from those of its articles."""
    return hashlib.sha256(b"".join(digest for _, digest in sorted(zip(ids, digests, strict=True)))).hexdigest()


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
