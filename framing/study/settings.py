"""The choices of a report, as one frozen record, and the names under which a notebook declares them."""

from __future__ import annotations

from dataclasses import dataclass, field

from framing.errors import SettingsError
from framing.groups import Named
from framing.settings import CountSettings, InferenceSettings, check_option

ALL, SHARED = "all", "shared"  # periods of a report
KEEP, COLLAPSE = "keep", "collapse"  # what becomes of copies
PARAMETERS = (
    "focus", "reference", "by", "language", "zones", "voices", "events", "ngram", "top", "strata", "seed", "period", "splits",
    "duplicates",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StudySettings:
    """The choices of a report: two groups, the column that holds them, what is counted, how many terms are listed.

    `focus` and `reference` are as a user names them (see choose_groups).

    Raises
    ------
    SettingsError : `top` is no whole number from 1 to 200, `period` is neither "all" nor "shared", `duplicates` neither
        "keep" nor "collapse", a group or `by` is empty, or `language` is not text.
    """

    focus: Named
    reference: Named
    by: str = "country"
    counts: CountSettings = field(default_factory=CountSettings)
    top: int = 20
    inference: InferenceSettings = field(default_factory=InferenceSettings)
    splits: int = 50
    period: str = ALL
    duplicates: str = KEEP
    language: str = ""

    def __post_init__(self) -> None:
        for name in ("focus", "reference"):
            value = getattr(self, name)
            if not isinstance(value, (str, list, tuple)) or not value:
                raise SettingsError(f"{name} must be text such as 'VN'; got {value!r}")
        if not isinstance(self.by, str) or not self.by:
            raise SettingsError(f"by must be the name of a column such as 'country'; got {self.by!r}")
        if not isinstance(self.language, str):
            raise SettingsError(f"language must be text such as 'en'; got {self.language!r}")
        if type(self.top) is not int or not 1 <= self.top <= 200:
            raise SettingsError(f"top must be a whole number from 1 to 200; got {self.top!r}")
        check_option("period", self.period, (ALL, SHARED))
        check_option("duplicates", self.duplicates, (KEEP, COLLAPSE))
        if type(self.splits) is not int or not 1 <= self.splits <= 1000:
            raise SettingsError(f"splits must be a whole number from 1 to 1000; got {self.splits!r}")
