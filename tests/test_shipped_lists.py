"""The shipped lists of writings and abbreviations: well formed, free of contradictions, and merging spelling only.

A row changes counts in every corpus of its language. So a test holds for all rows, or names what must stay out and why.
The tests read the shipped files and know nothing of the code that uses them.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from importlib.resources import files

import pytest

VARIANTS = "variants.csv"
ABBREVIATIONS = "abbreviations.csv"
HEADERS = {VARIANTS: "canonical,variant,language,kind,note", ABBREVIATIONS: "language,abbreviation,joins,note"}
LANGUAGES = ("en", "vi", "zh")
KINDS = ("abbreviation", "name", "spelling")

# No rule of letters connects these with their words: digits for numerals, a former name, or the words of one language
# and the letters of another.
OTHER_LETTERS = {
    "en": {"CO2", "EVN", "G7", "G20", "G77", "UNFPA", "UNICEF"},
    "vi": set(
        "ADB AI APEC ASEAN CPI CPTPP EEZ EU EVFTA EVN FDI FTA GDP GRDP IMF NATO OCOP ODA RCEP UNCLOS VOV VTV "
        "WB WHO WTO".split()
    ),
}

# Which of two names is used carries a stance, or may: never one term.
CHOICES = {
    "en": """East Sea|South China Sea|Bien Dong; Kyiv|Kiev; Burma|Myanmar; Saigon|Ho Chi Minh City; Türkiye|Turkey;
        Communist Party of China|Chinese Communist Party; Beijing|Peking; Tibet|Xizang; Hoang Sa|Paracel Islands;
        Truong Sa|Spratly Islands; South Korea|Republic of Korea; North Korea|DPRK; Taiwan|Republic of China;
        Islamic State|ISIS|Daesh; Côte d'Ivoire|Ivory Coast; Belt and Road Initiative|One Belt One Road;
        China|People's Republic of China; Persian Gulf|Arabian Gulf; Taipei|Taibei; US|America""",
    "vi": """Sài Gòn|Thành phố Hồ Chí Minh; Myanmar|Miến Điện; Australia|Úc; Italia|Ý; Thái Lan|Xiêm; Mỹ|Hoa Kỳ;
        Triều Tiên|Bắc Triều Tiên; Biển Đông|Biển Nam Trung Hoa; Brunei|Bru-nei Đa-rút-xa-lam""",
    "zh": "南海|东海; 联合国|UN; 中共|中国共产党; 朝鲜|北韩; 韩国|南韩; 台湾|中华民国; 疫情|肺炎",
}

# Meant for several things in newspapers, or short for one body's name in words that many bodies have.
AMBIGUOUS = {
    "en": "AG AP AU CCTV CPI COC DOC DPP EPA ICC ICE IS IT MOFA MPS MRC NA NLF NSA PAP PC PM PPP PR SAR SEC ST VFF WB",
    "vi": "BCH BCT BTC CTN DN GV HS SV TBT TT",
    "zh": "PC PM",
}

# Words that also follow each other in a sentence, where they mean something else: "we passed the law making it easier",
# "to counter terrorism", "Bush fires an adviser", "the market places hope", "a group of seven men"; "cán bộ công an" (police
# officers), "hành vi rút tiền" (withdrawing money), "tạo ra đa dạng" (create variety), "ba ranh giới" (three borders).
TWO_WORDS = {
    "en": """
        all right|any more|any one|break through|bush fires|by election|by pass|by product|can not|counter terrorism|
        data set|every day|every one|film making|for ever|fund raising|good will|grand old party|green house|group of seven|
        group of 20|hand over|hard line|in depth|law making|long time|market places|may be|my son|no one|on going|on line|
        over seas|policy making|set up|some one|some time|start up|take over|to day|turn out|under sea|view points|
        voice of vietnam|waste water|wild life|world wide
    """,
    "vi": "ba ranh|bộ công an|bộ quốc phòng|ca ta|ga bông|ga na|ra đa|vi rút",
}

# A word of its own today (标识), several words (份子), a place (磁器口) or part of foreign names (普拉夫希奇).
OTHER_CHINESE_WORDS = "标识 份子 磁器 希奇 鸿图 鸿福 弘图 连结 洋琴".split()


