"""From texts to clusters: every text of a cluster is similar enough to the one that stays, which is the earliest.

Clusters are stars, not chains: a text joins the most similar of the texts that stay, or stays itself. Linking whatever is
linked would let a chain of edits, or of shared boilerplate, unite articles that have little in common. Every join is
decided on the sets of shingles themselves; signatures only say which pairs to look at.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from framing.duplicates.options import DuplicateSettings
from framing.duplicates.shingles import Reader, Shingles
from framing.duplicates.signatures import Rows, Texts, band_height, shared_bands

# Bounds on work for texts out of one mould (weather, share prices), of which all pairs are candidates. Real reprints agree
# in many bands, so that one too full to look through hides none.
_CROWD = 40  # texts of one band value that others are compared with
_COMPARED = 20  # of all candidates of a text, so many of the likeliest are compared


@dataclass(frozen=True, slots=True, eq=False)
class Stars:
    """For each text, the text that stays in its cluster (itself where it stays), and the similarity of the two."""

    centre: Rows
    similarity: npt.NDArray[np.float64]


@dataclass(slots=True)
class _Field:
    """The texts that stay, among those that may be similar to one another at all."""

    bands: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    shingles: dict[int, Shingles] = field(default_factory=dict)

    def add(self, text: int, shingles: Shingles, bands: list[int]) -> None:
        self.shingles[text] = shingles
        for band in bands:
            if len(self.bands[band]) < _CROWD:
                self.bands[band].append(text)

    def candidates(self, bands: list[int]) -> list[int]:
        return sorted({text for band in bands for text in self.bands.get(band, ())})


def find_stars(texts: Texts, rank: Rows, reader: Reader, settings: DuplicateSettings) -> Stars:
    """Group texts around those that stay.

    Parameters
    ----------
    texts : the distinct texts with their signatures.
    rank : for each text, its place among all from the earliest on: the order in which they are looked at.
    reader : reads the shingles of the texts that have a candidate.
    settings : from when on two texts are near copies.
    """
    centre = np.arange(len(texts.row))
    similarity = np.ones(len(texts.row))
    language = reader.articles["language"].rank("dense").to_numpy()[texts.row[texts.signed]].astype(np.uint32)
    signed, bands = shared_bands(texts.signatures, language, band_height(settings.least_jaccard))
    order, part = _order(signed, bands, rank[texts.signed])
    starts = np.searchsorted(signed, order)
    ends = np.searchsorted(signed, order, side="right")
    stays, before = _Field(), -1
    for at, shingles in enumerate(reader.numbered(texts.row[texts.signed[order]])):
        if part[at] != before:
            stays, before = _Field(), part[at]
        mine, own = int(order[at]), bands[starts[at] : ends[at]].tolist()
        likely = _likeliest(texts.signatures, mine, stays.candidates(own), rank[texts.signed])
        found, score = _closest(shingles, likely, stays, settings)
        if score >= settings.similarity:
            centre[texts.signed[mine]], similarity[texts.signed[mine]] = texts.signed[found], score
        else:
            stays.add(mine, shingles, own)
    return Stars(centre, similarity)


def _order(signed: Rows, bands: Rows, rank: Rows) -> tuple[Rows, Rows]:
    """Texts with a candidate, part by part of what hangs together by bands, the earliest first; and their parts."""
    from scipy.sparse.csgraph import connected_components  # late: it brings scipy.linalg

    if not len(signed):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    _, band = np.unique(bands, return_inverse=True)
    size = len(rank) + int(band.max()) + 1
    links = sp.coo_array((np.ones(len(signed), dtype=bool), (signed, band + len(rank))), shape=(size, size))
    part = connected_components(links, directed=False)[1]
    rows = np.unique(signed)
    order = rows[np.lexsort((rank[rows], part[rows]))]
    return order, part[order].astype(np.int64)


def _likeliest(signatures: npt.NDArray[np.uint32], mine: int, candidates: list[int], rank: Rows) -> list[int]:
    """The candidates whose signatures agree most with a text's, the earliest first."""
    if len(candidates) < 2:
        return candidates
    chosen = np.array(candidates)
    agree = (signatures[chosen] == signatures[mine]).sum(axis=1)
    best = chosen[np.lexsort((rank[chosen], -agree))][:_COMPARED]
    earliest: list[int] = best[np.argsort(rank[best])].tolist()
    return earliest


def _closest(shingles: Shingles, likely: list[int], stays: _Field, settings: DuplicateSettings) -> tuple[int, float]:
    """The most similar of some texts that stay, and how similar; of equals the earliest."""
    found, score = -1, -1.0
    for text in likely:
        other = stays.shingles[text]
        shared = len(np.intersect1d(shingles, other, assume_unique=True))
        similar = settings.compare(shared, len(shingles), len(other))
        if similar > score:
            found, score = text, similar
    return found, score
