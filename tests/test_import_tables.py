"""Tables as corpus tools, databases and spreadsheets write them: no row is lost, merged or made up without a word."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from framing.corpus import load_corpus
from framing.errors import CorpusError, SettingsError
from framing.importing import import_corpus
from framing.importing.columns import parse_columns, take_columns

ONCE = "a cell in quotation marks holds one that is not doubled; write it twice"


def imported(
    path: Path, data: str | None = None, **options: object
) -> tuple[list[str], list[tuple[str, ...]], list[str]]:
    """The texts, the rows of skipped.csv and the notes of an import of one file."""
    if data is not None:
        path.write_text(data, encoding="utf-8")
    corpus = path.parent / f"of-{path.name}"
    import_corpus([path], corpus, **options)  # type: ignore[arg-type]  # options of each test
    skipped = [tuple(map(str, row)) for row in pl.read_csv(corpus / "skipped.csv", infer_schema=False).rows()]
    notes = [note for note in pl.read_csv(corpus / "import.csv", infer_schema=False)["note"] if note]
    return load_corpus(corpus).articles["text"].to_list(), skipped, [note for note in notes if "guessed" not in note]


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ('A\t"We agree, he said\nB\tsecond\nC\tthird\n', ['"We agree, he said', "second", "third"]),
        ('A\t"We agree\nB\tsecond\nC\tthird"\n', ['"We agree', "second", 'third"']),
        ('A\t"We agree", he said\nB\tsecond\n', ['"We agree", he said', "second"]),
        ('A\t"One ""two"" three"\nB\t"Two\nlines"\n', ['One "two" three', "Two\nlines"]),  # quoted as it should be
        ('A\t"""We"" agree"\nB\tsecond\n', ['"We" agree', "second"]),
    ],
)
def test_a_table_of_tabs_in_which_marks_are_part_of_the_text_keeps_all_rows(
    tmp_path: Path, rows: str, texts: list[str]
) -> None:
    assert imported(tmp_path / "a.tsv", f"outlet\ttext\n{rows}")[:2] == (texts, [])


def test_pieces_of_a_broken_cell_become_no_articles_and_their_lines_are_told(tmp_path: Path) -> None:
    broken = 'A,"He said "yes" and went\nThe minister, however stayed\non, he ""said"", alone"\n'
    texts, skipped, _ = imported(tmp_path / "a.csv", f"outlet,text\n{broken}B,Sea.\nC,One,two.\n")
    assert texts == ["Sea."]
    assert skipped == [
        ("a.csv, row 2", f"lines 2 to 4: {ONCE}"),
        ("a.csv, row 4", "the row has 3 cells and the header 2; put quotation marks around a cell that holds a delimiter or "
         "a line break"),
    ]  # fmt: skip


def test_a_mark_that_stands_alone_takes_only_its_own_lines(tmp_path: Path) -> None:
    """Three marks in line 2: one is too many, and no line below closes it; so below there are rows."""
    texts, skipped, _ = imported(tmp_path / "a.csv", 'outlet,text\nA,"Rail" talks"\nB,"Sea."\nC,Trade.\n')
    assert texts == ["Sea.", "Trade."] and skipped == [("a.csv, row 2", ONCE)]


def test_rows_that_a_cell_in_marks_may_hold_are_told(tmp_path: Path) -> None:
    rows = 'A,"We agree,X\nB,second,X\nC,third",Y\nD,"Two\n\nparagraphs",Z\n'
    texts, skipped, notes = imported(tmp_path / "a.csv", f"outlet,text,desk\n{rows}")
    assert texts == ["We agree,X\nB,second,X\nC,third", "Two\n\nparagraphs"] and skipped == []
    assert notes == ["rows perhaps run together: lines 2 to 4 are one row, for a cell is in quotation marks"]


def test_a_long_row_over_several_lines_is_told_with_its_lines(tmp_path: Path) -> None:
    _, skipped, _ = imported(tmp_path / "a.csv", 'outlet,text\nA,"Rail\nand sea",B\nC,Trade.\n')
    assert skipped[0][1].startswith("lines 2 to 3: the row has 3 cells and the header 2")


def test_lists_of_days_in_parquet_become_text(tmp_path: Path) -> None:
    frame = pl.DataFrame({"text": ["Rail."], "days": [[date(2025, 4, 14), None]], "times": [[1.5]]})
    frame.write_parquet(tmp_path / "a.parquet")
    imported(tmp_path / "a.parquet")
    article = load_corpus(tmp_path / "of-a.parquet").articles.row(0, named=True)
    assert (article["days"], article["times"]) == ('["2025-04-14", null]', "[1.5]")


