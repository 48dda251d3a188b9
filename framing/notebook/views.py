"""How a table, a figure and a text look in a notebook: cells escaped, tables plain, figures with their alt text.

GitHub and an untrusted JupyterLab strip styles and scripts, so a view carries none. It knows no study and no recipe.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from framing.wording import escape_html, escape_markdown


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere: to a sentence, an article, the lines of a term."""

    text: str
    href: str


Cell = str | Link


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as a notebook shows it: cells as text or links, numbers to the right.

    columns : label and whether the column holds numbers.
    rows : the cells.
    caption : one line.
    spans : a first line of headings (label, columns it spans); () has one line of headings only.
    """

    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str
    spans: tuple[tuple[str, int], ...] = ()

    def _repr_html_(self) -> str:
        align = [' align="right"' if numeric else "" for _, numeric in self.columns]
        head = "".join(
            f'<th scope="col"{a}>{escape_html(label)}</th>' for (label, _), a in zip(self.columns, align, strict=True)
        )
        over = "".join(
            f'<th scope="colgroup" colspan="{width}">{escape_html(label)}</th>'
            if label
            else f'<td colspan="{width}"></td>'
            for label, width in self.spans
        )
        body = "\n".join(
            "<tr>" + "".join(f"<td{a}>{_html(x)}</td>" for x, a in zip(row, align, strict=True)) + "</tr>"
            for row in self.rows
        )
        caption = f"<caption>{escape_html(self.caption)}</caption>\n"
        spans = f"<tr>{over}</tr>\n" if over else ""
        return f"<table>\n{caption}<thead>{spans}<tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"

    def __repr__(self) -> str:
        labels = tuple(label for label, _ in self.columns)
        lines = [labels, ("---",) * len(labels), *self.rows]
        return "\n".join("| " + " | ".join(escape_markdown(_text(x)) for x in line) + " |" for line in lines)


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Link) else cell


def _html(cell: Cell) -> str:
    text = escape_html(_text(cell))
    return f'<a href="{escape_html(cell.href)}">{text}</a>' if isinstance(cell, Link) else text


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
