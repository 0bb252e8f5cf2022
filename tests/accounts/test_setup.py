"""The first start and the commands: an organisation with its administrator, and everyone after."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portal.accounts.models import Membership, Organisation, Person
from portal.accounts.setup import create_organisation
from portal.accounts.tenancy import acting_for, as_system
from tests.cast import PASSWORD, Cast
from tickets.models import ScorePolicyVersion
from vendors.models import Calendar

FIRST = {
    "organisation": "Ashcombe Group",
    "slug": "",
    "timezone": "Europe/Berlin",
    "currency": "EUR",
    "name": "Ada First",
    "email": "Ada@ashcombe.example",
    "password": PASSWORD,
}


def ashcombe() -> Organisation:
    with as_system():
        return Organisation.objects.get(slug="ashcombe-group")


def test_an_empty_installation_leads_to_the_welcome_page(db: None, client: Client) -> None:
    assert client.get("/")["Location"] == "/welcome/"
    assert client.get("/welcome/").status_code == 200


def test_the_first_person_creates_the_organisation_and_is_signed_in_as_its_administrator(
    db: None, client: Client
) -> None:
    answer = client.post("/welcome/", FIRST)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    with acting_for(ashcombe().pk):
        membership = Membership.objects.select_related("person").get()
    assert (membership.role, membership.person.email) == ("administrator", "ada@ashcombe.example")
    assert client.get("/settings/people/").status_code == 200


def test_a_new_organisation_has_what_every_app_needs_to_start(db: None, client: Client) -> None:
    client.post("/welcome/", FIRST)
    with acting_for(ashcombe().pk):
        calendar = Calendar.objects.default().get()
        assert calendar.timezone == "Europe/Berlin"
        assert ScorePolicyVersion.objects.count() == 1


def test_a_currency_in_small_letters_is_understood(db: None, client: Client) -> None:
    client.post("/welcome/", FIRST | {"currency": "gbp"})
    assert ashcombe().currency == "GBP"


def test_the_welcome_page_is_gone_as_soon_as_there_is_an_organisation(cast: Cast, client: Client) -> None:
    assert client.get("/welcome/").status_code == 404
    assert client.post("/welcome/", FIRST).status_code == 404


@pytest.mark.parametrize(
    ("field", "entered", "said"),
    [
        ("timezone", "Europe/Atlantis", "is not a time zone"),
        ("currency", "euro", "three capital letters"),
        ("password", "short", "at least 12 characters"),
        ("password", "ada@ashcombe.example", "too similar"),
    ],
)
def test_what_was_entered_is_kept_when_something_is_wrong(
    db: None, client: Client, field: str, entered: str, said: str
) -> None:
    answer = client.post("/welcome/", FIRST | {field: entered})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "Ashcombe Group" in answer.content.decode()
    with as_system():
        assert not Organisation.objects.exists()


def run(*arguments: str) -> str:
    said = io.StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def test_the_command_creates_an_organisation_once(db: None) -> None:
    said = run("create_organisation", "ashcombe-group", "--name", "Ashcombe", "--timezone", "Europe/Berlin")
    assert said == "Created the organisation ashcombe-group.\n"
    assert ashcombe().timezone == "Europe/Berlin"
    with pytest.raises(CommandError, match="already exists"):
        run("create_organisation", "ashcombe-group", "--name", "Another")


def test_the_command_refuses_a_zone_that_does_not_exist(db: None) -> None:
    with pytest.raises(CommandError, match="is not a time zone"):
        run("create_organisation", "x", "--timezone", "Europe/Atlantis")
    with pytest.raises(CommandError, match=r"timezone: .* currency: Ensure this value has at most 3 characters"):
        run("create_organisation", "x", "--timezone", "Berlin", "--currency", "euro")


def test_the_command_prints_a_link_by_which_the_person_joins(cast: Cast, client: Client) -> None:
    said = run("create_member", "vera@ashcombe.example", "--organisation", "ashcombe", "--role", "vendor_manager")
    link = re.search(r"http://localhost:8000(/invitations/\S+)", said)
    assert link
    client.post(link[1], {"name": "Vera Manager", "password": PASSWORD})
    with acting_for(cast.organisation.pk):
        assert Membership.objects.get(person__email="vera@ashcombe.example").role == "vendor_manager"


def test_the_link_leads_to_where_the_portal_of_this_folder_was_served(
    cast: Cast, tmp_path: Path, settings: Any
) -> None:
    settings.PORTAL_DATA = tmp_path
    (tmp_path / "address").write_text("http://127.0.0.1:8080")
    arguments = ["vera@ashcombe.example", "--organisation", "ashcombe", "--role", "auditor"]
    assert "http://127.0.0.1:8080/invitations/" in run("create_member", *arguments)
    assert "https://it.example/invitations/" in run("create_member", *arguments, "--origin", "https://it.example/")


def test_the_command_creates_a_provider_with_a_password_at_once(cast: Cast) -> None:
    arguments = ["--organisation", "ashcombe", "--role", "provider", "--vendor", "tessel"]
    run("create_member", "tom@tessel.example", *arguments, "--password", PASSWORD)
    with acting_for(cast.organisation.pk):
        assert Membership.objects.get(person__email="tom@tessel.example").vendor_id == cast.tessel.pk
    assert Person.objects.get(email="tom@tessel.example").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x@y.example", "--organisation", "nowhere", "--role", "auditor"], "There are: ashcombe, brackwater"),
        (["x@y.example", "--organisation", "ashcombe", "--role", "provider"], "needs --vendor"),
        (["x@y.example", "--organisation", "ashcombe", "--role", "auditor", "--vendor", "Tessel"], "no other role"),
        (["x@y.example", "--organisation", "ashcombe", "--role", "provider", "--vendor", "Nix"], "has no vendor Nix"),
        (["x@y.example", "--organisation", "ashcombe", "--role", "auditor", "--password", "short"], "too short"),
        (["no address", "--organisation", "ashcombe", "--role", "auditor"], "valid email"),
        (["executive.person@ashcombe.example", "--organisation", "ashcombe", "--role", "auditor"], "member"),
    ],
)
def test_the_command_says_what_is_wrong(cast: Cast, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run("create_member", *arguments)


def test_an_organisation_that_cannot_be_prepared_is_not_created(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(_organisation: Organisation) -> None:
        raise RuntimeError

    monkeypatch.setattr("tickets.new_organisation.prepare", break_down)
    with pytest.raises(RuntimeError):
        create_organisation("ashcombe", "Ashcombe", "UTC", "EUR")
    with as_system():
        assert not Organisation.objects.exists()
