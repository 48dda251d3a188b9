"""Focus against reference, term by term: always the same columns, zeros kept, signs that flip when the sides swap.

The unit behind every claim is the article (or outlet), so each column that can be says how many articles carry it.
Scores rank terms; none is a test. Whether anything may be tested is asked of `admit`, never decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import scipy.sparse as sp

from framing import measures
from framing.corpus import UNKNOWN
from framing.counts import Counts
from framing.errors import SettingsError
from framing.inference import Sides, admit
from framing.settings import CountSettings, check_option

Floats = npt.NDArray[np.float64]
SCORES = ("g2", "log_ratio", "weighted_log_odds")


@dataclass(frozen=True, slots=True)
class ContrastSettings:
    """What was contrasted: the counts' settings, the two groups and the column that holds them."""

    counts: CountSettings
    focus: str
    reference: str
    by: str


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """The contrast of two groups of articles.

    table : one row per term of either side, in the columns of docs/methods.md, strongest |g2| first.
    settings : what was contrasted.
    totals : one row per side (side, group, articles, outlets, tokens).
    tier : "descriptive" until a test is admissible; then p_value, q_value and the interval hold numbers.
    reason : why this tier.
    smallest_p : the smallest p that relabeling these articles (or outlets) could reach.
    dropped : terms left out, with the reason (term, reason).
    """

    table: pl.DataFrame
    settings: ContrastSettings
    totals: pl.DataFrame
    tier: str
    reason: str
    smallest_p: float
    dropped: pl.DataFrame

    def __repr__(self) -> str:
        s = self.settings
        return f"<Contrast of {s.focus!r} with {s.reference!r} by {s.by!r}: {self.table.height} terms, {self.tier}>"

    def keywords(self, side: str, n: int = 20, *, score: str = "g2") -> pl.DataFrame:
        """The terms that mark one side most, strongest first.

        Parameters
        ----------
        side : "focus" or "reference".
        n : how many rows at most; terms that tie with the last are included.
        score : "g2", "log_ratio" or "weighted_log_odds".

        Raises
        ------
        SettingsError : another side or score.
        """
        check_option("side", side, ("focus", "reference"))
        check_option("score", score, SCORES)
        strength = pl.col(score).round_sig_figs(10) * (1 if side == "focus" else -1)
        ranked = self.table.filter(strength > 0).with_columns(strength.alias("_strength"))
        ranked = ranked.sort("_strength", "term", descending=[True, False])
        if ranked.height > n:
            ranked = ranked.filter(pl.col("_strength") >= ranked["_strength"][n - 1]) if n > 0 else ranked.head(0)
        return ranked.drop("_strength")


@dataclass(frozen=True, slots=True)
class _Side:
    """One side's rows of the counts."""

    matrix: sp.csc_array  # articles × terms
    lengths: npt.NDArray[np.int64]
    n: npt.NDArray[np.int64]  # per term
    articles: npt.NDArray[np.int64]  # per term, articles that hold it
    sentences: npt.NDArray[np.int64]

    @property
    def total(self) -> int:
        return int(self.lengths.sum())


def contrast_terms(counts: Counts, *, focus: str, reference: str, by: str = "country") -> Contrast:
    """Contrast two groups of articles term by term.

    Parameters
    ----------
    counts : from count_terms; articles of other groups are left aside.
    focus, reference : values of the column `by`; signed columns are positive where focus uses the term more.
    by : a column of the articles' metadata; unknown values form the group "(unknown)".

    Returns
    -------
    Contrast. Every term of either side has a row. p_value, q_value and the interval are null where not admissible.

    Raises
    ------
    SettingsError : no such column or group; focus equal to reference; several languages in one contrast; a side in
        which nothing is counted.

    Notes
    -----
    Columns and their sources stand in docs/methods.md: g2 is the signed two-cell form (Rayson & Garside 2000), log_ratio
    Walter's (1975), weighted_log_odds that of Monroe, Colaresi & Quinn (2008), dp_norm Gries's (2008) as normalised by
    Lijffijt & Gries (2012).

    Examples
    --------
    >>> from framing.corpus import load_corpus
    >>> from framing.counts import count_terms
    >>> from framing.tokens import tokenize
    >>> frame = pl.DataFrame({"text": ["rail rail talks", "trade talks"], "country": ["VN", "CN"]})
    >>> contrast = contrast_terms(count_terms(tokenize(load_corpus(frame))), focus="VN", reference="CN")
    >>> contrast.table.select("term", "n_focus", "n_reference").row(0)
    ('rail', 2, 0)
    >>> contrast.tier, contrast.reason
    ('descriptive', 'too few articles')
    """
    rows = _rows(counts, focus, reference, by)
    _check_language(counts.articles[np.concatenate(rows)])
    sides = [_side(counts, own) for own in rows]
    for name, side in zip((focus, reference), sides, strict=True):
        if side.total == 0:
            raise SettingsError(
                f"{by} {name!r}: nothing is counted in its articles under {counts.settings}; widen the settings"
            )
    held = (sides[0].n + sides[1].n) > 0
    terms = np.array(counts.terms, dtype=object)[held]
    sides = [_keep_terms(side, held) for side in sides]
    admission = admit(_sizes(counts.articles, rows))
    table = pl.DataFrame({"term": pl.Series(terms.tolist(), dtype=pl.String), **_columns(*sides)})
    table = table.with_columns(_null(name, kind) for name, kind in _TESTED).select(CONTRAST_COLUMNS)
    strength = pl.col("g2").abs().round_sig_figs(10)
    return Contrast(
        table=table.sort(strength, "term", descending=[True, False]),
        settings=ContrastSettings(counts.settings, focus, reference, by),
        totals=_totals(counts.articles, rows, (focus, reference)),
        tier=admission.tier,
        reason=admission.reason,
        smallest_p=admission.smallest_p,
        dropped=pl.DataFrame(schema={"term": pl.String, "reason": pl.String}),
    )


