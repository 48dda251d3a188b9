"""What follows from the copies of a corpus: fewer articles, fewer texts behind a side, texts that stand on both sides.

Pure functions of a corpus and its duplicates; nothing is looked for again.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from framing.corpus import UNKNOWN, Corpus
from framing.duplicates.clusters import Duplicates
from framing.errors import SettingsError
from framing.groups import Named, join_values, read_groups


def collapse(corpus: Corpus, duplicates: Duplicates) -> Corpus:
    """The corpus with one article of each cluster: the earliest.

    Parameters
    ----------
    corpus : the one the duplicates were found in.
    duplicates : from find_duplicates.

    Raises
    ------
    SettingsError : the duplicates are those of other articles.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.duplicates.clusters import find_duplicates
    >>> corpus = load_corpus(pl.DataFrame({"text": ["Talks in Hanoi.", "Talks  in Hanoi.", "Talks in Beijing."]}))
    >>> collapse(corpus, find_duplicates(corpus)).articles["article_id"].to_list()
    ['1', '3']
    """
    _check(corpus, duplicates)
    copies = duplicates.table.filter(~pl.col("earliest"))["article_id"]
    kept = duplicates.article_ids.filter(~duplicates.article_ids.is_in(copies.implode()))
    return corpus.keep(kept.to_list())


def effective_sizes(corpus: Corpus, duplicates: Duplicates, by: str = "country") -> pl.DataFrame:
    """How many different texts stand behind the articles of each group and outlet.

    Parameters
    ----------
    corpus : the one the duplicates were found in.
    duplicates : from find_duplicates.
    by : a column of the articles.

    Returns
    -------
    One row per group (group, outlet null, articles, texts) and one per outlet of it, in the order of their names. A text
    that two outlets print counts once for each of them and once for their group.

    Raises
    ------
    SettingsError : a column that the corpus does not have; duplicates of other articles.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.duplicates.clusters import find_duplicates
    >>> frame = pl.DataFrame({"text": ["Talks in Hanoi."] * 3, "country": ["VN", "VN", "CN"], "outlet": ["a", "b", "c"]})
    >>> corpus = load_corpus(frame)
    >>> effective_sizes(corpus, find_duplicates(corpus)).rows()
    [('CN', None, 1, 1), ('CN', 'c', 1, 1), ('VN', None, 2, 1), ('VN', 'a', 1, 1), ('VN', 'b', 1, 1)]
    """
    articles = _grouped(corpus, duplicates, by)
    sizes = (pl.len().cast(pl.Int64).alias("articles"), pl.col("cluster").n_unique().cast(pl.Int64).alias("texts"))
    groups = articles.group_by("group").agg(sizes).with_columns(outlet=pl.lit(None, dtype=pl.String))
    outlets = articles.group_by("group", "outlet").agg(sizes)
    columns = ("group", "outlet", "articles", "texts")
    return pl.concat([groups.select(columns), outlets.select(columns)]).sort("group", "outlet", nulls_last=False)


def crossing(
    corpus: Corpus, duplicates: Duplicates, by: str = "country", *, groups: Sequence[Named] | None = None
) -> pl.DataFrame:
    """The clusters that stand in more than one group: what they share cannot set the groups apart.

    Parameters
    ----------
    corpus : the one the duplicates were found in.
    duplicates : from find_duplicates.
    by : a column of the articles.
    groups : look at these groups only: each a value of it, several ("CN, HK" or a list), or "all others". None looks at
        each value, the unknown included.

    Returns
    -------
    One row per article of these clusters in these groups: cluster, group, article_id, outlet, date, earliest, similarity
    and kind as in the table of the duplicates; clusters in their order, the earliest article first.

    Raises
    ------
    SettingsError : a column that the corpus does not have; duplicates of other articles; groups that do not hold (see choose_groups).

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.duplicates.clusters import find_duplicates
    >>> corpus = load_corpus(pl.DataFrame({"text": ["Talks in Hanoi."] * 2, "country": ["VN", "CN"]}))
    >>> crossing(corpus, find_duplicates(corpus)).select("cluster", "group", "article_id", "kind").rows()
    [(1, 'VN', '1', None), (1, 'CN', '2', 'exact')]
    """
    articles = _grouped(corpus, duplicates, by).drop("cluster")
    if groups is not None:
        taken = read_groups(corpus.articles, {f"groups[{at}]": group for at, group in enumerate(groups)}, by)
        labels = {value: join_values(values) for values in taken.values() for value in values}
        articles = articles.with_columns(pl.col("group").replace_strict(labels, default=None)).drop_nulls("group")
    found = duplicates.table.join(articles, on="article_id", how="inner", maintain_order="left")
    across = found.filter(pl.col("group").n_unique().over("cluster") > 1)
    return across.select("cluster", "group", "article_id", "outlet", "date", "earliest", "similarity", "kind")


def _grouped(corpus: Corpus, duplicates: Duplicates, by: str) -> pl.DataFrame:
    """article_id, group, outlet, date and cluster of every article; the unknown by its name."""
    _check(corpus, duplicates)
    if by not in corpus.articles.columns or by == "text":
        known = ", ".join(repr(column) for column in corpus.articles.columns if column != "text")
        raise SettingsError(f"by must be a column of the articles, which are {known}; got {by!r}")
    named = {"group": pl.col(by).cast(pl.String), "outlet": pl.col("outlet")}
    columns = [column.fill_null(UNKNOWN).alias(name) for name, column in named.items()]
    return corpus.articles.select("article_id", *columns, "date", pl.Series("cluster", duplicates.cluster))


def _check(corpus: Corpus, duplicates: Duplicates) -> None:
    if not corpus.articles["article_id"].equals(duplicates.article_ids):
        raise SettingsError(
            f"duplicates were found among {len(duplicates.article_ids)} articles, not these "
            f"{corpus.articles.height}; call find_duplicates on this corpus"
        )
