"""Taking in an export through the pages, as a vendor manager does."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

UNFINISHED = re.compile(r"being computed|\d jobs?\b", re.IGNORECASE)
HARBOUR = Path(__file__).with_name("harbour.csv")
WAIT = 90_000  # milliseconds for work in the background


def export(folder: Path, ship: str) -> Path:
    """A small ServiceNow export of its own numbers and its own support group, "<ship> Crew".

    Five rows: two of a known group, three of the unknown one, of which one is impossible.
    """
    path = folder / f"{ship.lower()}.csv"
    text = HARBOUR.read_text().replace("Harbour Crew", f"{ship} Crew").replace("INC9", f"{ship.upper()}9")
    path.write_text(text)
    return path


def upload(page: Page, file: Path, source: str) -> None:
    """Up to the page that shows what was recognised."""
    page.goto("/tickets/imports/new/")
    page.get_by_label("Source", exact=True).select_option(label="A new source, named below")
    page.get_by_label("Name of the new source").fill(source)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check what was recognised")


def start(page: Page) -> None:
    """From there to the page of the import."""
    page.get_by_role("button", name="Start import").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Import of")


def equation(page: Page) -> list[int]:
    """Rows read, new, updated, unchanged, rejected, as the page of an import says."""
    expect(page.get_by_role("heading", name="Every row is accounted for")).to_be_visible(timeout=WAIT)
    figures = page.locator(".rt-equation__figure").all_inner_texts()
    return [int("".join(sign for sign in figure if sign.isdigit())) for figure in figures]


def wait_until_computed(page: Page) -> None:
    """Until nothing is worked on in the background, and the overview counts what was taken in last."""
    for _ in range(WAIT // 500):
        page.goto("/")
        if not page.get_by_text(UNFINISHED).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError("The figures were not computed in time.")
