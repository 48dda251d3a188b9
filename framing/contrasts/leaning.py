"""Which terms may be listed as more frequent on a side: those that one occurrence does not decide.

A word that stands once in either of two texts has a score that leans somewhere, since the texts are never of one length.
It says nothing; so a term is listed where it would still lean to its side with one occurrence fewer there.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from framing.contrasts.contrast import Contrast

_OTHER = {"focus": "reference", "reference": "focus"}


def leans_to(side: str) -> pl.Expr:
    """Whether a term would still be more frequent on a side with one occurrence fewer there.

    Parameters
    ----------
    side : "focus" or "reference"; the frame has the columns n_ and per_1000_ of both.

    Examples
    --------
    >>> rates = {"per_1000_focus": [10.0, 10.0, 20.0, 30.0], "per_1000_reference": [9.0, 0.0, 18.0, 9.0]}
    >>> table = pl.DataFrame({"n_focus": [1, 1, 2, 3], "n_reference": [1, 0, 2, 1], **rates})
    >>> table.select(leans_to("focus").alias("leans"))["leans"].to_list()
    [False, False, False, True]
    """
    n = pl.col(f"n_{side}")
    fewer = (pl.col(f"per_1000_{side}") * (n - 1) / n).round_sig_figs(10)
    return (n > 1) & (fewer > pl.col(f"per_1000_{_OTHER[side]}").round_sig_figs(10))


def listed_terms(contrast: Contrast, side: str, n: int) -> pl.DataFrame:
    """The keywords of a side that one occurrence does not decide, strongest first; ties with the last are included.

    Parameters
    ----------
    contrast : from contrast_terms.
    side : "focus" or "reference".
    n : how many rows at most, ties aside.

    Returns
    -------
    Rows of `contrast.table`; none where no term leans so far.

    Examples
    --------
    >>> from framing.contrasts import contrast_terms
    >>> from framing.corpus import load_corpus
    >>> from framing.counts import count_terms
    >>> from framing.tokens import tokenize
    >>> frame = pl.DataFrame({"text": ["rail rail rail talks", "trade talks today"], "country": ["VN", "CN"]})
    >>> contrast = contrast_terms(count_terms(tokenize(load_corpus(frame))), focus="VN", reference="CN")
    >>> contrast.keywords("reference")["term"].to_list(), listed_terms(contrast, "reference", 9)["term"].to_list()
    (['today', 'trade', 'talks'], [])
    >>> listed_terms(contrast, "focus", 9)["term"].to_list()
    ['rail']
    """
    return replace(contrast, table=contrast.table.filter(leans_to(side))).keywords(side, n)
