"""The column title as a headline: where it occurs in a text, after the text where it does not, and never twice."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from project import collected

from framing.corpus import Corpus, load_corpus
from framing.corpus.parts import plan_parts
from framing.corpus.titles import added_from, find_title, with_title
from framing.counting import count_corpus
from framing.counts import count_terms
from framing.duplicates import find_duplicates
from framing.errors import CorpusError
from framing.importing import import_corpus
from framing.pages import article_pages
from framing.settings import CountSettings
from framing.study import prepare_study
from framing.tokens import tokenize

properties = settings(derandomize=True, deadline=None, max_examples=150)
BODY = "The ministers met on Monday.\n\nThey spoke of trade."


def corpus_of(*rows: tuple[str | None, str | None], **columns: list[str]) -> Corpus:
    """Articles of text and title."""
    texts, titles = zip(*rows, strict=True)
    return load_corpus(
        pl.DataFrame(
            {"text": texts, "title": titles} | columns, schema_overrides={"text": pl.String, "title": pl.String}
        )
    )


def headlines(corpus: Corpus) -> list[tuple[str, str]]:
    """What is marked as headline, with its rule."""
    texts = dict(corpus.articles.select("article_id", "text").iter_rows())
    spans = corpus.zones.filter(pl.col("zone") == "headline").select("article_id", "start", "end", "rule").iter_rows()
    return [(texts[article_id][start:end], rule) for article_id, start, end, rule in spans]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Rail talks begin in Hanoi", "Rail talks begin in Hanoi"),
        ("RAIL TALKS BEGIN IN HANOI", "Rail talks begin in Hanoi"),
        ("“Rail talks” begin – in Hanoi…", "'Rail talks'  begin - in Hanoi..."),
        (unicodedata.normalize("NFD", "Đường sắt Hà Nội"), "Đường sắt Hà Nội"),
        ("中越举行会谈，共商合作", "中越举行会谈,共商合作"),
        ("Rail talks begin", "Rail talks begin - VnExpress International"),
        ("中越举行会谈，共商合作", "中越举行会谈，共商合作 | 新华网"),
        ("Rail talks begin\nin Hanoi", "Rail talks begin in Hanoi"),
        ("中越举行会谈\n共商合作", "中越举行会谈共商合作"),
    ],
)
def test_a_title_that_is_a_line_of_the_text_is_marked_there(line: str, title: str) -> None:
    for before in ("", "World\nVNS\n14 April 2025\n\n"):
        corpus = corpus_of((f"{before}{line}\n\n{BODY}", title))
        assert corpus.articles["text"].to_list() == [f"{before}{line}\n\n{BODY}"]
        assert headlines(corpus) == [(line, "title")]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (f"Rail talks begin: {BODY}", "Rail talks begin"),
        (f"Rail talks begin | VNS\n{BODY}", "Rail talks begin"),
        (f"Rail talks begin in the city of Hanoi {BODY}", "Rail talks begin in the city of Hanoi"),
    ],
)
def test_a_title_that_runs_into_the_text_is_marked(text: str, marked: str) -> None:
    corpus = corpus_of((text, marked))
    assert corpus.articles["text"].to_list() == [text] and headlines(corpus) == [(marked, "title")]


@pytest.mark.parametrize(
    "text",
    ["Rail talks begin today in Hanoi.", "Rail talks begin.", "Rail talks begin Monday.", f"{BODY} Rail talks begin"],
)
def test_a_sentence_that_has_the_words_of_the_title_stays_body(text: str) -> None:
    corpus = corpus_of((text, "Rail talks begin"))
    assert corpus.articles["text"].to_list() == [f"{text}\n\nRail talks begin"]
    assert headlines(corpus) == [("Rail talks begin", "title")]
    assert corpus.zones["start"].to_list() == [len(text) + 2]


def test_a_title_that_the_text_lacks_is_counted_as_headline_and_shifts_nothing() -> None:
    bare, titled = corpus_of((BODY, None)), corpus_of((BODY, "Rail talks begin"))
    body, headline = CountSettings(zones=("body",)), CountSettings(zones=("headline",))
    counts = count_terms(tokenize(titled), headline)
    assert dict(zip(counts.terms, counts.matrix.toarray()[0].tolist(), strict=True)) == {
        "rail": 1,
        "talks": 1,
        "begin": 1,
    }
    first, second = (count_terms(tokenize(corpus), body) for corpus in (bare, titled))
    assert first.terms == second.terms and (first.matrix != second.matrix).nnz == 0
    assert titled.articles["text"][0].startswith(BODY) and collected(titled.articles) == [BODY]


def test_an_article_may_be_a_headline_only(tmp_path: Path) -> None:
    corpus = corpus_of(("", "Rail talks begin"), (None, "Sea talks end"), (" \n", "中越举行会谈"), ("Text.", None))
    assert corpus.articles["text"].to_list() == ["Rail talks begin", "Sea talks end", "中越举行会谈", "Text."]
    assert [text for text, _ in headlines(corpus)] == ["Rail talks begin", "Sea talks end", "中越举行会谈"]
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "b.txt").write_text("")
    (tmp_path / "articles.csv").write_text("file,title\n,Rail talks begin\nb.txt,Sea talks end\n")
    assert load_corpus(tmp_path).articles["text"].to_list() == ["Rail talks begin", "Sea talks end"]


def test_an_article_without_text_and_title_is_refused() -> None:
    with pytest.raises(
        CorpusError, match=r"^the frame, row 2: the text and the title of article '2' are empty; fill in one"
    ):
        corpus_of(("Text.", None), ("", " "))


def test_loading_what_was_loaded_adds_nothing(tmp_path: Path) -> None:
    first = corpus_of(
        (BODY, "Rail talks begin"), ("", "Sea talks"), (f"Port talks\n\n{BODY}", "Port talks"), (BODY, "—")
    )
    first.articles.write_csv(tmp_path / "a.csv")
    first.articles.write_parquet(tmp_path / "a.parquet")
    import_corpus([tmp_path / "a.csv"], tmp_path / "imported")
    again = (first.articles, tmp_path / "a.csv", tmp_path / "a.parquet")
    for each in (*map(load_corpus, again), load_corpus(tmp_path / "imported")):
        assert each.articles["text"].to_list() == first.articles["text"].to_list()
        assert each.zones.equals(first.zones)
    assert {load_corpus(each).fingerprint for each in again} == {first.fingerprint}


LINES = st.lists(st.text("ab c\n\r.:-“é", max_size=12), max_size=6).map("\n".join)


@properties
@given(LINES, st.text("ab c\n.:-“é", max_size=8).map(str.strip).filter(bool))
def test_a_title_is_added_once_and_never_before_the_text(text: str, title: str) -> None:
    whole = with_title(text, title)
    assert with_title(whole, title) == whole
    if text.strip():
        assert whole in (text, f"{text}\n\n{title}")
        assert (whole != text) <= (added_from(whole, title) == len(text) + 2)
    for start, end in find_title(whole, title):
        assert 0 <= start < end <= len(whole) and whole[start:end] == whole[start:end].strip()
        assert find_title(whole[start:end], title)


ZONES = """
[[rule]]
name = "sign-off"
zone = "sign-off"
pattern = '— VNS\\s*\\Z'
reason = "the agency's mark at the end"

