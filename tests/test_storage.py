"""Files as bytes: nothing is altered on the way in, nothing is half-written on the way out.

Every test works in a temporary folder; a killed or failing writer is played by a process or a
replaced system call.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import CorpusError, ReportError
from framing.storage import decode_text, find_path, lock, read_bytes, sha256_of, write_atomic


@given(st.text())
def test_text_comes_back_as_it_was(text: str) -> None:
    encoded = text.encode()
    if not text.startswith("\ufeff"):
        assert decode_text(encoded, "a.txt") == text
    assert decode_text(b"\xef\xbb\xbf" + encoded, "a.txt") == text


def test_newlines_and_decomposed_letters_stay() -> None:
    raw = "To\u0302 La\u0302m\r\nmột\rhai\n\x0c".encode()
    assert decode_text(raw, "a.txt").encode() == raw


@pytest.mark.parametrize(
    ("data", "byte"),
    [(b"abc\xff", 3), (b"\xef\xbb\xbfab\xff", 5), (b"\xed\xa0\x80", 0), (b"\xe1\xbb", 0)],
)
def test_not_utf8_is_refused_with_its_byte(data: bytes, byte: int) -> None:
    with pytest.raises(CorpusError, match=rf"b\.txt: not UTF-8 at byte {byte} .*UTF-8$"):
        decode_text(data, "b.txt")


def test_utf16_is_recognized() -> None:
    with pytest.raises(CorpusError, match="UTF-16"):
        decode_text("Hà Nội".encode("utf-16"), "b.txt")


def test_missing_file_and_folder_are_one_readable_line(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(CorpusError, match="cannot be read") as caught:
            read_bytes(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_hash_is_sha256() -> None:
    assert sha256_of(b"") == hashlib.sha256(b"").hexdigest()
    # FIPS 180-4, the two-block example
    two_blocks = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    assert sha256_of(two_blocks).startswith("248d6a61d20638b8e5c026930c3e6039")


def test_write_makes_folders_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    write_atomic(path, b"one")
    write_atomic(path, b"two\r\n")
    assert path.read_bytes() == b"two\r\n"
    assert list(path.parent.iterdir()) == [path]


def test_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    write_atomic(path, b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReportError, match="No space left"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_write_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ReportError, match="cannot be written"):
        write_atomic(tmp_path / "file" / "a.txt", b"")


def test_relative_path_stops_at_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "outside" / "project" / "notebooks"
    inner.mkdir(parents=True)
    (inner.parent / "pyproject.toml").write_text("")
    (inner.parent / "my-corpus").mkdir()
    (tmp_path / "outside" / "beyond").mkdir()
    monkeypatch.chdir(inner)
    assert find_path("my-corpus") == inner.parent / "my-corpus"
    (inner / "my-corpus").mkdir()
    assert find_path("my-corpus") == inner / "my-corpus"
    with pytest.raises(CorpusError) as caught:
        find_path("beyond")
    assert str(inner / "beyond") in str(caught.value)
    assert str(inner.parent / "beyond") in str(caught.value)
    assert str(tmp_path / "outside" / "beyond") not in str(caught.value)


def test_relative_path_ends_in_our_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    project = Path(__file__).resolve().parents[1]
    assert find_path("framing/errors.py") == project / "framing" / "errors.py"


def test_absolute_and_empty_paths(tmp_path: Path) -> None:
    assert find_path(tmp_path) == tmp_path
    with pytest.raises(CorpusError, match="not found"):
        find_path(tmp_path / "none")
    with pytest.raises(CorpusError, match="empty path"):
        find_path("")


_HOLD = """
import sys, time
from pathlib import Path
from framing.storage import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def _hold(target: Path) -> subprocess.Popen[str]:
    """A process that holds the lock of a target."""
    process = subprocess.Popen([sys.executable, "-c", _HOLD, str(target)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_lock_refuses_and_dies_with_its_process(tmp_path: Path) -> None:
    target = tmp_path / "report"
    with _hold(target) as process:
        with (
            pytest.raises(ReportError, match=r"another run is writing .*report; wait"),
            lock(target),
        ):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (tmp_path / "report.lock").exists()
        with lock(target):
            pass


def test_lock_refuses_in_one_process_too(tmp_path: Path) -> None:
    target = tmp_path / "report"
    with lock(target):
        with pytest.raises(ReportError, match="another run"), lock(target):
            pass
        with pytest.raises(ReportError, match="another run"), lock(target):
            pass
    with lock(target):
        pass
    assert list(tmp_path.iterdir()) == []


def test_error_inside_the_lock_is_not_hidden(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), lock(tmp_path / "report"):
        raise ZeroDivisionError
    with lock(tmp_path / "report"):
        pass


def test_lock_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ReportError, match="cannot be written"), lock(tmp_path / "file" / "report"):
        pass
