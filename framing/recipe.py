"""The one list of what a report holds: name → function, for every table, figure and finding.

Notebooks show from it, the runner writes from it and `framing check` recomputes from it, so none of them can disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import polars as pl

from framing import figures, prose, tables
from framing.claims import Finding
from framing.columns import COLUMNS
from framing.drawings import FIGURES, Drawing
from framing.findings import state_findings
from framing.settings import check_option
from framing.study import PARAMETERS, Study, prepare_study

__all__ = [
    "FIGURES", "PARAMETERS", "TABLES", "WHOLE_CORPUS", "Drawing", "Made", "Study", "codebook", "make_figure", "make_findings", "make_table",
    "methods_text", "paged_articles", "prepare_study", "screen_png",
]  # fmt: skip

TABLES: dict[str, Callable[[Study], pl.DataFrame]] = {
    "articles": tables.articles,
    "groups": tables.groups,
    "sides": tables.sides,
    "balance": tables.balance,
    "outlets": tables.outlets,
    "copies": tables.copies,
    "crossing": tables.crossing,
    "power": tables.power,
    "collect": tables.collect,
    "zones": tables.zones,
    "events": tables.events,
    "overview": tables.overview,
    "frequencies": tables.frequencies,
    "tf_idf": tables.tf_idf_by_article,
    "tf_idf_outlets": tables.tf_idf_by_outlet,
    "shared": tables.shared,
    "shared_choices": tables.shared_choices,
    "phrases": tables.phrases,
    "phrase_choices": tables.phrase_choices,
    "contrast": tables.contrast,
    "test": tables.how_tested,
    "tested": tables.tested,
    "not_tested": tables.not_tested,
    "singled_out": tables.singled_out,
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
    "addresses": tables.addresses,
    "forms": tables.forms,
    "writings": tables.writings,
    "lines": tables.lines,
    "positions": tables.positions,
    "collocates": tables.neighbours,
    "observations": tables.observations,
    "calibration": tables.calibration,
}
# The only tables that tell of articles of neither side. No page, figure, finding or limit reads them, so that a report is
# the same whatever else its corpus holds.
WHOLE_CORPUS = ("groups",)
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
    return study.once("findings", lambda: state_findings(Made(study), study.occurrences(), all_read=not study.is_large))


def paged_articles(study: Study) -> frozenset[str]:
    """The articles that have a page of their own: all, or those that findings quote where there are very many."""
    return study.once("paged", lambda: _paged(study))


def _paged(study: Study) -> frozenset[str]:
    ids = study.reading.articles["article_id"]
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


def methods_text(study: Study) -> str:
    """How it was counted, as Markdown."""
    return prose.methods_markdown(Made(study), study.corpus, study.settings, list(study.other_choices()))


def screen_png(drawing: Drawing) -> bytes:
    """A drawing as it stands on a page: smaller than the file for print."""
    return figures.figure_bytes(drawing.figure, "png", dpi=SCREEN)


def codebook() -> pl.DataFrame:
    """Every column of every table with its type, unit and meaning."""
    rows = [(name, c.type, c.unit, c.meaning) for name, c in sorted(COLUMNS.items())]
    return pl.DataFrame(rows, schema=["column", "type", "unit", "meaning"], orient="row")
