"""Which of several names an article chooses: counted on their own, never merged.

China–Vietnam or Vietnam–China, East Sea or South China Sea: the choice carries a stance, so it is neither a spelling nor
an ordinary term. The names to look for stand in variants.csv with the kind `naming`, in canonical spelling. In Chinese
and Vietnamese they are looked for character by character and syllable by syllable, whatever words a segmenter makes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from framing.occurrences import Occurrences, find_occurrences
from framing.settings import SMALLEST
from framing.tokens import DASH, SPACE, SPACED_DASH, TOUCHING, IntArray, simplified, split_words
from framing.variants import Form, fold, move_tone, naming_forms

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
    for thing, form, hits, _ in _runs(found):
        counts = np.bincount(found.article[hits], minlength=len(ids))
        first_in_sentence = hits[np.unique(found.sentence[hits], return_index=True)[1]]
        sentences = np.bincount(found.article[first_in_sentence], minlength=len(ids))
        rows.extend(
            (thing, form.term, article_id, int(n), int(in_sentences))
            for article_id, n, in_sentences in zip(ids, counts, sentences, strict=True)
        )
    return pl.DataFrame(rows, schema=NAMING_SCHEMA, orient="row")


def find_name(found: Occurrences, name: str) -> IntArray:
    """The positions at which a listed name begins."""
    hits = [first for _, form, first, _ in _runs(found) if form.term == name]
    return np.sort(np.concatenate([np.empty(0, dtype=np.int64), *hits]))


def name_hits(found: Occurrences) -> list[tuple[str, str, IntArray]]:
    """Every listed name with the thing it stands for and the positions at which it begins, by thing and name."""
    hits = [(thing, form.term, first) for thing, form, first, _ in _runs(found)]
    return sorted(hits, key=lambda entry: entry[:2])


def inside_names(found: Occurrences, hits: IntArray) -> list[str | None]:
    """For each occurrence the longest listed name it stands in, or None: "Conduct of Parties" for its "parties"."""
    holder: dict[int, str] = {}
    for _, form, firsts, lasts in _runs(found):
        for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
            if first == last and len(form.words) > 1:
                continue  # a segmenter made one word of the name: it is in nothing
            for position in range(first, last + 1):
                holder.setdefault(position, form.term)
    return [holder.get(position) for position in hits.tolist()]


def _runs(found: Occurrences) -> list[tuple[str, Form, IntArray, IntArray]]:
    """Each listed name with its thing and the occurrences that hold its first word and its last, longest names first."""
    if not found.tokens.segmenters or found.settings.words == SMALLEST:
        own = [(thing, form, _hits(found, form)) for thing, form in _forms(found)]
        return [(thing, form, hits, hits + len(form.words) - 1) for thing, form, hits in own]
    finest = find_occurrences(found.tokens, replace(found.settings, words=SMALLEST))
    holder = np.searchsorted(found.first, finest.first, side="right") - 1
    runs: list[tuple[str, Form, IntArray, IntArray]] = []
    for thing, form, first, last in _runs(finest):
        whole = found.last[holder[first]] >= finest.last[last]  # one word holds all of the name
        runs.append((thing, form, holder[first], np.where(whole, holder[first], holder[last])))
    return runs


def _forms(found: Occurrences) -> list[tuple[str, Form]]:
    table = found.tokens.corpus.variants
    things = dict(table.filter(pl.col("kind") == "naming").select("variant", "canonical").iter_rows())
    forms = naming_forms(table, language=None, split=split_words)
    return [(things[form.term], form) for form in forms]


def _hits(found: Occurrences, form: Form) -> IntArray:
    """Where the words of a name follow each other, set apart as in the name: by a dash, by a space, by nothing."""
    words = [
        {fold(each, case=found.settings.case) for each in (word, move_tone(word), simplified(word))}
        for word in form.words
    ]
    starts = np.unique(np.concatenate([found.at(term) for term in sorted(words[0])]))
    starts = starts[starts + len(form.words) <= len(found)]
    for step, (terms, gaps) in enumerate(zip(words[1:], _gaps(form.term), strict=True), start=1):
        at = starts + step
        gap = found.tokens.gap[found.first[at]]
        close = found.linked[at] & np.isin(gap, gaps)
        held = np.zeros(len(at), dtype=bool)
        for term in sorted(terms):
            held |= np.isin(at, found.at(term))
        starts = starts[close & held]
    return starts


def _gaps(name: str) -> list[tuple[int, ...]]:
    """What may stand between the words of a name, for each word after the first."""
    gaps: list[tuple[int, ...]] = []
    end = 0
    for number, word in enumerate(split_words(name)):
        start = name.index(word, end)
        if number:
            between = name[end:start]
            gaps.append(((SPACE,) if between.isspace() else (DASH, SPACED_DASH)) if between else (TOUCHING,))
        end = start + len(word)
    return gaps
