"""The chapters of a report: which notebook writes which tables, figures and files, and what the files are.

Each table, figure and file has one notebook that writes it; any may show it. What a table holds or a sentence says is
known to the recipe and the floors below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from framing import figures, pages, prose, storage
from framing.citing import bibliography
from framing.limits import state_limits
from framing.notes import Notes
from framing.outputs import csv_bytes, to_json, write_csv
from framing.recipe import (
    Made,
    codebook,
    make_figure,
    make_findings,
    make_table,
    methods_text,
    paged_articles,
    screen_png,
)
from framing.settings import check_option
from framing.study import Study

ON_THE_FIRST_PAGE = ("top_terms", "observations", "ranks", "voices", "events")  # figures; the first leads


@dataclass(frozen=True, slots=True)
class Chapter:
    """One notebook: its title, and what it writes, as names of TABLES, FIGURES and FILES."""

    title: str
    tables: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


CHAPTERS: dict[str, Chapter] = {
    "01_corpus": Chapter(
        title="What is in the corpus",
        tables=(
            "articles", "groups", "sides", "balance", "outlets", "copies", "crossing", "power", "collect", "zones", "events",
            "addresses", "forms", "writings",
        ),
        figures=("events",),
        files=("references.bib",),
    ),
    "02_frequencies": Chapter(
        title="What all the articles share, and what each is about",
        tables=("overview", "frequencies", "tf_idf", "tf_idf_outlets", "shared", "shared_choices", "phrases", "phrase_choices"),
        figures=("tf_idf",),
    ),
    "03_contrasts": Chapter(
        title="What differs between two groups of outlets",
        tables=(
            "contrast", "test", "tested", "not_tested", "singled_out", "dots", "choices", "survival", "raw_list",
            "raw_summary", "stages",
        ),
        figures=("top_terms", "contrast", "ranks"),
        files=("terms.html",),
    ),
    "04_evidence": Chapter(
        title="Who says it, in which sentence",
        tables=(
            "lines", "collocates", "positions", "absences", "voices", "voice_classes", "article_voices", "naming",
            "naming_voices",
        ),
        figures=("dispersion", "voices", "naming"),
        files=("concordance.html", "articles"),
    ),
    "05_findings": Chapter(
        title="What differs, what is shared, what cannot be said",
        tables=("observations",),
        figures=("observations",),
        files=("findings.md", "findings.json", "methods.md", "columns.csv", "index.html"),
    ),
    "06_calibration": Chapter(
        title="What a method finds where there is nothing to find",
        tables=("calibration",),
        figures=("calibration",),
    ),
}  # fmt: skip


def write_chapter(study: Study, name: str, folder: Path, *, notes: Notes) -> tuple[str, ...]:
    """Write what one notebook of a report writes: its tables, figures and files, which no other notebook writes.

    Parameters
    ----------
    study : what to report on.
    name : the chapter, which is the name of its notebook.
    folder : is made where it is missing; files of the same names are replaced.
    notes : the reader's interpretations by the finding's id.

    Returns
    -------
    The paths written, relative to the folder, in order.

    Raises
    ------
    SettingsError : no such chapter. ReportError : a file cannot be written.
    """
    check_option("chapter", name, tuple(CHAPTERS))
    chapter = CHAPTERS[name]
    written = []
    for table in chapter.tables:
        write_csv(folder / "tables" / f"{table}.csv", make_table(study, table))
        written.append(f"tables/{table}.csv")
    files = {path: data for figure in chapter.figures for path, data in _pictures(study, figure).items()}
    for file in chapter.files:
        files.update(FILES[file](study, notes))
    for path, data in files.items():
        storage.write_atomic(folder / path, data)
    return (*written, *files)


def _pictures(study: Study, name: str) -> dict[str, bytes]:
    figure = make_figure(study, name).figure
    return {f"figures/{name}.{kind}": figures.figure_bytes(figure, kind) for kind in figures.FORMATS}


def _findings_markdown(study: Study, notes: Notes) -> dict[str, bytes]:
    made = Made(study)
    text = prose.findings_markdown(make_findings(study), made, study.reading, notes, state_limits(made))
    return {"findings.md": text.encode()}


def _findings_data(study: Study, notes: Notes) -> dict[str, bytes]:
    return {"findings.json": to_json(prose.findings_data(make_findings(study)))}


def _methods(study: Study, notes: Notes) -> dict[str, bytes]:
    return {"methods.md": methods_text(study).encode()}


def _bibliography(study: Study, notes: Notes) -> dict[str, bytes]:
    return {"references.bib": bibliography(study.reading).encode()}


def _codebook(study: Study, notes: Notes) -> dict[str, bytes]:
    return {"tables/columns.csv": csv_bytes(codebook(), "columns.csv")}


def _terms(study: Study, notes: Notes) -> dict[str, bytes]:
    return {"terms.html": pages.terms_page(Made(study), study.occurrences(), paged=paged_articles(study)).encode()}


def _concordance(study: Study, notes: Notes) -> dict[str, bytes]:
    return {
        "concordance.html": pages.concordance_page(Made(study), study.reading, paged=paged_articles(study)).encode()
    }


def _articles(study: Study, notes: Notes) -> dict[str, bytes]:
    made = pages.article_pages(study, make_findings(study), paged=paged_articles(study))
    return {name: page.encode() for name, page in made.items()}


def _index(study: Study, notes: Notes) -> dict[str, bytes]:
    pictures = []
    for name in ON_THE_FIRST_PAGE:
        drawing = make_figure(study, name)
        pictures.append(pages.Picture(name, screen_png(drawing), drawing.alt))
    made = Made(study)
    page = pages.index_page(
        make_findings(study),
        made,
        study.reading,
        notes,
        pictures,
        methods_text(study),
        limits=state_limits(made),
        notebooks={name: chapter.title for name, chapter in CHAPTERS.items()},
        paged=paged_articles(study),
    )
    return {"index.html": page.encode()}


FILES: dict[str, Callable[[Study, Notes], dict[str, bytes]]] = {
    "references.bib": _bibliography,
    "findings.md": _findings_markdown,
    "findings.json": _findings_data,
    "methods.md": _methods,
    "columns.csv": _codebook,
    "terms.html": _terms,
    "concordance.html": _concordance,
    "articles": _articles,
    "index.html": _index,
}
