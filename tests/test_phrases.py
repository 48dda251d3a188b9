"""Phrases against a counter of n-grams written from scratch; each repetition is listed once."""

from __future__ import annotations

import itertools
import string
from collections import Counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.corpus import Corpus, load_corpus
from framing.errors import SettingsError
from framing.occurrences import find_occurrences
from framing.phrases import PHRASE_SCHEMA, find_phrases, phrases_of
from framing.settings import CountSettings
from framing.study import prepare_study
from framing.tables import key_phrases, phrases, repetition
from framing.tokens import Tokens, tokenize

properties = settings(derandomize=True, deadline=None, max_examples=60)

Gram = tuple[str, ...]
Article = list[list[str]]  # sentences of words
ARTICLES = st.lists(
    st.lists(st.lists(st.sampled_from("aa bb cc dd".split()), min_size=1, max_size=9), min_size=1, max_size=4),
    min_size=1,
    max_size=4,
)


def tokens_of(*texts: str) -> Tokens:
    return tokenize(load_corpus(pl.DataFrame({"text": texts})))


def tokens_from(articles: list[Article]) -> Tokens:
    return tokens_of(*(" ".join(" ".join(words).capitalize() + "." for words in article) for article in articles))


def runs(articles: list[Article], size: int) -> list[tuple[int, Gram]]:
    """Every run of so many words inside one sentence, with its article."""
    return [
        (row, tuple(words[at : at + size]))
        for row, article in enumerate(articles, start=1)
        for words in article
        for at in range(len(words) - size + 1)
    ]


def naive_counts(articles: list[Article], longest: int) -> dict[int, Counter[Gram]]:
    """Runs of 1 … longest + 1 words and how often each occurs."""
    return {size: Counter(gram for _, gram in runs(articles, size)) for size in range(1, longest + 2)}


def listed(articles: list[Article], **options: int) -> dict[Gram, int]:
    table = find_phrases(tokens_from(articles), **options)
    return {tuple(phrase.split()): n for phrase, n in table.select("phrase", "n").iter_rows()}


def always_inside_one_longer(gram: Gram, counts: dict[int, Counter[Gram]]) -> bool:
    """Whether a run of one word more holds this one and occurs as often."""
    longer = counts[len(gram) + 1]
    return any(n == counts[len(gram)][gram] and gram in (run[1:], run[:-1]) for run, n in longer.items())


# ---- against the counter


@given(ARTICLES, st.integers(2, 6), st.integers(2, 3))
@properties
def test_every_listed_phrase_is_counted_right(articles: list[Article], longest: int, min_n: int) -> None:
    counts = naive_counts(articles, longest)
    for gram, n in listed(articles, longest=longest, min_n=min_n).items():
        assert n == counts[len(gram)][gram] >= min_n
        assert 2 <= len(gram) <= longest


@given(ARTICLES, st.integers(2, 6), st.integers(2, 3))
@properties
def test_below_the_greatest_length_what_is_no_part_of_a_longer_one_is_listed(
    articles: list[Article], longest: int, min_n: int
) -> None:
    counts = naive_counts(articles, longest)
    found = {gram for gram in listed(articles, longest=longest, min_n=min_n) if len(gram) < longest}
    repeated = (gram for size in range(2, longest) for gram, n in counts[size].items() if n >= min_n)
    assert found == {gram for gram in repeated if not always_inside_one_longer(gram, counts)}


@given(ARTICLES, st.integers(2, 6))
@properties
def test_at_the_greatest_length_only_the_going_on_of_a_longer_repetition_is_left_out(
    articles: list[Article], longest: int
) -> None:
    counts = naive_counts(articles, longest)
    found = set(listed(articles, longest=longest))
    for gram, n in counts[longest].items():
        # the run one word before, where it is always followed by this one and this one always follows it
        before = [run[:-1] for run, m in counts[longest + 1].items() if run[1:] == gram and m == n]
        goes_on = any(counts[longest][run] == n for run in before)
        assert (gram in found) == (n >= 2 and not goes_on), gram


@pytest.mark.parametrize(
    ("text", "longest", "wanted"),
    [
        ("Xx aa bb. Aa bb. Xx aa cc", 2, {"xx aa": 2, "aa bb": 2}),
        ("Aa bb cc aa. Bb cc aa bb", 2, {"aa bb": 2, "bb cc": 2}),  # cc aa goes on from bb cc
    ],
)
def test_phrases_that_only_sometimes_follow_each_other_are_all_listed(
    text: str, longest: int, wanted: dict[str, int]
) -> None:
    table = find_phrases(tokens_of(text), longest=longest)
    assert dict(table.select("phrase", "n").iter_rows()) == wanted


