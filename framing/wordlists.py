"""Shipped lists of words that carry no story of their own: grammar, and verbs that only say that somebody is quoted.

One list per language, so that a word of one language hides no homograph of another. They hide terms from sentences and
figures and from nothing else: every table and total keeps them. Where the lists come from: docs/languages.md.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Collection

import polars as pl

from framing import storage
from framing.wording import base_language

# Words of attribution tell that somebody is quoted; who speaks is a finding of its own.
ATTRIBUTION = frozenset(
    "according added adding affirmed emphasized noted noting reaffirmed said says saying stated stressed told".split()
)
# Whole words only: the second halves of "nhấn mạnh" and "cho biết" are words of content (strong; know).
_ATTRIBUTION_VI = frozenset(
    "nói,nói rõ,nói thêm,cho biết,cho hay,khẳng định,tái khẳng định,nhấn mạnh,lưu ý,nêu rõ,phát biểu,tuyên bố".split(
        ","
    )
)
_ATTRIBUTION_ZH = frozenset(
    "说 說 说道 說道 表示 指出 强调 強調 重申 称 稱 告诉 告訴 补充说 補充說 据 據 据悉 據悉".split()
)
_ATTRIBUTION = {"en": ATTRIBUTION, "vi": _ATTRIBUTION_VI, "zh": _ATTRIBUTION_ZH}
# Words that an abbreviation in capitals would be taken for in lower case: US, WHO, I.T.; in Vietnamese AI (who), TƯ (four).
_LOOK_ALIKES = {
    "en": frozenset(
        "add aid aids all am an arm as at be by cat do for go he him his if in is it me met my no of on or sad she so start the "
        "to up us was we who".split()
    ),
    "vi": frozenset("ai an ba bà bố ca có do em là mà tư từ và".split()),
}
_WITHOUT_SPACES = frozenset({"zh"})
# Made of two function words, yet a verb of opinion: to believe wrongly.
_NOT_GRAMMAR = frozenset({"以为", "以為"})


def function_words(language: str | None = None) -> frozenset[str]:
    """The short shipped lists of grammatical words; hidden in sentences and figures, kept in every table and total.

    Parameters
    ----------
    language : the code of the texts' language (`en`, `vi`, `zh`, also `zh-Hant` or `vi-VN`). A language without a list
        has no such words. None, where the language is not known: the English list, and of the others the words that no
        English text can hold.

    Examples
    --------
    >>> "the" in function_words(), "railway" in function_words()
    (True, False)
    >>> "theo" in function_words("vi"), "theo" in function_words("en"), "on" in function_words("vi")
    (True, False, False)
    """
    return _of(_listed(), language)


def attribution_words(language: str | None = None) -> frozenset[str]:
    """The verbs that only say that somebody is quoted, for one language or, with None, as `function_words` has it.

    >>> "nhấn mạnh" in attribution_words("vi"), "指出" in attribution_words("zh"), "warned" in attribution_words("en")
    (True, True, False)
    """
    return _of(_ATTRIBUTION, language)


@functools.cache
def sentence_abbreviations() -> frozenset[str]:
    """Abbreviations with a stop after which no sentence ends: Dr, Gen, Fig, TS, TP.

    >>> {"Dr", "ThS", "Fig"} <= sentence_abbreviations(), "Talks" in sentence_abbreviations()
    (True, False)
    """
    return frozenset(row["abbreviation"] for row in _abbreviations())


@functools.cache
def joined_abbreviations() -> tuple[str, ...]:
    """Those of them that make one word with what follows the stop without a space: TP.HCM, GS.TS.

    >>> "TP" in joined_abbreviations(), "Mr" in joined_abbreviations()
    (True, False)
    """
    return tuple(sorted({row["abbreviation"] for row in _abbreviations() if row["joins"] == "yes"}))


def look_alikes(language: str | None) -> frozenset[str]:
    """The words that a language has in lower case and abbreviations in capitals; there the abbreviation keeps its capitals.

    Where the language is not known, those of all.

    >>> "us" in look_alikes("en"), "tư" in look_alikes("vi"), "fbi" in look_alikes(None)
    (True, True, False)
    """
    code = base_language(language)
    return _LOOK_ALIKES.get(code, frozenset()) if code else frozenset().union(*_LOOK_ALIKES.values())


def telling(
    term: pl.Expr,
    *,
    ngram: int = 1,
    language: str | None = None,
    names: Collection[str] | None = None,
    attribution: bool = True,
) -> pl.Expr:
    """Whether a term can carry a sentence: more than grammar and attribution, no number, no bound name.

    Parameters
    ----------
    term : a column of terms.
    ngram : words per term; a term of several words is hidden if all of them are hidden words.
    language : of the texts, as for `function_words`. In Chinese a term made of nothing but hidden words is hidden too,
        whatever cut it (他的, a pair of characters).
    names : the bound names to hide where a term is one word. None takes every term with a space for a bound name, which
        holds unless a segmenter joins syllables to words (`hợp tác`).
    attribution : hide the verbs of attribution, too.

    Examples
    --------
    >>> terms = pl.DataFrame({"term": ["on", "của", "hợp tác", "trong khi", "Hồ Chí Minh"]})
    >>> terms.filter(telling(pl.col("term"), language="vi", names=["Hồ Chí Minh"]))["term"].to_list()
    ['on', 'hợp tác']
    """
    hidden = function_words(language) | (attribution_words(language) if attribution else frozenset())
    if ngram == 1:
        known = term.is_in(sorted(hidden)) | (term.str.contains(" ") if names is None else term.is_in(sorted(names)))
    else:
        known = term.str.contains(_made_of(hidden, gap=r"(?: |$)"))
    if base_language(language) in _WITHOUT_SPACES:
        known |= term.str.contains(_made_of(hidden, gap=" ?")) & ~term.is_in(sorted(_NOT_GRAMMAR))
    return ~known & ~term.str.contains(r"^\d")


def _made_of(words: Collection[str], *, gap: str) -> str:
    """A pattern for terms that are a run of these words and of nothing else."""
    return rf"^(?:(?:{'|'.join(re.escape(word) for word in sorted(words))}){gap})+$"


@functools.cache
def _abbreviations() -> tuple[dict[str, str], ...]:
    return tuple(csv.DictReader(storage.shipped("abbreviations.csv").splitlines()))


@functools.cache
def _listed() -> dict[str, frozenset[str]]:
    """language → its function words, as shipped."""
    rows = [
        (row["language"], row["word"]) for row in csv.DictReader(storage.shipped("function_words.csv").splitlines())
    ]
    return {language: frozenset(word for of, word in rows if of == language) for language in dict(rows)}


def _of(lists: dict[str, frozenset[str]], language: str | None) -> frozenset[str]:
    code = base_language(language)
    if code:
        return lists.get(code, frozenset())
    foreign = (word for words in lists.values() for word in words if not word.isascii())
    return lists["en"].union(foreign)
