"""Forms sent to every address with the keys of a rival in them, and forms of those who only read."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.accounts.tenancy import acting_for
from tests.addresses import ADDRESSES, addresses
from tests.cast import Cast
from tests.objects.owners import Owner
from tests.walls.planting import MARK, all_rows, plant_everywhere, rivals_keys, rows_not_of
from vendors.models import Vendor

GUARDED = [address for address in addresses() if address.capability is not None]
WITH_OBJECT = [address.name for address in GUARDED if address.takes_arguments and address.name in ADDRESSES]
PLAIN = [address.name for address in GUARDED if not address.takes_arguments]
TYPED = {
    **dict.fromkeys(("name", "title", "subject", "reason", "note", "body", "text", "answer", "task", "words"), "Typed"),
    **dict.fromkeys(("resolution", "cause", "correction_reason", "withdraw-reason", "agreed_client"), "Typed"),
    **dict.fromkeys(("from", "starts_on", "valid_from", "answer_due_on", "agreed_on", "day", "due_on"), "2026-12-01"),
    **dict.fromkeys(("confirmed", "confirm"), "on"),
    "visibility": "shared",
    "state": "done",
    "outcome": "approved",
    "tickets": "INC1",
    "priority_rank": "1",
    "starts_at": "2026-10-01T10:00",
    "ends_at": "2026-10-02T10:00",
    "version": "0",
    "row_version": "0",
}
OWN_ADDRESS = "governance:open-feed"
ONLY_READ = {
    "executive": {OWN_ADDRESS},
    "auditor": {OWN_ADDRESS, "governance:build-evidence-again"},
}
"""Roles that change nothing of the organisation's, and what of their own they make: an address, an evidence file."""


@pytest.fixture
def planted(cast: Cast, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Cast:
    settings.PORTAL_DATA = tmp_path
    caplog.set_level(logging.CRITICAL, "django.request")  # being turned away is what this is about
    plant_everywhere(cast)
    return cast


def send(client: Client, name: str, arguments: dict[str, Any], keys: dict[str, Any]) -> str:
    """The same in a form and as a program would say it; what came back."""
    address = reverse(name, kwargs=arguments)
    typed = TYPED | {name: key for name, key in keys.items() if key is not None}
    answers = [client.post(address, typed), client.post(address, typed, content_type="application/json")]
    return "".join(str(b"".join(answer) if answer.streaming else answer.content) for answer in answers)


Changed = dict[str, set[str]]
Seen = Callable[[Vendor], dict[str, str]]


def changed_by(client: Client, cast: Cast, keys: dict[str, Any], seen: Seen = all_rows) -> Changed:
    """Which tables each address changed, with an object of Orvane's and forms that hold the keys."""
    changed = {}
    for name in [*WITH_OBJECT, *PLAIN]:
        with transaction.atomic():
            arguments = made(cast, name)
            before = seen(cast.orvane) | elsewhere(cast)
            answer = send(client, name, arguments, keys)
            after = seen(cast.orvane) | elsewhere(cast)
            changed[name] = {table for table in after if after[table] != before[table]}
            changed[name] |= {"told"} if MARK in answer else set()
            transaction.set_rollback(True)
    return {name: tables for name, tables in changed.items() if tables}


def elsewhere(cast: Cast) -> dict[str, str]:
    return {f"{table} elsewhere": digest for table, digest in all_rows(cast.foreign_vendor).items()}


def test_nothing_a_provider_sends_with_a_rivals_keys_touches_or_tells_of_the_rival(
    planted: Cast, client: Client
) -> None:
    """Rows of Orvane itself may change: a provider asks and answers."""
    client.force_login(planted["provider"].person)
    assert changed_by(client, planted, rivals_keys(planted), rows_not_of) == {}


def test_the_same_forms_reach_rows_where_they_may(planted: Cast, client: Client) -> None:
    """So that the tests beside this one say something."""
    for role, at_least in (("provider", 6), ("vendor_manager", 20)):
        client.force_login(planted[role].person)
        assert len(changed_by(client, planted, {"vendor": planted.orvane.pk})) >= at_least


def made(cast: Cast, name: str) -> dict[str, Any]:
    """Arguments of an address with an object of Orvane's; none for one that takes none."""
    if name not in ADDRESSES:
        return {}
    with acting_for(cast.organisation.pk):
        return ADDRESSES[name].make(Owner(cast.organisation, cast.orvane))


@pytest.mark.parametrize("role", ONLY_READ)
def test_whoever_only_reads_changes_no_row(planted: Cast, client: Client, role: str) -> None:
    client.force_login(planted[role].person)
    changed = changed_by(client, planted, {"vendor": planted.orvane.pk})
    assert {name for name, tables in changed.items() if tables - {"told"}} <= ONLY_READ[role]
