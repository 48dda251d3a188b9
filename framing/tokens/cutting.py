"""Where the words of many texts stand and what separates them, a million characters at a time.

The texts are looked at as one long array of code points, so that a rule is a comparison of arrays and no word is touched
by Python. Words are told apart by a 64-bit number made of their letters; of each number one word is read.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.tokens.characters import APOSTROPHE, DIGIT, HAN, INNER, POINT, WIDTHLESS, WORD, classes
from framing.tokens.signs import find_signs

IntArray = npt.NDArray[np.integer[Any]]
BoolArray = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]

# What stands before a token, from closest to farthest. N-grams and windows stop at SENTENCE and BREAK.
TOUCHING, SPACE, DASH, SPACED_DASH, PUNCTUATION, SENTENCE, BREAK = range(7)
STOP = 7  # a stop and no space: the end of a sentence or not, as the words beside it say; in no result

BLOCK = 2**20  # characters looked at together
_DASHES = "-‐‑‒–—−"
_DOTS = "·•・‧"  # between the parts of a foreign name in Chinese
_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]»]*\s|[。！？]""")
_TOUCHING_STOP = re.compile(r"""[)\]”’»]*([.!?…])["'”’)\]»]*["'“‘(\[«]*""")
_UNSEEN = str.maketrans(dict.fromkeys(WIDTHLESS))
_LONE_MARKS = re.compile(r"[\u0300-\u036f]")
_BASE = 0x9E3779B97F4A7C15  # odd, so that it can be undone; the fraction of the golden ratio
_BETWEEN = "\n"
_MIXER = 0xD6E8FEB86659FD93  # odd; the number of a single letter is small, and its leading bits are all the same


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """The words of many texts, in order; one entry per word.

    article : number of the text. start, end : code points in it. gap : what stands before (TOUCHING … BREAK).
    key : the same for the same letters.
    """

    article: npt.NDArray[np.int32]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    gap: npt.NDArray[np.uint8]
    key: Hashes


def cut_texts(texts: list[str]) -> Cut:
    """Find every word of some texts."""
    parts = [_cut_block(first, block) for first, block in _blocks(texts)]
    return Cut(
        article=_together(parts, "article", np.int32),
        start=_together(parts, "start", np.int32),
        end=_together(parts, "end", np.int32),
        gap=_together(parts, "gap", np.uint8),
        key=_together(parts, "key", np.uint64),
    )


def number_keys(key: Hashes, *, leading: int = 19) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """Number the distinct keys: where one of each stands, and for each key the number of its own.

    A table holds one key a slot, named by `leading` bits; only keys that share their slot with another are searched for.
    """
    slot = ((key * np.uint64(_MIXER)) >> np.uint64(64 - leading)).astype(np.int32)
    last = np.full(1 << leading, -1, dtype=np.int32)
    last[slot] = np.arange(len(key), dtype=np.int32)
    taken = np.flatnonzero(last >= 0)
    held = np.zeros(len(last), dtype=np.uint64)
    held[taken] = key[last[taken]]
    number = np.zeros(len(last), dtype=np.int32)
    number[taken] = np.arange(len(taken), dtype=np.int32)
    word = number[slot]
    others = np.flatnonzero(held[slot] != key)
    _, one, own = np.unique(key[others], return_index=True, return_inverse=True)
    word[others] = len(taken) + own
    return np.concatenate([last[taken].astype(np.int64), others[one]]), word


def _together(parts: list[Cut], name: str, kind: Any) -> npt.NDArray[Any]:
    arrays = [getattr(part, name) for part in parts]
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=kind)


