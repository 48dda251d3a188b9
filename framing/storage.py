"""Files, as bytes: read, decode, write at once, find, lock.

Besides corpus and outputs this is the only room that opens files. It knows nothing of articles, tables,
notebooks or reports: a path and bytes go in, bytes or text come out. What is read is never altered
(a byte order mark aside); what is written is either the whole new file or the untouched old one.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from framing.errors import CorpusError, ReportError

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_PROJECT_FILE = "pyproject.toml"


def read_bytes(path: Path) -> bytes:
    """Read a whole file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    bytes
        Its content, unaltered.

    Raises
    ------
    CorpusError
        The file is missing, is a folder or may not be read.

    Examples
    --------
    >>> read_bytes(Path(__file__))[:3]
    b'\"\"\"'
    """
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CorpusError(f"{path}: cannot be read ({reason}); check the name") from error


def decode_text(data: bytes, where: str) -> str:
    r"""Decode UTF-8 and take a leading byte order mark off; newlines and all else stay.

    Parameters
    ----------
    data : bytes
        What a file holds.
    where : str
        The name an error gives to the data, normally the file.

    Returns
    -------
    str
        The text; its code points are what every offset of the project counts.

    Raises
    ------
    CorpusError
        The data is not UTF-8; the message names the byte (from 0, the mark included).

    Examples
    --------
    >>> decode_text(b"\xef\xbb\xbfH\xc3\xa0 N\xe1\xbb\x99i\r\n", "a.txt")
    'Hà Nội\r\n'
    """
    mark = len(_UTF8_MARK) if data.startswith(_UTF8_MARK) else 0
    try:
        return data[mark:].decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start + mark
        guess = ", it looks like UTF-16" if data.startswith(_UTF16_MARKS) else ""
        raise CorpusError(
            f"{where}: not UTF-8 at byte {at} (found 0x{data[at]:02x}{guess}); "
            "save the file again with the encoding UTF-8"
        ) from error


def sha256_of(data: bytes) -> str:
    """Give the SHA-256 of some bytes (FIPS 180-4) as 64 hexadecimal digits.

    Parameters
    ----------
    data : bytes
        Any bytes.

    Returns
    -------
    str
        64 lower-case hexadecimal digits.

    Examples
    --------
    >>> sha256_of(b"abc")[:16]
    'ba7816bf8f01cfea'
    """
    return hashlib.sha256(data).hexdigest()


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that its name holds either the old content or the whole new one.

    Parameters
    ----------
    path : Path
        The file; its folder is made when it is missing.
    data : bytes
        The new content.

    Raises
    ------
    ReportError
        The folder or the file cannot be written; the old file is untouched.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomic(Path(folder, "new", "a.txt"), b"text")
    ...     read_bytes(Path(folder, "new", "a.txt"))
    b'text'
    """
    # A name of its own per writer: two writers of one file must not share a half-written copy.
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReportError(f"{path}: cannot be written ({reason}); choose a folder that can be written") from error


def find_path(given: str | Path) -> Path:
    """Find the file or folder that a user names.

    An absolute path is taken as it is. A relative one is looked for in the working folder, then in its
    parents up to and including the first that holds pyproject.toml, last in the project folder that
    this package is installed from (an editable install).

    Parameters
    ----------
    given : str or Path
        What the user wrote.

    Returns
    -------
    Path
        An absolute path that exists.

    Raises
    ------
    CorpusError
        Nothing is there; the message lists the places tried.

    Examples
    --------
    >>> find_path(Path(__file__).resolve()).name
    'storage.py'
    """
    if not str(given):
        raise CorpusError("no file or folder is named (got an empty path); give its path")
    path = Path(given)
    tried = [path] if path.is_absolute() else [folder / path for folder in _places()]
    for candidate in tried:
        if candidate.exists():
            return candidate
    places = ", ".join(str(candidate) for candidate in tried)
    raise CorpusError(f"{given}: not found; tried {places}; check the name or give the full path")


def _places() -> list[Path]:
    """The folders a relative path may start from, each once, in the order they are tried."""
    import framing

    working = Path.cwd()
    places = []
    for folder in (working, *working.parents):
        places.append(folder)
        if (folder / _PROJECT_FILE).is_file():
            break
    project = Path(framing.__file__).resolve().parents[1]
    if (project / _PROJECT_FILE).is_file() and project not in places:
        places.append(project)
    return places


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Keep every other process from writing what lies at a path, without waiting.

    The lock is `NAME.lock` beside the path. The system drops it when the process that holds it dies,
    so a lock file left behind by a killed run hinders nobody.

    Parameters
    ----------
    path : Path
        The file or folder about to be written; its folder is made when it is missing.

    Yields
    ------
    None
        The lock is held until the block ends.

    Raises
    ------
    ReportError
        Another process holds the lock, or the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, lock(Path(folder, "report")):
    ...     Path(folder, "report.lock").exists()
    True
    """
    from filelock import FileLock, Timeout

    beside = path.with_name(f"{path.name}.lock")
    held = FileLock(beside, blocking=False)
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        held.acquire()
    except Timeout as error:
        raise ReportError(f"another run is writing {path}; wait for it or choose another --out") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReportError(f"{beside}: cannot be written ({reason}); choose another --out") from error
    try:
        yield
    finally:
        # Removed while it is still held: whoever makes the next lock file then makes a new one.
        with suppress(OSError):
            beside.unlink()
        held.release()


def shipped(name: str) -> str:
    """The text of a data file that comes with framing, such as the list of spelling pairs.

    >>> shipped("spelling_en.csv").splitlines()[0]
    'canonical,variant'
    """
    return decode_text(read_bytes(Path(__file__).parent / "data" / name), name)
