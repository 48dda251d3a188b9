"""Balance and power: what can be known before a word is compared, by hand counts, in tables, sentences and a terminal."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import polars as pl
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from project import ROOT

from framing import measures, recipe
from framing.__main__ import main
from framing.corpus import load_corpus
from framing.errors import SettingsError
from framing.limits import state_balance
from framing.recipe import make_table, prepare_study
from framing.report.describe import describe_study
from framing.report.run import plan_run, run_report
from framing.study import Study

VN, CN = "VN", "CN"


def study_of(rows: Sequence[dict[str, Any]], **parameters: Any) -> Study:
    """A study of articles given as rows of text, country and whatever else is known."""
    frame = pl.DataFrame([{"language": "en"} | row for row in rows], infer_schema_length=None)
    return prepare_study(load_corpus(frame), focus=VN, reference=CN, **parameters)


def article(country: str, words: int, *, mark: str = "n", **known: Any) -> dict[str, Any]:
    """So many words; every five in a row hold mark and number, so that articles of two lengths or marks are two texts."""
    text = " ".join("rail" if at % 5 else f"{mark}{words}" for at in range(words))
    return {"text": text, "country": country} | known


def uneven(**parameters: Any) -> Study:
    """Three short articles of two outlets against two long ones; one day is shared."""
    return study_of(
        [
            article(VN, 10, outlet="A", date="2025-04-01", genre="news"),
            article(VN, 20, outlet="A", date="2025-04-03", genre="news"),
            article(VN, 90, outlet="B", date=None, genre="comment"),
            article(CN, 200, outlet="C", date="2025-04-03", genre="news"),
            article(CN, 100, outlet="D", date="2025-04-09", genre=None),
        ],
        **parameters,
    )


def column(table: pl.DataFrame, name: str) -> list[Any]:
    return table[name].to_list()


# --- balance --------------------------------------------------------------------------------------


def test_balance_is_what_one_counts_by_hand() -> None:
    table = make_table(uneven(), "balance")
    day = date(2025, 4, 3)
    assert table.rows() == [
        ("focus", 3, 3, 2, 0, "A", 2, pytest.approx(2 / 3), date(2025, 4, 1), day, 1, day, day, 1, 120, 20.0, "3", 90,
         0.75, "comment; news"),
        ("reference", 2, 2, 2, 0, "C", 1, 0.5, day, date(2025, 4, 9), 0, day, day, 1, 300, 150.0, "4", 200,
         pytest.approx(2 / 3), "news"),
    ]  # fmt: skip


def test_the_outlets_are_listed_with_what_they_supply_and_the_unknown_last_among_equals() -> None:
    rows = [article(VN, 5, outlet=None), article(VN, 5, outlet="B"), article(VN, 7, outlet="A"), article(CN, 9)]
    table = make_table(study_of(rows), "outlets")
    assert table.select("side", "outlet", "articles", "words_counted", "median_words").rows() == [
        ("focus", "A", 1, 7, 7.0), ("focus", "B", 1, 5, 5.0), ("focus", None, 1, 5, 5.0), ("reference", None, 1, 9, 9.0),
    ]  # fmt: skip


def test_what_is_out_of_balance_is_said_with_its_numbers() -> None:
    assert state_balance(recipe.Made(uneven())) == (
        "2 of the 3 Vietnamese articles are of one outlet, A: what marks this side may be that outlet's way of writing.",
        "90 of the 120 Vietnamese words counted are in article 3: what marks this side may be that article's alone.",
        "200 of the 300 Chinese words counted are in article 4: what marks this side may be that article's alone.",
        "The date of 1 of 5 articles is unknown: nothing about it can be told by date.",
        "The median Chinese article has 150 words counted, the median Vietnamese one 20 words: more than twice as many. A long "
        "article has room for more, so compare rates, and do not read the silence of a short one as a choice.",
        "Only 2 of the 4 articles of known date fall into the days that both sides have (2025-04-03): a difference may be "
        "one of time. period=shared compares these days alone.",
        "1 of the 4 articles of known kind is of a kind that stands on one side only (comment): a difference may be one of "
        "genre. strata=genre lets a test compare within each kind.",
    )


def test_two_sides_alike_are_warned_of_nothing() -> None:
    """Half the articles of one outlet, half the words in one article, twice as long, the same days and kinds: each at
    its limit."""
    rows = [
        article(
            side, words * share, mark=f"n{at}x", outlet=f"{side} {at // 2}", date=f"2025-04-0{at + 1}", genre="news"
        )
        for side, words in ((VN, 10), (CN, 20))
        for at, share in enumerate((1, 1, 1, 3))
    ]
    assert state_balance(recipe.Made(study_of(rows))) == ()
    for row, mark in zip(rows, "ab", strict=False):
        row["text"] = article(VN, 9, mark=mark)["text"]  # medians of 9.5 and 20, and 30 of 58 words in one article
    assert [sentence.split(":")[0] for sentence in state_balance(recipe.Made(study_of(rows)))] == [
        "30 of the 58 Vietnamese words counted are in article 4",
        "The median Chinese article has 20 words counted, the median Vietnamese one 9.50 words",
    ]


def test_days_that_do_not_overlap_are_named() -> None:
    rows = [article(VN, 5, date="2025-04-01"), article(VN, 6, date="2025-04-02"), article(CN, 7, date="2025-05-01")]
    said = " ".join(state_balance(recipe.Made(study_of(rows))))
    assert "do not overlap (Vietnamese: 2025-04-01 to 2025-04-02; Chinese: 2025-05-01): a difference" in said


def test_a_remedy_that_would_empty_a_side_is_not_advised() -> None:
    """Of the seeds one Chinese article is of a day between the Vietnamese ones."""
    said = " ".join(state_balance(recipe.Made(prepare_study("seeds", focus=VN, reference=CN))))
    assert "Only 1 of the 4 articles of known date falls into the days that both sides have (2025-04-16)" in said
    assert "period=shared" not in said
    with pytest.raises(SettingsError, match="no article of country 'VN' falls into days that both sides have"):
        prepare_study("seeds", focus=VN, reference=CN, period="shared")


# --- the period and the strata --------------------------------------------------------------------


def test_the_shared_period_keeps_its_days_only_and_leaves_unknown_dates_out() -> None:
    study = uneven(period="shared")
    assert column(study.corpus.articles, "article_id") == ["2", "4"]
    assert study.contrast().totals["articles"].to_list() == [1, 1]
    assert "days that both sides have" in recipe.methods_text(study)
    assert "days that both sides have" not in recipe.methods_text(uneven())


def test_a_shared_period_that_was_taken_is_not_advised_again() -> None:
    """Taken are the days 2 and 3; a day that one side happens to lack within them is no imbalance of dates."""
    days = ((VN, 1), (VN, 2), (CN, 3), (CN, 2), (VN, 3), (CN, 4), (VN, 2))
    rows = [article(side, 50 + at, outlet=f"{at}", date=f"2025-04-0{day}") for at, (side, day) in enumerate(days)]
    assert any("period=shared" in said for said in state_balance(recipe.Made(study_of(rows))))
    study = study_of(rows, period="shared")
    assert column(make_table(study, "balance"), "in_shared_period") == [3, 2]
    assert not any("period" in said for said in state_balance(recipe.Made(study)))


def test_a_report_on_a_period_names_the_whole_corpus_so_that_it_can_be_checked(tmp_path: Path) -> None:
    source = tmp_path / "mine.csv"
    uneven().corpus.articles.select("text", "country", "language", "date").write_csv(source)
    parameters = new_code_cell("corpus = ''\noutputs = ''", id="p", metadata={"tags": ["parameters"]})
    notebook = tmp_path / "toy.ipynb"
    nbformat.write(new_notebook(cells=[parameters, new_code_cell("1", id="c")]), notebook)
    plan = plan_run(source, pairs=[("period", "shared")])
    assert plan.study.corpus.articles.height == 2
    run_report(replace(plan, notebooks=(notebook,), parameters={}), tmp_path / "out")
    listed = json.loads((tmp_path / "out" / "files.json").read_bytes())
    assert listed["corpus"]["fingerprint"] == load_corpus(source).fingerprint != plan.study.corpus.fingerprint


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (
            ("2025-04-01", "2025-05-01"),
            "those of 'VN' are of 2025-04-01 to 2025-04-01, those of 'CN' are of 2025-05-01",
        ),
        (("2025-04-01", None), "no date is known of the articles of country 'CN'"),
        ((None, "2025-04-01"), "no date is known of the articles of country 'VN'"),
    ],
)
def test_a_period_that_is_not_shared_is_refused_with_its_dates(days: tuple[str | None, ...], said: str) -> None:
    rows = [article(side, 5 + at, date=day) for at, (side, day) in enumerate(zip((VN, CN), days, strict=True))]
    with pytest.raises(SettingsError, match=re.escape(said)):
        study_of(rows, period="shared")


def test_a_group_that_is_not_there_is_named_under_a_shared_period_too() -> None:
    with pytest.raises(SettingsError, match="focus 'XX' is no country"):
        prepare_study("seeds", focus="XX", reference=CN, period="shared")
    with pytest.raises(SettingsError, match="by must be one of"):
        prepare_study("seeds", focus=VN, reference=CN, by="sides", period="shared")


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"period": "common"}, "period must be one of 'all', 'shared'; got 'common'"),
        ({"strata": "kind"}, "strata must be one of 'outlet', 'country'"),
        ({"strata": 1}, "strata must be the name of a column"),
        ({"seed": -1}, "seed must be a whole number of 0 or more; got -1"),
        ({"seed": True}, "seed must be a whole number"),
    ],
)
def test_a_wrong_period_stratum_or_seed_is_refused_by_name(parameters: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        prepare_study("seeds", focus=VN, reference=CN, **parameters)


def test_strata_and_seed_reach_the_test() -> None:
    settings = uneven(strata="genre", seed=7).contrast().procedure.settings
    assert (settings.strata, settings.seed) == ("genre", 7)


# --- power ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("articles", "printed"), [((20, 20), 8.7), ((50, 50), 3.9), ((100, 300), 2.2), ((1000, 1000), 1.4)]
)
def test_the_ratios_are_those_of_the_methods(articles: tuple[int, int], printed: float) -> None:
    """docs/methods.md, section 5: articles of 500 words, overdispersion 2, once in 1,000 words."""
    focus, reference = (500 * n for n in articles)
    assert round(float(measures.detectable_ratio(focus, reference, 1, 2)), 1) == printed
    assert measures.detectable_ratio(focus, reference, 1) == measures.detectable_ratio(reference, focus, 1)


@pytest.mark.parametrize("wrong", [(0, 1, 1, 1), (1, -1, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0), (1, 1, math.nan, 1)])
def test_a_ratio_needs_words_a_rate_and_a_dispersion(wrong: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="must be finite numbers above 0"):
        measures.detectable_ratio(*wrong)


def bursts(articles: int, **known: list[str]) -> Study:
    """Articles of 1,000 words in each of which two words of its own stand 12 times, half of them on each side."""
    words = [chr(97 + at // 26) + chr(97 + at % 26) + "x" for at in range(2 * articles)]
    rows = [
        {
            "text": " ".join([f"{words[at]} {words[articles + at]}"] * 12 + ["and"] * 976),
            "country": VN if at < articles / 2 else CN,
            **{name: values[at] for name, values in known.items()},
        }
        for at in range(articles)
    ]
    return study_of(rows)


def test_the_overdispersion_is_that_of_terms_of_the_rate() -> None:
    """By hand: 12 occurrences in one of 12 equal articles, E = 1: (12²/1 - 12)/11 = 12; none stands 5 times in 1,000."""
    table = make_table(bursts(12), "power")
    rare, common = table.rows(named=True)
    assert (rare["test_units_focus"], rare["test_units_reference"], rare["unit"]) == (6, 6, "article")
    assert rare["smallest_p"] == pytest.approx(2 / 924)  # C(12, 6) = 924
    assert (rare["test_words_focus"], rare["test_words_reference"], rare["expected_focus"]) == (6000, 6000, 6.0)
    assert (rare["dispersion"], rare["dispersion_from"]) == (pytest.approx(12), "these texts")
    assert rare["detectable_ratio"] == pytest.approx(math.exp(3.42 * math.sqrt(12 * (1 / 6 + 1 / 6))))
    assert (common["dispersion"], common["dispersion_from"]) == (2.0, "assumed")
    assert common["detectable_ratio"] == pytest.approx(math.exp(3.42 * math.sqrt(2 * (1 / 30 + 1 / 30))))


@pytest.mark.parametrize(("articles", "told"), [(8, "assumed"), (10, "these texts")])
def test_an_overdispersion_over_few_articles_is_not_taken_for_one(articles: int, told: str) -> None:
    assert make_table(bursts(articles), "power")["dispersion_from"][0] == told


def test_outlets_are_what_is_exchanged_where_there_are_enough() -> None:
    """Six outlets of two articles each on either side; the words of a unit are those of its outlet."""
    table = make_table(bursts(24, outlet=[f"outlet {at // 2}" for at in range(24)]), "power")
    row = table.row(0, named=True)
    assert (row["unit"], row["test_units_focus"], row["test_units_reference"], row["tier"]) == (
        "outlet",
        6,
        6,
        "tested",
    )
    assert row["test_words_focus"] == 12_000
    assert set(make_table(bursts(24), "power")["unit"]) == {"article"}


def test_no_ratio_is_told_where_not_one_occurrence_is_expected() -> None:
    """300 words hold .3 occurrences at 1 in 1,000 and 1.5 at 5 in 1,000; 120 words hold .12 and .6."""
    assert column(make_table(uneven(), "power"), "detectable_ratio") == [None, None]
    rows = [article(VN, 300), article(CN, 200)]
    told = column(make_table(study_of(rows), "power"), "detectable_ratio")
    assert told == [None, pytest.approx(math.exp(3.42 * math.sqrt(2 * (1 / 1.5 + 1))))]


# --- what to collect ------------------------------------------------------------------------------


def wanting(study: Study) -> list[tuple[Any, ...]]:
    """aim, unit, then (present, wanting) of both sides."""
    table = make_table(study, "collect")
    rows = table.filter(pl.col("side") == "focus").join(
        table.filter(pl.col("side") == "reference"), on=["aim", "unit"], maintain_order="left"
    )
    return rows.select("aim", "unit", "present", "present_right", "wanting", "wanting_right").rows()


SMALLEST, ADVISED = "the smallest test", "as advised"


def test_what_the_seeds_still_want() -> None:
    """5 against 5 is the smallest equal test: 2/C(10, 5) = .0079, but 2/C(8, 4) = .029."""
    assert wanting(prepare_study("seeds", focus=VN, reference=CN)) == [
        (SMALLEST, "article", 4, 1, 1, 4), (SMALLEST, "outlet", 1, 1, 4, 4),
        (ADVISED, "article", 4, 1, 46, 49), (ADVISED, "outlet", 1, 1, 7, 7),
    ]  # fmt: skip


def test_nothing_is_wanting_for_a_test_that_unequal_sizes_admit() -> None:
    """1/C(17, 2) = 1/136 is below .01, though one side has two articles only."""
    rows = [article(VN, 5 + at) for at in range(15)] + [article(CN, 30 + at) for at in range(2)]
    assert wanting(study_of(rows))[0] == (SMALLEST, "article", 15, 2, 0, 0)
    assert wanting(study_of(rows[:-2] + rows[-1:]))[0] == (SMALLEST, "article", 15, 1, 0, 4)  # 1/16


def test_copies_count_once_and_an_outlet_on_both_sides_is_not_asked_for_more() -> None:
    rows = [article(VN, 5, outlet="A"), article(VN, 5, outlet="A"), article(CN, 6, outlet="A")]
    assert wanting(study_of(rows)) == [(SMALLEST, "article", 1, 1, 4, 4), (ADVISED, "article", 1, 1, 49, 49)]


def test_within_strata_the_fullest_value_is_what_counts() -> None:
    """news: 3 and 2; comment: 4 and 1; only one side has talk. Of news more stand on the smaller side."""
    kinds = [(VN, "news")] * 3 + [(CN, "news")] * 2 + [(VN, "comment")] * 4 + [(CN, "comment"), (VN, "talk")]
    rows = [article(side, 5 + at, genre=kind) for at, (side, kind) in enumerate(kinds)]
    assert wanting(study_of(rows, strata="genre"))[0] == (SMALLEST, "article", 3, 2, 2, 3)  # 1/(C(5, 3)·C(5, 4)) = .02
    rows.append(article(CN, 30, genre="comment"))
    assert wanting(study_of(rows, strata="genre"))[0] == (SMALLEST, "article", 4, 2, 0, 0)  # 1/(C(5, 3)·C(6, 4)) = .007
    alone = study_of([article(VN, 5, genre="news"), article(CN, 6, genre="talk")], strata="genre")
    assert wanting(alone)[0] == (SMALLEST, "article", 0, 0, 5, 5)


# --- in a terminal --------------------------------------------------------------------------------


def test_a_corpus_is_described_without_drawing_anything() -> None:
    code = (
        "import sys; sys.argv = ['framing', 'describe', 'seeds']\n"
        "from framing.__main__ import cli; cli(standalone_mode=False)\n"
        "print(sorted({'matplotlib', 'sklearn', 'nltk', 'papermill', 'nbconvert'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("\n[]\n")
    said = " ".join(done.stdout.split())
    for part in (
        "seeds: 5 articles, 4 Vietnamese against 1 Chinese.",
        "words counted 3,362 1,035",
        "A test would exchange whole articles, 4 Vietnamese against 1 Chinese.",
        "could give is 0.20; a test asks for 0.01 or less. So nothing can be tested (too few articles)",
        "1 3.36 1.03 2 assumed 229.7",
        "as advised article Vietnamese 4 50 46",
        "- The Chinese side is one article",
    ):
        assert part in said, part
    assert not re.search(r"(?i)significan|\b[pq]\b|\b(focus|reference|tier)\b", done.stdout)


def test_a_corpus_that_can_be_tested_is_described_as_one() -> None:
    said = " ".join(describe_study(bursts(12)).split())
    assert "So much can be tested." in said
    assert "were one admissible" not in said
    assert re.search(r"12(\.0)? these texts 934\.5", said)  # exp(3.42·2)
    assert "shared from – –" in said


def test_what_a_table_of_articles_holds_moves_no_cursor_and_breaks_no_column() -> None:
    names = ("\x1b[2J{focus}\u202eevil\n\ttab", "人民日报" * 20, "e\u0301cho")
    rows = [article(VN, 5 + at, outlet=name) for at, name in enumerate(names)] + [article(CN, 30)]
    shown = describe_study(study_of(rows))
    assert all(c.isprintable() or c == "\n" for c in shown)
    assert "[2J{focus} evil tab" in shown
    lines = [line for line in shown.splitlines() if line.startswith("Vietnamese  ") and not line.endswith("Chinese")]
    narrow = next(line for line in lines if "evil" in line)
    wide = next(line for line in lines if "人民" in line)
    marked = next(line for line in lines if "cho" in line)
    hanzi, marks = len(re.findall(r"[\u4e00-\u9fff]", wide)), marked.count("\u0301")
    assert len(narrow) == len(wide) + hanzi == len(marked) - marks
    assert hanzi < 20


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "nowhere"),
        (("seeds", "-p", "focus", "XX"), "focus 'XX' is no country of this corpus, which has 'CN', 'VN'"),
        (("seeds", "-p", "period", "shared"), "no article of country 'VN' falls into days that both sides have"),
        (("seeds", "-p", "strata", "kind"), "strata must be one of"),
        (("seeds", "-p", "seed", "x"), "parameter seed: got 'x', expected a whole number"),
        (("seeds", "-p", "sead", "1"), "sead"),
    ],
)
def test_what_cannot_be_described_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", ["framing", "describe", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    lines = capsys.readouterr().err.splitlines()
    assert ended.value.code == 1
    assert len(lines) == 1
    assert lines[0].startswith("framing: ")
    assert said in lines[0]


def test_the_parameters_of_a_description_are_those_of_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from framing.__main__ import cli

    uneven().corpus.articles.select("text", "country", "language", "date").write_csv(tmp_path / "mine.csv")
    (tmp_path / "p.yaml").write_text("focus: CN\nreference: VN\n", encoding="utf-8")
    arguments = ["describe", str(tmp_path / "mine.csv"), "-f", str(tmp_path / "p.yaml"), "-p", "period", "shared"]
    cli(arguments, standalone_mode=False)
    assert capsys.readouterr().out.startswith("mine: 2 articles, 1 Chinese against 1 Vietnamese.")
