"""Where parts are counted: here, in processes beside this one, or on a Dask cluster. What comes back is the same.

A process that dies takes its part with it; the part is counted again. A scheduler that is gone is an error.
"""

from __future__ import annotations

import functools
import logging
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar, cast

from framing.errors import FramingError, SettingsError

Task = TypeVar("Task")
Result = TypeVar("Result")
PATIENCE = "20s"  # for a scheduler to answer
AHEAD = 2  # parts that are with each process at a time
ATTEMPTS = 3  # pools that may break before the rest is counted in this process


def run_parts(
    work: Callable[[Task], Result], parts: list[Task], *, workers: int = 1, cluster: str = ""
) -> Iterator[Result]:
    """Do some work on every part; results come in the order of the parts.

    Parameters
    ----------
    work : a function that can be pickled.
    workers : processes, this one among them.
    cluster : address of a Dask scheduler such as "tcp://host:8786"; its workers need framing and the same files.

    Raises
    ------
    SettingsError : no such scheduler, or it is gone before the end; distributed is not installed.
    """
    if cluster:
        return _on_cluster(work, parts, cluster)
    if workers == 1 or len(parts) < 2:
        return map(work, parts)
    return iter(_in_processes(work, parts, workers))


def _in_processes(work: Callable[[Task], Result], parts: list[Task], workers: int) -> list[Result]:
    """This process works, too: from the last part on, while the others are handed the first."""
    done: dict[int, Result] = {}
    for _ in range(ATTEMPTS):
        waiting = deque(at for at in range(len(parts)) if at not in done)
        pool = _pool(min(workers - 1, len(waiting)))
        handed: dict[int, Future[Result]] = {}
        try:
            while waiting or handed:
                for at in [at for at, future in handed.items() if future.done()]:
                    done[at] = handed.pop(at).result()
                while waiting and len(handed) < AHEAD * (workers - 1):
                    at = waiting.popleft()
                    handed[at] = pool.submit(work, parts[at])
                if waiting:
                    at = waiting.pop()
                    done[at] = work(parts[at])
                else:
                    wait(handed.values(), return_when=FIRST_COMPLETED)
            break
        except BrokenProcessPool:  # a process was killed: keep what the others finished, count the rest anew
            kept = {at: future for at, future in handed.items() if future.done() and not future.exception()}
            done |= {at: future.result() for at, future in kept.items()}
        finally:
            pool.shutdown(cancel_futures=True)
    return [done[at] if at in done else work(parts[at]) for at in range(len(parts))]


def _pool(others: int) -> ProcessPoolExecutor:
    """New interpreters, since a forked copy of a process with threads may hang; polars shares the cores out."""
    threads = str(max(1, (os.cpu_count() or 1) // (others + 1)))
    return ProcessPoolExecutor(
        others, mp_context=get_context("spawn"), initializer=os.putenv, initargs=("POLARS_MAX_THREADS", threads)
    )


def _on_cluster(work: Callable[[Task], Result], parts: list[Task], address: str) -> Iterator[Result]:
    try:
        from distributed import Client
    except ImportError:
        raise SettingsError('cluster: the package distributed is missing; pip install "framing[cluster]"') from None
    try:
        client: Any = cast(Any, Client)(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise SettingsError(f"cluster: no scheduler answers at {address} ({error}); start it or correct it") from None
    with _quiet(), client:
        futures = deque(client.map(functools.partial(_tried, work), parts, pure=False))
        while futures:
            yield _result(futures.popleft(), address)


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask prints a trace where a connection breaks; the error says it in a line."""
    logger = logging.getLogger("distributed.client")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _tried(work: Callable[[Task], Result], part: Task) -> Result | FramingError:
    """The result, or the error that a user can mend: Dask would print a trace for it."""
    try:
        return work(part)
    except FramingError as error:
        return error


def _result(future: Any, address: str) -> Any:
    from concurrent.futures import CancelledError

    from distributed import KilledWorker
    from distributed.client import FutureCancelledError
    from distributed.comm.core import CommClosedError

    try:
        result = future.result()
    except (CancelledError, FutureCancelledError, CommClosedError, OSError, TimeoutError):
        raise SettingsError(
            f"cluster: the scheduler at {address} is gone; start it again or count without --cluster"
        ) from None
    except KilledWorker as error:
        raise SettingsError(
            f"cluster: workers died again and again over one part ({error}); give them memory"
        ) from None
    if isinstance(result, FramingError):
        raise result
    return result
