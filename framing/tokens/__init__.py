"""Where every word of every article stands and what separates it from the word before.

characters says what sort each character is, signs finds the words that signs are part of (addresses, abbreviations),
cutting finds all words, segmenting joins those that are one word in Chinese and Vietnamese, tokens puts them beside zones
and passages.
"""

from framing.tokens.characters import is_han, simplified
from framing.tokens.cutting import (
    BREAK,
    DASH,
    PUNCTUATION,
    SENTENCE,
    SPACE,
    SPACED_DASH,
    TOUCHING,
    IntArray,
    number_keys,
    powers_of,
)
from framing.tokens.segmenting import APART, JOINED, PAIRED
from framing.tokens.signs import address_kind
from framing.tokens.tokens import Tokens, split_each, split_words, tokenize

__all__ = [
    "APART",
    "BREAK",
    "DASH",
    "JOINED",
    "PAIRED",
    "PUNCTUATION",
    "SENTENCE",
    "SPACE",
    "SPACED_DASH",
    "TOUCHING",
    "IntArray",
    "Tokens",
    "address_kind",
    "is_han",
    "number_keys",
    "powers_of",
    "simplified",
    "split_each",
    "split_words",
    "tokenize",
]
