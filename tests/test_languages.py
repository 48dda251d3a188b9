"""English, Vietnamese and Chinese: which words are hidden, which lines of a page are not body, and two small corpora.

Every shipped zone rule is shown what it marks and sentences that look alike and must stay body. The counts in the two
corpora were made by hand, article by article; they stand in the README.md beside the articles.
"""

from __future__ import annotations

import csv
import re
import time
import unicodedata
from collections.abc import Collection
from pathlib import Path

import polars as pl
import pytest
from project import collected

from framing import storage
from framing.corpus import Corpus, load_corpus
from framing.wordlists import ATTRIBUTION, attribution_words, function_words, telling
from framing.zones import ZoneRule, mark_zones, parse_zone_rules

CORPORA = Path(__file__).resolve().parent / "corpora"
LANGUAGES = ("en", "vi", "zh")


def shown(
    terms: str | list[str], *, language: str | None, ngram: int = 1, names: Collection[str] | None = None
) -> list[str]:
    """The terms that can carry a sentence; a text is cut at its commas."""
    frame = pl.DataFrame({"term": terms.split(",") if isinstance(terms, str) else terms})
    return frame.filter(telling(pl.col("term"), ngram=ngram, language=language, names=names))["term"].to_list()


# --- words that carry no story ---------------------------------------------------------------------


def test_a_word_of_one_language_hides_no_homograph_of_another() -> None:
    assert shown("on,can,to,the,theo,cho", language="vi") == ["on", "can", "to", "the"]
    assert shown("on,the,theo,cho,khi", language="en") == ["theo", "cho", "khi"]
    assert shown("的,on,và", language="zh") == ["on", "và"]


def test_a_language_without_a_list_hides_no_word() -> None:
    assert function_words("fr") == attribution_words("fr") == frozenset()
    assert shown("the,và,2024", language="fr") == ["the", "và"]


@pytest.mark.parametrize(
    ("code", "same"),
    [("zh-Hant", "zh"), ("zh_TW", "zh"), ("vi-VN", "vi"), ("EN", "en"), ("cmn", "zh"), ("yue-Hant", "zh")],
)
def test_script_and_region_of_a_language_change_no_list(code: str, same: str) -> None:
    assert function_words(code) == function_words(same)
    assert attribution_words(code) == attribution_words(same)
    assert shown("他的,和平", language=code) == shown("他的,和平", language=same)


def test_where_the_language_is_unknown_english_words_are_hidden_and_no_other_plain_word() -> None:
    assert function_words("en") < function_words() == function_words("")
    assert {word for word in function_words() if word.isascii()} == function_words("en")
    assert shown("the,said,kia,theo,của,nhấn mạnh,的", language=None, names=()) == ["kia", "theo"]


def test_english_is_hidden_as_before_there_were_other_languages() -> None:
    assert attribution_words("en") == ATTRIBUTION
    assert shown("railway,the,said,Tô Lâm,45,must", language="en") == ["railway", "must"]
    assert shown("of the,said the,of talks,3 of", language="en", ngram=2) == ["of talks"]


def test_words_that_a_segmenter_joined_are_no_names_once_the_names_are_given() -> None:
    terms = "hợp tác,trong khi,Hồ Chí Minh,khẳng định,phải"
    assert shown(terms, language="vi") == ["phải"]
    assert shown(terms, language="vi", names=["Hồ Chí Minh"]) == ["hợp tác", "phải"]


def test_a_vietnamese_phrase_is_hidden_if_every_word_of_it_is() -> None:
    assert shown("tuy nhiên trong,và các,trong khi đó,và hợp tác", language="vi", ngram=2) == ["và hợp tác"]


def test_a_chinese_term_made_of_hidden_words_is_hidden_however_it_was_cut() -> None:
    assert shown("他的,但是在,说的,和平,其中,他 的", language="zh", names=()) == ["和平"]
    assert shown("他 的,在 越南,但是 在", language="zh", ngram=2) == ["在 越南"]


@pytest.mark.parametrize(
    ("language", "carrying"),
    [
        ("en", "must,should,will,not,against"),
        ("vi", "phải,nên,cần,không,được,bị,sẽ"),
        ("zh", "应该,必须,要,不,被,以为,认为,该,將,應該"),
    ],
)
def test_words_that_take_a_stance_can_carry_a_sentence(language: str, carrying: str) -> None:
    assert shown(carrying, language=language) == carrying.split(",")


def test_traditional_and_simplified_forms_are_hidden_alike() -> None:
    pairs = "与與 个個 为為 于於 从從 并並 这這 虽雖 吗嗎 说說 称稱 据據".split()
    hidden = function_words("zh") | attribution_words("zh")
    assert [pair for pair in pairs if not set(pair) <= hidden] == []


def test_no_list_holds_a_word_in_two_roles() -> None:
    for language in LANGUAGES:
        assert function_words(language).isdisjoint(attribution_words(language))
        assert len(function_words(language)) >= 80


