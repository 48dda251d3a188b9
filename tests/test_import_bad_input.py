"""Input as it should not be: each fault is told with its place and remedy, and stops nothing that is sound.

The lines expected are written by hand from what is wrong with each file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import polars as pl
import pytest

from framing.corpus import load_corpus
from framing.counts import count_terms
from framing.errors import CorpusError, SettingsError
from framing.importing import Imported, import_corpus
from framing.importing.sheets import OLE
from framing.importing.walking import plain
from framing.tokens import tokenize

VIETNAMESE = "Hai nước ký kết các văn kiện hợp tác về đường sắt tại Hà Nội."
CHINESE = "双方签署了合作文件，并同意深化贸易合作。"


def texts_of(corpus: Path) -> list[str]:
    return load_corpus(corpus).articles["text"].to_list()


def cells(path: Path) -> list[tuple[str, ...]]:
    return [tuple(cell or "" for cell in row) for row in pl.read_csv(path, infer_schema=False).rows()]


def skipped(corpus: Path) -> list[tuple[str, ...]]:
    return cells(corpus / "skipped.csv")


def notes(corpus: Path) -> list[str]:
    return [note for _, _, note in cells(corpus / "import.csv") if note]


def brought(folder: Path, files: dict[str, bytes], **options: object) -> Path:
    """An import of a folder that holds these files and one sound article, sound.txt."""
    home = folder / "in"
    for name, data in {"sound.txt": b"Sound.", **files}.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(data)
    import_corpus([home], folder / "to", **options)  # type: ignore[arg-type]  # options of each test
    return folder / "to"


def table(folder: Path, name: str, data: str | bytes, **options: object) -> Path:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    import_corpus([folder / name], folder / "to", **options)  # type: ignore[arg-type]  # options of each test
    return folder / "to"


def refusal(sources: list[Path], to: Path, **options: object) -> str:
    with pytest.raises((CorpusError, SettingsError)) as caught:
        import_corpus(sources, to, **options)  # type: ignore[arg-type]  # options of each test
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "The café’s owner said – “it was” the talk of the city."),
        ("gb18030", CHINESE),
        ("big5", "雙方簽署了合作文件，並同意深化貿易合作。"),
    ],
)
def test_a_wrong_encoding_is_guessed_and_told(tmp_path: Path, encoding: str, text: str) -> None:
    corpus = brought(tmp_path, {"a.txt": (text * 3).encode(encoding)})
    assert texts_of(corpus)[0] == text * 3
    assert f"encoding guessed: {encoding}" in notes(corpus)


def test_an_encoding_that_the_user_names_comes_before_any_guess(tmp_path: Path) -> None:
    corpus = table(tmp_path, "a.csv", f"text\n{CHINESE}\n".encode("gb18030"), encoding="gb18030")
    assert texts_of(corpus) == [CHINESE] and not [note for note in notes(corpus) if "encoding" in note]
    corpus = brought(tmp_path / "b", {"a.txt": b"caf\xe9"}, encoding="utf-8")
    assert skipped(corpus) == [
        ("a.txt", "not utf-8 at byte 3, which is declared; save it again with the encoding UTF-8")
    ]
    assert refusal([tmp_path / "a.csv"], tmp_path / "no", encoding="klingon") == (
        "--encoding: 'klingon' is no encoding of text; use one such as utf-8, utf-16, gb18030, big5 or windows-1258"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_obeyed_and_taken_off(tmp_path: Path, encoding: str) -> None:
    corpus = brought(tmp_path, {"a.txt": VIETNAMESE.encode(encoding)})
    assert texts_of(corpus)[0] == VIETNAMESE
    assert not [note for note in notes(corpus) if "encoding" in note]


def test_utf_16_without_its_mark_is_guessed(tmp_path: Path) -> None:
    corpus = brought(tmp_path, {"a.txt": b"Talks in Hanoi\r\n".decode().encode("utf-16-le")})
    assert texts_of(corpus)[0] == "Talks in Hanoi\r\n" and "encoding guessed: utf-16-le" in notes(corpus)


def test_nul_bytes_are_no_text(tmp_path: Path) -> None:
    corpus = brought(tmp_path, {"a.txt": b"Talks\0 in Hanoi"})
    assert skipped(corpus) == [("a.txt", "the text holds NUL bytes, which no text has; save it again as text")]
    (tmp_path / "t").mkdir()
    corpus = table(tmp_path / "t", "a.csv", "outlet,text\nA,Rail.\nB\0,Sea.\n")
    assert skipped(corpus) == [("a.csv, row 3", "the outlet holds NUL bytes, which no text has; save it again as text")]


def test_a_truncated_jsonl_loses_its_last_line_only(tmp_path: Path) -> None:
    corpus = table(tmp_path, "a.jsonl", '{"text": "Rail.", "tags": ["a", {"b": 1}]}\n[1]\n{"text": "Se')
    assert texts_of(corpus) == ["Rail."]
    assert load_corpus(corpus).articles["tags"].to_list() == ['["a", {"b": 1}]']
    assert skipped(corpus) == [
        ("a.jsonl, line 2", "the line is no JSON object; write one object with a text a line"),
        (
            "a.jsonl, line 3",
            "the line is not JSON (Unterminated string starting at); the file ends within this line, get it again whole",
        ),
    ]


def test_a_number_that_is_too_long_and_a_key_that_is_no_text_are_told(tmp_path: Path) -> None:
    corpus = table(tmp_path, "a.jsonl", f'{{"text": "Rail.", "n": {"1" * 5_000}}}\n{{"text": "Sea."}}\n')
    assert skipped(corpus) == [("a.jsonl, line 1", "the line is not JSON (a number is too long); mend it")]
    (tmp_path / "k.jsonl").write_text('{"text": "Rail.", "\\ud83d": 1}\n')
    assert refusal([tmp_path / "k.jsonl"], tmp_path / "no") == (
        "nothing could be imported; first of 1: k.jsonl: the name of a column holds half a character (a lone "
        "surrogate); save the file again as UTF-8"
    )


def test_half_a_character_is_told(tmp_path: Path) -> None:
    corpus = table(tmp_path, "a.jsonl", '{"text": "Rail."}\n{"text": "\\ud83d"}\n')
    assert skipped(corpus) == [
        ("a.jsonl, line 2", "the text holds half a character (a lone surrogate); save it again as UTF-8")
    ]


def test_ragged_rows_are_told_by_number_and_the_others_kept(tmp_path: Path) -> None:
    corpus = table(tmp_path, "a.csv", 'outlet,text\nA,"Rail, and\nsea."\nB,Rail, and sea.\nC\n\nD,Trade.,,\n')
    assert texts_of(corpus) == ["Rail, and\nsea.", "Trade."]
    remedy = "put quotation marks around a cell that holds a delimiter or a line break"
    assert skipped(corpus) == [
        ("a.csv, row 3", f"the row has 3 cells and the header 2; {remedy}"),
        ("a.csv, row 4", f"the row has 1 cells and the header 2; {remedy}"),
    ]


def test_quotation_marks_that_would_swallow_the_rows_below_are_told(tmp_path: Path) -> None:
    corpus = table(
        tmp_path, "a.csv", 'outlet,text\nA,"Rail ""talks""."\nB,"Sea "talks"."\nC,Trade.\nD,"Cut off\nE,Lost.\n'
    )
    assert texts_of(corpus) == ['Rail "talks".', "Trade."]
    assert skipped(corpus) == [
        ("a.csv, row 3", "a cell in quotation marks holds one that is not doubled; write it twice"),
        (
            "a.csv, row 5",
            "lines 5 to 6: a quotation mark opens a cell and none closes it before the file ends; close it, or get the file "
            "again whole",
        ),
    ]


def test_empty_files_and_texts_are_told(tmp_path: Path) -> None:
    corpus = brought(tmp_path, {"a.txt": b"", "b.docx": b"", "c.txt": b"\xef\xbb\xbf \n"})
    assert skipped(corpus) == [
        ("a.txt", "the file is empty; remove it, or save the article again"),
        ("b.docx", "the file is empty; remove it, or save the article again"),
        ("c.txt", "the text is empty; fill it in or leave the article out"),
    ]
    (tmp_path / "e.csv").write_bytes(b"")
    assert refusal([tmp_path / "e.csv"], tmp_path / "no") == (
        "nothing could be imported; first of 1: e.csv: the file is empty; save the table again"
    )
    (tmp_path / "nothing").mkdir()
    assert refusal([tmp_path / "nothing"], tmp_path / "no") == "nothing could be imported; no file was found"
    assert not (tmp_path / "no").exists() and not (tmp_path / "no.partial").exists()


def test_a_table_without_texts_says_its_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Titel,Inhalt\nA,B\n")
    assert refusal([tmp_path / "a.csv"], tmp_path / "no") == (
        "nothing could be imported; first of 1: a.csv: no column is known to hold the text (columns: Titel, Inhalt); "
        "name it with --column text=NAME, or, where there are headlines only, theirs with --column title=NAME"
    )


def test_the_later_of_two_articles_of_one_name_is_told_with_both_places(tmp_path: Path) -> None:
    corpus = table(tmp_path, "a.csv", "article_id,text\n7,Rail.\n8,Sea.\n7,Trade.\n")
    assert texts_of(corpus) == ["Rail.", "Sea."]
    assert skipped(corpus) == [
        ("a.csv, row 4", "article_id '7' stands in a.csv, row 2 already; give each article its own")
    ]


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    corpus = brought(tmp_path, {"a.txt": b"Rail.", "a.rtf": rb"{\rtf1 Sea.}"})
    assert load_corpus(corpus).articles["article_id"].to_list() == ["a", "a-2", "sound"]
    assert "article_id made distinct: a-2, since a.rtf has a" in notes(corpus)


def test_years_that_cannot_be_are_left_empty(tmp_path: Path) -> None:
    from datetime import date

    newest = date.today().year + 1
    rows = (
        f"date,text\n0001-01-01,A.\n{newest + 1}-01-01,B.\n{newest}-01-01,C.\n2025-02-30,D.\nsoon,E.\n01/01/0001,F.\n"
    )
    corpus = table(tmp_path, "a.csv", rows)
    assert [str(day) for day in load_corpus(corpus).articles["date"]] == [
        "None",
        "None",
        f"{newest}-01-01",
        *["None"] * 3,
    ]
    assert [note for note in notes(corpus) if "date" in note] == [
        f"date left empty: 0001-01-01 (the year is not between 1500 and {newest})",
        f"date left empty: {newest + 1}-01-01 (the year is not between 1500 and {newest})",
        "date left empty: 2025-02-30 (there is no such day)",
        "date left empty: soon (no full date in English, Vietnamese or Chinese)",
        f"date left empty: 01/01/0001 (the year is not between 1500 and {newest})",
    ]


def dates(folder: Path, *values: str, **options: object) -> tuple[list[str], list[str]]:
    folder.mkdir()
    corpus = table(folder, "a.csv", "date,text\n" + "".join(f'"{value}",Rail.\n' for value in values), **options)
    found = [str(day) for day in load_corpus(corpus).articles["date"]]
    return found, [note for note in notes(corpus) if note.startswith("date")]


def test_an_ambiguous_date_is_left_empty_unless_something_settles_it(tmp_path: Path) -> None:
    open_note = "date left empty, ambiguous: 03/04/2025 is 2025-04-03 or 2025-03-04; say which with --date-order"
    assert dates(tmp_path / "open", "03/04/2025", "2025-04-14", "2025/4/15", "14 April 2025")[0][0] == "None"
    assert open_note in dates(tmp_path / "told", "03/04/2025")[1]
    found, said = dates(tmp_path / "settled", "03/04/2025", "14/04/2025")
    assert found == ["2025-04-03", "2025-04-14"]
    assert said == [
        "date read: 14/04/2025 as 2025-04-14",
        "date read as others of its source: 03/04/2025 as 2025-04-03",
    ]
    found, said = dates(tmp_path / "both", "03/04/2025", "14/04/2025", "04/15/2025")
    assert found == ["None", "2025-04-14", "2025-04-15"] and open_note in said


def test_dates_in_another_order_than_the_user_says_are_left_empty(tmp_path: Path) -> None:
    found, said = dates(tmp_path / "mdy", "03/04/2025", "14/04/2025", date_order="MDY")
    assert found == ["2025-03-04", "None"]
    assert "date left empty: 14/04/2025 (no day in the order MDY)" in said
    assert dates(tmp_path / "dmy", "03/04/25", date_order="DMY")[0] == ["2025-04-03"]
    assert dates(tmp_path / "ymd", "03/04/25", date_order="YMD")[0] == ["2003-04-25"]
    assert refusal([tmp_path], tmp_path / "no", date_order="DYM") == (
        "--date-order: 'DYM' is no order; use one of DMY, MDY, YMD"
    )


def test_a_language_that_is_none_of_the_three_stays_as_it_is_named(tmp_path: Path) -> None:
    corpus = table(
        tmp_path, "a.csv", "language,text\nfr,Les deux pays ont signé.\n,Les deux pays ont signé.\nEnglish,Rail.\n"
    )
    assert load_corpus(corpus).articles["language"].to_list() == ["fr", None, "en"]
    assert "language written as a code: English as en" in notes(corpus)


def test_words_that_no_space_parts_and_no_segmenter_knows_are_told(tmp_path: Path) -> None:
    thai = "รถไฟสายใหม่เชื่อมสองประเทศ ผู้นำกล่าวว่าการค้าจะเติบโต"
    corpus = table(tmp_path, "a.csv", f"language,text\nth,{thai}\n,{thai}\nen,The sign said รถไฟ.\n")
    articles = load_corpus(corpus).articles
    assert articles["text"].to_list()[:2] == [thai, thai] and articles["language"].to_list() == ["th", None, "en"]
    assert [note for note in notes(corpus) if "words" in note] == [
        "words not told apart: Thai has no spaces between words and no segmenter here; a run of letters, or a single "
        "character, counts as one word"
    ] * 2
    assert count_terms(tokenize(load_corpus(corpus))).terms == tuple(
        sorted({*thai.split(), "รถไฟ", "said", "sign", "the"})
    )


@pytest.mark.parametrize("code", ["zh-Hant", "zh_TW", "zh-Hans-CN"])
def test_a_code_with_script_or_region_gets_the_rules_of_its_language(tmp_path: Path, code: str) -> None:
    done = sound_import(tmp_path, CHINESE, language=code)
    assert done.rules == ("zh",) and load_corpus(done.corpus).articles["language"].to_list() == ["zh"]
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "b.csv").write_text("language,text\nvi-x,Rail.\nvi-VN,Sea.\nvi,Trade.\n")
    two = import_corpus([tmp_path / "two" / "b.csv"], tmp_path / "two" / "to")
    assert two.rules == ("vi",)  # once, though two codes are of it: no rule may stand twice


def test_decomposed_vietnamese_stays_decomposed(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", VIETNAMESE)
    corpus = brought(tmp_path, {"a.txt": decomposed.encode()})
    article = load_corpus(corpus).articles.row(0, named=True)
    assert article["text"] == decomposed != VIETNAMESE and article["language"] == "vi"


def test_traditional_and_simplified_mixed_is_told_and_kept(tmp_path: Path) -> None:
    mixed = "中国国会说这是经济问题。「國會說這是經濟問題。」"  # 国国会说这经济问 and 國會說這經濟問 are written differently
    corpus = brought(tmp_path, {"a.txt": mixed.encode()})
    article = load_corpus(corpus).articles.row(0, named=True)
    assert (article["text"], article["language"]) == (mixed, "zh")
    assert [note for note in notes(corpus) if "mixed" in note] == [
        "simplified and traditional characters mixed, kept: 8 and 7 of those compared"
    ]


def test_broken_letters_are_told_and_mended_only_when_asked(tmp_path: Path) -> None:
    broken = f"{VIETNAMESE}\r\n“Rail” \u0323.\n{VIETNAMESE.encode().decode('latin-1')}"
    (tmp_path / "kept").mkdir()
    corpus = brought(tmp_path / "kept", {"a.txt": broken.encode()})
    assert texts_of(corpus)[0] == broken
    assert [note.partition(":")[0] for note in notes(corpus) if "broken" in note] == ["broken letters suspected, kept"]
    (tmp_path / "mended").mkdir()
    corpus = brought(tmp_path / "mended", {"a.txt": broken.encode()}, repair=True)
    assert texts_of(corpus)[0] == f"{VIETNAMESE}\r\n“Rail” \u0323.\n{VIETNAMESE}"
    assert [note for note in notes(corpus) if note.startswith("broken letters mended") and note.endswith("lines: 1")]


def test_an_article_of_a_million_words_and_a_hundred_thousand_of_one(tmp_path: Path) -> None:
    long = "rail " * 1_000_000
    corpus = table(
        tmp_path, "a.csv", f"article_id,text\nlong,{long}\n" + "".join(f"{n},rail\n" for n in range(100_000))
    )
    frame = pl.read_parquet(corpus / "articles.parquet")
    assert frame.height == 100_001 and frame["text"][0] == long and set(frame["text"][1:]) == {"rail"}
    assert skipped(corpus) == []


def test_names_and_links_that_lead_out_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Secret.")
    home = tmp_path / "in"
    (home / "articles").mkdir(parents=True)
    (home / "articles" / "a.txt").write_text("Rail.")
    (home / "articles" / "extra.txt").write_text("Not named.")
    (home / "link.txt").symlink_to(tmp_path / "secret.txt")
    (home / "articles.csv").write_text(f'file\na.txt\n../secret.txt\n{tmp_path}/secret.txt\nlink.txt\nnone.txt\n""\n')
    import_corpus([home], tmp_path / "to")
    out = "leads out of the folder; put it beside the table"
    assert skipped(tmp_path / "to") == [
        ("in/articles.csv, row 3", f"the file '../secret.txt' {out}"),
        ("in/articles.csv, row 4", f"the file '{tmp_path}/secret.txt' {out}"),
        ("in/articles.csv, row 5", f"the file 'link.txt' {out}"),
        (
            "in/articles.csv, row 6",
            "the file 'none.txt' is not beside the table nor in articles/; add it or mend the row",
        ),
        ("in/articles/extra.txt", "articles.csv does not name it; add a row for it"),
    ]
    bare = tmp_path / "bare"
    (bare / "sub").mkdir(parents=True)
    (bare / "a.txt").write_text("Rail.")
    (bare / "b.txt").symlink_to(tmp_path / "secret.txt")
    (bare / "c.txt").symlink_to(bare / "a.txt")
    (bare / "d").symlink_to(tmp_path, target_is_directory=True)
    import_corpus([bare], tmp_path / "to2")
    assert skipped(tmp_path / "to2") == [
        ("d", "a link that leads out of the folder; put the file itself there"),
        ("b.txt", "a link that leads out of the folder; put the file itself there"),
        ("c.txt", "a link; what it leads to is read where it lies"),
    ]


def test_a_password_and_other_kinds_of_file_are_told(tmp_path: Path) -> None:
    protected = OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100
    corpus = brought(
        tmp_path,
        {
            "a.docx": protected,
            "b.docx": OLE + b"\0" * 600,
            "c.docx": b"PK no zip",
            "d.rtf": b"Plain text.",
            "e.pdf": b"%PDF",
            "f.csv": b"text\nRail.\n",
            "g.html": b"<html><body></body></html>",
            ".hidden": b"x",
        },
    )
    assert skipped(corpus) == [
        ("a.docx", "the file is protected by a password; open it, save it without one as .docx"),
        ("b.docx", "the file is of Office's kind before 2007; open it, save it as .docx"),
        ("c.docx", "the file cannot be read as .docx (BadZipFile); open it and save it again"),
        ("d.rtf", "the file is not RTF inside; save it as .rtf, or name it after what it is"),
        ("e.pdf", "a file of the kind .pdf is not read; save it as .txt, .docx, .rtf or .html"),
        ("f.csv", "a table (.csv) in a folder of articles is not read; name it as a source of its own"),
        ("g.html", "no article is found in the page; save its text as .txt"),
    ]
    (tmp_path / "x.xlsx").write_bytes(protected)
    assert refusal([tmp_path / "x.xlsx"], tmp_path / "no") == (
        "nothing could be imported; first of 1: x.xlsx: the file is protected by a password; "
        "open it, save it without one as .xlsx"
    )
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    assert refusal([tmp_path / "x.pdf"], tmp_path / "no").startswith(
        "x.pdf: a file of the kind .pdf is not read; give a folder"
    )


def sound_import(folder: Path, text: str, **options: object) -> Imported:
    (folder / "a.csv").write_text(f"text\n{text}\n")
    return import_corpus([folder / "a.csv"], folder / "to", **options)  # type: ignore[arg-type]  # options of each test


def test_an_existing_corpus_is_replaced_only_when_asked(tmp_path: Path) -> None:
    sound_import(tmp_path, "Rail.")
    assert refusal([tmp_path / "a.csv"], tmp_path / "to") == (
        f"{tmp_path}/to: a corpus is there already; choose another --to, or replace it with --force"
    )
    sound_import(tmp_path, "Sea.", replace=True)
    assert texts_of(tmp_path / "to") == ["Sea."]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear")
    assert refusal([tmp_path / "a.csv"], tmp_path / "mine", replace=True) == (
        f"{tmp_path}/mine: holds something that no import made (no import.sha256); choose another --to"
    )
    assert refusal([tmp_path / "mine"], tmp_path / "mine" / "to") == (
        f"{tmp_path}/mine/to: the corpus would lie in its own source {tmp_path}/mine; choose another --to"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "mine", "to"]


def test_a_disk_that_fills_up_leaves_the_old_corpus(tmp_path: Path) -> None:
    """A limit on the size of files fails the same system call that a full disk does, with another reason."""
    sound_import(tmp_path, "Rail.")
    (tmp_path / "big.csv").write_text("text\n" + "".join(f"{'rail ' * 50_000}{n}\n" for n in range(40)))
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); "
        "sys.argv = ['framing', 'import', 'big.csv', '--to', 'to', '--force']; "
        "from framing.__main__ import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        f"framing: {tmp_path}/to: the corpus cannot be written (File too large); the old corpus stays; "
        "free some space or choose another --to\n"
    )
    assert texts_of(tmp_path / "to") == ["Rail."]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "big.csv", "to"]


def test_what_stands_in_the_lists_cannot_run_in_a_spreadsheet(tmp_path: Path) -> None:
    corpus = brought(tmp_path, {"=cmd.txt": b""})
    assert skipped(corpus) == [("'=cmd.txt", "the file is empty; remove it, or save the article again")]


def test_a_name_of_a_file_that_is_no_text_can_be_shown() -> None:
    assert plain("\udcff.txt") == "\\udcff.txt" and plain("Hà Nội.txt") == "Hà Nội.txt"


def test_a_mark_within_the_text_survives(tmp_path: Path) -> None:
    corpus = table(tmp_path, "a.jsonl", json.dumps({"text": "\ufeffRail."}))
    assert texts_of(corpus) == ["\ufeffRail."]
    assert (corpus / "articles" / "001_1.txt").read_bytes()[:6] == b"\xef\xbb\xbf" * 2
