"""From a researcher's files to a corpus: the same articles from any form, what is guessed, what is told, what comes next."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import polars as pl
import pytest
from project import collected

from framing.corpus import load_corpus
from framing.errors import CorpusError, SettingsError
from framing.importing import describe_import, import_corpus

ARTICLES = [
    {
        "article_id": "000",
        "title": "Rail, and =trade",
        "outlet": "Việt Nam News",
        "country": "VN",
        "date": "2025-04-14",
        "language": "en",
        "desk": "world",
        "text": "Rail talks\r\n\r\nThe two sides met in Hanoi.\r\n",
    },
    {
        "article_id": "a/b",
        "title": "Đường sắt",
        "outlet": "VnExpress",
        "country": "VN",
        "date": "2025-04-15",
        "language": "vi",
        "desk": "",
        "text": unicodedata.normalize("NFD", "Hai nước ký kết các văn kiện hợp tác.\n"),
    },
    {
        "article_id": "z",
        "title": "会谈",
        "outlet": "",
        "country": "CN",
        "date": "",
        "language": "zh",
        "desk": "007",
        "text": '双方签署了"合作文件",并同意深化贸易合作。',
    },
]
SENTENCE = "The two sides said that the {} was built for trade and that talks of the {} were held in the city."


def write_forms(folder: Path) -> dict[str, Path]:
    """The same articles in each form that a table of articles can have."""
    forms = {name: folder / f"talks.{name}" for name in ("csv", "tsv", "jsonl", "parquet", "xlsx")}
    columns = list(ARTICLES[0])
    for name, sign in (("csv", ","), ("tsv", "\t")):
        with forms[name].open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, delimiter=sign)
            writer.writeheader()
            writer.writerows(ARTICLES)
    lines = [json.dumps(article, ensure_ascii=False) for article in ARTICLES]
    forms["jsonl"].write_text("\n".join(lines) + "\n", encoding="utf-8")
    frame = pl.DataFrame(ARTICLES).with_columns(pl.when(pl.col("date") != "").then("date").str.to_date())
    frame.write_parquet(forms["parquet"])
    write_workbook(forms["xlsx"], [columns, *(list(article.values()) for article in ARTICLES)])
    forms["folder"] = folder / "talks"
    (forms["folder"] / "articles").mkdir(parents=True)
    rows = []
    for number, article in enumerate(ARTICLES):
        (forms["folder"] / "articles" / f"{number}.txt").write_bytes(article["text"].encode())
        rows.append({**article, "text": None, "file": f"{number}.txt"})
    pl.DataFrame(rows).drop("text").write_csv(forms["folder"] / "articles.csv")
    return forms


def write_workbook(path: Path, rows: list[list[object]]) -> None:
    from openpyxl import Workbook
    from openpyxl.utils.escape import escape

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        # Excel itself writes a carriage return as _x000D_.
        sheet.append([escape(cell).replace("\r", "_x000D_") if isinstance(cell, str) else cell for cell in row])
    book.save(path)


def rows_of(path: Path) -> list[dict[str, str]]:
    return pl.read_csv(path, infer_schema=False).fill_null("").to_dicts()


def notes_of(corpus: Path) -> list[str]:
    return [row["note"] for row in rows_of(corpus / "import.csv") if row["note"]]


def test_the_same_articles_give_the_same_fingerprint_from_any_form(tmp_path: Path) -> None:
    forms = write_forms(tmp_path)
    expected = load_corpus(forms["csv"]).fingerprint
    for name in ("jsonl", "parquet", "folder"):
        assert load_corpus(forms[name]).fingerprint == expected, name
    for name, path in forms.items():
        import_corpus([path], tmp_path / f"corpus-{name}")
        corpus = load_corpus(tmp_path / f"corpus-{name}")
        assert corpus.fingerprint == expected, name
        assert collected(corpus.articles) == [article["text"] for article in ARTICLES], name
        assert corpus.articles["desk"].to_list() == ["world", None, "007"], name


def test_rows_without_a_name_are_numbered_as_a_corpus_numbers_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\nOne.\nTwo.\n")
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n\n{"text": "Two."}\n')
    for name in ("a.csv", "a.jsonl"):
        import_corpus([tmp_path / name], tmp_path / f"to-{name}")
        assert load_corpus(tmp_path / f"to-{name}").articles["article_id"].to_list() == ["1", "2"]
    import_corpus([tmp_path / "a.csv", tmp_path / "a.jsonl"], tmp_path / "both")
    assert load_corpus(tmp_path / "both").articles["article_id"].to_list() == ["a-1", "a-2", "a-1-2", "a-2-2"]
    assert "article_id made distinct: a-1-2, since a.csv, row 2 has a-1" in notes_of(tmp_path / "both")


def test_a_corpus_folder_keeps_its_rule_tables(seeds: Path, tmp_path: Path) -> None:
    done = import_corpus([seeds], tmp_path / "again")
    old, new = load_corpus(seeds), load_corpus(tmp_path / "again")
    assert (new.fingerprint, new.rules_fingerprint) == (old.fingerprint, old.rules_fingerprint)
    assert done.rules == ("seeds",) and done.skipped == 0


def test_a_corpus_folder_of_one_parquet_file_keeps_its_rule_tables_too(seeds: Path, tmp_path: Path) -> None:
    old = load_corpus(seeds)
    (tmp_path / "large").mkdir()
    old.articles.drop("file").write_parquet(tmp_path / "large" / "articles.parquet")
    for name in ("variants.csv", "zones.toml", "passages.csv"):
        (tmp_path / "large" / name).write_bytes((seeds / name).read_bytes())
    import_corpus([tmp_path / "large"], tmp_path / "again")
    new = load_corpus(tmp_path / "again")
    assert (new.fingerprint, new.rules_fingerprint) == (old.fingerprint, old.rules_fingerprint)


def test_columns_are_known_by_their_usual_names_in_three_languages(tmp_path: Path) -> None:
    table = "Tiêu đề;Nguồn;Ngày đăng;Nội dung;Điểm\nĐường sắt;Báo A;ngày 14 tháng 4 năm 2025;Hai nước ký văn kiện.;7\n"
    (tmp_path / "a.csv").write_text(table, encoding="utf-8-sig")
    done = import_corpus([tmp_path / "a.csv"], tmp_path / "to")
    articles = load_corpus(tmp_path / "to").articles
    row = articles.row(0, named=True)
    assert (row["title"], row["outlet"], str(row["date"]), row["language"]) == (
        "Đường sắt",
        "Báo A",
        "2025-04-14",
        "vi",
    )
    assert (collected(articles), row["Điểm"]) == (["Hai nước ký văn kiện."], "7")
    said = describe_import(done, named="to")
    assert (
        "columns of a.csv: columns parted by semicolon → columns, Tiêu đề → title, Nguồn → outlet, Ngày đăng → date, "
        "Nội dung → text, Điểm" in said
    )
    assert "date read: 1, first a.csv, row 2: ngày 14 tháng 4 năm 2025 as 2025-04-14" in said


def test_a_column_that_the_user_names_wins(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Source,Paper,Body,Note\nwire,The Post,Rail talks.,Sea talks.\n")
    import_corpus([tmp_path / "a.csv"], tmp_path / "to", columns=["outlet=paper", "text=Note"])
    row = load_corpus(tmp_path / "to").articles.row(0, named=True)
    assert (row["outlet"], row["Source"], row["text"], row["Body"]) == ("The Post", "wire", "Sea talks.", "Rail talks.")
    with pytest.raises(
        CorpusError, match=r"^--column outlet=Papier: no source has the column 'Papier'; there are .*Body"
    ):
        import_corpus([tmp_path / "a.csv"], tmp_path / "no", columns=["outlet=Papier"])
    assert not (tmp_path / "no").exists()
    with pytest.raises(SettingsError, match="--column 'Papier': write the corpus's column, =, the source's"):
        import_corpus([tmp_path / "a.csv"], tmp_path / "no", columns=["Papier"])


def test_the_name_of_a_folder_becomes_a_column_and_a_file_gives_title_and_date(tmp_path: Path) -> None:
    home = tmp_path / "stories"
    for name, text in (
        ("vn/north/2025-04-14_vnexpress.txt", "Rail talks\n\nThe line of the north is to be built for trade."),
        ("cn/b.txt", "The sea was calm, and the talks were held in the city."),
        ("top.txt", "Rail"),
    ):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)
    done = import_corpus([home], tmp_path / "to")
    rows = load_corpus(tmp_path / "to").articles.to_dicts()
    assert [
        (r["article_id"], r["folder"], r["subfolder"], r["title"], str(r["date"]), r["language"]) for r in rows
    ] == [
        ("top", None, None, None, "None", None),
        ("cn/b", "cn", None, None, "None", "en"),
        ("vn/north/2025-04-14_vnexpress", "vn", "north", "Rail talks", "2025-04-14", "en"),
    ]
    assert rows[2]["text"].startswith("Rail talks\n\nThe line")
    assert "title guessed: Rail talks" in notes_of(tmp_path / "to")
    assert "date guessed: 2025-04-14, from the file's name" in notes_of(tmp_path / "to")
    assert describe_import(done, named="to").endswith(
        "No outlet or country is known; fill in the column outlet or country in articles.csv.\n"
        "Next: framing run to --out outputs/NAME -p by folder -p focus cn -p reference vn\n"
    )


def test_folders_that_are_sources_side_by_side_are_told_apart(tmp_path: Path) -> None:
    for name in ("vn", "cn/north"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "a.txt").write_text("Rail")
        (tmp_path / name / "b.pdf").write_text("Sea")
    done = import_corpus([tmp_path / "vn", tmp_path / "cn"], tmp_path / "to")
    rows = load_corpus(tmp_path / "to").articles.select("article_id", "folder", "subfolder").rows()
    assert rows == [("vn/a", "vn", None), ("cn/north/a", "cn", "north")]
    assert [row["where"] for row in rows_of(tmp_path / "to" / "skipped.csv")] == ["vn/b.pdf", "cn/north/b.pdf"]
    assert describe_import(done, named="to").endswith("-p by folder -p focus cn -p reference vn\n")


def test_word_rtf_and_web_pages_give_their_articles(tmp_path: Path) -> None:
    from docx import Document

    home = tmp_path / "in"
    home.mkdir()
    document = Document()
    document.add_paragraph("Đường sắt", style="Title")
    document.add_paragraph("Hai nước ký kết các văn kiện.")
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "Bảng"
    document.save(str(home / "a.docx"))
    (home / "b.rtf").write_bytes(
        rb"{\rtf1\ansi\ansicpg936 Talks \'bb\'e1\par and " + "会谈".encode("gbk") + rb" ended.}"
    )
    paragraph = "The two sides of the talks said that the railway of the north was to be built for trade. "
    page = (
        '<html><head><meta charset="windows-1252"><title>Rail</title><meta property="og:site_name" content="The Post">'
        '<meta property="article:published_time" content="2025-04-14T08:00:00+07:00"></head><body><nav>Home</nav>'
        f"<article><h1>Rail</h1><p>Café. {paragraph * 4}</p><p>{paragraph * 3}</p></article></body></html>"
    )
    (home / "c.html").write_bytes(page.encode("cp1252"))
    import_corpus([home], tmp_path / "to")
    rows = {row["article_id"]: row for row in load_corpus(tmp_path / "to").articles.to_dicts()}
    assert rows["a"]["text"] == "Đường sắt\nHai nước ký kết các văn kiện.\n\nBảng" and rows["a"]["title"] == "Đường sắt"
    assert rows["b"]["text"] == "Talks 会\nand 会谈 ended."
    assert "Café. The two sides" in rows["c"]["text"] and "Home" not in rows["c"]["text"]
    assert (rows["c"]["outlet"], str(rows["c"]["date"]), rows["c"]["title"]) == ("The Post", "2025-04-14", "Rail")
    assert {"outlet guessed: The Post", "date guessed: 2025-04-14", "title guessed: Rail"} <= set(
        notes_of(tmp_path / "to")
    )


@pytest.mark.parametrize("kind", ["docx", "rtf", "html", "txt"])
def test_an_export_gives_each_of_its_articles(tmp_path: Path, kind: str) -> None:
    from docx import Document

    lines = []
    for title, outlet, day in (
        ("Rail", "The Post", "April 14, 2025 Monday"),
        ("Sea", "The Gazette", "April 15, 2025 Tuesday"),
    ):
        lines += [
            title,
            outlet,
            day,
            "Copyright 2025 X",
            "Length: 9 words",
            "Body",
            f"{title} was talked of in the city.",
        ]
        lines += ["Load-Date: April 16, 2025", "End of Document"]
    path = tmp_path / f"search.{kind}"
    if kind == "docx":
        document = Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(str(path))
    elif kind == "rtf":
        path.write_text("{\\rtf1\\ansi " + "".join(f"{line}\\par\n" for line in lines) + "}")
    elif kind == "txt":
        path.write_bytes("\r\n\r\n".join(lines).encode("utf-8-sig"))
    else:
        path.write_text("<html><head><title>x</title></head><body>" + "".join(f"<p>{line}</p>\n" for line in lines))
    import_corpus([path], tmp_path / "to")
    articles = load_corpus(tmp_path / "to").articles
    articles = articles.with_columns(pl.Series("text", collected(articles)))
    assert articles.select("article_id", "title", "outlet", pl.col("date").cast(pl.String), "text").rows() == [
        ("search-1", "Rail", "The Post", "2025-04-14", "Rail was talked of in the city."),
        ("search-2", "Sea", "The Gazette", "2025-04-15", "Sea was talked of in the city."),
    ]


def test_a_text_that_a_table_names_is_never_cut(tmp_path: Path) -> None:
    """A table's row says that its file is one article; so its text is what load_corpus reads, whatever it looks like."""
    body = "Rail\n9 words\n14 April 2025\nThe Post\nPOST\nEnglish\n(c) 2025 The Post\nRail was talked of.\n"
    text = f"{body}Document POST000020250414el4e0001p\n"
    home = tmp_path / "in"
    home.mkdir()
    (home / "a.txt").write_text(text)
    import_corpus([home], tmp_path / "bare")
    assert collected(load_corpus(tmp_path / "bare").articles) == ["Rail was talked of."]
    (home / "articles.csv").write_text("file\na.txt\n")
    import_corpus([home], tmp_path / "named")
    assert load_corpus(tmp_path / "named").articles["text"].to_list() == [text]