# --- rules for zones -------------------------------------------------------------------------------


def shipped_rules(language: str) -> tuple[ZoneRule, ...]:
    name = f"zones_{language}.toml"
    return parse_zone_rules(storage.shipped(name), where=name)


RULES = {rule.name: rule for language in LANGUAGES for rule in shipped_rules(language)}
LANGUAGE_OF = {rule.name: language for language in LANGUAGES for rule in shipped_rules(language)}
BODY = {
    "en": "The two ministers met on Monday.",
    "vi": "Hai bộ trưởng gặp nhau hôm thứ hai.",
    "zh": "两国部长星期一举行会谈。",
}

with (CORPORA / "zone_examples.csv").open(encoding="utf-8", newline="") as file:
    EXAMPLES = [
        (row["rule"], row["text"].replace("⏎", "\n"), row["marked"].replace("⏎", "\n")) for row in csv.DictReader(file)
    ]
MARKED = [example for example in EXAMPLES if example[2]]
ALIKE = [example[:2] for example in EXAMPLES if not example[2]]


def test_the_rules_of_all_languages_can_stand_in_one_file() -> None:
    joined = "\n".join(storage.shipped(f"zones_{language}.toml") for language in LANGUAGES)
    assert {rule.name for rule in parse_zone_rules(joined, where="zones.toml")} == set(RULES)


def test_every_rule_has_an_example_of_what_it_marks_and_of_what_it_leaves() -> None:
    assert {rule for rule, _, _ in MARKED} == set(RULES) == {rule for rule, _ in ALIKE}


@pytest.mark.parametrize(("name", "text", "marked"), MARKED)
def test_a_rule_marks_its_line_and_nothing_else(name: str, text: str, marked: str) -> None:
    found = mark_zones(text, shipped_rules(LANGUAGE_OF[name]))
    assert [text[span.start : span.end] for span in found if span.rule == name] == [marked]


