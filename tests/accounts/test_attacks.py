"""Attacks through the pages: odd questions, rivals' keys in addresses, one form sent twice, pages left in caches."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import invitations
from portal.accounts.invitations import Invitee, find, invite, join
from portal.accounts.models import Invitation, Membership, Organisation, Person
from portal.accounts.setup import Administrator, create_first
from portal.accounts.tenancy import acting_for, as_system
from portal.jobs import steering
from portal.jobs.models import Job
from tests.addresses import Address, addresses
from tests.cast import PASSWORD, Cast
from tests.reporting.ticket_rows import day, put
from tests.threads import at_once
from vendors.models import SupportGroup

PLAIN = [a for a in addresses() if a.capability is not None and not a.takes_arguments]
ODD = ("\x00", "9" * 40, "-1", "9999-12", "9999-W52", "0001-01", "0001-01..9999-Q4", "'\"><b>", "²")
ASKED = (
    *("q", "page", "state", "role", "period", "behind", "sort", "kind", "source"),
    *("vendor", "service", "site", "group", "priority"),
)
RIVALS = ("Tessel", "Office network", "Rita Rival", "Secret", "Nobody's group", "Brackwater")


@pytest.fixture
def stocked(acting: Cast) -> Cast:
    """A ticket of Orvane's, one of its rival's, and one that belongs to nobody yet."""
    of = {"organisation": acting.organisation, "valid": ("2026-01-01", None)}
    SupportGroup.objects.create(**of, vendor=acting.tessel, name="Tessel field")
    ours = {"service": acting.desk, "group_name": "Desk", "claimed_sla": True, "score": 80.0}
    rivals = {"service": acting.network, "group_name": "Tessel field", "title": "Secret", "priority": "Secret"}
    nobodys = {"group_name": "Nobody's group", "title": "Secret", "requester": "Secret"}
    put(acting.organisation, [{"opened": day("2026-10-01"), "hours": 2} | row for row in (ours, rivals, nobodys)])
    return acting


@pytest.mark.parametrize("address", PLAIN, ids=lambda address: address.name)
def test_no_page_fails_on_an_odd_question(stocked: Cast, client: Client, address: Address) -> None:
    client.force_login(stocked["administrator"].person)
    for odd in ODD:
        client.get(reverse(address.name), dict.fromkeys(ASKED, odd))


def test_nothing_a_provider_asks_of_the_ticket_list_tells_of_others(stocked: Cast, client: Client) -> None:
    client.force_login(stocked["provider"].person)
    rivals: dict[str, str | int] = {"vendor": stocked.tessel.pk, "service": stocked.network.pk, "q": "T000001"}
    nobodys = {"vendor": "none", "service": "none", "priority": "none", "q": "T000002"}
    others = {"q": "Sec", "behind": "open_at_end", "sort": "score", "state": "resolved"}
    for query in ({name: value} for some in (rivals, nobodys, others) for name, value in some.items()):
        page = client.get("/tickets/", {"period": "2026-10", **query})
        answer = page.content.decode().replace(f'value="{query.get("q")}"', "")
        assert [word for word in RIVALS if word in answer and word not in query.values()] == [], query
        assert all(row.ticket.vendor_id == stocked.orvane.pk for row in page.context["rows"]), query


def test_the_key_of_a_rival_in_a_filter_reads_as_one_that_does_not_exist(stocked: Cast, client: Client) -> None:
    client.force_login(stocked["provider"].person)
    rival, nobody = (client.get("/tickets/", {"vendor": key}).context for key in (stocked.tessel.pk, 10**12))
    assert [word["text"] for word in rival["words"]] == [word["text"] for word in nobody["words"]]
    assert "Unknown vendor" in [word["text"] for word in rival["words"]]
    assert (rival["count_text"], rival["rows"]) == (nobody["count_text"], nobody["rows"])
    assert [tag["count"] for tag in rival["tags"]] == [tag["count"] for tag in nobody["tags"]]


def test_pages_of_a_provider_name_no_rival(stocked: Cast, client: Client) -> None:
    client.force_login(stocked["provider"].person)
    for address in PLAIN:
        page = client.get(reverse(address.name), follow=True).content.decode()
        assert [word for word in RIVALS if word in page] == [], address.name


def test_pages_stay_in_no_cache(cast: Cast, client: Client) -> None:
    client.force_login(cast["executive"].person)
    for address in ("/", "/vendors/", "/me/", "/vendors/999999/"):
        assert client.get(address).headers["Cache-Control"] == "private, no-store", address


def test_a_join_form_that_is_sent_twice_makes_one_person(committed_cast: Cast) -> None:
    with acting_for(committed_cast.organisation.pk):
        token = invite(committed_cast.organisation.pk, Invitee("zoe@x.example", "auditor"), None, timezone.now())
    found = find(token, timezone.now())
    assert found
    refused = at_once(2, lambda: join(found, "Zoe New", PASSWORD, timezone.now()))
    assert [type(error) for error in refused] == [invitations.NotOpen]
    assert Person.objects.filter(email="zoe@x.example").count() == 1


def test_an_invitation_that_is_sent_twice_leaves_one_link_open(committed_cast: Cast) -> None:
    organisation = committed_cast.organisation.pk

    def ask() -> None:
        with acting_for(organisation):
            invite(organisation, Invitee("zoe@x.example", "auditor"), None, timezone.now())

    assert at_once(2, ask) == []
    with acting_for(organisation):
        assert Invitation.objects.open(timezone.now()).count() == 1


def test_one_invitation_answered_by_two_people_at_once_lets_one_in(committed_cast: Cast) -> None:
    organisation = committed_cast.organisation.pk
    with acting_for(organisation):
        token = invite(organisation, Invitee("zoe@x.example", "auditor"), None, timezone.now())
    found = find(token, timezone.now())
    assert found
    people = iter([committed_cast.stranger, committed_cast.outsider.person])
    answer: Callable[[], Membership] = lambda: invitations.accept(found, next(people), timezone.now())  # noqa: E731
    assert [type(error) for error in at_once(2, answer)] == [invitations.NotOpen]


def test_of_two_first_people_at_once_one_sets_up_the_installation(transactional_db: None) -> None:
    organisations = iter(("first", "second"))

    def set_up() -> None:
        slug = next(organisations)
        administrator = Administrator("Ann First", f"{slug}@x.example", PASSWORD)
        create_first({"slug": slug, "name": slug, "timezone": "UTC", "currency": "EUR"}, administrator)

    assert at_once(2, set_up) == []
    with as_system():
        assert Organisation.objects.count() == 1
    assert Person.objects.count() == 1


def test_a_job_that_is_retried_and_cancelled_at_once_ends_in_one_of_both(committed_cast: Cast) -> None:
    organisation = committed_cast.organisation
    with acting_for(organisation.pk):
        job = Job.objects.create(organisation=organisation, kind="x", key="x", state="failed", due_at=timezone.now())

    def act() -> None:
        with acting_for(organisation.pk):
            next(acts)(Job.objects.get(pk=job.pk), timezone.now())

    acts = iter((steering.retry, steering.cancel))
    assert {type(error) for error in at_once(2, act)} <= {steering.NotNow}
    with acting_for(organisation.pk):
        assert Job.objects.get(pk=job.pk).state in ("queued", "cancelled")


def test_an_ended_member_gets_nothing_more_from_a_session_that_lives(stocked: Cast, client: Client) -> None:
    member = stocked["vendor_manager"]
    client.force_login(member.person)
    Membership.objects.filter(pk=member.pk).update(ended_at=timezone.now())
    for address in PLAIN:
        for answer in (client.get(reverse(address.name)), client.post(reverse(address.name))):
            assert answer.status_code == 403, address.name


def test_another_site_cannot_send_forms_in_a_members_name(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["administrator"].person)
    for address in PLAIN:
        assert client.post(reverse(address.name)).status_code == 403, address.name


def test_a_made_up_host_gets_no_page_and_no_link(cast: Cast, client: Client) -> None:
    for address in ("/account/login/", "/account/password/reset/"):
        assert client.get(address, headers={"host": "evil.example"}).status_code == 400
