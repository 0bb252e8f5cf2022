"""The words in which tickets are asked for: behind a figure, of a vendor, by number, in order."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, F, Max, Min, Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower

from portal.accounts.visibility import VendorRows
from tickets.behind import ENDED_AT, FILTERS, OPEN_AT_END, open_at, opened_in

if TYPE_CHECKING:
    from tickets.models.tickets import Ticket  # noqa: F401

WITHOUT = "none"
"""Asks for tickets that lack a dimension."""
DIMENSIONS = {
    "vendor": "vendor_id",
    "service": "service_id",
    "site": "site_id",
    "priority": "priority",
    "group": "group_name",
}
WAITED_FIELDS = (
    "pk", "vendor_id", "opened_at", "resolved_at", "closed_at", "history", "outcome__resolution_level_id",
    "outcome__resolution_met",
)  # fmt: skip
ORDERS = {
    "opened": "opened_at",
    "priority": "priority_rank",
    "score": "outcome__score",
    "resolution": "outcome__resolution_seconds",
    "number": "number",
}


class TicketQuerySet(VendorRows["Ticket"]):
    """Ticket queries by the names that addresses use."""

    def for_table(self) -> Self:
        """What a list shows; histories are long and stay where they are."""
        return self.select_related("vendor", "service", "outcome").defer("history")

    def for_page(self) -> Self:
        """All that belongs to one ticket."""
        return self.select_related("organisation", "vendor", "service__contract", "site", "outcome")

    def behind(self, name: str, start: datetime, end: datetime) -> Self:
        """The tickets a figure of the period [start, end), in UTC, counts; KeyError for an unknown name."""
        if name == OPEN_AT_END:
            return self.alias(ended_at=ENDED_AT).filter(open_at(end))
        return self.filter(opened_in(start, end), FILTERS[name].keeps)

    def opened_within(self, start: datetime, end: datetime) -> Self:
        return self.filter(opened_in(start, end))

    def of_party(self, organisation_id: int, vendor_id: int | None) -> Self:
        """Of one vendor; of the whole organisation where none is named."""
        rows = self.filter(organisation_id=organisation_id)
        return rows if vendor_id is None else rows.filter(vendor_id=vendor_id)

    def that_lost_most(self, count: int) -> Self:
        """The tickets in which most hours were lost, as a list shows them."""
        lost = self.filter(outcome__lost_hours__gt=0).order_by("-outcome__lost_hours", "pk")
        return lost.for_table()[:count]

    def that_waited(self, words: Collection[str]) -> "QuerySet[Ticket, dict[str, Any]]":
        """With a target, and a history that mentions one of these words; what the pause check reads of them."""
        mentions = reduce(or_, (Q(told__contains=word) for word in words))
        waited = self.filter(outcome__resolution_level__isnull=False, history__isnull=False)
        told = Lower(Cast("history", TextField()))
        rows: QuerySet[Ticket, dict[str, Any]] = waited.alias(told=told).filter(mentions).values(*WAITED_FIELDS)
        return rows

    def of_keys(self, keys: Collection[int]) -> Self:
        return self.filter(pk__in=keys)

    def counts_behind(self, start: datetime, end: datetime) -> dict[str, int]:
        """How many tickets each named filter keeps, in one query; `open_at_end` looks beyond and is left out."""
        counted = {name: Count("pk", filter=one.keeps) for name, one in FILTERS.items() if name != OPEN_AT_END}
        counted["opened"] = Count("pk")
        return dict(self.filter(opened_in(start, end)).aggregate(**counted))

    def of(self, dimension: str, value: str) -> Self:
        """Tickets of a vendor, service or site (its key), a priority or a group (its label); "none": without."""
        column = DIMENSIONS[dimension]
        return self.filter(**({f"{column}__isnull": True} if value == WITHOUT else {column: value}))

    def keyed(self, keys: "Sequence[int] | QuerySet[Any, Any]") -> Self:
        """The tickets with these keys, as far as they may be seen."""
        return self.filter(pk__in=keys)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def numbered(self, text: str) -> Self:
        """Tickets with this number; where there is none, those whose number begins so. In all periods."""
        exact = self.filter(number__in={text, text.upper()})
        if exact.exists():
            return exact
        return self.filter(Q(number__startswith=text) | Q(number__startswith=text.upper()))

    def mentioning(self, text: str) -> Self:
        """Tickets with these words in title or requester; ask within a period, for no index helps."""
        for word in text.split():
            self = self.filter(Q(title__icontains=word) | Q(requester__icontains=word))  # noqa: PLW0642
        return self

    def in_order(self, sort: str) -> Self:
        """By a key of ORDERS, falling with "-" in front; what is not known comes last."""
        field = F(ORDERS[sort.removeprefix("-")])
        by = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
        return self.order_by(by, "-pk" if sort.startswith("-") else "pk")

    def counts_by_task_type(self) -> dict[int | None, int]:
        """How many of each task type, by its key, None: without one. Ask within a period: it reads each ticket."""
        counted = self.order_by().values_list("outcome__task_type_id").annotate(n=Count("pk"))
        return dict(counted)

    def opening_bounds(self) -> tuple[datetime, datetime] | None:
        """When the first and the last ticket were opened; None without tickets."""
        bounds = self.aggregate(first=Min("opened_at"), last=Max("opened_at"))
        return (bounds["first"], bounds["last"]) if bounds["first"] else None

    def labels(self, dimension: str) -> "QuerySet[Ticket, tuple[str, int]]":
        """The labels of a dimension with their tickets, most first; tickets without one are not told."""
        column = DIMENSIONS[dimension]
        counted = self.filter(**{f"{column}__isnull": False}).values_list(column).annotate(n=Count("pk"))
        return counted.order_by("-n", column)
