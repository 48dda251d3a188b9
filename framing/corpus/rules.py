"""The tables beside the articles: rules of zones, variants, hand-coded passages."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from framing import storage
from framing.corpus.corpus import ZONE_SCHEMA
from framing.corpus.titles import TITLE_RULE, added_from, find_title
from framing.passages import PASSAGE_SCHEMA, check_passages
from framing.sources import read_table
from framing.variants import COLUMNS as VARIANT_COLUMNS
from framing.variants import check_variants
from framing.zones import Span, ZoneRule, add_span, mark_zones, parse_zone_rules


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Zone rules with their text, the checked variants, and the passages as given (not yet held against the texts)."""

    zones_text: str
    zones: tuple[ZoneRule, ...]
    variants: pl.DataFrame
    passages: tuple[pl.DataFrame, str] | None


def load_rules(
    folder: Path | None,
    *,
    variants: str | Path | pl.DataFrame | None,
    zones: str | Path | None,
    passages: str | Path | pl.DataFrame | None,
) -> Rules:
    """The tables given, else those in the folder.

    Raises
    ------
    CorpusError : a table cannot be read or does not hold.
    """
    zones_text, rules = _zone_rules(_beside(zones, folder, "zones.toml"))
    return Rules(zones_text, rules, _variants(variants, folder), _passages(passages, folder))


def mark(articles: pl.DataFrame, rules: tuple[ZoneRule, ...]) -> pl.DataFrame:
    """Every marked span of the articles; the title is marked where no rule has marked it already."""
    own = tuple(rule for rule in rules if rule != TITLE_RULE)
    if not own and articles["title"].null_count() == articles.height:
        return pl.DataFrame(schema=ZONE_SCHEMA)
    rows = [
        (article_id, span.start, span.end, span.zone, span.rule)
        for article_id, title, text in articles.select("article_id", "title", "text").iter_rows()
        for span in _spans(text, title, own, article_id)
    ]
    return pl.DataFrame(rows, schema=ZONE_SCHEMA, orient="row")


def _spans(text: str, title: str | None, rules: tuple[ZoneRule, ...], article_id: str) -> list[Span]:
    """The spans of one text; a rule for the end of a text sees the text without a title that was put after it."""
    added = added_from(text, title)
    spans = mark_zones(text[:added], rules, article_id=article_id) if rules else []
    for start, end in find_title(text, title) if title and added is None else [(added or 0, len(text))] * bool(title):
        spans = add_span(text, spans, Span(start, end, TITLE_RULE.zone, TITLE_RULE.name))
    return spans


def passages_of(rules: Rules, articles: pl.DataFrame) -> pl.DataFrame:
    """The passages, held against the texts."""
    if rules.passages is None:
        return pl.DataFrame(schema=PASSAGE_SCHEMA)
    table, where = rules.passages
    return check_passages(table, dict(articles.select("article_id", "text").iter_rows()), where=where)


def rules_fingerprint(rules: Rules, passages: pl.DataFrame) -> str:
    """A checksum of the tables of rules and passages."""
    held = [rules.zones_text.replace("\r\n", "\n"), rules.variants.rows(), passages.rows()]
    return hashlib.sha256(json.dumps(held, ensure_ascii=False).encode()).hexdigest()


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


def _variants(given: str | Path | pl.DataFrame | None, folder: Path | None) -> pl.DataFrame:
    if isinstance(given, pl.DataFrame):
        return check_variants(given, where="the variants given")
    path = _beside(given, folder, "variants.csv")
    if path is None:
        return pl.DataFrame(schema=dict.fromkeys(VARIANT_COLUMNS, pl.String))
    return check_variants(read_table(path), where=path.name)


def _passages(given: str | Path | pl.DataFrame | None, folder: Path | None) -> tuple[pl.DataFrame, str] | None:
    if isinstance(given, pl.DataFrame):
        return given, "the passages given"
    path = _beside(given, folder, "passages.csv")
    return None if path is None else (read_table(path), path.name)
