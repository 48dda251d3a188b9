"""Every occurrence of every term under given settings: tokens after masks, joins and maps.

A linear pass over the finest tokens, never a second regular expression. Names and variants are bound first (longest
first, case-sensitively for names), then words are folded, then zones, voices and events are masked, then n-grams formed.
Counts, concordances, phrases and collocates all read these occurrences, so they can never disagree.
"""

from __future__ import annotations

import bisect
import csv
import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from framing import storage
from framing.errors import SettingsError
from framing.settings import SMALLEST, CountSettings, check_known
from framing.tokens import (
    APART,
    DASH,
    JOINED,
    PAIRED,
    SENTENCE,
    SPACED_DASH,
    IntArray,
    Tokens,
    is_han,
    number_keys,
    powers_of,
    simplified,
    split_words,
)
from framing.tokens.segmenting import PAIRS, segmenter
from framing.variants import Form, fold, merging_forms, move_tone, surface_key
from framing.wording import base_language

BoolArray = npt.NDArray[np.bool_]
Respelling = Callable[[str], str]
_RESPELLED: dict[str, Respelling] = {"vi": move_tone, "zh": simplified}  # two writings of one word
_RUN = 0x9FB21C651E98DF25  # odd; numbers stand for runs of terms as sums of its powers


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """Where each counted term stands; arrays have one entry per occurrence, in text order, and are read-only.

    tokens : the tokens they were made from.
    settings : what was counted.
    terms : the terms that occur, sorted; `term` holds indices into it.
    term, article, sentence : of each occurrence.
    first, last : its first and last token; `text[start:end]` spans them.
    linked : whether it follows the occurrence before it within one sentence, nothing left out between.
    """

    tokens: Tokens
    settings: CountSettings
    terms: tuple[str, ...]
    term: IntArray
    article: IntArray
    sentence: IntArray
    first: IntArray
    last: IntArray
    linked: BoolArray

    @property
    def start(self) -> IntArray:
        """Where each begins in the article's raw text, in code points."""
        return _frozen(self.tokens.start[self.first])

    @property
    def end(self) -> IntArray:
        """Where each ends."""
        return _frozen(self.tokens.end[self.last])

    def __len__(self) -> int:
        return len(self.term)

    def at(self, term: str) -> IntArray:
        """The positions at which a term occurs; none if it does not."""
        index = bisect.bisect_left(self.terms, term)
        if index == len(self.terms) or self.terms[index] != term:
            return np.empty(0, dtype=np.int64)
        return np.flatnonzero(self.term == index)


@dataclass(frozen=True, slots=True)
class _Units:
    """Words and bound names in text order: term numbers into `names`, first and last token of each."""

    names: list[str]
    term: IntArray
    first: IntArray
    last: IntArray


def find_occurrences(tokens: Tokens, settings: CountSettings | None = None) -> Occurrences:
    """Find every occurrence of every term under some settings.

    Parameters
    ----------
    tokens : from tokenize.
    settings : what to count; by default body text, variants merged, lower case.

    Raises
    ------
    SettingsError : a zone, voice or event that the corpus does not have.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.tokens import tokenize
    >>> corpus = load_corpus(pl.DataFrame({"text": ["Organised talks, organized talks"], "language": ["en"]}))
    >>> found = find_occurrences(tokenize(corpus))
    >>> [found.terms[term] for term in found.term]
    ['organized', 'talks', 'organized', 'talks']
    """
    settings = settings or CountSettings()
    units = _bind(tokens, settings)
    if settings.hyphens == "join":
        units = _join_hyphens(tokens, units)
    kept = _mask(tokens, settings)[units.first]
    linked = np.zeros(len(units.term), dtype=bool)
    linked[1:] = kept[1:] & kept[:-1] & (tokens.gap[units.first[1:]] < SENTENCE)
    if settings.ngram > 1:
        units, kept, linked = _ngrams(units, kept, linked, settings.ngram)
    if not kept.all():
        linked = linked[kept]
        units = _Units(units.names, units.term[kept], units.first[kept], units.last[kept])
    term, terms = _renumber(units.term, units.names)
    first, last = units.first, units.last
    arrays = {
        "term": term,
        "article": tokens.article[first],
        "sentence": tokens.sentence[first],
        "first": first,
        "last": last,
        "linked": linked,
    }
    return Occurrences(tokens=tokens, settings=settings, terms=terms, **_read_only(arrays))


