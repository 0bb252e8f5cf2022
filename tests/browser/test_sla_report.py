"""A report from the empty grid to a dispute, without any script; and its page on a phone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browsers import axe_findings, overflow


def open_a_month(page: Page, vendor: str, state: str) -> None:
    """The newest month of the vendor's contract whose report is in this state."""
    page.goto("/vendors/")
    page.get_by_role("link", name=vendor).first.click()
    page.get_by_role("link", name="Register").click()
    page.locator('a[href^="/vendors/contracts/"]').first.click()
    page.get_by_role("link", name="All months").click()
    page.locator("tr", has_text=state).first.locator("th a").click()


def test_a_report_is_submitted_without_any_script(visitor: Visitor) -> None:
    page = visitor("vendor_manager", script=False)
    open_a_month(page, "Lumenfold", "No report")
    month = page.url
    page.get_by_role("link", name="Submit the report").first.click()
    page.locator('input[name^="reported-"]').first.fill("97,6 %")
    page.get_by_role("button", name="Submit report").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Lumenfold reports")
    assert page.url == month


def test_lines_are_disputed_and_answered_without_any_script(visitor: Visitor) -> None:
    page = visitor("vendor_manager", script=False)
    open_a_month(page, "Orvane", "Submitted")
    page.locator("a.rt-level").first.click()
    expect(page.locator(".rt-detail")).to_contain_text("How the credit is computed")
    page.locator('input[name="line"]').first.check()
    page.get_by_role("button", name="Dispute selected lines").click()
    page.get_by_label("What is wrong, and by what evidence").fill("Pauses without a message to the user")
    page.get_by_role("button", name="Dispute these lines").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Dispute \d+: SLA report"))
    answering = visitor("provider", script=False)
    answering.goto(page.url)
    answering.get_by_label("Message").fill("The users were called")
    answering.get_by_role("button", name="Send the answer").click()
    expect(answering.locator(".rt-phrases")).to_contain_text("Answered, to be settled")


def test_a_month_fits_a_phone_in_the_dark_and_says_everything_in_words(visitor: Visitor) -> None:
    page = visitor("vendor_manager", width=360, theme="dark")
    open_a_month(page, "Orvane", "Settled")
    assert overflow(page) <= 0
    assert axe_findings(page) == []
