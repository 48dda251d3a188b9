"""Strict Papermill: toy notebooks that fail in every way a notebook can, and parameters typed wrongly.

The toy notebooks import nothing of ours. A kernel costs about a second, so one run answers many questions
where it can.
"""

from __future__ import annotations

import ast
import asyncio
import base64
import gc
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import nbformat
import papermill
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from framing.errors import ReportError, SettingsError
from framing.report import (
    Declared,
    NotebookFailed,
    StrictTranslator,
    declared_parameters,
    execute_notebook,
    read_parameters,
    strict_html,
)

KNOWN = {
    "text": Declared("text", "str", "a"),
    "least": Declared("least", "int", 5),
    "share": Declared("share", "float", 0.5),
    "merge": Declared("merge", "bool", True),
    "outlets": Declared("outlets", "list", ()),
}


def write_toy(path: Path, *cells: str, parameters: str | None = "name = 'toy'") -> Path:
    """Write a notebook: the parameters cell, then one code cell per source."""
    tagged = [] if parameters is None else [_tagged(parameters)]
    code = [new_code_cell(source, id=f"code-{n}") for n, source in enumerate(cells)]
    nbformat.write(new_notebook(cells=[*tagged, *code]), path)
    return path


def _tagged(source: str, number: int = 0) -> nbformat.NotebookNode:
    return new_code_cell(source, id=f"tagged-{number}", metadata={"tags": ["parameters"]})


def run(notebook: Path, parameters: Mapping[str, object] | None = None, timeout: float = 60) -> nbformat.NotebookNode:
    return execute_notebook(
        notebook,
        parameters=parameters or {},
        shown=parameters or {},
        folder=notebook.parent,
        timeout=timeout,
        environment={},
    )


# --- the parameters cell --------------------------------------------------------------------------


def test_declarations_are_read_without_running(tmp_path: Path) -> None:
    source = (
        "# which corpus\ncorpus = 'Việt'\nleast: int = -5\nshare = .5\nmerge = False\n"
        "outlets = ['VNS', 'Xinhua']\nempty = ()\n"
    )
    declared = declared_parameters(write_toy(tmp_path / "a.ipynb", "1/0", parameters=source))
    assert [(d.name, d.kind, d.default) for d in declared.values()] == [
        ("corpus", "str", "Việt"),
        ("least", "int", -5),
        ("share", "float", 0.5),
        ("merge", "bool", False),
        ("outlets", "list", ("VNS", "Xinhua")),
        ("empty", "list", ()),
    ]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a = 1\nimport os", 2),
        ("a = 1\n\nb = a", 3),
        ("a = b = 1", 1),
        ("a, b = 1, 2", 1),
        ("a = {'x': 1}", 1),
        ("a = [1, 2]", 1),
        ("a = None", 1),
        ("a = 1e999", 1),
        ("a: int", 1),
        ("a = 1\na = 2", 2),
        ("a += 1", 1),
        ("a = f'{1}'", 1),
        ("a.b = 1", 1),
        ("a = 1\nb = (", 2),
        ("%matplotlib inline", 1),
    ],
)
def test_any_other_line_is_refused_by_number(tmp_path: Path, source: str, line: int) -> None:
    toy = write_toy(tmp_path / "a.ipynb", parameters=source)
    with pytest.raises(ReportError, match=rf"notebook a\.ipynb, cell 1, line {line}: "):
        declared_parameters(toy)


def test_no_or_two_parameters_cells(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"a\.ipynb: exactly one .* found none"):
        declared_parameters(write_toy(tmp_path / "a.ipynb", "x = 1", parameters=None))
    two = new_notebook(cells=[_tagged("a = 1", 0), new_markdown_cell("b"), _tagged("a = 2", 1)])
    nbformat.write(two, tmp_path / "b.ipynb")
    with pytest.raises(ReportError, match=r"b\.ipynb: exactly one .* found cells 1, 3"):
        declared_parameters(tmp_path / "b.ipynb")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"nbformat": 4}', '{"nbformat": 9}'])
