"""A contract with levels, its month as measured, and reports about it, for the tests of reports and disputes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.accounts.decisions import lay_out_standard
from portal.accounts.models import Membership, Organisation
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from vendors.models import Calendar, Contract, MeasuredPeriod, Measurement, Service, ServiceLevel, SlaReport, Vendor
from vendors.reports.figures import Figure
from vendors.reports.reporting_period import Submission, submit_report

OCTOBER = date(2026, 10, 1)
NOW = datetime(2026, 11, 5, 15, 42, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def contracted(organisation: Organisation, vendor: Vendor, levels: int = 3) -> Contract:
    """A contract with a service and levels SD-01, SD-02, …: 95 % expected, 90 % at least; and decision rights."""
    lay_out_standard(organisation)
    of: dict[str, Any] = {"organisation": organisation, "vendor": vendor}
    contract = Contract.objects.create(
        **of,
        reference=f"{vendor.name[:3].upper()}-2024-03",
        title="Managed workplace",
        delivery_model="fully_managed",
        starts_on=date(2026, 4, 1),
        ends_on=date(2027, 3, 31),
        notice_on=date(2026, 12, 31),
        currency="EUR",
        yearly_fee=Decimal(1_036_800),
    )
    service = Service.objects.create(**of, contract=contract, name="Workplace")
    for number in range(1, levels + 1):
        promised(service, f"SD-{number:02d}", priority_rank=number % 5 + 1, target_minutes=60 * number)
    return contract


def promised(service: Service, code: str, **terms: Any) -> ServiceLevel:
    calendar, _ = Calendar.objects.get_or_create(
        organisation_id=service.organisation_id, name="NL office", defaults={"timezone": "Europe/Amsterdam"}
    )
    standard: dict[str, Any] = {
        "metric": "resolution" if int(code[-2:]) <= 5 else "response",
        "minimum": Decimal(90),
        "valid": (date(2026, 1, 1), None),
    }
    of = {"organisation_id": service.organisation_id, "vendor_id": service.vendor_id, "service": service}
    return ServiceLevel.objects.create(**of, calendar=calendar, code=code, **standard | terms)


def levels(contract: Contract) -> dict[str, ServiceLevel]:
    return {level.code: level for level in ServiceLevel.objects.of_contract(contract)}


def measured(
    contract: Contract, values: Mapping[str, str | None], *, closed: bool = False, version: int = 1
) -> MeasuredPeriod:
    """October from the tickets: a figure per reference, None without data; the state follows from 95 and 90 %."""
    of: dict[str, Any] = {"organisation_id": contract.organisation_id, "vendor_id": contract.vendor_id}
    period = MeasuredPeriod.objects.create(**of, contract=contract, month=OCTOBER, version=version, computed_at=NOW)
    known = levels(contract)
    for code, text in values.items():
        value = None if text is None else Decimal(text)
        Measurement.objects.create(
            **of,
            period=period,
            level=known[code],
            window_start=OCTOBER,
            window_end=date(2026, 11, 1),
            state=_state(value),
            value=value,
            counted=0 if value is None else 200,
            met=None if value is None else int(value * 2),
            missed=None if value is None else 200 - int(value * 2),
            gross_state=_state(value),
            gross_value=value,
            gross_counted=0 if value is None else 200,
            differing=[] if value is None else [[4711, "INC-48213", 33_000, "Pause without a message to the user"]],
        )
    if closed:
        frozen = {"state": "closed", "closed_at": NOW, "sha256": "a" * 64, "reason": "Restated" if version > 1 else ""}
        MeasuredPeriod.objects.filter(pk=period.pk).update(**frozen)
    return period


def _state(value: Decimal | None) -> str:
    if value is None:
        return "no_data"
    return "met" if value >= 95 else "missed_expected" if value >= 90 else "missed_minimum"


def figures(contract: Contract, values: Mapping[str, str | None]) -> dict[int, Figure]:
    known = levels(contract)
    return {known[code].pk: Figure(None if text is None else Decimal(text)) for code, text in values.items()}


def submitted(contract: Contract, values: Mapping[str, str | None], member: Membership, **more: Any) -> SlaReport:
    """October's report with these figures, by a member, as `submit_report` takes it."""
    return submit_report(contract, OCTOBER, Submission(figures(contract, values), **more), member, NOW)


HIGH = {"SD-01": "97.6", "SD-02": "98", "SD-03": "99"}
LOW = {"SD-01": "86.9", "SD-02": "92", "SD-03": "97"}


def committed_report(cast: Cast) -> SlaReport:
    """A report of October that waits for a decision, in a database in which commits are real."""
    with acting_for(cast.organisation.pk):
        contract = contracted(cast.organisation, cast.orvane)
        measured(contract, LOW)
        return submitted(contract, HIGH, cast["provider"])
