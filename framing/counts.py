"""Articles × terms: how often, in how many sentences, out of how many tokens; and tf-idf on that matrix.

Counts come from occurrences and nowhere else. They add up: the counts of the parts of a corpus are the counts of the
whole. Totals are all tokens counted under the settings, before any filter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl
import scipy.sparse as sp

from framing.duplicates import Duplicates
from framing.errors import SettingsError
from framing.occurrences import Occurrences, find_occurrences
from framing.settings import CountSettings
from framing.tokens import Tokens


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How often each term stands in each article.

    matrix : CSR, articles × terms, int32 occurrences.
    sentences : CSR of the same shape, int32 sentences that hold the term.
    terms : the columns, sorted.
    articles : the rows: metadata without the text, and `tokens`, all tokens counted in the article.
    settings : what was counted.
    texts : one number per article, the same for the same words in the same order and, where copies were joined, for all
        copies of one text; None where it is not known.
    near : whether an article is a near copy, so that its number is that of other words; None where none was joined.
    """

    matrix: sp.csr_array
    sentences: sp.csr_array
    terms: tuple[str, ...]
    articles: pl.DataFrame
    settings: CountSettings
    texts: npt.NDArray[np.uint64] | None = None
    near: npt.NDArray[np.bool_] | None = None

    def __repr__(self) -> str:
        return f"<Counts of {len(self.terms)} terms in {self.articles.height} articles>"

    @property
    def lengths(self) -> npt.NDArray[np.int64]:
        """Tokens counted in each article."""
        return self.articles["tokens"].to_numpy()

    def __add__(self, other: Counts) -> Counts:
        """The counts of two sets of articles together.

        Raises
        ------
        SettingsError : the settings differ, or an article is in both.
        """
        if self.settings != other.settings:
            raise SettingsError(f"counts under different settings do not add up: {self.settings} and {other.settings}")
        twice = set(self.articles["article_id"]) & set(other.articles["article_id"])
        if twice:
            raise SettingsError(f"article {min(twice)!r} is in both counts; count each article once")
        terms = tuple(sorted({*self.terms, *other.terms}))
        near = [np.zeros(len(each.lengths), dtype=bool) if each.near is None else each.near for each in (self, other)]
        return Counts(
            matrix=_stack(self.matrix, other.matrix, self.terms, other.terms, terms),
            sentences=_stack(self.sentences, other.sentences, self.terms, other.terms, terms),
            terms=terms,
            articles=pl.concat([self.articles, other.articles], how="diagonal"),
            settings=self.settings,
            texts=None if self.texts is None or other.texts is None else np.concatenate([self.texts, other.texts]),
            near=None if self.near is None and other.near is None else np.concatenate(near),
        )


def count_terms(
    tokens: Tokens, settings: CountSettings | None = None, *, duplicates: Duplicates | None = None
) -> Counts:
    """Count every term in every article.

    Parameters
    ----------
    tokens : from tokenize.
    settings : what to count; by default body text, variants merged, lower case.
    duplicates : from find_duplicates; a test then takes near copies as one text, too (see join_copies).

    Returns
    -------
    Counts with one row per article of the corpus, also where nothing is counted.

    Raises
    ------
    SettingsError : a zone, voice or event that the corpus does not have; duplicates of other articles.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.tokens import tokenize
    >>> frame = pl.DataFrame({"text": ["Talks on rail. Rail talks.", "Trade talks."]})
    >>> counts = count_terms(tokenize(load_corpus(frame)))
    >>> counts.terms, counts.matrix.toarray().tolist(), counts.lengths.tolist()
    (('on', 'rail', 'talks', 'trade'), [[1, 2, 2, 0], [0, 0, 1, 1]], [5, 2])
    """
    return count_occurrences(find_occurrences(tokens, settings), duplicates=duplicates)


def count_occurrences(found: Occurrences, *, duplicates: Duplicates | None = None) -> Counts:
    """Count occurrences that were found already (see count_terms)."""
    articles = found.tokens.corpus.articles.drop("text")
    shape = (articles.height, len(found.terms))
    matrix, sentences = _count(found, shape)
    counts = Counts(
        matrix=matrix,
        sentences=sentences,
        terms=found.terms,
        articles=articles.with_columns(pl.Series("tokens", np.bincount(found.article, minlength=shape[0]))),
        settings=found.settings,
        texts=found.tokens.texts,
    )
    return counts if duplicates is None else join_copies(counts, duplicates)


