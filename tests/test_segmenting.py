"""Words of Chinese and Vietnamese: which tokens are one word, with the segmenter and without it.

Expected words are those of a dictionary of either language, looked up by hand; the segmenters are the real ones.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import polars as pl
import pytest

from framing.corpus import load_corpus
from framing.counts import count_terms
from framing.evidence import find_lines
from framing.limits import state_limits
from framing.occurrences import find_occurrences
from framing.recipe import Made
from framing.settings import CountSettings
from framing.study import prepare_study
from framing.tokens import APART, JOINED, PAIRED, Tokens, segmenting, tokenize

CHINESE = "越南总理表示，铁路合作5G项目。他们欢迎！"
VIETNAMESE = "Hợp tác đường sắt, kinh tế Việt Nam. Hà Nội hợp tác."
CORPORA = Path(__file__).parent / "corpora"


def tokens_of(text: str, language: str, names: list[str] | None = None) -> Tokens:
    frame = pl.DataFrame({"text": [text], "language": [language]})
    table = pl.DataFrame({"canonical": names or [], "variant": names or [], "kind": ["name"] * len(names or [])})
    return tokenize(load_corpus(frame, variants=table if names else None))


def terms_of(tokens: Tokens, how: CountSettings | None = None) -> list[str]:
    found = find_occurrences(tokens, how)
    return [found.terms[term] for term in found.term]


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmenting, "_installed", lambda tool: False)


def test_chinese_words() -> None:
    tokens = tokens_of(CHINESE, "zh")
    assert terms_of(tokens) == ["越南", "总理", "表示", "铁路", "合作", "5g", "项目", "他们", "欢迎"]
    assert [code for code, _ in tokens.segmenters] == ["zh"]
    assert tokens.segmenters[0][1].startswith("rjieba ")


def test_vietnamese_words_keep_the_space_between_their_syllables() -> None:
    tokens = tokens_of(VIETNAMESE, "vi")
    assert terms_of(tokens) == ["hợp tác", "đường sắt", "kinh tế", "việt nam", "hà nội", "hợp tác"]
    assert tokens.segmenters[0][1].startswith("underthesea ")


@pytest.mark.parametrize(("text", "language"), [(CHINESE, "zh-Hans"), (VIETNAMESE, "vi-VN")])
def test_a_code_may_carry_a_region_or_script(text: str, language: str) -> None:
    assert JOINED in tokens_of(text, language).link


@pytest.mark.parametrize(("text", "language"), [(CHINESE, "zh"), (VIETNAMESE, "vi")])
def test_the_smallest_tokens_can_be_asked_for(text: str, language: str) -> None:
    tokens = tokens_of(text, language)
    smallest = terms_of(tokens, CountSettings(words="smallest", variants=()))
    assert len(smallest) == len(tokens)
    assert not any(" " in term for term in smallest)


def test_no_other_language_is_segmented() -> None:
    for language in ("en", "ja", "th"):
        tokens = tokens_of("Hợp tác 越南总理", language)
        assert set(tokens.link.tolist()) == {APART} and tokens.segmenters == ()


def test_words_stop_at_commas_and_sentences() -> None:
    assert terms_of(tokens_of("hợp, tác. Đường\n\nsắt", "vi")) == ["hợp", "tác", "đường", "sắt"]
    assert terms_of(tokens_of("铁，路。合\n\n作", "zh")) == ["铁", "路", "合", "作"]


def test_decomposed_vietnamese_has_the_same_words() -> None:
    assert terms_of(tokens_of(unicodedata.normalize("NFD", VIETNAMESE), "vi")) == terms_of(tokens_of(VIETNAMESE, "vi"))


def test_a_listed_name_stays_what_it_is_and_what_is_left_begins_anew() -> None:
    assert terms_of(tokens_of("阮明哲表示欢迎", "zh", ["阮明哲"])) == ["阮明哲", "表示", "欢迎"]
    assert terms_of(tokens_of("Ông Trần Văn Khởi hội đàm", "vi", ["Trần Văn Khởi"])) == [
        "ông",
        "trần văn khởi",
        "hội đàm",
    ]


def test_without_the_package_chinese_is_taken_in_pairs(without: None) -> None:
    tokens = tokens_of("铁路合作，好5G", "zh")
    assert tokens.segmenters == (("zh", "character bigrams"),)
    assert terms_of(tokens) == ["铁路", "路合", "合作", "好", "5g"]
    assert PAIRED in tokens.link


def test_a_name_takes_no_part_in_pairs(without: None) -> None:
    assert terms_of(tokens_of("在铁路合作中", "zh", ["铁路"])) == ["在", "铁路", "合作", "作中"]


def test_without_the_package_vietnamese_is_taken_by_syllables(without: None) -> None:
    tokens = tokens_of("Hợp tác đường sắt", "vi")
    assert tokens.segmenters == (("vi", "syllables"),)
    assert terms_of(tokens) == ["hợp", "tác", "đường", "sắt"]


@pytest.mark.parametrize(("text", "language", "term"), [(CHINESE, "zh", "铁路"), (VIETNAMESE, "vi", "đường sắt")])
def test_a_concordance_line_shows_the_word_as_it_stands(text: str, language: str, term: str) -> None:
    line = find_lines(tokens_of(text, language), term).row(0, named=True)
    assert line["node"].lower() == term == text[line["start"] : line["end"]].lower()


def test_what_was_segmented_is_not_segmented_again(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "这是一条只用一次的铁路新闻"
    first = tokens_of(text, "zh").link.tolist()
    monkeypatch.setattr(segmenting, "_jieba", lambda names: pytest.fail("asked again"))
    assert tokens_of(text, "zh").link.tolist() == first
    with pytest.raises(pytest.fail.Exception):
        tokens_of(text + "。", "zh")


@pytest.mark.parametrize("language", ["vi", "zh"])
def test_words_are_the_same_in_one_part_or_many(language: str) -> None:
    corpus = load_corpus(CORPORA / language)
    parts = [count_terms(tokenize(part)) for part in corpus.parts(1500)]
    whole, joined = count_terms(tokenize(corpus)), parts[0]
    for part in parts[1:]:
        joined += part
    assert len(parts) > 2 and joined.terms == whole.terms
    assert (joined.matrix != whole.matrix).nnz == 0 and (joined.sentences != whole.sentences).nnz == 0


@pytest.mark.parametrize("language", ["vi", "zh"])
def test_every_term_leads_back_to_its_tokens(language: str) -> None:
    corpus = load_corpus(CORPORA / language)
    found = find_occurrences(tokenize(corpus), CountSettings(zones=None, variants=()))
    texts = corpus.articles["text"].to_list()
    for at in range(len(found)):
        raw = unicodedata.normalize("NFC", texts[found.article[at]][found.start[at] : found.end[at]]).lower()
        assert " ".join(raw.split()) == found.terms[found.term[at]]
    covered = [range(first, last + 1) for first, last in zip(found.first.tolist(), found.last.tolist(), strict=True)]
    assert [token for own in covered for token in own] == list(range(len(found.tokens)))


@pytest.mark.parametrize("code", ["cmn", "yue", "wuu", "lzh", "zho"])
def test_other_codes_of_chinese_are_cut_as_chinese(code: str) -> None:
    text = "铁路与桥梁明年开工。"
    frames = [pl.DataFrame({"text": [text], "language": [language]}) for language in ("zh", code)]
    known, other = (tokenize(load_corpus(frame)).link.tolist() for frame in frames)
    assert any(known) and other == known


def test_a_language_without_a_segmenter_is_told_in_the_limits() -> None:
    texts = ["การประชุมรถไฟที่ฮานอย", "การประชุมรถไฟที่ปักกิ่ง"]
    frame = pl.DataFrame({"text": texts, "country": ["VN", "CN"], "language": ["th", "th"]})
    study = prepare_study(load_corpus(frame), focus="VN", reference="CN")
    assert any(sentence.startswith("Words in Thai are not told apart") for sentence in state_limits(Made(study)))
    english = prepare_study(load_corpus(frame.with_columns(language=pl.lit("en"))), focus="VN", reference="CN")
    assert not any("not told apart" in sentence for sentence in state_limits(Made(english)))


@pytest.mark.parametrize("verb", ["khẳng định", "cho biết", "nhấn mạnh"])
@pytest.mark.parametrize("name", ["Phạm Minh Chính", "Lê Hoa", "Tô Lâm"])
def test_a_verb_of_saying_is_a_word_of_its_own_after_a_name(name: str, verb: str) -> None:
    """underthesea takes listed words for names when they are told to it, and glued most of these to the name."""
    terms = terms_of(tokens_of(f"Ông {name} {verb} hai nước cần tăng cường hợp tác về đường sắt.", "vi"))
    assert verb in terms


def test_a_listed_name_may_hold_any_sign() -> None:
    names = ["Nhóm G7+ (mở rộng", "Nhóm [A-", "Hải quân*"]
    assert "họp" in terms_of(tokens_of("Nhóm G7+ (mở rộng) họp tại Hà Nội.", "vi", names))


@pytest.mark.parametrize("dot", "·•・‧")
def test_a_chinese_name_with_a_dot_is_bound(dot: str) -> None:
    terms = terms_of(tokens_of(f"唐纳德{dot}特朗普访华。", "zh", ["唐纳德·特朗普"]))
    assert "唐纳德·特朗普" in terms and "特朗普" not in terms


def test_traditional_and_simplified_characters_are_one_spelling() -> None:
    traditional, simple = "兩國推進鐵路建設，發言人說。", "两国推进铁路建设，发言人说。"
    assert terms_of(tokens_of(traditional, "zh-Hant")) == terms_of(tokens_of(simple, "zh"))
    assert "铁路" in terms_of(tokens_of(traditional, "zh"))
    apart = terms_of(tokens_of(traditional, "zh"), CountSettings(variants=()))
    assert "鐵路" in apart and len(apart) == len(terms_of(tokens_of(simple, "zh")))


def test_a_traditional_word_is_shown_as_it_stands() -> None:
    tokens = tokens_of("兩國推進鐵路建設。", "zh")
    found = find_occurrences(tokens)
    (at,) = found.at("铁路")
    assert tokens.corpus.articles["text"][0][found.start[at] : found.end[at]] == "鐵路"


def test_a_listed_name_in_either_script_is_bound() -> None:
    for text in ("鐵老三說話。", "铁老三说话。"):
        assert terms_of(tokens_of(text, "zh", ["鐵老三"]))[0] == "鐵老三", "as the table writes it"


def test_without_the_package_scripts_stay_apart(without: None) -> None:
    assert terms_of(tokens_of("鐵路", "zh")) == ["鐵路"] and terms_of(tokens_of("铁路", "zh")) == ["铁路"]