def test_not_a_notebook(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.ipynb").write_text(content)
    with pytest.raises(ReportError, match=r"a\.ipynb: not a notebook") as caught:
        declared_parameters(tmp_path / "a.ipynb")
    assert "\n" not in str(caught.value)
    with pytest.raises(ReportError, match="cannot be read"):
        declared_parameters(tmp_path / "none.ipynb")


# --- what a user types ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("text", "no", "no"),
        ("text", "012", "012"),
        ("text", "1e3", "1e3"),
        ("text", "", ""),
        ("text", "[a]", "[a]"),
        ("text", "'; import os #", "'; import os #"),
        ("least", "012", 12),
        ("least", "-3", -3),
        ("share", "1", 1.0),
        ("share", "-1.5e-3", -0.0015),
        ("merge", "True", True),
        ("merge", "FALSE", False),
        ("outlets", "VNS, Việt Nam News", ["VNS", "Việt Nam News"]),
        ("outlets", '["a, b", ""]', ["a, b", ""]),
        ("outlets", "", []),
        ("outlets", "[]", []),
    ],
)
def test_value_is_read_by_its_declared_kind(name: str, typed: str, value: object) -> None:
    (read,) = read_parameters([(name, typed)], None, KNOWN).values()
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("least", "5.0"),
        ("least", "five"),
        ("least", "1e3"),
        ("least", " 5"),
        ("least", "1_000"),
        ("least", "٣"),
        ("least", "9" * 5000),
        ("share", "nan"),
        ("share", "inf"),
        ("share", "1e999"),
        ("share", "0,5"),
        ("merge", "yes"),
        ("merge", "1"),
        ("outlets", "a,,b"),
        ("outlets", '["a", 1]'),
        ("outlets", "[a, b]"),
    ],
)
def test_wrong_kind_is_refused_by_name(name: str, typed: str) -> None:
    with pytest.raises(SettingsError, match=f"parameter {name}: got .*, expected ") as caught:
        read_parameters([(name, typed)], None, KNOWN)
    assert repr(typed) in str(caught.value)


@pytest.mark.parametrize("name", ["outlet", "leest", "x"])
def test_unknown_name_lists_the_known(name: str) -> None:
    with pytest.raises(SettingsError, match=f"parameter {name}: unknown; .*text, least") as caught:
        read_parameters([(name, "1")], None, KNOWN)
    close = {"outlet": "outlets", "leest": "least"}.get(name)
    assert ("did you mean" in str(caught.value)) == (close is not None)
    if close:
        assert str(caught.value).endswith(f"did you mean {close}?")


@pytest.mark.parametrize("name", ["x = 1; import os", "a-b", "1a", "", "class", "a\nb"])
def test_name_that_would_be_code_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="not a name"):
        read_parameters([(name, "1")], None, KNOWN)
    with pytest.raises(SettingsError, match="not a name"):
        StrictTranslator.codify({name: "1"})


def test_repeated_parameter_is_refused() -> None:
    with pytest.raises(SettingsError, match="least is given twice"):
        read_parameters([("least", "1"), ("least", "1")], None, KNOWN)


YAML = "text: no\nleast: 012\nshare: 1e3\nmerge: true\noutlets: [VNS, 012]\n"
JSON = '{"text":\t"no", "least": 12, "share": 1000.0, "merge": true, "outlets": ["VNS", "012"]}'


@pytest.mark.parametrize(("ending", "content"), [("yaml", YAML), ("yml", JSON), ("json", JSON)])
def test_file_is_read_as_typed_and_pairs_win(tmp_path: Path, ending: str, content: str) -> None:
    file = tmp_path / f"p.{ending}"
    file.write_text(content.replace("\t", " "))
    assert read_parameters([("least", "7")], file, KNOWN) == {
        "text": "no",
        "least": 7,
        "share": 1000.0,
        "merge": True,
        "outlets": ["VNS", "012"],
    }


