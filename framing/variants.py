"""Different writings of one thing: spelling is merged, naming is kept.

Pure functions on the table of variants and on surfaces (words as written in the text). This room knows no corpus and
opens no file but the shipped table. Kinds: `spelling` (Việt Nam / Vietnam) and `translation` (Humanistic / Humanitarian
Exchange Year) are merged on request; `name` (Tô Lâm / To Lam / Lâm) is bound along with spelling and before case is
folded, or Tô would become "to"; so is `abbreviation` (FBI / Federal Bureau of Investigation), which is looked for in
capitals, or "us" would become US; `naming` (East Sea / South China Sea) carries a stance and is never merged, only measured.
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from framing import storage
from framing.errors import CorpusError
from framing.wording import base_language

Splitter = Callable[[str], Sequence[str]]

KINDS = ("spelling", "translation", "name", "abbreviation", "naming")
MERGED_KINDS = ("spelling", "translation")
BOUND_KINDS = ("name", "abbreviation")  # along with spelling
COLUMNS = ("canonical", "variant", "language", "kind", "note")

_NO_POSSESSIVE = frozenset(  # contractions of "is" and "us", where 's is no possessive
    "it's that's he's she's what's there's here's who's let's where's how's".split()
)


_TONE_BEHIND = re.compile("([oO](?=[aeAE])|(?<![qQ])[uU](?=[yY]))([aeyAEY])([\u0300\u0301\u0303\u0309\u0323])$")
_I_OR_Y = re.compile("(?i)([hklmst]|qu)([iy])([\u0300\u0301\u0303\u0309\u0323]?)")
_WRITTEN = {"h": "y", "k": "y", "l": "y", "m": "y", "s": "i", "t": "y", "qu": "y"}  # as newspapers mostly write it
_ETH = str.maketrans("ÐƉð", "ĐĐđ")  # other letters of the same look
_WHOLE_IN_NFKC = re.compile("[\u0e33\u0eb3\u0edc\u0edd]")  # Thai and Lao vowels and digraphs that it would take apart
_STOPPED = re.compile(r"[^\W\d_]\.|\.[^\W\d_]")  # a stop beside a letter
_REQUIRED = frozenset("+#&@$€£¥%*°™®")  # signs at either end of a writing that are part of it: C++, C#, $100
_DASHES = "-‐‑‒–—−·•・‧"


@dataclass(frozen=True, slots=True)
class Form:
    """One writing to look for.

    words : its words as keys. term : what it stands for.
    signs : what must stand before, between and after the words, one more than words; "" where a space or dash will do.
    exact : whether case matters. kept : whether the term is an abbreviation, which may keep its capitals.
    """

    words: tuple[str, ...]
    term: str
    kind: str
    signs: tuple[str, ...] = ()
    exact: bool = False
    kept: bool = False

    @property
    def alone(self) -> bool:
        """Whether it is one word without a sign that belongs to it, so that the word alone tells."""
        return len(self.words) == 1 and not any(self.signs)


class _Signs(dict[int, str | None]):
    """What becomes of a character in every key: apostrophes are made one, what has no width is dropped."""

    def __missing__(self, point: int) -> str | None:
        sign = chr(point)
        dropped = unicodedata.category(sign) == "Cf" or _is_selector(point)
        self[point] = None if dropped else "'" if sign in "’ʼ＇" else sign
        return self[point]


def _is_selector(point: int) -> bool:
    """Whether a mark only chooses the look of the sign before it, as emoji and keycaps do."""
    return point == 0x34F or 0x20DD <= point <= 0x20E4 or 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF


_SIGNS = _Signs()


def surface_key(surface: str, *, possessives: str = "strip") -> str:
    """A word in NFC with straight apostrophes and, unless kept, without the possessive 's; case untouched.

    >>> surface_key("Xi’s"), surface_key("it's"), surface_key("ministries")
    ('Xi', "it's", 'ministries')
    """
    key = surface if surface.isascii() else unicodedata.normalize("NFC", surface.translate(_SIGNS))
    if possessives == "strip" and key[-2:] in ("'s", "'S") and key[:-2] and key.lower() not in _NO_POSSESSIVE:
        return key[:-2]
    return key


def common_form(key: str) -> str:
    """A key in the common forms of its characters, without the stops of an abbreviation in capitals.

    Full width, ligatures, raised and lowered digits are those of Unicode's NFKC (UAX 15). In small letters an abbreviation
    keeps its stops, since a.m. is no am.

    >>> [common_form(key) for key in ("２０２５", "oﬃce", "CO₂", "U.S.", "U.S", "TP.HCM", "a.m", "1.5")]
    ['2025', 'office', 'CO2', 'US', 'US', 'TPHCM', 'a.m.', '1.5']
    """
    if not key.isascii() and not _WHOLE_IN_NFKC.search(key):
        key = unicodedata.normalize("NFKC", key).replace(" ", "")
    if "." not in key or not _STOPPED.search(key):
        return key
    bare = key.replace(".", "")
    return f"{key.rstrip('.')}." if bare.islower() else bare


def is_stopped(surface: str) -> bool:
    """Whether a word is an abbreviation written with stops: U.S., TP.HCM.

    >>> is_stopped("U.S."), is_stopped("1.5"), is_stopped("US")
    (True, False, False)
    """
    return any(sign in surface for sign in ".．") and _STOPPED.search(surface.replace("．", ".")) is not None


def move_tone(syllable: str) -> str:
    """A Vietnamese syllable in oa, oe or uy with its tone mark on the first of the two letters, as newspapers put it.

    Schoolbooks put it on the second (Quyết định 1989/QĐ-BGDĐT, 2018, art. 8): the same word in two house styles.

    >>> [move_tone(word) for word in "hoà khoẻ Uỷ quý hoàn hòa".split()]
    ['hòa', 'khỏe', 'Ủy', 'quý', 'hoàn', 'hòa']
    """
    if syllable.isascii():
        return syllable
    return unicodedata.normalize("NFC", _TONE_BEHIND.sub(r"\1\3\2", unicodedata.normalize("NFD", syllable)))


def spell_vietnamese(syllable: str) -> str:
    """A Vietnamese syllable with the letter Đ for its look-alikes and its tone mark where newspapers put it.

    >>> spell_vietnamese("Ðảng"), spell_vietnamese("hoà")
    ('Đảng', 'hòa')
    """
    return move_tone(syllable if syllable.isascii() else syllable.translate(_ETH))


def write_i_or_y(syllable: str) -> str:
    """A Vietnamese syllable that ends in i or y after h, k, l, m, s, t or qu, in the one of its two spellings most used.

    Both are in use for the same words (tỉ lệ, tỷ lệ): the ministry's schoolbooks prefer i (Quyết định 1989/QĐ-BGDĐT,
    2018, art. 7), most newspapers y.

    >>> [write_i_or_y(word) for word in "tỉ kĩ lí Mĩ sỹ hi quí khi thi mía".split()]
    ['tỷ', 'kỹ', 'lý', 'Mỹ', 'sĩ', 'hy', 'quý', 'khi', 'thi', 'mía']
    """
    if len(syllable) > 4:
        return syllable
    found = _I_OR_Y.fullmatch(unicodedata.normalize("NFD", syllable))
    if not found:
        return syllable
    first, vowel, tone = found.groups()
    written = _WRITTEN[first.lower()]
    return unicodedata.normalize("NFC", first + (written.upper() if vowel.isupper() else written) + tone)


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
    CorpusError : a column missing; an empty canonical or variant; an unknown kind; a writing without a letter or digit; one
        variant under two canonical forms in one language; the same row twice. The message names the row as a spreadsheet
        counts it (the header is row 1).
    """
    missing = [column for column in ("canonical", "variant", "kind") if column not in table.columns]
    if missing:
        raise CorpusError(f"{where}: the column {', '.join(missing)} is missing; it has {', '.join(table.columns)}")
    table = table.with_columns(
        pl.lit(None, dtype=pl.String).alias(column) for column in COLUMNS if column not in table.columns
    ).select(pl.col(column).cast(pl.String).str.strip_chars().str.normalize("NFC") for column in COLUMNS)
    seen: dict[tuple[bool, str], list[tuple[dict[str, str], int]]] = {}
    for row, entry in enumerate(table.iter_rows(named=True), start=2):
        _check_row(entry, f"{where}, row {row}")
        rows = seen.setdefault((entry["kind"] == "naming", _looked_up_as(entry["variant"])), [])
        clash = next(((other, first) for other, first in rows if _clash(entry, other)), None)
        if clash is not None:
            raise CorpusError(f"{where}, row {row}: the variant {entry['variant']!r} {_why(entry, *clash)}; keep one")
        rows.append((entry, row))
    return table


