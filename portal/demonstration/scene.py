"""Where the demonstration's story plays: who acts, on which contract, in which month, at which hour."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from portal.accounts.models import Membership, Organisation
from portal.accounts.tenancy import acting_for
from vendors import months
from vendors.models import Contract

Step = tuple[datetime, Callable[[], object]]
"""What is done at a time; its result is nobody's."""
MONTHS = 6
"""So many complete months have a story; the last of them still waits for its decision."""


@dataclass(frozen=True)
class Scene:
    """The organisation as it stands on `today`, a day of its zone; nothing of the story happens later."""

    organisation: Organisation
    today: date

    @cached_property
    def _members(self) -> dict[str, Membership]:
        rows = Membership.objects.filter(organisation=self.organisation).select_related("person", "organisation")
        return {str(row.person): row for row in rows}

    @cached_property
    def _contracts(self) -> dict[str, Contract]:
        rows = Contract.objects.filter(organisation=self.organisation).select_related("vendor", "organisation")
        return {row.vendor.name: row for row in rows}

    def member(self, name: str) -> Membership:
        return self._members[name]

    @contextmanager
    def acting(self, name: str) -> Iterator[Membership]:
        """Act for the side of somebody, so that the history names them."""
        member = self.member(name)
        cause = {"title": "Demonstration", "person": member.person_id, "name": name}
        with acting_for(self.organisation.pk, member.vendor_id, cause):
            yield member

    def contract(self, vendor: str) -> Contract:
        return self._contracts[vendor]

    @property
    def months(self) -> list[date]:
        """The complete months of the story, the earliest first."""
        this = months.month_of(self.today)
        return [months.later(this, -back) for back in range(MONTHS, 0, -1)]

    @property
    def before(self) -> list[date]:
        """The months of tickets before them, in which nothing was worth telling."""
        return [months.later(month, -MONTHS) for month in self.months]

    def after(self, month: date, day: int, hour: int = 9, minute: int = 0) -> datetime:
        """An hour on the `day`th of the month after `month`; where that is today or later, last midnight."""
        following = months.later(month, 1).replace(day=day)
        return min(self.at(following, hour, minute), self.at(self.today, 0))

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), self.organisation.zone)
