"""Count a corpus that need not fit into memory, once: in parts, here or elsewhere, and from what was kept."""

from __future__ import annotations

import functools
import itertools
from pathlib import Path

import polars as pl

from framing.corpus.corpus import Corpus
from framing.corpus.loading import TABLES, find_articles
from framing.corpus.parts import comes_in_parts, plan_parts
from framing.corpus.rules import Rules, load_rules, rules_fingerprint
from framing.counting import keeping
from framing.counting.pieces import count_part, count_piece
from framing.counting.whole import CorpusCounts, join_pieces
from framing.counting.workers import run_parts
from framing.errors import CorpusError
from framing.settings import CountSettings, check_known, check_whole
from framing.tokens.segmenting import installed_segmenters

MEMORY = 1_000  # megabytes
LARGEST = 6_000_000  # bytes of text counted at a time: larger arrays are no faster, and parts spread worse over workers
PER_BYTE = 32  # bytes of memory that a byte of text takes while it is counted, seen on English news


def count_corpus(
    source: str | Path,
    settings: CountSettings | None = None,
    *,
    variants: str | Path | pl.DataFrame | None = None,
    zones: str | Path | None = None,
    passages: str | Path | pl.DataFrame | None = None,
    workers: int = 1,
    cluster: str = "",
    memory: int = MEMORY,
    keep: bool = True,
) -> CorpusCounts:
    """Count a Parquet or JSONL file, or a folder that holds articles.parquet, part by part.

    Parameters
    ----------
    source : the file or folder.
    settings : what to count; its zones do not matter, since every zone is counted for itself.
    variants, zones, passages : see load_corpus.
    workers : processes that count; 1 counts in this one.
    cluster : address of a Dask scheduler in place of processes.
    memory : megabytes that counting may take in all processes of this machine; the counts themselves come on top.
    keep : whether to take counts from the cache and to leave them there.

    Returns
    -------
    CorpusCounts; `.counts(zones)` gives the same Counts as count_terms on the whole corpus in memory.

    Raises
    ------
    CorpusError : the file comes in no parts, or a row of it does not hold.
    SettingsError : see count_terms and run_parts.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "talks.parquet")
    ...     pl.DataFrame({"text": ["rail rail talks", "trade talks"], "country": ["VN", "CN"]}).write_parquet(path)
    ...     counts = count_corpus(path).counts(("body",))
    >>> counts.terms, counts.matrix.toarray().tolist()
    (('rail', 'talks', 'trade'), [[2, 1, 0], [0, 1, 1]])
    """
    settings = settings or CountSettings()
    check_whole("workers", workers, lowest=1)
    check_whole("memory", memory, lowest=50)
    path = find_articles(source)
    if not comes_in_parts(path):
        raise CorpusError(f"{path.name} cannot be counted in parts; make a Parquet file of it with framing import")
    folder = path.parent if path.name in TABLES else None
    name = folder.name if folder else path.stem
    rules = load_rules(folder, variants=variants, zones=zones, passages=passages)
    _check_voices(rules, settings, f"passages of corpus {name!r}")
    stamp = keeping.stamp_file(path)
    known = keeping.known_content(stamp) if keep else None
    key = functools.partial(_key, rules=rules, settings=settings)
    found = keeping.load_counts(key(known), name, path, rules) if known else None
    if found is not None:
        return found
    size = min(max(memory * 1_000_000 // (workers * PER_BYTE), 100_000), LARGEST)
    work = functools.partial(count_part, name=name, rules=rules, settings=settings, size=size)
    results = run_parts(work, plan_parts(path, size), workers=workers, cluster=cluster)
    pieces = itertools.chain.from_iterable(results)
    counts = join_pieces(pieces, name=name, path=path, rules=rules, settings=settings)
    _check_owners(rules, counts.articles["article_id"])
    if keep:
        content = keeping.name_content(counts)
        keeping.keep_counts(key(content), counts)
        keeping.remember_content(path, stamp, content)
    return counts


def count_loaded(corpus: Corpus, settings: CountSettings | None = None, *, memory: int = MEMORY) -> CorpusCounts:
    """Count a corpus that is in memory, part by part.

    Parameters
    ----------
    corpus : from load_corpus.
    settings, memory : see count_corpus.
    """
    settings = settings or CountSettings()
    size = max(memory * 1_000_000 // PER_BYTE, 100_000)
    rules = Rules("", corpus.zone_rules, corpus.variants, None)
    pieces = (count_piece(part, settings) for part in corpus.parts(size))
    return join_pieces(pieces, name=corpus.name, path=None, rules=rules, settings=settings, held=corpus)


def _check_voices(rules: Rules, settings: CountSettings, where: str) -> None:
    """Raise SettingsError for a voice or event that no passage has; a part may well have none of it."""
    table = pl.DataFrame() if rules.passages is None else rules.passages[0]
    known = {
        name: set(table[name].cast(pl.String).str.strip_chars().drop_nulls()) if name in table.columns else set()
        for name in ("voice", "voice_class", "event")
    }
    check_known("voices", settings.voices, known["voice"] | known["voice_class"], where)
    check_known("events", settings.events, known["event"], where)


def _check_owners(rules: Rules, ids: pl.Series) -> None:
    """Raise CorpusError for a passage of an article that no part holds."""
    if rules.passages is not None:
        table, where = rules.passages
        owners = table.select(pl.col("article_id").cast(pl.String).str.strip_chars()).with_row_index("row", offset=2)
        lost = owners.filter(~pl.col("article_id").is_in(ids.implode()))
        if lost.height:
            row, owner = lost.row(0)
            raise CorpusError(f"{where}, row {row}: article {owner!r} is not in the corpus; correct the row")


def _key(content: str, *, rules: Rules, settings: CountSettings) -> str:
    passages = pl.DataFrame() if rules.passages is None else rules.passages[0]
    return keeping.counts_key(content, rules_fingerprint(rules, passages), settings, installed_segmenters())
