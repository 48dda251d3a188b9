"""The report on the seeds, end to end: the same bytes again, every edit caught, no claim too much."""

from __future__ import annotations

import csv
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import bibtexparser
import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from numpy._core._multiarray_umath import __cpu_dispatch__
from project import ROOT

from framing.corpus import load_corpus
from framing.outputs import hash_tree, machine_kind, read_csv, seal_of, to_json
from framing.report.check import check_report
from framing.report.pdf import print_page

pytestmark = pytest.mark.slow
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
COMMITTED = ROOT / "outputs" / "seeds"


def framing(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "framing", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report made from another folder, into another place, by one worker and without AVX-512; once for all tests."""
    shared = tmp_path_factory.getbasetemp().parent
    place = shared / "elsewhere"
    with FileLock(shared / "elsewhere.lock"):
        if not place.exists():
            place.mkdir()
            wide = [name for name in __cpu_dispatch__ if "AVX512" in name or "V4" in name]  # V4 is AVX-512's level
            assert wide or "x86" not in platform.machine()
            arguments = ("run", ROOT / "seeds", "--out", "a/b", "--workers", "1")
            done = framing(*arguments, cwd=place, NPY_DISABLE_CPU_FEATURES=" ".join(wide))
            assert done.returncode == 0, done.stderr
    return place / "a" / "b"


def repair(folder: Path) -> None:
    """Make files.json fit whatever the folder holds now."""
    path = folder / "files.json"
    listed = json.loads(path.read_bytes())
    listed["files"] = hash_tree(folder)
    path.write_bytes(to_json({**listed, "seal": seal_of(listed)}))


def test_a_rerun_gives_the_committed_report(report: Path) -> None:
    """Bytes on the machine kind that files.json names, table cells elsewhere."""
    listed = json.loads((COMMITTED / "files.json").read_bytes())
    verdict = check_report(COMMITTED, corpus=ROOT / "seeds")
    assert verdict.problems == []
    if listed["machine"] == machine_kind(ROOT / "requirements" / "run.txt"):
        assert verdict.unverified == []
        assert hash_tree(report, leave_out=frozenset()) == hash_tree(COMMITTED, leave_out=frozenset())


def test_a_copy_elsewhere_holds_and_without_its_corpus_says_so(report: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(report, copy)
    done = framing("check", copy, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "byte for byte" in done.stdout
    listed = json.loads((copy / "files.json").read_bytes())
    listed["corpus"]["name"] = "a corpus that is nowhere"
    (copy / "files.json").write_bytes(to_json({**listed, "seal": seal_of(listed)}))
    done = framing("check", copy, cwd=tmp_path)
    assert done.returncode == 0
    assert "was not found; give --corpus" in done.stdout


def test_one_digit_edited_in_every_file_is_caught_though_the_hashes_were_repaired(report: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(report, copy)
    names = sorted(hash_tree(copy))
    for name in names:
        data = bytearray((copy / name).read_bytes())
        digits = [match.start() for match in re.finditer(rb"[1-8]", data)]
        digits = digits or [match.start() for match in re.finditer(rb"[a-y]", data)]  # a table without a row
        at = digits[len(digits) // 2]
        data[at] += 1
        (copy / name).write_bytes(bytes(data))
    repair(copy)
    verdict = check_report(copy, corpus=ROOT / "seeds")
    caught = {problem.split(":")[0].split(",")[0] for problem in verdict.problems}
    assert set(names) <= caught | {"findings.json"}
    assert any(problem.startswith(("finding ", "findings.json")) for problem in verdict.problems)


def test_an_edited_quotation_number_and_parameter_are_told_apart(report: Path, tmp_path: Path) -> None:
    """A quotation against the raw text, a sentence against its numbers, files.json against its seal."""
    copy = tmp_path / "copy"
    shutil.copytree(report, copy)
    text = (copy / "findings.json").read_text(encoding="utf-8")
    findings = json.loads(text)
    quote, sentence = findings[0]["quotes"][0]["text"], findings[2]["sentence"]
    assert "vision" in quote
    assert "24 occurrences" in sentence
    text = text.replace(quote, quote.replace("vision", "version"), 1)
    text = text.replace(sentence, sentence.replace("24 occurrences", "34 occurrences"), 1)
    (copy / "findings.json").write_text(text, encoding="utf-8")
    repair(copy)
    listed = (copy / "files.json").read_text(encoding="utf-8")
    (copy / "files.json").write_text(listed.replace('"top": 20', '"top": 21'), encoding="utf-8")
    problems = check_report(copy, corpus=ROOT / "seeds").problems
    for said in ("is not what the article says there", "not what its template and numbers give", "seal", "tables/"):
        assert any(said in problem for problem in problems), said


def test_on_another_machine_kind_cells_are_compared_and_pictures_are_said_to_be_unverified(
    report: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(report, copy)
    table = copy / "tables" / "contrast.csv"
    rows = table.read_text(encoding="utf-8-sig").splitlines()
    column = rows[0].split(",").index("log_ratio")
    near, far = rows[1].split(","), rows[2].split(",")
    near[column] = near[column][:-1] + str((int(near[column][-1]) + 1) % 10)  # the tenth digit: within 1e-9
    far[column] = str(float(far[column]) + 0.001)
    rows[1:3] = [",".join(near), ",".join(far)]
    table.write_text("\ufeff" + "\n".join(rows) + "\n", encoding="utf-8", newline="")
    page = copy / "notebooks" / "01_corpus.html"
    page.write_text(page.read_text(encoding="utf-8").replace("3,362", "3,363", 1), encoding="utf-8")
    picture = copy / "figures" / "top_terms.png"
    picture.write_bytes(picture.read_bytes() + b"x")
    listed = json.loads((copy / "files.json").read_bytes())
    listed["machine"]["python"] = "3.99"
    (copy / "files.json").write_bytes(to_json(listed))
    repair(copy)
    verdict = check_report(copy, corpus=ROOT / "seeds")
    assert "another machine kind" in verdict.compared
    assert [problem.split(": ")[0] for problem in verdict.problems] == [
        "notebooks/01_corpus.html",
        "tables/contrast.csv, row 3, log_ratio",
    ]
    assert any("figures/top_terms.png" in gap for gap in verdict.unverified)


def our_words(report: Path) -> dict[str, str]:
    """What we say in every readable file, quotations, concordance lines and term cells taken out."""
    findings = json.loads((report / "findings.json").read_bytes())
    said = {"methods.md": (report / "methods.md").read_text(encoding="utf-8")}
    said["findings.md"] = re.sub(r"“[^”]*”|^>.*$", "", (report / "findings.md").read_text(encoding="utf-8"), flags=re.M)
    said["findings.json"] = re.sub(
        r"“[^”]*”", "", " ".join(f[key] for f in findings for key in ("heading", "sentence", "choice", "caveat"))
    )
    for notebook in NOTEBOOKS:
        said[notebook] = words_of_notebook(report / "notebooks" / notebook)
    for page in sorted(report.glob("*.html")):
        said[page.name] = words_of_page(page)
    return said


def words_of_notebook(path: Path) -> str:
    shown = []
    for cell in json.loads(path.read_bytes())["cells"]:
        shown += ["".join(cell["source"])] if cell["cell_type"] == "markdown" else []
        for output in cell.get("outputs", []):
            data = output["data"]
            shown += re.findall(r"<(?:th|caption)[^>]*>([^<]*)<", "".join(data.get("text/html", "")))
            shown.append(re.sub(r"“[^”]*”|^>.*$", "", "".join(data.get("text/markdown", "")), flags=re.M))
            shown.append(re.sub(r"“[^”]*”", "", output["metadata"].get("image/png", {}).get("alt", "")))
    return "\n".join(shown)


def words_of_page(path: Path) -> str:
    """What we say on a page: quotations, lines, cells, marked paragraphs and the reader's part taken out."""
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    alts = " ".join(str(image["alt"]) for image in page.find_all("img"))
    for element in page.select("style, blockquote, .paragraph, .lines, tbody, .terms, .term h2, .receipts, .note"):
        element.decompose()
    return re.sub(r"“[^”]*”", "", f"{page.get_text(' ')} {alts}")


def test_no_sentence_claims_more_than_five_articles_allow(report: Path) -> None:
    for name, text in our_words(report).items():
        plain = re.sub(r"\(smallest attainable p: 0\.20\)", "", text)
        assert not re.search(r"(?i)significan", plain), name
        assert not re.search(r"\b[pq]\b", plain), name
        assert not re.search(r"(?i)(chinese|vietnamese) (media|press)|\b(VN|CN) says", plain), name
        assert not re.search(r"(?i)\b(focus|reference|tier|gate|fingerprint|manifest|multiverse)\b", plain), name
    for name in ("findings.md", "index.html", "01_corpus.ipynb", "03_contrasts.ipynb", "05_findings.ipynb"):
        assert our_words(report)[name].count("4 articles against 1 (smallest attainable p: 0.20)") == 1
    assert "attainable" not in our_words(report)["methods.md"]


def test_findings_cover_what_a_reader_asks(report: Path) -> None:
    findings = json.loads((report / "findings.json").read_bytes())
    assert 6 <= len(findings) <= 12
    ids = " ".join(finding["id"] for finding in findings)
    for kind in ("shared-", "more-in-VN", "more-in-CN", "absent-from-CN", "absent-from-VN", "who-speaks", "raw-list"):
        assert kind in ids
    for finding in findings:
        assert len(finding["quotes"]) == 2, finding["id"]
        assert finding["choice"]
        assert finding["caveat"]
        assert finding["tier"] == "descriptive"
    texts = dict(load_corpus(ROOT / "seeds").articles.select("article_id", "text").iter_rows())
    quotes = [q for finding in findings for q in finding["quotes"] + finding["counter_quotes"]]
    assert len(quotes) > 20
    for quote in quotes:
        assert texts[quote["article_id"]][quote["start"] : quote["end"]] == quote["text"]


def test_swapping_the_sides_negates_and_swaps_and_changes_nothing_else(report: Path, tmp_path: Path) -> None:
    done = framing("run", "seeds", "--out", tmp_path / "swapped", "-p", "focus", "CN", "-p", "reference", "VN")
    assert done.returncode == 0, done.stderr
    one = read_csv(report / "tables" / "contrast.csv").rows(named=True)
    two = read_csv(tmp_path / "swapped" / "tables" / "contrast.csv").rows(named=True)
    assert [row["term"] for row in one] == [row["term"] for row in two]
    negated = {"log_ratio", "g2", "weighted_log_odds"}
    ends = {f"{name}_low": f"{name}_high" for name in ("leave_one_out", "leave_outlet_out", "log_ratio")}
    for a, b in zip(one, two, strict=True):
        for column, cell in a.items():
            if column in negated:
                assert float(cell) == -float(b[column])
            elif column in ends:
                assert (cell, a[ends[column]]) == ("", "") or float(cell) == -float(b[ends[column]])
            elif column.endswith("_focus"):
                assert cell == b[column.replace("_focus", "_reference")]
            elif not column.endswith(("_reference", "_high")):
                assert cell == b[column]


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_plain_papermill_runs_every_notebook_from_any_folder(tmp_path: Path, notebook: str) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "papermill", str(ROOT / "notebooks" / notebook), "out.ipynb"),
            *("-p", "focus", "CN", "-p", "reference", "VN", "-k", "python3"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    ran = (tmp_path / "out.ipynb").read_text(encoding="utf-8")
    assert "Nothing is written: the parameter `outputs` is empty." in ran
    assert ("1 article against 4" in ran) == ("report.allowance()" in ran)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.ipynb"]


def test_notes_are_kept_and_shown(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    shutil.copytree(report, out)
    rows = list(csv.DictReader((out / "notes.csv").read_text(encoding="utf-8-sig").splitlines()))
    rows[0]["interpretation"] = "A formula of both *parties*."
    with (out / "notes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    mine = (out / "notes.csv").read_bytes()
    done = framing("check", out)
    assert done.returncode == 0, done.stderr
    assert "your interpretations: notes.csv was changed since the run" in done.stdout
    done = framing("run", "seeds", "--out", out)
    assert done.returncode == 0, done.stderr
    assert (out / "notes.csv").read_bytes() == mine
    assert r"A formula of both \*parties\*." in (out / "findings.md").read_text(encoding="utf-8")


def test_executed_copies_hold_nothing_of_the_explorer(report: Path) -> None:
    source = (ROOT / "notebooks" / "04_evidence.ipynb").read_text(encoding="utf-8")
    assert source.count('"interactive"') == 2
    for path in (report / "notebooks").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"interactive|explore|widget|show_term", text), path.name


def test_every_file_of_a_report_has_one_notebook_that_writes_it(report: Path) -> None:
    written = [
        re.findall(r"`([^`]+)`", "".join(output["data"]["text/markdown"]))
        for name in NOTEBOOKS
        for output in json.loads((report / "notebooks" / name).read_bytes())["cells"][-1]["outputs"]
    ]
    paths = [path for one in written for path in one]
    assert len(written) == len(NOTEBOOKS)
    assert len(paths) == len(set(paths))
    own = {name for name in hash_tree(report) if not name.startswith("notebooks/")}
    assert set(paths) == own


def test_the_bibliography_can_be_read(report: Path) -> None:
    library = bibtexparser.parse_string((report / "references.bib").read_text(encoding="utf-8"))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [f"seeds-{number:03d}" for number in range(5)]
    assert library.entries[3]["title"].startswith("{China, Vietnam reaffirm commitment")
    assert "organization" not in library.entries[4]


def test_a_printed_page_is_the_same_again_and_names_no_folder(report: Path, tmp_path: Path) -> None:
    page = (report / "index.html").read_text(encoding="utf-8")
    for name in ("one", "two"):
        print_page(page, tmp_path / name / "index.pdf")
    printed = (tmp_path / "one" / "index.pdf").read_bytes()
    assert printed == (tmp_path / "two" / "index.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert b"file://" not in printed
    assert str(tmp_path).encode() not in printed


def test_a_report_with_its_pdf_is_checked_and_the_pdf_left_to_the_reader(report: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(report, copy)
    (copy / "index.pdf").write_bytes(b"%PDF printed")
    repair(copy)
    verdict = check_report(copy, corpus=ROOT / "seeds")
    assert verdict.problems == []
    assert any(gap.startswith("index.pdf: a browser printed it") for gap in verdict.unverified)
