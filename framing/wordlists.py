"""Shipped lists of words that carry no story of their own: grammar, and verbs that only say that somebody is quoted.

They hide terms from sentences and figures and from nothing else: every table and total keeps them.
"""

from __future__ import annotations

import csv
import functools

import polars as pl

from framing import storage

# Words of attribution tell that somebody is quoted; who speaks is a finding of its own.
ATTRIBUTION = frozenset(
    "according added adding affirmed emphasized noted noting reaffirmed said says saying stated stressed told".split()
)


@functools.cache
def function_words() -> frozenset[str]:
    """The short shipped lists of grammatical words; hidden in sentences and figures, kept in every table and total.

    >>> "the" in function_words(), "railway" in function_words()
    (True, False)
    """
    rows = csv.DictReader(storage.shipped("function_words.csv").splitlines())
    return frozenset(row["word"] for row in rows)


def telling(term: pl.Expr, *, ngram: int = 1) -> pl.Expr:
    """Whether a term can carry a sentence: more than grammar and attribution, no number, no bound name.

    Parameters
    ----------
    term : a column of terms.
    ngram : words per term; a term of several words is hidden if all of them are hidden words.
    """
    hidden = sorted(function_words() | ATTRIBUTION)
    words = term.str.split(" ")
    if ngram == 1:
        known = term.is_in(hidden) | term.str.contains(" ")
    else:
        known = words.list.eval(pl.element().is_in(hidden)).list.all()
    return ~known & ~term.str.contains(r"^\d")
