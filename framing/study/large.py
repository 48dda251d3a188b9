"""A study of a corpus too large to be read whole: everything is counted, some articles are read.

Counts are those of all articles, part by part and kept. Concordances and quotations come from the articles that are read
closely: a random sample of each side, and of each leading term some articles that hold it. What is compared between the
sides and needs the texts (phrases, voices, names, events) is counted in the random sample alone: articles that were chosen
for a word would lean to it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from framing.cache import code_name, open_kept
from framing.contrasts import Contrast, ContrastSettings, contrast_from_bytes, contrast_to_bytes, listed_terms
from framing.corpus import Corpus
from framing.counting import CorpusCounts, find_kept_duplicates
from framing.counts import Counts, join_copies
from framing.duplicates import Duplicates
from framing.settings import SMALLEST, CountSettings
from framing.study.choosing import Chosen
from framing.study.settings import KEEP, StudySettings
from framing.study.study import Study

READ_OF_A_SIDE = 1_000
READ_OF_A_TERM = 25
_DRAW = 11  # sets this use of the seed apart from others

Rows = npt.NDArray[np.intp]


class LargeStudy(Study):
    """A study whose counts are made in parts and of which some articles are read.

    Parameters
    ----------
    corpus : the articles, without their texts, or what was chosen of them already.
    settings : the choices of the report.
    count : counts the whole corpus under other settings; articles that `corpus` lacks are left out.
    """

    is_large = True

    def __init__(
        self, corpus: Corpus | Chosen, settings: StudySettings, count: Callable[[CountSettings], CorpusCounts]
    ) -> None:
        self._count = count
        super().__init__(corpus, settings)

    @property
    def duplicates(self) -> Duplicates:
        """Which articles, as printed, are one text; of very many articles only those of the same words."""
        return self.once("duplicates", lambda: find_kept_duplicates(self.printed, self._whole(self.settings.counts)))

    @property
    def reading(self) -> Corpus:
        """The articles that are read closely, with their texts."""
        whole = self._whole(self.settings.counts)
        return self.once("reading", lambda: whole.read(self._rows(self.corpus)[self._read_rows()]))

    @property
    def sample(self) -> Corpus:
        """Of the articles that are read those drawn at random; all of them, where a side has no more."""
        return self.once("sample", self._take_sample)

    def counts(self, settings: CountSettings | None = None) -> Counts:
        """Counts of all articles of both sides under the study's or other settings; copies are known as one text."""
        wanted = settings or self.settings.counts
        return self.once(("counts", wanted), lambda: self._counts(wanted))

    def count_ahead(self) -> None:
        """Count under every way of counting that a report asks for, and test once; the cache then has it."""
        for wanted in (*self.other_choices().values(), self.raw):
            self._whole(wanted)
        self.contrast()

    def _contrast(self, how: ContrastSettings) -> Contrast:
        """The contrast, kept if it is tested: with very many articles a test takes minutes."""
        if how.inference is None:
            return super()._contrast(how)
        held = [
            code_name(),
            self.printed.fingerprint,
            self.printed.rules_fingerprint,
            asdict(how),
            self.settings.duplicates,
            self._whole(how.counts).segmenters,
        ]
        key = hashlib.sha256(json.dumps(held, sort_keys=True).encode()).digest()
        with open_kept("contrasts") as kept:
            found = kept.get(key)
        if found is not None:
            return contrast_from_bytes(found, how)
        contrast = super()._contrast(how)
        with open_kept("contrasts") as kept:
            kept.put(key, contrast_to_bytes(contrast))
        return contrast

    def words_by_zone(self) -> dict[str, npt.NDArray[np.int64]]:
        """Words in each article, by zone: all that stand there, whatever is counted."""
        raw = self._whole(self.raw)
        words = SMALLEST if raw.segmenters else self.raw.words  # where a token is a word, they are counted already
        whole = self._whole(replace(self.raw, words=words, hyphens="split", ngram=1, voices=None, events=None))
        rows = self._rows(self.corpus)
        return {zone: whole.zones[zone].totals[rows].astype(np.int64) for zone in whole.names if zone in whole.zones}

    def _counts(self, wanted: CountSettings) -> Counts:
        counts = _take(self._whole(wanted).counts(wanted.zones), self._rows(self.corpus))
        return join_copies(counts, self.duplicates) if self.settings.duplicates == KEEP else counts

    def _whole(self, wanted: CountSettings) -> CorpusCounts:
        """Counts of every zone of the whole corpus, under settings that may ask for some."""
        everywhere = wanted.everywhere()
        return self.once(("whole", everywhere), lambda: self._count(everywhere))

    def _rows(self, corpus: Corpus) -> Rows:
        """Where the articles of a selection stand in the whole."""
        return self._whole(self.settings.counts).rows_of(corpus.articles["article_id"])

    def _take_sample(self) -> Corpus:
        rows = np.concatenate(self._drawn()[:2])
        if len(rows) == self.reading.articles.height:
            return self.reading
        return self.reading.keep(self.corpus.articles["article_id"].gather(rows))

    def _read_rows(self) -> Rows:
        return np.unique(np.concatenate(self._drawn()))

    def _drawn(self) -> list[Rows]:
        """Rows of the corpus that are read: first some of each side at random, then some that hold each leading term."""
        return self.once("drawn", self._draw_rows)

    def _draw_rows(self) -> list[Rows]:
        counts, contrast = self.counts(), self.contrast()
        generator = np.random.default_rng([self.settings.inference.seed, _DRAW])
        side = self.side_of()
        sides = np.array([side[article] for article in counts.articles["article_id"]])
        wanted = [np.flatnonzero((sides == name) & (counts.lengths > 0)) for name in ("focus", "reference")]
        drawn = [_draw(rows, READ_OF_A_SIDE, generator) for rows in wanted]
        leading = [
            term for name in ("focus", "reference") for term in listed_terms(contrast, name, self.settings.top)["term"]
        ]
        number = {term: index for index, term in enumerate(counts.terms)}
        columns = sp.csc_array(counts.matrix[:, [number[term] for term in leading]])
        for at in range(len(leading)):
            holders = columns.indices[columns.indptr[at] : columns.indptr[at + 1]]
            for own in wanted:
                drawn.append(_draw(np.intersect1d(holders, own), READ_OF_A_TERM, generator))
        return drawn


def _draw(rows: Rows, most: int, generator: np.random.Generator) -> Rows:
    return rows if len(rows) <= most else np.sort(generator.choice(rows, most, replace=False))


def _take(counts: Counts, rows: Rows) -> Counts:
    """The counts of some articles, without the terms that none of them holds."""
    if len(rows) == counts.articles.height:
        return counts
    matrix = counts.matrix[rows]
    held = np.flatnonzero(np.bincount(matrix.indices, minlength=len(counts.terms)))
    return Counts(
        matrix=sp.csr_array(matrix[:, held]),
        sentences=sp.csr_array(counts.sentences[rows][:, held]),
        terms=tuple(counts.terms[index] for index in held.tolist()),
        articles=counts.articles[rows],
        settings=counts.settings,
        texts=None if counts.texts is None else counts.texts[rows],
    )
