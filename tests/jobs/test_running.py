"""Running a job: progress shown, stopped when asked, tried again after a crash, ended exactly once."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from portal.accounts.tenancy import acting_for
from portal.jobs import registry
from portal.jobs.models import Job, State
from portal.jobs.queue import enqueue
from portal.jobs.registry import JobRefused, JobResult, job_handler
from portal.jobs.running import JobRun, run_job
from tests.cast import Cast
from vendors.models import Site

Work = Callable[[JobRun], JobResult]


@pytest.fixture(autouse=True)
def _declared_for_a_test_only(settings: Settings) -> Iterator[None]:
    settings.JOB_HEARTBEAT_SECONDS = 0.02
    before = dict(registry._handlers)
    yield
    registry._handlers.clear()
    registry._handlers.update(before)


def queued(cast: Cast, work: Work) -> Job:
    job_handler("test.work", steps=("Read", "Write"))(work)
    with acting_for(cast.organisation.pk):
        return enqueue("test.work", "k", cast.organisation.pk, "Import", member=cast["vendor_manager"], wake=False)


def run(cast: Cast, work: Work) -> Job:
    ended = run_job(cast.organisation.pk, queued(cast, work).pk)
    assert ended is not None
    return ended


def stored(job: Job) -> Job:
    with acting_for(job.organisation_id):
        return Job.objects.get(pk=job.pk)


def eventually(true: Callable[[], bool]) -> None:
    """Wait for what another thread does, at most ten seconds."""
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_job_ends_with_its_result_and_a_link(committed_cast: Cast) -> None:
    job = run(committed_cast, lambda run: JobResult("/tickets/", {"read": 3}))
    assert (job.state, job.result_url, job.result) == (State.SUCCEEDED, "/tickets/", {"read": 3})
    assert job.percent == 100
    assert job.finished_at is not None
    assert [step["state"] for step in job.steps] == ["done", "done"]


def test_a_job_that_is_not_waiting_is_left_alone(committed_cast: Cast) -> None:
    job = run(committed_cast, lambda run: JobResult())
    assert run_job(committed_cast.organisation.pk, job.pk) is None
    assert run_job(committed_cast.organisation.pk, 10**9) is None


def test_a_job_of_another_organisation_is_not_found(committed_cast: Cast) -> None:
    job = queued(committed_cast, lambda run: JobResult())
    assert run_job(committed_cast.elsewhere.pk, job.pk) is None


def test_the_page_sees_progress_while_the_work_goes_on(committed_cast: Cast) -> None:
    seen: list[Job] = []

    def work(run: JobRun) -> JobResult:
        run.progress("Write", done=1, total=2, detail="1 of 2 rows")
        eventually(lambda: stored(run.job).done > 0)
        seen.append(stored(run.job))
        return JobResult()

    run(committed_cast, work)
    assert seen[0].percent == 75
    assert [(s["state"], s["detail"]) for s in seen[0].steps] == [("done", ""), ("running", "1 of 2 rows")]


def test_a_job_stops_where_it_looks_after_it_was_cancelled(committed_cast: Cast) -> None:
    def work(run: JobRun) -> JobResult:
        with acting_for(run.organisation_id):
            Job.objects.get(pk=run.job.pk).ask_to_cancel(timezone.now())
        eventually(run.cancel_requested.is_set)
        run.progress("Write")
        raise AssertionError("it went on")

    job = run(committed_cast, work)
    assert (job.state, job.reason) == (State.CANCELLED, "Cancelled. Nothing was changed.")


def test_a_refusal_is_final_and_shown_in_its_own_words(committed_cast: Cast) -> None:
    def work(run: JobRun) -> JobResult:
        raise JobRefused("Row 7 has no number. Add it and upload the file again.")

    job = run(committed_cast, work)
    assert (job.state, job.attempts) == (State.FAILED, 1)
    assert job.reason == "Row 7 has no number. Add it and upload the file again."


def test_a_kind_that_nobody_declares_fails_with_a_sentence(committed_cast: Cast) -> None:
    with acting_for(committed_cast.organisation.pk):
        job = enqueue("test.unheard", "k", committed_cast.organisation.pk, "Import", wake=False)
    ended = run_job(committed_cast.organisation.pk, job.pk)
    assert ended is not None
    assert "does not know jobs of the kind test.unheard" in ended.reason


@pytest.mark.usefixtures("_quiet")
def test_a_crash_is_tried_again_later_and_fails_with_its_reason_in_the_end(committed_cast: Cast) -> None:
    def work(run: JobRun) -> JobResult:
        raise ValueError("the column vanished")

    job = queued(committed_cast, work)
    delays = []
    for _ in range(2):
        crashed = run_job(committed_cast.organisation.pk, job.pk)
        assert crashed is not None
        assert (crashed.state, crashed.lease, crashed.woken_at) == (State.QUEUED, None, None)
        delays.append(round((crashed.due_at - timezone.now()).total_seconds()))
        assert run_job(committed_cast.organisation.pk, job.pk) is None  # its time has not come
        with acting_for(committed_cast.organisation.pk):
            Job.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert delays == [5, 15]
    ended = run_job(committed_cast.organisation.pk, job.pk)
    assert ended is not None
    assert ended.state == State.FAILED
    assert "failed 3 times, the last time with ValueError: the column vanished" in ended.reason


@pytest.fixture
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", "portal.jobs.running")


def test_who_lost_the_job_leaves_no_trace(committed_cast: Cast) -> None:
    other = uuid.uuid4()

    def work(run: JobRun) -> JobResult:
        with acting_for(run.organisation_id):
            Site.objects.create(organisation_id=run.organisation_id, name="Written by the slow one")
            elsewhere(lambda: take_over(run, other))
            run.seal()
        raise AssertionError("it committed")

    job = queued(committed_cast, work)
    assert run_job(committed_cast.organisation.pk, job.pk) is None
    with acting_for(committed_cast.organisation.pk):
        assert not Site.objects.exists()
    assert (stored(job).state, stored(job).lease) == (State.RUNNING, other)


def test_who_lost_the_job_hears_of_it_at_the_next_step(committed_cast: Cast) -> None:
    other = uuid.uuid4()

    def work(run: JobRun) -> JobResult:
        take_over(run, other)
        eventually(run.lease_lost.is_set)
        run.progress("Write")
        raise AssertionError("it went on")

    job = queued(committed_cast, work)
    assert run_job(committed_cast.organisation.pk, job.pk) is None
    assert stored(job).lease == other


def take_over(run: JobRun, lease: uuid.UUID) -> None:
    with acting_for(run.organisation_id):
        Job.objects.filter(pk=run.job.pk).update(lease=lease, heartbeat_at=timezone.now())


def elsewhere(work: Callable[[], None]) -> None:
    """Do something on another connection, as another process would."""

    def alone() -> None:
        work()
        connection.close()

    thread = threading.Thread(target=alone)
    thread.start()
    thread.join()


def test_what_is_sealed_stays(committed_cast: Cast) -> None:
    def work(run: JobRun) -> JobResult:
        with acting_for(run.organisation_id, cause=run.cause):
            Site.objects.create(organisation_id=run.organisation_id, name="Utrecht")
            run.seal()
        return JobResult()

    assert run(committed_cast, work).state == State.SUCCEEDED
    with acting_for(committed_cast.organisation.pk):
        assert Site.objects.get().name == "Utrecht"


def test_work_that_waited_for_the_same_key_is_called_when_it_is_free(committed_cast: Cast) -> None:
    organisation = committed_cast.organisation.pk
    waiting: list[Job] = []

    def work(run: JobRun) -> JobResult:
        with acting_for(organisation):
            waiting.append(enqueue("test.work", "k", organisation, "Import", wake=False))
        return JobResult()

    run(committed_cast, work)
    assert stored(waiting[0]).woken_at is None  # the sweeper's next round finds it
