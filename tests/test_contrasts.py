"""Contrasts: every column against a computation from scratch, and the rules every contrast keeps."""

from __future__ import annotations

import itertools
import json
import math
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from framing import measures
from framing.contrasts import CONTRAST_COLUMNS, Contrast, contrast_terms, listed_terms
from framing.corpus import load_corpus
from framing.counts import count_terms
from framing.errors import SettingsError
from framing.settings import CountSettings, InferenceSettings
from framing.tokens import Tokens, tokenize

ROOT = Path(__file__).parent.parent
ORACLES = json.loads((ROOT / "tests" / "oracles.json").read_text(encoding="utf-8"))
properties = settings(derandomize=True, deadline=None, max_examples=40)

TESTED = ["log_ratio_low", "log_ratio_high", "p_value", "q_value", "unit"]  # null unless tested: tests/test_testing.py
RANGES = ["log_ratio", "leave_one_out", "leave_outlet_out"]
SIGNED = ["log_ratio", "g2", "weighted_log_odds"]
SWAPPED = ["n", "per_1000", "articles", "article_share", "sentences", "dp_norm"]
SPELLING_AND_CAPTIONS = {"việt", "nam", "vietnam", "hanoi", "committee", "cpv", "xinhua"}

# A side is a list of articles, an article a list of sentences, a sentence a list of words.
Side = list[list[list[str]]]
SENTENCES = st.lists(st.sampled_from("aa bb cc dd ee".split()), min_size=1, max_size=6)
SIDES = st.lists(st.lists(SENTENCES, min_size=1, max_size=4), min_size=1, max_size=5)
OUTLETS = st.lists(st.sampled_from(["xx", "yy", "zz", None]), min_size=10, max_size=10)  # of both sides, in their order


def write(article: list[list[str]]) -> str:
    """Sentences as text; capitals, since a sentence does not start with a small letter."""
    return " ".join(" ".join(words).capitalize() + "." for words in article)


def contrast_of(
    focus: Side, reference: Side, *, outlets: list[str | None] | None = None, swap: bool = False
) -> Contrast:
    articles = [*focus, *reference]
    frame = pl.DataFrame(
        {
            "text": [write(article) for article in articles],
            "country": ["VN"] * len(focus) + ["CN"] * len(reference),
            "outlet": pl.Series((outlets or [])[: len(articles)] or [None] * len(articles), dtype=pl.String),
        }
    )
    names = ("CN", "VN") if swap else ("VN", "CN")
    return of_frame(frame, focus=names[0], reference=names[1])


def of_frame(frame: pl.DataFrame, options: CountSettings | None = None, **sides: str) -> Contrast:
    sides = {"focus": "VN", "reference": "CN"} | sides
    return contrast_terms(count_terms(tokenize(load_corpus(frame)), options), **sides)


# ---- the same columns from plain Python


def tally(side: Side) -> list[Counter[str]]:
    return [Counter(word for sentence in article for word in sentence) for article in side]


def naive_log_ratio(a: int, n_a: int, b: int, n_b: int) -> float:
    return math.log2((a + 0.5) / (n_a + 0.5)) - math.log2((b + 0.5) / (n_b + 0.5))


def naive_g2(a: int, n_a: int, b: int, n_b: int) -> float:
    pooled = (a + b) / (n_a + n_b)
    size = 2 * sum(x * math.log(x / (n * pooled)) for x, n in ((a, n_a), (b, n_b)) if x)
    return size if a * n_b >= b * n_a else -size


def naive_weighted_log_odds(a: int, n_a: int, b: int, n_b: int, prior: float = 500) -> float:
    alpha = prior * (a + b) / (n_a + n_b)
    rest_a, rest_b = n_a + prior - a - alpha, n_b + prior - b - alpha
    if (a, b) == (n_a, n_b):  # the only term there is
        return 0.0
    delta = math.log((a + alpha) / rest_a) - math.log((b + alpha) / rest_b)
    return delta / math.sqrt(1 / (a + alpha) + 1 / (b + alpha))


