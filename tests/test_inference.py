"""What may be claimed: unit, tier, smallest p and reason, decided by group sizes alone."""

from __future__ import annotations

import itertools
import math

import polars as pl
import pytest

from framing.contrasts import Contrast, contrast_terms
from framing.corpus import load_corpus
from framing.counts import count_terms
from framing.errors import SettingsError
from framing.inference import Admission, Sides, admit
from framing.settings import InferenceSettings
from framing.tokens import tokenize

Sizes = tuple[int, int]

PAIRS = list(itertools.product(range(1, 13), repeat=2))
TABLE = {(4, 1): 0.20, (3, 3): 0.10, (4, 4): 0.029, (5, 5): 0.008}  # as docs/methods.md prints them

# Which sizes up to 12 against 12 reach .01, by hand from Pascal's triangle: C(n, k) of 100 or more, of 200 for equal
# sides. For each size of one side, the least size of the other (13: none up to 12).
LEAST = {1: 13, 2: 13, 3: 7, 4: 5, 5: 4, 6: 4, 7: 3, 8: 3, 9: 3, 10: 3, 11: 3, 12: 3}


def reaches(focus: int, reference: int) -> bool:
    """From the hand-made list; 2 against 13 is the first pair of two that reaches .01."""
    return min(focus, reference) > 0 and reference >= LEAST[focus]


def smallest(focus: int, reference: int) -> float:
    return (2 if focus == reference else 1) / math.comb(focus + reference, focus)


def listed(strata: list[Sizes]) -> float:
    """The share of labelings, all written out, that are the true one or its mirror image: no p can be smaller."""
    each = [list(itertools.combinations(range(f + r), f)) for f, r in strata]
    labelings = list(itertools.product(*each))
    true = tuple(tuple(range(f)) for f, _ in strata)
    mirrored = tuple(tuple(range(f, f + r)) for f, r in strata)
    return sum(labels in (true, mirrored) for labels in labelings) / len(labelings)


def expected(articles: Sizes, outlets: Sizes) -> Admission:
    if reaches(*outlets):
        return Admission("outlet", "tested", smallest(*outlets), "enough outlets")
    if reaches(*articles):
        return Admission("article", "tested", smallest(*articles), "enough articles")
    return Admission("article", "descriptive", smallest(*articles), "too few articles")


@pytest.mark.parametrize(("sizes", "printed"), TABLE.items())
def test_smallest_p_is_that_of_the_methods(sizes: Sizes, printed: float) -> None:
    assert admit(Sides(articles=sizes, outlets=(1, 1))).smallest_p == pytest.approx(printed, abs=0.0005)


@pytest.mark.parametrize("articles", PAIRS, ids=lambda pair: f"{pair[0]}v{pair[1]}")
def test_unit_tier_reason_and_smallest_p_up_to_twelve_against_twelve(articles: Sizes) -> None:
    for outlets in itertools.product(range(articles[0] + 1), range(articles[1] + 1)):
        found, wanted = admit(Sides(articles, outlets)), expected(articles, outlets)
        assert (found.unit, found.tier, found.reason) == (wanted.unit, wanted.tier, wanted.reason), outlets
        assert found.smallest_p == pytest.approx(wanted.smallest_p, rel=1e-12)
        assert (found.smallest_p <= 0.01) == (found.tier == "tested")
        assert admit(Sides(articles[::-1], outlets[::-1])) == found


def test_the_table_holds_every_tier_and_unit() -> None:
    seen = {(w.unit, w.tier) for a in PAIRS for o in [(0, 0), (5, 5)] for w in [expected(a, o)] if min(a) >= o[0]}
    assert seen == {("article", "descriptive"), ("article", "tested"), ("outlet", "tested")}


@pytest.mark.parametrize(
    ("outlets", "unit"),
    [((4, 4), "article"), ((5, 4), "outlet"), ((5, 5), "outlet"), ((7, 2), "article"), ((12, 0), "article")],
)
def test_outlets_are_the_unit_as_soon_as_they_can_reach_one_in_a_hundred(outlets: Sizes, unit: str) -> None:
    assert admit(Sides(articles=(60, 60), outlets=outlets)).unit == unit


def test_the_seeds_are_descriptive_for_want_of_articles() -> None:
    assert admit(Sides(articles=(4, 1), outlets=(1, 1))) == Admission("article", "descriptive", 0.2, "too few articles")


