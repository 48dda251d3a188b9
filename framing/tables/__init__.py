"""Every table of a report, each a function of a Study; columns.py says what their columns mean.

A table is a plain frame with the same columns whatever the corpus, rows in a fixed order, floats in full. Nothing is
formatted here, and no sentence is written. The two sides and the ways of counting are named once, in comparison.
"""

from framing.tables.alternatives import LEFT_OUT_AT_MOST, choices, survival
from framing.tables.balance import balance, outlets
from framing.tables.calibration import AS_THEY_ARE, CUT, calibration
from framing.tables.comparison import AS_REPORTED, NOT_CODED, OTHER, SIGNS
from framing.tables.events import events
from framing.tables.inventory import addresses, articles, groups, overview, sides, zones
from framing.tables.keywords import contrast, dots, key_terms, shared_terms
from framing.tables.names import naming, naming_voices
from framing.tables.observations import observations
from framing.tables.power import collect, power
from framing.tables.repetition import key_phrases, phrase_choices, phrases
from framing.tables.reprints import copies, crossing
from framing.tables.singled_out import singled_out
from framing.tables.speakers import absences, article_voices, voice_classes, voices
from framing.tables.speaking import can_speak, contrast_language
from framing.tables.stages import LEADING, stages
from framing.tables.tested import how_tested, not_tested, tested
from framing.tables.uncleaned import LISTED, ZONES, raw_list, raw_summary
from framing.tables.vocabulary import frequencies, shared, shared_choices, tf_idf_by_article, tf_idf_by_outlet
from framing.tables.witnesses import forms, lines, neighbours, positions, writings

__all__ = [
    "AS_REPORTED",
    "AS_THEY_ARE",
    "CUT",
    "LEADING",
    "LEFT_OUT_AT_MOST",
    "LISTED",
    "NOT_CODED",
    "OTHER",
    "SIGNS",
    "ZONES",
    "absences",
    "addresses",
    "article_voices",
    "articles",
    "balance",
    "calibration",
    "can_speak",
    "choices",
    "collect",
    "contrast",
    "contrast_language",
    "copies",
    "crossing",
    "dots",
    "events",
    "forms",
    "frequencies",
    "groups",
    "how_tested",
    "key_phrases",
    "key_terms",
    "lines",
    "naming",
    "naming_voices",
    "neighbours",
    "not_tested",
    "observations",
    "outlets",
    "overview",
    "phrase_choices",
    "phrases",
    "positions",
    "power",
    "raw_list",
    "raw_summary",
    "shared",
    "shared_choices",
    "shared_terms",
    "sides",
    "singled_out",
    "stages",
    "survival",
    "tested",
    "tf_idf_by_article",
    "tf_idf_by_outlet",
    "voice_classes",
    "voices",
    "writings",
    "zones",
]
