"""The shipped lists at work: what two house styles write differently counts alike, and nothing else does.

Each pair of texts says one thing in two spellings; each text under NOTHING holds the letters of a listed writing in other words.
"""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from framing import CountSettings, count_terms, load_corpus, tokenize
from framing.tokens import segmenting

ONE_THING = {
    "en": [
        ("Ha Noi and Đà Nẵng grew by 5 per cent.", "Hanoi and Danang grew by 5 percent."),
        ("Co-operation of policy makers in South-East Asia", "Cooperation of policymakers in Southeast Asia"),
        ("The F.B.I. and the U.N.", "The FBI and the United Nations"),
        ("The World Health Organisation warned the United States.", "The WHO warned the U.S."),
        ("Tô Lâm met Phạm Minh Chính in Khánh Hoà.", "To Lam met Pham Minh Chinh in Khanh Hoa."),
        ("The adviser saw Xian and Hongkong.", "The advisor saw Xi'an and Hong Kong."),
        ("Volodymyr Zelenskyy and Mao Tse-tung", "Volodymyr Zelensky and Mao Zedong"),
        ("the IMF and the U.N.", "the International Monetary Fund and the United Nations"),
    ],
    "vi": [
        ("Hội đồng xét xử tuyên án.", "HĐXX tuyên án."),
        ("Thành phố Hồ Chí Minh mưa lớn.", "TP.HCM mưa lớn."),
        ("TP. Hồ Chí Minh mưa lớn.", "TPHCM mưa lớn."),
        ("Thăm Xin-ga-po và Cam-pu-chia", "Thăm Singapore và Campuchia"),
        ("Liên hiệp quốc họp.", "Liên hợp quốc họp."),
        ("Tiêm vắc-xin tại Hanoi", "Tiêm vaccine tại Hà Nội"),
        ("UBND tỉnh Đắc Lắc", "Ủy ban nhân dân tỉnh Đắk Lắk"),
    ],
    "zh": [
        ("計畫意味著瞭解身分。", "计划意味着了解身份。"),
        ("他們藉口帳戶不足。", "他们借口账户不足。"),
        ("中国发展人工智能。", "中国发展AI。"),
        ("世界贸易组织总干事必恭必敬。", "WTO总干事毕恭毕敬。"),
    ],
}
NOTHING = {
    "en": [
        ("Tell us who will help.", {"us", "who"}, {"US", "WHO"}),
        ("We passed the law making it easier.", {"law", "making"}, {"lawmaking"}),
        ("A group of seven men in Kyiv, once Kiev", {"group", "seven", "kyiv", "kiev"}, {"g7"}),
        ("So long an absence from the East Sea", {"long", "an"}, {"long an"}),
    ],
    "vi": [
        ("Ai rút tiền? Hành vi rút tiền bị phạt.", {"ai", "hành vi"}, {"AI", "virus"}),
        ("Cán bộ công an", {"cán bộ", "công an"}, {"bca"}),
        ("Úc và Australia", {"úc", "australia"}, set()),
    ],
    "zh": [
        ("为了解决问题，通过分析全部份额", {"为了", "通过"}, {"了解", "过分", "部分"}),
        ("节日食品随着手机降价，全身分布", {"节日", "食品", "随着", "手机", "全身"}, {"日食", "着手", "身份"}),
    ],
}


def count(text: str, language: str, settings: CountSettings | None = None) -> Counter[str]:
    counts = count_terms(tokenize(load_corpus(pl.DataFrame({"text": [text], "language": [language]}))), settings)
    return Counter(dict(zip(counts.terms, counts.matrix.sum(axis=0).tolist(), strict=True)))


@pytest.mark.parametrize(
    ("language", "one", "other"), [(code, *pair) for code, pairs in ONE_THING.items() for pair in pairs]
)
def test_one_thing_in_two_spellings_counts_alike(language: str, one: str, other: str) -> None:
    assert count(one, language) == count(other, language)
    apart = CountSettings(variants=())
    assert count(one, language, apart) != count(other, language, apart)


@pytest.mark.parametrize(
    ("language", "text", "there", "not_there"), [(code, *case) for code, cases in NOTHING.items() for case in cases]
)
def test_other_words_are_left_as_they_are(language: str, text: str, there: set[str], not_there: set[str]) -> None:
    terms = set(count(text, language))
    assert there <= terms
    assert terms.isdisjoint(not_there)


def test_a_row_of_the_corpus_keeps_a_writing_apart() -> None:
    frame = pl.DataFrame({"text": ["Macau and Macao, Ha Noi and Hanoi"], "language": ["en"]})
    own = pl.DataFrame({"canonical": ["Macau"], "variant": ["Macau"], "kind": ["spelling"]})
    terms = count_terms(tokenize(load_corpus(frame, variants=own))).terms
    assert {"macau", "macao", "hanoi"} <= set(terms) and "ha noi" not in terms


def test_pairs_of_characters_are_not_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a segmenter nobody knows where a word ends, and 了解 is in 为了解决 as well."""
    monkeypatch.setattr(segmenting, "_installed", lambda tool: False)
    assert count("为了解决问题", "zh") == Counter(["为了", "了解", "解决", "决问", "问题"])