def restrict(found: Occurrences, settings: CountSettings, *, articles: BoolArray | None = None) -> Occurrences:
    """Keep the occurrences in some zones, voices, events and articles, out of all that were found.

    Parameters
    ----------
    found : occurrences in all zones, voices and events, one word a term.
    settings : what to keep; in all but zones, voices and events the same as those of `found`.
    articles : for each article of the corpus whether it is kept; None keeps all.

    Returns
    -------
    The same as find_occurrences with these settings on a corpus of these articles, with the article and token numbers of
    the whole corpus; much faster, since no word is read again.

    Raises
    ------
    SettingsError : a zone, voice or event that the corpus does not have; `found` is of other settings.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.tokens import tokenize
    >>> tokens = tokenize(load_corpus(pl.DataFrame({"text": ["rail talks", "trade talks"]})))
    >>> every = find_occurrences(tokens, CountSettings(zones=None))
    >>> restrict(every, CountSettings(), articles=np.array([True, False])).terms
    ('rail', 'talks')
    """
    if found.settings != replace(settings, zones=None, voices=None, events=None) or settings.ngram > 1:
        raise SettingsError(
            "restrict keeps zones, voices and events of occurrences found in all text, one word a term; "
            f"find them with zones=None first; got {found.settings}"
        )
    kept = _mask(found.tokens, settings)[found.first]
    if articles is not None:
        kept &= articles[found.article]
    linked = found.linked.copy()
    linked[1:] &= kept[:-1]  # what follows a word left out is not linked
    term = found.term[kept]
    used = np.bincount(term, minlength=len(found.terms)) > 0
    number = np.cumsum(used, dtype=np.int32) - 1
    names = ("article", "sentence", "first", "last")
    arrays = {"term": number[term], "linked": linked[kept], **{name: getattr(found, name)[kept] for name in names}}
    terms = tuple(itertools.compress(found.terms, used.tolist()))
    return Occurrences(tokens=found.tokens, settings=settings, terms=terms, **_read_only(arrays))


def _frozen(array: IntArray) -> IntArray:
    array.flags.writeable = False
    return array


def _read_only(arrays: dict[str, IntArray | BoolArray]) -> dict[str, Any]:
    for array in arrays.values():
        array.flags.writeable = False
    return arrays


@functools.cache
def _spelling_pairs(language: str | None) -> dict[str, str]:
    """The shipped pairs of British and American spellings; a list, since no rule tells modernise from enterprise."""
    if base_language(language) != "en":
        return {}
    rows = csv.DictReader(storage.shipped("spelling_en.csv").splitlines())
    return {row["variant"]: row["canonical"] for row in rows}


def _bind(tokens: Tokens, settings: CountSettings) -> _Units:
    """Give every word its term, then join the runs that are one name or variant."""
    language = tokens.surfaces["language"].to_list()
    surfaces = tokens.surfaces["surface"].to_list()
    forms = {code: _forms(tokens, settings, code) for code in dict.fromkeys(language)}
    respelled = {code: _respelling(code, settings) for code in forms}
    words = {code: _word_terms(tuple(forms[code]), code, settings, respelled[code]) for code in forms}
    names: dict[str, int] = {}
    mapped = [words[code](surface) for code, surface in zip(language, surfaces, strict=True)]
    term = np.array([names.setdefault(name, len(names)) for name in mapped], dtype=np.int64)[tokens.surface]
    if not tokens.segmenters and not any(len(form.words) > 1 for own in forms.values() for form in own):
        each = np.arange(len(tokens))
        return _Units(list(names), term, each, each)
    written = zip(language, surfaces, strict=True)
    exact = [_key(surface, settings.possessives, respelled[code]) for code, surface in written]
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
    units = _Units(list(names), term[first], first, first + width[first] - 1)
    return units if settings.words == SMALLEST or not tokens.segmenters else _join_words(tokens, units, bound)


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


