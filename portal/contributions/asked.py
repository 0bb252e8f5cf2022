"""Whose figures an upper app asks for, and of which days."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Asked:
    """The days [start, end) of `zone`, as of `now`. `vendor_id` None: the whole portfolio; `contract_id` narrows it.

    Asked once acting for the vendor, where row security shows what both sides may read, and once acting for the
    organisation: `inside` says which. What is shared must be found in the first.
    """

    organisation_id: int
    zone: ZoneInfo
    start: date
    end: date
    now: datetime
    vendor_id: int | None = None
    contract_id: int | None = None
    inside: bool = False

    @property
    def since(self) -> datetime:
        """The first instant of the period."""
        return datetime.combine(self.start, time(0), self.zone)

    @property
    def until(self) -> datetime:
        """The first instant after it."""
        return datetime.combine(self.end, time(0), self.zone)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()
