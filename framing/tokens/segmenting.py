"""Which tokens make up one word, in languages whose writing does not say: Chinese characters, Vietnamese syllables.

A segmenter only joins tokens; it never moves one. Without the package for a language its tokens stay apart (Vietnamese)
or are taken in overlapping pairs (Chinese), and every result says so. What was segmented once is kept by its content.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.cache import code_name, open_kept
from framing.tokens.characters import is_han, plain, simplified
from framing.tokens.cutting import PUNCTUATION, SENTENCE, SPACE, TOUCHING, Cut
from framing.variants import common_form, spell_vietnamese, surface_key, write_i_or_y
from framing.wording import base_language
from framing.wordlists import attribution_words, function_words

Links = npt.NDArray[np.uint8]
APART, JOINED, PAIRED = range(3)  # begins a word; continues the word of the token before; makes a pair with it
SYLLABLES, PAIRS = "syllables", "character bigrams"


@dataclass(frozen=True, slots=True)
class Names:
    """Writings that a dictionary may lack.

    persons : words wherever they occur. others : words where none of the text's is cut in two by it.
    capitals : abbreviations, words of their own where written so.
    """

    persons: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """One article with the places of its tokens, what separates each from the one before, and which are addresses."""

    text: str
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    gap: npt.NDArray[np.uint8]
    address: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Tool:
    """How a language is segmented: the packages, what stands in for them, the words they are told, the function that asks.

    The first package makes words; without any of them what stands in is taken.
    """

    packages: tuple[str, ...]
    without: str
    known: Callable[[Names], Names]
    join: Callable[[_Text, Names], npt.NDArray[np.bool_]]


def segmenter(language: str | None) -> str:
    """What makes words of tokens in a language: "underthesea 9.5.0", "syllables", "" where a token is a word already."""
    tool = _TOOLS.get(base_language(language))
    if tool is None:
        return ""
    return _versions(tool) if _installed(tool) else tool.without


def installed_segmenters() -> list[str]:
    """What would make words of tokens here, in every language that needs it."""
    return [segmenter(code) for code in sorted(_TOOLS)]


def makes_words(language: str | None) -> bool:
    """Whether a segmenter makes words of the tokens of a language here, so that it is known where words begin and end."""
    return segmenter(language) not in ("", SYLLABLES, PAIRS)


def link_tokens(
    texts: list[str],
    languages: Sequence[str | None],
    cut: Cut,
    han: npt.NDArray[np.bool_],
    address: npt.NDArray[np.bool_],
    names: Callable[[str], Names],
) -> Links:
    """For each token whether it continues the word of the one before (JOINED) or makes a pair with it (PAIRED).

    Parameters
    ----------
    texts, languages : of each article.
    cut : the words of the texts.
    han, address : for each token whether it is a Chinese character, and whether it is an address.
    names : for a language the writings that its dictionary may lack.
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
            _join_articles(tool, rows, texts, cut, first, address, tool.known(names(base_language(code))), links)
        elif tool.without == PAIRS:
            for row in rows:
                links[first[row] : first[row + 1]] = PAIRED
    chinese = np.isin([base_language(code) for code in languages], ["zh"])[cut.article] if len(links) else close
    allowed = np.where(chinese, close, cut.gap == SPACE)
    links[~allowed] = APART
    return links


def _join_articles(
    tool: _Tool, rows: list[int], texts: list[str], cut: Cut, first: npt.NDArray[np.intp],
    address: npt.NDArray[np.bool_], names: Names, links: Links,
) -> None:  # fmt: skip
    """Segment articles, or take what is kept of an earlier time."""
    with open_kept(f"words-{tool.packages[0]}") as kept:
        for row in rows:
            own = slice(first[row], first[row + 1])
            n = int(own.stop - own.start)
            key = _key(tool, texts[row], names)
            bits = kept.get(key)
            if bits is None or len(bits) != (n + 7) // 8:
                article = _Text(texts[row], cut.start[own], cut.end[own], cut.gap[own], address[own])
                joined = tool.join(article, names)
                bits = np.packbits(joined).tobytes()
                kept.put(key, bits)
            links[own] = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), count=n)


def _key(tool: _Tool, text: str, names: Names) -> bytes:
    held = (code_name(), _versions(tool), *names.persons, "", *names.others, "", *names.capitals, text)
    return hashlib.sha256("\x00".join(held).encode()).digest()


