"""What can go wrong, in words a researcher can act on.

Every error that a user can cause is a FramingError. Its message is one readable line: what is wrong, where
(file, row, parameter), what was got, and what to do. Anything else that escapes is a defect of ours.
"""


class FramingError(Exception):
    """An error with a remedy; the command line prints its message alone and exits with 1."""


class CorpusError(FramingError):
    """The articles or the tables beside them cannot be used as they are."""


class SettingsError(FramingError, ValueError):
    """A setting or parameter has an unknown name, a wrong type or a value outside its list."""


class FigureError(FramingError):
    """A text of a figure has a character that neither of its fonts can draw."""


class ReportError(FramingError):
    """A notebook failed or a report cannot be written; the last good report stays."""


class CheckError(FramingError):
    """A report does not hold what its corpus and parameters give."""