def _join_words(tokens: Tokens, units: _Units, bound: BoolArray) -> _Units:
    """Tokens that a segmenter joins become one term, or each with the one before where they are taken in pairs.

    A listed name stays what it is: what is left of a word beside it begins anew.
    """
    free = ~bound[units.first]
    after = np.zeros(len(free), dtype=bool)
    after[1:] = free[1:] & free[:-1]
    link = np.where(after, tokens.link[units.first], APART)
    head = np.flatnonzero(link != JOINED)
    width = np.diff(np.append(head, len(free)))
    paired = link[head] == PAIRED
    begin, width = head - paired, width + paired
    alone = ~paired & ~np.append(paired[1:], False)  # the first of a run of pairs has no pair of its own
    kept = paired | alone | (bound[units.first[head]])
    return _name_runs(units, begin[kept], width[kept])


def _name_runs(units: _Units, begin: IntArray, width: IntArray) -> _Units:
    """Runs of units as units; a run is named by its parts, with spaces between unless they are Chinese characters."""
    starts = np.cumsum(width) - width
    step = np.arange(width.sum()) - np.repeat(starts, width)
    parts = units.term[np.repeat(begin, width) + step].astype(np.uint64) + np.uint64(1)
    sums = np.append(np.uint64(0), np.cumsum(parts * powers_of(_RUN, int(width.max(initial=0)))[step]))
    one, run = number_keys(sums[starts + width] - sums[starts])
    spelled = [
        [units.names[part] for part in units.term[at : at + n]] for at, n in zip(begin[one], width[one], strict=True)
    ]
    number: dict[str, int] = {}
    term = [number.setdefault(("" if is_han(words[0][0]) else " ").join(words), len(number)) for words in spelled]
    return _Units(list(number), np.array(term, dtype=np.int64)[run], units.first[begin], units.last[begin + width - 1])


def _forms(tokens: Tokens, settings: CountSettings, language: str | None) -> list[Form]:
    if not settings.variants:
        return []
    key = functools.partial(_key, possessives="strip", respelled=_respelling(language, settings))
    return merging_forms(tokens.corpus.variants, kinds=settings.variants, language=language, split=split_words, key=key)


def _respelling(language: str | None, settings: CountSettings) -> Respelling | None:
    """What gives a word the one spelling of its language; OpenCC comes with what makes words of Chinese characters."""
    known = "spelling" in settings.variants and segmenter(language) != PAIRS
    return _RESPELLED.get(base_language(language)) if known else None


def _key(surface: str, possessives: str, respelled: Respelling | None) -> str:
    """What a word is looked up as."""
    found = surface_key(surface, possessives=possessives)
    return respelled(found) if respelled else found


@functools.lru_cache(maxsize=16)
def _word_terms(
    forms: tuple[Form, ...], language: str | None, settings: CountSettings, respelled: Respelling | None
) -> Callable[[str], str]:
    """The term of a single word: a listed name as written, a listed variant, a shipped pair, or the word itself.

    What was read of the commonest words is kept: every part of a corpus holds them.
    """
    single = [form for form in forms if len(form.words) == 1]
    as_written = {form.words[0]: form.term for form in single if form.kind == "name"}
    in_any_case = {form.words[0].lower(): form.term for form in single if form.kind != "name"}
    pairs = _spelling_pairs(language) if "spelling" in settings.variants else {}

    @functools.lru_cache(maxsize=2**19)
    def term(surface: str) -> str:
        key = _key(surface, settings.possessives, respelled)
        listed = as_written.get(key) or in_any_case.get(key.lower())
        if listed is not None:
            return fold(listed, case=settings.case)
        other = pairs.get(key.lower())
        if other is None:
            return fold(key, case=settings.case)
        return fold(other.capitalize() if key[0].isupper() else other, case=settings.case)

    return term


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


