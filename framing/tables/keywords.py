"""Focus against reference: every term, the ones that are listed, and their rate in each article."""

from __future__ import annotations

import polars as pl

from framing.contrasts import Contrast, leans_to, listed_terms
from framing.study import Study
from framing.tables.comparison import SIGNS, drawn_articles
from framing.tables.speaking import speaking
from framing.tables.vocabulary import shared

SHARED = 10  # shared terms whose rate in each article is listed


def contrast(study: Study) -> pl.DataFrame:
    """Every term of either side, in the columns of docs/methods.md."""
    return study.contrast().table


def key_terms(study: Study) -> list[str]:
    """The terms listed for either side: their lines, forms and other choices are shown in full."""
    result, top = study.contrast(), study.settings.top
    listed = [term for side in SIGNS for term in listed_terms(result, side, top)["term"]]
    return sorted({*listed, *_passed(result, top)})


def _passed(result: Contrast, top: int) -> list[str]:
    """The leading terms of each side that a test calls different: none may be lost behind terms of a single article."""
    passed = result.table.filter(pl.col("q_value") <= result.procedure.settings.level)
    return [term for side in SIGNS for term in passed.filter(leans_to(side))["term"].head(top)]


def shared_terms(study: Study) -> list[str]:
    """The most frequent telling terms that stand in every article."""
    common = shared(study).filter(speaking(study))
    return common["term"].head(SHARED).to_list()


def dots(study: Study) -> pl.DataFrame:
    """The rate of each listed term, and of the leading ones that all share, in each article of the two sides."""
    counts, side = study.counts(), study.side_of()
    number = {term: index for index, term in enumerate(counts.terms)}
    rows_read = counts.articles["article_id"].is_in(drawn_articles(study).implode()).arg_true().to_list()
    ids = counts.articles["article_id"].gather(rows_read).to_list()
    terms = sorted({*key_terms(study), *shared_terms(study)})
    dense, lengths = counts.matrix[rows_read][:, [number[term] for term in terms]].toarray(), counts.lengths[rows_read]
    rows = [
        (term, side[article_id], article_id, int(dense[row, column]), 1000 * dense[row, column] / lengths[row])
        for column, term in enumerate(terms)
        for row, article_id in enumerate(ids)
        if lengths[row]
    ]
    schema = {
        "term": pl.String, "side": pl.String, "article_id": pl.String, "n": pl.Int64, "per_1000": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