def test_paragraphs_in_a_cell_of_a_table_stay_apart_and_tables_in_it_are_read(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    table = document.add_table(rows=0, cols=2)
    for code, value in (
        ("HD", "Rail"), ("WC", "9 words"), ("PD", "14 April 2025"), ("SN", "The Post"), ("LA", "English"),
        ("LP", "Rail was talked of."), ("TD", "The sea was calm.\nThe city slept."), ("AN", "Document POST000020250414el4e0001p"),
    ):  # fmt: skip
        cells = table.add_row().cells
        cells[0].text = code
        first, *more = value.split("\n")
        cells[1].text = first
        for paragraph in more:
            cells[1].add_paragraph(paragraph)
    document.save(str(tmp_path / "coded.docx"))
    plain = Document()
    plain.add_paragraph("Rail")
    cell = plain.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = "Outer."
    cell.add_table(rows=1, cols=1).rows[0].cells[0].text = "Inner."
    plain.save(str(tmp_path / "nested.docx"))
    import_corpus([tmp_path / "coded.docx", tmp_path / "nested.docx"], tmp_path / "to")
    rows = {row["article_id"]: row for row in load_corpus(tmp_path / "to").articles.to_dicts()}
    assert (
        rows["coded"]["text"] == "Rail was talked of.\n\nThe sea was calm.\n\nThe city slept.\n\nRail"
    )  # its title, last
    assert (rows["coded"]["title"], str(rows["coded"]["date"])) == ("Rail", "2025-04-14")
    assert [line for line in rows["nested"]["text"].split("\n") if line] == ["Rail", "Outer.", "Inner."]


def test_what_is_not_read_of_a_word_file_is_said(tmp_path: Path) -> None:
    from docx import Document
    from docx.oxml import OxmlElement

    document = Document()
    paragraph = document.add_paragraph("Rail talks.")
    inserted = OxmlElement("w:ins")
    inserted.append(document.add_paragraph("Under review.").runs[0]._r)
    paragraph._p.append(inserted)
    box, formula = OxmlElement("w:txbxContent"), OxmlElement("m:oMath")
    box.append(document.add_paragraph("Boxed.")._p)
    paragraph.runs[0]._r.append(box)
    paragraph._p.append(formula)
    document.element.body.insert(0, OxmlElement("w:altChunk"))
    document.save(str(tmp_path / "a.docx"))
    import_corpus([tmp_path / "a.docx"], tmp_path / "to")
    assert load_corpus(tmp_path / "to").articles["text"].to_list() == ["Rail talks.Under review.\n"]
    assert notes_of(tmp_path / "to") == [
        "changes in the Word file read as accepted: insertions; reject in Word what should not be in the text",
        "parts of the Word file not read: text boxes, files within the file, formulas; save it as .txt if they matter",
    ]


def test_dates_in_digits_of_one_folder_settle_each_other(tmp_path: Path) -> None:
    def export(day: str) -> str:
        return f"HD\tRail\nWC\t9 words\nPD\t{day}\nSN\tThe Post\nLA\tEnglish\nTD\tRail was talked of.\nAN\tDocument POST000020250414el4e0001p\n"

    for folder, files in {"one": {"a": "03/04/2025", "b": "14/04/2025"}, "other": {"a": "03/04/2025"}}.items():
        (tmp_path / folder).mkdir()
        for name, day in files.items():
            (tmp_path / folder / f"{name}.txt").write_text(export(day))
    import_corpus([tmp_path / "one", tmp_path / "other"], tmp_path / "to")
    found = load_corpus(tmp_path / "to").articles.select("article_id", pl.col("date").cast(pl.String)).rows()
    assert found == [("one/a", "2025-04-03"), ("one/b", "2025-04-14"), ("other/a", None)]
    assert "date read as others of its source: 03/04/2025 as 2025-04-03" in notes_of(tmp_path / "to")


def test_excel_keeps_leading_zeros_and_days(tmp_path: Path) -> None:
    from datetime import datetime

    rows = [["id", "text", "published", "n", "half"], ["007", "Rail.", datetime(2025, 4, 14), 3, 0.5]]
    write_workbook(tmp_path / "a.xlsx", rows)
    import_corpus([tmp_path / "a.xlsx"], tmp_path / "to")
    row = load_corpus(tmp_path / "to").articles.row(0, named=True)
    assert (row["article_id"], str(row["date"]), row["n"], row["half"]) == ("007", "2025-04-14", "3", "0.5")


def test_a_large_corpus_becomes_one_parquet_file_in_small_row_groups(tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": SENTENCE.format("rail", n) * 20, "published": f"0{n % 9 + 1}/04/2025"})
        for n in range(2_500)
    ]
    (tmp_path / "a.jsonl").write_text(
        "\n".join([*lines, json.dumps({"text": "Sea.", "published": "14/04/2025", "x": 1})])
    )
    done = import_corpus([tmp_path / "a.jsonl"], tmp_path / "to")
    assert done.one_file and sorted(p.name for p in (tmp_path / "to").iterdir()) == [
        "articles.parquet",
        "import.csv",
        "import.sha256",
        "skipped.csv",
        *(["zones.toml"] if done.rules else []),
    ]
    frame = pl.read_parquet(tmp_path / "to" / "articles.parquet")
    assert frame.columns == ["article_id", "title", "outlet", "country", "date", "language", "x", "text"]
    assert frame["date"].to_list()[:3] == ["2025-04-01", "2025-04-02", "2025-04-03"]
    assert frame["article_id"].to_list() == [str(n) for n in range(1, 2_502)]
    assert done.kinds["date read as others of its source"] == 2_500 - 278  # 04/04 has one reading: rows 4, 13, … 2497


def test_the_command_is_short_of_time_and_words(tmp_path: Path) -> None:
    """The command's answer to wrong use is one line; its help loads no heavy library."""
    code = (
        "import sys; from framing.__main__ import cli; cli(['import', '--help'], standalone_mode=False); "
        "print(sorted({'polars', 'dateparser', 'trafilatura', 'docx', 'openpyxl', 'ftfy', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
    command = [sys.executable, "-m", "framing", "import", str(tmp_path / "none"), "--to", str(tmp_path / "to")]
    failed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert failed.returncode == 1 and failed.stderr.startswith("framing: ") and failed.stderr.count("\n") == 1


@pytest.mark.slow
def test_forty_bare_files_become_a_report_with_two_commands(tmp_path: Path) -> None:
    for number in range(40):
        side, word = ("vn", "railway") if number % 2 else ("cn", "seaport")
        path = tmp_path / "stories" / side / f"{number:02d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            SENTENCE.format(word, f"{word} of {number}") + f"\nThe {word} is old and the leader has seen it.\n"
        )
    framing = [sys.executable, "-m", "framing"]
    first = subprocess.run(
        [*framing, "import", "stories", "--to", "corpus"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert first.returncode == 0, first.stderr
    command = first.stdout.splitlines()[-1].removeprefix("Next: framing ").replace("NAME", "stories").split()
    assert command == "run corpus --out outputs/stories -p by folder -p focus cn -p reference vn".split()
    second = subprocess.run([*framing, *command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert second.returncode == 0, second.stderr
    rows = rows_of(tmp_path / "outputs" / "stories" / "tables" / "contrast.csv")
    assert {"seaport", "railway"} <= {row["term"] for row in rows}
