"""A review held in browsers: two write its minutes at once, one of each side; on a phone, by keyboard, offline."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LONG, Visitor
from tests.browser.portal import Portal

SEED = """
from datetime import date, time, timedelta
from django.utils import timezone
from governance.models import AgendaItem, Participant, Review, ReviewSeries
from portal.accounts.models import Membership, Organisation
from portal.accounts.tenancy import acting_for, as_system
from vendors.models import Vendor
with as_system():
    organisation = Organisation.objects.get(slug="ashcombe")
with acting_for(organisation.pk):
    vendor = Vendor.objects.get(name__startswith="Orvane")
    of, now = {"organisation": organisation, "vendor": vendor}, timezone.now()
    series = ReviewSeries.objects.create(**of, title="Monthly, browser", cadence="monthly", rule="FREQ=MONTHLY",
        first_on=date(2026, 1, 1), starts_at=time(14), timezone="Europe/Amsterdam")
    for email, side, part in (("priya.nair@ashcombe.example", "client", "chair"),
                              ("ruth.kamara@orvane.example", "provider", "required")):
        member = Membership.objects.select_related("person").get(person__email=email)
        Participant.objects.create(**of, series=series, side=side, part=part, membership=member,
            name=str(member.person), email=email)
    review = Review.objects.create(**of, series=series, title="Orvane, review of October", cadence="monthly",
        original_on=now.date(), planned_at=now, starts_at=now, ends_at=now + timedelta(hours=1),
        period_start=date(2026, 10, 1), period_end=date(2026, 11, 1))
    for place, title in enumerate(("Disputed pauses", "Cologne opening")):
        AgendaItem.objects.create(**of, review=review, position=place, title=title, raised_by="Priya Nair")
    print("review", review.pk)
"""


@pytest.fixture
def address(portal: Portal) -> str:
    found = re.search(r"review (\d+)", portal.manage("shell", "-c", SEED))
    assert found is not None
    return f"/reviews/{found[1]}/meeting/"


def box(page: Page) -> Any:
    return page.get_by_role("textbox", name="Minutes, both sides")


def saved(page: Page) -> Any:
    return page.locator("[data-saved]").first


def begin(visitor: Visitor, address: str) -> Page:
    page = visitor("it_leader")
    page.goto(address)
    page.get_by_role("button", name="Start review").click()
    expect(page.get_by_text("In session since")).to_be_visible()
    return page


def test_two_who_type_at_once_lose_no_word(visitor: Visitor, address: str) -> None:
    ours = begin(visitor, address)
    theirs = visitor("provider")
    theirs.goto(address)
    for number in range(6):
        box(ours).press_sequentially(f"ours{number} ", delay=30)
        box(theirs).press_sequentially(f"theirs{number} ", delay=30)
    words = {f"{who}{number}" for who in ("ours", "theirs") for number in range(6)}
    for page in (ours, theirs):
        expect(saved(page)).to_have_text(re.compile(r"Saved \d\d:\d\d"))
        page.wait_for_function(
            "words => words.every(word => document.querySelector('textarea').value.split(/\\s+/).includes(word))",
            arg=sorted(words),
        )
    ours.reload()
    assert sorted(box(ours).input_value().split()) == sorted(words)


def test_what_cannot_be_saved_stays_and_is_saved_later(visitor: Visitor, address: str) -> None:
    page = begin(visitor, address)
    page.context.set_offline(True)
    box(page).fill("Eleven tickets are agreed.")
    expect(saved(page)).to_contain_text("Your text is kept here")
    page.context.set_offline(False)
    expect(saved(page)).to_have_text(re.compile(r"Saved \d\d:\d\d"), timeout=LONG)
    page.reload()
    expect(box(page)).to_have_value("Eleven tickets are agreed.")


def test_the_keys_move_the_meeting_unless_somebody_types(visitor: Visitor, address: str) -> None:
    page = begin(visitor, address)
    first = page.locator("#item-title").inner_text()
    box(page).press_sequentially("n")
    expect(saved(page)).to_have_text(re.compile(r"Saved"))
    expect(page.locator("#item-title")).to_have_text(first)
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page.locator("#item-title")).not_to_have_text(first)
    page.keyboard.press("d")
    expect(page.get_by_role("heading", name="Record a decision")).to_be_visible()


def test_on_a_phone_the_current_item_comes_before_the_agenda_and_nothing_scrolls_sideways(
    visitor: Visitor, address: str
) -> None:
    begin(visitor, address)
    page = visitor("it_leader", width=360)
    page.goto(address)
    item, agenda = page.locator("#item-title").bounding_box(), page.locator("#meeting-agenda").bounding_box()
    assert item is not None
    assert agenda is not None
    assert item["y"] < agenda["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_a_script_a_note_is_saved_and_the_minutes_are_circulated(visitor: Visitor, address: str) -> None:
    begin(visitor, address)
    page = visitor("it_leader", script=False)
    page.goto(address)
    page.locator("textarea").first.fill("Said without a script.")
    page.get_by_role("button", name="Save note").first.click()
    expect(page.get_by_text("The note is saved")).to_be_visible()
    page.get_by_role("link", name="End review").click()
    expect(page.get_by_text("held without the other side")).to_be_visible()
    page.get_by_role("button", name="End review").click()
    page.get_by_role("button", name="Circulate minutes").click()
    page.get_by_role("button", name="Sign version 1").click()
    expect(page.get_by_text("Said without a script.")).to_be_visible()
    expect(page.get_by_text("Waits for Orvane")).to_be_visible()
