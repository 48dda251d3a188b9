"""One procedure of one package, on texts from a file, in a process of its own: seconds, peak memory, scores.

`peers.py` calls this with framing's Python or with the peers' one. It imports a package only when asked for it, and
knows nothing of the other packages' results. Every package is imported before the clock starts.

    python benchmarks/peers_side.py "contrast_terms()" ARTICLES.jsonl
    python benchmarks/peers_side.py pycorpdiff ARTICLES.jsonl SCORES.npz
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from command_line import make_parser

FOCUS, REFERENCE = "VN", "CN"
DRAWS = 999  # pycorpdiff's own recommendation for its permutation test and the default of its bootstrap
COMMONEST = 100  # words whose rank sum is compared; scattertext takes seconds for each hundred
Step = Callable[[Any], Any]
Steps = tuple[Step, Step]  # from articles to counts, from counts to a table


def ours(draws: int | None = None) -> Steps:
    """Our contrast as it is by default, or with so many labelings for every term and no more; 0 tests nothing."""
    import polars as pl

    from framing import contrast_terms, count_terms, load_corpus, tokenize
    from framing.settings import InferenceSettings

    settings = InferenceSettings() if draws is None else InferenceSettings(labelings=(draws, 0, 0)) if draws else None

    def count(articles: list[dict[str, str]]) -> Any:
        return count_terms(tokenize(load_corpus(pl.DataFrame(articles))))

    def contrast(counts: Any) -> Any:
        return contrast_terms(counts, focus=FOCUS, reference=REFERENCE, inference=settings).table

    return count, contrast


def pycorpdiff(**options: Any) -> Steps:
    """`keyness` counts by itself, so the first step only names the two sides."""
    import pandas as pd
    import pycorpdiff as pcd

    def count(articles: list[dict[str, str]]) -> Any:
        corpus = pcd.Corpus(pd.DataFrame(articles))
        return pcd.compare(corpus.slice(country=FOCUS), corpus.slice(country=REFERENCE))

    return count, lambda comparison: comparison.keyness(**options).table


def scattertext(*, dispersion: bool) -> Steps:
    import numpy as np
    import pandas as pd
    import scattertext as st
    from scattertext.termscoring.logrelativerisk import LogRelativeRisk

    def count(articles: list[dict[str, str]]) -> Any:
        unigrams = st.UnigramsFromSpacyDoc()
        frame = pd.DataFrame(articles)
        return st.CorpusFromPandas(
            frame, category_col="country", text_col="text", nlp=st.whitespace_nlp, feats_from_spacy_doc=unigrams
        ).build()

    def contrast(corpus: Any) -> Any:
        table = pd.DataFrame(index=corpus.get_terms())
        table["g2"] = _scorer(st.G2, corpus).get_scores()
        table["log_ratio"] = _scorer(LogRelativeRisk, corpus).get_scores()
        table["log_odds"] = _log_odds(st, corpus)
        if dispersion:
            side = np.array(corpus.get_category_names_by_row())
            for name in (FOCUS, REFERENCE):
                counts = corpus.get_term_doc_mat()[np.flatnonzero(side == name)]
                for column, values in st.Dispersion(term_doc_mat=counts).get_df().items():
                    table[f"{column} {name}"] = values.to_numpy()
        return table

    return count, contrast


def _scorer(kind: Any, corpus: Any, **options: Any) -> Any:
    return kind(corpus, **options).set_categories(FOCUS, [REFERENCE])


def _log_odds(st: Any, corpus: Any) -> Any:
    """Monroe, Colaresi & Quinn with a prior of 500 words spread as the pooled counts are, as framing takes it."""
    counts = corpus.get_term_freq_df("")
    prior = counts[FOCUS] + counts[REFERENCE]
    scorer = st.LogOddsRatioInformativeDirichletPrior(prior, sigma=500, scale_type="word")
    return scorer.get_scores(counts[FOCUS], counts[REFERENCE])


def score_pycorpdiff(articles: list[dict[str, str]]) -> dict[str, Any]:
    """Every measure that framing has, too; terms of all frequencies."""
    from pycorpdiff.keyness import dispersion_dp, juilland_d

    comparison = pycorpdiff()[0](articles)
    main = comparison.keyness(min_count=1, permutation_n=DRAWS, permutation_seed=1).table.set_index("term")
    other = comparison.keyness(min_count=1, method="chi_squared", formula="dunning").table.set_index("term")
    found = {name: main[name] for name in main.columns}
    found["g2_dunning"], found["chi_squared"] = (other[name].reindex(main.index) for name in ("g2", "chi_squared"))
    for side, corpus in (("a", comparison.a), ("b", comparison.b)):
        counts = corpus.doc_term_counts().reindex(columns=main.index, fill_value=0)
        found[f"dp_{side}"], found[f"juilland_d_{side}"] = dispersion_dp(counts), juilland_d(counts)
    return {"term": main.index, **found}


def score_scattertext(articles: list[dict[str, str]]) -> dict[str, Any]:
    """Every measure that framing has, too, with the package's own defaults unless noted."""
    import scattertext as st

    count, contrast = scattertext(dispersion=True)
    corpus = count(articles)
    table = contrast(corpus)
    counts = corpus.get_term_freq_df("").reindex(table.index)
    plain = st.LogOddsRatioUninformativeDirichletPrior(alpha_w=0.01)
    found = {
        **{name: table[name] for name in table.columns},
        "count_a": counts[FOCUS],
        "count_b": counts[REFERENCE],
        "log_odds_plain": plain.get_scores(counts[FOCUS], counts[REFERENCE]),
        "conservative": _scorer(st.LRC, corpus).get_scores(),
        "simple_maths": _scorer(st.SimpleMaths, corpus).get_scores(),
        "zeta": _scorer(st.CraigsZetaScorer, corpus).get_scores(),
    }
    common = counts.sum(axis=1).nlargest(COMMONEST).index
    few = corpus.remove_terms(set(table.index) - set(common))
    ranks = _scorer(st.MannWhitneyU, few).get_score_df()
    found |= {"rank_sum": ranks["mwu"], "rank_scored": ranks["valid"]}
    return {"term": table.index, "rank_term": ranks.index, **found}


