"""Every component in a real browser, under the portal's Content-Security-Policy."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from playwright.sync_api import Browser

from portal.front.security import POLICY
from portal.styleguide.page import frame, sample
from tests.browsers import Watch, axe_findings, overflow

STATIC = Path(__file__).parents[2] / "static"

pytestmark = pytest.mark.browser


class Guarded(SimpleHTTPRequestHandler):
    """Serves files with the portal's policy and without a word."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is that of the base class
        return


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("face")
    (folder / "static").symlink_to(STATIC)
    with override_settings(ROOT_URLCONF="tests.design.addresses"):
        (folder / "guide.html").write_text(
            render_to_string("styleguide.html", frame() | sample() | {"csrf_token": "x"})
        )
        (folder / "missing.html").write_text(render_to_string("404.html"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Guarded, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("page_name", ["guide.html", "missing.html"])
@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (360, "light"), (720, "dark")])
def test_a_page_keeps_the_policy_stays_at_home_and_fits_its_window(
    browser: Browser, address: str, page_name: str, width: int, theme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=theme)  # type: ignore[arg-type]
    watch = Watch(page.context, address)
    page.goto(f"{address}/{page_name}", wait_until="networkidle")
    assert watch.said == []
    assert watch.elsewhere == []
    assert overflow(page) <= 0
    assert page.evaluate("document.documentElement.dataset.bsTheme") == theme
    page.close()


@pytest.mark.parametrize("page_name", ["guide.html", "missing.html"])
@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (360, "dark")])
def test_axe_finds_nothing(browser: Browser, address: str, page_name: str, width: int, theme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=theme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(f"{address}/{page_name}", wait_until="networkidle")
    assert axe_findings(page) == []
    context.close()


def test_keys_reach_search_menus_and_rows(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/guide.html", wait_until="networkidle")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.click("summary[aria-label*=account]")
    page.keyboard.press("Escape")
    assert page.locator("details.rt-menu[open]").count() == 0
    page.locator("table[data-keys] tbody tr").first.focus()
    page.keyboard.press("ArrowDown")
    assert "Handoffs" in page.evaluate("document.activeElement.textContent")
    page.close()


def test_a_chosen_theme_is_kept_and_charts_follow_it(browser: Browser, address: str) -> None:
    page = browser.new_page(color_scheme="light")
    page.goto(f"{address}/guide.html", wait_until="networkidle")
    page.click("summary[aria-label*=account]")
    page.click("[data-theme-choice=dark]")
    page.reload(wait_until="networkidle")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert page.evaluate("document.querySelector('[data-figure]').data[0].line.color") == "#8fb1ff"
    page.close()


def test_pages_can_be_read_and_moved_in_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/guide.html")
    page.click("a.rt-nav-open")
    assert page.locator("#navigation").is_visible()
    page.click("a.rt-nav__close")
    assert not page.locator("#navigation").is_visible()
    page.locator("summary", has_text="Show as table").click()
    assert page.get_by_role("cell", name="97.2").is_visible()
    context.close()
