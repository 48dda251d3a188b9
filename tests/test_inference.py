"""What may be claimed: decided by group sizes alone, and in this version never a test."""

from __future__ import annotations

import itertools
import math

import pytest

from framing.errors import SettingsError
from framing.inference import Admission, Sides, admit

PAIRS = list(itertools.product(range(1, 13), repeat=2))
TABLE = {(4, 1): 0.20, (3, 3): 0.10, (4, 4): 0.029, (5, 5): 0.008}  # as docs/methods.md prints them


def smallest(focus: int, reference: int) -> float:
    return (2 if focus == reference else 1) / math.comb(focus + reference, focus)


def expected(articles: tuple[int, int], outlets: tuple[int, int]) -> Admission:
    if min(outlets) > 0 and smallest(*outlets) <= 0.01:
        return Admission("outlet", "descriptive", smallest(*outlets), "test not built")
    reason = "test not built" if smallest(*articles) <= 0.01 else "too few articles"
    return Admission("article", "descriptive", smallest(*articles), reason)


@pytest.mark.parametrize(("sizes", "printed"), TABLE.items())
def test_smallest_p_is_that_of_the_methods(sizes: tuple[int, int], printed: float) -> None:
    assert admit(Sides(articles=sizes, outlets=(1, 1))).smallest_p == pytest.approx(printed, abs=0.0005)


@pytest.mark.parametrize("articles", PAIRS)
def test_unit_reason_and_smallest_p_up_to_twelve_against_twelve(articles: tuple[int, int]) -> None:
    for outlets in itertools.product(range(articles[0] + 1), range(articles[1] + 1)):
        found, wanted = admit(Sides(articles, outlets)), expected(articles, outlets)
        assert (found.unit, found.tier, found.reason) == (wanted.unit, wanted.tier, wanted.reason), outlets
        assert found.smallest_p == pytest.approx(wanted.smallest_p, rel=1e-12)
        assert (found.smallest_p > 0.01) == (found.reason == "too few articles")


@pytest.mark.parametrize(
    ("outlets", "unit"), [((4, 4), "article"), ((5, 4), "outlet"), ((5, 5), "outlet"), ((7, 2), "article")]
)
def test_outlets_are_the_unit_as_soon_as_they_can_reach_one_in_a_hundred(outlets: tuple[int, int], unit: str) -> None:
    assert admit(Sides(articles=(60, 60), outlets=outlets)).unit == unit


def test_the_seeds_are_descriptive_for_want_of_articles() -> None:
    assert admit(Sides(articles=(4, 1), outlets=(1, 1))) == Admission("article", "descriptive", 0.2, "too few articles")


def test_no_contrast_is_tested_however_many_articles_it_has() -> None:
    for sides in (Sides((10_000, 10_000), (0, 0)), Sides((10_000, 10_000), (40, 60)), Sides((10_000, 1), (1, 1))):
        found = admit(sides)
        assert (found.tier, found.reason) == ("descriptive", "test not built")
        assert 0 < found.smallest_p <= 0.01


@pytest.mark.parametrize("articles", PAIRS)
def test_swapping_the_sides_changes_nothing(articles: tuple[int, int]) -> None:
    outlets = (min(articles[0], 6), min(articles[1], 3))
    assert admit(Sides(articles, outlets)) == admit(Sides(articles[::-1], outlets[::-1]))


@pytest.mark.parametrize("articles", [(0, 1), (1, 0), (0, 0)])
def test_an_empty_side_is_refused_with_its_size(articles: tuple[int, int]) -> None:
    with pytest.raises(SettingsError, match=f"both sides need an article; got {articles[0]} and {articles[1]}"):
        admit(Sides(articles, (0, 0)))
