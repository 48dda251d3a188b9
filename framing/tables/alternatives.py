"""The listed terms under other ways of counting and with each article left out, and how many of these they survive."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.contrasts import contrast_terms
from framing.counts import Counts
from framing.settings import CountSettings
from framing.study import Study
from framing.tables.comparison import AS_REPORTED, SIGNS, sides_have_words, ways_of_counting
from framing.tables.keywords import key_terms

LEFT_OUT_AT_MOST = 40  # articles left out one by one; beyond, leave_one_out in the contrast says it in two numbers
COUNTED = "n_focus n_reference articles_focus articles_reference".split()


def choices(study: Study) -> pl.DataFrame:
    """The listed terms under other defensible choices and with each article left out, one row each."""
    frames = [_under(study, name, settings) for name, settings in ways_of_counting(study).items()]
    counts, side = study.counts(), study.side_of()
    words = dict(zip(counts.articles["article_id"], counts.lengths.tolist(), strict=True))
    of_side = {each: sum(n for a, n in words.items() if side[a] == each) for each in SIGNS}
    if len(words) <= LEFT_OUT_AT_MOST:  # the only words of a side are not left out
        frames += [_without(study, counts, a) for a, n in words.items() if n < of_side[side[a]]]
    return pl.concat(frames)


def survival(study: Study) -> pl.DataFrame:
    """For each listed term: on how many other choices it keeps its side, and which weakens it most."""
    own = study.contrast().table.select("term", "g2")
    side = {term: "focus" if g2 > 0 else "reference" for term, g2 in own.iter_rows()}
    rows = []
    for (term,), group in choices(study).group_by("term", maintain_order=True):
        sign = SIGNS[side[str(term)]]
        others = group.filter(pl.col("choice") != AS_REPORTED)
        kept = others.filter(pl.col("g2") * sign > 0).height
        rows.append((term, side[str(term)], others.height, kept, *_weakest(others, sign)))
    schema = {
        "term": pl.String, "side": pl.String, "tried": pl.Int64, "kept": pl.Int64, "weakest": pl.String,
        **{f"weakest_{c}": pl.Int64 for c in COUNTED}, "weakest_log_ratio": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _weakest(others: pl.DataFrame, sign: int) -> tuple[object, ...]:
    """The choice under which a term leans least to its side, with the counts it leaves; nulls where none was tried."""
    columns = ["choice", *COUNTED, "log_ratio"]
    strength = (pl.col("log_ratio").fill_null(0.0) * sign).round_sig_figs(10)
    rows = others.sort(strength, "choice").select(columns).head(1).rows()
    return rows[0] if rows else (None,) * len(columns)


def _under(study: Study, name: str, settings: CountSettings) -> pl.DataFrame:
    """The listed terms under one way of counting; a side in which nothing is counted has zeros."""
    if not sides_have_words(study, settings):
        return _listed(study, name, study.contrast().table.clear())
    return _listed(study, name, study.contrast(settings).table)


def _without(study: Study, counts: Counts, article_id: str) -> pl.DataFrame:
    keep = np.flatnonzero((counts.articles["article_id"] != article_id).to_numpy())
    rest = Counts(
        counts.matrix[keep],
        counts.sentences[keep],
        counts.terms,
        counts.articles[keep],
        counts.settings,
    )
    own = study.groups.among(rest.articles)
    table = contrast_terms(rest, focus=own.focus, reference=own.reference, by=own.by, inference=None).table
    return _listed(study, f"article {article_id} left out", table)


def _listed(study: Study, name: str, table: pl.DataFrame) -> pl.DataFrame:
    """The rows of the listed terms; one that a way of counting does not bring out has zeros and no score."""
    wanted = pl.DataFrame({"term": key_terms(study)}, schema={"term": pl.String})
    joined = wanted.join(table, on="term", how="left", maintain_order="left")
    counted = (pl.col(column).fill_null(0) for column in COUNTED)
    return joined.select("term", pl.lit(name).alias("choice"), *counted, "log_ratio", "g2")