def test_very_many_articles_have_a_smallest_p_above_zero() -> None:
    for sides in (Sides((10_000, 10_000), (0, 0)), Sides((10_000, 10_000), (4_000, 6_000)), Sides((10_000, 1), (1, 1))):
        assert admit(sides).tier == "tested" and 0 < admit(sides).smallest_p <= 0.01


@pytest.mark.parametrize("articles", [(0, 1), (1, 0), (0, 0)])
def test_an_empty_side_is_refused_with_its_size(articles: Sizes) -> None:
    with pytest.raises(SettingsError, match=f"both sides need an article; got {articles[0]} and {articles[1]}"):
        admit(Sides(articles, (0, 0)))


# ---- labels exchanged within strata only

STRATA = [
    [(3, 3)],
    [(1, 1), (1, 1)],
    [(2, 2), (2, 2)],
    [(3, 3), (3, 3)],
    [(3, 2), (2, 3)],
    [(3, 3), (2, 1)],
    [(1, 1)] * 8,
    [(4, 1), (1, 4)],
    [(5, 4)],
    [(2, 1), (2, 1), (2, 1), (1, 1)],
]


@pytest.mark.parametrize("strata", STRATA, ids=str)
def test_within_strata_the_smallest_p_is_that_of_all_labelings_written_out(strata: list[Sizes]) -> None:
    articles = sum(f for f, _ in strata), sum(r for _, r in strata)
    wanted = listed(strata)
    enough = wanted <= 0.01
    found = admit(Sides(articles, (0, 0), strata=tuple(strata)))
    reason = "enough articles" if enough else "too few articles in the strata that both sides have"
    assert (found.unit, found.tier, found.reason) == ("article", "tested" if enough else "descriptive", reason)
    assert found.smallest_p == pytest.approx(wanted, rel=1e-12)
    mirrored = tuple((r, f) for f, r in strata)
    assert admit(Sides(articles[::-1], (0, 0), strata=mirrored)) == found


def test_strata_can_cost_a_contrast_its_test() -> None:
    articles, strata = (6, 6), ((1, 1),) * 6  # 64 labelings of pairs, 924 of all
    assert admit(Sides(articles, (0, 0))).tier == "tested"
    assert admit(Sides(articles, (0, 0), strata=strata)).smallest_p == 2 / 64
    assert admit(Sides(articles, (0, 0), strata=())) == Admission(
        "article", "descriptive", 1.0, "too few articles in the strata that both sides have"
    )


@pytest.mark.parametrize(
    ("outlets", "wanted"),
    [
        (None, ("outlet", "descriptive", 2 / 924, "outlets that stand in several strata")),
        (((3, 3), (3, 3)), ("outlet", "tested", 2 / 400, "enough outlets")),
        (((2, 2), (2, 2)), ("outlet", "descriptive", 2 / 36, "too few outlets in the strata that both sides have")),
        ((), ("outlet", "descriptive", 1.0, "too few outlets in the strata that both sides have")),
    ],
)
def test_outlets_are_exchanged_within_strata_or_not_at_all(
    outlets: tuple[Sizes, ...] | None, wanted: tuple[str, str, float, str]
) -> None:
    sides = Sides((30, 30), (6, 6), strata=((15, 15), (15, 15)), outlet_strata=outlets)
    assert admit(sides) == Admission(*wanted)


def test_few_outlets_leave_articles_to_be_exchanged_within_strata() -> None:
    for outlet_strata in (None, ((2, 2), (2, 2))):
        found = admit(Sides((6, 6), (4, 4), strata=((3, 3), (3, 3)), outlet_strata=outlet_strata))
        assert found == Admission("article", "tested", 2 / 400, "enough articles")


# ---- the same decisions from articles


def contrast_of(rows: list[tuple[str, str | None, str | None]], strata: str = "genre") -> Contrast:
    """One article of its own words for each (country, outlet, genre)."""
    frame = pl.DataFrame(
        {
            "text": [f"rail talks number{at}" for at in range(len(rows))],
            "country": [country for country, _, _ in rows],
            "outlet": pl.Series([outlet for _, outlet, _ in rows], dtype=pl.String),
            "genre": pl.Series([genre for _, _, genre in rows], dtype=pl.String),
        }
    )
    counts = count_terms(tokenize(load_corpus(frame)))
    return contrast_terms(counts, focus="VN", reference="CN", inference=InferenceSettings(strata=strata))


