"""Every resource of the API answers, as often as it is asked with the same number of queries, and is written down."""

import pytest
from django.test import Client
from django.urls import reverse
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from pytest_django import Settings

from portal.accounts.tenancy import acting_for
from tests.addresses import ADDRESSES, Owner
from tests.cast import Cast
from tests.counting import queries_of
from tests.vendors.api.walking import api_addresses, lists, one_of
from vendors.models import Vendor

LISTS = [name for name in lists() if name != "vendors-api:dates"]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: object) -> None:
    settings.PORTAL_DATA = tmp_path


def a_row(cast: Cast, name: str, number: int) -> int:
    """A row of the list, with a vendor of its own; its key."""
    with acting_for(cast.organisation.pk):
        vendor = Vendor.objects.create(organisation=cast.organisation, name=f"Vendor {number}")
        key: int = ADDRESSES[one_of(name)].make(Owner(cast.organisation, vendor))["pk"]
        return key


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_for_one_row_and_for_ten(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast["administrator"].person)
    a_row(cast, name, 0)
    client.get(reverse(name))  # what is read once and kept is no part of it
    few = queries_of(lambda: client.get(reverse(name)))
    keys = [a_row(cast, name, number) for number in range(1, 10)]
    assert queries_of(lambda: client.get(reverse(name))) == few
    rows = client.get(reverse(name)).json()["results"]
    assert set(keys) <= {row["id"] for row in rows}


@pytest.mark.parametrize("name", LISTS)
def test_a_row_is_answered_in_full_with_a_name_for_what_it_looks_like(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast["administrator"].person)
    key = a_row(cast, name, 0)
    first, second = (client.get(reverse(one_of(name), args=[key])) for _ in range(2))
    assert (first.status_code, first.json()["id"]) == (200, key)
    assert first["ETag"] == second["ETag"]


def test_the_dates_are_answered_as_the_page_has_them(cast: Cast, client: Client) -> None:
    a_row(cast, "vendors-api:contracts", 0)
    client.force_login(cast["provider"].person)
    assert client.get(reverse("vendors-api:dates")).json()["results"] == []


def test_every_address_is_written_down_without_a_warning(cast: Cast) -> None:
    GENERATOR_STATS.reset()
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    assert GENERATOR_STATS._warn_cache == {}
    assert GENERATOR_STATS._error_cache == {}
    assert len(schema["paths"]) == len(api_addresses())


def test_a_filter_that_is_not_understood_is_refused_by_its_name(cast: Cast, client: Client) -> None:
    client.force_login(cast["administrator"].person)
    asked = {"month": "October", "state": "lost"}
    for name, value in asked.items():
        answer = client.get(reverse("vendors-api:reports"), {name: value})
        assert (answer.status_code, value in str(answer.content)) == (400, True)
