"""Which tokens make up one word, in languages whose writing does not say: Chinese characters, Vietnamese syllables.

A segmenter only joins tokens; it never moves one. Without the package for a language its tokens stay apart (Vietnamese)
or are taken in overlapping pairs (Chinese), and every result says so. What was segmented once is kept by its content.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import itertools
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.cache import code_name, open_kept
from framing.tokens.characters import is_han, simplified
from framing.tokens.cutting import PUNCTUATION, SENTENCE, SPACE, TOUCHING, Cut
from framing.wording import base_language
from framing.wordlists import attribution_words, function_words

Links = npt.NDArray[np.uint8]
APART, JOINED, PAIRED = range(3)  # begins a word; continues the word of the token before; makes a pair with it
SYLLABLES, PAIRS = "syllables", "character bigrams"


@dataclass(frozen=True, slots=True)
class _Text:
    """One article with the places of its tokens and what stands before each."""

    text: str
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    gap: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Tool:
    """How a language is segmented: the packages, what stands in for them, the words they are told, the function that asks.

    The first package makes words; without any of them what stands in is taken.
    """

    packages: tuple[str, ...]
    without: str
    known: Callable[[Sequence[str]], tuple[str, ...]]
    join: Callable[[_Text, tuple[str, ...]], npt.NDArray[np.bool_]]


def segmenter(language: str | None) -> str:
    """What makes words of tokens in a language: "underthesea 9.5.0", "syllables", "" where a token is a word already."""
    tool = _TOOLS.get(base_language(language))
    if tool is None:
        return ""
    return _versions(tool) if _installed(tool) else tool.without


def installed_segmenters() -> list[str]:
    """What would make words of tokens here, in every language that needs it."""
    return [segmenter(code) for code in sorted(_TOOLS)]


def link_tokens(
    texts: list[str], languages: Sequence[str | None], cut: Cut, han: npt.NDArray[np.bool_], names: Sequence[str]
) -> Links:
    """For each token whether it continues the word of the one before (JOINED) or makes a pair with it (PAIRED).

    Parameters
    ----------
    texts, languages : of each article.
    cut : the words of the texts.
    han : for each token whether it is a Chinese character.
    names : writings that a dictionary may lack; they are told to it.
    """
    links = np.zeros(len(cut.start), dtype=np.uint8)
    close = np.zeros(len(links), dtype=bool)
    close[1:] = (cut.gap[1:] == TOUCHING) & han[1:] & han[:-1]
    first = np.searchsorted(cut.article, np.arange(len(texts) + 1))
    for code in dict.fromkeys(languages):
        tool = _TOOLS.get(base_language(code))
        if tool is None:
            continue
        rows = [row for row, language in enumerate(languages) if language == code]
        if _installed(tool):
            _join_articles(tool, rows, texts, cut, first, tool.known(names), links)
        elif tool.without == PAIRS:
            for row in rows:
                links[first[row] : first[row + 1]] = PAIRED
    chinese = np.isin([base_language(code) for code in languages], ["zh"])[cut.article] if len(links) else close
    allowed = np.where(chinese, close, cut.gap == SPACE)
    links[~allowed] = APART
    return links


def _join_articles(
    tool: _Tool, rows: list[int], texts: list[str], cut: Cut, first: npt.NDArray[np.intp], names: tuple[str, ...],
    links: Links,
) -> None:  # fmt: skip
    """Segment articles, or take what is kept of an earlier time."""
    with open_kept(f"words-{tool.packages[0]}") as kept:
        for row in rows:
            own = slice(first[row], first[row + 1])
            n = int(own.stop - own.start)
            key = _key(tool, texts[row], names)
            bits = kept.get(key)
            if bits is None or len(bits) != (n + 7) // 8:
                joined = tool.join(_Text(texts[row], cut.start[own], cut.end[own], cut.gap[own]), names)
                bits = np.packbits(joined).tobytes()
                kept.put(key, bits)
            links[own] = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), count=n)


def _key(tool: _Tool, text: str, names: tuple[str, ...]) -> bytes:
    held = (code_name(), _versions(tool), *names, text)
    return hashlib.sha256("\x00".join(held).encode()).digest()


def _chinese_names(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({simplified(name) for name in names if all(map(is_han, name))}))


def _vietnamese_names(names: Sequence[str]) -> tuple[str, ...]:
    """Listed names and grammatical words of several syllables."""
    held = {*names, *function_words("vi"), *attribution_words("vi")}
    return tuple(sorted(name for name in held if " " in name and not any(map(is_han, name))))


def _chinese(article: _Text, names: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Tokens that rjieba puts into the word of the character before; its dictionary is of simplified characters."""
    begins = np.zeros(len(article.text) + 1, dtype=bool)
    begins[np.cumsum([0, *map(len, _jieba(names).cut(simplified(article.text)))])] = True
    return ~begins[article.start]


