"""Parameters: what a notebook declares, and what a user gives, each read strictly.

Papermill checks neither names nor kinds; here both are refused by name before anything runs. A notebook or a file goes
in, plain values come out.
"""

from __future__ import annotations

import ast
import difflib
import json
import keyword
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from framing.errors import CorpusError, ReportError, SettingsError
from framing.report.documents import is_tagged, read_notebook
from framing.storage import decode_text, read_bytes

Kind = Literal["str", "int", "float", "bool", "list"]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Declared:
    """A parameter as its notebook declares it: name, kind of value, value when nothing is given."""

    name: str
    kind: Kind
    default: object


def declared_parameters(notebook: Path) -> dict[str, Declared]:
    """Read which parameters a notebook declares, without running it.

    Parameters
    ----------
    notebook : Path
        A notebook with exactly one code cell tagged `parameters`, which assigns literals to names.

    Returns
    -------
    dict of str to Declared
        In the order of the cell; a list's default is a tuple of text.

    Raises
    ------
    ReportError
        No or a second parameters cell (cells are counted from 1), or a line that is not the assignment of
        a text, number, truth value or list of texts to a new name.

    Examples
    --------
    >>> import nbformat, tempfile
    >>> cell = nbformat.v4.new_code_cell("least = 5", metadata={"tags": ["parameters"]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.ipynb")
    ...     nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    ...     declared_parameters(path)
    {'least': Declared(name='least', kind='int', default=5)}
    """
    nb = read_notebook(notebook)
    tagged = [number for number, cell in enumerate(nb.cells, 1) if is_tagged(cell, "parameters")]
    if len(tagged) != 1:
        found = f"cells {', '.join(map(str, tagged))}" if tagged else "none"
        raise ReportError(f"notebook {notebook.name}: exactly one code cell must be tagged 'parameters'; found {found}")
    return parse_declarations(nb.cells[tagged[0] - 1].source, notebook.name, tagged[0])


def parse_declarations(source: str, name: str, cell: int) -> dict[str, Declared]:
    """Read the assignments of a parameters cell; errors name the notebook and the cell (from 1)."""
    where = f"notebook {name}, cell {cell}"
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise ReportError(f"{where}, line {error.lineno}: not Python ({error.msg})") from error
    declared: dict[str, Declared] = {}
    for statement in statements:
        one = _declaration(statement, f"{where}, line {statement.lineno}")
        if one.name in declared:
            raise ReportError(f"{where}, line {statement.lineno}: {one.name} is declared twice")
        declared[one.name] = one
    return declared


def _declaration(statement: ast.stmt, where: str) -> Declared:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            pass
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            pass
        case _:
            raise ReportError(f"{where}: only NAME = VALUE may stand in the parameters cell")
    try:
        default = ast.literal_eval(value)
    except ValueError:
        default = None
    kind = _kind_of(default)
    if kind is None:
        raise ReportError(
            f"{where}: the value of {name} must be a text, a number, True, False or a list of texts; "
            f"got {ast.unparse(value)}"
        )
    return Declared(name, kind, tuple(default) if kind == "list" else default)


def _kind_of(value: object) -> Kind | None:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, str):
        return "str"
    if isinstance(value, int):
        return "int"
    if isinstance(value, float) and math.isfinite(value):
        return "float"
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return "list"
    return None


def read_parameters(
    pairs: Iterable[tuple[str, str]], file: Path | None, declared: Mapping[str, Declared]
) -> dict[str, object]:
    """Turn what a user typed into values of the declared kinds, or refuse it by name.

    A value is read by the kind its notebook declares, never guessed: for a text, `no` is "no" and `012` is
    "012". A list is a JSON list of texts or a text with commas. Pairs win over the file.

    Parameters
    ----------
    pairs : iterable of (str, str)
        Names and values of `-p NAME VALUE`, as typed.
    file : Path or None
        A YAML or JSON (.json) file of names and values, one level deep.
    declared : mapping of str to Declared
        What the notebooks declare.

    Returns
    -------
    dict of str to object
        The given parameters alone, in the order of the declaration; lists are lists of str.

    Raises
    ------
    SettingsError
        An unknown name, a name that is no identifier, a name given twice, a value of another kind, a file
        that cannot be read.

    Examples
    --------
    >>> known = {"code": Declared("code", "str", ""), "least": Declared("least", "int", 5)}
    >>> read_parameters([("least", "3"), ("code", "012")], None, known)
    {'code': '012', 'least': 3}
    """
    given = _once(pairs, "-p")
    from_file = {} if file is None else _once(_file_pairs(file), str(file))
    for name in (*from_file, *given):
        check_name(name, declared)
    texts: dict[str, str | list[str]] = {**from_file, **given}
    return {name: _parse(texts[name], parameter) for name, parameter in declared.items() if name in texts}