def content(name: str) -> str:
    return files("framing").joinpath("data", name).read_bytes().decode("utf-8")


def rows(name: str, **wanted: str) -> list[dict[str, str]]:
    read = csv.DictReader(io.StringIO(content(name), newline=""), strict=True)
    return [row for row in read if all(row[column] == value for column, value in wanted.items())]


def folded(row: dict[str, str], column: str) -> str:
    """A writing as it is compared: names with case, all else without."""
    return row[column] if row["kind"] == "name" else row[column].lower()


def bare(text: str) -> str:
    """A writing in the letters a to z."""
    plain = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐøØłŁ", "dDoOlL")))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def term_of(language: str) -> dict[str, str]:
    """Every writing of a language, folded, and what it counts as."""
    found = {}
    for row in rows(VARIANTS, language=language):
        found[row["variant"].lower()] = found[row["canonical"].lower()] = row["canonical"]
    return found


@pytest.mark.parametrize("name", HEADERS)
def test_file_is_plain_csv(name: str) -> None:
    first, *lines = content(name).split("\n")
    assert first == HEADERS[name]  # also fails on a byte order mark
    assert lines.pop() == ""  # the file ends with one newline
    assert len(lines) == len(rows(name)) > 100


@pytest.mark.parametrize("name", HEADERS)
def test_cells_are_composed_and_without_stray_spaces(name: str) -> None:
    cells = [cell for row in rows(name) for cell in row.values()]
    assert [cell for cell in cells if not unicodedata.is_normalized("NFC", cell)] == []
    assert [cell for cell in cells if cell != " ".join(cell.split())] == []
    assert [cell for cell in cells if re.search("[’‘“”–—\u200b\u00ad]", cell)] == []


def test_rows_are_sorted_by_code_point_and_unique() -> None:
    listed = [(row["language"], row["kind"], row["canonical"], row["variant"]) for row in rows(VARIANTS)]
    assert listed == sorted(set(listed))
    listed_2 = [(row["language"], row["abbreviation"]) for row in rows(ABBREVIATIONS)]
    assert listed_2 == sorted(set(listed_2))


