"""The one list of what a report holds: name → function, for every table, figure and finding.

Notebooks show from it, the runner writes from it and `framing check` recomputes from it, so none of them can disagree.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from framing import figures, prose, storage, tables
from framing.claims import Finding
from framing.columns import COLUMNS
from framing.corpus import Corpus, load_corpus
from framing.errors import ReportError, SettingsError
from framing.findings import function_words, state_findings
from framing.outputs import NOTES, read_csv, to_json, write_csv
from framing.settings import CountSettings, check_option
from framing.study import Study, StudySettings

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TABLES: dict[str, Callable[[Study], pl.DataFrame]] = {
    "articles": tables.articles,
    "sides": tables.sides,
    "zones": tables.zones,
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
    "absences": tables.absences,
    "voices": tables.voices,
    "voice_classes": tables.voice_classes,
    "naming": tables.naming,
    "forms": tables.forms,
    "lines": tables.lines,
    "collocates": tables.neighbours,
}
_DRAWN = 12  # terms a side in the figure


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure with its alt text."""

    figure: Figure
    alt: str


def top_terms(study: Study) -> Drawing:
    """The leading terms of both sides, one dot an article; grammatical words and numbers are left out of the picture."""
    dots = make_table(study, "dots")
    sides = make_table(study, "sides").to_dicts()
    said = {side["side"]: _articles(side["name"], side["articles"]) for side in sides}
    panels = {side: _drawn(study, side) for side in ("focus", "reference")}
    leading = [f"“{terms[0]}” is most typical of {said[side]}" for side, terms in panels.items() if terms]
    title = (
        ", ".join(leading)[:1].upper() + ", ".join(leading)[1:] if leading else "No term is more frequent on one side"
    )
    figure = figures.draw_dots(
        dots,
        panels={f"More frequent in {said[side]}": terms for side, terms in panels.items()},
        names={side: said[side] if size == 1 else f"one of {said[side]}" for side, size in _sizes(sides).items()},
        title=title,
    )
    listed = "; ".join(f"more frequent in {said[side]}: {', '.join(terms)}" for side, terms in panels.items() if terms)
    return Drawing(
        figure,
        f"{title}. One dot an article shows how often it uses each term per thousand words; {listed}.",
    )


FIGURES: dict[str, Callable[[Study], Drawing]] = {"top_terms": top_terms}


def _drawn(study: Study, side: str) -> list[str]:
    listed = study.contrast().keywords(side, study.settings.top)["term"]
    hidden = function_words()
    return [term for term in listed if term not in hidden and not term[0].isdigit()][:_DRAWN]


def _articles(name: str, n: int) -> str:
    return f"the {name} article" if n == 1 else f"the {n} {name} articles"


def _sizes(sides: list[dict[str, object]]) -> dict[str, object]:
    return {str(side["side"]): side["articles"] for side in sides}


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
    return study.once(("figure", name), lambda: FIGURES[name](study))


def make_findings(study: Study) -> tuple[Finding, ...]:
    """The findings of the recipe, stated once in a study."""
    return study.once("findings", lambda: state_findings(_all_tables(study), study.occurrences()))


def _all_tables(study: Study) -> Mapping[str, pl.DataFrame]:
    return {name: make_table(study, name) for name in TABLES}


def write_report(study: Study, folder: Path, *, notes: Mapping[str, str]) -> None:
    """Write every table, figure and finding of the recipe into a folder.

    Parameters
    ----------
    study : what to report on.
    folder : is made where it is missing; files of the same names are replaced.
    notes : the reader's interpretations by the finding's id.
    """
    for name in TABLES:
        write_csv(folder / "tables" / f"{name}.csv", make_table(study, name))
    write_csv(folder / "tables" / "columns.csv", codebook())
    for name in FIGURES:
        for kind in figures.FORMATS:
            data = figures.figure_bytes(make_figure(study, name).figure, kind)
            storage.write_atomic(folder / "figures" / f"{name}.{kind}", data)
    for name, text in written(study, notes).items():
        storage.write_atomic(folder / name, text)


