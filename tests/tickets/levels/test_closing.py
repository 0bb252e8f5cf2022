"""Closing a month and restating it: what was closed stays, to the last byte, whatever changes afterwards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.decisions import NotEntitled
from portal.accounts.models import Decision, Organisation
from tests.tickets.levels.ground import LATER, MARCH, Ground, at
from tickets.levels.freezing import frozen, thawed
from tickets.levels.measuring import recomputed_as_closed
from tickets.levels.reading import read_rules
from vendors.calendar_versions import start_version
from vendors.levels.measured_figures import as_bytes
from vendors.levels.measured_periods import NotToBeClosed, close, figures_of, restate
from vendors.models import (
    CalendarVersion,
    Exclusion,
    Holiday,
    MeasuredPeriod,
    OpeningHours,
    Outage,
    ServiceLevel,
    Site,
    SupportGroup,
)


@pytest.fixture
def month(ground: Ground) -> Ground:
    """Every kind of rule bears on the figures of this March."""
    delft = Site.objects.create(organisation=ground.cast.organisation, name="Delft")
    ground.level("SL-1", pausing_states=["Waiting"])
    ground.level("SL-2", kind="percentile", expected=8, minimum=12, priority_rank=None)
    ground.level("SL-3", site=delft, target_minutes=60)
    ground.level("SL-4", kind="availability", priority_rank=None, expected=99, minimum=95)
    ground.level("SL-5", kind="count", priority_rank=None, expected=0, minimum=None)
    for number in range(8):
        hour = 9 + number
        site = "Delft" if number % 2 else "Breda"
        ground.ticket(f"INC{number}", f"{4 + number} {hour:02}:00", f"{6 + number} 12:00", site_name=site)
    ground.ticket("INC8", "28 15:00", None, requester="INC7")
    ground.ticket("INC9", "1 00:30", "1 10:00")
    Outage.objects.create(
        organisation=ground.cast.organisation, vendor=ground.cast.orvane, service=ground.cast.desk,
        starts_at=at("12 09:00"), ends_at=at("12 12:00"), cause="Power",
    )  # fmt: skip
    ground.exclude(starts_at=at("5 09:00"), ends_at=at("5 11:00"))
    ground.exclude(tickets=["INC3"])
    return ground


def closed(ground: Ground, reason: str = "") -> MeasuredPeriod:
    return close(ground.cast["vendor_manager"], ground.period(), LATER, reason)


def change_hours(ground: Ground) -> None:
    OpeningHours.objects.update(opens=600, closes=720)


def add_holiday(ground: Ground) -> None:
    version = CalendarVersion.objects.get(number=1)
    Holiday.objects.create(organisation=version.organisation, version=version, day=date(2024, 3, 6), name="Fair")


def start_a_version(ground: Ground) -> None:
    start_version(ground.calendar, date(2024, 3, 7), [(day, 0, 1440) for day in range(7)], "Round the clock")


def move_the_calendar(ground: Ground) -> None:
    type(ground.calendar).objects.update(timezone="Asia/Tokyo")


def tighten_targets(ground: Ground) -> None:
    ServiceLevel.objects.filter(kind="share").update(target_minutes=30, expected=99)


def pause_nowhere(ground: Ground) -> None:
    ServiceLevel.objects.update(pausing_states=[])


def end_a_level(ground: Ground) -> None:
    ServiceLevel.objects.filter(code="SL-1").update(valid=DateRange(date(2024, 1, 1), date(2024, 2, 1)))


def add_a_level(ground: Ground) -> None:
    ground.level("SL-9", priority_rank=2)


def withdraw_exclusions(ground: Ground) -> None:
    Exclusion.objects.update(state="withdrawn")


def prolong_outage(ground: Ground) -> None:
    Outage.objects.update(ends_at=at("13 17:00"))


def give_the_group_away(ground: Ground) -> None:
    SupportGroup.objects.update(vendor=ground.cast.tessel, service=ground.cast.network)


def rename_the_site(ground: Ground) -> None:
    Site.objects.update(name="Delft North")


def move_the_organisation(ground: Ground) -> None:
    Organisation.objects.filter(pk=ground.cast.organisation.pk).update(timezone="America/New_York")


CHANGES: tuple[Callable[[Ground], None], ...] = (
    change_hours, add_holiday, start_a_version, move_the_calendar, tighten_targets, pause_nowhere, end_a_level,
    add_a_level, withdraw_exclusions, prolong_outage, give_the_group_away, rename_the_site, move_the_organisation,
)  # fmt: skip


def test_a_closed_month_is_known_by_the_digest_of_its_figures(month: Ground) -> None:
    period = closed(month)
    assert period.sha256 == sha256(as_bytes(figures_of(period))).hexdigest()
    assert sha256(recomputed_as_closed(period)).hexdigest() == period.sha256
    assert (period.state, period.version, period.closed_by) == ("closed", 1, str(month.cast["vendor_manager"].person))
    assert period.decision is not None
    assert (period.decision.outcome, period.decision.kind) == ("Closed", "close_period")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_each_change_moves_the_month_as_of_now_and_never_the_closed_one(
    month: Ground, change: Callable[[Ground], None]
) -> None:
    period = closed(month)
    before = recomputed_as_closed(period)
    change(month)
    assert recomputed_as_closed(period) == before
    month.contract.refresh_from_db()
    running = month.period()
    assert (running.version, running.is_closed) == (2, False)
    assert change is pause_nowhere or as_bytes(figures_of(running)) != before  # no ticket waited
    period.refresh_from_db()
    assert as_bytes(figures_of(period)) == before


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(st.sampled_from(CHANGES), min_size=2, max_size=6, unique=True))
def test_any_changes_together_leave_a_closed_month_the_same_bytes(
    month: Ground, chosen: list[Callable[[Ground], None]]
) -> None:
    with transaction.atomic():
        period = closed(month)
        before = recomputed_as_closed(period)
        for change in chosen:
            change(month)
        assert recomputed_as_closed(period) == before == as_bytes(figures_of(period))
        transaction.set_rollback(True)


def test_rules_come_back_from_json_as_they_went(month: Ground) -> None:
    rules = read_rules(month.cast.organisation).of(month.contract, MARCH, LATER)
    assert thawed(frozen(rules)) == rules
    assert thawed(frozen(replace(rules, levels=()))) != rules


def test_a_closed_month_cannot_be_changed_by_any_program(month: Ground) -> None:
    period = closed(month)
    for act in (
        lambda: MeasuredPeriod.objects.filter(pk=period.pk).update(sha256="0" * 64),
        lambda: period.measurements.update(value=100),
        lambda: period.measurements.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            act()


def test_measuring_a_closed_month_again_stands_beside_it(month: Ground) -> None:
    period = closed(month)
    month.period()
    running = month.period()
    assert list(MeasuredPeriod.objects.order_by("version").values_list("version", "state")) == [
        (1, "closed"), (2, "running"),
    ]  # fmt: skip
    assert as_bytes(figures_of(running)) == as_bytes(figures_of(period))


def test_a_restatement_is_a_new_version_with_its_reason(month: Ground) -> None:
    first = closed(month)
    tighten_targets(month)
    month.period()
    again = restate(month.cast["vendor_manager"], month.contract, MARCH, "Targets were entered wrong", LATER)
    first.refresh_from_db()
    assert (again.version, again.reason, first.is_closed) == (2, "Targets were entered wrong", True)
    assert again.sha256 != first.sha256
    assert Decision.objects.filter(outcome="Restated").count() == 1


def test_a_restatement_without_a_reason_or_without_anything_measured_since_is_refused(month: Ground) -> None:
    member = month.cast["vendor_manager"]
    month.period()
    with pytest.raises(NotToBeClosed, match="never closed"):
        restate(member, month.contract, MARCH, "Why not", LATER)
    closed(month)
    with pytest.raises(NotToBeClosed, match="Nothing changed"):
        restate(member, month.contract, MARCH, "Why not", LATER)
    month.period()
    with pytest.raises(NotToBeClosed, match="Say why"):
        restate(member, month.contract, MARCH, " ", LATER)


def test_only_who_is_accountable_closes_and_others_read_who_that_is(month: Ground) -> None:
    period = month.period()
    with pytest.raises(NotEntitled, match="every vendor manager"):
        close(month.cast["administrator"], period, LATER)
    with pytest.raises(NotToBeClosed, match="by the client"):
        close(month.cast["provider"], period, LATER)
    period.refresh_from_db()
    assert not period.is_closed
    assert not Decision.objects.filter(kind="close_period").exists()


def test_a_month_is_not_closed_before_it_is_over_nor_by_figures_from_before_that(month: Ground) -> None:
    member = month.cast["vendor_manager"]
    with pytest.raises(NotToBeClosed, match="can be closed from 1 Apr 2024"):
        close(member, month.period(), at("31 23:59"))
    with pytest.raises(NotToBeClosed, match="last measured before it was over"):
        close(member, month.period(now=at("31 23:59")), LATER)


def test_of_two_who_close_at_once_the_second_is_told(month: Ground) -> None:
    member, seen = month.cast["vendor_manager"], month.period()
    close(member, MeasuredPeriod.objects.get(pk=seen.pk), LATER)
    with pytest.raises(NotToBeClosed, match="while you looked"):
        close(member, seen, LATER)
    assert Decision.objects.filter(kind="close_period").count() == 1