_TESTED = (
    ("log_ratio_low", pl.Float64), ("log_ratio_high", pl.Float64),
    ("p_value", pl.Float64), ("q_value", pl.Float64), ("unit", pl.String),
)  # fmt: skip
CONTRAST_COLUMNS = (
    "term n_focus n_reference per_1000_focus per_1000_reference articles_focus articles_reference "
    "article_share_focus article_share_reference sentences_focus sentences_reference log_ratio log_ratio_low "
    "log_ratio_high g2 weighted_log_odds dp_norm_focus dp_norm_reference top_article_share leave_one_out_low "
    "leave_one_out_high p_value q_value unit"
).split()


def _null(name: str, kind: Any) -> pl.Expr:
    return pl.lit(None, dtype=kind).alias(name)


def _rows(counts: Counts, focus: str, reference: str, by: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The rows of the two sides, or a clear refusal."""
    articles = counts.articles
    columns = [c for c in articles.columns if c not in {"article_id", "file", "tokens"}]
    check_option("by", by, tuple(columns))
    groups = articles[by].cast(pl.String).fill_null(UNKNOWN)
    if focus == reference:
        raise SettingsError(f"focus and reference are both {focus!r}; name two different groups of {by!r}")
    for name, value in (("focus", focus), ("reference", reference)):
        if value not in set(groups):
            known = ", ".join(map(repr, sorted(set(groups))))
            raise SettingsError(f"{name} {value!r} is no {by} of this corpus, which has {known}")
    mask = groups.to_numpy()
    return np.flatnonzero(mask == focus), np.flatnonzero(mask == reference)


def _check_language(articles: pl.DataFrame) -> None:
    languages = sorted(set(articles["language"].fill_null(UNKNOWN)))
    if len(languages) > 1:
        raise SettingsError(
            f"the two sides hold several languages ({', '.join(languages)}), which are never pooled; "
            f"take one (language={languages[-1]!r}) or fill in what is unknown"
        )


def _side(counts: Counts, rows: npt.NDArray[np.intp]) -> _Side:
    matrix = sp.csc_array(counts.matrix[rows])
    sentences = counts.sentences[rows]
    return _Side(
        matrix=matrix,
        lengths=counts.lengths[rows],
        n=np.asarray(matrix.sum(axis=0), dtype=np.int64),
        articles=np.diff(matrix.indptr).astype(np.int64),
        sentences=np.asarray(sentences.sum(axis=0), dtype=np.int64),
    )


def _keep_terms(side: _Side, held: npt.NDArray[np.bool_]) -> _Side:
    return _Side(side.matrix[:, held], side.lengths, side.n[held], side.articles[held], side.sentences[held])


def _sizes(articles: pl.DataFrame, rows: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]) -> Sides:
    """Articles and known outlets of each side."""
    outlets = [articles["outlet"][own].drop_nulls().n_unique() for own in rows]
    return Sides(articles=(len(rows[0]), len(rows[1])), outlets=(outlets[0], outlets[1]))


def _totals(
    articles: pl.DataFrame,
    rows: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]],
    groups: tuple[str, str],
) -> pl.DataFrame:
    sizes = _sizes(articles, rows)
    return pl.DataFrame(
        {
            "side": ["focus", "reference"],
            "group": groups,
            "articles": sizes.articles,
            "outlets": sizes.outlets,
            "tokens": [int(articles["tokens"][own].sum()) for own in rows],
        }
    )


def _columns(focus: _Side, reference: _Side) -> dict[str, Any]:
    """Every column that is computed, for all terms at once."""
    both = (focus.n, focus.total, reference.n, reference.total)
    log_ratio = np.asarray(measures.log_ratio(*both))
    low, high = _leave_one_out(focus, reference, log_ratio)
    largest = np.maximum(_largest(focus), _largest(reference))
    return {
        "n_focus": focus.n,
        "n_reference": reference.n,
        "per_1000_focus": 1000 * focus.n / focus.total,
        "per_1000_reference": 1000 * reference.n / reference.total,
        "articles_focus": focus.articles,
        "articles_reference": reference.articles,
        "article_share_focus": focus.articles / len(focus.lengths),
        "article_share_reference": reference.articles / len(reference.lengths),
        "sentences_focus": focus.sentences,
        "sentences_reference": reference.sentences,
        "log_ratio": log_ratio,
        "g2": np.asarray(measures.log_likelihood(*both)),
        "weighted_log_odds": np.asarray(measures.weighted_log_odds(focus.n, reference.n)),
        "dp_norm_focus": _dp_norm(focus),
        "dp_norm_reference": _dp_norm(reference),
        "top_article_share": largest / (focus.n + reference.n),
        "leave_one_out_low": low,
        "leave_one_out_high": high,
    }


def _largest(side: _Side) -> npt.NDArray[np.int64]:
    return np.asarray(side.matrix.max(axis=0).todense(), dtype=np.int64).ravel()


def _dp_norm(side: _Side) -> pl.Series:
    """measures.dp_norm for all terms, in time linear in nonzero counts: an absent article adds its share of words."""
    share = side.lengths / side.total
    total = np.repeat(side.n, np.diff(side.matrix.indptr))
    own = share[side.matrix.indices]
    difference = np.abs(side.matrix.data / total - own) - own
    term = np.repeat(np.arange(len(side.n)), np.diff(side.matrix.indptr))
    dp = (np.bincount(term, weights=difference, minlength=len(side.n)) + 1) / 2
    parts = share[share > 0]  # an article without a counted word is no part
    if len(parts) == 1:
        return pl.Series(np.zeros(len(side.n))).set(pl.Series(np.ones(len(side.n), dtype=bool)), None)
    values = np.clip(dp / (1 - parts.min()), 0, 1)
    return pl.Series(values).set(pl.Series(side.n == 0), None)


def _leave_one_out(focus: _Side, reference: _Side, log_ratio: Floats) -> tuple[pl.Series, pl.Series]:
    """Range of log_ratio with each article left out in turn, over those that can be an end of it.

    These are the articles that hold the term and, of those without it, the longest and the shortest of each side.
    """
    low = np.full(len(log_ratio), np.inf)
    high = np.full(len(log_ratio), -np.inf)
    for side, other, sign in ((focus, reference, 1), (reference, focus, -1)):
        if len(side.lengths) < 2:
            continue  # leaving out the only article would empty the side
        for terms, counts, lengths in _left_out(side):
            fits = side.total > lengths  # an article that holds all the side's words cannot be left out
            term, count, total = terms[fits], counts[fits], side.total - lengths[fits]
            ratio = np.asarray(
                measures.log_ratio(side.n[term] - count, total, other.n[term], np.full(len(term), other.total))
            )
            np.minimum.at(low, term, sign * ratio)
            np.maximum.at(high, term, sign * ratio)
    none = pl.Series(~np.isfinite(low))
    return pl.Series(low).set(none, None), pl.Series(high).set(none, None)


def _left_out(
    side: _Side,
) -> list[tuple[npt.NDArray[np.intp], npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Which article to leave out for which term: (term, its count there, the article's length), three lists."""
    terms = np.arange(len(side.n))
    holder = np.repeat(terms, np.diff(side.matrix.indptr))
    held = (holder, side.matrix.data, side.lengths[side.matrix.indices])
    ends = []
    for order in (
        np.argsort(side.lengths, kind="stable"),
        np.argsort(-side.lengths, kind="stable"),
    ):
        first = _first_without(side, holder, order)
        without = terms[first < len(order)]
        ends.append((without, np.zeros(len(without), dtype=np.int64), side.lengths[order[first[without]]]))
    return [held, *ends]


def _first_without(side: _Side, holder: npt.NDArray[np.intp], order: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """For each term the first place in an order of articles whose article lacks it (their number if none does)."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    places = place[side.matrix.indices]
    by_term = np.lexsort((places, holder))
    rank = np.arange(len(holder)) - side.matrix.indptr[holder]
    missed = places[by_term] != rank
    first: npt.NDArray[np.intp] = np.diff(side.matrix.indptr).astype(np.intp)
    np.minimum.at(first, holder[missed], rank[missed])
    return first
