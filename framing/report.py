"""Notebooks run strictly, and shown as pages that need no network.

Papermill, nbformat, nbconvert and nbclient live here only, and are imported inside the functions that need them:
`import papermill` loads this module (entry point `papermill.engine`), so at its top it may import neither
papermill nor anything slow. It knows nothing of articles or counts: a notebook and values go in, a notebook
or a page comes out, with the same bytes each time.
"""

from __future__ import annotations

import ast
import difflib
import json
import keyword
import math
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from framing.errors import CorpusError, ReportError, SettingsError
from framing.storage import decode_text, read_bytes, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbclient import NotebookClient
    from nbformat import NotebookNode

ENGINE = "framing"  # the name in pyproject.toml, and of the translator
INJECTED = "injected-parameters"

# What makes a kernel's bytes the same on every machine; one BLAS thread, as sums depend on their number.
KERNEL_ENVIRONMENT: Mapping[str, str] = {
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
# A user's own settings that would change what a kernel shows.
_DROPPED = ("MPLBACKEND", "PYTHONSTARTUP", "PYTHONWARNINGS", "IPYTHONDIR")
_DROPPED_START = "POLARS_FMT_"

_START_LIMIT = 60.0  # seconds a kernel may take to answer; a loaded machine needs ten
_LANGUAGE = {
    "name": "python",
    "version": ".".join(str(part) for part in sys.version_info[:2]),
    "mimetype": "text/x-python",
    "file_extension": ".py",
    "pygments_lexer": "ipython3",
}
_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}

Kind = Literal["str", "int", "float", "bool", "list"]
_T = TypeVar("_T")


class NotebookFailed(ReportError):
    """A notebook stopped before its end; `notebook` holds what it had shown by then."""

    def __init__(self, message: str, notebook: NotebookNode) -> None:
        super().__init__(message)
        self.notebook = notebook


# --- parameters: what a notebook declares ---------------------------------------------------------


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
    nb = _read_notebook(notebook)
    tagged = [number for number, cell in enumerate(nb.cells, 1) if _is_tagged(cell, "parameters")]
    if len(tagged) != 1:
        found = f"cells {', '.join(map(str, tagged))}" if tagged else "none"
        raise ReportError(
            f"notebook {notebook.name}: exactly one code cell must be tagged 'parameters'; found {found}"
        )
    return _parse_declarations(nb.cells[tagged[0] - 1].source, notebook.name, tagged[0])


def _is_tagged(cell: NotebookNode, tag: str) -> bool:
    return cell.cell_type == "code" and tag in cell.metadata.get("tags", [])


def _parse_declarations(source: str, name: str, cell: int) -> dict[str, Declared]:
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


# --- parameters: what a user gives ----------------------------------------------------------------


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
        _check_name(name, declared)
    texts: dict[str, str | list[str]] = {**from_file, **given}
    return {
        name: _parse(texts[name], parameter)
        for name, parameter in declared.items()
        if name in texts
    }


def _once(pairs: Iterable[tuple[str, _T]], source: str) -> dict[str, _T]:
    given: dict[str, _T] = {}
    for name, value in pairs:
        if name in given:
            raise SettingsError(f"{source}: parameter {name} is given twice; give it once")
        given[name] = value
    return given


def _check_name(name: str, declared: Mapping[str, Declared]) -> None:
    # Papermill writes names into the notebook as code; this is what keeps a name from being more.
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
        pairs = json.loads(
            text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_Pairs
        )
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
        raise SettingsError(
            f"parameter {declared.name}: got {text!r}, expected {_EXPECTED[declared.kind]}"
        )
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


class StrictTranslator:
    """Write parameters as Python: `repr`, so that Việt stays Việt, under names that are only names.

    Papermill asks a translator for `codify` and `inspect` and for nothing else.
    """

    @classmethod
    def codify(cls, parameters: Mapping[str, object], comment: str = "Parameters") -> str:
        """Give the source of the injected cell.

        Parameters
        ----------
        parameters : mapping of str to object
            Names and text, numbers, truth values or lists of text.
        comment : str
            The first line.

        Returns
        -------
        str
            Python source, one assignment a line.

        Raises
        ------
        SettingsError
            A name is not an identifier.

        Examples
        --------
        >>> print(StrictTranslator.codify({"side": "Việt Nam", "least": 5}))
        # Parameters
        side = 'Việt Nam'
        least = 5
        """
        for name in parameters:
            _check_name(name, dict.fromkeys(parameters, Declared(name, "str", "")))
        lines = [f"{name} = {value!r}" for name, value in parameters.items()]
        return "\n".join([f"# {comment}", *lines])

    @classmethod
    def inspect(cls, parameters_cell: NotebookNode) -> list[Any]:
        """Tell Papermill which parameters a cell declares, so that it does not warn of them.

        Parameters
        ----------
        parameters_cell : NotebookNode
            The cell tagged `parameters`.

        Returns
        -------
        list of papermill.models.Parameter
            One per assignment.

        Examples
        --------
        >>> import nbformat
        >>> StrictTranslator.inspect(nbformat.v4.new_code_cell("least = 5"))[0].name
        'least'
        """
        from papermill.models import Parameter  # type: ignore[import-untyped]

        declared = _parse_declarations(parameters_cell.source, "given", 1)
        return [Parameter(one.name, one.kind, repr(one.default), "") for one in declared.values()]


