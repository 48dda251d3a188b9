"""From the files a researcher has to a corpus: `import_corpus`, and `describe_import` for what it did.

Readers give drafts, admission makes articles of them, the writer puts them on disk; every file, row and page ends in
the corpus or in its skipped.csv with a reason. Articles pass one by one, so that no corpus has to fit in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from framing import storage
from framing.errors import CorpusError, SettingsError
from framing.importing.admitting import Admission, Article
from framing.importing.columns import parse_columns, tidy
from framing.importing.dates import ORDERS
from framing.importing.draft import Skipped
from framing.importing.encodings import check_encoding
from framing.importing.folders import name_sources, read_source
from framing.importing.languages import check_language
from framing.importing.placing import place_corpus
from framing.importing.reading import Options, Reading
from framing.importing.rules import add_rules
from framing.importing.summary import Imported, Tally, describe_import
from framing.importing.writing import CorpusWriter

__all__ = ["Imported", "describe_import", "import_corpus"]


def import_corpus(
    sources: Iterable[str | Path],
    to: str | Path,
    *,
    columns: Iterable[str] = (),
    encoding: str | None = None,
    repair: bool = False,
    date_order: str | None = None,
    language: str | None = None,
    replace: bool = False,
) -> Imported:
    """Make one corpus folder of files of many kinds.

    Parameters
    ----------
    sources : folders (with all .txt, .docx, .rtf and .html below), tables, exports of databases.
    to : the corpus's folder, which is new, or made by an import before and to be replaced.
    columns : `outlet=Source` for each column whose meaning its name does not tell.
    encoding : of files that do not declare one and are not UTF-8.
    repair : mend letters that were decoded wrongly or typed in an old Vietnamese font, and what is left of printed pages
        (broken words, ligatures, page numbers); without it they are only noted.
    date_order : DMY, MDY or YMD, for dates in digits that can be read in several ways.
    language : of the articles whose language no source gives, by code or name; guessed without it.
    replace : whether a corpus in `to` is replaced, if all its files are as an import wrote them.

    Raises
    ------
    CorpusError : a source is missing or of a kind that is not read; nothing could be imported; the corpus's folder is
        taken or cannot be written. What was there stays.
    SettingsError : an encoding, order, language or column that is none.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "talks.csv").write_text("Headline,Body\\nRail,Talks in Hanoi.\\n")
    ...     import_corpus([Path(folder, "talks.csv")], Path(folder, "corpus")).articles
    1
    """
    paths = [storage.find_path(source) for source in sources]
    options = _options(columns, encoding, repair=repair, date_order=date_order, language=language)
    target = Path(to)
    _refuse_inside(paths, target)
    _refuse_twice(paths)
    named = list(zip(name_sources(paths), paths, strict=True))
    reading, tally, admission = Reading(options), Tally(), Admission(options)
    with place_corpus(target, replace=replace) as staging:
        writer = CorpusWriter(staging)
        for name, found in _all(named, reading, admission):
            _pass_on(name, found, writer, tally)
        _check_any(writer, tally, reading)
        rules, left = add_rules(staging, named, admission.groups["language"], unchanged=admission.is_unchanged)
        for each in left:
            _pass_on(each.where, each, writer, tally)
        writer.finish(admission.settle, tally.note)
    return Imported(
        corpus=target,
        articles=writer.articles,
        skipped=writer.skipped,
        one_file=writer.one_file,
        sources=tally.sources,
        taken=tuple(reading.taken),
        kinds=tally.kinds,
        examples=tally.examples,
        first_skipped=tally.first_skipped,
        groups=admission.groups,
        rules=rules,
        left=tuple(left),
    )


def _options(
    columns: Iterable[str], encoding: str | None, *, repair: bool, date_order: str | None, language: str | None
) -> Options:
    if date_order is not None and date_order not in ORDERS:
        raise SettingsError(f"--date-order: {date_order!r} is no order; use one of {', '.join(ORDERS)}")
    return Options(
        columns=parse_columns(columns),
        encoding=check_encoding(encoding),
        repair=repair,
        date_order=date_order,
        language=check_language(language),
        newest=date.today().year + 1,
    )


def _refuse_inside(paths: list[Path], target: Path) -> None:
    home = target.resolve()
    for path in paths:
        if path.resolve().is_relative_to(home):
            raise CorpusError(f"{path}: the source lies in the corpus that is to be written; choose another --to")
        if path.is_dir() and home.is_relative_to(path.resolve()):
            raise CorpusError(f"{target}: the corpus would lie in its own source {path}; choose another --to")


def _refuse_twice(paths: list[Path]) -> None:
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            raise CorpusError(f"{path}: the source is given twice; name it once")
        seen.add(path.resolve())


def _all(
    named: list[tuple[str, Path]], reading: Reading, admission: Admission
) -> Iterator[tuple[str, Article | Skipped]]:
    for name, path in named:
        for item in read_source(path, name, reading, alone=len(named) == 1):
            yield name, item if isinstance(item, Skipped) else admission.admit(item)


def _pass_on(name: str, found: Article | Skipped, writer: CorpusWriter, tally: Tally) -> None:
    if isinstance(found, Skipped):
        writer.skip(found)
        tally.first_skipped = tally.first_skipped or found
        return
    writer.add(found)
    tally.sources[name] += 1
    for note in found.notes:
        tally.note(found.where, note)


def _check_any(writer: CorpusWriter, tally: Tally, reading: Reading) -> None:
    """Refuse an import without an article, or with a column that no source has."""
    if not writer.articles:
        first = tally.first_skipped
        told = f"; first of {writer.skipped}: {first.where}: {first.reason}" if first else "; no file was found"
        raise CorpusError(f"nothing could be imported{told}")
    seen = {tidy(taken.column) for taken in reading.taken}
    for target, column in reading.options.columns.items():
        if tidy(column) not in seen:
            known = {tidy(name): name for name in (*(taken.column for taken in reading.taken), *writer.seen)}
            names = ", ".join(sorted(known.values())) or "none"
            raise CorpusError(f"--column {target}={column}: no source has the column {column!r}; there are {names}")
