"""Escalation paths: complete or with visible gaps, kept by vendor managers, in an order that can be changed."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.vendors.escalation import a_contact_of, a_path, office
from vendors.escalations.paths import escalation_matrix, gaps_of, move, remove
from vendors.models import Contact, Contract, EscalationPath, EscalationStep, Service, Side


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    client.force_login(cast["vendor_manager"].person)
    return client


def shown(cast: Cast) -> dict[str, Any]:
    return escalation_matrix(EscalationPath.objects.of_vendor(cast.orvane.pk).for_matrix())


def gaps(path: EscalationPath) -> list[str]:
    return [gap.text for gap in gaps_of(EscalationPath.objects.for_matrix().get(pk=path.pk))]


def names(path: EscalationPath) -> list[str]:
    return list(path.steps.values_list("name", flat=True).order_by("position"))


def test_a_vendor_without_a_path_is_unknown_and_not_complete(acting: Cast) -> None:
    assert shown(acting)["badge"] == {"tone": "unknown", "word": "No path"}


def test_a_path_with_people_on_both_sides_of_every_step_is_complete(acting: Cast) -> None:
    a_path(acting)
    assert shown(acting)["badge"] == {"tone": "good", "word": "Complete"}


def test_a_step_without_a_name_on_a_side_is_a_visible_gap(acting: Cast) -> None:
    path = a_path(acting)
    EscalationStep.objects.filter(position=2).update(provider_owner=None)
    assert gaps(path) == ["Step 2, Delivery manager: nobody is named on the provider's side."]
    assert shown(acting)["badge"] == {"tone": "watch", "word": "1\u00a0gap"}


def test_a_contact_who_is_removed_or_changes_sides_leaves_a_gap(acting: Cast) -> None:
    path = a_path(acting)
    Contact.objects.get(name="Our Team lead").delete()
    Contact.objects.filter(name="Their Board").update(side=Side.CLIENT)
    assert gaps(path) == [
        "Step 1, Team lead: nobody is named on the client's side.",
        "Step 3, Board: nobody is named on the provider's side.",
    ]


def test_a_path_without_steps_and_a_step_that_is_overtaken_are_gaps(acting: Cast) -> None:
    path = a_path(acting)
    EscalationStep.objects.filter(position=3).update(minutes=[60, 480, None, None])
    assert gaps(path) == ["Step 3, Board: at P1 it comes no later than a step before it."]
    EscalationStep.objects.all().delete()
    assert gaps(path) == ["No step yet: an escalation would go to nobody."]


def test_steps_change_places_and_close_up(acting: Cast) -> None:
    path = a_path(acting)
    assert move(path.steps.get(name="Board"), up=True)
    assert names(path) == ["Team lead", "Board", "Delivery manager"]
    assert not move(path.steps.get(name="Team lead"), up=True)
    remove(path.steps.get(name="Board"))
    assert list(path.steps.values_list("name", "position")) == [("Team lead", 1), ("Delivery manager", 2)]
    connection.check_constraints()


def test_a_manager_writes_a_path_down_step_by_step(manager: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        calendar = office(cast)
        ours, theirs = (a_contact_of(cast.orvane, side, side) for side in ("client", "provider"))
    manager.post(
        reverse("vendors:add-path", args=[cast.orvane.pk]),
        {"service": cast.desk.pk, "contract": "", "calendar": calendar.pk, "counts_from": "2026-10-05"},
    )
    with acting_for(cast.organisation.pk):
        path = EscalationPath.objects.get()
    assert path.counts_from == date(2026, 10, 5)
    said = {"name": "Duty manager", "client_owner": ours.pk, "provider_owner": theirs.pk, "hours_1": "0.25"}
    answer = manager.post(reverse("vendors:add-step", args=[path.pk]), said, follow=True)
    page = answer.content.decode()
    assert "Duty manager is saved." in page
    assert "15\u00a0min" in page
    assert "Complete" in page
    with acting_for(cast.organisation.pk):
        assert EscalationStep.objects.get().minutes == [15, None, None, None]


def test_a_new_path_counts_from_today_unless_told_otherwise(manager: Client, cast: Cast) -> None:
    form = manager.get(reverse("vendors:add-path", args=[cast.orvane.pk])).context["form"]
    assert form["counts_from"].value() == timezone.localdate(timezone=cast.organisation.zone)


def test_hours_and_a_share_together_are_refused_in_words(manager: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        step = a_path(cast).steps.get(position=1)
    address = reverse("vendors:edit-step", args=[step.pk])
    both = manager.post(address, {"name": "Lead", "hours_1": "1", "percent_of_target": "80"})
    assert both.status_code == 422
    assert "not both" in both.content.decode()
    manager.post(address, {"name": "Lead", "percent_of_target": "80"})
    with acting_for(cast.organisation.pk):
        step.refresh_from_db()
        assert (step.minutes, step.percent_of_target) == ([], 80)


def test_a_second_path_for_the_same_is_refused_in_words(manager: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        calendar = a_path(cast).calendar_id
    same = {"service": "", "contract": "", "calendar": calendar, "counts_from": "2026-10-05"}
    answer = manager.post(reverse("vendors:add-path", args=[cast.orvane.pk]), same)
    assert "There is an escalation path for this already." in answer.content.decode()


def test_steps_are_moved_and_removed_on_the_page(manager: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        path = a_path(cast)
        first, second, third = path.steps.all()
    manager.post(reverse("vendors:move-step", args=[first.pk]), {"direction": "down"})
    manager.post(reverse("vendors:remove-step", args=[third.pk]))
    with acting_for(cast.organisation.pk):
        assert names(path) == [second.name, first.name]


def test_a_step_cannot_name_a_person_of_another_vendor(acting: Cast) -> None:
    path = a_path(acting)
    rival = a_contact_of(acting.tessel, "provider", "Rival")

    @transaction.atomic
    def smuggle() -> None:
        path.steps.update(provider_owner=rival)
        connection.check_constraints()

    with pytest.raises(IntegrityError, match="same_vendor"):
        smuggle()


def test_a_contract_is_told_its_own_paths_those_of_its_services_and_the_vendors(acting: Cast) -> None:
    terms = {"starts_on": "2026-01-01", "currency": "EUR", "delivery_model": "co_managed", "title": "x"}
    ours = {"organisation": acting.organisation, "vendor": acting.orvane}
    first, second = (Contract.objects.create(**ours, **terms, reference=ref) for ref in ("A", "B"))
    acting.desk.contract = first
    acting.desk.save()
    paths = [a_path(acting), a_path(acting, service=acting.desk), a_path(acting, contract=first)]
    a_path(acting, contract=second)
    a_path(acting, vendor=acting.tessel)
    assert set(EscalationPath.objects.of_contract(first)) == set(paths)


def test_a_provider_reads_its_own_matrix_and_changes_nothing(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        path = a_path(cast)
        a_path(cast, vendor=cast.tessel)
    client.force_login(cast["provider"].person)
    page = client.get(reverse("vendors:escalation-matrix", args=[cast.orvane.pk])).content.decode()
    assert "Delivery manager" in page
    assert "Edit path" not in page
    assert client.get(path.calendar.get_absolute_url()).status_code == 200
    assert client.get(reverse("vendors:escalation-matrix", args=[cast.tessel.pk])).status_code == 404
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert EscalationPath.objects.count() == 1
        assert EscalationStep.objects.update(name="Mine") == 0


def test_the_matrix_asks_as_much_for_ten_paths_as_for_one(manager: Client, cast: Cast) -> None:
    address = reverse("vendors:escalation-matrix", args=[cast.orvane.pk])
    with acting_for(cast.organisation.pk):
        a_path(cast)
    manager.get(address)
    one = queries_of(lambda: manager.get(address))
    with acting_for(cast.organisation.pk):
        for number in range(9):
            service = Service.objects.create(organisation=cast.organisation, vendor=cast.orvane, name=f"S{number}")
            a_path(cast, service=service)
    assert queries_of(lambda: manager.get(address)) == one