# --- running --------------------------------------------------------------------------------------


def execute_notebook(
    notebook: Path,
    *,
    parameters: Mapping[str, object],
    shown: Mapping[str, object],
    folder: Path,
    timeout: float,
    environment: Mapping[str, str],
    on_cell: Callable[[int, int], None] | None = None,
) -> NotebookNode:
    """Run a notebook with Papermill in a fresh kernel and give it back with what it showed.

    The kernel is this Python, speaks TCP on the loopback and works in `folder`; nothing of this process
    (working folder, environment) changes. What would differ between two runs is taken off: timings, random
    ids, object addresses, paths of this machine.

    Parameters
    ----------
    notebook : Path
        The notebook; it is not written.
    parameters : mapping of str to object
        Values for the injected cell, which follows the parameters cell; empty injects nothing.
    shown : mapping of str to object
        The values that the returned notebook shows in that cell instead (no path of this machine).
    folder : Path
        The kernel's working folder; it must exist.
    timeout : float
        Seconds for the whole notebook, kernel start included.
    environment : mapping of str to str
        Environment variables of the kernel, on top of this process's and KERNEL_ENVIRONMENT.
    on_cell : callable, optional
        Called after each code cell with how many have run and how many there are.

    Returns
    -------
    nbformat.NotebookNode
        The executed notebook.

    Raises
    ------
    NotebookFailed
        A cell raised, asked to exit or for input, killed its kernel, or the time is over.
    ReportError
        The notebook cannot be read.

    Examples
    --------
    >>> import nbformat, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.ipynb")
    ...     nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")]), path)
    ...     ran = execute_notebook(
    ...         path, parameters={}, shown={}, folder=Path(folder), timeout=60, environment={}
    ...     )
    >>> ran.cells[0].outputs[0].data["text/plain"]
    '42'
    """
    run = _Run(
        name=notebook.name,
        folder=folder,
        deadline=time.monotonic() + timeout,
        seconds=timeout,
        environment={**KERNEL_ENVIRONMENT, **environment},
        shown=StrictTranslator.codify(shown),
        places={**_hidden(parameters, shown), **_places(folder)},
        on_cell=on_cell or _ignore,
    )
    nb = _read_notebook(notebook)
    # An injected cell that was saved by mistake would win over the notebook's own defaults.
    nb.cells = [cell for cell in nb.cells if not _is_tagged(cell, INJECTED)]
    executed: NotebookNode = _papermill().execute_notebook(
        nb,
        None,
        parameters=dict(parameters),
        engine_name=ENGINE,
        kernel_name=ENGINE,
        language="python",
        progress_bar=False,
        run=run,
    )
    return executed


def _ignore(done: int, total: int) -> None:
    """Nobody watches the cells."""


def _papermill() -> Any:
    """Papermill, knowing our engine and translator also where the package is not installed."""
    import papermill  # type: ignore[import-untyped]
    from papermill.engines import papermill_engines  # type: ignore[import-untyped]
    from papermill.translators import papermill_translators  # type: ignore[import-untyped]

    papermill_engines.register(ENGINE, StrictEngine)
    papermill_translators.register(ENGINE, StrictTranslator)
    return papermill


@dataclass(frozen=True, slots=True)
class _Run:
    """What one run of one notebook is given."""

    name: str
    folder: Path
    deadline: float  # time.monotonic()
    seconds: float  # the whole limit, for the message
    environment: Mapping[str, str]
    shown: str | None  # source of the injected cell in what is returned; None: as it ran
    places: Mapping[str, str]  # paths of this machine → what the returned notebook has instead
    on_cell: Callable[[int, int], None]

    def left(self, _cell: object = None) -> float:
        """Seconds until the limit; nbclient takes 0 for 'no limit'."""
        return max(0.01, self.deadline - time.monotonic())


