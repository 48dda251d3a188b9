"""Articles of neither side change nothing: no table but those declared, no figure, finding, limit, page or notebook.

Each corpus is set beside itself with a large third group that holds every term, phrase, name, event and date of the two
sides many times over, printed first, in languages of its own, and with articles whose group is unknown.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from project import ROOT

from framing.__main__ import cli
from framing.chapters import CHAPTERS, write_chapter
from framing.corpus import load_corpus
from framing.limits import state_limits
from framing.outputs import FILES, csv_bytes, hash_tree
from framing.prose import findings_data
from framing.recipe import TABLES, WHOLE_CORPUS, Made, make_findings, make_table
from framing.study import Study, large, opening, prepare_study
from framing.study.large import LargeStudy

DECLARED = {FILES, *(f"tables/{name}.csv" for name in WHOLE_CORPUS)}
FEW: dict[str, object] = {"top": 5, "splits": 2}  # what takes long, in small numbers
COPIES = 6  # of each article, in the third group
THIRD = ("HK", "HK", "HK", "JP", "TH", None)  # countries of the copies


def third_of(articles: pl.DataFrame) -> pl.DataFrame:
    """Every article again in other groups: earlier, later and undated, in its language and in others."""
    frames = [
        articles.with_columns(
            pl.format("third-{}-{}", "article_id", pl.lit(copy)).alias("article_id"),
            country=pl.lit(THIRD[copy], dtype=pl.String),
            outlet=pl.lit(None, dtype=pl.String) if copy == 1 else pl.col("outlet"),  # outlets of the sides, too
            date=pl.lit(("1999-01-01", "2031-01-01", "")[copy % 3]) if copy % 2 else pl.col("date"),
            language=pl.lit("th") if THIRD[copy] == "TH" else pl.col("language"),
            genre=pl.lit("a kind of its own") if copy == 2 else pl.col("genre"),
        )
        for copy in range(COPIES)
    ]
    return pl.concat(frames)


def among(own: pl.DataFrame, third: pl.DataFrame) -> pl.DataFrame:
    """Two tables as one, the rows of the second before, between and after those of the first."""
    shares = np.array_split(np.arange(third.height), own.height + 1)
    parts = [third[shares[0]]]
    for row, share in enumerate(shares[1:]):
        parts += [own[row : row + 1], third[share]]
    return pl.concat(parts)


def seeds_with_a_third_group(folder: Path) -> Path:
    """A copy of the seeds in which each article stands again in other groups, coded like the first and otherwise."""
    shutil.copytree(ROOT / "seeds", folder)
    own = pl.read_csv(folder / "articles.csv", infer_schema=False)
    third = third_of(own)
    for row in third.iter_rows(named=True):  # a file is of one article
        text = (folder / "articles" / row["file"]).read_text(encoding="utf-8")
        name = f"{row['article_id']}.txt"
        (folder / "articles" / name).write_text(f"{text}\nข่าว 第三 harbour {row['article_id']}.\n", encoding="utf-8")
    third = third.with_columns(file=pl.format("{}.txt", "article_id"))
    among(own, third).write_csv(folder / "articles.csv")
    passages = pl.read_csv(folder / "passages.csv", infer_schema=False)
    again = [
        passages.with_columns(
            pl.format("third-{}-{}", "article_id", pl.lit(copy)).alias("article_id"),
            event=pl.lit("third event") if copy == 3 else pl.col("event"),
            voice_class=pl.lit("third class") if copy == 4 else pl.col("voice_class"),
        )
        for copy in range(COPIES)
    ]
    pl.concat([again[0], passages, *again[1:]]).write_csv(folder / "passages.csv")
    return folder


@pytest.fixture(scope="module")
def seeds_pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The seeds and the seeds with a third group, under one name."""
    place = tmp_path_factory.mktemp("third")
    shutil.copytree(ROOT / "seeds", place / "without" / "news")
    return place / "without" / "news", seeds_with_a_third_group(place / "with" / "news")


