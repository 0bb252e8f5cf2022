"""A change in vendors, levels, calendars or task rules reaches the stored tickets by itself, and once."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.models import Organisation
from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from portal.jobs.running import run_job
from tests.cast import Cast
from tests.tickets.imports import lines, prepare, take_in, ticket
from tickets.models import TaskRule, TaskType, Ticket, TouchedMonth
from tickets.rulebook import load_rulebook
from tickets.rulebook_changes import ALL_ELSE, changed_groups, parts_of
from tickets.tasks import notice_changed_rules
from vendors.models import SupportGroup


@pytest.fixture
def stocked(committed_cast: Cast) -> Cast:
    prepare(committed_cast.organisation)
    take_in(committed_cast.organisation, lines(ticket("INC1"), ticket("INC2", assignment_group="Field")))
    return committed_cast


def give_group(cast: Cast, name: str) -> None:
    with acting_for(cast.organisation.pk):
        SupportGroup.objects.create(
            organisation=cast.organisation, vendor=cast.orvane, service=cast.desk, name=name,
            valid=DateRange(date(2016, 1, 1), None),
        )  # fmt: skip


def noticed(cast: Cast) -> list[Job]:
    """The judgings that are asked for now, run to their end."""
    notice_changed_rules()
    with acting_for(cast.organisation.pk):
        jobs = list(Job.objects.filter(kind="tickets.rescore").unfinished())
    for job in jobs:
        run_job(cast.organisation.pk, job.pk)
    return jobs


def test_tickets_that_were_just_taken_in_are_not_judged_again(stocked: Cast) -> None:
    assert noticed(stocked) == []


def test_a_group_that_gets_a_vendor_has_its_own_tickets_judged_and_no_others(stocked: Cast) -> None:
    give_group(stocked, "Field")
    (job,) = noticed(stocked)
    assert job.payload == {"groups": ["Field"]}
    with acting_for(stocked.organisation.pk):
        assert Ticket.objects.get(number="INC2").vendor_id == stocked.orvane.pk
    assert noticed(stocked) == []


def test_any_other_rule_has_all_tickets_judged_once(stocked: Cast) -> None:
    with acting_for(stocked.organisation.pk):
        printing = TaskType.objects.create(organisation=stocked.organisation, name="Printing")
        TaskRule.objects.create(organisation=stocked.organisation, position=1, task_type=printing, category="Printing")
    (job,) = noticed(stocked)
    assert job.payload == {"groups": None}
    with acting_for(stocked.organisation.pk):
        assert Ticket.objects.get(number="INC1").outcome.task_type_id == printing.pk
    assert noticed(stocked) == []


def test_another_zone_has_every_month_computed_again_those_that_tickets_left_too(stocked: Cast) -> None:
    with acting_for(stocked.organisation.pk):
        TouchedMonth.objects.all().delete()
        Organisation.objects.filter(pk=stocked.organisation.pk).update(timezone="Asia/Tokyo")
    assert len(noticed(stocked)) == 1
    with acting_for(stocked.organisation.pk):
        months = list(TouchedMonth.objects.order_by("month").values_list("month", flat=True))
    assert months == [date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1)]
    assert noticed(stocked) == []


def test_a_judging_that_was_asked_for_is_not_asked_for_again_while_it_waits(stocked: Cast) -> None:
    give_group(stocked, "Field")
    notice_changed_rules()
    notice_changed_rules()
    with acting_for(stocked.organisation.pk):
        assert Job.objects.filter(kind="tickets.rescore").count() == 1


def test_the_same_rules_have_the_same_fingerprint_and_a_group_its_own(stocked: Cast) -> None:
    with acting_for(stocked.organisation.pk):
        before, again = (parts_of(load_rulebook(stocked.organisation.pk)) for _ in range(2))
    assert before == again
    give_group(stocked, "Field")
    with acting_for(stocked.organisation.pk):
        after = parts_of(load_rulebook(stocked.organisation.pk))
    assert changed_groups(before, after) == ["Field"]
    assert changed_groups(before, after | {ALL_ELSE: "other"}) is None
