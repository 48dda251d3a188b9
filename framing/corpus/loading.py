"""Reading a corpus into memory: from a folder, one CSV, JSONL or Parquet file, or a polars frame."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from framing import storage
from framing.corpus.articles import Place, check_articles
from framing.corpus.corpus import Corpus, digest_articles
from framing.corpus.rules import Rules, load_rules, mark, passages_of, rules_fingerprint
from framing.corpus.titles import rules_with_title
from framing.sources import read_table

TABLES = ("articles.csv", "articles.parquet")  # what holds the articles in a corpus folder


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
    source : a folder with articles.csv or articles.parquet (and, if there, variants.csv, zones.toml, passages.csv), a file or a frame with
        a `text` column. A `title` is the headline: marked where it occurs in the text, else added as its last paragraph.
        Relative paths are looked up in the working folder, then in its parents up to the project's.
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
        folder, label, place, raw = None, name or "corpus", Place("the frame", 1), source
    else:
        path = find_articles(source)
        folder = path.parent if path.name in TABLES else None
        label = name or (folder.name if folder else path.stem)
        place, raw = Place(path.name, 2 if path.suffix.lower() == ".csv" else 1), read_table(path)
    rules = load_rules(folder, variants=variants, zones=zones, passages=passages)
    return build_corpus(check_articles(raw, folder, place), label, rules)


def find_articles(source: str | Path) -> Path:
    """The file that holds the articles: the source itself, or the table in a corpus folder."""
    path = storage.find_path(source)
    if not path.is_dir():
        return path
    return next((path / name for name in TABLES if (path / name).is_file()), path / TABLES[0])


def build_corpus(articles: pl.DataFrame, name: str, rules: Rules) -> Corpus:
    """A corpus of checked articles and rules."""
    passages = passages_of(rules, articles)
    return Corpus(
        name=name,
        articles=articles,
        zones=mark(articles, rules.zones),
        zone_rules=rules_with_title(rules.zones, articles),
        variants=rules.variants,
        passages=passages,
        digests=digest_articles(articles),
        rules_fingerprint=rules_fingerprint(rules, passages),
    )
