"""Names and variants of several words, found where their words follow each other; every word gets its term.

Longer forms go before shorter ones, and no token is in two.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from framing.occurrences.spelling import merged_forms, respelling, word_key, word_terms
from framing.occurrences.units import Units, join_words
from framing.settings import SMALLEST, CountSettings
from framing.tokens import SPACED_DASH, IntArray, Tokens
from framing.variants import Form, fold

BoolArray = npt.NDArray[np.bool_]


def bind(tokens: Tokens, settings: CountSettings) -> Units:
    """Give every word its term, then join the runs that are one name or variant."""
    language = tokens.surfaces["language"].to_list()
    surfaces = tokens.surfaces["surface"].to_list()
    forms = {code: merged_forms(tokens.corpus.variants, settings, code) for code in dict.fromkeys(language)}
    respelled = {code: respelling(code, settings) for code in forms}
    words = {code: word_terms(tuple(forms[code]), code, settings, respelled[code]) for code in forms}
    names: dict[str, int] = {}
    mapped = [words[code](surface) for code, surface in zip(language, surfaces, strict=True)]
    term = np.array([names.setdefault(name, len(names)) for name in mapped], dtype=np.int64)[tokens.surface]
    if not tokens.segmenters and not any(len(form.words) > 1 for own in forms.values() for form in own):
        each = np.arange(len(tokens))
        return Units(list(names), term, each, each)
    written = zip(language, surfaces, strict=True)
    exact = [word_key(surface, settings.possessives, respelled[code]) for code, surface in written]
    width = np.ones(len(tokens), dtype=np.int64)
    bound = np.zeros(len(tokens), dtype=bool)
    for code in forms:
        own = np.array([other == code for other in language], dtype=bool)[tokens.surface]
        for form, places in _find_runs(tokens, forms[code], exact, own):
            size = len(form.words)
            starts = _apart(places[~_any_of(bound, places, size)], size)  # not yet part of a longer form
            for step in range(size):
                width[starts + step] = 0
                bound[starts + step] = True
            width[starts] = size
            if len(starts):
                term[starts] = names.setdefault(fold(form.term, case=settings.case), len(names))
    first = np.flatnonzero(width)
    units = Units(list(names), term[first], first, first + width[first] - 1)
    return units if settings.words == SMALLEST or not tokens.segmenters else join_words(tokens, units, bound)


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


def _find_runs(tokens: Tokens, forms: list[Form], exact: list[str], own: BoolArray) -> list[tuple[Form, IntArray]]:
    """Where the words of each form follow each other, set apart by no more than a space or a dash."""
    found = []
    by_first: dict[tuple[str, bool], IntArray] = {}
    keys = {
        True: np.array(exact, dtype=object),
        False: np.array([key.lower() for key in exact], dtype=object),
    }
    close = tokens.gap <= SPACED_DASH
    for form in (form for form in forms if len(form.words) > 1):
        strict = form.kind == "name"
        words = form.words if strict else tuple(word.lower() for word in form.words)
        if (words[0], strict) not in by_first:
            hit = np.flatnonzero(keys[strict] == words[0])
            by_first[words[0], strict] = np.flatnonzero(np.isin(tokens.surface, hit) & own)
        starts = by_first[words[0], strict]
        starts = starts[starts + len(words) <= len(tokens)]
        for step, word in enumerate(words[1:], start=1):
            same = keys[strict][tokens.surface[starts + step]] == word
            starts = starts[same & close[starts + step]]
        found.append((form, starts))
    return found
