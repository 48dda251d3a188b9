"""Broken letters (mojibake: "Viá»‡t" for "Việt"): seen always, mended only when asked.

Line by line, since one pasted line is often broken alone. Nothing else of a text is touched: no quotation mark is
straightened, no letter composed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Bytes of UTF-8 shown as Latin-1 or windows-1252: a letter from Â to ô, then what stands for a following byte. Cheap,
# so that sound texts cost nothing; ftfy decides on what is found.
_SUSPECT = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


@dataclass(frozen=True, slots=True)
class Broken:
    """The text as it should be, how many lines differ, and the first of them before and after."""

    mended: str
    lines: int
    before: str
    after: str


def find_broken(text: str) -> Broken | None:
    """What of a text was decoded wrongly before it came here; None if nothing seems to be.

    >>> find_broken("Viá»‡t Nam").mended, find_broken("Việt Nam")
    ('Việt Nam', None)
    """
    if text.isascii() or not _SUSPECT.search(text):
        return None
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    lines = text.split("\n")
    mended = [fix_encoding(line) if _SUSPECT.search(line) and is_bad(line) else line for line in lines]
    changed = [(old, new) for old, new in zip(lines, mended, strict=True) if old != new]
    if not changed:
        return None
    before, after = changed[0]
    return Broken("\n".join(mended), len(changed), before, after)
