"""Power before data: how large a difference must be before so much text could show it.

It rests on sizes alone, so that it can be told before a word is compared. What a test finds is for the test to say.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expm1

from framing.measures.checks import Numbers, as_result, check_numbers

POWER_FACTOR = 3.42  # z(.995) + z(.8): p up to .01, two-sided, in four of five corpora of such a size


def detectable_ratio(
    words_focus: ArrayLike, words_reference: ArrayLike, per_1000: ArrayLike, dispersion: ArrayLike = 2.0
) -> Numbers:
    """Smallest ratio of two rates that a test on so much text would find in four of five corpora.

    Args: words of each group, above 0; `per_1000`, occurrences of the term per 1,000 words, above 0;
    `dispersion` φ of such terms over articles, above 0, 2 where nothing is known. Numbers or arrays
    that broadcast.
    Returns: float64, above 1, infinite where no number is as large:
    exp(3.42·sqrt(φ(1/E_A + 1/E_B))), E the occurrences expected in a group.
    Raises: ValueError for non-finite numbers and for numbers of 0 or less.
    Source: the project's calibration study (docs/methods.md): two-sided normal approximation of a
    log ratio with quasi-Poisson variance (McCullagh & Nelder 1989), 3.42 = z(.995) + z(.8).

    >>> round(detectable_ratio(20 * 500, 20 * 500, 1), 1), round(detectable_ratio(100 * 500, 300 * 500, 1), 1)
    (8.7, 2.2)
    """
    rate = check_numbers("per_1000", per_1000, above=0.0) / 1000.0
    focus = check_numbers("words_focus", words_focus, above=0.0) * rate
    reference = check_numbers("words_reference", words_reference, above=0.0) * rate
    variance = check_numbers("dispersion", dispersion, above=0.0) * (1.0 / focus + 1.0 / reference)
    # Not numpy's exp: it differs in its last bit between processors.
    return as_result(np.asarray(expm1(POWER_FACTOR * np.sqrt(variance))) + 1.0)
