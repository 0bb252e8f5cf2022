"""Figures of a page, and the lists of tickets that they lead to."""

import re

from playwright.sync_api import Page

FIGURES = "a.rt-figure-link.num[href^='/tickets/?'][title]"


def every_figure_leads_to_its_tickets(page: Page, at_least: int) -> None:
    """Ask for the list behind each figure of the page, and compare."""
    links = {
        link.get_attribute("href"): number(link.get_attribute("title") or "") for link in page.locator(FIGURES).all()
    }
    found = {url: counted(page.request.get(str(url)).text()) for url in links}
    assert found == links
    assert len(links) >= at_least


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def counted(html: str) -> int:
    """The number of tickets that a list says it has."""
    match = re.search(r'data-count="(\d+)"', html)
    assert match is not None
    return int(match[1])


def count(page: Page) -> int:
    return int(page.locator("[data-count]").get_attribute("data-count") or -1)
