"""Focus against reference, term by term: always the same columns, zeros kept, signs that flip when the sides swap.

The unit behind every claim is the article (or outlet), so each column that can be says how many articles carry it.
Scores rank terms; none is a test. Whether and how terms are tested is decided on the floor below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from framing import measures
from framing.contrasts.sides import Side, by_outlet, keep_terms, take_side
from framing.contrasts.stability import dp_norm, largest, leave_one_out
from framing.corpus import UNKNOWN
from framing.counts import Counts
from framing.errors import SettingsError
from framing.groups import Groups, Named, choose_groups
from framing.inference import Outcome, Procedure, apply_test
from framing.settings import CountSettings, InferenceSettings, check_option

Floats = npt.NDArray[np.float64]
Rows = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
DEFAULT = InferenceSettings()
SCORES = ("g2", "log_ratio", "weighted_log_odds")


@dataclass(frozen=True, slots=True)
class ContrastSettings:
    """What was contrasted: the counts' settings, the two groups, the column that holds them, and how it was to be tested.

    A group of several values has the name of all of them: "CN; HK".
    """

    counts: CountSettings
    focus: str
    reference: str
    by: str
    inference: InferenceSettings | None


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """The contrast of two groups of articles.

    table : one row per term of either side, in the columns of docs/methods.md, strongest |g2| first.
    settings : what was contrasted.
    totals : one row per side (side, group, articles, outlets, tokens).
    tier : "tested" where sizes admit a test: then p_value, q_value and the interval hold numbers; else "descriptive".
    reason : why this tier.
    smallest_p : the smallest p that relabeling these articles (or outlets) could reach.
    dropped : terms that a tested contrast does not test (term, reason), with what the articles of the test hold of them
        (n, articles): fewer than all articles, where copies are left out.
    procedure : how it was tested, or why not: units, labelings, seed, what was left out.
    """

    table: pl.DataFrame
    settings: ContrastSettings
    totals: pl.DataFrame
    tier: str
    reason: str
    smallest_p: float
    dropped: pl.DataFrame
    procedure: Procedure

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


def contrast_terms(
    counts: Counts,
    *,
    focus: Named,
    reference: Named,
    by: str = "country",
    inference: InferenceSettings | None = DEFAULT,
) -> Contrast:
    """Contrast two groups of articles term by term.

    Parameters
    ----------
    counts : from count_terms; articles of other groups are left aside.
    focus, reference : a value of the column `by`, several (a list, or a text with commas between), or "all others": every
        known value that the other side does not name. Signed columns are positive where focus uses the term more.
    by : a column of the articles' metadata; unknown values form the group "(unknown)".
    inference : how to test where sizes allow it (seed, strata, labelings, filter); None computes the scores only.

    Returns
    -------
    Contrast. Every term of either side has a row. p_value, q_value, unit and the interval are null where the contrast is
    descriptive, and for a term that is not tested.

    Raises
    ------
    SettingsError : no such column or group, or column of strata; a group on both sides; several languages in one
        contrast; a side in which nothing is counted.

    Notes
    -----
    Columns and their sources stand in docs/methods.md: g2 is the signed two-cell form (Rayson & Garside 2000), log_ratio
    Walter's (1975), weighted_log_odds that of Monroe, Colaresi & Quinn (2008), dp_norm Gries's (2008) as normalised by
    Lijffijt & Gries (2012). The test is that of two keys (docs/methods.md, section 5).

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
    groups = choose_groups(counts.articles, focus=focus, reference=reference, by=by)
    rows = _rows(counts, groups)
    _check_language(counts.articles[np.concatenate(rows)])
    sides = [take_side(counts, own) for own in rows]
    for name, side in zip(groups.labels, sides, strict=True):
        if side.total == 0:
            raise SettingsError(f"{by} {name!r}: nothing is counted in its articles; {_what_counts(counts.settings)}")
    outcome = apply_test(counts, rows, groups.labels, inference)
    held = np.flatnonzero((sides[0].n + sides[1].n) > 0)
    terms = pl.Series([counts.terms[index] for index in held], dtype=pl.String)
    sides = [keep_terms(side, held) for side in sides]
    columns = _columns(*sides) | _without_outlets(counts, rows, sides)
    columns |= _tested(outcome, held, columns["log_ratio"])
    table = pl.DataFrame({"term": terms, **columns}).select(CONTRAST_COLUMNS)
    strength = pl.col("g2").abs().round_sig_figs(10)
    return Contrast(
        table=table.sort(strength, "term", descending=[True, False]),
        settings=ContrastSettings(counts.settings, *groups.labels, by, inference),
        totals=_totals(counts.articles, rows, groups.labels),
        tier=outcome.procedure.tier,
        reason=outcome.procedure.reason,
        smallest_p=outcome.procedure.smallest_p,
        dropped=_dropped(terms, outcome, held),
        procedure=outcome.procedure,
    )


