"""Corpora as users bring them: the same articles from any kind of file, and every fault told by file, row and remedy.

The five seed files are pinned byte for byte. Zones, variants and passages have files of their own.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.corpus import METADATA, Corpus, load_corpus
from framing.errors import CorpusError

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
SHA256 = {
    "000_10f0a2bc997b83ac.txt": "f79551be07c2218e5b13a4e0ae67f1b4a74f8014aceb4fa6fafd6e0a537bcfd5",
    "001_247838b695f6d153.txt": "7c3bf3800bb12704e72c158cf86cd76c7e48631bc2cba7cce41797c966a22eec",
    "002_7924fbad78200377.txt": "f4e587ef20c0898c20b283c03c893ed5347adbd1f67084ea48ea8263555bc85a",
    "003_36304eaca5ce09a5.txt": "9f03987c9c7c33787fd9ac63b44f637158526fe37458cc791986aa31c042b923",
    "004_e96ce503dcdf69d7.txt": "853800713552e34b424dc2f6ecb1bb14e1f1895a2d85017e4590eb38bf4d389b",
}


@pytest.fixture
def seeds() -> Corpus:
    return load_corpus(SEEDS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small corpus: two articles and a table that names them."""
    home = tmp_path / "mine"
    (home / "articles").mkdir(parents=True)
    (home / "articles" / "a.txt").write_bytes("Hà Nội talks.\n".encode())
    (home / "articles" / "b.txt").write_bytes(b"Beijing talks.\n")
    write_rows(home, "article_id,file,country,date\na,a.txt,VN,2025-04-14\nb,b.txt,CN,\n")
    return home


def write_rows(home: Path, rows: str) -> None:
    (home / "articles.csv").write_text(rows, encoding="utf-8")


def refusal(source: Path | pl.DataFrame) -> str:
    with pytest.raises(CorpusError) as caught:
        load_corpus(source)
    message = str(caught.value)
    assert "\n" not in message
    return message


# --- the seeds -------------------------------------------------------------------------------------


def test_the_five_seed_files_are_as_they_came() -> None:
    files = (SEEDS / "articles").iterdir()
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == SHA256


def test_texts_of_the_seeds_are_the_files_decoded(seeds: Corpus) -> None:
    for row in seeds.articles.iter_rows(named=True):
        assert row["text"].encode() == (SEEDS / "articles" / row["file"]).read_bytes()


def test_identifiers_stay_text_and_the_unknown_stays_unknown(seeds: Corpus) -> None:
    articles = seeds.articles
    assert articles["article_id"].to_list() == ["000", "001", "002", "003", "004"]
    assert articles["country"].to_list() == ["VN", "VN", "VN", "CN", "VN"]
    assert articles["outlet"].to_list() == [*["Việt Nam News (VNS)"] * 3, "Xinhua, on People's Daily Online", None]
    assert articles["date"].to_list() == [
        date(2025, 4, 19), date(2025, 4, 18), date(2025, 4, 14), date(2025, 4, 16), None,
    ]  # fmt: skip
    assert articles["attribution"].to_list() == ["stated"] * 4 + ["inferred"]
    assert articles["byline"].null_count() == 5
    assert seeds.name == "seeds"
    assert set(METADATA) < set(articles.columns) and "evidence" in articles.columns


# --- one corpus, any kind of file ------------------------------------------------------------------


def as_csv(frame: pl.DataFrame, home: Path) -> Path:
    path = home / "one.csv"
    frame.write_csv(path)
    return path


def as_csv_with_mark_and_crlf(frame: pl.DataFrame, home: Path) -> Path:
    path = home / "excel.csv"
    frame.write_csv(path, include_bom=True, line_terminator="\r\n", quote_style="always")
    return path


