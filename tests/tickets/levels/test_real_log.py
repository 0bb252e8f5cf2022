"""A real company's log, with its own `made_sla` as the provider's claim, against levels set up here."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.tickets.imports import prepare, take_in
from tickets.levels.measuring import measure
from tickets.models import Ticket
from tickets.rulebook import coverage
from vendors.clock import expand
from vendors.models import Calendar, Contract, Measurement, Service, ServiceLevel, SupportGroup
from vendors.reports.comparing import compare
from vendors.reports.figures import Figure
from vendors.reports.reporting_period import Submission, submit_report

MAY = date(2016, 5, 1)
LATER = datetime(2017, 6, 1, tzinfo=UTC)
SECONDS = 10


@pytest.fixture
def logged(committed_cast: Cast, real_export: Path) -> Cast:
    """The log taken in, every group of it Orvane's, and promises that a ticket of each priority falls under."""
    cast = committed_cast
    prepare(cast.organisation)
    take_in(cast.organisation, real_export, "servicenow-audit-log")
    party: dict[str, Any] = {"organisation": cast.organisation, "vendor": cast.orvane}
    valid = DateRange(date(2016, 1, 1), None)
    with acting_for(cast.organisation.pk):
        contract = Contract.objects.create(
            **party, reference="UCI", title="Service desk", delivery_model="co_managed", starts_on=date(2016, 1, 1),
            currency="EUR",
        )  # fmt: skip
        Service.objects.filter(pk=cast.desk.pk).update(contract=contract)
        names = set(Ticket.objects.values_list("group_name", flat=True))
        groups = [SupportGroup(**party, service=cast.desk, name=name, valid=valid) for name in names if name]
        SupportGroup.objects.bulk_create(groups)
        promise = party | {"service": cast.desk, "valid": valid, "calendar": Calendar.objects.get(is_default=True)}
        for rank, hours in ((1, 4), (2, 8), (3, 40), (4, 80)):
            ServiceLevel.objects.create(
                **promise, code=f"P{rank}", metric="resolution", priority_rank=rank, target_minutes=hours * 60
            )
        first = promise | {"expected": 60, "minimum_volume": 0}
        ServiceLevel.objects.create(**first, code="FC", kind="first_contact")
        ServiceLevel.objects.create(**first, code="P90", kind="percentile", metric="resolution", higher_is_better=False)
        ServiceLevel.objects.create(**first, code="CSAT", kind="satisfaction")
        empty = Service.objects.create(**party, contract=contract, name="Printing")
        ServiceLevel.objects.create(
            **promise | {"service": empty}, code="PR", metric="resolution", priority_rank=3, target_minutes=60
        )
    return cast


@pytest.mark.slow
def test_what_the_source_claims_as_met_is_told_apart_from_what_the_clock_says(logged: Cast) -> None:
    with acting_for(logged.organisation.pk):
        contract = Contract.objects.select_related("organisation").get()
        started = perf_counter()
        period = measure(contract, MAY, LATER)
        took = perf_counter() - started
        found = {one.level.code: one for one in period.measurements.select_related("level")}
        moderate = found["P3"]
        assert (moderate.counted, moderate.met, moderate.claimed_met) == (6_711, 5_591, 5_231)
        assert [one[1] for one in moderate.differing] == ["INC0025371", "INC0025444", "INC0028411", "INC0032169"]
        assert all(seconds > 40 * 3600 and why.startswith("Clock ran") for _, _, seconds, why in moderate.differing)
        assert_missed_one_by_one(moderate)
        assert_claim_stands_beside_the_clock(contract, list(found.values()), logged["vendor_manager"])
    assert took < SECONDS
    assert found["CSAT"].state == found["PR"].state == "no_data"
    assert str(found["FC"].value) == "61.5291"


def assert_claim_stands_beside_the_clock(contract: Contract, found: list[Measurement], manager: Membership) -> None:
    """The log's own claim as the provider's report: its figure, the clock's, the difference, and who makes it."""
    claims = {
        one.level_id: Figure(round(Decimal(100 * one.claimed_met) / one.counted, 4), one.counted, one.claimed_met)
        for one in found
        if one.claimed_met is not None and one.counted
    }
    submit_report(contract, MAY, Submission(claims), manager, LATER)
    rows = {row.level.code: row for row in compare(contract, MAY, manager).rows}
    moderate = rows["P3"]
    assert (moderate.reported_value, moderate.measured_value) == (Decimal("77.9467"), Decimal("83.3110"))
    assert moderate.gap == Decimal("5.3643")
    assert moderate.is_discrepancy
    assert moderate.measured is not None
    assert [number for _, number, *_ in moderate.measured.differing][:2] == ["INC0025371", "INC0025444"]
    assert rows["CSAT"].reported_value is None


def assert_missed_one_by_one(measured: Measurement) -> None:
    """Every hundredth ticket, with the clock for single tickets."""
    versions = coverage(measured.level.calendar).versions
    clock = expand(versions, datetime(2016, 1, 1, tzinfo=UTC), datetime(2018, 1, 1, tzinfo=UTC))
    missed = set(measured.missed_tickets)
    for ticket in Ticket.objects.filter(pk__in=measured.counted_tickets[::100]):
        assert ticket.resolved_at is not None
        late = clock.elapsed(ticket.opened_at, ticket.resolved_at) > 40 * 3600
        assert (ticket.pk in missed) == late, ticket.number
