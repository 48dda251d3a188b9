"""What is counted, as one frozen record: every option closed, checked once, and recorded with each result."""

from __future__ import annotations

from dataclasses import dataclass

from framing.errors import SettingsError
from framing.variants import MERGED_KINDS
from framing.zones import BODY

_OPTIONS = {
    "hyphens": ("split", "join"),
    "case": ("fold", "keep"),
    "possessives": ("strip", "keep"),
}
LONGEST_NGRAM = 12


@dataclass(frozen=True, slots=True)
class CountSettings:
    """Which tokens are counted, and as what term.

    zones : names of zones; None counts all. Body by default: headlines and captions are other genres than the story.
    variants : kinds of variants to merge, of "spelling" (which binds names too) and "translation"; () merges none.
    hyphens : "split" counts the parts of people-to-people; "join" counts it as one term.
    case : "fold" (lower case) or "keep".
    possessives : "strip" counts China's as china; "keep" as china's.
    voices : names or classes of voices from passages.csv; None counts all, coded or not.
    events : events from passages.csv; None counts all.
    ngram : words per term, 1 to 12.

    Raises
    ------
    SettingsError : a value outside its list; the message names the setting and the list.

    Examples
    --------
    >>> CountSettings(hyphens="keep")
    Traceback (most recent call last):
        ...
    framing.errors.SettingsError: hyphens must be one of 'split', 'join'; got 'keep'
    """

    zones: tuple[str, ...] | None = (BODY,)
    variants: tuple[str, ...] = MERGED_KINDS
    hyphens: str = "split"
    case: str = "fold"
    possessives: str = "strip"
    voices: tuple[str, ...] | None = None
    events: tuple[str, ...] | None = None
    ngram: int = 1

    def __post_init__(self) -> None:
        for name, options in _OPTIONS.items():
            check_option(name, getattr(self, name), options)
        for name in ("zones", "voices", "events"):
            check_names(name, getattr(self, name))
        if self.variants is None:
            raise SettingsError("variants must be a tuple of kinds; write () to merge none")
        check_names("variants", self.variants)
        for kind in self.variants:
            check_option("variants", kind, MERGED_KINDS)
        if type(self.ngram) is not int or not 1 <= self.ngram <= LONGEST_NGRAM:
            raise SettingsError(f"ngram must be a whole number from 1 to {LONGEST_NGRAM}; got {self.ngram!r}")


def check_option(name: str, value: object, options: tuple[str, ...]) -> None:
    """Raise SettingsError unless `value` is one of `options`."""
    if value not in options:
        raise SettingsError(f"{name} must be one of {', '.join(map(repr, options))}; got {value!r}")


def check_names(name: str, value: object) -> None:
    """Raise SettingsError unless `value` is None or a tuple of names."""
    if value is not None and not (isinstance(value, tuple) and all(isinstance(item, str) and item for item in value)):
        raise SettingsError(f"{name} must be a tuple of names such as ('body',); got {value!r}")
    if value == () and name != "variants":
        raise SettingsError(f"{name} is empty, so nothing would be counted; name some, or None for all")


def check_known(name: str, wanted: tuple[str, ...] | None, known: set[str], where: str) -> None:
    """Raise SettingsError if a wanted name is not among the known ones."""
    unknown = [item for item in wanted or () if item not in known]
    if unknown:
        listed = ", ".join(map(repr, sorted(known))) or "none"
        raise SettingsError(f"{name}: {unknown[0]!r} is not in {where}, which has {listed}")
