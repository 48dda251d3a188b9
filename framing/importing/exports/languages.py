"""Where the databases write the language of an article: in a field, on a line of its own, in the name of the outlet.

No language is ever guessed from a text here.
"""

from __future__ import annotations

import re

from framing.importing.languages import BETWEEN, named_language


def is_language(line: str) -> bool:
    """Whether a line begins with the name of a language and is short enough to be nothing else.

    >>> [is_language(line) for line in ("English", "Chinese (Simplified)", "Nasha Gazeta (Russian Language)")]
    [True, True, False]
    """
    return len(line) <= 40 and named_language(BETWEEN.split(line)[0]) is not None


def language_of_outlet(outlet: str) -> str | None:
    """The language that an outlet's name gives in brackets: "Xinhua (中文)", "Nasha Gazeta (Latvia, Russian Language)".

    >>> language_of_outlet("People's Daily (中文)"), language_of_outlet("The Times (London)")
    ('zh', None)
    """
    inside = re.search(r"[(（]([^()（）]{1,60})[)）]", outlet[:200])
    return named_language(inside[1]) if inside else None


def name_language(metadata: dict[str, str]) -> None:
    """Put the ISO code into `language`; a name that is not known stays, as `language_in_export`."""
    written = metadata.pop("language", "")
    code = named_language(written) or language_of_outlet(metadata.get("outlet", ""))
    if code:
        metadata["language"] = code
    if written and not named_language(written):
        metadata["language_in_export"] = written
