"""What may be claimed of a contrast, and the two-key test.

admission decides from group sizes alone, units gathers what is relabeled, permutation exchanges labels, testing turns the
two keys, calibration tries methods where there is nothing to find. Counts come in, numbers go out; no table, no sentence.
"""

from framing.inference.admission import ATTAINABLE, DESCRIPTIVE, TESTED, Admission, Sides, admit
from framing.inference.calibration import HALVES, calibrate
from framing.inference.testing import Outcome, Procedure, apply_test

__all__ = [
    "ATTAINABLE",
    "DESCRIPTIVE",
    "HALVES",
    "TESTED",
    "Admission",
    "Outcome",
    "Procedure",
    "Sides",
    "admit",
    "apply_test",
    "calibrate",
]
