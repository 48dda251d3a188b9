"""The runner as a user meets it: a bad input is one readable line and exit code 1, and the last good report stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import polars as pl
import pytest
from browser import open_offline, start_browser
from nbformat.v4 import new_code_cell, new_notebook
from project import ROOT

from framing.__main__ import main
from framing.errors import ReportError, SettingsError
from framing.outputs import hash_tree
from framing.report.run import Plan, plan_run, run_report
from framing.study import Study, StudySettings


def framing(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "framing", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run the command in this process and give the one line with which it refuses."""

    def run(*arguments: object, cwd: Path = ROOT) -> str:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["framing", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        return _one_line(int(ended.value.code or 0), capsys.readouterr().err)

    return run


def _one_line(code: int, text: str) -> str:
    """The error of a refused run: exit code 1, one line, no traceback."""
    assert code == 1, (code, text)
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) == 1, text
    assert lines[0].startswith("framing: ")
    return lines[0]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small corpus of a user's own: one CSV."""
    path = tmp_path / "mine.csv"
    texts = ["Leaders met in Hanoi. The leaders spoke of rail.", "Trade grew. Leaders spoke of trade and of rail."]
    pl.DataFrame({"text": texts * 2, "country": ["VN", "VN", "CN", "CN"], "language": "en"}).write_csv(path)
    return path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-p", "focsu", "VN"), "focsu"),
        (("-p", "top", "many"), "top"),
        (("-p", "top", "0"), "top must be a whole number from 1 to 200"),
        (("-p", "9lives", "x"), "9lives"),
        (("-p", "focus", "XX"), "focus 'XX' is no country of this corpus, which has 'CN', 'VN'"),
        (("-p", "focus", "CN"), "focus and reference are both 'CN'"),
        (("-p", "by", "sides"), "by must be one of"),
        (("-p", "zones", "boddy"), "zones: 'boddy' is not in corpus"),
        (("-p", "voices", "narrator"), "voices: 'narrator' is not in passages"),
        (("-p", "language", "vi"), "no article is left"),
        (("-p", "corpus", "other"), "corpus is no -p parameter"),
        (("-p", "outputs", "x"), "outputs is no -p parameter"),
        (("-p", "top", "5", "-p", "top", "6"), "top"),
        (("-f", "none.yaml"), "none.yaml"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name_before_anything_is_written(
    refused: Callable[..., str], small: Path, arguments: tuple[str, ...], said: str
) -> None:
    line = refused("run", small, "--out", small.parent / "out", *arguments)
    assert said in line
    assert not (small.parent / "out").exists()


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"title": ["a"]}, "the column text is missing"),
        ({"text": ["a", " "]}, "row 3: the text and the title of article '2' are empty"),
        ({"text": ["a", "b"], "article_id": ["x", "x"]}, "row 3: article_id 'x' stands in row 2 already"),
        ({"text": ["a", "b"], "date": ["2025-04-14", "14 April"]}, "row 3: date '14 April' is not one"),
        ({"text": ["a", "b"], "country": ["VN", "VN"]}, "reference 'CN' is no country"),
    ],
)
def test_a_corpus_with_a_fault_is_refused_with_file_and_row(
    refused: Callable[..., str], tmp_path: Path, columns: dict[str, list[str]], said: str
) -> None:
    pl.DataFrame(columns).write_csv(tmp_path / "c.csv")
    assert said in refused("run", tmp_path / "c.csv", "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_missing_corpus_lists_the_places_tried(refused: Callable[..., str], tmp_path: Path) -> None:
    line = refused("run", "nowhere", "--out", tmp_path / "out", cwd=tmp_path)
    assert "nowhere" in line
    assert str(tmp_path) in line


def test_a_file_missing_beside_articles_csv(refused: Callable[..., str], tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "seeds" / "articles" / "extra.txt").write_text("One more.", encoding="utf-8")
    assert "articles/ holds extra.txt" in refused("run", tmp_path / "seeds", "--out", tmp_path / "out")
    (tmp_path / "seeds" / "articles" / "extra.txt").rename(tmp_path / "seeds" / "articles" / "001.txt")
    assert "001.txt" in refused("run", tmp_path / "seeds", "--out", tmp_path / "out")


# --- notebooks that fail --------------------------------------------------------------------------


def toy_plan(place: Path, source: str) -> Plan:
    """A run of one notebook with one cell, on a small corpus."""
    parameters = new_code_cell("corpus = ''\noutputs = ''", id="p", metadata={"tags": ["parameters"]})
    notebook = new_notebook(cells=[parameters, new_code_cell(source, id="c")])
    path = place / "03_contrasts.ipynb"
    nbformat.write(notebook, path)
    frame = pl.DataFrame({"text": ["rail talks", "trade talks"], "country": ["VN", "CN"]})
    from framing.corpus import load_corpus

    study = Study(load_corpus(frame), StudySettings("VN", "CN"))
    return Plan((path,), place / "toy", {}, study)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A folder with a report of a toy notebook that ran well."""
    out = tmp_path / "out"
    run_report(toy_plan(tmp_path, "print('well')"), out)
    return out


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "zerodivisionerror: division by zero"),
        ("exit()", "exit"),
        ("import os; os._exit(3)", "kernel"),
        ("import os; os.kill(os.getpid(), 9)", "kernel"),
        ("import sys; sys.exit(2)", "exit"),
    ],
)
def test_a_failing_notebook_is_kept_apart_and_the_last_report_stays(good: Path, source: str, said: str) -> None:
    before = hash_tree(good, leave_out=frozenset())
    with pytest.raises(ReportError, match="03_contrasts") as caught:
        run_report(toy_plan(good.parent, source), good)
    assert said in str(caught.value).lower()
    assert "the last good report stays" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert hash_tree(good, leave_out=frozenset()) == before
    failed = nbformat.read(good.parent / "out.failed" / "03_contrasts.ipynb", as_version=4)
    assert failed.cells[-1].source == source
    assert not (good.parent / "out.partial").exists()


def test_a_notebook_that_hangs_is_ended_by_its_time_limit(good: Path) -> None:
    before = hash_tree(good, leave_out=frozenset())
    started = time.monotonic()
    with pytest.raises(ReportError, match="seconds"):
        run_report(toy_plan(good.parent, "while True: pass"), good, timeout=4)
    assert time.monotonic() - started < 30
    assert hash_tree(good, leave_out=frozenset()) == before


@pytest.mark.parametrize("before", ["", "first"])
def test_what_the_reader_writes_into_the_notes_during_a_run_is_kept(good: Path, before: str) -> None:
    notes = good / "notes.csv"
    notes.write_text(f"finding,interpretation\na,{before}\n", encoding="utf-8")
    later = "finding,interpretation\na,second\n"
    source = f"import pathlib; pathlib.Path({str(notes)!r}).write_text({later!r})"
    run_report(toy_plan(good.parent, source), good)
    assert notes.read_text(encoding="utf-8") == later


def test_a_time_limit_or_workers_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="above 0"):
        run_report(toy_plan(tmp_path, "1"), tmp_path / "out", timeout=0)


@pytest.mark.slow
def test_a_run_killed_in_the_middle_leaves_the_last_report_and_the_next_run_cleans_up(good: Path) -> None:
    before = hash_tree(good, leave_out=frozenset())
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; from test_run import toy_plan;"
        "from framing.report.run import run_report;"
        "run_report(toy_plan(Path(sys.argv[2]), 'import time; time.sleep(60)'), Path(sys.argv[3]))"
    )
    place = good.parent / "second"
    place.mkdir()
    running = subprocess.Popen(
        [sys.executable, "-c", code, str(Path(__file__).parent), str(place), str(good)], start_new_session=True
    )
    until = time.monotonic() + 60
    while not (good.parent / "out.partial").exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(2)
    with pytest.raises(ReportError, match="another run"):
        run_report(toy_plan(good.parent, "print('two at once')"), good)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert hash_tree(good, leave_out=frozenset()) == before
    run_report(toy_plan(good.parent, "print('well')"), good)
    assert hash_tree(good, leave_out=frozenset()) == before
    assert sorted(path.name for path in good.parent.iterdir() if path.name.startswith("out")) == ["out"]


def test_a_folder_that_is_no_report_or_cannot_be_written(refused: Callable[..., str], small: Path) -> None:
    (small.parent / "photos").mkdir()
    (small.parent / "photos" / "one.jpg").write_bytes(b"x")
    assert "choose another folder" in refused("run", small, "--out", small.parent / "photos")
    assert (small.parent / "photos" / "one.jpg").exists()
    (small.parent / "file").write_bytes(b"x")
    refused("run", small, "--out", small.parent / "file" / "out")


def test_check_refuses_a_folder_that_is_no_report(refused: Callable[..., str], tmp_path: Path) -> None:
    assert "is no report" in refused("check", tmp_path)


def test_a_plan_takes_its_parameters_from_a_file(small: Path) -> None:
    file = small.parent / "p.yaml"
    file.write_text("focus: CN\nreference: VN\ntop: 5\nzones: [body]\n", encoding="utf-8")
    plan = plan_run(small, file=file, pairs=[("top", "7")])
    assert (plan.study.settings.focus, plan.study.settings.top, plan.parameters["zones"]) == ("CN", 7, ["body"])


# --- hostile text ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_article_of_html_and_script_shows_as_text(tmp_path: Path) -> None:
    script = "<script>document.title='gone'</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) $x^2$ |a|"
    texts = [f"The leaders met and {script} spoke of leaders at length." for _ in range(4)]
    others = [f"Trade grew while {script} ministers spoke of trade and rail." for _ in range(4)]
    frame = {
        "text": texts + others,
        "country": ["<b>VN</b>"] * 4 + ["=CN()"] * 4,
        "outlet": ["<script>alert(2)</script>"] * 8,
        "title": ["=HYPERLINK()"] * 8,
        "language": ["en"] * 8,
    }
    pl.DataFrame(frame).write_csv(tmp_path / "hostile.csv")
    names = ("-p", "focus", "<b>VN</b>", "-p", "reference", "=CN()")
    done = framing("run", tmp_path / "hostile.csv", "--out", tmp_path / "out", *names)
    assert done.returncode == 0, done.stderr
    pages = sorted((tmp_path / "out").rglob("*.html"))
    assert len(pages) == 8 + 3 + 6  # articles, pages of the report, notebooks
    for path in pages:
        page = path.read_text(encoding="utf-8")
        for tag in ("<script", "<img src=x", "<b>VN", 'href="javascript'):
            assert tag not in page, path
    shown = "".join(path.read_text(encoding="utf-8") for path in pages if path.parent.name == "notebooks")
    assert "&lt;script&gt;" in shown
    with start_browser() as browser:
        for path in pages:
            with open_offline(browser, path) as opened:
                assert (opened.outside, opened.failures, opened.complaints) == ([], [], []), path
                assert opened.page.title() != "gone"
    markdown = (tmp_path / "out" / "findings.md").read_text(encoding="utf-8")
    assert "<script" not in markdown
    assert "&lt;script&gt;" in markdown
    articles = (tmp_path / "out" / "tables" / "articles.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK()" in articles
    assert framing("check", tmp_path / "out", "--corpus", tmp_path / "hostile.csv").returncode == 0
