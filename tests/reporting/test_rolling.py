"""Rolling up: what changed is computed, once, and the same rows come out whichever way."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from portal.jobs.running import run_job
from reporting import tasks
from reporting.freshness import touched_months
from reporting.models import Rollup
from reporting.rolling import Rolled, roll_up_changes, something_changed, start_over
from tests.cast import Cast
from tests.reporting.ticket_rows import day, put
from tickets.touching import touch

NOW = day("2026-11-09", 5)


def rows() -> list[tuple[Any, ...]]:
    fields = (
        "grain",
        "grouping",
        "period_key",
        "vendor_id",
        "service_id",
        "site_id",
        "priority",
        "group_name",
        "figures",
    )
    return sorted(Rollup.objects.values_list(*fields), key=str)


def keys(grain: str = "month") -> list[str]:
    return list(Rollup.objects.of(grain, "all").order_by("period_start").values_list("period_key", flat=True))


@pytest.fixture
def autumn(acting: Cast) -> Cast:
    """Tickets of September and October, some of them open for weeks."""
    desk, network = acting.desk, acting.network
    put(
        acting.organisation,
        [
            {"opened": day("2026-09-03"), "hours": 5, "service": desk, "claimed_sla": True, "priority": "2 - High"},
            {"opened": day("2026-09-20"), "hours": 800, "service": desk, "score": 40.125, "group_name": "Desk"},
            {"opened": day("2026-10-02"), "hours": 1, "service": network, "first_time_right": True, "lost_hours": 0.5},
            {"opened": day("2026-10-30"), "service": None},
        ],
    )
    return acting


def test_a_roll_up_computes_the_touched_months_with_their_weeks_and_quarters(autumn: Cast) -> None:
    roll_up_changes(autumn.organisation, NOW)
    assert keys() == ["2026-09", "2026-10"]
    assert keys("quarter") == ["2026-Q3", "2026-Q4"]
    assert keys("week") == [f"2026-W{week}" for week in (36, 38, 39, 40, 41, 42, 44)]
    assert touched_months(autumn.organisation.pk) == {}
    october = Rollup.objects.of("month", "all").get(period_key="2026-10").figures
    assert october["volume"] == [2, 2, 2, 2]
    assert october["backlog"] == [1, 1, 1, 1]


def test_a_ticket_of_nobody_has_a_row_without_vendor(autumn: Cast) -> None:
    roll_up_changes(autumn.organisation, NOW)
    nobody = Rollup.objects.of("month", "vendor_service").get(vendor_id=None)
    assert (nobody.period_key, nobody.figures["volume"][0]) == ("2026-10", 1)


def test_with_nothing_touched_a_roll_up_does_nothing(autumn: Cast) -> None:
    roll_up_changes(autumn.organisation, NOW)
    assert not something_changed(autumn.organisation, NOW)
    assert roll_up_changes(autumn.organisation, NOW) == Rolled()


def test_only_the_touched_month_is_computed_again(autumn: Cast) -> None:
    roll_up_changes(autumn.organisation, NOW)
    put(autumn.organisation, [{"opened": day("2026-10-14"), "hours": 2, "service": autumn.desk}])
    later = NOW + timedelta(hours=1)
    roll_up_changes(autumn.organisation, later)
    computed = dict(Rollup.objects.of("month", "all").values_list("period_key", "computed_at"))
    assert computed == {"2026-09": NOW, "2026-10": later}
    assert Rollup.objects.of("month", "all").get(period_key="2026-10").figures["volume"][0] == 3


def test_month_by_month_and_from_scratch_the_rows_are_identical(acting: Cast) -> None:
    organisation = acting.organisation
    for month in ("2026-07", "2026-08", "2026-10"):
        plan = [{"opened": day(f"{month}-{n:02}"), "hours": 90 * n, "service": acting.desk} for n in range(1, 12)]
        put(organisation, [*plan, {"opened": day(f"{month}-28"), "score": 33.333}])
        roll_up_changes(organisation, NOW)
    step_by_step = rows()
    start_over(organisation)
    assert rows() == []
    roll_up_changes(organisation, NOW)
    assert rows() == step_by_step
    assert keys() == ["2026-07", "2026-08", "2026-09", "2026-10", "2026-11"]


def test_a_month_without_tickets_between_others_still_has_its_backlog(acting: Cast) -> None:
    put(acting.organisation, [{"opened": day("2026-07-10")}])
    put(acting.organisation, [{"opened": day("2026-09-10"), "hours": 1}])
    roll_up_changes(acting.organisation, NOW)
    august = Rollup.objects.of("month", "all").get(period_key="2026-08").figures
    assert (august["volume"][0], august["backlog"][0]) == (0, 1)


def test_a_month_touched_while_the_figures_are_computed_stays_touched(autumn: Cast) -> None:
    october = day("2026-10-01").date()

    def touch_again(step: str) -> None:
        if step == "Write":
            touch(autumn.organisation.pk, [october])

    roll_up_changes(autumn.organisation, NOW, touch_again)
    assert list(touched_months(autumn.organisation.pk)) == [october]


def test_a_new_week_is_rolled_up_though_no_ticket_came(autumn: Cast) -> None:
    roll_up_changes(autumn.organisation, NOW)
    next_monday = NOW + timedelta(days=7)
    assert something_changed(autumn.organisation, next_monday)
    roll_up_changes(autumn.organisation, next_monday)
    assert keys("week")[-2:] == ["2026-W46", "2026-W47"]
    assert keys()[-1] == "2026-11"


def test_a_history_of_years_ago_does_not_grow_empty_periods(acting: Cast) -> None:
    put(acting.organisation, [{"opened": day("2016-03-10")}, {"opened": day("2016-05-10"), "hours": 3}])
    roll_up_changes(acting.organisation, NOW)
    assert keys() == ["2016-03", "2016-04", "2016-05"]
    assert not something_changed(acting.organisation, NOW + timedelta(days=40))


def test_periods_that_have_not_begun_get_no_row(acting: Cast) -> None:
    put(acting.organisation, [{"opened": day("2026-11-02")}])
    roll_up_changes(acting.organisation, NOW)
    assert keys("week") == ["2026-W45", "2026-W46"]


def test_the_roll_up_sees_and_writes_its_own_organisation_only(autumn: Cast) -> None:
    roll_up_changes(autumn.organisation, NOW)
    with acting_for(autumn.elsewhere.pk):
        assert not Rollup.objects.exists()
        assert roll_up_changes(autumn.elsewhere, NOW) == Rolled()


def test_the_scheduler_queues_one_roll_up_for_an_organisation_with_changes(committed_cast: Cast) -> None:
    ours = committed_cast.organisation
    with acting_for(ours.pk):
        put(ours, [{"opened": day("2026-10-14"), "hours": 2}])
    tasks.roll_up_what_changed()
    tasks.roll_up_what_changed()
    with acting_for(ours.pk):
        job = Job.objects.get()
    done = run_job(ours.pk, job.pk)
    assert done is not None
    assert (done.state, done.result["tickets"]) == ("succeeded", 1)
    with acting_for(ours.pk):
        assert keys() == ["2026-10"]
    tasks.roll_up_what_changed()
    with acting_for(ours.pk):
        assert Job.objects.count() == 1


def test_after_a_failure_the_scheduler_waits_before_it_asks_again(autumn: Cast) -> None:
    tasks.queue_when_changed(autumn.organisation, NOW)
    Job.objects.update(state="failed", finished_at=NOW)
    tasks.queue_when_changed(autumn.organisation, NOW + timedelta(minutes=5))
    assert Job.objects.count() == 1
    tasks.queue_when_changed(autumn.organisation, NOW + timedelta(minutes=11))
    assert Job.objects.count() == 2


def test_the_rows_follow_a_plain_count_in_sql(autumn: Cast) -> None:
    roll_up_changes(autumn.organisation, NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tickets_ticket WHERE opened_at >= '2026-09-30 22:00+00'")
        (opened,) = cursor.fetchone()
    assert Rollup.objects.of("month", "all").get(period_key="2026-10").figures["volume"][0] == opened
