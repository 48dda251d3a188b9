"""The listed terms under other ways of counting and with each article left out, and how many of these they survive.

A choice has a row for a term only where it changes one of the term's counts, or turns its direction: what changes nothing
shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from framing import measures
from framing.settings import CountSettings
from framing.study import Study
from framing.tables.comparison import AS_REPORTED, SIGNS, only_unmerged, ways_of_counting
from framing.tables.following import Form, not_covered, runs_of, written_forms
from framing.tables.keywords import key_terms
from framing.tokens import IntArray

LEFT_OUT_AT_MOST = 40  # articles left out one by one; beyond, leave_one_out in the contrast says it in two numbers
COUNTED = "n_focus n_reference articles_focus articles_reference".split()
SHOWN = [*COUNTED, "words_focus", "words_reference", "log_ratio"]
CHOICE_SCHEMA = {
    "term": pl.String, "choice": pl.String, **dict.fromkeys(COUNTED, pl.Int64), "words_focus": pl.Int64,
    "words_reference": pl.Int64, "per_1000_focus": pl.Float64, "per_1000_reference": pl.Float64, "log_ratio": pl.Float64, "g2": pl.Float64,
}  # fmt: skip

Grid = npt.NDArray[np.int64]  # articles × listed terms


def choices(study: Study) -> pl.DataFrame:
    """The listed terms as reported, and under each other choice that changes a count of theirs or turns them."""
    return study.once("choices", lambda: _choices(study))


def survival(study: Study) -> pl.DataFrame:
    """For each listed term: how many other choices change it, on how many of them it keeps its side, and which weakens it most.

    The choice that weakens it most is empty where none makes its log ratio smaller.
    """
    rows = []
    for (term,), group in choices(study).group_by("term", maintain_order=True):
        reported, others = (group.filter(pl.col("choice").eq(AS_REPORTED) == own) for own in (True, False))
        side = "focus" if reported["g2"][0] > 0 else "reference"
        kept = others.filter(pl.col("g2") * SIGNS[side] > 0).height
        rows.append((term, side, others.height, kept, *_weakest(reported, others, SIGNS[side])))
    schema = {
        "term": pl.String, "side": pl.String, "tried": pl.Int64, "kept": pl.Int64, "weakest": pl.String,
        **{f"weakest_{column}": CHOICE_SCHEMA[column] for column in SHOWN},
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _weakest(reported: pl.DataFrame, others: pl.DataFrame, sign: int) -> tuple[object, ...]:
    """The choice under which a term leans least to its side, with the numbers it leaves; nulls where none weakens it."""
    columns = ["choice", *SHOWN]
    strength = (pl.col("log_ratio").fill_null(0.0) * sign).round_sig_figs(10)
    own = reported.select(strength)["log_ratio"][0]
    rows = others.filter(strength < own).sort(strength, "choice").select(columns).head(1).rows()
    return rows[0] if rows else (None,) * len(columns)


def _choices(study: Study) -> pl.DataFrame:
    terms = key_terms(study)
    frames = [_scored(terms, AS_REPORTED, *_reported(study, terms))]
    for name, settings in ways_of_counting(study).items():
        if name != AS_REPORTED:
            frames.append(_under(study, terms, name, settings))
    frames += _left_out(study, terms)
    return pl.concat([frames[0], *(_that_matter(frame, frames[0]) for frame in frames[1:])])


def _that_matter(frame: pl.DataFrame, reported: pl.DataFrame) -> pl.DataFrame:
    """The rows of a choice that differ from the report in a count of the term, or in its direction."""
    own = reported.select("term", *(pl.col(column).alias(f"own_{column}") for column in (*COUNTED, "g2")))
    joined = frame.join(own, on="term", how="inner", maintain_order="left")
    changed = pl.any_horizontal(*(pl.col(column) != pl.col(f"own_{column}") for column in COUNTED))
    turned = (pl.col("g2").fill_null(0.0) * pl.col("own_g2")) <= 0
    return joined.filter(changed | turned).select(list(CHOICE_SCHEMA))


def _reported(study: Study, terms: Sequence[str]) -> tuple[list[list[int]], list[int]]:
    """The counts of the listed terms in the report's own contrast, and the words of each side."""
    order = pl.DataFrame({"term": list(terms)}, schema={"term": pl.String})
    table = order.join(study.contrast().table, on="term", how="left", maintain_order="left")
    return [table[column].to_list() for column in COUNTED], study.contrast().totals["tokens"].to_list()


def _under(study: Study, terms: Sequence[str], name: str, settings: CountSettings) -> pl.DataFrame:
    """The listed terms under one way of counting, each followed across its writings; without those that cannot be."""
    counts, sides = study.counts(settings), _sides(study, settings)
    words = [int(counts.lengths[own].sum()) for own in sides]
    forms = {term: _forms(study, term, settings) for term in terms}
    names = {term: [" ".join(form) for form in own] for term, own in forms.items()}
    plain = [term for term in terms if all(len(form) == settings.ngram for form in forms[term])]
    grid = _grid(study, settings, [names[term] for term in plain])
    if only_unmerged(study, settings):
        grid = grid + _cut_otherwise(study, settings, plain, counts.articles.height)
    frames = [_scored(plain, name, _tally(grid, sides), words)]
    if study.reading.articles.height < counts.articles.height:  # a writing that no article read has is not followed
        frames = [_none_lost(study, frames[0]) if only_unmerged(study, settings) else frames[0]]
    else:
        bound = [term for term in terms if term not in set(plain)]
        grid = _runs(study, settings, [forms[term] for term in bound])
        if only_unmerged(study, settings):
            grid = grid + _cut_otherwise(study, settings, bound, counts.articles.height)
        frames.append(_scored(bound, name, _tally(grid, sides), words))
    return pl.concat(frames).sort("term")