def written(study: Study, notes: Mapping[str, str]) -> dict[str, bytes]:
    """The written files of a report by name: findings.md, findings.json, methods.md."""
    found, made = make_findings(study), _all_tables(study)
    methods = prose.methods_markdown(made, study.corpus, study.settings, list(study.other_choices()))
    return {
        "findings.md": prose.findings_markdown(found, made, study.corpus, notes).encode(),
        "findings.json": to_json(prose.findings_data(found)),
        "methods.md": methods.encode(),
    }


def codebook() -> pl.DataFrame:
    """Every column of every table with its type, unit and meaning."""
    rows = [(name, c.type, c.unit, c.meaning) for name, c in sorted(COLUMNS.items())]
    return pl.DataFrame(rows, schema=["column", "type", "unit", "meaning"], orient="row")


def read_notes(folder: Path) -> dict[str, str]:
    """The reader's interpretations in a folder's notes.csv, by the finding's id; none if there is no such file.

    Raises
    ------
    ReportError : the file has not the columns finding and interpretation, or a finding twice.
    """
    path = folder / NOTES
    if not path.is_file():
        return {}
    table = read_csv(path)
    if not {"finding", "interpretation"} <= set(table.columns):
        raise ReportError(
            f"{path.name} needs the columns finding and interpretation; it has {', '.join(table.columns)}"
        )
    rows = table.select("finding", "interpretation").rows()
    notes = {str(finding): str(text or "") for finding, text in rows}
    if len(notes) < len(rows):
        raise ReportError(f"{path.name} holds a finding twice; keep one row for each")
    return notes


def empty_notes(folder: Path) -> pl.DataFrame:
    """A notes.csv to begin with: one row per finding in a folder's findings.json, its interpretation empty."""
    findings = json.loads(storage.read_bytes(folder / "findings.json"))
    ids = [finding["id"] for finding in findings]
    return pl.DataFrame({"finding": ids, "interpretation": [""] * len(ids)}, schema=_NOTES)


_NOTES = {"finding": pl.String, "interpretation": pl.String}


PARAMETERS = ("focus", "reference", "by", "language", "zones", "voices", "events", "top")


def prepare_study(
    corpus: str | Path | Corpus,
    *,
    focus: str,
    reference: str,
    by: str = "country",
    language: str = "",
    zones: str | Iterable[str] = ("body",),
    voices: str | Iterable[str] = (),
    events: str | Iterable[str] = (),
    top: int = 20,
) -> Study:
    """Load a corpus and check the parameters of a report, as a notebook or the command line gives them.

    Parameters
    ----------
    corpus : a Corpus, or what load_corpus reads.
    focus, reference, by : the two groups and the column that holds them.
    language : only articles in this language; empty takes all (a contrast refuses several).
    zones, voices, events : what is counted; lists, or names with commas between. Empty zones, voices or events count all.
    top : terms listed for each side.

    Raises
    ------
    CorpusError, SettingsError : see load_corpus, StudySettings, CountSettings and contrast_terms.
    """
    loaded = corpus if isinstance(corpus, Corpus) else load_corpus(corpus)
    if not isinstance(language, str):
        raise SettingsError(f"language must be text such as 'en'; got {language!r}")
    if language:
        loaded = loaded.select(language=language)
    counts = CountSettings(
        zones=_names("zones", zones),
        voices=_names("voices", voices),
        events=_names("events", events),
    )
    study = Study(loaded, StudySettings(focus, reference, by, counts, top))
    study.contrast()  # refuses unknown groups now, before anything is written
    return study


def _names(name: str, given: str | Iterable[str]) -> tuple[str, ...] | None:
    if isinstance(given, str):
        given = [part.strip() for part in given.split(",")]
    if not isinstance(given, (list, tuple)) or not all(isinstance(item, str) for item in given):
        raise SettingsError(f"{name} must be a list of names such as ['body']; got {given!r}")
    wanted = tuple(item for item in given if item)
    return wanted or None
