"""Answering on a phone: interrupted, offline, without a script; on two devices at once; nothing is lost."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.portal import Portal
from tests.browsers import axe_findings

SEED = """
from django.utils import timezone
from assessments.campaigns.opening import Opening, open_campaign
from assessments.instruments.library import lay_out
from assessments.models import InstrumentVersion, Respondent
from portal.accounts.models import Membership, Organisation
from portal.accounts.tenancy import acting_for, as_system
with as_system():
    organisation = Organisation.objects.get(slug="ashcombe")
with acting_for(organisation.pk):
    now = timezone.now()
    lay_out(organisation.pk, now)
    member = Membership.objects.select_related("person").get(person__email="priya.nair@ashcombe.example")
    quick = InstrumentVersion.objects.of_organisation(organisation.pk).of_code("quick").first()
    campaign = open_campaign(member, Opening(quick, "Readiness, on the train"), now)
    print("sheet", Respondent.objects.of_campaign(campaign.pk).get().pk)
"""
PHONE = 360


@pytest.fixture
def address(portal: Portal) -> str:
    found = re.search(r"sheet (\d+)", portal.manage("shell", "-c", SEED))
    assert found is not None
    return f"/readiness/sheets/{found[1]}/"


def choose(page: Page, question: int, level: int) -> None:
    page.locator(".rt-question:visible").nth(question).locator(f"input[value='{level}']").check()


def state(page: Page, question: int) -> Any:
    return page.locator(".rt-question:visible").nth(question).locator("[data-state]")


def is_chosen(page: Page, question: int, level: int) -> bool:
    return page.locator(".rt-question:visible").nth(question).locator(f"input[value='{level}']").is_checked()


def test_answers_on_a_phone_outlive_an_interruption(visitor: Visitor, address: str) -> None:
    page = visitor("it_leader", width=PHONE)
    page.goto(address)
    choose(page, 0, 3)
    expect(state(page, 0)).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    expect(page.locator("[data-progress]")).to_have_text(re.compile("1 of 22 answered"))
    page.locator(".rt-question:visible").nth(0).get_by_text("Comment and files").click()
    page.get_by_label("Comment").first.fill("Half a sentence")
    page.goto("about:blank")  # called away in the middle of it
    page.close()
    again = visitor("it_leader", width=PHONE)
    again.goto(address)
    assert is_chosen(again, 0, 3)
    expect(again.get_by_label("Comment").first).to_have_value("Half a sentence")


def test_what_was_answered_offline_says_so_and_is_saved_when_the_portal_answers(visitor: Visitor, address: str) -> None:
    page = visitor("it_leader", width=PHONE)
    page.goto(address)
    page.context.set_offline(True)
    choose(page, 0, 4)
    expect(state(page, 0)).to_contain_text("Not saved yet")
    expect(page.locator("[data-alarm]")).to_contain_text("1 answer is not saved yet")
    page.get_by_role("button", name="Save and continue").click()
    assert is_chosen(page, 0, 4)
    page.context.set_offline(False)
    expect(state(page, 0)).to_have_text(re.compile("Saved"))
    expect(page.locator("[data-alarm]")).to_be_hidden()
    page.reload()
    assert is_chosen(page, 0, 4)


def test_an_answer_the_portal_never_got_comes_again_on_the_next_page(visitor: Visitor, address: str) -> None:
    page = visitor("it_leader", width=PHONE)
    page.goto(address)
    page.route("**/answer/", lambda route: route.abort())
    choose(page, 0, 2)
    expect(state(page, 0)).to_contain_text("Not saved yet")
    page.unroute("**/answer/")
    page.goto(f"{address}?step=overview")
    expect(page.locator("[data-progress]")).to_have_text(re.compile("1 of 22 answered"))
    page.goto(f"{address}?step=ownership")
    assert is_chosen(page, 0, 2)


def test_two_devices_of_one_person_overwrite_nothing_of_each_other(visitor: Visitor, address: str) -> None:
    phone, desk = visitor("it_leader", width=PHONE), visitor("it_leader")
    for page in (phone, desk):
        page.goto(f"{address}?step=ownership")
    choose(phone, 0, 3)
    expect(state(phone, 0)).to_have_text(re.compile("Saved"))
    choose(desk, 1, 2)
    expect(state(desk, 1)).to_have_text(re.compile("Saved"))
    desk.get_by_role("button", name="Save and continue").click()
    phone.reload()
    assert (is_chosen(phone, 0, 3), is_chosen(phone, 1, 2)) == (True, True)


def test_without_a_script_a_page_is_answered_and_leads_on(visitor: Visitor, address: str) -> None:
    page = visitor("it_leader", width=PHONE, script=False)
    page.goto(f"{address}?step=ownership")
    choose(page, 0, 5)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**step=scope")
    page.get_by_role("button", name="Save and go back").click()
    assert is_chosen(page, 0, 5)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_sheet_fits_a_phone_and_a_thumb(visitor: Visitor, address: str, theme: str) -> None:
    page = visitor("it_leader", width=PHONE, theme=theme)
    for step in ("ownership", "overview"):
        page.goto(f"{address}?step={step}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
        assert axe_findings(page) == []
    page.goto(f"{address}?step=ownership")
    heights = page.locator(".rt-level:visible, .rt-question:visible summary").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