PROCEDURES: dict[str, tuple[str, Callable[[], Steps]]] = {
    "contrast_terms()": ("framing", ours),
    "the same, scores only": ("framing", lambda: ours(draws=0)),
    f"the same, {DRAWS} labelings": ("framing", lambda: ours(draws=DRAWS)),
    "keyness()": ("pycorpdiff", pycorpdiff),
    f"keyness(permutation_n={DRAWS})": ("pycorpdiff", lambda: pycorpdiff(permutation_n=DRAWS, permutation_seed=1)),
    'keyness(ci="bootstrap")': ("pycorpdiff", lambda: pycorpdiff(ci="bootstrap", n_boot=DRAWS, bootstrap_seed=1)),
    "G2, log ratio, log odds": ("scattertext", lambda: scattertext(dispersion=False)),
    "the same and Dispersion": ("scattertext", lambda: scattertext(dispersion=True)),
}
SCORES = {"pycorpdiff": score_pycorpdiff, "scattertext": score_scattertext}


def measure(steps: Steps, articles: list[dict[str, str]]) -> dict[str, Any]:
    """Seconds of both steps, peak memory of the whole process and what it was before them, in MB."""
    before = peak()
    start = time.perf_counter()
    counted = steps[0](articles)
    between = time.perf_counter()
    table = steps[1](counted)
    end = time.perf_counter()
    tested = len(table) - table["p_value"].null_count() if hasattr(table, "null_count") else None
    return {
        "count": between - start, "contrast": end - between, "peak": peak(), "before": before,
        "terms": len(table), "tested": tested,
    }  # fmt: skip


def peak() -> float:
    """Peak memory of this process so far, in MB; macOS gives bytes, Linux kibibytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def check_installed(package: str) -> None:
    """Stop in one line where this Python lacks a package."""
    if find_spec(package) is None:
        raise SystemExit(
            f"{package} is not installed in {sys.executable}; install requirements/peers.txt into a Python 3.11 or 3.12, "
            "or let benchmarks/peers.py do so"
        )


def main() -> None:
    parser = make_parser(__doc__)
    parser.add_argument(
        "procedure", choices=[*PROCEDURES, *SCORES], metavar="PROCEDURE",
        help=f"what is timed ({'; '.join(PROCEDURES)}) or, with SCORES, the package that scores ({', '.join(SCORES)})",
    )  # fmt: skip
    parser.add_argument("articles", type=Path, metavar="ARTICLES", help="JSONL, an article a line: text and country")
    parser.add_argument("scores", nargs="?", metavar="SCORES", help="the file that scores are written to")
    options = parser.parse_args()
    procedure, scores = options.procedure, options.scores
    if (procedure in SCORES) != (scores is not None):
        parser.error(f"{procedure} {'needs a file for its scores' if procedure in SCORES else 'writes no scores'}")
    check_installed(procedure if scores else PROCEDURES[procedure][0])
    articles = [json.loads(line) for line in options.articles.read_text(encoding="utf-8").splitlines()]
    if scores is None:
        report = measure(PROCEDURES[procedure][1](), articles)
    else:
        import numpy as np

        found = SCORES[procedure](articles)
        names = {"term", "rank_term"} & set(found)
        np.savez(
            scores, **{key: np.asarray(value, dtype=str if key in names else float) for key, value in found.items()}
        )
        report = {"version": version(procedure)}
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