def _join_hyphens(tokens: Tokens, units: _Units) -> _Units:
    """Units that a dash without spaces links become one term."""
    head = np.ones(len(units.term), dtype=bool)
    head[1:] = tokens.gap[units.first[1:]] != DASH
    starts = np.flatnonzero(head)
    ends = np.r_[starts[1:], len(head)] - 1
    names = {name: index for index, name in enumerate(units.names)}
    term = units.term[starts]
    for at in np.flatnonzero(ends > starts):
        parts = units.term[starts[at] : ends[at] + 1]
        joined = "-".join(units.names[part] for part in parts)
        term[at] = names.setdefault(joined, len(names))
    return _Units(list(names), term, units.first[starts], units.last[ends])


def _mask(tokens: Tokens, settings: CountSettings) -> BoolArray:
    """Which tokens stand in the zones, voices and events asked for."""
    keep = np.ones(len(tokens), dtype=bool)
    where = f"corpus {tokens.corpus.name!r}"
    if settings.zones is not None:
        check_known("zones", settings.zones, set(tokens.zones), where)
        keep &= np.isin(tokens.zone, [tokens.zones.index(zone) for zone in settings.zones])
    passages = tokens.corpus.passages
    if settings.voices is not None:
        voices, classes = passages["voice"], passages["voice_class"]
        check_known("voices", settings.voices, {*voices, *classes.drop_nulls()}, f"passages of {where}")
        keep &= _in_passages(tokens, voices.is_in(settings.voices) | classes.is_in(settings.voices))
    if settings.events is not None:
        check_known("events", settings.events, set(passages["event"]), f"passages of {where}")
        keep &= _in_passages(tokens, passages["event"].is_in(settings.events))
    return keep


def _in_passages(tokens: Tokens, wanted: pl.Series) -> BoolArray:
    flags = np.append(wanted.fill_null(value=False).to_numpy(), False)
    inside: BoolArray = flags[tokens.passage]
    return inside


def _ngrams(units: _Units, kept: BoolArray, linked: BoolArray, n: int) -> tuple[_Units, BoolArray, BoolArray]:
    """Runs of n units within one sentence, nothing left out between them."""
    fits = kept[: max(len(kept) - n + 1, 0)].copy()
    for step in range(1, n):
        fits &= linked[step : step + len(fits)]
    starts = np.flatnonzero(fits)
    powers = powers_of(_RUN, n)
    keys = np.zeros(len(starts), dtype=np.uint64)
    for step in range(n):
        keys += (units.term[starts + step].astype(np.uint64) + np.uint64(1)) * powers[step]
    at, run = number_keys(keys)
    one = starts[at]
    # two different runs of units can read the same once a bound name holds a space
    number: dict[str, int] = {}
    spelled = (" ".join([units.names[part] for part in units.term[at : at + n].tolist()]) for at in one.tolist())
    term = np.array([number.setdefault(name, len(number)) for name in spelled], dtype=np.int64)[run]
    grams = _Units(list(number), term, units.first[starts], units.last[starts + n - 1])
    follows = np.zeros(len(starts), dtype=bool)
    follows[1:] = np.diff(starts) == 1
    return grams, np.ones(len(starts), dtype=bool), follows


def _renumber(term: IntArray, names: list[str]) -> tuple[IntArray, tuple[str, ...]]:
    """Terms that occur, sorted, with the occurrences numbered accordingly."""
    used = np.flatnonzero(np.bincount(term, minlength=len(names)))
    order = sorted(used.tolist(), key=names.__getitem__)
    number = np.zeros(len(names) or 1, dtype=np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    return number[term], tuple(names[index] for index in order)
