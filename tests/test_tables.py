"""Every table and finding on corpora of every kind: the same columns, no hole, no number that is none."""

from __future__ import annotations

import math
from collections.abc import Callable

import polars as pl
import pytest

from framing import recipe
from framing.corpus import load_corpus
from framing.errors import SettingsError
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
        for quote in (*finding.quotes, *finding.counter_quotes):
            assert texts[quote.article_id][quote.start : quote.end] == quote.text
    assert findings_markdown(findings, tables, study.corpus, {}).startswith("# What the articles")
    assert "{" not in methods_markdown(tables, study.corpus, study.settings, list(study.other_choices()))
    assert make_figure(study, "top_terms").alt.endswith(".")


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