[[rule]]
name = "kicker"
zone = "kicker"
pattern = '^WORLD: .+$'
reason = "a line above"
"""


def test_rules_of_the_corpus_come_first_and_see_the_text_as_it_was_collected(tmp_path: Path) -> None:
    (tmp_path / "zones.toml").write_text(ZONES)
    frame = pl.DataFrame(
        {"text": ["Talks were held. — VNS", "WORLD: Rail\n\nTalks were held. — VNS"], "title": ["Rail", "WORLD: Rail"]}
    )
    corpus = load_corpus(frame, zones=tmp_path / "zones.toml")
    marked = [
        (article_id, frame_text[start:end], zone)
        for article_id, start, end, zone, _ in corpus.zones.iter_rows()
        for frame_text in [corpus.articles["text"][int(article_id) - 1]]
    ]
    assert marked == [
        ("1", "— VNS", "sign-off"), ("1", "Rail", "headline"), ("2", "WORLD: Rail", "kicker"), ("2", "— VNS", "sign-off"),
    ]  # fmt: skip
    assert [rule.zone for rule in corpus.zone_rules] == ["sign-off", "kicker", "headline"]
    assert [rule.zone for rule in load_corpus(frame.drop("title"), zones=tmp_path / "zones.toml").zone_rules] == [
        "sign-off", "kicker",
    ]  # fmt: skip


def test_passages_keep_their_offsets() -> None:
    passages = pl.DataFrame(
        {"article_id": ["1"], "start": [0], "end": [len(BODY)], "voice": ["narrator"], "event": ["talks"]}
    )
    corpus = load_corpus(pl.DataFrame({"text": [BODY], "title": ["Rail talks begin"]}), passages=passages)
    tokens = tokenize(corpus)
    assert corpus.passages.select("start", "end").rows() == [(0, len(BODY))]
    assert [tokens.zones[zone] for zone in tokens.zone[tokens.passage < 0]] == ["headline"] * 3


@pytest.mark.parametrize("kind", ["parquet", "jsonl"])
def test_parts_of_a_file_count_headlines_as_the_whole_does(tmp_path: Path, kind: str) -> None:
    """Of the four parts the second has no title at all, and the last nothing else."""
    rows = [(f"{BODY} {'word ' * 320_000}", title) for title in ("Rail talks begin", None, "Sea talks end")]
    frame = pl.DataFrame(
        {"text": [*(text for text, _ in rows), ""], "title": [*(title for _, title in rows), "Port talks"]}
    )
    path = tmp_path / f"a.{kind}"
    frame.write_parquet(path) if kind == "parquet" else frame.write_ndjson(path)
    whole = load_corpus(path)
    assert len(plan_parts(path, 1_562_500)) == 4  # what 50 MB of memory allow
    for _ in range(2):  # the second time from what was kept
        parts = count_corpus(path, memory=50, workers=1)
        assert parts.names == tokenize(whole).zones == ("body", "headline")
        assert parts.fingerprint == whole.fingerprint
        assert parts.without_texts().zone_rules == whole.zone_rules == parts.read([1]).zone_rules
        for zones in (("headline",), ("body",), None):
            expected = count_terms(tokenize(whole), CountSettings(zones=zones))
            found = parts.counts(zones)
            assert found.terms == expected.terms and (found.matrix != expected.matrix).nnz == 0
            assert found.texts.tolist() == expected.texts.tolist()


def test_one_text_under_several_headlines_is_one_text() -> None:
    rows = [
        (BODY, "Rail talks begin"),
        (BODY, "Sea talks end"),
        (BODY, None),
        ("", "Rail talks"),
        ("", "Rail  Talks"),
        ("", "Sea"),
    ]
    corpus = corpus_of(*rows)
    numbers = tokenize(corpus).texts.tolist()
    assert numbers[0] == numbers[1] == numbers[2] and len(set(numbers[2:])) == 4
    assert find_duplicates(corpus).table.select("article_id", "cluster", "kind").rows() == [
        ("1", 1, None), ("2", 1, "exact"), ("3", 1, "exact"), ("4", 2, None), ("5", 2, "exact"),
    ]  # fmt: skip


def test_a_page_says_where_a_headline_comes_from_that_the_text_lacks() -> None:
    rows = [(BODY, "Rail <talks>"), (f"Sea talks\n\n{BODY}", "Sea talks")]
    study = prepare_study(corpus_of(*rows, country=["VN", "CN"]), focus="VN", reference="CN")
    added, found = article_pages(study, (), paged={"1", "2"}).values()
    label, hint = '<span class="label">headline{} </span>', "it comes from the column title"
    assert label.format(", from the column title") in added and hint in added and "Rail <talks>" not in added
    assert label.format("") in found and hint not in found and "from the column title" not in found


def test_tables_of_headlines_only_are_imported(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Headline,Body,Source\nRail talks begin,,VNS\nSea talks end, ,Xinhua\n,,Nobody\n")
    done = import_corpus([tmp_path / "a.csv"], tmp_path / "to")
    assert (done.articles, done.skipped) == (2, 1)
    assert done.kinds["headline only"] == 2
    corpus = load_corpus(tmp_path / "to")
    assert headlines(corpus) == [("Rail talks begin", "title"), ("Sea talks end", "title")]
    assert (
        (tmp_path / "to" / "skipped.csv")
        .read_text()
        .endswith('"a.csv, row 4",the text is empty; fill it in or leave the article out\n')
    )


def test_a_table_without_a_column_of_texts_is_read_where_the_user_names_the_headlines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("day,headline_text\n2025-04-14,Rail talks begin\n")
    with pytest.raises(CorpusError, match=r"headlines only, theirs with --column title=NAME"):
        import_corpus([tmp_path / "a.csv"], tmp_path / "no")
    import_corpus([tmp_path / "a.csv"], tmp_path / "to", columns=["title=headline_text", "date=day"])
    assert headlines(load_corpus(tmp_path / "to")) == [("Rail talks begin", "title")]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Talks open.", "Talks open"),
        ("“Talks open”", "Talks open"),
        ("Talks open", "‘Talks open’"),
        ("Talks open!", "TALKS OPEN"),
    ],
)
def test_a_stop_or_quotation_marks_of_the_title_alone_make_no_other_headline(title: str, line: str) -> None:
    assert with_title(f"{line}\n\n{BODY}", title) == f"{line}\n\n{BODY}"
