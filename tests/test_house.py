"""The house rules: floors, names, style, types, the codebook, notebooks, and what no file of ours may say."""

from __future__ import annotations

import ast
import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from project import ROOT

import framing
from framing import chapters, claims, recipe
from framing.columns import COLUMNS, COUNT, DATE, NUMBER, TEXT
from framing.corpus import load_corpus
from framing.recipe import make_findings, make_table, prepare_study
from framing.report import declared_parameters
from framing.tokens import tokenize

PUBLIC = [
    "Contrast", "Corpus", "CorpusCounts", "CountSettings", "Counts", "Duplicates", "Finding", "FramingError", "Quote", "Sides",
    "TermView", "Tokens", "admit", "collocates", "contrast_terms", "count_corpus", "count_terms", "draw_contrast", "draw_dots",
    "draw_events", "draw_observations", "draw_positions", "draw_ranks", "draw_shares", "draw_uses", "draw_weights",
    "explore", "find_duplicates", "find_lines", "find_phrases", "first_lines", "index_terms", "load_corpus", "measures", "open_report",
    "show_term", "state_findings", "tf_idf", "tokenize",
]  # fmt: skip


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
    ],
    ids=["ruff check", "ruff format", "mypy", "import-linter"],
)
def test_style_types_and_floors(command: tuple[str, ...]) -> None:
    done = run(sys.executable, *command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_public_names_are_a_contract() -> None:
    assert sorted(framing.__all__) == PUBLIC
    for name in PUBLIC:
        assert getattr(framing, name) is not None


def test_import_is_light() -> None:
    heavy = "{'sklearn', 'nltk', 'matplotlib', 'papermill', 'nbconvert', 'pandas', 'polars', 'scipy'}"
    code = f"import sys, framing; print(sorted({heavy} & set(sys.modules)))"
    assert run(sys.executable, "-c", code).stdout.strip() == "[]"


def test_libraries_that_take_seconds_are_imported_late() -> None:
    code = (
        "import sys, framing; framing.open_report; framing.contrast_terms; framing.draw_dots; "
        "print(sorted({'sklearn', 'nltk', 'matplotlib', 'papermill', 'nbconvert', 'pandas'} & set(sys.modules)))"
    )
    assert run(sys.executable, "-c", code).stdout.strip() == "[]"


def test_the_network_is_shut() -> None:
    with pytest.raises(RuntimeError, match="stay off the network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    child = run(sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)")
    assert "stay off the network" in child.stderr


@pytest.fixture(scope="module")
def study() -> recipe.Study:
    return prepare_study("seeds", focus="VN", reference="CN")


def test_codebook_names_every_column_with_its_type(study: recipe.Study) -> None:
    used = set()
    for name in recipe.TABLES:
        for column, kind in make_table(study, name).schema.items():
            used.add(column)
            expected = COLUMNS[column].type
            found = COUNT if kind.is_integer() else NUMBER if kind.is_float() else DATE if kind == "Date" else TEXT
            assert str(kind) == "Date" if expected == DATE else expected == found, (name, column, kind)
    assert used == set(COLUMNS), used ^ set(COLUMNS)


def test_no_digit_in_a_template(study: recipe.Study) -> None:
    findings = make_findings(study)
    assert 6 <= len(findings) <= 12
    for finding in findings:
        for template in (finding.template, finding.choice_template, finding.caveat_template):
            assert not re.search(r"\d", template), template


def test_no_digit_in_a_sentence_of_the_source() -> None:
    """Also the templates that no seed brings out: every string of the findings package with a blank in it."""
    files = sorted((ROOT / "framing" / "findings").glob("*.py"))
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    sentences = [text for text in texts if " " in text.strip()]
    assert len(sentences) > 40
    documented = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.Module)]
    docstrings = {ast.get_docstring(node, clean=False) for node in documented}
    for text in sentences:
        assert text in docstrings or not re.search(r"\d", text), text


def test_every_number_of_a_finding_is_a_cell(study: recipe.Study) -> None:
    tables = {name: make_table(study, name) for name in recipe.TABLES}
    for finding in make_findings(study):
        assert finding.values
        for value in finding.values:
            assert claims.look_up(tables, value.table, value.row, value.column) == value.value


def notebooks() -> list[Path]:
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_notebooks_are_thin_and_empty(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    tagged = [cell for cell in code if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    for cell in code:
        source = "".join(cell["source"])
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
        assert cell in tagged or len(source.splitlines()) <= 8
        banned = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda, ast.comprehension)
        assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, banned)]
    imports = {line for cell in code for line in "".join(cell["source"]).splitlines() if "import" in line}
    assert imports == {"import framing"}


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_notebooks_say_nothing_of_a_corpus(path: Path) -> None:
    """No name that the seeds hold, no outlet, no number of several digits: prose explains the method only."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    prose = " ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    surfaces = set(tokenize(load_corpus(ROOT / "seeds")).surfaces["surface"])
    names = {word for word in surfaces if word[0].isupper() and word.lower() not in surfaces}
    assert {"Xi", "Vietnam", "China", "Xinhua", "Hanoi"} <= names
    assert names & set(re.findall(r"\w+", prose)) <= {"Before"}  # words that begin sentences
    assert not re.search(r"\d{2}", prose)


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_a_notebook_is_a_chapter_and_ends_with_what_it_does_not_show(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells]
    assert texts[0].startswith(f"# {chapters.CHAPTERS[path.stem].title}\n")
    assert texts[-1] == f'report.save("{path.stem}")'
    headings = [line for text in texts for line in text.splitlines() if line.startswith("## ")]
    assert headings[-1] == "## What this does not show"


def test_every_notebook_declares_the_same_parameters() -> None:
    declared = [declared_parameters(path) for path in notebooks()]
    assert [path.stem for path in notebooks()] == list(chapters.CHAPTERS)
    assert all(one == declared[0] for one in declared)
    assert {"corpus", "outputs", *recipe.PARAMETERS} == set(declared[0])


def test_no_file_names_a_machine_or_an_index() -> None:
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout.split("\0")
    names = [name for name in listed if name and not name.startswith("seeds/articles/")]
    pattern = re.compile(rb"(^|[^\w.])/(root|home)/\w|pypi\.org|pythonhosted|--index-url|--extra-index", re.MULTILINE)
    for name in names:
        path = ROOT / name
        if path.is_file() and path.suffix not in {".png", ".pdf"} and path != Path(__file__):
            found = pattern.search(path.read_bytes())
            assert found is None, (name, found)
