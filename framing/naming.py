"""Which of several names an article chooses: counted on their own, never merged.

China–Vietnam or Vietnam–China, East Sea or South China Sea: the choice carries a stance, so it is neither a spelling nor
an ordinary term. The names to look for stand in variants.csv with the kind `naming`, in canonical spelling.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.occurrences import Occurrences
from framing.tokens import DASH, SPACE, SPACED_DASH, IntArray, split_words
from framing.variants import Form, fold, naming_forms

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
    for thing, form in _forms(found):
        hits = _hits(found, form)
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
    hits = [_hits(found, form) for _, form in _forms(found) if form.term == name]
    return np.sort(np.concatenate([np.empty(0, dtype=np.int64), *hits]))


def name_hits(found: Occurrences) -> list[tuple[str, str, IntArray]]:
    """Every listed name with the thing it stands for and the positions at which it begins, by thing and name."""
    hits = [(thing, form.term, _hits(found, form)) for thing, form in _forms(found)]
    return sorted(hits, key=lambda entry: entry[:2])


def inside_names(found: Occurrences, hits: IntArray) -> list[str | None]:
    """For each occurrence the longest listed name it stands in, or None: "Conduct of Parties" for its "parties"."""
    holder: dict[int, str] = {}
    for _, form in _forms(found):
        for start in _hits(found, form).tolist():
            for position in range(start, start + len(form.words)):
                holder.setdefault(position, form.term)
    return [holder.get(position) for position in hits.tolist()]


def _forms(found: Occurrences) -> list[tuple[str, Form]]:
    table = found.tokens.corpus.variants
    things = dict(table.filter(pl.col("kind") == "naming").select("variant", "canonical").iter_rows())
    forms = naming_forms(table, language=None, split=split_words)
    return [(things[form.term], form) for form in forms]


def _hits(found: Occurrences, form: Form) -> IntArray:
    """Where the words of a name follow each other, with a dash where the name has one and a space where it has a space."""
    starts = found.at(fold(form.words[0], case=found.settings.case))
    starts = starts[starts + len(form.words) <= len(found)]
    for step, (word, dash) in enumerate(zip(form.words[1:], _dashes(form.term), strict=True), start=1):
        at = starts + step
        gap = found.tokens.gap[found.first[at]]
        close = found.linked[at] & ((gap == DASH) | (gap == SPACED_DASH) if dash else gap == SPACE)
        terms = np.array(found.terms, dtype=object)[found.term[at]]
        starts = starts[close & (terms == fold(word, case=found.settings.case))]
    return starts


def _dashes(name: str) -> list[bool]:
    """For each gap between the words of a name whether it is a dash."""
    gaps, end = [], 0
    for number, word in enumerate(split_words(name)):
        start = name.index(word, end)
        if number:
            gaps.append(not name[end:start].isspace())
        end = start + len(word)
    return gaps
