"""Counts of a whole corpus, zone by zone: put together from pieces, and the sums that settings ask for.

Rows stand in the corpus's order and terms are sorted, so that the same bytes come out however the corpus was cut.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import scipy.sparse as sp

from framing.corpus.corpus import ZONE_SCHEMA, Corpus, Digests, join_digests
from framing.corpus.parts import read_rows, text_sizes
from framing.corpus.rules import Rules, rules_fingerprint
from framing.corpus.titles import rules_with_title
from framing.counting.pieces import Piece, ZoneCounts
from framing.counts import Counts
from framing.errors import CorpusError
from framing.passages import PASSAGE_SCHEMA
from framing.settings import CountSettings, check_known
from framing.zones import BODY

Integers = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class CorpusCounts:
    """What was counted of a corpus: its articles without texts, and the counts of every zone.

    settings : what was counted, of all zones. names : the zones that the corpus could have.
    path, rules : where the articles are read and the tables that go with them.
    held : the corpus itself, where it is in memory; then there is no path.
    """

    name: str
    path: Path | None
    rules: Rules
    digests: Digests
    articles: pl.DataFrame
    texts: npt.NDArray[np.uint64]
    zones: dict[str, ZoneCounts]
    names: tuple[str, ...]
    settings: CountSettings
    segmenters: tuple[tuple[str, str], ...]
    held: Corpus | None = None

    @property
    def fingerprint(self) -> str:
        """The checksum of the corpus (see Corpus.fingerprint)."""
        return join_digests(self.articles["article_id"], self.digests)

    def read(self, rows: Iterable[int]) -> Corpus:
        """Some articles with their texts, by their rows; the others stay on disk."""
        if self.held is not None:
            return self.held.take(rows)
        assert self.path is not None
        return read_rows(self.path, rows, self.name, self.rules)

    def rows_of(self, ids: pl.Series) -> npt.NDArray[np.intp]:
        """Where some articles stand, in the order of the corpus."""
        return np.flatnonzero(self.articles["article_id"].is_in(ids.implode()).to_numpy())

    def text_bytes(self, rows: npt.NDArray[np.intp]) -> int:
        """How many bytes the texts of some articles have on disk."""
        assert self.path is not None
        return int(text_sizes(self.path)[rows].sum())

    def without_texts(self) -> Corpus:
        """The corpus as it is known without its texts: no zone is marked; passages are those of the articles coded."""
        passages = self._passages()
        return Corpus(
            name=self.name,
            articles=self.articles,
            zones=pl.DataFrame(schema=ZONE_SCHEMA),
            zone_rules=self.rules.zones,
            variants=self.rules.variants,
            passages=passages,
            digests=self.digests,
            rules_fingerprint=rules_fingerprint(self.rules, passages),
        )

    def _passages(self) -> pl.DataFrame:
        """The passages, held against the texts of the articles that have some."""
        given = self.rules.passages
        owners = [] if given is None else given[0]["article_id"].cast(pl.String).str.strip_chars().to_list()
        coded = self.articles["article_id"].is_in(owners).arg_true()
        return self.read(coded).passages if len(coded) else pl.DataFrame(schema=PASSAGE_SCHEMA)

    def articles_with(self, term: str, zones: tuple[str, ...] | None) -> tuple[npt.NDArray[np.intp], Integers]:
        """The rows of the articles that hold a term in some zones, in order, and how often each does."""
        check_known("zones", zones, set(self.names), f"corpus {self.name!r}")
        n = np.zeros(self.articles.height, dtype=np.int64)
        for part in (self.zones[zone] for zone in zones or self.names if zone in self.zones):
            at = bisect.bisect_left(part.terms, term)
            if part.terms[at : at + 1] == (term,):
                cells = np.flatnonzero(part.term == at)
                n[np.searchsorted(part.heads, cells, side="right") - 1] += part.n[cells]
        rows = np.flatnonzero(n)
        return rows, n[rows]

    def counts(self, zones: tuple[str, ...] | None) -> Counts:
        """The counts in some zones together; None takes all.

        Raises
        ------
        SettingsError : a zone that the corpus does not have.
        """
        check_known("zones", zones, set(self.names), f"corpus {self.name!r}")
        parts = [self.zones[zone] for zone in zones or self.names if zone in self.zones]
        settings = replace(self.settings, zones=zones)
        shape = self.articles.height
        if not parts:
            parts = [_no_terms(shape)]
        terms = parts[0].terms if len(parts) == 1 else tuple(sorted(set(itertools.chain(*(p.terms for p in parts)))))
        totals = sum((part.totals.astype(np.int64) for part in parts), start=np.zeros(shape, dtype=np.int64))
        return Counts(
            matrix=_sum([_matrix(part, part.n, terms) for part in parts]),
            sentences=_sum([_matrix(part, part.sentences, terms) for part in parts]),
            terms=terms,
            articles=self.articles.with_columns(pl.Series("tokens", totals)),
            settings=settings,
            texts=self.texts,
        )


def join_pieces(
    pieces: Iterable[Piece],
    *,
    name: str,
    path: Path | None,
    rules: Rules,
    settings: CountSettings,
    held: Corpus | None = None,
) -> CorpusCounts:
    """Put pieces together, in their order.

    Raises
    ------
    CorpusError : no article, or an article_id twice.
    """
    listed = list(pieces)
    if not listed:
        raise CorpusError(f"corpus {name!r}: no article in it; add at least one row")
    articles = _join_articles([piece.articles for piece in listed])
    rules = replace(rules, zones=rules_with_title(rules.zones, articles))
    twice = articles.filter(pl.col("article_id").is_duplicated())["article_id"]
    if len(twice):
        raise CorpusError(f"corpus {name!r}: article_id {twice[0]!r} stands twice; give each article its own")
    rows = [piece.articles.height for piece in listed]
    return CorpusCounts(
        name=name,
        path=path,
        rules=rules,
        digests=np.concatenate([piece.digests for piece in listed]),
        articles=articles,
        texts=np.concatenate([piece.texts for piece in listed]),
        zones={zone: _join_zone([piece.zones.pop(zone, None) for piece in listed], rows) for zone in _held(listed)},
        names=(BODY, *sorted({rule.zone for rule in rules.zones} - {BODY})),
        settings=replace(settings, zones=None),
        held=held,
        segmenters=tuple(sorted(set(itertools.chain(*(piece.segmenters for piece in listed))))),
    )


def _join_articles(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """The articles in one frame, its columns in the order that they have when the file is read at once."""
    articles = pl.concat(frames, how="diagonal", rechunk=True)
    return articles.select(pl.exclude("file"), *(["file"] if "file" in articles.columns else []))


def _held(pieces: list[Piece]) -> list[str]:
    return sorted({zone for piece in pieces for zone in piece.zones})


def _join_zone(pieces: list[ZoneCounts | None], rows: list[int]) -> ZoneCounts:
    """One zone of all pieces; each is let go once it is copied."""
    terms = sorted(set(itertools.chain(*(piece.terms for piece in pieces if piece))))
    number = {term: index for index, term in enumerate(terms)}
    cells = sum(len(piece.term) for piece in pieces if piece)
    term, n, sentences = (np.empty(cells, dtype=np.int32) for _ in range(3))
    heads = np.zeros(sum(rows) + 1, dtype=np.int64)
    totals = np.zeros(sum(rows), dtype=np.int64)
    row, cell = 0, 0
    for at, height in enumerate(rows):
        piece, pieces[at] = pieces[at], None
        if piece is not None:
            own = slice(cell, cell + len(piece.term))
            term[own] = np.array([number[each] for each in piece.terms], dtype=np.int32)[piece.term]
            n[own], sentences[own] = piece.n, piece.sentences
            totals[row : row + height] = piece.totals
            heads[row + 1 : row + height + 1] = cell + piece.heads[1:]
            cell = own.stop
        else:
            heads[row + 1 : row + height + 1] = cell
        row += height
    narrow = heads.astype(np.int32) if cells < np.iinfo(np.int32).max else heads
    return ZoneCounts(tuple(terms), totals, narrow, term, n, sentences)


def _matrix(part: ZoneCounts, values: Integers, terms: tuple[str, ...]) -> sp.csr_array:
    """One kind of value as a matrix over some terms, of which the zone's own are a part."""
    term = part.term
    if part.terms != terms:
        number = {each: index for index, each in enumerate(terms)}
        term = np.array([number[each] for each in part.terms], dtype=np.int32)[part.term]
    matrix = sp.csr_array((values, term, part.heads), shape=(len(part.totals), len(terms)), copy=False)
    matrix.has_canonical_format = True  # sorted and without doubles, as the pieces were
    return matrix


def _sum(matrices: list[sp.csr_array]) -> sp.csr_array:
    total = matrices[0]
    for matrix in matrices[1:]:
        total = total + matrix
    for array in (total.data, total.indices, total.indptr):
        array.flags.writeable = False
    return total


def _no_terms(articles: int) -> ZoneCounts:
    none = np.empty(0, dtype=np.int32)
    return ZoneCounts((), np.zeros(articles, dtype=np.int64), np.zeros(articles + 1, dtype=np.int32), none, none, none)