def _blocks(texts: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Whole texts, about a block of them at a time, with the number of the first."""
    first, held = 0, 0
    for number, text in enumerate(texts):
        if held and held + len(text) > BLOCK:
            yield first, texts[first:number]
            first, held = number, 0
        held += len(text)
    if first < len(texts):
        yield first, texts[first:]


def _cut_block(first: int, texts: list[str]) -> Cut:
    whole = _BETWEEN + _BETWEEN.join(texts) + _BETWEEN
    points = np.frombuffer(whole.encode("utf-32-le"), dtype=np.uint32)
    start, end = _words(whole, classes().take(points))
    begins = np.cumsum([1, *(len(text) + 1 for text in texts)], dtype=np.int64)
    first_words = np.searchsorted(start, begins)
    words = np.diff(first_words)
    article = np.repeat(np.arange(first, first + len(texts), dtype=np.int32), words)
    sums = _Sums.of(points)
    gap = _gaps(whole, points, sums, start, end)
    gap[first_words[:-1][words > 0]] = BREAK
    base = np.repeat(begins[:-1], words)
    begin, stop = ((edge - base).astype(np.int32) for edge in (start, end))
    return Cut(article, begin, stop, gap, sums.between(start, end))


def _words(whole: str, kinds: npt.NDArray[np.uint8]) -> tuple[IntArray, IntArray]:
    """Starts and ends of the words; neither end of the array may be part of one."""
    inside = (kinds & WORD).view(np.bool_)
    signs = np.flatnonzero(kinds >= HAN)  # whatever is not plainly inside or outside a word
    inner, marks, points, han = (signs[kinds[signs] == kind] for kind in (INNER, APOSTROPHE, POINT, HAN))
    _take_inner(inner, inside)
    inside[marks[inside[marks - 1] & ((kinds[marks + 1] & WORD) > 0)]] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    start: IntArray = edges[::2]
    end: IntArray = edges[1::2]
    points = points[((kinds[points - 1] & kinds[points + 1]) & DIGIT) > 0]
    if points.size:
        start, end = _join_numbers(kinds.tobytes(), start, end, points)
    if han.size:
        start, end = np.sort(np.append(start, han), kind="stable"), np.sort(np.append(end, han + 1), kind="stable")
    first, last = find_signs(whole, kinds, signs)
    return _with_signs(start, end, first, last) if first.size else (start, end)


def _with_signs(start: IntArray, end: IntArray, first: IntArray, last: IntArray) -> tuple[IntArray, IntArray]:
    """The words, with each span that signs are part of in place of the words in it; a span that cuts a word is none."""
    cuts = np.zeros(len(first), dtype=bool)
    for edge in (first, last):
        word = np.searchsorted(start, edge, side="left") - 1
        cuts |= (word >= 0) & (end[word] > edge)
    first, last = first[~cuts], last[~cuts]
    if not first.size:
        return start, end
    span = np.searchsorted(first, start, side="right") - 1
    apart = (span < 0) | (start >= last[span])
    return np.sort(np.append(start[apart], first)), np.sort(np.append(end[apart], last))


def _take_inner(inner: IntArray, inside: BoolArray) -> None:
    """Soft hyphens and joiners belong to the word they follow."""
    if inner.size:
        head = np.flatnonzero(np.diff(inner, prepend=-2) > 1)
        follows = inside[inner[head] - 1]
        inside[inner[np.repeat(follows, np.diff(np.append(head, len(inner))))]] = True


def _join_numbers(kinds: bytes, start: IntArray, end: IntArray, points: IntArray) -> tuple[IntArray, IntArray]:
    """Join digits over a point or comma between digits, as in 1,018.5; what follows the digits is a word of its own."""
    digit = WORD | DIGIT
    joined, head = -1, 0  # the run that the last number reached into, and where the word that is open there begins
    bridged, without_end, new_start, new_end = [], [], [], []  # runs that begin no word or end none; edges inside runs
    for point, run in zip(points.tolist(), (np.searchsorted(start, points) - 1).tolist(), strict=True):
        opened = head if run == joined else int(start[run])
        if kinds.count(digit, opened, point) < point - opened:
            continue
        joined, head, stop, last = run + 1, point + 1, point + 1, int(end[run + 1])
        bridged.append(joined)
        without_end.append(run)
        while kinds[stop] == digit:
            stop += 1
        if stop < last:
            new_end.append(stop)
            head = stop
            while head < last and not kinds[head] & WORD:
                head += 1
            if head < last:
                new_start.append(head)
            else:
                without_end.append(joined)
    return _edited(start, bridged, new_start), _edited(end, without_end, new_end)


def _edited(places: IntArray, gone: list[int], new: list[int]) -> IntArray:
    """Sorted places without those at some indices and with some new ones, sorted too."""
    kept = np.delete(places, gone)
    return np.insert(kept, np.searchsorted(kept, new), new) if new else kept


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Numbers that stand for stretches of text: sums of code points, each times a power of an odd base, modulo 2^64."""

    sums: Hashes
    undo: Hashes

    @classmethod
    def of(cls, points: npt.NDArray[np.uint32]) -> _Sums:
        powers, undo = powers_of(_BASE, len(points)), powers_of(pow(_BASE, -1, 2**64), len(points))
        values = points.astype(np.uint64)
        values += np.uint64(1)
        values *= powers
        sums = np.zeros(len(points) + 1, dtype=np.uint64)
        np.cumsum(values, out=sums[1:])
        return cls(sums, undo)

    def between(self, start: IntArray, end: IntArray) -> Hashes:
        found: Hashes = (self.sums[end] - self.sums[start]) * self.undo[start]
        return found


def powers_of(base: int, n: int) -> Hashes:
    """The first n powers of a base, modulo 2^64."""
    return _block_of_powers(base)[:n] if n <= 2 * BLOCK else _compute_powers(base, n)


@functools.cache
def _block_of_powers(base: int) -> Hashes:
    return _compute_powers(base, 2 * BLOCK)


def _compute_powers(base: int, n: int) -> Hashes:
    factors = np.full(n, base, dtype=np.uint64)
    factors[:1] = 1
    return np.cumprod(factors)


def _gaps(
    whole: str, points: npt.NDArray[np.uint32], sums: _Sums, start: IntArray, end: IntArray
) -> npt.NDArray[np.uint8]:
    """The kind of gap before each word; two words that touch have none between them."""
    gap = np.zeros(len(start), dtype=np.uint8)
    first, last = end[:-1], start[1:]
    stop = (points[first - 1] == ord(".")) & np.isin(points[first], _WHITE)  # U.S. ends in one, and may end a sentence
    first = first - stop
    width = last - first
    gap[1:][(width == 1) & (points[first] == ord(" "))] = SPACE
    others = np.flatnonzero((width > 0) & (gap[1:] == 0))
    one, each = number_keys(sums.between(first[others], last[others]), leading=12)
    kinds = [_gap_kind(whole[first[at] : last[at]]) for at in others[one].tolist()]
    gap[others + 1] = np.array(kinds, dtype=np.uint8)[each]
    return gap


_WHITE = [ord(sign) for sign in " \n\r\t\u00a0"]


def _gap_kind(gap: str) -> int:
    """What a gap between two words means; a single line end inside a sentence is a space (hard-wrapped text)."""
    if not gap.isascii():
        gap = _LONE_MARKS.sub("", gap.translate(_UNSEEN))
        if not gap:
            return TOUCHING
    stop = _TOUCHING_STOP.fullmatch(gap)
    if stop and gap[-1] not in "\"'”’":
        return SENTENCE if stop.group(1) in "!?" else STOP
    ends = _SENTENCE_END.search(gap + ("\n" if gap[-1] in "\"'”’" else "")) is not None
    lines = gap.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    if lines > 1 or (lines and ends):
        return BREAK
    if ends:
        return SENTENCE
    bare = gap.strip()
    if not bare:
        return SPACE
    if bare in _DASHES or bare == "--":
        return DASH if bare == gap and bare != "--" else SPACED_DASH
    return DASH if bare == gap and bare in _DOTS else PUNCTUATION
