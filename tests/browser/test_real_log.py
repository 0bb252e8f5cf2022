"""A real company's log, through the page.

It brings dozens of groups that no provider has, so it is taken in after the tests that map a group of their own.
"""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.figures import every_figure_leads_to_its_tickets
from tests.browser.importing import equation, start, upload, wait_until_computed


@pytest.mark.slow
def test_the_real_log_is_taken_in_without_losing_a_row(visitor: Visitor, real_export: Path) -> None:
    page = visitor("vendor_manager")
    upload(page, real_export, "Real ServiceNow")
    start(page)
    rows = equation(page)
    assert rows[0] == 141_712 == sum(rows[1:])
    expect(page.get_by_text("24,918 tickets")).to_be_visible()
    wait_until_computed(page)
    page.goto("/?period=2016-03")
    every_figure_leads_to_its_tickets(page, at_least=5)
