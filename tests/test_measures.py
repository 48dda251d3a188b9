"""The formulas against numbers from outside, and the properties that give them their meaning.

Every number of oracles.json (books, R packages, scipy) is checked to its printed digits, its source
in the test's name, except tf-idf and collocations, which other rooms compute. The rest states what
must hold for any counts: swapping sides, zero cells, additivity, refusals.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.optimize
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from framing import measures as m

ORACLES = json.loads((Path(__file__).parent / "oracles.json").read_text(encoding="utf-8"), parse_float=Decimal)
ELSEWHERE = {"_about", "tf_idf", "collocation"}
INPUTS = {
    "g2": {"a", "N_a", "b", "N_b", "table", "source"},
    "two_by_two": {"table", "source"},
    "conservative_log_ratio": {"a", "N_a", "b", "N_b", "conf", "family", "source"},
    "weighted_log_odds": {"A", "B", "alpha_each", "alpha0_pooled", "source"},
    "dispersion": {"v", "sizes", "source"},
    "zeta": {"d_a", "n_a", "d_b", "n_b", "source"},
    "jensen_shannon": {"p", "q", "source"},
    "permutation": {"x_focus", "x_reference", "length", "source"},
    "rank_sum": {"x", "y", "source"},
}
properties = settings(deadline=None, max_examples=60)

# ---- oracles: one function from an example's inputs per printed number


def four(example: dict[str, Any]) -> tuple[int, int, int, int]:
    """a, N_A, b, N_B; of a 2x2 table the columns are the groups and the first row is the term."""
    if "table" in example:
        (a, b), (other_a, other_b) = example["table"]
        return a, a + other_a, b, b + other_b
    return example["a"], example["N_a"], example["b"], example["N_b"]


def of_four(function: Callable[..., Any], **options: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda example: function(*four(example), **options)


def of_parts(function: Callable[..., Any], **options: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda example: function(example["v"], example["sizes"], **options)


def of_articles(form: str) -> Callable[[dict[str, Any]], Any]:
    return lambda e: m.zeta(e["d_a"], e["n_a"], e["d_b"], e["n_b"], form=form)


def lrc(example: dict[str, Any]) -> Any:
    options = {"confidence": float(example["conf"]), "family": example["family"]}
    return m.conservative_log_ratio(*four(example), **options)


def log_odds(example: dict[str, Any]) -> Any:
    if "alpha_each" in example:
        return m.weighted_log_odds(example["A"], example["B"], prior=float(example["alpha_each"]))
    return m.weighted_log_odds(example["A"], example["B"], prior_total=example["alpha0_pooled"])


def floats(values: list[Decimal]) -> list[float]:
    return [float(value) for value in values]


def of_distributions(function: Callable[..., Any]) -> Callable[[dict[str, Any]], Any]:
    return lambda example: function(floats(example["p"]), floats(example["q"]))


def article_lengths(example: dict[str, Any]) -> tuple[list[int], list[int]]:
    length = example["length"]
    return [length] * len(example["x_focus"]), [length] * len(example["x_reference"])


def permuted(example: dict[str, Any]) -> float:
    focus, reference = article_lengths(example)
    return m.permutation_p(example["x_focus"], focus, example["x_reference"], reference)


def g2_of_articles(example: dict[str, Any]) -> Any:
    focus, reference = article_lengths(example)
    counts = sum(example["x_focus"]), sum(focus), sum(example["x_reference"]), sum(reference)
    return m.log_likelihood(*counts)


def labelings(example: dict[str, Any]) -> float:
    # Equal groups: the smallest p is two labelings out of all.
    smallest = m.smallest_attainable_p(len(example["x_focus"]), len(example["x_reference"]))
    return 2.0 / smallest


G2 = {
    "two_cell": of_four(m.log_likelihood),
    "four_cell": of_four(m.log_likelihood, cells=4),
    "chi2": of_four(m.chi_squared),
    "chi2_yates": of_four(m.chi_squared, yates=True),
    "percent_diff": of_four(m.percent_difference),
    "log_ratio_plain": of_four(m.log_ratio, convention="plain"),
    "log_ratio_hardie": of_four(m.log_ratio, convention="hardie"),
    "log_ratio_walter": of_four(m.log_ratio, convention="walter"),
    "bic_two_cell": of_four(m.bayes_factor_bic),
    "ell": of_four(m.effect_size_ell),
    "odds_ratio": of_four(m.odds_ratio),
    "simple_maths_k1": of_four(m.simple_maths, k=1),
    "simple_maths_k100": of_four(m.simple_maths, k=100),
    "fisher_two_sided": of_four(m.fisher_exact),
}
COMPUTED: dict[str, dict[str, Callable[[dict[str, Any]], Any]]] = {
    "g2": G2,
    "two_by_two": {
        "chi2": of_four(m.chi_squared),
        "chi2_yates": of_four(m.chi_squared, yates=True),
        "g2": of_four(m.log_likelihood, cells=4),
        "fisher_two_sided": of_four(m.fisher_exact),
        "less": of_four(m.fisher_exact, alternative="less"),
        "greater": of_four(m.fisher_exact, alternative="greater"),
    },
    "conservative_log_ratio": {"lrc": lrc},
    "weighted_log_odds": {"z": log_odds},
    "dispersion": {
        "dp": of_parts(m.dp),
        "dp_norm": of_parts(m.dp_norm),
        "juilland_d_rates_population_sd": of_parts(m.juilland_d),
        "juilland_d_equal_population_sd": of_parts(m.juilland_d, rates=False),
        "carroll_d2": of_parts(m.carroll_d2),
        "rosengren_s": of_parts(m.rosengren_s),
        "dkl_bits": of_parts(m.dkl),
    },
    "zeta": {form: of_articles(form) for form in ("burrows", "craig", "eder")},
    "jensen_shannon": {
        "bits": of_distributions(m.jensen_shannon),
        "contributions": of_distributions(m.jensen_shannon_contributions),
    },
    "permutation": {
        "g2_two_cell": g2_of_articles,
        "p_exact": permuted,
        "labelings": labelings,
    },
    "rank_sum": {"u": lambda example: m.rank_sum_u(example["x"], example["y"])},
}


def printed_numbers() -> Iterator[Any]:
    """Every number of the file that is no input; an unknown name fails the collection."""
    for section, examples in ORACLES.items():
        if section in ELSEWHERE:
            continue
        for place, example in enumerate(examples if isinstance(examples, list) else [examples]):
            for key in example.keys() - INPUTS[section]:
                name = f"{section}[{place}]-{key}-{example['source']}"
                yield pytest.param(COMPUTED[section][key], example, example[key], id=name)


def as_printed(value: Any, printed: Any) -> bool:
    """Equal to half a unit of the last printed digit; whole numbers to the last bits of a float."""
    if printed == "inf":
        return bool(value == math.inf)
    exponent = printed.as_tuple().exponent if isinstance(printed, Decimal) else -12
    half_a_unit = 0.5 * 10.0**exponent
    return abs(value - float(printed)) <= half_a_unit + 1e-12 * abs(float(printed))


@pytest.mark.parametrize(("compute", "example", "printed"), sorted(printed_numbers(), key=lambda case: case.id))
def test_printed_number(compute: Callable[[dict[str, Any]], Any], example: dict[str, Any], printed: Any) -> None:
    value = compute(example)
    wanted = printed if isinstance(printed, list) else [printed]
    found = np.atleast_1d(value)
    assert found.shape == (len(wanted),)
    for got, want in zip(found, wanted, strict=True):
        assert as_printed(float(got), want), f"{got!r} is not {want}"


def test_no_example_is_left_out() -> None:
    assert set(ORACLES) == set(COMPUTED) | ELSEWHERE
    assert len(list(printed_numbers())) == 74


def test_digits_are_compared() -> None:
    assert as_printed(0.1854, Decimal("0.185"))
    assert not as_printed(0.1856, Decimal("0.185"))
    assert not as_printed(16.001, 16)


# ---- strategies


@st.composite
def sides(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """a, N_A, b, N_B with zero cells and full cells among them."""
    total_focus, total_reference = draw(st.tuples(*[st.integers(1, 10**7)] * 2))
    focus = draw(st.sampled_from([0, total_focus]) | st.integers(0, total_focus))
    reference = draw(st.sampled_from([0, total_reference]) | st.integers(0, total_reference))
    return focus, total_focus, reference, total_reference


@st.composite
def parts(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    number = draw(st.integers(2, 12))
    counts = draw(st.lists(st.integers(0, 50), min_size=number, max_size=number).filter(any))
    sizes = draw(st.lists(st.integers(50, 2000), min_size=number, max_size=number))
    return counts, sizes


def swap(four_numbers: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    return (*four_numbers[2:], *four_numbers[:2])


SIGNED: dict[str, Callable[..., Any]] = {
    "log_likelihood, 2 cells": m.log_likelihood,
    "log_likelihood, 4 cells": lambda *x: m.log_likelihood(*x, cells=4),
    "log_ratio, walter": m.log_ratio,
    "log_ratio, hardie": lambda *x: m.log_ratio(*x, convention="hardie"),
    "log_ratio, plain": lambda *x: m.log_ratio(*x, convention="plain"),
    "conservative_log_ratio": m.conservative_log_ratio,
    "zeta, burrows": m.zeta,
    "zeta, eder": lambda *x: m.zeta(*x, form="eder"),
}
UNSIGNED: dict[str, Callable[..., Any]] = {
    "chi_squared": m.chi_squared,
    "chi_squared, Yates": lambda *x: m.chi_squared(*x, yates=True),
    "bayes_factor_bic": m.bayes_factor_bic,
    "effect_size_ell": m.effect_size_ell,
}
RATIOS: dict[str, Callable[..., Any]] = {
    "odds_ratio": m.odds_ratio,
    "percent_difference": m.percent_difference,
    "simple_maths": m.simple_maths,
    "zeta, craig": lambda *x: m.zeta(*x, form="craig"),
}
COMPARISONS = SIGNED | UNSIGNED | RATIOS
DISPERSIONS = [m.dp, m.dp_norm, m.juilland_d, m.carroll_d2, m.rosengren_s, m.dkl]


# ---- comparisons


@pytest.mark.parametrize("name", SIGNED)
@properties
@given(four_numbers=sides())
def test_swapping_sides_negates_exactly(name: str, four_numbers: tuple[int, int, int, int]) -> None:
    assert SIGNED[name](*swap(four_numbers)) == -SIGNED[name](*four_numbers)


@pytest.mark.parametrize("name", UNSIGNED)
@properties
@given(four_numbers=sides())
def test_swapping_sides_keeps_unsigned_measures(name: str, four_numbers: tuple[int, int, int, int]) -> None:
    assert UNSIGNED[name](*swap(four_numbers)) == UNSIGNED[name](*four_numbers)


@properties
@given(four_numbers=sides())
def test_swapping_sides_inverts_ratios(four_numbers: tuple[int, int, int, int]) -> None:
    for name in ("odds_ratio", "simple_maths"):
        value, inverse = RATIOS[name](*four_numbers), RATIOS[name](*swap(four_numbers))
        if 0 < value < math.inf:
            assert value * inverse == pytest.approx(1.0, rel=1e-12)
        else:
            assert {value, inverse} == {0.0, math.inf}


@pytest.mark.parametrize("name", COMPARISONS)
@properties
@given(four_numbers=sides())
def test_no_cell_gives_nan(name: str, four_numbers: tuple[int, int, int, int]) -> None:
    value = COMPARISONS[name](*four_numbers)
    assert type(value) is float
    assert not math.isnan(value)


@pytest.mark.parametrize("name", SIGNED)
@properties
@given(four_numbers=sides())
def test_the_sign_says_where_the_term_is_more_frequent(name: str, four_numbers: tuple[int, int, int, int]) -> None:
    a, total_a, b, total_b = four_numbers
    difference = Fraction(a, total_a) - Fraction(b, total_b)
    value = SIGNED[name](*four_numbers)
    if name in ("log_likelihood, 2 cells", "log_ratio, plain", "zeta, burrows", "zeta, eder"):
        # Rounding may bring a tiny difference to 0, never to the other side.
        assert value == 0 or (value > 0) == (difference > 0)
    if name == "conservative_log_ratio" and value != 0:
        assert (value > 0) == (difference > 0)


@pytest.mark.parametrize("name", COMPARISONS)
def test_arrays_give_what_single_numbers_give(name: str) -> None:
    a, b = np.array([0, 3, 10, 0, 10]), np.array([0, 0, 2, 10, 20])
    together = COMPARISONS[name](a, 10, b, 20)
    assert together.dtype == np.float64
    assert together.tolist() == [COMPARISONS[name](x, 10, y, 20) for x, y in zip(a, b, strict=True)]
    assert COMPARISONS[name](a[:, None], 10, b[None, :], 20).shape == (5, 5)


def test_fisher_takes_arrays_too() -> None:
    together = m.fisher_exact([7, 5, 0], [1000, 1000, 10], [2, 0, 0], [1000, 2000, 20])
    assert together.tolist() == [
        m.fisher_exact(7, 1000, 2, 1000),
        m.fisher_exact(5, 1000, 0, 2000),
        1.0,
    ]


@pytest.mark.parametrize(
    ("name", "neither", "focus_only", "reference_only", "everything"),
    [
        ("log_likelihood, 2 cells", 0, 10 * math.log(3), -10 * math.log(1.5), 0),
        (
            "log_ratio, walter",
            math.log2(2000.5 / 1000.5),
            math.log2(11 * 2000.5 / 1000.5),
            math.log2(2000.5 / 1000.5 / 11),
            0,
        ),
        ("log_ratio, hardie", 1, math.log2(20), -math.log2(5), 0),
        ("log_ratio, plain", 0, math.inf, -math.inf, 0),
        ("odds_ratio", 1, math.inf, 0, 1),
        ("percent_difference", 0, math.inf, -100, 0),
        ("simple_maths", 1, 51, 1 / 26, 1),
        ("zeta, eder", 0, 1, -1, 0),
    ],
)
def test_zero_cells(name: str, neither: float, focus_only: float, reference_only: float, everything: float) -> None:
    function = COMPARISONS[name]
    assert function(0, 1000, 0, 2000) == pytest.approx(neither, rel=1e-12)
    assert function(5, 1000, 0, 2000) == pytest.approx(focus_only, abs=1e-6)
    assert function(0, 1000, 5, 2000) == pytest.approx(reference_only, abs=1e-6)
    assert function(1000, 1000, 2000, 2000) == pytest.approx(everything, abs=1e-15)


def test_rounding_leaves_no_wrong_sign() -> None:
    nearly_equal = (4086447, 8768610, 3240253, 6952865)  # the two terms of G2 sum to -2.6e-10
    for value in (m.log_likelihood(*nearly_equal), m.log_likelihood(*swap(nearly_equal))):
        assert math.copysign(1.0, value) == 1.0
        assert value == 0


@properties
@given(four_numbers=sides())
def test_four_cells_are_scipys(four_numbers: tuple[int, int, int, int]) -> None:
    a, total_a, b, total_b = four_numbers
    table = [[a, b], [total_a - a, total_b - b]]
    if not 0 < a + b < total_a + total_b:
        return  # scipy refuses empty margins; test_no_cell_gives_nan covers ours
    options = {"correction": False, "lambda_": "log-likelihood"}
    g2 = scipy.stats.chi2_contingency(table, **options).statistic
    chi2 = scipy.stats.chi2_contingency(table, correction=False).statistic
    yates = scipy.stats.chi2_contingency(table, correction=True).statistic
    assert abs(m.log_likelihood(*four_numbers, cells=4)) == pytest.approx(g2, rel=1e-9, abs=1e-6)
    assert m.chi_squared(*four_numbers) == pytest.approx(chi2, rel=1e-9, abs=1e-6)
    assert m.chi_squared(*four_numbers, yates=True) == pytest.approx(yates, rel=1e-9, abs=1e-6)


def test_effect_size_is_0_for_terms_too_rare_to_grade() -> None:
    assert m.effect_size_ell(3, 1000, 0, 2000) == 0  # expected counts 1 and 2
    assert m.effect_size_ell(4, 1000, 0, 2000) > 0


@properties
@given(four_numbers=sides())
def test_four_cells_are_the_term_plus_all_other_tokens(
    four_numbers: tuple[int, int, int, int],
) -> None:
    a, total_a, b, total_b = four_numbers
    term = abs(m.log_likelihood(a, total_a, b, total_b))
    others = abs(m.log_likelihood(total_a - a, total_a, total_b - b, total_b))
    both = abs(m.log_likelihood(a, total_a, b, total_b, cells=4))
    assert both == pytest.approx(term + others, rel=1e-9, abs=1e-6)


@properties
@given(four_numbers=sides(), third=st.tuples(st.integers(0, 100), st.integers(100, 10**6)))
def test_log_ratios_add_along_a_chain(four_numbers: tuple[int, int, int, int], third: tuple[int, int]) -> None:
    first, second = four_numbers[:2], four_numbers[2:]
    through = m.log_ratio(*first, *third) + m.log_ratio(*third, *second)
    assert through == pytest.approx(m.log_ratio(*first, *second), abs=1e-9)


@properties
@given(four_numbers=sides(), factor=st.integers(2, 9))
def test_likelihood_and_chi_squared_grow_with_the_text(four_numbers: tuple[int, int, int, int], factor: int) -> None:
    more = [factor * number for number in four_numbers]
    for function in (m.log_likelihood, m.chi_squared):
        once, again = function(*four_numbers), function(*more)
        assert again == pytest.approx(factor * once, rel=1e-9, abs=1e-6)


@properties
@given(four_numbers=sides())
def test_the_conservative_log_ratio_is_nearer_to_0(
    four_numbers: tuple[int, int, int, int],
) -> None:
    plain = m.log_ratio(*four_numbers, convention="plain")
    sure = m.conservative_log_ratio(*four_numbers)
    surer = m.conservative_log_ratio(*four_numbers, family=1000)
    assert abs(surer) <= abs(sure) <= abs(plain)


@properties
@given(
    counts=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=30),
    prior=st.none() | st.floats(0.01, 10),
)
def test_weighted_log_odds_swaps_and_has_no_nan(counts: list[tuple[int, int]], prior: float | None) -> None:
    focus, reference = (np.array(side) for side in zip(*counts, strict=True))
    focus[0] += 1
    reference[-1] += 1
    z = m.weighted_log_odds(focus, reference, prior=prior)
    assert np.isfinite(z).all()
    assert (m.weighted_log_odds(reference, focus, prior=prior) == -z).all()
    if prior is None:
        assert (z[(focus + reference) == 0] == 0).all()


def test_weighted_log_odds_of_terms_without_a_rival() -> None:
    assert m.weighted_log_odds([0, 3, 4], [0, 1, 2]).tolist()[0] == 0
    assert m.weighted_log_odds([3, 0], [4, 0]).tolist() == [0, 0]
    assert m.weighted_log_odds([3], [4], prior=1).tolist() == [0]


def test_weighted_log_odds_takes_one_prior_per_term() -> None:
    focus, reference = np.array([10, 5, 85]), np.array([4, 6, 190])
    pooled = 10 * (focus + reference) / 300
    given_prior = m.weighted_log_odds(focus, reference, prior=pooled)
    informative = m.weighted_log_odds(focus, reference, prior_total=10)
    np.testing.assert_allclose(given_prior, informative, rtol=1e-12)


def test_defaults_are_decisions() -> None:
    defaults = {
        name: {key: p.default for key, p in inspect.signature(function).parameters.items()}
        for name, function in inspect.getmembers(m, inspect.isfunction)
    }
    assert defaults["log_likelihood"]["cells"] == 2
    assert defaults["log_ratio"]["convention"] == "walter"
    assert defaults["weighted_log_odds"]["prior_total"] == 500.0
    assert defaults["simple_maths"]["k"] == 100.0
    assert defaults["zeta"]["form"] == "burrows"
    assert defaults["juilland_d"]["rates"] is True
    assert defaults["carroll_d2"]["rates"] is False
    assert defaults["chi_squared"]["yates"] is False
    assert defaults["conservative_log_ratio"]["confidence"] == 0.95


# ---- dispersion and distance


@pytest.mark.parametrize("function", DISPERSIONS)
@properties
@given(case=parts(), order=st.randoms(use_true_random=False))
def test_dispersion_ignores_the_order_of_parts(
    function: Callable[..., Any], case: tuple[list[int], list[int]], order: Any
) -> None:
    pairs = list(zip(*case, strict=True))
    order.shuffle(pairs)
    counts, sizes = zip(*pairs, strict=True)
    assert function(counts, sizes) == pytest.approx(function(*case), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("function", "even", "in_one_part"),
    [
        (m.dp, 0, 0.9),
        (m.dp_norm, 0, 1),
        (m.juilland_d, 1, 0),
        (partial(m.carroll_d2, rates=True), 1, 0),
        (m.rosengren_s, 1, 0.1),
        (m.dkl, 0, math.log2(10)),
    ],
)
def test_dispersion_of_extremes(function: Callable[..., Any], even: float, in_one_part: float) -> None:
    assert function([1, 2, 3, 4], [100, 200, 300, 400]) == pytest.approx(even, abs=1e-12)
    assert function([7, 0], [100, 900]) == pytest.approx(in_one_part, abs=1e-12)


def test_a_divergence_is_never_below_0() -> None:
    sizes = [865561803, 673265518, 560022831]  # the plain sum is -2.1e-17
    assert m.dkl([size - 1 for size in sizes], sizes) == 0


def test_dispersion_of_many_terms_at_once() -> None:
    counts, sizes = [[1, 2, 3], [0, 0, 5], [4, 0, 1]], [10, 20, 30]
    for function in DISPERSIONS:
        assert function(counts, sizes).tolist() == [function(row, sizes) for row in counts]


@properties
@given(case=parts())
def test_jensen_shannon_adds_up_and_is_symmetric(case: tuple[list[int], list[int]]) -> None:
    p, q = case
    each = m.jensen_shannon_contributions(p, q)
    assert (each >= 0).all()
    assert m.jensen_shannon(p, q) == pytest.approx(float(each.sum()), abs=1e-15)
    assert m.jensen_shannon(p, q) == m.jensen_shannon(q, p)
    assert m.jensen_shannon(p, q) == pytest.approx(jensenshannon(p, q, base=2) ** 2, abs=1e-9)


def test_jensen_shannon_of_nothing_in_common_is_one_bit() -> None:
    assert m.jensen_shannon([1, 3, 0, 0], [0, 0, 2, 2]) == pytest.approx(1.0, abs=1e-15)
    assert m.jensen_shannon([1, 3], [2, 6]) == 0


# ---- small samples


def test_interval_is_students() -> None:
    low, high = m.log_ratio_interval(1.5, 12, 0, 2.5, 30)
    half = scipy.stats.t.ppf(0.975, 28) * math.sqrt(2.5 * (1 / 12.5 + 1 / 0.5)) / math.log(2)
    assert (low, high) == pytest.approx((1.5 - half, 1.5 + half), rel=1e-12)


def test_interval_takes_arrays_and_swaps() -> None:
    low, high = m.log_ratio_interval([1.0, -2.0], [9, 1], [4, 8], [1.0, 3.0], 20)
    swapped_low, swapped_high = m.log_ratio_interval([-1.0, 2.0], [4, 8], [9, 1], [1.0, 3.0], 20)
    assert (swapped_low == -high).all()
    assert (swapped_high == -low).all()


@properties
@given(case=parts())
def test_dispersion_factor_is_pearson_per_degree_of_freedom(
    case: tuple[list[int], list[int]],
) -> None:
    x, sizes = np.array(case[0], dtype=float), np.array(case[1], dtype=float)
    expected = sizes * x.sum() / sizes.sum()
    pearson = float((((x - expected) ** 2) / expected).sum()) / (len(x) - 1)
    phi = m.dispersion_factor(float((x**2 / expected).sum()), x.sum(), len(x))
    assert phi == pytest.approx(max(1.0, pearson), rel=1e-9)


@properties
@given(
    x=st.lists(st.integers(0, 9), min_size=1, max_size=12),
    y=st.lists(st.integers(0, 9), min_size=1, max_size=12),
)
def test_rank_sum_counts_pairs(x: list[int], y: list[int]) -> None:
    pairs = sum((a > b) + (a == b) / 2 for a, b in itertools.product(x, y))
    assert m.rank_sum_u(x, y) == pairs
    assert m.rank_sum_u(x, y) + m.rank_sum_u(y, x) == len(x) * len(y)


def test_kilgarriffs_rank_sum() -> None:
    example = ORACLES["rank_sum"]
    assert m.rank_sum_u(example["x"], example["y"]) + 5 * 6 / 2 == 31


def by_hand(counts: list[int], lengths: list[int], n_focus: int) -> float:
    """The permutation p, one labeling after another, with the formula written out."""

    def g2(chosen: tuple[int, ...]) -> float:
        a, total_a = sum(counts[i] for i in chosen), sum(lengths[i] for i in chosen)
        b, total_b = sum(counts) - a, sum(lengths) - total_a
        rate = (a + b) / (total_a + total_b)
        both = ((a, total_a), (b, total_b))
        return 2 * sum(n * math.log(n / (total * rate)) for n, total in both if n)

    scores = [g2(chosen) for chosen in itertools.combinations(range(len(counts)), n_focus)]
    return sum(score >= scores[0] - 1e-9 for score in scores) / len(scores)


@pytest.mark.parametrize("n_focus", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize(
    ("counts", "lengths"),
    [
        ([5, 6, 0, 1, 2, 9, 3], [100, 250, 90, 300, 120, 410, 77]),
        ([4, 4, 4, 0, 0, 0, 1], [100] * 7),
        ([0, 0, 0, 0, 0, 0, 0], [50, 60, 70, 80, 90, 100, 110]),
    ],
)
def test_permutation_p_by_hand(counts: list[int], lengths: list[int], n_focus: int) -> None:
    focus, reference = slice(None, n_focus), slice(n_focus, None)
    p = m.permutation_p(counts[focus], lengths[focus], counts[reference], lengths[reference])
    swapped = m.permutation_p(counts[reference], lengths[reference], counts[focus], lengths[focus])
    assert p == pytest.approx(by_hand(counts, lengths, n_focus), abs=1e-12)
    assert p == swapped
    assert p >= m.smallest_attainable_p(n_focus, len(counts) - n_focus)


def test_permutation_p_takes_one_against_very_many() -> None:
    assert m.permutation_p([50], [100], [0] * 4999, [100] * 4999) == 1 / 5000


def test_large_counts_of_labelings_are_exact_or_refused() -> None:
    assert m.smallest_attainable_p(20, 30) == 1 / math.comb(50, 20)
    with pytest.raises(ValueError, match="more than 20000 labelings"):
        m.permutation_p([1] * 2000, [10] * 2000, [2] * 2000, [10] * 2000)


def test_permutation_p_refuses_too_many_labelings() -> None:
    with pytest.raises(ValueError, match="9 and 9 articles have more than 20000 labelings"):
        m.permutation_p([1] * 9, [10] * 9, [2] * 9, [10] * 9)


@pytest.mark.parametrize(
    ("n_focus", "n_reference", "p"),
    [(4, 1, 1 / 5), (3, 3, 1 / 10), (4, 4, 1 / 35), (5, 5, 1 / 126), (1, 1, 1.0)],
)
def test_smallest_attainable_p(n_focus: int, n_reference: int, p: float) -> None:
    assert m.smallest_attainable_p(n_focus, n_reference) == pytest.approx(p, rel=1e-15)
    assert m.smallest_attainable_p(n_reference, n_focus) == pytest.approx(p, rel=1e-15)


def test_smallest_attainable_p_is_never_0() -> None:
    assert 0 < m.smallest_attainable_p(500_000, 500_000) < 1e-300


@pytest.mark.parametrize(
    "strata", [[(3, 3)], [(2, 2), (1, 1)], [(2, 1), (1, 2)], [(3, 1), (2, 2), (1, 1)], [(4, 4)] * 2]
)
def test_within_strata_the_smallest_p_is_one_over_all_labelings_written_out(strata: list[tuple[int, int]]) -> None:
    each = [len(list(itertools.combinations(range(f + r), f))) for f, r in strata]
    ways = 2 if all(f == r for f, r in strata) else 1
    focus, reference = (list(side) for side in zip(*strata, strict=True))
    assert m.smallest_attainable_p(focus, reference) == pytest.approx(ways / math.prod(each), rel=1e-15)
    assert m.smallest_attainable_p(reference, focus) == m.smallest_attainable_p(focus, reference)


def test_one_stratum_is_no_stratum_and_a_tuple_is_a_list() -> None:
    assert m.smallest_attainable_p([5], [5]) == m.smallest_attainable_p(5, 5) == m.smallest_attainable_p((5,), (5,))
    assert 0 < m.smallest_attainable_p([500_000] * 3, [500_000] * 3) < 1e-300


@pytest.mark.parametrize(("n_focus", "n_reference"), [(0, 0), (0, 7), (1, 9), (4, 4), (6, 3)])
def test_labelings_are_counted_as_they_are_listed(n_focus: int, n_reference: int) -> None:
    listed = list(itertools.combinations(range(n_focus + n_reference), n_focus))
    assert m.count_labelings(n_focus, n_reference) == m.count_labelings(n_reference, n_focus) == len(listed)


def test_more_labelings_than_floats_reach_are_infinitely_many() -> None:
    assert m.count_labelings(100, 100) == float(math.comb(200, 100))
    assert m.count_labelings(10_000, 10_000) == math.inf


# ---- negative binomial: the same model maximised by scipy's own distribution and optimiser

Draw = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def fitted(x: np.ndarray, mean: Callable[[np.ndarray], np.ndarray], start: list[float]) -> float:
    """Least negative log-likelihood over the rates and log k, k between 1e-4 and 1e6, from several starts."""

    def minus_log_likelihood(at: np.ndarray) -> float:
        mu, k = mean(at[1:]), np.exp(np.clip(at[0], math.log(1e-4), math.log(1e6)))
        return -float(scipy.stats.nbinom.logpmf(x, k, k / (k + mu)).sum())

    options = {"maxiter": 20_000, "maxfev": 20_000, "xatol": 1e-8, "fatol": 1e-10}
    return min(
        scipy.optimize.minimize(minus_log_likelihood, [size, *start], method="Nelder-Mead", options=options).fun
        for size in (-1.0, 3.0, 10.0)
    )


def fitted_p(x: np.ndarray, lengths: np.ndarray, focus: np.ndarray, stratum: np.ndarray) -> float:
    strata = int(stratum.max()) + 1
    level = [math.log(x.sum() / lengths.sum())] * strata

    def one_rate(rates: np.ndarray) -> np.ndarray:
        return lengths * np.exp(np.clip(rates[stratum], -40, 10))

    def two_rates(rates: np.ndarray) -> np.ndarray:
        return lengths * np.exp(np.clip(rates[stratum] + rates[strata] * focus, -40, 10))

    gain = 2 * (fitted(x, one_rate, level) - fitted(x, two_rates, [*level, 0.0]))
    return float(scipy.stats.chi2.sf(max(0.0, gain), 1))


def bursts(seed: int) -> Draw:
    """Counts, lengths, sides and strata of 8 to 24 articles, some far from Poisson, some Poisson, some with a difference."""
    generator = np.random.default_rng([5, seed])
    n = int(generator.integers(8, 24))
    lengths = generator.integers(50, 900, n).astype(float)
    focus = generator.permutation(np.arange(n) < n // 2)
    stratum = np.arange(n) % (1 + seed % 3)
    mean = lengths * generator.choice([0.005, 0.01, 0.05]) * np.exp(0.7 * focus * (seed % 2))
    k = (0.2, 0.5, 2.0, 1e5)[seed % 4]
    return generator.negative_binomial(k, k / (k + mean)).astype(float), lengths, focus, stratum


@pytest.mark.parametrize("seed", range(12))
def test_the_likelihood_ratio_is_that_of_scipys_distribution_and_optimiser(seed: int) -> None:
    x, lengths, focus, stratum = bursts(seed)
    p = m.negative_binomial_p([x], lengths, focus, stratum)
    assert p.shape == (1,) and 0 < p[0] <= 1
    assert math.log(p[0]) == pytest.approx(math.log(fitted_p(x, lengths, focus, stratum)), abs=1e-4)


def test_a_side_without_the_term_has_a_defined_ratio() -> None:
    x = np.array([3.0, 0, 5, 2, 0, 4, 0, 0, 0, 0, 0, 0])
    lengths, focus = np.array([100.0, 80, 150, 90, 70, 120] * 2), np.arange(12) < 6
    one = np.zeros(12, dtype=int)
    p = m.negative_binomial_p(x, lengths, focus)[0]
    assert math.log(p) == pytest.approx(math.log(fitted_p(x, lengths, focus, one)), abs=1e-4)
    assert m.negative_binomial_p(x[::-1].copy(), lengths, focus)[0] == pytest.approx(
        m.negative_binomial_p(x, lengths[::-1].copy(), ~focus[::-1])[0], rel=1e-9
    )


def test_a_stratum_without_the_term_changes_nothing() -> None:
    x, lengths, focus, _ = bursts(3)
    alone = m.negative_binomial_p(x, lengths, focus)
    more = m.negative_binomial_p(
        np.r_[x, 0, 0, 0], np.r_[lengths, 50, 60, 70], np.r_[focus, True, False, True], [0] * len(x) + [1] * 3
    )
    assert more == pytest.approx(alone, rel=1e-9)


def test_counts_more_even_than_chance_are_taken_as_poisson() -> None:
    # Three in every article of one side, one of the other: 24 against 8 in equal texts, whose Poisson ratio is G2.
    p = m.negative_binomial_p([3] * 8 + [1] * 8, [100] * 16, [1] * 8 + [0] * 8)[0]
    g2 = m.log_likelihood(24, 800, 8, 800)
    assert p == pytest.approx(scipy.stats.chi2.sf(g2, 1), rel=1e-4)


def test_no_difference_has_a_p_of_one() -> None:
    assert m.negative_binomial_p([4, 0, 9, 1, 4, 0, 9, 1], [100] * 8, [1] * 4 + [0] * 4)[0] == pytest.approx(
        1, abs=1e-5
    )


def test_all_in_one_article_is_no_sure_difference() -> None:
    p = m.negative_binomial_p([60] + [0] * 11, [100] * 12, [1] * 6 + [0] * 6)[0]
    assert 0.05 < p <= 1


@pytest.mark.parametrize("seed", range(12))
def test_the_likelihood_ratio_swaps_and_knows_no_order(seed: int) -> None:
    x, lengths, focus, stratum = bursts(seed)
    p = m.negative_binomial_p(x, lengths, focus, stratum)
    order = np.random.default_rng(seed).permutation(len(x))
    assert m.negative_binomial_p(x, lengths, ~focus, stratum) == pytest.approx(p, rel=1e-5)
    shuffled = m.negative_binomial_p(x[order], lengths[order], focus[order], 7 - 3 * stratum[order])
    assert shuffled == pytest.approx(p, rel=1e-5)


def test_many_terms_at_once_give_what_each_gives_alone() -> None:
    generator = np.random.default_rng(8)
    x = generator.negative_binomial(0.4, 0.2, (40, 30)).astype(float)
    x = x[x.sum(axis=1) > 0]
    lengths, focus = generator.integers(50, 400, 30), np.arange(30) % 2 == 0
    together = m.negative_binomial_p(x, lengths, focus)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("framing.measures.negative_binomial.BLOCK", 90)  # three terms at a time
        assert m.negative_binomial_p(x, lengths, focus).tolist() == together.tolist()
    alone = [m.negative_binomial_p(row, lengths, focus)[0] for row in x]
    assert together.tolist() == pytest.approx(alone, rel=1e-9)
    assert m.negative_binomial_p(np.empty((0, 30)), lengths, focus).shape == (0,)


def test_the_ratio_of_very_large_counts_is_above_zero() -> None:
    p = m.negative_binomial_p([50_000] * 20 + [1] * 20, [100_000] * 40, [1] * 20 + [0] * 20)[0]
    assert 0 < p < 1e-12


# ---- refusals


@pytest.mark.parametrize(
    ("four_numbers", "message"),
    [
        ((-1, 10, 0, 10), "n_focus must be finite numbers of 0 or more, got -1; correct"),
        ((1, 10, math.nan, 10), "n_reference must be finite numbers of 0 or more, got nan"),
        ((1, math.inf, 1, 10), "total_focus must be finite numbers above 0, got inf"),
        ((0, 10, 0, 0), "total_reference must be finite numbers above 0, got 0"),
        ((11, 10, 0, 10), "n_focus is larger than total_focus: 11 of 10"),
        (([1, 2, 12], 10, 0, 10), "n_focus is larger than total_focus at index 2: 12 of 10"),
        (("7", 10, 0, 10), "n_focus must be numbers, got <U1"),
        ((True, 10, 0, 10), "n_focus must be numbers, got bool"),
        ((1, 10, None, 10), "n_reference must be numbers, got object"),
        (([1, 2], 10, [1, 2, 3], 10), "shape mismatch"),
    ],
)
def test_bad_counts_are_refused(four_numbers: tuple[Any, ...], message: str) -> None:
    for name, function in COMPARISONS.items():
        expected = message
        if name.startswith("zeta"):
            expected = message.replace("n_focus", "d_focus").replace("n_reference", "d_reference")
            expected = expected.replace("total_", "n_")
        with pytest.raises(ValueError, match=expected):
            function(*four_numbers)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: m.log_likelihood(1, 9, 1, 9, cells=3), "cells must be one of 2, 4; not 3"),
        (lambda: m.bayes_factor_bic(1, 9, 1, 9, cells=1), "cells must be one of 2, 4; not 1"),
        (
            lambda: m.log_ratio(1, 9, 1, 9, convention="evert"),
            "convention must be one of 'walter', 'hardie', 'plain'; not 'evert'",
        ),
        (lambda: m.zeta(1, 9, 1, 9, form="zeta"), "form must be one of 'burrows', 'craig', 'eder'"),
        (lambda: m.fisher_exact(1, 9, 1, 9, alternative="both"), "alternative must be one of"),
        (lambda: m.fisher_exact(1.5, 9, 1, 9), "counts must be whole numbers"),
        (lambda: m.conservative_log_ratio(1, 9, 1, 9, confidence=95), "between 0 and 1, got 95"),
        (lambda: m.conservative_log_ratio(1, 9, 1, 9, family=0), "family must be a whole number"),
        (lambda: m.simple_maths(1, 9, 1, 9, k=0), "k must be finite numbers above 0, got 0"),
        (lambda: m.weighted_log_odds([1, 2], [1, 2, 3]), r"same entries, got shapes \(2,\) and"),
        (lambda: m.weighted_log_odds([0, 0], [1, 2]), "n_focus: no tokens at all"),
        (lambda: m.weighted_log_odds([1, 2], [0, 0]), "n_reference: no tokens at all"),
        (lambda: m.weighted_log_odds([1, 2], [1, 2], prior=[0.1, 0]), "prior must be finite"),
        (lambda: m.weighted_log_odds(1, 2), "n_focus must be a list with at least one number"),
        (lambda: m.dp([0, 0], [10, 10]), "a term without any occurrence has no dispersion"),
        (lambda: m.dp([1, 0], [10, 0]), "sizes must be finite numbers above 0, got 0 at index 1"),
        (lambda: m.dp([1, 0], [10, 10, 10]), "counts and sizes must list the same entries"),
        (lambda: m.dp(3, 10), "counts and sizes must list the same entries"),
        (lambda: m.dp([], []), "1 parts or more are needed, got 0"),
        (lambda: m.dp_norm([3], [10]), "2 parts or more are needed, got 1"),
        (lambda: m.jensen_shannon([0, 0], [1, 2]), "p: all values are 0"),
        (lambda: m.jensen_shannon([1, 2], [0, 0]), "q: all values are 0"),
        (lambda: m.log_ratio_interval(1, 5, 5, 1, 2), "articles must be finite numbers of 3 or"),
        (lambda: m.log_ratio_interval(math.inf, 5, 5, 1, 9), "log_ratio must be finite numbers"),
        (lambda: m.log_ratio_interval(1, 5, 5, 0, 9), "dispersion must be finite numbers above 0"),
        (lambda: m.dispersion_factor(9, 3, 1), "articles must be finite numbers of 2 or more"),
        (lambda: m.rank_sum_u([], [1]), "x must be a list with at least one number"),
        (lambda: m.permutation_p([1], [0], [1], [9]), "lengths_focus must be finite numbers above"),
        (lambda: m.permutation_p([1], [9], [10], [9]), "x_reference is larger than lengths_refer"),
        (lambda: m.permutation_p([1, 2], [9], [1], [9]), "x_focus and lengths_focus must list"),
        (lambda: m.smallest_attainable_p(0, 4), "n_focus must be a whole number of 1 or more"),
        (lambda: m.smallest_attainable_p(4, 2.5), "n_reference must be a whole number of 1 or"),
        (lambda: m.smallest_attainable_p([3, 0], [3, 4]), "n_focus must be a whole number of 1 or more, got 0"),
        (lambda: m.smallest_attainable_p([3], [3, 4]), r"must list the same strata, got \[3\] and \[3, 4\]"),
        (lambda: m.smallest_attainable_p([], []), "must list the same strata"),
        (lambda: m.smallest_attainable_p([3], 3.0), "n_reference must be a whole number of 1 or"),
        (lambda: m.count_labelings(-1, 4), "n_focus must be a whole number of 0 or more, got -1"),
        (lambda: m.count_labelings(2, 2.0), "n_reference must be a whole number of 0 or more, got 2.0"),
        (lambda: m.negative_binomial_p([1, 2], [9, 0], [1, 0]), "lengths must be finite numbers above 0, got 0"),
        (lambda: m.negative_binomial_p([1, -2], [9, 9], [1, 0]), "counts must be finite numbers of 0 or more, got -2"),
        (lambda: m.negative_binomial_p([1, math.nan], [9, 9], [1, 0]), "counts must be finite numbers"),
        (lambda: m.negative_binomial_p([1, 2, 3], [9, 9], [1, 0]), "counts and lengths must list the same entries"),
        (lambda: m.negative_binomial_p([1, 2], [9, 9], [1, 0, 0]), "focus and lengths must list the same articles"),
        (lambda: m.negative_binomial_p([1, 2], [9, 9], [1, 0], [1]), "strata and lengths must list the same articles"),
        (lambda: m.negative_binomial_p([1, 2], [9, 9], [1, 1]), "both groups need an article"),
        (lambda: m.negative_binomial_p([[1, 2], [0, 0]], [9, 9], [1, 0]), "a term without any occurrence has no rate"),
    ],
)
def test_refusals_say_what_where_and_got(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


# ---- the house rules of this room


FILES = sorted(Path(inspect.getfile(m)).parent.glob("*.py"))
TREES = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
NODES = [node for tree in TREES.values() for node in ast.walk(tree)]


def test_measures_import_numpy_and_scipy_only_and_no_heavy_part() -> None:
    plain = {a.name for n in NODES if isinstance(n, ast.Import) for a in n.names}
    origins = {"." * n.level + str(n.module) for n in NODES if isinstance(n, ast.ImportFrom)}
    outside = {name for name in plain | origins if not name.startswith("framing.measures.")}
    roots = {name.partition(".")[0] for name in outside}
    assert roots - set(sys.stdlib_module_names) == {"numpy", "scipy"}
    probe = "import sys, framing.measures; sys.exit('scipy.stats' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


def test_logarithms_go_through_xlogy() -> None:
    used = {node.attr for node in NODES if isinstance(node, ast.Attribute)}
    assert "sqrt" in used  # the files were read
    assert not used & {"log", "log2", "log10", "log1p", "exp", "exp2", "power"}


def test_every_measure_is_a_name_of_the_package() -> None:
    functions = [n for stem in TREES if stem != "checks" for n in TREES[stem].body if isinstance(n, ast.FunctionDef)]
    named = [node.name for node in functions if not node.name.startswith("_")]
    assert sorted(named) == sorted(name for name in m.__all__ if inspect.isfunction(getattr(m, name)))
    assert "log_likelihood" in named


def test_every_measure_has_source_and_example() -> None:
    for name in m.__all__:
        if inspect.isfunction(getattr(m, name)):
            words = inspect.getdoc(getattr(m, name)) or ""
            for part in ("Args:", "Returns:", "Raises:", "Source:", ">>> "):
                assert part in words, f"{name} lacks {part}"
