"""framing beside pycorpdiff and scattertext: do shared measures agree, and what does each one's procedure cost?

The texts are made up and the same each time: words of small letters, Zipf-like frequencies, bursts within articles, a
tenth of the words leaning to one side, two fifths of the articles on the first. All three split them alike.

Agreement, on 300 articles: every measure that framing has in common with a peer, term by term. Not compared: p values
that take words as independent, and scattertext's LogLikelihoodRatio (Pearson's statistic of article counts).

Cost: a process of its own for every run, all packages imported before the clock starts; medians of three, in turn.
framing counts, then contrasts with all its columns and, where sizes admit it, its test; pycorpdiff's keyness() counts
by itself, with its defaults (words of five occurrences and up), then with its permutation test and its bootstrap;
scattertext scores what framing's contrast has, then adds Dispersion of both sides. The tests are not the same: framing
draws up to 110,997 labelings for a small p and adds a second test. Not compared: reading files, and drawing.

    .venv/bin/python benchmarks/peers.py                       # 100, 1,000 and 3,000 articles
    .venv/bin/python benchmarks/peers.py 100 --runs 1          # other sizes, other numbers of runs
    .venv/bin/python benchmarks/peers.py --python PATH         # a Python that has the peers already

The peers live in `.venv-peers`, made from requirements/peers.txt where it is missing or the lock has changed; they need
Python 3.11 or 3.12. The lock (scattertext needs six, and does not say so):

    printf 'pycorpdiff\\nscattertext\\nsix\\n' > peers.in
    uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \\
        peers.in -o requirements/peers.txt
    rm peers.in
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from command_line import make_parser
from peers_side import FOCUS, PROCEDURES, REFERENCE, SCORES

ROOT = Path(__file__).resolve().parents[1]
SIDE = Path(__file__).with_name("peers_side.py")
SIZES, RUNS, COMPARED = (100, 1_000, 3_000), 3, 300
VOCABULARY, SEED = 20_000, 20250414


def write_articles(n: int, path: Path) -> Path:
    """Articles of 300 to 500 words; each draws how much it favours each word, so that words come in bursts."""
    random = np.random.default_rng(SEED)
    words = np.array(_words())
    share = 1 / (np.arange(VOCABULARY) + 2)
    lean = np.where(random.random(VOCABULARY) < 0.1, random.normal(0, 0.35, VOCABULARY), 0.0)
    with path.open("w", encoding="utf-8") as file:
        for number in range(n):
            group, sign = (FOCUS, 1) if number % 5 < 2 else (REFERENCE, -1)
            favoured = share * np.exp(sign * lean) * random.gamma(0.5, size=VOCABULARY)
            drawn = random.choice(VOCABULARY, size=int(random.integers(300, 501)), p=favoured / favoured.sum())
            file.write(json.dumps({"text": " ".join(words[drawn]), "country": group}) + "\n")
    return path


def _words() -> list[str]:
    """Words of three syllables, all different; none is a grammatical word or has another spelling."""
    syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
    n = len(syllables)
    return [
        syllables[at % n] + syllables[at // n % n] + syllables[(7 * at + at // n**2) % n] for at in range(VOCABULARY)
    ]


def peers_python(given: Path | None) -> Path:
    """The Python that has the peers; its environment is made anew when the lock is another."""
    if given is not None:
        return given
    place, lock = ROOT / ".venv-peers", ROOT / "requirements" / "peers.txt"
    python, made = place / "bin" / "python", place / "peers.txt"
    if made.is_file() and made.read_bytes() == lock.read_bytes():
        return python
    if sys.version_info >= (3, 13):
        raise SystemExit("the peers need Python 3.11 or 3.12; install requirements/peers.txt there, then --python PATH")
    sys.stdout.write("making .venv-peers\n")
    quiet = ("--quiet", "--disable-pip-version-check")
    subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
    subprocess.run([python, "-m", "pip", "install", *quiet, "--require-hashes", "-r", lock], check=True)
    shutil.copyfile(lock, made)
    return python


def check_peers(python: Path) -> None:
    """Stop in one line, before anything is measured, where the peers' Python lacks one of them."""
    code = "import sys; from peers_side import check_installed; [check_installed(name) for name in sys.argv[1:]]"
    done = subprocess.run(
        [str(python), "-c", code, *SCORES], cwd=SIDE.parent, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:].strip())


