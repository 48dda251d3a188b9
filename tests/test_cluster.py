"""A real Dask scheduler and two worker processes on loopback count the same bytes as one process, whoever dies.

Which process dies, and when, is no matter of luck: the work on one part says that it has begun and waits to be killed.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from project import ROOT

from framing.corpus.parts import Part
from framing.corpus.rules import Rules
from framing.counting import count_corpus, workers
from framing.counting import counting as door
from framing.counting.pieces import Piece, count_part
from framing.errors import CorpusError, SettingsError
from framing.settings import CountSettings

pytestmark = pytest.mark.slow
ARTICLES, SENTENCES = 40, 400
LONG = 60.0  # seconds after which a test would rather fail


@dataclass(frozen=True)
class Cluster:
    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """Two workers that nobody starts again, no dashboard, nothing beyond loopback."""
    known = tmp_path / "scheduler.json"
    log = (tmp_path / "dask.log").open("wb")
    path = os.pathsep.join([str(ROOT / "tests"), os.environ["PYTHONPATH"]])  # the guard against the network is on it
    environment = os.environ | {"PYTHONPATH": path, "FRAMING_CACHE": ""}
    local = ["--host", "127.0.0.1", "--no-dashboard"]
    started: list[subprocess.Popen[bytes]] = []

    def start(kind: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options, *local]
        started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=tmp_path))
        return started[-1]

    try:
        scheduler = start("scheduler", "--port", "0", "--scheduler-file", str(known))
        address = wait_for(lambda: json.loads(known.read_text() or "{}").get("address") if known.exists() else None)
        alone = ["--no-nanny", "--nthreads", "1", "--memory-limit", "0", "--local-directory", str(tmp_path / "dask")]
        yield Cluster(address, scheduler, [start("worker", address, *alone) for _ in range(2)])
    finally:
        for process in started:
            process.kill()
            process.wait()
        log.close()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Forty articles of about nine kilobytes with words of their own; a part holds several."""
    texts = [
        "\n\n".join(f"Train {n * k % 97} left for port {chr(97 + n % 26)}{k % 13}." for k in range(1, SENTENCES))
        for n in range(ARTICLES)
    ]
    path = tmp_path / "trains.parquet"
    pl.DataFrame({"text": texts}).write_parquet(path, row_group_size=7)
    return path


def wait_for(found: Callable[[], str | None]) -> str:
    until = time.monotonic() + LONG
    while time.monotonic() < until:
        if value := found():
            return value
        time.sleep(0.02)
    raise AssertionError("nothing came")


def held_up(part: Part, name: str, rules: Rules, settings: CountSettings, size: int, *, mark: str) -> list[Piece]:
    """Count a part; the first to get another than the first part says which process it is and waits for its end."""
    if part.first:
        try:
            with Path(mark).open("x") as file:
                file.write(f"{os.getpid()}\n")
        except FileExistsError:
            return count_part(part, name, rules, settings, size)
        time.sleep(LONG)
    return count_part(part, name, rules, settings, size)


def kept_by(
    tmp_path: Path, name: str, count: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> dict[str, bytes]:
    """What a count leaves on disk, by the files' names."""
    cache = tmp_path / name
    monkeypatch.setenv("FRAMING_CACHE", str(cache))
    count()
    files = {
        str(path.relative_to(cache)): path.read_bytes() for path in (cache / "counts").rglob("*") if path.is_file()
    }
    assert len(files) > 8
    return files


@pytest.fixture
def kill_upon(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Callable[[int], int]], threading.Thread]:
    """Have the work on one part wait, and kill a process once it does: which one, the function given says."""

    def begin(victim: Callable[[int], int]) -> threading.Thread:
        mark = tmp_path / "held"
        monkeypatch.setattr(door, "count_part", functools.partial(held_up, mark=str(mark)))

        def kill() -> None:
            held = wait_for(lambda: mark.read_text().strip() if mark.exists() else None)
            os.kill(victim(int(held)), signal.SIGKILL)

        thread = threading.Thread(target=kill)
        thread.start()
        return thread

    return begin


def test_a_cluster_counts_to_the_same_bytes_also_when_a_worker_is_killed(
    cluster: Cluster,
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kill_upon: Callable[[Callable[[int], int]], threading.Thread],
) -> None:
    monkeypatch.setattr(door, "PER_BYTE", 2_000)  # parts of 100 kB, the smallest there are
    alone = kept_by(tmp_path, "alone", lambda: count_corpus(corpus), monkeypatch)
    beside = kept_by(tmp_path, "beside", lambda: count_corpus(corpus, cluster=cluster.address, memory=50), monkeypatch)
    assert beside == alone
    thread = kill_upon(lambda held: held)
    after = kept_by(tmp_path, "after", lambda: count_corpus(corpus, cluster=cluster.address, memory=50), monkeypatch)
    thread.join()
    assert after == alone
    assert sorted(process.poll() or 0 for process in cluster.workers) == [-signal.SIGKILL, 0]


def test_a_scheduler_that_is_gone_is_a_clear_error_at_once(
    cluster: Cluster,
    corpus: Path,
    monkeypatch: pytest.MonkeyPatch,
    kill_upon: Callable[[Callable[[int], int]], threading.Thread],
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(door, "PER_BYTE", 2_000)
    thread = kill_upon(lambda _: cluster.scheduler.pid)
    began = time.monotonic()
    with pytest.raises(SettingsError) as error:
        count_corpus(corpus, cluster=cluster.address, memory=50, keep=False)
    thread.join()
    assert time.monotonic() - began < 20
    assert str(error.value) == (
        f"cluster: the scheduler at {cluster.address} is gone; start it again or count without --cluster"
    )
    assert "Traceback" not in capfd.readouterr().err


def test_a_row_that_does_not_hold_is_the_same_error_on_a_cluster(cluster: Cluster, tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pl.DataFrame({"text": ["Rail.", "Port."], "date": ["2025-04-14", "soon"]}).write_parquet(path)
    with pytest.raises(CorpusError, match=r"t\.parquet, row 2: date 'soon' is not one"):
        count_corpus(path, cluster=cluster.address, keep=False)


def test_no_scheduler_at_the_address_is_a_clear_error(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE", "1s")
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there, and nobody else can
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(SettingsError, match=f"cluster: no scheduler answers at {address} .*; start it or correct"):
            count_corpus(corpus, cluster=address, keep=False)


@pytest.mark.parametrize("address", ["nonsense://x", "tcp://", "127.0.0.1:port"])
def test_an_address_that_is_none_is_a_clear_error(address: str, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE", "1s")
    with pytest.raises(SettingsError, match=f"cluster: no scheduler answers at {address}"):
        count_corpus(corpus, cluster=address, keep=False)
