"""One report for each language of a corpus, since a contrast never pools languages, and a page that leads to them.

DIR holds index.html and a folder for each language with articles of both sides. Each is a report like any other: it is
made with the parameter language, replaced by itself and checked by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from framing import storage
from framing.corpus import Corpus
from framing.errors import FigureError, FramingError, ReportError, SettingsError
from framing.groups import Groups, choose_groups
from framing.pages import LanguageRow, languages_page
from framing.report.language_folders import INDEX, language_reports, names_folder, refuse_foreign
from framing.report.run import TIMEOUT, Plan, Wanted, make_plan, read_wanted, run_report

if TYPE_CHECKING:
    from framing.report.run import Progress


@dataclass(frozen=True, slots=True)
class LanguagePlans:
    """A run that gives several reports: a plan for each language, and what the page that leads to them says of each.

    refused : why languages with articles of both sides have no plan.
    rows : every language of the sides.
    """

    plans: Mapping[str, Plan]
    refused: Mapping[str, FramingError]
    rows: tuple[LanguageRow, ...]
    wanted: Wanted

    def page(self, stopped: Mapping[str, str]) -> str:
        """The page that leads to the reports; of some languages it says why their run stopped."""
        rows = [replace(row, stopped=stopped.get(row.language, "")) for row in self.rows]
        named = _groups(self.wanted.whole, self.wanted.parameters)
        return languages_page(self.wanted.whole.name, rows, by=named.by, focus=named.focus, reference=named.reference)


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
    SettingsError : as plan_run; no language has articles of both sides that can be compared; some articles of the sides
        have no language while others have several; a language that cannot name a folder.
    """
    wanted = read_wanted(corpus, pairs=pairs, file=file, folder=folder, workers=workers, cluster=cluster)
    rows = language_rows(wanted.whole, wanted.parameters)
    if wanted.parameters.get("language") or len([row for row in rows if row.language]) < 2:
        return make_plan(wanted)
    _refuse(rows, wanted)
    plans, refused = _plans_of(wanted, [row.language for row in rows if row.has_both])
    return LanguagePlans(plans, refused, tuple(_told(row, plans, refused) for row in rows), wanted)


def language_rows(corpus: Corpus, parameters: Mapping[str, object]) -> list[LanguageRow]:
    """The articles of the two sides in each language, by its code; "" where it is unknown.

    Raises
    ------
    SettingsError : see choose_groups.
    """
    side = _groups(corpus, parameters).sides(corpus.articles)
    counted = (
        corpus.articles.select(pl.col("language").fill_null(""), side)
        .group_by("language")
        .agg((pl.col("side") == name).sum().alias(name) for name in ("focus", "reference"))
    )
    held = counted.filter(pl.col("focus") + pl.col("reference") > 0).sort("language")
    return [LanguageRow(*row) for row in held.iter_rows()]


def _groups(corpus: Corpus, parameters: Mapping[str, object]) -> Groups:
    by, focus, reference = (str(parameters.get(name, "")) for name in ("by", "focus", "reference"))
    return choose_groups(corpus.articles, focus=focus, reference=reference, by=by)


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

    A language whose run stops keeps no other from its report; the page says why.

    Returns
    -------
    Languages of which a report of an earlier run lies in `out` that this corpus does not give; they are left as they are.

    Raises
    ------
    ReportError : `out` is a report of one language, or holds something else; the run of a language stopped, or letters
        of it cannot be drawn, told once the others have their reports. Where none has one, there is no page either.
    """
    undrawn = {language: error for language, error in run.refused.items() if isinstance(error, FigureError)}
    stopped: dict[str, FramingError] = {}
    with storage.lock(out):
        refuse_foreign(out)
        for language, plan in run.plans.items():
            named = _naming(language, progress) if progress else None
            try:
                run_report(plan, out / language, workers=workers, timeout=timeout, pdf=pdf, progress=named)
            except FramingError as error:
                stopped[language] = error
        if len(stopped) < len(run.plans):
            page = run.page({language: _why(error) for language, error in stopped.items()})
            storage.write_atomic(out / INDEX, page.encode())
    if undrawn or stopped:
        made = [str(out / language) for language in run.plans if language not in stopped]
        raise ReportError(_each(undrawn | stopped) + (f"; finished: {', '.join(made)}" if made else ""))
    return [language for language in language_reports(out) if language not in run.plans]


def _why(error: FramingError) -> str:
    """An error as the page tells it: one line, without the place where what there is of a notebook was kept."""
    return " ".join(str(error).split()).partition(" (kept in ")[0]


def _each(errors: Mapping[str, FramingError]) -> str:
    """The errors of several languages, one after the other; what holds for all of them is said once."""
    said = {language: str(error) for language, error in errors.items()}
    if len(said) > 1 and len(set(said.values())) == 1:
        return next(iter(said.values()))
    return "; ".join(f"language {language!r}: {text}" for language, text in said.items())


def _naming(language: str, progress: Progress) -> Progress:
    """The same progress, with the notebooks of one language told from those of another."""
    return lambda name, done, total: progress(f"{language}/{name}", done, total)


def _plans_of(wanted: Wanted, languages: list[str]) -> tuple[dict[str, Plan], dict[str, FramingError]]:
    """The plans of the languages that can be compared, and why others cannot; refused if none is left."""
    plans: dict[str, Plan] = {}
    refused: dict[str, FramingError] = {}
    for language in languages:
        try:
            plans[language] = make_plan(wanted, language=language)
        except (SettingsError, FigureError) as error:
            refused[language] = error
    if not plans:
        raise SettingsError(_each(refused))
    return plans, refused


def _told(row: LanguageRow, plans: Mapping[str, Plan], refused: Mapping[str, FramingError]) -> LanguageRow:
    """A language with the articles of each side that its report compares, or with why it has none."""
    if row.language in refused:
        return replace(row, refused=_why(refused[row.language]))
    if row.language not in plans:
        return row
    sides = list(plans[row.language].study.side_of().values())
    return replace(row, focus=sides.count("focus"), reference=sides.count("reference"))


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
        if not names_folder(name) or [other.lower() for other in names].count(name.lower()) > 1:
            raise SettingsError(
                f"language {name!r} of the corpus cannot name a folder of its own; write codes such as 'vi', 'zh-Hant'"
            )
