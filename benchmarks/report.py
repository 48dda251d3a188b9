"""How long a report takes: `framing run` beside the same notebooks run one by one with Papermill and nbconvert.

Both sides run on the seeds, in turn, in folders of their own; the second side gives every notebook the same parameters
and turns it into a page. Printed are the medians and the median of the ratios, pair by pair.

    .venv/bin/python benchmarks/report.py                          # five pairs
    .venv/bin/python benchmarks/report.py 1                        # one
    .venv/bin/python benchmarks/report.py 1 --notebooks 01_corpus  # of some notebooks
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from command_line import make_parser

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = {path.stem: path for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
# the command has no choice of notebooks, so for some of them the function behind it is called
_SOME = """
import sys
from dataclasses import replace
from pathlib import Path
from framing.report.run import plan_run, run_report
corpus, out, *notebooks = sys.argv[1:]
run_report(replace(plan_run(corpus), notebooks=tuple(map(Path, notebooks))), Path(out))
"""
Run = Callable[[Path, Sequence[Path]], None]


def ours(place: Path, notebooks: Sequence[Path]) -> None:
    """One command, everything at once."""
    if len(notebooks) == len(NOTEBOOKS):
        call("-m", "framing", "run", ROOT / "seeds", "--out", place / "report")
    else:
        call("-c", _SOME, ROOT / "seeds", place / "report", *notebooks)


def theirs(place: Path, notebooks: Sequence[Path]) -> None:
    """The usual commands, notebook by notebook."""
    report = place / "report"
    (report / "notebooks").mkdir(parents=True)
    for notebook in notebooks:
        executed = report / "notebooks" / notebook.name
        given = ("-p", "corpus", ROOT / "seeds", "-p", "outputs", report, "-k", "python3", "--no-progress-bar")
        call("-m", "papermill", notebook, executed, *given)
        call("-m", "nbconvert", "--to", "html", "--log-level", "ERROR", executed)


def call(*arguments: object) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{arguments}: {done.stderr[-2000:]}")


def timed(run: Run, notebooks: Sequence[Path]) -> float:
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        run(Path(place), notebooks)
        return time.perf_counter() - start


def main() -> None:
    parser = make_parser(__doc__)
    parser.add_argument("pairs", nargs="?", type=int, default=5, help="runs of both sides, 1 or more")
    parser.add_argument("--notebooks", nargs="+", default=list(NOTEBOOKS), choices=list(NOTEBOOKS), metavar="NAME")
    options = parser.parse_args()
    if options.pairs < 1:
        parser.error(f"pairs must be 1 or more; got {options.pairs}")
    notebooks = [NOTEBOOKS[name] for name in options.notebooks]
    timed(ours, notebooks)  # the first run after an installation compiles modules
    times = []
    for number in range(1, options.pairs + 1):
        pair = timed(ours, notebooks), timed(theirs, notebooks)
        times.append(pair)
        print(f"{number}: framing run {pair[0]:.1f} s, one by one {pair[1]:.1f} s, ratio {pair[0] / pair[1]:.2f}")
    first, second = (statistics.median(side) for side in zip(*times, strict=True))
    ratio = statistics.median(a / b for a, b in times)
    print(f"medians of {options.pairs}: framing run {first:.1f} s, one by one {second:.1f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
