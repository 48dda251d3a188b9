"""How steady a contrast is: evenness over articles, and the log ratio with each article or outlet left out in turn.

Everything is linear in the nonzero counts: of the articles without a term only the ends can be an end of the range.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl
import scipy.sparse as sp

from framing import measures
from framing.contrasts.sides import Side


def largest(side: Side) -> npt.NDArray[np.int64]:
    """The most occurrences of each term in one article of the side."""
    return np.asarray(side.matrix.max(axis=0).todense(), dtype=np.int64).ravel()


def dp_norm(side: Side) -> pl.Series:
    """measures.dp_norm for all terms, in time linear in nonzero counts: an absent article adds its share of words."""
    share = side.lengths / side.total
    total = np.repeat(side.n, np.diff(side.matrix.indptr))
    own = share[side.matrix.indices]
    difference = np.abs(side.matrix.data / total - own) - own
    term = np.repeat(np.arange(len(side.n)), np.diff(side.matrix.indptr))
    dp = (np.bincount(term, weights=difference, minlength=len(side.n)) + 1) / 2
    parts = share[share > 0]  # an article without a counted word is no part
    if len(parts) == 1:
        return pl.Series(np.zeros(len(side.n))).set(pl.Series(np.ones(len(side.n), dtype=bool)), None)
    values = np.clip(dp / (1 - parts.min()), 0, 1)
    return pl.Series(values).set(pl.Series(side.n == 0), None)


def leave_one_out(focus: Side, reference: Side) -> tuple[pl.Series, pl.Series]:
    """Range of log_ratio with each article left out in turn, over those that can be an end of it.

    These are the articles that hold the term and, of those without it, the longest and the shortest of each side.
    """
    low = np.full(len(focus.n), np.inf)
    high = np.full(len(focus.n), -np.inf)
    for side, other, sign in ((focus, reference, 1), (reference, focus, -1)):
        if len(side.lengths) < 2:
            continue  # leaving out the only article would empty the side
        for terms, counts, lengths in _left_out(side):
            fits = side.total > lengths  # an article that holds all the side's words cannot be left out
            term, count, total = terms[fits], counts[fits], side.total - lengths[fits]
            ratio = np.asarray(
                measures.log_ratio(side.n[term] - count, total, other.n[term], np.full(len(term), other.total))
            )
            np.minimum.at(low, term, sign * ratio)
            np.maximum.at(high, term, sign * ratio)
    none = pl.Series(~np.isfinite(low))
    return pl.Series(low).set(none, None), pl.Series(high).set(none, None)


def _left_out(
    side: Side,
) -> list[tuple[npt.NDArray[np.intp], npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Which article to leave out for which term: (term, its count there, the article's length), three lists."""
    terms = np.arange(len(side.n))
    holder = np.repeat(terms, np.diff(side.matrix.indptr))
    held = (holder, side.matrix.data, side.lengths[side.matrix.indices])
    ends, rows = [], sp.csr_array(side.matrix)
    for order in (
        np.argsort(side.lengths, kind="stable"),
        np.argsort(-side.lengths, kind="stable"),
    ):
        first = _first_without(rows, order)
        without = terms[first < len(order)]
        ends.append((without, np.zeros(len(without), dtype=np.int64), side.lengths[order[first[without]]]))
    return [held, *ends]


def _first_without(rows: sp.csr_array, order: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """For each term the first place in an order of articles whose article lacks it (their number if none does).

    Article after article, only the terms that all before it hold are looked at: soon they are few.
    """
    first = np.full(rows.shape[1], len(order), dtype=np.intp)
    held = np.zeros(rows.shape[1], dtype=bool)
    alive = np.arange(rows.shape[1])
    for place, row in enumerate(order.tolist()):
        own = rows.indices[rows.indptr[row] : rows.indptr[row + 1]]
        held[own] = True
        stays = held[alive]
        held[own] = False
        first[alive[~stays]] = place
        alive = alive[stays]
        if not alive.size:
            break
    return first
