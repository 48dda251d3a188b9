"""The engine: what Papermill is given in place of its own translator and engine, and one function to run a notebook.

`import papermill` loads this module (entry point `papermill.engine`) while papermill itself is half imported, so
papermill is imported inside functions only.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.report.documents import (
    INJECTED,
    NotebookFailed,
    clean_notebook,
    hidden_paths,
    is_tagged,
    places_of,
    read_notebook,
)
from framing.report.kernel import KERNEL_ENVIRONMENT, Run, run_cells
from framing.report.parameters import Declared, check_name, parse_declarations

if TYPE_CHECKING:
    from nbformat import NotebookNode

ENGINE = "framing"  # the name in pyproject.toml, and of the translator


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
    run = Run(
        name=notebook.name,
        folder=folder,
        deadline=time.monotonic() + timeout,
        seconds=timeout,
        environment={**KERNEL_ENVIRONMENT, **environment},
        shown=StrictTranslator.codify(shown),
        places={**hidden_paths(parameters, shown), **places_of(folder)},
        on_cell=on_cell or _ignore,
    )
    nb = read_notebook(notebook)
    # An injected cell that was saved by mistake would win over the notebook's own defaults.
    nb.cells = [cell for cell in nb.cells if not is_tagged(cell, INJECTED)]
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
            check_name(name, dict.fromkeys(parameters, Declared(name, "str", "")))
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
        from papermill.models import Parameter

        declared = parse_declarations(parameters_cell.source, "given", 1)
        return [Parameter(one.name, one.kind, repr(one.default), "") for one in declared.values()]


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
        cls, nb: NotebookNode, kernel_name: str, *, run: Run | None = None, **options: Any
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
            if is_tagged(cell, INJECTED):
                cell.id = INJECTED
        problem = run_cells(nb, run)
        clean_notebook(nb, shown=run.shown, places=run.places)
        if problem is not None:
            raise NotebookFailed(f"notebook {run.name}, {problem}", nb)
        return nb


def _plain_run(limit: float | None) -> Run:
    seconds = float(limit or 86_400)
    return Run(
        name="given to papermill",
        folder=Path.cwd(),
        deadline=time.monotonic() + seconds,
        seconds=seconds,
        environment=KERNEL_ENVIRONMENT,
        shown=None,
        places=places_of(Path.cwd()),
        on_cell=_ignore,
    )


def _ignore(done: int, total: int) -> None:
    """Nobody watches the cells."""


def _papermill() -> Any:
    """Papermill, knowing our engine and translator also where the package is not installed."""
    import papermill
    from papermill.engines import papermill_engines
    from papermill.translators import papermill_translators

    papermill_engines.register(ENGINE, StrictEngine)
    papermill_translators.register(ENGINE, StrictTranslator)
    return papermill