def _cut_otherwise(study: Study, settings: CountSettings, terms: Sequence[str], height: int) -> Grid:
    """The uses that a segmenter cuts otherwise where nothing is merged, by article and term; none where some are not read."""
    if study.reading.articles.height < height:
        return np.zeros((height, len(terms)), dtype=np.int64)
    base, other = study.occurrences(), study.occurrences(replace(settings, ngram=1))
    hits = [base.at(term) for term in terms]
    lost = [own[not_covered(other, base.first[own], base.last[own])] for own in hits]
    columns = [np.bincount(base.article[own], minlength=height) for own in lost]
    return np.stack(columns, axis=1) if columns else np.zeros((height, 0), dtype=np.int64)


def _none_lost(study: Study, frame: pl.DataFrame) -> pl.DataFrame:
    """The terms that are met as often as reported, or more often: all their writings were followed."""
    own = study.contrast().table.select("term", *(pl.col(f"n_{side}").alias(f"own_{side}") for side in SIGNS))
    met = pl.all_horizontal(*(pl.col(f"n_{side}") >= pl.col(f"own_{side}") for side in SIGNS))
    return frame.join(own, on="term", how="inner", maintain_order="left").filter(met).select(list(CHOICE_SCHEMA))


def _forms(study: Study, term: str, settings: CountSettings) -> list[Form]:
    """How a term is written under other settings, where it is read; by itself where it is only counted there."""
    base, other = study.occurrences(), study.occurrences(replace(settings, ngram=1))
    hits = base.at(term)
    found = written_forms(other, base.first[hits], base.last[hits])
    if not found and study.is_large:
        found = {tuple(term.split(" "))}
    return sorted(found)


def _sides(study: Study, settings: CountSettings) -> list[IntArray]:
    """The rows of the focus, then of the reference."""
    side = study.side_of()
    owners = np.array([side.get(a, "") for a in study.counts(settings).articles["article_id"]])
    return [np.flatnonzero(owners == name) for name in SIGNS]


def _grid(study: Study, settings: CountSettings, names: Sequence[Sequence[str]]) -> Grid:
    """Occurrences by article and listed term, the columns of all its writings together."""
    counts = study.counts(settings)
    number = {term: index for index, term in enumerate(counts.terms)}
    grid = np.zeros((counts.articles.height, len(names)), dtype=np.int64)
    held = [[number[name] for name in own if name in number] for own in names]
    columns = counts.matrix[:, [index for own in held for index in own]].tocsc()
    at = 0
    for place, own in enumerate(held):
        grid[:, place] = columns[:, at : at + len(own)].sum(axis=1)
        at += len(own)
    return grid


def _runs(study: Study, settings: CountSettings, forms: Sequence[Sequence[Form]]) -> Grid:
    """The same for terms that are several words under these settings."""
    other = study.occurrences(replace(settings, ngram=1))
    height = study.reading.articles.height
    columns = [np.bincount(other.article[runs_of(other, own)], minlength=height) for own in forms]
    return np.stack(columns, axis=1) if columns else np.zeros((height, 0), dtype=np.int64)


def _tally(grid: Grid, sides: Sequence[IntArray]) -> list[list[int]]:
    """Occurrences on either side, then articles of either side."""
    n = [grid[rows].sum(axis=0).tolist() for rows in sides]
    return [*n, *((grid[rows] > 0).sum(axis=0).tolist() for rows in sides)]


def _left_out(study: Study, terms: Sequence[str]) -> Iterator[pl.DataFrame]:
    """The listed terms with each article left out; the only words of a side are not."""
    settings = study.settings.counts
    sides, lengths = _sides(study, settings), study.counts().lengths
    if sum(map(len, sides)) > LEFT_OUT_AT_MOST:
        return
    grid, ids = _grid(study, settings, [[term] for term in terms]), study.counts().articles["article_id"]
    whole = [int(lengths[rows].sum()) for rows in sides]
    for row in sorted(np.concatenate(sides).tolist()):
        rest = [rows[rows != row] for rows in sides]
        words = [int(lengths[rows].sum()) for rows in rest]
        if all(words) and words != whole:
            yield _scored(terms, f"article {ids[row]} left out", _tally(grid, rest), words)


def _scored(terms: Sequence[str], choice: str, tally: Sequence[Sequence[int]], words: Sequence[int]) -> pl.DataFrame:
    """The numbers of some terms under one choice; one that nothing is left of has no score."""
    n = dict(zip(COUNTED, tally, strict=True))
    both = (np.array(n["n_focus"]), words[0], np.array(n["n_reference"]), words[1])
    held = (pl.col("n_focus") + pl.col("n_reference")) > 0
    scores = {"log_ratio": measures.log_ratio(*both), "g2": measures.log_likelihood(*both)}
    rates = {f"per_1000_{side}": 1000 * np.array(n[f"n_{side}"]) / of for side, of in zip(SIGNS, words, strict=True)}
    counted = {f"words_{side}": [of] * len(terms) for side, of in zip(SIGNS, words, strict=True)}
    columns: dict[str, Any] = {"term": terms, "choice": [choice] * len(terms), **n, **counted, **rates, **scores}
    frame = pl.DataFrame({name: pl.Series(columns[name], dtype=kind) for name, kind in CHOICE_SCHEMA.items()})
    return frame.with_columns(pl.when(held).then(pl.col(name)).alias(name) for name in scores)