def test_bytes_in_parquet_are_text_if_they_are_utf_8_and_else_their_column_is_named(tmp_path: Path) -> None:
    rows = {"text": ["Đường sắt.".encode(), b"Sea."], "raw": [b"ok", b"\xff\xfe"]}
    pl.DataFrame(rows, schema={"text": pl.Binary, "raw": pl.Binary}).write_parquet(tmp_path / "a.parquet")
    texts, skipped, _ = imported(tmp_path / "a.parquet")
    assert texts == ["Đường sắt."]
    assert skipped == [
        (
            "a.parquet, row 2",
            "the column 'raw' holds bytes that are no UTF-8; save it as text, or leave it out of the file",
        )
    ]


def test_excel_without_the_size_of_its_sheets_loses_nothing(tmp_path: Path) -> None:
    """openpyxl leaves the size out when it writes row by row, as other programs do."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    first, second, empty = (book.create_sheet(name) for name in ("A", "More", "Empty"))
    for row in (["outlet", "text", None], ["P", "Rail."], ["Q", "Sea.", None, "beyond"], ["R", "Trade.", None, None]):
        first.append(row)
    second.append(["text"])
    empty.append([None])
    book.save(tmp_path / "a.xlsx")
    texts, skipped, _ = imported(tmp_path / "a.xlsx")
    assert texts == ["Rail.", "Trade."]
    assert skipped == [
        ("a.xlsx, row 3", "the cell D3 is filled, but no column is named above it; name it or empty it"),
        ("a.xlsx, sheet More", "only the first sheet is read; save this one as a file of its own"),
    ]


def test_a_formula_without_its_result_is_told(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["outlet", "text"], ["P", "Rail."], ["Q", '="Sea"&"."'], ['="R"', None]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    texts, skipped, _ = imported(tmp_path / "a.xlsx")
    reason = "the cell {} is a formula whose result is not in the file; open the table in Excel and save it again"
    assert texts == ["Rail."]
    assert skipped == [("a.xlsx, row 3", reason.format("B3")), ("a.xlsx, row 4", reason.format("A4"))]


def test_one_column_cannot_be_two() -> None:
    with pytest.raises(
        SettingsError, match=r"^--column byline=paper: the column is outlet already; keep one of the two$"
    ):
        parse_columns(["outlet=Paper", "byline=paper"])


def test_names_that_differ_in_blanks_stay_apart_and_a_name_of_nothing_is_no_file() -> None:
    assert take_columns(["text", "Foo bar", "Foo  bar", "Foo bar_3"], {}) == {
        "text": "text", "Foo bar": "Foo bar", "Foo  bar": "Foo bar_3", "Foo bar_3": "Foo bar_3_4",
    }  # fmt: skip
    assert take_columns(["text", ""], {}) == {"text": "text", "": "column_2"}


def test_a_row_with_text_keeps_the_file_it_names_and_one_without_reads_it(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("From the file.")
    texts, skipped, _ = imported(tmp_path / "a.csv", "file,text,desk\na.pdf,Rail.,\nb.txt,,\n,,world\n")
    assert texts == ["Rail.", "From the file."]
    assert load_corpus(tmp_path / "of-a.csv").articles["source_file"].to_list() == ["a.pdf", None]
    assert skipped == [("a.csv, row 4", "the text is empty; fill it in or leave the article out")]


def test_a_key_that_stands_twice_is_told(tmp_path: Path) -> None:
    lines = '{"text": "Rail.", "text": "Sea."}\n' + json.dumps({"text": "Trade.", "n": {"text": 1}})
    texts, skipped, _ = imported(tmp_path / "a.jsonl", lines)
    assert texts == ["Trade."]
    assert skipped == [("a.jsonl, line 1", "the key 'text' stands twice in the line; keep one")]


def test_a_column_that_no_source_has_is_told_even_if_every_corpus_has_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,desk\nRail.,world\n")
    with pytest.raises(CorpusError) as caught:
        import_corpus([tmp_path / "a.csv"], tmp_path / "to", columns=["outlet=country"])
    assert str(caught.value) == "--column outlet=country: no source has the column 'country'; there are desk, text"
