"""Hand-coded passages: a table that does not fit its texts is refused by row, and the seeds' table leaves no word out."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from framing.corpus import load_corpus
from framing.errors import CorpusError
from framing.passages import PASSAGE_SCHEMA, check_passages
from framing.tokens import tokenize

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
TEXTS = {"000": "Xi spoke in Hà Nội. Lâm replied.", "001": "They met."}
GOOD = {"article_id": "000", "start": "0", "end": "19", "voice": "Xi", "event": "talks"}


def table(*changes: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([{**GOOD, **change} for change in changes])


def check(*changes: dict[str, object]) -> pl.DataFrame:
    return check_passages(table(*changes), TEXTS, where="passages.csv")


SECOND = {"start": "20", "end": "32", "voice": "Lâm"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ([{}, {**SECOND, "end": "33"}], "^passages.csv, row 3: the passage 20–33 is outside the text of article '000', which has 32 characters$"),
        ([{"start": "-1"}], "^passages.csv, row 2: the passage -1–19 is outside the text"),
        ([{"start": "19"}], "^passages.csv, row 2: the passage 19–19 is outside the text"),
        ([{"start": "20"}], "^passages.csv, row 2: the passage 20–19 is outside the text"),
        ([{}, {**SECOND, "start": "18"}], "^passages.csv, row 3: the passage overlaps that of row 2 in article '000'$"),
        ([{**SECOND, "start": "18"}, {}], "^passages.csv, row 2: the passage overlaps that of row 3 in article '000'$"),
        ([{}, {}], "^passages.csv, row 3: the passage overlaps that of row 2 in article '000'$"),
        ([{"start": "0", "end": "32"}, SECOND], "^passages.csv, row 3: the passage overlaps that of row 2"),
        ([{}, {"article_id": "0"}], "^passages.csv, row 3: article '0' is not in the corpus; correct the row$"),
        ([{"begins": "Lâm"}], "^passages.csv, row 2: at 0 article '000' reads 'Xi spoke in Hà Nội. Lâm replie', not 'Lâm'; has the file been edited since it was coded\\?$"),
        ([{"start": "0.0"}], "^passages.csv, row 2: start and end must be whole numbers; got '0.0' and '19'$"),
        ([{"end": None}], "^passages.csv, row 2: start and end must be whole numbers; got '0' and None$"),
        ([{"voice": None}], "^passages.csv, row 2: voice is empty; code it or remove the row$"),
        ([{}, {**SECOND, "event": ""}], "^passages.csv, row 3: event is empty; code it or remove the row$"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_refused_by_its_number(changes: list[dict[str, object]], says: str) -> None:
    with pytest.raises(CorpusError, match=says):
        check(*changes)


@pytest.mark.parametrize("column", ["article_id", "start", "end", "voice", "event"])
def test_a_missing_column_is_named(column: str) -> None:
    with pytest.raises(CorpusError, match=f"^passages.csv: the column {column} is missing; it has "):
        check_passages(table({}).drop(column), TEXTS, where="passages.csv")


def test_the_loader_names_the_file_and_row(tmp_path: Path) -> None:
    bad = tmp_path / "mine.csv"
    bad.write_text("article_id,start,end,voice,event\n000,0,99999,Xi,talks\n", encoding="utf-8")
    with pytest.raises(
        CorpusError, match=r"^mine.csv, row 2: the passage 0–99999 is outside the text of article '000'"
    ):
        load_corpus(SEEDS, passages=bad)
    with pytest.raises(CorpusError, match=r"^the passages given, row 2: article '9' is not in the corpus"):
        load_corpus(SEEDS, passages=table({"article_id": "9"}))


def test_neighbours_may_touch_and_rows_come_in_text_order() -> None:
    read = check({**SECOND, "start": "19"}, {"begins": "Xi spoke"}, {"article_id": "001", "end": "9"})
    assert read.select("article_id", "start", "end").rows() == [("000", 0, 19), ("000", 19, 32), ("001", 0, 9)]


def test_a_checked_table_has_all_columns_with_their_types() -> None:
    read = check({})
    assert dict(read.schema) == PASSAGE_SCHEMA
    assert read.row(0) == ("000", 0, 19, "Xi", None, "talks", None)


def test_begins_is_compared_letter_for_letter() -> None:
    assert check({**SECOND, "begins": "Lâm"}).height == 1
    for wrong in ("lâm", "La\u0302m"):
        with pytest.raises(CorpusError, match="has the file been edited"):
            check({**SECOND, "begins": wrong})


# --- the seeds -------------------------------------------------------------------------------------


def test_every_body_word_of_the_seeds_is_coded_once_and_no_other() -> None:
    corpus = load_corpus(SEEDS)
    tokens = tokenize(corpus)
    ids = corpus.articles["article_id"].to_list()
    coded = corpus.passages.select("article_id", "start", "end").rows()
    seen = dict.fromkeys(ids, 0)
    for row, start, end, zone in zip(
        tokens.article.tolist(), tokens.start.tolist(), tokens.end.tolist(), tokens.zone.tolist(), strict=True
    ):
        holding = [(a, b) for article_id, a, b in coded if article_id == ids[row] and a < end and start < b]
        if tokens.zones[zone] == "body":
            assert len(holding) == 1, (ids[row], start)
            assert holding[0][0] <= start and end <= holding[0][1], "no passage cuts a word"
            seen[ids[row]] += 1
        else:
            assert not holding, (ids[row], start)
    assert all(count > 100 for count in seen.values())


def test_the_seeds_passages_begin_with_the_words_noted() -> None:
    noted = pl.read_csv(SEEDS / "passages.csv", infer_schema=False)
    texts = dict(load_corpus(SEEDS).articles.select("article_id", "text").iter_rows())
    assert noted.height > 80
    for row in noted.iter_rows(named=True):
        assert len(row["begins"].split()) >= 3 or int(row["end"]) - int(row["start"]) < 40
        assert texts[row["article_id"]].startswith(row["begins"], int(row["start"]))


def test_each_voice_of_the_seeds_has_one_class_and_all_are_coded() -> None:
    passages = load_corpus(SEEDS).passages
    assert passages.null_count().row(0) == (0,) * passages.width
    per_voice = passages.group_by("voice").agg(pl.col("voice_class").n_unique())
    assert set(per_voice["voice_class"]) == {1}
    assert set(passages["voice_class"]) == {
        "narrator", "Chinese official", "Vietnamese official", "Vietnamese expert", "joint",
    }  # fmt: skip