def join_copies(counts: Counts, duplicates: Duplicates) -> Counts:
    """The same counts, with one number in `texts` for all copies of one text, near copies among them.

    Parameters
    ----------
    counts : from count_terms.
    duplicates : from find_duplicates on the same articles.

    Returns
    -------
    Counts in which each copy has the number of the earliest article of its cluster: it depends on words alone, so that the
    order of the articles changes nothing. No count changes.

    Raises
    ------
    SettingsError : the duplicates are those of other articles.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.duplicates import find_duplicates
    >>> from framing.tokens import tokenize
    >>> wire = "Two ministers met in Hanoi to sign a plan for the railway from the port to the border"
    >>> corpus = load_corpus(pl.DataFrame({"text": [wire, f"{wire} on Monday", "Rice prices fell."]}))
    >>> counts = count_terms(tokenize(corpus))
    >>> copies = find_duplicates(corpus, shortest=3)
    >>> len(set(counts.texts.tolist())), len(set(join_copies(counts, copies).texts.tolist()))
    (3, 2)
    """
    ids = counts.articles["article_id"]
    if not ids.equals(duplicates.article_ids):
        raise SettingsError(
            f"duplicates were found among {len(duplicates.article_ids)} articles, not the {len(ids)} counted; call "
            "find_duplicates on the corpus that is counted"
        )
    texts = np.arange(len(ids), dtype=np.uint64) if counts.texts is None else counts.texts.copy()
    stays = duplicates.table.filter(pl.col("earliest")).sort("cluster")["article_id"]
    rows = {article_id: row for row, article_id in enumerate(ids)}
    first = np.array([rows[article_id] for article_id in stays], dtype=np.intp)
    copied = np.flatnonzero(duplicates.cluster <= len(stays))  # clusters of several articles have the first numbers
    texts[copied] = texts[first[duplicates.cluster[copied] - 1]]
    near = np.zeros(len(ids), dtype=bool) if counts.texts is None else texts != counts.texts
    for array in (texts, near):
        array.flags.writeable = False
    return replace(counts, texts=texts, near=near)


def weigh_terms(counts: Counts) -> sp.csr_array:
    """tf-idf of every term in every article, CSR of float64 (see tf_idf)."""
    from sklearn.feature_extraction.text import TfidfTransformer  # late: it takes seconds

    if not counts.terms:
        return sp.csr_array(counts.matrix.shape, dtype=np.float64)
    return sp.csr_array(TfidfTransformer().fit_transform(sp.csr_matrix(counts.matrix)))


def tf_idf(counts: Counts, *, rows: npt.NDArray[np.integer] | None = None) -> pl.DataFrame:
    """What each article is about, as weights of its terms.

    Parameters
    ----------
    counts : from count_terms.
    rows : the articles to list, by their rows; None lists all. Weights rest on all of them.

    Returns
    -------
    One row per article and term that occurs in it (article_id, term, n, tf_idf), heaviest first in each article. It is
    a retrieval weight, highest for terms few articles hold; it contrasts no groups.

    Notes
    -----
    scikit-learn's TfidfTransformer (Salton & Buckley 1988; smooth idf ln((1+n)/(1+d))+1, rows of length 1).

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.tokens import tokenize
    >>> frame = pl.DataFrame({"text": ["rail rail talks", "talks"]})
    >>> tf_idf(count_terms(tokenize(load_corpus(frame)))).row(0)
    ('1', 'rail', 2, 0.9421556246632359)
    """
    listed = np.arange(counts.articles.height) if rows is None else rows
    n, weights = counts.matrix[listed], weigh_terms(counts)[listed]
    weights.sort_indices()
    frame = pl.DataFrame(
        {
            "article_id": counts.articles["article_id"].gather(np.repeat(listed, np.diff(n.indptr))),
            "term": pl.Series(counts.terms, dtype=pl.String).gather(n.indices),
            "n": n.data,
            "tf_idf": weights.data,
        }
    )
    rounded = pl.col("tf_idf").round_sig_figs(10)
    return frame.sort("article_id", rounded, "term", descending=[False, True, False])


def _count(found: Occurrences, shape: tuple[int, int]) -> tuple[sp.csr_array, sp.csr_array]:
    """Occurrences of each term in each article, and sentences that hold it: a sentence counts it once.

    Two transpositions put the occurrences in the order of article, term and sentence without comparing any.
    """
    first = np.searchsorted(found.article, np.arange(shape[0] + 1)).astype(np.int32)
    each = sp.csr_array((found.sentence.astype(np.int32), found.term.astype(np.int32), first), shape=shape)
    each = each.tocsc().tocsr()
    cell = np.append(np.diff(each.indices, prepend=-1) != 0, True)  # whether one begins; the last ends them
    cell[first] = True
    once = cell[:-1] | (np.diff(each.data, prepend=-1) != 0)
    begins = np.flatnonzero(cell)
    n = np.diff(begins).astype(np.int32)
    sentences = np.diff(np.append(0, np.cumsum(once))[begins]).astype(np.int32)
    term, heads = each.indices[begins[:-1]], np.searchsorted(begins, first).astype(np.int32)
    counted, held = (sp.csr_array((values, term, heads), shape=shape) for values in (n, sentences))
    counted.has_canonical_format = held.has_canonical_format = True
    return _frozen(counted), _frozen(held)


def _stack(
    first: sp.csr_array,
    second: sp.csr_array,
    first_terms: tuple[str, ...],
    second_terms: tuple[str, ...],
    terms: tuple[str, ...],
) -> sp.csr_array:
    """Rows of two matrices over the union of their columns."""
    number = {term: index for index, term in enumerate(terms)}
    parts = []
    for matrix, own in ((first, first_terms), (second, second_terms)):
        entries = matrix.tocoo()
        columns = np.array([number[term] for term in own], dtype=np.int64)[entries.coords[1]]
        shape = (matrix.shape[0], len(terms))
        parts.append(sp.coo_array((entries.data, (entries.coords[0], columns)), shape=shape))
    stacked = sp.csr_array(sp.vstack(parts, format="csr"))
    stacked.sort_indices()
    return _frozen(stacked)


def _frozen(matrix: sp.csr_array) -> sp.csr_array:
    for array in (matrix.data, matrix.indices, matrix.indptr):
        array.flags.writeable = False
    return matrix
