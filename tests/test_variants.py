"""Writings of one thing: which table is refused, what key a word has, which writings are bound to which term.

How bound writings are found in a text is looked at with the occurrences.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.corpus import load_corpus
from framing.counts import count_terms
from framing.errors import CorpusError
from framing.naming import count_names
from framing.occurrences import find_occurrences
from framing.settings import CountSettings
from framing.tokens import split_words, tokenize
from framing.variants import (
    COLUMNS,
    check_variants,
    fold,
    merging_forms,
    move_tone,
    naming_writings,
    surface_key,
    with_shipped,
)

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def table(*rows: tuple[str | None, ...]) -> pl.DataFrame:
    """canonical, variant, kind and, if given, language of each row."""
    full = [(*row, "en")[:4] for row in rows]
    return pl.DataFrame(
        full, schema=dict.fromkeys(("canonical", "variant", "kind", "language"), pl.String), orient="row"
    )


def checked(*rows: tuple[str | None, ...]) -> pl.DataFrame:
    return check_variants(table(*rows), where="variants.csv")


# --- the table -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            [("Hanoi", "Hà Nội", "spelling"), ("Hanoi", "Ha Noi", "speling")],
            "^variants.csv, row 3: kind must be one of spelling, translation, name, abbreviation, naming; not 'speling'$",
        ),
        ([("Hanoi", "Hà Nội", None)], "^variants.csv, row 2: kind must be one of .*; not None$"),
        ([("Hanoi", " ", "spelling")], "^variants.csv, row 2: canonical and variant must both be filled in$"),
        ([(None, "Hà Nội", "spelling")], "^variants.csv, row 2: canonical and variant must both be filled in$"),
        (
            [("To Lam", "Lam", "name"), ("Hanoi", "Hà Nội", "spelling"), ("Lam Dong", "Lam", "name")],
            "^variants.csv, row 4: the variant 'Lam' is in row 2 already, under 'To Lam'; keep one$",
        ),
        (
            [("America", "US", "spelling"), ("States", "U.S.", "spelling")],
            "^variants.csv, row 3: the variant 'U.S.' is looked up as 'US', as 'US' of row 2 is; keep one$",
        ),
        ([("a", "U.S.", "naming"), ("a", "ＵＳ", "naming")], "^variants.csv, row 3: .* of row 2 is; keep one$"),
        ([("Hanoi", "—", "spelling")], "^variants.csv, row 2: variant '—' has no letter or digit"),
        ([("a", "b", "spelling"), ("a", "b ", "translation")], "^variants.csv, row 3: .* in row 2 already"),
    ],
)
def test_a_bad_row_is_refused_by_its_number(rows: list[tuple[str | None, ...]], says: str) -> None:
    with pytest.raises(CorpusError, match=says):
        checked(*rows)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(CorpusError, match=r"^variants.csv: the column kind is missing; it has canonical, variant$"):
        check_variants(table(("a", "b", "x")).select("canonical", "variant"), where="variants.csv")


def test_the_loader_names_the_file_and_row(tmp_path: Path) -> None:
    bad = tmp_path / "mine.csv"
    bad.write_text("canonical,variant,kind\nHanoi,Hà Nội,spelling\nHanoi,Ha Noi,place\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"^mine.csv, row 3: kind must be one of"):
        load_corpus(SEEDS, variants=bad)
    with pytest.raises(CorpusError, match=r"^the variants given, row 2: kind must be one of"):
        load_corpus(SEEDS, variants=table(("a", "b", "place")))


def test_a_checked_table_has_all_columns_and_no_stray_space() -> None:
    read = check_variants(
        pl.DataFrame({"kind": ["naming"], "variant": [" East Sea "], "canonical": ["the sea"]}), where="x"
    )
    assert read.columns == list(COLUMNS)
    assert read.rows() == [("the sea", "East Sea", None, "naming", None)]


def test_one_variant_may_lead_elsewhere_in_another_language() -> None:
    rows = [("Vietnam", "Viet Nam", "spelling", "en"), ("Việt Nam", "Viet Nam", "spelling", "vi")]
    assert checked(*rows).height == 2
    with pytest.raises(CorpusError, match="row 3"):
        checked(rows[0], ("Việt Nam", "Viet Nam", "spelling", None))


def test_a_naming_may_also_be_a_spelling() -> None:
    assert checked(("the sea", "East Sea", "naming"), ("Eastern Sea", "East Sea", "spelling")).height == 2


# --- keys ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("China’s", "China"), ("China's", "China"), ("CHINA’S", "CHINA"), ("China＇s", "China"), ("Chinaʼs", "China"),
        ("ministries", "ministries"), ("Laos", "Laos"), ("it's", "it's"), ("It’s", "It's"), ("Let's", "Let's"),
        ("rock’n’roll", "rock'n'roll"), ("don’t", "don't"), ("co\u00adoperate", "cooperate"), ("a\u200db\u200cc", "abc"),
        (unicodedata.normalize("NFD", "Việt"), "Việt"),
    ],
)  # fmt: skip
def test_the_key_of_a_word(surface: str, key: str) -> None:
    assert surface_key(surface) == key


def test_possessives_can_be_kept() -> None:
    assert surface_key("China’s", possessives="keep") == "China's"


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.text("aSsZệĐ'’ʼ\u00ad\u0302", max_size=8), st.sampled_from(["fold", "keep"]))
def test_a_key_without_possessives_taken_off_is_its_own_key(surface: str, case: str) -> None:
    key = fold(surface_key(surface, possessives="keep"), case=case)
    assert fold(surface_key(key, possessives="keep"), case=case) == key
    assert surface_key(unicodedata.normalize("NFD", surface)) == surface_key(surface)


def test_folding_keeps_tones_apart() -> None:
    assert [fold(word) for word in ("MA", "MÀ", "Má", "Đ")] == ["ma", "mà", "má", "đ"]
    assert fold("Đổi", case="keep") == "Đổi"


# --- forms -----------------------------------------------------------------------------------------

ROWS = [
    ("Vietnam", "Việt Nam", "spelling"),
    ("To Lam", "Lâm", "name"),
    ("People-to-People Exchange Year", "Year of Humanistic Exchange", "translation"),
    ("the sea", "East Sea", "naming"),
    ("Nga", "Russia", "spelling", "vi"),
    ("Euro", "EUR", "spelling", None),
]


def forms(*kinds: str, language: str | None = "en") -> dict[tuple[str, ...], str]:
    found = merging_forms(checked(*ROWS), kinds=kinds, language=language, split=split_words)
    return {form.words: form.term for form in found}


def test_each_kind_binds_its_own_rows_and_spelling_binds_names() -> None:
    assert forms("translation") == {
        ("People", "to", "People", "Exchange", "Year"): "People-to-People Exchange Year",
        ("Year", "of", "Humanistic", "Exchange"): "People-to-People Exchange Year",
    }
    assert forms("spelling") == {
        ("Việt", "Nam"): "Vietnam",
        ("Vietnam",): "Vietnam",
        ("Lâm",): "To Lam",
        ("To", "Lam"): "To Lam",
        ("EUR",): "Euro",
        ("Euro",): "Euro",
    }
    assert forms() == {}


def test_rows_hold_for_their_language_and_rows_without_one_for_all() -> None:
    assert ("Russia",) in forms("spelling", language="vi") and ("Lâm",) not in forms("spelling", language="vi")
    assert ("EUR",) in forms("spelling", language="vi")
    assert {("Russia",), ("Lâm",), ("EUR",)} <= set(forms("spelling", language=None))


def test_longer_writings_come_first_and_names_before_others() -> None:
    found = merging_forms(checked(*ROWS), kinds=("spelling", "translation"), language="en", split=split_words)
    assert [len(form.words) for form in found] == [5, 4, 2, 2, 1, 1, 1, 1]
    assert [form.kind for form in found if len(form.words) == 2] == ["name", "spelling"]


def test_naming_is_never_merged_and_stands_under_its_own_name() -> None:
    assert ("East", "Sea") not in forms("spelling", "translation")
    assert naming_writings(checked(*ROWS), language="en") == [("the sea", "East Sea")]


# --- the seeds -------------------------------------------------------------------------------------


def test_the_seeds_in_two_spellings_count_alike() -> None:
    """The same text written with and without Vietnamese letters gives the same counts once spelling is merged."""
    rows = with_shipped(load_corpus(SEEDS).variants, "en").filter(pl.col("kind").is_in(["spelling", "name"])).rows()
    accents = [(canonical, variant) for canonical, variant, *_ in rows if " " in variant and not variant.isascii()]
    assert len(accents) >= 8
    text = ". ".join(f"We met {variant} today" for _, variant in accents)
    other = ". ".join(f"We met {canonical} today" for canonical, _ in accents)
    frame = pl.DataFrame({"text": [text, other], "language": ["en", "en"]})
    tokens = tokenize(load_corpus(frame, variants=SEEDS / "variants.csv"))
    merged = count_terms(tokens).matrix.toarray()
    assert merged[0].tolist() == merged[1].tolist()
    apart = count_terms(tokens, CountSettings(variants=())).matrix.toarray()
    assert apart[0].tolist() != apart[1].tolist()


def test_no_person_of_the_seeds_becomes_a_common_word() -> None:
    counts = count_terms(tokenize(load_corpus(SEEDS)))
    assert {"to lam", "xi jinping", "wang yi", "lin jian"} <= set(counts.terms)
    assert not {"lâm", "tô", "xi", "lin", "wang"} & set(counts.terms)


# --- two places for a Vietnamese tone mark -----------------------------------------------------------


@pytest.mark.parametrize(
    ("school", "press"),
    [
        ("hoà", "hòa"), ("Hoá", "Hóa"), ("toả", "tỏa"), ("xoã", "xõa"), ("hoạ", "họa"), ("oà", "òa"), ("khoẻ", "khỏe"),
        ("loè", "lòe"), ("thuý", "thúy"), ("Uỷ", "Ủy"), ("TUỲ", "TÙY"), ("luỹ", "lũy"), ("nguỵ", "ngụy"),
    ],
)  # fmt: skip
def test_the_tone_mark_of_schoolbooks_is_put_where_newspapers_put_it(school: str, press: str) -> None:
    assert move_tone(school) == move_tone(unicodedata.normalize("NFD", school)) == press
    assert move_tone(press) == press


@pytest.mark.parametrize(
    "word", ["quý", "quỳ", "QUÝ", "hoàn", "huỳnh", "hoặc", "của", "mía", "toàn", "hoa", "Xi", "được"]
)
def test_other_syllables_have_one_place_for_it(word: str) -> None:
    assert move_tone(word) == word


def counted(text: str, language: str, **choices: object) -> tuple[str, ...]:
    frame = pl.DataFrame({"text": [text], "language": [language]})
    names = pl.DataFrame(
        {
            "canonical": ["Hòa Phát", "Biển Hoà"],
            "variant": ["Tập đoàn Hoà Phát", "Vịnh Hoà"],
            "kind": ["name", "naming"],
        }
    )
    settings = CountSettings(words="smallest", **choices)  # type: ignore[arg-type]
    return count_terms(tokenize(load_corpus(frame, variants=names)), settings).terms


def test_both_places_are_one_spelling_in_vietnamese_alone() -> None:
    assert counted("Uỷ ban, ủy ban", "vi") == ("ban", "ủy")
    assert counted("Uỷ ban, ủy ban", "vi-VN") == ("ban", "ủy")
    assert counted("Uỷ ban, ủy ban", "vi", variants=()) == ("ban", "uỷ", "ủy")
    assert counted("Noé Nóe", "fr") == ("noé", "nóe")


def test_a_listed_name_is_bound_in_either_writing() -> None:
    assert counted("Hoà Phát, Hòa Phát và Tập đoàn Hòa Phát", "vi") == ("hòa phát", "và")


def test_a_naming_is_counted_in_either_writing() -> None:
    frame = pl.DataFrame({"text": ["Vịnh Hòa và Vịnh Hoà"], "language": ["vi"]})
    names = pl.DataFrame({"canonical": ["Biển Hoà"], "variant": ["Vịnh Hoà"], "kind": ["naming"]})
    for words in ("smallest", "segmented"):
        found = find_occurrences(tokenize(load_corpus(frame, variants=names)), CountSettings(words=words))
        assert count_names(found)["n"].to_list() == [2]
