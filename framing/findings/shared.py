"""What do all the articles share? Their longest common phrase and their common words."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from framing.claims import Draft, Finding, Tables
from framing.findings.choices import weakest
from framing.findings.drafting import finish
from framing.findings.grammar import enumerate_items, is_one, letter, many, times
from framing.findings.quoting import phrase_hits, quotes_of_both
from framing.occurrences import Occurrences
from framing.tables import AS_REPORTED, contrast_language
from framing.wordlists import function_words

SHARED = "What do all the articles share?"


def shared_phrase(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """The longest phrase that every article uses."""
    size = tables["articles"].height
    leading = tables["phrase_choices"].filter((pl.col("choice") == AS_REPORTED) & (pl.col("articles") == size))
    if size < 2 or leading.is_empty():
        return
    phrase = str(leading["phrase"][0])
    words = int(tables["phrases"].filter(pl.col("phrase") == phrase)["words"][0])
    d = Draft(tables)
    d.take("phrase", "phrases", "phrase", phrase=phrase)
    for name in ("articles", "n", "sentences"):
        d.number(name, "phrase_choices", name, phrase=phrase, choice=AS_REPORTED)
    yield finish(
        d, "shared-phrase", SHARED,
        f"{'Both' if size == 2 else 'All {articles:words}'} articles use “{{phrase}}”: {times(d, 'n')} in "
        f"{many(d, 'sentences', 'sentence')}.",
        weakest(d, "phrase_choices", "articles", lambda: f"{_use(d)} it", phrase=phrase),
        "Wording that all share may come from the documents they report rather than from one another.",
        quotes_of_both(tables, *phrase_hits(found, phrase, words)),
    )  # fmt: skip


def shared_words(tables: Tables, found: Occurrences) -> Iterator[Finding]:
    """How much vocabulary every article has, and its most frequent content word."""
    hidden = function_words(contrast_language(tables["articles"]))
    common = tables["shared"].filter(~pl.col("term").is_in(sorted(hidden)))
    if common.is_empty() or tables["articles"].height < 2:
        return
    d = Draft(tables)
    said = []
    for number, term in enumerate(common["term"].head(3)):
        key = letter(number)
        for name in ("term", "n", "sentences"):
            d.take(f"{name}_{key}", "shared", name, term=term)
        said.append(f"“{{term_{key}}}” ({times(d, f'n_{key}')} in {many(d, f'sentences_{key}', 'sentence')})")
    for name in ("terms", "percentage"):
        d.take(name, "shared_choices", name, choice=AS_REPORTED)
    yield finish(
        d, "shared-words", SHARED,
        _vocabulary(d, said),
        weakest(d, "shared_choices", "percentage", "the share is {weakest} per cent"),
        "Grammatical words are among them, and a common vocabulary is no proof of a common view.",
        quotes_of_both(tables, found, found.at(str(common["term"][0]))),
    )  # fmt: skip


def _use(d: Draft) -> str:
    """None of the articles uses, one of the articles uses, three of the articles use."""
    if not d.values["weakest"].value:
        return "none of the articles uses"
    return f"{{weakest:words}} of the articles {'uses' if is_one(d, 'weakest') else 'use'}"


def _vocabulary(d: Draft, said: list[str]) -> str:
    """How many terms every article has, and the most frequent of them that are more than grammar."""
    if is_one(d, "terms"):
        return f"One term occurs in every article: {said[0]}, {{percentage}} per cent of all words counted."
    return (
        "{terms:Words} terms occur in every article and make up {percentage} per cent of all words counted; apart from "
        f"grammatical words the most frequent {'is' if len(said) == 1 else 'are'} {enumerate_items(said)}."
    )
