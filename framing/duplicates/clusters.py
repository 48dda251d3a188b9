"""Which articles of a corpus are the same text: word for word, or nearly.

The result depends on the articles alone: not on their order, on the number of threads, or on what else is in the corpus
beyond other versions of the same text.
"""

from __future__ import annotations

import io
import json
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.corpus import Corpus
from framing.duplicates.options import JACCARD, SHORTEST, DuplicateSettings
from framing.duplicates.shingles import open_reader
from framing.duplicates.signatures import Rows, read_texts
from framing.duplicates.stars import Stars, find_stars
from framing.settings import check_known
from framing.zones import BODY

EXACT, NEAR = "exact", "near"
SCHEMA = {
    "article_id": pl.String,
    "cluster": pl.Int64,
    "earliest": pl.Boolean,
    "similarity": pl.Float64,
    "kind": pl.String,
}


@dataclass(frozen=True, slots=True, eq=False)
class Duplicates:
    """The clusters of a corpus: articles that are one text.

    table : one row per article of a cluster of two or more: article_id, cluster, earliest (whether it is the one that
        stays), similarity to the one that stays, kind ("exact": the same words in the same order; "near"). The last two
        are null for the one that stays, which is no copy.
    cluster : one number per article of the corpus, read-only; articles of one number are one text. The clusters of the
        table come first, from 1 on, by the date and id of their earliest article.
    article_ids : the articles in the order of `cluster`.
    settings : what counted as the same text.
    """

    table: pl.DataFrame
    cluster: npt.NDArray[np.int64]
    article_ids: pl.Series
    settings: DuplicateSettings

    def to_bytes(self) -> bytes:
        """What was found, to be kept."""
        kept = io.BytesIO()
        about = np.frombuffer(json.dumps(asdict(self.settings)).encode(), dtype=np.uint8)
        table = io.BytesIO()
        self.table.write_ipc(table)
        np.savez(kept, cluster=self.cluster, table=np.frombuffer(table.getvalue(), dtype=np.uint8), settings=about)
        return kept.getvalue()

    @classmethod
    def from_bytes(cls, kept: bytes, article_ids: pl.Series) -> Duplicates:
        """What was kept, for the same articles in the same order."""
        held = np.load(io.BytesIO(kept))
        settings = json.loads(held["settings"].tobytes())
        settings["zones"] = settings["zones"] and tuple(settings["zones"])
        cluster = held["cluster"]
        cluster.flags.writeable = False
        return cls(pl.read_ipc(held["table"].tobytes()), cluster, article_ids, DuplicateSettings(**settings))

    def __repr__(self) -> str:
        copies = int((~self.table["earliest"]).sum())
        return f"<Duplicates: {copies} copies among {len(self.cluster)} articles>"


def find_duplicates(
    corpus: Corpus,
    *,
    similarity: float = 0.5,
    measure: str = JACCARD,
    words: int = 5,
    characters: int = 8,
    zones: tuple[str, ...] | None = (BODY,),
    shortest: int = SHORTEST,
) -> Duplicates:
    """Find reprints and near copies within each language of a corpus.

    Parameters
    ----------
    corpus : from load_corpus.
    similarity, measure, words, characters, zones, shortest : when two articles are the same text (see DuplicateSettings).

    Returns
    -------
    Duplicates. The earliest article of a cluster stays; one of unknown date comes after all others, ties go by
    article_id. Every other article of a cluster is at least so similar to the one that stays. An article without a body is
    compared by its headline; one without a word in these zones is a copy of none. Short articles have exact copies only.

    Raises
    ------
    SettingsError : a setting outside its range, or a zone that the corpus does not have.

    Notes
    -----
    Shingles and their resemblance: Broder (1997), On the resemblance and containment of documents; the similarity is
    that of Jaccard (1912). Signatures (MinHash, by rensa) pick the pairs; each is then compared exactly.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> wire = "Two ministers met in Hanoi to sign a plan for the railway from the port to the border"
    >>> texts = [f"{wire} on Monday.", f"{wire}, officials said.", "Rice prices fell in the north."]
    >>> corpus = load_corpus(pl.DataFrame({"text": texts, "date": ["2025-04-15", "2025-04-14", "2025-04-15"]}))
    >>> found = find_duplicates(corpus, shortest=3)
    >>> found.table.rows()
    [('2', 1, True, None, None), ('1', 1, False, 0.7777777777777778, 'near')]
    >>> found.cluster.tolist()
    [1, 1, 2]
    """
    settings = DuplicateSettings(similarity, measure, words, characters, zones, shortest)
    check_known("zones", zones, {BODY, *(rule.zone for rule in corpus.zone_rules)}, "the corpus")
    reader = open_reader(corpus, settings)
    texts = read_texts(reader)
    place = _places(corpus.articles)
    rank = np.full(len(texts.row), len(place))
    np.minimum.at(rank, texts.text, place)
    stars = find_stars(texts, rank, reader, settings)
    ids = corpus.articles["article_id"]
    return _clusters(ids, texts.text, stars, place, settings)


def equal_texts(articles: pl.DataFrame, texts: npt.NDArray[np.uint64]) -> Duplicates:
    """The articles of the same words in the same order, without a look at their texts; near copies are not found.

    Parameters
    ----------
    articles : article_id, date and language of each.
    texts : one number per article, the same for the same words in the same order, 0 for none (see Counts).
    """
    own = np.where(texts == 0, np.arange(len(texts), dtype=np.uint64), texts)
    keys = articles.select(pl.col("language").fill_null(""), empty=pl.Series(texts == 0), key=pl.Series(own))
    text = keys.select(pl.struct(pl.all()).rank("dense")).to_series().to_numpy().astype(np.int64) - 1
    distinct = int(text.max(initial=-1)) + 1
    stars = Stars(np.arange(distinct), np.ones(distinct))
    return _clusters(
        articles["article_id"], text, stars, _places(articles), DuplicateSettings(similarity=1.0, zones=None)
    )


def _places(articles: pl.DataFrame) -> Rows:
    """The place of each article from the earliest on; unknown dates last, ties by article_id."""
    order = articles.select("date", "article_id").with_row_index("row").sort("date", "article_id", nulls_last=True)
    place = np.empty(articles.height, dtype=np.int64)
    place[order["row"].to_numpy()] = np.arange(articles.height)
    return place


def _clusters(ids: pl.Series, text: Rows, stars: Stars, place: Rows, settings: DuplicateSettings) -> Duplicates:
    """Number the clusters and write the table."""
    centre = stars.centre[text]
    frame = pl.DataFrame(
        {"article_id": ids, "centre": centre, "place": place, "similarity": stars.similarity[text]}
    ).with_columns(
        pl.col("place").min().over("centre").alias("first"),
        (pl.len().over("centre") == 1).alias("alone"),
        pl.Series("kind", np.where(centre == text, EXACT, NEAR)),
    )
    frame = frame.with_columns(pl.struct("alone", "first").rank("dense").cast(pl.Int64).alias("cluster"))
    stays = pl.col("place") == pl.col("first")
    copies = frame.filter(~pl.col("alone")).sort("cluster", "place")
    table = copies.select(
        "article_id",
        "cluster",
        stays.alias("earliest"),
        pl.when(~stays).then("similarity"),
        pl.when(~stays).then("kind"),
    )
    cluster = frame["cluster"].to_numpy().copy()
    cluster.flags.writeable = False
    return Duplicates(table.cast(pl.Schema(SCHEMA)), cluster, ids, settings)
