"""A contract with one service, and tickets of March 2024 whose working time is easy to tell.

The office is open Monday to Friday from 9 to 17 in Amsterdam, which in March 2024 is an hour ahead of UTC until the
31st. Times of tickets are given by the wall clock there: "4 10:00" is Monday 4 March, an hour after opening.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.decisions import lay_out_standard
from portal.accounts.models import Decision, DecisionRight
from tests.cast import Cast
from tickets.levels.measuring import measure
from tickets.models import ImportBatch, Source, Ticket
from tickets.setup import prepare_organisation
from vendors.levels.attainment import LOWER_IS_BETTER
from vendors.models import (
    Calendar,
    Contract,
    Exclusion,
    MeasuredPeriod,
    Measurement,
    Service,
    ServiceLevel,
    SupportGroup,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MARCH = date(2024, 3, 1)
LATER = datetime(2024, 6, 3, 12, tzinfo=UTC)
"""When everything of March is decided."""


def at(text: str) -> datetime:
    """ "4 10:00": the 4th of March 2024 by the wall clock in Amsterdam; "4-02 10:00" is the 2nd of April."""
    day, clock = text.split()
    month, _, number = day.rpartition("-")
    hour, minute = clock.split(":")
    return datetime(2024, int(month or 3), int(number), int(hour), int(minute), tzinfo=AMSTERDAM)


@dataclass
class Ground:
    """What a test stands on; each call of `ticket` and `level` adds a row."""

    cast: Cast
    contract: Contract
    calendar: Calendar
    batch: ImportBatch
    numbers: dict[str, int] = field(default_factory=dict)

    def level(self, code: str = "SL-1", **changes: Any) -> ServiceLevel:
        """A level of the desk: P3 resolved within 8 working hours, 95 % of tickets opened in the month."""
        terms: dict[str, Any] = {
            "kind": "share", "metric": "resolution", "priority_rank": 3, "target_minutes": 480, "expected": 95,
            "minimum": 90, "minimum_volume": 0, "service": self.cast.desk, "vendor": self.cast.orvane,
            "valid": DateRange(date(2024, 1, 1), None), "calendar": self.calendar,
        }  # fmt: skip
        terms |= {"higher_is_better": changes.get("kind") not in LOWER_IS_BETTER} | changes
        if terms["kind"] != "share":
            terms["target_minutes"] = None
        if terms["kind"] not in ("share", "percentile", "mean"):
            terms["metric"] = ""
        return ServiceLevel.objects.create(organisation=self.cast.organisation, code=code, **terms)

    def ticket(self, number: str, opened: str, resolved: str | None, **changes: Any) -> Ticket:
        """A ticket of the desk, closed if it is resolved, and claimed as met unless told otherwise."""
        said: dict[str, Any] = {
            "vendor_id": self.cast.orvane.pk, "service_id": self.cast.desk.pk, "group_name": "Desk East",
            "state": "closed" if resolved else "active", "priority": "3 - Moderate", "priority_rank": 3,
            "claimed_sla": True, "handoffs_counted": 0, "reopens_counted": 0, "requester": number, "category": "Mail",
            "opened_at": at(opened), "resolved_at": at(resolved) if resolved else None,
        }  # fmt: skip
        keys = {"organisation": self.cast.organisation, "batch": self.batch, "source": self.batch.source}
        made = Ticket.objects.create(**keys, number=number, row_hash=1, **said | changes)
        self.numbers[number] = made.pk
        return made

    def exclude(self, **what: Any) -> Exclusion:
        """An exclusion that the provider asked for and the client approved."""
        right = DecisionRight.objects.get(kind="approve_exclusion")
        member = self.cast["vendor_manager"]
        decision = Decision.objects.create(
            organisation=self.cast.organisation, vendor_id=self.contract.vendor_id, right=right, kind=right.kind,
            subject="Exclusion", outcome="Approved", right_title=right.title, basis="Accountable",
            membership=member, decided_by=str(member.person), decided_at=LATER,
        )  # fmt: skip
        asked = {"requested_side": "provider", "requested_by": "Pia", "requested_at": LATER, "decided_at": LATER}
        return Exclusion.objects.create(
            organisation=self.cast.organisation, vendor_id=self.contract.vendor_id, contract=self.contract,
            name="Move of the datacentre", reason="Agreed", state="approved", decided_side="client",
            decision=decision, **asked, **what,
        )  # fmt: skip

    def period(self, month: date = MARCH, now: datetime = LATER) -> MeasuredPeriod:
        return measure(self.contract, month, now)

    def figure(self, code: str = "SL-1", month: date = MARCH, now: datetime = LATER) -> Measurement:
        """The level as it is measured now."""
        return self.period(month, now).measurements.get(level__code=code)

    def named(self, keys: list[int]) -> list[str]:
        """The numbers of tickets with these keys."""
        return sorted(number for number, key in self.numbers.items() if key in keys)


def make_ground(cast: Cast) -> Ground:
    """The ground, within a transaction that acts for the organisation."""
    prepare_organisation(cast.organisation)
    lay_out_standard(cast.organisation)
    party: dict[str, Any] = {"organisation": cast.organisation, "vendor": cast.orvane}
    contract = Contract.objects.create(
        **party, reference="ORV-1", title="Workplace", delivery_model="fully_managed", starts_on=date(2024, 1, 1),
        currency="EUR",
    )  # fmt: skip
    Service.objects.filter(pk=cast.desk.pk).update(contract=contract)
    cast.desk.refresh_from_db()
    valid = DateRange(date(2020, 1, 1), None)
    SupportGroup.objects.create(**party, service=cast.desk, name="Desk East", valid=valid)
    source = Source.objects.create(organisation=cast.organisation, name="Desk")
    batch = ImportBatch.objects.create(
        organisation=cast.organisation, source=source, file="x.csv", file_name="x.csv", size=1, sha256="0" * 64
    )
    return Ground(cast, contract, Calendar.objects.get(is_default=True), batch)
