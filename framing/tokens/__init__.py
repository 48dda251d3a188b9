"""Where every word of every article stands and what separates it from the word before.

characters says what sort each character is, cutting finds the words, tokens puts them beside zones and passages.
"""

from framing.tokens.cutting import (
    BREAK,
    DASH,
    PUNCTUATION,
    SENTENCE,
    SPACE,
    SPACED_DASH,
    TOUCHING,
    IntArray,
)
from framing.tokens.tokens import Tokens, split_words, tokenize

__all__ = [
    "BREAK",
    "DASH",
    "PUNCTUATION",
    "SENTENCE",
    "SPACE",
    "SPACED_DASH",
    "TOUCHING",
    "IntArray",
    "Tokens",
    "split_words",
    "tokenize",
]
