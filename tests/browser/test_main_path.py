"""From a file to a figure and back to its tickets: the main path, in a browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.figures import count, every_figure_leads_to_its_tickets, number
from tests.browser.importing import equation, export, start, upload, wait_until_computed


def test_an_export_is_taken_in_mapped_and_seen_by_an_executive(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor("vendor_manager")
    upload(page, export(tmp_path, "Harbour"), "Harbour ServiceNow")
    expect(page.get_by_text(re.compile(r"\d+ of 10 columns recognised"))).to_be_visible()
    start(page)
    assert equation(page) == [5, 4, 0, 0, 1]
    expect(page.get_by_text("Resolved before it was opened").first).to_be_visible()
    page.get_by_label("Provider and service of Harbour Crew").select_option(label="Office network")
    page.get_by_role("button", name="Map groups").click()
    expect(page.get_by_text("1 group belongs to a provider now")).to_be_visible()
    wait_until_computed(page)

    executive = visitor("executive")
    executive.goto("/?period=2026-10")
    row = executive.locator(".rt-matrix tbody tr", has_text="Office network")
    tickets = row.locator(".rt-matrix__tickets a")
    said = number(tickets.inner_text())
    tickets.click()
    assert count(executive) == said
    executive.goto("/tickets/?period=2026-10&q=HARBOUR9000003")
    expect(executive.locator(".rt-tickets tbody tr")).to_contain_text(["Office network"])


def test_the_same_file_again_changes_nothing_and_says_so(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor("vendor_manager")
    for source, rows in (("Quay ServiceNow", [5, 4, 0, 0, 1]), (None, [5, 0, 0, 4, 1])):
        if source:
            upload(page, export(tmp_path, "Quay"), source)
        else:
            page.goto("/tickets/imports/new/")
            page.get_by_label("Source", exact=True).select_option(label="Quay ServiceNow")
            page.locator("input[type=file]").set_input_files(tmp_path / "quay.csv")
            page.get_by_role("button", name="Upload and check").click()
            expect(page.get_by_text("This very file has been taken in already")).to_be_visible()
        start(page)
        assert equation(page) == rows


@pytest.mark.parametrize("path", ["/", "/?period=2026-Q3", "/vendors/1/", "/vendors/3/"])
def test_every_figure_leads_to_as_many_tickets_as_its_denominator(visitor: Visitor, path: str) -> None:
    wait_until_computed(visitor("vendor_manager"))
    page = visitor("executive")
    page.goto(path)
    every_figure_leads_to_its_tickets(page, at_least=30)
