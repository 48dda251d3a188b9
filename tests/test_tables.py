"""Every table and finding on corpora of every kind: the same columns, no hole, no number that is none."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from framing import chapters, recipe
from framing.corpus import load_corpus
from framing.errors import SettingsError
from framing.limits import state_limits
from framing.notebook import open_report
from framing.notebook.report import MOST_ROWS
from framing.prose import findings_markdown, methods_markdown
from framing.recipe import make_figure, make_findings, make_table, prepare_study
from framing.study import Study

TEXTS = [
    "The leaders met in Hanoi. They spoke of rail and of trade.",
    "Trade grew, the ministers said. Rail will follow trade.",
    "Leaders praised the shared future of rail. Rail comes first.",
    "A shared future of trade, said the spokesperson. Trade first.",
]


def corpus(**columns: list[str | None]) -> pl.DataFrame:
    return pl.DataFrame({key: pl.Series(value, dtype=pl.String) for key, value in columns.items()})


def plain() -> pl.DataFrame:
    return corpus(text=TEXTS, country=["VN", "CN", "VN", "CN"], language=["en"] * 4)


CORPORA: dict[str, Callable[[], pl.DataFrame]] = {
    "plain": plain,
    "one against one": lambda: plain().head(2),
    "nothing known": lambda: corpus(text=TEXTS, country=["VN", "CN", "VN", "CN"]),
    "a third group": lambda: corpus(text=TEXTS, country=["VN", "CN", "US", None]),
    "the same text on both sides": lambda: corpus(text=[TEXTS[0]] * 2, country=["VN", "CN"]),
    "one word each": lambda: corpus(text=["rail", "trade", "rail"], country=["VN", "CN", "CN"]),
    "numbers": lambda: corpus(text=["45 2025", "75 2025"], country=["VN", "CN"]),
    "an article without a word": lambda: corpus(text=["…", *TEXTS], country=["VN", "VN", "CN", "VN", "CN"]),
    "sixty articles": lambda: corpus(text=TEXTS * 15, country=["VN", "CN", "VN", "CN"] * 15),
    "hanzi": lambda: corpus(text=["越南和中国", "中国和越南。"], country=["VN", "CN"], language=["zh", "zh"]),
    "grammar only": lambda: corpus(text=["the of and", "of the"], country=["VN", "CN"]),
}


@pytest.fixture(params=CORPORA, ids=str)
def study(request: pytest.FixtureRequest) -> Study:
    return prepare_study(load_corpus(CORPORA[request.param]()), focus="VN", reference="CN")


def test_every_table_has_its_columns_and_no_nan(study: Study) -> None:
    seeds = prepare_study("seeds", focus="VN", reference="CN")
    for name in recipe.TABLES:
        table = make_table(study, name)
        assert table.schema == make_table(seeds, name).schema, name
        for row in table.iter_rows():
            assert not [cell for cell in row if isinstance(cell, float) and not math.isfinite(cell)], (name, row)


def test_findings_figure_and_prose_can_be_made(study: Study) -> None:
    findings = make_findings(study)
    tables = {name: make_table(study, name) for name in recipe.TABLES}
    assert len({finding.id for finding in findings}) == len(findings)
    texts = dict(study.corpus.articles.select("article_id", "text").iter_rows())
    for finding in findings:
        assert "{" not in finding.sentence + finding.choice + finding.caveat
        assert not re.search(r"\b1 (article|sentence|word|time)s\b", finding.sentence)
        for quote in (*finding.quotes, *finding.counter_quotes):
            assert texts[quote.article_id][quote.start : quote.end] == quote.text
    assert findings_markdown(findings, tables, study.corpus, {}, ("a *limit*",)).endswith("- a \\*limit\\*\n")
    assert "{" not in methods_markdown(tables, study.corpus, study.settings, list(study.other_choices()))
    assert all(make_figure(study, name).alt.endswith(".") for name in recipe.FIGURES)
    assert all("{" not in limit for limit in state_limits(tables))


def test_the_same_text_on_both_sides_gives_no_difference() -> None:
    study = prepare_study(load_corpus(CORPORA["the same text on both sides"]()), focus="VN", reference="CN")
    table = make_table(study, "contrast")
    assert (table["g2"] == 0).all()
    assert (table["log_ratio"] == 0).all()
    assert not [finding for finding in make_findings(study) if finding.id.startswith(("more-in", "absent", "only"))]


def test_an_absence_needs_an_event_that_both_sides_report() -> None:
    study = prepare_study("seeds", focus="VN", reference="CN")
    passages = study.corpus.passages
    chinese = set(passages.filter(pl.col("article_id") == "003")["event"])
    rows = make_table(study, "absences")
    assert rows.height > 10
    for row in rows.filter(pl.col("lacking") == "reference").iter_rows(named=True):
        events = row["events"].split(", ") if row["events"] else []
        assert set(events) <= chinese
        exposed = passages.filter((pl.col("article_id") == "003") & pl.col("event").is_in(events))
        assert row["passages_lacking"] == exposed.height
    railway = rows.filter(pl.col("term") == "railway").row(0, named=True)
    assert (railway["n"], railway["events"], railway["passages_lacking"]) == (6, "talks-14-april", 5)


def test_words_by_voice_add_up_and_chinese_officials_speak_most_in_both() -> None:
    study = prepare_study("seeds", focus="VN", reference="CN")
    table = make_table(study, "voice_classes")
    for side in ("focus", "reference"):
        own = table.filter(pl.col("side") == side)
        assert own["percentage"].sum() == pytest.approx(100)
        assert own["voice_class"][0] == "Chinese official"
    who = next(finding for finding in make_findings(study) if finding.id == "who-speaks")
    assert {row["voice_class"] for row in table.to_dicts()} == {
        value.value for value in who.values if value.column == "voice_class"
    }


def test_the_raw_list_names_the_words_that_spelling_and_captions_made() -> None:
    study = prepare_study("seeds", focus="VN", reference="CN")
    gone = make_table(study, "raw_list")
    assert {"việt", "nam", "vietnam", "hanoi", "committee", "cpv", "xinhua"} <= set(gone["term"])
    cause = dict(gone.select("term", "removed_by").iter_rows())
    assert cause["việt"] == "spellings and names merged"
    assert cause["xinhua"] == "other zones than those counted"


def test_several_languages_are_never_pooled() -> None:
    frame = corpus(text=TEXTS, country=["VN", "CN"] * 2, language=["en", "en", "vi", "en"])
    with pytest.raises(SettingsError, match="never pooled"):
        prepare_study(load_corpus(frame), focus="VN", reference="CN")
    study = prepare_study(load_corpus(frame), focus="VN", reference="CN", language="en")
    assert study.corpus.articles.height == 3


def test_tables_of_the_recipe_are_known_by_name() -> None:
    study = prepare_study(load_corpus(plain()), focus="VN", reference="CN")
    with pytest.raises(SettingsError, match="table must be one of"):
        make_table(study, "contrasts")


# --- tables of the figures, counted by hand -------------------------------------------------------


def coded(talks: str = "Leaders met.") -> Study:
    """Three articles of one side and one of the other; who says what about which event is coded by hand."""
    texts = {
        "a": "Leaders met. The minister spoke of rail.",
        "b": "Rail opens, leaders said.",
        "c": "Ports grew.",
        "d": f"{talks} China-Vietnam trade grew.",
    }
    spans = [
        ("a", "Leaders met.", "narrator", "narrator", "talks"),
        ("a", "The minister spoke of rail.", "the minister", "official", "railway"),
        ("b", "Rail opens, leaders said.", "narrator", "narrator", "railway"),
        ("c", "Ports grew.", "narrator", "narrator", "ports"),
        ("d", talks, "narrator", "narrator", "talks"),
        ("d", "China-Vietnam trade grew.", "an envoy", "official", "railway"),
    ]
    rows = [
        (a, texts[a].index(t), texts[a].index(t) + len(t), voice, kind, event) for a, t, voice, kind, event in spans
    ]
    passages = pl.DataFrame(rows, schema=["article_id", "start", "end", "voice", "voice_class", "event"], orient="row")
    names = pl.DataFrame(
        {"canonical": ["order"] * 2, "variant": ["China-Vietnam", "Vietnam-China"], "kind": ["naming"] * 2}
    )
    articles = corpus(article_id=list(texts), text=list(texts.values()), country=["VN", "VN", "VN", "CN"])
    loaded = load_corpus(articles, passages=passages.cast(pl.String), variants=names)
    return prepare_study(loaded, focus="VN", reference="CN")


def test_words_by_event_are_those_of_its_passages() -> None:
    assert make_table(coded(), "events").rows() == [
        ("a", "railway", 5, 1), ("a", "talks", 2, 1), ("b", "railway", 4, 1), ("c", "ports", 2, 1), ("d", "railway", 4, 1),
        ("d", "talks", 2, 1),
    ]  # fmt: skip


def test_words_by_voice_in_an_article_add_up() -> None:
    own = make_table(coded(), "article_voices").filter(pl.col("article_id") == "a")
    assert own.select("voice_class", "words").rows() == [("official", 5), ("narrator", 2)]
    assert own["percentage"].to_list() == pytest.approx([100 * 5 / 7, 100 * 2 / 7])


def test_a_name_is_counted_with_who_says_it() -> None:
    assert make_table(coded(), "naming_voices").rows() == [("order", "China-Vietnam", "China", "official", 0, 1)]


def test_positions_are_shares_of_the_words_before() -> None:
    table = make_table(coded(), "positions")
    rail = table.filter(pl.col("term") == "rail").select("article_id", "position", "start").rows()
    assert rail == [("a", pytest.approx(6 / 7), 35), ("b", 0.0, 0)]


def test_an_article_supports_contradicts_keeps_silent_or_reports_something_else() -> None:
    """rail is told of the event railway; d reports that event without the word, c reports ports only."""
    study = coded("Leaders met leaders, all leaders.")  # once would not be enough to be listed
    table = make_table(study, "observations")
    assert table.filter(pl.col("term") == "rail").select("side", "article_id", "state", "n").rows() == [
        ("focus", "a", "supports", 1), ("focus", "b", "supports", 1), ("focus", "c", "not reported", 0),
        ("focus", "d", "silent", 0),
    ]  # fmt: skip
    leaders = table.filter(pl.col("term") == "leaders")
    assert dict(leaders.select("article_id", "state").iter_rows()) == {
        "a": "contradicts", "b": "contradicts", "c": "not reported", "d": "supports",
    }  # fmt: skip
    bare = prepare_study(load_corpus(plain()), focus="VN", reference="CN")
    assert set(make_table(bare, "observations")["state"]) <= {"supports", "contradicts", "not coded"}


def test_an_article_that_nobody_coded_is_neither_silent_nor_said_to_report_something_else() -> None:
    study = coded()
    passages = study.corpus.passages.filter(pl.col("article_id") != "d")
    half = prepare_study(replace(study.corpus, passages=passages), focus="VN", reference="CN")
    states = make_table(half, "observations").filter((pl.col("term") == "rail") & (pl.col("article_id") == "d"))[
        "state"
    ]
    assert states.to_list() == ["not coded"]
    assert any(said.startswith("1 of 4 articles has no coded passages") for said in state_limits(recipe.Made(half)))


def test_the_writings_of_a_merged_term_are_listed_with_their_numbers() -> None:
    """Đổi Mới and Doi Moi stand once each in the bodies; capital letters alone ("Leaders") are no other writing."""
    table = make_table(prepare_study("seeds", focus="VN", reference="CN"), "writings")
    assert table.filter(pl.col("term") == "doi moi").rows() == [("doi moi", "Doi Moi (1), Đổi Mới (1)", 2, 2)]
    assert "leaders" not in table["term"].to_list()
    assert make_table(coded(), "writings").is_empty()


def test_the_stages_end_with_the_list_that_is_reported() -> None:
    study = prepare_study("seeds", focus="VN", reference="CN")
    table = make_table(study, "stages")
    assert table.select("step", "stage").unique().sort("step").rows() == [
        (1, "as written"), (2, "spellings merged"), (3, "body only"), (4, "outlets' own words"),
    ]  # fmt: skip
    for side in ("focus", "reference"):
        own = table.filter((pl.col("side") == side) & (pl.col("step") == 3) & (pl.col("rank") <= 10)).sort("rank")
        assert own["term"].to_list() == study.contrast().keywords(side, 10)["term"].to_list()[:10]
    viet = table.filter((pl.col("term") == "việt") & (pl.col("side") == "focus")).sort("step")
    assert viet["rank"].to_list()[1:] == [None] * 3
    assert viet["rank"][0] <= 3


def test_without_passages_what_cannot_be_said_is_said() -> None:
    bare = prepare_study(load_corpus(plain()), focus="VN", reference="CN")
    said = " ".join(state_limits({name: make_table(bare, name) for name in recipe.TABLES}))
    assert "No passages are coded" in said
    assert "The outlet of 4 of 4 articles is unknown" in said


def test_the_limits_of_the_seeds_name_what_a_careful_reader_knows() -> None:
    study = prepare_study("seeds", focus="VN", reference="CN")
    said = state_limits(recipe.Made(study))
    for part in (
        "Those 3 of the 4 Vietnamese articles whose outlet is known are of one outlet",
        "The Chinese side is one article",
        "The date of 1 of 5 articles is unknown",
        "No kind of text stands on both sides",
        "Reported on the Chinese side only: meeting-national-assembly-chairman, meeting-prime-minister",
    ):
        assert any(part in sentence for sentence in said), part


def test_a_long_table_is_cut_in_a_notebook_and_says_where_all_of_it_is() -> None:
    report = open_report("seeds", focus="VN", reference="CN")
    rows = make_table(report.study, "dots").height
    assert rows > MOST_ROWS
    assert len(report.table("dots").rows) == MOST_ROWS
    assert report.table("dots").caption.endswith(f"({MOST_ROWS} of {rows} rows; tables/dots.csv)")
    assert len(report.table("dots", rows=rows).rows) == rows
    long = report.table("phrases", least={"words": 5}).rows
    assert all(len(str(row[0]).split()) >= 5 for row in long)


def test_two_words_a_term_give_a_whole_report() -> None:
    study = prepare_study("seeds", focus="VN", reference="CN", ngram=2)
    for name in recipe.TABLES:
        assert make_table(study, name).columns
    assert all(" " in term for term in make_table(study, "contrast")["term"].head(20))
    assert any(finding.id.startswith("more-in") for finding in make_findings(study))


def test_every_table_figure_and_file_has_one_notebook_that_writes_it() -> None:
    for kind, listed in (("tables", recipe.TABLES), ("figures", recipe.FIGURES), ("files", chapters.FILES)):
        written = [name for chapter in chapters.CHAPTERS.values() for name in getattr(chapter, kind)]
        assert sorted(written) == sorted(listed), kind
