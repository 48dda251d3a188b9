"""Evidence: what is shown is cut from the raw text, in one paragraph, with the sentence it stands in."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.corpus import Corpus, load_corpus
from framing.counts import count_terms
from framing.errors import SettingsError
from framing.evidence import LINE_COLUMNS, find_lines, lines_of, pick_quotes, quote_sentence, surface_forms
from framing.occurrences import find_occurrences
from framing.settings import CountSettings
from framing.tokens import Tokens, tokenize

ROOT = Path(__file__).parent.parent
properties = settings(derandomize=True, deadline=None, max_examples=40)

JOINS = st.sampled_from([" ", ", ", "-", " – ", " “", "” ", " (", ") ", "\n"])
ENDS = st.sampled_from([". ", "? ", ".” ", ".) ", "! “", ".\n\n", ".”\n\n“"])
VARIANTS = pl.DataFrame({"canonical": ["Vietnam"], "variant": ["Việt Nam"], "kind": ["spelling"]})


@st.composite
def sentences(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from("rail talks trade port".split()), min_size=1, max_size=5))
    return words[0].capitalize() + "".join(draw(JOINS) + word for word in words[1:]) + draw(ENDS)


ARTICLES = st.lists(st.lists(sentences(), min_size=1, max_size=5).map("".join), min_size=1, max_size=4)


def tokens_of(*texts: str, **columns: list[str | None]) -> Tokens:
    return tokenize(load_corpus(pl.DataFrame({"text": list(texts), **columns})))


def text_of(corpus: Corpus, article_id: str) -> str:
    text: str = corpus.articles.row(by_predicate=pl.col("article_id") == article_id, named=True)["text"]
    return text


def sentences_of(tokens: Tokens) -> list[str]:
    """Every sentence of some tokens, as it would be quoted."""
    first = np.unique(tokens.sentence, return_index=True)[1]
    return [quote_sentence(tokens, int(at)).text for at in first]


# ---- lines


@given(ARTICLES, st.sampled_from("rail talks trade".split()), st.integers(0, 6))
@properties
def test_lines_are_cut_from_one_paragraph_of_the_raw_text(texts: list[str], term: str, words: int) -> None:
    tokens = tokens_of(*texts)
    lines = find_lines(tokens, term, words=words)
    assert lines.columns == LINE_COLUMNS
    assert lines.height == sum(len(re.findall(term, text.lower())) for text in texts)
    for line in lines.iter_rows(named=True):
        text = text_of(tokens.corpus, line["article_id"])
        start, end = line["start"], line["end"]
        assert text[start:end] == line["node"] and line["node"].lower() == term
        whole = line["left"] + line["node"] + line["right"]
        assert text[start - len(line["left"]) : end + len(line["right"])] == whole
        assert "\n\n" not in whole
        assert line["sentence_start"] <= start < end <= line["sentence_end"]


@given(ARTICLES, st.integers(0, 6))
@properties
def test_context_is_so_many_words_or_all_there_are_in_the_paragraph(texts: list[str], words: int) -> None:
    tokens = tokens_of(*texts)
    for line in find_lines(tokens, "rail", words=words).iter_rows(named=True):
        text = text_of(tokens.corpus, line["article_id"])
        before = re.split(r"\n\n", text[: line["start"]])[-1]
        after = re.split(r"\n\n", text[line["end"] :])[0]
        for shown, available in ((line["left"], before), (line["right"], after)):
            assert len(re.findall(r"\w+", shown)) == min(words, len(re.findall(r"\w+", available)))


def test_lines_stand_in_text_order_and_the_first_are_kept() -> None:
    tokens = tokens_of("Rail talks. Rail.", "Rail again", outlet=["a", None], date=["2025-04-14", None])
    lines = find_lines(tokens, "rail")
    assert lines.select("article_id", "start").rows() == [("1", 0), ("1", 12), ("2", 0)]
    assert lines["outlet"].to_list() == ["a", "a", None]
    assert [str(date) for date in lines["date"]] == ["2025-04-14", "2025-04-14", "None"]
    for limit in (0, 1, 2, 9):
        assert find_lines(tokens, "rail", limit=limit).rows() == lines.rows()[:limit]


def test_a_term_that_does_not_occur_has_no_line_but_all_columns() -> None:
    lines = find_lines(tokens_of("Rail talks"), "port")
    assert lines.is_empty() and lines.columns == LINE_COLUMNS
    assert lines.schema == find_lines(tokens_of("Rail talks"), "rail").schema


def test_words_below_zero_are_refused() -> None:
    with pytest.raises(SettingsError, match="words and limit must be 0 or more; got -1"):
        find_lines(tokens_of("Rail talks"), "rail", words=-1)


def test_a_line_never_crosses_into_another_zone(tmp_path: Path) -> None:
    rules = tmp_path / "zones.toml"
    rules.write_text('[[rule]]\nname = "c"\nzone = "caption"\npattern = \'\\[.*?\\]\'\nreason = "r"\n')
    text = "Leaders met [Leaders shake hands at noon] and talked."
    tokens = tokenize(load_corpus(pl.DataFrame({"text": [text]}), zones=rules))
    body = find_lines(tokens, "leaders")
    assert body.select("left", "node", "right", "zone").rows() == [("", "Leaders", " met", "body")]
    every = find_lines(tokens, "leaders", CountSettings(zones=None))
    assert every["zone"].to_list() == ["body", "caption"]
    assert every.row(1, named=True)["right"] == " shake hands at noon"
    assert find_lines(tokens, "talked")["left"].to_list() == ["and "]


def test_a_bound_name_is_one_node_as_it_is_written() -> None:
    corpus = load_corpus(pl.DataFrame({"text": ["In Việt\nNam’s ports, Vietnam said"]}), variants=VARIANTS)
    lines = find_lines(tokenize(corpus), "vietnam", words=1)
    assert lines.select("left", "node", "right").rows() == [
        ("In ", "Việt\nNam’s", " ports"),
        ("ports, ", "Vietnam", " said"),
    ]


def test_voice_is_that_of_the_passage_and_null_outside() -> None:
    text = "Rail is good, said Xi. Rail is dear. Rail."
    passages = pl.DataFrame(
        {
            "article_id": ["1", "1"], "start": [0, 23], "end": [22, 36],
            "voice": ["Xi Jinping", "narrator"], "voice_class": ["Chinese official", None], "event": ["e", "e"],
        }
    )  # fmt: skip
    tokens = tokenize(load_corpus(pl.DataFrame({"text": [text]}), passages=passages))
    assert find_lines(tokens, "rail")["voice"].to_list() == ["Xi Jinping", "narrator", None]
    one = find_lines(tokens, "rail", CountSettings(voices=("Chinese official",)))
    assert one.select("voice", "start").rows() == [("Xi Jinping", 0)]


def test_lines_of_the_seeds_are_as_many_as_are_counted() -> None:
    tokens = tokenize(load_corpus(ROOT / "seeds"))
    texts = dict(tokens.corpus.articles.select("article_id", "text").iter_rows())
    for options in (CountSettings(), CountSettings(zones=None, variants=()), CountSettings(ngram=2, hyphens="join")):
        found = find_occurrences(tokens, options)
        counts = count_terms(tokens, options)
        assert counts.terms == found.terms
        n = counts.matrix.sum(axis=0)
        for index in np.argsort(-n, kind="stable")[:300:6]:
            lines = lines_of(found, counts.terms[index], words=3)
            assert lines.height == n[index]
            for article_id, start, end, node in lines.select("article_id", "start", "end", "node").iter_rows():
                assert texts[article_id][start:end] == node


# ---- sentences

QUOTED = [
    ("He said: “We go.” They left.", ["He said: “We go.”", "They left."]),
    ("‘Fine,’ he said. “Go on!” (Yes.) [No one did.]", ["‘Fine,’ he said.", "“Go on!”", "(Yes.)", "[No one did.]"]),
    ('"Go on," he said. "We will." Done', ['"Go on," he said.', '"We will."', "Done"]),
    ("It ended... “Then?” «Oui.» End…", ["It ended...", "“Then?”", "«Oui.»", "End…"]),
    ("(“Both,” he said.) ([“Nested.”]) Out", ["(“Both,” he said.)", "([“Nested.”])", "Out"]),
    ("Mr. Lam met Gen. Xi. Both smiled", ["Mr. Lam met Gen. Xi.", "Both smiled"]),
    ("Trade rose 3.5 per cent. Rail rose 2%.\n\nNo end", ["Trade rose 3.5 per cent.", "Rail rose 2%.", "No end"]),
    ("The sea [called the East Sea] is calm. So", ["The sea [called the East Sea] is calm.", "So"]),
    ("Talks ended.\u00a0“Trade grew.” So", ["Talks ended.", "“Trade grew.”", "So"]),
    ("他走了。“你好。”他说。", ["他走了。", "“你好。”", "他说。"]),
]


@pytest.mark.parametrize(("text", "wanted"), QUOTED)
def test_quotation_marks_and_brackets_belong_to_their_sentence(text: str, wanted: list[str]) -> None:
    assert sentences_of(tokens_of(text)) == wanted


@given(ARTICLES)
@properties
def test_sentences_lie_side_by_side_and_hold_all_words(texts: list[str]) -> None:
    tokens = tokens_of(*texts)
    first = np.unique(tokens.sentence, return_index=True)[1]
    reached = dict.fromkeys(tokens.corpus.articles["article_id"], 0)
    for at in first.tolist():
        quote = quote_sentence(tokens, at)
        assert quote.text == text_of(tokens.corpus, quote.article_id)[quote.start : quote.end] == quote.text.strip()
        assert "\n\n" not in quote.text
        assert quote.start >= reached[quote.article_id]
        reached[quote.article_id] = quote.end
    words = re.findall(r"\w+", " ".join(texts))
    assert re.findall(r"\w+", " ".join(sentences_of(tokens))) == words


# ---- quotations


def test_quotes_come_from_different_articles_first() -> None:
    tokens = tokens_of(
        "Rail one two three four five. Rail six seven eight nine ten eleven. Rail twelve again and again so.",
        "Trade only in this article here.",
        "Rail in the third article is slow. Rail in the third article is fast, they say.",
    )
    found = find_occurrences(tokens)
    hits = found.at("rail")
    quotes = pick_quotes(found, hits, 3)
    assert [quote.article_id for quote in quotes] == ["1", "3", "1"]
    assert quotes[0].text == "Rail one two three four five."
    assert quotes[1].text == "Rail in the third article is slow."
    assert len(pick_quotes(found, hits, 99)) == 5
    assert pick_quotes(found, hits, 0) == pick_quotes(found, found.at("port"), 3) == ()


def test_a_sentence_of_few_words_is_quoted_only_for_want_of_a_longer_one() -> None:
    tokens = tokens_of("Rail grew. Rail is what the two ministers had talked about.", "Rail ended.")
    found = find_occurrences(tokens)
    quotes = pick_quotes(found, found.at("rail"), 3)
    assert [quote.text for quote in quotes] == [
        "Rail is what the two ministers had talked about.", "Rail ended.", "Rail grew.",
    ]  # fmt: skip


@given(ARTICLES, st.integers(1, 5))
@properties
def test_quotes_hold_a_hit_and_spread_over_the_articles(texts: list[str], n: int) -> None:
    tokens = tokens_of(*texts)
    found = find_occurrences(tokens)
    hits = found.at("rail")
    quotes = pick_quotes(found, hits, n)
    sentences = {(int(found.article[hit]), int(found.sentence[hit])) for hit in hits}
    assert len(set(quotes)) == len(quotes) == min(n, len(sentences))
    assert len({quote.article_id for quote in quotes}) == min(n, len({article for article, _ in sentences}))
    assert all("rail" in quote.text.lower() for quote in quotes)


# ---- writings


def test_surface_forms_are_the_writings_of_each_article() -> None:
    frame = pl.DataFrame({"text": ["Việt\nNam, Vietnam, Việt Nam, VIETNAM", "Vietnam’s rail"]})
    found = find_occurrences(tokenize(load_corpus(frame, variants=VARIANTS)))
    table = surface_forms(found, ["vietnam", "rail", "port"])
    assert table.rows() == [
        ("rail", "2", "rail", 1),
        ("vietnam", "1", "Việt Nam", 2),
        ("vietnam", "1", "VIETNAM", 1),
        ("vietnam", "1", "Vietnam", 1),
        ("vietnam", "2", "Vietnam’s", 1),
    ]
    assert surface_forms(found, ["port"]).schema == table.schema


def test_surface_forms_of_the_seeds_add_up_to_the_counts() -> None:
    tokens = tokenize(load_corpus(ROOT / "seeds"))
    counts = count_terms(tokens)
    table = surface_forms(find_occurrences(tokens), list(counts.terms))
    summed = dict(table.group_by("term").agg(pl.col("n").sum()).iter_rows())
    assert summed == dict(zip(counts.terms, counts.matrix.sum(axis=0).tolist(), strict=True))


def test_of_a_reprint_another_sentence_is_quoted() -> None:
    short, long = "Rail talks went on in the port today", "The plan for new rail is older than the talks"
    texts = [f"{short}. {long}.", f"{short}! {long}!", f"{short}."]
    found = find_occurrences(tokens_of(*texts))
    quotes = [(quote.article_id, quote.text[:4]) for quote in pick_quotes(found, found.at("rail"), 3)]
    assert quotes == [("1", "Rail"), ("2", "The "), ("3", "Rail")], "the third has no other"
