"""On a ticket's page what both sides excluded stands still, apart from pauses, beside the stored figure."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from portal.accounts.decisions import lay_out_standard
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.tickets.test_ticket_page import the_page, told_at_length
from tickets.models import Outcome, Ticket
from vendors.levels.excluding import answer
from vendors.models import Contract, Exclusion, Service, ServiceLevel
from vendors.models.exclusions import ExclusionState

__all__ = ["told_at_length"]
NOW = datetime(2024, 3, 1, 9, tzinfo=UTC)
AFTERNOON: dict[str, Any] = {
    "starts_at": datetime(2024, 3, 4, 13, 0, tzinfo=UTC), "ends_at": datetime(2024, 3, 4, 16, 0, tzinfo=UTC),
}  # fmt: skip
HOURS = "\u00a0h\u00a000\u00a0min"


@pytest.fixture
def contract(told_at_length: Cast) -> Contract:
    cast = told_at_length
    with acting_for(cast.organisation.pk):
        lay_out_standard(cast.organisation)
        contract = Contract.objects.create(
            organisation=cast.organisation, vendor=cast.orvane, reference="ORV-1", title="Desk",
            delivery_model="co_managed", starts_on=date(2016, 1, 1), currency="EUR",
        )  # fmt: skip
        Service.objects.filter(pk=cast.desk.pk).update(contract=contract)
    return contract


def exclude(cast: Cast, contract: Contract, state: ExclusionState = ExclusionState.APPROVED, **said: Any) -> None:
    of = {"organisation_id": contract.organisation_id, "vendor_id": contract.vendor_id, "contract": contract}
    by = {"requested_side": "provider", "requested_by": "Ruth Kamara", "requested_at": NOW}
    with acting_for(cast.organisation.pk):
        asked = Exclusion.objects.create(**of, **by, name="Datacentre move", reason="Announced", **said)
        if state != ExclusionState.REQUESTED:
            answer(cast["vendor_manager"], asked, state, "As agreed", NOW)


def clock_of(client: Client, cast: Cast, **query: str) -> Any:
    page = the_page(client, cast["vendor_manager"], cast)
    return client.get(page.request["PATH_INFO"], query).context["clock"]


def test_an_approved_period_stands_still_and_is_named(client: Client, told_at_length: Cast, contract: Contract) -> None:
    # 14:00 to 17:00 in Amsterdam: all that counted after the pause of the Monday.
    exclude(told_at_length, contract, **AFTERNOON)
    clock = clock_of(client, told_at_length)
    assert [row["kind"] for row in clock.rows] == ["counted", "paused", "excluded", "closed", "counted"]
    assert clock.rows[2]["why"] == "Datacentre move"
    assert clock.rows[-1]["counted"] == f"4{HOURS}"


def test_the_page_says_both_figures_without_and_with(client: Client, told_at_length: Cast, contract: Contract) -> None:
    exclude(told_at_length, contract, **AFTERNOON)
    clock = clock_of(client, told_at_length)
    assert f"3{HOURS} late by the tickets" in clock.finding
    assert f"as the stored outcome and the dashboards count it: 7{HOURS}, missed." in clock.excluded
    said = f"With Datacentre move, as the service levels of the contract leave it out: 4{HOURS}, met"
    assert said in clock.excluded
    assert [lane.label for lane in clock.timeline.lanes] == [
        f"Tickets: 7{HOURS}, missed",
        f"With exclusions: 4{HOURS}, met",
    ]


def test_a_level_of_all_priorities_says_so(client: Client, told_at_length: Cast) -> None:
    with acting_for(told_at_length.organisation.pk):
        ServiceLevel.objects.update(priority_rank=None)
    note = clock_of(client, told_at_length).note
    assert ", all priorities resolved in" in note
    assert "None" not in note


def test_the_pattern_of_excluded_time_has_a_word_beside_it(
    client: Client, told_at_length: Cast, contract: Contract
) -> None:
    assert "Excluded, agreed" not in the_page(client, told_at_length["provider"], told_at_length).content.decode()
    exclude(told_at_length, contract, **AFTERNOON)
    shown = the_page(client, told_at_length["provider"], told_at_length).content.decode()
    assert "Excluded, agreed" in shown
    assert 'class="rt-clock__excluded"' in shown
    assert 'id="dots-excluded"' in shown


@pytest.mark.parametrize("state", [ExclusionState.REQUESTED, ExclusionState.REFUSED])
def test_what_is_not_approved_changes_nothing(
    client: Client, told_at_length: Cast, contract: Contract, state: ExclusionState
) -> None:
    exclude(told_at_length, contract, state, **AFTERNOON)
    assert clock_of(client, told_at_length).excluded == ""


def test_an_exclusion_of_another_service_or_level_or_time_changes_nothing(
    client: Client, told_at_length: Cast, contract: Contract
) -> None:
    with acting_for(told_at_length.organisation.pk):
        ours = {"organisation": told_at_length.organisation, "vendor": told_at_length.orvane}
        other = Service.objects.create(**ours, name="Printing", contract=contract)
        level = ServiceLevel.objects.get()
        level.pk, level.code, level.priority_rank = None, "SD-01", 1
        level.save()
    exclude(told_at_length, contract, service=other, **AFTERNOON)
    exclude(told_at_length, contract, level=level, **AFTERNOON)
    exclude(told_at_length, contract, starts_at=NOW, ends_at=datetime(2024, 3, 2, tzinfo=UTC))
    assert clock_of(client, told_at_length).excluded == ""


def test_an_exclusion_of_its_level_covers_it(client: Client, told_at_length: Cast, contract: Contract) -> None:
    with acting_for(told_at_length.organisation.pk):
        level = ServiceLevel.objects.get()
    exclude(told_at_length, contract, level=level, **AFTERNOON)
    assert "Datacentre move" in clock_of(client, told_at_length).excluded


def test_a_ticket_left_out_by_number_says_so(client: Client, told_at_length: Cast, contract: Contract) -> None:
    exclude(told_at_length, contract, tickets=["INC2"])
    assert "Left out by number" not in the_page(client, told_at_length["provider"], told_at_length).content.decode()
    exclude(told_at_length, contract, tickets=["INC1"])
    shown = the_page(client, told_at_length["provider"], told_at_length).content.decode()
    assert "Left out by number" in shown
    assert "Both sides agreed in Datacentre move not to count this ticket" in shown


def test_the_response_has_a_clock_of_its_own_at_its_own_address(client: Client, told_at_length: Cast) -> None:
    with acting_for(told_at_length.organisation.pk):
        level = ServiceLevel.objects.get()
        level.pk, level.code, level.metric, level.target_minutes = None, "SD-07", "response", 60
        level.save()
        Ticket.objects.update(responded_at=datetime(2024, 3, 4, 9, 20, tzinfo=UTC))
        due = datetime(2024, 3, 4, 10, tzinfo=UTC)
        Outcome.objects.update(response_level=level, response_met=True, response_due_at=due, response_seconds=1200)
    page = the_page(client, told_at_length["vendor_manager"], told_at_length)
    assert [choice["label"] for choice in page.context["card"].choices] == ["Resolution, missed", "Response, met"]
    clock = clock_of(client, told_at_length, metric="response")
    assert clock.finding == "In time by the tickets, 40\u00a0min to spare"
    assert "SD-07, P3 responded in 1\u00a0h\u00a000\u00a0min working time" in clock.note
    assert [row["counted"] for row in clock.rows] == ["20\u00a0min"]
    assert client.get(page.request["PATH_INFO"], {"metric": "colour"}).context["card"].metric == "resolution"


def test_a_response_that_nobody_recorded_has_no_clock(client: Client, told_at_length: Cast) -> None:
    with acting_for(told_at_length.organisation.pk):
        Ticket.objects.update(responded_at=None)
    assert clock_of(client, told_at_length, metric="response") is None
