"""Figures of a page, and the lists of tickets that they lead to."""

import re

from playwright.sync_api import Page

FIGURES = "a.rt-figure-link.num[href^='/tickets/?'][title]"
ASK = r"""urls => Promise.all(urls.map(async url => {
    const page = await (await fetch(url)).text();
    return [url, Number(page.match(/data-count="(\d+)"/)[1])];
}))"""


def every_figure_leads_to_its_tickets(page: Page, at_least: int) -> None:
    """Ask for the list behind each figure of the page, and compare."""
    said = dict(page.eval_on_selector_all(FIGURES, "links => links.map(one => [one.getAttribute('href'), one.title])"))
    there = dict(page.evaluate(ASK, list(said)))
    assert there == {url: number(title) for url, title in said.items()}
    assert len(said) >= at_least


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def count(page: Page) -> int:
    return int(page.locator("[data-count]").get_attribute("data-count") or -1)
