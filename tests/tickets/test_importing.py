"""Imports from file to rows: the account adds up, and only differences are written."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.tenancy import acting_for
from portal.jobs.models import State as JobState
from tests.cast import Cast
from tests.tickets.imports import judge_again, lines, prepare, take_in, ticket, versions
from tickets.models import BatchState, ImportBatch, Outcome, Source, Ticket, TouchedMonth
from tickets.unmapped import unmapped_groups
from vendors.models import SupportGroup


@pytest.fixture
def ready(committed_cast: Cast) -> Cast:
    prepare(committed_cast.organisation)
    return committed_cast


def map_group(cast: Cast, name: str = "Desk East") -> None:
    with acting_for(cast.organisation.pk):
        SupportGroup.objects.create(
            organisation=cast.organisation,
            vendor=cast.orvane,
            service=cast.desk,
            name=name,
            valid=DateRange(date(2016, 1, 1), None),
        )


def the_ticket(cast: Cast, number: str) -> Ticket:
    with acting_for(cast.organisation.pk):
        return Ticket.objects.select_related("outcome").get(number=number)


def test_every_row_of_a_file_becomes_new_updated_unchanged_or_rejected(ready: Cast) -> None:
    take_in(ready.organisation, lines(ticket("INC1"), ticket("INC2")))
    batch, job = take_in(
        ready.organisation,
        lines(ticket("INC1"), ticket("INC2", reassignment_count=2), ticket("INC3"), ticket("INC4", opened_at="soon")),
    )
    assert job.state == JobState.SUCCEEDED, job.reason
    assert batch.counts() == {"read": 4, "new": 1, "updated": 1, "unchanged": 1, "rejected": 1, "tickets": 3}
    assert the_ticket(ready, "INC2").outcome.handoffs == 2


@pytest.mark.slow
def test_the_real_log_is_taken_in_whole_and_the_second_time_changes_nothing(ready: Cast, real_export: Path) -> None:
    first, _ = take_in(ready.organisation, real_export, "servicenow-audit-log")
    assert first.counts() == {
        "read": 141_712, "new": 141_712, "updated": 0, "unchanged": 0, "rejected": 0, "tickets": 24_918,
    }  # fmt: skip
    before = [versions(ready.organisation, table) for table in ("tickets_ticket", "tickets_outcome")]
    again, _ = take_in(ready.organisation, real_export, None)
    assert again.counts() == {
        "read": 141_712, "new": 0, "updated": 0, "unchanged": 141_712, "rejected": 0, "tickets": 24_918,
    }  # fmt: skip
    after = [versions(ready.organisation, table) for table in ("tickets_ticket", "tickets_outcome")]
    assert all(one.equals(other) for one, other in zip(before, after, strict=True))
    with acting_for(ready.organisation.pk):
        assert Outcome.objects.filter(first_time_right=True).count() == 13_487
        assert Ticket.objects.filter(claimed_sla=True).count() == 15_803
        assert Outcome.objects.filter(reopens__gt=0).count() == 275