def naive_leave_one_out(term: str, focus: list[Counter[str]], reference: list[Counter[str]]) -> tuple[Any, Any]:
    """log_ratio with every single article (or outlet) left out, one after the other."""
    found = []
    for left_out in (*focus, *reference):
        sides = [[article for article in side if article is not left_out] for side in (focus, reference)]
        totals = [sum(article.total() for article in side) for side in sides]
        if min(totals) > 0:
            a, b = (sum(article[term] for article in side) for side in sides)
            found.append(naive_log_ratio(a, totals[0], b, totals[1]))
    return (min(found), max(found)) if found else (None, None)


def merge(articles: list[Counter[str]], outlets: list[str | None]) -> list[Counter[str]]:
    """Articles of one outlet as one; those of no known outlet together."""
    names = dict.fromkeys(outlets)
    return [sum((a for a, o in zip(articles, outlets, strict=True) if o == name), Counter()) for name in names]


def naive_dp_norm(term: str, side: list[Counter[str]]) -> float | None:
    if len(side) == 1 or not any(article[term] for article in side):
        return None
    return float(measures.dp_norm([article[term] for article in side], [article.total() for article in side]))


def naive_row(term: str, focus: Side, reference: Side, outlets: list[str | None]) -> dict[str, Any]:
    tallies = tally(focus), tally(reference)
    row: dict[str, Any] = {"term": term}
    for name, side, articles in zip(("focus", "reference"), (focus, reference), tallies, strict=True):
        n, total = sum(article[term] for article in articles), sum(article.total() for article in articles)
        held = sum(article[term] > 0 for article in articles)
        row |= {
            f"n_{name}": n,
            f"per_1000_{name}": 1000 * n / total,
            f"articles_{name}": held,
            f"article_share_{name}": held / len(articles),
            f"sentences_{name}": sum(term in sentence for article in side for sentence in article),
            f"dp_norm_{name}": naive_dp_norm(term, articles),
        }
    a, b = row["n_focus"], row["n_reference"]
    four = (a, sum(x.total() for x in tallies[0]), b, sum(x.total() for x in tallies[1]))
    row["log_ratio"], row["g2"] = naive_log_ratio(*four), naive_g2(*four)
    row["weighted_log_odds"] = naive_weighted_log_odds(*four)
    row["top_article_share"] = max(article[term] for side in tallies for article in side) / (a + b)
    row["leave_one_out_low"], row["leave_one_out_high"] = naive_leave_one_out(term, *tallies)
    merged = merge(tallies[0], outlets[: len(focus)]), merge(tallies[1], outlets[len(focus) :][: len(reference)])
    row["leave_outlet_out_low"], row["leave_outlet_out_high"] = naive_leave_one_out(term, *merged)
    return row


def close(value: Any) -> Any:
    return pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value


@pytest.mark.parametrize("example", [e for e in ORACLES["g2"] if "two_cell" in e], ids=lambda e: e["source"][:20])
def test_the_computation_from_scratch_gives_the_printed_g2(example: dict[str, Any]) -> None:
    four = [example[name] for name in ("a", "N_a", "b", "N_b")]
    assert abs(naive_g2(*four)) == pytest.approx(abs(example["two_cell"]), abs=1e-4)
    if "log_ratio_walter" in example:
        assert naive_log_ratio(*four) == pytest.approx(example["log_ratio_walter"], abs=1e-6)


def test_the_computation_from_scratch_gives_the_known_weighted_log_odds() -> None:
    known = next(e for e in ORACLES["weighted_log_odds"] if "alpha0_pooled" in e)
    n_a, n_b = sum(known["A"]), sum(known["B"])
    found = [
        naive_weighted_log_odds(a, n_a, b, n_b, known["alpha0_pooled"])
        for a, b in zip(known["A"], known["B"], strict=True)
    ]
    assert found == pytest.approx(known["z"], abs=1e-6)


# ---- every column, for any small corpus

EVEN = [[["aa", "bb"]], [["aa", "bb"]]]
LOPSIDED = [[["aa"] * 6], [["bb"]], [["cc", "cc", "cc"]]]


