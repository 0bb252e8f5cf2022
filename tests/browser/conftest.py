"""One running portal for all browser tests, and its people with their doors open."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from portal.demonstration.people import SIGN_INS
from portal.demonstration.register import PASSWORD
from tests.browser.portal import Portal, running_portal
from tests.browsers import Watch, chromium_or_no_test

EMAILS = {sign_in.role: sign_in.email for sign_in in reversed(SIGN_INS)}
LONG = 15_000  # milliseconds until an answer is late, on a machine with other work

Visitor = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser; `-m "not browser"` leaves it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def sign_in(page: Page, address: str, role: str) -> None:
    """Come in by the form, as a person of the demonstration."""
    page.goto(f"{address}/account/login/")
    page.get_by_label("E-mail").fill(EMAILS[role])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/account/login/" not in url)


@pytest.fixture(scope="package")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demonstration as `bin/up` starts it; not started where there is no browser to look at it."""
    chromium_or_no_test()
    with running_portal(tmp_path_factory.mktemp("portal") / "data") as portal:
        yield portal


@pytest.fixture(scope="package")
def doors() -> dict[str, Any]:
    """Cookies of those who have signed in: once each, for sign-ins are throttled."""
    return {}


@pytest.fixture
def visitor(browser: Browser, portal: Portal, doors: dict[str, Any]) -> Iterator[Visitor]:
    """`visitor("executive", width=360, theme="dark")` is a new page of somebody of this role."""
    opened: list[BrowserContext] = []

    def visit(role: str, *, width: int = 1440, theme: Any = "light", script: bool = True) -> Page:
        context = browser.new_context(
            base_url=portal.address,
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            java_script_enabled=script,
            storage_state=doors.get(role),
            locale="en-GB",
        )
        opened.append(context)
        context.set_default_timeout(LONG)
        page = context.new_page()
        if role not in doors:
            sign_in(page, portal.address, role)
            doors[role] = context.storage_state()
        return page

    yield visit
    for context in opened:
        context.close()


@pytest.fixture
def watch(portal: Portal) -> Callable[[Page], Watch]:
    """Listens to a page from here on."""
    return lambda page: Watch(page.context, portal.address)


@pytest.fixture
def stranger(browser: Browser, portal: Portal) -> Iterator[Page]:
    """A page of somebody who has not signed in."""
    context = browser.new_context(base_url=portal.address, locale="en-GB")
    yield context.new_page()
    context.close()