def _once(pairs: Iterable[tuple[str, _T]], source: str) -> dict[str, _T]:
    given: dict[str, _T] = {}
    for name, value in pairs:
        if name in given:
            raise SettingsError(f"{source}: parameter {name} is given twice; give it once")
        given[name] = value
    return given


def check_name(name: str, declared: Mapping[str, Declared]) -> None:
    """Refuse what is no name, or no declared one.

    Papermill writes names into the notebook as code; this is what keeps a name from being more.
    """
    if not name.isidentifier() or keyword.iskeyword(name):
        raise SettingsError(f"parameter {name!r}: not a name; use letters, digits and underscores")
    if name not in declared:
        close = difflib.get_close_matches(name, declared, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        known = ", ".join(declared) or "none"
        raise SettingsError(f"parameter {name}: unknown; the notebooks know {known}{hint}")


def _file_pairs(file: Path) -> list[tuple[str, str | list[str]]]:
    try:
        text = decode_text(read_bytes(file), str(file))
    except CorpusError as error:
        raise SettingsError(f"parameter file {error}") from error
    pairs = _json_pairs(text, file) if file.suffix == ".json" else _yaml_pairs(text, file)
    return [(name, _file_value(name, value, file)) for name, value in pairs]


def _json_pairs(text: str, file: Path) -> list[tuple[str, Any]]:
    """Names and values in file order, repeats kept, numbers as typed."""
    try:
        pairs = json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_Pairs)
    except json.JSONDecodeError as error:
        raise SettingsError(f"{file}, line {error.lineno}: not JSON ({error.msg})") from error
    if not isinstance(pairs, _Pairs):
        raise SettingsError(f"{file}: must hold NAME: VALUE pairs; got {type(pairs).__name__}")
    return [(name, str(v).lower() if isinstance(v, bool) else v) for name, v in pairs]


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its repeated names."""


def _yaml_pairs(text: str, file: Path) -> list[tuple[str, Any]]:
    """Names and values in file order, repeats kept, every scalar as typed."""
    import yaml  # type: ignore[import-untyped]  # comes with papermill

    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise SettingsError(f"{file}{line}: not YAML; write one NAME: VALUE a line") from error
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        raise SettingsError(f"{file}: must hold NAME: VALUE pairs; got {node.tag.split(':')[-1]}")
    return [(str(key.value), _yaml_value(value)) for key, value in node.value]


def _yaml_value(node: Any) -> Any:
    """The text of a scalar, the values of a list; anything else as it is, to be refused by name."""
    if isinstance(node.value, str):
        return node.value
    return [_yaml_value(item) for item in node.value] if node.id == "sequence" else node


def _file_value(name: str, value: object, file: Path) -> str | list[str]:
    if isinstance(value, str):
        return value
    if type(value) is list and all(isinstance(item, str) for item in value):  # not _Pairs
        return value
    raise SettingsError(f"{file}: parameter {name} must be one value or a list of texts")


def _parse(text: str | list[str], declared: Declared) -> object:
    value = _PARSERS[declared.kind](text) if isinstance(text, str) else _as_list(text, declared)
    if value is None:
        raise SettingsError(f"parameter {declared.name}: got {text!r}, expected {_EXPECTED[declared.kind]}")
    return value


def _as_list(items: list[str], declared: Declared) -> list[str] | None:
    return items if declared.kind == "list" else None


def _parse_int(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else None


def _parse_float(text: str) -> float | None:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def _parse_bool(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text.lower())


def _parse_list(text: str) -> list[str] | None:
    if text.startswith("["):
        try:
            items = json.loads(text)
        except json.JSONDecodeError:
            return None
        return items if all(isinstance(item, str) for item in items) else None
    items = [item.strip() for item in text.split(",")] if text.strip() else []
    return items if all(items) else None


_PARSERS: Mapping[Kind, Callable[[str], object]] = {
    "str": str,
    "int": _parse_int,
    "float": _parse_float,
    "bool": _parse_bool,
    "list": _parse_list,
}

_EXPECTED: Mapping[Kind, str] = {
    "str": "one text",
    "int": "a whole number such as 5",
    "float": "a number such as 0.5",
    "bool": "true or false",
    "list": 'texts with commas between, or a JSON list such as ["a", "b"]',
}
