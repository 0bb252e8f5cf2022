"""What the calendar of reviews is asked for: understood from an address, and written back into one."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Self
from urllib.parse import urlencode

from governance.models import Cadence, ReviewState
from governance.models.reviews import ReviewQuerySet
from portal.front.addresses import key_of

MISSED = "missed"
STATES = {**{state.value: state.label for state in ReviewState}, MISSED: "Missed"}
FIGURES = {
    "planned": "Planned by the rule",
    "held": "Held",
    "on_time": "Held on time",
    "late": "Held late",
    "missed": "Missed",
    "cancelled": "Cancelled",
    "to_come": "Still to come",
    "without_provider": "Held without the other side",
    "without_minutes": "Without minutes in time",
    "unsigned": "Not signed in time",
}
PERIODS = (3, 6, 12, 24)
MONTH, LIST = "", "list"
UPCOMING, PAST = "", "past"


@dataclass(frozen=True)
class Asked:
    """A question; what could not be understood in an address is as if it were not there.

    `figure` narrows to the reviews behind a figure of cadence health, of one `series` and so many `months` back.
    """

    view: str = MONTH
    month: str = ""
    show: str = UPCOMING
    vendor: int | None = None
    cadence: str = ""
    state: str = ""
    series: int | None = None
    figure: str = ""
    months: int = 12
    q: str = ""

    @classmethod
    def understood(cls, query: Mapping[str, str]) -> Self:
        said = {key: value.strip() for key, value in query.items()}
        months = key_of(said.get("months", ""))
        figure = said.get("figure", "")
        return cls(
            view=LIST if said.get("view") == LIST or figure in FIGURES else MONTH,
            month=said.get("month", "") if month_of(said.get("month", "")) else "",
            show=PAST if said.get("show") == PAST else UPCOMING,
            vendor=key_of(said.get("vendor", "")),
            cadence=said["cadence"] if said.get("cadence") in Cadence.values else "",
            state=said["state"] if said.get("state") in STATES else "",
            series=key_of(said.get("series", "")),
            figure=figure if figure in FIGURES else "",
            months=months if months in PERIODS else 12,
            q=said.get("q", "")[:200].replace("\x00", ""),
        )

    def but(self, **changes: object) -> Self:
        return replace(self, **changes)  # type: ignore[arg-type]

    def address(self, page: int = 1) -> str:
        """The query string that asks for this, beginning with "?"."""
        said = {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name) != one.default}
        return "?" + urlencode({**said, **({"page": page} if page > 1 else {})})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.vendor or self.cadence or self.state or self.series or self.figure or self.q)

    def narrow(self, visible: ReviewQuerySet, now: datetime) -> ReviewQuerySet:
        """What fits, whenever it is."""
        rows = visible if self.vendor is None else visible.of_vendor(self.vendor)
        rows = rows if self.series is None else rows.of_series(self.series)
        rows = rows.of_cadence(self.cadence) if self.cadence else rows
        rows = rows.mentioning(self.q) if self.q else rows
        if self.state == MISSED:
            return rows.missed(now)
        return rows.in_state(self.state) if self.state else rows

    def listed(self, rows: ReviewQuerySet, now: datetime) -> ReviewQuerySet:
        """In the order of the list: what comes next first, or what was last."""
        if self.figure:
            return rows.for_table().reverse()
        return rows.over(now).for_table().reverse() if self.show == PAST else rows.not_over(now).for_table()


def month_of(text: str) -> date | None:
    """The first day of "2026-10"; None for what is no month of this century or the next."""
    try:
        month = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        return None
    return month if 2000 <= month.year < 2200 else None
