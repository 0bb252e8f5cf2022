"""Reading and every form work without JavaScript."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import LONG, Visitor, sign_in
from tests.browser.importing import export, start, upload
from tests.browser.portal import Portal

ROUNDS = 90


def test_somebody_signs_in_reads_and_signs_out_without_script(browser: Browser, portal: Portal) -> None:
    with browser.new_context(base_url=portal.address, java_script_enabled=False) as context:
        context.set_default_timeout(LONG)
        page = context.new_page()
        sign_in(page, portal.address, "service_owner")
        expect(page.locator(".rt-matrix tbody tr").first).to_be_visible()
        page.get_by_text("Show as table").first.click()
        expect(page.locator("details[open] table").first).to_be_visible()
        page.locator("summary[aria-label*='account menu']").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_an_export_is_taken_in_and_mapped_without_script(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor("vendor_manager", script=False)
    upload(page, export(tmp_path, "Mole"), "Mole ServiceNow")
    start(page)
    for _ in range(ROUNDS):
        if page.get_by_role("heading", name="Every row is accounted for").is_visible():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.get_by_label("Provider and service of Mole Crew").select_option(label="Voice and meetings")
    page.get_by_role("button", name="Map groups").click()
    expect(page.get_by_text("1 group belongs to a provider now")).to_be_visible()


def test_a_vendor_is_added_without_script_and_a_mistake_keeps_what_was_entered(visitor: Visitor) -> None:
    page = visitor("vendor_manager", script=False)
    page.goto("/vendors/")
    page.get_by_role("link", name="Add vendor").click()
    page.get_by_label("Name").fill("Orvane")
    page.get_by_label("What they do for us").fill("The same name twice")
    page.get_by_role("button", name="Add vendor").click()
    expect(page.get_by_text("There is a vendor of this name already.")).to_be_visible()
    expect(page.get_by_label("What they do for us")).to_have_value("The same name twice")
    page.get_by_label("Name").fill("Skerry")
    page.get_by_role("button", name="Add vendor").click()
    expect(page.get_by_role("heading", level=1, name="Skerry")).to_be_visible()


def test_filters_and_search_of_tickets_work_without_script(visitor: Visitor) -> None:
    page = visitor("executive", script=False)
    page.goto("/tickets/?period=2026-10")
    page.get_by_text("More filters").click()
    page.get_by_label("Vendor").select_option(label="Tessel")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator(".rt-tickets tbody tr").first).to_contain_text("Tessel")
