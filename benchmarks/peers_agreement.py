"""How far two packages agree on one measure: the largest difference and the correlation of the two rankings.

Here stands which column of framing answers to which column of a peer, and where the two follow another convention, in
one line why; the row after it holds the peer's convention computed with framing.measures, so that the reason is
tested and not only given. No peer is run here: `peers.py` does so and calls this, and its scores can be read again.

    python benchmarks/peers_agreement.py pycorpdiff ARTICLES.jsonl SCORES.npz
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from command_line import make_parser
from peers_side import FOCUS, REFERENCE
from scipy.stats import rankdata

from framing import Contrast, Counts, contrast_terms, count_terms, load_corpus, measures, tokenize

Floats = npt.NDArray[np.float64]
Scores = Mapping[str, npt.NDArray[Any]]
SIDES = ("focus", "reference")


@dataclass(frozen=True)
class Agreement:
    """One measure of two packages on the same values."""

    measure: str
    values: int
    difference: float
    ranks: float
    note: str = ""


def agree(measure: str, here: npt.ArrayLike, there: npt.ArrayLike, note: str = "") -> Agreement:
    """Compare value by value; two equal infinities do not differ, a value that is missing on one side shows as nan."""
    left, right = np.asarray(here, dtype=np.float64), np.asarray(there, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        apart = np.where(left == right, 0.0, np.abs(left - right))
    return Agreement(measure, left.size, float(apart.max()), rank_correlation(left, right), note)


def rank_correlation(left: Floats, right: Floats) -> float:
    """Spearman's: Pearson's of the ranks, ties at their mean."""
    if np.isnan(left).any() or np.isnan(right).any():
        return float("nan")
    ranks = [rankdata(_rounded(values)) for values in (left, right)]
    if any(np.ptp(own) == 0 for own in ranks):
        return float("nan")  # a constant has no ranking
    return float(np.corrcoef(*ranks)[0, 1])


def _rounded(values: Floats) -> Floats:
    """To 10 digits, and to 0 where only the rounding of larger numbers is left: a last bit makes no rank."""
    largest = np.abs(values[np.isfinite(values)]).max(initial=0.0)
    cut = np.where(np.abs(values) < 1e-12 * largest, 0.0, values)
    return pl.Series(cut).round_sig_figs(10).to_numpy()


@dataclass(frozen=True)
class Ours:
    """framing's contrast and counts, in the order of a peer's terms."""

    table: pl.DataFrame
    matrices: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]  # terms × articles, for each side
    lengths: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
    terms: npt.NDArray[Any]

    @classmethod
    def of(cls, counts: Counts, table: pl.DataFrame, terms: npt.NDArray[Any], groups: tuple[str, str]) -> Ours:
        if set(terms.tolist()) != set(table["term"]):
            raise SystemExit("the packages found other terms in the same texts; nothing can be compared")
        column = {term: at for at, term in enumerate(counts.terms)}
        columns = [column[term] for term in terms.tolist()]
        rows = [np.flatnonzero(counts.articles["country"] == group) for group in groups]
        first, second = (counts.matrix[own][:, columns].toarray().T for own in rows)
        ordered = pl.DataFrame({"term": terms.tolist()}).join(table, on="term", how="left", maintain_order="left")
        return cls(ordered, (first, second), (counts.lengths[rows[0]], counts.lengths[rows[1]]), terms)

    def __getitem__(self, column: str) -> Floats:
        return self.table[column].to_numpy().astype(np.float64)

    @property
    def four(self) -> tuple[Floats, int, Floats, int]:
        """a, N_A, b, N_B as the measures take them."""
        totals = [int(own.sum()) for own in self.lengths]
        return self["n_focus"], totals[0], self["n_reference"], totals[1]

    def smoothed(self, added: float) -> Floats:
        """The log ratio with so much added to both counts and nothing to the totals."""
        a, n_a, b, n_b = self.four
        return np.asarray(measures.log_ratio(a + added, n_a, b + added, n_b, convention="plain"))

    def dispersion(self, name: str, measure: Callable[..., Any], theirs: tuple[Any, Any], note: str = "") -> Agreement:
        """A measure of how evenly each side's articles hold a term, for the terms that a side holds."""
        here, there = [], []
        for matrix, lengths, values in zip(self.matrices, self.lengths, theirs, strict=True):
            held = matrix.sum(axis=1) > 0
            here.append(measure(matrix[held], lengths))
            there.append(np.asarray(values)[held])
        return agree(name, np.concatenate(here), np.concatenate(there), note)

    def counted(self, there: Scores) -> Agreement:
        here = np.concatenate([self["n_focus"], self["n_reference"]])
        return agree("occurrences on each side", here, np.concatenate([there["count_a"], there["count_b"]]))


