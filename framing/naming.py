"""Which of several names an article chooses: counted on their own, never merged.

China–Vietnam or Vietnam–China, East Sea or South China Sea: the choice carries a stance, so it is neither a spelling nor
an ordinary term. The names to look for are the rows of variants.csv of the kind `naming`; they are read as the articles
are, so that any spelling of them is found. In Chinese and Vietnamese they are looked for character by character and
syllable by syllable, but begin and end where the segmenter's words do: 南海 is not in 越南海警.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from framing.occurrences import Occurrences, Reading, find_occurrences, read_writings
from framing.settings import SMALLEST
from framing.tokens import DASH, SPACE, SPACED_DASH, TOUCHING, IntArray
from framing.tokens.segmenting import PAIRS, SYLLABLES
from framing.variants import naming_writings, sign_between

NAMING_SCHEMA = {"thing": pl.String, "name": pl.String, "article_id": pl.String, "n": pl.Int64, "sentences": pl.Int64}


def count_names(found: Occurrences) -> pl.DataFrame:
    """Count each listed name in each article.

    Parameters
    ----------
    found : occurrences with spelling merged, so that China–Việt Nam counts as China-Vietnam.

    Returns
    -------
    One row per name and article (thing, name, article_id, n, sentences), zeros kept.
    """
    ids = found.tokens.corpus.articles["article_id"]
    rows: list[tuple[str, str, str, int, int]] = []
    for thing, name, hits, _ in _runs(found):
        counts = np.bincount(found.article[hits], minlength=len(ids))
        first_in_sentence = hits[np.unique(found.sentence[hits], return_index=True)[1]]
        sentences = np.bincount(found.article[first_in_sentence], minlength=len(ids))
        rows.extend(
            (thing, name, article_id, int(n), int(in_sentences))
            for article_id, n, in_sentences in zip(ids, counts, sentences, strict=True)
        )
    return pl.DataFrame(rows, schema=NAMING_SCHEMA, orient="row")


def find_name(found: Occurrences, name: str) -> IntArray:
    """The positions at which a listed name begins."""
    hits = [first for _, each, first, _ in _runs(found) if each == name]
    return np.sort(np.concatenate([np.empty(0, dtype=np.int64), *hits]))


def name_hits(found: Occurrences) -> list[tuple[str, str, IntArray]]:
    """Every listed name with the thing it stands for and the positions at which it begins, by thing and name."""
    hits = [(thing, name, first) for thing, name, first, _ in _runs(found)]
    return sorted(hits, key=lambda entry: entry[:2])


def inside_names(found: Occurrences, hits: IntArray) -> list[str | None]:
    """For each occurrence the longest listed name it is part of, or None: "Conduct of Parties" for its "parties"."""
    holder: dict[int, str] = {}
    for _, name, firsts, lasts in _runs(found):
        for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
            if first == last:
                continue  # the name is one word: it is in nothing
            for position in range(first, last + 1):
                holder.setdefault(position, name)
    return [holder.get(position) for position in hits.tolist()]


def _runs(found: Occurrences) -> list[tuple[str, str, IntArray, IntArray]]:
    """Each listed name with its thing and the occurrences that hold its first word and its last, longest names first."""
    if not found.tokens.segmenters or found.settings.words == SMALLEST:
        return [(thing, name, *_hits(found, readings)) for thing, name, readings in _names(found)]
    finest = find_occurrences(found.tokens, replace(found.settings, words=SMALLEST))
    holder = np.searchsorted(found.first, finest.first, side="right") - 1
    in_words = all(made_by not in (PAIRS, SYLLABLES) for _, made_by in found.tokens.segmenters)
    runs: list[tuple[str, str, IntArray, IntArray]] = []
    for thing, name, first, last in _runs(finest):
        begin, end = holder[first], holder[last]
        if in_words:
            whole = (found.first[begin] == finest.first[first]) & (found.last[end] == finest.last[last])
            begin, end = begin[whole], end[whole]
        else:  # a pair of characters may hold all of the name
            end = np.where(found.last[begin] >= finest.last[last], begin, end)
        runs.append((thing, name, begin, end))
    return runs


def _names(found: Occurrences) -> list[tuple[str, str, list[Reading]]]:
    """The listed names with their things and the ways to read them in the languages of the corpus, longest first."""
    corpus, tokens = found.tokens.corpus, found.tokens
    languages = tokens.surfaces["language"].unique(maintain_order=True).to_list()
    written = [(*row, code) for code in languages for row in naming_writings(corpus.variants, language=code)]
    read = read_writings(corpus, found.settings, [(name, code) for _, name, code in written])
    names: dict[tuple[str, str], list[Reading]] = {row: [] for row in naming_writings(corpus.variants, language=None)}
    for (thing, name, _), reading in zip(written, read, strict=True):
        if reading.terms and reading not in names[thing, name]:
            names[thing, name].append(reading)
    listed = [(thing, name, readings) for (thing, name), readings in names.items()]
    return sorted(listed, key=lambda entry: (-max((len(each.terms) for each in entry[2]), default=0), entry[1]))


def _hits(found: Occurrences, readings: list[Reading]) -> tuple[IntArray, IntArray]:
    """Where the words of a name follow each other, set apart as in the name: by a dash, a space, a sign, or nothing."""
    runs = [(_run(found, reading), len(reading.terms)) for reading in readings]
    first = np.concatenate([np.empty(0, dtype=np.int64), *(starts for starts, _ in runs)])
    last = np.concatenate([np.empty(0, dtype=np.int64), *(starts + size - 1 for starts, size in runs)])
    first, kept = np.unique(first, return_index=True)
    return first, last[kept]


def _run(found: Occurrences, reading: Reading) -> IntArray:
    """The positions at which the terms of one reading begin to follow each other."""
    starts = found.at(reading.terms[0])
    for step, term in enumerate(reading.terms[1:], start=1):
        starts = starts[starts + step < len(found)]
        at = starts + step
        fits = found.linked[at] & (found.term[at] == _number(found, term))
        starts = starts[fits]
        gaps, sign = _gaps(reading.gaps[step - 1]), reading.signs[step - 1]
        at = starts + step
        if sign:
            starts = starts[np.array([_between(found, each) == sign for each in at.tolist()], dtype=bool)]
        else:
            starts = starts[np.isin(found.tokens.gap[found.first[at]], gaps)]
    if not any(reading.outer):
        return starts
    size = len(reading.terms)
    signed = [at for at in starts.tolist() if _is_between(found, at, at + size - 1, reading.outer)]
    return np.array(signed, dtype=np.int64)


def _is_between(found: Occurrences, first: int, last: int, signs: tuple[str, str]) -> bool:
    """Whether signs are written right before and after a run."""
    text: str = found.tokens.corpus.articles["text"][int(found.article[first])]
    return text.endswith(signs[0], 0, int(found.start[first])) and text.startswith(signs[1], int(found.end[last]))


def _number(found: Occurrences, term: str) -> int:
    """The number of a term among those that occur, or -1."""
    at = found.at(term)
    return int(found.term[at[0]]) if len(at) else -1


def _between(found: Occurrences, at: int) -> str:
    """The sign between an occurrence and the one before it."""
    text = found.tokens.corpus.articles["text"][int(found.article[at])]
    return sign_between(text[found.end[at - 1] : found.start[at]])


def _gaps(gap: str) -> tuple[int, ...]:
    """What may stand in the place of a gap in a name."""
    if not gap:
        return (TOUCHING,)
    return (SPACE,) if gap == " " else (DASH, SPACED_DASH)
