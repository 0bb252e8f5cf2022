"""Credits follow from what people do: through the stories of a report, never by calling the accrual itself."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.cast import Cast
from tests.vendors.credit_world import BAD, OCTOBER, World, make_world
from vendors.models import Credit, ServiceLevel, SlaReport
from vendors.reports.disputing import Claim, dispute_report, withdraw
from vendors.reports.figures import Figure
from vendors.reports.reporting_period import Submission, submit_report

NOW = datetime(2026, 11, 9, 10, 0, tzinfo=UTC)


@pytest.fixture
def world(acting: Cast) -> World:
    return make_world(acting)


def submitted(world: World, figures: dict[ServiceLevel, Figure]) -> SlaReport:
    """October's report, as the provider submits it."""
    submission = Submission({level.pk: figure for level, figure in figures.items()})
    return submit_report(world.contract, OCTOBER, submission, world.cast["vendor_manager"], NOW)


def standing(world: World) -> dict[str, Decimal]:
    credits = Credit.objects.of_contract(world.contract).current().select_related("level")
    return {credit.level.code: credit.amount for credit in credits}


def test_lines_that_are_not_disputed_are_credited_at_once_and_the_others_when_the_dispute_ends(world: World) -> None:
    level, other = world.level("A"), world.level("B", percent="60")
    report = submitted(world, {level: Figure(BAD), other: Figure(BAD)})
    claim = Claim(frozenset({report.lines.get(level=level).pk}), "A", "It was worse.")
    dispute = dispute_report(report, claim, world.cast["vendor_manager"], NOW)
    assert standing(world) == {"B": Decimal("3000.00")}
    withdraw(dispute, "It was not.", world.cast["vendor_manager"], NOW)
    assert standing(world) == {"A": Decimal("2000.00"), "B": Decimal("3000.00")}
