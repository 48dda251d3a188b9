"""One report for each language of a corpus, since a contrast never pools languages, and a page that leads to them.

DIR holds index.html and a folder for each language with articles of both sides. Each is a report like any other: it is
made with the parameter language, replaced by itself and checked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from framing import storage
from framing.corpus import Corpus
from framing.errors import FramingError, ReportError, SettingsError
from framing.outputs import is_report
from framing.pages import LanguageRow, languages_page
from framing.report.run import TIMEOUT, Plan, Wanted, make_plan, read_wanted, run_report

if TYPE_CHECKING:
    from framing.report.run import Progress

INDEX = "index.html"
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")  # what may name a folder
_BESIDE = ("", ".failed", ".incomplete", ".lock", ".partial", ".previous")  # what runs leave beside a report


@dataclass(frozen=True, slots=True)
class LanguagePlans:
    """A run that gives several reports: a plan for each language, and the page that leads to them."""

    plans: Mapping[str, Plan]
    page: str


def plan_reports(
    corpus: str | Path,
    *,
    pairs: Iterable[tuple[str, str]] = (),
    file: Path | None = None,
    folder: Path | None = None,
    workers: int = 1,
    cluster: str = "",
) -> Plan | LanguagePlans:
    """Check corpus and parameters (see plan_run): one plan, or one for each language where the sides write in several.

    Raises
    ------
    CorpusError, ReportError : as plan_run.
    SettingsError : as plan_run; no language has articles of both sides; some articles of the sides have no language
        while others have several; a language that cannot name a folder.
    """
    wanted = read_wanted(corpus, pairs=pairs, file=file, folder=folder, workers=workers, cluster=cluster)
    rows = language_rows(wanted.whole, wanted.parameters)
    if wanted.parameters.get("language") or len([row for row in rows if row.language]) < 2:
        return make_plan(wanted)
    if not all(sum(getattr(row, side) for row in rows) for side in ("focus", "reference")):
        return make_plan(wanted)  # refuses a group that has no article at all
    _refuse(rows, wanted)
    plans = {row.language: _plan_of(wanted, row.language) for row in rows if row.has_both}
    return LanguagePlans(plans, page_of(wanted.whole, wanted.parameters))


def language_rows(corpus: Corpus, parameters: Mapping[str, object]) -> list[LanguageRow]:
    """The articles of the two sides in each language, by its code; "" where it is unknown. Empty without the column `by`."""
    by, focus, reference = (str(parameters.get(name, "")) for name in ("by", "focus", "reference"))
    if by not in corpus.articles.columns:
        return []
    groups = corpus.articles.select(pl.col("language").fill_null(""), pl.col(by).cast(pl.String).alias("group"))
    counted = groups.group_by("language").agg(
        (pl.col("group") == focus).sum().alias("focus"), (pl.col("group") == reference).sum().alias("reference")
    )
    held = counted.filter(pl.col("focus") + pl.col("reference") > 0).sort("language")
    return [LanguageRow(*row) for row in held.iter_rows()]


def page_of(corpus: Corpus, parameters: Mapping[str, object]) -> str:
    """The page that leads to the reports."""
    named = {name: str(parameters[name]) for name in ("by", "focus", "reference")}
    return languages_page(corpus.name, language_rows(corpus, parameters), **named)


def language_reports(folder: Path) -> dict[str, Path]:
    """The reports of a folder that holds one for each language, by the language; none if it holds anything else."""
    if is_report(folder) or not folder.is_dir():
        return {}
    own = sorted(entry for entry in folder.iterdir() if _CODE.fullmatch(entry.name) and is_report(entry))
    return {entry.name: entry for entry in own}


def run_reports(
    run: LanguagePlans,
    out: Path,
    *,
    workers: int | None = None,
    timeout: float = TIMEOUT,
    pdf: bool = False,
    progress: Progress | None = None,
) -> list[str]:
    """Write one report after the other into folders of `out`, then the page that leads to them (see run_report).

    Returns
    -------
    Languages of which a report of an earlier run lies in `out` that this corpus does not give; they are left as they are.

    Raises
    ------
    ReportError : as run_report; `out` is a report of one language, or holds something else.
    """
    with storage.lock(out):
        _refuse_foreign(out)
        for language, plan in run.plans.items():
            run_report(
                plan,
                out / language,
                workers=workers,
                timeout=timeout,
                pdf=pdf,
                progress=_naming(language, progress) if progress else None,
            )
        storage.write_atomic(out / INDEX, run.page.encode())
    return [language for language in language_reports(out) if language not in run.plans]


def _naming(language: str, progress: Progress) -> Progress:
    """The same progress, with the notebooks of one language told from those of another."""
    return lambda name, done, total: progress(f"{language}/{name}", done, total)


def _plan_of(wanted: Wanted, language: str) -> Plan:
    try:
        return make_plan(wanted, language=language)
    except FramingError as error:
        raise SettingsError(f"language {language!r}: {error}") from None


def _refuse(rows: list[LanguageRow], wanted: Wanted) -> None:
    """What no report can be made of."""
    focus, reference = (wanted.parameters[name] for name in ("focus", "reference"))
    known = [row for row in rows if row.language]
    unknown = sum(row.focus + row.reference for row in rows if not row.language)
    if unknown:
        raise SettingsError(
            f"{unknown} article(s) of {focus!r} and {reference!r} have no language, the others several; fill in the column "
            f"language of the corpus, or take one language (-p language {known[0].language}), which leaves them out"
        )
    if not any(row.has_both for row in known):
        held = ", ".join(
            f"{row.language} has {row.focus} of {focus!r} and {row.reference} of {reference!r}" for row in known
        )
        raise SettingsError(
            f"no language has articles of both sides, and languages are never pooled: {held}; add articles in one of them "
            "or compare other groups"
        )
    names = [row.language for row in known if row.has_both]
    for name in names:
        if not _CODE.fullmatch(name) or [other.lower() for other in names].count(name.lower()) > 1:
            raise SettingsError(
                f"language {name!r} of the corpus cannot name a folder of its own; write codes such as 'vi', 'zh-Hant'"
            )


def _refuse_foreign(out: Path) -> None:
    """Only a missing or empty folder may be written, or one with reports of languages and the page of an earlier run."""
    if is_report(out):
        raise ReportError(f"{out}: holds a report on one language, and the corpus gives several; choose another folder")
    if out.exists() and not out.is_dir():
        raise ReportError(f"{out}: is a file; choose another folder")
    ours = bool(language_reports(out))
    for entry in sorted(out.iterdir()) if out.is_dir() else []:
        stem, dot, ending = entry.name.partition(".")
        if entry.name == INDEX and ours:
            continue
        if not (_CODE.fullmatch(stem) and f"{dot}{ending}" in _BESIDE and (dot or is_report(entry))):
            raise ReportError(f"{out}: holds {entry.name}, which is no report of a language; choose another folder")
