"""What a notebook shows: a report's tables, figures and findings as safe HTML and Markdown, and the files it writes.

Everything comes from the recipe. Cells are escaped, tables are plain (GitHub strips styles and scripts), figures carry
their alt text. With `outputs=""`, as in JupyterLab, nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from framing import figures, prose, recipe
from framing.columns import COLUMNS
from framing.corpus import Corpus
from framing.errors import SettingsError
from framing.settings import check_option
from framing.study import Study
from framing.wording import escape_html, escape_markdown, write_number

# On the page a contrast has the columns a reader needs; the CSV has all.
PAGE_COLUMNS: dict[str, tuple[str, ...]] = {
    "contrast": (
        "term", "n_focus", "n_reference", "per_1000_focus", "per_1000_reference", "articles_focus",
        "articles_reference", "sentences_focus", "sentences_reference", "log_ratio",
    ),
    "sides": ("name", "articles", "outlets", "tokens"),
    "lines": ("article_id", "voice", "left", "node", "right"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as a notebook shows it."""

    frame: pl.DataFrame
    labels: tuple[str, ...]
    caption: str

    def _repr_html_(self) -> str:
        right = [' align="right"' if kind.is_numeric() else "" for kind in self.frame.dtypes]
        head = "".join(f'<th scope="col"{a}>{escape_html(x)}</th>' for x, a in zip(self.labels, right, strict=True))
        body = "\n".join(
            "<tr>" + "".join(f"<td{a}>{escape_html(_cell(x))}</td>" for x, a in zip(row, right, strict=True)) + "</tr>"
            for row in self.frame.iter_rows()
        )
        caption = f"<caption>{escape_html(self.caption)}</caption>\n"
        return f"<table>\n{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"

    def __repr__(self) -> str:
        lines = [
            self.labels,
            ["---"] * len(self.labels),
            *([_cell(x) for x in row] for row in self.frame.iter_rows()),
        ]
        return "\n".join("| " + " | ".join(escape_markdown(x) for x in line) + " |" for line in lines)


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure as a notebook shows it, with its alt text."""

    png: bytes
    alt: str

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        data = {"image/png": self.png, "text/plain": self.alt}
        return data, {"image/png": {"alt": self.alt}}


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown as a notebook shows it."""

    markdown: str

    def __repr__(self) -> str:
        return self.markdown

    def _repr_markdown_(self) -> str:
        return self.markdown


class Report:
    """One report: its tables, figures and findings by name, shown or written."""

    def __init__(self, study: Study, folder: Path | None) -> None:
        self.study = study
        self.folder = folder

    def table(
        self,
        name: str,
        *,
        rows: int | None = None,
        columns: Sequence[str] | None = None,
        where: Mapping[str, object] | None = None,
    ) -> TableView:
        """A table of the recipe.

        Parameters
        ----------
        name : its name, as in tables/NAME.csv.
        rows : how many at most, from the top; None shows all.
        columns : which columns; by default those a reader needs.
        where : column → value; only rows that hold it.

        Raises
        ------
        SettingsError : no such table or column.
        """
        frame = recipe.make_table(self.study, name)
        for column, value in (where or {}).items():
            check_option("column", column, tuple(frame.columns))
            frame = frame.filter(pl.col(column).eq_missing(pl.lit(value)))
        return self._view(frame, name, rows, columns)

    def keywords(self, side: str, *, rows: int | None = None) -> TableView:
        """The terms that mark one side most ("focus" or "reference"), strongest first."""
        frame = self.study.contrast().keywords(side, rows or self.study.settings.top)
        return self._view(frame, "contrast", None, None)

    def figure(self, name: str) -> FigureView:
        """A figure of the recipe.

        Raises
        ------
        SettingsError : no such figure.
        """
        drawing = recipe.make_figure(self.study, name)
        return FigureView(figures.figure_bytes(drawing.figure, "png", dpi=110), drawing.alt)

    def findings(self) -> Prose:
        """The findings with their quotations, and the reader's interpretations if there are any."""
        notes = recipe.read_notes(self.folder) if self.folder else {}
        made = recipe.make_findings(self.study)
        parts = []
        for number, finding in enumerate(made):
            if number == 0 or made[number - 1].heading != finding.heading:
                parts.append(f"### {finding.heading}")
            parts.append(prose.finding_markdown(finding, self.study.corpus, notes))
        return Prose("\n\n".join(parts))

    def allowance(self) -> Prose:
        """What so many articles allow to be claimed."""
        return Prose(prose.allowance({"sides": recipe.make_table(self.study, "sides")}))

    def save(self) -> Prose:
        """Write every table, figure and finding into the folder of outputs; with outputs="" nothing is written."""
        if self.folder is None:
            return Prose("Nothing is written: the parameter `outputs` is empty.")
        recipe.write_report(self.study, self.folder, notes=recipe.read_notes(self.folder))
        made = len(recipe.TABLES), len(recipe.FIGURES), len(recipe.make_findings(self.study))
        return Prose("Written: {} tables, {} figure(s), {} findings.".format(*made))

    def _view(self, frame: pl.DataFrame, name: str, rows: int | None, columns: Sequence[str] | None) -> TableView:
        wanted = columns or PAGE_COLUMNS.get(name) or frame.columns
        for column in wanted:
            check_option("column", column, tuple(frame.columns))
        shown = frame.select(wanted).head(rows) if rows is not None else frame.select(wanted)
        names = {side["side"]: side["name"] for side in recipe.make_table(self.study, "sides").to_dicts()}
        labels = tuple(COLUMNS[column].label.format(**names) for column in wanted)
        if "side" in shown.columns:
            shown = shown.with_columns(pl.col("side").replace(names))
        return TableView(shown, labels, f"{name}: {shown.height} of {frame.height} rows")


def open_report(corpus: str | Path | Corpus, *, outputs: str = "", **parameters: Any) -> Report:
    """Open a report on a corpus, to be shown in a notebook and written where `outputs` says.

    Parameters
    ----------
    corpus : a Corpus, or what load_corpus reads.
    outputs : a folder to write into; "" writes nothing.
    parameters : focus, reference, by, language, zones, voices, events, top; see the notebook's parameters cell.

    Raises
    ------
    SettingsError : an unknown parameter, a wrong type or value; CorpusError : a corpus that cannot be read.
    """
    unknown = sorted(set(parameters) - set(recipe.PARAMETERS))
    if unknown:
        raise SettingsError(f"{unknown[0]!r} is no parameter; there are {', '.join(recipe.PARAMETERS)}")
    missing = [name for name in ("focus", "reference") if name not in parameters]
    if missing:
        raise SettingsError(f"the parameter {missing[0]} is missing; name a group such as 'VN'")
    if not isinstance(outputs, str):
        raise SettingsError(f"outputs must be a folder's name, or '' to write nothing; got {outputs!r}")
    return Report(recipe.prepare_study(corpus, **parameters), Path(outputs) if outputs else None)


def _cell(value: object) -> str:
    return "" if value is None else write_number(value)
