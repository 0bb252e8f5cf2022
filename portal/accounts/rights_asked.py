"""What a reader of the register of decision rights asks for, read from an address and written into one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from portal.accounts.rights_register import Line, Register

SHOWS = {"": "All", "gaps": "With gaps", "retained": "Retained"}


@dataclass(frozen=True)
class Asked:
    """Which lines, on which day (None: today); `unclear` says what could not be understood."""

    show: str = ""
    vendor: str = ""
    words: str = ""
    day: date | None = None
    past: bool = False
    unclear: str = ""

    def lines(self, register: Register, vendors: dict[int, str]) -> list[Line]:
        """The lines that fit; rights of another time only when they were asked for."""
        shown = [*register.lines, *(register.others if self.past else [])]
        return [line for line in shown if self._fits(line, vendors)]

    def _fits(self, line: Line, vendors: dict[int, str]) -> bool:
        covers = line.right.vendor_id if line.right else None
        wanted = int(self.vendor) if self.vendor else None
        return (
            (self.show != "gaps" or line.is_gap)
            and (self.show != "retained" or line.is_retained)
            and (wanted is None or covers in (None, wanted))
            and line.says(self.words)
        )

    def tags(self, register: Register, vendors: dict[int, str]) -> list[dict[str, Any]]:
        """The filter bar, each tag with how many lines it leads to."""
        for_each = {show: replace(self, show=show) for show in SHOWS}
        return [
            {
                "label": SHOWS[show],
                "count": len(asked.lines(register, vendors)),
                "url": f"?{asked.query()}",
                "current": show == self.show,
            }
            for show, asked in for_each.items()
        ]

    def query(self) -> str:
        return urlencode(dict(self._parts()))

    def _parts(self) -> Iterator[tuple[str, str]]:
        yield "show", self.show
        if self.vendor:
            yield "vendor", self.vendor
        if self.words:
            yield "q", self.words
        if self.day:
            yield "day", self.day.isoformat()
        if self.past:
            yield "past", "1"

    @property
    def is_narrowed(self) -> bool:
        return any((self.show, self.vendor, self.words, self.day, self.past))


def read(sent: QueryDict, vendors: dict[int, str]) -> Asked:
    """What an address asks for; what it cannot ask for is left out, and a day that is none is said."""
    show, vendor = sent.get("show", ""), sent.get("vendor", "")
    day, unclear = _day(sent.get("day", "").strip())
    return Asked(
        show=show if show in SHOWS else "",
        vendor=vendor if vendor.isdecimal() and int(vendor) in vendors else "",
        words=sent.get("q", "").replace("\x00", "").strip(),
        day=day,
        past=sent.get("past", "") == "1",
        unclear=unclear,
    )


def _day(written: str) -> tuple[date | None, str]:
    if not written:
        return None, ""
    try:
        return date.fromisoformat(written), ""
    except ValueError:
        return None, f"“{written}” is not a day. Give it as 2026-11-30. What is shown counts today."