@functools.lru_cache(maxsize=4)
def _jieba(names: tuple[str, ...]) -> Any:
    from rjieba import Jieba

    dictionary = Jieba()
    for name in names:
        dictionary.add_word(name, dictionary.suggest_freq(name), "nz")
    return dictionary


def _vietnamese(article: _Text, names: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Syllables that underthesea puts into the word of the syllable before, sentence by sentence; what is listed is one word.

    underthesea's own list of fixed words is not used: it takes each for a name, and glues verbs to the names before them.
    """
    from underthesea import word_tokenize

    joined = np.zeros(len(article.start), dtype=bool)
    edges = np.flatnonzero(np.append(article.gap >= SENTENCE, True))
    listed = _by_first_syllable(names)
    for first, last in itertools.pairwise(edges.tolist()):
        places = zip(article.start[first:last].tolist(), article.end[first:last].tolist(), strict=True)
        syllables = [unicodedata.normalize("NFC", article.text[start:end]) for start, end in places]
        commas = article.gap[first:last] == PUNCTUATION
        parts = [f", {syllable}" if comma else syllable for syllable, comma in zip(syllables, commas, strict=True)]
        found = word_tokenize(" ".join(parts), use_token_normalize=False)
        joined[first:last] = _inside(syllables, [word for word in found if word != ","])
        _join_listed([syllable.lower() for syllable in syllables], listed, joined[first:last])
    return joined


@functools.lru_cache(maxsize=4)
def _by_first_syllable(names: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    """Listed words as lower-case syllables, by the first of them, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for syllables in sorted({tuple(name.lower().split()) for name in names}, key=lambda each: (-len(each), each)):
        found.setdefault(syllables[0], []).append(syllables)
    return found


def _join_listed(syllables: list[str], listed: dict[str, list[tuple[str, ...]]], joined: npt.NDArray[np.bool_]) -> None:
    """Make every listed word in a sentence a word of its own, from left to right."""
    at = 0
    while at < len(syllables):
        words = (word for word in listed.get(syllables[at], ()) if tuple(syllables[at : at + len(word)]) == word)
        size = len(next(words, ("",)))
        if size > 1:
            joined[at + 1 : at + size] = True
            joined[at] = False
            joined[at + size : at + size + 1] = False
        at += size


def _inside(syllables: list[str], words: list[str]) -> npt.NDArray[np.bool_]:
    """Which syllables do not begin a word; none where the words are not made of these letters."""
    whole = [word.replace(" ", "") for word in words]
    if "".join(whole) != "".join(syllables):
        return np.zeros(len(syllables), dtype=bool)
    begins = set(itertools.accumulate(map(len, whole), initial=0))
    places = itertools.accumulate(map(len, syllables[:-1]), initial=0)
    return np.array([place not in begins for place in places], dtype=bool)


def _installed(tool: _Tool) -> bool:
    return all(importlib.util.find_spec(package) is not None for package in tool.packages)


def _versions(tool: _Tool) -> str:
    return ", ".join(f"{package} {version(package)}" for package in tool.packages)


_TOOLS = {
    "zh": _Tool(("rjieba", "opencc"), PAIRS, _chinese_names, _chinese),
    "vi": _Tool(("underthesea",), SYLLABLES, _vietnamese_names, _vietnamese),
}
