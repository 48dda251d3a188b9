"""How long the explorer takes to answer, on the seeds and on ten thousand made-up articles.

The articles are made from the seeds' own words: Zipf-like frequencies, sentences and paragraphs, twenty outlets, two
countries, the same each time. Medians of five are printed side by side.

    .venv/bin/python benchmarks/explorer.py [--articles 10000] [--repeats 5]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from command_line import make_parser

from framing import load_corpus
from framing.explorer import index_terms, show_term
from framing.explorer.index import TermIndex

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
ARTICLES, OUTLETS, VOCABULARY = 10_000, 20, 30_000
REPEATS = 5


def make_articles(n: int) -> pl.DataFrame:
    """Articles of about 400 words; rank r of the vocabulary is drawn in proportion to 1/(r + 2)."""
    random = np.random.default_rng(20250414)
    corpus = load_corpus(SEEDS)
    listed = corpus.articles["text"].str.extract_all(r"\p{L}+").explode().value_counts(sort=True)
    own = listed.sort("count", "text", descending=[True, False])["text"].str.to_lowercase().unique(maintain_order=True)
    words = own.to_list()
    n_own = len(words)
    words += [words[at % n_own] + words[(at + at // n_own * 7 + 3) % n_own] for at in range(VOCABULARY - n_own)]
    share = 1 / (np.arange(len(words)) + 2)
    share /= share.sum()
    texts = []
    for _ in range(n):
        drawn = random.choice(len(words), size=int(random.integers(300, 501)), p=share)
        texts.append(_prose([words[at] for at in drawn], random))
    outlet = [at % OUTLETS for at in range(n)]
    return pl.DataFrame(
        {
            "text": texts,
            "outlet": [f"Outlet {number + 1}" for number in outlet],
            "country": ["VN" if number < OUTLETS // 2 else "CN" for number in outlet],
            "date": [date(2025, 1, 1) + timedelta(days=at % 365) for at in range(n)],
            "language": ["en"] * n,
        }
    )


def _prose(words: list[str], random: np.random.Generator) -> str:
    """Sentences of 8 to 30 words, four to a paragraph."""
    parts, at, sentence = [], 0, 0
    while at < len(words):
        size = int(random.integers(8, 31))
        own = words[at : at + size]
        parts.append(" ".join(own).capitalize() + (".\n\n" if sentence % 4 == 3 else ". "))
        at, sentence = at + size, sentence + 1
    return "".join(parts).strip()


def _terms(index: TermIndex) -> dict[str, str]:
    """A frequent, a middling and a rare term."""
    ranked = index.ranked()
    return {"most frequent": ranked[0], "middling": ranked[len(ranked) // 20], "rare": ranked[-1]}


def _median(ask: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def measure(index: TermIndex, *, repeats: int = REPEATS) -> dict[str, float]:
    """Seconds for each question; a filter that changes each time is made anew, one that stays is kept."""
    took = {}
    for name, term in _terms(index).items():
        took[f"{name} term"] = _median(lambda term=term: show_term(index, term)._repr_html_(), repeats)
    frequent = _terms(index)["most frequent"]
    outlets = [*index.outlets, None]
    turn = iter(range(10_000))

    def ask_outlet() -> str:
        return show_term(index, frequent, outlet=outlets[next(turn) % len(outlets)])._repr_html_()

    def ask_zone() -> str:
        return show_term(index, frequent, zone=(None, "body")[next(turn) % 2])._repr_html_()

    def ask_date() -> str:
        return show_term(index, frequent, since=f"2025-0{next(turn) % 4 + 1}-01")._repr_html_()

    took["most frequent, another outlet"] = _median(ask_outlet, repeats)
    took["most frequent, other zones"] = _median(ask_zone, repeats)
    took["most frequent, another date"] = _median(ask_date, repeats)
    took["a term that is not there"] = _median(lambda: show_term(index, "goverment")._repr_html_(), repeats)
    took["a phrase of two words"] = _median(lambda: show_term(index, f"{frequent} {frequent}")._repr_html_(), repeats)
    return took


def main() -> None:
    parser = make_parser(__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES, help="made-up articles")
    parser.add_argument("--repeats", type=int, default=REPEATS, help="times that each question is asked")
    options = parser.parse_args()
    large = make_articles(options.articles)
    columns = {}
    for label, source in (("5 articles", SEEDS), (f"{options.articles:,} made-up articles", large)):
        start = time.perf_counter()
        index = index_terms(source)
        columns[label] = {"opening (once)": time.perf_counter() - start, **measure(index, repeats=options.repeats)}
        sys.stdout.write(f"{label}: {len(index.found):,} words, {len(index.found.terms):,} terms\n")
    labels = list(columns)
    sys.stdout.write(
        f"{f'seconds, median of {options.repeats}':34}" + "".join(f"{label:>26}" for label in labels) + "\n"
    )
    for row in columns[labels[0]]:
        sys.stdout.write(f"{row:34}" + "".join(f"{columns[label][row]:26.3f}" for label in labels) + "\n")


if __name__ == "__main__":
    main()
