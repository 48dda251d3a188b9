"""A corpus may have further columns of any name, those of our own tables among them: no number depends on them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from framing.columns import COLUMNS
from framing.corpus import Corpus, load_corpus, parts
from framing.counting import count_corpus
from framing.recipe import TABLES, Made, prepare_study

OTHERS = ("row", "_row", "index", "literal", "count", "len", "key", "at")


def widened(corpus: Corpus) -> pl.DataFrame:
    names = [name for name in (*COLUMNS, *OTHERS) if name not in corpus.articles.columns]
    return corpus.articles.with_columns(pl.lit("of the corpus").alias(name) for name in dict.fromkeys(names)).drop(
        "file"
    )


def test_every_table_is_the_same_with_a_further_column_for_each_of_our_own(seeds: Path) -> None:
    plain = load_corpus(seeds)
    rules = {name: seeds / f"{name}.csv" for name in ("variants", "passages")}
    wide = load_corpus(widened(plain), zones=seeds / "zones.toml", **rules)
    made = [Made(prepare_study(corpus, focus="VN", reference="CN")) for corpus in (plain, wide)]
    assert [name for name in TABLES if not made[0][name].equals(made[1][name])] == []


@pytest.mark.parametrize("few", [0, 128])
def test_a_large_corpus_may_have_them_too(
    few: int, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "_FEW_RUNS", few)  # the rows are read one by one, or out of the whole file
    plain, path = load_corpus(seeds), tmp_path / "wide.parquet"
    widened(plain).write_parquet(path)
    counted = count_corpus(path, keep=False)
    assert (
        counted.read([1, 3]).articles["article_id"].to_list() == plain.articles["article_id"].gather([1, 3]).to_list()
    )


def test_an_empty_text_is_named_by_its_row_beside_a_column_row() -> None:
    frame = pl.DataFrame({"text": ["Talks on rail.", " "], "row": ["7", "8"]})
    with pytest.raises(Exception, match="row 2: the text and the title of article '2' are empty"):
        load_corpus(frame)


@pytest.mark.parametrize("name", ["news [1].parquet", "news*.parquet", "new?.parquet"])
def test_a_file_is_read_by_its_name_and_not_as_a_pattern(name: str, tmp_path: Path) -> None:
    for path, word in ((tmp_path / "news 1.parquet", "other"), (tmp_path / name, "own")):
        pl.DataFrame({"text": [f"{word} words"]}).write_parquet(path)
    counted = count_corpus(tmp_path / name)
    assert counted.counts(None).terms == ("own", "words")
    assert counted.read([0]).articles["text"].to_list() == ["own words"]
    assert count_corpus(tmp_path / name).counts(None).terms == ("own", "words")
