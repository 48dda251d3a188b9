"""The words of an article that are compared, and its shingles: every sequence of so many words in a row.

Words are compared as a reader hears them: composed (NFC), in one case and one Chinese script, without punctuation, so that
a straight and a curly apostrophe are the same. Articles are read a few at a time; only numbers are kept of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.corpus import UNKNOWN, Corpus
from framing.corpus.titles import HEADLINE
from framing.duplicates.options import DuplicateSettings
from framing.tokens import simplified
from framing.tokens.segmenting import PAIRS, segmenter
from framing.wording import base_language
from framing.zones import BODY

_WORD = r"\p{Han}|[\p{L}\p{M}\p{Nd}--\p{Han}]+"
_UNSEEN = r"[\x{ad}\x{200b}-\x{200d}\x{2060}\x{feff}]"  # soft hyphens and joiners, which reprints lose
_READ = 4_000_000  # bytes of text read at once; while they are looked at, shingles take a hundred times as much

Spans = dict[str, list[tuple[int, int, str]]]
Shingles = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """Reads the compared words of articles by their rows in the corpus."""

    articles: pl.DataFrame  # article_id, language without its region, text
    spans: Spans
    settings: DuplicateSettings

    def words(self, rows: npt.NDArray[np.int64]) -> Iterator[tuple[npt.NDArray[np.int64], pl.Series]]:
        """For some rows at a time, the words of each article as a list."""
        for part in _parts(rows, self.articles["text"].str.len_bytes().to_numpy()):
            chosen = self.articles[part].select("article_id", "language", "text").iter_rows()
            folded = [_fold(self._compared(article_id, text), language) for article_id, language, text in chosen]
            yield part, pl.Series(folded, dtype=pl.String).str.replace_all(_UNSEEN, "").str.extract_all(_WORD)

    def shingles(self, rows: npt.NDArray[np.int64], words: pl.Series) -> list[list[str]]:
        """The shingles of each article, in order; none where it is too short to be a near copy."""
        width = pl.Series(np.where(self.by_character(rows, words), self.settings.characters, self.settings.words))
        frame = pl.DataFrame({"article": np.arange(len(rows)), "word": words, "width": width}).explode("word")
        made = [self._of_width(frame.filter(pl.col("width") == size), size) for size in width.unique().sort()]
        shingled = pl.DataFrame({"article": np.arange(len(rows))}).join(pl.concat(made), on="article", how="left")
        return [shingles or [] for shingles in shingled.sort("article")["shingle"].to_list()]

    def numbered(self, rows: npt.NDArray[np.int64]) -> Iterator[Shingles]:
        """The set of shingles of each article, each as a sorted array of 64-bit numbers (by rensa)."""
        from rensa import RMinHash  # late: only where duplicates are looked for

        for part, words in self.words(rows):
            for numbers in RMinHash.hash_token_sets(self.shingles(part, words)):
                ordered = np.sort(np.array(numbers, dtype=np.uint64))
                yield ordered[np.r_[True, ordered[1:] != ordered[:-1]]]

    def by_character(self, rows: npt.NDArray[np.int64], words: pl.Series) -> npt.NDArray[np.bool_]:
        """Which articles are Chinese: said to be, or of unsaid language and more than half Chinese characters."""
        language = self.articles["language"].gather(rows)
        unsaid = language == UNKNOWN
        if unsaid.any():
            share = words.list.eval(pl.element().str.contains(r"^\p{Han}$")).list.mean().fill_null(0.0)
            return ((language == "zh") | (unsaid & (share > 0.5))).to_numpy()
        return (language == "zh").to_numpy()

    def _of_width(self, frame: pl.DataFrame, width: int) -> pl.DataFrame:
        last = pl.col("article").shift(-(width - 1))
        shingle = pl.concat_str([pl.col("word").shift(-step) for step in range(width)], separator=" ")
        whole = frame.select("article", shingle.alias("shingle"), (last == pl.col("article")).alias("whole"))
        kept = whole.filter(pl.col("whole") & pl.col("shingle").is_not_null())
        long_enough = pl.col("shingle").list.n_unique() >= self.settings.least_sequences(width)
        return kept.group_by("article", maintain_order=True).agg("shingle").filter(long_enough)

    def _compared(self, article_id: str, text: str) -> str:
        """The zones of a text that are compared, or the headline of an article that is nothing else."""
        zones, spans = self.settings.zones, self.spans.get(article_id)
        if zones is None or (spans is None and BODY in zones):
            return text
        compared = _zones_of(text, spans or [], zones)
        alone = BODY in zones and not compared.strip() and {zone for _, _, zone in spans or ()} == {HEADLINE}
        return text if alone else compared


def open_reader(corpus: Corpus, settings: DuplicateSettings) -> Reader:
    """A reader of the articles of a corpus."""
    spans: Spans = {}
    for article_id, start, end, zone in corpus.zones.select("article_id", "start", "end", "zone").iter_rows():
        spans.setdefault(article_id, []).append((start, end, zone))
    base = {code: base_language(code) or UNKNOWN for code in corpus.articles["language"].drop_nulls().unique()}
    language = pl.col("language").replace_strict(base, default=UNKNOWN, return_dtype=pl.String)  # zh for zh-Hans
    return Reader(corpus.articles.select("article_id", language, "text"), spans, settings)


def _zones_of(text: str, spans: list[tuple[int, int, str]], zones: tuple[str, ...]) -> str:
    """Some zones of a text; what stands on both sides of a zone left out adjoins."""
    pieces, at = [], 0
    for start, end, zone in [*spans, (len(text), len(text), BODY)]:
        pieces += [text[at:start]] if BODY in zones else []
        pieces += [text[start:end]] if zone in zones else []
        at = end
    return "\n".join(pieces)


def _fold(text: str, language: str) -> str:
    if language == "zh" and segmenter(language) != PAIRS:  # one script for both, as when words are counted
        text = simplified(text)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _parts(rows: npt.NDArray[np.int64], sizes: npt.NDArray[np.uint32]) -> Iterator[npt.NDArray[np.int64]]:
    """Rows in order, so many at a time that their texts stay below a limit; a longer text comes alone."""
    first, held = 0, 0
    for at, size in enumerate(sizes[rows].tolist()):
        if held and held + size > _READ:
            yield rows[first:at]
            first, held = at, 0
        held += size
    if first < len(rows):
        yield rows[first:]
