"""Long work: its progress lives, outlasts the page, can be stopped and tried again."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.importing import WAIT, equation, export, start, upload, wait_until_computed
from tests.browser.portal import Portal


def test_progress_is_live_and_survives_leaving_the_page(visitor: Visitor, portal: Portal, tmp_path: Path) -> None:
    page = visitor("vendor_manager")
    wait_until_computed(page)
    upload(page, export(tmp_path, "Pier"), "Pier ServiceNow")
    with portal.worker_asleep():
        start(page)
        expect(page.get_by_role("heading", name="Waiting for a worker")).to_be_visible()
        place = page.url
        page.goto("/vendors/")
        expect(page.get_by_text(re.compile(r"1 job · 0"))).to_be_visible()
        page.goto(place)
        expect(page.get_by_text("You can leave this page")).to_be_visible()
    assert equation(page) == [5, 4, 0, 0, 1]  # nobody has loaded the page again


def test_a_cancelled_job_stays_cancelled_until_it_is_tried_again(
    visitor: Visitor, portal: Portal, tmp_path: Path
) -> None:
    page = visitor("vendor_manager")
    wait_until_computed(page)
    upload(page, export(tmp_path, "Jetty"), "Jetty ServiceNow")
    with portal.worker_asleep():
        start(page)
        open_job(page)
        page.get_by_role("button", name="Cancel this job").click()
        expect(page.get_by_role("heading", name="Cancelled")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Done", exact=True)).to_be_visible(timeout=WAIT)
    page.get_by_role("link", name="Show the result").click()
    assert equation(page) == [5, 4, 0, 0, 1]


def test_a_failed_job_says_why_and_offers_to_try_again(visitor: Visitor, portal: Portal, tmp_path: Path) -> None:
    page = visitor("vendor_manager")
    wait_until_computed(page)
    upload(page, export(tmp_path, "Wharf"), "Wharf ServiceNow")
    kept = max((portal.data / "files").rglob("*.csv"), key=lambda path: path.stat().st_mtime)
    with portal.worker_asleep():
        start(page)
        open_job(page)
        kept.rename(kept.with_suffix(".away"))
    expect(page.get_by_role("heading", name="Failed")).to_be_visible(timeout=WAIT)
    kept.with_suffix(".away").rename(kept)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Done", exact=True)).to_be_visible(timeout=WAIT)


def open_job(page: Page) -> None:
    page.get_by_role("link", name=re.compile(r"^Job \d+")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Import of")
