"""What a method finds where there is nothing to find: one side split at random, many times, and every method tried on it.

Also the other half of the question: what the two keys find of words made more frequent on purpose. Each split has a
generator of its own, so the same seed gives the same table. Methods that take words as independent stand here as
warnings; none of them is used anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl
import scipy.sparse as sp
from scipy.special import chdtrc, erfc, gammaln, stdtr

from framing import measures
from framing.counts import Counts
from framing.errors import SettingsError
from framing.inference.testing import q_values, two_key_p_values
from framing.inference.units import Units
from framing.settings import InferenceSettings

Floats = npt.NDArray[np.float64]
ALPHA = 0.01
HALVES = 5  # articles a half needs at least: fewer cannot reach a p of .01
MOST_IN_A_HALF = 60
TWO_KEYS = "two keys"


def log_likelihood_p(units: Units) -> Floats:
    """Two-cell log-likelihood read as chi-squared with one degree of freedom (Rayson & Garside 2000)."""
    return np.asarray(chdtrc(1.0, np.abs(measures.log_likelihood(*_numbers(units)))))


def chi_squared_p(units: Units) -> Floats:
    """Pearson's chi-squared of the four cells."""
    return np.asarray(chdtrc(1.0, np.abs(measures.chi_squared(*_numbers(units)))))


def fisher_p(units: Units) -> Floats:
    """Fisher's exact test of the four cells, two-sided: the tables no more likely than the one observed."""
    a, n_a, b, n_b = _numbers(units)
    pairs, place = np.unique(np.stack([a, a + b]), axis=1, return_inverse=True)
    each = [_hypergeometric_p(int(x), int(r), float(n_a[0]), float(n_b[0])) for x, r in pairs.T]
    return np.array(each)[place.ravel()]


def rank_sum_p(units: Units) -> Floats:
    """Mann-Whitney on the rates of the articles (Kilgarriff 2001), by its normal approximation with ties."""
    from scipy.stats import mannwhitneyu  # late: it takes a second

    rates = _rates(units)
    found = mannwhitneyu(rates[:, units.focus], rates[:, ~units.focus], axis=1, method="asymptotic").pvalue
    return np.asarray(np.nan_to_num(found, nan=1.0))


def welch_p(units: Units) -> Floats:
    """Welch's t on the rates of the articles; one article alone, as strata may leave, has no variance and shows nothing."""
    if min(units.sizes) < 2:
        return np.ones(units.matrix.shape[0])
    rates = _rates(units)
    sides = [rates[:, units.focus], rates[:, ~units.focus]]
    parts = [side.var(axis=1, ddof=1) / side.shape[1] for side in sides]
    variance = np.maximum(parts[0] + parts[1], 1e-300)
    freedom = variance**2 / np.maximum(
        sum(part**2 / (side.shape[1] - 1) for part, side in zip(parts, sides, strict=True)), 1e-300
    )
    t = np.abs(sides[0].mean(axis=1) - sides[1].mean(axis=1)) / np.sqrt(variance)
    return np.asarray(np.minimum(2 * stdtr(np.maximum(freedom, 1.0), -t), 1.0))


def weighted_log_odds_p(units: Units) -> Floats:
    """Weighted log-odds (Monroe, Colaresi & Quinn 2008), its z read as a normal deviate.

    The words that are not tried stand as one further term: the score rests on the whole vocabulary.
    """
    a, n_a, b, n_b = _numbers(units)
    a, b = (np.append(n, max(total[0] - n.sum(), 0.0)) for n, total in ((a, n_a), (b, n_b)))
    return np.asarray(erfc(np.abs(measures.weighted_log_odds(a, b)[:-1]) / np.sqrt(2)))


