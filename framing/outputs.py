"""Reports as files: names, hashes, tables, JSON, and the replacement of one report by the next.

This room knows what a report folder looks like (files.json makes it one) and how bytes stay the same
from run to run. It does not know what the tables or sentences mean, nor who computes them.
At every instant DIR or DIR.previous is a complete report, also under kill -9.
"""

from __future__ import annotations

import io
import json
import math
import numbers
import os
import platform
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from framing.errors import CorpusError, ReportError
from framing.storage import decode_text, lock, read_bytes, sha256_of, write_atomic

FILES = "files.json"
NOTES = "notes.csv"  # the reader's own remarks: kept from report to report, never hashed
SCHEMA = 1  # raised when files.json changes its shape

_DIGITS = 10  # differences between processors and BLAS builds stay below this
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
# What spreadsheets take for a formula; the last four are the full-width forms of Chinese input.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


# --- replacing a report ---------------------------------------------------------------------------


@contextmanager
def replace_report(target: Path) -> Iterator[Path]:
    """Build a report beside the old one and put it in its place only when it is complete.

    The old report moves to `NAME.previous`, the new one takes its name, then the old one goes; the reader's
    notes.csv moves along. If the block raises, the old report is untouched.

    Parameters
    ----------
    target : Path
        The report folder: missing, empty, or a report written before.

    Yields
    ------
    Path
        An empty folder `NAME.partial` beside the target, to be filled; files.json comes last.

    Raises
    ------
    ReportError
        Another run writes the same report; the target holds something else; a folder cannot be written;
        the block ended without files.json.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replace_report(Path(folder, "seeds")) as staging:
    ...         write_files_json(staging, corpus={}, parameters={}, versions={}, kind={})
    ...     sorted(entry.name for entry in Path(folder).iterdir())
    ['seeds']
    """
    target = Path(os.path.realpath(target))  # a link stays a link; its folder is what is replaced
    staging = _beside(target, "partial")
    with lock(target):
        with _writing(target):
            restore(target)
            _refuse_foreign(target)
            staging.mkdir()
        try:
            yield staging
            if not is_report(staging):
                raise ReportError(f"{target}: the run ended without {FILES}; the old report stays")
            with _writing(target):
                _swap(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def restore(target: Path) -> None:
    """Undo what a killed run left: bring DIR.previous back, or drop it, and drop DIR.partial.

    A folder that stands in the place of the last complete report without being one is set aside as
    `NAME.incomplete`, never deleted.

    Parameters
    ----------
    target : Path
        The report folder; the caller holds its lock.

    Raises
    ------
    OSError
        A folder cannot be moved.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     old = Path(folder, "seeds.previous")
    ...     write_files_json(old, corpus={}, parameters={}, versions={}, kind={})
    ...     restore(Path(folder, "seeds"))
    ...     is_report(Path(folder, "seeds")), old.exists()
    (True, False)
    """
    previous = _beside(target, "previous")
    if is_report(previous) and not is_report(target):
        if target.is_dir() and not any(target.iterdir()):
            target.rmdir()
        elif target.exists():
            os.rename(target, _beside(target, "incomplete"))
        os.rename(previous, target)
    elif previous.exists() and (is_report(target) or not is_report(previous)):
        _drop(previous)
    _drop(_beside(target, "partial"))


def is_report(folder: Path) -> bool:
    """Tell whether a folder is a complete report: its files.json, written last, can be read.

    Parameters
    ----------
    folder : Path
        Any folder.

    Returns
    -------
    bool
        True when files.json is an object with our schema number and file list.

    Examples
    --------
    >>> is_report(Path(__file__).parent)
    False
    """
    try:
        found = json.loads(decode_text(read_bytes(folder / FILES), FILES))
    except (CorpusError, ValueError):
        return False
    return isinstance(found, dict) and isinstance(found.get("schema"), int) and isinstance(found.get("files"), dict)


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(f"{target.name}.{ending}")


def _refuse_foreign(target: Path) -> None:
    """Only a missing, an empty or one of our own folders may be replaced."""
    if not target.exists() or is_report(target):
        return
    if target.is_dir() and not any(target.iterdir()):
        return
    raise ReportError(f"{target}: holds something that is not a report of ours (no {FILES}); choose another folder")


def _swap(staging: Path, target: Path) -> None:
    """Old report aside, new one in, old one away: a kill between two steps leaves one complete."""
    previous = _beside(target, "previous")
    if is_report(target):
        if (target / NOTES).is_file() and not (staging / NOTES).exists():
            shutil.copy2(target / NOTES, staging / NOTES)
        os.rename(target, previous)
    elif target.exists():
        target.rmdir()
    try:
        os.rename(staging, target)
    except OSError:
        if previous.exists():
            os.rename(previous, target)
        raise
    _drop(previous)


def _drop(folder: Path) -> None:
    """Remove a folder; files.json goes first, so that a half-removed report is not taken for one."""
    if folder.exists():
        (folder / FILES).unlink(missing_ok=True)
        shutil.rmtree(folder)


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Turn what the system says about our own renames and folders into one readable line."""
    try:
        yield
    except OSError as error:
        place = error.filename or target
        reason = error.strerror or type(error).__name__
        raise ReportError(
            f"{target}: the report cannot be written ({reason}: {place}); choose another folder"
        ) from error


# --- what a report holds --------------------------------------------------------------------------


def hash_tree(folder: Path, *, leave_out: frozenset[str] = frozenset({FILES, NOTES})) -> dict[str, str]:
    """Hash every file below a folder.

    Parameters
    ----------
    folder : Path
        The folder.
    leave_out : frozenset of str
        Relative paths that are not hashed.

    Returns
    -------
    dict of str to str
        Relative path with forward slashes → SHA-256 in hexadecimal, sorted by path.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomic(Path(folder, "tables", "a.csv"), b"abc")
    ...     {path: digest[:8] for path, digest in hash_tree(Path(folder)).items()}
    {'tables/a.csv': 'ba7816bf'}
    """
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: sha256_of(read_bytes(found[name])) for name in sorted(found) if name not in leave_out}


def machine_kind(requirements: Path | None) -> dict[str, str]:
    """Name the kind of machine on which the same bytes can be expected again.

    Parameters
    ----------
    requirements : Path or None
        The lock of the installed packages (requirements/run.txt); None or a missing file gives "".

    Returns
    -------
    dict of str to str
        python (minor version), system, machine, requirements (SHA-256 with newlines as "\\n").

    Examples
    --------
    >>> sorted(machine_kind(None))
    ['machine', 'python', 'requirements', 'system']
    """
    return {
        "python": ".".join(platform.python_version_tuple()[:2]),
        "system": platform.system(),
        "machine": platform.machine(),
        "requirements": _hash_text(requirements),
    }


def _hash_text(path: Path | None) -> str:
    """Hash a text file as git stores it: a checkout on Windows has other newlines."""
    if path is None or not path.is_file():
        return ""
    return sha256_of(read_bytes(path).replace(b"\r\n", b"\n"))


def write_files_json(
    folder: Path,
    *,
    corpus: Mapping[str, object],
    parameters: Mapping[str, object],
    versions: Mapping[str, str],
    kind: Mapping[str, str],
) -> None:
    """List what a finished report holds and came from; written last, it makes the folder a report.

    Parameters
    ----------
    folder : Path
        The finished report.
    corpus : Mapping
        The corpus's name and fingerprints, no path.
    parameters : Mapping
        The parameters of the run, without output folder or paths.
    versions : Mapping of str to str
        Package → version.
    kind : Mapping of str to str
        What machine_kind gives.

    Raises
    ------
    ReportError
        The file cannot be written, or a value is nan or infinite.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_files_json(Path(folder), corpus={"name": "seeds"}, parameters={}, versions={}, kind={})
    ...     sorted(json.loads(read_bytes(Path(folder, "files.json"))))
    ['corpus', 'files', 'machine', 'notes', 'parameters', 'schema', 'seal', 'versions']
    """
    listed = {
        "schema": SCHEMA,
        "corpus": corpus,
        "parameters": parameters,
        "versions": versions,
        "machine": kind,
        "notes": notes_hash(folder),
        "files": hash_tree(folder),
    }
    write_atomic(folder / FILES, to_json({**listed, "seal": seal_of(listed)}))


def notes_hash(folder: Path) -> str:
    """Hash the reader's notes.csv, which may change after the run; "" where there is none.

    Parameters
    ----------
    folder : Path
        The report.

    Returns
    -------
    str
        64 hexadecimal digits, or "".

    Examples
    --------
    >>> notes_hash(Path(__file__).parent)
    ''
    """
    path = folder / NOTES
    return sha256_of(read_bytes(path)) if path.is_file() else ""


def seal_of(listed: Mapping[str, object]) -> str:
    """Hash what files.json says, its own seal aside, so that an edit of it shows.

    Parameters
    ----------
    listed : Mapping
        The content of files.json.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> seal_of({"schema": 1, "seal": "any"}) == seal_of({"schema": 1})
    True
    """
    return sha256_of(to_json({key: value for key, value in listed.items() if key != "seal"}))


# --- numbers and text, the same bytes each time ---------------------------------------------------


def ten_digits(x: float) -> float:
    """Round a number to ten significant digits; minus zero becomes zero.

    Parameters
    ----------
    x : float
        Any number; nan and infinities pass through.

    Returns
    -------
    float
        The nearest number with ten significant digits.

    Examples
    --------
    >>> ten_digits(2 / 3), ten_digits(-0.0)
    (0.6666666667, 0.0)
    """
    return float(f"{x:.{_DIGITS}g}") + 0.0


def to_json(obj: object) -> bytes:
    r"""Write records as JSON (RFC 8259) whose bytes depend on the values alone.

    Parameters
    ----------
    obj : object
        Mappings with text keys, lists, tuples, text, numbers, truth values, None.

    Returns
    -------
    bytes
        UTF-8, keys sorted, one space of indent, floats with ten significant digits, a newline last.

    Raises
    ------
    ReportError
        A number is nan or infinite, a key is not text, or a value has no JSON form; the message says where.

    Examples
    --------
    >>> to_json({"b": 2 / 3, "a": "Việt"}).decode()
    '{\n "a": "Việt",\n "b": 0.6666666667\n}\n'
    """
    plain = _plain(obj, "result")
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return f"{text}\n".encode()


def _plain(obj: object, where: str) -> object:
    """The same value out of dict, list, str, int, float, bool and None only."""
    if obj is None or isinstance(obj, str | bool):
        return obj
    if isinstance(obj, Mapping):
        return {_text_key(key, where): _plain(value, f"{where}.{key}") for key, value in obj.items()}
    if isinstance(obj, list | tuple):
        return [_plain(value, f"{where}[{index}]") for index, value in enumerate(obj)]
    if isinstance(obj, numbers.Integral):  # numpy's integers too
        return int(obj)
    if isinstance(obj, numbers.Real):
        return ten_digits(_finite(float(obj), where))
    raise ReportError(f"{where}: got {type(obj).__name__}, which JSON cannot hold; use text")


def _text_key(key: object, where: str) -> str:
    if isinstance(key, str):
        return key
    raise ReportError(f"{where}: got the key {key!r}; JSON keys must be text")


def _finite(x: float, where: str) -> float:
    if math.isfinite(x):
        return x
    raise ReportError(f"{where}: got {x}; a value that cannot be given must be null")


def write_csv(path: Path, frame: pl.DataFrame) -> None:
    """Write a table for spreadsheets: UTF-8 with a byte order mark, rows in the order given.

    Floats have ten significant digits, truth values are true and false, nulls are empty, lines end with a
    newline. Corpora are written by strangers: a text cell or a column name that starts with a sign that
    spreadsheets take for a formula (= + - @, their full-width forms, tab, carriage return) and is not a plain
    number gets a leading apostrophe (OWASP, CSV injection).

    Parameters
    ----------
    path : Path
        The file; its folder is made when it is missing.
    frame : polars.DataFrame
        Columns of text, numbers, truth values or dates.

    Raises
    ------
    ReportError
        The file cannot be written; a float is nan or infinite; a column holds lists or records.

    Examples
    --------
    >>> import polars as pl, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_csv(Path(folder, "t.csv"), pl.DataFrame({"term": ["=1+1"], "g2": [2 / 3]}))
    ...     read_bytes(Path(folder, "t.csv")).decode("utf-8-sig").splitlines()
    ['term,g2', "'=1+1,0.6666666667"]
    """
    write_atomic(path, csv_bytes(frame, str(path)))


def csv_bytes(frame: pl.DataFrame, where: str) -> bytes:
    r"""Give a table as the bytes of a CSV file (see write_csv).

    Parameters
    ----------
    frame : polars.DataFrame
        Columns of text, numbers, truth values or dates.
    where : str
        The name an error gives to the table.

    Raises
    ------
    ReportError
        A float is nan or infinite; a column holds lists or records.

    Examples
    --------
    >>> csv_bytes(pl.DataFrame({"n": [7]}), "t.csv")
    b'\xef\xbb\xbfn\n7\n'
    """
    columns = [_cells(series, where) for series in frame.iter_columns()]
    header = [_quoted(harmless(name)) for name in frame.columns]
    lines = [",".join(row) or '""' for row in (header, *zip(*columns, strict=True))]
    return ("\ufeff" + "\n".join(lines) + "\n").encode()


def read_csv(path: Path) -> pl.DataFrame:
    """Read a table as text: every column is text, an empty cell is "", apostrophes stay.

    Parameters
    ----------
    path : Path
        A file of write_csv.

    Returns
    -------
    polars.DataFrame
        All columns of type String, rows in the order of the file.

    Raises
    ------
    CorpusError
        The file is missing or not UTF-8.
    ReportError
        The file is not a table.

    Examples
    --------
    >>> import polars as pl, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_csv(Path(folder, "t.csv"), pl.DataFrame({"term": ["trade"], "n": [7]}))
    ...     read_csv(Path(folder, "t.csv")).rows()
    [('trade', '7')]
    """
    data = decode_text(read_bytes(path), str(path)).encode()
    try:
        return pl.read_csv(io.BytesIO(data), infer_schema=False, empty_string_is_null=False, glob=False)
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise ReportError(f"{path}: not a CSV table ({reason}); run the report again") from error


def _cells(series: pl.Series, table: str) -> Iterable[str]:
    """The cells of one column as they stand in the file."""
    if series.dtype.is_nested() or series.dtype == pl.Object:
        raise ReportError(f"{table}: column {series.name} holds {series.dtype}; write text instead")
    where = f"{table}, column {series.name}"
    return [_quoted(_cell(value, where)) for value in series]


def _cell(value: object, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{_finite(value, where) + 0.0:.{_DIGITS}g}"
    return harmless(value) if isinstance(value, str) else str(value)


def harmless(text: str) -> str:
    """Guard a text against spreadsheets that would run it as a formula: an apostrophe goes before it.

    Parameters
    ----------
    text : str
        A cell.

    Returns
    -------
    str
        The cell as write_csv writes it.

    Examples
    --------
    >>> harmless("=1+1"), harmless("-1.5"), harmless("leaders")
    ("'=1+1", '-1.5', 'leaders')
    """
    if text.startswith(_FORMULA_STARTS) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _quoted(cell: str) -> str:
    """RFC 4180; the csv module of Python 3.11 leaves a lone carriage return bare."""
    if any(sign in cell for sign in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
