"""Every page that a role can reach: right, quiet, at home, accessible, and never wider than a phone."""

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.browser.portal import Portal
from tests.browsers import Watch, axe_findings, overflow

READERS = {"executive": 10, "auditor": 10, "provider": 8, "service_owner": 5}
AT_LEAST = {"administrator": 30, "vendor_manager": 25, **READERS}
AT_MOST = 120
DOWNLOADS = {
    *("tickets:rejected-rows", "vendors:download", "accounts:decisions-csv"),
    *("vendors:report-template", "vendors:report-file", "vendors:dispute-file", "vendors:credits-file"),
    *("governance:pack-pdf", "governance:pack-json", "governance:minutes-file", "governance:mail-invitation"),
    *("assessments:result-pdf", "assessments:result-xlsx", "assessments:answer-file", "governance:scope-csv"),
    *("assessments:instrument-file", "assessments:instrument-draft-file"),
    *("assessments:automation-csv", "assessments:automation-case-csv"),
    *("governance:evidence-key", "governance:evidence-pack-key", "governance:download-evidence"),
}


def pages_of(page: Page, address: str) -> Iterator[str]:
    """Open every kind of page that links lead to, one object of each kind; yields its address once it is open."""
    seen, waiting = {"reporting:overview"}, deque(["/"])
    while waiting and len(seen) < AT_MOST:
        url = waiting.popleft()
        answer = page.goto(url, wait_until="load")
        assert answer is not None
        assert answer.status == 200, url
        yield url
        seen.add(name_of(page.url, address) or "")
        for link in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            name = name_of(link, address)
            if name and name not in seen | DOWNLOADS:
                seen.add(name)
                waiting.append(urldefrag(link).url)


def name_of(url: str, address: str) -> str | None:
    """The name of the kind of page behind an address of the portal, None for anything else."""
    try:
        return resolve(urlsplit(url).path).view_name if url.startswith(address) else None
    except Resolver404:
        return None


def fits_a_phone(page: Page) -> bool:
    """Whether nothing of the open page scrolls sideways at 360 pixels, once its charts have been drawn anew."""
    page.set_viewport_size({"width": 360, "height": 800})
    for _ in range(30):
        if overflow(page) > 0:
            page.wait_for_timeout(100)
    fits = overflow(page) <= 0
    page.set_viewport_size({"width": 1440, "height": 900})
    return fits


def content(page: Page) -> str:
    """What stands on the page, without what is drawn anew for each visitor."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.inner_html("main"))


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """Pages that axe has seen already, for another role."""
    return set()


@pytest.mark.parametrize("role", AT_LEAST)
def test_every_page_of_a_role_is_accessible_quiet_at_home_and_fits_a_phone(
    visitor: Visitor, portal: Portal, role: str, looked_at: set[str]
) -> None:
    page = visitor(role)
    watch = Watch(page.context, portal.address)
    findings: list[str] = []
    wide: list[str] = []
    visited: list[str] = []
    for url in pages_of(page, portal.address):
        visited.append(url)
        findings += [] if content(page) in looked_at else axe_findings(page)
        looked_at.add(content(page))
        wide += [] if fits_a_phone(page) else [url]
    assert findings == []
    assert wide == []
    assert watch.said == []
    assert watch.elsewhere == []
    assert len(visited) >= AT_LEAST[role], visited


@pytest.mark.parametrize(("width", "theme"), [(1440, "dark"), (360, "light"), (360, "dark")])
def test_the_main_pages_are_accessible_in_the_dark_and_on_a_phone(
    visitor: Visitor, portal: Portal, width: int, theme: str
) -> None:
    page = visitor("vendor_manager", width=width, theme=theme)
    page.goto("/tickets/")
    ticket = page.locator("tbody th a").first.get_attribute("href")
    paths = ["/", "/tickets/", ticket, "/vendors/", "/vendors/1/", "/vendors/1/register/", "/tickets/imports/2/"]
    for path in [
        *paths,
        "/vendors/contracts/1/",
        "/vendors/dates/",
        "/tickets/pauses/",
        "/tickets/imports/new/",
        "/settings/",
        "/vendors/new/",
        "/jobs/",
        "/me/",
    ]:
        page.goto(str(path))
        assert page.evaluate("document.documentElement.dataset.bsTheme") == theme
        assert axe_findings(page) == []


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/reset/", "/no-such-page/"])
@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (360, "dark")])
def test_doors_are_accessible_quiet_and_fit_a_phone(
    stranger: Page, portal: Portal, path: str, width: int, theme: str
) -> None:
    stranger.set_viewport_size({"width": width, "height": 800})
    stranger.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    watch = Watch(stranger.context, portal.address)
    stranger.goto(path)
    assert axe_findings(stranger) == []
    assert overflow(stranger) <= 0
    assert [line for line in watch.said if "404" not in line] == []
    assert watch.elsewhere == []
