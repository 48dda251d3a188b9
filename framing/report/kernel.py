"""Kernels: the code cells of one notebook, run in one fresh kernel under one time limit.

It knows nbclient and jupyter_client, and neither Papermill nor what the cells mean. The kernel is this Python, speaks
TCP on the loopback, and leaves this process's working folder and environment as they are.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.report.documents import INJECTED, first_line, is_interactive, is_tagged
from framing.storage import read_bytes, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbclient import NotebookClient
    from nbformat import NotebookNode

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


@dataclass(frozen=True, slots=True)
class Run:
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


def run_cells(nb: NotebookNode, run: Run) -> str | None:
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
    return bool(cell.cell_type == "code" and cell.source.strip() and not is_interactive(cell))


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


def _client(nb: NotebookNode, run: Run, private: Path) -> NotebookClient:
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


def _environment(run: Run, private: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _DROPPED and not name.startswith(_DROPPED_START)
    }
    return {**kept, "IPYTHONDIR": str(private / "ipython"), **run.environment}


def _run_cell(client: NotebookClient, index: int, run: Run) -> str | None:
    """Run one cell; None, or one line on why it stopped."""
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    try:
        client.execute_cell(client.nb.cells[index], index)
    except CellExecutionError as error:
        return f"{error.ename}: {first_line(error.evalue)}".rstrip(": ")
    except CellTimeoutError:
        return f"still running when the {run.seconds:g} seconds of the whole notebook were over; raise the time limit"
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
    before = [cell for cell in nb.cells[:index] if not is_tagged(cell, INJECTED)]
    return "injected parameters" if is_tagged(nb.cells[index], INJECTED) else f"cell {len(before) + 1}"


def _last_line(file: Path) -> str:
    text = read_bytes(file).decode("utf-8", "replace")
    return (text.strip().splitlines() or [""])[-1].strip()