class StrictEngine:
    """The Papermill engine `framing`: a time limit, nothing swallowed, the same bytes again.

    Papermill calls `execute_notebook`, `nb_kernel_name` and `nb_language` and asks for no base class. There is
    none, since papermill loads this module while papermill.engines is still being imported; and Papermill's own
    base class writes timings and its status into every cell.
    """

    @classmethod
    def nb_kernel_name(cls, nb: NotebookNode, name: str | None = None) -> str:
        """Name the kernel: this Python, whatever the notebook names.

        Parameters
        ----------
        nb : NotebookNode
            The notebook.
        name : str, optional
            Ignored.

        Returns
        -------
        str
            Always "framing", under which the translator is known.

        Examples
        --------
        >>> StrictEngine.nb_kernel_name(None)
        'framing'
        """
        _papermill()
        return ENGINE

    @classmethod
    def nb_language(cls, nb: NotebookNode, language: str | None = None) -> str:
        """Name the language.

        Parameters
        ----------
        nb : NotebookNode
            The notebook.
        language : str, optional
            Ignored.

        Returns
        -------
        str
            Always "python".

        Examples
        --------
        >>> StrictEngine.nb_language(None)
        'python'
        """
        return "python"

    @classmethod
    def execute_notebook(
        cls, nb: NotebookNode, kernel_name: str, *, run: _Run | None = None, **options: Any
    ) -> NotebookNode:
        """Run every cell of a parameterized notebook in one fresh kernel.

        Parameters
        ----------
        nb : NotebookNode
            The notebook with its injected cell; changed in place, as Papermill expects.
        kernel_name : str
            Ignored: the kernel is this Python.
        run : optional
            What execute_notebook of this module gives; without it (`papermill --engine framing`) the kernel
            works in the current folder and has `execution_timeout` seconds or a day.
        **options
            Papermill's other options; only `execution_timeout` is used.

        Returns
        -------
        NotebookNode
            The same notebook, executed and cleaned.

        Raises
        ------
        NotebookFailed
            The notebook did not run to its end.

        Examples
        --------
        >>> import nbformat
        >>> StrictEngine.execute_notebook(nbformat.v4.new_notebook(), "framing").cells
        []
        """
        run = run or _plain_run(options.get("execution_timeout"))
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.update(outputs=[], execution_count=None)
            if _is_tagged(cell, INJECTED):
                cell.id = INJECTED
        problem = _run_cells(nb, run)
        _clean(nb, run)
        if problem is not None:
            raise NotebookFailed(f"notebook {run.name}, {problem}", nb)
        return nb


def _plain_run(limit: float | None) -> _Run:
    seconds = float(limit or 86_400)
    return _Run(
        name="given to papermill",
        folder=Path.cwd(),
        deadline=time.monotonic() + seconds,
        seconds=seconds,
        environment=KERNEL_ENVIRONMENT,
        shown=None,
        places=_places(Path.cwd()),
        on_cell=_ignore,
    )


def _run_cells(nb: NotebookNode, run: _Run) -> str | None:
    """Run the code cells; None, or one line on where and why the notebook stopped."""
    code = [index for index, cell in enumerate(nb.cells) if _runs(cell)]
    if not code:
        return None
    with ExitStack() as stack:
        stack.enter_context(_event_loop())
        private = Path(stack.enter_context(_private_folder()))
        said = stack.enter_context((private / "kernel.txt").open("wb"))
        client = _client(nb, run, private)
        replies: list[dict[str, Any]] = []
        client.on_cell_executed = lambda **known: replies.append(known["execute_reply"])
        start = client.setup_kernel(
            cleanup_kc=True, env=_environment(run, private), stdout=subprocess.DEVNULL, stderr=said
        )
        try:
            stack.enter_context(start)
        except RuntimeError as error:
            return f"kernel: did not start ({_last_line(private / 'kernel.txt') or error})"
        for done, index in enumerate(code, 1):
            problem = _run_cell(client, index, run) or _asked_to_exit(replies)
            if problem is not None:
                return f"{_place(nb, index)}: {problem}"
            run.on_cell(done, len(code))
    return None


def _runs(cell: NotebookNode) -> bool:
    return bool(cell.cell_type == "code" and cell.source.strip())


@contextmanager
def _event_loop() -> Iterator[None]:
    """Clear and close the loop nbclient runs on: every thread gets one and nobody else closes it."""
    import asyncio

    from jupyter_core.utils import ensure_event_loop

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        loop = ensure_event_loop()
    else:  # called from a notebook: that loop is not ours
        yield
        return
    try:
        yield
    finally:
        left = asyncio.all_tasks(loop)  # polls that nbclient cancels on a time-out
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.wait(left))
        loop.close()
        asyncio.set_event_loop(None)


