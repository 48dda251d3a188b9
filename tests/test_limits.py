"""What cannot be said, in the number that its cells ask for: one article is not "articles", one use is not "1 times".

Each limit reads a few columns of a few tables; the tables here are made by hand, so that what is expected can be counted
in them.
"""

from __future__ import annotations

import polars as pl
import pytest

from framing.claims import Draft
from framing.findings.choices import weakest, weakest_for_term
from framing.findings.grammar import times
from framing.limits.reprints import REPRINT_LIMITS
from framing.limits.sides import SIDE_LIMITS
from framing.limits.telling import TELLING_LIMITS
from framing.wording import Written

SIDES = pl.DataFrame({
    "side": ["focus", "reference"], "name": ["Vietnamese", "Chinese"], "group": ["VN", "CN"], "articles": [3, 2],
})  # fmt: skip


def said(limits: tuple[object, ...], name: str, **tables: pl.DataFrame) -> list[str]:
    """What one limit says of tables."""
    (limit,) = (each for each in limits if getattr(each, "__name__", "") == name)
    return list(limit({"sides": SIDES, **tables}))  # type: ignore[operator]  # a limit is a function


# ---- copies


def crossing(*earliest: str) -> pl.DataFrame:
    """Clusters of one Vietnamese and one Chinese article; "yes" where one of the two was printed first of all."""
    rows = [(n, side, said) for n, said in enumerate(earliest) for side, said in (("focus", said), ("reference", "no"))]
    return pl.DataFrame(rows, schema=["cluster", "side", "earliest"], orient="row")


def left_out(*groups: str) -> pl.DataFrame:
    return pl.DataFrame({"group": [*groups, "VN"], "counted": [*["no"] * len(groups), "yes"]})


@pytest.mark.parametrize(
    ("earliest", "told"),
    [
        (
            ["yes"],
            "1 text stands on both sides, in 2 articles, and counts only on the side of the earliest of these articles.",
        ),
        (
            ["yes", "yes"],
            "2 texts stand on both sides, in 4 articles, and count only on the side of the earliest of these articles.",
        ),
    ],
)
def test_a_collapsed_text_of_both_sides_counts_where_it_was_printed_first(earliest: list[str], told: str) -> None:
    assert said(REPRINT_LIMITS, "_crossing", crossing=crossing(*earliest), copies=left_out("CN")) == [told]


def test_copies_left_out_are_counted() -> None:
    one, none = (said(REPRINT_LIMITS, "_collapsed", copies=left_out(*groups)) for groups in (("CN",), ()))
    assert one == [
        "1 article of the two sides was left out as a copy of an earlier one: how often a text was printed is in no number."
    ]
    assert none == []


def test_a_side_that_prints_a_single_text_is_told_so() -> None:
    balance = pl.DataFrame({"side": ["focus", "reference"], "articles": [3, 2], "texts": [1, 2]})
    assert said(REPRINT_LIMITS, "_copied", balance=balance) == [
        "The 3 Vietnamese articles print one and the same text: it weighs in every rate as often as it was printed. "
        "duplicates=collapse counts it once."
    ]


# ---- outlets, terms, scripts


def test_a_single_known_outlet_of_several_articles_is_no_outlet_of_all() -> None:
    articles = pl.DataFrame({
        "side": ["focus"] * 3 + ["reference"] * 2, "outlet": ["a", None, None, "b", "c"],
    })  # fmt: skip
    assert said(SIDE_LIMITS, "_one_outlet", articles=articles) == [
        "The outlet of only 1 of the 3 Vietnamese articles is known: what marks them may be one outlet's own way of writing."
    ]


@pytest.mark.parametrize(
    ("carried", "listed", "told"),
    [
        (
            1,
            41,
            "1 of the 41 listed terms has more than half of its uses in one article: it may characterise that article rather than the side.",
        ),
        (
            2,
            41,
            "2 of the 41 listed terms have more than half of their uses in one article: they may characterise that article rather than the side.",
        ),
        (
            1,
            1,
            "The one listed term has more than half of its uses in one article: it may characterise that article rather than the side.",
        ),
    ],
)
def test_terms_of_one_article_are_told_in_their_number(carried: int, listed: int, told: str) -> None:
    terms = [f"t{n}" for n in range(listed)]
    contrast = pl.DataFrame({"term": terms, "top_article_share": [0.9] * carried + [0.2] * (listed - carried)})
    assert said(TELLING_LIMITS, "_carried", contrast=contrast, survival=pl.DataFrame({"term": terms})) == [told]


