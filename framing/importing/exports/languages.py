"""Names of languages as the databases write them, in English and in themselves, and their ISO codes.

A name that is not listed gives nothing; no language is ever guessed from a text here.
"""

from __future__ import annotations

import re
import unicodedata

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
    ko korean koreanisch coréen 한국어 韩语 韩文
    ms malay bahasa_melayu bahasa_malaysia 马来语
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
_BETWEEN = re.compile(r"[;,/|()（）]| [-–] ")


def language_code(name: str) -> str | None:
    """The ISO code of a language by its name; of several names the first that is known.

    >>> language_code("ENGLISH"), language_code("Chinese; 中文"), language_code("Tiếng Việt")
    ('en', 'zh', 'vi')
    >>> language_code("China Daily") is None
    True
    """
    for part in _BETWEEN.split(unicodedata.normalize("NFC", name[:80]).casefold()):
        code = _CODES.get(part.strip().removesuffix(" language").strip())
        if code:
            return code
    return None


def is_language(line: str) -> bool:
    """Whether a line begins with the name of a language and is short enough to be nothing else.

    >>> [is_language(line) for line in ("English", "Chinese (Simplified)", "Nasha Gazeta (Russian Language)")]
    [True, True, False]
    """
    return len(line) <= 40 and language_code(_BETWEEN.split(line)[0]) is not None


def language_of_outlet(outlet: str) -> str | None:
    """The language that an outlet's name gives in brackets: "Xinhua (中文)", "Nasha Gazeta (Latvia, Russian Language)".

    >>> language_of_outlet("People's Daily (中文)"), language_of_outlet("The Times (London)")
    ('zh', None)
    """
    inside = re.search(r"[(（]([^()（）]{1,60})[)）]", outlet[:200])
    return language_code(inside[1]) if inside else None


def name_language(metadata: dict[str, str]) -> None:
    """Put the ISO code into `language`; a name that is not known stays, as `language_in_export`."""
    written = metadata.pop("language", "")
    code = language_code(written) or language_of_outlet(metadata.get("outlet", ""))
    if code:
        metadata["language"] = code
    if written and not language_code(written):
        metadata["language_in_export"] = written