def _private_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for the kernel's own files: an empty or read-only home must not matter."""
    return tempfile.TemporaryDirectory(prefix="framing-", ignore_cleanup_errors=True)


def _client(nb: NotebookNode, run: _Run, private: Path) -> NotebookClient:
    """A client whose kernel is this Python, whichever kernels the user has installed."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "Python 3", "language": "python"}
    write_atomic(private / "kernels" / "python3" / "kernel.json", json.dumps(spec).encode())
    specs = KernelSpecManager(kernel_dirs=[str(private / "kernels")], ensure_native_kernel=False)
    manager = AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=specs,
        connection_file=str(private / "connection.json"),
        transport="tcp",  # ipc hung now and then
        ip="127.0.0.1",
    )
    return NotebookClient(
        nb,
        km=manager,
        timeout_func=run.left,
        startup_timeout=max(1, math.ceil(min(_START_LIMIT, run.left()))),
        iopub_timeout=60,  # seconds that a large figure may take to arrive; 4 are too few
        raise_on_iopub_timeout=True,
        force_raise_errors=True,  # a cell tagged raises-exception stops the run too
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(run.folder)}},
    )


def _environment(run: _Run, private: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _DROPPED and not name.startswith(_DROPPED_START)
    }
    return {**kept, "IPYTHONDIR": str(private / "ipython"), **run.environment}


def _run_cell(client: NotebookClient, index: int, run: _Run) -> str | None:
    """Run one cell; None, or one line on why it stopped."""
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    try:
        client.execute_cell(client.nb.cells[index], index)
    except CellExecutionError as error:
        return f"{error.ename}: {_first_line(error.evalue)}".rstrip(": ")
    except CellTimeoutError:
        return (
            f"still running when the {run.seconds:g} seconds of the whole notebook were over; "
            "raise the time limit"
        )
    except DeadKernelError:
        return "its kernel died (out of memory, killed, or ended by os._exit)"
    return None


def _asked_to_exit(replies: list[dict[str, Any]]) -> str | None:
    """IPython answers exit() with 'ok' and a wish to leave; the cells below would never run."""
    payload = replies[-1]["content"].get("payload", []) if replies and replies[-1] else []
    asked = any(item.get("source") == "ask_exit" for item in payload)
    return "exit() was called; a notebook has to run to its end" if asked else None


def _place(nb: NotebookNode, index: int) -> str:
    """The number of a cell in the notebook on disk, from 1, text cells counted."""
    before = [cell for cell in nb.cells[:index] if not _is_tagged(cell, INJECTED)]
    return (
        "injected parameters"
        if _is_tagged(nb.cells[index], INJECTED)
        else f"cell {len(before) + 1}"
    )


def _first_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[0]


def _last_line(file: Path) -> str:
    text = read_bytes(file).decode("utf-8", "replace")
    return (text.strip().splitlines() or [""])[-1].strip()


# --- the same bytes again -------------------------------------------------------------------------


def _read_notebook(path: Path) -> NotebookNode:
    """A notebook in format 4.5 whose cells all have an id: nbformat would draw missing ones at random."""
    import nbformat

    try:
        raw = json.loads(decode_text(read_bytes(path), str(path)))
        if raw.get("nbformat") == 4:
            _name_cells(raw["cells"])
            raw["nbformat_minor"] = max(5, raw.get("nbformat_minor", 0))
        nb: NotebookNode = nbformat.reads(  # type: ignore[no-untyped-call]
            json.dumps(raw), as_version=4
        )
        nbformat.validate(nb)
    except CorpusError as error:
        raise ReportError(f"notebook {error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, nbformat.ValidationError) as error:
        reason = _first_line(str(error))
        raise ReportError(f"notebook {path}: not a notebook of format 4 ({reason})") from error
    return nb


def _name_cells(cells: list[dict[str, Any]]) -> None:
    seen: set[str] = set()
    for number, cell in enumerate(cells, 1):
        if cell.get("id") in seen | {None}:
            cell["id"] = f"cell-{number}"
        seen.add(cell["id"])


def _places(folder: Path) -> dict[str, str]:
    """Paths of this machine that a warning or an object's text may name."""
    return {
        str(folder): ".",
        os.path.realpath(folder): ".",
        str(Path(__file__).resolve().parent): "framing",
        sys.prefix: "python",
        sys.base_prefix: "python",
        str(Path.home()): "~",
    }


