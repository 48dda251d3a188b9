"""Which words keep company with a term: counts in a window, scored by nltk's association measures.

Every token within the window is counted once, even where two windows overlap (Evert 2008, "Corpora and collocations");
windows end at sentence ends and at words that are left out.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl
import scipy.sparse as sp

from framing.errors import SettingsError
from framing.occurrences import Occurrences, find_occurrences, find_term
from framing.settings import CountSettings
from framing.tokens import IntArray, Tokens

COLLOCATE_SCHEMA = {
    "collocate": pl.String, "n_joint": pl.Int64, "n_collocate": pl.Int64, "articles": pl.Int64,
    "log_likelihood": pl.Float64, "t_score": pl.Float64, "mutual_information": pl.Float64,
}  # fmt: skip


def collocates(
    tokens: Tokens,
    term: str,
    settings: CountSettings | None = None,
    *,
    window: int = 5,
    min_n: int = 2,
) -> pl.DataFrame:
    """Find the words that stand near a term more often than elsewhere.

    Parameters
    ----------
    tokens : from tokenize.
    term : the node, in any spelling and case that counts as the same term under the settings.
    settings : what to look in.
    window : words on each side.
    min_n : joint occurrences at least.

    Returns
    -------
    One row per collocate: n_joint (occurrences in the window), n_collocate (all), articles (in which it stands near the
    term), log_likelihood (Dunning 1993), t_score (Church et al. 1991), mutual_information in bits (Church & Hanks 1990).
    Only words nearer than by chance, highest log_likelihood first. A ranking, not a test.

    Raises
    ------
    SettingsError : `window` or `min_n` below 1.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.tokens import tokenize
    >>> frame = pl.DataFrame({"text": ["Shared future. A shared future. Trade and rail. Trade or rail."]})
    >>> collocates(tokenize(load_corpus(frame)), "shared").select("collocate", "n_joint").rows()
    [('future', 2)]
    """
    return collocates_of(find_occurrences(tokens, settings), term, window=window, min_n=min_n)


def collocates_of(found: Occurrences, term: str, *, window: int = 5, min_n: int = 2) -> pl.DataFrame:
    """The collocates of a term among occurrences that were found already (see collocates)."""
    return collocates_at(found, found.at(find_term(found, term)), window=window, min_n=min_n)


def collocates_at(
    found: Occurrences, hits: IntArray, *, words: int | IntArray = 1, window: int = 5, min_n: int = 2
) -> pl.DataFrame:
    """The collocates of runs of `words` occurrences, all or each, that begin at the given positions (see collocates)."""
    if window < 1 or min_n < 1:
        raise SettingsError(f"window and min_n must be at least 1; got {window} and {min_n}")
    near = _near(found, hits, words, window)
    size, total = len(near), len(found)
    joint = np.bincount(found.term[near], minlength=len(found.terms))
    every = np.bincount(found.term, minlength=len(found.terms))
    kept = np.flatnonzero((joint >= min_n) & (joint * total > size * every))
    scores = [_scores(n, size, own, total) for n, own in zip(joint[kept].tolist(), every[kept].tolist(), strict=True)]
    columns = np.array(scores, dtype=np.float64).reshape(-1, 3).T
    table = pl.DataFrame(
        {
            "collocate": pl.Series([found.terms[index] for index in kept.tolist()], dtype=pl.String),
            "n_joint": joint[kept],
            "n_collocate": every[kept],
            "articles": _articles(found, near)[kept],
            **dict(zip(("log_likelihood", "t_score", "mutual_information"), columns, strict=True)),
        },
        schema=COLLOCATE_SCHEMA,
    )
    return table.sort(pl.col("log_likelihood").round_sig_figs(10), "collocate", descending=[True, False])


def _scores(n: int, near: int, own: int, total: int) -> tuple[float, float, float]:
    """Log-likelihood, t and mutual information of one collocate; Python's numbers, as nltk's logarithms want them."""
    from nltk.metrics.association import BigramAssocMeasures as Measures  # late: it takes seconds

    marginals = (n, (near, own), total)
    return (
        float(Measures.likelihood_ratio(*marginals)),
        float(Measures.student_t(*marginals)),
        float(Measures.pmi(*marginals)),
    )


def _near(found: Occurrences, hits: IntArray, words: int | IntArray, window: int) -> IntArray:
    """Positions within the window of any run, in its sentence and with nothing left out between; the runs themselves not."""
    marked = np.zeros(len(found), dtype=bool)
    _mark(marked, found, hits, -1, window)
    _mark(marked, found, hits + words - 1, 1, window)
    width = np.broadcast_to(words, hits.shape)
    for step in range(int(width.max(initial=0))):
        marked[hits[width > step] + step] = False
    near: IntArray = np.flatnonzero(marked)
    return near


def _mark(marked: npt.NDArray[np.bool_], found: Occurrences, at: IntArray, step: int, window: int) -> None:
    """Mark up to `window` positions before (step -1) or after (step 1) each position, as far as the links hold."""
    for _ in range(window):
        # a link joins a position to the one before it, so going back asks the position one leaves
        if step < 0:
            at = at[found.linked[at]] - 1
        else:
            at = at[at + 1 < len(found)] + 1
            at = at[found.linked[at]]
        marked[at] = True


def _articles(found: Occurrences, near: IntArray) -> IntArray:
    """For each term the articles in which it stands at one of the positions."""
    ones = np.ones(len(near), dtype=np.int32)
    shape = (found.tokens.corpus.articles.height, len(found.terms))
    pairs = sp.csc_array(sp.coo_array((ones, (found.article[near], found.term[near])), shape=shape))
    pairs.sum_duplicates()  # one entry per article and term; sorting the pairs takes twenty times as long
    articles: IntArray = np.diff(pairs.indptr).astype(np.int64)
    return articles
