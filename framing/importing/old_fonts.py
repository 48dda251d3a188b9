"""Vietnamese in the code pages of old fonts: seen always, turned into Unicode only when asked.

Until the 2000s Vietnamese was typed in fonts that draw its letters in the place of others: in those of TCVN3 (.VnTime,
"ABC") and of VNI (VNI-Times) "Việt" is stored as "ViÖt" and "Vieät". Copied as text, these other letters are what is
left. Line by line, since a line may be pasted from such a document into one that is sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from framing.importing.syllables import is_syllable

# TCVN 5712:1993, character set VN3: codes 0xA1 to 0xFE as Latin-1 shows them. There are no capitals with a tone; fonts
# of capitals (.VnTimeH) draw the small letter as one.
_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
# VNI for Windows (VNI Software, 1990s; the table is in its manual and in UniKey's sources): the tone is a letter of its
# own behind the vowel, in lower case and in capitals alike.
_VNI_TONES = {
    "a": {"ø": "à", "ù": "á", "û": "ả", "õ": "ã", "ï": "ạ", "ê": "ă", "è": "ằ", "é": "ắ", "ú": "ẳ", "ü": "ẵ", "ë": "ặ",
          "â": "â", "à": "ầ", "á": "ấ", "å": "ẩ", "ã": "ẫ", "ä": "ậ"},
    "e": {"ø": "è", "ù": "é", "û": "ẻ", "õ": "ẽ", "ï": "ẹ", "â": "ê", "à": "ề", "á": "ế", "å": "ể", "ã": "ễ", "ä": "ệ"},
    "o": {"ø": "ò", "ù": "ó", "û": "ỏ", "õ": "õ", "ï": "ọ", "â": "ô", "à": "ồ", "á": "ố", "å": "ổ", "ã": "ỗ", "ä": "ộ"},
    "ô": {"ø": "ờ", "ù": "ớ", "û": "ở", "õ": "ỡ", "ï": "ợ"},
    "u": {"ø": "ù", "ù": "ú", "û": "ủ", "õ": "ũ", "ï": "ụ"},
    "ö": {"ø": "ừ", "ù": "ứ", "û": "ử", "õ": "ữ", "ï": "ự"},
    "y": {"ø": "ỳ", "ù": "ý", "û": "ỷ", "õ": "ỹ"},
}  # fmt: skip
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "í": "í", "ì": "ì", "ñ": "đ"}
_VNI = _VNI_ALONE | {f"{vowel}{tone}": to for vowel, tones in _VNI_TONES.items() for tone, to in tones.items()}
_PAIR = re.compile("|".join(sorted(_VNI, key=len, reverse=True)), re.IGNORECASE)
_TCVN3_WORD = re.compile(f"[A-Za-z{''.join(_TCVN3)}]+(?:-(?=[íêëìî¬])[A-Za-z{''.join(_TCVN3)}]+)*")
_VNI_WORD = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ]+")
_LOST_HORN = re.compile("(?<=[A-Za-z®§])-(?=[íêëìî¬])")  # ư is a soft hyphen, which programs make a hyphen
_LATIN = re.compile("[À-ɏḀ-ỿ]")
_CAPITALS = "¡¢£¤¥¦§"
_SIGNS = "«»·§©®¡¢£¤¥¦¨¬\xad"  # in sound texts these are no letters: a word may have one at its edge
_LEAST = 5  # different syllables that an old font explains: fewer may come by chance
_LONG, _LONG_ONES = 4, 2  # and some must be longer than the short words of other languages (Swedish på, få, nå)
_READS = 0.8  # share of a line's words beyond ASCII that must be syllables
_MARKED = 0.25  # share of such words among all: in Vietnamese it is above a half, in French a fifth


class Font(NamedTuple):
    """A family of fonts: its name, and what a word is in its letters."""

    name: str
    word: re.Pattern[str]


TCVN3, VNI = Font("TCVN3", _TCVN3_WORD), Font("VNI", _VNI_WORD)


@dataclass(frozen=True, slots=True)
class OldFont:
    """The font that a text was typed in, and its first line in it before and after."""

    font: Font
    before: str
    after: str

    def mend(self, text: str) -> str:
        """The text in Unicode; lines that are not in this font stay as they are."""
        return "".join(_mended(line, self.font) for line in text.splitlines(keepends=True))


def find_old_font(text: str) -> OldFont | None:
    """The old font whose letters a text is in; None if it is in none.

    >>> found = find_old_font("Thñ t­íng ChÝnh phñ n­íc Céng hßa x· héi chñ nghÜa ViÖt Nam")
    >>> found.font.name, found.after
    ('TCVN3', 'Thủ tướng Chính phủ nước Cộng hòa xã hội chủ nghĩa Việt Nam')
    >>> find_old_font("Le président a été reçu à la gare où il a passé l’été") is None
    True
    """
    if text.isascii():
        return None
    found: list[tuple[int, Font, str]] = []
    lines = text.splitlines()
    for font in (TCVN3, VNI):
        telling = [line for line in lines if not line.isascii() and _tells(line, font)]
        different = {to for line in telling for word, to, reads in _read(line, font) if reads and not word.isascii()}
        if len(different) >= _LEAST and sum(len(word) >= _LONG for word in different) >= _LONG_ONES:
            found.append((len(different), font, telling[0]))
    if not found:
        return None
    _, font, line = max(found, key=lambda each: each[0])
    return OldFont(font, line, _mended(line, font))


def _tells(line: str, font: Font) -> bool:
    """Whether a line is Vietnamese in a font's letters, and is not without it."""
    words = _words(line, font)
    marked = [word for word in words if not word.isascii()]
    sound = sum(map(is_syllable, marked))
    return len(marked) >= _MARKED * len(words) and sound * 2 < len(marked) and _reads(line, font)


