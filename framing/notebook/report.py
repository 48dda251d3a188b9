"""One report in a notebook: its tables, figures and findings by name, shown or written.

With `outputs=""`, as in JupyterLab, nothing is written and nothing links to pages that are not there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from framing import prose, recipe
from framing.chapters import write_chapter
from framing.columns import COLUMNS
from framing.contrasts import listed_terms
from framing.corpus import Corpus
from framing.errors import SettingsError
from framing.limits import state_limits
from framing.links import article_link, lines_link, sentence_link
from framing.notebook.views import Cell, FigureView, Link, Prose, TableView
from framing.notes import read_notes
from framing.settings import check_option
from framing.study import Study
from framing.wording import count_of, escape_markdown, write_number

MOST_ROWS = 200  # of a table in a notebook, unless it asks for more
# On the page a contrast has the columns a reader needs; the CSV has all.
PAIRED = ("articles", "sentences")
PAGE_COLUMNS: dict[str, tuple[str, ...]] = {
    "sides": ("name", "group", "articles", "outlets", "tokens"),
    "lines": ("article_id", "voice", "left", "node", "right"),
}
_UNKNOWN_IF_EMPTY = (
    "outlet", "country", "date", "language", "genre", "largest_outlet", "first_date", "last_date", "genres",
)  # fmt: skip
_OFTEN_WHOLE = ("value", "median_words")  # a column of measures holds counts, too; a median of words is seldom a half
_BASE = "../"  # executed notebooks lie in a folder of the report


class Report:
    """One report: its tables, figures and findings by name, shown or written."""

    def __init__(self, study: Study, folder: Path | None) -> None:
        self.study = study
        self.folder = folder

    def allowance(self) -> Prose:
        """What so many articles allow to be claimed."""
        return Prose(prose.allowance(recipe.Made(self.study)))

    def limits(self) -> Prose:
        """What cannot be said of this corpus."""
        said = state_limits(recipe.Made(self.study))
        return Prose("\n".join(f"- {escape_markdown(sentence)}" for sentence in said) or "Nothing further.")

    def reprints(self) -> Prose:
        """Which articles print one text, and what was made of it."""
        return Prose(prose.reprints(recipe.Made(self.study)))

    def singling_out(self) -> Prose:
        """What singling out each article, or each outlet, brings beside the two sides."""
        return Prose(prose.singling_out(recipe.Made(self.study)))

    def table(
        self,
        name: str,
        *,
        rows: int | None = None,
        columns: Sequence[str] | None = None,
        where: Mapping[str, object] | None = None,
        least: Mapping[str, float] | None = None,
    ) -> TableView:
        """A table of the recipe.

        Parameters
        ----------
        name : its name, as in tables/NAME.csv.
        rows : how many at most, from the top; None shows up to MOST_ROWS, the file has all.
        columns : which columns; by default those a reader needs.
        where : column → value; only rows that hold it.
        least : column → number; only rows that hold it or more.

        Raises
        ------
        SettingsError : no such table or column.
        """
        frame = recipe.make_table(self.study, name)
        for column, value in (where or {}).items():
            check_option("column", column, tuple(frame.columns))
            frame = frame.filter(pl.col(column).eq_missing(pl.lit(value)))
        for column, number in (least or {}).items():
            check_option("column", column, tuple(frame.columns))
            frame = frame.filter(pl.col(column) >= number)
        wanted = columns or PAGE_COLUMNS.get(name) or frame.columns
        for column in wanted:
            check_option("column", column, tuple(frame.columns))
        shown = frame.head(MOST_ROWS if rows is None else rows)
        names = self._names()
        sides = [column for column in ("side", "using", "lacking") if column in shown.columns]
        shown = shown.with_columns(pl.col(column).replace(names) for column in sides)
        return TableView(
            columns=tuple((COLUMNS[c].label.format(**names), shown.schema[c].is_numeric()) for c in wanted),
            rows=tuple(tuple(self._cell(row, column) for column in wanted) for row in shown.iter_rows(named=True)),
            caption=self._caption(name, shown.height, frame.height),
        )

    def _caption(self, name: str, shown: int, rows: int) -> str:
        """What a table is, by its function's first sentence, on which articles it rests, and where all of it is."""
        what = str(recipe.TABLES[name].__doc__).split(".\n")[0].strip().rstrip(".")
        sample = prose.sample_said(recipe.Made(self.study), name)
        basis = f"; from {sample}" if sample else ""
        some = f"{write_number(shown)} of " if shown < rows else ""
        return f"{what}{basis} ({some}{count_of(rows, 'row')}; tables/{name}.csv)"

    def keywords(self, side: str, *, rows: int | None = None) -> TableView:
        """The terms listed for one side ("focus" or "reference"), strongest first, in seven columns of numbers."""
        frame = listed_terms(self.study.contrast(), side, rows or self.study.settings.top)
        names = self._names()
        both = (names["focus"], names["reference"])
        what = "More frequent" if frame.height else "No term is more frequent by more than one occurrence"
        twice = [(name, True) for name in both]
        pair = f"{both[0]} : {both[1]}"
        return TableView(
            columns=(("term", False), *twice, *twice, (pair, True), (pair, True), ("doublings", True)),
            rows=tuple(self._keyword(row) for row in frame.iter_rows(named=True)),
            caption=f"{what} in {names[side]} articles; every term of either side is in tables/contrast.csv",
            spans=(("", 1), ("times", 2), ("per 1,000 words", 2), ("articles", 1), ("sentences", 1), ("log ratio", 1)),
        )

    def lines(self, side: str, *, rows: int = 12) -> TableView:
        """The concordance lines of the leading telling term of one side, on both sides."""
        seen = recipe.make_table(self.study, "observations").filter(pl.col("side") == side)
        term = seen["term"][0] if seen.height else ""
        view = self.table("lines", where={"term": term}, rows=rows)
        return replace(
            view, caption=f"Lines of “{term}”: {view.caption[:1].lower()}{view.caption[1:]}" if term else view.caption
        )

    def figure(self, name: str) -> FigureView:
        """A figure of the recipe.

        Raises
        ------
        SettingsError : no such figure.
        """
        drawing = recipe.make_figure(self.study, name)
        return FigureView(recipe.screen_png(drawing), drawing.alt)

    def findings(self) -> Prose:
        """The findings with their quotations, and the reader's interpretations if there are any."""
        notes = read_notes(self.folder) if self.folder else {}
        made = recipe.make_findings(self.study)
        parts = []
        for number, finding in enumerate(made):
            if number == 0 or made[number - 1].heading != finding.heading:
                parts.append(f"### {finding.heading}")
            parts.append(prose.finding_markdown(finding, self.study.reading, notes, base=self._base))
        return Prose("\n\n".join(parts) or "The corpus allows no sentence of its own; read the tables.")

    def methods(self) -> Prose:
        """How it was counted, in the words of a methods section."""
        return Prose(recipe.methods_text(self.study).split("\n\n", 1)[1])

    def save(self, chapter: str) -> Prose:
        """Write the tables, figures and files of one chapter, named as its notebook; with outputs="" nothing is written."""
        if self.folder is None:
            return Prose("Nothing is written: the parameter `outputs` is empty.")
        written = write_chapter(self.study, chapter, self.folder, notes=read_notes(self.folder))
        return Prose(f"Written: {', '.join(f'`{path}`' for path in written)}.")

    @property
    def _base(self) -> str | None:
        return _BASE if self.folder else None

    def _names(self) -> dict[str, str]:
        return {side["side"]: side["name"] for side in recipe.make_table(self.study, "sides").to_dicts()}

    def _cell(self, row: Mapping[str, Any], column: str) -> Cell:
        """A cell; the article leads to its page, and in a concordance to the sentence of the line."""
        value = row[column]
        if column in _OFTEN_WHOLE and isinstance(value, float) and value.is_integer():
            value = int(value)
        text = (
            "unknown" if value is None and column in _UNKNOWN_IF_EMPTY else "" if value is None else write_number(value)
        )
        if column != "article_id" or self._base is None or value not in recipe.paged_articles(self.study):
            return text
        if "sentence_start" in row:
            return Link(text, sentence_link(value, row["sentence_start"], base=self._base))
        return Link(text, article_link(value, base=self._base))

    def _keyword(self, row: Mapping[str, Any]) -> tuple[Cell, ...]:
        """One term in seven columns of numbers; what counts something leads to the lines behind it."""
        sides = ("focus", "reference")
        counted = [self._to_lines(row["term"], write_number(row[f"n_{side}"])) for side in sides]
        rates = [write_number(row[f"per_1000_{side}"]) for side in sides]
        pairs = [" : ".join(write_number(row[f"{name}_{side}"]) for side in sides) for name in PAIRED]
        return (row["term"], *counted, *rates, *pairs, write_number(row["log_ratio"]))

    def _to_lines(self, term: str, text: str) -> Cell:
        return text if self._base is None or text == "0" else Link(text, lines_link(term, base=self._base))


def open_report(corpus: str | Path | Corpus, *, outputs: str = "", **parameters: Any) -> Report:
    """Open a report on a corpus, to be shown in a notebook and written where `outputs` says.

    Parameters
    ----------
    corpus : a Corpus, or what load_corpus reads.
    outputs : a folder to write into; "" writes nothing.
    parameters : focus, reference, by, language, zones, voices, events, ngram, top, strata, seed,
        period, splits, duplicates; see the notebook's parameters cell.

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
