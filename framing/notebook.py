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

# On the page a contrast has the columns a reader needs, both sides in one cell; the CSV has all.
PAIRED = ("n", "per_1000", "articles", "sentences")
PAGE_COLUMNS: dict[str, tuple[str, ...]] = {
    "sides": ("name", "articles", "outlets", "tokens"),
    "lines": ("article_id", "voice", "left", "node", "right"),
}
_UNKNOWN_IF_EMPTY = ("outlet", "country", "date", "language")


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as a notebook shows it: cells as text, numbers to the right."""

    columns: tuple[tuple[str, bool], ...]  # label, whether it holds numbers
    rows: tuple[tuple[str, ...], ...]
    caption: str

    def _repr_html_(self) -> str:
        align = [' align="right"' if numeric else "" for _, numeric in self.columns]
        head = "".join(
            f'<th scope="col"{a}>{escape_html(label)}</th>' for (label, _), a in zip(self.columns, align, strict=True)
        )
        body = "\n".join(
            "<tr>" + "".join(f"<td{a}>{escape_html(x)}</td>" for x, a in zip(row, align, strict=True)) + "</tr>"
            for row in self.rows
        )
        caption = f"<caption>{escape_html(self.caption)}</caption>\n"
        return f"<table>\n{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"

    def __repr__(self) -> str:
        labels = tuple(label for label, _ in self.columns)
        lines = [labels, ("---",) * len(labels), *self.rows]
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
        wanted = columns or PAGE_COLUMNS.get(name) or frame.columns
        for column in wanted:
            check_option("column", column, tuple(frame.columns))
        shown = frame.select(wanted) if rows is None else frame.select(wanted).head(rows)
        names = self._names()
        sides = [column for column in ("side", "using", "lacking") if column in shown.columns]
        shown = shown.with_columns(pl.col(column).replace(names) for column in sides)
        return TableView(
            columns=tuple(
                (COLUMNS[column].label.format(**names), kind.is_numeric()) for column, kind in shown.schema.items()
            ),
            rows=tuple(
                tuple(_cell(value, column) for column, value in row.items()) for row in shown.iter_rows(named=True)
            ),
            caption=_caption(name, shown.height, frame.height),
        )

    def keywords(self, side: str, *, rows: int | None = None) -> TableView:
        """The terms that mark one side most ("focus" or "reference"), strongest first, with both sides in each cell."""
        frame = self.study.contrast().keywords(side, rows or self.study.settings.top)
        names = self._names()
        pair = f"{names['focus']} : {names['reference']}"
        columns = [("term", False), *((COLUMNS[name].label, True) for name in PAIRED), ("log ratio", True)]
        return TableView(
            columns=tuple(columns),
            rows=tuple(
                (
                    row["term"],
                    *(f"{_cell(row[f'{name}_focus'])} : {_cell(row[f'{name}_reference'])}" for name in PAIRED),
                    _cell(row["log_ratio"]),
                )
                for row in frame.iter_rows(named=True)
            ),
            caption=f"More frequent in {names[side]} articles ({pair}); every term is in tables/contrast.csv",
        )

    def _names(self) -> dict[str, str]:
        return {side["side"]: side["name"] for side in recipe.make_table(self.study, "sides").to_dicts()}

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


def _caption(name: str, shown: int, rows: int) -> str:
    """What the table is, by its function's first sentence, and where all of it is."""
    what = str(recipe.TABLES[name].__doc__).split(".\n")[0].strip().rstrip(".")
    return f"{what} ({shown} of {rows} rows; tables/{name}.csv)"


def _cell(value: object, column: str = "") -> str:
    if value is None:
        return "unknown" if column in _UNKNOWN_IF_EMPTY else ""
    return write_number(value)
