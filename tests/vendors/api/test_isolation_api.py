"""A provider finds no string of a rival and no note of the client anywhere in the API."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.accounts.models import Membership, Person
from portal.accounts.tenancy import acting_for
from tests.addresses import ADDRESSES
from tests.cast import Cast
from tests.objects.owners import Owner
from tests.vendors.api.walking import lists, one_of, shown_to
from vendors.models import (
    Attestation,
    Calendar,
    Contract,
    Dispute,
    DisputeMessage,
    Document,
    Escalation,
    EscalationNote,
    EscalationStep,
    Exclusion,
    IssuePart,
    Obligation,
    Outage,
    Service,
    Site,
    Vendor,
)

RIVAL, NOTE = "Planted-with-the-rival", "Planted-for-us-alone"
PLANTED: dict[Any, str] = {
    Contract: "title", Service: "name", Outage: "cause", Exclusion: "reason", Escalation: "subject",
    IssuePart: "task", Document: "title", Obligation: "title", Attestation: "name", EscalationStep: "name",
}  # fmt: skip


@pytest.fixture
def world(cast: Cast, settings: Settings, tmp_path: object) -> dict[str, int]:
    """Every kind of row for the rival, named so; and with Orvane one of each, with notes of our own."""
    settings.PORTAL_DATA = tmp_path
    with acting_for(cast.organisation.pk):
        theirs = everything(cast, cast.tessel)
        everything(cast, cast.orvane)
        for model, field in PLANTED.items():
            for row in model.objects.filter(vendor=cast.tessel):
                model.objects.filter(pk=row.pk).update(**{field: f"{RIVAL}-{model.__name__}-{row.pk}"[:120]})
        for vendor, text in ((cast.tessel, RIVAL), (cast.orvane, NOTE)):
            for visibility in ("client", "shared"):
                said = text if visibility == "client" or vendor == cast.tessel else "For both"
                note(vendor, f"{said}-note", visibility)
        Document.objects.filter(vendor=cast.orvane).update(visibility="client", title=NOTE)
    return theirs


def everything(cast: Cast, vendor: Vendor) -> dict[str, int]:
    """A row of each resource; its key by the name of its address."""
    owner, keys = Owner(cast.organisation, vendor), {}
    of_resources = [one_of(name) for name in lists() if one_of(name) in ADDRESSES]
    for name in ("vendors:document", "vendors:complete-obligation", "vendors:remove-attestation", *of_resources):
        keys[name] = ADDRESSES[name].make(owner)["pk"]
        make_room(name)
    of = {"organisation": cast.organisation, "vendor": vendor, "path_id": keys["vendors-api:one-of-paths"]}
    EscalationStep.objects.create(**of, position=1, name="Team lead")
    return {name: keys[name] for name in of_resources}


def make_room(after: str) -> None:
    """Give what was made names of its own, so that the next row can be made with the usual ones."""
    mark = f"#{after[-20:]}"
    for contract in Contract.objects.exclude(reference__contains="#"):
        Contract.objects.filter(pk=contract.pk).update(reference=f"C{contract.pk}{mark}")
    for service in Service.objects.exclude(name__contains="#"):
        Service.objects.filter(pk=service.pk).update(name=f"S{service.pk}{mark}")
    for calendar in Calendar.objects.exclude(name__contains="#"):
        Calendar.objects.filter(pk=calendar.pk).update(name=f"H{calendar.pk}{mark}")
    for site in Site.objects.exclude(name__contains="#"):
        Site.objects.filter(pk=site.pk).update(name=f"O{site.pk}{mark}")
    for person in Person.objects.filter(email__startswith="olga."):
        Person.objects.filter(pk=person.pk).update(email=f"{person.pk}@made.example")


def note(vendor: Vendor, text: str, visibility: str) -> None:
    """In the threads of a dispute and of an escalation."""
    of = {"organisation_id": vendor.organisation_id, "vendor": vendor, "visibility": visibility, "author": "Vera"}
    dispute, escalation = Dispute.objects.filter(vendor=vendor)[0], Escalation.objects.filter(vendor=vendor)[0]
    DisputeMessage.objects.create(**of, dispute=dispute, side="client", at=dispute.opened_at, body=f"{text}-said")
    EscalationNote.objects.create(**of, escalation=escalation, text=f"{text}-kept", written_at=escalation.raised_at)


def strings_in(told: dict[str, bytes], text: str) -> set[str]:
    return {url for url, content in told.items() if text.encode() in content}


def test_the_own_provider_finds_neither_a_rivals_string_nor_our_notes(cast: Cast, world: dict[str, int]) -> None:
    told = shown_to(cast["provider"])
    assert b"For both-note-said" in b"".join(told.values())
    assert strings_in(told, RIVAL) | strings_in(told, NOTE) | strings_in(told, "Tessel") == set()


def test_the_rival_finds_its_own_and_nothing_of_ours_with_another(cast: Cast, world: dict[str, int]) -> None:
    told = shown_to(cast.rival)
    assert strings_in(told, RIVAL)
    assert strings_in(told, NOTE) | strings_in(told, "For both") | strings_in(told, "Orvane") == set()


def test_what_is_planted_can_be_found_by_those_whom_it_concerns(cast: Cast, world: dict[str, int]) -> None:
    told = b"".join(shown_to(cast["administrator"]).values()).decode()
    for model in PLANTED:
        assert f"{RIVAL}-{model.__name__}-" in told, model
    for kept in ("said", "kept"):
        assert f"{NOTE}-note-{kept}" in told
        assert f"{RIVAL}-note-{kept}" in told


def test_a_row_of_the_rival_is_as_absent_as_one_that_never_was(cast: Cast, world: dict[str, int]) -> None:
    client = Client()
    client.force_login(cast["provider"].person)
    for name, key in world.items():
        foreign, absent = (client.get(reverse(name, args=[one])) for one in (key, 10**12))
        assert (foreign.status_code, foreign.content) == (404, absent.content), name


def test_nobody_elses_people_see_anything(cast: Cast, world: dict[str, int]) -> None:
    outsider: Membership = cast.outsider
    told = shown_to(outsider)
    assert strings_in(told, RIVAL) | strings_in(told, NOTE) | strings_in(told, "For both") == set()
