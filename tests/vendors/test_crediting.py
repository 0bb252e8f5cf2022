"""Credits follow from accepted figures: golden cases through the database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from tests.vendors.credit_world import (
    AUGUST,
    BAD,
    GOOD,
    NOVEMBER,
    NOW,
    OCTOBER,
    SEPTEMBER,
    World,
    bare_level,
    make_world,
)
from vendors.contracts.dates import BY_KIND, Scope, dates_of
from vendors.credits import earning_back
from vendors.credits.claim_deadlines import claim_deadlines
from vendors.credits.crediting import CannotElect, accrue, credits_of, elect
from vendors.credits.earning_back import earn_back
from vendors.credits.ledger import balance
from vendors.levels.attainment import State
from vendors.models import Contract, Credit, CreditEntry, CreditTerms, Dispute, DisputeLine
from vendors.models.credits import CreditState
from vendors.tasks import look_after_credits


@pytest.fixture
def world(acting: Cast) -> World:
    return make_world(acting)


def amounts(world: World) -> dict[str, Decimal]:
    standing = Credit.objects.of_contract(world.contract).current().select_related("level")
    return {credit.level.code: credit.amount for credit in standing}


def life(credit: Credit) -> list[tuple[str, Decimal]]:
    return list(CreditEntry.objects.of_credit(credit).values_list("to_state", "amount"))


def test_half_of_40_percent_of_what_is_at_risk_is_2000(world: World) -> None:
    missed, kept = world.level("A"), world.level("B", percent="60")
    world.accrued(OCTOBER, {missed: BAD, kept: GOOD})
    credit = Credit.objects.get()
    assert (credit.amount, credit.currency, credit.figure) == (Decimal("2000.00"), "EUR", BAD)
    assert [(each["operator"], each["value"]) for each in credit.arithmetic["factors"]] == [
        ("", "100000.00"),
        ("×", "10.000"),
        ("×", "50.000"),
        ("×", "40.000"),
        ("×", "1.000"),
    ]
    assert credit.arithmetic["clause"] == "Schedule 3, section 2"
    assert credit.claim_by == date(2026, 11, 30)
    assert life(credit) == [("accrued", Decimal("2000.00"))]


def test_three_points_of_half_a_percent_are_1500(acting: Cast) -> None:
    points: dict[str, Any] = {
        "points_minor": 1,
        "points_serious": 2,
        "points_severe": 3,
        "percent_per_point": Decimal("0.5"),
    }
    world = make_world(acting, method="points", **points)
    level = world.level("A")
    world.terms.allocations.update(severity="severe")
    world.accrued(OCTOBER, {level: BAD})
    assert Credit.objects.get().amount == Decimal("1500.00")


def test_a_count_is_kept_below_its_limit_and_missed_above(world: World) -> None:
    level = world.level("A", percent="100", kind="count", expected=5, minimum=None)
    CreditTerms.objects.update(missed_expected_percent=100)
    for month, repeats in ((SEPTEMBER, 2), (OCTOBER, 6)):
        world.accrued(month, {level: Decimal(repeats)})
    assert [credit.month for credit in Credit.objects.all()] == [OCTOBER]


def test_a_month_without_tickets_is_no_data_and_costs_nothing(world: World) -> None:
    level = world.level("A", percent="100")
    report = world.report(OCTOBER, {level: Decimal(0)})
    report.lines.update(accepted_from="agreed", accepted=None)
    accrue(report, world.cast["vendor_manager"], NOW)
    assert not Credit.objects.exists()


def test_the_days_to_claim_can_count_from_the_acceptance(acting: Cast) -> None:
    world = make_world(acting, claim_from="acceptance")
    world.accrued(OCTOBER, {world.level("A", percent="100"): BAD})
    assert Credit.objects.get().claim_by == date(2026, 12, 9)


def test_a_month_costs_no_more_than_its_cap_and_its_credits_add_up_to_it(acting: Cast) -> None:
    world = make_world(acting, cap_percent=1)
    first, second = world.level("A"), world.level("B", percent="60")
    world.accrued(OCTOBER, {first: BAD, second: BAD})
    assert amounts(world) == {"A": Decimal("400.00"), "B": Decimal("600.00")}
    last = world.credit(first).arithmetic["factors"][-1]
    assert (last["label"], last["operator"], last["value"]) == ("Cap of the period", "−", "1600.00")


def test_a_failure_in_the_next_month_costs_double(world: World) -> None:
    level, rest = world.level("A"), world.level("B", percent="60")
    for month in (AUGUST, SEPTEMBER, OCTOBER):
        world.accrued(month, {level: GOOD if month == AUGUST else BAD, rest: GOOD})
    assert world.credit(level, SEPTEMBER).amount == Decimal("2000.00")
    assert world.credit(level, OCTOBER).amount == Decimal("4000.00")


def test_a_month_that_is_accepted_late_brings_the_months_after_it_in_line(world: World) -> None:
    level = world.level("A", percent="100")
    world.accrued(OCTOBER, {level: BAD})
    assert world.credit(level, OCTOBER).amount == Decimal("5000.00")
    world.accrued(SEPTEMBER, {level: BAD})
    assert world.credit(level, OCTOBER).amount == Decimal("10000.00")
    world.accrued(SEPTEMBER, {level: GOOD}, version=2)
    assert amounts(world) == {"A": Decimal("5000.00")}
    assert all(each.adds_up for each in balance(world.contract))


def test_a_failure_that_only_the_tickets_showed_counts_as_the_first_of_two(world: World) -> None:
    level = world.level("A", percent="100")
    world.measure(SEPTEMBER, {level: list(range(20))})
    world.accrued(OCTOBER, {level: BAD})
    assert world.credit(level).amount == Decimal("10000.00")


def test_a_new_version_of_a_level_keeps_its_allocation_and_its_row_of_failures(world: World) -> None:
    old = world.level("A", percent="100", valid=(date(2020, 1, 1), OCTOBER))
    new = bare_level(world, "A", valid=(OCTOBER, None))
    world.accrued(SEPTEMBER, {old: BAD})
    world.accrued(OCTOBER, {new: BAD})
    assert world.credit(new).amount == Decimal("10000.00")


def test_the_windows_of_a_quarter_follow_each_other_over_the_months_between(world: World) -> None:
    level = world.level("A", percent="100", window="quarter")
    for month in (date(2026, 6, 1), AUGUST, SEPTEMBER):
        world.accrued(month, {level: BAD})
    assert [credit.month for credit in Credit.objects.order_by("month")] == [date(2026, 6, 1), SEPTEMBER]
    assert world.credit(level, SEPTEMBER).amount == Decimal("10000.00")


def test_what_is_credited_for_states_is_asked_without_any_report(world: World) -> None:
    level, rest = world.level("A"), world.level("B", percent="60")
    statement = credits_of(world.contract, OCTOBER, {level.pk: State.MISSED_MINIMUM, rest.pk: State.MET})
    assert statement is not None
    assert statement.total == Decimal("2000.00")


def test_a_contract_without_credit_terms_has_no_statement(world: World) -> None:
    level = world.level("A", percent="100")
    world.terms.valid = (date(2027, 1, 1), None)
    world.terms.save()
    assert credits_of(world.contract, OCTOBER, {level.pk: State.MISSED_MINIMUM}) is None


def test_accruing_twice_changes_nothing(world: World) -> None:
    report = world.accrued(OCTOBER, {world.level("A", percent="100"): BAD})
    before = list(CreditEntry.objects.values_list("pk", flat=True))
    accrue(report, world.cast["vendor_manager"], NOW)
    assert list(CreditEntry.objects.values_list("pk", flat=True)) == before


def test_without_a_fee_nothing_is_accrued_and_the_reason_is_said(world: World) -> None:
    level = world.level("A", percent="100")
    world.contract.yearly_fee = None
    world.contract.save()
    world.accrued(OCTOBER, {level: BAD})
    assert not Credit.objects.exists()
    statement = credits_of(world.contract, OCTOBER, {level.pk: State.MISSED_MINIMUM})
    assert statement is not None
    assert "fee of this period is not known" in statement.reason


def test_a_corrected_report_reverses_the_credit_and_never_deletes_it(world: World) -> None:
    level, rest = world.level("A"), world.level("B", percent="60")
    world.accrued(OCTOBER, {level: BAD, rest: GOOD})
    old = world.credit(level)
    world.accrued(OCTOBER, {level: GOOD, rest: BAD}, version=2)
    assert amounts(world) == {"B": Decimal("3000.00")}
    old.refresh_from_db()
    assert life(old) == [("accrued", Decimal("2000.00")), ("reversed", Decimal("-2000.00"))]
    assert all(each.adds_up for each in balance(world.contract))


def test_a_restated_amount_takes_the_place_of_the_one_before(world: World) -> None:
    level = world.level("A", percent="100")
    world.accrued(OCTOBER, {level: BAD})
    old = world.credit(level)
    world.contract.yearly_fee = Decimal("600000.00")
    world.contract.save()
    world.accrued(OCTOBER, {level: BAD}, version=2)
    new = world.credit(level)
    assert (old.amount, new.amount) == (Decimal("5000.00"), Decimal("2500.00"))
    assert new.restates == old


def test_a_line_in_dispute_waits_and_so_does_its_credit(world: World) -> None:
    level, other = world.level("A"), world.level("B", percent="60")
    report = world.report(OCTOBER, {level: BAD, other: BAD})
    dispute = Dispute.objects.create(
        organisation=world.cast.organisation,
        vendor=world.cast.orvane,
        contract=world.contract,
        report=report,
        number=1,
        title="A",
        opened_by="Vera",
        opened_at=NOW,
        answer_due_on=NOVEMBER,
    )
    DisputeLine.objects.create(
        organisation=world.cast.organisation,
        vendor=world.cast.orvane,
        dispute=dispute,
        line=report.lines.get(level=level),
    )
    accrue(report, world.cast["vendor_manager"], NOW)
    assert amounts(world) == {"B": Decimal("3000.00")}
    Dispute.objects.update(state="withdrawn")
    accrue(report, world.cast["vendor_manager"], NOW)
    assert amounts(world) == {"A": Decimal("2000.00"), "B": Decimal("3000.00")}


def test_one_incident_that_fails_three_levels_counts_once_and_another_can_be_elected(world: World) -> None:
    a, b, c = world.level("A", percent="40"), world.level("B", percent="50"), world.level("C", percent="10")
    world.measure(OCTOBER, {a: [7], b: [7], c: [7]})
    world.accrued(OCTOBER, {a: BAD, b: BAD, c: BAD})
    assert amounts(world) == {"A": Decimal(0), "B": Decimal("2500.00"), "C": Decimal(0)}
    assert world.credit(a).gives_way_to == b
    elect(world.credit(c), world.cast["vendor_manager"], NOW)
    assert amounts(world) == {"A": Decimal(0), "B": Decimal(0), "C": Decimal("500.00")}
    elect(world.credit(a), world.cast["vendor_manager"], NOW)
    assert amounts(world) == {"A": Decimal("2000.00"), "B": Decimal(0), "C": Decimal(0)}
    accrue(world.contract.sla_reports.get(), world.cast["vendor_manager"], NOW)
    assert amounts(world) == {"A": Decimal("2000.00"), "B": Decimal(0), "C": Decimal(0)}
    assert all(each.adds_up for each in balance(world.contract))


def test_more_than_a_few_incidents_are_no_single_cause(world: World) -> None:
    a, b = world.level("A"), world.level("B", percent="60")
    world.measure(OCTOBER, {a: [1, 2, 3, 4], b: [1, 2, 3, 4]})
    world.accrued(OCTOBER, {a: BAD, b: BAD})
    assert amounts(world) == {"A": Decimal("2000.00"), "B": Decimal("3000.00")}


def test_another_level_is_elected_before_the_claim_and_not_after(world: World) -> None:
    a, b = world.level("A"), world.level("B", percent="60")
    world.measure(OCTOBER, {a: [7], b: [7]})
    world.accrued(OCTOBER, {a: BAD, b: BAD})
    Credit.objects.filter(level=b).update(state=CreditState.CLAIMED)
    with pytest.raises(CannotElect, match="is claimed already"):
        elect(world.credit(a), world.cast["vendor_manager"], NOW)


def test_three_met_months_earn_a_credit_back_once_by_a_further_entry(acting: Cast) -> None:
    world = make_world(acting, earn_back_windows=2)
    level = world.level("A", percent="100")
    world.accrued(AUGUST, {level: BAD})
    world.accrued(SEPTEMBER, {level: GOOD})
    credit = world.credit(level, AUGUST)
    assert earn_back(world.contract, NOW) == 0
    world.accrued(OCTOBER, {level: GOOD})
    assert [earn_back(world.contract, NOW), earn_back(world.contract, NOW)] == [1, 0]
    assert life(credit) == [("accrued", Decimal("5000.00")), ("earned_back", Decimal("-5000.00"))]
    assert "2\u00a0windows met" in CreditEntry.objects.of_credit(credit).last().note  # type: ignore[union-attr]


def test_what_follows_a_month_that_is_still_open_earns_nothing_back(acting: Cast) -> None:
    world = make_world(acting, earn_back_windows=1)
    level = world.level("A", percent="100")
    world.accrued(AUGUST, {level: BAD})
    world.accrued(OCTOBER, {level: GOOD})
    assert earn_back(world.contract, NOW) == 0
    world.accrued(SEPTEMBER, {level: GOOD})
    assert earn_back(world.contract, NOW) == 1


def test_the_month_that_runs_earns_nothing_back_yet(acting: Cast) -> None:
    world = make_world(acting, earn_back_windows=1)
    level = world.level("A", percent="100")
    world.accrued(OCTOBER, {level: BAD})
    world.accrued(NOVEMBER, {level: GOOD})
    assert earn_back(world.contract, NOW) == 0
    assert earn_back(world.contract, datetime(2026, 12, 1, 9, 0, tzinfo=UTC)) == 1


def test_a_credit_that_waits_to_be_claimed_is_a_date_until_it_is_claimed(world: World) -> None:
    level = world.level("A", percent="100")
    world.accrued(OCTOBER, {level: BAD})
    (deadline,) = claim_deadlines(Credit.objects.of_contract(world.contract))
    assert (deadline.day, deadline.title) == (date(2026, 11, 30), "Claim €5,000.00 for A, October 2026")
    Credit.objects.update(state=CreditState.CLAIMED)
    assert list(claim_deadlines(Credit.objects.of_contract(world.contract))) == []


def test_the_calendar_of_dates_says_until_when_to_claim(world: World) -> None:
    world.accrued(OCTOBER, {world.level("A", percent="100"): BAD})
    found = dates_of(Scope(world.contract.organisation_id, date(2026, 12, 1)))
    (due,) = [due for due in found if due.kind == "credit_claim"]
    assert (due.day, BY_KIND[due.kind].is_open(due, date(2026, 12, 1))) == (date(2026, 11, 30), True)


def test_the_hourly_round_earns_back_and_tells_what_does_not_add_up(
    acting: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    world = make_world(acting, earn_back_windows=1)
    level = world.level("A", percent="100")
    world.accrued(SEPTEMBER, {level: BAD})
    world.accrued(OCTOBER, {level: GOOD})
    look_after_credits()
    assert Credit.objects.get().state == CreditState.EARNED_BACK
    assert "does not add up" not in caplog.text
    world.accrued(AUGUST, {level: BAD})
    Credit.objects.filter(month=AUGUST).update(state=CreditState.WAIVED)
    look_after_credits()
    assert "does not add up" in caplog.text


def test_a_contract_that_fails_keeps_no_other_one_from_earning_back(
    acting: Cast, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(acting, earn_back_windows=1)
    level = world.level("A", percent="100")
    world.accrued(SEPTEMBER, {level: BAD})
    world.accrued(OCTOBER, {level: GOOD})
    other = Contract.objects.get(pk=world.contract.pk)
    other.pk, other.reference = None, "ORV-OTHER"
    other.save(force_insert=True)
    asked: list[str] = []

    def earn_back_or_fail(contract: Contract, now: datetime) -> int:
        asked.append(contract.reference)
        if contract.pk == world.contract.pk:
            raise ValueError("Nothing to go by")
        return 1

    monkeypatch.setattr(earning_back, "earn_back", earn_back_or_fail)
    its = Credit.objects.get(month=SEPTEMBER)
    its.pk, its.contract = None, other
    its.save(force_insert=True)
    assert earning_back.earn_back_all(acting.organisation, datetime(2026, 12, 1, tzinfo=UTC)) == 1
    assert asked == [world.contract.reference, "ORV-OTHER"]
    assert "Earning back failed for the contract" in caplog.text