@given(SIDES, SIDES, OUTLETS)
@example(EVEN, LOPSIDED, [None] * 10)
@example([[["aa"]]], [[["aa", "aa"]]], ["xx", "yy"] * 5)
@example(LOPSIDED, [[["dd"]]], ["xx", "yy", "xx"] * 4)
@settings(parent=properties, max_examples=60)
def test_every_column_is_that_of_a_computation_from_scratch(
    focus: Side, reference: Side, outlets: list[str | None]
) -> None:
    table = contrast_of(focus, reference, outlets=outlets).table
    assert table.columns == CONTRAST_COLUMNS
    rows = {row["term"]: row for row in table.drop(TESTED).iter_rows(named=True)}
    assert set(rows) == {word for side in (focus, reference) for article in side for s in article for word in s}
    for term, row in rows.items():
        wanted = naive_row(term, focus, reference, outlets)
        assert row == {name: close(value) for name, value in wanted.items()}, term


def test_a_range_without_outlets_takes_the_unknown_as_one_and_needs_two_on_a_side() -> None:
    focus, reference = [[["aa", "bb"]], [["aa"]], [["bb"]]], [[["bb", "aa"]]]

    def ends(outlets: list[str | None]) -> tuple[Any, Any]:
        row = contrast_of(focus, reference, outlets=outlets).table.row(by_predicate=pl.col("term") == "aa", named=True)
        return row["leave_outlet_out_low"], row["leave_outlet_out_high"]

    assert ends([None, None, None, "xx"]) == ends(["xx", "xx", "xx", "yy"]) == (None, None)
    # By hand: aa stands once in two words either way, and so it does in the reference.
    assert ends(["xx", None, None, "yy"]) == pytest.approx((0.0, 0.0), abs=1e-12)
    # Without xx no aa in one word, without yy two in three; half a word is added to each.
    assert ends(["xx", "xx", "yy", "zz"]) == pytest.approx((math.log2(5 / 9), math.log2(25 / 21)))


@given(SIDES, SIDES)
@properties
def test_types_zeros_and_nulls(focus: Side, reference: Side) -> None:
    contrast = contrast_of(focus, reference)
    table = contrast.table
    for name, kind in table.schema.items():
        if kind == pl.Float64:
            assert table[name].drop_nulls().is_finite().all(), name
    untested = set(table["term"]) if contrast.tier == "descriptive" else set(contrast.dropped["term"])
    for name in TESTED:
        assert set(table.filter(pl.col(name).is_null())["term"]) == untested, name
    ends = {f"{name}_{end}" for name in RANGES for end in ("low", "high")}
    nullable = {*TESTED, "dp_norm_focus", "dp_norm_reference", *ends}
    assert all(table[name].null_count() == 0 for name in set(CONTRAST_COLUMNS) - nullable)
    counted = [f"{name}_{side}" for name in ("n", "articles", "sentences") for side in ("focus", "reference")]
    assert {table.schema[name] for name in counted} == {pl.Int64}
    assert table["n_focus"].sum() == sum(len(s) for article in focus for s in article)


@given(SIDES, SIDES)
@properties
def test_the_strongest_stands_first_and_ties_go_by_name(focus: Side, reference: Side) -> None:
    rows = contrast_of(focus, reference).table.select("g2", "term").rows()
    for (g2, term), (next_g2, next_term) in itertools.pairwise(rows):
        tied = math.isclose(abs(g2), abs(next_g2), rel_tol=1e-9, abs_tol=1e-300)
        assert term < next_term if tied else abs(g2) > abs(next_g2)


def test_a_term_of_one_side_keeps_its_zero() -> None:
    table = contrast_of([[["aa", "bb"]], [["aa"]]], [[["cc", "cc", "bb"]]]).table
    row = table.row(by_predicate=pl.col("term") == "cc", named=True)
    assert (row["n_focus"], row["n_reference"], row["articles_focus"], row["sentences_focus"]) == (0, 2, 0, 0)
    assert row["log_ratio"] < 0 > row["g2"]
    assert row["dp_norm_focus"] is None and row["dp_norm_reference"] is None


