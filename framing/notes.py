"""The reader's own interpretations: notes.csv beside a report, one row a finding, read here and never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from framing import storage
from framing.errors import ReportError
from framing.outputs import NOTES, read_csv

Notes = Mapping[str, str]
_SCHEMA = {"finding": pl.String, "interpretation": pl.String}


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
    if not set(_SCHEMA) <= set(table.columns):
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
    return pl.DataFrame({"finding": ids, "interpretation": [""] * len(ids)}, schema=_SCHEMA)
