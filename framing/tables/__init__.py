"""Every table of a report, each a function of a Study; columns.py says what their columns mean.

A table is a plain frame with the same columns whatever the corpus, rows in a fixed order, floats in full. Nothing is
formatted here, and no sentence is written. The two sides and the ways of counting are named once, in comparison.
"""

from framing.tables.alternatives import choices, survival
from framing.tables.comparison import AS_REPORTED, OTHER, SIGNS
from framing.tables.inventory import articles, overview, sides, zones
from framing.tables.keywords import contrast, dots, key_terms
from framing.tables.names import naming
from framing.tables.repetition import key_phrases, phrase_choices, phrases
from framing.tables.speakers import absences, voice_classes, voices
from framing.tables.uncleaned import LISTED, raw_list, raw_summary
from framing.tables.vocabulary import frequencies, shared, shared_choices, tf_idf_by_article
from framing.tables.witnesses import forms, lines, neighbours

__all__ = [
    "AS_REPORTED",
    "LISTED",
    "OTHER",
    "SIGNS",
    "absences",
    "articles",
    "choices",
    "contrast",
    "dots",
    "forms",
    "frequencies",
    "key_phrases",
    "key_terms",
    "lines",
    "naming",
    "neighbours",
    "overview",
    "phrase_choices",
    "phrases",
    "raw_list",
    "raw_summary",
    "shared",
    "shared_choices",
    "sides",
    "survival",
    "tf_idf_by_article",
    "voice_classes",
    "voices",
    "zones",
]
