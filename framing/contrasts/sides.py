"""One side of a contrast: its rows of the counts, by article or by outlet, with the sums that every column needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import scipy.sparse as sp

from framing.corpus import UNKNOWN
from framing.counts import Counts


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side's rows of the counts."""

    matrix: sp.csc_array  # articles × terms
    lengths: npt.NDArray[np.int64]
    n: npt.NDArray[np.int64]  # per term
    articles: npt.NDArray[np.int64]  # per term, articles that hold it
    sentences: npt.NDArray[np.int64]

    @property
    def total(self) -> int:
        """All words of the side."""
        return int(self.lengths.sum())


def take_side(counts: Counts, rows: npt.NDArray[np.intp]) -> Side:
    """The rows of one side."""
    matrix = sp.csc_array(counts.matrix[rows])
    sentences = counts.sentences[rows]
    return Side(
        matrix=matrix,
        lengths=counts.lengths[rows],
        n=np.asarray(matrix.sum(axis=0), dtype=np.int64),
        articles=np.diff(matrix.indptr).astype(np.int64),
        sentences=np.asarray(sentences.sum(axis=0), dtype=np.int64),
    )


def keep_terms(side: Side, held: npt.NDArray[np.intp]) -> Side:
    """The side with some of its terms."""
    return Side(side.matrix[:, held], side.lengths, side.n[held], side.articles[held], side.sentences[held])


def by_outlet(side: Side, outlets: pl.Series) -> Side:
    """The side with whole outlets in place of articles; unknown outlets are taken as one."""
    names = outlets.fill_null(UNKNOWN)
    number = names.rank("dense").to_numpy().astype(np.intp) - 1
    shape = (names.n_unique(), len(names))
    members = sp.csr_array((np.ones(len(names), dtype=np.int64), (number, np.arange(len(names)))), shape=shape)
    matrix = sp.csc_array(members @ side.matrix)
    matrix.sort_indices()
    return Side(matrix, members @ side.lengths, side.n, np.diff(matrix.indptr).astype(np.int64), side.sentences)