@given(ARTICLES, st.integers(2, 6))
@properties
def test_nested_phrases_are_one_finding(articles: list[Article], longest: int) -> None:
    found = listed(articles, longest=longest)
    for gram, other in itertools.permutations(found, 2):
        inside = any(other[at : at + len(gram)] == gram for at in range(len(other) - len(gram) + 1))
        assert not (inside and len(gram) < len(other) and found[gram] == found[other]), (gram, other)


@given(ARTICLES)
@properties
def test_every_repetition_is_listed_or_always_inside_a_listed_one(articles: list[Article]) -> None:
    longest = 12  # longer than any sentence here
    found = listed(articles, longest=longest)
    for size, counts in naive_counts(articles, longest).items():
        for gram, n in counts.items():
            holders = [run for run, m in found.items() if m == n and " ".join(gram) in " ".join(run)]
            assert size == 1 or n < 2 or holders, gram


@given(ARTICLES)
@properties
def test_who_shares_a_phrase_where_it_stands_first_and_in_which_order(articles: list[Article]) -> None:
    tokens = tokens_from(articles)
    found = find_occurrences(tokens)
    table = find_phrases(tokens)
    assert dict(table.schema) == PHRASE_SCHEMA
    assert table["phrase"].is_unique().all()
    rows = list(table.iter_rows(named=True))
    for row in rows:
        gram = tuple(row["phrase"].split())
        holders = sorted({article for article, run in runs(articles, len(gram)) if run == gram})
        assert row["article_ids"] == " ".join(map(str, holders))
        assert (row["articles"], row["words"]) == (len(holders), len(gram))
        spelled = [tuple(found.terms[t] for t in found.term[at : at + len(gram)]) for at in range(len(found))]
        starts = [at for at, run in enumerate(spelled) if run == gram and found.linked[at + 1 : at + len(gram)].all()]
        assert row["first"] == starts[0]
    order = [(-row["articles"], -row["words"], -row["n"], row["phrase"]) for row in rows]
    assert order == sorted(order)


# ---- ends and lengths


def words(n: int, start: int = 0) -> str:
    letters = string.ascii_lowercase
    return " ".join(letters[i] + letters[i + 1] for i in range(start, start + n))


def test_of_a_repetition_of_fifteen_words_the_first_twelve_are_listed() -> None:
    table = find_phrases(tokens_of(f"Once {words(15)} one", f"Twice {words(15)} two"))
    assert table.select("phrase", "words", "n", "article_ids").rows() == [(words(12), 12, 2, "1 2")]


def test_within_a_long_repetition_what_occurs_more_often_is_listed_too() -> None:
    table = find_phrases(tokens_of(f"{words(15)}.", f"{words(15)}.", f"Once {words(3, start=13)}."))
    assert table.select("phrase", "n").rows() == [("no op", 3), (words(12), 2)]


def test_what_one_article_says_twice_is_a_phrase_of_one_article() -> None:
    table = find_phrases(tokens_of("Shared future. A shared future.", "Shared port"))
    assert table.select("phrase", "n", "articles", "article_ids").rows() == [("shared future", 2, 1, "1")]


@pytest.mark.parametrize("edge", [". ", "? ", ".” ", "\n\n", ".\n"])
def test_no_phrase_crosses_a_sentence_end(edge: str) -> None:
    text = f"We saw shared{edge}Future talks. They had shared{edge}Future plans."
    assert find_phrases(tokens_of(text)).is_empty()


def test_no_phrase_crosses_from_one_article_into_the_next() -> None:
    assert find_phrases(tokens_of("talks shared", "future plans", "port shared", "future trade")).is_empty()


def test_no_phrase_runs_over_words_left_out() -> None:
    text = "Rail xx port. Rail xx port."
    passages = pl.DataFrame(
        {
            "article_id": ["1"] * 6,
            "start": [0, 5, 8, 14, 19, 22],
            "end": [5, 8, 13, 19, 22, 27],
            "voice": ["a", "b", "a"] * 2,
            "event": ["e"] * 6,
        }
    )
    tokens = tokenize(load_corpus(pl.DataFrame({"text": [text]}), passages=passages))
    assert find_phrases(tokens)["phrase"].to_list() == ["rail xx port"]
    assert find_phrases(tokens, CountSettings(voices=("a",))).is_empty()


