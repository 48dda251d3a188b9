"""A corpus too large to be read whole: counts of all its articles, evidence from those that are read.

Small corpora are called large here, so that every number can be held against the study that reads everything.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from framing import study as studies
from framing.corpus import load_corpus
from framing.limits import state_limits
from framing.recipe import TABLES, Made, make_findings, make_table
from framing.study import Study, large, opening, prepare_study
from framing.study.large import LargeStudy

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
COUNTED = [
    "contrast",
    "sides",
    "balance",
    "outlets",
    "copies",
    "crossing",
    "power",
    "collect",
    "overview",
    "shared",
    "choices",
    "zones",
]


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGE_ARTICLES", 1)


@pytest.fixture(scope="module")
def many() -> pl.DataFrame:
    """Sixty articles of two groups; the first uses "rail" twice as often."""
    random = np.random.default_rng(5)
    words = [f"word{chr(97 + i)}{chr(97 + j)}" for i in range(12) for j in range(6)]
    texts = []
    for at in range(60):
        drawn = list(random.choice(words, 80)) + ["rail"] * (6 if at % 2 else 2)
        random.shuffle(drawn)
        texts.append(" ".join(drawn[:40]) + ". Then " + " ".join(drawn[40:]) + ".")
    return pl.DataFrame(
        {
            "article_id": [f"a{at:02}" for at in range(60)],
            "outlet": [f"o{at % 8}" for at in range(60)],
            "country": ["CN", "VN"] * 30,
            "language": ["en"] * 60,
            "date": [f"2025-04-{1 + at % 28:02}" for at in range(60)],
            "text": texts,
        }
    )


def small_and_large(
    source: Path | pl.DataFrame, monkeypatch: pytest.MonkeyPatch, path: Path | None = None, **choices: object
) -> tuple[Study, LargeStudy]:
    corpus = load_corpus(source, name="many")
    whole = prepare_study(corpus, focus="VN", reference="CN", **choices)  # type: ignore[arg-type]
    monkeypatch.setattr(opening, "LARGE_ARTICLES", 1)
    counted = prepare_study(path or corpus, focus="VN", reference="CN", **choices)  # type: ignore[arg-type]
    assert isinstance(counted, LargeStudy) and not isinstance(whole, LargeStudy)
    return whole, counted


@pytest.mark.parametrize("form", ["memory", "parquet", "jsonl"])
@pytest.mark.parametrize("choices", [{}, {"period": "shared"}, {"duplicates": "collapse"}, {"ngram": 2}], ids=str)
def test_what_is_counted_is_that_of_the_study_that_reads_everything(
    form: str, choices: dict[str, object], many: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = None
    if form != "memory":
        path = tmp_path / f"many.{form}"
        many.write_parquet(path) if form == "parquet" else many.write_ndjson(path)
    whole, counted = small_and_large(many, monkeypatch, path, **choices)
    assert "text" not in counted.corpus.articles.columns
    assert counted.corpus.fingerprint == whole.corpus.fingerprint
    assert counted.corpus.rules_fingerprint == whole.corpus.rules_fingerprint
    for name in COUNTED:
        assert_frame_equal(make_table(counted, name), make_table(whole, name), rel_tol=1e-12, abs_tol=1e-12)
    assert counted.contrast().procedure == whole.contrast().procedure


def test_the_seeds_have_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, counted = small_and_large(SEEDS, monkeypatch)
    for name in TABLES:
        if name != "tf_idf":  # it lists the heaviest there
            assert_frame_equal(make_table(counted, name), make_table(whole, name), rel_tol=1e-12, abs_tol=1e-12)
    assert counted.reading.articles.equals(whole.corpus.articles), "few enough to be read"


@pytest.mark.parametrize(
    ("name", "options"),
    [("zh", {}), ("vi", {}), ("seeds", {"ngram": 2}), ("seeds", {"voices": ("narrator",)})],
)
def test_the_words_of_a_zone_are_all_that_stand_there(
    name: str, options: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = SEEDS if name == "seeds" else SEEDS.parent / "tests" / "corpora" / name
    whole, counted = small_and_large(path, monkeypatch, **options)
    assert_frame_equal(make_table(counted, "zones"), make_table(whole, "zones"))


def test_mean_weights_are_those_of_the_table(monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame) -> None:
    whole, counted = small_and_large(many, monkeypatch)
    columns = ["term", "tf_idf_focus", "tf_idf_reference"]
    assert_frame_equal(
        make_table(counted, "frequencies").select(columns), make_table(whole, "frequencies").select(columns)
    )


def test_only_the_articles_drawn_are_read(monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame) -> None:
    monkeypatch.setattr(large, "READ_OF_A_SIDE", 5)
    monkeypatch.setattr(large, "READ_OF_A_TERM", 1)
    _, counted = small_and_large(many, monkeypatch, top=1)
    again = prepare_study(load_corpus(many), focus="VN", reference="CN", top=1)
    other = prepare_study(load_corpus(many), focus="VN", reference="CN", top=1, seed=2)
    read = counted.reading.articles["article_id"].to_list()
    assert 10 <= len(read) < 30
    assert again.reading.articles["article_id"].to_list() == read
    assert other.reading.articles["article_id"].to_list() != read, "another seed draws others"
    table = make_table(counted, "articles")
    assert table.filter(pl.col("read") == "yes")["article_id"].to_list() == read
    assert set(make_table(counted, "lines")["article_id"]) <= set(read)
    assert table.filter(pl.col("sampled") == "yes").height == 10 < len(read), "five of each side are drawn at random"
    said = f"Of the 60 articles {len(read)} were read closely: a random sample of 5 Vietnamese and 5 Chinese articles"
    assert any(sentence.startswith(said) for sentence in state_limits(Made(counted)))


def test_every_leading_term_has_articles_to_quote(monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame) -> None:
    monkeypatch.setattr(large, "READ_OF_A_SIDE", 1)
    monkeypatch.setattr(large, "READ_OF_A_TERM", 1)
    _, counted = small_and_large(many, monkeypatch)
    leading = counted.contrast().keywords("focus", 20)["term"].to_list()
    assert set(leading) <= set(counted.occurrences().terms)


def test_no_finding_counts_in_the_articles_read(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, counted = small_and_large(SEEDS, monkeypatch)
    kinds = {finding.heading for finding in make_findings(counted)}
    assert kinds < {finding.heading for finding in make_findings(whole)}
    of_the_read = {"phrases", "phrase_choices", "absences", "voice_classes", "naming"}
    tables = {value.table for finding in make_findings(counted) for value in finding.values}
    assert tables and not tables & of_the_read
    assert {value.table for finding in make_findings(whole) for value in finding.values} & of_the_read


def test_a_kept_test_is_the_same_test(monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame, tmp_path: Path) -> None:
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    _, counted = small_and_large(many, monkeypatch)
    first = counted.contrast()
    monkeypatch.setattr(studies.study, "contrast_terms", lambda *_, **__: pytest.fail("tested again"))
    again = prepare_study(load_corpus(many), focus="VN", reference="CN").contrast()
    assert (
        again.table.equals(first.table) and again.procedure == first.procedure and again.dropped.equals(first.dropped)
    )
    assert again.settings == first.settings and again.totals.equals(first.totals)


def test_copies_found_once_are_kept(monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame, tmp_path: Path) -> None:
    from framing.counting import copies

    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    twice = pl.concat([many, many.head(3).with_columns(article_id=pl.col("article_id") + "x")])
    _, counted = small_and_large(twice, monkeypatch)
    first = counted.duplicates
    monkeypatch.setattr(copies, "find_duplicates", lambda *_: pytest.fail("looked for again"))
    again = prepare_study(load_corpus(twice), focus="VN", reference="CN").duplicates
    assert first.table.height == 6 and again.table.equals(first.table)
    assert again.cluster.tolist() == first.cluster.tolist() and again.settings == first.settings


def test_of_very_many_articles_equal_ones_are_copies(monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame) -> None:
    from framing.counting import copies

    twice = pl.concat([many, many.head(2).with_columns(article_id=pl.col("article_id") + "x")])
    monkeypatch.setattr(copies, "MOST_COMPARED", 3)
    _, counted = small_and_large(twice, monkeypatch)
    assert counted.duplicates.table.filter(~pl.col("earliest"))["kind"].to_list() == ["exact", "exact"]
    assert counted.contrast().procedure.copies == 2


def test_copies_kept_of_one_order_of_the_rows_are_not_those_of_another(
    monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame, tmp_path: Path
) -> None:
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    twice = pl.concat([many, many.head(3).with_columns(article_id=pl.col("article_id") + "x")])
    _, counted = small_and_large(twice, monkeypatch)
    first = dict(zip(counted.duplicates.article_ids, counted.duplicates.cluster.tolist(), strict=True))
    turned = prepare_study(load_corpus(twice.reverse()), focus="VN", reference="CN").duplicates
    assert dict(zip(turned.article_ids, turned.cluster.tolist(), strict=True)) == first


def test_a_test_kept_with_other_words_is_made_again(
    monkeypatch: pytest.MonkeyPatch, many: pl.DataFrame, tmp_path: Path
) -> None:
    from framing.tokens import segmenting

    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    chinese = many.with_columns(language=pl.lit("zh"), text=pl.col("text").str.replace_all("rail", "铁路合作"))
    _, counted = small_and_large(chinese, monkeypatch)
    assert "铁路" in counted.contrast().table["term"]
    monkeypatch.setattr(segmenting, "_installed", lambda package: False)
    pairs = prepare_study(load_corpus(chinese), focus="VN", reference="CN").contrast().table["term"]
    assert "路合" in pairs, "taken in pairs, not as kept"
