"""Outages in the register: entered by the wall clock, kept as instants, read by the provider they belong to."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from vendors.models import Outage


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    client.force_login(cast["vendor_manager"].person)
    return client


def entered(cast: Cast, **changes: object) -> dict[str, object]:
    said = {"service": cast.desk.pk, "starts_at": "2026-07-01T09:00", "ends_at": "2026-07-01T11:30", "cause": "Power"}
    return said | changes


def test_times_are_those_of_the_organisations_zone_when_entered_and_when_shown_again(
    manager: Client, cast: Cast
) -> None:
    address = reverse("vendors:add-belonging", args=[cast.orvane.pk, "outages"])
    assert "From (Europe/Amsterdam)" in manager.get(address).content.decode()
    answer = manager.post(address, entered(cast), follow=True)
    assert "measured again within a few minutes" in answer.content.decode()
    with acting_for(cast.organisation.pk):
        kept = Outage.objects.get()
    assert kept.starts_at == datetime(2026, 7, 1, 7, tzinfo=UTC)
    form = manager.get(reverse("vendors:edit-belonging", args=["outages", kept.pk])).content.decode()
    assert 'value="2026-07-01T09:00"' in form
    page = manager.get(reverse("vendors:outage", args=[kept.pk])).content.decode()
    assert "1 Jul 2026, 11:30" in page.replace("\u00a0", " ")


def test_one_that_lasts_has_no_end_and_one_that_ends_before_it_starts_is_refused(manager: Client, cast: Cast) -> None:
    address = reverse("vendors:add-belonging", args=[cast.orvane.pk, "outages"])
    answer = manager.post(address, entered(cast, ends_at="2026-07-01T08:00"))
    assert "The outage ends before it starts." in answer.content.decode()
    manager.post(address, entered(cast, ends_at=""))
    page = manager.get(reverse("vendors:vendor", args=[cast.orvane.pk])).content.decode()
    assert "It lasts" in page


def test_an_outage_is_of_a_service_of_its_own_vendor(manager: Client, cast: Cast) -> None:
    address = reverse("vendors:add-belonging", args=[cast.orvane.pk, "outages"])
    answer = manager.post(address, entered(cast, service=cast.network.pk))
    assert answer.status_code == 422
