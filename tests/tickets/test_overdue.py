"""Time passes without an import, and what it does to open tickets."""

from datetime import UTC, datetime

import pytest

from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from tests.cast import Cast
from tickets.models import Outcome, Source, Ticket
from tickets.overdue import judge_the_day

DUE = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def undecided(acting: Cast) -> Cast:
    """A ticket that could still be met when it was judged."""
    own = {"organisation": acting.organisation, "vendor": acting.orvane}
    source = Source.objects.create(organisation=acting.organisation, name="Desk")
    ticket = Ticket.objects.create(
        **own, source=source, batch_id=1, number="INC1", state="active", opened_at=DUE, row_hash=1
    )
    Outcome.objects.create(**own, ticket=ticket, resolution_due_at=DUE)
    return acting


def test_a_ticket_that_ran_out_of_time_is_judged_again(undecided: Cast) -> None:
    assert judge_the_day(undecided.organisation, DUE) is not None


def test_a_ticket_with_time_left_is_left_alone(undecided: Cast) -> None:
    assert judge_the_day(undecided.organisation, DUE.replace(hour=14)) is None


def test_a_day_is_judged_once_however_often_the_scheduler_asks(undecided: Cast) -> None:
    judge_the_day(undecided.organisation, DUE)
    Job.objects.update(state="succeeded")
    assert judge_the_day(undecided.organisation, DUE.replace(hour=22)) is None  # 23:00 in Amsterdam
    assert judge_the_day(undecided.organisation, DUE.replace(hour=23)) is not None  # the next day there


def test_another_organisation_has_nothing_to_judge(undecided: Cast) -> None:
    with acting_for(undecided.elsewhere.pk):
        assert judge_the_day(undecided.elsewhere, DUE) is None
