"""Planted words stand in every row that a provider must not read; the provider then asks for everything."""

import logging
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.accounts.tenancy import acting_for
from tests.addresses import ADDRESSES, addresses, missing
from tests.cast import Cast
from tests.objects.contracts import version_of
from tests.objects.owners import NOW, Owner, party_of
from tests.walls.planting import (
    FACTORIES,
    MARK,
    NEVER_WRITTEN_BY_HAND,
    READ_BY_ALL,
    is_ours_alone,
    plant_everywhere,
    planting,
    rivals_keys,
    tables,
    texts,
)
from vendors.contracts.reminding import remind
from vendors.models import Contract, Dispute, DisputeMessage, Document, Escalation, EscalationNote, ReportDraft

GUARDED = [address for address in addresses() if address.capability is not None]
PLAIN = [address.name for address in GUARDED if not address.takes_arguments]
WITH_OBJECT = [address.name for address in GUARDED if address.takes_arguments and address.name in ADDRESSES]


@pytest.fixture
def planted(cast: Cast, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> list[set[str]]:
    """The tables that planted words went into, for the rival and for the other organisation."""
    settings.PORTAL_DATA = tmp_path
    caplog.set_level(logging.CRITICAL, "django.request")  # being turned away is what this is about
    return plant_everywhere(cast)


def body(answer: Any) -> str:
    whole = b"".join(answer) if answer.streaming else answer.content
    return whole.decode(errors="ignore") + str(answer.headers)


def told(client: Client, name: str, arguments: dict[str, Any], asked: dict[str, Any] | None = None) -> str:
    """What an address answers; where it leads on, what it answers there as well."""
    answer = client.get(reverse(name, kwargs=arguments), asked or {}, follow=True)
    return body(answer)


def test_planted_words_stand_in_every_table_with_texts(planted: list[set[str]]) -> None:
    written = {name for name, model in tables().items() if texts(model)}
    for there in planted:
        assert written - there == NEVER_WRITTEN_BY_HAND | READ_BY_ALL


def test_a_page_without_arguments_tells_a_provider_nothing_of_others(
    cast: Cast, client: Client, planted: list[set[str]]
) -> None:
    keys = rivals_keys(cast)
    with acting_for(cast.organisation.pk), planting(is_ours_alone):
        for make in FACTORIES:
            make(Owner(cast.organisation, cast.orvane))
    client.force_login(cast["provider"].person)
    queries: list[dict[str, Any]] = [{}, {"q": "zq"}, *({name: key} for name, key in keys.items())]
    telling = {(name, str(asked)) for name in PLAIN for asked in queries if MARK in told(client, name, {}, asked)}
    assert telling == set()
    client.force_login(cast["vendor_manager"].person)
    assert sum(MARK in told(client, name, {}) for name in PLAIN) > 20


def test_an_object_of_its_own_tells_a_provider_nothing_of_others(
    cast: Cast, client: Client, planted: list[set[str]]
) -> None:
    telling, opened, to_us = set(), 0, 0
    for name in WITH_OBJECT:
        with transaction.atomic():
            arguments = made_with_notes_of_ours(cast, name)
            client.force_login(cast["provider"].person)
            for asked in ({}, rivals_keys(cast) | {"q": "zq"}):
                answer = client.get(reverse(name, kwargs=arguments), asked)
                opened += answer.status_code == 200
                if MARK in body(answer):
                    telling.add((name, answer.status_code))
            if MARK in body(client.get(reverse(name, kwargs=missing(arguments)))):
                telling.add((name, 404))
            client.force_login(cast["vendor_manager"].person)
            to_us += MARK in told(client, name, arguments)
            transaction.set_rollback(True)
    assert telling == set()
    assert opened > 60
    assert to_us > 10


def made_with_notes_of_ours(cast: Cast, name: str) -> dict[str, Any]:
    """An object of Orvane's, with what our side keeps to itself about it; its planted words are for us alone."""
    owner = Owner(cast.organisation, cast.orvane)
    with acting_for(cast.organisation.pk), planting(is_ours_alone):
        arguments = ADDRESSES[name].make(owner)
        of = party_of(owner)
        ours: dict[str, Any] = of | {"visibility": "client"}
        for contract in Contract.objects.filter(**of):
            ReportDraft.objects.create(**ours, contract=contract, month="2026-10-01", note="?", saved_at=NOW)
            version_of(Document.objects.create(**ours, contract=contract, title="?"))
        for dispute in Dispute.objects.filter(**of):
            DisputeMessage.objects.create(**ours, dispute=dispute, side="client", at=NOW, body="?")
        for escalation in Escalation.objects.filter(**of):
            EscalationNote.objects.create(**ours, escalation=escalation, text="?", written_at=NOW)
    return arguments


def test_no_mail_goes_to_a_provider(
    cast: Cast, planted: list[set[str]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True), acting_for(cast.organisation.pk):
        remind(cast.organisation, NOW)
    inside = {cast["vendor_manager"].person.email}
    assert {address for message in mail.outbox for address in message.recipients()} <= inside
