"""The API shows and does what the pages do: the same rows, the same refusals."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.decisions import lay_out_standard
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from vendors.models import Contract, Exclusion, Vendor

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def contract(cast: Cast) -> Contract:
    with acting_for(cast.organisation.pk):
        lay_out_standard(cast.organisation)
        return a_contract(cast, cast.orvane)


def a_contract(cast: Cast, vendor: Vendor, reference: str = "ORV-1") -> Contract:
    terms = {"delivery_model": "co_managed", "starts_on": date(2026, 1, 1), "currency": "EUR", "yearly_fee": "1200.50"}
    return Contract.objects.create(
        organisation=cast.organisation, vendor=vendor, reference=reference, title="Desk", **terms
    )


def an_exclusion(contract: Contract) -> Exclusion:
    of = {"organisation_id": contract.organisation_id, "vendor_id": contract.vendor_id, "contract": contract}
    asked = {"requested_side": "provider", "requested_by": "Ruth Kamara", "requested_at": NOW}
    return Exclusion.objects.create(**of, **asked, name="Move", reason="Agreed", tickets=["INC1"])


def rows(client: Client, name: str, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get(reverse(f"vendors-api:{name}"), asked)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_a_list_is_answered_in_pages_with_money_as_exact_text(cast: Cast, contract: Contract, client: Client) -> None:
    client.force_login(cast["vendor_manager"].person)
    (only,) = rows(client, "contracts", page_size=1)
    assert (only["reference"], only["yearly_fee"], only["starts_on"]) == ("ORV-1", "1200.50", "2026-01-01")


def test_a_provider_is_answered_its_own_rows_only(cast: Cast, contract: Contract, client: Client) -> None:
    with acting_for(cast.organisation.pk):
        a_contract(cast, cast.tessel, "TES-SECRET")
    client.force_login(cast["provider"].person)
    assert [row["reference"] for row in rows(client, "contracts")] == ["ORV-1"]
    assert rows(client, "contracts", vendor_id=cast.tessel.pk) == []


def test_a_key_that_is_none_is_refused_with_what_to_give(cast: Cast, client: Client) -> None:
    client.force_login(cast["vendor_manager"].person)
    answer = client.get(reverse("vendors-api:contracts"), {"vendor_id": "Orvane"})
    assert (answer.status_code, answer.json()) == (400, {"vendor_id": "“Orvane” is not a key. Give the id of a row."})


def test_a_story_answers_with_the_row_and_a_second_one_with_a_conflict(
    cast: Cast, contract: Contract, client: Client
) -> None:
    with acting_for(cast.organisation.pk):
        exclusion = an_exclusion(contract)
    address = reverse("vendors-api:answer-exclusion", args=[exclusion.pk])
    client.force_login(cast["vendor_manager"].person)
    said = {"outcome": "approved"}
    assert client.post(address, said, "application/json").json()["state"] == "approved"
    second = client.post(address, said, "application/json")
    assert second.status_code == 409
    assert "approved by Vendormanager Person meanwhile" in second.json()["detail"]


def test_who_is_not_accountable_is_told_who_is(cast: Cast, contract: Contract, client: Client) -> None:
    with acting_for(cast.organisation.pk):
        exclusion = an_exclusion(contract)
    client.force_login(cast["it_leader"].person)
    address = reverse("vendors-api:answer-exclusion", args=[exclusion.pk])
    answer = client.post(address, {"outcome": "approved"}, "application/json")
    assert answer.status_code == 403
    assert "is decided by every vendor manager" in answer.json()["detail"]


def test_a_program_that_has_not_signed_in_is_told_so(client: Client, db: None) -> None:
    answer = client.get(reverse("vendors-api:contracts"))
    assert (answer.status_code, "credentials were not provided" in answer.json()["detail"]) == (403, True)


def test_the_schema_describes_every_resource_to_members(cast: Cast, client: Client) -> None:
    client.force_login(cast["provider"].person)
    paths = client.get(reverse("api-schema")).json()["paths"]
    assert {"/api/contracts/", "/api/exclusions/{id}/answer/"} <= set(paths)


def test_a_list_asks_the_same_for_one_row_and_for_ten(cast: Cast, contract: Contract, client: Client) -> None:
    client.force_login(cast["vendor_manager"].person)
    with acting_for(cast.organisation.pk):
        an_exclusion(contract)
    few = queries_of(lambda: rows(client, "exclusions"))
    with acting_for(cast.organisation.pk):
        for _ in range(9):
            an_exclusion(contract)
    assert queries_of(lambda: rows(client, "exclusions")) == few
