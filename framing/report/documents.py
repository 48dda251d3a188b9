"""Notebooks as documents: read strictly, and cleaned of what differs between two runs or two machines.

It knows nbformat and nothing of kernels, parameters or pages. What is cleaned here is all that keeps a rerun from
giving the same bytes.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import CorpusError, ReportError
from framing.storage import decode_text, read_bytes

if TYPE_CHECKING:
    from nbformat import NotebookNode

INJECTED = "injected-parameters"
INTERACTIVE = "interactive"

_LANGUAGE = {
    "name": "python",
    "version": ".".join(str(part) for part in sys.version_info[:2]),
    "mimetype": "text/x-python",
    "file_extension": ".py",
    "pygments_lexer": "ipython3",
}
_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}


class NotebookFailed(ReportError):
    """A notebook stopped before its end; `notebook` holds what it had shown by then."""

    def __init__(self, message: str, notebook: NotebookNode) -> None:
        super().__init__(message)
        self.notebook = notebook


def import_nbformat() -> Any:
    """Import nbformat without the grammars of internationalised addresses (RFC 3987).

    jsonschema, which nbformat uses, would build them for a format that no notebook has: three seconds of every run. It
    does without where they are not installed, and meets the same here while it is imported for the first time.
    """
    name = "rfc3987_syntax"
    kept = sys.modules.get(name)
    if "jsonschema" not in sys.modules and kept is None:
        sys.modules[name] = None  # type: ignore[assignment]  # what the import system takes for "not installed"
    try:
        import nbformat

        return nbformat
    finally:
        if kept is None:
            sys.modules.pop(name, None)


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook in format 4.5 whose cells all have an id: nbformat would draw missing ones at random."""
    nbformat = import_nbformat()
    try:
        raw = json.loads(decode_text(read_bytes(path), str(path)))
        if raw.get("nbformat") == 4:
            _name_cells(raw["cells"])
            raw["nbformat_minor"] = max(5, raw.get("nbformat_minor", 0))
        nb: NotebookNode = nbformat.reads(json.dumps(raw), as_version=4)
        nbformat.validate(nb)
    except CorpusError as error:
        raise ReportError(f"notebook {error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, nbformat.ValidationError) as error:
        reason = first_line(str(error))
        raise ReportError(f"notebook {path}: not a notebook of format 4 ({reason})") from error
    return nb


def _name_cells(cells: list[dict[str, Any]]) -> None:
    seen: set[str] = set()
    for number, cell in enumerate(cells, 1):
        if cell.get("id") in seen | {None}:
            cell["id"] = f"cell-{number}"
        seen.add(cell["id"])


def is_tagged(cell: NotebookNode, tag: str) -> bool:
    """Tell whether a cell is a code cell with this tag."""
    return cell.cell_type == "code" and tag in cell.metadata.get("tags", [])


def is_interactive(cell: NotebookNode) -> bool:
    """Tell whether a cell, of code or text, is for JupyterLab alone: it is neither run nor kept in an executed copy."""
    return INTERACTIVE in cell.metadata.get("tags", [])


def heading_of(nb: NotebookNode) -> str:
    """Give the first heading of a notebook, or nothing."""
    texts = (cell.source for cell in nb.cells if cell.cell_type == "markdown")
    lines = (line for text in texts for line in text.splitlines())
    return next((line.lstrip("# ").strip() for line in lines if line.startswith("# ")), "")


def first_line(text: str) -> str:
    """Give the first line with anything in it, or nothing."""
    return (text.strip().splitlines() or [""])[0]


def places_of(folder: Path) -> dict[str, str]:
    """Paths of this machine that a warning or an object's text may name."""
    return {
        str(folder): ".",
        os.path.realpath(folder): ".",
        str(Path(__file__).resolve().parents[1]): "framing",
        sys.prefix: "python",
        sys.base_prefix: "python",
        str(Path.home()): "~",
    }


def hidden_paths(parameters: Mapping[str, object], shown: Mapping[str, object]) -> dict[str, str]:
    """Paths given as parameters, and the names that are shown for them."""
    return {
        value: str(shown[name])
        for name, value in parameters.items()
        if isinstance(value, str) and os.path.isabs(value) and shown.get(name, value) != value
    }


def clean_notebook(nb: NotebookNode, *, shown: str | None, places: Mapping[str, str]) -> None:
    """Take off what differs between two runs or two machines.

    `shown` is the source that the injected cell has from now on (None: as it ran); `places` gives for every path of
    this machine what stands in its place.
    """
    for name in ("papermill", "widgets", "signature"):
        nb.metadata.pop(name, None)
    nb.metadata.update(kernelspec=dict(_KERNELSPEC), language_info=dict(_LANGUAGE))
    nb.cells = [cell for cell in nb.cells if not is_interactive(cell)]
    for cell in nb.cells:
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        if is_tagged(cell, INJECTED) and shown is not None:
            cell.source = shown
        for output in cell.get("outputs", []):
            _clean_output(output, places)


def _clean_output(output: NotebookNode, places: Mapping[str, str]) -> None:
    if output.output_type == "stream":
        output.text = _portable(output.text, places)
    elif output.output_type == "error":
        output.evalue = _portable(output.evalue, places)
        output.traceback = [_portable(line, places) for line in output.traceback]
    else:
        # A widget is blank on an offline page and carries a random id.
        output.data.pop("application/vnd.jupyter.widget-view+json", None)
        for kind, value in output.data.items():
            if kind.startswith("text/") and isinstance(value, str):
                output.data[kind] = _portable(value, places)


def _portable(text: str, places: Mapping[str, str]) -> str:
    """A text without object addresses, kernel numbers and paths of this machine."""
    text = re.sub(r"(?<= at )0x[0-9a-fA-F]{4,}", "0x0", text)
    text = re.sub(r"[^\s'\"(]*ipykernel_[0-9]+[/\\][0-9]+\.py", "cell", text)
    for place in sorted(places, key=len, reverse=True):
        if place not in ("", "/"):
            # Split and join: a name with a backslash is no pattern.
            text = places[place].join(re.split(rf"(?<!\w){re.escape(place)}(?!\w)", text))
    return text