def test_languages_and_kinds() -> None:
    assert {(row["language"], row["kind"]) for row in rows(VARIANTS)} == {
        (language, kind) for language in LANGUAGES for kind in KINDS
    } - {("vi", "name"), ("zh", "name")}
    assert [row for row in rows(VARIANTS) if not row["canonical"] or not row["variant"]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_writing_counts_as_one_term_only(language: str) -> None:
    seen: dict[str, str] = {}
    odd = []
    for row in rows(VARIANTS, language=language):
        first = seen.setdefault(row["variant"].lower(), row["canonical"])
        if first != row["canonical"]:
            odd.append((row["variant"], first, row["canonical"]))
    assert odd == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_row_leads_into_another(language: str) -> None:
    listed = rows(VARIANTS, language=language)
    canonical = {row["canonical"].lower(): row["canonical"] for row in listed}
    odd = [row for row in listed if canonical.get(row["variant"].lower(), row["canonical"]) != row["canonical"]]
    assert odd == []


def test_a_row_says_something() -> None:
    """A variant is another writing; of an abbreviation it may be one in other letters (MoU)."""
    same = [row for row in rows(VARIANTS) if folded(row, "canonical") == folded(row, "variant")]
    assert [row for row in same if row["kind"] != "abbreviation" or row["canonical"] == row["variant"]] == []


def test_abbreviations_are_in_capitals_without_points() -> None:
    capitals = "[A-ZĐƯ]"
    odd = [
        row["canonical"]
        for row in rows(VARIANTS, kind="abbreviation")
        if not re.fullmatch(f"{capitals}(&?({capitals}|[0-9]))+s?", row["canonical"])
    ]
    assert odd == []


def test_no_two_abbreviations_differ_in_case_only() -> None:
    listed = {(row["language"], row["canonical"]) for row in rows(VARIANTS)}
    assert len({(language, canonical.lower()) for language, canonical in listed}) == len(listed)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_letters_of_an_abbreviation_follow_each_other_in_its_words(language: str) -> None:
    """A slip of the pen in a long list shows as a letter that its words do not have."""
    odd = []
    for row in rows(VARIANTS, kind="abbreviation", language=language):
        letters = iter(bare(row["variant"]).lower())
        if row["canonical"] in OTHER_LETTERS[language] or row["canonical"] == "TƯ":  # TW, an older spelling
            continue
        if not all(letter in letters for letter in bare(row["canonical"]).removesuffix("s").lower().replace("&", "")):
            odd.append((row["canonical"], row["variant"]))
    assert odd == []


def test_words_of_an_abbreviation_are_listed_in_british_and_american_spelling() -> None:
    british: dict[str, str] = {}
    for pair in csv.DictReader(io.StringIO(content("spelling_en.csv"))):
        british.setdefault(pair["canonical"], pair["variant"])
    listed = {(row["canonical"], row["variant"]) for row in rows(VARIANTS, kind="abbreviation", language="en")}
    missing = []
    for short, words in listed:
        other = " ".join(
            british[w.lower()].capitalize() if w[0].isupper() and w.lower() in british else british.get(w, w)
            for w in words.split(" ")
        )
        if (short, other) not in listed:
            missing.append((short, other))
    assert missing == []


def test_names_of_vietnam_are_listed_as_all_write_it() -> None:
    listed = {(row["canonical"], row["variant"]) for row in rows(VARIANTS, kind="abbreviation", language="en")}
    odd = [
        (short, words)
        for short, words in listed
        if "Vietnam" in words.split()
        and not {(short, words.replace("Vietnam", other)) for other in ("Viet Nam", "Việt Nam")} <= listed
    ]
    assert odd == []


def test_marks_left_out_give_a_writing_of_the_same_term() -> None:
    """Hà Nội without its marks is Ha Noi, and that is listed too."""
    listed = term_of("en")
    odd = [
        (row["canonical"], row["variant"])
        for row in rows(VARIANTS, language="en")
        if listed.get(bare(row["variant"]).lower()) != row["canonical"]
    ]
    assert odd == []


def test_english_compounds_differ_in_a_space_or_hyphen_only() -> None:
    listed = rows(VARIANTS, language="en", kind="spelling")
    compounds = [
        row for row in listed if re.fullmatch("[a-z]+", row["canonical"]) and re.search("[ -]", row["variant"])
    ]
    assert len(compounds) > 150
    joined = [(row["canonical"], re.sub("[ -]", "", row["variant"]).lower()) for row in compounds]
    assert [pair for pair in joined if pair[0] != pair[1]] == []


def test_english_words_do_not_contradict_the_spelling_pairs() -> None:
    british = {pair["variant"] for pair in csv.DictReader(io.StringIO(content("spelling_en.csv")))}
    listed = rows(VARIANTS, language="en", kind="spelling")
    assert british.isdisjoint(row["canonical"].lower() for row in listed)
    assert british.isdisjoint(row["variant"].lower() for row in listed)


@pytest.mark.parametrize("language", TWO_WORDS)
def test_words_that_also_follow_each_other_by_chance_stay_out(language: str) -> None:
    listed = set(term_of(language))
    kept_apart = {writing.strip() for writing in TWO_WORDS[language].split("|")}
    assert listed.isdisjoint(kept_apart | {writing.replace(" ", "-") for writing in kept_apart})


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_grammatical_word_is_merged(language: str) -> None:
    grammar = {
        r["word"] for r in csv.DictReader(io.StringIO(content("function_words.csv"))) if r["language"] == language
    }
    plain = [row for row in rows(VARIANTS, language=language) if row["kind"] != "abbreviation"]
    assert grammar.isdisjoint(row["variant"].lower() for row in rows(VARIANTS, language=language))
    assert grammar.isdisjoint(row["canonical"].lower() for row in plain)  # US, WHO and AI keep their capitals


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_of_name_are_not_merged(language: str) -> None:
    terms = term_of(language)
    for choice in CHOICES[language].split(";"):
        names = [name.strip().lower() for name in choice.split("|")]
        counted = [terms.get(name, name).lower() for name in names]
        assert len(set(counted)) == len(names), choice


def test_no_party_programme_or_common_phrase_is_merged_into_letters() -> None:
    """Its words would leave the count: party, initiative, môi trường are what one looks for."""
    words = [row["variant"].lower() for row in rows(VARIANTS) if row["kind"] == "abbreviation"]
    for word in ("communist party", "initiative", "socialist", "people's army", "chủ nghĩa", "môi trường", "đảng"):
        assert [each for each in words if word in each] == [], word


@pytest.mark.parametrize("language", LANGUAGES)
def test_ambiguous_abbreviations_stay_out(language: str) -> None:
    listed = {row["canonical"] for row in rows(VARIANTS, language=language)}
    assert listed.isdisjoint(AMBIGUOUS[language].split())


def test_persons_are_listed_by_their_whole_names() -> None:
    persons = [row for row in rows(VARIANTS, kind="name") if not row["note"].endswith("small letters make other words")]
    assert len(persons) > 100
    assert [row for row in persons if min(len(row[c].split()) for c in ("canonical", "variant")) < 2] == []


def test_chinese_writings_have_one_length_and_no_traditional_characters() -> None:
    listed = rows(VARIANTS, language="zh", kind="spelling")
    assert [row for row in listed if len(row["canonical"]) != len(row["variant"])] == []
    simplified = pytest.importorskip("opencc").OpenCC("t2s").convert
    assert [row for row in listed if simplified(row["canonical"]) != row["canonical"]] == []


def test_chinese_writings_of_other_words_stay_out() -> None:
    assert set(term_of("zh")).isdisjoint(OTHER_CHINESE_WORDS)


@pytest.mark.parametrize(
    ("language", "writing", "term"),
    [
        ("en", "viet nam", "Vietnam"),
        ("en", "đổi mới", "Doi Moi"),
        ("en", "khánh hoà", "Khanh Hoa"),
        ("en", "tô lâm", "To Lam"),
        ("en", "per cent", "percent"),
        ("en", "co-operation", "cooperation"),
        ("en", "federal bureau of investigation", "FBI"),
        ("en", "usa", "US"),
        ("en", "world health organisation", "WHO"),
        ("en", "european union", "EU"),
        ("en", "mou", "MOU"),
        ("en", "hcm city", "HCMC"),
        ("vi", "hội đồng xét xử", "HĐXX"),
        ("vi", "tp hồ chí minh", "TPHCM"),
        ("vi", "liên hiệp quốc", "LHQ"),
        ("vi", "vietnam", "Việt Nam"),
        ("vi", "xin-ga-po", "Singapore"),
        ("vi", "oa-sinh-tơn", "Washington"),
        ("vi", "vắc-xin", "vắc xin"),
        ("vi", "tp. hồ chí minh", "TPHCM"),
        ("zh", "计画", "计划"),
        ("zh", "身分", "身份"),
        ("zh", "瞭解", "了解"),
        ("zh", "意味著", "意味着"),
        ("zh", "必恭必敬", "毕恭毕敬"),
        ("zh", "人工智能", "AI"),
    ],
)
def test_usual_writings_are_present(language: str, writing: str, term: str) -> None:
    assert term_of(language)[writing] == term


def test_titles_are_without_their_last_point_and_say_whether_they_join() -> None:
    listed = rows(ABBREVIATIONS)
    assert {row["language"] for row in listed} == {"en", "vi"}
    assert {row["joins"] for row in listed} == {"yes", "no"}
    assert [row for row in listed if not re.fullmatch(r"[^\W\d_]+", row["abbreviation"])] == []
    assert [row for row in listed if row["joins"] == "yes" and row["language"] != "vi"] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "Mr Mrs Ms Dr Prof St Gen Sen Rep Gov Lt Col Sgt Capt No Nos vs Inc Ltd Co Corp Jr Sr "
            "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Fig Vol",
        ),
        ("vi", "TP Tp TX Tx TS Ts ThS PGS GS BS LS KS KTS NSND NSƯT BSCKII Q P"),
    ],
)
def test_usual_titles_are_present(language: str, words: str) -> None:
    assert set(words.split()) <= {row["abbreviation"] for row in rows(ABBREVIATIONS, language=language)}


def test_abbreviations_that_often_end_a_sentence_stay_out() -> None:
    listed = {row["abbreviation"] for row in rows(ABBREVIATIONS)}
    assert listed.isdisjoint("etc vv am pm ca US TPHCM Art Mass Miss Calif Okla May in".split())
