"""One pass over all articles: which have the same words, and a signature of fixed size of every distinct text.

A signature is MinHash's (Broder 1997, by rensa): two texts agree in one of its places with a probability equal to their
Jaccard similarity. Signatures only bring pairs together that are worth a look; none decides.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from framing.duplicates.shingles import Reader

PLACES = 128  # numbers in a signature: 512 bytes a text
SEED = 1
_SURE = 0.98  # how likely a pair that is just similar enough must be to share a band

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """The distinct texts of a corpus; copies word for word are one.

    text : for each article, the number of its text.
    row : for each text, the first row that has it.
    signed : numbers of the texts that have a shingle; `signatures` has one row for each of them.
    """

    text: Rows
    row: Rows
    signed: Rows
    signatures: npt.NDArray[np.uint32]


def read_texts(reader: Reader) -> Texts:
    """Read every article once."""
    language = reader.articles["language"].to_list()
    seen: dict[bytes, int] = {}
    text: list[int] = []
    row: list[int] = []
    signed: list[int] = []
    signatures = [np.empty((0, PLACES), dtype=np.uint32)]
    for rows, words in reader.words(np.arange(reader.articles.height)):
        new = []
        for at, (number, joined) in enumerate(zip(rows.tolist(), words.list.join(" ").to_list(), strict=True)):
            key = _digest(language[number], joined) if joined else number.to_bytes(8, "big")  # no words, no copy
            known = seen.setdefault(key, len(row))
            text.append(known)
            if known == len(row):
                row.append(number)
                new.append(at)
        shingles = reader.shingles(rows[new], words.gather(new)) if new else []
        long = [at for at, each in enumerate(shingles) if each]
        signed += [len(row) - len(new) + at for at in long]
        signatures.append(sign([shingles[at] for at in long]))
    return Texts(
        np.array(text, dtype=np.int64), np.array(row, dtype=np.int64), np.array(signed, dtype=np.int64),
        np.concatenate(signatures),
    )  # fmt: skip


def sign(shingles: list[list[str]]) -> npt.NDArray[np.uint32]:
    """The MinHash signature of each list of shingles.

    >>> bool((sign([["a b", "b c"]]) == sign([["b c", "a b", "a b"]])).all())
    True
    """
    from rensa import RMinHash  # late: only where duplicates are looked for

    matrix = RMinHash.digest_matrix_from_token_sets(shingles, PLACES, SEED)
    return np.array(matrix.to_rows(), dtype=np.uint32).reshape(-1, PLACES)


def band_height(least: float) -> int:
    """Places that must all agree for a pair to be looked at: as many as leave pairs of `least` similarity nearly sure.

    Of 128 // r bands of r places one agrees with probability 1 - (1 - s^r)^(128 // r) at similarity s.

    >>> band_height(0.5), band_height(0.8)
    (3, 7)
    """
    sure = [r for r in range(2, PLACES + 1) if 1 - (1 - least**r) ** (PLACES // r) >= _SURE]
    return max(sure, default=2)


def shared_bands(
    signatures: npt.NDArray[np.uint32], language: npt.NDArray[np.uint32], height: int
) -> tuple[Rows, Rows]:
    """Signature and band value of every place where two of one language agree in a whole band, ordered by signature."""
    rows, buckets, before = [], [], 0
    for first in range(0, PLACES - height + 1, height):
        band = np.column_stack([language, signatures[:, first : first + height]])
        whole = band.view(np.dtype((np.void, band.itemsize * band.shape[1]))).ravel()
        _, value, n = np.unique(whole, return_inverse=True, return_counts=True)
        shared = np.flatnonzero(n[value] > 1)
        rows.append(shared)
        buckets.append(value[shared] + before)
        before += len(signatures)
    row, bucket = np.concatenate(rows), np.concatenate(buckets)
    order = np.lexsort((bucket, row))
    return row[order], bucket[order]


def _digest(language: str, words: str) -> bytes:
    return hashlib.blake2b(f"{language}\n{words}".encode(), digest_size=16).digest()
