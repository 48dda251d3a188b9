"""Reports as files: the same bytes again, and never a moment without a complete report.

The kill tests end a real process with SIGKILL before each of its file operations in turn. Nothing here knows
what a table or a sentence of a report means.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import ReportError
from framing.outputs import (
    hash_tree,
    is_report,
    machine_kind,
    read_csv,
    replace_report,
    restore,
    ten_digits,
    to_json,
    write_csv,
    write_files_json,
)


def fill(folder: Path, text: str) -> None:
    """Write a small complete report."""
    (folder / "tables").mkdir(parents=True)
    (folder / "tables" / "a.csv").write_text(text)
    (folder / "index.html").write_text(text)
    write_files_json(folder, corpus={"name": text}, parameters={}, versions={}, kind={})


def text_of(folder: Path) -> str:
    """The text a report was filled with, after checking every hash."""
    listed = json.loads((folder / "files.json").read_bytes())["files"]
    assert listed == hash_tree(folder)
    assert sorted(listed) == ["index.html", "tables/a.csv"]
    return (folder / "index.html").read_text()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- replacing ------------------------------------------------------------------------------------


def test_new_report_takes_the_place_of_the_old(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "seeds"
    for text in ("one", "two"):
        with replace_report(target) as staging:
            assert staging == target.with_name("seeds.partial")
            assert names(staging) == []
            fill(staging, text)
            assert is_report(target) == (text == "two")  # the old one stays to the end
        assert text_of(target) == text
        assert names(target.parent) == ["seeds"]


def test_failed_run_leaves_the_old_report(tmp_path: Path) -> None:
    target = tmp_path / "seeds"
    fill(target, "old")

    def fail(error: type[BaseException]) -> None:
        with replace_report(target) as staging:
            fill(staging, "new")
            raise error

    for error in (ZeroDivisionError, KeyboardInterrupt):
        with pytest.raises(error):
            fail(error)
        assert text_of(target) == "old"
        assert names(tmp_path) == ["seeds"]


def test_unfinished_run_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "seeds"
    fill(target, "old")
    with (
        pytest.raises(ReportError, match=r"without files\.json"),
        replace_report(target) as staging,
    ):
        (staging / "index.html").write_text("half")
    assert text_of(target) == "old"


def test_notes_of_the_reader_move_along(tmp_path: Path) -> None:
    target = tmp_path / "seeds"
    fill(target, "old")
    (target / "notes.csv").write_text("mine")
    with replace_report(target) as staging:
        fill(staging, "new")
    assert (target / "notes.csv").read_text() == "mine"
    assert text_of(target) == "new"


def test_foreign_folder_or_file_is_refused_and_untouched(tmp_path: Path) -> None:
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "chapter.txt").write_text("years")
    (thesis / "files.json").write_text('{"not": "ours"}')
    file = tmp_path / "file"
    file.write_text("text")
    for target in (thesis, file):
        with (
            pytest.raises(ReportError, match=f"{target.name}: .*choose another folder"),
            replace_report(target) as staging,
        ):
            fill(staging, "new")
    assert (thesis / "chapter.txt").read_text() == "years"
    assert file.read_text() == "text"
    assert names(tmp_path) == ["file", "thesis"]


def test_empty_folder_is_taken(tmp_path: Path) -> None:
    with replace_report(tmp_path) as staging:
        fill(staging, "new")
    assert text_of(tmp_path) == "new"


def test_link_to_a_report_stays_a_link(tmp_path: Path) -> None:
    fill(tmp_path / "real", "old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with replace_report(tmp_path / "link") as staging:
        fill(staging, "new")
    assert (tmp_path / "link").is_symlink()
    assert text_of(tmp_path / "real") == "new"


def test_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReportError), replace_report(tmp_path / "file" / "seeds"):
        pass
    target = tmp_path / "seeds"
    fill(target, "old")

    def refuse(source: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(source))

    def replace() -> None:
        with replace_report(target) as staging:
            fill(staging, "new")
            monkeypatch.setattr(os, "rename", refuse)

    with pytest.raises(ReportError, match=r"cannot be written \(Permission denied"):
        replace()
    assert text_of(target) == "old"


def test_second_step_of_the_swap_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "seeds"
    fill(target, "old")
    rename = os.rename

    def refuse_staging(source: Path, to: Path) -> None:
        if str(source).endswith(".partial"):
            raise PermissionError(13, "Permission denied", str(source))
        rename(source, to)

    monkeypatch.setattr(os, "rename", refuse_staging)
    with pytest.raises(ReportError), replace_report(target) as staging:
        fill(staging, "new")
    assert text_of(target) == "old"
    assert names(tmp_path) == ["seeds"]


# --- restoring ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "previous", "left", "text"),
    [
        (None, "old", ["seeds"], "old"),
        ("new", "old", ["seeds"], "new"),
        ("empty", "old", ["seeds"], "old"),
        ("half", "old", ["seeds", "seeds.incomplete"], "old"),
        ("new", "half", ["seeds"], "new"),
        ("new", None, ["seeds"], "new"),
        (None, "half", [], None),
    ],
)
def test_restore(tmp_path: Path, target: str | None, previous: str | None, left: list[str], text: str | None) -> None:
    make: dict[str | None, Callable[[Path], None]] = {
        None: lambda _: None,
        "old": lambda path: fill(path, "old"),
        "new": lambda path: fill(path, "new"),
        "empty": lambda path: path.mkdir(),
        "half": lambda path: (fill(path, "half"), (path / "files.json").unlink())[0],
    }
    make[target](tmp_path / "seeds")
    make[previous](tmp_path / "seeds.previous")
    make["half"](tmp_path / "seeds.partial")
    restore(tmp_path / "seeds")
    assert names(tmp_path) == left
    if text is not None:
        assert text_of(tmp_path / "seeds") == text


# Forks one child per file operation; each child is killed just before that operation.
_KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from framing.outputs import replace_report
from test_outputs import fill
WATCHED = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "open"}

def child(target, nth):
    left = [nth]
    def hook(event, args):
        if event in WATCHED:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    with replace_report(target) as staging:
        fill(staging, "new")
    os._exit(0)

for nth in range(1, 200):
    target = Path(sys.argv[1], str(nth), "seeds")
    fill(target, "old")
    (target / "notes.csv").write_text("mine")
    pid = os.fork()
    if pid == 0:
        child(target, nth)
    if os.waitpid(pid, 0)[1] == 0:
        print(nth)
        break
"""


