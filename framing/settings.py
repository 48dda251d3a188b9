"""What is counted, as one frozen record: every option closed, checked once, and recorded with each result."""

from __future__ import annotations

from dataclasses import dataclass, replace

from framing.errors import SettingsError
from framing.variants import MERGED_KINDS
from framing.zones import BODY

SEGMENTED, SMALLEST = "segmented", "smallest"
SKIP, COUNT = "skip", "count"  # what becomes of addresses
_OPTIONS = {
    "hyphens": ("split", "join"),
    "case": ("fold", "keep"),
    "possessives": ("strip", "keep"),
    "words": (SEGMENTED, SMALLEST),
    "addresses": (SKIP, COUNT),
}
LONGEST_NGRAM = 12


@dataclass(frozen=True, slots=True)
class CountSettings:
    """Which tokens are counted, and as what term.

    zones : names of zones; None counts all. Body by default: headlines and captions are other genres than the story.
    variants : kinds of variants to merge, of "spelling" (which binds names and abbreviations, too, and merges what the
        shipped lists and rules of a language do) and "translation"; () merges none.
    hyphens : "split" counts the parts of people-to-people; "join" counts it as one term.
    case : "fold" (lower case) or "keep".
    possessives : "strip" counts China's as china; "keep" as china's.
    voices : names or classes of voices from passages.csv; None counts all, coded or not.
    events : events from passages.csv; None counts all.
    ngram : words per term, 1 to 12.
    words : in Chinese and Vietnamese "segmented" counts words as the segmenter joins them (without it: pairs of
        characters, single syllables), "smallest" counts characters and syllables; in other languages both are the same.
    addresses : "skip" leaves out web and mail addresses, @handles and #hashtags; "count" counts each as one term. One that
        variants.csv lists is always counted.

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
    words: str = SEGMENTED
    addresses: str = SKIP

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

    def everywhere(self) -> CountSettings:
        """The same in all zones."""
        return replace(self, zones=None)


@dataclass(frozen=True, slots=True)
class InferenceSettings:
    """How a contrast is tested, where its sizes allow a test (docs/methods.md, section 5).

    seed : of the generator that draws labelings and articles; the same seed gives the same bytes on any number of cores.
    strata : a column of the articles, such as "genre": labels are exchanged within each of its values only. Empty for none.
    labelings : drawn for all terms, then for those still in question twice more; none is drawn where all can be listed.
    least_count, least_articles : a term is tested from so many occurrences and articles of both sides together.
    level : the share of false discoveries accepted among the terms found, between 0 and 1.

    Raises
    ------
    SettingsError : a value outside its range.

    Examples
    --------
    >>> InferenceSettings(labelings=(99, 0, 0)).labelings
    (99, 0, 0)
    """

    seed: int = 1
    strata: str = ""
    labelings: tuple[int, int, int] = (999, 9_999, 99_999)
    least_count: int = 10
    least_articles: int = 5
    level: float = 0.05

    def __post_init__(self) -> None:
        check_whole("seed", self.seed, lowest=0)
        check_whole("least_count", self.least_count, lowest=1)
        check_whole("least_articles", self.least_articles, lowest=1)
        if not isinstance(self.strata, str):
            raise SettingsError(f"strata must be the name of a column such as 'genre', or ''; got {self.strata!r}")
        if not isinstance(self.labelings, tuple) or len(self.labelings) != 3:
            raise SettingsError(
                f"labelings must be three whole numbers such as (999, 9999, 99999); got {self.labelings!r}"
            )
        for number, lowest in zip(self.labelings, (99, 0, 0), strict=True):
            check_whole("labelings", number, lowest=lowest)
        if not isinstance(self.level, float) or not 0 < self.level < 1:
            raise SettingsError(f"level must be a number between 0 and 1, such as 0.05; got {self.level!r}")


def check_whole(name: str, value: object, *, lowest: int) -> None:
    """Raise SettingsError unless `value` is a whole number of `lowest` or more."""
    if type(value) is not int or value < lowest:
        raise SettingsError(f"{name} must be a whole number of {lowest} or more; got {value!r}")


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