def test_an_article_without_words_is_an_article_and_carries_none() -> None:
    frame = pl.DataFrame({"text": ["Rail talks.", "—", "Trade talks."], "country": ["VN", "VN", "CN"]})
    contrast = of_frame(frame)
    row = contrast.table.row(by_predicate=pl.col("term") == "rail", named=True)
    assert contrast.totals.select("articles", "tokens").rows() == [(2, 2), (1, 2)]
    assert row["article_share_focus"] == 0.5
    assert row["leave_one_out_low"] == row["leave_one_out_high"] == row["log_ratio"]


# ---- swapping, splitting, shuffling


@given(SIDES, SIDES, OUTLETS)
@example(EVEN, EVEN, ["xx", "yy", None] * 4)
@properties
def test_swapping_the_sides_flips_signs_and_nothing_else(
    focus: Side, reference: Side, outlets: list[str | None]
) -> None:
    there = contrast_of(focus, reference, outlets=outlets)
    back = contrast_of(focus, reference, outlets=outlets, swap=True)
    mirrored = there.table.with_columns(
        *(-pl.col(name) for name in SIGNED),
        *(pl.col(f"{name}_focus").alias(f"{name}_reference") for name in SWAPPED),
        *(pl.col(f"{name}_reference").alias(f"{name}_focus") for name in SWAPPED),
        *(pl.col(f"{name}_low").neg().alias(f"{name}_high") for name in RANGES),
        *(pl.col(f"{name}_high").neg().alias(f"{name}_low") for name in RANGES),
    )
    assert_frame_equal(back.table, mirrored, check_exact=True)
    assert (back.tier, back.reason, back.smallest_p) == (there.tier, there.reason, there.smallest_p)
    columns = ["group", "articles", "outlets", "tokens"]
    assert back.totals.select(columns).rows() == there.totals.select(columns).rows()[::-1]
    assert back.keywords("focus", 3)["term"].to_list() == there.keywords("reference", 3)["term"].to_list()


@given(SIDES, SIDES)
@properties
def test_splitting_an_article_changes_no_score(focus: Side, reference: Side) -> None:
    split = [[sentence] for sentence in focus[0]] + focus[1:]
    kept = ["term", "n_focus", "n_reference", "per_1000_focus", "sentences_focus", *SIGNED]
    whole, parts = contrast_of(focus, reference), contrast_of(split, reference)
    assert_frame_equal(whole.table.select(kept), parts.table.select(kept), check_exact=True)


@given(SIDES, SIDES, st.randoms(use_true_random=False))
@properties
def test_the_order_of_the_articles_changes_nothing(focus: Side, reference: Side, random: Any) -> None:
    rows = [(write(article), "VN") for article in focus] + [(write(article), "CN") for article in reference]
    shuffled = random.sample(rows, len(rows))
    first, second = (
        of_frame(pl.DataFrame(order, schema=["text", "country"], orient="row")) for order in (rows, shuffled)
    )
    assert_frame_equal(first.table, second.table, rel_tol=1e-12, abs_tol=1e-12)
    assert_frame_equal(first.totals, second.totals)


def test_other_groups_are_left_aside_and_the_counts_stay_as_they_were() -> None:
    frame = pl.DataFrame({"text": ["Rail talks", "Trade talks", "Rail port"], "country": ["VN", "CN", "JP"]})
    counts = count_terms(tokenize(load_corpus(frame)))
    before = counts.matrix.toarray().tolist()
    contrast = contrast_terms(counts, focus="VN", reference="CN")
    assert sorted(contrast.table["term"]) == ["rail", "talks", "trade"]
    assert_frame_equal(contrast.table, of_frame(frame[:2]).table)
    assert counts.matrix.toarray().tolist() == before


# ---- what a contrast says about itself


