"""Exclusions: one side asks, the other decides, and neither can do both."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.decisions import DecidedMeanwhile, NotEntitled, lay_out_standard
from portal.accounts.models import Decision
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from vendors.levels.excluding import answer, withdraw
from vendors.models import Contract, Exclusion
from vendors.models.exclusions import ExclusionState

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
APPROVED, REFUSED = ExclusionState.APPROVED, ExclusionState.REFUSED


@pytest.fixture
def contract(cast: Cast) -> Contract:
    with acting_for(cast.organisation.pk):
        lay_out_standard(cast.organisation)
        return Contract.objects.create(
            organisation=cast.organisation, vendor=cast.orvane, reference="ORV-1", title="Desk",
            delivery_model="co_managed", starts_on=date(2026, 1, 1), currency="EUR",
        )  # fmt: skip


def asked(contract: Contract, side: str = "provider", **said: Any) -> Exclusion:
    of = {"organisation_id": contract.organisation_id, "vendor_id": contract.vendor_id, "contract": contract}
    by = {"requested_side": side, "requested_by": "Ruth Kamara", "requested_at": NOW}
    said = said or {"tickets": ["INC1", "INC2"]}
    return Exclusion.objects.create(**of, **by, name="Datacentre move", reason="Announced on 1 October", **said)


def test_what_the_provider_asks_for_the_vendor_manager_approves_under_a_right(cast: Cast, contract: Contract) -> None:
    with acting_for(cast.organisation.pk):
        exclusion = asked(contract)
        decision = answer(cast["vendor_manager"], exclusion, APPROVED, "As agreed", NOW)
        exclusion.refresh_from_db()
    assert (exclusion.state, exclusion.decided_side, exclusion.decision_id) == ("approved", "client", decision.pk)
    assert (decision.outcome, decision.basis) == ("approved", "Accountable: every vendor manager")


def test_who_may_not_approve_is_told_who_may(cast: Cast, contract: Contract) -> None:
    with acting_for(cast.organisation.pk):
        exclusion = asked(contract)
        with pytest.raises(NotEntitled, match="decided by every vendor manager"):
            answer(cast["it_leader"], exclusion, APPROVED, "", NOW)
        assert not Decision.objects.exists()


def test_what_the_client_asks_for_the_provider_agrees_to(cast: Cast, contract: Contract) -> None:
    with acting_for(cast.organisation.pk):
        exclusion = asked(contract, side="client")
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        answer(cast["provider"], exclusion, REFUSED, "The tickets were ours", NOW)
        exclusion.refresh_from_db()
    assert (exclusion.state, exclusion.decided_side, exclusion.answer) == (
        "refused",
        "provider",
        "The tickets were ours",
    )


def test_nobody_approves_what_the_own_side_asked_for(cast: Cast, contract: Contract) -> None:
    with acting_for(cast.organisation.pk):
        exclusion = asked(contract, side="client")
        with pytest.raises(DecidedMeanwhile, match="The other side decides this"):
            answer(cast["vendor_manager"], exclusion, APPROVED, "", NOW)
        decision = answer(cast["vendor_manager"], asked(contract), APPROVED, "", NOW)
        own = {"state": "approved", "decided_side": "client", "decided_at": NOW, "decision": decision}
        with pytest.raises(IntegrityError, match="approved_by_the_other_side"), transaction.atomic():
            Exclusion.objects.filter(pk=exclusion.pk).update(**own)


def test_of_two_who_decide_the_second_learns_what_the_first_decided(cast: Cast, contract: Contract) -> None:
    with acting_for(cast.organisation.pk):
        exclusion = asked(contract)
        answer(cast["vendor_manager"], exclusion, REFUSED, "No", NOW)
        with pytest.raises(DecidedMeanwhile, match="refused by Vendormanager Person meanwhile"):
            answer(cast["vendor_manager"], exclusion, APPROVED, "Yes", NOW)
    assert exclusion.answer == "No"


def test_a_request_is_withdrawn_by_the_side_that_made_it_only(cast: Cast, contract: Contract) -> None:
    with acting_for(cast.organisation.pk):
        exclusion = asked(contract)
        with pytest.raises(DecidedMeanwhile, match="Only the side that asked"):
            withdraw(cast["vendor_manager"], exclusion, NOW)
    with acting_for(cast.organisation.pk, cast.orvane.pk):
        withdraw(cast["provider"], exclusion, NOW)
        exclusion.refresh_from_db()
    assert exclusion.state == "withdrawn"


@pytest.mark.parametrize(
    "said",
    [
        {"tickets": []},
        {"starts_at": NOW},
        {"starts_at": NOW, "ends_at": NOW},
        {"starts_at": NOW, "ends_at": datetime(2026, 11, 21, tzinfo=UTC), "tickets": ["INC1"]},
    ],
)
def test_an_exclusion_is_a_period_or_a_set_of_tickets(cast: Cast, contract: Contract, said: dict[str, Any]) -> None:
    with (
        acting_for(cast.organisation.pk),
        pytest.raises(IntegrityError, match="period_or_a_set"),
        transaction.atomic(),
    ):
        asked(contract, **said)


def test_a_rival_neither_sees_nor_asks_for_an_exclusion_of_another(cast: Cast, contract: Contract) -> None:
    with acting_for(cast.organisation.pk):
        exclusion = asked(contract)
    with acting_for(cast.organisation.pk, cast.tessel.pk):
        assert not Exclusion.objects.filter(pk=exclusion.pk).exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            asked(contract)


def test_times_are_entered_and_shown_in_the_organisations_zone(cast: Cast, contract: Contract, client: Client) -> None:
    client.force_login(cast["provider"].person)
    page = reverse("vendors:add-exclusion", args=[contract.pk])
    said = {"name": "Move", "reason": "Agreed", "starts_at": "2026-10-12T22:00", "ends_at": "2026-10-13T02:00"}
    answered = client.post(page, said, follow=True).content.decode()
    assert "It waits for the client." in answered
    assert "12 Oct 2026, 22:00 CEST" in answered.replace("\u00a0", " ")
    with acting_for(cast.organisation.pk):
        assert Exclusion.objects.get().starts_at == datetime(2026, 10, 12, 20, 0, tzinfo=UTC)


def test_a_request_without_period_and_tickets_says_what_to_give(cast: Cast, contract: Contract, client: Client) -> None:
    client.force_login(cast["provider"].person)
    answered = client.post(reverse("vendors:add-exclusion", args=[contract.pk]), {"name": "Kept", "reason": "Agreed"})
    assert answered.status_code == 422
    assert "Give the begin and the end of a period" in answered.content.decode()
    assert "Kept" in answered.content.decode()


def test_the_page_decides_once_and_a_refusal_says_why(cast: Cast, contract: Contract, client: Client) -> None:
    with acting_for(cast.organisation.pk):
        exclusion = asked(contract)
    client.force_login(cast["vendor_manager"].person)
    address = reverse("vendors:answer-exclusion", args=[exclusion.pk])
    assert "Say why the exclusion is refused" in client.post(address, {"outcome": "refused"}).content.decode()
    assert "is approved" in client.post(address, {"outcome": "approved"}, follow=True).content.decode()
    second = client.post(address, {"outcome": "refused", "answer": "Late"}, follow=True).content.decode()
    assert "approved by Vendormanager Person meanwhile. Nothing was changed." in second


def test_every_reader_is_told_who_decides_an_open_request(cast: Cast, contract: Contract, client: Client) -> None:
    with acting_for(cast.organisation.pk):
        address = asked(contract).get_absolute_url()
    said = {"vendor_manager": "you may decide.", "it_leader": "you are not among them.", "provider": "not among them."}
    for role, words in said.items():
        client.force_login(cast[role].person)
        page = client.get(address).content.decode()
        assert "decided by every vendor manager; " in page
        assert (words in page, "Your decision" in page) == (True, role == "vendor_manager"), role
