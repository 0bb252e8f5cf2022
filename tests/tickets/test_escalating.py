"""Open tickets come to the steps of their escalation path by the working clock, each step once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.reporting.ticket_rows import put
from tests.threads import at_once
from tests.vendors.escalation import a_path
from tickets.escalating import sweep
from tickets.models import Outcome, Ticket
from tickets.tasks import escalate_open_tickets
from vendors.escalations.escalating import close, raise_by_hand
from vendors.models import Escalation, EscalationStep, ReachedStep, ServiceLevel
from vendors.validity import ALWAYS, validity

OPENED = datetime(2026, 10, 5, 14, 0, tzinfo=UTC)  # Monday 16:00 in Amsterdam, one hour before closing


def ticket(cast: Cast, **fields: Any) -> Ticket:
    row = {"opened": OPENED, "service": cast.desk, "priority_rank": 1, "title": "Dock fails"} | fields
    return put(cast.organisation, [row])[0]


def at(hours: float) -> datetime:
    """So many working hours after the opening: the first ends the Monday, the others run from Tuesday 09:00."""
    return OPENED + timedelta(hours=hours if hours <= 1 else hours + 16)


def test_before_its_first_step_a_ticket_is_left_alone(acting: Cast) -> None:
    a_path(acting)
    ticket(acting)
    assert sweep(acting.organisation, at(0.49)).raised == 0


def test_a_ticket_that_passes_a_step_is_escalated_to_the_people_who_stand_there(acting: Cast) -> None:
    a_path(acting)
    one = ticket(acting)
    assert sweep(acting.organisation, at(0.5)).raised == 1
    raised = Escalation.objects.get()
    assert (raised.ticket_id, raised.ticket_number, raised.subject) == (one.pk, one.number, f"{one.number}: Dock fails")
    assert (raised.step_name, raised.client_owner, raised.provider_owner) == (
        "Team lead", "Our Team lead", "Their Team lead",
    )  # fmt: skip
    assert (raised.raised_by, raised.state, raised.next_step_at) == ("", "open", at(1))


def test_nights_do_not_count_and_a_further_step_is_reached_by_the_same_escalation(acting: Cast) -> None:
    a_path(acting)
    ticket(acting)
    sweep(acting.organisation, at(1))
    assert Escalation.objects.get().step_name == "Delivery manager"
    assert sweep(acting.organisation, OPENED + timedelta(hours=16)).advanced == 0  # 08:00: the office is closed
    assert Escalation.objects.get().next_step_at == datetime(2026, 10, 6, 8, 0, tzinfo=UTC)  # Tuesday 10:00
    assert sweep(acting.organisation, at(2)).advanced == 1
    assert Escalation.objects.get().step_name == "Board"


def test_a_doubled_sweep_writes_nothing_twice(acting: Cast) -> None:
    a_path(acting)
    ticket(acting)
    for _ in range(3):
        sweep(acting.organisation, at(1))
    assert (Escalation.objects.count(), ReachedStep.objects.count()) == (1, 2)


def test_a_late_sweep_raises_at_the_highest_step_and_records_the_others_with_their_time(acting: Cast) -> None:
    a_path(acting)
    ticket(acting)
    sweep(acting.organisation, OPENED + timedelta(days=30))
    assert Escalation.objects.get().step_name == "Board"
    reached = ReachedStep.objects.values_list("name", "due_at")
    assert list(reached) == [("Team lead", at(0.5)), ("Delivery manager", at(1)), ("Board", at(2))]


def test_a_closed_escalation_of_an_open_ticket_comes_again_at_the_next_step_only(acting: Cast) -> None:
    a_path(acting)
    ticket(acting)
    sweep(acting.organisation, at(0.5))
    close(Escalation.objects.get(), "Restarted the dock.", acting["vendor_manager"], at(0.6))
    assert sweep(acting.organisation, at(0.9)).raised == 0
    assert sweep(acting.organisation, at(1)).raised == 1
    assert list(ReachedStep.objects.values_list("name", flat=True).order_by("pk")) == ["Team lead", "Delivery manager"]


def test_a_resolved_ticket_goes_no_further_and_owes_no_next_step(acting: Cast) -> None:
    a_path(acting)
    one = ticket(acting)
    sweep(acting.organisation, at(0.5))
    Ticket.objects.filter(pk=one.pk).update(state="resolved", resolved_at=at(0.8))
    assert sweep(acting.organisation, at(5)).advanced == 0
    assert Escalation.objects.get().next_step_at is None


def test_a_pause_of_the_tickets_level_puts_its_steps_off(acting: Cast) -> None:
    path = a_path(acting)
    level = ServiceLevel.objects.create(
        organisation=acting.organisation, vendor=acting.orvane, service=acting.desk, code="SD-01", metric="resolution",
        priority_rank=1, target_minutes=240, calendar=path.calendar, pausing_states=["Waiting"],
        valid=validity(ALWAYS, None),
    )  # fmt: skip
    start = int(OPENED.timestamp())
    history = [[start, "Active", "active", "Desk"], [start + 600, "Waiting", "paused", "Desk"],
               [start + 2400, "Active", "active", "Desk"]]  # fmt: skip
    one = ticket(acting, history=history)
    Outcome.objects.filter(pk=one.pk).update(resolution_level_id=level.pk)
    assert sweep(acting.organisation, at(0.99)).raised == 0
    assert sweep(acting.organisation, at(1)).raised == 1  # 60 minutes less 30 of waiting
    Ticket.objects.filter(pk=one.pk).update(history=history[:2])
    assert sweep(acting.organisation, at(100)).advanced == 0  # it waits still


def test_a_step_at_a_share_of_the_target_comes_when_that_share_is_used_up(acting: Cast) -> None:
    path = a_path(acting)
    EscalationStep.objects.filter(position=1).update(minutes=[], percent_of_target=80)
    EscalationStep.objects.filter(position__gt=1).update(minutes=[None] * 4)
    level = ServiceLevel.objects.create(
        organisation=acting.organisation, vendor=acting.orvane, service=acting.desk, code="SD-01", metric="resolution",
        priority_rank=5, target_minutes=300, calendar=path.calendar, valid=validity(ALWAYS, None),
    )  # fmt: skip
    one = ticket(acting, priority_rank=5)
    Outcome.objects.filter(pk=one.pk).update(resolution_level_id=level.pk)
    assert sweep(acting.organisation, at(3.99)).raised == 0
    assert sweep(acting.organisation, at(4)).raised == 1  # 80 % of five hours


def test_the_path_of_the_service_comes_before_that_of_its_vendor(acting: Cast) -> None:
    a_path(acting)
    narrow = a_path(acting, service=acting.desk)
    ticket(acting)
    ticket(acting, service=None, vendor_id=acting.orvane.pk)
    sweep(acting.organisation, at(0.5))
    assert set(Escalation.objects.values_list("path__service", flat=True)) == {narrow.service_id, None}


def test_a_new_path_leaves_tickets_alone_that_were_opened_before_it_counts(acting: Cast) -> None:
    a_path(acting, counts_from=date(2026, 10, 6))
    ticket(acting)
    late = ticket(acting, opened=datetime(2026, 10, 5, 22, 30, tzinfo=UTC))  # half past midnight in Amsterdam
    assert sweep(acting.organisation, at(40)).raised == 1
    assert Escalation.objects.get().ticket_id == late.pk


def test_an_older_ticket_stays_on_the_path_that_counted_when_it_was_opened(acting: Cast) -> None:
    wide = a_path(acting)
    a_path(acting, service=acting.desk, counts_from=date(2026, 10, 6))
    ticket(acting)
    sweep(acting.organisation, at(1))
    assert Escalation.objects.get().path_id == wide.pk


def test_an_older_ticket_that_a_person_escalates_goes_on_along_the_path(acting: Cast) -> None:
    path = a_path(acting, counts_from=date(2026, 10, 6))
    one = ticket(acting)
    mine = Escalation(
        organisation=acting.organisation, vendor=acting.orvane, subject="Now", ticket_id=one.pk, priority_rank=1
    )
    raise_by_hand(mine, path.steps.get(position=1), acting["vendor_manager"], at(0.1))
    sweep(acting.organisation, at(1))
    assert Escalation.objects.get().step_name == "Delivery manager"


def test_a_ticket_of_a_vendor_without_a_path_or_of_a_priority_without_a_time_stays(acting: Cast) -> None:
    a_path(acting)
    ticket(acting, service=acting.network)
    ticket(acting, priority_rank=4)
    ticket(acting, priority_rank=None)
    assert sweep(acting.organisation, at(400)).raised == 0


def test_what_a_person_raised_early_is_not_raised_again_and_goes_on_from_there(acting: Cast) -> None:
    path = a_path(acting)
    one = ticket(acting)
    mine = Escalation(
        organisation=acting.organisation, vendor=acting.orvane, subject="Now", ticket_id=one.pk, priority_rank=1
    )
    raise_by_hand(mine, path.steps.get(position=2), acting["vendor_manager"], OPENED)
    assert sweep(acting.organisation, at(0.5)) == sweep(acting.organisation, at(1))
    assert Escalation.objects.get().next_step_at == at(2)
    sweep(acting.organisation, at(2))
    assert Escalation.objects.get().step_name == "Board"


def test_two_sweeps_at_once_raise_one_escalation(committed_cast: Cast) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        a_path(cast)
        ticket(cast)

    def sweep_once() -> None:
        with acting_for(cast.organisation.pk):
            sweep(cast.organisation, at(1))

    assert at_once(3, sweep_once) == []
    with acting_for(cast.organisation.pk):
        assert (Escalation.objects.count(), ReachedStep.objects.count()) == (1, 2)


def test_another_organisation_is_not_swept_along(acting: Cast) -> None:
    a_path(acting)
    ticket(acting)
    with acting_for(acting.elsewhere.pk):
        assert sweep(acting.elsewhere, at(5)).raised == 0
    assert not Escalation.objects.exists()


def test_the_scheduler_sweeps_every_organisation(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        a_path(cast)
        ticket(cast)
    escalate_open_tickets()
    escalate_open_tickets()
    with acting_for(cast.organisation.pk):
        assert Escalation.objects.get().step_name == "Board"


def test_a_sweep_asks_as_much_for_ten_tickets_as_for_one(acting: Cast) -> None:
    a_path(acting)
    ticket(acting)
    one = queries_of(lambda: sweep(acting.organisation, at(100)))
    Escalation.objects.update(state="closed", closed_at=OPENED, resolution="Done.")
    for _ in range(10):
        ticket(acting)
    assert queries_of(lambda: sweep(acting.organisation, at(100))) == one
    assert Escalation.objects.count() == 11
