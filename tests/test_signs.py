"""Look-alike characters, abbreviations, addresses: one spelling of one thing, and no word where there is none.

Right values are counted by hand. The property at the end mixes all of it in three scripts.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.contrasts import contrast_terms
from framing.corpus import load_corpus
from framing.counting import count_corpus
from framing.counts import count_terms
from framing.errors import CorpusError
from framing.evidence import find_lines, first_lines
from framing.occurrences import find_occurrences
from framing.recipe import make_table
from framing.settings import COUNT, CountSettings
from framing.study import prepare_study
from framing.tokens import Tokens, address_kind, tokenize

Rows = list[tuple[str, str, str]]


def tokens_of(*texts: str, language: str = "en", rows: Rows | None = None) -> Tokens:
    frame = pl.DataFrame({"text": texts, "language": [language] * len(texts)})
    table = pl.DataFrame(rows, schema=["canonical", "variant", "kind"], orient="row") if rows else None
    return tokenize(load_corpus(frame, variants=table))


def terms_of(text: str, *, language: str = "en", rows: Rows | None = None, **how: object) -> list[str]:
    found = find_occurrences(tokens_of(text, language=language, rows=rows), CountSettings(**how))  # type: ignore[arg-type]
    return [found.terms[term] for term in found.term]


def words(text: str) -> list[str]:
    tokens = tokens_of(text)
    return [text[start:end] for start, end in zip(tokens.start, tokens.end, strict=True)]


# --- abbreviations -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the U.S., a U.S.-China deal", ["the", "U.S.", "a", "U.S.", "China", "deal"]),
        ("(U.S.A.) U.K.’s G.D.P", ["U.S.A.", "U.K.’s", "G.D.P"]),
        ("at 10 a.m. e.g. this", ["at", "10", "a.m.", "e.g.", "this"]),
        ("J.K. Rowling and J.D.Vance", ["J.K.", "Rowling", "and", "J.D.", "Vance"]),
        ("TP.HCM, TP. HCM, TP.Huế", ["TP.HCM", "TP", "HCM", "TP", "Huế"]),
        ("GS.TS Lê, PGS.TS. Võ ở Q.1", ["GS.TS", "Lê", "PGS.TS", "Võ", "ở", "Q.1"]),
        ("yes.He left v1.5 and Node.js", ["yes", "He", "left", "v1", "5", "and", "Node", "js"]),
        ("美国U.S.的", ["美", "国", "U.S.", "的"]),
        ("Ｕ．Ｓ． U.\u200bS.", ["Ｕ．Ｓ．", "U.\u200bS."]),
        ("...U.S. officials, he said.U.S. troops", ["U.S.", "officials", "he", "said", "U.S.", "troops"]),
        ("_U.S._ and U.S.ʼs", ["U.S.", "and", "U.S.ʼs"]),
        ("Ph.D. and B.Sc, two M.Ps", ["Ph.D.", "and", "B.Sc", "two", "M.Ps"]),
        (unicodedata.normalize("NFD", "Đ.Ư.T."), [unicodedata.normalize("NFD", "Đ.Ư.T.")]),
    ],
)
def test_an_abbreviation_with_stops_is_one_word(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("US, U.S., U.S and U.S.’s", ["US", "US", "US", "and", "US"]),
        ("They told us. Us too.", ["they", "told", "us", "us", "too"]),
        ("the United States of America, the United States", ["the", "US", "the", "US"]),
        ("F.B.I. FBI Federal Bureau of Investigation", ["fbi", "fbi", "fbi"]),
        ("W.H.O. WHO, who", ["WHO", "WHO", "who"]),
        ("I.T. or it; A.M. or am", ["IT", "or", "it", "AM", "or", "am"]),
        ("G.D.P. GDP", ["gdp", "gdp"]),
        ("GIVE US A BREAK", ["give", "US", "a", "break"]),  # in a line of capitals it cannot be told
        ("X.Y.Z. XYZ xyz", ["xyz", "xyz", "xyz"]),
        ("10 a.m. or 10 a.m I am", ["10", "a.m.", "or", "10", "a.m.", "i", "am"]),
    ],
)
def test_dotted_and_listed_abbreviations_are_one_term(text: str, terms: list[str]) -> None:
    assert terms_of(text) == terms


def test_us_with_and_without_stops_is_no_difference() -> None:
    frame = pl.DataFrame(
        {
            "text": [
                "The US imposed a tariff. US firms wait for us.",
                "The U.S. imposed a tariff. U.S. firms wait for us.",
            ],
            "country": ["VN", "CN"],
            "language": ["en", "en"],
        }
    )
    rows = pl.DataFrame({"canonical": ["US"], "variant": ["U.S."], "kind": ["spelling"]})
    for variants in (None, rows):
        counts = count_terms(tokenize(load_corpus(frame, variants=variants)))
        held = dict(zip(counts.terms, counts.matrix.toarray().T.tolist(), strict=True))
        assert held["US"] == [2, 2] and held["us"] == [1, 1] and not {"u", "s"} & set(held)
        contrast = contrast_terms(counts, focus="CN", reference="VN")
        assert contrast.keywords("focus").is_empty() and contrast.keywords("reference").is_empty()


def test_a_court_in_vietnamese_is_its_abbreviation() -> None:
    text = "HĐXX tuyên án. Hội đồng xét xử nghị án, hội đồng xét xử hỏi."
    assert terms_of(text, language="vi").count("hđxx") == 3
    assert terms_of(text, language="vi", words="smallest").count("hđxx") == 3


def test_nothing_is_merged_where_nothing_is_to_be() -> None:
    assert terms_of("U.S. US oﬃce per cent", variants=()) == ["u.s.", "us", "oﬃce", "per", "cent"]


# --- writings with signs ---------------------------------------------------------------------------------

SIGNED = [
    ("UK", "U.K.", "spelling"), ("RnD", "R&D", "spelling"), ("AI", "A.I.", "spelling"), ("HCMC", "TP.HCM", "name"),
    ("Petersburg", "St. Petersburg", "name"), ("ATT", "AT&T", "name"), ("always", "24/7", "spelling"),
    ("cpp", "C++", "spelling"), ("Commerce", "Bộ Công Thương (MoIT)", "translation"), ("Sao", "@sao", "name"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("U.K. and UK", ["uk", "and", "uk"]),
        ("R&D, R & D but R, D", ["rnd", "rnd", "but", "r", "d"]),
        ("A.I. AI", ["ai", "ai"]),
        ("in TP.HCM", ["in", "hcmc"]),
        ("St. Petersburg. St Petersburg", ["petersburg", "st", "petersburg"]),
        ("AT&T waits", ["att", "waits"]),
        ("open 24/7 or 24, 7", ["open", "always", "or", "24", "7"]),
        ("C++ or C", ["cpp", "or", "c"]),
        ("Bộ Công Thương (MoIT) says", ["commerce", "says"]),
        ("Talks ended in St.\n\nPetersburg", ["talks", "ended", "in", "st", "petersburg"]),
        ("by @sao and @other", ["by", "sao", "and"]),
    ],
)
def test_a_listed_writing_may_hold_any_sign(text: str, terms: list[str]) -> None:
    assert terms_of(text, rows=SIGNED) == terms


@pytest.mark.parametrize("sign", ["&", "…", "—", "№"])
def test_a_writing_of_signs_alone_is_refused_with_its_row(sign: str) -> None:
    rows = [("a", "b", "spelling"), ("and", sign, "spelling")]
    with pytest.raises(CorpusError, match=r"row 3: variant .* has no letter or digit"):
        tokens_of("x", rows=rows)


# --- compatibility forms and characters without width -----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("oﬃce ﬁnance ﬂow", ["office", "finance", "flow"]),
        ("ＡＢＣ abc ＲＰＥ rpe", ["abc", "abc", "rpe", "rpe"]),
        ("CO₂ CO2 H₂O", ["co2", "co2", "h2o"]),
        ("5 km² and 5 m³ but x²", ["5", "km2", "and", "5", "m3", "but", "x"]),
        ("❤️ love ☎\ufe0f 1\ufe0f\u20e3", ["love", "1"]),
        ("\u0301abc and \u0323", ["abc", "and"]),
        ("Ha\u200bnoi, ha\u2060noi, Ha\ufeffnoi, ha\u00adnoi", ["hanoi"] * 4),
        ("\u200eHanoi\u200f \u202aHue\u202c", ["hanoi", "hue"]),
        ("𝐕𝐢𝐞𝐭 and 𝑉iet", ["viet", "and", "viet"]),
    ],
)
def test_compatibility_forms_are_one_spelling(text: str, terms: list[str]) -> None:
    assert [term.lower() for term in terms_of(text)] == [term.lower() for term in terms]


def test_full_width_chinese_is_no_difference() -> None:
    wide, plain = (
        "２０２５年贸易额达１２０．５亿美元，ＡＩ合作加快，ＲＣＥＰ生效。",
        "2025年贸易额达120.5亿美元，AI合作加快，RCEP生效。",
    )
    assert terms_of(wide, language="zh") == terms_of(plain, language="zh")
    tokens = tokens_of(wide, plain, language="zh")
    assert find_lines(tokens, "ai")["node"].to_list() == ["ＡＩ", "AI"] == find_lines(tokens, "ＡＩ")["node"].to_list()


def test_a_character_without_width_cuts_no_chinese_word() -> None:
    assert terms_of("铁\u200b路合\ufeff作", language="zh") == terms_of("铁路合作", language="zh") == ["铁路", "合作"]


@pytest.mark.parametrize("language", ["vi", "vi-VN"])
def test_the_letter_eth_is_read_as_d_with_stroke_in_vietnamese(language: str) -> None:
    right = "Đảng và Nhà nước coi trọng đường sắt. Đại sứ đến Đà Nẵng."
    assert terms_of(right.replace("Đ", "Ð").replace("đ", "ð"), language=language) == terms_of(right, language=language)
    assert terms_of(right.replace("Đ", "Ɖ"), language=language) == terms_of(right, language=language)
    assert "ðeild" in terms_of("ðeild", language="is")


# --- i and y in Vietnamese ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tỉ lệ", "tỷ lệ"), ("kĩ thuật", "kỹ thuật"), ("lí do", "lý do"), ("nước Mĩ", "nước Mỹ"), ("bác sĩ", "bác sỹ"),
        ("hi vọng", "hy vọng"), ("Tỉ lệ", "Tỷ lệ"), ("quí I", "quý I"), ("quản lí", "quản lý"), ("cây mía", "cây mía"),
    ],
)  # fmt: skip
def test_i_and_y_are_one_spelling(one: str, other: str) -> None:
    for words_made in ("smallest", "segmented"):
        assert terms_of(one, language="vi", words=words_made) == terms_of(other, language="vi", words=words_made)


def test_a_proper_name_keeps_its_i_or_y() -> None:
    assert terms_of("Ông Lí Tú, ông Lý Tú", language="vi", words="smallest") == ["ông", "lí", "tú", "ông", "lý", "tú"]
    assert terms_of("khi thi mía nghi", language="vi", words="smallest") == ["khi", "thi", "mía", "nghi"]


# --- addresses ---------------------------------------------------------------------------------------------

ADDRESSES = {
    "https://www.mekong.example/2018/02/09/us/politics/trade.html": "web",
    "http://a.vn/x?y=1&z=2#end": "web",
    "https://vi.wikipedia.org/wiki/Việt_Nam_(nước)": "web",
    "www.gov.vn": "web",
    "VnExpress.net": "web",
    "chinadaily.com.cn/a/202504": "web",
    "HTTPS://NYTIMES.COM/US": "web",
    "nytimes.com’s": "web",
    "@人民日报": "handle",
    "#南海": "hashtag",
    "t.me/vnews": "web",
    "desk@mekong.example": "e-mail",
    "first.last+tag@news.co.uk": "e-mail",
    "@mekongpost": "handle",
    "@BáoMới_24h": "handle",
    "#Trade": "hashtag",
    "#biểntình2025": "hashtag",
    "#中越关系#": "hashtag",
}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("around", ["Xem {} ngay", "({} ).", "“{} ”, he said", "见{} ，", "{}"])
def test_an_address_is_one_token_and_no_word(address: str, around: str) -> None:
    text = around.format(address)
    tokens = tokens_of(text)
    spans = [text[start:end] for start, end in zip(tokens.start, tokens.end, strict=True)]
    assert address in spans
    kinds = dict(tokens.surfaces.select("surface", "address").rows())
    assert kinds[address] == ADDRESSES[address] == address_kind(address)
    rest = terms_of(around.format("|"))
    assert terms_of(text) == rest
    assert len(terms_of(text, addresses=COUNT)) == len(rest) + 1


@pytest.mark.parametrize(
    "text", ["5 @ 3", "# 1", "#1 and C#", "a/b and/or 24/7", "U.S. e.g. 3.5.", "yes.no it.is", "A&B; 9:30"]
)
def test_what_looks_like_an_address_and_is_none(text: str) -> None:
    assert tokens_of(text).surfaces["address"].null_count() == tokens_of(text).surfaces.height


def test_words_beside_an_address_are_not_neighbours() -> None:
    found = find_occurrences(tokens_of("read https://a.vn/x now"))
    assert found.linked.tolist() == [False, False]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_address_may_be_written_with_its_accents_apart(form: str) -> None:
    text = unicodedata.normalize(form, "#ViệtNam đẹp #Biển_Đông, @nguyễn")
    assert terms_of(text) == ["đẹp"]


def test_signs_are_found_once_where_no_space_parts_a_text() -> None:
    """A Chinese paragraph has none; it is looked at in stretches."""
    text = "美国U.S.军队访问http://a.com/b，联系a@b.com。" * 300
    found = find_occurrences(tokens_of(text, language="zh"), CountSettings(addresses=COUNT))
    counted = {term: len(found.at(term)) for term in ("us", "http://a.com/b", "a@b.com")}
    assert counted == {"us": 300, "http://a.com/b": 300, "a@b.com": 300}
    tokens = found.tokens
    assert (tokens.start[1:] >= tokens.end[:-1]).all() and (tokens.end > tokens.start).all()


@pytest.mark.parametrize("made", ["a.", "A.B.", "a.b-", "a.com", "http://a(", "@", "#a", "中@", "a@b."])
def test_no_row_of_signs_is_read_again_and_again(made: str) -> None:
    """Each is a text that a pattern without bounds would need minutes for; here it only must come to an end."""
    tokens = tokens_of(made * 20_000 + "@")
    assert (tokens.start[1:] >= tokens.end[:-1]).all()


def test_an_address_can_be_listed() -> None:
    rows = [("NYT", "nytimes.com", "spelling"), ("VNS", "@vns", "name")]
    assert terms_of("see nytimes.com or @vns", rows=rows) == ["see", "nyt", "or", "vns"]
    assert terms_of("xem @vns ngay", language="vi", rows=rows)[:2] == ["xem", "vns"]


# --- looking up --------------------------------------------------------------------------------------------


def test_a_word_is_found_in_any_spelling_and_case(tmp_path: Path) -> None:
    texts = ["Talks in Hanoi and the U.S. office. Tô Lâm came; the FBI too.", "HANOI, Hà Nội; oﬃce. per cent"]
    tokens = tokens_of(*texts)
    hits = {
        "Hanoi": 3,
        "hanoi": 3,
        "HÀ NỘI": 3,
        "U.S.": 1,
        "US": 1,
        "us": 0,
        "Office": 2,
        "fbi": 1,
        "percent": 1,
        "rail": 0,
    }
    assert {typed: find_lines(tokens, typed).height for typed in hits} == hits, "the pronoun does not occur"
    assert (
        find_lines(tokens, "to lam").equals(find_lines(tokens, "Tô Lâm")) and find_lines(tokens, "to lam").height == 1
    )
    path = tmp_path / "talks.parquet"
    pl.DataFrame({"text": texts, "language": ["en", "en"]}).write_parquet(path)
    counted = count_corpus(path)
    assert (
        first_lines(counted, "Hanoi").equals(first_lines(counted, "hanoi"))
        and first_lines(counted, "Hanoi").height == 3
    )


# --- all of it together ------------------------------------------------------------------------------------

# writings of one thing, by the term they count as
THINGS = {
    "office": ["office", "oﬃce", "Office", "ＯＦＦＩＣＥ", "of\u200bfice"],
    "US": ["US", "U.S.", "U.S", "ＵＳ", "U.\u200bS.", "United States"],
    "co2": ["CO₂", "CO2", "ＣＯ２"],
    "2025": ["2025", "２０２５", "20\u200b25"],
    "hanoi": ["Hanoi", "Hà Nội", unicodedata.normalize("NFD", "Hà Nội"), "Ha\ufeffnoi"],
    "percent": ["percent", "per cent", "per-cent"],
    "铁路": ["铁路", "鐵路", "铁\u200b路"],
    None: ["https://www.x.cn/a_b?c=1", "a.b@c.com", "@vn_24", "#Trade", "www.gov.vn", "❤️", "\u0301", "—", "…", "½"],
}
PIECES = [(term, written) for term, writings in THINGS.items() for written in writings]


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    st.lists(
        st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", ", ", "; ", "\n\n", " – ", " (", "\u3000"])),
        max_size=12,
    )
)
def test_every_counted_token_is_its_raw_span_and_one_thing_is_one_term(
    made: list[tuple[tuple[str | None, str], str]],
) -> None:
    text = "rail " + "".join(piece + between for (_, piece), between in made)
    expected = ["rail", *(term for (term, _), _ in made if term and term != "铁路")]
    found = find_occurrences(tokens_of(text))
    raw = [text[start:end] for start, end in zip(found.start.tolist(), found.end.tolist(), strict=True)]
    terms = [found.terms[term] for term in found.term]
    assert [term for term in terms if not "\u4e00" <= term <= "\u9fff"] == expected
    known = {written: term for term, writings in THINGS.items() for written in writings}
    for term, span in zip(terms, raw, strict=True):
        assert known.get(span, span) in (term, "铁路") or span in "铁路鐵", (term, span)
    chinese = tokens_of(text, language="zh")
    joined = find_occurrences(chinese)
    assert [joined.terms[term] for term in joined.term].count("铁路") == sum(term == "铁路" for (term, _), _ in made)
    assert (joined.start[1:] >= joined.end[:-1]).all() and int(joined.end.max()) <= len(text)


def test_a_report_lists_the_addresses_and_counts_none_of_them() -> None:
    texts = [
        "Talks ended. https://a.vn/x Write to desk@a.vn, @post #Trade",
        "Talks. See https://a.vn/x again, HTTPS is new.",
    ]
    frame = pl.DataFrame({"text": texts, "country": ["VN", "CN"], "language": ["en", "en"]})
    study = prepare_study(load_corpus(frame), focus="VN", reference="CN")
    assert make_table(study, "addresses").rows() == [
        ("https://a.vn/x", "web", 2, 2),
        ("#Trade", "hashtag", 1, 1),
        ("@post", "handle", 1, 1),
        ("desk@a.vn", "e-mail", 1, 1),
    ]
    assert make_table(study, "articles")["words"].to_list() == [4, 6]
    assert make_table(study, "zones")["words"].to_list() == [4, 6]
    assert {"a", "vn", "x", "post", "trade"}.isdisjoint(make_table(study, "contrast")["term"])
    writings = dict(make_table(study, "writings").select("term", "writings").iter_rows())
    assert writings == {}


def test_merges_by_rule_and_by_shipped_list_are_in_the_tables_of_writings() -> None:
    texts = ["The U.S. oﬃce rose ten per cent in Hà Nội.", "The US office rose ten percent in Hanoi."]
    frame = pl.DataFrame({"text": texts, "country": ["VN", "CN"], "language": ["en", "en"]})
    study = prepare_study(load_corpus(frame), focus="VN", reference="CN")
    held = dict(make_table(study, "writings").select("term", "writings").iter_rows())
    assert held == {
        "US": "U.S. (1), US (1)", "hanoi": "Hanoi (1), Hà Nội (1)", "office": "office (1), oﬃce (1)",
        "percent": "per cent (1), percent (1)",
    }  # fmt: skip
    contrast = make_table(study, "contrast")
    assert contrast.filter(pl.col("n_focus") != pl.col("n_reference")).is_empty()


def test_no_word_is_called_absent_that_is_part_of_a_bound_name() -> None:
    rows = pl.DataFrame({"canonical": ["CPV"], "variant": ["Communist Party of Vietnam"], "kind": ["spelling"]})
    texts = ["The party met. Party leaders spoke of the party line.", "The Communist Party of Vietnam met in Hanoi."]
    frame = pl.DataFrame({"text": texts, "country": ["VN", "CN"], "language": ["en", "en"]})
    passages = pl.DataFrame(
        {
            "article_id": ["1", "2"],
            "start": [0, 0],
            "end": [len(text) for text in texts],
            "voice": "narrator",
            "event": "e",
        }
    )
    for variants, terms in ((rows, set()), (None, set())):
        study = prepare_study(load_corpus(frame, variants=variants, passages=passages), focus="VN", reference="CN")
        assert set(make_table(study, "absences")["term"]) & {"party"} == terms
    absent = frame.with_columns(text=pl.Series([texts[0], "The Communist rulers of Vietnam met in Hanoi."]))
    study = prepare_study(
        load_corpus(absent, variants=rows, passages=passages.with_columns(end=pl.lit(40))), focus="VN", reference="CN"
    )
    assert "party" in set(make_table(study, "absences")["term"])
