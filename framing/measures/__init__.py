"""The formulas: one function per measure, on plain numbers and arrays.

They know numpy and scipy and nothing of ours: no articles, no settings, no files, no rounding. The focus comes first;
inputs broadcast; all-scalar input gives a float, anything else a float64 array. Zero cells have defined values, and
bad input raises a plain ValueError. keyness, ratios and divergence compare two groups, dispersion looks into one,
exposure asks what a count of nothing allows to be said, and resampling exchanges the labels of articles.
"""

from framing.measures.checks import LN_2, Array, Numbers
from framing.measures.dispersion import carroll_d2, dispersion_factor, dkl, dp, dp_norm, juilland_d, rosengren_s
from framing.measures.divergence import jensen_shannon, jensen_shannon_contributions, zeta
from framing.measures.exposure import zero_upper_bound
from framing.measures.keyness import (
    bayes_factor_bic,
    chi_squared,
    effect_size_ell,
    fisher_exact,
    log_likelihood,
    weighted_log_odds,
)
from framing.measures.negative_binomial import negative_binomial_p
from framing.measures.power import detectable_ratio
from framing.measures.ratios import (
    conservative_log_ratio,
    log_ratio,
    log_ratio_interval,
    odds_ratio,
    percent_difference,
    simple_maths,
)
from framing.measures.resampling import (
    MOST_LABELINGS,
    TIE,
    count_labelings,
    permutation_p,
    rank_sum_u,
    smallest_attainable_p,
)

__all__ = [
    "LN_2",
    "MOST_LABELINGS",
    "TIE",
    "Array",
    "Numbers",
    "bayes_factor_bic",
    "carroll_d2",
    "chi_squared",
    "conservative_log_ratio",
    "count_labelings",
    "detectable_ratio",
    "dispersion_factor",
    "dkl",
    "dp",
    "dp_norm",
    "effect_size_ell",
    "fisher_exact",
    "jensen_shannon",
    "jensen_shannon_contributions",
    "juilland_d",
    "log_likelihood",
    "log_ratio",
    "log_ratio_interval",
    "negative_binomial_p",
    "odds_ratio",
    "percent_difference",
    "permutation_p",
    "rank_sum_u",
    "rosengren_s",
    "simple_maths",
    "smallest_attainable_p",
    "weighted_log_odds",
    "zero_upper_bound",
    "zeta",
]
