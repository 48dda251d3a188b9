"""Counts: they add up, they agree with a counter written from scratch, and tf-idf is scikit-learn's."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from framing.corpus import Corpus, load_corpus
from framing.counts import Counts, count_terms, tf_idf
from framing.errors import SettingsError
from framing.settings import CountSettings
from framing.tokens import tokenize

TF_IDF = json.loads((Path(__file__).parent / "oracles.json").read_text(encoding="utf-8"))["tf_idf"]
properties = settings(derandomize=True, deadline=None, max_examples=40)

# Plain texts: words that are no abbreviations, joined by what stands between words of one sentence.
WORDS = st.sampled_from(["rail", "talks", "trade", "future", "port", "2025", "the"])
JOINS = st.sampled_from([" ", " ", ", ", "-", " - ", "; ", "\n"])
ENDS = st.sampled_from([". ", "? ", "! ", ".\n", ".\n\n", '." ', ".) "])


@st.composite
def sentences(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=1, max_size=6))
    text = words[0].capitalize() + "".join(draw(JOINS) + word for word in words[1:])
    return text + draw(ENDS)


ARTICLES = st.lists(st.lists(sentences(), min_size=1, max_size=5).map("".join), min_size=1, max_size=6)


def corpus_of(texts: list[str]) -> Corpus:
    return load_corpus(pl.DataFrame({"text": texts}))


def part_of(corpus: Corpus, rows: list[int]) -> Corpus:
    return load_corpus(corpus.articles[rows])


def counted(texts: list[str], options: CountSettings | None = None) -> Counts:
    return count_terms(tokenize(corpus_of(texts)), options)


def cells(counts: Counts) -> dict[tuple[str, str, str], int]:
    """Every number of some counts by its name; zeros left out, so that only what is counted is compared."""
    ids = counts.articles["article_id"].to_list()
    found = {("tokens", name, ""): int(n) for name, n in zip(ids, counts.lengths, strict=True)}
    for kind, matrix in (("n", counts.matrix), ("sentences", counts.sentences)):
        dense = matrix.toarray()
        for row, name in enumerate(ids):
            found |= {(kind, name, term): int(dense[row, i]) for i, term in enumerate(counts.terms) if dense[row, i]}
    return found


def naive_counts(texts: list[str]) -> dict[tuple[str, str, str], int]:
    """The same numbers from plain string work: split at sentence ends, then at whatever is no letter or digit."""
    found: Counter[tuple[str, str, str]] = Counter()
    for row, text in enumerate(texts, start=1):
        for sentence in re.split(r"[.?!][\")]?\s", text + " "):
            words = re.findall("[a-z0-9]+", sentence.lower())
            found["tokens", str(row), ""] += len(words)
            found.update(("n", str(row), word) for word in words)
            found.update(("sentences", str(row), word) for word in set(words))
    return dict(found)


# ---- against a counter written from scratch


@given(ARTICLES)
@properties
def test_counts_are_those_of_a_naive_counter(texts: list[str]) -> None:
    assert cells(counted(texts)) == naive_counts(texts)


@given(ARTICLES)
@properties
def test_terms_are_sorted_and_each_occurs(texts: list[str]) -> None:
    counts = counted(texts)
    assert list(counts.terms) == sorted(set(counts.terms))
    assert (counts.matrix.sum(axis=0) > 0).all()
    assert counts.matrix.shape == counts.sentences.shape == (len(texts), len(counts.terms))


@given(ARTICLES, st.integers(1, 3))
@properties
def test_totals_are_every_term_counted_and_no_sentence_count_is_larger(texts: list[str], ngram: int) -> None:
    counts = counted(texts, CountSettings(ngram=ngram))
    assert counts.matrix.sum(axis=1).tolist() == counts.lengths.tolist() == counts.articles["tokens"].to_list()
    assert (counts.sentences.toarray() <= counts.matrix.toarray()).all()
    assert ((counts.sentences.toarray() > 0) == (counts.matrix.toarray() > 0)).all()


def test_a_term_twice_in_one_sentence_is_one_sentence() -> None:
    counts = counted(["Rail talks, rail plans. Rail again.\n\nNo more"])
    at = counts.terms.index("rail")
    assert counts.matrix.toarray()[0, at] == 3
    assert counts.sentences.toarray()[0, at] == 2


# ---- adding up


@given(ARTICLES, st.data())
@properties
def test_counts_of_parts_add_up_to_the_whole_for_any_split(texts: list[str], data: st.DataObject) -> None:
    corpus = corpus_of(texts)
    order = data.draw(st.permutations(range(len(texts))))
    cut = data.draw(st.integers(0, len(texts)))
    parts = [count_terms(tokenize(part_of(corpus, rows))) for rows in (order[:cut], order[cut:]) if rows]
    whole = count_terms(tokenize(corpus))
    total = parts[0] if len(parts) == 1 else parts[0] + parts[1]
    assert cells(total) == cells(whole)
    assert total.terms == whole.terms
    assert_frame_equal(total.articles.sort("article_id"), whole.articles.sort("article_id"))


@given(ARTICLES, st.integers(1, 80), st.integers(1, 2))
@properties
def test_parts_in_order_give_the_very_same_matrix(texts: list[str], size: int, ngram: int) -> None:
    options = CountSettings(ngram=ngram)
    corpus = corpus_of(texts)
    first, *rest = [count_terms(tokenize(part), options) for part in corpus.parts(size)]
    total = sum(rest, start=first)
    whole = count_terms(tokenize(corpus), options)
    assert total.terms == whole.terms
    assert_frame_equal(total.articles, whole.articles)
    for summed, direct in ((total.matrix, whole.matrix), (total.sentences, whole.sentences)):
        assert summed.toarray().tolist() == direct.toarray().tolist()
        assert summed.dtype == direct.dtype


def test_adding_changes_neither_of_the_two() -> None:
    corpus = corpus_of(["Rail talks", "Trade talks"])
    first, second = (count_terms(tokenize(part_of(corpus, [row]))) for row in (0, 1))
    before = cells(first), cells(second), first.terms, second.terms
    assert cells(first + second) == cells(second + first)
    assert (cells(first), cells(second), first.terms, second.terms) == before


def test_counts_are_read_only() -> None:
    corpus = corpus_of(["Rail talks", "Trade talks"])
    first, second = (count_terms(tokenize(part_of(corpus, [row]))) for row in (0, 1))
    for counts in (first, first + second):
        for matrix in (counts.matrix, counts.sentences):
            with pytest.raises(ValueError, match="read-only"):
                matrix.data[0] = 7


def test_counts_under_different_settings_do_not_add_up() -> None:
    corpus = corpus_of(["Rail talks", "Trade talks"])
    first = count_terms(tokenize(part_of(corpus, [0])))
    second = count_terms(tokenize(part_of(corpus, [1])), CountSettings(case="keep"))
    with pytest.raises(SettingsError, match=r"different settings.*'fold'.*'keep'"):
        first + second


def test_an_article_in_both_counts_is_refused_by_name() -> None:
    corpus = corpus_of(["Rail talks", "Trade talks"])
    whole, part = count_terms(tokenize(corpus)), count_terms(tokenize(part_of(corpus, [1])))
    with pytest.raises(SettingsError, match="article '2' is in both"):
        whole + part


# ---- rows without words


def test_an_article_in_which_nothing_is_counted_keeps_its_row(tmp_path: Path) -> None:
    rules = tmp_path / "zones.toml"
    rules.write_text('[[rule]]\nname = "h"\nzone = "headline"\npattern = \'\\AHEAD.*$\'\nreason = "r"\n')
    corpus = load_corpus(pl.DataFrame({"text": ["HEAD line\n\nRail talks.", "Trade talks."]}), zones=rules)
    heads = count_terms(tokenize(corpus), CountSettings(zones=("headline",)))
    body = count_terms(tokenize(corpus))
    assert (heads.terms, heads.matrix.toarray().tolist()) == (("head", "line"), [[1, 1], [0, 0]])
    assert heads.lengths.tolist() == [2, 0]
    assert body.lengths.tolist() == [2, 2]
    assert "text" not in body.articles.columns


def test_a_corpus_without_words_has_no_terms() -> None:
    counts = counted(["—", "…"])
    assert (counts.terms, counts.matrix.shape, counts.lengths.tolist()) == ((), (2, 0), [0, 0])
    assert tf_idf(counts).height == 0


# ---- tf-idf


def weights(rows: list[list[int]]) -> dict[tuple[str, str], tuple[int, float]]:
    """tf_idf of a corpus in which article i holds term aa, bb, cc as often as row i says."""
    texts = [" ".join(" ".join([term] * n) for term, n in zip(("aa", "bb", "cc"), row, strict=True)) for row in rows]
    return {(article, term): (n, weight) for article, term, n, weight in tf_idf(counted(texts)).iter_rows()}


def test_tf_idf_is_that_of_the_scikit_learn_user_guide() -> None:
    found = weights(TF_IDF["counts"])
    for row in (0, 4, 5):
        for term, n, expected in zip(("aa", "bb", "cc"), TF_IDF["counts"][row], TF_IDF[f"row{row}"], strict=True):
            if n == 0:
                assert (str(row + 1), term) not in found
            else:
                assert found[str(row + 1), term] == (n, pytest.approx(expected, abs=5e-9))


def test_tf_idf_uses_the_smooth_idf() -> None:
    found = weights(TF_IDF["counts"])
    idf = dict(zip(("aa", "bb", "cc"), TF_IDF["smooth_idf"], strict=True))
    for row, term in (("5", "bb"), ("6", "cc"), ("1", "cc")):
        (n, weight), (n_aa, weight_aa) = found[row, term], found[row, "aa"]
        assert (weight / n) / (weight_aa / n_aa) == pytest.approx(idf[term] / idf["aa"], abs=1e-8)


@given(ARTICLES)
@properties
def test_tf_idf_is_the_formula_with_rows_of_length_one(texts: list[str]) -> None:
    naive = {key[1:]: n for key, n in naive_counts(texts).items() if key[0] == "n"}
    holders = Counter(term for _, term in naive)
    raw = {key: n * (math.log((1 + len(texts)) / (1 + holders[key[1]])) + 1) for key, n in naive.items()}
    length: Counter[str] = Counter()
    for (article, _), weight in raw.items():
        length[article] += weight**2
    found = {(article, term): weight for article, term, _, weight in tf_idf(counted(texts)).iter_rows()}
    assert found == pytest.approx({key: weight / math.sqrt(length[key[0]]) for key, weight in raw.items()})


def test_tf_idf_lists_each_article_heaviest_first_and_ties_by_name() -> None:
    table = tf_idf(counted(["Talks talks rail port", "Talks"]))
    assert table.select("article_id", "term").rows() == [("1", "talks"), ("1", "port"), ("1", "rail"), ("2", "talks")]
