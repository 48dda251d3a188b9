"""What a single word counts as: its writing made one, a listed name or variant, a shipped pair, or the word itself.

Knows words and tables of writings, no token and no article.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from framing import storage
from framing.settings import CountSettings
from framing.tokens import address_kind, simplified, split_each
from framing.tokens.segmenting import PAIRS, makes_words, segmenter
from framing.variants import (
    COLUMNS,
    Form,
    common_form,
    fold,
    is_stopped,
    merging_forms,
    shipped_variants,
    spell_vietnamese,
    surface_key,
    with_shipped,
    write_i_or_y,
)
from framing.wording import base_language
from framing.wordlists import look_alikes

Respelling = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Reader:
    """What the words of one language count as under some settings.

    forms : the writings to merge that a word alone does not tell, the longest first.
    key : what a word is looked up as.
    term : the term of a word.
    in_name : the term of a word where it is part of a name; None in a language in which that makes no difference.
    lists : whether a word is a listed writing by itself.
    """

    forms: tuple[Form, ...]
    key: Respelling
    term: Respelling
    in_name: Respelling | None
    lists: Callable[[str], bool]


def read_words(variants: pl.DataFrame, settings: CountSettings, language: str | None) -> Reader:
    """How the words of a language are read under the variants of a corpus, those shipped and some settings."""
    rows = tuple(variants.select(COLUMNS).iter_rows()) if settings.variants else ()
    return _reader(rows, settings.variants, settings.case, settings.possessives, language, segmenter(language))


@functools.lru_cache(maxsize=32)
def _reader(
    rows: tuple[tuple[str | None, ...], ...],
    kinds: tuple[str, ...],
    case: str,
    possessives: str,
    language: str | None,
    words: str,
) -> Reader:
    """What was read of the commonest words is kept: every part of a corpus holds them."""
    spelled = _spelling(kinds, language, words)
    forms = _forms(rows, kinds, language, words)
    # where words are made of tokens a form is one only from border to border, which a token alone does not tell
    told = not makes_words(language)
    alone = [form for form in forms if told and form.alone]
    listed = {form.words[0].lower() for form in forms if form.alone} | _named_addresses(rows)
    as_written = {form.words[0]: form for form in alone if form.exact}
    in_any_case = {form.words[0].lower(): form for form in alone if not form.exact}
    pairs = _spelling_pairs(language) if "spelling" in kinds else {}

    alike, capitals = look_alikes(language), _capitals(rows, language) if "spelling" in kinds else frozenset()
    vietnamese = base_language(language) == "vi" and "spelling" in kinds

    @functools.lru_cache(maxsize=2**19)
    def key(surface: str) -> str:
        return _key(surface, spelled, possessives)

    @functools.lru_cache(maxsize=2**19)
    def term(surface: str) -> str:
        word = key(surface)
        form = as_written.get(word) or in_any_case.get(word.lower())
        if form is not None:
            return form.term if form.kept else fold(form.term, case=case)
        other = pairs.get(word.lower())
        if other is not None:
            return fold(other.capitalize() if word[0].isupper() else other, case=case)
        # I.T. is not it, as U.S. is not us; nor is US where it is measured as a name and so is merged with nothing
        apart = word.lower() in alike and word.isupper() and (is_stopped(surface) or word in capitals)
        return word if apart else fold(word, case=case)

    def in_name(surface: str) -> str:
        return fold(spell_vietnamese(common_form(surface_key(surface, possessives=possessives))), case=case)

    def lists(surface: str) -> bool:
        return key(surface).lower() in listed

    return Reader(
        tuple(form for form in forms if not (told and form.alone)), key, term, in_name if vietnamese else None, lists
    )


@functools.lru_cache(maxsize=64)
def _forms(
    rows: tuple[tuple[str | None, ...], ...], kinds: tuple[str, ...], language: str | None, made_by: str
) -> tuple[Form, ...]:
    """The listed and shipped writings that are merged in a language, the longest first.

    In pairs of characters no shipped one is: where words are not known, 了解 would be found in 为了解决.
    """
    if not kinds:
        return ()
    table = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    if "spelling" in kinds and made_by != PAIRS:
        table = with_shipped(table, language)
    writings = [*table["canonical"], *table["variant"]]
    words, spelled = dict(zip(writings, split_each(writings), strict=True)), _spelling(kinds, language, made_by)
    forms = merging_forms(
        table, kinds=kinds, language=language, split=words.__getitem__, key=lambda word: _key(word, spelled, "strip")
    )
    alike = look_alikes(language)
    return tuple(replace(form, kept=form.kept and form.term.lower() in alike) for form in forms)


def _key(surface: str, spelled: Respelling, possessives: str) -> str:
    """What a word is looked up as; of an address no stop is taken off."""
    found = surface_key(surface, possessives=possessives)
    return found if address_kind(found) else spelled(found)


def _named_addresses(rows: tuple[tuple[str | None, ...], ...]) -> set[str]:
    """The addresses among the names that are measured."""
    return {str(variant).lower() for _, variant, *_ in rows if address_kind(str(variant))}


def _capitals(rows: tuple[tuple[str | None, ...], ...], language: str | None) -> frozenset[str]:
    """The abbreviations of a language and a corpus, as they are written in capitals."""
    shipped = (row["canonical"] for row in shipped_variants(base_language(language)) if row["kind"] == "abbreviation")
    own = (common_form(str(writing)) for row in rows for writing in row[:2])
    return frozenset(writing for writing in (*shipped, *own) if writing.isupper())


def _spelling(kinds: tuple[str, ...], language: str | None, words: str) -> Respelling:
    """What gives a word the one spelling of its language; OpenCC comes with what makes words of Chinese characters."""
    if "spelling" not in kinds:
        return str
    code = base_language(language)
    if code == "vi":
        return lambda word: write_i_or_y(spell_vietnamese(common_form(word)))
    if code == "zh" and words != PAIRS:
        return lambda word: simplified(common_form(word))
    return common_form


@functools.cache
def _spelling_pairs(language: str | None) -> dict[str, str]:
    """The shipped pairs of British and American spellings; a list, since no rule tells modernise from enterprise."""
    if base_language(language) != "en":
        return {}
    rows = csv.DictReader(storage.shipped("spelling_en.csv").splitlines())
    return {row["variant"]: row["canonical"] for row in rows}
