"""A quick assessment on a phone: interrupted and resumed, seen differently by a second person, closed, made a plan."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import LONG, Visitor

TITLE = "Readiness, in a browser"
PHONE = 390


def question(page: Page, code: str) -> Any:
    return page.locator(f'[data-question="{code}"]')


def say(page: Page, code: str, level: str) -> None:
    question(page, code).locator(f"input[value='{level}']").check()


def saved(page: Page, code: str) -> None:
    expect(question(page, code).locator("[data-state]")).to_contain_text("Saved", timeout=LONG)


def open_and_ask(page: Page) -> str:
    """Start the quick assessment and ask the service owner as well; its address."""
    page.goto("/readiness/start/")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_role("button", name="Start the assessment").click()
    page.locator(".rt-invite li", has_text="Ines Duarte").get_by_role("checkbox").check()
    page.get_by_role("button", name="Ask the chosen people").click()
    expect(page.get_by_text("0 of 2 people finished")).to_be_visible()
    return page.url


def answer_interrupted(page: Page) -> None:
    """The second answer is given without a connection, and the page does not lead on before it is saved."""
    page.get_by_role("link", name="Answer now").click()
    say(page, "own-decisions", "5")
    saved(page, "own-decisions")
    page.context.set_offline(True)
    say(page, "own-escalation", "4")
    expect(page.locator("[data-alarm]")).to_contain_text("1 answer is not saved yet")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("[data-alarm]")).to_be_in_viewport()
    expect(page.locator("[data-alarm]")).to_contain_text("There is no connection")
    page.context.set_offline(False)
    saved(page, "own-escalation")


def go_on(page: Page) -> None:
    page.goto("/readiness/")
    page.locator(".rt-mine", has_text=TITLE).get_by_role("link", name=re.compile("^(Go on|Answer)")).click()


def finish(page: Page) -> None:
    page.get_by_role("link", name="What is open, and finish").click()
    page.get_by_role("button", name=re.compile("^Finish")).click()
    expect(page.get_by_text("You are through.")).to_be_visible()


def test_a_quick_assessment_on_a_phone_becomes_a_plan(visitor: Visitor) -> None:
    phone = visitor("it_leader", width=PHONE)
    address = open_and_ask(phone)
    answer_interrupted(phone)

    resumed = visitor("it_leader", width=PHONE)
    go_on(resumed)
    expect(resumed.locator("[data-progress]")).to_contain_text("2 of 22 answered")
    expect(resumed.get_by_role("heading", name="Scope", exact=True)).to_be_visible()
    finish(resumed)

    second = visitor("service_owner", width=PHONE)
    go_on(second)
    say(second, "own-decisions", "2")
    saved(second, "own-decisions")
    finish(second)

    resumed.goto(address)
    resumed.get_by_role("link", name="Close the assessment").click()
    resumed.get_by_role("button", name="Close and freeze the result").click()
    expect(resumed.get_by_role("heading", level=1)).to_contain_text("Readiness result")
    apart = resumed.get_by_text(re.compile("3 levels apart: Does every important IT decision"))
    expect(apart).to_be_visible()
    assert resumed.evaluate("document.documentElement.scrollWidth") <= PHONE

    resumed.get_by_role("link", name="Make the plan").click()
    resumed.get_by_role("link", name="Accept the proposed plan").click()
    resumed.get_by_role("button", name="Create these actions").click()
    expect(resumed.get_by_text(re.compile("actions? created, owned by .+"))).to_be_visible()
    expect(resumed.get_by_role("link", name=re.compile("Settle together what is true of")).first).to_be_visible()
