"""A contract with levels, credit terms and accepted reports, for the tests of credits."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from portal.accounts.decisions import Matter, decide, lay_out_standard
from portal.accounts.models import DecisionKind
from tests.cast import Cast
from vendors.credits.crediting import accrue
from vendors.levels.attainment import LOWER_IS_BETTER
from vendors.models import (
    Calendar,
    Contract,
    Credit,
    CreditAllocation,
    CreditTerms,
    MeasuredPeriod,
    Measurement,
    ServiceLevel,
    SlaReport,
    Vendor,
)
from vendors.models.measurements import PeriodState
from vendors.models.reports import AcceptedFrom, ReportState
from vendors.validity import validity

AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (8, 9, 10, 11))
NOW = datetime(2026, 11, 9, 10, 0, tzinfo=UTC)
LONG_AGO = validity(date(2020, 1, 1), None)
GOOD, BAD = Decimal(99), Decimal(80)


@dataclass
class World:
    """Orvane's contract of 100,000.00 a month, with the levels that `level` adds; works while acting."""

    cast: Cast
    contract: Contract
    calendar: Calendar
    terms: CreditTerms

    def level(self, code: str, pool: str = "Availability", percent: str = "40", **more: Any) -> ServiceLevel:
        """A share of tickets in time, expected at 95 and 90 at least, with its part of a pool of 50 %."""
        level = bare_level(self, code, **more)
        CreditAllocation.objects.create(
            **of(self), terms=self.terms, level=level, pool=pool, pool_percent=50, percent=percent
        )
        return level

    def report(self, month: date, figures: dict[ServiceLevel, Decimal | None], version: int = 1) -> SlaReport:
        """A report that was accepted as it was reported."""
        self.contract.sla_reports.filter(month=month).update(state=ReportState.SUPERSEDED)
        report = SlaReport.objects.create(
            **of(self),
            contract=self.contract,
            month=month,
            version=version,
            submitted_side="provider",
            submitted_by="Pia Provider",
            submitted_at=NOW,
            correction_reason="Counted again" if version > 1 else "",
        )
        for level, figure in figures.items():
            report.lines.create(
                **of(self), level=level, reported=figure, accepted=figure, accepted_from=AcceptedFrom.REPORTED
            )
        manager = self.cast["vendor_manager"]
        matter = Matter(DecisionKind.DECIDE_REPORT, self.contract.vendor_id, str(report))
        report.state, report.decision, report.decided_at = (
            ReportState.ACCEPTED,
            decide(manager, matter, "Accepted", "", NOW),
            NOW,
        )
        report.save()
        return report

    def accrued(self, month: date, figures: dict[ServiceLevel, Decimal | None], version: int = 1) -> SlaReport:
        report = self.report(month, figures, version)
        accrue(report, self.cast["vendor_manager"], NOW)
        return report

    def measure(self, month: date, failed_by: dict[ServiceLevel, list[int]], **more: Any) -> None:
        """The tickets' own figures of a month, closed."""
        period = self.measure_running(month, failed_by, version=1, **more)
        closed = {"state": PeriodState.CLOSED, "sha256": "0" * 64, "closed_at": NOW, "closed_by": "Vera"}
        MeasuredPeriod.objects.filter(pk=period.pk).update(**closed)

    def measure_running(
        self, month: date, failed_by: dict[ServiceLevel, list[int]], version: int = 2, **more: Any
    ) -> MeasuredPeriod:
        """The month as it is measured now, beside a closed one unless told otherwise."""
        period = MeasuredPeriod.objects.create(
            **of(self), contract=self.contract, month=month, version=version, computed_at=NOW
        )
        figures = {"state": "missed_minimum", "value": 80, "counted": 40, "gross_state": "missed_minimum"} | more
        for level, tickets in failed_by.items():
            Measurement.objects.create(
                **of(self),
                period=period,
                level=level,
                window_start=month,
                window_end=date(month.year, month.month, 28),
                missed_tickets=tickets,
                **figures,
            )
        return period

    def credit(self, level: ServiceLevel, month: date = OCTOBER) -> Credit:
        """The standing credit of a level."""
        return Credit.objects.of(self.contract, month).current().get(level=level)


def of(world: World) -> dict[str, Any]:
    return {"organisation": world.contract.organisation, "vendor": world.contract.vendor}


def bare_level(world: World, code: str, **more: Any) -> ServiceLevel:
    """A level without an allocation; its minimum volume is 1, for reports here do not count."""
    terms = {"kind": "first_contact", "expected": 95, "minimum": 90, "minimum_volume": 1, "valid": LONG_AGO} | more
    terms["higher_is_better"] = terms["kind"] not in LOWER_IS_BETTER
    service = world.contract.services.get()
    return ServiceLevel.objects.create(**of(world), service=service, code=code, calendar=world.calendar, **terms)


def make_world(cast: Cast, vendor: Vendor | None = None, **terms: Any) -> World:
    """Half of the pools are allocated to “Availability”, the rest by the tests; 10 % of the fee is at risk."""
    vendor = vendor or cast.orvane
    party = {"organisation": cast.organisation, "vendor": vendor}
    lay_out_standard(cast.organisation)
    contract = Contract.objects.create(
        **party,
        reference=f"{vendor.name[:3].upper()}-2024",
        title="Managed workplace",
        delivery_model="fully_managed",
        starts_on=date(2024, 1, 1),
        currency="EUR",
        yearly_fee=Decimal("1200000.00"),
    )
    vendor.services.update(contract=contract)
    calendar, _ = Calendar.objects.get_or_create(organisation=cast.organisation, name="Office", timezone="UTC")
    agreed = {
        "at_risk_percent": 10,
        "pools_percent": 50,
        "multipliers": [Decimal(1), Decimal(2)],
        "claim_days": 30,
        "clause": "Schedule 3, section 2",
        "valid": LONG_AGO,
    } | terms
    return World(cast, contract, calendar, CreditTerms.objects.create(**party, contract=contract, **agreed))