@pytest.mark.parametrize(("name", "text"), ALIKE)
def test_a_sentence_that_looks_alike_stays_body(name: str, text: str) -> None:
    assert mark_zones(text, (RULES[name],)) == []
    assert mark_zones(f"{BODY[LANGUAGE_OF[name]]}\n\n{text}\n\n{BODY[LANGUAGE_OF[name]]}", (RULES[name],)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_of_a_language_leave_the_prose_of_every_language_alone(language: str) -> None:
    text = "\n\n".join(BODY.values())
    assert mark_zones(text, shipped_rules(language)) == []


def test_decomposed_letters_and_other_line_ends_hide_no_line() -> None:
    text = f"Hà Nội (TTXVN) - {BODY['vi']}\n\nẢnh: Trần Hữu Lộc\n\nTheo TTXVN\n"
    raw = unicodedata.normalize("NFD", text).replace("\n", "\r\n")
    zones = [span.zone for span in mark_zones(raw, shipped_rules("vi"))]
    assert zones == ["dateline", "credit", "sign-off"]


HOSTILE = (
    "A", "a ", "A ", "A-", "(", "[", "\n", "  ", "\n ", "By A ", "By A, A ", "Photo: ", "(Photo: ", "VNS ", "Share | ", "|",
    "A, ", "(Xinhua) ", "— ", "Ảnh: ", "(Ảnh: ", "Tác giả: ", "Hà Nội, ", "(TTXVN) ", "Nguyễn ", "Chia sẻ ", ". ",
    "\u3000", "新华社", "（", "（记者 ", "新华社河内4月14日电", "图为", "摄", "（完）", "分享 ", "来源：", "【", "、", "一",
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(RULES))
def test_no_line_however_long_makes_a_rule_slow(name: str) -> None:
    """200,000 characters of one piece; a pattern that backtracks would take minutes, not a second."""
    pattern = RULES[name].pattern
    for piece in HOSTILE:
        line = (piece * (200_000 // len(piece) + 1))[:200_000]
        for text in (line, f"图为{line}）"):
            start = time.process_time()
            for _ in pattern.finditer(text):
                pass
            assert time.process_time() - start < 1, piece


# --- the two corpora -------------------------------------------------------------------------------

# By hand, in the body of each article: vn1 … vn6, cn1 … cn6.
BY_HAND = {
    ("vi", "minh bạch"): [2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 1, 0],
    ("vi", "vận mệnh"): [0, 0, 0, 0, 1, 0, 2, 2, 2, 2, 2, 2],
    ("vi", "biển đông"): [0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0],
    ("vi", "nam hải"): [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0],
    ("zh", "透明"): [2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 1, 0],
    ("zh", "命运"): [0, 0, 0, 1, 0, 0, 2, 2, 2, 2, 2, 2],
    ("zh", "东海"): [0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    ("zh", "南海"): [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0],
}
IDS = [f"{side}{number}" for side in ("vn", "cn") for number in range(1, 7)]


@pytest.fixture(scope="module", params=["vi", "zh"])
def corpus(request: pytest.FixtureRequest) -> Corpus:
    return load_corpus(CORPORA / str(request.param))


def texts(corpus: Corpus) -> dict[str, str]:
    return dict(corpus.articles.select("article_id", "text").iter_rows())


def bodies(corpus: Corpus) -> dict[str, str]:
    """Each text without its marked spans, in NFC."""
    kept = texts(corpus)
    for row in reversed(list(corpus.zones.iter_rows(named=True))):
        text = kept[row["article_id"]]
        kept[row["article_id"]] = text[: row["start"]] + text[row["end"] :]
    return {article: unicodedata.normalize("NFC", text) for article, text in kept.items()}


def test_a_corpus_has_six_articles_a_side_of_the_length_of_short_news(corpus: Corpus) -> None:
    assert corpus.articles["article_id"].to_list() == IDS
    assert corpus.articles["country"].to_list() == ["VN"] * 6 + ["CN"] * 6
    assert corpus.articles["language"].unique().to_list() == [corpus.name]
    assert corpus.articles["date"].null_count() == 0
    if corpus.name == "vi":
        assert all(60 <= len(body.split()) <= 150 for body in bodies(corpus).values())
    else:
        assert all(140 <= len("".join(body.split())) <= 300 for body in bodies(corpus).values())


@pytest.mark.parametrize(("language", "word"), BY_HAND)
def test_planted_words_stand_as_often_as_counted_by_hand(language: str, word: str) -> None:
    found = bodies(load_corpus(CORPORA / language))
    assert [found[article].lower().count(word) for article in IDS] == BY_HAND[language, word]


@pytest.mark.parametrize("language", ["vi", "zh"])
def test_a_corpus_has_the_rules_that_are_shipped(language: str) -> None:
    own = (CORPORA / language / "zones.toml").read_bytes()
    assert own.decode("utf-8") == storage.shipped(f"zones_{language}.toml")


ZONES = {
    "vi": """
        vn1 dateline sign-off | vn2 dateline sign-off | vn3 byline caption credit read-more | vn4 dateline caption credit web-line
        vn5 dateline sign-off | vn6 byline | cn1 dateline | cn2 dateline web-editor-line | cn3 caption read-more
        cn4 dateline | cn5 sign-off | cn6 web-line
    """,
    "zh": """
        vn1 dateline sign-off | vn2 byline caption credit read-more | vn3 dateline sign-off
        vn4 dateline sign-off web-editor-line | vn5 byline web-line | vn6 dateline sign-off
        cn1 dateline byline sign-off | cn2 dateline web-editor-line | cn3 caption credit dateline read-more
        cn4 dateline sign-off | cn5 web-line web-editor-line | cn6 web-line
    """,
}


def test_zones_are_marked_as_a_reader_would(corpus: Corpus) -> None:
    found = {article: [article] for article in IDS}
    for article, zone in corpus.zones.select("article_id", "zone").iter_rows():
        found[article].append(zone.replace(" ", "-"))
    # The texts hold no headline: each comes from the column title, after the text.
    expected = [[*line.split(), "headline"] for line in re.split(r"\||\n", ZONES[corpus.name]) if line.strip()]
    assert list(found.values()) == expected


def test_one_vietnamese_article_is_decomposed() -> None:
    articles = load_corpus(CORPORA / "vi").articles
    read = dict(zip(articles["article_id"], collected(articles), strict=True))
    assert [article for article in IDS if not unicodedata.is_normalized("NFC", read[article])] == ["vn3"]
    assert unicodedata.is_normalized("NFD", read["vn3"])


def test_one_chinese_article_is_in_traditional_characters() -> None:
    read = texts(load_corpus(CORPORA / "zh"))
    assert [article for article in IDS if set("鐵國說長") & set(read[article])] == ["vn6"]
    assert set("铁国说长").isdisjoint(read["vn6"])


@pytest.mark.parametrize(("language", "pair"), [("vi", ("vn1", "vn2")), ("zh", ("cn1", "cn2"))])
def test_one_pair_is_a_reprint_in_another_outlet(language: str, pair: tuple[str, str]) -> None:
    """Shared runs of eight characters, of all that either has: the pair stands out, no other two come near."""
    corpus = load_corpus(CORPORA / language)
    runs = {
        a: {"".join(t.split())[i : i + 8] for i in range(len("".join(t.split())) - 7)}
        for a, t in bodies(corpus).items()
    }
    alike = {(a, b): len(runs[a] & runs[b]) / len(runs[a] | runs[b]) for a in IDS for b in IDS if a < b}
    assert alike[pair] > 0.7
    assert max(value for key, value in alike.items() if key != pair) < 0.2
    outlet = dict(corpus.articles.select("article_id", "outlet").iter_rows())
    assert outlet[pair[0]] != outlet[pair[1]]
