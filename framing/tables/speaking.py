"""Which terms can carry a sentence: what the shipped lists of their language leave, without the corpus's own names.

A contrast is of one language, so its articles say which list holds. It counts nothing and picks no term.
"""

from __future__ import annotations

import polars as pl

from framing.occurrences import Occurrences
from framing.study import Study
from framing.variants import fold
from framing.wordlists import telling


def contrast_language(articles: pl.DataFrame) -> str | None:
    """The language of the articles of a report, which is one; None where it is unknown."""
    languages = articles["language"]
    return str(languages[0]) if languages.len() and languages[0] is not None else None


def can_speak(articles: pl.DataFrame, found: Occurrences) -> pl.Expr:
    """Whether a term of the column "term" can carry a sentence (see telling), in the language of the two sides."""
    return telling(
        pl.col("term"),
        ngram=found.settings.ngram,
        language=contrast_language(articles),
        names=_bound_names(found),
    )


def speaking(study: Study) -> pl.Expr:
    """The same for the contrast of a study."""
    return can_speak(study.counts().articles, study.occurrences())


def _bound_names(found: Occurrences) -> list[str] | None:
    """The listed names, where a space does not tell them: a segmenter joins syllables to words that have one, too."""
    if not found.tokens.segmenters:
        return None
    variants = found.tokens.corpus.variants
    names = variants.filter(pl.col("kind") == "name")["canonical"]
    return [fold(name, case=found.settings.case) for name in names]