def test_killed_at_every_step(tmp_path: Path) -> None:
    here = str(Path(__file__).parent)
    ran = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path), here],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    steps = int(ran.stdout)
    assert steps > 15  # lock, folders, files, two renames, removals
    ended = {"old": 0, "new": 0}
    for nth in range(1, steps + 1):
        base = tmp_path / str(nth)
        standing = [path for path in base.iterdir() if is_report(path)]
        assert {path.name for path in standing} & {"seeds", "seeds.previous"}
        for path in standing:
            text_of(path)  # what passes for a report is complete, with every hash
        restored = _run_that_fails(base / "seeds")
        ended[restored] += 1
        assert (base / "seeds" / "notes.csv").read_text() == "mine"
        assert names(base) == ["seeds"]
    assert min(ended.values()) > 2


def _run_that_fails(target: Path) -> str:
    """The text of the report that the next run finds."""
    with pytest.raises(ZeroDivisionError), replace_report(target):
        raise ZeroDivisionError
    return text_of(target)


_SLOW = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from framing.outputs import replace_report
from test_outputs import fill
with replace_report(Path(sys.argv[1])) as staging:
    print("writing", flush=True)
    sys.stdin.readline()
    fill(staging, "first")
"""


def test_two_runs_at_once(tmp_path: Path) -> None:
    target = tmp_path / "seeds"
    fill(target, "old")
    with subprocess.Popen(
        [sys.executable, "-c", _SLOW, str(target), str(Path(__file__).parent)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "writing\n"
        with pytest.raises(ReportError, match="another run is writing"), replace_report(target):
            pass
        assert text_of(target) == "old"
        assert (tmp_path / "seeds.partial").is_dir()  # the other run's, untouched
        first.communicate("go\n")
        assert first.returncode == 0
    assert text_of(target) == "first"
    assert names(tmp_path) == ["seeds"]


# --- hashes and the kind of machine ---------------------------------------------------------------


def test_hash_tree_is_sorted_and_leaves_out(tmp_path: Path) -> None:
    fill(tmp_path, "text")
    (tmp_path / "notes.csv").write_text("mine")
    (tmp_path / "tables" / "notes.csv").write_text("a table of ours")
    assert list(hash_tree(tmp_path)) == ["index.html", "tables/a.csv", "tables/notes.csv"]
    assert len(hash_tree(tmp_path, leave_out=frozenset())) == 5


def test_machine_kind_ignores_newlines_of_the_checkout(tmp_path: Path) -> None:
    unix, windows = tmp_path / "a.txt", tmp_path / "b.txt"
    unix.write_bytes(b"polars==2.1\n")
    windows.write_bytes(b"polars==2.1\r\n")
    assert machine_kind(unix) == machine_kind(windows)
    assert machine_kind(unix) != machine_kind(None) == machine_kind(tmp_path / "none.txt")
    assert machine_kind(None)["python"] == f"{sys.version_info.major}.{sys.version_info.minor}"


def test_files_json_is_the_same_wherever_it_lies(tmp_path: Path) -> None:
    for place in ("a", "b"):
        fill(tmp_path / place, "text")
    assert (tmp_path / "a/files.json").read_bytes() == (tmp_path / "b/files.json").read_bytes()
    assert str(tmp_path).encode() not in (tmp_path / "a/files.json").read_bytes()


# --- JSON -----------------------------------------------------------------------------------------


@given(st.floats(-1e300, 1e300))
def test_ten_digits(x: float) -> None:
    rounded = ten_digits(x)
    assert ten_digits(rounded) == rounded
    assert math.isclose(rounded, x, rel_tol=6e-10, abs_tol=1e-300)
    assert math.copysign(1, ten_digits(-0.0)) == 1


def test_json_by_hand() -> None:
    record = {
        "việt": ("a", None, True),
        "b": {"n": np.int64(3), "x": np.float64(1 / 3), "zero": -0.0, "big": 12345678901.5},
    }
    assert to_json(record).decode() == (
        '{\n "b": {\n  "big": 12345678900.0,\n  "n": 3,\n  "x": 0.3333333333,\n  "zero": 0.0\n },\n'
        ' "việt": [\n  "a",\n  null,\n  true\n ]\n}\n'
    )


@pytest.mark.parametrize(
    ("record", "where"),
    [
        ({"a": [0.0, math.nan]}, r"result\.a\[1\]: got nan"),
        ({"a": {"b": -math.inf}}, r"result\.a\.b: got -inf"),
        ({"a": {1: "x"}}, r"result\.a: got the key 1"),
        ({"a": Path("x")}, r"result\.a: got .*Path"),
    ],
)
def test_json_refuses_by_name(record: object, where: str) -> None:
    with pytest.raises(ReportError, match=where):
        to_json(record)


# --- CSV ------------------------------------------------------------------------------------------


def test_csv_by_hand(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "term": ['say "no"', "a,b", "két\nsor", "lone\rreturn", None],
            "n": [1, 2, 3, -4, None],
            "g2": [1 / 3, -0.0, 1e-7, 3.0, None],
            "flag": [True, False, None, True, False],
        }
    )
    write_csv(tmp_path / "t.csv", frame)
    assert (tmp_path / "t.csv").read_bytes() == (
        "\ufeffterm,n,g2,flag\n"
        '"say ""no""",1,0.3333333333,true\n'
        '"a,b",2,0,false\n'
        '"két\nsor",3,1e-07,\n'
        '"lone\rreturn",-4,3,true\n'
        ",,,false\n"
    ).encode()


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=HYPERLINK(0)", "'=HYPERLINK(0)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1+1", "'＝1+1"),
        ("-5", "-5"),
        ("+1.5e3", "+1.5e3"),
        ("— VNS", "— VNS"),
        ("a=b", "a=b"),
    ],
)
def test_csv_cell_is_no_formula(tmp_path: Path, cell: str, written: str) -> None:
    write_csv(tmp_path / "t.csv", pl.DataFrame({"=text": [cell], "n": [1]}))
    back = read_csv(tmp_path / "t.csv")
    assert back.columns == ["'=text", "n"]
    assert back.rows() == [(written, "1")]


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_csv_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    frame = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String}, orient="row")
    write_csv(path, frame)
    back = read_csv(path)
    assert back.schema == {"a": pl.String, "b": pl.String}
    for given_row, row in zip(rows, back.rows(), strict=True):
        for before, after in zip(given_row, row, strict=True):
            assert after in (before, f"'{before}")


