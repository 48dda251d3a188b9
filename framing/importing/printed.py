"""What text taken from printed pages (PDF) brings along: words broken at line ends, page numbers, ligatures.

Seen always, mended only when asked. A hyphen at the end of a line is ambiguous: in "govern-/ment" the printer put it
there, in "people-to-/people" the author. It is removed only where there is evidence that the two halves are one word.
Everywhere else the hyphen stays and only the line is closed. Lines and paragraphs stay as they are otherwise.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from framing import storage
from framing.importing.languages import guess_language
from framing.importing.syllables import is_syllable

_LIGATURE = re.compile("[\ufb00-\ufb06]")
_LETTERS = r"(?:[^\W\d_][\u0300-\u036f]*)+"
_HYPHENS = "-\u2010\xad"
_BREAK = re.compile(
    rf"(?P<first>{_LETTERS})(?P<hyphen>[{_HYPHENS}])[ \t]*(?P<end>\r\n|\r|\n)[ \t\f]*(?P<second>{_LETTERS})(?P<after>\S*)[ \t]*"
)
_BROKEN = re.compile(rf"[{_HYPHENS}][ \t]*[\r\n]")  # cheap: no break lacks it
_WORD, _COMPOUND = re.compile(_LETTERS), re.compile(rf"{_LETTERS}(?:[-\u2010]{_LETTERS})+")
_NUMBER = r"\d{1,4}"
_PAGE = re.compile(
    rf"(?:pages?|pg\.?|p\.|trang|tr\.)\s*{_NUMBER}(?:\s*(?:of|/|trên|\|)\s*{_NUMBER})?|{_NUMBER}\s+of\s+{_NUMBER}"
    rf"|[-–—]\s*{_NUMBER}\s*[-–—]"
    r"|共\s*\d+\s*[页頁](?=\s*\Z)|(?:共\s*\d+\s*[页頁]\s*[/,，]?\s*)?第\s*[\d一二三四五六七八九十百]+\s*[页頁](?:\s*[/,，]?\s*共\s*[\d一二三四五六七八九十百]+\s*[页頁])?",
    re.IGNORECASE,
)
_PAGED = re.compile(  # cheap: no page number lacks it
    r"(?:^|[\r\n])[^\S\r\n]*(?:p|tr|[-–—]|第|共|\d)[^\r\n]{0,40}(?=[\r\n]|\Z)", re.IGNORECASE
)
_LONE = re.compile(r"(\d{1,3})(?:\s*/\s*\d{1,3})?")
# Ends of English words that are no words themselves: what follows a true hyphen is one.
_ENDINGS = frozenset(
    "ment ments mental tion tions tional sion sions ation ations ization izations isation isations ized ised izing ising "
    "ity ities ness ing ings ings' ly ism isms ist ists ible ance ances ence ences ency encies ancy ous ture tures tive "
    "tives tary tory cial cially tial tially cal cally eration erations ative atives ological fully lessness".split()
)
_SHORTEST = 3
_INFLECTIONS = ("s", "es", "d", "ed", "ing", "ly", "r", "rs", "er", "ers")


@dataclass(frozen=True, slots=True)
class Printed:
    """A text without the traces of its pages, and how many there were of each kind.

    broken : words made whole. hyphens : hyphens at line ends that stay. ligatures, pages : letters and lines.
    """

    mended: str
    broken: int
    hyphens: int
    ligatures: int
    pages: int

    @property
    def told(self) -> str:
        """The counts as a note tells them."""
        counts = {
            "words broken at line ends": self.broken,
            "hyphens at line ends kept": self.hyphens,
            "ligatures": self.ligatures,
            "page numbers": self.pages,
        }
        return "; ".join(f"{name}: {count}" for name, count in counts.items() if count)


def find_printed(text: str) -> Printed | None:
    """The traces of printed pages in a text; None if there are none.

    >>> found = find_printed("The govern-\\nment and its people-to-\\npeople ofﬁce.\\nPage 3 of 5\\n")
    >>> found.mended, found.told
    ('The government\\nand its people-to-people\\noffice.\\n', 'words broken at line ends: 1; hyphens at line ends kept: 1; ligatures: 1; page numbers: 1')
    """
    plain, ligatures = _LIGATURE.subn(lambda sign: unicodedata.normalize("NFKC", sign[0]), text)
    lines = plain.splitlines(keepends=True) if _PAGED.search(plain) else []
    pages = _page_lines(lines, traces=bool(ligatures or _is_broken(plain)))
    mended, broken, hyphens = _closed(_without(lines, pages) if pages else plain)
    if not (ligatures or pages or broken or hyphens) or not mended.strip():
        return None
    return Printed(mended, broken, hyphens, ligatures, len(pages))


def _page_lines(lines: list[str], *, traces: bool) -> set[int]:
    """The lines that are page numbers.

    A bare number is one where the text has other traces of pages, or where several count up and one of them interrupts
    a sentence; numbers one below the other are a table.
    """
    held = [at for at, line in enumerate(lines) if not line.isspace()]
    named = {at for at in held if len(lines[at]) < 60 and _PAGE.fullmatch(lines[at].strip())}
    lone = {at: int(found[1]) for at in held if len(lines[at]) < 20 and (found := _LONE.fullmatch(lines[at].strip()))}
    place = {at: n for n, at in enumerate(held)}
    apart = {
        at: number
        for at, number in lone.items()
        if not any(0 <= place[at] + step < len(held) and held[place[at] + step] in lone for step in (-1, 1))
    }
    if not (traces or named):
        counted = list(apart.values())
        rising = len(counted) > 1 and all(b == a + 1 for a, b in itertools.pairwise(counted))
        if not (rising and any(_runs_on(lines, held, place[at]) for at in apart)):
            apart = {}
    return named | set(apart)


def _runs_on(lines: list[str], held: list[int], place: int) -> bool:
    """Whether the line after a page number goes on with the sentence before it."""
    after = held[place + 1 : place + 2]
    return bool(place and after) and lines[after[0]].strip()[0].islower()


def _without(lines: list[str], pages: set[int]) -> str:
    """The text without some lines; what a page number cut in two adjoins again."""
    kept: list[str] = []
    cut = False
    for at, line in enumerate(lines):
        if at in pages:
            cut = True
        elif not line.isspace():
            if cut and line.strip()[0].islower():
                while kept and kept[-1].isspace():
                    kept.pop()
            kept.append(line)
            cut = False
        elif not (cut and kept and kept[-1].isspace()):
            kept.append(line)
    return "".join(kept)


def _is_broken(text: str) -> bool:
    return bool(_BROKEN.search(text) and _BREAK.search(text))


def _closed(text: str) -> tuple[str, int, int]:
    """The text with its broken words closed: how many lost the hyphen, and how many kept it."""
    broken = hyphens = 0
    if not _is_broken(text):
        return text, 0, 0
    known = _Known(text)

    def close(found: re.Match[str]) -> str:
        nonlocal broken, hyphens
        first, second = found["first"], found["second"]
        whole = found["hyphen"] == "\xad" or known.are_one(first, second)
        broken, hyphens = broken + whole, hyphens + (not whole)
        line_ends = found.end() == len(found.string) or found.string[found.end()] in "\r\n"
        hyphen, end = "" if whole else found["hyphen"], "" if line_ends else found["end"]
        return f"{first}{hyphen}{second}{found['after']}{end}"

    while _is_broken(text):  # a long word may be broken twice
        text = _BREAK.sub(close, text)
    return text, broken, hyphens


class _Known:
    """What a text and the shipped list know as words."""

    def __init__(self, text: str) -> None:
        rest = unicodedata.normalize("NFC", _BREAK.sub(" ", text)).casefold()
        self.words = set(_WORD.findall(rest))
        self.compounds = {compound.replace("\u2010", "-") for compound in _COMPOUND.findall(rest)}
        self.is_english = guess_language(text) == "en"

    def are_one(self, first: str, second: str) -> bool:
        """Whether two halves are one word without a hyphen."""
        if second[0].isupper() and not (first.isupper() and second.isupper()):
            return False
        small = first.islower() and second.islower()  # the halves of a name are rarely words
        first, second = (unicodedata.normalize("NFC", half).casefold() for half in (first, second))
        if f"{first}-{second}" in self.compounds:
            return False
        whole = first + second
        if self._is_word(whole) or (len(first) >= _SHORTEST and second in _ENDINGS):
            return True
        syllables = is_syllable(first) and is_syllable(second)
        if is_syllable(whole) and not whole.isascii() and not syllables:
            return True
        return small and self.is_english and not syllables and not any(map(self._is_word, (first, second)))

    def _is_word(self, letters: str) -> bool:
        listed = _english_words()
        return any(form in self.words or form in listed for form in _forms(letters))


def _forms(word: str) -> Iterator[str]:
    """A word and what it may be an inflection of."""
    yield word
    for ending in _INFLECTIONS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST:
            yield stem
            yield f"{stem}e"
    if word.endswith("ies"):
        yield f"{word[:-3]}y"


@functools.cache
def _english_words() -> frozenset[str]:
    """Words of the State of the Union addresses, and both spellings of those that are spelt in two ways."""
    spelt = storage.shipped("spelling_en.csv").split("\n", 1)[1].replace(",", "\n")
    return frozenset([*storage.shipped("words_en.txt").split(), *spelt.split()])
