"""Which values make up each side: one, several pooled, all others; values with commas, values that are not known."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from framing import contrast_terms, count_terms, find_duplicates, load_corpus, tokenize
from framing.duplicates import crossing
from framing.errors import SettingsError
from framing.explorer.index import index_terms
from framing.explorer.widgets import _marked
from framing.findings.drafting import group_of
from framing.groups import Groups, Named, choose_groups
from framing.prose import findings_data
from framing.recipe import TABLES, WHOLE_CORPUS, make_findings, make_table, methods_text
from framing.report.describe import left_aside
from framing.report.languages import LanguagePlans, plan_reports
from framing.report.run import plan_run
from framing.study import Study, prepare_study
from framing.wording import side_names

POST = "Washington Post, The"


def articles(*values: str | None) -> pl.DataFrame:
    return pl.DataFrame({"country": list(values)}, schema={"country": pl.String})


@pytest.mark.parametrize(
    ("focus", "reference", "taken"),
    [
        ("VN", "CN", (("VN",), ("CN",))),
        ("VN", "CN,HK", (("VN",), ("CN", "HK"))),
        ("VN", " HK , CN,HK", (("VN",), ("CN", "HK"))),  # in any order, with blanks, twice
        ("VN", ("HK", "CN"), (("VN",), ("CN", "HK"))),
        (["VN", POST], "CN", (("VN", POST), ("CN",))),
        ("VN", POST, (("VN",), (POST,))),
        ("VN", f"CN,{POST},HK", (("VN",), ("CN", "HK", POST))),
        ("VN", "all others", (("VN",), ("CN", "HK", POST))),
        ("all others", "VN, CN", (("HK", POST), ("CN", "VN"))),
        ("VN", "(unknown)", (("VN",), ("(unknown)",))),
    ],
)
def test_a_side_is_what_the_user_names(focus: Named, reference: Named, taken: tuple[tuple[str, ...], ...]) -> None:
    groups = choose_groups(articles("VN", "CN", None, "HK", POST), focus=focus, reference=reference, by="country")
    assert (groups.focus, groups.reference) == taken


def test_a_text_that_is_a_value_stands_for_it() -> None:
    """CN,HK and "all others" are values of this column, and so is HK: the whole text wins."""
    values = articles("CN,HK", "CN", "HK", "all others")
    assert choose_groups(values, focus="CN,HK", reference="all others", by="country") == Groups(
        "country", ("CN,HK",), ("all others",)
    )


@pytest.mark.parametrize(
    ("focus", "reference", "said"),
    [
        ("VN", "CN,KR", "reference 'KR' is no country of this corpus, which has '(unknown)', 'CN', 'HK', 'VN'"),
        ("VN,XX", "CN", "focus 'XX' is no country"),
        ("VN", "CN,", "reference '' is no country"),
        ("VN", ("CN,HK",), "reference 'CN,HK' is no country"),  # in a list each text is one value
        ("VN,CN", "CN,HK,VN", "focus and reference are both 'CN', 'VN'; name two different groups of 'country'"),
        ("all others", "all others", "focus and reference are both 'all others'; name the values of one of them"),
        ("VN,CN,HK", "all others", "reference 'all others': every known country is named already"),
        ("VN", (), "reference must be a value such as 'VN', or a list of values"),
        ("VN", ("CN", 1), "reference must be a value such as 'VN', or a list of values"),
    ],
)
def test_what_is_no_group_is_refused_by_name(focus: Named, reference: Named, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        choose_groups(articles("VN", "CN", "HK", None), focus=focus, reference=reference, by="country")
    assert said in str(refused.value)


def test_very_many_values_are_not_all_listed() -> None:
    with pytest.raises(SettingsError, match=r"'v039' and 61 more$"):
        choose_groups(articles(*(f"v{at:03}" for at in range(101))), focus="x", reference="v000", by="country")


@pytest.mark.parametrize(
    ("by", "focus", "reference", "names"),
    [
        ("country", "VN", "CN", ("Vietnamese", "Chinese")),
        ("country", ["CN", "HK"], ["VN"], ("Chinese and Hong Kong", "Vietnamese")),
        ("outlet", ["a"], ["b", "c", "d"], ("a", "b, c and d")),
        ("outlet", ["a"], ["b", "c", "d", "e"], ("a", "other")),
        ("outlet", ["a" * 25, "b" * 25], ["c"], ("other", "c")),  # too long to stand in a sentence
        ("outlet", ["o" * 80], ["c"], ("o" * 80, "c")),  # one value is what it is
        ("outlet", list("abcd"), list("efgh"), ("focus", "reference")),
        ("genre", ["other"], list("efgh"), ("other", "reference")),
    ],
)
def test_a_side_has_a_name_short_enough_for_a_sentence(
    by: str, focus: str | list[str], reference: str | list[str], names: tuple[str, str]
) -> None:
    assert side_names(by, focus, reference) == names


@pytest.fixture(scope="module")
def three() -> pl.DataFrame:
    """Four articles of VN, three of CN, three of HK, one of unknown country; the last of VN prints one of HK's."""
    texts = [f"rail talks {word} in the harbour" for word in "one two three four five six seven eight nine".split()]
    return pl.DataFrame(
        {
            "text": [*texts, texts[8], "trade"],
            "country": ["VN"] * 3 + ["CN"] * 3 + ["HK"] * 3 + ["VN", None],
            "language": ["en"] * 11,
        }
    )


