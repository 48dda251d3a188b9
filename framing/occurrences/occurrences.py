"""Where each counted term stands: tokens after masks, joins and maps (see find_occurrences)."""

from __future__ import annotations

import bisect
import itertools
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.errors import SettingsError
from framing.occurrences.binding import bind, skipped_surfaces, words_inside
from framing.occurrences.units import Units, form_ngrams, join_hyphens
from framing.settings import CountSettings, check_known
from framing.tokens import SENTENCE, IntArray, Tokens

BoolArray = npt.NDArray[np.bool_]


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
    units = bind(tokens, settings)
    if settings.hyphens == "join":
        units = join_hyphens(tokens, units)
    kept = _mask(tokens, settings)[units.first]
    linked = np.zeros(len(units.term), dtype=bool)
    linked[1:] = kept[1:] & kept[:-1] & (tokens.gap[units.first[1:]] < SENTENCE)
    if settings.ngram > 1:
        units, kept, linked = form_ngrams(units, kept, linked, settings.ngram)
    if not kept.all():
        linked = linked[kept]
        units = Units(units.names, units.term[kept], units.first[kept], units.last[kept])
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


def find_inside(found: Occurrences, term: str) -> IntArray:
    """The articles in which a word is only part of a longer listed writing, once for each such use where words are counted.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.tokens import tokenize
    >>> rows = pl.DataFrame({"canonical": ["CPV"], "variant": ["Communist Party of Vietnam"], "kind": ["spelling"]})
    >>> frame = pl.DataFrame({"text": ["The Communist Party of Vietnam met.", "Rail."], "language": ["en", "en"]})
    >>> find_inside(find_occurrences(tokenize(load_corpus(frame, variants=rows))), "party").tolist()
    [0]
    """
    at = words_inside(found.tokens, found.settings, term)
    return found.tokens.article[at[_mask(found.tokens, found.settings)[at]]]


def _frozen(array: IntArray) -> IntArray:
    array.flags.writeable = False
    return array


def _read_only(arrays: dict[str, IntArray | BoolArray]) -> dict[str, Any]:
    for array in arrays.values():
        array.flags.writeable = False
    return arrays


def _mask(tokens: Tokens, settings: CountSettings) -> BoolArray:
    """Which tokens are in the zones, voices and events asked for, and no address to be skipped."""
    skipped = skipped_surfaces(tokens, settings)
    keep = np.ones(len(tokens), dtype=bool) if skipped is None else ~skipped[tokens.surface]
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


def _renumber(term: IntArray, names: list[str]) -> tuple[IntArray, tuple[str, ...]]:
    """Terms that occur, sorted, with the occurrences numbered accordingly."""
    used = np.flatnonzero(np.bincount(term, minlength=len(names)))
    order = sorted(used.tolist(), key=names.__getitem__)
    number = np.zeros(len(names) or 1, dtype=np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    return number[term], tuple(names[index] for index in order)
