"""The portal by keyboard alone."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor


def focused(page: Page, what: str) -> object:
    return page.evaluate(f"document.activeElement.{what}")


def test_the_first_stop_leads_past_the_navigation(visitor: Visitor) -> None:
    page = visitor("executive")
    page.goto("/")
    page.keyboard.press("Tab")
    assert focused(page, "textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert focused(page, "id") == "content"


def test_a_slash_goes_to_the_search_which_finds_a_ticket_by_its_number(visitor: Visitor) -> None:
    page = visitor("executive")
    page.goto("/tickets/")
    number = page.locator(".rt-tickets tbody th a").first.inner_text()
    page.goto("/vendors/")
    page.keyboard.press("/")
    assert focused(page, "id") == "search"
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()


def test_menus_open_with_enter_and_close_with_escape(visitor: Visitor) -> None:
    page = visitor("executive")
    page.goto("/")
    for menu in (".rt-period__menu summary", "summary[aria-label*='account menu']"):
        page.locator(menu).locator("visible=true").focus()
        page.keyboard.press("Enter")
        assert page.locator("details.rt-menu[open]").count() == 1
        page.keyboard.press("Escape")
        assert page.locator("details.rt-menu[open]").count() == 0
        assert focused(page, "tagName") == "SUMMARY"


def test_arrows_walk_through_tickets_and_enter_opens_one(visitor: Visitor) -> None:
    page = visitor("executive")
    page.goto("/tickets/")
    page.locator(".rt-tickets tbody tr").first.focus()
    page.keyboard.press("ArrowDown")
    number = page.locator(".rt-tickets tbody tr:focus th a").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".rt-phrases strong").first).to_have_text(number)
