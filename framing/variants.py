"""Different writings of one thing: spelling is merged, naming is kept.

Pure functions on the table of variants and on surfaces (words as they stand in the text). This room knows no corpus
and opens no file. Kinds: `spelling` (Việt Nam / Vietnam) and `translation` (Humanistic / Humanitarian Exchange Year)
are merged on request; `name` (Tô Lâm / To Lam / Lâm) is bound along with spelling and before case is folded, or Tô
would become "to"; `naming` (East Sea / South China Sea) carries a stance and is never merged, only measured.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from framing.errors import CorpusError
from framing.wording import base_language

Splitter = Callable[[str], Sequence[str]]

KINDS = ("spelling", "translation", "name", "naming")
MERGED_KINDS = ("spelling", "translation")
COLUMNS = ("canonical", "variant", "language", "kind", "note")

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "＇": "'", "\u00ad": None, "\u200c": None, "\u200d": None})
_NO_POSSESSIVE = frozenset(  # contractions of "is" and "us", where 's is no possessive
    "it's that's he's she's what's there's here's who's let's where's how's".split()
)


_TONE_BEHIND = re.compile("([oO](?=[aeAE])|(?<![qQ])[uU](?=[yY]))([aeyAEY])([\u0300\u0301\u0303\u0309\u0323])$")


@dataclass(frozen=True, slots=True)
class Form:
    """One writing to look for: its words as keys, the term it stands for, and whether case matters."""

    words: tuple[str, ...]
    term: str
    kind: str


def surface_key(surface: str, *, possessives: str = "strip") -> str:
    """A word in NFC with straight apostrophes and, unless kept, without the possessive 's; case untouched.

    >>> surface_key("Xi’s"), surface_key("it's"), surface_key("ministries")
    ('Xi', "it's", 'ministries')
    """
    key = surface if surface.isascii() else unicodedata.normalize("NFC", surface).translate(_APOSTROPHES)
    if possessives == "strip" and key[-2:] in ("'s", "'S") and key.lower() not in _NO_POSSESSIVE:
        return key[:-2]
    return key


def move_tone(syllable: str) -> str:
    """A Vietnamese syllable in oa, oe or uy with its tone mark on the first of the two letters, as newspapers put it.

    Schoolbooks put it on the second (Quyết định 1989/QĐ-BGDĐT, 2018, art. 8): the same word in two house styles.

    >>> [move_tone(word) for word in "hoà khoẻ Uỷ quý hoàn hòa".split()]
    ['hòa', 'khỏe', 'Ủy', 'quý', 'hoàn', 'hòa']
    """
    if syllable.isascii():
        return syllable
    return unicodedata.normalize("NFC", _TONE_BEHIND.sub(r"\1\3\2", unicodedata.normalize("NFD", syllable)))


def fold(text: str, *, case: str = "fold") -> str:
    """A key or term in lower case (`case="fold"`) or as it is (`case="keep"`).

    >>> fold("Đổi Mới")
    'đổi mới'
    """
    return text.lower() if case == "fold" else text


def check_variants(table: pl.DataFrame, *, where: str) -> pl.DataFrame:
    """The table of variants with all its columns, each row checked.

    Raises
    ------
    CorpusError : a column missing; an empty canonical or variant; an unknown kind; one variant under two canonical
        forms; the same row twice. The message names the row as a spreadsheet counts it (the header is row 1).
    """
    missing = [column for column in ("canonical", "variant", "kind") if column not in table.columns]
    if missing:
        raise CorpusError(f"{where}: the column {', '.join(missing)} is missing; it has {', '.join(table.columns)}")
    table = table.with_columns(
        pl.lit(None, dtype=pl.String).alias(column) for column in COLUMNS if column not in table.columns
    ).select(pl.col(column).cast(pl.String).str.strip_chars().str.normalize("NFC") for column in COLUMNS)
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for row, entry in enumerate(table.iter_rows(named=True), start=2):
        if not entry["canonical"] or not entry["variant"]:
            raise CorpusError(f"{where}, row {row}: canonical and variant must both be filled in")
        if entry["kind"] not in KINDS:
            raise CorpusError(f"{where}, row {row}: kind must be one of {', '.join(KINDS)}; not {entry['kind']!r}")
        group = "naming" if entry["kind"] == "naming" else "merged"
        known, first = seen.setdefault((group, entry["variant"]), (entry["canonical"], row))
        if first != row:
            raise CorpusError(
                f"{where}, row {row}: the variant {entry['variant']!r} stands in row {first} already, "
                f"under {known!r}; keep one"
            )
    return table


def merging_forms(
    table: pl.DataFrame,
    *,
    kinds: tuple[str, ...],
    language: str | None,
    split: Splitter,
    key: Callable[[str], str] = surface_key,
) -> list[Form]:
    """The writings to merge under some kinds, longest first; a canonical form also stands for itself.

    Parameters
    ----------
    table : checked variants.
    kinds : of MERGED_KINDS; with `spelling` the names are bound too.
    language : of the text; rows without a language hold for every text.
    split : function from a text to its words, the tokenizer's own.
    key : what a word is looked up as.
    """
    wanted = {*kinds, *(("name",) if "spelling" in kinds else ())}
    return _forms(table.filter(pl.col("kind").is_in(sorted(wanted))), language, split, key, itself=True)


def naming_forms(table: pl.DataFrame, *, language: str | None, split: Splitter) -> list[Form]:
    """The writings whose choice is itself of interest, each under its own name, longest first."""
    return _forms(table.filter(pl.col("kind") == "naming"), language, split, surface_key, itself=False)


def _forms(
    table: pl.DataFrame, language: str | None, split: Splitter, key: Callable[[str], str], *, itself: bool
) -> list[Form]:
    forms: dict[tuple[str, ...], Form] = {}
    for canonical, variant, row_language, kind in table.select("canonical", "variant", "language", "kind").iter_rows():
        if row_language and language and base_language(row_language) != base_language(language):
            continue
        for writing in (variant, canonical) if itself else (variant,):
            words = tuple(key(word) for word in split(writing))
            if words:
                forms.setdefault(words, Form(words, canonical if itself else variant, kind))
    return sorted(forms.values(), key=lambda form: (-len(form.words), form.kind != "name", form.words))