@pytest.mark.parametrize(
    ("ending", "content", "message"),
    [
        ("yaml", "text: {a: b}", "parameter text must be one value"),
        ("yaml", "outlets: [[a], b]", "parameter outlets must be one value"),
        ("yaml", "text: a\ntext: b", "text is given twice"),
        ("yaml", "text: a\nleast: [", "line 2: not YAML"),
        ("yaml", "- text", "must hold NAME: VALUE pairs; got seq"),
        ("yaml", "txt: a", "did you mean text"),
        ("yaml", "least: [1]", r"parameter least: got \['1'\], expected a whole number"),
        ("yaml", "a b: 1", "not a name"),
        ("yaml", "text: \x00", "not YAML"),
        ("json", '{"text": "a", "text": "b"}', "text is given twice"),
        ("json", '{"text": null}', "parameter text must be one value"),
        ("json", '{"outlets": {}}', "parameter outlets must be one value"),
        ("json", '{"least": 5.0}', "got '5.0', expected a whole number"),
        ("json", '{"share": NaN}', "got 'NaN', expected a number"),
        ("json", "[1]", "must hold NAME: VALUE pairs; got list"),
        ("json", "{\n", "line 2: not JSON"),
    ],
)
def test_file_is_refused_by_name(tmp_path: Path, ending: str, content: str, message: str) -> None:
    file = tmp_path / f"p.{ending}"
    file.write_text(content)
    with pytest.raises(SettingsError, match=message) as caught:
        read_parameters([], file, KNOWN)
    assert "\n" not in str(caught.value)


def test_missing_or_undecodable_or_empty_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"parameter file .*cannot be read"):
        read_parameters([], tmp_path / "none.yaml", KNOWN)
    (tmp_path / "p.yaml").write_bytes(b"text: \xff")
    with pytest.raises(SettingsError, match="not UTF-8 at byte 6"):
        read_parameters([], tmp_path / "p.yaml", KNOWN)
    (tmp_path / "p.yaml").write_bytes(b"# nothing\n")
    assert read_parameters([], tmp_path / "p.yaml", KNOWN) == {}


@given(
    st.dictionaries(
        st.sampled_from(["a", "b", "ệ"]),
        st.text() | st.booleans() | st.integers() | st.lists(st.text(), max_size=3),
        max_size=3,
    )
)
def test_translated_values_come_back(values: dict[str, object]) -> None:
    statements = ast.parse(StrictTranslator.codify(values)).body
    read = {
        ast.unparse(statement.targets[0]): ast.literal_eval(statement.value)
        for statement in statements
        if isinstance(statement, ast.Assign)
    }
    assert read == values


# --- running --------------------------------------------------------------------------------------

PROBE = """
import os, sys
print(name)
print(os.path.basename(os.getcwd()), sys.executable == interpreter)
print(*(os.environ.get(key) for key in
        ("PYTHONHASHSEED", "TZ", "LC_ALL", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "EXTRA")))
print("PYTHONSTARTUP" in os.environ, "POLARS_FMT_MAX_ROWS" in os.environ)
"""
NOISE = """
import sys, time, warnings
for _ in range(3):
    print("out"); sys.stdout.flush(); time.sleep(0.05)
    print("err", file=sys.stderr); sys.stderr.flush()
warnings.warn("old", stacklevel=1)
object()
"""


