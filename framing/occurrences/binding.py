"""Names and variants of several words, found where their words follow each other; every word gets its term.

Longer forms go before shorter ones, and no token is in two. Words are looked for by numbers: only where a word that begins
a form is followed by one that continues it is anything compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from framing.occurrences.spelling import Reader, read_words
from framing.occurrences.units import Units, join_words
from framing.settings import SKIP, SMALLEST, CountSettings
from framing.tokens import BREAK, JOINED, SPACE, SPACED_DASH, IntArray, Tokens
from framing.variants import Form, fold, sign_between

BoolArray = npt.NDArray[np.bool_]


def bind(tokens: Tokens, settings: CountSettings) -> Units:
    """Give every word its term, then join the runs that are one name or variant."""
    language = tokens.surfaces["language"].to_list()
    surfaces = tokens.surfaces["surface"].to_list()
    readers = {code: read_words(tokens.corpus.variants, settings, code) for code in dict.fromkeys(language)}
    names: dict[str, int] = {}
    mapped = [readers[code].term(surface) for code, surface in zip(language, surfaces, strict=True)]
    number = np.array([names.setdefault(name, len(names)) for name in mapped], dtype=np.int64)
    term = _name_terms(tokens, readers, number, names)
    width = np.ones(len(tokens), dtype=np.int64)
    bound = np.zeros(len(tokens), dtype=bool)
    for code, reader in readers.items():
        own = np.array([other == code for other in language], dtype=bool)
        for form, places in _find_runs(tokens, reader, own, by_words=settings.words != SMALLEST):
            size = len(form.words)
            starts = _apart(places[~_any_of(bound, places, size)], size)  # not yet part of a longer form
            for step in range(size):
                width[starts + step] = 0
                bound[starts + step] = True
            width[starts] = size
            if len(starts):
                name = form.term if form.kept else fold(form.term, case=settings.case)
                term[starts] = names.setdefault(name, len(names))
    first = np.flatnonzero(width)
    units = Units(list(names), term[first], first, first + width[first] - 1)
    if settings.words != SMALLEST and tokens.segmenters:
        return join_words(tokens, units, bound)
    return units


def skipped_surfaces(tokens: Tokens, settings: CountSettings) -> BoolArray | None:
    """For each distinct writing whether it is an address that is not counted, since it is not listed; None where none is."""
    if settings.addresses != SKIP or tokens.surfaces["address"].null_count() == tokens.surfaces.height:
        return None
    kinds = tokens.surfaces.select("language", "surface", "address").rows()
    readers = {code: read_words(tokens.corpus.variants, settings, code) for code, _, kind in kinds if kind}
    return np.array(
        [kind is not None and not readers[code].lists(surface) for code, surface, kind in kinds], dtype=bool
    )


def words_inside(tokens: Tokens, settings: CountSettings, term: str) -> IntArray:
    """The tokens that would count as a term alone and are part of a longer listed writing, whatever zones are counted.

    "party" in a bound "Communist Party". Where a segmenter makes words, a token alone is none, and there are none of these.
    """
    if tokens.segmenters:
        return np.empty(0, dtype=np.int64)
    written = tokens.surfaces.select("language", "surface").rows()
    readers = {code: read_words(tokens.corpus.variants, settings, code) for code in {code for code, _ in written}}
    alike = np.array([readers[code].term(surface) == term for code, surface in written], dtype=bool)
    units = bind(tokens, settings)
    width = units.last - units.first + 1
    inside = np.repeat(width > 1, width)
    return np.flatnonzero(alike[tokens.surface] & inside)


def _name_terms(tokens: Tokens, readers: dict[str | None, Reader], number: IntArray, names: dict[str, int]) -> IntArray:
    """The term of each token; a Vietnamese syllable beside another with a capital keeps the i or y of its name."""
    term: IntArray = number[tokens.surface]
    apart = {code: reader.in_name for code, reader in readers.items() if reader.in_name is not None}
    if not apart:
        return term
    rows = list(zip(*tokens.surfaces.select("language", "surface"), strict=True))
    titled = ((row, apart.get(code), surface) for row, (code, surface) in enumerate(rows) if surface.istitle())
    others = [(row, in_name(surface)) for row, in_name, surface in titled if in_name is not None]
    doubts = [(row, name) for row, name in others if names.get(name) != number[row]]
    if not doubts:
        return term
    other = np.full(len(rows), -1, dtype=np.int64)
    for row, name in doubts:
        other[row] = names.setdefault(name, len(names))
    at = np.flatnonzero(other[tokens.surface] >= 0)
    named = at[_is_in_name(tokens, at)]
    term[named] = other[tokens.surface[named]]
    return term


def _is_in_name(tokens: Tokens, at: IntArray) -> BoolArray:
    """Whether a word with a capital stands beside each token."""
    titled = np.append(
        np.array([word.istitle() for word in tokens.surfaces["surface"]], dtype=bool)[tokens.surface], False
    )
    spaced = np.append(tokens.gap == SPACE, False)
    found: BoolArray = (spaced[at] & titled[at - 1]) | (spaced[at + 1] & titled[at + 1])
    return found


def _any_of(flags: BoolArray, starts: IntArray, size: int) -> BoolArray:
    """Whether any of the tokens of each run is flagged."""
    found = np.zeros(len(starts), dtype=bool)
    for step in range(size):
        found |= flags[starts + step]
    return found


def _apart(starts: IntArray, size: int) -> IntArray:
    """The runs that begin after the end of the one before that is taken; those of one name seldom overlap."""
    if not (np.diff(starts) < size).any():
        return starts
    taken, end = [], -1
    for start in starts.tolist():
        if start >= end:
            taken.append(start)
            end = start + size
    return np.array(taken, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Numbers:
    """The words of forms as numbers, and for each distinct writing of the corpus its number, as written and in small letters."""

    exact: dict[str, int]
    loose: dict[str, int]
    as_written: IntArray
    in_small: IntArray

    @classmethod
    def of(cls, forms: Sequence[Form], keys: list[str | None]) -> _Numbers:
        exact: dict[str, int] = {}
        loose: dict[str, int] = {}
        for form in forms:
            for word in form.words:
                if form.exact:
                    exact.setdefault(word, len(exact))
                else:
                    loose.setdefault(word.lower(), len(loose))
        written = [-1 if key is None else exact.get(key, -1) for key in keys]
        small = [-1 if key is None else loose.get(key.lower(), -1) for key in keys]
        return cls(exact, loose, np.array(written, dtype=np.int32), np.array(small, dtype=np.int32))

    def words(self, form: Form) -> list[int]:
        return [self.exact[word] if form.exact else self.loose[word.lower()] for word in form.words]

    def column(self, form: Form) -> IntArray:
        return self.as_written if form.exact else self.in_small


def _find_runs(tokens: Tokens, reader: Reader, own: BoolArray, *, by_words: bool) -> list[tuple[Form, IntArray]]:
    """Where the words of each form follow each other, set apart by a space, a dash or the signs of the form.

    Where a segmenter makes words and these are counted, from the beginning of one to the end of one.
    """
    forms = reader.forms
    if not forms or not len(tokens):
        return []
    surfaces = tokens.surfaces["surface"].to_list()
    numbers = _Numbers.of(forms, [reader.key(word) if mine else None for word, mine in zip(surfaces, own, strict=True)])
    first = [(form, numbers.words(form)) for form in forms]
    candidates = {column: _candidates(tokens, numbers, first, exact=column) for column in (True, False)}
    runs = ((form, _run(tokens, form, words, numbers.column(form), candidates[form.exact])) for form, words in first)
    if not by_words or not tokens.segmenters:
        return list(runs)
    return [(form, _from_border_to_border(tokens, starts, len(form.words))) for form, starts in runs]


def _from_border_to_border(tokens: Tokens, starts: IntArray, size: int) -> IntArray:
    """The runs that cut no word that a segmenter makes."""
    if not len(starts):
        return starts
    after = starts + size
    cut = (after < len(tokens)) & (tokens.link[np.minimum(after, len(tokens) - 1)] == JOINED)
    whole: IntArray = starts[(tokens.link[starts] != JOINED) & ~cut]
    return whole


def _candidates(
    tokens: Tokens, numbers: _Numbers, forms: list[tuple[Form, list[int]]], *, exact: bool
) -> dict[int, IntArray]:
    """For the first word of each form where it stands before a word that continues one."""
    column = numbers.as_written if exact else numbers.in_small
    size = len(numbers.exact if exact else numbers.loose) + 1  # the last is for -1
    begins, follows = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    lone = np.zeros(size, dtype=bool)
    for form, words in forms:
        if form.exact == exact:
            begins[words[0]] = True
            if len(words) > 1:
                follows[words[1]] = True
            else:
                lone[words[0]] = True
    at = np.flatnonzero(begins[column][tokens.surface])
    following = np.append(tokens.surface, 0)[at + 1]
    at = at[((at + 1 < len(tokens)) & follows[column[following]]) | lone[column[tokens.surface[at]]]]
    word = column[tokens.surface[at]]
    order = np.argsort(word, kind="stable")
    heads = np.searchsorted(word[order], np.arange(size + 1))
    return {n: at[order[heads[n] : heads[n + 1]]] for n in range(size - 1) if heads[n] < heads[n + 1]}


def _run(tokens: Tokens, form: Form, words: list[int], column: IntArray, candidates: dict[int, IntArray]) -> IntArray:
    """Where one form occurs."""
    starts: IntArray = candidates.get(words[0], np.empty(0, dtype=np.int64))
    if not len(starts):
        return starts
    starts = starts[starts + len(words) <= len(tokens)]
    for step, word in enumerate(words[1:], start=1):
        gap = tokens.gap[starts + step]
        close = gap < BREAK if form.signs[step] else gap <= SPACED_DASH
        starts = starts[(column[tokens.surface[starts + step]] == word) & close]
    if not any(form.signs) or not len(starts):
        return starts
    signed: IntArray = starts[np.array([_has_signs(tokens, form, at) for at in starts.tolist()], dtype=bool)]
    return signed


def _has_signs(tokens: Tokens, form: Form, at: int) -> bool:
    """Whether the signs of a form stand around its words."""
    text: str = tokens.corpus.articles["text"][int(tokens.article[at])]
    last = at + len(form.words) - 1
    inner = zip(range(at + 1, last + 1), form.signs[1:-1], strict=True)
    if not all(sign == sign_between(text[tokens.end[each - 1] : tokens.start[each]]) for each, sign in inner if sign):
        return False
    before, after = form.signs[0], form.signs[-1]
    return text.endswith(before, 0, int(tokens.start[at])) and text.startswith(after, int(tokens.end[last]))
