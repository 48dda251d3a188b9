"""Does what lies in a folder hold: one report, or one for each language and the page that leads to them?"""

from __future__ import annotations

import json
from pathlib import Path

from framing import storage
from framing.errors import FramingError
from framing.outputs import FILES
from framing.pages import stopped_languages
from framing.report.check import Verdict, check_report, find_corpus
from framing.report.language_folders import INDEX, language_reports
from framing.report.languages import LanguagePlans, plan_reports


def check_reports(folder: Path, *, corpus: str | Path | None = None) -> Verdict:
    """Check a report, or each of a folder that framing run made of a corpus in several languages (see check_report).

    Raises
    ------
    CheckError : the folder holds neither; words of a report were made by a package that is not installed here.
    CorpusError : the corpus given is missing or cannot be read.
    """
    reports = language_reports(folder)
    if not reports:
        return check_report(folder, corpus=corpus)
    whole = Verdict()
    compared = []
    for language, report in reports.items():
        one = check_report(report, corpus=corpus)
        whole.problems.extend(f"{language}/{problem}" for problem in one.problems)
        whole.unverified.extend(f"{language}/{gap}" for gap in one.unverified)
        compared.append(one.compared)
    whole.compared = compared[0] if all(compared) else ""
    _check_page(folder, reports, corpus, whole)
    return whole


def _check_page(folder: Path, reports: dict[str, Path], corpus: str | Path | None, verdict: Verdict) -> None:
    """The page that leads to the reports, and whether these are the ones that the corpus gives."""
    listed = json.loads(storage.read_bytes(next(iter(reports.values())) / FILES))
    found = find_corpus(listed, corpus)
    if found is None:
        return  # said of each report
    page = storage.read_bytes(folder / INDEX) if (folder / INDEX).is_file() else b""
    stopped = stopped_languages(page.decode("utf-8", "replace"))
    typed = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in listed["parameters"].items()
    }
    try:
        run = plan_reports(found, pairs=list((typed | {"language": ""}).items()))
    except FramingError as error:
        verdict.problems.append(f"{INDEX}: the corpus gives no reports by language: {error}")
        return
    given = run.plans if isinstance(run, LanguagePlans) else {}
    for language in sorted({*given, *reports}):
        if language in given and language in stopped:
            left = "; the report that is here is of an earlier run" if language in reports else ""
            verdict.unverified.append(f"{language}: its run stopped, as {INDEX} says{left}")
        elif language not in reports:
            verdict.problems.append(f"{language}: is missing, though both sides have articles in it")
        elif language not in given:
            verdict.problems.append(f"{language}: is here, though the corpus gives no contrast in it")
    if not isinstance(run, LanguagePlans) or page != run.page(stopped).encode():
        verdict.problems.append(f"{INDEX}: is not the page that the corpus gives")