@pytest.fixture(scope="module")
def tested_pair() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Twenty articles a side, enough for a test, one text on both; and the same with a third group."""
    random = np.random.default_rng(8)
    words = [f"word{chr(97 + i)}{chr(97 + j)}" for i in range(10) for j in range(5)]
    texts = [
        " ".join([*random.choice(words, 60), *["rail"] * (8 if at % 2 else 1)]) + ". Green harbour talks went on."
        for at in range(40)
    ]
    texts[1], texts[3] = texts[0], texts[5]
    own = pl.DataFrame(
        {
            "article_id": [f"a{at:02}" for at in range(40)],
            "outlet": [f"{'vn' if at % 2 else 'cn'}{at % 6}" for at in range(40)],
            "country": ["CN", "VN"] * 20,
            "language": ["en"] * 40,
            "date": [f"2025-04-{1 + at % 28:02}" for at in range(40)],
            "genre": [("news", "opinion")[at % 3 == 0] for at in range(40)],
            "title": [f"Title {at}" for at in range(40)],
            "text": texts,
        }
    )
    return own, among(own, third_of(own))


def assert_same_study(without: Study, beside: Study) -> None:
    """Every table, finding and limit of two studies."""
    for name in TABLES:
        if name not in WHOLE_CORPUS:
            tables = [csv_bytes(make_table(study, name), name).splitlines() for study in (without, beside)]
            assert tables[0] == tables[1], name
    assert findings_data(make_findings(without)) == findings_data(make_findings(beside))
    assert state_limits(Made(without)) == state_limits(Made(beside))


def assert_same_files(without: Path, beside: Path) -> None:
    """Every file of two reports but those that are declared to be of the whole corpus."""
    files = [hash_tree(folder, leave_out=frozenset()) for folder in (without, beside)]
    assert files[0].keys() == files[1].keys()
    differing = [name for name in files[0] if files[0][name] != files[1][name] and name not in DECLARED]
    assert not differing


def test_what_is_declared_to_be_of_the_whole_corpus_is_one_small_table() -> None:
    assert WHOLE_CORPUS == ("groups",)


@pytest.mark.slow
def test_every_table_figure_and_file_is_the_same_beside_a_third_group(
    seeds_pair: tuple[Path, Path], tmp_path: Path
) -> None:
    for kind, source in zip(("without", "beside"), seeds_pair, strict=True):
        study = prepare_study(source, focus="VN", reference="CN")
        for name in CHAPTERS:
            write_chapter(study, name, tmp_path / kind, notes={})
    assert_same_files(tmp_path / "without", tmp_path / "beside")


@pytest.mark.slow
@pytest.mark.parametrize(
    "choices",
    [
        {"duplicates": "collapse"},
        {"voices": ["narrator"], "ngram": 2},
        {"zones": [], "events": ["visit-as-a-whole"]},
        {"strata": "genre"},
    ],
    ids=str,
)
def test_no_choice_lets_a_third_group_in(seeds_pair: tuple[Path, Path], choices: dict[str, object]) -> None:
    without, beside = (prepare_study(source, focus="VN", reference="CN", **choices) for source in seeds_pair)  # type: ignore[arg-type]
    assert_same_study(without, beside)


@pytest.mark.slow
@pytest.mark.parametrize(
    "choices",
    [{}, {"duplicates": "collapse"}, {"period": "shared"}, {"strata": "genre", "seed": 3}, {"language": "en"}],
    ids=str,
)
def test_no_test_is_made_with_a_third_group(
    tested_pair: tuple[pl.DataFrame, pl.DataFrame], choices: dict[str, object]
) -> None:
    without, beside = (
        prepare_study(load_corpus(frame, name="news"), focus="VN", reference="CN", **FEW | choices)  # type: ignore[arg-type]
        for frame in tested_pair
    )
    assert without.contrast().tier == "tested"
    assert_same_study(without, beside)
    assert beside.every_group.filter(pl.col("side").is_null())["articles"].sum() == 40 * COPIES


@pytest.mark.slow
@pytest.mark.parametrize("form", ["memory", "parquet"])
def test_a_large_corpus_is_the_same_beside_a_third_group(
    form: str, tested_pair: tuple[pl.DataFrame, pl.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some articles are read, drawn of the two sides alone."""
    monkeypatch.setattr(opening, "LARGE_ARTICLES", 10)
    monkeypatch.setattr(large, "READ_OF_A_SIDE", 5)
    monkeypatch.setattr(large, "READ_OF_A_TERM", 1)
    without, beside = studies(form, tested_pair, tmp_path)
    assert isinstance(without, LargeStudy) and isinstance(beside, LargeStudy)
    assert without.reading.articles.height < 40
    assert_same_study(without, beside)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["memory", "jsonl"])
