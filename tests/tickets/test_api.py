"""Measuring and closing a month over the API, and the tickets behind its figures."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.vendors.reported import LOW, contracted, measured
from vendors.models import Contract, MeasuredPeriod


@pytest.fixture
def contract(cast: Cast) -> Contract:
    with acting_for(cast.organisation.pk):
        contract = contracted(cast.organisation, cast.orvane)
        measured(contract, LOW)
        return contract


def post(client: Client, name: str, key: int, **said: Any) -> tuple[int, dict[str, Any]]:
    answer = client.post(reverse(f"tickets-api:{name}", args=[key]), said, "application/json")
    return answer.status_code, answer.json()


def test_measuring_is_asked_for_once_while_it_waits(cast: Cast, contract: Contract, client: Client) -> None:
    client.force_login(cast["vendor_manager"].person)
    first, again = (post(client, "measure-period", contract.pk, month="2026-10") for _ in range(2))
    assert first == again
    assert (first[0], first[1]["title"]) == (202, "Measure service levels of ORV-2024-03, October 2026")
    assert post(client, "measure-period", contract.pk, month="soon")[0] == 400


def test_figures_that_are_out_of_date_are_not_closed(cast: Cast, contract: Contract, client: Client) -> None:
    client.force_login(cast["vendor_manager"].person)
    with acting_for(cast.organisation.pk):
        period = MeasuredPeriod.objects.get()
    status, told = post(client, "close-period", period.pk, reason="")
    assert (status, told["detail"]) == (
        409,
        "Tickets or rules changed since it was measured. Measure it now, then close it.",
    )


def test_the_lists_behind_a_figure_hold_what_the_member_sees(cast: Cast, contract: Contract, client: Client) -> None:
    client.force_login(cast["provider"].person)
    with acting_for(cast.organisation.pk):
        key = MeasuredPeriod.objects.get().measurements.first()
    assert key is not None
    address = reverse("tickets-api:level-tickets", args=[key.pk, "differing"])
    assert client.get(address).json()["results"] == []  # ticket 4711 was never imported
    assert client.get(reverse("tickets-api:level-tickets", args=[key.pk, "lost"])).status_code == 404
