"""The folder that holds a report for each language: what may lie in it, and which reports do.

It knows names and files; what a report says and which languages a corpus has stands elsewhere.
"""

from __future__ import annotations

import re
from pathlib import Path

from framing.errors import ReportError
from framing.outputs import is_report

INDEX = "index.html"
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})  # what a system leaves in a folder that was looked at
_BESIDE = ("", ".failed", ".incomplete", ".lock", ".partial", ".previous")  # what runs leave beside a report


def names_folder(language: str) -> bool:
    """Whether a language's code may name a folder."""
    return _CODE.fullmatch(language) is not None


def language_reports(folder: Path) -> dict[str, Path]:
    """The reports of a folder that holds one for each language, by the language; none if it holds anything else."""
    if is_report(folder) or not folder.is_dir():
        return {}
    own = sorted(entry for entry in folder.iterdir() if _CODE.fullmatch(entry.name) and is_report(entry))
    return {entry.name: entry for entry in own}


def refuse_foreign(out: Path) -> None:
    """Only a missing or empty folder may be written, or one with reports of languages and the page of an earlier run.

    Raises
    ------
    ReportError : it is something else, named in the message.
    """
    if is_report(out):
        raise ReportError(f"{out}: holds a report on one language, and the corpus gives several; choose another folder")
    if out.exists() and not out.is_dir():
        raise ReportError(f"{out}: is a file; choose another folder")
    ours = bool(language_reports(out))
    for entry in sorted(out.iterdir()) if out.is_dir() else []:
        if entry.name.startswith(".") or entry.name.lower() in _SYSTEM:
            continue
        stem, dot, ending = entry.name.partition(".")
        if entry.name == INDEX and ours:
            continue
        if not (_CODE.fullmatch(stem) and f"{dot}{ending}" in _BESIDE and (dot or is_report(entry))):
            raise ReportError(f"{out}: holds {entry.name}, which is no report of a language; choose another folder")