def both(number: int, genre: str | None, *, outlets: str = "") -> list[tuple[str, str | None, str | None]]:
    """So many articles on each side, each of an outlet of its own where a name is given."""
    return [(c, f"{c} {outlets} {at}" if outlets else None, genre) for c in ("VN", "CN") for at in range(number)]


def decided(contrast: Contrast) -> tuple[str, str, float, str]:
    assert (contrast.tier, contrast.reason, contrast.smallest_p) == (
        contrast.procedure.tier, contrast.procedure.reason, contrast.procedure.smallest_p,
    )  # fmt: skip
    return contrast.procedure.unit, contrast.tier, contrast.smallest_p, contrast.reason


def test_strata_are_those_that_both_sides_have() -> None:
    news = both(3, "news") + both(3, None)  # unknown genre is a stratum of its own
    wanted = ("article", "tested", pytest.approx(2 / 400), "enough articles")
    assert decided(contrast_of(news)) == wanted
    one_sided = [("VN", None, "opinion")] * 9 + [("CN", None, "wire")] * 4
    contrast = contrast_of(news + one_sided)
    assert decided(contrast) == wanted
    assert (contrast.procedure.units, contrast.procedure.apart) == ((6, 6), 13)
    assert decided(contrast_of(one_sided)) == (
        "article", "descriptive", 1.0, "too few articles in the strata that both sides have",
    )  # fmt: skip


def test_an_outlet_in_two_strata_is_found_and_ends_the_test() -> None:
    apart = both(3, "news", outlets="n") + both(3, "opinion", outlets="o")
    assert decided(contrast_of(apart)) == ("outlet", "tested", pytest.approx(2 / 400), "enough outlets")
    twice = [*apart, ("VN", "VN n 0", "opinion")]
    assert decided(contrast_of(twice))[1::2] == ("descriptive", "outlets that stand in several strata")
    assert decided(contrast_of(twice, strata="")) == ("outlet", "tested", pytest.approx(2 / 924), "enough outlets")


def test_an_outlet_on_both_sides_makes_articles_the_unit() -> None:
    rows = both(6, None, outlets="n")
    assert decided(contrast_of(rows, strata=""))[0] == "outlet"
    assert decided(contrast_of([*rows, ("CN", "VN n 0", None)], strata=""))[:2] == ("article", "tested")


def test_only_known_outlets_count_as_outlets() -> None:
    rows = both(4, None, outlets="n") + both(8, None)
    assert decided(contrast_of(rows, strata=""))[:2] == ("article", "tested")
    known = both(5, None, outlets="n") + both(8, None)
    contrast = contrast_of(known, strata="")
    assert decided(contrast)[0] == "outlet"
    assert (contrast.procedure.units, contrast.procedure.apart) == ((5, 5), 16)


def test_a_column_of_strata_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(SettingsError, match=r"strata must be one of .*'country'.*'genre'.*; got 'kind'"):
        contrast_of(both(1, "news"), strata="kind")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": -1}, "seed must be a whole number of 0 or more; got -1"),
        ({"seed": True}, "seed must be a whole number of 0 or more; got True"),
        ({"strata": None}, "strata must be the name of a column"),
        ({"labelings": (98, 0, 0)}, "labelings must be a whole number of 99 or more; got 98"),
        ({"labelings": (99, 0)}, r"labelings must be three whole numbers .*; got \(99, 0\)"),
        ({"labelings": [999, 0, 0]}, "labelings must be three whole numbers"),
        ({"labelings": (999, -1, 0)}, "labelings must be a whole number of 0 or more; got -1"),
        ({"least_count": 0}, "least_count must be a whole number of 1 or more; got 0"),
        ({"least_articles": 1.5}, "least_articles must be a whole number of 1 or more; got 1.5"),
        ({"level": 0.0}, "level must be a number between 0 and 1"),
        ({"level": 5}, "level must be a number between 0 and 1, such as 0.05; got 5"),
        ({"level": math.nan}, "level must be a number between 0 and 1"),
    ],
)
def test_settings_out_of_range_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        InferenceSettings(**options)