CONTRAST_COLUMNS = (
    "term n_focus n_reference per_1000_focus per_1000_reference articles_focus articles_reference "
    "article_share_focus article_share_reference sentences_focus sentences_reference log_ratio log_ratio_low "
    "log_ratio_high g2 weighted_log_odds dp_norm_focus dp_norm_reference top_article_share leave_one_out_low "
    "leave_one_out_high leave_outlet_out_low leave_outlet_out_high p_value q_value unit"
).split()


def _rows(counts: Counts, groups: Groups) -> Rows:
    """The rows of the two sides."""
    side = groups.sides(counts.articles)
    focus, reference = ((side == name).arg_true().to_numpy().astype(np.intp) for name in ("focus", "reference"))
    return focus, reference


def _what_counts(settings: CountSettings) -> str:
    """What limits a count, and how to widen it."""
    narrow = {name: getattr(settings, name) for name in ("zones", "voices", "events")}
    limits = [f"{name} {', '.join(wanted)}" for name, wanted in narrow.items() if wanted is not None]
    if not limits:
        return "they hold no word; leave them out"
    return f"only {' and '.join(limits)} count; name others, such as zones=headline, or give none to count all"


def _check_language(articles: pl.DataFrame) -> None:
    languages = sorted(set(articles["language"].fill_null(UNKNOWN)))
    if len(languages) > 1:
        raise SettingsError(
            f"the two sides hold several languages ({', '.join(languages)}), which are never pooled; "
            f"take one (language={languages[-1]!r}) or fill in what is unknown"
        )


def _totals(articles: pl.DataFrame, rows: Rows, groups: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "side": ["focus", "reference"],
            "group": groups,
            "articles": [len(own) for own in rows],
            "outlets": [articles["outlet"][own].drop_nulls().n_unique() for own in rows],
            "tokens": [int(articles["tokens"][own].sum()) for own in rows],
        }
    )


def _columns(focus: Side, reference: Side) -> dict[str, Any]:
    """Every column that is computed, for all terms at once."""
    both = (focus.n, focus.total, reference.n, reference.total)
    low, high = leave_one_out(focus, reference)
    top = np.maximum(largest(focus), largest(reference))
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
        "log_ratio": np.asarray(measures.log_ratio(*both)),
        "g2": np.asarray(measures.log_likelihood(*both)),
        "weighted_log_odds": np.asarray(measures.weighted_log_odds(focus.n, reference.n)),
        "dp_norm_focus": dp_norm(focus),
        "dp_norm_reference": dp_norm(reference),
        "top_article_share": top / (focus.n + reference.n),
        "leave_one_out_low": low,
        "leave_one_out_high": high,
    }


def _without_outlets(counts: Counts, rows: Rows, sides: list[Side]) -> dict[str, pl.Series]:
    outlets = counts.articles["outlet"]
    low, high = leave_one_out(*(by_outlet(side, outlets.gather(own)) for side, own in zip(sides, rows, strict=True)))
    return {"leave_outlet_out_low": low, "leave_outlet_out_high": high}


def _tested(outcome: Outcome, held: npt.NDArray[np.intp], log_ratio: Floats) -> dict[str, pl.Series]:
    """p, q, unit and interval of the terms that are tested, null elsewhere."""
    found = np.isfinite(outcome.p_value[held])
    rows = held[found]
    low, high = measures.log_ratio_interval(
        log_ratio[found], outcome.n_focus[rows], outcome.n_reference[rows], outcome.dispersion[rows],
        max(sum(outcome.procedure.units), 3),
    )  # fmt: skip
    values = {
        "log_ratio_low": low, "log_ratio_high": high, "p_value": outcome.p_value[rows], "q_value": outcome.q_value[rows],
    }  # fmt: skip
    unit = [outcome.procedure.unit if each else None for each in found]
    filled = {"unit": pl.Series(unit, dtype=pl.String)}
    for name, each in values.items():
        column = np.full(len(held), np.nan)
        column[found] = each
        filled[name] = pl.Series(column, nan_to_null=True)
    return filled


def _dropped(terms: pl.Series, outcome: Outcome, held: npt.NDArray[np.intp]) -> pl.DataFrame:
    reason = pl.Series(outcome.reason[held].tolist(), dtype=pl.String)
    frame = pl.DataFrame({"term": terms, "reason": reason, "n": outcome.n[held], "articles": outcome.articles[held]})
    return frame.filter(pl.col("reason") != "").sort("term")
