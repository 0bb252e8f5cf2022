"""The plan of 30, 60 and 90 days: begun once, measured from the data, ended and begun anew."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.improvement import planning
from governance.improvement.measuring import measure_all
from governance.improvement.planning import InvalidTransition
from governance.models import ImprovementPlan, PlanStep
from portal import formats
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.objects.escalations import an_escalation_step
from tests.objects.governance import a_change_notice, a_proof, a_review_held, an_action, some_minutes
from tests.objects.owners import NOW, Owner
from tests.objects.tickets import a_ticket
from tickets.models import Outcome, TaskType, Ticket
from vendors.models import Vendor

PLAN = reverse("governance:improvement")
TODAY = date(2026, 11, 25)
BEGUN = date(2026, 11, 1)


def found(cast: Cast, code: str) -> tuple[int, int]:
    one = measure_all(cast["it_leader"], BEGUN, TODAY)[code]
    return one.done, one.total


def owner(cast: Cast) -> Owner:
    return Owner(cast.organisation, cast.orvane)


def test_a_plan_is_begun_from_its_empty_page_and_shows_every_step(client: Client, cast: Cast) -> None:
    client.force_login(cast["it_leader"].person)
    empty = client.get(PLAN).content.decode()
    assert "No plan is running" in empty
    page = client.post(reverse("governance:start-plan"), {"started_on": "2026-11-01"}, follow=True).content.decode()
    assert "The plan begins on 1\u00a0Nov\u00a02026" in page
    assert "Norms set for the most frequent task types: 0 of 0" in page
    assert "Not measured by this version of the portal." in page


def test_a_double_click_begins_one_plan(client: Client, cast: Cast) -> None:
    client.force_login(cast["it_leader"].person)
    for _ in range(2):
        page = client.post(reverse("governance:start-plan"), {"started_on": "2026-11-01"}, follow=True)
    assert "A plan is running already." in page.content.decode()
    with acting_for(cast.organisation.pk):
        assert ImprovementPlan.objects.count() == 1


def test_a_day_that_is_none_is_said_at_its_field(client: Client, cast: Cast) -> None:
    client.force_login(cast["it_leader"].person)
    refused = client.post(reverse("governance:start-plan"), {"started_on": "soon"})
    assert (refused.status_code, "Enter a valid date." in refused.content.decode()) == (422, True)


def test_a_plan_ends_once_and_another_can_begin(acting: Cast) -> None:
    plan = planning.start(acting["it_leader"], BEGUN)
    planning.end(plan, TODAY)
    with pytest.raises(InvalidTransition, match="ended already"):
        planning.end(plan, TODAY)
    planning.start(acting["it_leader"], TODAY)
    assert list(ImprovementPlan.objects.ended()) == [plan]


def test_a_step_has_an_owner_or_a_reason_why_it_does_not_apply(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        planning.start(cast["it_leader"], BEGUN)
        step = PlanStep.objects.get(code="norms")
    client.force_login(cast["vendor_manager"].person)
    address = reverse("governance:edit-step", args=[step.pk])
    assert client.post(address, {"owner": cast["provider"].pk}).status_code == 422
    said = {"owner": cast["service_owner"].pk, "set_aside": "All work is by project"}
    page = client.post(address, said, follow=True).content.decode()
    assert "Serviceowner Person" in page
    assert "Set aside: All work is by project" in page
    client.force_login(cast["executive"].person)
    assert client.get(address).status_code == 403
    assert "Edit" not in client.get(PLAN).content.decode().split("<main")[1]


def test_norms_count_for_the_ten_most_frequent_task_types(acting: Cast) -> None:
    first = Ticket.objects.get(**a_ticket(owner(acting)))
    of: dict[str, Any] = {"organisation": acting.organisation, "vendor_id": acting.orvane.pk}
    more = of | {"batch_id": first.batch_id, "source_id": first.source_id, "state": "new", "opened_at": NOW}
    for number in range(11):
        norm = {"effort_low": 5, "effort_high": 20} if number < 8 else {}
        kind = TaskType.objects.create(organisation=acting.organisation, name=f"Type {number}", **norm)
        # Type 0 has eleven tickets and Type 10 one, which is the eleventh in frequency.
        for each in range(11 - number):
            ticket = Ticket.objects.create(**more, number=f"T{number}-{each}", row_hash=each)
            Outcome.objects.create(ticket_id=ticket.pk, **of, task_type=kind)
    assert found(acting, "norms") == (8, 10)


def test_a_step_of_a_path_counts_with_names_on_both_sides(acting: Cast) -> None:
    assert found(acting, "paths") == (0, 0)
    an_escalation_step(owner(acting))
    done, total = found(acting, "paths")
    assert (done, total) == (0, 1)


def test_reviews_and_series_count_per_vendor_and_only_since_the_plan_began(acting: Cast) -> None:
    a_review_held(owner(acting))
    assert (found(acting, "series"), found(acting, "reviews")) == ((1, 2), (1, 2))
    later = measure_all(acting["it_leader"], date(2026, 12, 1), TODAY)["reviews"]
    assert (later.done, later.total) == (0, 2)


def test_actions_count_with_their_figure_and_their_proof(acting: Cast) -> None:
    figure: dict[str, Any] = {"kpi_code": "handoffs_per_ticket", "target": 1.0, "proof_on": date(2026, 11, 20)}
    assert (found(acting, "handoffs"), found(acting, "patterns")) == ((0, 1), (0, 1))
    an_action(owner(acting), **figure, origin="pattern")
    an_action(owner(acting))
    assert (found(acting, "kpi"), found(acting, "proven")) == ((1, 2), (0, 1))
    assert (found(acting, "handoffs"), found(acting, "patterns")) == ((1, 1), (1, 1))
    an_action(owner(acting), **figure, state="effective", closed_at=NOW)
    an_action(owner(acting), **figure, state="cancelled", closed_at=NOW)
    assert found(acting, "proven") == (1, 2)


def test_minutes_count_once_every_side_has_signed(acting: Cast) -> None:
    some_minutes(owner(acting))
    assert found(acting, "signed") == (0, 1)


def test_notices_of_changes_count_when_they_were_in_time(acting: Cast) -> None:
    a_change_notice(owner(acting))
    assert found(acting, "notice") == (1, 1)


def test_a_vendor_that_has_ended_is_not_asked_for(acting: Cast) -> None:
    assert found(acting, "priorities") == (0, 2)
    Vendor.objects.filter(pk=acting.tessel.pk).update(ended_on=TODAY)
    assert found(acting, "priorities") == (0, 1)


def test_another_organisation_moves_no_figure(acting: Cast) -> None:
    before = measure_all(acting["it_leader"], BEGUN, TODAY)
    with acting_for(acting.elsewhere.pk):
        theirs = Owner(acting.elsewhere, acting.foreign_vendor)
        for make in (an_escalation_step, a_review_held, a_proof, a_change_notice, a_ticket):
            make(theirs)
    assert measure_all(acting["it_leader"], BEGUN, TODAY) == before


def test_providers_have_no_part_in_it(client: Client, cast: Cast) -> None:
    client.force_login(cast["provider"].person)
    assert client.get(PLAN).status_code == 403
    assert "30/60/90" not in client.get(reverse("governance:actions")).content.decode()


def test_the_plan_asks_as_much_for_ten_as_for_one(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        planning.start(cast["it_leader"], timezone.now().date() - timedelta(days=40))
        PlanStep.objects.update(owner=cast["it_leader"])
        more(cast, 0)
    client.force_login(cast["it_leader"].person)
    client.get(PLAN)
    before = queries_of(lambda: client.get(PLAN))
    with acting_for(cast.organisation.pk):
        for number in range(1, 10):
            more(cast, number)
    assert queries_of(lambda: client.get(PLAN)) == before


def more(cast: Cast, number: int) -> None:
    of = Owner(cast.organisation, Vendor.objects.create(organisation=cast.organisation, name=f"V{number}"))
    for make in (an_escalation_step, a_review_held, a_proof, a_change_notice):
        make(of)


def test_a_late_step_says_since_when(client: Client, cast: Cast) -> None:
    begun = timezone.now().astimezone(cast.organisation.zone).date() - timedelta(days=30)
    with acting_for(cast.organisation.pk):
        planning.start(cast["it_leader"], begun)
    client.force_login(cast["executive"].person)
    page = client.get(PLAN).content.decode()
    assert "Day 31 of 90" in page
    assert f"late since {formats.day(begun + timedelta(days=29))}" in page
