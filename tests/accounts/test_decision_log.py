"""The log of decisions: newest first, narrowed, taken away as a file, and each side its own."""

import csv
import io
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from portal.accounts.capabilities import Role
from portal.accounts.decision_log import COLUMNS
from portal.accounts.decisions import give_to_role, who_decides
from portal.accounts.models import Decision, DecisionKind, Letter, Membership
from portal.accounts.tenancy import acting_for
from tests.accounts.deciding import NOW, decided, owned_by, right_for
from tests.cast import Cast
from tests.counting import queries_of

LOG, FILE = "/settings/decisions/", "/settings/decisions/csv/"


@pytest.fixture
def auditor(client: Client, cast: Cast) -> Client:
    client.force_login(cast["auditor"].person)
    return client


@pytest.fixture
def two(acting: Cast) -> tuple[Decision, Decision]:
    """One about Orvane by the IT leader, one about Tessel by the vendor manager an hour later."""
    first = decided(acting["it_leader"], right_for(acting), "Credit of October", vendor_id=acting.orvane.pk)
    later = {"vendor_id": acting.tessel.pk, "outcome": "Closed", "decided_at": NOW + timedelta(hours=1)}
    right = right_for(acting, DecisionKind.CLOSE_PERIOD)
    return first, decided(acting["vendor_manager"], right, "Period of October", **later)


def shown(client: Client, address: str = LOG) -> str:
    return client.get(address).content.decode()


def rows_of(client: Client, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(FILE + query).content.decode("utf-8-sig"))))


def test_an_empty_log_teaches(auditor: Client) -> None:
    assert "Nothing has been decided yet" in shown(auditor)
    assert "No decision is like this" in shown(auditor, f"{LOG}?q=xyzzy")


def test_the_newest_decision_comes_first(auditor: Client, two: tuple[Decision, Decision]) -> None:
    page = shown(auditor)
    assert page.index("Period of October") < page.index("Credit of October")
    assert "2\u00a0decisions" in page


def test_the_log_is_narrowed_by_kind_vendor_person_right_and_words(
    auditor: Client, cast: Cast, two: tuple[Decision, Decision]
) -> None:
    credit, period = two
    narrowed = {
        "?kind=close_period": [period],
        f"?vendor={cast.orvane.pk}": [credit],
        f"?person={cast['it_leader'].pk}": [credit],
        f"?right={period.right_id}": [period],
        "?q=waived": [credit],
        "?kind=nonsense&vendor=x&person=-1": [period, credit],
    }
    for query, expected in narrowed.items():
        assert [row["number"] for row in rows_of(auditor, query)] == [str(one.pk) for one in expected], query


def test_the_file_says_what_the_log_says_in_the_organisations_zone(
    auditor: Client, cast: Cast, two: tuple[Decision, Decision]
) -> None:
    first = rows_of(auditor)[0]
    assert tuple(first) == COLUMNS
    assert (first["decided at"], first["vendor"]) == ("2026-11-20T11:00:00+01:00", "Tessel")
    assert (first["decided by"], first["right"]) == ("Vendormanager Person", "Close a period, or restate a closed one")


def test_no_cell_of_the_file_is_a_formula(auditor: Client, acting: Cast) -> None:
    decided(acting["it_leader"], right_for(acting), '=HYPERLINK("http://elsewhere")')
    assert rows_of(auditor)[0]["subject"].startswith("'=")


def test_a_decision_is_shown_as_it_was_taken(auditor: Client, two: tuple[Decision, Decision]) -> None:
    page = shown(auditor, two[0].get_absolute_url())
    assert all(
        said in page for said in ("Credit of October: Waived", "ITleader Person", "Accountable: somebody", "Orvane")
    )


@pytest.mark.parametrize(
    ("kept", "leads_to"),
    [("/vendors/1/", "/vendors/1/"), ("//evil.example/", ""), ("/\\evil.example", ""), ("javascript:alert(1)", "")],
)
def test_a_decision_leads_to_pages_of_this_portal_only(kept: str, leads_to: str) -> None:
    assert Decision(subject_url=kept).leads_to == leads_to


def test_a_provider_sees_decisions_about_itself_on_page_log_and_file(
    client: Client, cast: Cast, two: tuple[Decision, Decision]
) -> None:
    client.force_login(cast["provider"].person)
    assert [row["subject"] for row in rows_of(client)] == ["Credit of October"]
    assert [row["subject"] for row in rows_of(client, f"?vendor={cast.tessel.pk}")] == []
    page = shown(client)
    assert "Credit of October" in page
    assert all(secret not in page for secret in ("Period of October", "Tessel", "Vendormanager Person"))
    assert client.get(two[1].get_absolute_url()).status_code == 404


def test_the_log_goes_on_on_a_second_page(auditor: Client, acting: Cast) -> None:
    right = right_for(acting)
    for number in range(51):
        decided(acting["it_leader"], right, f"Credit {number}")
    assert "1–50 of 51" in shown(auditor)
    assert "51–51 of 51" in shown(auditor, f"{LOG}?kind=waive_credit&page=2")


def test_log_and_file_cost_the_same_queries_for_one_and_for_ten(auditor: Client, acting: Cast) -> None:
    right = right_for(acting)
    decided(acting["it_leader"], right, "Credit of October")
    once = [queries_of(lambda page=page: auditor.get(page)) for page in (LOG, FILE)]  # type: ignore[misc]
    for number in range(10):
        decided(acting["vendor_manager"], right, f"Credit {number}", vendor_id=acting.tessel.pk)
    assert [queries_of(lambda page=page: auditor.get(page)) for page in (LOG, FILE)] == once  # type: ignore[misc]


def told(member: Membership, cast: Cast) -> str:
    who = who_decides(member, DecisionKind.WAIVE_CREDIT, cast.orvane.pk, NOW)
    return " ".join(render_to_string("accounts/parts/who_decides.html", {"who": who}).split())


def test_other_pages_say_who_decides_and_whether_the_reader_may(acting: Cast) -> None:
    assert "Nobody is accountable" in told(acting["it_leader"], acting)
    right = owned_by(acting["it_leader"], right_for(acting))
    give_to_role(right, Letter.ACCOUNTABLE, Role.VENDOR_MANAGER)
    assert "decided by ITleader Person or every vendor manager; you may decide." in told(acting["it_leader"], acting)
    assert reverse("accounts:right", args=[right.pk]) in told(acting["provider"], acting)
    assert "you are not among them." in told(acting["provider"], acting)
    assert "<a " not in told(acting["executive"], acting)


def test_what_a_provider_is_told_holds_under_the_second_wall(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        owned_by(cast["it_leader"], right_for(cast))
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        assert "decided by ITleader Person; you are not among them." in told(cast["provider"], cast)
