"""The people page: inviting, roles, ending and taking up memberships, changing the organisation."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portal.accounts import memberships
from portal.accounts.memberships import LastAdministrator, admit
from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.cast import Cast, make_person


@pytest.fixture
def administrator(cast: Cast, client: Client) -> Client:
    client.force_login(cast["administrator"].person)
    return client


def again(member: Membership) -> Membership:
    with acting_for(member.organisation_id):
        return Membership.objects.get(pk=member.pk)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_list_names_everyone_with_role_and_vendor(cast: Cast, administrator: Client) -> None:
    shown = page(administrator, "/settings/people/")
    for member in [*cast.members.values(), cast.rival]:
        assert member.person.email in shown
    assert "Orvane" in shown
    assert cast.outsider.person.email not in shown


def test_the_list_is_searched_and_filtered(cast: Cast, administrator: Client) -> None:
    found = page(administrator, "/settings/people/?q=rita")
    assert "rita.rival" in found
    assert "executive.person" not in found
    assert "executive.person" in page(administrator, "/settings/people/?role=executive")
    assert "Nobody fits" in page(administrator, "/settings/people/?q=xyzzy")


def test_an_administrator_gets_a_link_to_hand_over(cast: Cast, administrator: Client) -> None:
    sent = {"email": "new@ashcombe.example", "role": "provider", "vendor": cast.tessel.pk}
    shown = administrator.post("/settings/people/invite/", sent).content.decode()
    assert "http://testserver/invitations/" in shown
    listed = page(administrator, "/settings/people/")
    assert "new@ashcombe.example" in listed
    assert "Revoke the invitation" in listed


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "new@ashcombe.example", "role": "provider"}, "Choose the vendor"),
        ({"email": "executive.person@ashcombe.example", "role": "auditor"}, "is a member of this organisation"),
        ({"email": "nothing", "role": "auditor"}, "valid email address"),
    ],
)
def test_an_invitation_that_cannot_be_says_why(
    cast: Cast, administrator: Client, sent: dict[str, str], said: str
) -> None:
    assert said in administrator.post("/settings/people/invite/", sent).content.decode()


def test_the_vendor_of_another_organisation_is_not_a_choice(cast: Cast, administrator: Client) -> None:
    sent = {"email": "new@ashcombe.example", "role": "provider", "vendor": cast.foreign_vendor.pk}
    assert "Select a valid choice" in administrator.post("/settings/people/invite/", sent).content.decode()


def test_an_ended_member_is_out_with_the_next_click_and_can_be_taken_back(cast: Cast, administrator: Client) -> None:
    executive = cast["executive"]
    theirs = Client()
    theirs.force_login(executive.person)
    assert theirs.get("/me/").status_code == 200
    assert "You can undo this" in page(administrator, f"/settings/people/{executive.pk}/end/")
    administrator.post(f"/settings/people/{executive.pk}/end/")
    assert theirs.get("/me/").status_code == 403
    administrator.post(f"/settings/people/{executive.pk}/reinstate/")
    assert theirs.get("/me/").status_code == 200


def test_another_role_counts_from_the_next_click(cast: Cast, administrator: Client) -> None:
    auditor = cast["auditor"]
    administrator.post(f"/settings/people/{auditor.pk}/role/", {"role": "provider", "vendor": cast.orvane.pk})
    assert (again(auditor).role, again(auditor).vendor_id) == ("provider", cast.orvane.pk)
    shown = page(administrator, f"/settings/people/{auditor.pk}/")
    assert "AdministratorPerson" not in shown
    assert "<del>Auditor</del>" in shown
    assert "<ins>Provider</ins>" in shown


def test_the_last_administrator_stays(cast: Cast, administrator: Client) -> None:
    own = cast["administrator"]
    answer = administrator.post(f"/settings/people/{own.pk}/end/", follow=True)
    assert "is the last administrator" in answer.content.decode()
    answer = administrator.post(f"/settings/people/{own.pk}/role/", {"role": "executive"})
    assert "is the last administrator" in answer.content.decode()
    assert (again(own).role, again(own).ended_at) == ("administrator", None)


def test_of_two_administrators_who_remove_each_other_one_stays(committed_cast: Cast) -> None:
    cast = committed_cast
    with acting_for(cast.organisation.pk):
        second = admit(cast.organisation.pk, make_person("Sid Second"), "administrator", None)
    start, refused = threading.Barrier(2, timeout=10), []

    def remove(other: Membership) -> None:
        start.wait()
        try:
            with acting_for(cast.organisation.pk):
                memberships.end(other, timezone.now())
        except LastAdministrator:
            refused.append(other)
        finally:
            connection.close()

    threads = [threading.Thread(target=remove, args=(m,)) for m in (cast["administrator"], second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert again(refused[0]).ended_at is None


def test_a_person_of_two_organisations_switches_between_them(cast: Cast, client: Client) -> None:
    person = cast["executive"].person
    with acting_for(cast.elsewhere.pk):
        admit(cast.elsewhere.pk, person, "auditor", None)
    client.force_login(person)
    assert "Executive" in page(client, "/me/")
    answer = client.post("/organisations/switch/", {"organisation": cast.elsewhere.pk})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "otto.outside" in page(client, "/settings/people/")
    assert "rita.rival" not in page(client, "/settings/people/")


@pytest.mark.parametrize("chosen", ["", "nonsense", "0"])
def test_one_switches_to_ones_own_organisations_only(cast: Cast, client: Client, chosen: str) -> None:
    client.force_login(cast["executive"].person)
    for organisation in (chosen, str(cast.elsewhere.pk)):
        assert client.post("/organisations/switch/", {"organisation": organisation}).status_code == 404


def test_one_changes_ones_own_name(cast: Cast, client: Client) -> None:
    client.force_login(cast["executive"].person)
    client.post("/me/", {"name": "Eva Executive"})
    assert "Eva Executive" in page(client, "/me/")


def test_the_settings_page_shows_what_the_role_may_open(cast: Cast, client: Client) -> None:
    client.force_login(cast["administrator"].person)
    shown = page(client, "/settings/")
    assert all(title in shown for title in ("People", "Organisation", "Working calendars", "Sites", "Background jobs"))
    client.force_login(cast["executive"].person)
    assert client.get("/settings/").status_code == 403


def test_who_may_only_read_settings_sees_the_organisation_without_a_form(cast: Cast, client: Client) -> None:
    client.force_login(cast["auditor"].person)
    assert "Save organisation" not in page(client, "/settings/organisation/")
    client.post("/settings/organisation/", {"name": "Mine", "timezone": "UTC", "currency": "EUR"})
    assert cast.organisation.name in page(client, "/settings/organisation/")


def test_the_organisation_changes_its_own_name_and_zone(cast: Cast, administrator: Client) -> None:
    sent = {"name": "Ashcombe plc", "timezone": "Europe/London", "currency": "GBP"}
    assert administrator.post("/settings/organisation/", sent).status_code == 302
    assert "Ashcombe plc" in page(administrator, "/settings/organisation/")
    assert (
        "is not a time zone"
        in administrator.post("/settings/organisation/", sent | {"timezone": "Mars/Base"}).content.decode()
    )


def test_the_people_page_asks_as_much_for_many_as_for_few(
    cast: Cast, administrator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    queries = 21  # one of them counts what the member has not read
    with django_assert_num_queries(queries):
        administrator.get("/settings/people/")
    with acting_for(cast.organisation.pk):
        for number in range(10):
            admit(cast.organisation.pk, make_person(f"Person {number}"), "executive", None)
    with django_assert_num_queries(queries):
        administrator.get("/settings/people/")