TOKEN_METHODS: dict[str, Callable[[Units], Floats]] = {
    "log-likelihood": log_likelihood_p,
    "chi-squared": chi_squared_p,
    "Fisher's exact test": fisher_p,
    "weighted log-odds": weighted_log_odds_p,
    "Mann-Whitney": rank_sum_p,
    "Welch's t": welch_p,
}


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One split: the units with their made-up sides, and which terms were made more frequent in the focus."""

    units: Units
    planted: npt.NDArray[np.bool_]


def calibrate(
    counts: Counts,
    *,
    splits: int = 200,
    sizes: tuple[int, int] | None = None,
    shorter: float = 1.0,
    inference: InferenceSettings | None = None,
) -> pl.DataFrame:
    """Split articles at random many times and see what each method calls different.

    Parameters
    ----------
    counts : of the articles of one side; copies of one text count once, articles without a counted word are left out.
    splits : how many times, 1 or more.
    sizes : articles of the two parts; by default halves, 60 at most in each.
    shorter : the share of its words that each article of the first part keeps, drawn at random; above 0, at most 1.
    inference : seed, labelings and filter.

    Returns
    -------
    One row per method: `method`, `comparisons` (splits), `terms_tested` (mean over the splits), `share_at_01` and
    `share_at_05` (share of all p up to .01 and .05: should be .01 and .05), `false_comparisons` (share of splits with
    at least one term at q up to `level`: should be at most `level`), `false_terms` (mean number of such terms).

    Raises
    ------
    SettingsError : fewer articles than the sizes ask, or than two halves of 5.

    Notes
    -----
    docs/methods.md, section 5. Sides are drawn at random from the same articles, so that no difference is a true one.

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.counts import count_terms
    >>> from framing.tokens import tokenize
    >>> texts = [f"rail talks {'trade ' * (i % 4)} number {i}" for i in range(12)]
    >>> counts = count_terms(tokenize(load_corpus(pl.DataFrame({"text": texts}))))
    >>> calibrate(counts, splits=5).filter(pl.col("method") == "two keys")["false_comparisons"].item()
    0.0
    """
    inference = inference or InferenceSettings()
    matrix = distinct_articles(counts)
    n_a, n_b = sizes or (min(matrix.shape[1] // 2, MOST_IN_A_HALF),) * 2
    if min(n_a, n_b) < HALVES or n_a + n_b > matrix.shape[1]:
        raise SettingsError(
            f"calibration needs two parts of {HALVES} articles or more; got {n_a} and {n_b} of "
            f"{matrix.shape[1]} distinct articles"
        )
    if type(splits) is not int or splits < 1:
        raise SettingsError(f"splits must be a whole number of 1 or more; got {splits!r}")
    if not 0 < shorter <= 1:
        raise SettingsError(f"shorter must be a share above 0, at most 1; got {shorter!r}")
    methods = {**TOKEN_METHODS, TWO_KEYS: lambda units: two_key_p_values(units, units.focus, inference)}
    trials = (
        split_articles(matrix, (n_a, n_b), np.random.default_rng([inference.seed, 7, at]), shorter=shorter)
        for at in range(splits)
    )
    return try_methods(trials, methods, inference)


def distinct_articles(counts: Counts) -> sp.csr_array:
    """Terms × articles, copies once and articles without a counted word left out."""
    texts = counts.texts if counts.texts is not None else np.arange(len(counts.lengths), dtype=np.uint64)
    near = counts.near if counts.near is not None else np.zeros(len(texts), dtype=bool)
    ids = counts.articles["article_id"].rank("ordinal").to_numpy()
    counted = np.flatnonzero(counts.lengths > 0)
    counted = counted[np.lexsort((ids[counted], near[counted], texts[counted]))]
    kept = np.sort(counted[np.unique(texts[counted], return_index=True)[1]])
    return sp.csr_array(counts.matrix[kept].T.astype(np.float64))


def split_articles(
    matrix: sp.csr_array, sizes: tuple[int, int], generator: np.random.Generator, *, shorter: float = 1.0
) -> Trial:
    """Two random parts of the articles (columns), nothing planted; of the first each word stays with a chance of `shorter`."""
    chosen = generator.permutation(matrix.shape[1])[: sum(sizes)]
    focus = np.arange(sum(sizes)) < sizes[0]
    part = sp.coo_array(matrix[:, chosen])
    row, column = part.coords
    kept = np.where(focus[column], generator.binomial(part.data.astype(np.int64), shorter), part.data)
    thinned = sp.csr_array(sp.coo_array((kept.astype(np.float64), (row, column)), shape=part.shape))
    thinned.eliminate_zeros()
    filled = np.asarray(thinned.sum(axis=0)) > 0
    return Trial(make_units(sp.csr_array(thinned[:, filled]), focus[filled]), np.zeros(part.shape[0], dtype=bool))


def make_units(matrix: sp.csr_array, focus: npt.NDArray[np.bool_]) -> Units:
    """Units of terms × articles, in one stratum."""
    lengths = np.asarray(matrix.sum(axis=0), dtype=np.float64)
    n = matrix.shape[1]
    return Units(matrix, lengths, focus, np.zeros(n, dtype=np.intp), np.arange(n))


def plant(
    trial: Trial, generator: np.random.Generator, *, terms: int, times: int, inference: InferenceSettings
) -> Trial:
    """Make some of the testable terms so many times as frequent in the focus, article by article.

    Lengths stay: the words planted take the place of others. Were articles to grow, every other word would truly become
    rarer on that side, and finding it would be no mistake.
    """
    candidates = np.flatnonzero(_passes(trial.units.matrix, inference))
    chosen = generator.choice(candidates, min(terms, candidates.size), replace=False)
    factor = np.ones((trial.units.matrix.shape[0], 2))
    factor[chosen, 1] = times
    entries = trial.units.matrix.tocoo()
    row, column = entries.coords
    data = entries.data * factor[row, trial.units.focus[column].astype(int)]
    planted = np.zeros(len(factor), dtype=bool)
    planted[chosen] = True
    matrix = sp.csr_array((data, (row, column)), shape=entries.shape)
    return Trial(replace(trial.units, matrix=matrix), planted)


def try_methods(
    trials: Iterable[Trial], methods: dict[str, Callable[[Units], Floats]], inference: InferenceSettings
) -> pl.DataFrame:
    """Run methods on trials in which no term was planted; the table of `calibrate`."""
    seen: dict[str, list[tuple[int, int, int, int]]] = {name: [] for name in methods}
    for trial in trials:
        units = replace(trial.units, matrix=trial.units.matrix[_passes(trial.units.matrix, inference)])
        for name, method in methods.items():
            p = method(units) if units.matrix.shape[0] else np.empty(0)  # in short texts no term may pass the filter
            found = int((q_values(p) <= inference.level).sum())
            seen[name].append((len(p), int((p <= ALPHA).sum()), int((p <= 5 * ALPHA).sum()), found))
    return pl.DataFrame([_row(name, np.array(rows)) for name, rows in seen.items()])


def try_planted(trials: Iterable[Trial], inference: InferenceSettings, *, times: int, often: int = 60) -> pl.DataFrame:
    """What the two keys find of planted terms, all splits together.

    Returns
    -------
    One row: `comparisons`, `planted` and `planted_found`, `often_planted` and `often_found` (terms that stood `often`
    times or more before planting), `recall`, `often_recall`, `false_share` (the mean over the splits of the share of
    terms found that were not planted; 0 where none is found).
    """
    rows = []
    for trial in trials:
        kept = np.flatnonzero(_passes(trial.units.matrix, inference))
        units = replace(trial.units, matrix=trial.units.matrix[kept])
        found = q_values(two_key_p_values(units, units.focus, inference)) <= inference.level
        planted = trial.planted[kept]
        many = planted & (_before(units, planted, times) >= often)
        false = (found & ~planted).sum() / max(found.sum(), 1)
        rows.append((trial.planted.sum(), (found & planted).sum(), many.sum(), (found & many).sum(), false))
    sums = np.array(rows, dtype=np.float64)
    n_planted, hits, n_many, many_hits = (float(value) for value in sums[:, :4].sum(axis=0))
    return pl.DataFrame(
        {
            "comparisons": [len(rows)], "planted": [n_planted], "planted_found": [hits], "often_planted": [n_many],
            "often_found": [many_hits], "recall": [hits / max(n_planted, 1)],
            "often_recall": [many_hits / max(n_many, 1)], "false_share": [float(sums[:, 4].mean())],
        }
    )  # fmt: skip


def _before(units: Units, planted: npt.NDArray[np.bool_], times: int) -> Floats:
    """Occurrences of each term on both sides before planting."""
    a, _, b, _ = _numbers(units)
    return np.where(planted, a / times, a) + b


def _row(name: str, rows: npt.NDArray[np.int64]) -> dict[str, object]:
    terms = int(rows[:, 0].sum())
    return {
        "method": name,
        "comparisons": len(rows),
        "terms_tested": terms / len(rows),
        "share_at_01": float(rows[:, 1].sum() / max(terms, 1)),
        "share_at_05": float(rows[:, 2].sum() / max(terms, 1)),
        "false_comparisons": float((rows[:, 3] > 0).mean()),
        "false_terms": float(rows[:, 3].mean()),
    }


def _passes(matrix: sp.csr_array, inference: InferenceSettings) -> npt.NDArray[np.bool_]:
    """The pooled filter of the test."""
    enough = np.asarray(matrix.sum(axis=1)) >= inference.least_count
    return np.asarray(enough & (np.diff(matrix.indptr) >= inference.least_articles))


def _numbers(units: Units) -> tuple[Floats, Floats, Floats, Floats]:
    """The four numbers of every term's comparison."""
    a = np.asarray(units.matrix @ units.focus.astype(np.float64))
    b = np.asarray(units.matrix.sum(axis=1)) - a
    totals = float(units.lengths[units.focus].sum()), float(units.lengths[~units.focus].sum())
    return a, np.full(len(a), totals[0]), b, np.full(len(a), totals[1])


def _rates(units: Units) -> Floats:
    return np.asarray(units.matrix.toarray() / units.lengths)


def _hypergeometric_p(x: int, pooled: int, n_a: float, n_b: float) -> float:
    """Fisher's two-sided p of x of `pooled` occurrences in A; the counts in reach are listed."""
    k = np.arange(max(0, pooled - int(n_b)), min(pooled, int(n_a)) + 1, dtype=np.float64)
    log_weight = -(gammaln(k + 1) + gammaln(pooled - k + 1) + gammaln(n_a - k + 1) + gammaln(n_b - pooled + k + 1))
    weight = np.exp(log_weight - log_weight.max())
    own = weight[x - int(k[0])]
    return float(weight[weight <= own * (1 + 1e-7)].sum() / weight.sum())
