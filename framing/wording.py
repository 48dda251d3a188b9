"""The words of the page: names of sides and languages, numbers as readers write them, text made safe for HTML.

In code the sides are focus and reference; a reader meets "Vietnamese articles" and "the Chinese article". Text that
comes from articles or tables is escaped here and nowhere else.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

ADJECTIVES = {
    "AU": "Australian", "BN": "Bruneian", "CN": "Chinese", "DE": "German", "ES": "Spanish", "FR": "French",
    "GB": "British", "HK": "Hong Kong", "ID": "Indonesian", "IN": "Indian", "IT": "Italian", "JP": "Japanese",
    "KH": "Cambodian", "KP": "North Korean", "KR": "South Korean", "LA": "Lao", "MM": "Myanmar", "MO": "Macau",
    "MY": "Malaysian", "PH": "Philippine", "RU": "Russian", "SG": "Singaporean", "TH": "Thai", "TW": "Taiwanese",
    "US": "American", "VN": "Vietnamese",
}  # fmt: skip
_LANGUAGES = {
    "en": "English", "ja": "Japanese", "km": "Khmer", "lo": "Lao", "my": "Burmese", "th": "Thai", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip
# Other codes of a language that is known here: of its spoken and classical forms, and of ISO 639-2.
_SAME = {**dict.fromkeys(("chi", "cmn", "lzh", "wuu", "yue", "zho"), "zh"), "eng": "en", "vie": "vi"}
OTHER_SIDE = "other"
MOST_VALUES, LONGEST_NAME = 3, 48  # values, and letters of all of them, that name a side on the page
SMALL, TINY = (
    0.005,
    1e-6,
)  # below the first, two decimals would read as nothing; below the second, decimals as a row of zeros
_WORDS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MARKDOWN = re.compile(r"[\\`*_\[\]#|~$]")


def side_name(by: str, group: str) -> str:
    """What a side is called before "articles".

    >>> side_name("country", "VN"), side_name("outlet", "Xinhua")
    ('Vietnamese', 'Xinhua')
    """
    return ADJECTIVES.get(group, group) if by == "country" else group


def side_names(by: str, focus: str | Sequence[str], reference: str | Sequence[str]) -> tuple[str, str]:
    """What two sides of one or several values are called before "articles".

    A side of many values is "other"; where both have many they are "focus" and "reference".

    >>> side_names("country", ["VN"], ["CN", "HK"])
    ('Vietnamese', 'Chinese and Hong Kong')
    >>> side_names("outlet", ["Xinhua"], ["a", "b", "c", "d"])
    ('Xinhua', 'other')
    """
    sides = ([each] if isinstance(each, str) else each for each in (focus, reference))
    names = [_joined(side_name(by, value) for value in values) for values in sides]
    if all(names):
        return names[0], names[1]
    if any(names) and OTHER_SIDE not in names:
        return names[0] or OTHER_SIDE, names[1] or OTHER_SIDE
    return names[0] or "focus", names[1] or "reference"


def _joined(names: Iterable[str]) -> str:
    """A and B, or A, B and C; empty where that is too long to stand in a sentence."""
    first, *rest = names
    joined = f"{', '.join([first, *rest[:-1]])} and {rest[-1]}" if rest else first
    return joined if not rest or (len(rest) < MOST_VALUES and len(joined) <= LONGEST_NAME) else ""


def base_language(code: str | None) -> str:
    """The language of a code without script and region; empty where it is unknown.

    >>> base_language("zh-Hant-TW"), base_language("vi_VN"), base_language("cmn"), base_language(None)
    ('zh', 'vi', 'zh', '')
    """
    base = (code or "").strip().replace("_", "-").partition("-")[0].lower()
    return _SAME.get(base, base)


def language_name(code: str) -> str:
    """A language as a reader calls it; empty where no name is known.

    >>> language_name("zh-Hant"), language_name("ja"), language_name("xx")
    ('Chinese', 'Japanese', '')
    """
    return _LANGUAGES.get(base_language(code), "")


def write_number(value: object) -> str:
    """A value as a reader writes it: whole numbers with thin groups, others with as many digits as matter.

    >>> write_number(1448), write_number(0.2), write_number(24.32), write_number("leaders"), write_number(-1.0)
    ('1,448', '0.20', '24.3', 'leaders', '−1.00')
    >>> write_number(0.0004), write_number(3e-12)  # what is not nothing is not written as nothing
    ('0.0004', '3e-12')
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    sign = "−" if value < 0 else ""
    size = abs(value)
    if isinstance(value, int):
        return f"{sign}{size:,}"
    if 0 < size < SMALL:
        return sign + (f"{float(f'{size:.1e}'):.7f}".rstrip("0") if size >= TINY else f"{size:.0e}")
    return f"{sign}{size:,.1f}" if size >= 10 else f"{sign}{size:.2f}"


def count_of(n: int, noun: str) -> str:
    """A number with its noun, which takes an s for any number but one.

    >>> count_of(1, "term"), count_of(1024, "term"), count_of(0, "term")
    ('1 term', '1,024 terms', '0 terms')
    """
    return f"{write_number(n)} {noun if n == 1 else f'{noun}s'}"


def write_words(value: object) -> str:
    """A whole number below ten in words, anything else as write_number has it.

    >>> write_words(4), write_words(24), write_words(0.2)
    ('four', '24', '0.20')
    """
    if type(value) is int and 0 < value < len(_WORDS):
        return _WORDS[value]
    return write_number(value)


@dataclass(frozen=True, slots=True)
class Written:
    """A value as a reader writes it; a template may ask for it in words, at the beginning of a sentence with a capital.

    >>> "{n:Words} terms in {size:words} of {all} articles".format(n=Written(2), size=Written(4), all=Written(24))
    'Two terms in four of 24 articles'
    """

    value: object
    escape: Callable[[str], str] = str

    def __format__(self, spec: str) -> str:
        if spec not in ("words", "Words"):
            return format(self.escape(write_number(self.value)), spec)
        words = self.escape(write_words(self.value))
        return words if spec == "words" else words[:1].upper() + words[1:]


def escape_html(text: str) -> str:
    """Text for HTML: shown as it is, run by nothing.

    >>> escape_html("<script>")
    '&lt;script&gt;'
    """
    return html.escape(text, quote=True)


def escape_markdown(text: str) -> str:
    r"""Text for the inside of a line of Markdown: no markup, no HTML, no link, no formula.

    >>> escape_markdown("*a* <b>\n[c](d)")
    '\\*a\\* &lt;b&gt; \\[c\\](d)'
    """
    flat = " ".join(text.split())
    return _MARKDOWN.sub(lambda match: "\\" + match.group(), html.escape(flat, quote=False))