def test_csv_of_one_column_keeps_its_empty_cells(tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", pl.DataFrame({"a": ["x", "", "y"]}))
    assert read_csv(tmp_path / "t.csv")["a"].to_list() == ["x", "", "y"]


def test_csv_without_rows(tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", pl.DataFrame(schema={"a": pl.Int64, "b": pl.String}))
    assert read_csv(tmp_path / "t.csv").schema == {"a": pl.String, "b": pl.String}


def test_csv_reads_nothing_into_text(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,x\n000,no\n1e3,\n")
    assert read_csv(tmp_path / "t.csv").rows() == [("000", "no"), ("1e3", "")]


def test_csv_refuses(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"column x: got nan"):
        write_csv(tmp_path / "t.csv", pl.DataFrame({"x": [1.0, math.nan]}))
    with pytest.raises(ReportError, match=r"column x holds List"):
        write_csv(tmp_path / "t.csv", pl.DataFrame({"x": [[1], [2]]}))
    assert not (tmp_path / "t.csv").exists()
    (tmp_path / "t.csv").write_text("a,b\n1,2,3\n")
    with pytest.raises(ReportError, match="not a CSV table"):
        read_csv(tmp_path / "t.csv")
    (tmp_path / "t.csv").write_text("")
    with pytest.raises(ReportError, match="not a CSV table"):
        read_csv(tmp_path / "t.csv")
