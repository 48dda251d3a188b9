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

_NEAR = 100
_EAST = "\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f"  # Chinese characters, which follow other letters without a space
_IN = rf"[^\W{_EAST}]"  # a letter, digit or underscore that runs on
_MARKS = r"[\u0300-\u036f]*"  # of a letter written apart from its accents
_SIGN = rf"{_IN}{_MARKS}"
_BEFORE, _AFTER = rf"(?<!{_IN})(?<![\u0300-\u036f])", rf"(?!{_IN})"
_APART, _ALONE = rf"(?<![^\W_{_EAST}])(?<![\u0300-\u036f])", rf"(?![^\W_{_EAST}])"  # underscores may stand around
_POSSESSIVE = rf"(?:['’ʼ＇]s{_AFTER})?"
_URL = rf"[^\s<>()\"“”‘’«»`{_EAST}]"
_ROUND = rf"\({_URL}*\)"
_REST = rf"(?:{_URL}|{_ROUND})*(?:[^\s<>()\"“”‘’«»`{_EAST}.,;:!?\]}}'…|]|{_ROUND})"  # up to what may end an address
_SURE = "(?i:com|org|net|edu|gov|int|mil|info|biz|news|asia|vn|cn|hk|tw|sg|jp|kr|uk|eu|de|fr|ru|au)"
_NAME = (
    rf"{_SIGN}(?:(?:{_SIGN}|-){{0,61}}{_SIGN})?"  # of at most 63 characters, and few of them (RFC 1035, section 2.3.4)
)
_HOST = rf"(?:{_NAME}\.){{1,8}}"
_WEB = (
    rf"(?i:https?|ftp)://{_REST}|(?i:www)\.{_REST}"
    # .is or .me is a word of the language, too, and no end of an address without a path
    rf"|{_HOST}(?:{_SURE}(?!-)(?!\.\w){_AFTER}(?:[/?]{_REST}|/)?|[a-z]{{2,10}}/{_REST})"
)
_MAIL = rf"(?:{_SIGN}|[.+%-]){{0,63}}(?:{_SIGN}|[+%-])@{_HOST}[^\W\d_{_EAST}]{{2,}}"
_FREE = r"(?=[\s:：]|\Z)"  # what ends a name in Chinese characters, which run on otherwise
_HANDLE = rf"@(?:(?:{_SIGN})+(?:\.(?:{_SIGN})+)*{_AFTER}(?![{_EAST}])|[\w·]{{1,20}}{_FREE}|(?:{_SIGN})+)"
_TAG = rf"\#(?=\w*[^\W\d_])(?:[\w·]{{1,40}}\#|(?:{_SIGN})+(?![{_EAST}])|(?:\w{_MARKS}){{1,20}}{_FREE}|(?:{_SIGN})+)"
_LETTER = rf"[^\W\d_{_EAST}]{_MARKS}"
_DEGREES = r"(?:Ph|Ed|Sc|Psy|Litt|Eng)\.D|[BM]\.(?:Sc|Ed|Phil|Eng|Tech)|D\.Phil|LL\.[BDM]"
_UNITS = r"(?:[cdkmn]?m|ha|ft|in|yd|dặm)[²³]|CO²"


@functools.cache
def _pattern() -> re.Pattern[str]:
    """All of them; neither end may be inside a word."""
    written = {unicodedata.normalize(form, each) for form in ("NFC", "NFD") for each in joined_abbreviations()}
    listed = "|".join(sorted(map(re.escape, written), key=lambda each: (-len(each), each)))
    capitals = rf"(?:[^\W\d_a-zà-ỹ{_EAST}]{_MARKS}){{1,8}}{_ALONE}"
    dotted = (
        rf"(?:{_LETTER}\.){{2,}}(?:(?=[^\W\d_a-z][a-z])|{_ALONE})|{_LETTER}(?:\.{_LETTER})+s?{_ALONE}|(?:{_DEGREES})\.?{_ALONE}"
        rf"|(?:{listed})(?:\.(?:{listed}))*\.(?:{listed}|{capitals}|\d{{1,3}}){_ALONE}"
    )
    kinds = {
        "mail": rf"{_BEFORE}(?<!\.)(?:{_MAIL}){_POSSESSIVE}",
        "web": rf"{_BEFORE}(?<![@.-])(?:{_WEB}){_POSSESSIVE}",
        "handle": rf"{_BEFORE}(?<![@/])(?:{_HANDLE}){_POSSESSIVE}",
        "tag": rf"{_BEFORE}(?<![&/])(?:{_TAG}){_POSSESSIVE}",
        # not the end of a longer row of letters, but after the stop of a sentence: "...U.S. officials", "he said.U.S. troops"
        "dotted": rf"{_APART}(?<![^\W_]\.)(?:{dotted}){_POSSESSIVE}|(?<=[^\W\d_]{{2}}\.)(?:{_LETTER}\.){{2,}}{_ALONE}{_POSSESSIVE}",
        "unit": rf"{_APART}(?:\d[\d.,]*)?(?:{_UNITS}){_ALONE}",
    }
    return re.compile("|".join(rf"(?P<{name}>{each})" for name, each in kinds.items()))


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
        if at < end:
            continue
        first, end = _stretch(whole, at)
        found = list(_in_stretch(whole, max(first, places[-1][1] if places else 0), end))
        if len(found) > 1 and end - _NEAR < found[-1][1] and end < len(whole) and not whole[end].isspace():
            end = found.pop()[0]  # cut, perhaps, by the end of the stretch: read whole with the next
        places += found
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
