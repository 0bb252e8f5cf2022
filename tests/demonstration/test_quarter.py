"""The demonstration's quarter of governance: every sentence of it is what the portal shows."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from governance.agenda.rounds import compose_coming
from governance.evidence.verifying import verify
from governance.models import (
    Action,
    ActionEntry,
    ActionProof,
    AgendaItem,
    Attendance,
    ChangeNotice,
    EvidencePack,
    Mail,
    Minutes,
    Note,
    Notification,
    Pack,
    Review,
    ReviewDecision,
    Signature,
)
from governance.notifying.finding import find
from portal.accounts.models import Organisation
from portal.accounts.tenancy import acting_for
from portal.demonstration.create import create, is_wanted
from portal.demonstration.gatherings import MONTHLY_ORVANE, MONTHLY_TESSEL, WEEKLY_ORVANE, Gathering
from portal.demonstration.scene import Scene
from portal.demonstration.sittings import over
from tests.conftest import empty
from tests.demonstration.test_story import TODAY

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    owner_role: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Organisation]:
    """Created once for all sentences, which only read or take back; committed, then removed by the owner."""
    folder = tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), override_settings(PORTAL_DATA=folder, MEDIA_ROOT=folder):
        yield create(TODAY, print)
        name = connection.settings_dict["NAME"]
        connection.close()
        empty(owner_role, name)


@pytest.fixture
def scene(told: Organisation) -> Iterator[Scene]:
    with acting_for(told.pk):
        yield Scene(told, TODAY)


def past(scene: Scene, gathering: Gathering, back: int) -> Review:
    return over(scene, gathering)[back]


def action(title: str) -> Action:
    return Action.objects.get(title__startswith=title)


def sides(minutes: Minutes) -> set[str]:
    return set(Signature.objects.of_minutes(minutes.pk).values_list("side", flat=True))


def test_one_review_was_missed_and_health_finds_it(scene: Scene) -> None:
    missed = Review.objects.of_organisation(scene.organisation.pk).missed(scene.at(TODAY, 0))
    assert [review.pk for review in missed] == [past(scene, WEEKLY_ORVANE, 3).pk]


def test_what_was_held_has_a_pack_whose_hash_is_that_of_its_content(scene: Scene) -> None:
    packs = list(Pack.objects.all())
    assert len(packs) == Review.objects.filter(state="held").count() > 10
    assert all(pack.sha256 == hashlib.sha256(pack.content.encode()).hexdigest() for pack in packs)


def test_minutes_are_signed_by_both_by_one_and_by_nobody_and_one_has_none(scene: Scene) -> None:
    signed = [sides(minutes) for minutes in Minutes.objects.all()]
    assert {"client", "provider"} in signed
    assert {"client"} in signed
    assert set() in signed
    without = Review.objects.filter(state="held").exclude(minutes__isnull=False)
    assert [review.pk for review in without] == [past(scene, WEEKLY_ORVANE, 1).pk]


def test_every_signature_is_under_what_the_version_says(scene: Scene) -> None:
    for signature in Signature.objects.select_related("minutes"):
        assert signature.sha256 == hashlib.sha256(signature.minutes.content.encode()).hexdigest()


def test_one_version_of_minutes_was_corrected_with_a_reason(scene: Scene) -> None:
    versions = list(Minutes.objects.of_review(past(scene, MONTHLY_ORVANE, 1).pk))
    assert [minutes.number for minutes in versions] == [1, 2]
    assert versions[1].reason
    assert sides(versions[1]) == {"client", "provider"}


def test_one_review_was_moved_late_and_one_held_without_the_provider(scene: Scene) -> None:
    late = past(scene, MONTHLY_TESSEL, 2)
    assert late.started_at is not None
    assert late.started_at - late.planned_at >= timedelta(days=6)
    alone = Attendance.objects.of_review(past(scene, WEEKLY_ORVANE, 2).pk)
    assert not alone.present().of_side("provider").exists()


def test_one_item_was_carried_forward_twice_and_stays_as_old_as_it_is(scene: Scene) -> None:
    items = AgendaItem.objects.filter(title="Prices for hours on site").order_by("pk")
    assert items.count() >= 3
    assert [item.carried_from_id for item in items] == [None, *(item.pk for item in items[: len(items) - 1])]
    assert len({item.first_on for item in items[1:]}) == 1


def test_the_provider_reads_what_was_noted_for_both_and_nothing_else(scene: Scene, told: Organisation) -> None:
    orvane = scene.contract("Orvane").vendor_id
    assert Note.objects.filter(visibility="client", vendor_id=orvane).exists()
    with acting_for(told.pk, orvane):
        assert set(Note.objects.values_list("visibility", flat=True)) == {"shared"}


def test_the_improved_form_shows_in_the_figure_and_the_rule_in_a_handbook_does_not(scene: Scene) -> None:
    proven, refuted = (ActionProof.objects.get(action=action(title)) for title in ("Access requests", "One technician"))
    assert (proven.effective, proven.moved) == (True, True)
    assert (refuted.effective, refuted.moved) == (False, False)
    assert action("Access requests").state == "effective"
    assert (action("One technician").state, action("One technician").reopened) == ("open", 1)


def test_one_overdue_action_was_escalated_and_one_is_late_for_some_days_only(scene: Scene) -> None:
    late = {one.title: one.escalation for one in Action.objects.overdue(TODAY)}
    assert len(late) == 2
    assert late["Staff the Rotterdam site on Mondays"] is not None
    assert late["Agree who orders badges for joiners"] is None


def test_one_owner_has_left_and_both_sides_own_actions(scene: Scene) -> None:
    left = action("Hand the shared mailboxes")
    assert left.owner is not None
    assert not left.owner.is_current
    assert set(Action.objects.open().values_list("owner_side", flat=True)) == {"client", "provider"}


def test_some_actions_were_agreed_in_reviews_and_point_to_the_item(scene: Scene) -> None:
    agreed = Action.objects.exclude(review=None)
    assert agreed.count() >= 5
    assert all(one.item is not None for one in agreed)


def test_notice_was_given_in_time_and_late_and_one_provider_was_not_ready(scene: Scene) -> None:
    days = {(one.title, one.vendor.name): one for one in ChangeNotice.objects.select_related("vendor")}
    in_time, late = (
        days["The office in Cologne opens", "Orvane"],
        days["Sixty seasonal people in the warehouse", "Orvane"],
    )
    assert (in_time.takes_effect_on - in_time.given_on).days >= in_time.lead_days
    assert (late.takes_effect_on - late.given_on).days < late.lead_days
    assert days["Finance moves to the third floor", "Orvane"].ready is False


def test_the_auditors_evidence_verifies(scene: Scene) -> None:
    pack = EvidencePack.objects.get()
    assert pack.requested_by == "Marek Zielinski"
    assert verify(Path(settings.PORTAL_DATA) / pack.path).holds


def test_nothing_lies_in_the_future_but_plans(scene: Scene) -> None:
    midnight = scene.at(TODAY, 0)
    assert not Review.objects.exclude(state="planned").filter(starts_at__gte=midnight).exists()
    assert Review.objects.filter(state="planned", starts_at__gte=midnight).exists()
    happened = (
        (Review, "held_at"), (Minutes, "circulated_at"), (Signature, "signed_at"), (Action, "created_at"),
        (Action, "done_at"), (Action, "closed_at"), (ActionProof, "judged_at"), (ActionEntry, "written_at"),
        (ChangeNotice, "acknowledged_at"), (ChangeNotice, "judged_at"), (Notification, "read_at"), (Mail, "sent_at"),
    )  # fmt: skip
    for model, field in happened:
        assert not model._default_manager.filter(**{f"{field}__gt": midnight}).exists(), (model, field)


def test_decisions_of_reviews_stand_in_the_register(scene: Scene) -> None:
    assert ReviewDecision.objects.filter(decision__isnull=False).count() == 2


def test_everyone_finds_a_handful_unread_and_the_next_round_tells_almost_nothing(scene: Scene) -> None:
    unread = Notification.objects.unread()
    for name in ("Jonas Feld", "Priya Nair", "Ines Duarte", "Ruth Kamara"):
        assert 1 <= unread.of_member(scene.member(name).pk).count() <= 5
    assert not Mail.objects.filter(state="waiting").exists()
    assert compose_coming(scene.organisation, scene.at(TODAY, 1)) > 0
    assert find(scene.organisation, scene.at(TODAY, 1)) <= 2


def test_it_is_told_once(told: Organisation) -> None:
    assert not is_wanted()
    create(TODAY, print)
    with acting_for(told.pk):
        assert Review.objects.filter(state="held").count() == Pack.objects.count()
        assert EvidencePack.objects.count() == 1
