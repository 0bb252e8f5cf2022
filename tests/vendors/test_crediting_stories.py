"""Credits follow from what people do: through the stories of a report, never by calling the accrual itself."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from tests.vendors.credit_world import BAD, OCTOBER, SEPTEMBER, World, make_world
from vendors.credits.crediting import elect
from vendors.credits.ledger import Author, balance, move, waive
from vendors.levels.attainment import State
from vendors.models import Credit, Service, ServiceLevel, SlaReport
from vendors.models.credits import CreditState
from vendors.models.disputes import Outcome
from vendors.reports.comparing import LevelRow, compare, gives_up
from vendors.reports.disputing import Claim, Ending, dispute_report, settle, withdraw
from vendors.reports.figures import Figure
from vendors.reports.reporting_period import Submission, accept_report, submit_report

NOW = datetime(2026, 11, 9, 10, 0, tzinfo=UTC)
WEEKS_LATER = NOW + timedelta(weeks=3)


@pytest.fixture
def world(acting: Cast) -> World:
    return make_world(acting)


def submitted(world: World, figures: dict[ServiceLevel, Figure]) -> SlaReport:
    """October's report, as the provider submits it."""
    submission = Submission({level.pk: figure for level, figure in figures.items()})
    return submit_report(world.contract, OCTOBER, submission, world.cast["vendor_manager"], NOW)


def standing(world: World) -> dict[str, Decimal]:
    found = Credit.objects.of_contract(world.contract).current().select_related("level")
    return {credit.level.code: credit.amount for credit in found}


def test_lines_that_are_not_disputed_are_credited_at_once_and_the_others_when_the_dispute_ends(world: World) -> None:
    level, other = world.level("A"), world.level("B", percent="60")
    report = submitted(world, {level: Figure(BAD), other: Figure(BAD)})
    claim = Claim(frozenset({report.lines.get(level=level).pk}), "A", "It was worse.")
    dispute = dispute_report(report, claim, world.cast["vendor_manager"], NOW)
    assert standing(world) == {"B": Decimal("3000.00")}
    withdraw(dispute, "It was not.", world.cast["vendor_manager"], NOW)
    assert standing(world) == {"A": Decimal("2000.00"), "B": Decimal("3000.00")}


def accepted(world: World, figures: dict[ServiceLevel, Figure]) -> SlaReport:
    return accept_report(submitted(world, figures), world.cast["vendor_manager"], NOW)


def on_the_page(world: World) -> list[LevelRow]:
    return compare(world.contract, OCTOBER, world.cast["vendor_manager"]).rows


def test_sixty_per_cent_of_five_are_below_the_volume_on_the_page_and_in_the_ledger(world: World) -> None:
    few = world.level("A", percent="100", minimum_volume=20)
    report = submitted(world, {few: Figure(Decimal(60), counted=5, met=3)})
    (row,) = on_the_page(world)
    assert (row.reported_state, row.credit) == (State.BELOW_VOLUME, None)
    accept_report(report, world.cast["vendor_manager"], NOW)
    (row,) = on_the_page(world)
    assert (row.standing_state, row.credit, standing(world)) == (State.BELOW_VOLUME, None, {})


def test_a_quarter_that_is_not_due_costs_nothing_on_the_page_and_in_the_ledger(world: World) -> None:
    accepted(world, {world.level("A", percent="100", window="quarter"): Figure(BAD)})
    (row,) = on_the_page(world)
    assert (row.reported_state, row.standing_state, row.credit) == (None, None, None)
    assert standing(world) == {}


def test_two_services_that_share_a_reference_each_show_their_own_credit(world: World) -> None:
    first, second = world.level("A"), world.level("B", percent="60")
    other = Service.objects.create(
        organisation=world.cast.organisation, vendor=world.cast.orvane, contract=world.contract, name="Desk"
    )
    ServiceLevel.objects.filter(pk=second.pk).update(service=other, code="A")
    accepted(world, {first: Figure(BAD), second: Figure(BAD)})
    shown = {row.level.pk: row.credit.amount for row in on_the_page(world) if row.credit}
    assert shown == {first.pk: Decimal("2000.00"), second.pk: Decimal("3000.00")}
    assert shown == dict(Credit.objects.current().values_list("level", "amount"))


KEPT: dict[str, Any] = {"state": "met", "value": 99, "gross_state": "met"}


def test_measuring_a_closed_month_again_moves_no_multiplier(world: World) -> None:
    level = world.level("A", percent="100")
    world.measure(SEPTEMBER, {level: [1]})
    world.measure_running(SEPTEMBER, {level: []}, **KEPT)
    accepted(world, {level: Figure(BAD)})
    assert standing(world) == {"A": Decimal("10000.00")}