def _check_row(entry: dict[str, str], where: str) -> None:
    """Refuse a row without its cells, of an unknown kind, or whose writing no text can hold."""
    if not entry["canonical"] or not entry["variant"]:
        raise CorpusError(f"{where}: canonical and variant must both be filled in")
    if entry["kind"] not in KINDS:
        raise CorpusError(f"{where}: kind must be one of {', '.join(KINDS)}; not {entry['kind']!r}")
    for column in ("canonical", "variant"):
        if not any(unicodedata.category(sign)[0] == "L" or sign.isdecimal() for sign in entry[column]):
            raise CorpusError(
                f"{where}: {column} {entry[column]!r} has no letter or digit, so it could never be found in a text; write the "
                "words that it is part of, or remove the row"
            )


def _looked_up_as(writing: str) -> str:
    """A writing as it is looked up in any language: U.S. as US."""
    return " ".join(common_form(surface_key(word)) for word in writing.split())


def _clash(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether one of two rows that are looked up alike could never count, as they hold for the same texts."""
    languages = [base_language(row["language"]) for row in (one, other)]
    if all(languages) and languages[0] != languages[1]:
        return False
    same = one["canonical"] == other["canonical"] and one["variant"] != other["variant"]
    return one["kind"] == "naming" or not same


def _why(entry: dict[str, str], other: dict[str, str], row: int) -> str:
    """In which words an earlier row takes the place of one."""
    if entry["variant"] == other["variant"]:
        return f"is in row {row} already, under {other['canonical']!r}"
    return f"is looked up as {_looked_up_as(entry['variant'])!r}, as {other['variant']!r} of row {row} is"


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
    kinds : of MERGED_KINDS; with `spelling` names and abbreviations are bound too.
    language : of the text; rows without a language hold for every text.
    split : function from a text to its words, the tokenizer's own.
    key : what a word is looked up as.
    """
    wanted = {*kinds, *(BOUND_KINDS if "spelling" in kinds else ())}
    rows = [row for row in _rows_in(table, language) if row[2] in wanted]
    capitals = {canonical for canonical, _, kind in rows if kind == "abbreviation"}
    forms: dict[tuple[tuple[str, ...], tuple[str, ...]], Form] = {}
    for canonical, variant, kind in rows:
        for writing in (variant, canonical):
            parts = split(writing)
            words = tuple(key(word) for word in parts)
            if words:
                signs = _signs_of(writing, parts)
                exact = kind == "name" or (len(words) == 1 and len(words[0]) > 1 and words[0].isupper())
                form = Form(words, canonical, kind, signs, exact, canonical in capitals)
                forms.setdefault((words, signs), form)
    return sorted(
        forms.values(), key=lambda form: (-len(form.words), not any(form.signs), form.kind != "name", form.words)
    )


def with_shipped(table: pl.DataFrame, language: str | None) -> pl.DataFrame:
    """The rows of a corpus and those shipped for a language, of which a corpus's own rows win.

    A shipped row is left out where the corpus lists its variant itself or measures either writing as a naming; where the
    corpus has its own canonical form of the thing, the row leads there.
    """
    own = {
        entry.lower(): row["canonical"] for row in _merged_rows(table) for entry in (row["canonical"], row["variant"])
    }
    measured = {variant.lower() for variant in table.filter(pl.col("kind") == "naming")["variant"]}
    taken = {row["variant"].lower() for row in _merged_rows(table)} | measured
    further = [
        {**row, "canonical": own.get(row["canonical"].lower(), row["canonical"])}
        for row in shipped_variants(base_language(language))
        if row["variant"].lower() not in taken and row["canonical"].lower() not in measured
    ]
    if not further:
        return table
    return pl.concat([table, pl.DataFrame(further, schema=dict.fromkeys(COLUMNS, pl.String))])


def _merged_rows(table: pl.DataFrame) -> list[dict[str, str]]:
    return table.filter(pl.col("kind") != "naming").to_dicts()


@functools.cache
def shipped_variants(language: str) -> tuple[dict[str, str], ...]:
    """The shipped rows for a language, by its code without script and region: usual spellings, names and abbreviations.

    >>> [row["canonical"] for row in shipped_variants("en") if row["variant"] == "Việt Nam"]
    ['Vietnam']
    """
    rows = csv.DictReader(storage.shipped("variants.csv").splitlines())
    return tuple(row for row in rows if row["language"] == language)


def naming_writings(table: pl.DataFrame, *, language: str | None) -> list[tuple[str, str]]:
    """The writings whose choice is itself of interest: thing and name, in the order of the table."""
    return [(thing, name) for thing, name, kind in _rows_in(table, language) if kind == "naming"]


def _rows_in(table: pl.DataFrame, language: str | None) -> list[tuple[str, str, str]]:
    """canonical, variant and kind of the rows that hold for a language."""
    code = base_language(language)
    rows = table.select("canonical", "variant", "kind", "language").iter_rows()
    return [row[:3] for row in rows if not (row[3] and code and base_language(row[3]) != code)]


def _signs_of(writing: str, words: Sequence[str]) -> tuple[str, ...]:
    """What stands before, between and after the words of a writing and is part of it."""
    pieces, end = [], 0
    for word in words:
        start = writing.index(word, end)
        pieces.append(writing[end:start])
        end = start + len(word)
    return (required_signs(pieces[0]), *(sign_between(piece) for piece in pieces[1:]), required_signs(writing[end:]))


def required_signs(edge: str) -> str:
    """What of the signs at the edge of a writing is part of it, so that C++ is not C.

    >>> required_signs("++"), required_signs("."), required_signs(" $")
    ('++', '', '$')
    """
    return "".join(sign for sign in edge if sign in _REQUIRED)


def sign_between(gap: str) -> str:
    """What is written between two words, white space and common forms aside; nothing for a space or a dash.

    >>> sign_between(" & "), sign_between(". "), sign_between(" – "), sign_between(" ")
    ('&', '.', '', '')
    """
    bare = "".join(unicodedata.normalize("NFKC", gap.translate(_SIGNS)).split())
    return "" if all(sign in _DASHES for sign in bare) else bare
