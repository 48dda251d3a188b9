"""The first page of a report as a PDF, printed by a Chromium that is installed here; nothing is loaded.

A page goes in, a file comes out, the same bytes from the same browser: its two dates are set to one day. Links to files
beside the page would name folders of this machine, so in print they are plain text.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from framing.errors import ReportError
from framing.storage import read_bytes, write_atomic

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_QUIET = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-extensions", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
_LIMIT = 120.0  # seconds a page may take to print
_DATES = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[^)]*\)")
_ONE_DAY = b"20000101000000"


def find_browser() -> str:
    """Find a Chromium or one of its kin on the path.

    Raises
    ------
    ReportError
        There is none; the message says what to install.
    """
    found = (shutil.which(name) for name in BROWSERS)
    browser = next((path for path in found if path), None)
    if browser is None:
        raise ReportError(
            f"--pdf prints with Chromium, and none of {', '.join(BROWSERS)} is installed; install one, or print "
            "index.html from any browser"
        )
    return browser


def print_page(page: str, target: Path) -> None:
    """Print a page that stands alone into a PDF file.

    Parameters
    ----------
    page : str
        The HTML; pictures in it, nothing loaded.
    target : Path
        The file to write.

    Raises
    ------
    ReportError
        No browser is installed, or it does not print the page.
    """
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="framing-", ignore_cleanup_errors=True) as place:
        source, printed = Path(place, "page.html"), Path(place, "page.pdf")
        write_atomic(source, _for_print(page).encode())
        rights = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()  # root cannot sandbox
        command = [
            browser, *_QUIET, *rights, f"--user-data-dir={place}/profile", "--no-pdf-header-footer",
            f"--print-to-pdf={printed}", source.as_uri(),
        ]  # fmt: skip
        _run(command)
        if not printed.is_file():
            raise ReportError(f"{Path(browser).name} printed no page; print index.html from any browser")
        write_atomic(target, _without_dates(read_bytes(printed)))


def _run(command: list[str]) -> None:
    name = Path(command[0]).name
    try:
        subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_LIMIT,
            check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:80]
        raise ReportError(f"{name} could not print the page ({reason}); print index.html from any browser") from error


def _for_print(page: str) -> str:
    """The page with every section open, and links only to places in it and on the web."""
    from bs4 import BeautifulSoup

    head, end, rest = page.partition("</head>")
    soup = BeautifulSoup(rest, "html.parser")
    for section in soup.find_all("details"):
        section["open"] = ""
    for link in soup.find_all("a", href=True):
        if not str(link["href"]).startswith(("#", "http://", "https://")):
            del link["href"]
    return f"{head}{end}{soup}"


def _without_dates(data: bytes) -> bytes:
    """The file with its dates set to one day, as long as they were: a PDF counts its bytes."""

    def fixed(match: re.Match[bytes]) -> bytes:
        whole = match.group()
        start = whole.index(b"D:") + 2
        return whole[:start] + _ONE_DAY + whole[start + len(_ONE_DAY) :]

    return _DATES.sub(fixed, data)
