"""Naming: each name is counted on its own, in whatever spelling and with whatever dash, and never merged."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.corpus import load_corpus
from framing.counts import count_occurrences
from framing.naming import NAMING_SCHEMA, count_names, find_name, inside_names
from framing.occurrences import Occurrences, find_occurrences
from framing.settings import CountSettings
from framing.tokens import tokenize

ROOT = Path(__file__).parent.parent
properties = settings(derandomize=True, deadline=None, max_examples=40)

VARIANTS = pl.DataFrame(
    [
        ("Vietnam", "Việt Nam", "spelling"),
        ("Vietnam", "Viet Nam", "spelling"),
        ("order", "China-Vietnam", "naming"),
        ("order", "Vietnam-China", "naming"),
        ("order", "Vietnam and China", "naming"),
        ("the sea", "South China Sea", "naming"),
        ("the sea", "East Sea", "naming"),
        ("the code", "Conduct of Parties", "naming"),
        ("the code", "Code of Conduct of Parties", "naming"),
    ],
    schema=["canonical", "variant", "kind"],
    orient="row",
)
DASHES = ["-", "‐", "‑", "‒", "–", "—", "−", " - ", " – ", " — ", "--", " -- ", "– ", "\n– "]


def found_in(*texts: str, options: CountSettings | None = None) -> Occurrences:
    return find_occurrences(tokenize(load_corpus(pl.DataFrame({"text": texts}), variants=VARIANTS)), options)


def named(*texts: str, options: CountSettings | None = None) -> dict[str, int]:
    """Names that occur, with their counts over all texts."""
    table = count_names(found_in(*texts, options=options))
    summed = table.group_by("name").agg(pl.col("n").sum()).filter(pl.col("n") > 0)
    return dict(summed.iter_rows())


COUNTRIES = ["Việt Nam", "Viet Nam", "Vietnam", "VIỆT NAM", "Viet\nNam"]
DECOMPOSED = unicodedata.normalize("NFD", "Việt Nam")


@pytest.mark.parametrize("dash", DASHES)
@pytest.mark.parametrize("country", [*COUNTRIES, DECOMPOSED])
def test_any_dash_and_either_spelling_is_one_name(country: str, dash: str) -> None:
    if country.isupper():  # capitals of a headline
        assert named(f"The CHINA{dash}{country} ties") == {"China-Vietnam": 1}
        return
    assert named(f"The China{dash}{country} ties") == {"China-Vietnam": 1}
    assert named(f"{country}{dash}China ties") == {"Vietnam-China": 1}


@pytest.mark.parametrize(
    "text",
    [
        "China, Vietnam", "China. Vietnam", "China\n\nVietnam", "China/Vietnam", "China (Vietnam)", "China and Vietnam",
        "China’s Vietnam policy", "China “Vietnam”", "In China. – Vietnam",
    ],
)  # fmt: skip
def test_two_countries_side_by_side_are_no_joint_name(text: str) -> None:
    assert named(text) == {}


def test_every_name_keeps_its_zeros_for_every_article() -> None:
    table = count_names(found_in("In the East Sea and the South China Sea.", "No name.", "East Sea, east sea"))
    assert dict(table.schema) == NAMING_SCHEMA
    assert table.height == 3 * 7
    rows = {(name, article): n for _, name, article, n, _ in table.iter_rows()}
    assert [rows["East Sea", article] for article in "123"] == [1, 0, 2]
    assert [rows["South China Sea", article] for article in "123"] == [1, 0, 0]
    assert set(table.filter(pl.col("name") == "East Sea")["thing"]) == {"the sea"}
    assert sum(rows.values()) == 4


def test_case_kept_tells_the_name_from_the_words() -> None:
    assert named("East Sea, east sea", options=CountSettings(case="keep")) == {"East Sea": 1}


def test_names_are_never_merged_into_terms() -> None:
    counts = count_occurrences(found_in("The East Sea, the South China Sea, China–Việt Nam, Vietnam-China"))
    held = dict(zip(counts.terms, counts.matrix.toarray()[0].tolist(), strict=True))
    assert held == {"the": 2, "east": 1, "sea": 2, "south": 1, "china": 3, "vietnam": 2}


def test_no_name_reaches_over_words_left_out() -> None:
    text = "China met Vietnam. China–Vietnam"
    passages = pl.DataFrame(
        {"article_id": "1", "start": [0, 6, 10], "end": [6, 10, 32], "voice": ["a", "b", "a"], "event": "e"}
    )
    corpus = load_corpus(pl.DataFrame({"text": [text]}), variants=VARIANTS, passages=passages)
    found = find_occurrences(tokenize(corpus), CountSettings(voices=("a",)))
    assert found.start[find_name(found, "China-Vietnam")].tolist() == [19]


def test_a_country_in_the_middle_serves_both_names() -> None:
    assert named("The Vietnam-China-Vietnam line") == {"Vietnam-China": 1, "China-Vietnam": 1}


def test_a_corpus_without_listed_names_has_none() -> None:
    found = find_occurrences(tokenize(load_corpus(pl.DataFrame({"text": ["China-Vietnam"]}))))
    assert count_names(found).is_empty() and dict(count_names(found).schema) == NAMING_SCHEMA
    assert inside_names(found, found.at("china")) == [None]


@given(st.lists(st.sampled_from(["China–Vietnam", "Việt Nam-China", "East Sea", "rail"]), max_size=12))
@properties
def test_names_are_counted_where_they_stand(pieces: list[str]) -> None:
    text = "; ".join(["talks", *pieces])
    found = found_in(text)
    written = {"China-Vietnam": "China–Vietnam", "Vietnam-China": "Việt Nam-China", "East Sea": "East Sea"}
    assert named(text) == {name: pieces.count(form) for name, form in written.items() if form in pieces}
    for name, form in written.items():
        starts = found.start[find_name(found, name)].tolist()
        assert starts == [at for at in range(len(text)) if text.startswith(form, at)]


# ---- words that a segmenter makes


def named_in(language: str, names: list[str], *texts: str, kind: str = "naming") -> dict[str, list[int]]:
    """Each listed name with its count in each text."""
    frame = pl.DataFrame({"text": texts, "language": [language] * len(texts)})
    rows = pl.DataFrame({"canonical": ["thing"] * len(names), "variant": names, "kind": [kind] * len(names)})
    table = count_names(find_occurrences(tokenize(load_corpus(frame, variants=rows))))
    return {name: table.filter(pl.col("name") == name)["n"].to_list() for name in names}


def test_a_chinese_name_begins_and_ends_where_words_do() -> None:
    texts = [
        "越南海警在巡逻。越南海防市举行活动。",
        "越南海洋经济发展。中南海会见外宾。",
        "中国维护南海和平，在南海的立场。",
    ]
    assert named_in("zh", ["南海", "东海"], *texts) == {"南海": [0, 0, 2], "东海": [0, 0, 0]}


def test_other_chinese_names_across_words_are_none() -> None:
    assert named_in("zh", ["国人"], "中国人民欢迎。", "国人关心此事。") == {"国人": [0, 1]}
    assert named_in("zh", ["东海"], "广东海关查获。", "东海局势稳定。") == {"东海": [0, 1]}
    assert named_in("zh-Hant", ["南海"], "越南海警在巡邏。", "中國維護南海和平。") == {"南海": [0, 1]}


def test_a_vietnamese_name_begins_and_ends_where_words_do() -> None:
    texts = ["Tàu đi qua vùng biển Đông Nam Á.", "Tình hình Biển Đông phức tạp.", "Hòa bình ở Biển Đông và khu vực."]
    assert named_in("vi", ["Biển Đông"], *texts) == {"Biển Đông": [0, 1, 1]}


@pytest.mark.parametrize(
    ("language", "listed", "text", "alone"),
    [
        ("zh", "海警", "越南海警在巡逻。", "海警"),
        ("zh", "南海", "越南海警在巡逻。", None),
        ("vi", "bộ chính trị", "Công tác nội bộ chính trị rất quan trọng.", None),
        ("vi", "Lâm", "Tỉnh Lâm Đồng phát triển.", None),
    ],
)
def test_a_merged_writing_is_bound_only_where_no_word_is_cut(
    language: str, listed: str, text: str, alone: str | None
) -> None:
    rows = pl.DataFrame({"canonical": ["Thing"], "variant": [listed], "kind": ["spelling"]})
    found = find_occurrences(
        tokenize(load_corpus(pl.DataFrame({"text": [text], "language": [language]}), variants=rows))
    )
    assert len(found.at("thing")) == (alone is not None)


def test_a_name_with_signs_is_counted_as_written() -> None:
    frame = pl.DataFrame({"text": ["R&D and R & D, not R, D. The U.S. or US", "us"], "language": ["en", "en"]})
    rows = pl.DataFrame({"canonical": ["x", "y"], "variant": ["R&D", "U.S."], "kind": ["naming", "naming"]})
    table = count_names(find_occurrences(tokenize(load_corpus(frame, variants=rows))))
    assert dict(table.group_by("name").agg(pl.col("n").sum()).iter_rows()) == {"R&D": 2, "U.S.": 2}


def test_a_name_in_capitals_is_not_the_word_in_small_letters() -> None:
    text = "The US and U.S. told us about the US. America too. Let us go, us."
    assert named_in("en", ["US", "America"], text) == {"US": [3], "America": [1]}
    assert named_in("en", ["WHO"], "The W.H.O. and WHO, who said who") == {"WHO": [2]}


def test_a_name_keeps_the_signs_at_its_ends() -> None:
    assert named_in("en", ["$100", "C++"], "It costs 100 or $100 in C++ or C.") == {"$100": [1], "C++": [1]}
    assert named_in("en", ["#MAGA", "nytimes.com"], "a #MAGA b nytimes.com") == {"#MAGA": [1], "nytimes.com": [1]}


# ---- inside names


def test_a_word_inside_a_name_is_told_from_the_word_itself() -> None:
    found = found_in("The parties signed the Conduct of Parties; both parties did.")
    assert inside_names(found, found.at("parties")) == [None, "Conduct of Parties", None]
    assert inside_names(found, found.at("conduct")) == ["Conduct of Parties"]
    assert inside_names(found, found.at("signed")) == [None]
    assert inside_names(found, found.at("absent")) == []


def test_the_longest_name_is_given() -> None:
    found = found_in("Code of Conduct of Parties, Conduct of Parties")
    assert inside_names(found, found.at("parties")) == ["Code of Conduct of Parties", "Conduct of Parties"]


def test_a_bound_spelling_inside_a_name_is_one_word_of_it() -> None:
    found = found_in("China–Việt Nam ties bind Việt Nam")
    assert inside_names(found, found.at("vietnam")) == ["China-Vietnam", None]


# ---- the five articles


def test_the_seeds_name_the_sea_once_by_each_name() -> None:
    found = find_occurrences(tokenize(load_corpus(ROOT / "seeds")))
    table = count_names(found)
    held = table.filter(pl.col("name").is_in(["South China Sea", "East Sea"]) & (pl.col("n") > 0))
    assert sorted(held.select("name", "article_id", "n").rows()) == [
        ("East Sea", "002", 1),
        ("South China Sea", "002", 1),
    ]


def test_parties_of_the_seeds_that_stand_in_a_name_are_flagged() -> None:
    found = find_occurrences(tokenize(load_corpus(ROOT / "seeds")))
    hits = found.at("parties")
    flags = inside_names(found, hits)
    for hit, name in zip(hits, flags, strict=True):
        text = found.tokens.corpus.articles["text"][int(found.article[hit])]
        assert (name is not None) == text[: found.end[hit]].endswith("Conduct of Parties")
    assert flags.count("Conduct of Parties") > 0
