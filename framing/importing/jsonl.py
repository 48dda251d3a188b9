"""JSONL: one object with an article a line, keys as columns; lists and objects within a value stay JSON.

A line that is no object is told with its reason. The file is gone through twice, once for the keys: a column may come
first in the last line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path


def read_keys(path: Path, encoding: str) -> list[str]:
    """The keys of all objects, each where it comes first; a key that is null throughout is none."""
    keys: dict[str, None] = {}
    with path.open(encoding=encoding, newline="\n") as file:
        for line in file:
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict) and not found.keys() <= keys.keys():
                keys |= dict.fromkeys(key for key, value in found.items() if value is not None)
    return list(keys)


def read_objects(path: Path, encoding: str) -> Iterator[tuple[str, dict[str, str] | str]]:
    """The number of each line that is not empty with its values as text, or with the reason why it has none."""
    with path.open(encoding=encoding, newline="\n") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield f"line {number}", _object(line)


def as_text(value: object) -> str:
    """A value as the cell of a table: text as it is, all else as JSON, in which a day or time is text.

    >>> from datetime import date
    >>> as_text("Rail"), as_text([date(2025, 4, 14), None])
    ('Rail', '["2025-04-14", null]')
    """
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: object) -> str:
    """What JSON has no form for: bytes as the text they are, a day, time or decimal number as it is written."""
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


class _Twice(ValueError):
    """A key that stands twice in an object."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return found


def _object(line: str) -> dict[str, str] | str:
    try:
        found = json.loads(line, object_pairs_hook=_once)
    except _Twice as key:
        return f"the key {str(key)[:80]!r} stands twice in the line; keep one"
    except RecursionError:
        return "the line is not JSON that can be read (nested too deeply); mend it"
    except ValueError as error:  # also a number of more digits than Python reads
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "a number is too long"
        cut = "" if line.endswith("\n") else "; the file ends within this line, get it again whole"
        return f"the line is not JSON ({reason}){cut or '; mend it'}"
    if not isinstance(found, dict):
        return "the line is no JSON object; write one object with a text a line"
    return {key: as_text(value) for key, value in found.items() if value is not None}