def test_measuring_a_closed_month_again_moves_no_incident(world: World) -> None:
    level, other = world.level("A"), world.level("B", percent="60")
    world.measure(OCTOBER, {level: [7], other: [7]})
    world.measure_running(OCTOBER, {level: [7], other: [8]})
    accepted(world, {level: Figure(BAD), other: Figure(BAD)})
    assert standing(world) == {"A": Decimal(0), "B": Decimal("3000.00")}


def test_measuring_a_closed_month_again_moves_no_volume(world: World) -> None:
    level = world.level("A", percent="100", minimum_volume=20)
    world.measure(OCTOBER, {level: [1, 2]}, counted=40)
    world.measure_running(OCTOBER, {level: [1, 2]}, counted=10)
    report = submitted(world, {level: Figure(Decimal(99))})
    upheld(world, report)
    assert standing(world) == {"A": Decimal("5000.00")}


def upheld(world: World, report: SlaReport) -> None:
    """All lines of the report are disputed, and the tickets' figures stand."""
    manager = world.cast["vendor_manager"]
    lines = frozenset(report.lines.values_list("pk", flat=True))
    dispute = dispute_report(report, Claim(lines, "A", "It was worse."), manager, NOW)
    settle(dispute, {line.pk: Ending(Outcome.UPHELD) for line in dispute.lines.all()}, "Seen", manager, NOW)


@pytest.mark.parametrize(
    ("said", "asks"),
    [(Figure(None), True), (Figure(BAD, counted=5, met=4), True), (Figure(BAD, counted=40, met=32), False)],
    ids=["silence", "a small count", "the miss itself"],
)
def test_no_provider_escapes_a_miss_unseen_by_silence_or_a_small_count(world: World, said: Figure, asks: bool) -> None:
    level, rest = world.level("A", minimum_volume=20), world.level("B", percent="60")
    world.measure(OCTOBER, {level: [1, 2]})
    submitted(world, {level: said, rest: Figure(Decimal(99))})
    assert gives_up(compare(world.contract, OCTOBER, world.cast["vendor_manager"])) is asks


def test_neither_an_election_nor_an_earlier_month_reopens_the_deadline_of_a_claim(acting: Cast) -> None:
    world = make_world(acting, claim_from="acceptance")
    level, other = world.level("A"), world.level("B", percent="60")
    world.measure(OCTOBER, {level: [7], other: [7]})
    accepted(world, {level: Figure(BAD), other: Figure(BAD)})
    until = date(2026, 12, 9)
    elect(world.credit(level), acting["vendor_manager"], WEEKS_LATER)
    assert deadlines() == {("A", Decimal("2000.00"), until), ("B", Decimal(0), until)}
    earlier = Submission({level.pk: Figure(BAD), other.pk: Figure(Decimal(99))})
    report = submit_report(world.contract, SEPTEMBER, earlier, acting["vendor_manager"], WEEKS_LATER)
    accept_report(report, acting["vendor_manager"], WEEKS_LATER)
    assert deadlines() == {("A", Decimal("4000.00"), until), ("B", Decimal(0), until)}


def deadlines() -> set[tuple[str, Decimal, date | None]]:
    """October's standing credits with their amounts and the last days to claim them."""
    found = Credit.objects.of_month(OCTOBER).current().select_related("level")
    return {(credit.level.code, credit.amount, credit.claim_by) for credit in found}


def corrected(world: World, figures: dict[ServiceLevel, Figure]) -> None:
    """October's report in its second version, accepted."""
    keyed = {level.pk: figure for level, figure in figures.items()}
    submission = Submission(keyed, correction_reason="Counted again", corrects=1)
    report = submit_report(world.contract, OCTOBER, submission, world.cast["vendor_manager"], NOW)
    accept_report(report, world.cast["vendor_manager"], NOW)


def waived(credit: Credit, cast: Cast) -> None:
    waive(credit, cast["it_leader"], "Given up for a better contract", NOW)


def recovered(credit: Credit, cast: Cast) -> None:
    for state in (CreditState.CLAIMED, CreditState.AGREED, CreditState.INVOICED, CreditState.RECOVERED):
        move(credit, state, Author.of(cast["vendor_manager"], NOW), "")


@pytest.mark.parametrize("ended", [waived, recovered])
def test_what_was_waived_or_recovered_is_not_opened_again_for_the_same_or_less(
    acting: Cast, ended: Callable[[Credit, Cast], None]
) -> None:
    world = make_world(acting, missed_expected_percent=50)
    level = world.level("A", percent="100")
    accepted(world, {level: Figure(BAD)})
    credit = world.credit(level)
    ended(credit, acting)
    corrected(world, {level: Figure(Decimal(92))})
    assert (world.credit(level), Credit.objects.count()) == (credit, 1)
    assert all(each.adds_up for each in balance(world.contract))
