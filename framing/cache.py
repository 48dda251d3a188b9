"""What was computed once and may be computed again: kept in a folder of the user's, found by the hash of its content.

Nothing rests on it. An entry is named by all that it depends on, so a stale one is never found; a folder that is missing,
full or not writable is the same as an empty one. FRAMING_CACHE names another folder; set to nothing, nothing is kept.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

VARIABLE = "FRAMING_CACHE"
_CODE = (".py", ".csv", ".toml")


def cache_folder() -> Path | None:
    """Where things are kept; None where the user wants nothing kept."""
    given = os.environ.get(VARIABLE)
    if given is not None:
        return Path(given) if given else None
    from platformdirs import user_cache_path

    return user_cache_path("framing", appauthor=False)


@functools.cache
def code_name() -> str:
    """A checksum of framing's own code and lists: what other code computed is never found, whatever its version says."""
    package, digest = Path(__file__).parent, hashlib.sha256()
    for path in sorted(path for path in package.rglob("*") if path.suffix in _CODE):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()} {len(content)} ".encode() + content)
    return digest.hexdigest()


@contextmanager
def own_cache(folder: Path) -> Iterator[None]:
    """Keep things in another folder for a while, also for processes started meanwhile: nothing of before is found."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before


class Kept:
    """Small values by key, in one SQLite file that several processes may use; without a file nothing is found or kept.

    What is put is held until it is written, so that no process waits for another that takes long to find its values.
    """

    def __init__(self, connection: sqlite3.Connection | None) -> None:
        self._connection = connection
        self._added: dict[bytes, bytes] = {}

    def get(self, key: bytes) -> bytes | None:
        """The value kept under a key, or None."""
        with suppress(sqlite3.Error):
            row = (
                self._connection and self._connection.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
            )
            return bytes(row[0]) if row else self._added.get(key)
        return None

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value; one that is kept already stays."""
        if self._connection:
            self._added.setdefault(key, value)

    def write(self) -> None:
        """Write what was put."""
        with suppress(sqlite3.Error):
            if self._connection and self._added:
                self._connection.executemany("INSERT OR IGNORE INTO kept VALUES (?, ?)", self._added.items())
                self._connection.commit()


@contextmanager
def open_kept(name: str) -> Iterator[Kept]:
    """Open the values of one name; what is put is written when the block ends.

    >>> with open_kept("doctest") as kept:
    ...     kept.put(b"key", b"value")
    """
    connection = _connect(name)
    kept = Kept(connection)
    try:
        yield kept
    finally:
        kept.write()
        if connection:
            connection.close()


def _connect(name: str) -> sqlite3.Connection | None:
    folder = cache_folder()
    if folder is None:
        return None
    connection = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(folder / f"{name}.sqlite", timeout=60)
        connection.execute("CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
    except (OSError, sqlite3.Error):
        if connection:
            connection.close()
        return None
    return connection
