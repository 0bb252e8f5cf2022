"""What a list of actions was asked for: understood from an address, and written back into one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urlencode

from governance.models import ActionKind, ActionState, Origin
from governance.models.actions import ORDERS, ActionQuerySet
from portal.front.addresses import key_of
from vendors.models.registry import Side

UNFINISHED, ALL, OVERDUE, PROOF_DUE = "", "all", "overdue", "proof"
STATES = {
    UNFINISHED: "Not closed",
    ActionState.OPEN.value: "To do",
    OVERDUE: "Overdue",
    ActionState.DONE.value: "To be proven",
    PROOF_DUE: "Proof due",
    ActionState.EFFECTIVE.value: "Effective",
    ActionState.INEFFECTIVE.value: "Not effective",
    ActionState.CANCELLED.value: "Cancelled",
    ALL: "All",
}
AGES = (30, 60, 90, 180)
BY = ("stage", "state")
EARLIEST_FIRST = "due"
OURS = "ours"
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "state": tuple(STATES),
    "side": tuple(Side.values),
    "age": tuple(str(days) for days in AGES),
    "origin": tuple(Origin.values),
    "kind": tuple(ActionKind.values),
    "by": BY,
}


@dataclass(frozen=True)
class Asked:
    """A list's question; what could not be understood in an address is as if it were not there.

    `vendor` is a key, or "ours" for actions of no vendor; `age` is in days since it was created, at least.
    """

    state: str = UNFINISHED
    side: str = ""
    person: str = ""
    vendor: str = ""
    age: str = ""
    origin: str = ""
    kind: str = ""
    words: str = ""
    sort: str = EARLIEST_FIRST
    by: str = "stage"

    @classmethod
    def understood(cls, query: Mapping[str, str]) -> Self:
        said = {key: value.replace("\x00", "").strip()[:200] for key, value in query.items()}
        known = {name: said[name] for name, choices in _CHOICES.items() if said.get(name) in choices}
        sort, vendor = said.get("sort", ""), said.get("vendor", "")
        return cls(
            **known,
            person=said.get("person", ""),
            vendor=vendor if vendor == OURS or key_of(vendor) else "",
            words=said.get("q", ""),
            sort=sort if sort.removeprefix("-") in ORDERS else EARLIEST_FIRST,
        )

    def but(self, **changes: str) -> Self:
        return replace(self, **changes)

    def address(self, page: int = 1) -> str:
        """The query string that asks for this, beginning with "?"."""
        said = {name: getattr(self, name) for name in ("state", "side", "person", "vendor", "age", "origin", "kind")}
        said |= {"q": self.words, "sort": "" if self.sort == EARLIEST_FIRST else self.sort}
        said |= {"by": "" if self.by == BY[0] else self.by, "page": "" if page == 1 else str(page)}
        return "?" + urlencode({key: value for key, value in said.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return any((self.side, self.person, self.vendor, self.age, self.origin, self.kind, self.words))

    def cleared(self) -> Self:
        """The same list without any filter but its state."""
        return type(self)(state=self.state, sort=self.sort, by=self.by)

    def of_any_state(self, visible: ActionQuerySet, now: datetime) -> ActionQuerySet:
        """What fits but for its state, so that the states can be counted."""
        rows = visible.where(side=self.side, person=self.person, origin=self.origin, kind=self.kind)
        rows = rows.mentioning(self.words) if self.words else rows
        if self.vendor:
            rows = rows.of_no_vendor() if self.vendor == OURS else rows.of_vendor(int(self.vendor))
        return rows.created_before(now - timedelta(days=int(self.age))) if self.age else rows

    def find(self, visible: ActionQuerySet, now: datetime) -> ActionQuerySet:
        """`now` in the organisation's zone, whose day it is."""
        rows, today = self.of_any_state(visible, now), now.date()
        if self.state == OVERDUE:
            rows = rows.overdue(today)
        elif self.state == PROOF_DUE:
            rows = rows.to_prove(today)
        else:
            rows = rows.open() if self.state == UNFINISHED else rows.in_state(self.state)
        return rows.in_order(self.sort).with_people()


def state_counts(counted: Mapping[str, int]) -> dict[str, int]:
    """How many actions each state of the list shows, from the counts that the query set gives."""
    every = sum(counted.get(state, 0) for state in ActionState.values)
    unfinished = counted.get(ActionState.OPEN, 0) + counted.get(ActionState.DONE, 0)
    return {state: counted.get(state, 0) for state in STATES} | {UNFINISHED: unfinished, ALL: every}
