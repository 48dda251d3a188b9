"""A writing as terms: what somebody types or lists, read by the same rules as the articles, so that it finds what was counted.

Việt Nam is read as vietnam, U.S. as US, ＡＩ as ai. It knows nothing of where terms occur.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from framing.corpus import Corpus, load_corpus
from framing.occurrences.occurrences import Occurrences, find_occurrences
from framing.settings import COUNT, CountSettings
from framing.tokens import tokenize
from framing.variants import required_signs, sign_between
from framing.wordlists import look_alikes


@dataclass(frozen=True, slots=True)
class Reading:
    """A writing as terms in a row.

    terms : the terms. gaps : what is between each and the one before, white space as one space; one fewer.
    signs : the same without spaces and dashes, in common forms. outer : signs before and after that are part of it.
    """

    terms: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    outer: tuple[str, str] = ("", "")


def read_writings(corpus: Corpus, settings: CountSettings, writings: Sequence[tuple[str, str | None]]) -> list[Reading]:
    """Each writing in its language as an article of its own, under the variants of a corpus and all of its settings but parts.

    Examples
    --------
    >>> corpus = load_corpus(pl.DataFrame({"text": ["Talks in the U.S."], "language": ["en"]}))
    >>> read_writings(corpus, CountSettings(), [("U.S.–China", "en")])[0].terms
    ('US', 'china')
    """
    written = [(text, language) for text, language in writings if text.strip()]
    if not written:
        return [Reading() for _ in writings]
    frame = pl.DataFrame(written, schema={"text": pl.String, "language": pl.String}, orient="row")
    own = replace(settings, zones=None, voices=None, events=None, ngram=1, addresses=COUNT)
    found = find_occurrences(tokenize(load_corpus(frame, variants=corpus.variants)), own)
    read = iter([_reading(found, row, text) for row, (text, _) in enumerate(written)])
    return [next(read) if text.strip() else Reading() for text, _ in writings]


def _reading(found: Occurrences, row: int, text: str) -> Reading:
    own = (found.article == row).nonzero()[0].tolist()
    gaps = [text[found.end[at - 1] : found.start[at]] for at in own[1:]]
    return Reading(
        terms=tuple(found.terms[found.term[at]] for at in own),
        gaps=tuple(" " if gap.isspace() else gap for gap in gaps),
        signs=tuple(sign_between(gap) for gap in gaps),
        outer=(required_signs(text[: found.start[own[0]]]), required_signs(text[found.end[own[-1]] :]))
        if own
        else ("", ""),
    )


def find_term(found: Occurrences, typed: str) -> str:
    """The term that a word is counted as: itself where it occurs, else as it is read in a language of the corpus.

    Examples
    --------
    >>> corpus = load_corpus(pl.DataFrame({"text": ["Talks in Hanoi, U.S. says"], "language": ["en"]}))
    >>> found = find_occurrences(tokenize(corpus))
    >>> find_term(found, "Hanoi"), find_term(found, "U.S"), find_term(found, "rail")
    ('hanoi', 'US', 'rail')
    """
    if len(found.at(typed)):
        return typed
    terms = possible_terms(found.tokens.corpus, found.settings, typed)
    return next((term for term in terms if len(found.at(term))), typed)


def possible_terms(corpus: Corpus, settings: CountSettings, typed: str) -> list[str]:
    """The single terms that a word may be counted as in a corpus, likeliest first."""
    languages = corpus.articles["language"].unique(maintain_order=True).to_list()
    writings = [(text, code) for text in in_other_cases(typed) for code in languages]
    readings = read_writings(corpus, settings, writings)
    return list(dict.fromkeys(reading.terms[0] for reading in readings if len(reading.terms) == 1))


def in_other_cases(typed: str) -> list[str]:
    """What somebody types, and with the capitals that may have been left out.

    A listed name or abbreviation is told from a common word by its capitals: fbi may be FBI, but us is not US.

    >>> in_other_cases("fbi"), in_other_cases("us")
    (['fbi', 'Fbi', 'FBI'], ['us', 'Us'])
    """
    upper = [] if typed.lower() in look_alikes(None) else [typed.upper()]
    return list(dict.fromkeys([typed, typed.title(), *upper]))