def _hidden(parameters: Mapping[str, object], shown: Mapping[str, object]) -> dict[str, str]:
    """Paths given as parameters, and the names that are shown for them."""
    return {
        value: str(shown[name])
        for name, value in parameters.items()
        if isinstance(value, str) and os.path.isabs(value) and shown.get(name, value) != value
    }


def _clean(nb: NotebookNode, run: _Run) -> None:
    """Take off what differs between two runs or two machines."""
    for name in ("papermill", "widgets", "signature"):
        nb.metadata.pop(name, None)
    nb.metadata.update(kernelspec=dict(_KERNELSPEC), language_info=dict(_LANGUAGE))
    for cell in nb.cells:
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        if _is_tagged(cell, INJECTED) and run.shown is not None:
            cell.source = run.shown
        for output in cell.get("outputs", []):
            _clean_output(output, run.places)


def _clean_output(output: NotebookNode, places: Mapping[str, str]) -> None:
    if output.output_type == "stream":
        output.text = _portable(output.text, places)
    elif output.output_type == "error":
        output.evalue = _portable(output.evalue, places)
        output.traceback = [_portable(line, places) for line in output.traceback]
    else:
        # A widget is blank on an offline page and carries a random id.
        output.data.pop("application/vnd.jupyter.widget-view+json", None)
        for kind, value in output.data.items():
            if kind.startswith("text/") and isinstance(value, str):
                output.data[kind] = _portable(value, places)


def _portable(text: str, places: Mapping[str, str]) -> str:
    """A text without object addresses, kernel numbers and paths of this machine."""
    text = re.sub(r"(?<= at )0x[0-9a-fA-F]{4,}", "0x0", text)
    text = re.sub(r"[^\s'\"(]*ipykernel_[0-9]+[/\\][0-9]+\.py", "cell", text)
    for place in sorted(places, key=len, reverse=True):
        if place not in ("", "/"):
            # Split and join: a name with a backslash is no pattern.
            text = places[place].join(re.split(rf"(?<!\w){re.escape(place)}(?!\w)", text))
    return text


# --- pages ----------------------------------------------------------------------------------------

# fmt: off
_UNSAFE_TAGS = [
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "link", "base", "meta", "form",
    "input", "button", "noscript", "template", "audio", "video", "source", "track", "portal",
]
_LOADING = [
    "src", "srcset", "background", "poster", "data", "action", "formaction", "srcdoc", "ping",
]
# fmt: on
_LINKS = ("href", "xlink:href")


def strict_html(notebook: NotebookNode, title: str) -> str:
    """Show a notebook as one page that runs no script and loads nothing.

    The policy in its head (Content Security Policy Level 3) forbids scripts and every load; scripts, frames, forms,
    event attributes and outside pictures are taken off as well, wherever in the notebook they come from.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A notebook, executed or not.
    title : str
        The page's title, as text: it is escaped here.

    Returns
    -------
    str
        The page; the same for the same notebook. Pictures have the alt text that their output's metadata holds.

    Examples
    --------
    >>> import nbformat
    >>> cell = nbformat.v4.new_markdown_cell("# Seen <script>alert(1)</script>", id="a")
    >>> page = strict_html(nbformat.v4.new_notebook(cells=[cell]), "A & B")
    >>> "<title>A &amp; B</title>" in page, "<script" in page
    (True, False)
    """
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="framing",
        extra_template_basedirs=[str(Path(__file__).parent / "templates")],
        exclude_anchor_links=True,
    )
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    return _scrub(page)


def _scrub(page: str) -> str:
    """The page without anything that could run or load; its head is ours and stays."""
    from bs4 import BeautifulSoup  # comes with nbconvert

    # The first </head> is ours, as the title is escaped. The head stays out while the rest is scrubbed
    # as a whole: a stray </body> in an output puts elements behind the body.
    head, end, rest = page.partition("</head>")
    soup = BeautifulSoup(rest, "html.parser")
    for element in soup.find_all(_UNSAFE_TAGS):
        element.decompose()
    for element in soup.find_all(True):
        element.attrs = {
            name: value for name, value in element.attrs.items() if _is_safe(name, value)
        }
    return f"{head}{end}{str(soup).rstrip()}\n"


def _is_safe(name: str, value: object) -> bool:
    text = re.sub(r"[\x00-\x20]+", "", str(value)).lower()  # browsers skip these in a scheme
    name = name.lower()
    if name.startswith("on"):
        return False
    if name in _LOADING:
        return text.startswith("data:image/")
    return name not in _LINKS or not text.startswith(("javascript:", "data:", "vbscript:"))
