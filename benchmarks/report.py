"""How long a report takes: `framing run` beside the same notebooks run one by one with Papermill and nbconvert.

Both sides run on the seeds, in turn, in folders of their own; the second side gives every notebook the same parameters
and turns it into a page. Printed are the medians and the median of the ratios, pair by pair.

    .venv/bin/python benchmarks/report.py          # five pairs
    .venv/bin/python benchmarks/report.py 1        # one
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def ours(place: Path) -> None:
    """One command, everything at once."""
    call("-m", "framing", "run", ROOT / "seeds", "--out", place / "report")


def theirs(place: Path) -> None:
    """The usual commands, notebook by notebook."""
    report = place / "report"
    (report / "notebooks").mkdir(parents=True)
    for notebook in NOTEBOOKS:
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


def timed(run: object) -> float:
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        run(Path(place))  # type: ignore[operator]  # either of the two above
        return time.perf_counter() - start


def main(pairs: int) -> None:
    timed(ours)  # the first run after an installation compiles modules
    times = []
    for number in range(1, pairs + 1):
        pair = timed(ours), timed(theirs)
        times.append(pair)
        print(f"{number}: framing run {pair[0]:.1f} s, one by one {pair[1]:.1f} s, ratio {pair[0] / pair[1]:.2f}")
    first, second = (statistics.median(side) for side in zip(*times, strict=True))
    ratio = statistics.median(a / b for a, b in times)
    print(f"medians of {pairs}: framing run {first:.1f} s, one by one {second:.1f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