def ask(python: Path | str, *arguments: object) -> dict[str, Any]:
    """One process of peers_side.py, its warnings unheard; its last line is the answer."""
    command = [python, "-W", "ignore", SIDE, *arguments]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{arguments[0]}: {done.stderr[-2000:].strip()}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def cost(python: Path, folder: Path, sizes: list[int], runs: int) -> None:
    """Print seconds and memory, one line for each procedure and size."""
    sys.stdout.write(f"\nTime and memory: medians of {runs}, in turn; MB of the whole process, and since the imports\n")
    sys.stdout.write(
        f"{'':12}{'':27}{'articles':>9}{'terms':>8}{'count s':>9}{'then s':>9}{'all s':>9}{'MB':>8}{'own MB':>8}\n"
    )
    for n in sizes:
        articles = write_articles(n, folder / f"{n}.jsonl")
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in PROCEDURES}
        for _ in range(runs):
            for name, (package, _steps) in PROCEDURES.items():
                found[name].append(ask(sys.executable if package == "framing" else python, name, articles))
        for name, (package, _steps) in PROCEDURES.items():
            sys.stdout.write(f"{package:12}{name:27}{n:9,}{_medians(found[name], inside=package == 'pycorpdiff')}\n")


def _medians(reports: list[dict[str, Any]], *, inside: bool) -> str:
    """The cells of one line; where counting is part of the procedure it has no time of its own."""

    def median(pick: Any) -> float:
        return float(statistics.median(pick(report) for report in reports))

    counting = f"{'inside':>9}" if inside else f"{median(lambda r: r['count']):9.2f}"
    whole = median(lambda r: r["count"] + r["contrast"])
    memory = f"{median(lambda r: r['peak']):8,.0f}{median(lambda r: r['peak'] - r['before']):8,.0f}"
    tested = reports[0]["tested"]
    note = "" if tested is None else f"  p of {tested:,} terms" if tested else "  descriptive, no p"
    return f"{reports[0]['terms']:8,}{counting}{median(lambda r: r['contrast']):9.2f}{whole:9.2f}{memory}{note}"


def agreement(python: Path, folder: Path) -> None:
    """Print one line for each shared measure, and where conventions differ the reason."""
    # Late: Linux hands the peak of a parent down to what it starts, so this process stays small until all is measured.
    from peers_agreement import contrast_articles, write_agreement

    articles = write_articles(COMPARED, folder / "compared.jsonl")
    counts, contrast = contrast_articles(articles)
    sys.stdout.write(f"\nAgreement on {COMPARED} articles; framing's contrast is {contrast.tier}: {contrast.reason}\n")
    for package in SCORES:
        scores = folder / f"{package}.npz"
        report = ask(python, package, articles, scores)
        write_agreement(counts, contrast, package, scores, title=f"with {package} {report['version']}")


def main() -> None:
    options = make_parser(__doc__)
    options.add_argument("sizes", nargs="*", type=int, default=list(SIZES), help="numbers of articles")
    options.add_argument("--runs", type=int, default=RUNS, help="runs of each procedure")
    options.add_argument("--python", type=Path, default=argparse.SUPPRESS, help="a Python that has the peers")
    given = options.parse_args()
    python = peers_python(getattr(given, "python", None))
    check_peers(python)
    with tempfile.TemporaryDirectory() as folder:
        cost(python, Path(folder), given.sizes, given.runs)
        agreement(python, Path(folder))


if __name__ == "__main__":
    main()
