"""From a corpus to a finished report: check the parameters, run the notebooks, put the new report in the old one's place.

Everything is written into a folder beside the target and takes its name only when it is complete. What a notebook shows
and what files.json records holds no path, user or time.
"""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from framing import storage
from framing.errors import ReportError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbformat import NotebookNode

    from framing.corpus import Corpus
    from framing.study import Source, Study

OURS = ("corpus", "outputs")  # parameters that the command line gives in its own way
TIMEOUT = 600.0  # seconds for one notebook
PDF = "index.pdf"
PROJECT = Path(__file__).resolve().parents[2]
_VERSIONS = ("framing", "matplotlib", "nltk", "numpy", "papermill", "polars", "scikit-learn", "scipy")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """A run that has passed every check: the notebooks, their parameters, and the corpus they are about.

    whole : the corpus as it lies on disk, where the parameters take a part of it; the study's own if None.
    """

    notebooks: tuple[Path, ...]
    corpus: Path
    parameters: Mapping[str, object]
    study: Study
    whole: Corpus | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run was asked for, each parameter checked by itself: notebooks, where the corpus is, parameters, the corpus."""

    notebooks: tuple[Path, ...]
    path: Path
    parameters: Mapping[str, object]
    source: Source

    @property
    def whole(self) -> Corpus:
        """The corpus as it lies on disk; without its texts where it is large."""
        return self.source.corpus


def plan_run(
    corpus: str | Path,
    *,
    pairs: Iterable[tuple[str, str]] = (),
    file: Path | None = None,
    folder: Path | None = None,
    drawn: bool = True,
) -> Plan:
    """Check corpus and parameters before anything is started or written.

    Parameters
    ----------
    corpus : what load_corpus reads.
    pairs : NAME, VALUE as typed after -p.
    file : a YAML or JSON file of parameters.
    folder : where the notebooks are; by default the project's own.
    drawn : whether figures will be drawn, so that letters are held against the fonts.

    Raises
    ------
    CorpusError, SettingsError, ReportError, FigureError : the message names file, row, parameter or letter, and the remedy.
    """
    return make_plan(read_wanted(corpus, pairs=pairs, file=file, folder=folder), drawn=drawn)


def read_wanted(
    corpus: str | Path,
    *,
    pairs: Iterable[tuple[str, str]] = (),
    file: Path | None = None,
    folder: Path | None = None,
    workers: int = 1,
    cluster: str = "",
) -> Wanted:
    """Read the parameters and the corpus of a run (see plan_run); whether there is a contrast is not asked."""
    from framing.chapters import CHAPTERS
    from framing.report import declared_parameters, read_parameters
    from framing.study import open_source

    notebooks = tuple((folder or PROJECT / "notebooks") / f"{name}.ipynb" for name in CHAPTERS)
    for notebook in notebooks:
        if not notebook.is_file():
            raise ReportError(f"{notebook.name} is missing; run framing from its project folder, installed with pip -e")
    declared = {name: one for notebook in notebooks for name, one in declared_parameters(notebook).items()}
    given = read_parameters(pairs, file, declared)
    for name in OURS:
        if name in given:
            raise SettingsError(f"{name} is no -p parameter of a run: write framing run CORPUS --out DIR")
    values = {**{name: one.default for name, one in declared.items()}, **given}
    parameters = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    path = storage.find_path(corpus)
    own = {name: value for name, value in parameters.items() if name not in OURS}
    return Wanted(notebooks, path, own, open_source(path, workers=workers, cluster=cluster))


def make_plan(wanted: Wanted, *, language: str = "", drawn: bool = True) -> Plan:
    """The plan of a run, of one language where one is named.

    Its contrast is made, which refuses what cannot be compared, and what will be drawn is held against the fonts.
    """
    from framing.recipe import PARAMETERS, prepare_study

    parameters = {**wanted.parameters, **({"language": language} if language else {})}
    given = {name: parameters[name] for name in PARAMETERS if name in parameters}
    study = prepare_study(wanted.source, **given)  # type: ignore[arg-type]
    if drawn:
        _check_letters(study)
    return Plan(wanted.notebooks, wanted.path, parameters, study, wanted.whole)


def _check_letters(study: Study) -> None:
    """Raise FigureError now, and not in a notebook, where a term or name that figures surely show cannot be drawn."""
    from framing.figures import check_letters  # late: it brings matplotlib
    from framing.recipe import make_table
    from framing.tables import key_terms, shared_terms

    names = make_table(study, "sides")["name"]
    check_letters((text, False) for text in (*names, *key_terms(study), *shared_terms(study)))


def run_report(
    plan: Plan,
    out: Path,
    *,
    workers: int | None = None,
    timeout: float = TIMEOUT,
    pdf: bool = False,
    progress: Progress | None = None,
) -> None:
    """Run the notebooks of a plan and replace the report in `out` by what they give.

    Parameters
    ----------
    plan : from plan_run.
    out : the report's folder: missing, empty, or an earlier report, whose notes.csv stays.
    workers : notebooks at a time; by default as many as there are cores. No byte depends on it.
    timeout : seconds for each notebook.
    pdf : print index.html into index.pdf, too.
    progress : called with a notebook's name, the cells that have run and all its cells.

    Raises
    ------
    ReportError : a notebook failed (it is kept in OUT.failed), another run is writing, a folder cannot be written. The
        report that was there stays.
    """
    from framing.outputs import replace_report
    from framing.report.pdf import find_browser

    if (workers is not None and workers < 1) or timeout <= 0:
        raise SettingsError(f"workers and timeout must be above 0; got {workers} and {timeout}")
    if pdf:
        find_browser()  # none is known now, not after the notebooks have run
    failed = out.with_name(f"{out.name}.failed")
    with replace_report(out) as staging:
        write_into(
            plan, staging, notes_from=out, failed=failed, workers=workers, timeout=timeout, pdf=pdf, progress=progress
        )
        _keep_notes(out, staging)  # again: the reader may have written while the notebooks ran


def write_into(
    plan: Plan,
    folder: Path,
    *,
    notes_from: Path | None,
    failed: Path,
    workers: int | None = None,
    timeout: float = TIMEOUT,
    pdf: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write a whole report into an empty folder: what the notebooks write, the notebooks themselves, files.json last.

    A notebook that fails is kept in the folder `failed` as far as it ran.
    """
    from framing.notes import empty_notes
    from framing.outputs import NOTES, machine_kind, write_csv, write_files_json
    from framing.report.pdf import print_page

    if notes_from is not None:
        _keep_notes(notes_from, folder)
    plan.study.count_ahead()
    at_once = min(workers or available_cores(), len(plan.notebooks))
    threads = max(1, (workers or available_cores()) // at_once)
    with _stopping_pool(at_once) as pool:
        jobs = [
            pool.submit(_run_one, plan, notebook, folder, failed, threads, timeout, progress)
            for notebook in plan.notebooks
        ]
        executed = {notebook.stem: job.result() for notebook, job in zip(plan.notebooks, jobs, strict=True)}
    _write_notebooks(executed, folder)
    if pdf:
        print_page(storage.decode_text(storage.read_bytes(folder / "index.html"), "index.html"), folder / PDF)
    if not (folder / NOTES).exists() and (folder / "findings.json").exists():
        write_csv(folder / NOTES, empty_notes(folder))
    corpus = plan.whole or plan.study.corpus
    write_files_json(
        folder,
        corpus={
            "name": plan.corpus.name,
            "fingerprint": corpus.fingerprint,
            "rules_fingerprint": corpus.rules_fingerprint,
        },
        parameters=dict(plan.parameters),
        versions={
            **{name: importlib.metadata.version(name) for name in _VERSIONS},
            **{segmenter_key(language): tool for language, tool in plan.study.tokens.segmenters},
        },
        kind=machine_kind(PROJECT / "requirements" / "run.txt"),
    )


def segmenter_key(language: str) -> str:
    """The name under which files.json says what made words in a language."""
    return f"words ({language})"


def _keep_notes(old: Path, new: Path) -> None:
    """Carry the reader's notes.csv over as it is; one without a single interpretation may be made afresh."""
    from framing.notes import read_notes
    from framing.outputs import NOTES

    if any(text.strip() for text in read_notes(old).values()):
        storage.write_atomic(new / NOTES, storage.read_bytes(old / NOTES))


def available_cores() -> int:
    """The cores this process may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _stopping_pool(workers: int) -> Iterator[ThreadPoolExecutor]:
    """A pool that starts no further notebook once one has failed."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _run_one(
    plan: Plan, notebook: Path, folder: Path, failed: Path, threads: int, timeout: float, progress: Progress | None
) -> NotebookNode:
    """Run one notebook; if it fails, keep what there is of it and say where."""
    from framing.report import NotebookFailed, execute_notebook

    def on_cell(done: int, total: int) -> None:
        if progress is not None:
            progress(notebook.stem, done, total)

    try:
        return execute_notebook(
            notebook,
            parameters={"corpus": str(plan.corpus), "outputs": ".", **plan.parameters},
            shown={"corpus": plan.corpus.name, "outputs": "", **plan.parameters},
            folder=folder,
            timeout=timeout,
            environment={"POLARS_MAX_THREADS": str(threads)},
            on_cell=on_cell,
        )
    except NotebookFailed as failure:
        storage.write_atomic(failed / notebook.name, _notebook_bytes(failure.notebook))
        raise ReportError(f"{failure} (kept in {failed.name}/{notebook.name}; the last good report stays)") from None


def _write_notebooks(executed: Mapping[str, NotebookNode], folder: Path) -> None:
    """Write each executed notebook and its page, which leads to the report's first page and to the others."""
    from framing.report import strict_html
    from framing.report.documents import heading_of

    titles = {name: heading_of(notebook) or name for name, notebook in executed.items()}
    first = [("../index.html", "Findings")] if (folder / "index.html").exists() else []
    for name, notebook in executed.items():
        links = [*first, *(("" if other == name else f"{other}.html", title) for other, title in titles.items())]
        page = strict_html(notebook, titles[name], links=links)
        storage.write_atomic(folder / "notebooks" / f"{name}.ipynb", _notebook_bytes(notebook))
        storage.write_atomic(folder / "notebooks" / f"{name}.html", page.encode())


def _notebook_bytes(notebook: NotebookNode) -> bytes:
    from framing.report.documents import import_nbformat

    text: str = import_nbformat().writes(notebook)
    return (text.rstrip("\n") + "\n").encode()
