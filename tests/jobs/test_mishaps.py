"""What befalls jobs: workers die, clocks differ, two people act at once. No work is lost, none hangs for ever."""

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.accounts.tenancy import acting_for
from portal.jobs import registry
from portal.jobs.models import Job, State
from portal.jobs.queue import enqueue, sweep
from portal.jobs.registry import JobResult, job_handler
from portal.jobs.running import JobRun, run_job
from tests.cast import Cast

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
STALE = timedelta(seconds=20)


@pytest.fixture(autouse=True)
def _declared_for_a_test_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_handlers", dict(registry._handlers))


def make(cast: Cast, **fields: object) -> Job:
    values = {"kind": "test.work", "key": "k", "title": "Import", "due_at": NOW} | fields
    return Job.objects.create(organisation=cast.organisation, **values)


def abandoned(cast: Cast, **fields: object) -> Job:
    return make(cast, state=State.RUNNING, lease=uuid.uuid4(), heartbeat_at=NOW, attempts=1, **fields)


def again(job: Job) -> Job:
    with acting_for(job.organisation_id):
        return Job.objects.get(pk=job.pk)


def test_a_job_whose_worker_died_waits_beside_a_newer_one_of_its_key(acting: Cast) -> None:
    dead, newer = abandoned(acting, payload={"groups": ["A"]}), make(acting, payload={"groups": ["B"]})
    assert sorted(sweep(acting.organisation.pk, LATER, STALE)) == [dead.pk, newer.pk]
    assert (again(dead).state, again(dead).payload) == (State.QUEUED, {"groups": ["A"]})


def test_a_job_that_crashed_waits_beside_a_newer_one_of_its_key(committed_cast: Cast) -> None:
    organisation = committed_cast.organisation.pk

    def crash(_: JobRun) -> JobResult:
        with acting_for(organisation):
            enqueue("test.crash", "k", organisation, "Import", wake=False)
        raise RuntimeError

    job_handler("test.crash")(crash)
    with acting_for(organisation):
        first = enqueue("test.crash", "k", organisation, "Import", wake=False)
    run_job(organisation, first.pk)
    with acting_for(organisation):
        assert [job.state for job in Job.objects.all()] == [State.QUEUED, State.QUEUED]


def test_of_two_waiting_jobs_of_a_key_one_runs_at_a_time(committed_cast: Cast) -> None:
    with acting_for(committed_cast.organisation.pk):
        jobs = [make(committed_cast, attempts=1), make(committed_cast)]
    start, won = threading.Barrier(2, timeout=10), []

    def reach(job: Job) -> None:
        start.wait()
        with acting_for(job.organisation_id):
            won.append(Job.objects.claim(job.pk, uuid.uuid4(), timezone.now()))
        connection.close()

    threads = [threading.Thread(target=reach, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, True]


def test_what_should_stop_is_not_begun_again_when_its_worker_died(acting: Cast) -> None:
    job = abandoned(acting, cancel_requested=True)
    assert sweep(acting.organisation.pk, LATER, STALE) == []
    assert again(job).state == State.CANCELLED


def test_what_should_stop_is_not_begun_again_when_it_crashed(committed_cast: Cast) -> None:
    organisation = committed_cast.organisation.pk

    def crash(run: JobRun) -> JobResult:
        with acting_for(organisation):
            run.job.ask_to_cancel(timezone.now())
        raise RuntimeError

    job_handler("test.crash")(crash)
    with acting_for(organisation):
        job = enqueue("test.crash", "k", organisation, "Import", wake=False)
    run_job(organisation, job.pk)
    assert again(job).state == State.CANCELLED


def test_a_worker_whose_clock_is_wrong_is_not_taken_for_dead(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    organisation = committed_cast.organisation.pk
    with acting_for(organisation):
        job = enqueue("test.work", "k", organisation, "Import", wake=False)
    seen = []

    def work(run: JobRun) -> JobResult:
        with acting_for(organisation):
            run.seal()
        seen.append(again(run.job).heartbeat_at)
        return JobResult()

    job_handler("test.work")(work)
    monkeypatch.setattr(timezone, "now", lambda: datetime.now(UTC) - timedelta(hours=1))
    ended = run_job(organisation, job.pk)
    monkeypatch.undo()
    assert ended
    assert all(moment and abs(timezone.now() - moment) < timedelta(minutes=5) for moment in (*seen, ended.finished_at))


def test_a_worker_waits_for_the_cause_of_work_that_was_asked_for_twice(committed_cast: Cast) -> None:
    """The second request joins the waiting job; taken before it commits, the work would not see its cause."""
    organisation = committed_cast.organisation.pk
    with acting_for(organisation):
        job = enqueue("test.work", "k", organisation, "Import", wake=False)
    asked, taken = threading.Event(), threading.Event()

    def reach() -> None:
        asked.wait(10)
        with acting_for(organisation):
            Job.objects.claim(job.pk, uuid.uuid4(), timezone.now())
        taken.set()
        connection.close()

    worker = threading.Thread(target=reach)
    worker.start()
    with acting_for(organisation):
        assert enqueue("test.work", "k", organisation, "Import", wake=False) == job
        asked.set()
        assert not taken.wait(0.3)
    assert taken.wait(10)
    worker.join()


def test_two_sweepers_do_not_wake_the_same_job(committed_cast: Cast) -> None:
    organisation = committed_cast.organisation.pk
    with acting_for(organisation):
        job = make(committed_cast)
    second: list[list[int]] = []

    def sweep_too() -> None:
        with acting_for(organisation):
            second.append(sweep(organisation, LATER, STALE))
        connection.close()

    with acting_for(organisation):
        assert sweep(organisation, LATER, STALE) == [job.pk]
        other = threading.Thread(target=sweep_too)
        other.start()
        other.join(10)
    assert second == [[]]


def test_a_database_that_went_away_in_the_middle_costs_one_try(committed_cast: Cast) -> None:
    organisation = committed_cast.organisation.pk

    def cut(_: JobRun) -> JobResult:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        raise AssertionError

    job_handler("test.cut")(cut)
    with acting_for(organisation):
        job = enqueue("test.cut", "k", organisation, "Import", wake=False)
    run_job(organisation, job.pk)
    assert (again(job).state, again(job).attempts) == (State.QUEUED, 1)
