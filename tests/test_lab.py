"""Every notebook as a reader meets it: opened in JupyterLab in a real browser and run from top to bottom."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from browser import start_browser
from playwright.sync_api import Page
from project import ROOT

pytestmark = pytest.mark.slow
TOKEN = "read-only-in-tests"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LIMIT = 150.0  # seconds that one notebook may take on a loaded machine


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A JupyterLab of its own on the loopback, on copies of the notebooks, with no settings of anybody."""
    place = tmp_path_factory.mktemp("lab")
    for notebook in NOTEBOOKS:
        (place / "work").mkdir(exist_ok=True)
        shutil.copy(notebook, place / "work" / notebook.name)
    port = free_port()
    names = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    own = {name: str(place / name.lower()) for name in names}
    for folder in own.values():
        Path(folder).mkdir()
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"),
        *(f"--ServerApp.root_dir={place / 'work'}", "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"),
    ]  # fmt: skip
    with (place / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **own})
        try:
            wait_for_port(port, place / "log")
            yield f"http://127.0.0.1:{port}/lab", place / "work"
        finally:
            server.terminate()
            server.wait(timeout=30)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, log: Path) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError(log.read_text(errors="replace")[-2000:])


def run_all(page: Page, address: str, notebook: Path) -> dict[str, Any]:
    """Open a notebook, choose Run All Cells, save once the kernel rests, and give what was saved."""
    page.goto(f"{address}/tree/{notebook.name}?token={TOKEN}&reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=90_000)
    idle = page.get_by_text("Python 3 (ipykernel) | Idle")
    idle.wait_for(timeout=90_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        page.wait_for_timeout(1500)
        if not idle.is_visible():
            continue
        page.keyboard.press("Control+s")
        page.wait_for_timeout(1000)
        saved: dict[str, Any] = json.loads(notebook.read_text(encoding="utf-8"))
        if all(cell["execution_count"] for cell in saved["cells"] if cell["cell_type"] == "code"):
            return saved
    raise AssertionError(f"{notebook.name}: not every cell had run after {LIMIT:g} seconds")


def ask_the_explorer(page: Page) -> None:
    """Type a term into the live explorer and narrow it down; "railway" stands six times in the Vietnamese articles."""
    cell = page.locator(".jp-Cell", has_text="framing.explore(").last
    cell.scroll_into_view_if_needed()
    field = cell.get_by_placeholder("one word or several, then Enter")
    field.fill("Railway")
    field.press("Enter")
    answer = cell.locator(".widget-html-content, .jupyter-widgets.widget-html").last
    answer.get_by_text("railway", exact=True).first.wait_for(timeout=20_000)
    assert re.search(r"\b6\b", answer.inner_text())
    cell.get_by_label("Voice").select_option("narrator")
    answer.get_by_text("voice: narrator").first.wait_for(timeout=20_000)


def test_every_notebook_runs_from_top_to_bottom_and_writes_nothing(lab: tuple[str, Path]) -> None:
    address, place = lab
    with start_browser() as browser:
        page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
        for notebook in NOTEBOOKS:
            saved = run_all(page, address, place / notebook.name)
            for cell in saved["cells"]:
                for output in cell.get("outputs", []):
                    assert output["output_type"] in ("display_data", "execute_result"), (notebook.name, output)
            if notebook.stem == "04_evidence":
                ask_the_explorer(page)
            shown = saved["cells"][-1]["outputs"][0]["data"]["text/markdown"]
            assert "Nothing is written" in "".join(shown)
    left = {path.name for path in place.iterdir()} - {path.name for path in NOTEBOOKS} - {".ipynb_checkpoints"}
    assert left == set()
