"""Collocates: joint counts against a window counter written from scratch, scores against published numbers."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from framing import measures
from framing.collocations import COLLOCATE_SCHEMA, collocates, collocates_at
from framing.corpus import load_corpus
from framing.errors import SettingsError
from framing.occurrences import find_occurrences
from framing.settings import CountSettings
from framing.tokens import Tokens, tokenize

ORACLE = json.loads((Path(__file__).parent / "oracles.json").read_text(encoding="utf-8"))["collocation"]
properties = settings(derandomize=True, deadline=None, max_examples=60)

Article = list[list[str]]  # sentences of words
ARTICLES = st.lists(
    st.lists(st.lists(st.sampled_from("aa bb cc dd ee".split()), min_size=1, max_size=9), min_size=1, max_size=4),
    min_size=1,
    max_size=3,
)


def tokens_of(*texts: str) -> Tokens:
    return tokenize(load_corpus(pl.DataFrame({"text": texts})))


def tokens_from(articles: list[Article]) -> Tokens:
    return tokens_of(*(" ".join(" ".join(words).capitalize() + "." for words in article) for article in articles))


def naive_near(articles: list[Article], node: str, window: int) -> list[tuple[int, str]]:
    """Every word (with its article) that stands so near a node in its sentence; nodes themselves left out."""
    return [
        (row, word)
        for row, article in enumerate(articles)
        for words in article
        for at, word in enumerate(words)
        if word != node and node in words[max(at - window, 0) : at + window + 1]
    ]


def naive_scores(n: int, near: int, own: int, total: int) -> tuple[float, float, float]:
    """Log-likelihood of the two-by-two table, t and mutual information in bits, from their definitions."""
    cells = [  # observed, its row's and its column's total
        (n, own, near),
        (own - n, own, total - near),
        (near - n, total - own, near),
        (total - near - own + n, total - own, total - near),
    ]
    likelihood = 2 * sum(cell * math.log(cell * total / (row * column)) for cell, row, column in cells if cell)
    expected = near * own / total
    return likelihood, (n - expected) / math.sqrt(n), math.log2(n / expected)


@given(ARTICLES, st.integers(1, 6), st.integers(1, 3))
@example([[["aa", "bb", "aa"]]], 5, 1)
@properties
def test_collocates_are_those_of_a_naive_window_counter(articles: list[Article], window: int, min_n: int) -> None:
    every = Counter(word for article in articles for words in article for word in words)
    near = naive_near(articles, "aa", window)
    joint = Counter(word for _, word in near)
    size, total = len(near), every.total()
    table = collocates(tokens_from(articles), "aa", window=window, min_n=min_n)
    assert dict(table.schema) == COLLOCATE_SCHEMA
    rows = {row["collocate"]: row for row in table.iter_rows(named=True)}
    assert set(rows) == {word for word, n in joint.items() if n >= min_n and n * total > size * every[word]}
    for word, row in rows.items():
        assert (row["n_joint"], row["n_collocate"]) == (joint[word], every[word])
        assert row["articles"] == len({article for article, other in near if other == word})
        scores = row["log_likelihood"], row["t_score"], row["mutual_information"]
        assert scores == pytest.approx(naive_scores(joint[word], size, every[word], total), rel=1e-9, abs=1e-9)
    strength = [float(f"{row['log_likelihood']:.9g}") for row in table.iter_rows(named=True)]
    assert strength == sorted(strength, reverse=True)


def test_scores_are_those_of_the_published_example() -> None:
    # 10 times the node with its collocate and nothing else near, in 100 words
    assert [ORACLE[name] for name in ("f", "f1", "f2", "N")] == [10, 10, 10, 100]
    table = collocates(tokens_of("Node mate. " * 10 + "Other words stand here. " * 20), "node", window=1)
    row = table.row(0, named=True)
    assert table["collocate"].to_list() == ["mate"]
    assert (row["n_joint"], row["n_collocate"]) == (10, 10)
    assert row["log_likelihood"] == pytest.approx(ORACLE["log_likelihood"], abs=1e-6)
    assert row["t_score"] == pytest.approx(ORACLE["t"], abs=1e-6)
    assert row["mutual_information"] * math.log10(2) == pytest.approx(ORACLE["mi_log10"], abs=1e-9)


def test_log_likelihood_is_the_four_cell_form_of_the_measures() -> None:
    # 3 of the 3 words near the node are mate; of the 15 words elsewhere 2 are
    table = collocates(tokens_of("Node mate. " * 3 + "Mate is here. " * 2 + "So is it then. " * 1 + "Ah. Oh."), "node")
    near, elsewhere = (3, 3), (2, 15)
    assert table["log_likelihood"][0] == pytest.approx(measures.log_likelihood(*near, *elsewhere, cells=4))


def test_a_word_between_two_nodes_is_counted_once() -> None:
    table = collocates(tokens_of("Node mate node. Far off, far away, there is more."), "node", min_n=1)
    assert table.select("collocate", "n_joint").rows() == [("mate", 1)]


@pytest.mark.parametrize("edge", [". ", "? ", ".” ", "\n\n"])
def test_no_window_crosses_a_sentence_end(edge: str) -> None:
    table = collocates(tokens_of(f"We saw node{edge}Mate came. A node{edge}Mate went."), "node", min_n=1)
    assert "mate" not in table["collocate"].to_list()


def test_no_window_crosses_into_another_article() -> None:
    table = collocates(tokens_of("we saw node", "mate came", "a node", "mate went"), "node", min_n=1)
    assert "mate" not in table["collocate"].to_list()


def test_no_window_reaches_over_words_left_out() -> None:
    text = "Node far mate. Node far mate. Here stands much else."
    starts, ends = [0, 5, 9, 15, 20, 24], [5, 9, 15, 20, 24, 52]
    passages = pl.DataFrame(
        {"article_id": "1", "start": starts, "end": ends, "voice": ["a", "b", "a"] * 2, "event": "e"}
    )
    tokens = tokenize(load_corpus(pl.DataFrame({"text": [text]}), passages=passages))
    assert collocates(tokens, "node")["collocate"].to_list() == ["far", "mate"]
    assert collocates(tokens, "node", CountSettings(voices=("a",))).is_empty()


def test_the_window_counts_words_not_characters_and_bound_names_once() -> None:
    variants = pl.DataFrame({"canonical": ["Vietnam"], "variant": ["Việt Nam"], "kind": ["spelling"]})
    frame = pl.DataFrame({"text": ["Node Việt Nam mate. Node Vietnam mate. And much else stands elsewhere."]})
    tokens = tokenize(load_corpus(frame, variants=variants))
    assert collocates(tokens, "node", window=1)["collocate"].to_list() == ["vietnam"]
    assert collocates(tokens, "node", window=2)["collocate"].to_list() == ["mate", "vietnam"]
    split = collocates(tokens, "node", CountSettings(variants=()), window=2, min_n=1)
    assert set(split["collocate"]) == {"việt", "nam", "vietnam", "mate"}


@pytest.mark.parametrize("text", ["Aa aa aa. Aa aa", "Aa", "—", "Aa bb aa bb aa", "Aa bb. Aa bb", "Bb cc"])
def test_nothing_is_divided_by_zero(text: str) -> None:
    table = collocates(tokens_of(text), "aa", min_n=1)
    assert dict(table.schema) == COLLOCATE_SCHEMA
    for name in ("log_likelihood", "t_score", "mutual_information"):
        assert table[name].is_finite().all()


def test_a_word_that_is_only_near_the_node_has_finite_scores() -> None:
    table = collocates(tokens_of("Aa bb aa bb aa"), "aa", min_n=1)
    assert table.select("collocate", "n_joint", "n_collocate").rows() == [("bb", 2, 2)]


@pytest.mark.parametrize("options", [{"window": 0}, {"min_n": 0}, {"window": -1}])
def test_windows_and_counts_below_one_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(SettingsError, match="window and min_n must be at least 1"):
        collocates(tokens_of("Aa bb"), "aa", **options)


def naive_near_runs(articles: list[Article], run: list[str], window: int) -> Counter[str]:
    """Every word so near the first or after the last word of a run in its sentence; words of runs left out."""
    near: Counter[str] = Counter()
    for words in (words for article in articles for words in article):
        starts = [at for at in range(len(words)) if words[at : at + len(run)] == run]
        inside = {start + step for start in starts for step in range(len(run))}
        around = {at for s in starts for at in range(s - window, s + len(run) + window)} - inside
        near.update(words[at] for at in around if 0 <= at < len(words))
    return near


@given(ARTICLES, st.integers(1, 6))
@example([[["aa", "aa", "aa", "bb"]]], 1)
@properties
def test_a_window_around_a_run_of_words_begins_at_its_two_ends(articles: list[Article], window: int) -> None:
    found = find_occurrences(tokens_from(articles))
    follows = np.r_[found.linked[1:], False] & np.isin(np.r_[found.term[1:], -1], found.term[found.at("bb")])
    starts = found.at("aa")[follows[found.at("aa")]]
    table = collocates_at(found, starts, words=2, window=window, min_n=1)
    joint = naive_near_runs(articles, ["aa", "bb"], window)
    every = Counter(word for article in articles for words in article for word in words)
    expected = {word: n for word, n in joint.items() if n * every.total() > joint.total() * every[word]}
    assert dict(table.select("collocate", "n_joint").iter_rows()) == expected
