"""Every table of a report, each a function of a Study; columns.py says what their columns mean.

A table is a plain frame with the same columns whatever the corpus, rows in a fixed order, floats in full. Nothing is
formatted here, and no sentence is written. The two sides and the ways of counting are named once, in comparison.
"""

from framing.tables.alternatives import choices, survival
from framing.tables.calibration import AS_THEY_ARE, CUT, calibration
from framing.tables.comparison import AS_REPORTED, NOT_CODED, OTHER, SIGNS
from framing.tables.events import events
from framing.tables.inventory import articles, overview, sides, zones
from framing.tables.keywords import contrast, dots, key_terms
from framing.tables.names import naming, naming_voices
from framing.tables.observations import observations
from framing.tables.repetition import key_phrases, phrase_choices, phrases
from framing.tables.speakers import absences, article_voices, voice_classes, voices
from framing.tables.stages import LEADING, stages
from framing.tables.uncleaned import LISTED, raw_list, raw_summary
from framing.tables.vocabulary import frequencies, shared, shared_choices, tf_idf_by_article
from framing.tables.witnesses import forms, lines, neighbours, positions, writings

__all__ = [
    "AS_REPORTED",
    "AS_THEY_ARE",
    "CUT",
    "LEADING",
    "LISTED",
    "NOT_CODED",
    "OTHER",
    "SIGNS",
    "absences",
    "article_voices",
    "articles",
    "calibration",
    "choices",
    "contrast",
    "dots",
    "events",
    "forms",
    "frequencies",
    "key_phrases",
    "key_terms",
    "lines",
    "naming",
    "naming_voices",
    "neighbours",
    "observations",
    "overview",
    "phrase_choices",
    "phrases",
    "positions",
    "raw_list",
    "raw_summary",
    "shared",
    "shared_choices",
    "sides",
    "stages",
    "survival",
    "tf_idf_by_article",
    "voice_classes",
    "voices",
    "writings",
    "zones",
]