def with_pycorpdiff(ours: Ours, there: Scores) -> list[Agreement]:
    """Everything that both compute; contrast_terms' own column where it has one, else framing.measures."""
    four = ours.four
    rows = [
        ours.counted(there),
        agree("log-likelihood, two cells", ours["g2"], there["g2"]),
        agree("log-likelihood, four cells", measures.log_likelihood(*four, cells=4), there["g2_dunning"]),
        agree("chi-squared, without sign", measures.chi_squared(*four), np.abs(there["chi_squared"])),
        agree(
            "log ratio", ours["log_ratio"], there["log_ratio"], "here .5 added to counts and totals, there to counts"
        ),
        agree("  .5 added to counts only", ours.smoothed(0.5), there["log_ratio"]),
        agree("%DIFF", measures.percent_difference(*four), there["percent_diff"]),
        agree("Bayes factor, as 2 ln", measures.bayes_factor_bic(*four), 2 * np.log(there["bayes_factor"])),
        ours.dispersion("Juilland's D", measures.juilland_d, (there["juilland_d_a"], there["juilland_d_b"])),
        ours.dispersion("deviation of proportions", measures.dp, (there["dp_a"], there["dp_b"])),
    ]
    tested = ours.table["p_value"].is_not_null().to_numpy()
    if tested.any():
        note = "each draws 999 labelings of its own; here a small p gets more of them, and a second test"
        rows.append(agree("permutation p", ours["p_value"][tested], there["p_permutation"][tested], note))
    return rows


def with_scattertext(ours: Ours, there: Scores) -> list[Agreement]:
    """Everything that both compute; contrast_terms' own column where it has one, else framing.measures."""
    four = ours.four
    a, _, b, _ = four
    terms = len(ours.terms)
    held = [np.count_nonzero(matrix, axis=1) for matrix in ours.matrices]
    articles = [own.size for own in ours.lengths]
    zeta = measures.zeta(held[0], articles[0], held[1], articles[1], form="craig")
    z, plain = ours["weighted_log_odds"], measures.weighted_log_odds(a, b, prior=0.01)
    prior = 500 * (a + b) / (a + b).sum()
    of_both = [tuple(there[f"{column} {side}"] for side in ("VN", "CN")) for column in DISPERSION]
    return [
        ours.counted(there),
        agree("log-likelihood", ours["g2"], there["g2"], "here two cells, there four"),
        agree("  four cells", measures.log_likelihood(*four, cells=4), there["g2"]),
        agree(
            "log ratio",
            ours["log_ratio"],
            there["log_ratio"],
            "here .5 added to counts and totals, there .01 to counts",
        ),
        agree("  .01 added to counts only", ours.smoothed(0.01), there["log_ratio"]),
        agree("log ratio, conservative", measures.conservative_log_ratio(*four, family=terms), there["conservative"]),
        agree("simple maths, k = 1", measures.simple_maths(*four, k=1.0), there["simple_maths"]),
        agree(
            "log odds, prior of 500 words",
            z,
            there["log_odds"],
            "here the short variance of two parts, there the long one of four",
        ),
        agree("  variance of four parts", z * four_parts(a, b, prior), there["log_odds"]),
        agree("log odds, prior of .01 a term", plain, there["log_odds_plain"], "the same"),
        agree("  variance of four parts", plain * four_parts(a, b, np.full(terms, 0.01)), there["log_odds_plain"]),
        agree("Zeta, Craig's", zeta, there["zeta"], "there articles are divided by the number of terms"),
        agree("  divided by the terms", (held[0] + terms - held[1]) / terms, there["zeta"]),
        *(
            ours.dispersion(name, measure, both)
            for (name, measure), both in zip(DISPERSION.values(), of_both, strict=True)
        ),
        *_rank_sums(ours, there),
    ]