def test_a_pooled_side_is_just_more_articles(three: pl.DataFrame) -> None:
    """Pooling two values is what renaming one of them to the other gives."""
    renamed = three.with_columns(pl.col("country").replace({"HK": "CN"}))
    one = contrast_terms(count_terms(tokenize(load_corpus(renamed))), focus="VN", reference="CN")
    counts = count_terms(tokenize(load_corpus(three)))
    for reference in ("CN,HK", "all others", ("HK", "CN")):
        pooled = contrast_terms(counts, focus=("VN",), reference=reference)
        assert_frame_equal(pooled.table, one.table)
        assert pooled.totals["group"].to_list() == ["VN", "CN; HK"]
        assert pooled.totals["articles"].to_list() == [4, 6]
        assert pooled.settings.reference == "CN; HK"
    swapped = contrast_terms(counts, focus="all others", reference="VN").table.sort("term")
    assert_frame_equal(swapped["g2"].to_frame(), one.table.sort("term").select(-pl.col("g2")))


def test_what_pooled_groups_both_print_is_found(three: pl.DataFrame) -> None:
    corpus = load_corpus(three)
    found = find_duplicates(corpus)
    assert crossing(corpus, found, groups=("VN", "CN")).is_empty()
    for groups in (("VN", ("CN", "HK")), ("VN", "CN, HK"), ("VN", "all others")):
        assert crossing(corpus, found, groups=groups).select("group", "article_id").rows() == [
            ("VN", "10"), ("CN; HK", "9"),
        ]  # fmt: skip
    assert crossing(corpus, found, groups=("CN", "HK,VN")).is_empty(), "within one group nothing crosses"
    with pytest.raises(SettingsError, match=r"groups\[1\] 'XX' is no country"):
        crossing(corpus, found, groups=("VN", "XX"))


def test_the_explorer_offers_the_terms_of_pooled_groups(three: pl.DataFrame) -> None:
    words = pl.when(pl.col("country") == "VN").then(pl.lit("fish fish fish")).otherwise(pl.lit("rice rice rice"))
    index = index_terms(three.with_columns(text=pl.concat_str("text", words, separator=" ")))
    offered = _marked(index, "VN", "all others", "country")
    assert {label.partition(":")[0] for label, _ in offered} == {"Vietnamese", "Chinese and Hong Kong"}


# ---- a report on pooled sides


@pytest.fixture(scope="module")
def pooled(three: pl.DataFrame) -> Study:
    return prepare_study(load_corpus(three, name="three"), focus="VN", reference="all others")


def test_a_report_names_pooled_sides_and_lists_their_values(pooled: Study) -> None:
    sides = make_table(pooled, "sides")
    assert sides.select("name", "group", "articles").rows() == [
        ("Vietnamese", "VN", 4), ("Chinese and Hong Kong", "CN; HK", 6),
    ]  # fmt: skip
    assert (
        "compares 4 Vietnamese articles with 6 Chinese and Hong Kong articles (column “country”; “Chinese and Hong Kong” "
        "covers CN; HK); articles of other groups enter none of its numbers." in methods_text(pooled)
    )
    assert make_table(pooled, "groups").rows() == [
        ("(unknown)", 1, None), ("CN", 3, "reference"), ("HK", 3, "reference"), ("VN", 4, "focus"),
    ]  # fmt: skip
    assert left_aside(pooled) == "Left aside: 1 article of another group ((unknown) 1)."
    assert make_table(pooled, "crossing").select("side", "article_id").rows() == [("focus", "10"), ("reference", "9")]