def test_good_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere.py")
    monkeypatch.setenv("POLARS_FMT_MAX_ROWS", "3")
    before, working = dict(os.environ), Path.cwd()
    secret = tmp_path / "home of mine"
    notebooks = [tmp_path / "one" / "a.ipynb", tmp_path / "two" / "a.ipynb"]
    texts = []
    for notebook in notebooks:
        notebook.parent.mkdir()
        (notebook.parent / "work").mkdir()
        parameters = "name = 'toy'\ninterpreter = ''\ncorpus = ''"
        write_toy(notebook, PROBE, NOISE, "corpus", parameters=parameters)
        seen: list[tuple[int, int]] = []
        given_values = {
            "name": 'Tô Lâm\'s "talks"',
            "interpreter": sys.executable,
            "corpus": str(secret / notebook.parent.name),
        }
        ran = execute_notebook(
            notebook,
            parameters=given_values,
            shown={**given_values, "interpreter": "python", "corpus": "seeds"},
            folder=notebook.parent / "work",
            timeout=60,
            environment={"EXTRA": "yes"},
            on_cell=lambda done, total, seen=seen: seen.append((done, total)),  # type: ignore[misc]
        )
        assert seen == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
        texts.append(nbformat.writes(ran))
    assert dict(os.environ) == before
    assert Path.cwd() == working
    # The same bytes, though folder, corpus, process ids and times differ.
    assert texts[0] == texts[1]
    assert str(tmp_path) not in texts[0]
    assert "papermill" not in texts[0]
    nbformat.validate(ran)

    ids = [cell.id for cell in ran.cells]
    assert ids == ["tagged-0", "injected-parameters", "code-0", "code-1", "code-2"]
    injected, probe, noise, corpus = ran.cells[1:]
    assert injected.source.splitlines()[1:] == [
        "name = 'Tô Lâm\\'s \"talks\"'",
        "interpreter = 'python'",
        "corpus = 'seeds'",
    ]
    assert probe.outputs[0].text.splitlines() == [
        'Tô Lâm\'s "talks"',
        "work True",
        "0 UTC C.UTF-8 1 1 yes",
        "False False",
    ]
    assert [output.get("name") for output in noise.outputs] == ["stdout", "stderr", None]
    assert noise.outputs[0].text == "out\n" * 3
    assert noise.outputs[1].text.startswith("err\nerr\nerr\ncell:5: UserWarning: old\n")
    assert noise.outputs[2].data["text/plain"] == "<object at 0x0>"
    assert corpus.outputs[0].data["text/plain"] == "'seeds'"
    assert ran.metadata.language_info.version == f"3.{sys.version_info.minor}"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("raise ValueError('first line\\nsecond')", "ValueError: first line$"),
        ("exit()", r"exit\(\) was called"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("import sys; sys.exit(0)", "SystemExit: 0"),
        ("import os; os._exit(1)", "its kernel died"),
        ("import os; os.kill(os.getpid(), 9)", "its kernel died"),
        ("input('name?')", "StdinNotImplementedError"),
        ("x = (", "SyntaxError"),
    ],
)
def test_failure_names_notebook_cell_and_reason(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], source: str, message: str
) -> None:
    toy = write_toy(tmp_path / "toy.ipynb", "print('seen')", source, "print('never')")
    with pytest.raises(NotebookFailed, match=rf"^notebook toy\.ipynb, cell 3: {message}") as caught:
        run(toy, {"name": "x"})
    partial = caught.value.notebook
    assert partial.cells[2].outputs[0].text == "seen\n"
    assert partial.cells[4].outputs == []
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_exit_in_the_last_cell_is_a_failure_too(tmp_path: Path) -> None:
    with pytest.raises(NotebookFailed, match=r"cell 2: exit\(\)"):
        run(write_toy(tmp_path / "toy.ipynb", "exit()"))


def test_cell_tagged_raises_exception_still_fails(tmp_path: Path) -> None:
    cell = new_code_cell("1/0", metadata={"tags": ["raises-exception"]})
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "toy.ipynb")
    with pytest.raises(NotebookFailed, match="cell 1: ZeroDivisionError: division by zero"):
        run(tmp_path / "toy.ipynb")


def test_time_limit_is_for_the_whole_notebook_and_ends_the_kernel(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    spawn = (
        "import os, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])\n"
        "print(os.getpid(), child.pid)"
    )
    toy = write_toy(tmp_path / "toy.ipynb", spawn, "import time; time.sleep(2.5)", "while True: pass")
    started = time.monotonic()
    with pytest.raises(NotebookFailed, match=r"cell 4: still running when the 4 seconds") as caught:
        run(toy, timeout=4)
    assert time.monotonic() - started < 6  # with a limit per cell: at least 6.5
    for pid in map(int, caught.value.notebook.cells[1].outputs[0].text.split()):
        assert _ends(pid)
    gc.collect()
    assert [record for record in caplog.records if record.name == "asyncio"] == []


def _ends(pid: int) -> bool:
    """Whether a process is gone (or a zombie nobody has collected) within three seconds."""
    for _ in range(30):
        ran = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], stdout=subprocess.PIPE, text=True, check=False)
        if ran.stdout.strip()[:1] in ("", "Z"):
            return True
        time.sleep(0.1)
    return False


def test_kernel_that_cannot_start(tmp_path: Path) -> None:
    with pytest.raises(NotebookFailed, match=r"toy\.ipynb, kernel: did not start"):
        execute_notebook(
            write_toy(tmp_path / "toy.ipynb"),
            parameters={},
            shown={},
            folder=tmp_path,
            timeout=60,
            environment={"PYTHONHOME": str(tmp_path)},
        )