DISPERSION: dict[str, tuple[str, Callable[..., Any]]] = {
    "DP": ("deviation of proportions", measures.dp),
    "DP norm": ("  over its largest value", measures.dp_norm),
    "Juilland's D": ("Juilland's D", measures.juilland_d),
    "Rosengren's S": ("Rosengren's S", measures.rosengren_s),
    "KL-divergence": ("Kullback-Leibler divergence", measures.dkl),
}


def four_parts(a: Floats, b: Floats, prior: Floats) -> Floats:
    """What turns a z with Monroe's short variance into one with the long: the short standard error over the long."""
    short, rest = np.zeros_like(prior), np.zeros_like(prior)
    for own in (a + prior, b + prior):
        short, rest = short + 1 / own, rest + 1 / (own.sum() - own)
    return np.asarray(np.sqrt(short / (short + rest)))


def _rank_sums(ours: Ours, there: Scores) -> list[Agreement]:
    """U of the focus for the commonest terms, on shares of these terms; a negative one there is the reference's."""
    place = {term: at for at, term in enumerate(ours.terms.tolist())}
    few = [place[term] for term in there["rank_term"].tolist()]
    # Times the reciprocal, as there: a quotient may differ in its last bit, and so make or break a tie.
    rates = [matrix[few] * (1.0 / matrix[few].sum(axis=0)) for matrix in ours.matrices]
    here = np.array([measures.rank_sum_u(x, y) for x, y in zip(*rates, strict=True)])
    pairs = rates[0].shape[1] * rates[1].shape[1]
    theirs = np.where(there["rank_sum"] < 0, pairs**2 + there["rank_sum"], there["rank_sum"])
    scored = there["rank_scored"] == 1
    note = f"there an article counts as often as its side has articles; without a score: {(~scored).sum()}"
    return [
        agree("rank sum U, commonest terms", here[scored], theirs[scored], note),
        agree("  over all pairs of articles", here[scored], theirs[scored] / pairs),
    ]


COMPARISONS: dict[str, Callable[[Ours, Scores], list[Agreement]]] = {
    "pycorpdiff": with_pycorpdiff,
    "scattertext": with_scattertext,
}


def contrast_articles(path: Path) -> tuple[Counts, Contrast]:
    """framing's counts and contrast of articles in a JSONL file."""
    counts = count_terms(tokenize(load_corpus(pl.read_ndjson(path))))
    return counts, contrast_terms(counts, focus=FOCUS, reference=REFERENCE)


def write_agreement(counts: Counts, contrast: Contrast, package: str, scores: Path, *, title: str) -> None:
    """Print one line for each measure that framing shares with a peer, from the scores that the peer gave."""
    with np.load(scores) as there:
        ours = Ours.of(counts, contrast.table, there["term"], (FOCUS, REFERENCE))
        rows = COMPARISONS[package](ours, dict(there))
    sys.stdout.write(f"{title:32}{'values':>8}{'largest difference':>20}{'rank correlation':>18}\n")
    for row in rows:
        numbers = f"{row.values:8,}{row.difference:20.1e}{row.ranks:18.6f}"
        sys.stdout.write(f"{row.measure:32}{numbers}{'  ' + row.note if row.note else ''}\n")


def main() -> None:
    parser = make_parser(__doc__)
    parser.add_argument("package", choices=list(COMPARISONS), metavar="PACKAGE", help=" or ".join(COMPARISONS))
    parser.add_argument("articles", type=Path, metavar="ARTICLES", help="JSONL, an article a line: text and country")
    parser.add_argument("scores", type=Path, metavar="SCORES", help="what peers_side.py wrote for these articles")
    options = parser.parse_args()
    for path in (options.articles, options.scores):
        if not path.is_file():
            parser.error(
                f"{path} is no file; benchmarks/peers_side.py {options.package} ARTICLES SCORES writes the scores"
            )
    counts, contrast = contrast_articles(options.articles)
    write_agreement(counts, contrast, options.package, options.scores, title=f"with {options.package}")


if __name__ == "__main__":
    main()
