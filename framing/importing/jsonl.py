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
    """A value as the cell of a table: text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _object(line: str) -> dict[str, str] | str:
    try:
        found = json.loads(line)
    except RecursionError:
        return "the line is not JSON that can be read (nested too deeply); mend it"
    except ValueError as error:  # also a number of more digits than Python reads
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "a number is too long"
        cut = "" if line.endswith("\n") else "; the file ends within this line, get it again whole"
        return f"the line is not JSON ({reason}){cut or '; mend it'}"
    if not isinstance(found, dict):
        return "the line is no JSON object; write one object with a text a line"
    return {key: as_text(value) for key, value in found.items() if value is not None}
