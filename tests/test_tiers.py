"""Findings of both kinds: what a test allows to be said, what it does not, and what a description says all the same."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import scipy.stats
from project import ROOT

from framing import measures, recipe
from framing.claims import Finding, look_up
from framing.contrasts import contrast_terms
from framing.corpus import load_corpus
from framing.counts import count_terms
from framing.prose import allowance, findings_markdown, methods_markdown, singling_out
from framing.recipe import Made, make_findings, make_table, prepare_study
from framing.study import Study
from framing.tables import singled_out as module_function
from framing.tokens import tokenize
from framing.wording import write_number, write_words

PLANTED = {"VN": "comradeship", "CN": "modernization"}  # half of the sentences of one side, a tenth of the other's
WORDS = "the of talks trade port road river market harvest school budget storm bridge valley forest museum".split()


def frame(
    per_side: int, outlets: int, *, planted: bool = True, mark: str = "", sentences: int = 12, seed: int = 3
) -> pl.DataFrame:
    """Articles of plain words; "lantern" stands in one article of the first side, often."""
    draw = random.Random(seed)
    rows = []
    for number in range(2 * per_side):
        side = ("VN", "CN")[number % 2]
        said = [draw.choices(WORDS, k=9) for _ in range(sentences)]
        for words in said if planted else []:
            for name, term in PLANTED.items():
                if draw.random() < (0.5 if side == name else 0.1):
                    words[2] = term
            if number == 0:
                words[4] = "lantern"
        text = " ".join(f"{' '.join(words).capitalize()}." for words in said)
        rows.append((str(number + 1), text, side, f"{mark}{side} {number // 2 % outlets}", "en"))
    return pl.DataFrame(rows, schema=["article_id", "text", "country", "outlet", "language"], orient="row")


def coded(articles: pl.DataFrame) -> Study:
    """The whole of each article is a passage of the narrator on one event."""
    rows = [
        (a, "0", str(len(text)), "narrator", "narrator", "talks")
        for a, text in articles.select("article_id", "text").iter_rows()
    ]
    passages = pl.DataFrame(rows, schema=["article_id", "start", "end", "voice", "voice_class", "event"], orient="row")
    return prepare_study(load_corpus(articles, passages=passages), focus="VN", reference="CN")


@cache
def study(kind: str) -> Study:
    made = {
        "outlets": lambda: coded(frame(18, 6)),
        "articles": lambda: coded(frame(12, 2, mark="$<b>")),
        "nothing": lambda: coded(frame(30, 6, planted=False, sentences=40)),
        "too short": lambda: coded(frame(5, 5, planted=False, sentences=1)),
        "seeds": lambda: prepare_study("seeds", focus="VN", reference="CN"),
    }
    return made[kind]()


def found(kind: str, beginning: str) -> list[Finding]:
    return [finding for finding in make_findings(study(kind)) if finding.id.startswith(beginning)]


TESTED = ("outlets", "articles", "nothing", "too short")


def test_what_passes_is_said_with_effect_articles_outlets_interval_and_share_of_false_ones() -> None:
    """Articles and outlets that hold the word are counted here in the texts, by a search of our own."""
    articles = study("outlets").corpus.articles
    for side, term in PLANTED.items():
        (finding,) = [one for one in found("outlets", f"more-in-{side}") if one.id.endswith(term)]
        assert finding.tier == "tested"
        for name in PLANTED:
            own = articles.filter(pl.col("country") == name)
            held = own.filter(pl.col("text").str.to_lowercase().str.contains(rf"\b{term}\b"))
            n = sum(len(re.findall(rf"(?i)\b{term}\b", text)) for text in own["text"])
            some = "all 18" if held.height == 18 else f"{write_words(held.height)} of the 18"
            spread = rf"\b{n} (occurrences )?in \d+ sentences? from {some} \w+ articles, "
            reach = {6: "all 6"}.get(held["outlet"].n_unique(), f"{held['outlet'].n_unique()} of 6")
            assert re.search(f"{spread}{reach} outlets", finding.sentence), finding.sentence
        row = make_table(study("outlets"), "contrast").row(by_predicate=pl.col("term") == term, named=True)
        sign = 1 if side == "VN" else -1
        low, high = sorted(2 ** (sign * row[f"log_ratio_{end}"]) for end in ("low", "high"))
        assert f"about {write_number(2 ** abs(row['log_ratio']))} times as frequent" in finding.sentence
        assert f"interval: {write_number(low)} to {write_number(high)})" in finding.sentence
        assert (
            f"at most about one in {int(1 / row['q_value']):,} is expected to be a false positive" in finding.sentence
        )
        assert f"q = {write_number(row['q_value'])}:" in finding.sentence
        assert "not why" in finding.caveat


def test_only_what_passes_is_said_to_differ() -> None:
    passed = make_table(study("outlets"), "contrast").filter(pl.col("q_value") <= 0.05)["term"].to_list()
    said = [str(finding.values[4].value) for finding in found("outlets", "more-in")]
    assert said
    assert set(said) <= set(passed)
    assert make_table(study("outlets"), "test")["found"][0] == len(passed)


@pytest.mark.parametrize("kind", TESTED)
def test_a_finding_of_a_tested_contrast_is_checked_like_any_other(kind: str) -> None:
    made = Made(study(kind))
    for finding in make_findings(study(kind)):
        assert finding.tier == ("tested" if finding.id.startswith(("more-in", "no-term")) else "descriptive")
        for value in finding.values:
            assert look_up(made, value.table, value.row, value.column) == value.value
        for template in (finding.template, finding.choice_template, finding.caveat_template):
            assert not re.search(r"\d", template), template
        text = f"{finding.sentence} {finding.choice} {finding.caveat}"
        assert not re.search(
            r"(?i:significan)|\bnan\b|\bNone\b|(?<![.,])\b1 (article|outlet|sentence|word|time)s\b", text
        ), text


def test_where_nothing_passes_it_says_out_of_how_many_and_what_could_have_been_seen() -> None:
    (finding,) = found("nothing", "no-term-passes")
    row = make_table(study("nothing"), "test").row(0, named=True)
    assert (row["found"], row["tested"] > 0, row["unit"], row["units_focus"]) == (0, True, "outlet", 6)
    assert f"none of the {row['tested']} terms tested passes" in finding.sentence
    # Benjamini & Hochberg: k terms at the smallest p pass if p <= .05 k/m; 6 against 6 outlets give p = 2/924.
    needed = next(k for k in range(1, 999) if 2 / 924 * row["tested"] / k <= 0.05)
    assert row["at_floor"] == needed
    words = study("nothing").contrast().totals["tokens"]
    ratio = measures.detectable_ratio(words[0], words[1], 1)
    assert f"about {write_number(ratio)} times as frequent on one side" in finding.sentence
    assert not found("nothing", "more-in")


def test_where_words_are_few_no_absurd_ratio_is_told() -> None:
    s = prepare_study(load_corpus(frame(12, 6, planted=False)), focus="VN", reference="CN")
    (finding,) = [one for one in make_findings(s) if one.id == "no-term-passes"]
    assert "with so few words hardly any difference could have been seen" in finding.sentence


def test_where_no_term_is_frequent_enough_it_says_so_instead_of_none_differs() -> None:
    (finding,) = found("too short", "no-term-passes")
    assert "none occurs 10 times or more, in 5 articles or more" in finding.sentence
    assert finding.quotes == ()


def test_a_leading_word_of_one_article_is_not_tested_and_says_why() -> None:
    (finding,) = found("outlets", "not-tested-in-VN")
    assert "since it occurs in fewer than 5 articles of both sides together" in finding.sentence
    assert (
        "It occurs 12 times in one of the 18 Vietnamese articles and not at all in the 18 Chinese articles."
        in finding.sentence
    )


def test_where_articles_are_the_unit_the_outlets_are_named_and_escaped() -> None:
    made, s = Made(study("articles")), study("articles")
    (finding, *_) = found("articles", "more-in-VN")
    assert "these outlets alone: $<b>VN 0; $<b>VN 1 v. $<b>CN 0; $<b>CN 1." in finding.caveat
    page = findings_markdown(make_findings(s), made, s.corpus, {}, ())
    assert "<b>" not in page
    assert r"\$&lt;b&gt;VN 0" in page


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("seeds", "4 articles against 1 (smallest attainable p: 0.20). Relabeling so few articles could not tell"),
        ("outlets", "18 articles against 18, tested by outlet: 6 against 6. Of "),
        ("nothing", "terms tested none passes (q up to 0.05)"),
    ],
)
def test_what_so_many_articles_allow_stands_at_the_beginning(kind: str, said: str) -> None:
    assert said in allowance(Made(study(kind)))


def test_a_contrast_that_is_not_tested_for_another_reason_names_it() -> None:
    texts = {"text": ["Rail and trade."] * 2, "country": ["VN", "CN"]}
    same = Made(prepare_study(load_corpus(pl.DataFrame(texts)), focus="VN", reference="CN"))
    assert "Nothing here is tested (a side has no text of its own)" in allowance(same)


def test_methods_tell_how_it_was_tested_or_why_not() -> None:
    said = {
        kind: methods_markdown(Made(study(kind)), study(kind).corpus, study(kind).settings, [])
        for kind in ("outlets", "articles", "seeds")
    }
    for part in (
        "The unit is the outlet",
        "6 against 6 outlets",
        "in all 924 ways",
        "at least 10 occurrences, in at least 5",
    ):
        assert part in said["outlets"]
    assert "999 + 9,999 + 99,999 times, drawn with the seed 1" in said["articles"]
    assert "Benjamini & Hochberg (1995) over all terms tested. Those with q up to 0.05 pass" in said["articles"]
    assert (
        "here every contrast is descriptive, because of too few articles; interval and test columns stay empty"
        in said["seeds"]
    )


def test_the_seeds_stay_a_description_with_empty_tables_of_the_test() -> None:
    assert {finding.tier for finding in make_findings(study("seeds"))} == {"descriptive"}
    row = make_table(study("seeds"), "test").row(0, named=True)
    assert (row["tier"], row["reason"], row["tested"], row["exact"]) == ("descriptive", "too few articles", 0, None)
    assert make_table(study("seeds"), "tested").is_empty()
    assert make_table(study("seeds"), "not_tested").is_empty()
    assert make_table(study("seeds"), "absences")["share_lacking_high"].null_count() == 34


def test_a_term_that_passes_is_listed_although_bursts_stand_before_it() -> None:
    """With one term listed a side, "lantern" would be all there is for the first; what passes is listed beside it."""
    s = prepare_study(load_corpus(frame(18, 6)), focus="VN", reference="CN", top=1)
    listed = make_table(s, "survival")["term"].to_list()
    assert {"lantern", "comradeship"} & set(s.contrast().keywords("focus", 1)["term"])
    assert set(PLANTED.values()) <= set(listed)


# ---- each article singled out


def test_each_article_singled_out_counts_as_a_contrast_of_it_with_all_others() -> None:
    """The other way to the same number: a whole contrast for every article of the seeds."""
    articles = study("seeds").corpus.articles.select("article_id", "text", "language")
    table = make_table(study("seeds"), "singled_out")
    assert table["article_id"].to_list() == ["000", "001", "002", "003", "004"]
    by_hand = []
    for article in table["article_id"]:
        alone = pl.when(pl.col("article_id") == article).then(pl.lit("A")).otherwise(pl.lit("B")).alias("part")
        corpus = study("seeds").corpus
        counts = count_terms(tokenize(corpus))
        own = type(counts)(
            counts.matrix, counts.sentences, counts.terms, counts.articles.with_columns(alone), counts.settings
        )
        g2 = contrast_terms(own, focus="A", reference="B", by="part", inference=None).table["g2"].abs()
        by_hand.append(int((g2.round_sig_figs(10) >= round(table["score"][0], 9)).sum()))
    assert articles.height == 5
    assert table["reaching"].to_list() == by_hand
    assert table["reaching_sides"].unique().to_list() == [by_hand[3]]  # article 003 is a side by itself


def test_the_sentence_on_singling_out_leaves_a_side_of_one_article_aside() -> None:
    assert "Singled out against all others in turn, 3 of 4 articles bring as many or more" in singling_out(
        Made(study("seeds"))
    )


def test_whole_outlets_are_singled_out_where_they_are_the_unit() -> None:
    table = make_table(study("outlets"), "singled_out")
    assert table["article_id"].null_count() == table.height == 12
    assert table["articles"].to_list() == [3] * 12
    assert "none of 12 outlets brings as many" in singling_out(Made(study("outlets")))


def test_of_very_many_articles_two_hundred_are_drawn_and_the_same_again() -> None:
    articles = frame(110, 2, sentences=1)
    drawn = [module_function(prepare_study(load_corpus(articles), focus="VN", reference="CN")) for _ in range(2)]
    assert drawn[0].height == 200
    assert drawn[0].equals(drawn[1])
    other = module_function(prepare_study(load_corpus(articles), focus="VN", reference="CN", seed=2))
    assert other["article_id"].to_list() != drawn[0]["article_id"].to_list()


# ---- what a count of nothing allows


@pytest.mark.parametrize("n", [1, 4, 10, 300])
def test_the_bound_of_an_absence_is_clopper_and_pearsons(n: int) -> None:
    """scipy gives it as the upper end of a two-sided interval of 90 per cent, and as a quantile of beta."""
    bound = measures.zero_upper_bound(n)
    exact = scipy.stats.binomtest(0, n).proportion_ci(confidence_level=0.9, method="exact").high
    assert bound == pytest.approx(exact, rel=1e-9)
    assert bound == pytest.approx(scipy.stats.beta.ppf(0.95, 1, n), rel=1e-9)
    assert np.asarray(measures.zero_upper_bound([n, n])).shape == (2,)


def test_a_bound_is_refused_without_exposure_or_confidence() -> None:
    with pytest.raises(ValueError, match="n must be finite numbers above 0, got 0"):
        measures.zero_upper_bound(0)
    with pytest.raises(ValueError, match="confidence must lie between 0 and 1, got 95"):
        measures.zero_upper_bound(3, confidence=95)


def test_an_absence_in_a_tested_contrast_names_its_exposure_and_bound() -> None:
    """18 articles of 6 outlets report the event; none has the word: 1 - .05^(1/6) = .393."""
    row = make_table(study("outlets"), "absences").row(by_predicate=pl.col("term") == "lantern", named=True)
    assert (row["articles_lacking"], row["outlets_lacking"]) == (18, 6)
    assert row["share_lacking_high"] == pytest.approx(0.393, abs=0.0005)
    own = make_table(study("articles"), "absences").row(by_predicate=pl.col("term") == "lantern", named=True)
    assert own["share_lacking_high"] == pytest.approx(1 - 0.05 ** (1 / 12))


# ---- the page


def test_the_page_of_terms_has_q_and_interval_only_where_terms_are_tested() -> None:
    from framing.pages import terms_page

    for kind, heading in (("outlets", 1), ("seeds", 0)):
        made = Made(study(kind))
        page = terms_page(made, study(kind).occurrences(), paged=recipe.paged_articles(study(kind)))
        assert page.count('rowspan="2">q</th>') == heading
        assert page.count("is one of 95 per cent") == heading


@pytest.mark.parametrize(
    ("number", "written"),
    [(0.0039, "0.0039"), (0.000018, "0.000018"), (1.86e-23, "2e-23"), (0.005, "0.01"), (0.0, "0.00")],
)
def test_a_number_that_is_not_nothing_is_not_written_as_nothing(number: float, written: str) -> None:
    assert write_number(number) == written


@pytest.mark.slow
def test_a_tested_report_is_made_and_holds_and_a_changed_q_does_not(tmp_path: Path) -> None:
    corpus, out = tmp_path / "mine.csv", tmp_path / "report"
    frame(18, 6).write_csv(corpus)

    def framing(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "framing", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    done = framing("run", corpus, "--out", out, "-p", "splits", 2)
    assert done.returncode == 0, done.stderr
    assert "q up to 0.05" in (out / "index.html").read_text(encoding="utf-8")
    findings = json.loads((out / "findings.json").read_bytes())
    assert {finding["tier"] for finding in findings} == {"descriptive", "tested"}
    held = framing("check", out, "--corpus", corpus)
    assert held.returncode == 0, held.stderr
    table = out / "tables" / "tested.csv"
    rows = table.read_text(encoding="utf-8-sig").splitlines()
    at = rows[0].split(",").index("one_in")
    cells = next(row for row in rows if row.startswith("comradeship,")).split(",")
    rows = [
        ",".join([*cells[:at], str(int(cells[at]) + 1), *cells[at + 1 :]]) if row.startswith("comradeship,") else row
        for row in rows
    ]
    table.write_text("\ufeff" + "\n".join(rows) + "\n", encoding="utf-8", newline="")
    broken = framing("check", out)  # without the corpus: each finding against the table it names
    assert broken.returncode == 1
    assert "one_in is" in broken.stderr


def test_what_a_near_copy_adds_is_said_apart_from_what_a_test_uses() -> None:
    """共同体, counted with grep: 9 times in the Chinese articles, once in the others; cn2 is a near copy and holds 2."""
    s = prepare_study(load_corpus(ROOT / "tests" / "corpora" / "zh"), focus="VN", reference="CN")
    row = Made(s)["not_tested"].row(by_predicate=pl.col("term") == "共同体", named=True)
    assert (row["n"], row["articles"], row["n_in_test"], row["articles_in_test"]) == (10, 7, 8, 6)
    finding = next(finding for finding in make_findings(s) if finding.id == "not-tested-in-CN-共同体")
    assert "since it occurs 8 times in the articles that a test uses, fewer than 10." in finding.sentence