def test_a_report_on_pooled_sides_is_that_on_one_group_of_all_its_articles(three: pl.DataFrame, pooled: Study) -> None:
    """Only names and the values themselves differ, and the groups of the whole corpus."""
    renamed = load_corpus(three.with_columns(pl.col("country").replace({"HK": "CN"})), name="three")
    one = prepare_study(renamed, focus="VN", reference="CN")
    for name in TABLES:
        if name not in (*WHOLE_CORPUS, "sides", "articles", "copies"):  # they hold the values
            assert_frame_equal(make_table(pooled, name), make_table(one, name))


def test_all_others_are_what_the_list_of_them_is(three: pl.DataFrame, pooled: Study) -> None:
    named = prepare_study(load_corpus(three, name="three"), focus="VN", reference="HK,CN")
    for name in TABLES:
        assert_frame_equal(make_table(pooled, name), make_table(named, name))
    assert findings_data(make_findings(pooled)) == findings_data(make_findings(named))


def test_an_id_of_a_finding_holds_no_list_of_values() -> None:
    values = {
        "sides": pl.DataFrame(
            {"side": ["focus", "reference"], "group": ["VN", "a; b; c; d"], "name": ["Vietnamese", "other"]}
        )
    }
    assert [group_of(values, side) for side in ("focus", "reference")] == ["VN", "other"]


@pytest.mark.parametrize("reference", ["CN,HK", "all others"])
def test_a_pooled_value_without_an_article_in_the_language_is_in_no_name(reference: str) -> None:
    rows = [("VN", "en"), ("VN", "vi"), ("CN", "en"), ("CN", "vi"), ("HK", "en")]
    frame = pl.DataFrame(
        [(f"rail {c} {s}", c, s) for c, s in rows], schema=["text", "country", "language"], orient="row"
    )
    for language, values in (("en", ("CN", "HK")), ("vi", ("CN",))):
        study = prepare_study(load_corpus(frame), focus="VN", reference=reference, language=language)
        assert study.groups.reference == values
        assert make_table(study, "sides")["group"].to_list() == ["VN", "; ".join(values)]
    with pytest.raises(SettingsError, match="focus 'HK' has no article in language 'vi'"):
        prepare_study(load_corpus(frame), focus="HK", reference="CN", language="vi")


@pytest.mark.parametrize("reference", ["CN,HK", "all others"])
def test_each_language_has_a_report_on_pooled_sides(reference: str, tmp_path: Path) -> None:
    rows = [("VN", "en"), ("VN", "vi"), ("CN", "en"), ("CN", "vi"), ("HK", "en"), ("JP", "fr"), (None, "vi")]
    frame = pl.DataFrame(
        [(f"rail {c} {s}", c, s) for c, s in rows], schema=["text", "country", "language"], orient="row"
    )
    frame.filter(pl.col("country") != "JP").write_csv(tmp_path / "news.csv")
    plans = plan_reports(tmp_path / "news.csv", pairs=[("reference", reference)])
    assert isinstance(plans, LanguagePlans)
    assert [(row.language, row.focus, row.reference) for row in plans.rows] == [("en", 1, 2), ("vi", 1, 1)]
    assert "Chinese and Hong Kong articles" in plans.page({})


def test_a_value_with_a_comma_is_taken_as_a_parameter(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"text": ["rail one", "rail two", "rail three"], "outlet": [POST, "Xinhua", "Times"], "language": ["en"] * 3}
    )
    frame.write_csv(tmp_path / "news.csv")
    pairs = [("by", "outlet"), ("focus", "Xinhua")]
    for reference, values in ((POST, (POST,)), (f"Times, {POST}", ("Times", POST)), ("all others", ("Times", POST))):
        plan = plan_run(tmp_path / "news.csv", pairs=[*pairs, ("reference", reference)], drawn=False)
        assert plan.study.groups.reference == values and plan.parameters["reference"] == reference