def _chinese_names(names: Names) -> Names:
    """Runs of Chinese characters, those of a name with a dot apart, in simplified ones."""
    parts = (part for name in (*names.persons, *names.others) for part in _DOT.split(name))
    return Names(tuple(sorted({simplified(part) for part in parts if len(part) > 1 and all(map(is_han, part))})))


_DOT = re.compile("[·•・‧]")


def _vietnamese_names(names: Names) -> Names:
    """Listed writings of several syllables; grammatical words are words wherever they occur, as persons are."""
    persons, others = (
        tuple(sorted(name for name in held if " " in name and not any(map(is_han, name))))
        for held in ({*names.persons, *function_words("vi"), *attribution_words("vi")}, set(names.others))
    )
    return Names(persons, others, names.capitals)


def _chinese(article: _Text, names: Names) -> npt.NDArray[np.bool_]:
    """Tokens that rjieba puts into the word of the character before; its dictionary is of simplified characters."""
    text, place = plain(article.text)
    begins = np.zeros(len(text) + 1, dtype=bool)
    begins[np.cumsum([0, *map(len, _jieba(names.persons).cut(simplified(text)))])] = True
    return ~begins[place[article.start]]


@functools.lru_cache(maxsize=4)
def _jieba(names: tuple[str, ...]) -> Any:
    from rjieba import Jieba

    dictionary = Jieba()
    for name in names:
        dictionary.add_word(name, dictionary.suggest_freq(name), "nz")
    return dictionary


def _vietnamese(article: _Text, names: Names) -> npt.NDArray[np.bool_]:
    """Syllables that underthesea puts into the word of the syllable before, sentence by sentence; what is listed is one word.

    Syllables are given to it in the one spelling they count in, so that a text in two spellings has the same words. Its own
    list of fixed words is not used: it takes each for a name, and glues verbs to the names before them.
    """
    from underthesea import word_tokenize

    joined = np.zeros(len(article.start), dtype=bool)
    edges = np.flatnonzero(np.append(article.gap >= SENTENCE, True))
    persons, others = _by_first_syllable(names.persons), _by_first_syllable(names.others)
    for first, last in itertools.pairwise(edges.tolist()):
        places = zip(article.start[first:last].tolist(), article.end[first:last].tolist(), strict=True)
        syllables = [_syllable(article.text[start:end]) for start, end in places]
        for at in np.flatnonzero(article.address[first:last]).tolist():
            syllables[at] = "X"
        commas = article.gap[first:last] == PUNCTUATION
        parts = [f", {syllable}" if comma else syllable for syllable, comma in zip(syllables, commas, strict=True)]
        found = word_tokenize(" ".join(parts), use_token_normalize=False)
        own = joined[first:last]
        own[:] = _inside(syllables, [word for word in found if word != ","])
        small = [syllable.lower() for syllable in syllables]
        _join_listed(small, others, own, whole_words=True)
        _join_listed(small, persons, own, whole_words=False)
        capitals = np.isin(syllables, names.capitals)
        own[capitals | np.append(False, capitals[:-1])] = False
    joined[article.address | np.append(False, article.address[:-1])] = False
    return joined


@functools.lru_cache(maxsize=2**16)
def _syllable(surface: str) -> str:
    return write_i_or_y(spell_vietnamese(common_form(surface_key(surface, possessives="keep"))))


@functools.lru_cache(maxsize=8)
def _by_first_syllable(names: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    """Listed words as lower-case syllables, by the first of them, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    spelled = {tuple(_syllable(syllable).lower() for syllable in name.split()) for name in names}
    for syllables in sorted(spelled, key=lambda each: (-len(each), each)):
        found.setdefault(syllables[0], []).append(syllables)
    return found


def _join_listed(
    syllables: list[str],
    listed: dict[str, list[tuple[str, ...]]],
    joined: npt.NDArray[np.bool_],
    *,
    whole_words: bool,
) -> None:
    """Make the listed words in a sentence words of their own, from left to right; if asked, only where none is cut in two."""
    at = 0
    while at < len(syllables):
        words = (word for word in listed.get(syllables[at], ()) if tuple(syllables[at : at + len(word)]) == word)
        size = len(next(words, ("",)))
        if size > 1 and not (whole_words and (joined[at] or joined[at + size : at + size + 1].any())):
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
