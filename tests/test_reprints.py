"""Reprints in the analysis: one unit in a test, left out where asked for, listed where they stand on both sides."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from polars.testing import assert_frame_equal

import framing
from framing.__main__ import cli
from framing.contrasts import Contrast
from framing.corpus import load_corpus
from framing.counts import count_terms, join_copies
from framing.duplicates import find_duplicates
from framing.errors import SettingsError
from framing.limits import state_balance, state_limits
from framing.recipe import TABLES, Made, make_table, methods_text, prepare_study
from framing.report.run import plan_run
from framing.study import Study
from framing.tokens import tokenize

HERE = Path(__file__).parent
DAY = date(2025, 4, 1)
Row = dict[str, object]


def body(seed: int) -> list[str]:
    """Eighty words of thirty, three of them three times as frequent in what even seeds draw: no five of them recur."""
    weights = [3 if word < 3 and seed % 2 == 0 else 1 for word in range(30)]
    return [f"w{word:02d}" for word in random.Random(seed).choices(range(30), weights, k=80)]


def article(name: str, country: str | None, words: list[str], *, outlet: str | None = None, day: int = 0) -> Row:
    """A row of articles.csv with its text."""
    row: Row = {"article_id": name, "text": " ".join(words), "country": country, "outlet": outlet or f"{country} daily"}
    return row | {"date": str(DAY + timedelta(days=day)), "language": "en"}


def edited(words: list[str], at: int = 40) -> list[str]:
    """The same words but for one in the middle: 71 of 81 sequences of five stay the same, a similarity of .88."""
    return [*words[:at], "edited", *words[at + 1 :]]


def originals(n: int = 10) -> list[Row]:
    """As many articles a side, two outlets a side, so that articles are the unit."""
    return [
        article(f"m{side}{at:02d}", side, body(2 * at + (side == "CN")), outlet=f"{side} {at % 2}", day=at)
        for side in ("VN", "CN")
        for at in range(n)
    ]


def reprints(rows: list[Row], *, side: str = "VN", later: int = 1, prefix: str = "r") -> list[Row]:
    """The articles of one side, printed again by another outlet with a word changed."""
    return [
        row | {
            "article_id": f"{prefix}{row['article_id']}", "text": " ".join(edited(str(row["text"]).split())),
            "outlet": f"{side} reprinter", "date": str(date.fromisoformat(str(row["date"])) + timedelta(days=later)),
        }
        for row in rows if row["country"] == side
    ]  # fmt: skip


def study_of(rows: list[Row], **parameters: str) -> Study:
    return prepare_study(load_corpus(pl.DataFrame(rows)), focus="VN", reference="CN", **parameters)  # type: ignore[arg-type]


def p_and_q(contrast: Contrast) -> dict[str, tuple[float, float]]:
    """term → p and q, of the terms tested."""
    own = contrast.table.filter(pl.col("p_value").is_not_null())
    return {term: (p, q) for term, p, q in own.select("term", "p_value", "q_value").iter_rows()}


@pytest.fixture(scope="module")
def wire() -> list[Row]:
    """One text in four outlets: twice among the Vietnamese, once each among the Chinese and the Japanese; two of their own."""
    words = [f"x{at}" for at in range(60)]
    return [
        article("1", "VN", words, outlet="a", day=1), article("2", "VN", edited(words), outlet="b", day=2),
        article("3", "CN", edited(words, 20), outlet="c", day=3), article("4", "JP", edited(words, 30), outlet="d", day=4),
        article("5", "VN", body(0), outlet="a", day=5), article("6", "CN", body(1), outlet="c", day=6),
    ]  # fmt: skip


# ---- one unit in the test


@pytest.mark.parametrize("n", [8, 12], ids=["all labelings", "drawn labelings"])
@pytest.mark.parametrize("side", ["VN", "CN"])
def test_near_copies_of_one_side_change_no_p(side: str, n: int) -> None:
    """The unit has the counts of the earliest article, so that what a later outlet changed is in no p."""
    rows = originals(n)
    alone, printed = (study_of(each).contrast() for each in (rows, rows + reprints(rows, side=side)))
    assert len(p_and_q(alone)) > 20 and alone.tier == printed.tier == "tested"
    assert p_and_q(printed) == p_and_q(alone)
    assert (printed.procedure.units, printed.procedure.copies) == ((n, n), n)
    assert sum(printed.totals["articles"]) == 3 * n  # in the table every article counts


def test_without_duplicates_an_edited_copy_is_an_article_of_its_own() -> None:
    rows = originals()
    corpus = load_corpus(pl.DataFrame(rows + reprints(rows)))
    tokens = tokenize(corpus)
    apart, joined = count_terms(tokens), count_terms(tokens, duplicates=find_duplicates(corpus))
    found = [framing.contrast_terms(counts, focus="VN", reference="CN").procedure.units for counts in (apart, joined)]
    assert found == [(20, 10), (10, 10)]
    assert (apart.matrix != joined.matrix).nnz == 0  # only who is whose copy differs


@pytest.mark.parametrize(("later", "prefix"), [(1, "r"), (1, "a"), (-1, "r"), (0, "r"), (0, "a")])
def test_a_test_of_all_articles_gives_the_p_of_one_of_each(later: int, prefix: str) -> None:
    """The earliest stays, on one day the first by article_id: the same in the test and where copies are left out."""
    rows = originals()
    both = rows + reprints(rows, later=later, prefix=prefix)
    kept, collapsed = study_of(both), study_of(both, duplicates="collapse")
    assert p_and_q(kept.contrast()) == p_and_q(collapsed.contrast())
    stays = set(collapsed.corpus.articles["article_id"])
    original = later > 0 or (later == 0 and prefix == "r")
    assert stays == {
        str(row["article_id"]) for row in (rows if original else rows[10:] + reprints(rows, prefix=prefix))
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_articles_changes_no_p_of_copies(seed: int) -> None:
    rows = originals()
    rows += reprints(rows, later=0)
    shuffled = random.Random(seed).sample(rows, len(rows))
    assert shuffled != rows
    assert p_and_q(study_of(shuffled).contrast()) == p_and_q(study_of(rows).contrast())


def test_where_outlets_are_the_unit_each_keeps_its_own_version() -> None:
    """Six outlets a side; one more prints all twelve Vietnamese articles, edited and a day earlier: it swallows no outlet."""
    rows = [
        article(f"m{side}{at:02d}", side, body(2 * at + (side == "CN")), outlet=f"{side} {at % 6}", day=at)
        for side in ("VN", "CN")
        for at in range(12)
    ]
    alone = study_of(rows).contrast()
    printed = study_of(rows + reprints(rows, later=-1)).contrast()
    assert (printed.procedure.unit, printed.procedure.units, printed.procedure.copies) == ("outlet", (6, 6), 12)
    assert p_and_q(printed) == p_and_q(alone)


def test_a_text_of_both_sides_stays_out_of_the_test_only() -> None:
    """One Vietnamese article is printed by a Chinese outlet: of 10 against 10 + 1, two leave the test."""
    rows = originals()
    both = [*rows, reprints(rows)[0] | {"country": "CN", "outlet": "CN 0"}]
    contrast = study_of(both).contrast()
    assert (contrast.procedure.units, contrast.procedure.on_both_sides) == ((9, 10), 2)
    assert contrast.totals["articles"].to_list() == [10, 11]


def test_numbers_of_texts_depend_on_words_alone() -> None:
    rows = originals(2)
    corpus = load_corpus(pl.DataFrame(rows + reprints(rows)))
    counts = count_terms(tokenize(corpus))
    joined = join_copies(counts, find_duplicates(corpus))
    assert counts.texts is not None and joined.texts is not None and joined.near is not None
    assert joined.texts.tolist() == [*counts.texts[:4], *counts.texts[:2]]
    assert joined.near.tolist() == [False] * 4 + [True] * 2
    assert not joined.texts.flags.writeable and len(set(counts.texts.tolist())) == 6


def test_counts_of_two_parts_keep_who_is_a_near_copy() -> None:
    rows = originals(2)
    parts = [load_corpus(pl.DataFrame(each)) for each in (rows[:1] + reprints(rows)[:1], rows[1:])]
    joined = count_terms(tokenize(parts[0]), duplicates=find_duplicates(parts[0])) + count_terms(tokenize(parts[1]))
    assert joined.near is not None and joined.near.tolist() == [False, True, False, False, False]


def test_duplicates_of_other_articles_are_refused() -> None:
    corpus = load_corpus(pl.DataFrame(originals(2)))
    other = find_duplicates(corpus.keep(["mVN00", "mVN01"]))
    with pytest.raises(SettingsError, match="found among 2 articles, not the 4 counted; call find_duplicates"):
        count_terms(tokenize(corpus), duplicates=other)


# ---- the two small corpora, whose reprints and counts by hand stand in their README files


@pytest.mark.parametrize(
    ("name", "pair", "units", "term", "side"),
    [("vi", ["vn1", "vn2"], (5, 6), "minh bạch", "VN"), ("zh", ["cn1", "cn2"], (6, 5), "命运", "CN")],
)
def test_a_reprint_is_one_unit_and_left_out_where_asked_for(
    name: str, pair: list[str], units: tuple[int, int], term: str, side: str
) -> None:
    """Each article of the side holds the planted word twice: twelve times, without the reprint ten."""
    kept = prepare_study(HERE / "corpora" / name, focus="VN", reference="CN")
    collapsed = prepare_study(HERE / "corpora" / name, focus="VN", reference="CN", duplicates="collapse")
    copies = make_table(kept, "copies")
    assert copies["article_id"].to_list() == pair and copies["earliest"].to_list() == ["yes", "no"]
    assert copies["kind"].to_list() == [None, "near"] and copies["counted"].to_list() == ["yes", "yes"]
    assert make_table(collapsed, "copies")["counted"].to_list() == ["yes", "no"]
    assert (kept.contrast().procedure.units, kept.contrast().procedure.copies) == (units, 1)
    assert (collapsed.contrast().procedure.units, collapsed.contrast().procedure.copies) == (units, 0)
    assert pair[1] not in collapsed.corpus.articles["article_id"].to_list()
    column = "n_focus" if side == "VN" else "n_reference"
    n = [study.contrast().table.filter(pl.col("term") == term)[column].item() for study in (kept, collapsed)]
    assert n == [12, 10]


def test_methods_say_what_became_of_copies() -> None:
    said = [
        methods_text(prepare_study(HERE / "corpora" / "vi", focus="VN", reference="CN", duplicates=each))
        for each in ("keep", "collapse")
    ]
    for text in said:
        assert (
            "if at least 0.50 of all sequences of 5 words in their bodies (of 8 characters in Chinese) occur in both"
            in text
        )
        assert "2 of the 12 articles print a text that another of them prints, too: 1 different text." in text
        assert "None of these texts stands on both sides." in text
    assert (
        "compares 6 Vietnamese articles with 6 Chinese articles" in said[0]
        and "a test takes a text of one side once" in said[0]
    )
    assert "were articles: 1 with the text of another on their side." in said[0]
    assert (
        "compares 5 Vietnamese articles with 6 Chinese articles" in said[1]
        and "counts: 1 article was left out." in said[1]
    )


# ---- what is shown


def test_copies_are_listed_with_group_and_outlet_the_earliest_first(wire: list[Row]) -> None:
    """Sixty words are 56 sequences of five; another word in the middle leaves 51, of 61 that either has."""
    table = make_table(study_of(wire), "copies")
    assert table.select("cluster", "article_id", "outlet", "group", "earliest", "kind").rows() == [
        (1, "1", "a", "VN", "yes", None), (1, "2", "b", "VN", "no", "near"), (1, "3", "c", "CN", "no", "near"),
    ]  # fmt: skip
    assert table["similarity"].to_list() == [None, *[pytest.approx(51 / 61)] * 2]


def test_texts_of_both_sides_are_listed_without_those_of_a_third(wire: list[Row]) -> None:
    table = make_table(study_of(wire), "crossing")
    assert table.select("side", "article_id").rows() == [("focus", "1"), ("focus", "2"), ("reference", "3")]
    assert make_table(study_of([*wire[:2], *wire[3:]]), "crossing").is_empty()


def test_an_unknown_outlet_or_group_stays_unknown(wire: list[Row]) -> None:
    rows = [row | {"outlet": None} if row["article_id"] in "23" else row for row in wire]
    rows[2] = rows[2] | {"country": None}
    study = prepare_study(load_corpus(pl.DataFrame(rows)), focus="VN", reference="(unknown)")
    assert make_table(study, "crossing")["outlet"].to_list() == ["a", None, None]
    assert make_table(study, "copies")["group"].to_list() == ["VN", "VN", "(unknown)"]


def test_effective_numbers_stand_beside_the_articles(wire: list[Row]) -> None:
    """Three Vietnamese articles are two texts; printed twice by one outlet, a text is one of its texts, too."""
    study = study_of([*wire, wire[0] | {"article_id": "7"}])
    assert make_table(study, "balance").select("articles", "texts").rows() == [(4, 2), (2, 2)]
    assert make_table(study, "outlets").select("side", "outlet", "articles", "texts").rows() == [
        ("focus", "a", 3, 2), ("focus", "b", 1, 1), ("reference", "c", 2, 2),
    ]  # fmt: skip


def test_a_text_of_both_sides_is_told_of(wire: list[Row]) -> None:
    told = "1 text stands on both sides, in 3 articles"
    kept, collapsed = (Made(study_of(wire, duplicates=each)) for each in ("keep", "collapse"))
    assert any(sentence.startswith(f"{told}: that makes the sides more alike") for sentence in state_limits(kept))
    assert f"{told}, and counts only on the side of the earliest of these articles." in state_limits(collapsed)


def test_many_copies_are_told_of_and_few_are_not() -> None:
    """One copy of eleven articles is below a tenth, two of twelve are above."""
    rows = originals()
    told = (
        "The 12 Vietnamese articles print 10 different texts: a text weighs in every rate as often as it was printed."
    )
    few, many = (state_balance(Made(study_of(rows + reprints(rows)[:n]))) for n in (1, 2))
    assert not any("different texts" in sentence for sentence in few)
    assert any(sentence.startswith(told) for sentence in many)


def test_articles_left_out_are_told_of(wire: list[Row]) -> None:
    said = state_balance(Made(study_of(wire, duplicates="collapse")))
    told = "2 articles of the two sides were left out as copies of earlier ones: how often a text was printed is in no number."
    assert told in said and not any("different texts" in sentence for sentence in said)


def test_a_description_has_effective_numbers_where_there_are_copies() -> None:
    with_copies, without = (
        CliRunner().invoke(cli, ["describe", str(source)]).output for source in (HERE / "corpora" / "vi", "seeds")
    )
    assert with_copies.count("different texts") == 3 and "different texts" not in without


# ---- the parameter


def test_the_earliest_copy_is_that_of_the_two_sides_whatever_a_third_group_printed_before(wire: list[Row]) -> None:
    study = study_of(
        [wire[0] | {"date": None}, *wire[1:3], wire[3] | {"date": str(DAY)}, *wire[4:]], duplicates="collapse"
    )
    assert study.corpus.articles["article_id"].to_list() == ["2", "5", "6"]
    assert study.printed.articles["article_id"].to_list() == ["1", "2", "3", "5", "6"]


def test_a_side_of_copies_alone_is_not_left_out_in_silence(wire: list[Row]) -> None:
    with pytest.raises(
        SettingsError, match="every article of country 'CN' is a copy of an earlier one of the other side"
    ):
        study_of(wire[:5], duplicates="collapse")


def test_anything_but_keep_and_collapse_is_refused(wire: list[Row]) -> None:
    with pytest.raises(SettingsError, match="duplicates must be one of 'keep', 'collapse'; got 'drop'"):
        study_of(wire, duplicates="drop")


def test_a_run_takes_the_parameter_and_remembers_all_articles(tmp_path: Path, wire: list[Row]) -> None:
    pl.DataFrame(wire).write_csv(tmp_path / "mine.csv")
    plan = plan_run(tmp_path / "mine.csv", pairs=[("duplicates", "collapse")])
    assert plan.parameters["duplicates"] == "collapse" and plan.whole is not None
    assert (plan.study.corpus.articles.height, plan.whole.articles.height) == (3, 6)


def test_a_corpus_without_copies_is_the_same_either_way() -> None:
    """The seeds hold none: no table changes, the new ones have no rows, and one sentence says so."""
    kept, collapsed = (prepare_study("seeds", focus="VN", reference="CN", duplicates=e) for e in ("keep", "collapse"))
    for name in TABLES:
        assert_frame_equal(make_table(kept, name), make_table(collapsed, name), check_exact=True)
    assert make_table(kept, "copies").is_empty() and make_table(kept, "crossing").is_empty()
    report = framing.open_report("seeds", focus="VN", reference="CN")
    assert repr(report.reprints()) == "No two of the 5 articles print the same text."


def test_on_a_corpus_without_copies_texts_are_what_they_were() -> None:
    corpus = load_corpus("seeds")
    tokens = tokenize(corpus)
    counts, joined = count_terms(tokens), count_terms(tokens, duplicates=framing.find_duplicates(corpus))
    assert counts.texts is not None and joined.texts is not None and joined.near is not None
    assert np.array_equal(counts.texts, joined.texts) and not joined.near.any()