def test_a_bound_name_is_one_word_of_a_phrase() -> None:
    variants = pl.DataFrame({"canonical": ["Vietnam"], "variant": ["Việt Nam"], "kind": ["spelling"]})
    frame = pl.DataFrame({"text": ["Việt Nam and China agreed", "Vietnam and China met"]})
    table = find_phrases(tokenize(load_corpus(frame, variants=variants)))
    assert table.select("phrase", "words", "n").rows() == [("vietnam and china", 3, 2)]


def test_no_word_at_all_gives_an_empty_table() -> None:
    for text in ("—", "Rail", "Rail talks"):
        table = find_phrases(tokens_of(text))
        assert table.is_empty() and dict(table.schema) == PHRASE_SCHEMA


@pytest.mark.parametrize("options", [{"longest": 1}, {"longest": 13}, {"min_n": 1}, {"min_n": 0}])
def test_lengths_and_counts_outside_their_range_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(SettingsError, match="longest must be 2 to 12 and min_n at least 2"):
        find_phrases(tokens_of("Rail talks"), **options)


def test_phrases_of_phrases_are_refused() -> None:
    with pytest.raises(SettingsError, match="ngram must be 1, got 2"):
        find_phrases(tokens_of("Rail talks"), CountSettings(ngram=2))


def test_a_word_beside_grammar_is_no_leading_phrase() -> None:
    """By hand: "of the rail" stands in all, "the port was" in both of VN, "trade route" in both of CN."""
    texts = ["Talk of the rail. The port was new.", "End of the rail. The port was old."]
    texts += ["Use of the rail. A trade route opens.", "Map of the rail. The trade route ends."]
    frame = pl.DataFrame({"text": texts, "country": ["VN", "VN", "CN", "CN"], "language": ["en"] * 4})
    study = prepare_study(load_corpus(frame), focus="VN", reference="CN")
    assert {"of the rail", "the port was", "trade route"} <= set(phrases(study)["phrase"])
    assert key_phrases(study) == ["trade route"]


# ---- the table of a report


@pytest.fixture
def many() -> Corpus:
    """Thirty articles: all hold one phrase, those of a side one that the other lacks, and each pair of neighbours its own."""
    texts = [
        f"The harbour light. {('Open sea lanes', 'Closed land ports')[at % 2]}. Pair word{chr(97 + at // 2)} returns."
        for at in range(30)
    ]
    rows = {"text": texts, "article_id": [f"id {at:02}" for at in range(30)], "country": ["VN", "CN"] * 15}
    return load_corpus(pl.DataFrame(rows))


def test_the_table_names_ten_articles_of_a_phrase_and_counts_all(many: Corpus) -> None:
    table = phrases(prepare_study(many, focus="VN", reference="CN"))
    shared = table.row(by_predicate=pl.col("phrase") == "the harbour light", named=True)
    assert shared["article_ids"] == " ".join(f"id {at:02}" for at in range(10))
    assert (shared["articles"], shared["articles_focus"], shared["articles_reference"]) == (30, 15, 15)
    pair = table.row(by_predicate=pl.col("phrase") == "pair wordb returns", named=True)
    assert pair["article_ids"] == "id 02 id 03" and (pair["articles_focus"], pair["articles_reference"]) == (1, 1)


def test_the_table_is_that_of_find_phrases_with_the_articles_of_each_side(many: Corpus) -> None:
    study = prepare_study(many, focus="VN", reference="CN")
    same = ["phrase", "words", "n", "articles"]
    table = phrases(study)
    assert table.select(same).equals(phrases_of(study.occurrences()).select(same))
    assert (table["articles_focus"] + table["articles_reference"]).to_list() == table["articles"].to_list()


def test_of_very_many_phrases_the_most_shared_and_the_leading_ones_stay(
    many: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = phrases(prepare_study(many, focus="VN", reference="CN"))
    monkeypatch.setattr(repetition, "MOST", 2)
    monkeypatch.setattr(repetition, "MOST_ALONE", 0)
    study = prepare_study(many, focus="VN", reference="CN")
    cut = phrases(study)
    assert cut["phrase"].to_list() == ["the harbour light", "closed land ports", "open sea lanes"]
    assert set(key_phrases(study)) <= set(cut["phrase"]) and cut.height < whole.height
    assert cut.equals(whole.filter(pl.col("phrase").is_in(cut["phrase"].implode())))


def test_no_phrase_of_one_side_is_lost_behind_shared_ones(many: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repetition, "MOST", 1)
    monkeypatch.setattr(repetition, "MOST_ALONE", 1)
    table = phrases(prepare_study(many, focus="VN", reference="CN"))
    assert table["phrase"].to_list() == ["the harbour light", "closed land ports", "open sea lanes"]
