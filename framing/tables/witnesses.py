"""What stands behind the listed terms in the texts: how they are written, their lines, their neighbours."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.collocations import COLLOCATE_SCHEMA, collocates_of
from framing.evidence import lines_at, lines_of, surface_forms
from framing.naming import inside_names
from framing.occurrences import Occurrences
from framing.study import Study
from framing.tables.comparison import article_ids
from framing.tables.keywords import key_terms
from framing.tokens import IntArray, powers_of
from framing.variants import surface_key

MOST_OF_A_TERM = 5_000  # lines of a term; of more every second, third, … so that they come from all of the corpus
_WRITING = 0xC2B2AE3D27D4EB4F  # odd; numbers stand for the words of a writing as sums of its powers
POSITION_SCHEMA = {
    "term": pl.String, "side": pl.String, "article_id": pl.String, "position": pl.Float64, "start": pl.Int64,
}  # fmt: skip


def forms(study: Study) -> pl.DataFrame:
    """How the listed terms, and all terms that merge several writings, are written in each article."""
    found = study.occurrences()
    wanted = {*key_terms(study), *_merged_terms(study, found)}
    return surface_forms(found, sorted(wanted))


def writings(study: Study) -> pl.DataFrame:
    """The terms that merge several writings, with the writings and how often each stands.

    Capital letters alone make no other writing.
    """
    held = forms(study).with_columns(pl.col("form").str.to_lowercase().alias("plain"))
    several = held.group_by("term").agg(pl.col("plain").n_unique().alias("kinds")).filter(pl.col("kinds") > 1)
    merged = held.join(several, on="term", how="semi")
    articles = merged.group_by("term").agg(pl.col("article_id").n_unique().cast(pl.Int64).alias("articles"))
    counted = (
        merged.group_by("term", "form")
        .agg(pl.col("n").sum())
        .sort("term", "n", "form", descending=[False, True, False])
    )
    listed = counted.with_columns(pl.format("{} ({})", "form", "n").alias("writings"))
    rows = listed.group_by("term", maintain_order=True).agg(pl.col("writings").str.join(", "), pl.col("n").sum())
    table = rows.join(articles, on="term").cast({"n": pl.Int64}).sort("n", "term", descending=[True, False])
    return table.select("term", "writings", "n", "articles")


def lines(study: Study) -> pl.DataFrame:
    """The concordance lines of the listed terms.

    `inside` names the proper name that a hit is part of. Of a very frequent term the lines are evenly spaced.
    """
    found = study.occurrences()
    listed = {term: _spread(found.at(term)) for term in key_terms(study)}
    nothing = lines_of(found, "").with_columns(pl.lit(None, dtype=pl.String).alias("term"))
    frames = [nothing, *(lines_at(found, at).with_columns(pl.lit(term).alias("term")) for term, at in listed.items())]
    hits = np.concatenate([np.empty(0, dtype=np.int64), *listed.values()])
    inside = pl.Series("inside", inside_names(found, hits), dtype=pl.String)
    return pl.concat(frames).select("term", pl.exclude("term")).with_columns(inside)


def _spread(hits: IntArray) -> IntArray:
    """At most so many occurrences, evenly spaced."""
    return hits[:: max(1, -(-len(hits) // MOST_OF_A_TERM))]


def positions(study: Study) -> pl.DataFrame:
    """Where in its article each listed term stands: the share of the words counted that come before it."""
    found, side = study.occurrences(), study.side_of()
    lengths = np.bincount(found.article, minlength=study.reading.articles.height)
    before = np.arange(len(found)) - np.r_[0, np.cumsum(lengths)][found.article]
    frames = [pl.DataFrame(schema=POSITION_SCHEMA)]
    for term in key_terms(study):
        hits = found.at(term)
        ids = article_ids(study, found).gather(hits)
        frames.append(
            pl.DataFrame(
                {
                    "term": [term] * len(hits), "side": [side[a] for a in ids], "article_id": ids,
                    "position": before[hits] / lengths[found.article[hits]], "start": found.start[hits],
                },
                schema=POSITION_SCHEMA,
            )
        )  # fmt: skip
    return pl.concat(frames)


def neighbours(study: Study) -> pl.DataFrame:
    """The collocates of the listed terms."""
    found = study.occurrences()
    frames = [pl.DataFrame(schema={"term": pl.String, **COLLOCATE_SCHEMA})]
    for term in key_terms(study):
        frames.append(collocates_of(found, term).with_columns(pl.lit(term).alias("term")).select(frames[0].columns))
    return pl.concat(frames)


def _merged_terms(study: Study, found: Occurrences) -> list[str]:
    """Terms that are written in several ways, capitals and possessives aside: by a list, a shipped one or a rule."""
    words = [surface_key(surface).lower() for surface in study.tokens.surfaces["surface"]]
    number = {word: at for at, word in enumerate(dict.fromkeys(words), start=1)}
    of_token = np.array([number[word] for word in words], dtype=np.uint64)[study.tokens.surface]
    width = found.last - found.first + 1
    powers = powers_of(_WRITING, int(width.max(initial=0)))
    writing = np.zeros(len(found), dtype=np.uint64)
    for step, power in enumerate(powers):
        held = width > step
        writing[held] += of_token[found.first[held] + step] * power
    pairs = np.unique(np.stack([found.term.astype(np.uint64), writing]), axis=1)
    several = np.bincount(pairs[0].astype(np.int64), minlength=len(found.terms)) > 1
    return [found.terms[at] for at in np.flatnonzero(several).tolist()]
