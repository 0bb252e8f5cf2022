"""The pages of background jobs: the list, one job, its progress, retry and cancel."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.accounts.tenancy import acting_for
from portal.jobs import showing
from portal.jobs.models import Job, State
from tests.cast import Cast

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STEPS = [
    {"name": "Read", "state": "done", "detail": "141,712 rows"},
    {"name": "Write", "state": "running", "detail": "48,210 tickets"},
    {"name": "Score", "state": "waiting", "detail": ""},
]


def job(cast: Cast, state: State = State.QUEUED, **fields: object) -> Job:
    values: dict[str, object] = {"kind": "test", "key": uuid.uuid4().hex, "title": "Import of log.csv", "due_at": NOW}
    if state == State.RUNNING:
        values |= {"lease": uuid.uuid4(), "heartbeat_at": NOW, "started_at": NOW, "steps": STEPS}
        values |= {"done": 1500, "total": 3000}
    with acting_for(cast.organisation.pk):
        return Job.objects.create(organisation=cast.organisation, state=state, **(values | fields))


@pytest.fixture
def manager(cast: Cast, client: Client) -> Client:
    client.force_login(cast["vendor_manager"].person)
    return client


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def stored(job: Job) -> Job:
    with acting_for(job.organisation_id):
        return Job.objects.get(pk=job.pk)


def test_the_page_of_a_running_job_shows_how_far_it_is_and_asks_again_every_two_seconds(
    cast: Cast, manager: Client
) -> None:
    running = job(cast, State.RUNNING)
    shown = page(manager, f"/jobs/{running.pk}/")
    assert "Write: 48,210 tickets" in shown
    assert f'hx-get="/jobs/{running.pk}/progress/" hx-trigger="every 2s"' in shown
    assert 'value="50"' in shown
    assert 'aria-live="polite"' in shown
    assert "Cancel this job" in shown
    assert "Load this page again" in shown


def test_the_progress_part_stops_asking_when_the_job_has_ended(cast: Cast, manager: Client) -> None:
    done = job(cast, State.SUCCEEDED, result_url="/tickets/imports/7/")
    part = page(manager, f"/jobs/{done.pk}/progress/")
    assert "hx-get" not in part
    assert 'href="/tickets/imports/7/"' in part
    assert "<html" not in part


def test_a_failed_job_says_why_and_can_be_tried_again(cast: Cast, manager: Client) -> None:
    failed = job(cast, State.FAILED, reason="Row 7 has no number.", steps=STEPS)
    shown = page(manager, f"/jobs/{failed.pk}/")
    assert "Row 7 has no number." in shown
    assert "rt-steps--failed" in shown
    manager.post(f"/jobs/{failed.pk}/retry/")
    assert stored(failed).state == State.QUEUED


def test_a_job_is_cancelled_from_its_page(cast: Cast, manager: Client) -> None:
    waiting, running = job(cast), job(cast, State.RUNNING)
    for each in (waiting, running):
        assert manager.post(f"/jobs/{each.pk}/cancel/").status_code == 302
    assert stored(waiting).state == State.CANCELLED
    assert "Stopping at the next step" in page(manager, f"/jobs/{running.pk}/")


def test_cancelling_what_has_ended_says_so(cast: Cast, manager: Client) -> None:
    done = job(cast, State.SUCCEEDED)
    answer = manager.post(f"/jobs/{done.pk}/cancel/", follow=True)
    assert "there is nothing left to cancel" in answer.content.decode()


def test_who_may_only_look_gets_no_buttons(cast: Cast, client: Client) -> None:
    client.force_login(cast["auditor"].person)
    shown = page(client, f"/jobs/{job(cast).pk}/")
    assert "Cancel this job" not in shown


def test_the_list_is_filtered_by_state_with_counts(cast: Cast, manager: Client) -> None:
    job(cast, State.FAILED, title="The failed one")
    job(cast, State.SUCCEEDED, title="The good one")
    assert "Failed 1" in page(manager, "/jobs/")
    shown = page(manager, "/jobs/?state=failed")
    assert "The failed one" in shown
    assert "The good one" not in shown
    assert "No job is in this state" in page(manager, "/jobs/?state=cancelled")


def test_a_list_without_jobs_says_what_belongs_there(cast: Cast, manager: Client) -> None:
    assert "No jobs yet" in page(manager, "/jobs/")


def test_a_long_list_has_pages(cast: Cast, manager: Client) -> None:
    for number in range(27):
        job(cast, State.SUCCEEDED, title=f"Job number {number}")
    assert "1–25 of 27" in page(manager, "/jobs/")
    assert "Job number 0<" in page(manager, "/jobs/?page=2&state=succeeded")


def test_the_top_bar_follows_running_jobs_and_rests_when_there_are_none(cast: Cast, manager: Client) -> None:
    assert "No jobs running" in page(manager, "/jobs/indicator/")
    assert "hx-get" not in page(manager, "/jobs/indicator/")
    job(cast, State.RUNNING)
    shown = page(manager, "/jobs/indicator/")
    assert 'hx-get="/jobs/indicator/" hx-trigger="every 5s"' in shown
    assert "1 job" in shown


def test_who_may_not_see_jobs_has_no_indicator(cast: Cast, client: Client) -> None:
    job(cast, State.RUNNING)
    client.force_login(cast["executive"].person)
    assert "rt-jobs" not in page(client, "/me/")


@pytest.mark.parametrize(("address", "queries"), [("/jobs/", 20), ("/jobs/indicator/", 16)])
def test_the_pages_ask_as_much_for_ten_jobs_as_for_one(
    cast: Cast, manager: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int
) -> None:
    job(cast, State.RUNNING)
    with django_assert_num_queries(queries):
        manager.get(address)
    for _ in range(9):
        job(cast, State.RUNNING)
    with django_assert_num_queries(queries):
        manager.get(address)


def test_the_time_left_follows_from_the_share_done(cast: Cast) -> None:
    running = job(cast, State.RUNNING)
    assert showing.time_left(running, NOW + timedelta(minutes=2)) == "about 2\u00a0min left"
    running.done = 30
    assert showing.time_left(running, NOW + timedelta(minutes=2)) == ""
    assert showing.took(running, NOW + timedelta(seconds=40)) == "40\u00a0s"


def test_a_job_that_is_tried_again_says_so(cast: Cast) -> None:
    waiting = job(cast, attempts=1)
    assert showing.note(waiting) == "It stopped in the middle 1 of 3 times and is tried again shortly."
