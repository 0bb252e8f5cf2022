"""What components/pager.html needs of a page of rows."""

from typing import Any, Protocol

from django.core.paginator import Page

from portal import formats


class Question(Protocol):
    """What a list was asked for; it can be written back into an address."""

    def address(self, page: int = 1) -> str: ...


def paging(page: Page[Any], asked: Question) -> dict[str, str]:
    """Which rows are shown of how many, and the addresses of the pages beside; "" where there is none."""
    return {
        "rows_text": f"{page.start_index():,}–{page.end_index():,} of {formats.thousands(page.paginator.count)}",
        "previous_url": asked.address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": asked.address(page.next_page_number()) if page.has_next() else "",
    }
