"""Which words keep company with a term: counts in a window, scored by nltk's association measures.

Every token within the window is counted once, even where two windows overlap (Evert 2008, "Corpora and collocations");
windows end at sentence ends and at words that are left out.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.errors import SettingsError
from framing.occurrences import Occurrences, find_occurrences
from framing.settings import CountSettings
from framing.tokens import Tokens

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
    term : the node, as it stands in the counts.
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
    if window < 1 or min_n < 1:
        raise SettingsError(f"window and min_n must be at least 1; got {window} and {min_n}")
    from nltk.metrics.association import BigramAssocMeasures as Measures  # late: it takes seconds

    near = _near(found, found.at(term), window)
    size, total = len(near), len(found)
    joint = np.bincount(found.term[near], minlength=len(found.terms))
    all_n = np.bincount(found.term, minlength=len(found.terms))
    rows = []
    for index in np.flatnonzero((joint >= min_n) & (joint * total > size * all_n)).tolist():
        n, own = int(joint[index]), int(all_n[index])
        marginals = (n, (size, own), total)
        articles = len(np.unique(found.article[near[found.term[near] == index]]))
        scores = (
            Measures.likelihood_ratio(*marginals),
            Measures.student_t(*marginals),
            Measures.pmi(*marginals),
        )
        rows.append((found.terms[index], n, own, articles, *map(float, scores)))
    table = pl.DataFrame(rows, schema=COLLOCATE_SCHEMA, orient="row")
    return table.sort(pl.col("log_likelihood").round_sig_figs(10), "collocate", descending=[True, False])


def _near(found: Occurrences, hits: np.ndarray, window: int) -> np.ndarray:
    """Positions within the window of any hit, in its sentence and with nothing left out between; the hits themselves not."""
    unbroken = np.cumsum(~found.linked)
    steps = np.concatenate([np.arange(-window, 0), np.arange(1, window + 1)])
    at = (hits[:, None] + steps[None, :]).ravel()
    home = np.repeat(hits, len(steps))
    inside = (at >= 0) & (at < len(found))
    at, home = at[inside], home[inside]
    near = np.unique(at[unbroken[at] == unbroken[home]])
    return near[~np.isin(near, hits)]
