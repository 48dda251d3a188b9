"""The language of a text from its letters, offline: Chinese, Vietnamese, English, or none that is known.

Only what the corpus needs to choose a tokenizer; it says nothing where letters do not decide.
"""

from __future__ import annotations

import re
import unicodedata

_LOOKED_AT = 4_000
_ASCII, _NO_LETTER = bytes(range(128)), bytes(sign for sign in range(128) if not chr(sign).isalpha())
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_OTHER_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
# Letters that of the languages in Latin script only Vietnamese uses, or uses this often; Vietnamese has them in every
# fifth place, an English article with Vietnamese names in fewer than every fiftieth.
_VIETNAMESE = re.compile(r"[ăđơưấầẩẫậắằẳẵặảạẻẽẹếềểễệỉĩịỏọốồổỗộớờởỡợủũụứừửữựỳỷỹỵ]")
_VIETNAMESE_SHARE = 0.06
_ENGLISH = frozenset("the of and to that with was were is are for has have it by from".split())
_ENGLISH_SHARE = 0.12
# Frequent characters that the two scripts write differently, in the same order.
_SIMPLIFIED = re.compile("[国会说这来为时个们对发问东车门长见贸经济关开进过还没两实业与产务让]")
_TRADITIONAL = re.compile("[國會說這來為時個們對發問東車門長見貿經濟關開進過還沒兩實業與產務讓]")
# Scripts without spaces between words for which there is no segmenter: their first and last character in Unicode.
_UNSPACED = {
    "Thai": ("\u0e00", "\u0e7f"),
    "Lao": ("\u0e80", "\u0eff"),
    "Burmese": ("\u1000", "\u109f"),
    "Khmer": ("\u1780", "\u17ff"),
    "Japanese": ("\u3040", "\u30ff"),
}
_UNSPACED_LETTER = re.compile(f"[{''.join(f'{first}-{last}' for first, last in _UNSPACED.values())}]")
_NAMES = {
    "en": "english eng en-us en-gb tiếng anh 英语 英文",
    "vi": "vietnamese vie vn vi-vn tiếng-việt tiếng_việt 越南语 越南文",
    "zh": "chinese zho chi cn zh-cn zh-tw zh-hk zh-hans zh-hant mandarin tiếng-trung 中文 汉语 漢語 简体中文 繁體中文",
}
_CODES = {name.replace("_", " ").replace("-", " "): code for code, names in _NAMES.items() for name in names.split()}


def guess_language(text: str) -> str | None:
    """The language of a text as en, vi or zh; None where its letters do not decide.

    >>> guess_language("Hai nước ký các văn kiện hợp tác."), guess_language("双方签署了合作文件。"), guess_language("Hanoi")
    ('vi', 'zh', None)
    """
    looked = unicodedata.normalize("NFC", text[:_LOOKED_AT]).lower()
    # Sorting bytes is many times as fast as looking at each letter, and this is done for every article.
    data = looked.encode("utf-8", "ignore")
    beyond = data.translate(None, _ASCII).decode()
    letters = len(data.translate(None, _NO_LETTER)) - len(beyond.encode()) + sum(map(str.isalpha, beyond))
    han, other = len(_HAN.findall(beyond)), len(_OTHER_EAST_ASIAN.findall(beyond))
    if han > letters * 0.3:
        return "zh" if other * 20 < han else None
    if len(_VIETNAMESE.findall(beyond)) > letters * _VIETNAMESE_SHARE:
        return "vi"
    words = looked.split()
    return "en" if words and sum(map(_ENGLISH.__contains__, words)) >= len(words) * _ENGLISH_SHARE else None


def language_code(given: str) -> str:
    """The code of a language that a source names; what is not known stays as it is.

    >>> language_code("Vietnamese"), language_code("zh-Hant"), language_code("fr")
    ('vi', 'zh', 'fr')
    """
    plain = " ".join(given.casefold().replace("_", " ").replace("-", " ").split())
    return plain if plain in _NAMES else _CODES.get(plain, given)


def base_code(code: str) -> str:
    """The language in a code with script or region.

    >>> base_code("zh-Hant"), base_code("vi_VN"), base_code("en")
    ('zh', 'vi', 'en')
    """
    return code.replace("_", "-").partition("-")[0].lower()


def unspaced_script(text: str) -> str | None:
    """The script of a text whose words no space parts and no segmenter here knows.

    >>> unspaced_script("รถไฟสายใหม่"), unspaced_script("The sign said รถไฟ."), unspaced_script("双方签署")
    ('Thai', None, None)
    """
    looked = text[:_LOOKED_AT]
    found = [] if looked.isascii() else _UNSPACED_LETTER.findall(looked)
    if len(found) * 3 < len(looked):
        return None
    return next((name for name, (first, last) in _UNSPACED.items() if first <= found[0] <= last), None)


def mixed_scripts(text: str) -> tuple[int, int] | None:
    """How many simplified and traditional characters a Chinese text has, if it mixes them; one quoted name is no mix.

    >>> mixed_scripts("國會說，中国来的车，门") is None, mixed_scripts("中国会谈")
    (False, None)
    """
    looked = text[:_LOOKED_AT]
    simplified, traditional = len(_SIMPLIFIED.findall(looked)), len(_TRADITIONAL.findall(looked))
    fewer = min(simplified, traditional)
    return (simplified, traditional) if fewer >= 2 and fewer * 20 >= simplified + traditional else None
