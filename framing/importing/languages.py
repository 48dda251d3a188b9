"""Languages: of a text from its letters, offline, and of a name or code as a source writes it.

Of a text only what the corpus needs to choose a tokenizer; where letters do not decide, nothing is said. A name that is
not listed gives nothing.
"""

from __future__ import annotations

import re
import unicodedata

from framing.errors import SettingsError
from framing.wording import base_language

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
# The names of languages as people and databases write them, in English and in themselves; the code comes first.
_NAMES = """
    ar arabic arabisch arabe árabe العربية عربي
    bg bulgarian български
    cs czech tschechisch čeština
    da danish dänisch dansk
    de german deutsch allemand alemán tedesco 德语 德文
    el greek griechisch ελληνικά
    en english englisch anglais inglés inglese inglês engels английский 英语 英文 英語 tiếng_anh
    es spanish spanisch espagnol español spagnolo castellano 西班牙语 西班牙文
    fi finnish finnisch suomi
    fr french französisch français francés francese 法语 法文
    he hebrew עברית
    hi hindi हिन्दी
    hu hungarian ungarisch magyar
    id indonesian bahasa_indonesia indonesisch 印尼语
    it italian italienisch italien italiano
    ja japanese japanisch japonais 日本語 日语 日文
    km khmer cambodian ភាសាខ្មែរ
    ko korean koreanisch coréen 한국어 韩语 韩文
    lo lao ລາວ
    ms malay bahasa_melayu bahasa_malaysia 马来语
    my burmese မြန်မာ
    nl dutch niederländisch néerlandais nederlands
    no norwegian norwegisch norsk
    pl polish polnisch polski
    pt portuguese portugiesisch portugais português portuguese_(brazil)
    ro romanian rumänisch română
    ru russian russisch russe ruso русский 俄语 俄文
    sk slovak slowakisch slovenčina
    sv swedish schwedisch svenska
    th thai ไทย 泰语
    tr turkish türkisch turc türkçe
    uk ukrainian ukrainisch українська
    vi vietnamese vietnamesisch vietnamien vietnamita tiếng_việt 越南语 越南文 越南語
    zh chinese chinesisch chinois chino cinese simplified_chinese traditional_chinese chinese_simplified
    zh chinese_traditional mandarin 中文 汉语 漢語 华语 華語 简体中文 繁体中文 繁體中文 简体 繁體 tiếng_trung tiếng_hoa
"""
_CODES = {
    unicodedata.normalize("NFC", name.replace("_", " ")): code
    for code, *names in (line.split() for line in _NAMES.strip().splitlines())
    for name in names
}
# What stands for a language without being its name.
_SHORT = {"eng": "en", "vie": "vi", "vn": "vi", "zho": "zh", "chi": "zh", "cn": "zh"}
_KNOWN = frozenset(_CODES.values())
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{1,8})*")
BETWEEN = re.compile(r"[;,/|()（）]| [-–] ")


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


def named_language(name: str) -> str | None:
    """The ISO code of a language by its name; of several names the first that is known.

    >>> named_language("ENGLISH"), named_language("Chinese; 中文"), named_language("Tiếng Việt")
    ('en', 'zh', 'vi')
    >>> named_language("China Daily") is None
    True
    """
    for part in BETWEEN.split(unicodedata.normalize("NFC", name[:80]).casefold()):
        plain = " ".join(part.replace("-", " ").replace("_", " ").split())
        if code := _CODES.get(plain.removesuffix(" language").strip()):
            return code
    return None


def language_code(given: str) -> str:
    """The code of a language that a source names by name or code; what is not known stays as it is.

    >>> language_code("Vietnamese"), language_code("Tiếng Anh"), language_code("zh-Hant"), language_code("ca")
    ('vi', 'en', 'zh', 'ca')
    """
    plain = given.strip().casefold()
    if _CODE.fullmatch(plain):
        base = base_language(plain)
        base = _SHORT.get(base, base)
        if base in _KNOWN:
            return base
    return named_language(given) or given


def check_language(given: str | None) -> str | None:
    """The code of a language that a user names, or an error if it is none.

    >>> check_language("Vietnamese"), check_language("km")
    ('vi', 'km')
    """
    code = given if given is None else language_code(given.strip())
    if code is not None and not _CODE.fullmatch(code.casefold()):
        raise SettingsError(f"--language: {given!r} is no language known here; use a code such as en, vi, zh or fr")
    return code


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
