"""What is wrong with the letters of a text: seen always, mended only when asked.

Broken letters ("Viá»‡t" for "Việt"), letters of old Vietnamese fonts ("ViÖt"), and traces of printed pages, one after
the other. Nothing else of a text is touched: no quotation mark is straightened, no letter composed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.importing.old_fonts import find_old_font
from framing.importing.printed import find_printed

# Bytes of UTF-8 shown as Latin-1 or windows-1252: a letter from Â to ô, then what stands for a following byte. Cheap,
# so that sound texts cost nothing; ftfy decides on what is found.
_SUSPECT = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def mend(text: str, *, repair: bool) -> tuple[str, list[str]]:
    """A text, mended if it is to be, and a note on each kind of thing that is wrong with it.

    >>> mend("Viá»‡t Nam", repair=True)
    ('Việt Nam', ["broken letters mended: 'Viá»‡t Nam' to 'Việt Nam', lines: 1"])
    >>> mend("The rail-\\nway", repair=False)
    ('The rail-\\nway', ['traces of a printed page, kept: words broken at line ends: 1; --repair mends them'])
    """
    notes, mended = [], text
    if old := find_old_font(text):
        before, after = _around(old.before, old.after)
        notes.append(
            f"letters of an old Vietnamese font (TCVN3, VNI) mended: {old.font.name}, {before!r} to {after!r}"
            if repair
            else f"letters of an old Vietnamese font (TCVN3, VNI) suspected, kept: {before!r} may be {after!r} "
            f"({old.font.name}); --repair mends them"
        )
        mended = old.mend(text)
    elif broken := find_broken(text):
        before, after = _around(broken.before, broken.after)
        notes.append(
            f"broken letters mended: {before!r} to {after!r}, lines: {broken.lines}"
            if repair
            else f"broken letters suspected, kept: {before!r} may be {after!r}; --repair mends them"
        )
        mended = broken.mended
    if printed := find_printed(mended):
        told = printed.told
        notes.append(
            f"traces of a printed page mended: {told}"
            if repair
            else f"traces of a printed page, kept: {told}; --repair mends them"
        )
        mended = printed.mended
    return mended if repair else text, notes


def mend_line(line: str, text: str) -> str:
    """A line that belongs to a text, such as its title, mended as the text is.

    >>> mend_line("ViÖt Nam", "Thñ t­íng ChÝnh phñ n­íc Céng hßa x· héi chñ nghÜa ViÖt Nam")
    'Việt Nam'
    """
    if old := find_old_font(text):
        return old.mend(line)
    broken = find_broken(line)
    printed = find_printed(broken.mended if broken else line)
    return printed.mended if printed else broken.mended if broken else line


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


def _around(before: str, after: str) -> tuple[str, str]:
    """A few letters around the first place where two lines differ."""
    at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    first = max(0, at - 10)
    return before[first : at + 20], after[first : at + (20 if len(before) == len(after) else 15)]
