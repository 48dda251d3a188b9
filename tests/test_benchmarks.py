"""Every script under benchmarks/ runs, at a tiny size, and says what it is: a published number can be made again."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from project import ROOT

FOLDER = ROOT / "benchmarks"
SCRIPTS = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "command_line")
TINY = {
    "calibration": ("--splits 1 --parts 6x6", "speeches, 6 v 6, one side cut to a quarter"),
    "counting": ("--sizes 1 --runs 1 --words 5000 --sides {counted}", "counts of all but other words are equal"),
    "duplicates": ("--articles 220 --thresholds 220", "220 articles; share of reprints found"),
    "explorer": ("--articles 20 --repeats 1", "20 made-up articles"),
    "inference": ("--runs 1 --sizes 40x60 --complete 40x60", "complete test, 40 articles × 60 terms"),
    "report": ("1 --notebooks 01_corpus", "medians of 1: framing run"),
    "speeches": ("--splits 2 --out {place}", ""),
}  # what is given, and what then stands in the output
COUNTED = "'framing, JSONL, 2 workers' 'CountVectorizer, same words'"
LONG = {"calibration", "counting", "duplicates", "report", "speeches"}
OF_PEERS = {"peers", "peers_agreement", "peers_side"}  # other packages, which are not installed with the tests


def call(name: str, *given: str, place: Path, code: int = 0) -> str:
    """Run a script on its own and give what it printed: its output, or where it is to fail its error."""
    environment = {**os.environ, "FRAMING_CACHE": str(place / "cache")}
    done = subprocess.run(
        [sys.executable, str(FOLDER / f"{name}.py"), *given],
        cwd=place, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done.stderr if code else done.stdout


@pytest.mark.parametrize("name", SCRIPTS)
def test_help_says_what_the_script_is_for(name: str, tmp_path: Path) -> None:
    said = call(name, "--help", place=tmp_path)
    doc = (FOLDER / f"{name}.py").read_text("utf-8").split('"""')[1].strip()
    flat = " ".join(said.split())
    assert " ".join(doc.splitlines()[0].split()) in flat
    assert f"benchmarks/{name}.py" in flat, "how it is called"


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name in LONG)) for name in TINY])
def test_it_runs_at_a_tiny_size(name: str, tmp_path: Path) -> None:
    given, said = TINY[name]
    out = call(name, *shlex.split(given.format(place=tmp_path / "report", counted=COUNTED)), place=tmp_path)
    assert said in out
    assert "nan" not in out
    if name == "speeches":
        table = (tmp_path / "report" / "tables" / "calibration.csv").read_text("utf-8-sig")
        assert table.splitlines()[0].startswith("method,") and "two keys" in table


def test_every_script_is_tried() -> None:
    assert {*TINY, *OF_PEERS} == set(SCRIPTS)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    rows = [{"text": f"rail and harbour number{at}", "country": ("VN", "CN")[at % 2]} for at in range(6)]
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_our_side_of_the_peers_runs_without_them(articles: Path, tmp_path: Path) -> None:
    report = json.loads(call("peers_side", "contrast_terms()", str(articles), place=tmp_path))
    assert report["terms"] == 9 and report["contrast"] > 0  # rail, and, harbour; six numbers


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("peers", ("20", "--python", sys.executable), "is not installed in"),
        ("peers_side", ("keyness()", "{articles}"), "pycorpdiff is not installed in"),
        ("peers_side", ("scattertext", "{articles}", "scores.npz"), "scattertext is not installed in"),
        ("peers_side", ("scattertext", "{articles}"), "scattertext needs a file for its scores"),
        ("peers_agreement", ("pycorpdiff", "{articles}", "scores.npz"), "scores.npz is no file"),
        ("inference", ("--sizes", "5"), "two numbers such as 2500x5000 are needed; got '5'"),
        (
            "duplicates",
            ("--articles", "200"),
            "220 articles are needed for one reprint of each kind; got 200 and 20000",
        ),
        ("report", ("0",), "pairs must be 1 or more; got 0"),
    ],
)
def test_what_cannot_run_says_why_in_one_line(
    name: str, given: tuple[str, ...], said: str, articles: Path, tmp_path: Path
) -> None:
    usage = said.endswith(("scores", "no file", "'5'", "got 0", "20000"))
    out = call(name, *(part.format(articles=articles) for part in given), place=tmp_path, code=2 if usage else 1)
    last = out.strip().splitlines()[-1]
    assert said in last and "Traceback" not in out
    assert usage or out.count("\n") == 1
