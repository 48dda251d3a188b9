"""What is kept is found again, by several processes at once; a cache that cannot be used is the same as none."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import platformdirs
import pytest

from framing.cache import VARIABLE, cache_folder, open_kept


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def kept(key: bytes, name: str = "words") -> bytes | None:
    with open_kept(name) as values:
        return values.get(key)


def keep(key: bytes, value: bytes, name: str = "words") -> None:
    with open_kept(name) as values:
        values.put(key, value)


def test_the_folder_is_the_users_own_unless_another_or_none_is_named(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cache_folder() == cache
    monkeypatch.setenv(VARIABLE, "")
    assert cache_folder() is None
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda name, appauthor: Path("/elsewhere/one/cache", name))
    assert cache_folder() == Path("/elsewhere/one/cache/framing")


def test_a_value_is_found_by_its_key_and_name_and_nothing_else_is(cache: Path) -> None:
    assert kept(b"a") is None
    keep(b"a", b"\x00one")
    keep(b"b", b"")
    assert (kept(b"a"), kept(b"b"), kept(b"c"), kept(b"a", "other")) == (b"\x00one", b"", None, None)
    assert sorted(path.name for path in cache.iterdir()) == ["other.sqlite", "words.sqlite"]


def test_the_first_value_stays_and_is_seen_before_it_is_written() -> None:
    with open_kept("words") as values:
        values.put(b"a", b"first")
        values.put(b"a", b"second")
        assert values.get(b"a") == b"first"
    keep(b"a", b"third")
    assert kept(b"a") == b"first"


def test_what_was_put_before_an_error_is_kept() -> None:
    def fail() -> None:
        with open_kept("words") as values:
            values.put(b"a", b"one")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert kept(b"a") == b"one"


@pytest.mark.parametrize("trouble", ["none wanted", "a file in its place", "no database", "a folder in its place"])
def test_a_cache_that_cannot_be_used_finds_and_keeps_nothing(
    trouble: str, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    match trouble:
        case "none wanted":
            monkeypatch.setenv(VARIABLE, "")
        case "a file in its place":
            cache.write_text("no folder")
        case "no database":
            cache.mkdir()
            (cache / "words.sqlite").write_bytes(b"no database, but more than a hundred bytes of something else " * 9)
        case _:
            (cache / "words.sqlite").mkdir(parents=True)
    before = sorted(path for path in cache.parent.rglob("*"))
    with open_kept("words") as values:
        values.put(b"a", b"one")
        assert values.get(b"a") is None
    assert kept(b"a") is None
    assert sorted(path for path in cache.parent.rglob("*")) == before


def test_a_file_that_is_harmed_while_it_is_open_finds_nothing_and_breaks_nothing(cache: Path) -> None:
    keep(b"a", b"one" * 5_000)
    path = cache / "words.sqlite"
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 8192)
    assert kept(b"a") is None
    keep(b"b", b"two")


def test_one_that_takes_long_keeps_no_other_waiting() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with open_kept("words") as values:
            values.put(b"slow", b"1")
            begun.set()
            go_on.wait(30)

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(30)
    before = time.monotonic()
    keep(b"quick", b"2")
    assert time.monotonic() - before < 10  # a lock would be waited for a minute
    go_on.set()
    thread.join()
    assert (kept(b"slow"), kept(b"quick")) == (b"1", b"2")


def test_several_processes_lose_none_of_their_values() -> None:
    script = (
        "import sys\nfrom framing.cache import open_kept\n"
        "for number in range(20):\n"
        "    with open_kept('words') as values:\n"
        "        values.put(f'{sys.argv[1]} {number}'.encode(), b'x')\n"
    )
    started = [subprocess.Popen([sys.executable, "-c", script, name]) for name in "abc"]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    assert all(kept(f"{name} {number}".encode()) == b"x" for name in "abc" for number in range(20))
