"""What stands behind the listed terms in the texts: how they are written, their lines, their neighbours."""

from __future__ import annotations

import polars as pl

from framing.collocations import COLLOCATE_SCHEMA, collocates_of
from framing.evidence import lines_of, surface_forms
from framing.naming import inside_names
from framing.occurrences import Occurrences
from framing.study import Study
from framing.tables.keywords import key_terms


def forms(study: Study) -> pl.DataFrame:
    """How the listed terms, and all terms that merge several writings, are written in each article."""
    found = study.occurrences()
    wanted = {*key_terms(study), *_merged_terms(study, found)}
    return surface_forms(found, sorted(wanted))


def lines(study: Study) -> pl.DataFrame:
    """The concordance lines of the listed terms; `inside` names the proper name a hit is part of."""
    found = study.occurrences()
    nothing = lines_of(found, "").with_columns(pl.lit(None, dtype=pl.String).alias(c) for c in ("inside", "term"))
    frames = [nothing]
    for term in key_terms(study):
        inside = pl.Series("inside", inside_names(found, found.at(term)), dtype=pl.String)
        frames.append(lines_of(found, term).with_columns(inside, pl.lit(term).alias("term")))
    return pl.concat(frames).select("term", pl.exclude("term"))


def neighbours(study: Study) -> pl.DataFrame:
    """The collocates of the listed terms."""
    found = study.occurrences()
    frames = [pl.DataFrame(schema={"term": pl.String, **COLLOCATE_SCHEMA})]
    for term in key_terms(study):
        frames.append(collocates_of(found, term).with_columns(pl.lit(term).alias("term")).select(frames[0].columns))
    return pl.concat(frames)


def _merged_terms(study: Study, found: Occurrences) -> list[str]:
    """Terms that occur and that variants.csv merges."""
    canonical = study.corpus.variants.filter(pl.col("kind") != "naming")["canonical"].unique()
    folded = {name.lower() for name in canonical} | set(canonical)
    return [term for term in found.terms if term in folded]
