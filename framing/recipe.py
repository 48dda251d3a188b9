"""The one list of what a report holds: name → function, for every table, figure and finding.

Notebooks show from it, the runner writes from it and `framing check` recomputes from it, so none of them can disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from framing import figures, pages, prose, storage, tables
from framing.citing import bibliography
from framing.claims import Finding
from framing.columns import COLUMNS
from framing.drawings import FIGURES, Drawing
from framing.findings import state_findings
from framing.limits import state_limits
from framing.notes import Notes
from framing.outputs import csv_bytes, to_json, write_csv
from framing.settings import check_option
from framing.study import PARAMETERS, Study, prepare_study

__all__ = [
    "CHAPTERS", "FIGURES", "FILES", "PARAMETERS", "TABLES", "Chapter", "Drawing", "Made", "Study", "codebook", "make_figure",
    "make_findings", "make_table", "methods_text", "paged_articles", "prepare_study", "write_chapter",
]  # fmt: skip

TABLES: dict[str, Callable[[Study], pl.DataFrame]] = {
    "articles": tables.articles,
    "sides": tables.sides,
    "zones": tables.zones,
    "events": tables.events,
    "overview": tables.overview,
    "frequencies": tables.frequencies,
    "tf_idf": tables.tf_idf_by_article,
    "shared": tables.shared,
    "shared_choices": tables.shared_choices,
    "phrases": tables.phrases,
    "phrase_choices": tables.phrase_choices,
    "contrast": tables.contrast,
    "dots": tables.dots,
    "choices": tables.choices,
    "survival": tables.survival,
    "raw_list": tables.raw_list,
    "raw_summary": tables.raw_summary,
    "stages": tables.stages,
    "absences": tables.absences,
    "article_voices": tables.article_voices,
    "voices": tables.voices,
    "voice_classes": tables.voice_classes,
    "naming": tables.naming,
    "naming_voices": tables.naming_voices,
    "forms": tables.forms,
    "lines": tables.lines,
    "positions": tables.positions,
    "collocates": tables.neighbours,
    "observations": tables.observations,
}
ON_THE_FIRST_PAGE = ("top_terms", "observations", "ranks", "voices", "events")
SCREEN = 110  # dots per inch on a page
PAGES_AT_MOST = 500  # articles that all get a page; of more, the quoted ones do


def make_table(study: Study, name: str) -> pl.DataFrame:
    """A table of the recipe, made once in a study.

    Raises
    ------
    SettingsError : no such table.
    """
    check_option("table", name, tuple(TABLES))
    return study.once(("table", name), lambda: TABLES[name](study))


def make_figure(study: Study, name: str) -> Drawing:
    """A figure of the recipe, drawn once in a study.

    Raises
    ------
    SettingsError : no such figure.
    """
    check_option("figure", name, tuple(FIGURES))
    return study.once(("figure", name), lambda: FIGURES[name](Made(study)))


def make_findings(study: Study) -> tuple[Finding, ...]:
    """The findings of the recipe, stated once in a study."""
    return study.once("findings", lambda: state_findings(Made(study), study.occurrences()))


def paged_articles(study: Study) -> frozenset[str]:
    """The articles that have a page of their own: all, or those that findings quote where there are very many."""
    ids = study.corpus.articles["article_id"]
    if len(ids) <= PAGES_AT_MOST:
        return frozenset(ids)
    quoted = (quote for finding in make_findings(study) for quote in (*finding.quotes, *finding.counter_quotes))
    return frozenset(quote.article_id for quote in quoted)


class Made(Mapping[str, pl.DataFrame]):
    """Every table of a study by name, each made when it is first asked for."""

    def __init__(self, study: Study) -> None:
        self._study = study

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name not in TABLES:
            raise KeyError(name)
        return make_table(self._study, name)

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)


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
    text = prose.findings_markdown(make_findings(study), made, study.corpus, notes, state_limits(made))
    return {"findings.md": text.encode()}


def _findings_data(study: Study, notes: Notes) -> dict[str, bytes]:
    return {"findings.json": to_json(prose.findings_data(make_findings(study)))}


def methods_text(study: Study) -> str:
    """How it was counted, as Markdown."""
    return prose.methods_markdown(Made(study), study.corpus, study.settings, list(study.other_choices()))


def _methods(study: Study, notes: Notes) -> dict[str, bytes]:
    return {"methods.md": methods_text(study).encode()}


def _bibliography(study: Study, notes: Notes) -> dict[str, bytes]:
    return {"references.bib": bibliography(study.corpus).encode()}


def _codebook(study: Study, notes: Notes) -> dict[str, bytes]:
    return {"tables/columns.csv": csv_bytes(codebook(), "columns.csv")}


def _terms(study: Study, notes: Notes) -> dict[str, bytes]:
    return {"terms.html": pages.terms_page(Made(study), study.occurrences(), paged=paged_articles(study)).encode()}


def _concordance(study: Study, notes: Notes) -> dict[str, bytes]:
    return {"concordance.html": pages.concordance_page(Made(study), study.corpus, paged=paged_articles(study)).encode()}


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
        study.corpus,
        notes,
        pictures,
        methods_text(study),
        limits=state_limits(made),
        notebooks={name: chapter.title for name, chapter in CHAPTERS.items()},
        paged=paged_articles(study),
    )
    return {"index.html": page.encode()}


def screen_png(drawing: Drawing) -> bytes:
    """A drawing as it stands on a page: smaller than the file for print."""
    return figures.figure_bytes(drawing.figure, "png", dpi=SCREEN)


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


@dataclass(frozen=True, slots=True)
class Chapter:
    """One notebook: its title, and what it writes, as names of TABLES, FIGURES and FILES."""

    title: str
    tables: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


# Each table, figure and file has one notebook that writes it; any may show it.
CHAPTERS: dict[str, Chapter] = {
    "01_corpus": Chapter(
        title="What is in the corpus",
        tables=("articles", "sides", "zones", "events", "forms"),
        figures=("events",),
        files=("references.bib",),
    ),
    "02_frequencies": Chapter(
        title="What all the articles share, and what each is about",
        tables=("overview", "frequencies", "tf_idf", "shared", "shared_choices", "phrases", "phrase_choices"),
        figures=("tf_idf",),
    ),
    "03_contrasts": Chapter(
        title="What differs between two groups of outlets",
        tables=("contrast", "dots", "choices", "survival", "raw_list", "raw_summary", "stages"),
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
}  # fmt: skip


def codebook() -> pl.DataFrame:
    """Every column of every table with its type, unit and meaning."""
    rows = [(name, c.type, c.unit, c.meaning) for name, c in sorted(COLUMNS.items())]
    return pl.DataFrame(rows, schema=["column", "type", "unit", "meaning"], orient="row")
