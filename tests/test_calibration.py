"""Calibration: where nothing differs the two keys find nothing, and what is planted they find. Smaller than the benchmark."""

from __future__ import annotations

import importlib
from types import ModuleType

import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp
from project import ROOT
from scipy import stats

from framing.corpus import load_corpus
from framing.counts import Counts, count_terms
from framing.errors import SettingsError
from framing.inference import calibrate
from framing.inference import calibration as room
from framing.inference.units import Units
from framing.recipe import make_figure, make_table, prepare_study
from framing.settings import InferenceSettings
from framing.tokens import tokenize

SPLITS = 25
LIGHT = InferenceSettings(labelings=(999, 9_999, 0))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """benchmarks/calibration.py, whose command prints the whole table."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "benchmarks")
        return importlib.import_module("calibration")


@pytest.fixture(scope="module")
def speeches(script: ModuleType) -> object:
    return script.speeches()


def counts_of(matrix: np.ndarray) -> Counts:
    """Counts of made-up articles, each word of number t standing so many times."""
    texts = [
        " ".join(f"w{t:03d} " * int(n) for t, n in enumerate(row)) + f" number{at}" for at, row in enumerate(matrix)
    ]
    return count_terms(tokenize(load_corpus(pl.DataFrame({"text": texts}))))


def bursty(articles: int = 60, terms: int = 150, seed: int = 3) -> np.ndarray:
    generator = np.random.default_rng(seed)
    rates = 60.0 / (np.arange(terms) + 5)
    return generator.poisson(rates * generator.gamma(0.5, 2.0, (articles, terms)))


@pytest.mark.slow
@pytest.mark.parametrize("cut", [False, True], ids=["as they are", "one side cut to a quarter"])
def test_on_random_halves_of_real_speeches_the_two_keys_keep_their_promise(
    script: ModuleType, speeches: object, cut: bool
) -> None:
    """200 splits stand in the benchmark; of 25, at most 4 discoveries have a chance of 96 per cent at a rate of .08."""
    methods = {"two keys": lambda units: room.two_key_p_values(units, units.focus, InferenceSettings())}
    found = room.try_methods(script.trials(speeches, (20, 20), SPLITS, cut=cut), methods, InferenceSettings())
    assert found["comparisons"].item() == SPLITS and found["terms_tested"].item() > 1_000
    assert 0.003 <= found["share_at_01"].item() <= 0.014
    assert found["false_comparisons"].item() <= 4 / SPLITS


@pytest.mark.slow
def test_words_planted_in_real_speeches_are_found_and_few_others(script: ModuleType, speeches: object) -> None:
    trials = script.trials(speeches, (20, 20), SPLITS, planted=True)
    found = room.try_planted(trials, InferenceSettings(), times=script.TIMES)
    assert found["planted"].item() == SPLITS * script.PLANTED
    assert found["often_recall"].item() >= 0.2
    assert found["false_share"].item() <= 0.1  # .05 at most in the long run, .03 in the benchmark; of 25 splits ± .03


def test_methods_that_take_words_as_independent_are_wrong_in_every_comparison() -> None:
    table = calibrate(counts_of(bursty()), splits=10, inference=LIGHT)
    rows = {row["method"]: row for row in table.iter_rows(named=True)}
    for name in ("log-likelihood", "chi-squared", "Fisher's exact test", "weighted log-odds"):
        assert rows[name]["false_comparisons"] == 1.0 and rows[name]["share_at_01"] > 0.05
    assert rows["two keys"]["false_comparisons"] <= 0.2 and rows["two keys"]["share_at_01"] <= 0.02


def test_the_rank_sum_fails_as_soon_as_lengths_differ_and_the_two_keys_do_not() -> None:
    table = calibrate(counts_of(bursty()), splits=10, shorter=0.25, inference=LIGHT)
    rows = {row["method"]: row for row in table.iter_rows(named=True)}
    assert rows["Mann-Whitney"]["share_at_01"] > 0.05 > rows["two keys"]["share_at_01"]


def test_the_same_seed_gives_the_same_table_and_another_seed_another() -> None:
    counts = counts_of(bursty(articles=20))
    first, again = (calibrate(counts, splits=3, inference=LIGHT) for _ in range(2))
    assert first.equals(again)
    assert not first.equals(calibrate(counts, splits=3, inference=InferenceSettings(seed=2, labelings=(999, 9_999, 0))))


def test_p_of_the_other_methods_are_those_of_scipy() -> None:
    generator = np.random.default_rng(5)
    matrix = sp.csr_array(generator.poisson(4.0, (6, 20)).astype(float))
    units = room.make_units(matrix, np.arange(20) < 8)
    rates = matrix.toarray() / units.lengths
    a = matrix.toarray()[:, :8].sum(axis=1)
    b = matrix.toarray()[:, 8:].sum(axis=1)
    totals = units.lengths[:8].sum(), units.lengths[8:].sum()
    tables = [[[x, totals[0] - x], [y, totals[1] - y]] for x, y in zip(a, b, strict=True)]
    sides = rates[:, :8], rates[:, 8:]
    np.testing.assert_allclose(room.welch_p(units), stats.ttest_ind(*sides, axis=1, equal_var=False).pvalue, rtol=1e-9)
    np.testing.assert_allclose(
        room.rank_sum_p(units),
        [stats.mannwhitneyu(x, y, method="asymptotic").pvalue for x, y in zip(*sides, strict=True)],
    )
    np.testing.assert_allclose(
        room.fisher_p(units), [stats.fisher_exact(np.array(t, dtype=int)).pvalue for t in tables], rtol=1e-6
    )
    chi2 = [stats.chi2_contingency(t, correction=False).pvalue for t in tables]
    np.testing.assert_allclose(room.chi_squared_p(units), chi2, rtol=1e-9)
    expected = [[n * (x + y) / sum(totals) for n in totals] for x, y in zip(a, b, strict=True)]
    observed = np.stack([a, b], axis=1)
    g2 = 2 * (observed * np.log(observed / np.array(expected))).sum(axis=1)
    np.testing.assert_allclose(room.log_likelihood_p(units), stats.chi2.sf(g2, 1), rtol=1e-9)


def test_a_ring_of_a_quarter_keeps_the_words_in_their_order(script: ModuleType) -> None:
    texts = script.Texts([np.array([0, 1, 2, 3, 0, 1, 2, 3]), np.array([3, 3, 3, 3])], 4)
    cut = texts.matrix(np.array([0, 0, 1]), np.array([0.25, 0.9, -1.0])).toarray().T.tolist()
    assert cut == [[0, 0, 1, 1], [1, 0, 0, 1], [0, 0, 0, 4]]  # words 2 and 3; words 3 and, round the end, 0


def test_planting_multiplies_counts_of_the_focus_alone_and_leaves_lengths() -> None:
    generator = np.random.default_rng(1)
    trial = room.split_articles(sp.csr_array(bursty(20, 40).T.astype(float)), (10, 10), generator)
    planted = room.plant(trial, generator, terms=5, times=4, inference=InferenceSettings())
    assert planted.planted.sum() == 5
    before, after = trial.units.matrix.toarray(), planted.units.matrix.toarray()
    rows = planted.planted
    assert (after[rows][:, :10] == 4 * before[rows][:, :10]).all() and (
        after[rows][:, 10:] == before[rows][:, 10:]
    ).all()
    assert (after[~rows] == before[~rows]).all()
    assert (planted.units.lengths == before.sum(axis=0)).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sizes": (4, 20)}, "two parts of 5 articles or more; got 4 and 20 of 24 distinct articles"),
        ({"sizes": (20, 20)}, "got 20 and 20 of 24 distinct articles"),
        ({"splits": 0}, "splits must be a whole number of 1 or more; got 0"),
        ({"shorter": 0.0}, "shorter must be a share above 0, at most 1; got 0.0"),
    ],
)
def test_what_cannot_be_split_is_refused_with_its_sizes(options: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        calibrate(counts_of(bursty(24, 20)), **options)


def test_texts_too_short_for_any_term_to_be_tested_give_zeros() -> None:
    table = calibrate(counts_of(np.eye(12, dtype=int)), splits=2)
    assert table["terms_tested"].to_list() == [0.0] * 7 and table["false_comparisons"].to_list() == [0.0] * 7


def test_copies_of_one_text_are_dealt_once() -> None:
    frame = pl.DataFrame({"text": [f"rail talks number {at % 12}" for at in range(36)]})
    counts = count_terms(tokenize(load_corpus(frame)))
    with pytest.raises(SettingsError, match="of 12 distinct articles"):
        calibrate(counts, sizes=(7, 7))


def test_the_report_splits_the_larger_side_and_says_where_there_is_too_little() -> None:
    matrix = bursty(30, 60)
    texts = [
        " ".join(f"w{t:03d} " * int(n) for t, n in enumerate(row)) + f" number{at}" for at, row in enumerate(matrix)
    ]
    frame = pl.DataFrame({"text": texts, "country": ["VN"] * 8 + ["CN"] * 22, "language": ["en"] * 30})
    study = prepare_study(load_corpus(frame), focus="VN", reference="CN")
    table = make_table(study, "calibration")
    assert (
        set(table["side"]) == {"reference"} and set(table["articles"]) == {22} and set(table["articles_split"]) == {11}
    )
    assert table["method"].n_unique() == 7 and table["lengths"].unique(maintain_order=True).to_list() == [
        "as they are",
        "one part cut to a quarter",
    ]
    assert "log-likelihood finds a difference in" in make_figure(study, "calibration").alt
    few = prepare_study("seeds", focus="VN", reference="CN")
    assert make_table(few, "calibration").is_empty()
    assert make_figure(few, "calibration").alt.startswith("Neither side has enough articles")


def test_one_article_against_many_shows_nothing_by_its_variance() -> None:
    matrix = sp.csr_array(np.array([[3.0, 1.0, 2.0], [0.0, 4.0, 5.0]]))
    focus = np.array([True, False, False])
    units = Units(matrix, np.full(3, 50.0), focus, np.zeros(3, dtype=np.intp), np.arange(3))
    assert room.welch_p(units).tolist() == [1.0, 1.0]