def test_saved_leftovers_do_not_survive(tmp_path: Path) -> None:
    stale = new_code_cell("name = 'stale'", metadata={"tags": ["injected-parameters"]})
    blank = new_code_cell("", outputs=[new_output("stream", text="old")], execution_count=9)
    shown = new_code_cell("name", outputs=[new_output("stream", text="old")])
    timed = {"tags": [], "execution": {"iopub.status.busy": "2020"}, "papermill": {"duration": 1}}
    shown.metadata.update(timed)
    nb = new_notebook(cells=[_tagged("name = 'toy'"), stale, blank, shown])
    nb.metadata.update(
        widgets={"state": {}},
        papermill={"duration": 1},
        kernelspec={"name": "R", "display_name": "R"},
        title="kept",
    )
    nbformat.write(nb, tmp_path / "toy.ipynb")
    ran = run(tmp_path / "toy.ipynb")
    assert [cell.source for cell in ran.cells] == ["name = 'toy'", "", "name"]
    assert [len(cell.outputs) for cell in ran.cells] == [0, 0, 1]
    assert ran.cells[2].outputs[0].data["text/plain"] == "'toy'"
    assert ran.cells[2].metadata == {}
    assert sorted(ran.metadata) == ["kernelspec", "language_info", "title"]
    assert ran.metadata.kernelspec.name == "python3"


def test_cells_without_or_with_the_same_id_get_a_fixed_one(tmp_path: Path) -> None:
    nb = new_notebook(cells=[new_markdown_cell("a"), new_markdown_cell("b"), new_markdown_cell("c")])
    nb.cells[2].id = nb.cells[1].id = "same"
    del nb.cells[0]["id"]
    (tmp_path / "toy.ipynb").write_text(nbformat.v4.nbjson.JSONWriter().writes(nb))
    assert [cell.id for cell in run(tmp_path / "toy.ipynb").cells] == ["cell-1", "same", "cell-3"]


def test_run_from_inside_an_event_loop(tmp_path: Path) -> None:
    toy = write_toy(tmp_path / "toy.ipynb", "6 * 7")

    async def from_a_notebook() -> nbformat.NotebookNode:
        return run(toy)

    assert asyncio.run(from_a_notebook()).cells[1].outputs[0].data["text/plain"] == "42"