def as_jsonl(frame: pl.DataFrame, home: Path) -> Path:
    path = home / "one.jsonl"
    rows = [{key: value and str(value) for key, value in row.items()} for row in frame.iter_rows(named=True)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n\n" for row in rows), encoding="utf-8")
    return path


def as_parquet(frame: pl.DataFrame, home: Path) -> Path:
    path = home / "one.parquet"
    frame.write_parquet(path)
    return path


def as_text_frame(frame: pl.DataFrame, home: Path) -> pl.DataFrame:
    return frame.select(pl.all().cast(pl.String)).fill_null("")


KINDS = [as_csv, as_csv_with_mark_and_crlf, as_jsonl, as_parquet, as_text_frame]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_articles_have_one_fingerprint(
    kind: Callable[[pl.DataFrame, Path], Path | pl.DataFrame], seeds: Corpus, tmp_path: Path
) -> None:
    known = [column for column in seeds.articles.columns if seeds.articles[column].null_count() < 5]
    frame = seeds.articles.select(known).drop("file").sample(fraction=1, shuffle=True, seed=7)
    other = load_corpus(kind(frame, tmp_path))
    assert other.fingerprint == seeds.fingerprint
    assert other.articles["article_id"].to_list() == frame["article_id"].to_list()
    assert (
        other.articles.drop("file", strict=False)
        .sort("article_id")
        .select(known[:3])
        .equals(seeds.articles.select(known[:3]))
    )


TEXTS = st.text("aĐệ\u0302 \n\r\t\u2028\x85\"',;{}\\😀", min_size=1, max_size=20).filter(str.strip)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_texts_come_out_of_every_kind_of_file_as_they_went_in(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("kinds")
    frame = pl.DataFrame({"article_id": [f"0{n}" for n in range(len(texts))], "text": texts})
    plain = load_corpus(frame)
    assert plain.articles["text"].to_list() == texts
    for kind in KINDS:
        assert load_corpus(kind(frame, home)).articles.equals(plain.articles)


def test_the_fingerprint_changes_with_any_value_and_with_nothing_else(folder: Path) -> None:
    first = load_corpus(folder)
    assert load_corpus(folder, name="other").fingerprint == first.fingerprint
    (folder / "articles" / "a.txt").rename(folder / "articles" / "renamed.txt")
    write_rows(folder, "date,country,file,article_id\n,CN,b.txt,b\n2025-04-14,VN,renamed.txt,a\n")
    assert load_corpus(folder).fingerprint == first.fingerprint, "order of rows and columns, and file names"
    write_rows(folder, "date,country,file,article_id\n2025-04-15,CN,b.txt,b\n2025-04-14,VN,renamed.txt,a\n")
    assert load_corpus(folder).fingerprint != first.fingerprint
    frame = first.articles.drop("file")
    assert load_corpus(frame).fingerprint == first.fingerprint
    assert load_corpus(frame.with_columns(pl.col("text") + " ")).fingerprint != first.fingerprint


def test_the_rules_have_a_fingerprint_of_their_own(tmp_path: Path, seeds: Corpus) -> None:
    home = tmp_path / "seeds"
    shutil.copytree(SEEDS, home)
    assert load_corpus(home).rules_fingerprint == seeds.rules_fingerprint
    for name, old, new in [
        ("zones.toml", "a line of capitals", "one line of capitals"),
        ("variants.csv", "Red Journey", "Red Journeys"),
        ("passages.csv", "Lin Jian", "Lin"),
    ]:
        path = home / name
        kept = path.read_bytes()
        path.write_bytes(kept.decode().replace(old, new, 1).encode())
        changed = load_corpus(home)
        assert changed.rules_fingerprint != seeds.rules_fingerprint, name
        assert changed.fingerprint == seeds.fingerprint
        path.write_bytes(kept)


def test_a_mark_is_taken_off_and_all_else_stays(folder: Path) -> None:
    (folder / "articles" / "a.txt").write_bytes(b"\xef\xbb\xbf \xef\xbb\xbfHa\xcc\x80\r\n\r\nN\t \n")
    assert load_corpus(folder).articles["text"][0] == " \ufeffHa\u0300\r\n\r\nN\t \n"


def test_metadata_is_stripped_and_what_is_empty_is_unknown(folder: Path) -> None:
    write_rows(folder, "article_id,file,country,desk\n 000 ,a.txt, VN ,\n001,b.txt,  ,world\n")
    articles = load_corpus(folder).articles
    assert articles["article_id"].to_list() == ["000", "001"]
    assert articles["country"].to_list() == ["VN", None]
    assert articles["desk"].to_list() == [None, "world"]
    assert articles["outlet"].to_list() == [None, None] and articles["date"].dtype == pl.Date


def test_without_identifiers_articles_are_numbered_from_one() -> None:
    assert load_corpus(pl.DataFrame({"text": ["a", "b"]})).articles["article_id"].to_list() == ["1", "2"]


def test_a_frame_given_is_not_changed() -> None:
    frame = pl.DataFrame({"text": ["a"], "country": [" VN "]})
    load_corpus(frame)
    assert frame.rows() == [("a", " VN ")] and frame.columns == ["text", "country"]


def test_tables_can_be_given_instead_of_those_in_the_folder(seeds: Corpus) -> None:
    bare = load_corpus(seeds.articles, variants=SEEDS / "variants.csv", zones=SEEDS / "zones.toml")
    assert bare.variants.equals(seeds.variants) and bare.zones.equals(seeds.zones) and bare.passages.is_empty()
    full = load_corpus(SEEDS, passages=seeds.passages.head(3), variants=seeds.variants.head(2))
    assert full.passages.height == 3 and full.variants.height == 2


def test_a_relative_path_is_looked_up_from_a_folder_inside_the_project(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    inner = folder.parent / "notebooks"
    inner.mkdir()
    (folder.parent / "pyproject.toml").touch()
    monkeypatch.chdir(inner)
    assert load_corpus("mine").name == "mine"


# --- selections and parts --------------------------------------------------------------------------


def ids(corpus: Corpus) -> list[str]:
    return corpus.articles["article_id"].to_list()


def test_select_keeps_what_meets_every_condition(seeds: Corpus) -> None:
    assert ids(seeds.select()) == ids(seeds)
    assert ids(seeds.select(country="CN")) == ["003"]
    assert ids(seeds.select(country=["CN", "VN"])) == ids(seeds)
    assert ids(seeds.select(country="VN", since="2025-04-18")) == ["000", "001"]
    assert ids(seeds.select(since="2025-04-14", until=date(2025, 4, 16))) == ["002", "003"], "both ends count"
    assert ids(seeds.select(until="2025-04-30")) == ["000", "001", "002", "003"], "no date meets no limit"
    assert ids(seeds.select(outlet="Việt Nam News (VNS)")) == ["000", "001", "002"]
    assert ids(seeds.select(language="en")) == ids(seeds)


def test_the_unknown_can_be_selected_by_name(seeds: Corpus) -> None:
    assert ids(seeds.select(outlet="(unknown)")) == ["004"]


def test_a_selection_takes_its_zones_and_passages_along(seeds: Corpus) -> None:
    one = seeds.select(country="CN")
    assert set(one.zones["article_id"]) == set(one.passages["article_id"]) == {"003"}
    assert one.zones.equals(seeds.zones.filter(pl.col("article_id") == "003"))
    assert one.passages.equals(seeds.passages.filter(pl.col("article_id") == "003"))
    assert one.variants.equals(seeds.variants) and one.zone_rules == seeds.zone_rules
    assert one.fingerprint != seeds.fingerprint and one.rules_fingerprint == seeds.rules_fingerprint
    assert one.fingerprint == load_corpus(seeds.articles.filter(pl.col("article_id") == "003")).fingerprint
    assert ids(seeds) == ["000", "001", "002", "003", "004"], "the corpus itself is kept"


def test_a_selection_of_nothing_and_a_date_that_is_not_one_are_refused(seeds: Corpus) -> None:
    with pytest.raises(CorpusError, match=r"^corpus 'seeds': no article is left by this selection; widen it$"):
        seeds.select(country="FR")
    with pytest.raises(CorpusError, match=r"^since '14 April' is not one; write year-month-day such as 2025-04-14"):
        seeds.select(since="14 April")
    with pytest.raises(CorpusError, match=r"^until '2025-02-30' is not one"):
        seeds.select(until="2025-02-30")


@settings(derandomize=True, deadline=None, max_examples=40)
@given(texts=st.lists(TEXTS, min_size=1, max_size=9), size=st.integers(1, 60))
def test_parts_are_whole_articles_in_order_within_the_size(texts: list[str], size: int) -> None:
    corpus = load_corpus(pl.DataFrame({"text": texts}))
    parts = list(corpus.parts(size))
    assert [article for part in parts for article in ids(part)] == ids(corpus)
    weights = [sum(len(text.encode()) for text in part.articles["text"]) for part in parts]
    assert all(weight <= size or part.articles.height == 1 for weight, part in zip(weights, parts, strict=True))
    for weight, following in zip(weights, parts[1:], strict=False):
        assert weight + len(following.articles["text"][0].encode()) > size, "no part is smaller than it need be"


def test_parts_of_the_seeds(seeds: Corpus) -> None:
    assert [ids(part) for part in seeds.parts(1)] == [["000"], ["001"], ["002"], ["003"], ["004"]]
    assert [len(ids(part)) for part in seeds.parts(10**9)] == [5]
    assert pl.concat(part.passages for part in seeds.parts(10_000)).equals(seeds.passages)
    assert pl.concat(part.zones for part in seeds.parts(10_000)).equals(seeds.zones)
    with pytest.raises(CorpusError, match=r"^parts: size must be a number of bytes above 0; got 0$"):
        list(seeds.parts(0))


# --- what is wrong, where, and what to do ----------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("article_id,file\na,a.txt\nb,b.txt\nc,c.txt\n", "articles.csv, row 4: the file 'c.txt' is not in articles/; add it or correct the row"),
        ("article_id,file\na,a.txt\n", "articles/ holds b.txt, which articles.csv does not name; add a row for each or move it away"),
        ("article_id,file\na,a.txt\nb,a.txt\n", "articles.csv, row 3: the file 'a.txt' stands in row 2 already; keep one"),
        ("article_id,file\na,a.txt\nb,\n", "articles.csv, row 3: file is empty; name the article's .txt file"),
        ("article_id,name\na,a.txt\n", "articles.csv: the column text or file is missing; it has article_id, name"),
        ("article_id,file\n", "articles.csv: no article in it; add at least one row"),
        ("article_id,file\na,a.txt\na,b.txt\n", "articles.csv, row 3: article_id 'a' stands in row 2 already; give each its own"),
        ("article_id,file\n000,a.txt\n 000,b.txt\n", "articles.csv, row 3: article_id '000' stands in row 2 already; give each its own"),
        ("article_id,file\na,a.txt\n ,b.txt\n", "articles.csv, row 3: article_id is empty; give each article its own"),
        ("file,date\na.txt,2025-04-14\nb.txt,14/04/2025\n", "articles.csv, row 3: date '14/04/2025' is not one; write year-month-day such as 2025-04-14, or leave it empty"),
        ("file,date\na.txt,2025-02-30\nb.txt,\n", "articles.csv, row 2: date '2025-02-30' is not one; write year-month-day such as 2025-04-14, or leave it empty"),
        ("file,date\na.txt,20250414\nb.txt,\n", "articles.csv, row 2: date '20250414' is not one; write year-month-day such as 2025-04-14, or leave it empty"),
        ("article_id,file\na,../secret.txt\nb,b.txt\n", "articles.csv, row 2: file '../secret.txt' leads out of the corpus folder; put it in articles/"),
        ("article_id,file\na,a.txt\nb,../../secret.txt\n", "articles.csv, row 3: file '../../secret.txt' leads out of the corpus folder; put it in articles/"),
    ],
)  # fmt: skip
def test_a_table_that_does_not_fit_its_files_is_refused(folder: Path, rows: str, says: str) -> None:
    (folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    write_rows(folder, rows)
    assert refusal(folder) == says


def test_a_full_path_and_a_link_out_of_the_folder_are_refused(folder: Path) -> None:
    outside = folder.parent / "secret.txt"
    outside.write_text("secret", encoding="utf-8")
    write_rows(folder, f"article_id,file\na,{outside}\nb,b.txt\n")
    assert refusal(folder).endswith("leads out of the corpus folder; put it in articles/")
    (folder / "articles" / "link.txt").symlink_to(outside)
    write_rows(folder, "article_id,file\na,a.txt\nb,b.txt\nc,link.txt\n")
    assert refusal(folder) == (
        "articles.csv, row 4: file 'link.txt' leads out of the corpus folder; put it in articles/"
    )


def test_more_files_than_fit_one_line_are_cut_short(folder: Path) -> None:
    for name in "cdef":
        (folder / "articles" / f"{name}.txt").write_text("x", encoding="utf-8")
    assert refusal(folder).startswith("articles/ holds c.txt, d.txt, e.txt …, which articles.csv does not name")


@pytest.mark.parametrize("content", [b"", b" \n\r\n\t", b"\xef\xbb\xbf"])
def test_an_empty_text_is_refused(folder: Path, content: bytes) -> None:
    (folder / "articles" / "b.txt").write_bytes(content)
    assert (
        refusal(folder)
        == "articles.csv, row 3: the text and the title of article 'b' are empty; fill in one of them or remove the row"
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"caf\xe9 talks", "not UTF-8 at byte 3 (found 0xe9); save the file again with the encoding UTF-8"),
        ("Hà".encode("utf-16"), "not UTF-8 at byte 0 (found 0xff, it looks like UTF-16); save the file again with the encoding UTF-8"),
    ],
)  # fmt: skip
def test_a_file_of_another_encoding_is_refused_with_row_and_byte(folder: Path, content: bytes, says: str) -> None:
    (folder / "articles" / "b.txt").write_bytes(content)
    assert refusal(folder) == f"articles.csv, row 3, file b.txt: {says}"