def test_two_small_sides_of_a_large_corpus_are_read_whole(
    form: str, tested_pair: tuple[pl.DataFrame, pl.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "LARGE_ARTICLES", 40)
    without, beside = studies(form, tested_pair, tmp_path)
    assert not without.is_large and not beside.is_large
    assert beside.corpus.fingerprint == without.corpus.fingerprint
    assert_same_study(without, beside)


@pytest.mark.parametrize("form", ["memory", "parquet"])
def test_sides_of_much_text_are_not_read_whole(
    form: str, tested_pair: tuple[pl.DataFrame, pl.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = int(load_corpus(tested_pair[0]).articles["text"].str.len_bytes().sum())  # with titles that a text lacks
    for most, is_large in ((size, False), (size // 2, True)):
        monkeypatch.setattr(opening, "LARGE_BYTES", most)
        for study in studies(form, tested_pair, tmp_path):
            assert study.is_large == is_large


def studies(form: str, frames: tuple[pl.DataFrame, pl.DataFrame], place: Path) -> list[Study]:
    """A study of each of two corpora, in memory or from a file of one name."""
    found = []
    for kind, frame in zip(("without", "beside"), frames, strict=True):
        path = place / kind / f"news.{form}"
        path.parent.mkdir(exist_ok=True)
        if form == "parquet":
            frame.write_parquet(path)
        elif form == "jsonl":
            frame.write_ndjson(path)
        source = load_corpus(frame, name="news") if form == "memory" else path
        found.append(prepare_study(source, focus="VN", reference="CN", **FEW))  # type: ignore[arg-type]
    return found


def test_the_groups_left_aside_are_listed_and_said(seeds_pair: tuple[Path, Path]) -> None:
    said = CliRunner().invoke(cli, ["describe", str(seeds_pair[1])]).output
    assert "Left aside: 30 articles of other groups (HK 15, (unknown) 5, JP 5, TH 5)." in said
    assert "Left aside" not in CliRunner().invoke(cli, ["describe", str(seeds_pair[0])]).output
    study = prepare_study(seeds_pair[1], focus="VN", reference="CN")
    assert make_table(study, "groups").rows() == [
        ("(unknown)", 5, None), ("CN", 1, "reference"), ("HK", 15, None), ("JP", 5, None), ("TH", 5, None),
        ("VN", 4, "focus"),
    ]  # fmt: skip


@pytest.mark.slow
def test_a_run_writes_the_same_report_beside_a_third_group(seeds_pair: tuple[Path, Path], tmp_path: Path) -> None:
    for kind, source in zip(("without", "beside"), seeds_pair, strict=True):
        done = CliRunner().invoke(cli, ["run", str(source), "--out", str(tmp_path / kind)])
        assert done.exit_code == 0, done.output
        assert ("Left aside: 30 articles" in done.output) == (kind == "beside")
    assert_same_files(tmp_path / "without", tmp_path / "beside")
    checked = CliRunner().invoke(cli, ["check", str(tmp_path / "beside"), "--corpus", str(seeds_pair[1])])
    assert checked.exit_code == 0 and "made again from the corpus and compared byte for byte" in checked.output
    other = CliRunner().invoke(cli, ["check", str(tmp_path / "beside"), "--corpus", str(seeds_pair[0])])
    assert "the articles of corpus 'news' are not those the report was made from" in other.output + other.stderr


def test_a_phrase_of_a_third_group_is_neither_counted_nor_quoted(tmp_path: Path) -> None:
    """Four and four articles, and twenty of a third group that use "green bay" twice each: it is used four times."""
    rows = [
        ("VN", "A green bay opened.", 4),
        ("CN", "A new port opened.", 4),
        ("HK", "Our green bay. A green bay.", 20),
    ]
    frame = pl.DataFrame(
        [(f"{country}{at}", country, "en", text) for country, text, n in rows for at in range(n)],
        schema=["article_id", "country", "language", "text"], orient="row",
    )  # fmt: skip
    study = prepare_study(load_corpus(frame), focus="VN", reference="CN")
    phrase = make_table(study, "phrases").filter(pl.col("phrase").str.contains("green bay"))
    assert phrase.select("n", "articles", "articles_focus", "articles_reference").rows() == [(4, 4, 4, 0)]
    quoted = {
        quote.article_id for finding in make_findings(study) for quote in (*finding.quotes, *finding.counter_quotes)
    }
    assert quoted and not any(article.startswith("HK") for article in quoted)
    assert not any("24" in finding.sentence or "44" in finding.sentence for finding in make_findings(study))
