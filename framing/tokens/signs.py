"""Words that signs are part of: web and mail addresses, @handles, #hashtags, abbreviations with stops (U.S., TP.HCM), m².

They are looked for only in the stretches without a space that hold such a sign, so that plain text costs next to nothing.
An address is no word of the text: occurrences leave it out unless it is asked for.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from framing.tokens.characters import DIGIT, INNER, POINT, SIGN, WORD, plain
from framing.wordlists import joined_abbreviations

IntArray = npt.NDArray[np.int64]
KINDS = ("web", "e-mail", "handle", "hashtag")  # of addresses
LONGEST = 2000  # characters of a stretch that are looked at on either side of a sign

_EAST = "\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f"  # Chinese characters, which follow other letters without a space
_IN = rf"[^\W{_EAST}]"  # a letter or digit that runs on
_BEFORE, _AFTER = rf"(?<!{_IN})", rf"(?!{_IN})"
_URL = rf"[^\s<>()\"“”‘’«»`{_EAST}]"
_ROUND = rf"\({_URL}*\)"
_REST = rf"(?:{_URL}|{_ROUND})*(?:[^\s<>()\"“”‘’«»`{_EAST}.,;:!?\]}}'…|]|{_ROUND})"  # up to what may end an address
_SURE = "com|org|net|edu|gov|int|mil|info|biz|news|asia|vn|cn|hk|tw|sg|jp|kr|uk|eu|de|fr|ru|au"
_NAME = rf"{_IN}(?:(?:{_IN}|-)*{_IN})?"
_WEB = (
    rf"(?:https?|ftp)://{_REST}|www\.{_REST}"
    # .is or .me is a word of the language, too, and no end of an address without a path
    rf"|(?:{_NAME}\.)+(?:(?:{_SURE})(?!-)(?!\.\w){_AFTER}(?:[/?]{_REST}|/)?|[a-z]{{2,10}}/{_REST})"
)
_MAIL = rf"(?:{_IN}|[.+%-])*(?:{_IN}|[+%-])@(?:{_NAME}\.)+[^\W\d_{_EAST}]{{2,}}"
_HANDLE = rf"@{_IN}+(?:\.{_IN}+)*"
_TAG = rf"\#(?=\w*[^\W\d_])(?:[\w·]{{1,40}}\#|{_IN}+)"
_MARKS = r"[\u0300-\u036f]*"  # of a letter written apart from its accents
_LETTER = rf"[^\W\d_{_EAST}]{_MARKS}"


@functools.cache
def _pattern() -> re.Pattern[str]:
    """All of them; neither end may be inside a word."""
    written = {unicodedata.normalize(form, each) for form in ("NFC", "NFD") for each in joined_abbreviations()}
    listed = "|".join(sorted(map(re.escape, written), key=lambda each: (-len(each), each)))
    capitals = rf"(?:[^\W\d_a-zà-ỹ{_EAST}]{_MARKS}){{1,8}}{_AFTER}"
    dotted = (
        rf"(?:{_LETTER}\.){{2,}}(?:(?=[^\W\d_a-z][a-z])|{_AFTER})|{_LETTER}(?:\.{_LETTER})+{_AFTER}"
        rf"|(?:{listed})(?:\.(?:{listed}))*\.(?:{listed}|{capitals}|\d{{1,3}}){_AFTER}"
    )
    kinds = {
        "mail": rf"(?<!\.){_MAIL}",
        "web": rf"(?<![@.-]){_WEB}",
        "handle": rf"(?<![@/]){_HANDLE}",
        "tag": rf"(?<![&/]){_TAG}",
        "dotted": rf"(?<!\.)(?:{dotted})(?:['’]s{_AFTER})?",
        "unit": rf"(?:[cdkmn]?m|ha|ft|in|yd|dặm)[²³]{_AFTER}",
    }
    return re.compile("|".join(rf"(?P<{name}>{_BEFORE}(?:{each}))" for name, each in kinds.items()))


def address_kind(surface: str) -> str | None:
    """Which kind of address a token is: one of KINDS, or None for a word.

    >>> [address_kind(each) for each in ("https://a.example/b", "desk@a.example", "@desk", "#Trade", "U.S.", "1.5")]
    ['web', 'e-mail', 'handle', 'hashtag', None, None]
    """
    if surface.isalpha() or not _MAY_BE.search(surface):
        return None
    found = _pattern().fullmatch(plain(surface)[0])
    kinds = dict(zip(("web", "mail", "handle", "tag"), KINDS, strict=True))
    return kinds.get(str(found.lastgroup)) if found else None


_MAY_BE = re.compile(r"[@#＠＃.．/]")


def find_signs(whole: str, kinds: npt.NDArray[np.uint8], signs: IntArray) -> tuple[IntArray, IntArray]:
    """Starts and ends of the words that signs are part of, in order and apart.

    signs : the places of all stops, colons, @, # and square signs, among others.
    """
    places: list[tuple[int, int]] = []
    end = 0
    for at in _triggers(whole, kinds, signs).tolist():
        if at >= end:
            first, end = _stretch(whole, at)
            places += _in_stretch(whole, first, end)
    spans = np.array(places, dtype=np.int64).reshape(-1, 2)
    return spans[:, 0], spans[:, 1]


def _triggers(whole: str, kinds: npt.NDArray[np.uint8], signs: IntArray) -> IntArray:
    """Where a stop is between two words that are not both numbers, and what may begin an address or square a unit."""
    kind = kinds[signs]
    stops, others = signs[kind == POINT], signs[kind == SIGN]
    before, after = kinds[stops - 1], kinds[stops + 1]
    between = ((before & _PART) > 0) & ((after & _PART) > 0) & ((before & after & DIGIT) == 0)
    stops = stops[between]
    found = [at for at in stops.tolist() if whole[at] not in ",，"]
    found += [at for at in others.tolist() if whole[at] not in ":：" or whole[at + 1] in "/／"]
    return np.array(sorted(found), dtype=np.int64)


_PART = WORD | INNER


def _stretch(whole: str, at: int) -> tuple[int, int]:
    """Start and end of what stands around a place without a space."""
    first = at
    while first > max(at - LONGEST, 0) and not whole[first - 1].isspace():
        first -= 1
    last = _SPACE.search(whole, at, at + LONGEST)
    return first, last.start() if last else min(at + LONGEST, len(whole))


_SPACE = re.compile(r"\s")


def _in_stretch(whole: str, first: int, end: int) -> Iterator[tuple[int, int]]:
    """The words with signs in one stretch; it is read as it looks, so that no hidden character cuts one."""
    text, place = plain(whole[first:end])
    for found in _pattern().finditer(text):
        start, last = np.searchsorted(place, [found.start(), found.end() - 1], side="right").tolist()
        yield first + start - 1, first + last
