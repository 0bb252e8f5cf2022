"""What a list of escalations was asked for: understood from an address, and written back into one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from vendors.models import EscalationState
from vendors.models.escalations import ORDERS, EscalationQuerySet

UNFINISHED, ALL = "", "all"
STATES = {
    UNFINISHED: "Not closed",
    EscalationState.OPEN.value: "Open",
    EscalationState.ACKNOWLEDGED.value: "Acknowledged",
    EscalationState.CLOSED.value: "Closed",
    ALL: "All",
}
OLDEST_FIRST = "raised"


@dataclass(frozen=True)
class Asked:
    """A list's question; what could not be understood in an address is as if it were not there."""

    state: str = UNFINISHED
    vendor: int | None = None
    priority: int | None = None
    words: str = ""
    sort: str = OLDEST_FIRST

    @classmethod
    def understood(cls, query: Mapping[str, str]) -> Self:
        said = {key: value.strip() for key, value in query.items()}
        sort = said.get("sort", "")
        return cls(
            state=said["state"] if said.get("state") in STATES else UNFINISHED,
            vendor=_number(said.get("vendor", ""), 2**63 - 1),
            priority=_number(said.get("priority", ""), 5),
            words=said.get("q", "")[:200].replace("\x00", ""),
            sort=sort if sort.removeprefix("-") in ORDERS else OLDEST_FIRST,
        )

    def but(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]

    def address(self, page: int = 1) -> str:
        """The query string that asks for this, beginning with "?"."""
        said = {"state": self.state, "vendor": self.vendor, "priority": self.priority, "q": self.words}
        said |= {"sort": "" if self.sort == OLDEST_FIRST else self.sort, "page": "" if page == 1 else page}
        return "?" + urlencode({key: value for key, value in said.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.vendor or self.priority or self.words)

    def of_any_state(self, visible: EscalationQuerySet) -> EscalationQuerySet:
        """What fits but for its state, so that the states can be counted."""
        rows = visible if self.vendor is None else visible.of_vendor(self.vendor)
        rows = rows if self.priority is None else rows.of_priority(self.priority)
        return rows.mentioning(self.words) if self.words else rows

    def find(self, visible: EscalationQuerySet) -> EscalationQuerySet:
        rows = self.of_any_state(visible)
        rows = rows.unfinished() if self.state == UNFINISHED else rows.in_state(self.state)
        return rows.in_order(self.sort).for_table()


def _number(text: str, highest: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= highest else None


def state_counts(counted: Mapping[str, int]) -> dict[str, int]:
    """How many escalations each state of the list shows, from the counts of the single states."""
    every = sum(counted.values())
    closed = counted.get(EscalationState.CLOSED, 0)
    return {state: counted.get(state, 0) for state in STATES} | {UNFINISHED: every - closed, ALL: every}
