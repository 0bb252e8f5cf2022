"""The pause check of a real company's log: one query for its histories, the clock over columns, seconds in all."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.tickets.imports import judge_again, prepare, take_in
from tests.worked_numbers import Page
from tickets.checking_pauses import PeriodCheck, check_period
from tickets.listing import all_tickets
from tickets.pause_tally import tallies, tally
from tickets.unmapped import unmapped_groups
from vendors.models import Calendar, ServiceLevel, SupportGroup

LOG_OF = (datetime(2016, 1, 1, tzinfo=UTC), datetime(2017, 12, 31, tzinfo=UTC))
NOW = datetime(2018, 1, 1, tzinfo=UTC)
HOURS_OF_PRIORITY = {1: 8, 2: 16, 3: 40, 4: 80}
ALWAYS = DateRange(date(2016, 1, 1), None)


@pytest.fixture
def promised(committed_cast: Cast, real_export: Path) -> Cast:
    """The log with all of its groups at one service, and a level for each priority that accepts two waits."""
    cast = committed_cast
    prepare(cast.organisation)
    take_in(cast.organisation, real_export, "servicenow-audit-log")
    with acting_for(cast.organisation.pk):
        ours = {"organisation": cast.organisation, "vendor": cast.orvane, "service": cast.desk, "valid": ALWAYS}
        groups = [one["group_name"] for one in unmapped_groups(cast["vendor_manager"])]
        SupportGroup.objects.bulk_create(SupportGroup(**ours, name=name) for name in groups)
        for rank, hours in HOURS_OF_PRIORITY.items():
            ServiceLevel.objects.create(
                **ours, code=f"P{rank}", metric="resolution", priority_rank=rank, target_minutes=hours * 60,
                calendar=Calendar.objects.default().get(), pausing_states=["Awaiting Vendor", "Awaiting User Info"],
            )  # fmt: skip
    judge_again(cast.organisation)
    return cast


@pytest.mark.slow
def test_a_real_log_is_checked_in_few_queries_and_never_improves(promised: Cast) -> None:
    member = promised["vendor_manager"]
    found: list[PeriodCheck] = []
    with acting_for(promised.organisation.pk):
        asked = queries_of(lambda: found.append(check_period(member, all_tickets(member), LOG_OF, NOW)))
    assert asked <= 7
    checked = found[0].checked
    figures = tally(checked)
    told = {len(checked): "tickets waited", figures.counts["near"]: "tickets", figures.counts["unanswered"]: "waited"}
    assert list(told) == [4_895, 75, 3_683]
    page = " ".join(Page("pause-check.md").text.split())
    assert all(f"{number:,} {words}" in page for number, words in told.items())
    assert figures.counts["still_met"] == figures.counts["met"] - figures.counts["turned"]
    assert all(one.change <= 0 and one.waiting_change <= 0 for one in tallies(checked))
