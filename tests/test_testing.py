"""The two-key test: p and q against enumeration, scipy and plain Python, and what must hold of it for any corpus.

Most go the public way, from a frame of articles to a contrast. The made-up articles are bursty: a word that stands once
in an article stands there again.
"""

from __future__ import annotations

import itertools
import json
import math
import os
import subprocess
import sys
from typing import Any

import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp
from polars.testing import assert_frame_equal
from project import ROOT
from scipy.stats import false_discovery_control

from framing import measures as m
from framing.contrasts import Contrast, contrast_terms
from framing.corpus import load_corpus
from framing.counts import Counts, count_terms
from framing.inference import permutation
from framing.inference.calibration import make_units
from framing.inference.permutation import draw_labelings, permutation_p_values, plan_labelings
from framing.inference.units import Units
from framing.settings import InferenceSettings
from framing.tokens import tokenize

ORACLE = json.loads((ROOT / "tests" / "oracles.json").read_text(encoding="utf-8"))["permutation"][0]
LIGHT = (999, 1_999, 0)
VN, CN = pl.col("country") == "VN", pl.col("country") == "CN"

# ---- made-up articles


def bursty(articles: int, terms: int, seed: int) -> np.ndarray:
    """Counts, articles × terms: common words first; the first half uses some words four times as often."""
    generator = np.random.default_rng([11, seed])
    rates = 60.0 / (np.arange(terms) + 4)
    more = np.where((np.arange(articles) < articles // 2)[:, None] & (np.arange(terms) % 5 == 3), 4.0, 1.0)
    return generator.poisson(more * rates * generator.gamma(0.8, 1.25, (articles, terms)))


def write(row: Any, name: object) -> str:
    """An article that holds word number t so many times, and one word of its own, so that no two are copies."""
    return " ".join(f"w{t:03d}" for t, n in enumerate(row) for _ in range(int(n))) + f" own{name}"


def frame_of(counts: Any, focus: int, **columns: list[str | None]) -> pl.DataFrame:
    """Articles of VN, so many, then of CN."""
    texts = [write(row, at) for at, row in enumerate(counts)]
    sides = ["VN"] * focus + ["CN"] * (len(texts) - focus)
    extra = [pl.Series(name, values, dtype=pl.String) for name, values in columns.items()]
    return pl.DataFrame({"text": texts, "country": sides}).with_columns(*extra)


def made_up(kind: str, seed: int = 1) -> pl.DataFrame:
    """12 against 12 articles of unknown outlets; of 6 against 6 outlets; or of two genres, 6 against 6 of each."""
    columns: dict[str, list[str | None]] = {}
    if kind == "outlets":
        columns["outlet"] = [f"{side} {at % 6}" for side in ("north", "south") for at in range(12)]
    if kind == "strata":
        columns["genre"] = [("news", "opinion")[at % 2] for at in range(24)]
    return frame_of(bursty(24, 25, seed), 12, **columns)


KINDS = {"articles": {}, "outlets": {}, "strata": {"strata": "genre"}}
each_kind = pytest.mark.parametrize("kind", KINDS)


def count(frame: pl.DataFrame) -> Counts:
    return count_terms(tokenize(load_corpus(frame)))


def contrast_of(frame: pl.DataFrame | Counts, focus: str = "VN", reference: str = "CN", **options: Any) -> Contrast:
    counts = frame if isinstance(frame, Counts) else count(frame)
    settings = InferenceSettings(**{"labelings": LIGHT} | options)
    return sound(contrast_terms(counts, focus=focus, reference=reference, inference=settings))


def sound(contrast: Contrast) -> Contrast:
    """What every contrast keeps: no NaN, no p of 0, nothing of a test where there is none."""
    table, untested = contrast.table, ["log_ratio_low", "log_ratio_high", "p_value", "q_value", "unit"]
    for name, kind in table.schema.items():
        if kind == pl.Float64:
            assert table[name].drop_nulls().is_finite().all(), name
    tested = table.filter(pl.col("p_value").is_not_null())
    if contrast.tier == "descriptive":
        assert all(table[name].is_null().all() for name in untested)
        assert contrast.dropped.is_empty() and contrast.procedure.tested == 0 and contrast.smallest_p > 0
        return contrast
    assert sorted([*tested["term"], *contrast.dropped["term"]]) == sorted(table["term"])
    assert contrast.procedure.tested == tested.height
    assert (
        table.filter(pl.col("p_value").is_null()).select(untested).null_count().row(0) == (contrast.dropped.height,) * 5
    )
    assert tested.select(untested).null_count().sum_horizontal().item() == 0
    assert tested.filter((pl.col("p_value") <= 0) | (pl.col("q_value") > 1)).is_empty()
    assert tested.filter(pl.col("p_value") > pl.col("q_value") * (1 + 1e-12)).is_empty()
    assert tested.filter(pl.col("p_value") < contrast.smallest_p * (1 - 1e-12)).is_empty()
    assert tested.filter((pl.col("log_ratio_low") >= pl.col("log_ratio")).or_(
        pl.col("log_ratio_high") <= pl.col("log_ratio"))).is_empty()  # fmt: skip
    assert set(tested["unit"]) <= {contrast.procedure.unit}
    return contrast


def p_and_q(contrast: Contrast) -> dict[str, tuple[float, float, str]]:
    rows = contrast.table.filter(pl.col("p_value").is_not_null())
    return {term: (p, q, unit) for term, p, q, unit in rows.select("term", "p_value", "q_value", "unit").rows()}


def p_only(contrast: Contrast) -> dict[str, float]:
    return {term: p for term, (p, _, _) in p_and_q(contrast).items()}


@each_kind
def test_the_made_up_articles_are_tested_and_turn_both_keys(kind: str) -> None:
    """Else the properties below would hold of nothing."""
    contrast = contrast_of(made_up(kind), **KINDS[kind])
    assert contrast.procedure.unit == ("outlet" if kind == "outlets" else "article")
    assert contrast.procedure.units == ((6, 6) if kind == "outlets" else (12, 12))
    assert contrast.procedure.exact == (kind == "outlets")
    p = p_only(contrast).values()
    assert len(p) >= 20 and min(p) <= 0.02 < max(p)
    assert contrast.dropped.height > 0


# ---- the first key against enumeration


def g2(a: float, n_a: float, b: float, n_b: float) -> float:
    rate = (a + b) / (n_a + n_b)
    return 2 * sum(x * math.log(x / (n * rate)) for x, n in ((a, n_a), (b, n_b)) if x)


def listed_p(x: list[float], lengths: list[float], focus: list[bool], stratum: list[int] | None = None) -> float:
    """The share of all labelings within strata that score as much as the true one, one labeling after another."""
    stratum = stratum or [0] * len(x)
    places = [[i for i, s in enumerate(stratum) if s == level] for level in sorted(set(stratum))]
    ways = [itertools.combinations(own, sum(focus[i] for i in own)) for own in places]

    def score(chosen: set[int]) -> float:
        a, n_a = sum(x[i] for i in chosen), sum(lengths[i] for i in chosen)
        return g2(a, n_a, sum(x) - a, sum(lengths) - n_a)

    true = score({i for i, inside in enumerate(focus) if inside})
    scores = [score(set(itertools.chain(*labels))) for labels in itertools.product(*ways)]
    return sum(s >= true - 1e-9 * (1 + true) for s in scores) / len(scores)


def units_of(x: Any, lengths: Any, focus: Any, stratum: Any = None) -> Units:
    stratum = np.zeros(len(lengths), dtype=np.intp) if stratum is None else np.asarray(stratum)
    return Units(
        matrix=sp.csr_array(np.atleast_2d(np.asarray(x, dtype=float))), lengths=np.asarray(lengths, dtype=float),
        focus=np.asarray(focus, dtype=bool), stratum=stratum, rows=np.arange(len(lengths)),
    )  # fmt: skip


def some_units(focus: int, reference: int, *, terms: int = 30, seed: int = 1) -> Units:
    counts = bursty(focus + reference, terms, seed)
    counts[0] += counts.sum(axis=0) == 0
    return make_units(sp.csr_array(counts.T.astype(float)), np.arange(focus + reference) < focus)


def test_enumeration_gives_the_exact_p_of_the_oracle() -> None:
    x = ORACLE["x_focus"] + ORACLE["x_reference"]
    units = units_of(x, [ORACLE["length"]] * 8, [1] * 4 + [0] * 4)
    plan = plan_labelings(units, InferenceSettings())
    assert (plan.exact, plan.stages) == (True, (ORACLE["labelings"],))
    assert permutation_p_values(units, units.focus, InferenceSettings()) == pytest.approx(
        [ORACLE["p_exact"]], abs=1e-15
    )


@pytest.mark.parametrize(("focus", "reference"), [(1, 9), (4, 4), (5, 3), (7, 7)])
def test_enumeration_is_that_of_the_formula_for_one_term(focus: int, reference: int) -> None:
    units = some_units(focus, reference)
    x, inside = units.matrix.toarray(), units.focus
    wanted = [m.permutation_p(row[inside], units.lengths[inside], row[~inside], units.lengths[~inside]) for row in x]
    for first in (inside, ~inside):
        assert permutation_p_values(units, first, InferenceSettings()) == pytest.approx(wanted, abs=1e-12)


STRATA = [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2]
WITHIN = [1, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0]


def test_enumeration_within_strata_is_that_of_plain_python() -> None:
    counts = bursty(12, 12, 5)
    lengths = counts.sum(axis=1)
    units = units_of(counts.T, lengths, WITHIN, STRATA)
    assert plan_labelings(units, InferenceSettings()).stages == (10 * 6 * 3,)
    wanted = [listed_p(list(x), list(lengths), WITHIN, STRATA) for x in counts.T]
    free = [listed_p(list(x), list(lengths), WITHIN) for x in counts.T]
    assert permutation_p_values(units, units.focus, InferenceSettings()) == pytest.approx(wanted, abs=1e-12)
    assert wanted != free  # strata do something


# ---- labelings drawn


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No number of labelings is few enough to list."""
    monkeypatch.setattr(permutation, "MOST_LABELINGS", 0)


@pytest.mark.parametrize("strata", [False, True])
def test_labelings_drawn_come_close_to_all_of_them(monkeypatch: pytest.MonkeyPatch, strata: bool) -> None:
    units, settings = some_units(7, 7), InferenceSettings(labelings=(9_999, 0, 0))
    if strata:
        x, order = units.matrix.toarray(), [0, 1, 2, 7, 8, 9, 3, 4, 5, 6, 10, 11, 12, 13]
        units = units_of(x[:, order], units.lengths[order], units.focus[order], [0] * 6 + [1] * 8)
    exact = permutation_p_values(units, units.focus, settings)
    monkeypatch.setattr(permutation, "MOST_LABELINGS", 0)
    found = permutation_p_values(units, units.focus, settings)
    expected = (1 + 9_999 * exact) / 10_000
    assert (np.abs(found - expected) <= 4.5 * np.sqrt(exact * (1 - exact) / 9_999) + 1e-12).all()
    assert (found != exact).any() and exact.min() < 0.02 < 0.5 < exact.max()


@pytest.mark.usefixtures("drawn")
def test_a_drawn_p_counts_the_true_labeling_and_is_never_zero() -> None:
    units = units_of([[9] * 20 + [1] * 20, [5] * 40], [100] * 40, [1] * 20 + [0] * 20)
    for labelings, floor in (
        ((99, 0, 0), 1 / 100),
        ((999, 0, 0), 1 / 1_000),
        ((999, 0, 500), 1 / 1_500),
        ((999, 9_999, 0), 1 / 10_999),
        ((999, 9_999, 99_999), 1 / (1 + 999 + 9_999 + 99_999)),
    ):
        settings = InferenceSettings(labelings=labelings)
        assert permutation_p_values(units, units.focus, settings).tolist() == [floor, 1.0]
        assert plan_labelings(units, settings).stages == labelings
        assert plan_labelings(units, settings).floor == 1 / (1 + sum(labelings))


@pytest.mark.usefixtures("drawn")
def test_only_terms_in_question_get_more_labelings() -> None:
    """Denominators tell the stage: a whole number of labelings out of those drawn."""
    units = some_units(20, 20, terms=120, seed=1)
    after = [permutation_p_values(units, units.focus, InferenceSettings(labelings=s)) for s in (
        (999, 0, 0), (999, 9_999, 0), (999, 9_999, 99_999))]  # fmt: skip
    stage = np.select([after[0] > 0.02, after[1] > 0.0015], [0, 1], 2)
    assert set(stage) == {0, 1, 2}
    for at, drawn in enumerate((1_000, 10_999, 110_998)):
        reached = after[2][stage == at] * drawn
        assert reached == pytest.approx(np.round(reached), abs=1e-6) and (reached > 0.5).all()
        assert (after[2][stage == at] == after[at][stage == at]).all()


def test_labelings_keep_the_sizes_of_each_stratum_and_give_every_unit_its_turn() -> None:
    units = units_of([[1] * 12], [10] * 12, WITHIN, STRATA)
    labels = np.concatenate(list(draw_labelings(units, units.focus, 3, 0, 2_500)), axis=1)
    assert labels.shape == (12, 2_500) and set(np.unique(labels)) == {0.0, 1.0}
    for level, inside in ((0, 2), (1, 2), (2, 1)):
        own = labels[np.array(STRATA) == level]
        assert (own.sum(axis=0) == inside).all()
        share = inside / len(own)
        assert np.abs(own.mean(axis=1) - share).max() < 4.5 * math.sqrt(share * (1 - share) / 2_500)
    other = next(draw_labelings(units, ~units.focus, 3, 0, 50))
    assert [set(other[np.array(STRATA) == level].sum(axis=0)) for level in range(3)] == [{3}, {2}, {2}]


def test_a_block_of_labelings_does_not_depend_on_how_many_are_asked_for() -> None:
    units = some_units(8, 8)
    few, many = (list(draw_labelings(units, units.focus, 1, 1, number)) for number in (2_000, 3_500))
    assert [block.shape[1] for block in many] == [1_000, 1_000, 1_000, 500]
    assert all((a == b).all() for a, b in zip(few, many, strict=False))
    assert not (many[0] == many[1]).all()
    other = next(draw_labelings(units, units.focus, 1, 2, 1_000))
    assert not (other == many[0]).all()


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize(
    ("name", "values"), [("TERMS", (1, 7, 64, 10_000)), ("DENSE", (0.0, 2.0)), ("EXACT_BELOW", (0, 2**24))]
)
def test_how_the_work_is_cut_changes_no_p(
    monkeypatch: pytest.MonkeyPatch, name: str, values: tuple[float, ...]
) -> None:
    units, settings = some_units(10, 10, terms=70, seed=2), InferenceSettings(labelings=LIGHT)
    whole = permutation_p_values(units, units.focus, settings)
    for value in values:
        monkeypatch.setattr(permutation, name, value)
        assert permutation_p_values(units, units.focus, settings).tolist() == whole.tolist()


@pytest.mark.usefixtures("drawn")
def test_a_term_alone_has_the_p_it_has_among_others() -> None:
    units, settings = some_units(10, 10), InferenceSettings(labelings=LIGHT)
    whole = permutation_p_values(units, units.focus, settings)
    for at in (0, 3, 29):
        alone = units_of(units.matrix[[at]].toarray(), units.lengths, units.focus)
        assert permutation_p_values(alone, units.focus, settings).tolist() == [whole[at]]


def test_counts_beyond_the_whole_numbers_of_a_short_float_are_exact() -> None:
    """2^24 + 1 has no float32. With all of it in one article every labeling parts the term as the true one does: p is 1."""
    units = units_of([[2**24 + 1] + [0] * 9], [2**25] * 10, [True] * 5 + [False] * 5)
    assert permutation_p_values(units, units.focus, InferenceSettings()).tolist() == [1.0]


# ---- two keys, through a contrast


def by_hand(frame: pl.DataFrame, unit: str, stratum: str = "") -> dict[str, tuple[float, float]]:
    """Both p of each term that passes the filter: all labelings listed, and the likelihood ratio (see test_measures)."""
    counts = count(frame)
    matrix, lengths, inside = counts.matrix.toarray(), counts.lengths, counts.articles.select(VN).to_series().to_numpy()
    held = (matrix > 0).sum(axis=0)
    names = counts.articles[unit].to_list()
    kept = list(dict.fromkeys(names))
    members = np.array([[name == one for name in names] for one in kept], dtype=float)
    x, words, focus = members @ matrix, members @ lengths, (members @ inside) > 0
    levels = [counts.articles[stratum][names.index(one)] for one in kept] if stratum else [""] * len(kept)
    level = [sorted(set(levels)).index(each) for each in levels]
    found = {}
    for at, term in enumerate(counts.terms):
        if x[:, at].sum() >= 10 and held[at] >= 5:
            first = listed_p(list(x[:, at]), list(words), list(focus), level)
            found[term] = first, float(m.negative_binomial_p(x[:, at], words, focus, level)[0])
    return found


def small(kind: str) -> pl.DataFrame:
    """Few enough units to list all labelings: 6 v 6 articles, outlets, or articles in two genres."""
    if kind == "outlets":
        return made_up("outlets")
    return frame_of(bursty(12, 60, 3), 6, genre=["news", "opinion"] * 6)


@pytest.mark.parametrize(
    ("kind", "unit"), [("articles", "article_id"), ("outlets", "outlet"), ("strata", "article_id")]
)
def test_the_p_of_a_contrast_is_the_larger_of_the_two(kind: str, unit: str) -> None:
    stratum = KINDS[kind].get("strata", "")
    keys = by_hand(small(kind), unit, stratum)
    found = p_only(contrast_of(small(kind), strata=stratum))
    wanted = {term: max(first, second) if first <= 0.02 else first for term, (first, second) in keys.items()}
    assert found == pytest.approx(wanted, rel=1e-5)
    assert min(found.values()) <= 0.02


def test_either_key_can_be_the_larger() -> None:
    candidates = [
        (first, second) for first, second in by_hand(small("articles"), "article_id").values() if first <= 0.02
    ]
    assert any(first > second for first, second in candidates)
    assert any(first < second for first, second in candidates)


def step_up(p: list[float]) -> list[float]:
    """Benjamini & Hochberg, step by step."""
    order = sorted(range(len(p)), key=p.__getitem__)
    q, least = [0.0] * len(p), 1.0
    for rank in range(len(p), 0, -1):
        least = min(least, p[order[rank - 1]] * len(p) / rank)
        q[order[rank - 1]] = least
    return q


@each_kind
def test_q_is_over_all_terms_tested_and_not_over_the_rows_shown(kind: str) -> None:
    contrast = contrast_of(made_up(kind), **KINDS[kind])
    tested = contrast.table.filter(pl.col("p_value").is_not_null())
    p, q = tested["p_value"].to_list(), tested["q_value"].to_list()
    assert q == pytest.approx(false_discovery_control(p).tolist(), rel=1e-12)
    assert q == pytest.approx(step_up(p), rel=1e-12)
    shown = contrast.keywords("focus", 5).filter(pl.col("p_value").is_not_null())
    assert 0 < shown.height < len(p)
    assert shown["q_value"].to_list() != pytest.approx(step_up(shown["p_value"].to_list()), rel=1e-3)
    every = [*p, *[1.0] * contrast.dropped.height]  # terms that are not tested cost the others nothing
    assert step_up(every)[: len(p)] != pytest.approx(q, rel=1e-3)


@pytest.mark.parametrize(("a_side", "printed"), [(5, 159), (7, 12), (8, 4)])
def test_how_many_terms_must_sit_at_the_floor_is_that_of_the_methods(a_side: int, printed: int) -> None:
    contrast = contrast_of(frame_of(np.ones((2 * a_side, 1_000)), a_side))
    assert (contrast.procedure.tested, contrast.procedure.at_floor) == (1_000, printed)
    floor = contrast.smallest_p
    for number, found in ((printed - 1, False), (printed, True)):
        q = false_discovery_control([floor] * number + [1.0] * (1_000 - number))
        assert (q.min() <= 0.05) == found


# ---- the filter


def filtered() -> pl.DataFrame:
    """6 against 6 articles of ten fillers each; the words in question are added by hand."""
    counts = np.zeros((12, 7), dtype=int)
    counts[:, 0] = 10
    counts[:9, 1] = 1  # 9 times in 9 articles: too few occurrences
    counts[[0, 1, 2, 6, 7], 2] = 2  # 10 times in 5 articles, both sides together: tested
    counts[:4, 3] = 10  # 40 times in 4 articles: in too few articles
    counts[:6, 4] = 2  # 12 times, one side only: tested
    counts[0, 5] = 500  # all in one article
    counts[0, 6] = counts[11, 6] = 1
    return frame_of(counts, 6)


def test_the_filter_looks_at_both_sides_together_and_says_why() -> None:
    contrast = contrast_of(filtered())
    assert set(p_only(contrast)) == {"w000", "w002", "w004"}
    reasons = dict(contrast.dropped.filter(pl.col("term").str.starts_with("w")).select("term", "reason").rows())
    assert reasons == {
        "w001": "too few occurrences",
        "w003": "in too few articles",
        "w005": "in too few articles",
        "w006": "too few occurrences",
    }
    assert contrast.dropped["term"].is_sorted()


def test_the_filter_is_a_setting() -> None:
    all_terms = contrast_of(filtered(), least_count=1, least_articles=1)
    assert all_terms.dropped.is_empty() and all_terms.procedure.tested == all_terms.table.height
    none = contrast_of(filtered(), least_count=10_000)
    assert none.tier == "tested" and p_only(none) == {} and none.procedure.at_floor == 0
    assert set(none.dropped["reason"]) == {"too few occurrences"}


@each_kind
def test_filtering_commutes_with_swapping_the_sides(kind: str) -> None:
    for options in ({}, {"least_count": 40, "least_articles": 9}):
        there = contrast_of(made_up(kind), **KINDS[kind], **options)
        back = contrast_of(made_up(kind), "CN", "VN", **KINDS[kind], **options)
        assert_frame_equal(there.dropped, back.dropped)
        assert 0 < there.dropped.height < there.table.height
        assert p_and_q(there) == p_and_q(back)


# ---- what changes no p


@each_kind
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_swapping_the_sides_changes_no_p_and_mirrors_the_intervals(kind: str, seed: int) -> None:
    there = contrast_of(made_up(kind, seed), **KINDS[kind])
    back = contrast_of(made_up(kind, seed), "CN", "VN", **KINDS[kind])
    assert p_and_q(there) == p_and_q(back)
    ends = [c.table.sort("term").select("log_ratio_low", "log_ratio_high") for c in (there, back)]
    mirrored = ends[1].select(
        pl.col("log_ratio_high").neg().alias("log_ratio_low"), pl.col("log_ratio_low").neg().alias("log_ratio_high")
    )
    assert_frame_equal(ends[0], mirrored, check_exact=True)
    assert there.procedure.units == back.procedure.units[::-1]


@each_kind
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_names_of_the_sides_decide_whose_labels_are_drawn_and_hardly_any_p(kind: str, seed: int) -> None:
    frame = made_up(kind, seed)
    other = frame.with_columns(country=pl.when(VN).then(pl.lit("BB")).otherwise(pl.lit("AA")))
    there, renamed = p_only(contrast_of(frame, **KINDS[kind])), p_only(contrast_of(other, "BB", "AA", **KINDS[kind]))
    assert set(there) == set(renamed)
    for term, p in there.items():
        assert renamed[term] == pytest.approx(p, rel=1e-6, abs=0 if kind == "outlets" else 0.1)


@each_kind
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shuffling_the_rows_changes_no_p(kind: str, seed: int) -> None:
    """article_id is the number of the row, so that it changes, too."""
    frame = made_up(kind, seed)
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=seed)
    assert shuffled["text"].to_list() != frame["text"].to_list()
    there, back = contrast_of(frame, **KINDS[kind]), contrast_of(shuffled, **KINDS[kind])
    assert p_and_q(there) == p_and_q(back)
    assert_frame_equal(there.table.sort("term"), back.table.sort("term"), rel_tol=1e-12)


@each_kind
@pytest.mark.parametrize("side", [VN, CN])
def test_exact_copies_of_one_side_change_no_p(kind: str, side: pl.Expr) -> None:
    frame = made_up(kind)
    alone = contrast_of(frame, **KINDS[kind])
    for copies in (1, 3):
        contrast = contrast_of(pl.concat([frame, *[frame.filter(side)] * copies]), **KINDS[kind])
        assert p_and_q(contrast) == p_and_q(alone)
        assert (contrast.smallest_p, contrast.procedure.units) == (alone.smallest_p, alone.procedure.units)
        assert contrast.procedure.copies == 12 * copies
        assert sum(contrast.totals["articles"]) == 24 + 12 * copies  # in the table every copy counts


def test_copies_under_other_names_dates_and_line_ends_are_copies() -> None:
    frame = made_up("articles").with_row_index("article_id").with_columns(pl.col("article_id").cast(pl.String))
    again = frame.with_columns(
        article_id=pl.format("a{}", "article_id"), text=pl.col("text").str.replace_all(" ", "\r\n")
    )
    contrast = contrast_of(pl.concat([frame, again]))
    assert p_and_q(contrast) == p_and_q(contrast_of(frame))
    assert contrast.procedure.copies == 24


def test_articles_copied_to_twice_their_number_stay_descriptive() -> None:
    frame = frame_of(bursty(6, 25, 1), 3)
    contrast = contrast_of(pl.concat([frame, frame]))
    assert (contrast.tier, contrast.smallest_p, contrast.reason) == ("descriptive", 0.1, "too few articles")
    assert contrast.totals["articles"].to_list() == [6, 6]


def test_which_of_several_copies_stays_does_not_depend_on_the_rows() -> None:
    """A text printed as news and as opinion belongs to one stratum, the same one whatever its place in the file."""
    frame = made_up("strata")
    other = frame.filter(VN).with_columns(
        pl.when(pl.col("genre") == "news").then(pl.lit("opinion")).otherwise(pl.lit("news")).alias("genre")
    )
    one, two = (contrast_of(pl.concat(order), strata="genre") for order in ([frame, other], [other, frame]))
    assert p_and_q(one) == p_and_q(two)
    assert one.procedure == two.procedure


def test_an_article_split_in_two_leaves_the_scores_and_adds_a_unit() -> None:
    frame = made_up("articles")
    words = frame["text"][0].split()
    halves = [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]
    parts = pl.DataFrame({"text": halves, "country": ["VN"] * 2})
    whole, split = contrast_of(frame), contrast_of(pl.concat([frame[1:], parts]))
    scores = ["term", "n_focus", "n_reference", "per_1000_focus", "log_ratio", "g2", "weighted_log_odds"]
    assert_frame_equal(whole.table.select(scores), split.table.select(scores), check_exact=True)
    assert (whole.procedure.units, split.procedure.units) == ((12, 12), (13, 12))
    assert p_only(split) != p_only(whole)


@each_kind
def test_counts_of_two_parts_added_give_the_same_contrast(kind: str) -> None:
    frame = made_up(kind).with_columns(pl.Series("article_id", [f"a{at:02d}" for at in range(24)]))
    parts = frame.filter(pl.int_range(pl.len()) % 3 == 0), frame.filter(pl.int_range(pl.len()) % 3 != 0)
    whole, added = contrast_of(frame, **KINDS[kind]), contrast_of(count(parts[1]) + count(parts[0]), **KINDS[kind])
    assert p_and_q(whole) == p_and_q(added)
    assert_frame_equal(whole.table.sort("term"), added.table.sort("term"), rel_tol=1e-12)
    assert_frame_equal(whole.dropped, added.dropped)
    assert whole.procedure == added.procedure


@each_kind
def test_the_filter_and_the_rows_shown_move_no_total(kind: str) -> None:
    """Rates are out of all words, whatever is tested, shown or left out as a grammatical word."""
    contrast = contrast_of(made_up(kind), **KINDS[kind])
    rare = contrast_of(made_up(kind), least_count=60, **KINDS[kind])
    untested = ["p_value", "q_value", "unit", "log_ratio_low", "log_ratio_high"]
    assert_frame_equal(contrast.table.drop(untested), rare.table.drop(untested), check_exact=True)
    assert rare.procedure.tested < contrast.procedure.tested
    kept = set(p_only(rare))
    permuted = {term: p for term, p in p_only(contrast).items() if term in kept}
    assert p_only(rare) == pytest.approx(permuted, rel=1e-9)
    for name, total in zip(("focus", "reference"), contrast.totals["tokens"], strict=True):
        assert contrast.table[f"n_{name}"].sum() == total
        rates = contrast.table.select(pl.col(f"per_1000_{name}") * total / 1000 - pl.col(f"n_{name}"))
        assert rates.to_series().abs().max() < 1e-9


def test_another_grammatical_word_moves_no_other_term() -> None:
    """All labelings are listed here: where they are drawn, other texts stand in another order and give other draws."""
    frame = made_up("outlets")
    there, back = (contrast_of(frame.with_columns(pl.col("text") + f" {word}" * 40)) for word in ("the", "of"))
    one, two = (c.table.filter(~pl.col("term").is_in(["the", "of"])).sort("term") for c in (there, back))
    assert_frame_equal(one, two, rel_tol=1e-9)
    assert there.totals.equals(back.totals)
    assert contrast_of(frame).totals["tokens"].to_list() == [n - 12 * 40 for n in there.totals["tokens"]]


# ---- bad input


def test_a_text_on_both_sides_stays_in_the_table_and_out_of_the_test() -> None:
    frame = made_up("articles")
    shared = pl.DataFrame({"text": [write([3] * 25, "shared")] * 2, "country": ["VN", "CN"]})
    alone, contrast = contrast_of(frame), contrast_of(pl.concat([frame, shared]))
    assert p_only(contrast) == pytest.approx(p_only(alone), rel=1e-9)
    assert (contrast.procedure.on_both_sides, contrast.procedure.units) == (2, (12, 12))
    assert contrast.totals["articles"].to_list() == [13, 13]
    more = alone.table.select("term", "n_focus").join(contrast.table.select("term", "n_focus"), on="term")
    assert more.filter(pl.col("term").str.starts_with("w"))["n_focus_right"].to_list() == [
        n + 3 for n in more.filter(pl.col("term").str.starts_with("w"))["n_focus"]
    ]


def test_sides_of_the_same_texts_are_descriptive() -> None:
    frame = made_up("articles")
    contrast = contrast_of(pl.concat([frame, frame.with_columns(pl.when(VN).then(pl.lit("CN")).otherwise(
        pl.lit("VN")).alias("country"))]))  # fmt: skip
    assert (contrast.tier, contrast.reason) == ("descriptive", "a side has no text of its own")
    assert contrast.table["g2"].abs().max() == 0


def test_an_article_without_a_counted_word_stays_out_of_the_test() -> None:
    frame = made_up("articles")
    empty = pl.DataFrame({"text": ["—", "…", "— —"], "country": ["VN", "VN", "CN"]})
    alone, contrast = contrast_of(frame), contrast_of(pl.concat([frame, empty]))
    assert p_and_q(contrast) == p_and_q(alone)
    assert (contrast.procedure.empty, contrast.procedure.units) == (3, (12, 12))
    assert contrast.totals["articles"].to_list() == [14, 13]


def test_one_outlet_on_a_side_leaves_articles_to_be_exchanged() -> None:
    frame = made_up("articles")
    contrast = contrast_of(frame.with_columns(outlet=pl.Series([f"n{at}" for at in range(12)] + ["only"] * 12)))
    assert contrast.procedure.unit == "article"
    assert p_and_q(contrast) == p_and_q(contrast_of(frame))
    assert contrast.table["leave_outlet_out_low"].null_count() == 0


def test_sides_of_very_unequal_number_are_tested() -> None:
    counts = bursty(102, 20, 1)
    assert contrast_of(frame_of(counts, 2)).smallest_p == pytest.approx(2 / (102 * 101))
    one = contrast_of(frame_of(counts, 1))
    assert one.smallest_p == 1 / 102 and one.procedure.units == (1, 101) and one.procedure.exact
    assert contrast_of(frame_of(counts[:90], 1)).tier == "descriptive"


def test_a_term_with_all_its_count_in_one_article_has_a_large_p_or_none() -> None:
    contrast = contrast_of(filtered(), least_articles=1)
    assert p_only(contrast)["w005"] > 0.05
    assert "w005" not in p_only(contrast_of(filtered()))


def test_a_term_in_every_article_equally_has_a_p_of_one() -> None:
    counts = np.c_[np.full((24, 2), 5), np.tile([0, 30], (24, 1))]
    assert p_only(contrast_of(frame_of(counts, 12)))["w000"] == 1
    assert p_only(contrast_of(made_up("articles")))["w000"] > 0


def test_articles_of_a_stratum_that_one_side_alone_has_stay_out_of_the_test() -> None:
    frame = made_up("strata")
    apart = frame_of(bursty(5, 25, 8), 5, genre=["wire"] * 4 + [None]).with_columns(pl.col("text") + "apart")
    alone, contrast = contrast_of(frame, strata="genre"), contrast_of(pl.concat([frame, apart]), strata="genre")
    assert p_only(contrast) == pytest.approx(p_only(alone), rel=1e-9)
    assert (contrast.procedure.apart, contrast.procedure.units) == (5, (12, 12))
    assert contrast.totals["articles"].to_list() == [17, 12]


def test_strata_by_the_sides_themselves_leave_nothing_to_exchange() -> None:
    contrast = contrast_of(made_up("articles"), strata="country")
    assert (contrast.tier, contrast.smallest_p) == ("descriptive", 1.0)
    assert contrast.reason == "too few articles in the strata that both sides have"


def test_fewer_labelings_than_a_q_needs_give_a_defined_p() -> None:
    contrast = contrast_of(made_up("articles"), labelings=(99, 0, 0))
    p = np.array(list(p_only(contrast).values()))
    assert p.min() >= 0.01
    first = p[p > 0.02] * 100
    assert first == pytest.approx(np.round(first), abs=1e-9)
    assert contrast.procedure.labelings == (99, 0, 0)
    assert contrast.procedure.at_floor == math.ceil(len(p) * 0.01 / 0.05 - 1e-9)


def test_what_is_not_asked_for_is_not_tested() -> None:
    contrast = sound(contrast_terms(count(made_up("articles")), focus="VN", reference="CN", inference=None))
    assert (contrast.tier, contrast.reason) == ("descriptive", "not asked for")
    with_test = contrast_of(made_up("articles"))
    untested = ["p_value", "q_value", "unit", "log_ratio_low", "log_ratio_high"]
    assert_frame_equal(contrast.table.drop(untested), with_test.table.drop(untested), check_exact=True)


@pytest.mark.parametrize(("focus", "reference"), [(1, 1), (4, 1), (3, 3), (4, 4)])
def test_few_articles_are_described_and_nothing_is_tested(focus: int, reference: int) -> None:
    contrast = contrast_of(frame_of(bursty(focus + reference, 25, 1), focus))
    assert (contrast.tier, contrast.reason) == ("descriptive", "too few articles")
    assert contrast.procedure.labelings == () and contrast.procedure.units == (0, 0)


# ---- intervals


@each_kind
def test_the_interval_is_widened_by_how_much_units_differ(kind: str) -> None:
    """φ over articles or outlets by Pearson's statistic, written out; the formula of the interval has its own test."""
    frame = made_up(kind)
    contrast = contrast_of(frame, **KINDS[kind])
    names = frame["outlet"].to_list() if kind == "outlets" else list(range(24))
    units = {name: [] for name in names}
    for name, text in zip(names, frame["text"], strict=True):
        units[name] += text.split()
    sizes, total = [len(words) for words in units.values()], sum(len(words) for words in units.values())
    rows = contrast.table.filter(pl.col("p_value").is_not_null()).iter_rows(named=True)
    widened = 0
    for row in rows:
        x = [words.count(row["term"]) for words in units.values()]
        expected = [size * sum(x) / total for size in sizes]
        pearson = sum((n - e) ** 2 / e for n, e in zip(x, expected, strict=True)) / (len(x) - 1)
        widened += pearson > 1
        low, high = m.log_ratio_interval(row["log_ratio"], row["n_focus"], row["n_reference"], max(1, pearson), len(x))
        assert (row["log_ratio_low"], row["log_ratio_high"]) == pytest.approx((low, high), rel=1e-9)
    assert widened > 10


def test_copies_make_no_interval_narrower() -> None:
    frame = made_up("articles")
    widths = [
        contrast_of(each)
        .table.sort("term")
        .select(pl.col("log_ratio_high") - pl.col("log_ratio_low"))
        .to_series()
        .drop_nulls()
        for each in (frame, pl.concat([frame] * 3))
    ]
    assert widths[0].to_list() == pytest.approx(widths[1].to_list(), rel=1e-9)
    assert len(widths[0]) > 10


# ---- the same bytes again


def written(**options: Any) -> str:
    return contrast_of(made_up("articles"), **options).table.write_csv()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_p() -> None:
    assert written() == written() == written(seed=1)
    assert written(seed=2) != written()
    one, two = (p_only(contrast_of(made_up("articles"), seed=seed)) for seed in (1, 2))
    for term, p in one.items():  # drawn anew, near the same p
        assert two[term] == pytest.approx(p, abs=6 * math.sqrt(p * (1 - p) / 999) + 1e-9)


SCRIPT = """
import hashlib, test_testing
print(hashlib.sha256("".join(test_testing.written(labelings=(999, 9_999, 0)) for _ in range(2)).encode()).hexdigest())
"""


@pytest.mark.slow
def test_the_number_of_threads_changes_no_byte() -> None:
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS")
    path = os.pathsep.join(filter(None, [str(ROOT / "tests"), str(ROOT), os.environ.get("PYTHONPATH", "")]))
    found = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": threads, **dict.fromkeys(names, threads)},
        ).stdout
        for threads in ("1", "2")
    }  # fmt: skip
    assert len(found) == 1 and len(found.pop().strip()) == 64


@pytest.mark.parametrize("reprinter", ["aggregator", "zz"])
def test_an_outlet_that_reprints_all_of_a_side_swallows_no_other(reprinter: str) -> None:
    """Six outlets of two articles a side, and one that prints all twelve of one side again: still six against six."""
    texts = [f"rail talks number {at}" for at in range(24)]
    outlets = [f"{'vn' if at < 12 else 'cn'} {at % 6}" for at in range(24)]
    frame = pl.DataFrame(
        {
            "text": texts + texts[:12],
            "outlet": outlets + [reprinter] * 12,
            "country": ["VN"] * 12 + ["CN"] * 12 + ["VN"] * 12,
            "language": ["en"] * 36,
        }
    )
    procedure = contrast_terms(count_terms(tokenize(load_corpus(frame))), focus="VN", reference="CN").procedure
    assert (procedure.unit, procedure.units, procedure.copies) == ("outlet", (6, 6), 12)
