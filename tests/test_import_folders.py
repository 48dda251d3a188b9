"""Folders and corpora as sources: every file, folder and rule table comes along or is told."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from framing.corpus import load_corpus
from framing.errors import CorpusError
from framing.importing import Imported, describe_import, import_corpus

PASSAGES = "article_id,start,end,voice,event\nx,0,4,minister,talks\ny,0,3,minister,talks\n"


def put(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def skipped(corpus: Path) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in pl.read_csv(corpus / "skipped.csv", infer_schema=False).rows()]


def notes(corpus: Path) -> list[str]:
    return [note for note in pl.read_csv(corpus / "import.csv", infer_schema=False)["note"] if note]


def test_what_lies_beside_the_table_of_a_corpus_is_told_unless_it_is_of_the_corpus(tmp_path: Path) -> None:
    files = {
        "articles.csv": "article_id,file\nx,a.txt\ny,articles/b.txt\nz,./c.txt\n",
        "articles/a.txt": "Rail.", "articles/b.txt": "Sea.", "c.txt": "Trade.",
        "articles/more.docx": "x", "articles/deep/d.txt": "x", "stray.txt": "x", "other.csv": "x", "scan.pdf": "x",
        "a.txt": "the one in articles/ is read", "sub/import.csv": "x",
        "README.md": "x", "codebook.pdf": "x", "notes.csv": "x", "import.csv": "x", "skipped.csv": "x", "import.sha256": "x",
        "variants.csv": "variant,canonical,kind\n", "zones.toml": "", ".DS_Store": "x",
    }  # fmt: skip
    import_corpus([put(tmp_path / "in", files)], tmp_path / "to")
    assert load_corpus(tmp_path / "to").articles["text"].to_list() == ["Rail.", "Sea.", "Trade."]
    unnamed, aside = "articles.csv does not name it; add a row for it", "not read; name it as a source of its own"
    assert skipped(tmp_path / "to") == [
        ("in/other.csv", f"a table (.csv) in a folder of articles is {aside}"),
        ("in/scan.pdf", "a file of the kind .pdf is not read; save it as .txt, .docx, .rtf or .html"),
        ("in/stray.txt", unnamed),
        ("in/articles/more.docx", unnamed),
        ("in/articles/deep/d.txt", unnamed),
        ("in/sub/import.csv", f"a table (.csv) in a folder of articles is {aside}"),
    ]


def corpus_with_passages(folder: Path, texts: tuple[str, ...] = ("Rail talks.", "Sea.")) -> Path:
    rows = "".join(f'{name},"{text}"\n' for name, text in zip("xy", texts, strict=True))
    return put(folder, {"articles.csv": f"article_id,text\n{rows}", "passages.csv": PASSAGES})


def test_passages_of_the_articles_that_came_through_are_kept_and_the_others_told(tmp_path: Path) -> None:
    done = import_corpus([corpus_with_passages(tmp_path / "in", ("Rail talks.", ""))], tmp_path / "to")
    assert load_corpus(tmp_path / "to").passages.select("article_id", "start", "end").rows() == [("x", 0, 4)]
    reason = (
        "1 of 2 passages not copied: their articles were skipped or their text was mended; code these again, or mend the "
        "source and import it again"
    )
    assert skipped(tmp_path / "to")[1:] == [("in/passages.csv", reason)] and done.skipped == 2
    assert f"rules: in/passages.csv: {reason}\n" in describe_import(done, named="to")
    broken = "Hai nước ký kết các văn kiện hợp tác về đường sắt.".encode().decode("latin-1")
    import_corpus([corpus_with_passages(tmp_path / "mend", ("Rail talks.", broken))], tmp_path / "to2", repair=True)
    assert load_corpus(tmp_path / "to2").passages["article_id"].to_list() == ["x"]


def test_passages_of_a_name_that_two_rows_have_are_not_copied(tmp_path: Path) -> None:
    home = corpus_with_passages(tmp_path / "in")
    with (home / "articles.csv").open("a") as file:
        file.write("x,Which of the two was coded?\n")
    import_corpus([home], tmp_path / "to")
    assert load_corpus(tmp_path / "to").passages["article_id"].to_list() == ["y"]


def test_rule_tables_of_one_source_among_several_are_told(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("text\nTrade.\n")
    done = import_corpus([corpus_with_passages(tmp_path / "in"), tmp_path / "b.csv"], tmp_path / "to")
    assert not (tmp_path / "to" / "passages.csv").exists()
    assert [where for where, _ in skipped(tmp_path / "to")] == ["in/passages.csv"] == [one.where for one in done.left]


def test_folders_of_one_name_are_told_apart_by_those_above_them(tmp_path: Path) -> None:
    sources = [put(tmp_path / city / "2024", {"a.txt": f"{city}."}) for city in ("hanoi", "beijing")]
    done = import_corpus(sources, tmp_path / "to")
    rows = load_corpus(tmp_path / "to").articles.select("article_id", "folder", "subfolder").rows()
    assert rows == [("hanoi/2024/a", "hanoi", "2024"), ("beijing/2024/a", "beijing", "2024")]
    assert dict(done.sources) == {"hanoi/2024": 1, "beijing/2024": 1}
    tables = [put(tmp_path / city, {"t.csv": f"text\n{city}.\n"}) / "t.csv" for city in ("hanoi", "beijing")]
    import_corpus(tables, tmp_path / "to2")
    assert load_corpus(tmp_path / "to2").articles["article_id"].to_list() == ["hanoi/t-1", "beijing/t-1"]


def test_a_source_given_twice_is_refused(tmp_path: Path) -> None:
    home = put(tmp_path / "in", {"a.txt": "Rail."})
    (tmp_path / "link").symlink_to(home, target_is_directory=True)
    with pytest.raises(CorpusError, match="link: the source is given twice; name it once"):
        import_corpus([home, tmp_path / "link"], tmp_path / "to")


def page(name: str) -> str:
    text = "The two sides of the talks said that the railway of the north was to be built for trade. " * 5
    return (
        f'<html><head><title>Rail</title><meta property="og:site_name" content="{name}"></head>'
        f"<body><article><h1>Rail</h1><p>{text}</p></article></body></html>"
    )


def test_a_folder_wins_over_what_a_page_says_and_a_page_in_none_keeps_it(tmp_path: Path) -> None:
    home = put(tmp_path / "in", {"top.html": page("The Post"), "gazette/deep.html": page("The Post")})
    import_corpus([home], tmp_path / "to", columns=["outlet=folder"])
    rows = load_corpus(tmp_path / "to").articles.select("article_id", "outlet").rows()
    assert rows == [("top", "The Post"), ("gazette/deep", "gazette")]
    assert [note for note in notes(tmp_path / "to") if "outlet" in note] == ["outlet guessed: The Post"]


def test_a_date_in_a_name_that_can_be_none_is_no_guess(tmp_path: Path) -> None:
    import_corpus([put(tmp_path / "in", {"2099-04-14_x.txt": "Rail."})], tmp_path / "to")
    assert load_corpus(tmp_path / "to").articles["date"].to_list() == [None]
    assert [note.partition(" (")[0] for note in notes(tmp_path / "to")] == ["date left empty: 2099-04-14"]


def test_links_to_nothing_pipes_and_closed_folders_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = put(tmp_path / "in", {"a.txt": "Rail.", "closed/b.txt": "Sea."})
    (home / "gone.txt").symlink_to(home / "nothing.txt")
    os.mkfifo(home / "pipe.txt")
    scandir = os.scandir

    def guarded(path: str) -> object:  # closed to whoever runs this, also to one who may open everything
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    done: Imported = import_corpus([home], tmp_path / "to")
    assert done.articles == 1 and skipped(tmp_path / "to") == [
        ("gone.txt", "a link that leads nowhere; put the file itself there"),
        ("pipe.txt", "a pipe or a device, no file; put the file itself there"),
        ("closed", "the folder cannot be opened (Permission denied); check its permissions"),
    ]
    with pytest.raises(CorpusError, match=r"^pipe.txt: a pipe or a device, no file; give a folder"):
        import_corpus([home / "pipe.txt"], tmp_path / "no")


def test_a_file_called_txt_that_is_something_else_is_told(tmp_path: Path) -> None:
    files = {
        "a.txt": rb"{\rtf1 Rail.}", "b.txt": b"\xef\xbb\xbf\n<!DOCTYPE HTML><p>Rail.", "c.txt": b"%PDF-1.7",
        "d.txt": b"PK\x03\x04", "e.txt": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "f.txt": b"<html> is a tag, she wrote.",
        "g.txt": b"<headline> Rail", "h.txt": b"PK and {\\rtf are two marks.",
    }  # fmt: skip
    import_corpus([put(tmp_path / "in", files)], tmp_path / "to")
    assert load_corpus(tmp_path / "to").articles["article_id"].to_list() == ["g", "h"]
    called = "the file is called .txt and is"
    assert skipped(tmp_path / "to") == [
        ("a.txt", f"{called} RTF; name it .rtf"),
        ("b.txt", f"{called} a web page; name it .html"),
        ("c.txt", f"{called} a PDF; save its text as .txt"),
        ("d.txt", f"{called} a Word, Excel or ZIP file; name it after what it is"),
        ("e.txt", f"{called} a file of Office's kind before 2007; open it, save it as .docx"),
        ("f.txt", f"{called} a web page; name it .html"),
    ]
