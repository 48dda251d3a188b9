"""The `framing` command: import a corpus, describe it, run a report, check one, open JupyterLab.

It reads the command line and prints; every decision is made on the floors below. An error that a user can mend is one line
on standard error and exit code 1.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing import __version__
from framing.errors import FramingError

if TYPE_CHECKING:
    from framing.report.languages import LanguagePlans
    from framing.report.run import Plan, Progress

_PARAMETER = "A parameter of the notebooks, such as reference CN,HK; the README lists them."


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="framing")
def cli() -> None:
    """How outlets tell the same story differently: reports that can be checked sentence by sentence."""


@cli.command()
@click.argument("corpus")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=True), help="Folder of the report.")
@click.option("-p", "pairs", nargs=2, multiple=True, metavar="NAME VALUE", help=_PARAMETER)
@click.option("-f", "file", type=click.Path(path_type=Path), help="A YAML or JSON file of parameters.")
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="Notebooks, and parts of a large corpus, at a time.  [default: the cores there are]",
)
@click.option(
    "--cluster", default="", help="Count a large corpus on the Dask scheduler at this address, tcp://HOST:PORT."
)
@click.option("--timeout", default=600.0, show_default=True, help="Seconds that one notebook may take.")
@click.option("--pdf", is_flag=True, help="Print the first page as index.pdf, too; needs Chromium.")
def run(
    corpus: str,
    out: Path,
    pairs: tuple[tuple[str, str], ...],
    file: Path | None,
    workers: int | None,
    cluster: str,
    timeout: float,
    pdf: bool,
) -> None:
    """Make a report on CORPUS: a folder with articles.csv, or one CSV, JSONL or Parquet file.

    -p focus and -p reference name the two groups: a value of the column -p by (country), several (CN,HK), or "all others".
    Articles of other groups are left aside. If both sides write in several languages, each language gets a report in a
    folder of its own; -p language takes one.
    """
    from framing.report.languages import LanguagePlans, plan_reports, run_reports
    from framing.report.run import available_cores, run_report

    with _progress_bar() as progress:
        plan = plan_reports(corpus, pairs=pairs, file=file, workers=workers or available_cores(), cluster=cluster)
        if isinstance(plan, LanguagePlans):
            old = run_reports(plan, out, workers=workers, timeout=timeout, pdf=pdf, progress=progress)
        else:
            run_report(plan, out, workers=workers, timeout=timeout, pdf=pdf, progress=progress)
    _echo_left_aside(plan)
    if not isinstance(plan, LanguagePlans):
        click.echo(f"The report is in {out}; open {out / 'index.html'}.")
        return
    click.echo(f"The reports ({', '.join(plan.plans)}) are in {out}, one for each language; open {out / 'index.html'}.")
    for language, error in plan.refused.items():
        click.echo(f"No report in {language}: {error}")
    for language in old:
        click.echo(f"{out / language} is of an earlier run and was left as it is; this corpus gives no contrast in it.")


def _echo_left_aside(plan: Plan | LanguagePlans) -> None:
    """Say which articles no report is about; those of neither side are the same in every language."""
    from framing.report.describe import left_aside
    from framing.report.run import Plan

    aside = left_aside(plan.study if isinstance(plan, Plan) else next(iter(plan.plans.values())).study)
    if aside:
        click.echo(aside)


@cli.command()
@click.argument("corpus")
@click.option("-p", "pairs", nargs=2, multiple=True, metavar="NAME VALUE", help=_PARAMETER)
@click.option("-f", "file", type=click.Path(path_type=Path), help="A YAML or JSON file of parameters.")
def describe(corpus: str, pairs: tuple[tuple[str, str], ...], file: Path | None) -> None:
    """Describe CORPUS before it is compared: balance, what a test would need, what to collect.

    -p focus and -p reference name the two groups, as for framing run.
    """
    from framing.report.describe import describe_study
    from framing.report.run import plan_run

    click.echo(describe_study(plan_run(corpus, pairs=pairs, file=file, drawn=False).study), nl=False)


@cli.command()
@click.argument("report", type=click.Path(path_type=Path))
@click.option("--corpus", help="Where the corpus is, if not where its name says.")
def check(report: Path, corpus: str | None) -> None:
    """Check REPORT: every number, sentence and quotation against its corpus."""
    from framing.report.check_all import check_reports

    verdict = check_reports(report, corpus=corpus)
    for problem in verdict.problems:
        click.echo(f"does not hold: {problem}", err=True)
    for gap in verdict.unverified:
        click.echo(f"not verified: {gap}")
    if verdict.problems:
        raise FramingError(
            f"{report} does not hold ({len(verdict.problems)} problem(s)); run it again or undo the edit"
        )
    if verdict.compared:
        click.echo(f"{report} holds: made again from the corpus and compared {verdict.compared}.")
    else:
        click.echo(f"{report} agrees with itself; it was not compared with the texts.")


@cli.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--to", required=True, type=click.Path(path_type=Path), help="Folder of the new corpus.")
@click.option("--column", "columns", multiple=True, metavar="NAME=COLUMN", help="What a column means: outlet=Source.")
@click.option("--encoding", metavar="NAME", help="Of files that declare none, such as gb18030.")
@click.option("--repair", is_flag=True, help="Mend broken letters, old Vietnamese fonts, traces of PDF pages.")
@click.option("--date-order", type=click.Choice(["DMY", "MDY", "YMD"]), help="How 03/04/2025 is read.")
@click.option("--language", metavar="CODE", help="Of articles whose language no source gives.  [default: guessed]")
@click.option("--force", is_flag=True, help="Replace the corpus of an earlier import.")
def import_(
    sources: tuple[str, ...],
    to: Path,
    columns: tuple[str, ...],
    encoding: str | None,
    repair: bool,
    date_order: str | None,
    language: str | None,
    force: bool,
) -> None:
    """Make a corpus of SOURCE: folders of .txt, .docx, .rtf and .html, tables, Factiva and Nexis exports."""
    from framing.importing import describe_import, import_corpus

    done = import_corpus(
        sources,
        to,
        columns=columns,
        encoding=encoding,
        repair=repair,
        date_order=date_order,
        language=language,
        replace=force,
    )
    click.echo(describe_import(done, named=str(to)), nl=False)


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def lab(arguments: tuple[str, ...]) -> None:
    """Open JupyterLab in the notebooks folder; ARGUMENTS go to JupyterLab."""
    from framing.report.run import PROJECT

    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={PROJECT}", *arguments]
    sys.exit(subprocess.call([*command, "notebooks/01_corpus.ipynb"]))


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """A bar of the cells that have run, on a terminal only."""
    from tqdm import tqdm

    done: dict[str, int] = {}
    totals: dict[str, int] = {}
    with tqdm(desc="notebooks", unit=" cells", disable=None, leave=False) as bar:

        def progress(name: str, cells: int, total: int) -> None:
            done[name], totals[name] = cells, total
            bar.total = sum(totals.values())
            bar.n = sum(done.values())
            bar.refresh()

        yield progress


def main() -> None:
    """Run the command line; errors a user can mend are one line and exit code 1."""
    try:
        cli(standalone_mode=True)
    except FramingError as error:
        click.echo(f"framing: {' '.join(str(error).split())}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
