"""Invitations: a link, good once, for fourteen days, for one address."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts import invitations
from portal.accounts.invitations import Invitee, accept, find, invite, join
from portal.accounts.memberships import AlreadyMember
from portal.accounts.models import Invitation, Membership, Person
from portal.accounts.tenancy import acting_for
from tests.cast import PASSWORD, Cast

ZOE = Invitee("zoe@ashcombe.example", "executive")
HERSELF = {"name": "Zoe New", "password": PASSWORD}


def link(cast: Cast, invitee: Invitee = ZOE, days_ago: int = 0) -> str:
    with acting_for(cast.organisation.pk):
        now = timezone.now() - timedelta(days=days_ago)
        return f"/invitations/{invite(cast.organisation.pk, invitee, cast['administrator'].person, now)}/"


def membership_of(cast: Cast, email: str) -> Membership:
    with acting_for(cast.organisation.pk):
        return Membership.objects.get(person__email=email)


def test_someone_new_joins_with_a_name_and_a_password(cast: Cast, client: Client) -> None:
    address = link(cast)
    assert b"Join Ashcombe Group" in client.get(address).content
    answer = client.post(address, HERSELF)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert membership_of(cast, ZOE.email).role == "executive"
    assert client.get("/me/").status_code == 200


def test_a_provider_joins_for_the_vendor_of_the_invitation(cast: Cast, client: Client) -> None:
    client.post(link(cast, Invitee("pia@tessel.example", "provider", cast.tessel.pk)), HERSELF)
    assert membership_of(cast, "pia@tessel.example").vendor_id == cast.tessel.pk


def test_used_revoked_expired_and_made_up_links_get_the_same_answer(cast: Cast) -> None:
    used, revoked, expired = (
        link(cast),
        link(cast, Invitee("b@x.example", "auditor")),
        link(cast, Invitee("c@x.example", "auditor"), days_ago=15),
    )
    Client().post(used, HERSELF)
    with acting_for(cast.organisation.pk):
        invitations.revoke(Invitation.objects.get(email="b@x.example"), timezone.now())
    tampered = used.replace("/invitations/", "/invitations/9")
    answers = [Client().get(a) for a in (used, revoked, expired, tampered, "/invitations/made-up/")]
    assert {a.status_code for a in answers} == {404}
    assert len({a.content for a in answers}) == 1
    assert Client().post(expired, HERSELF).status_code == 404


def test_a_link_of_one_organisation_opens_nothing_in_another(cast: Cast) -> None:
    token = link(cast).split("/")[2]
    _, _, secret = invitations._signer.unsign(token).partition("-")
    elsewhere = invitations._signer.sign(f"{cast.elsewhere.pk}-{secret}")
    assert find(elsewhere, timezone.now()) is None


def test_only_a_fingerprint_of_the_secret_is_kept(cast: Cast) -> None:
    token = link(cast).split("/")[2]
    secret = invitations._signer.unsign(token).partition("-")[2]
    with acting_for(cast.organisation.pk):
        row = Invitation.objects.values().get()
    assert secret not in str(row)
    assert len(row["secret_sha256"]) == 64


def test_two_who_answer_at_once_make_one_member(cast: Cast) -> None:
    now = timezone.now()
    found = find(link(cast).split("/")[2], now)
    assert found
    join(found, "Zoe New", PASSWORD, now)
    with pytest.raises(invitations.NotOpen):
        accept(found, cast.stranger, now)


def test_a_known_person_signs_in_and_joins(cast: Cast, client: Client) -> None:
    address = link(cast, Invitee(cast.stranger.email, "auditor"))
    page = client.get(address).content
    assert b"Sign in to join" in page
    assert client.post(address, HERSELF).status_code == 200  # a name and a password do not take an account over
    client.force_login(cast.stranger)
    assert b"Join as Sam Stranger" in client.get(address).content
    client.post(address)
    assert membership_of(cast, cast.stranger.email).role == "auditor"
    assert Person.objects.get(pk=cast.stranger.pk).check_password(PASSWORD)


def test_who_is_signed_in_as_someone_else_cannot_answer(cast: Cast, client: Client) -> None:
    address = link(cast)
    client.force_login(cast.stranger)
    page = client.get(address).content
    assert b"You are signed in as sam.stranger" in page


def test_who_left_comes_back_by_an_invitation_with_the_new_role(cast: Cast, client: Client) -> None:
    left = cast["executive"]
    with acting_for(cast.organisation.pk):
        Membership.objects.filter(pk=left.pk).update(ended_at=timezone.now())
    client.force_login(left.person)
    client.post(link(cast, Invitee(left.person.email, "auditor")))
    back = membership_of(cast, left.person.email)
    assert (back.pk, back.role, back.ended_at) == (left.pk, "auditor", None)


def test_a_member_is_not_invited_again(cast: Cast) -> None:
    with pytest.raises(AlreadyMember):
        link(cast, Invitee(cast["executive"].person.email.upper(), "auditor"))


def test_a_second_link_to_the_same_address_replaces_the_first(cast: Cast, client: Client) -> None:
    first, second = link(cast), link(cast)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_an_expired_invitation_does_not_stand_in_the_way_of_a_new_one(cast: Cast, client: Client) -> None:
    link(cast, days_ago=20)
    assert client.get(link(cast)).status_code == 200


def test_a_weak_password_is_refused_and_the_name_kept(cast: Cast, client: Client) -> None:
    answer = client.post(link(cast), {"name": "Zoe New", "password": "short"})
    assert answer.status_code == 200
    assert b'value="Zoe New"' in answer.content
    assert not Person.objects.filter(email=ZOE.email).exists()
