"""Who gets in where: every address, everyone, objects of every party, compared with the declarations."""

import logging
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.accounts.models import Membership, Person
from portal.accounts.open_addresses import OPEN_ADDRESSES
from portal.accounts.tenancy import acting_for
from tests.addresses import ADDRESSES, TOKENS, Address, Subject, addresses, missing
from tests.cast import Cast
from tests.objects.owners import Owner

ALL = addresses()
OPEN_ONES = [a for a in ALL if a.capability is None]
GUARDED = [a for a in ALL if a.capability is not None]
PLAIN = [a for a in GUARDED if not a.takes_arguments]
WITH_OBJECT = [a for a in GUARDED if a.takes_arguments and a.name in ADDRESSES]
Asked = tuple[str, dict[str, Any]]


def by_name(address: Address) -> str:
    return address.name


def test_every_address_declares_who_may_use_it() -> None:
    undeclared = [a.name for a in OPEN_ONES if a.name not in OPEN_ADDRESSES and not getattr(a.view, "open_because", "")]
    assert undeclared == []


def test_every_address_has_a_name_of_its_own() -> None:
    names = [a.name for a in ALL]
    assert sorted(names) == sorted(set(names))


def test_every_address_with_arguments_is_visited_with_objects_of_each_party() -> None:
    expected = {a.name for a in GUARDED if a.takes_arguments}
    assert expected == set(ADDRESSES)
    assert {a.name for a in OPEN_ONES if a.takes_arguments} == set(TOKENS)


class Door:
    """Sends people to addresses; what they cause there is undone, so that the next one finds it as it was."""

    def __init__(self) -> None:
        self.client_of = cache(self._client_of)

    def _client_of(self, person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    def ask(self, person: Person | None, method: str, name: str, arguments: dict[str, Any]) -> HttpResponse:
        client = self.client_of(person)
        send: Callable[[str], HttpResponse] = getattr(client, method)
        with transaction.atomic():
            answer = send(reverse(name, kwargs=arguments))
            transaction.set_rollback(True)
        if answer.streaming:
            list(answer)  # to its end, which closes its file
        client.cookies.pop("messages", None)
        return answer


@pytest.fixture
def door(db: None, caplog: pytest.LogCaptureFixture, settings: Settings, tmp_path: Path) -> Door:
    settings.PORTAL_DATA = tmp_path
    caplog.set_level(logging.CRITICAL, "django.request")  # being turned away is what this is about
    return Door()


def everyone(cast: Cast) -> list[Membership]:
    return [*cast.members.values(), cast.rival, cast.outsider]


def is_sent_to_sign_in(answer: HttpResponse) -> bool:
    """A person is shown the way in; a program, which cannot take it, is told that it has not signed in."""
    if answer["Content-Type"].startswith("application/") and answer.status_code == 403:
        return b"not_authenticated" in answer.content or b"credentials were not provided" in answer.content
    return answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))


def is_let_in(answer: HttpResponse) -> bool:
    return answer.status_code not in (403, 404) and answer.status_code < 500 and not is_sent_to_sign_in(answer)


def is_turned_away(answer: HttpResponse, name: str) -> bool:
    """403, but for the portal's first page: it leads those who may not see it to the first that they may."""
    at_the_front = name == "reporting:overview" and answer.status_code == 302
    return answer.status_code == 403 or (at_the_front and not is_sent_to_sign_in(answer))


@pytest.mark.parametrize("address", PLAIN, ids=by_name)
def test_a_page_opens_for_those_whose_role_has_its_capability(cast: Cast, door: Door, address: Address) -> None:
    for method in ("get", "post"):
        assert is_sent_to_sign_in(door.ask(None, method, address.name, {}))
        assert door.ask(cast.stranger, method, address.name, {}).status_code == 403
        for member in everyone(cast):
            answer = door.ask(member.person, method, address.name, {})
            if not member.can(str(address.capability)):
                assert is_turned_away(answer, address.name), (member, method, answer.status_code)
            elif address.name != "accounts:switch":  # which organisation is in the form: none is a 404
                assert is_let_in(answer), (member, method, answer.status_code)


@pytest.mark.parametrize("address", WITH_OBJECT, ids=by_name)
def test_an_object_is_found_by_its_own_party_and_by_nobody_else(cast: Cast, door: Door, address: Address) -> None:
    for owner in owners(cast):
        with acting_for(owner.organisation.pk):
            arguments = ADDRESSES[address.name].make(owner)
        for method in ("get", "post"):
            assert is_sent_to_sign_in(door.ask(None, method, address.name, arguments))
            assert door.ask(cast.stranger, method, address.name, arguments).status_code == 403
            for member in everyone(cast):
                visit(door, member, method, (address, owner, arguments))


def visit(door: Door, member: Membership, method: str, at: tuple[Address, Owner, dict[str, Any]]) -> None:
    """Compare what a member is answered with what the declaration promises."""
    address, owner, arguments = at
    answer = door.ask(member.person, method, address.name, arguments)
    said = (member, method, owner.vendor.name, answer.status_code)
    if not member.can(str(address.capability)):
        assert is_turned_away(answer, address.name), said
    elif sees(member, owner, ADDRESSES[address.name]):
        assert is_let_in(answer), said
    elif answer.status_code != 405:
        nothing = door.ask(member.person, method, address.name, missing(arguments))
        assert (answer.status_code, nothing.status_code) == (404, 404), said
        assert answer.content == nothing.content, said


def sees(member: Membership, owner: Owner, subject: Subject) -> bool:
    if member.organisation_id != owner.organisation.pk or subject.is_personal:
        return False
    own = subject.providers_see == "own" and member.vendor_id == owner.vendor.pk
    return member.vendor_id is None or subject.providers_see == "all" or own


def owners(cast: Cast) -> list[Owner]:
    """Whose objects are visited: ours with Orvane, ours with its rival, another organisation's."""
    return [
        Owner(cast.organisation, cast.orvane),
        Owner(cast.organisation, cast.tessel),
        Owner(cast.elsewhere, cast.foreign_vendor),
    ]


@pytest.mark.parametrize("address", OPEN_ONES, ids=by_name)
def test_an_open_address_answers_strangers_without_failing(cast: Cast, door: Door, address: Address) -> None:
    answer = door.ask(None, "get", address.name, TOKENS.get(address.name, {}))
    assert answer.status_code in (200, 302, 404)


def test_the_addresses_of_the_sign_in_library_that_are_not_named_are_closed(client: Client, db: None) -> None:
    for name in ("account_signup", "account_email", "account_set_password"):
        assert client.get(reverse(name)).status_code == 404