def test_a_folder_without_a_table_is_refused(folder: Path) -> None:
    (folder / "articles.csv").unlink()
    assert refusal(folder) == (
        "articles.csv is missing in 'mine'; a corpus folder holds articles.csv beside articles/*.txt; framing import makes one of other files"
    )


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", b'{"text": "a"}\n{"text": \n', "^a.jsonl, line 2: not JSON .*; mend or remove it$"),
        ("a.jsonl", b'\n\n["a"]\n', r"^a.jsonl, line 3: each line is one object with a text; got '\[\"a\"\]'$"),
        ("a.jsonl", b"", "^a.jsonl: the column text is missing; it has no columns$"),
        ("a.jsonl", b'{"text": "caf\xe9"}', r"^a.jsonl: not UTF-8 at byte 13 \(found 0xe9\); save the file again"),
        ("a.csv", b"body\nx\n", "^a.csv: the column text is missing; it has body$"),
        ("a.csv", b"file\nx.txt\n", "^a.csv: the column text is missing; it has file$"),
        ("a.csv", b"text,country\nx,VN\n ,CN\n", "^a.csv, row 3: the text and the title of article '2' are empty"),
        ("a.csv", b"text\na,b\n", "^a.csv cannot be read as a table .*; save it again"),
        ("a.csv", b"", "^a.csv cannot be read as a table .*; save it again"),
        ("a.csv", b"text\ncaf\xe9\n", r"^a.csv: not UTF-8 at byte 8 \(found 0xe9\); save the file again"),
        ("a.parquet", b"no parquet", "^a.parquet cannot be read as a table .*; save it again"),
        (
            "a.xlsx",
            b"x",
            "^a.xlsx: a corpus is a folder with articles.csv, or one .csv, .jsonl or .parquet file; framing import makes",
        ),
        (
            "a",
            b"x",
            "^a: a corpus is a folder with articles.csv, or one .csv, .jsonl or .parquet file; framing import makes",
        ),
    ],
)
def test_a_file_that_is_no_corpus_is_refused(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CorpusError, match=says):
        load_corpus(tmp_path / name)


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (pl.DataFrame({"body": ["a"]}), "the frame: the column text is missing; it has body"),
        (pl.DataFrame(), "the frame: the column text is missing; it has no columns"),
        (pl.DataFrame({"file": ["a.txt"]}), "the frame: the column text is missing; it has file"),
        (pl.DataFrame({"text": []}), "the frame: no article in it; add at least one row"),
        (pl.DataFrame({"text": [["a"]]}), "column 'text' holds lists or records; give one value per article"),
        (pl.DataFrame({"text": ["a", "b"], "tags": [["x"], []]}), "column 'tags' holds lists or records; give one value per article"),
    ],
)  # fmt: skip
def test_a_frame_that_is_no_corpus_is_refused(frame: pl.DataFrame, says: str) -> None:
    assert refusal(frame) == says


def test_a_path_where_nothing_is_lists_the_places_tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    inner = tmp_path / "notebooks"
    inner.mkdir()
    monkeypatch.chdir(inner)
    with pytest.raises(CorpusError) as caught:
        load_corpus("nowhere")
    said = str(caught.value)
    assert said.startswith("nowhere: not found; tried ") and said.endswith("; check the name or give the full path")
    tried = said.removeprefix("nowhere: not found; tried ").split(";")[0].split(", ")
    assert tried[:2] == [str(inner / "nowhere"), str(tmp_path / "nowhere")]
    with pytest.raises(CorpusError, match=r"^.*gone: not found; tried .*gone; check the name"):
        load_corpus(tmp_path / "gone")
    with pytest.raises(CorpusError, match=r"^no file or folder is named"):
        load_corpus("")
