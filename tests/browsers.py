"""A real browser for tests: what a page says, what it asks for, and what axe finds in it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
AXE = {"resultTypes": ["violations"]}
LOUD = {"error", "warning"}  # what else Chromium says is advice to programmers


@cache
def chromium() -> str | None:
    """The path of this machine's Chromium, None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def chromium_or_no_test() -> str:
    """The path of Chromium; without one the test is skipped, or fails when CI=true."""
    path = chromium()
    if path is None:
        no_browser = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        no_browser("No Chromium on this machine (apt install chromium): nothing was tried in a browser.")
    return path


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium without a window."""
    path = chromium_or_no_test()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Watch:
    """Errors and warnings of the pages of a context (refusals of the policy among them), and what they ask for."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.home = home
        self.said: list[str] = []
        self.asked: list[str] = []
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        context.on("request", lambda request: self.asked.append(request.url))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in LOUD:
            self.said.append(f"{message.page.url if message.page else ''}: {message.text}")

    @property
    def elsewhere(self) -> list[str]:
        """Addresses outside the portal that were asked for."""
        return [url for url in self.asked if not url.startswith((self.home, "data:", "blob:"))]


def axe_findings(page: Page) -> list[str]:
    """What axe finds in the page as it stands, one line per rule: its name, where, and in which part."""
    return [
        f"{found['id']} on {page.url}: {found['nodes'][0]['target']} {found['nodes'][0]['html'][:160]}"
        for found in Axe().run(page, options=AXE).response["violations"]
    ]


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