def test_tier_totals_and_settings() -> None:
    frame = pl.DataFrame(
        {
            "text": ["Rail", "Rail talks", "Rail port", "Trade"],
            "country": ["VN", "VN", "VN", "CN"],
            "outlet": ["a", "b", None, "c"],
        }
    )
    contrast = of_frame(frame)
    assert contrast.totals.rows() == [("focus", "VN", 3, 2, 5), ("reference", "CN", 1, 1, 1)]
    assert (contrast.tier, contrast.reason, contrast.smallest_p) == ("descriptive", "too few articles", 0.25)
    s = contrast.settings
    assert (s.focus, s.reference, s.by, s.counts) == ("VN", "CN", "country", CountSettings())
    assert s.inference == InferenceSettings() == contrast.procedure.settings
    assert contrast.dropped.is_empty() and contrast.dropped.columns == ["term", "reason", "n", "articles"]


# ---- keywords


@given(SIDES, SIDES, st.integers(0, 6), st.sampled_from(SIGNED), st.sampled_from(["focus", "reference"]))
@properties
def test_keywords_are_the_strongest_of_their_side_with_all_ties(
    focus: Side, reference: Side, n: int, score: str, side: str
) -> None:
    contrast = contrast_of(focus, reference)
    sign = 1 if side == "focus" else -1
    strength = {term: sign * value for term, value in contrast.table.select("term", score).iter_rows()}
    ranked = sorted((value for value in strength.values() if value > 0), reverse=True)
    least = ranked[min(n, len(ranked)) - 1] if ranked and n else math.inf
    wanted = {term for term, value in strength.items() if value > 0 and value >= least * (1 - 1e-9)}
    found = contrast.keywords(side, n, score=score)
    assert set(found["term"]) == wanted
    assert found.columns == CONTRAST_COLUMNS
    values = [strength[term] for term in found["term"]]
    assert all(a >= b * (1 - 1e-9) for a, b in itertools.pairwise(values))


def test_terms_that_tie_with_the_last_are_listed_too_by_name() -> None:
    contrast = contrast_of([[["dd", "bb", "aa", "cc", "ee", "ee"]]], [[["ff"]]])
    assert contrast.keywords("focus", 1)["term"].to_list() == ["ee"]
    assert contrast.keywords("focus", 2)["term"].to_list() == ["ee", "aa", "bb", "cc", "dd"]
    assert contrast.keywords("focus", 0).is_empty()
    assert contrast.keywords("reference")["term"].to_list() == ["ff"]


def test_a_term_as_frequent_on_both_sides_marks_neither() -> None:
    contrast = contrast_of([[["aa", "bb"]]], [[["aa", "cc"]]])
    assert contrast.keywords("focus")["term"].to_list() == ["bb"]
    assert contrast.keywords("reference")["term"].to_list() == ["cc"]


@pytest.mark.parametrize(("side", "score", "named"), [("left", "g2", "side"), ("focus", "p_value", "score")])
def test_keywords_refuses_other_sides_and_scores(side: str, score: str, named: str) -> None:
    with pytest.raises(SettingsError, match=f"{named} must be one of"):
        contrast_of(EVEN, LOPSIDED).keywords(side, score=score)


# ---- refusals

FRAME = pl.DataFrame(
    {
        "text": ["Rail talks", "Trade talks", "Đường sắt", "—"],
        "country": ["VN", "CN", "VN", "JP"],
        "outlet": ["VNS", None, "Tuổi Trẻ", None],
        "language": ["en", "en", "vi", "en"],
    }
)


