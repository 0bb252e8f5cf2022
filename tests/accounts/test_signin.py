"""Signing in with an e-mail address: throttled, by invitation only, and back to where one wanted to go."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast

SIGN_IN = "/account/login/"


@pytest.fixture(autouse=True)
def _forgotten_throttles() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password})


def test_a_member_signs_in_with_an_address_in_any_case(cast: Cast, client: Client) -> None:
    answer = sign_in(client, cast["executive"].person.email.upper())
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get(reverse("accounts:person")).status_code == 200


def test_one_comes_back_to_the_page_one_asked_for(cast: Cast, client: Client) -> None:
    wanted = client.get(reverse("accounts:people"))["Location"]
    assert wanted == f"{SIGN_IN}?next=/settings/people/"
    page = client.get(wanted)
    assert b'name="next"' in page.content
    answer = client.post(
        SIGN_IN, {"login": cast["auditor"].person.email, "password": PASSWORD, "next": "/settings/people/"}
    )
    assert answer["Location"] == "/settings/people/"


def test_nobody_is_led_away_from_the_portal_after_signing_in(cast: Cast, client: Client) -> None:
    sent = {"login": cast["auditor"].person.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post(SIGN_IN, sent)["Location"] == "/"


def test_the_sixth_wrong_password_is_refused_in_a_clear_sentence(cast: Cast, client: Client) -> None:
    email = cast["executive"].person.email
    for _ in range(5):
        assert b"do not belong together" in sign_in(client, email, "wrong").content
    assert b"Too many wrong passwords. Wait five minutes" in sign_in(client, email, "wrong").content
    assert b"Too many wrong passwords" in sign_in(client, email).content
    assert sign_in(client, cast["auditor"].person.email).status_code == 302


def test_an_unknown_address_is_answered_as_a_wrong_password(cast: Cast, client: Client) -> None:
    known, unknown = cast["executive"].person.email, "executive.nobody@ashcombe.example"
    answers = [sign_in(client, email, "wrong").content.decode() for email in (known, unknown)]
    without_tokens = [re.sub(r'value="[^"]*"', "", text) for text in answers]
    assert without_tokens[0] == without_tokens[1]


def test_a_forgotten_password_is_reset_by_a_link_that_works_once(cast: Cast, client: Client) -> None:
    client.post("/account/password/reset/", {"email": cast["executive"].person.email})
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1])["Location"]
    answer = client.post(form, {"password1": "a quite new passphrase", "password2": "a quite new passphrase"})
    assert answer.status_code == 302
    assert sign_in(Client(), cast["executive"].person.email, "a quite new passphrase").status_code == 302
    assert b"no longer works" in Client().get(link[1], follow=True).content


def test_resetting_says_the_same_of_unknown_addresses(cast: Cast, client: Client) -> None:
    answer = client.post("/account/password/reset/", {"email": "nobody@ashcombe.example"}, follow=True)
    assert b"If this address belongs to an account" in answer.content
    assert "no account has this address" in mail.outbox[0].body


def test_who_belongs_to_no_organisation_is_told_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger)
    answer = client.get("/settings/people/")
    assert answer.status_code == 403
    assert b"You belong to no organisation here" in answer.content


def test_signing_out_ends_the_session(cast: Cast, client: Client) -> None:
    client.force_login(cast["executive"].person)
    client.post("/account/logout/")
    assert client.get(reverse("accounts:person")).status_code == 302


def test_a_provider_who_comes_to_the_front_is_led_to_its_own_vendor(cast: Cast, client: Client) -> None:
    client.force_login(cast["provider"].person)
    assert client.get("/")["Location"] == f"/vendors/{cast.orvane.pk}/"


def test_every_answer_carries_the_strict_policy(cast: Cast, client: Client) -> None:
    answer = client.get(SIGN_IN)
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert b"style=" not in answer.content
    assert b"<script>" not in answer.content