@pytest.mark.parametrize(
    ("turning", "told"),
    [
        (1, "1 of the 3 listed terms reverses or disappears under some other way of counting."),
        (2, "2 of the 3 listed terms reverse or disappear under some other way of counting."),
    ],
)
def test_terms_that_turn_are_told_in_their_number(turning: int, told: str) -> None:
    survival = pl.DataFrame({"term": ["a", "b", "c"], "kept": [4] * turning + [5] * (3 - turning), "tried": [5] * 3})
    assert said(TELLING_LIMITS, "_turning", survival=survival) == [told]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("th", "Words in Thai are not told apart: no segmenter for it is at hand, so a run of letters between spaces or signs "
               "counts as one word. What is contrasted are such pieces, not words."),
        ("ja-JP", "Words in Japanese are not told apart: no segmenter for it is at hand, so a run of letters between spaces "
                  "or signs counts as one word, and so does each kanji. What is contrasted are such pieces, not words."),
    ],
)  # fmt: skip
def test_what_counts_as_a_word_without_a_segmenter_is_said_of_each_script(code: str, told: str) -> None:
    articles = pl.DataFrame({"side": ["focus", "reference"], "language": [code, code]})
    assert said(TELLING_LIMITS, "_unsegmented", articles=articles) == [told]


# ---- the choice that weakens a finding most


def written(blanks: str, d: Draft) -> str:
    return blanks.format(**{name: Written(value.value) for name, value in d.values.items()})


@pytest.mark.parametrize(
    ("focus", "reference", "tried", "kept", "told"),
    [
        (24, 1, 9, 8, "same direction in eight of the nine alternative counts. Weakest: article a left out (24 v. 1 "
                      "occurrences in 1,000 and 1,000 words)."),
        (12, 1, 12, 12, "same direction in all 12 alternative counts. Weakest: article a left out (12 v. 1 occurrences in "
                        "1,000 and 1,000 words)."),
        (0, 0, 2, 0, "same direction in neither alternative count. Weakest: article a left out (no occurrence on either "
                     "side)."),
        (0, 12, 1, 0, "the one alternative count does not keep the direction. Weakest: article a left out (0 v. 12 "
                      "occurrences in 1,000 and 1,000 words)."),
        (3, 1, 1, 1, "the one alternative count keeps the direction. Weakest: article a left out (3 v. 1 occurrences in "
                     "1,000 and 1,000 words)."),
    ],
)  # fmt: skip
def test_robustness_is_told_in_the_number_of_its_counts(
    focus: int, reference: int, tried: int, kept: int, told: str
) -> None:
    survival = pl.DataFrame({
        "term": ["rail"], "side": ["focus"], "tried": [tried], "kept": [kept], "weakest": ["article a left out"],
        "weakest_n_focus": [focus], "weakest_n_reference": [reference], "weakest_words_focus": [1000],
        "weakest_words_reference": [1000],
    })  # fmt: skip
    d = Draft({"survival": survival})
    assert written(weakest_for_term(d, "rail"), d) == f"Robustness: {told}"


@pytest.mark.parametrize(
    ("tried", "told"),
    [
        (0, "Robustness: no other way of counting changes these numbers."),
        (2, "Robustness: same direction in both alternative counts. Neither weakens the difference."),
    ],
)
def test_where_nothing_weakens_a_difference_that_is_said(tried: int, told: str) -> None:
    survival = pl.DataFrame({"term": ["rail"], "side": ["focus"], "tried": [tried], "kept": [tried], "weakest": [None]})
    d = Draft({"survival": survival})
    assert written(weakest_for_term(d, "rail"), d) == told


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([5, 2], "Robustness: weakest with hyphens whole: it occurs twice."),
        ([5, 5], "Robustness: no other way of counting weakens it."),
        ([5, 9], "Robustness: no other way of counting weakens it."),
        ([5], "Robustness: no other way of counting changes these numbers."),
    ],
)
def test_a_name_that_is_left_twice_occurs_twice(numbers: list[int], told: str) -> None:
    choices = ["as reported", "hyphens whole"][: len(numbers)]
    naming = pl.DataFrame({"name": ["a"] * len(numbers), "choice": choices, "n_focus": numbers})
    d = Draft({"naming": naming})
    assert written(weakest(d, "naming", "n_focus", lambda: f"it occurs {times(d, 'weakest')}", name="a"), d) == told
