"""How long the test takes, and how much memory: labelings of many articles, and the complete test. One core.

    python benchmarks/inference.py [--runs 3] [--sizes 2500x5000 5000x10000 10000x20000] [--complete 400x1900]

Each row runs in a process of its own, held to one core; medians of several runs, peak memory of the whole process
(ru_maxrss), and what of it was there before anything was made. The first rows grow one after the other, so that the last
column shows whether time grows in proportion to nonzero counts × labelings.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time

from command_line import Size, make_parser, read_size

SIZES = [Size(2_500, 5_000), Size(5_000, 10_000), Size(10_000, 20_000)]  # articles × terms
COMPLETE = Size(400, 1_900)
PER_ARTICLE = 150  # terms in an article


def labelings(articles: int, terms: int) -> dict[str, float]:
    """999 labelings of so many articles, every term scored; counts made up."""
    import numpy as np
    import scipy.sparse as sp

    from framing.inference.calibration import make_units
    from framing.inference.permutation import permutation_p_values
    from framing.settings import InferenceSettings

    generator = np.random.default_rng(1)
    column = np.repeat(np.arange(articles), PER_ARTICLE)
    row = generator.integers(0, terms, articles * PER_ARTICLE)
    data = generator.integers(1, 4, articles * PER_ARTICLE).astype(np.float64)
    matrix = sp.csr_array((data, (row, column)), shape=(terms, articles))
    matrix.sum_duplicates()
    units = make_units(matrix, np.arange(articles) < articles // 2)
    start = time.perf_counter()
    p = permutation_p_values(units, units.focus, InferenceSettings(labelings=(999, 0, 0)))
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "nonzero": float(matrix.nnz), "least": float(p.min())}


def complete(articles: int, terms: int) -> dict[str, float]:
    """The complete test as `contrast_terms` runs it, on bursty counts in which every third term truly differs."""
    import numpy as np
    import polars as pl
    import scipy.sparse as sp

    from framing.contrasts import contrast_terms
    from framing.counts import Counts
    from framing.settings import CountSettings

    generator = np.random.default_rng(1)
    rates = 1 / (np.arange(terms) + 3.0)
    mean = generator.integers(150, 450, articles)[:, None] * (rates / rates.sum())
    mean[: articles // 2, ::3] *= 3
    counts = generator.poisson(mean * generator.gamma(0.4, 2.5, mean.shape))
    matrix = sp.csr_array(counts.astype(np.int64))
    frame = pl.DataFrame(
        {
            "article_id": [f"{at:05d}" for at in range(articles)],
            "outlet": pl.Series([None] * articles, dtype=pl.String),
            "country": ["A" if at < articles // 2 else "B" for at in range(articles)],
            "language": ["en"] * articles,
            "date": pl.Series([None] * articles, dtype=pl.Date),
            "tokens": counts.sum(axis=1),
        }
    )
    names = tuple(f"t{at:05d}" for at in range(terms))
    made = Counts(matrix, (matrix > 0).astype(np.int64), names, frame, CountSettings())
    import scipy.stats  # noqa: F401  # imported by the test when it is first needed

    contrast_terms(made, focus="A", reference="B", inference=None)
    start = time.perf_counter()
    contrast = contrast_terms(made, focus="A", reference="B")
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "nonzero": float(matrix.nnz), "tested": float(contrast.procedure.tested)}


def run_alone(what: str, articles: int, terms: int) -> dict[str, float]:
    """One measurement in a process held to one core."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
    command = [sys.executable, __file__, "--alone", what, str(articles), str(terms)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def alone(what: str, articles: int, terms: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {0})
    result = {"labelings": labelings, "complete": complete}[what](articles, terms)
    result["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result))


def main() -> None:
    parser = make_parser(__doc__)
    shown = "articles and terms of the"
    parser.add_argument("--runs", type=int, default=3, help="runs of each row")
    parser.add_argument("--sizes", type=read_size, nargs="*", default=SIZES, metavar="NxM", help=f"{shown} labelings")
    parser.add_argument("--complete", type=read_size, default=COMPLETE, metavar="NxM", help=f"{shown} complete test")
    parser.add_argument("--alone", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        alone(options.alone[0], int(options.alone[1]), int(options.alone[2]))
        return
    print(f"{'':44} {'nonzero':>10} {'seconds':>8} {'MB':>6} {'s per million':>14}")
    rows = [("labelings", *size) for size in options.sizes] + [("complete", *options.complete)]
    for what, articles, terms in rows:
        runs = [run_alone(what, articles, terms) for _ in range(options.runs)]
        seconds = statistics.median(run["seconds"] for run in runs)
        most = max(run["megabytes"] for run in runs)
        name = "999 labelings" if what == "labelings" else "complete test"
        nonzero = runs[0]["nonzero"]
        label = f"{name}, {articles:,} articles × {terms:,} terms"
        print(f"{label:44} {nonzero:10,.0f} {seconds:8.2f} {most:6.0f} {1e6 * seconds / nonzero:14.2f}")


if __name__ == "__main__":
    main()