@pytest.mark.parametrize(
    ("sides", "message"),
    [
        ({"by": "side"}, r"by must be one of .*'country'.*; got 'side'"),
        ({"by": "article_id"}, "by must be one of"),
        ({"focus": "KR"}, r"focus 'KR' is no country of this corpus, which has 'CN', 'JP', 'VN'"),
        ({"reference": "vn"}, r"reference 'vn' is no country of this corpus, which has 'CN', 'JP', 'VN'"),
        ({"reference": "VN"}, r"both 'VN'; name two different groups of 'country'"),
        ({}, r"several languages \(en, vi\)"),
        ({"focus": "JP"}, r"country 'JP': nothing is counted"),
        ({"focus": "CN", "reference": "JP"}, r"country 'JP': nothing is counted"),
    ],
)
def test_a_contrast_that_makes_no_sense_is_refused(sides: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        of_frame(FRAME, **sides)


def test_a_known_and_an_unknown_language_are_no_one_language() -> None:
    frame = pl.DataFrame({"text": ["Rail", "Trade"], "country": ["VN", "CN"], "language": ["en", None]})
    with pytest.raises(SettingsError, match=r"several languages \(\(unknown\), en\)"):
        of_frame(frame)
    assert of_frame(frame.drop("language")).table.height == 2


def test_a_side_that_the_settings_empty_is_refused(tmp_path: Path) -> None:
    rules = tmp_path / "zones.toml"
    rules.write_text('[[rule]]\nname = "h"\nzone = "headline"\npattern = \'\\AHEAD.*$\'\nreason = "r"\n')
    frame = pl.DataFrame({"text": ["HEAD line\n\nRail.", "Trade."], "country": ["VN", "CN"]})
    counts = count_terms(tokenize(load_corpus(frame, zones=rules)), CountSettings(zones=("headline",)))
    with pytest.raises(SettingsError, match=r"'CN': nothing is counted.*only zones headline count; name others"):
        contrast_terms(counts, focus="VN", reference="CN")


def test_articles_of_unknown_outlets_form_a_group_of_their_own() -> None:
    contrast = of_frame(FRAME[:2], focus="VNS", reference="(unknown)", by="outlet")
    assert contrast.totals.select("group", "articles", "outlets").rows() == [("VNS", 1, 1), ("(unknown)", 1, 0)]
    assert set(contrast.table["term"]) == {"rail", "talks", "trade"}


# ---- spelling is no framing

MERGED = pl.DataFrame(
    {
        "canonical": ["Vietnam", "Hanoi", "To Lam", "Doi Moi"],
        "variant": ["Việt Nam", "Hà Nội", "Tô Lâm", "Đổi Mới"],
        "kind": ["spelling", "spelling", "name", "spelling"],
    }
)
BASE = (
    "Tô Lâm went to Hà Nội. “It’s Việt Nam’s Đổi Mới,” he said; the defence labour centre will organise "
    "modernisation. A ‘win–win’ programme — Việt Nam’s — favours neighbours. Lào Cai’s fibre travelled."
)
AMERICAN = {
    "defence": "defense", "labour": "labor", "centre": "center", "organise": "organize",
    "modernisation": "modernization", "programme": "program", "favours": "favors", "neighbours": "neighbors",
    "fibre": "fiber", "travelled": "traveled",
}  # fmt: skip
PLAIN = {"Việt Nam": "Vietnam", "Hà Nội": "Hanoi", "Tô Lâm": "To Lam", "Đổi Mới": "Doi Moi"}
STRAIGHT = {"’": "'", "‘": "'", "“": '"', "”": '"'}
DASHES = {"–": "-", "—": "--"}


def respell(*tables: dict[str, str]) -> str:
    text = BASE
    for table in tables:
        for written, other in table.items():
            text = text.replace(written, other)
    return text


OTHER_WRITINGS = {
    "names": respell(PLAIN),
    "American": respell(AMERICAN),
    "decomposed": unicodedata.normalize("NFD", BASE),
    "straight quotes": respell(STRAIGHT),
    "dashes": respell(DASHES),
    "line ends": BASE.replace(" ", "\r\n"),
    "soft hyphens": BASE.replace("modernisation", "mod\u00aderni\u00adsation"),
    "all": unicodedata.normalize("NFD", respell(PLAIN, AMERICAN, STRAIGHT, DASHES)),
}


@pytest.mark.parametrize("other", OTHER_WRITINGS.values(), ids=list(OTHER_WRITINGS))
def test_one_text_in_two_writings_gives_no_contrast(other: str) -> None:
    assert other != BASE
    frame = pl.DataFrame({"text": [BASE, other], "country": ["VN", "CN"], "language": ["en", "en"]})
    table = contrast_terms(count_terms(tokenize(load_corpus(frame, variants=MERGED))), focus="VN", reference="CN").table
    assert table.height > 20
    assert table.filter((pl.col("log_ratio") != 0) | (pl.col("g2") != 0))["term"].to_list() == []


def test_without_merging_the_two_writings_differ() -> None:
    frame = pl.DataFrame({"text": [BASE, OTHER_WRITINGS["all"]], "country": ["VN", "CN"], "language": ["en", "en"]})
    counts = count_terms(tokenize(load_corpus(frame, variants=MERGED)), CountSettings(variants=()))
    table = contrast_terms(counts, focus="VN", reference="CN").table
    differing = set(table.filter(pl.col("g2") != 0)["term"])
    assert {"việt", "nam", "vietnam", "organise", "organize"} <= differing


# ---- the five articles


@pytest.fixture(scope="module")
def five() -> Tokens:
    return tokenize(load_corpus(ROOT / "seeds"))


def top_terms(tokens: Tokens, options: CountSettings | None = None) -> set[str]:
    contrast = contrast_terms(count_terms(tokens, options), focus="VN", reference="CN")
    return {term for side in ("focus", "reference") for term in contrast.keywords(side, 20)["term"]}


def test_spelling_and_captions_head_no_list_of_the_seeds(five: Tokens) -> None:
    assert top_terms(five) & SPELLING_AND_CAPTIONS == set()


def test_spelling_and_captions_head_the_lists_when_all_is_counted_as_it_stands(five: Tokens) -> None:
    raw = top_terms(five, CountSettings(zones=None, variants=()))
    assert raw >= SPELLING_AND_CAPTIONS


def test_the_seeds_keep_every_word_of_their_bodies(five: Tokens) -> None:
    options = CountSettings(zones=None, variants=(), possessives="keep")
    contrast = contrast_terms(count_terms(five, options), focus="VN", reference="CN")
    words: Counter[str] = Counter()
    for country, text in five.corpus.articles.select("country", "text").iter_rows():
        normal = unicodedata.normalize("NFC", text)
        words[country] += len(re.findall(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W_]+)*", normal))
    assert contrast.totals["tokens"].to_list() == [words["VN"], words["CN"]]
    assert contrast.table.select(pl.col("n_focus", "n_reference").sum()).row(0) == (words["VN"], words["CN"])


# ---- listed terms


@pytest.mark.parametrize(
    ("focus", "reference", "listed"),
    [
        ("rail", "port", []),  # 1:0
        ("rail", "rail", []),  # 1:1
        ("rail rail", "rail rail", []),  # 2:2
        ("rail rail", "rail port", []),  # 2:1: with one fewer as often
        ("rail rail", "port sea", ["rail"]),  # 2:0
        ("rail rail rail", "rail port sea", ["rail"]),  # 3:1
        ("rail rail", "rail " + "port " * 9, ["rail"]),  # 1 of 2 against 1 of 10
        ("rail " + "talks " * 9, "rail port", ["talks"]),
    ],
)
def test_a_term_is_listed_where_one_occurrence_fewer_would_still_lean(
    focus: str, reference: str, listed: list[str]
) -> None:
    frame = pl.DataFrame({"text": [focus, reference], "country": ["VN", "CN"]})
    counts = count_terms(tokenize(load_corpus(frame)))
    there = contrast_terms(counts, focus="VN", reference="CN")
    back = contrast_terms(counts, focus="CN", reference="VN")
    assert listed_terms(there, "focus", 9)["term"].to_list() == listed
    assert listed_terms(back, "reference", 9)["term"].to_list() == listed


def test_listed_terms_are_keywords_and_the_rule_is_that_of_whole_numbers() -> None:
    """On the seeds: (n - 1) M > m N in whole numbers, for every term."""
    counts = count_terms(tokenize(load_corpus("seeds")))
    contrast = contrast_terms(counts, focus="VN", reference="CN")
    for side, other in (("focus", "reference"), ("reference", "focus")):
        words = dict(contrast.totals.select("side", "tokens").iter_rows())
        expected = {
            row["term"]
            for row in contrast.table.to_dicts()
            if (row[f"n_{side}"] - 1) * words[other] > row[f"n_{other}"] * words[side]
        }
        found = listed_terms(contrast, side, contrast.table.height)["term"]
        assert set(found) == expected
        assert found.to_list() == [term for term in contrast.keywords(side, 9999)["term"] if term in expected]
