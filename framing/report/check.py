"""Does a report hold what its corpus and parameters give? Every quotation, number, table, figure and notebook.

Two passes that do not trust each other. The first reads the report as it stands: each quotation against the raw text, each
number of a finding against the table it names, each sentence against its template. The second makes the whole report
again in a temporary folder and compares file by file: bytes on the machine kind that files.json names, table cells at
1e-9 elsewhere. An edit whose hash was repaired is caught by both. What a reader wrote into notes.csv since the run is the
reader's own: it is set aside, and said to be.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from framing import storage
from framing.cache import own_cache
from framing.corpus import Corpus, load_corpus
from framing.errors import CheckError, CorpusError, FramingError
from framing.outputs import FILES, harmless, hash_tree, machine_kind, notes_hash, read_csv, seal_of
from framing.report.run import PDF, PROJECT, Plan, plan_run, segmenter_key, write_into
from framing.tokens.segmenting import PAIRS, SYLLABLES, segmenter
from framing.wording import Written, base_language

TOLERANCE = 1e-9  # relative, between machine kinds
_PICTURES = (".png", ".svg", ".pdf")
# A reader's interpretation as findings.md, a notebook (in JSON) and its page show it.
_INTERPRETATION = {
    ".md": re.compile(rb"^(Interpretation \([^)\n]*\): ).*$", re.MULTILINE),
    ".ipynb": re.compile(rb"(Interpretation \([^)\n]*\): )(?:(?!\\n)[^\n])*(?=\\n|\",?\n)"),
    ".html": re.compile(rb"(Interpretation \([^)\n]*\): ).*?(?=</p>)", re.DOTALL),
}
_EMBEDDED = re.compile(rb"data:image/[a-z+]+;base64,[A-Za-z0-9+/=]+")


@dataclass(slots=True)
class Verdict:
    """What a check found: problems (the report does not hold), what was compared, and what could not be verified."""

    problems: list[str] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)
    compared: str = ""


def check_report(folder: Path, *, corpus: str | Path | None = None) -> Verdict:
    """Check a report against its corpus.

    Parameters
    ----------
    folder : the report.
    corpus : where its corpus is; by default the name in files.json, looked up as load_corpus does.

    Returns
    -------
    Verdict; the report holds if it lists no problem. Without the corpus it says what could not be verified.

    Raises
    ------
    CheckError : the folder is no report; words of it were made by a package that is not installed here, or the other way
        round. CorpusError : the corpus given is missing or cannot be read.
    """
    listed = _read_listed(folder)
    verdict = Verdict()
    _check_hashes(folder, listed, verdict)
    found = find_corpus(listed, corpus)
    loaded = None
    if found is None:
        name = listed["corpus"].get("name")
        verdict.unverified.append(
            f"quotations, tables, figures and notebooks against the texts: the corpus {name!r} was not found; give --corpus"
        )
    else:
        loaded = load_corpus(found)
        for name in ("fingerprint", "rules_fingerprint"):
            if listed["corpus"].get(name) != getattr(loaded, name):
                what = "articles" if name == "fingerprint" else "variants, zones or passages"
                verdict.problems.append(f"the {what} of corpus {loaded.name!r} are not those the report was made from")
    _check_findings(folder, loaded, verdict)
    if found is not None and loaded is not None and listed["corpus"].get("fingerprint") == loaded.fingerprint:
        _check_segmenters(loaded, listed["versions"], verdict)
        _check_again(folder, listed, found, verdict)
    return verdict


def _read_listed(folder: Path) -> dict[str, Any]:
    path = folder / FILES
    if not path.is_file():
        raise CheckError(f"{folder} is no report: {FILES} is missing; name the folder that framing run --out wrote")
    try:
        listed = json.loads(storage.read_bytes(path))
        keys = {"schema", "corpus", "parameters", "versions", "machine", "notes", "files", "seal"}
        if not isinstance(listed, dict) or set(listed) != keys:
            raise ValueError("its keys are not those of a report")
        return listed
    except ValueError as error:
        raise CheckError(f"{path.name} cannot be read ({error}); run the report again") from None


def _check_hashes(folder: Path, listed: dict[str, Any], verdict: Verdict) -> None:
    if seal_of(listed) != listed["seal"]:
        verdict.problems.append(f"{FILES}: was edited (its seal does not fit)")
    there = hash_tree(folder)
    for name in sorted(set(there) | set(listed["files"])):
        if name not in there:
            verdict.problems.append(f"{name}: missing, though {FILES} lists it")
        elif name not in listed["files"]:
            verdict.problems.append(f"{name}: not in {FILES}; remove it")
        elif there[name] != listed["files"][name]:
            verdict.problems.append(f"{name}: its sha256 is not the one in {FILES}")


def find_corpus(listed: dict[str, Any], given: str | Path | None) -> Path | None:
    """Where the corpus of a report is: as given, or by the name in its files.json; None if there is none by this name."""
    if given is not None:
        return storage.find_path(given)
    try:
        return storage.find_path(str(listed["corpus"].get("name")))
    except CorpusError:
        return None


def _check_findings(folder: Path, corpus: Corpus | None, verdict: Verdict) -> None:
    """Each finding as it stands in findings.json: quotations, numbers, sentences."""
    try:
        findings = json.loads(storage.read_bytes(folder / "findings.json"))
        for finding in findings:
            verdict.problems.extend(_wrong_values(folder, finding))
            verdict.problems.extend(_wrong_sentences(finding))
            if corpus is not None:
                verdict.problems.extend(_wrong_quotes(finding, corpus))
    except (ValueError, KeyError, TypeError, AttributeError, FramingError) as error:
        verdict.problems.append(f"findings.json cannot be read as findings ({type(error).__name__}: {error})")


def _wrong_values(folder: Path, finding: dict[str, Any]) -> Iterator[str]:
    """Numbers that the table they name does not hold."""
    for value in finding["values"]:
        table = read_csv(folder / "tables" / f"{value['table']}.csv")
        where = pl.lit(value=True)
        for column, cell in value["row"].items():
            where &= pl.col(column) == _as_written(cell)
        cells = table.filter(where)[value["column"]].to_list()
        if len(cells) != 1 or not _same_cell(cells[0], _as_written(value["value"])):
            yield (
                f"finding {finding['id']}: {value['name']} is {value['value']!r}, but tables/{value['table']}.csv "
                f"holds {', '.join(map(repr, cells)) or 'no such row'}"
            )


def _as_written(cell: object) -> str:
    """A cell of findings.json as the CSV holds it."""
    return "" if cell is None else harmless(cell) if isinstance(cell, str) else str(cell)


def _wrong_sentences(finding: dict[str, Any]) -> Iterator[str]:
    """Sentences that are not what their template and values give."""
    blanks = {value["name"]: Written(value["value"]) for value in finding["values"]}
    for name, template in (("sentence", "template"), ("choice", "choice_template"), ("caveat", "caveat_template")):
        if finding[name] != finding[template].format(**blanks):
            yield f"finding {finding['id']}: the {name} is not what its template and numbers give"


def _wrong_quotes(finding: dict[str, Any], corpus: Corpus) -> Iterator[str]:
    """Quotations that are not the raw text at their place."""
    texts = dict(corpus.articles.select("article_id", "text").iter_rows())
    for quote in [*finding["quotes"], *finding["counter_quotes"]]:
        start, end = quote["start"], quote["end"]
        if texts.get(quote["article_id"], "")[start:end] != quote["text"] or not quote["text"]:
            yield (
                f"finding {finding['id']}: the quotation at {start}–{end} of article {quote['article_id']} "
                "is not what the article says there"
            )


def _check_segmenters(corpus: Corpus, versions: dict[str, str], verdict: Verdict) -> None:
    """Words that are made otherwise here would only show as differences in every file: say so before."""
    for language in corpus.articles["language"].drop_nulls().unique().sort():
        made, here = versions.get(segmenter_key(language), ""), segmenter(language)
        if not made or made == here:
            continue
        package, now = (name if name in (PAIRS, SYLLABLES) else name.split(" ")[0] for name in (made, here))
        if package == now:
            verdict.unverified.append(
                f"words ({language}): made by {made}, here by {here}; differences may come from it"
            )
        elif made in (PAIRS, SYLLABLES):
            raise CheckError(
                f"the words of this report ({language}) are {made}, made without {now}, which is installed here; "
                f"run the report again, or check it where {now} is not installed"
            )
        else:
            extra = base_language(language)
            raise CheckError(
                f"the words of this report ({language}) were made by {made}, and here they would be {here}; "
                f'run pip install "framing[{extra}]" and check again'
            )


def _check_again(folder: Path, listed: dict[str, Any], corpus: Path, verdict: Verdict) -> None:
    """Make the report again and compare every file; what was counted before is not used."""
    with tempfile.TemporaryDirectory() as counted, own_cache(Path(counted)):
        _make_and_compare(folder, listed, corpus, verdict)


def _make_and_compare(folder: Path, listed: dict[str, Any], corpus: Path, verdict: Verdict) -> None:
    plan = plan_run(corpus, pairs=[(name, _typed(value)) for name, value in listed["parameters"].items()])
    kept = tuple(notebook for notebook in plan.notebooks if f"notebooks/{notebook.name}" in listed["files"])
    plan = replace(plan, notebooks=kept)  # a report may hold a single notebook
    here = machine_kind(PROJECT / "requirements" / "run.txt")
    same_kind = here == listed["machine"]
    verdict.compared = "byte for byte" if same_kind else f"cells at {TOLERANCE:g} (another machine kind)"
    compare = _Comparison(verdict, same_kind=same_kind, noted=notes_hash(folder) != listed["notes"])
    if compare.noted:
        verdict.unverified.append("your interpretations: notes.csv was changed since the run; run again to show them")
    with tempfile.TemporaryDirectory() as place:
        again = Path(place) / "report"
        again.mkdir()
        _write_again(plan, again, folder, Path(place))
        for name in sorted(set(listed["files"]) | set(hash_tree(again)) | {FILES}):
            compare.files(folder / name, again / name, name)


def _typed(value: object) -> str:
    """A parameter of files.json as it would be typed after -p."""
    return value if isinstance(value, str) else json.dumps(value)


def _write_again(plan: Plan, again: Path, folder: Path, place: Path) -> None:
    try:
        write_into(plan, again, notes_from=folder, failed=place / "failed")
    except FramingError as error:
        raise CheckError(f"the report cannot be made again: {error}") from None


@dataclass(frozen=True, slots=True)
class _Comparison:
    """How the files of two reports are held against each other."""

    verdict: Verdict
    same_kind: bool
    noted: bool  # whether notes.csv was changed since the run

    def files(self, old: Path, new: Path, name: str) -> None:
        if name == PDF:
            self.verdict.unverified.append(f"{name}: a browser printed it from index.html; compare the two by reading")
        elif not new.is_file() or not old.is_file():
            made = "not made" if old.is_file() else "made"
            self.verdict.problems.append(f"{name}: {made} when the report is made again")
        elif name == FILES:
            self.lists(old, new)
        else:
            before, after = self.readable(old), self.readable(new)
            if before != after:
                self.parts(old, new, name, before, after)

    def readable(self, path: Path) -> bytes:
        """A file's bytes, without the reader's interpretations where these were changed."""
        data = storage.read_bytes(path)
        pattern = _INTERPRETATION.get(path.suffix)
        return pattern.sub(rb"\1", data) if pattern and self.noted else data

    def lists(self, old: Path, new: Path) -> None:
        """files.json: all of it on the same machine kind, hashes aside, which are compared file by file."""
        before, after = (json.loads(storage.read_bytes(path)) for path in (old, new))
        keys = {"schema", "corpus", "parameters", *(("versions", "machine") if self.same_kind else ())}
        for key in sorted(keys):
            if before[key] != after[key]:
                self.verdict.problems.append(f"{FILES}: {key} is {before[key]}; the corpus gives {after[key]}")

    def parts(self, old: Path, new: Path, name: str, before: bytes, after: bytes) -> None:
        """Two files that are not the same: say where, as strictly as the machine kinds allow."""
        problems = self.verdict.problems
        if self.same_kind:
            problems.append(f"{name}: {_first_difference(old, new, before, after)}")
        elif name.endswith(_PICTURES):
            self.verdict.unverified.append(f"{name}: pictures are compared on the machine kind that drew them")
        elif name.endswith(".csv"):
            problems.extend(f"{name}, {problem}" for problem in _cell_differences(old, new))
        elif name.endswith(".json"):
            if not _same_data(json.loads(before), json.loads(after)):
                problems.append(f"{name}: {_first_difference(old, new, before, after)}")
        elif _without_pictures(before, name) != _without_pictures(after, name):
            problems.append(f"{name}: {_first_difference(old, new, before, after)}")


def _first_difference(old: Path, new: Path, before: bytes, after: bytes) -> str:
    """Where two files part: a cell of a table, a line of a text."""
    if old.suffix == ".csv":
        return next(_cell_differences(old, new, tolerance=0.0), "the bytes differ")
    if old.suffix in (".png", ".pdf"):
        return "not the picture that the corpus gives"
    old_lines, new_lines = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    for number, (one, other) in enumerate(zip(old_lines, new_lines, strict=False), start=1):
        if one != other:
            at = next(
                (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
            )
            return f"line {number} reads {_around(one, at)!r}; the corpus gives {_around(other, at)!r}"
    return f"{len(old_lines)} lines; the corpus gives {len(new_lines)}"


def _around(line: str, at: int) -> str:
    return line[max(at - 20, 0) : at + 40]


def _cell_differences(old: Path, new: Path, *, tolerance: float = TOLERANCE) -> Iterator[str]:
    before, after = read_csv(old), read_csv(new)
    if before.columns != after.columns or before.height != after.height:
        yield f"{before.height} rows × {before.width} columns; the corpus gives {after.height} × {after.width}"
        return
    for column in before.columns:
        for row, (one, other) in enumerate(zip(before[column], after[column], strict=True), start=2):
            if not _same_cell(one, other, tolerance=tolerance):
                yield f"row {row}, {column}: {one!r}; the corpus gives {other!r}"


def _same_cell(one: str, other: str, *, tolerance: float = TOLERANCE) -> bool:
    if one == other:
        return True
    try:
        a, b = float(one), float(other)
    except ValueError:
        return False
    return abs(a - b) <= tolerance * max(abs(a), abs(b), 1.0)


def _same_data(one: object, other: object) -> bool:
    """JSON data that is the same but for the last digits of its numbers."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same_data(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same_data, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return _same_cell(str(one), str(other))
    return one == other


def _without_pictures(data: bytes, name: str) -> object:
    """What a notebook or page shows, pictures and the interpreter's version left aside."""
    if not name.endswith(".ipynb"):
        return _EMBEDDED.sub(b"", data)
    cells = json.loads(data)["cells"]
    for cell in cells:
        for output in cell.get("outputs", []):
            for kind in [kind for kind in output.get("data", {}) if kind.startswith("image/")]:
                del output["data"][kind]
    return cells