def _reads(line: str, font: Font) -> bool:
    marked = [reads for word, _, reads in _read(line, font) if not word.isascii()]
    # A Latin letter that the font does not have, such as ế, cuts a word into pieces: such a line is in no old font.
    strange = len(_LATIN.findall(font.word.sub("", line)))
    return bool(marked) and sum(marked) >= _READS * (len(marked) + strange)


def _read(line: str, font: Font) -> Iterable[tuple[str, str, bool]]:
    """The words of a line, as they are, in Unicode, and whether they are syllables then."""
    for word in _words(line, font):
        letters = _unicode(word, font)
        yield word, letters, is_syllable(letters.strip(_SIGNS))


def _words(line: str, font: Font) -> list[str]:
    """The words of a line; a sign alone, such as © or a bullet, is none."""
    return [word for word in font.word.findall(line) if len(word) > 1 or word not in _SIGNS]


def _mended(line: str, font: Font) -> str:
    if line.isascii() or not _reads(line, font):
        return line
    plain = font.word.sub(lambda word: _unicode(word[0], font), line)
    return _capitals(line, plain, font) if font is TCVN3 else plain


def _unicode(word: str, font: Font) -> str:
    if word.isascii():
        return word
    if font is VNI:
        return _PAIR.sub(lambda pair: _cased(pair[0], _VNI[pair[0].lower()]), word)
    head = len(word) - len(word.lstrip(_SIGNS))
    whole = _tcvn3(word)
    if len(word) == 1 and word in _SIGNS:
        return word
    if is_syllable(whole) or word.strip(_SIGNS) == word:
        return whole
    return next((kept for kept in _edges(word, head) if kept), whole)


def _edges(word: str, head: int) -> Iterable[str]:
    """A word without the signs at its edges that are no letters of it."""
    tail = len(word.rstrip(_SIGNS))
    for first in range(head + 1):
        for last in range(len(word), tail - 1, -1):
            inner = _tcvn3(word[first:last])
            if is_syllable(inner):
                yield f"{word[:first]}{inner}{word[last:]}"


def _tcvn3(word: str) -> str:
    return "".join(_TCVN3.get(sign, sign) for sign in _LOST_HORN.sub("\xad", word))


def _cased(pair: str, letter: str) -> str:
    return letter.upper() if pair[0].isupper() else letter


def _capitals(line: str, plain: str, font: Font) -> str:
    """Words of capitals, whose letters with a tone have no capital of their own in TCVN3, in capitals throughout.

    Where a word has one capital only ("Hµ"), the words beside it decide.
    """
    places = [(word.start(), word.end()) for word in font.word.finditer(line)]
    if len(line) != len(plain):
        return plain
    kinds = [_case(line[start:end]) for start, end in places]
    letters = list(plain)
    for at, (start, end) in enumerate(places):
        beside = [kinds[near] for near in (at - 1, at + 1) if 0 <= near < len(kinds)]
        if kinds[at] == "capitals" or (kinds[at] == "one" and "capitals" in beside):
            letters[start:end] = plain[start:end].upper()
    return "".join(letters)


def _case(word: str) -> str:
    """Whether a word is in capitals, has one capital only, or neither; an acronym such as TP says nothing."""
    told = [sign for sign in word if sign.isascii() or sign in _CAPITALS]
    if not all(sign.isupper() or sign in _CAPITALS for sign in told) or (word.isascii() and not is_syllable(word)):
        return "small"
    return "capitals" if len(told) > 1 else "one"
