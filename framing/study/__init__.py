"""One corpus under one set of choices.

settings holds the choices, choosing takes the articles of the two sides, choices lists the other ways of counting, study is
what is computed of them, large does so where they cannot be read whole, opening tells which it is, and preparing makes a
study of what a notebook or the command line gives.
"""

from framing.study.choices import NARRATOR
from framing.study.opening import Source, open_source
from framing.study.preparing import prepare_study
from framing.study.settings import ALL, COLLAPSE, KEEP, PARAMETERS, SHARED, StudySettings
from framing.study.study import Study

__all__ = [
    "ALL",
    "COLLAPSE",
    "KEEP",
    "NARRATOR",
    "PARAMETERS",
    "SHARED",
    "Source",
    "Study",
    "StudySettings",
    "open_source",
    "prepare_study",
]
