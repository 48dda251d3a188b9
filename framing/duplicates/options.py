"""What counts as the same text, as one frozen record: every option closed and checked once.

The defaults are decisions, each with its reason; benchmarks/duplicates.py prints the table the first was chosen from.
"""

from __future__ import annotations

from dataclasses import dataclass

from framing.errors import SettingsError
from framing.settings import check_names, check_option, check_whole
from framing.zones import BODY

JACCARD, CONTAINMENT = "jaccard", "containment"
MEASURES = (JACCARD, CONTAINMENT)
SHORTEST = 12  # sequences end to end: 60 words, 96 Chinese characters (docs/methods.md says how it was chosen)
LENGTHS = 0.4  # containment: an article shorter than this share of the other is a quotation of it, no reprint
_LOWEST = {JACCARD: 0.25, CONTAINMENT: 0.7}  # below, the candidates could not be found reliably


@dataclass(frozen=True, slots=True)
class DuplicateSettings:
    """When two articles of one language are the same text.

    similarity : from here on two articles are near copies. By default a half, as in Broder (1997): two articles of equal
        length then share two thirds of their sequences of words, as do nearly all reprints with 5 % of the words changed.
    measure : "jaccard", shared sequences over all sequences of both; or "containment", shared over those of the shorter
        article, so that a reprint cut to a half has 1 (cut below two fifths it is a quotation, and has 0).
    shortest : sequences that fit end to end into each of two near copies: by default 12, which is 60 words, or 96 Chinese
        characters. Two notices of one formula differ in a few places only; in shorter texts that is too little to tell
        them from an edited reprint, so that only texts of the same words are copies.
    words : words in a sequence; `characters` is the same for Chinese, where each character is a word.
    zones : zones compared; None compares the whole text. The body by default: datelines and sign-offs differ in reprints.

    Raises
    ------
    SettingsError : a value outside its range; the message names the setting and the range.

    Examples
    --------
    >>> DuplicateSettings(similarity=80)
    Traceback (most recent call last):
        ...
    framing.errors.SettingsError: similarity must be a number from 0.25 to 1 for 'jaccard', such as 0.5; got 80
    """

    similarity: float = 0.5
    measure: str = JACCARD
    words: int = 5
    characters: int = 8
    zones: tuple[str, ...] | None = (BODY,)
    shortest: int = SHORTEST

    def __post_init__(self) -> None:
        check_option("measure", self.measure, MEASURES)
        lowest, given = _LOWEST[self.measure], self.similarity
        if type(given) not in (int, float) or not lowest <= given <= 1:
            usual = 0.5 if self.measure == JACCARD else 0.8
            raise SettingsError(
                f"similarity must be a number from {lowest} to 1 for {self.measure!r}, such as {usual}; got {given!r}"
            )
        check_whole("words", self.words, lowest=1)
        check_whole("characters", self.characters, lowest=1)
        check_names("zones", self.zones)
        check_whole("shortest", self.shortest, lowest=1)

    @property
    def least_jaccard(self) -> float:
        """The lowest Jaccard similarity that a pair of near copies can have: what candidates are looked for from.

        Under containment c with lengths s:1 it is c·s / (1 + s - c·s).
        """
        if self.measure == JACCARD:
            return self.similarity
        shared = self.similarity * LENGTHS
        return shared / (1 + LENGTHS - shared)

    def least_sequences(self, width: int) -> int:
        """Different sequences of some width that an article must have to be a near copy.

        >>> DuplicateSettings().least_sequences(5), DuplicateSettings(shortest=1).least_sequences(5)
        (56, 1)
        """
        return (self.shortest - 1) * width + 1

    def compare(self, shared: int, first: int, second: int) -> float:
        """The similarity of two articles with `first` and `second` sequences, `shared` of them in both.

        >>> DuplicateSettings().compare(2, 3, 5), DuplicateSettings(0.8, "containment").compare(3, 3, 5)
        (0.3333333333333333, 1.0)
        """
        if self.measure == JACCARD:
            return shared / (first + second - shared)
        shorter, longer = sorted((first, second))
        return shared / shorter if shorter >= LENGTHS * longer else 0.0
