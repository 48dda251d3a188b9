"""A browser for tests: pages opened from disk with the network off, and what they did; an audit of what they are.

The browser is the system's Chromium, or the one that Playwright brings. axe-core is evaluated in the page, not put into
it: the pages' own policy forbids scripts, and stays in force.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, sync_playwright

_QUIET = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--no-default-browser-check", "--disable-extensions",
]  # fmt: skip
_SERIOUS = ("serious", "critical")


@dataclass(slots=True)
class Opened:
    """A page that was opened, with everything it asked for or complained about since."""

    page: Page
    requests: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)  # errors and warnings of the console, errors, dialogs

    @property
    def outside(self) -> list[str]:
        """What it asked for that is not a file and not inside the page."""
        return [address for address in self.requests if not address.startswith(("file:", "data:"))]


@contextmanager
def start_browser() -> Iterator[Browser]:
    """A Chromium without a window: the system's, or Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_offline(browser: Browser, path: Path, *, fragment: str = "", width: int = 1200) -> Iterator[Opened]:
    """A file in a fresh context whose network is off; whatever is asked for but files is refused and noted."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    try:
        context.set_offline(True)
        yield _watched(context, f"{path.resolve().as_uri()}{fragment}")
    finally:
        context.close()


def _watched(context: BrowserContext, address: str) -> Opened:
    opened = Opened(context.new_page())
    page = opened.page

    def refuse(route: Route) -> None:
        if route.request.url.startswith(("file:", "data:")):
            route.continue_()
        else:
            route.abort()

    def dismiss(dialog: Dialog) -> None:
        opened.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    context.route("**/*", refuse)
    page.on("request", lambda request: opened.requests.append(request.url))
    page.on("requestfailed", lambda request: opened.failures.append(request.url))
    page.on("console", lambda message: _note(opened, message.type, message.text))
    page.on("pageerror", lambda error: opened.complaints.append(f"error: {error}"))
    page.on("dialog", dismiss)
    page.goto(address, wait_until="load")
    return opened


def _note(opened: Opened, kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        opened.complaints.append(f"{kind}: {text}")


def audit(page: Page) -> list[str]:
    """What axe-core finds serious or critical in a page, one line each: rule, element, what is wrong."""
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(source)
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [
        f"{violation['id']} at {node['html'][:120]}: {node['failureSummary']}"
        for violation in found
        if violation["impact"] in _SERIOUS
        for node in violation["nodes"]
    ]
