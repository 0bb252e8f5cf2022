"""The demonstration through the real intake: complete, and what it shows is what the portal measures."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Avg, Q
from pytest_django import Settings

from portal.accounts.models import Membership, Organisation
from portal.accounts.setup import create_organisation
from portal.accounts.tenancy import acting_for
from portal.demonstration.create import create, is_wanted, registered
from portal.demonstration.world import world
from reporting.models import Rollup
from tests.cast import Cast
from tickets.levels.measuring import measure
from tickets.models import ImportBatch, Outcome, Ticket
from tickets.unmapped import unmapped_groups
from vendors.models import Contract

TODAY = date(2026, 11, 22)


@pytest.fixture
def created(transactional_db: None, settings: Settings, tmp_path: Path) -> Organisation:
    settings.PORTAL_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path
    return create(TODAY, print)


def score(vendor: str) -> float:
    found = Outcome.objects.filter(ticket__vendor__name=vendor).aggregate(score=Avg("score"))["score"]
    return float(found)


def share_met(vendor: str, field: str) -> float:
    decided = Ticket.objects.filter(vendor__name=vendor, outcome__resolution_met__isnull=False)
    return 100 * decided.filter(Q(**{field: True})).count() / decided.count()


def assert_orvane_promises_more_than_the_tickets_bear_out() -> None:
    """October as measured: what Orvane claims to have met lies far above, and the tickets between are listed."""
    contract = Contract.objects.select_related("organisation").get(vendor__name="Orvane")
    period = measure(contract, date(2026, 10, 1), datetime(2026, 11, 22, tzinfo=UTC))
    resolved = [one for one in period.measurements.select_related("level") if one.claimed_met is not None]
    met, claimed, counted = (sum(getattr(one, name) for one in resolved) for name in ("met", "claimed_met", "counted"))
    assert counted > 500
    assert claimed / counted > 0.97
    assert met / counted < 0.88
    differing = [one for measured in resolved for one in measured.differing]
    assert len(differing) > 100
    accepted = [why for *_, why in differing if why == "Pause not accepted: Awaiting User Info"]
    assert len(accepted) > len(differing) / 2
    assert {one.state for one in resolved} & {"missed_expected", "missed_minimum"}


@pytest.mark.slow
def test_the_demonstration_shows_what_it_is_meant_to_and_is_created_once(created: Organisation) -> None:
    with acting_for(created.pk):
        batches = ImportBatch.objects.done()
        assert batches.count() == 3
        assert sum(batch.rejected or 0 for batch in batches) == 7
        assert 24_000 < Ticket.objects.count() < 27_000
        assert share_met("Orvane", "claimed_sla") > 97
        assert share_met("Orvane", "outcome__resolution_met") < 86
        assert 40 < score("Orvane") < 55
        assert abs(share_met("Tessel", "claimed_sla") - share_met("Tessel", "outcome__resolution_met")) < 1
        assert 63 < score("Tessel") < 75
        assert score("Lumenfold") > 82
        member = Membership.objects.get(role="vendor_manager")
        assert {group["group_name"] for group in unmapped_groups(member)} == {
            "Orvane Field Benelux",
            "Kardo Print Care",
        }
        unclassified = Outcome.objects.filter(task_type=None).count() / Ticket.objects.count()
        assert 0.06 < unclassified < 0.10
        october = Rollup.objects.get(grain="month", grouping="all", period_key="2026-10")
        assert 1500 < october.figures["volume"][0] < 2600
        assert_orvane_promises_more_than_the_tickets_bear_out()
    call_command("create_demonstration")
    with acting_for(created.pk):
        assert ImportBatch.objects.count() == 3


def test_an_organisation_of_the_same_name_is_left_alone(cast: Cast) -> None:
    assert not is_wanted()


def test_beside_somebodys_own_organisation_there_is_no_demonstration(db: None) -> None:
    assert is_wanted()
    create_organisation("acme", "Acme", "Europe/Berlin", "EUR")
    assert not is_wanted()


def test_an_interrupted_creation_is_taken_up_again(db: None) -> None:
    registered(world(TODAY), TODAY)
    assert is_wanted()