def test_error_of_the_watcher_passes_through(tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        execute_notebook(
            write_toy(tmp_path / "toy.ipynb"),
            parameters={},
            shown={},
            folder=tmp_path,
            timeout=60,
            environment={},
            on_cell=stop,
        )


@pytest.fixture
def plain_toy(tmp_path: Path) -> Path:
    """A toy as JupyterLab saves it, for Papermill itself: it has to name kernel and language."""
    toy = write_toy(tmp_path / "toy.ipynb", "print(name)")
    nb = nbformat.read(toy, as_version=4)
    nb.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb.metadata.language_info = {"name": "python"}
    nbformat.write(nb, toy)
    return toy


def test_plain_papermill_stays_possible(plain_toy: Path) -> None:
    out = plain_toy.with_name("out.ipynb")
    papermill.execute_notebook(plain_toy, out, parameters={"name": "Việt"}, progress_bar=False, log_output=False)
    ran = nbformat.read(out, as_version=4)
    assert ran.cells[2].outputs[0].text == "Việt\n"
    assert "Việt" not in ran.cells[1].source  # Papermill's own translator: we changed nothing of it


def test_papermill_finds_the_engine(plain_toy: Path) -> None:
    """In a fresh process: papermill loads our module while it is itself being imported."""
    out = plain_toy.with_name("out.ipynb")
    command = [sys.executable, "-m", "papermill", str(plain_toy), str(out), "-p", "name", "Việt"]
    options = ["--engine", "framing", "--no-progress-bar"]
    subprocess.run([*command, *options], check=True, capture_output=True)
    ran = nbformat.read(out, as_version=4)
    assert ran.cells[1].source == "# Parameters\nname = 'Việt'"
    assert ran.cells[2].outputs[0].text == "Việt\n"
    assert "papermill" not in ran.metadata


# --- pages ----------------------------------------------------------------------------------------

PIXEL = base64.b64encode(b"\x89PNG not really").decode()
HOSTILE = """<p onclick="alert(1)">text</p><script>alert(2)</script>
<img src="https://example.org/a.png" onerror="alert(3)"><iframe srcdoc="<b>x</b>"></iframe>
<a href="java
script:alert(4)">link</a><a href="https://example.org/">kept</a><svg><script>alert(5)</script></svg>
<meta http-equiv="refresh" content="0; url=https://example.org"><base href="https://example.org/">
<link rel="stylesheet" href="https://example.org/a.css"><form action="https://example.org"></form>
</body></html><script>alert(6)</script><object data="https://example.org"></object>"""


def page_of(*cells: nbformat.NotebookNode, title: str = "Toy") -> tuple[str, BeautifulSoup]:
    html = strict_html(new_notebook(cells=list(cells)), title)
    return html, BeautifulSoup(html, "html.parser")


def displayed(data: Mapping[str, str], metadata: Mapping[str, object], name: str = "draw") -> nbformat.NotebookNode:
    output = new_output("display_data", data=dict(data), metadata=dict(metadata))
    return new_code_cell("draw()", id=name, outputs=[output], execution_count=1)


def test_page_runs_and_loads_nothing() -> None:
    hostile = displayed({"text/html": HOSTILE, "application/javascript": "alert(0)"}, {})
    html, page = page_of(
        new_markdown_cell(f"# Method\n\n{HOSTILE}\n\n![seen](https://example.org/b.png)", id="m"),
        hostile,
        displayed({"text/markdown": HOSTILE}, {}, "markdown"),
        displayed({"text/plain": "<script>alert(7)</script>"}, {}, "plain"),
        new_code_cell("'</div><script>alert(8)</script>'", id="s"),
        title="</title><script>alert(9)</script>",
    )
    forbidden = ["script", "iframe", "object", "base", "link", "form", "img[src^=http]"]
    assert page.select(", ".join(forbidden)) == []
    attributes = {name for element in page.find_all(True) for name in element.attrs}
    assert not [name for name in attributes if name.startswith("on")]
    assert "java" not in "".join(str(link["href"]) for link in page.select("a[href]"))
    assert {link["href"] for link in page.select("a[href]")} == {"https://example.org/"}
    assert page.title is not None
    assert page.title.string == "</title><script>alert(9)</script>"
    assert len(page.select("meta[http-equiv]")) == 1
    policy = page.select_one("head > meta[http-equiv=Content-Security-Policy]")
    assert policy is not None
    assert str(policy["content"]).startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert "&lt;script&gt;alert(7)" in html  # shown as text


@pytest.mark.parametrize("metadata", [{"image/png": {"alt": 'A "dot"'}}, {"alt": 'A "dot"'}])
def test_page_shows_pictures_with_their_alt_text(metadata: dict[str, object]) -> None:
    _, page = page_of(displayed({"image/png": PIXEL, "text/plain": "<Figure>"}, metadata))
    (picture,) = page.select("img")
    assert picture["alt"] == 'A "dot"'
    assert picture["src"] == f"data:image/png;base64,{PIXEL}"
    assert "<Figure>" not in page.get_text()


def test_page_shows_tables_code_and_streams() -> None:
    table = "<table><tr><th>term</th></tr><tr><td>Tô Lâm</td></tr></table>"
    printed = new_code_cell("print('x')", id="p", outputs=[new_output("stream", name="stdout", text="a < b\n")])
    html, page = page_of(new_markdown_cell("## *How*", id="h"), displayed({"text/html": table}, {}), printed)
    assert [cell.get_text() for cell in page.select("td")] == ["Tô Lâm"]
    assert page.select_one("h2 > em") is not None
    assert "a < b" in page.get_text()
    assert "print('x')" in page.get_text()
    assert html == page_of(new_markdown_cell("## *How*", id="h"), displayed({"text/html": table}, {}), printed)[0]
    assert len(html) < 8_000
    assert html.startswith("<!DOCTYPE html>\n")


def test_page_of_a_failed_notebook_shows_the_error() -> None:
    error = new_output("error", ename="ValueError", evalue="<b>", traceback=["\x1b[31mValueError\x1b[0m: <b>"])
    _, page = page_of(new_code_cell("f()", id="f", outputs=[error]))
    assert "ValueError: <b>" in page.get_text()
