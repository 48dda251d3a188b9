"""What a single word counts as: its writing made one, a listed name or variant, a shipped pair, or the word itself.

Knows words and tables of writings, no token and no article.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable

import polars as pl

from framing import storage
from framing.settings import CountSettings
from framing.tokens import simplified, split_words
from framing.tokens.segmenting import PAIRS, segmenter
from framing.variants import Form, fold, merging_forms, move_tone, surface_key
from framing.wording import base_language

Respelling = Callable[[str], str]
_RESPELLED: dict[str, Respelling] = {"vi": move_tone, "zh": simplified}  # two writings of one word


def merged_forms(variants: pl.DataFrame, settings: CountSettings, language: str | None) -> list[Form]:
    """The listed writings that settings merge in a language, the longest first."""
    if not settings.variants:
        return []
    key = functools.partial(word_key, possessives="strip", respelled=respelling(language, settings))
    return merging_forms(variants, kinds=settings.variants, language=language, split=split_words, key=key)


def respelling(language: str | None, settings: CountSettings) -> Respelling | None:
    """What gives a word the one spelling of its language; OpenCC comes with what makes words of Chinese characters."""
    known = "spelling" in settings.variants and segmenter(language) != PAIRS
    return _RESPELLED.get(base_language(language)) if known else None


def word_key(surface: str, possessives: str, respelled: Respelling | None) -> str:
    """What a word is looked up as."""
    found = surface_key(surface, possessives=possessives)
    return respelled(found) if respelled else found


@functools.lru_cache(maxsize=16)
def word_terms(
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
        key = word_key(surface, settings.possessives, respelled)
        listed = as_written.get(key) or in_any_case.get(key.lower())
        if listed is not None:
            return fold(listed, case=settings.case)
        other = pairs.get(key.lower())
        if other is None:
            return fold(key, case=settings.case)
        return fold(other.capitalize() if key[0].isupper() else other, case=settings.case)

    return term


@functools.cache
def _spelling_pairs(language: str | None) -> dict[str, str]:
    """The shipped pairs of British and American spellings; a list, since no rule tells modernise from enterprise."""
    if base_language(language) != "en":
        return {}
    rows = csv.DictReader(storage.shipped("spelling_en.csv").splitlines())
    return {row["variant"]: row["canonical"] for row in rows}
