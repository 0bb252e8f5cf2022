"""The queue: once per key, woken after commit, swept when something was lost."""

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal.accounts.tenancy import acting_for
from portal.jobs import queue, steering, tasks
from portal.jobs.models import Job, State
from portal.jobs.queue import enqueue, sweep
from tests.cast import Cast

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STALE = timedelta(seconds=20)
Woken = list[tuple[int, int]]


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> Woken:
    """Which jobs a worker was told about: (organisation, job)."""
    calls: Woken = []
    monkeypatch.setattr(tasks.run_job_task, "apply_async", lambda args, retry: calls.append(args))
    return calls


def ask(cast: Cast, key: str = "import:1", title: str = "Import") -> Job:
    return enqueue("test.work", key, cast.organisation.pk, title)


def make(cast: Cast, **fields: object) -> Job:
    values = {"kind": "test.work", "key": "k", "title": "Import", "due_at": NOW} | fields
    return Job.objects.create(organisation=cast.organisation, **values)


def running(cast: Cast, seen: datetime, **fields: object) -> Job:
    return make(cast, state=State.RUNNING, lease=uuid.uuid4(), heartbeat_at=seen, **fields)


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_the_same_work_asked_for_twice_while_it_waits_is_one_job(acting: Cast) -> None:
    assert ask(acting) == ask(acting)
    assert Job.objects.count() == 1


def test_work_asked_for_while_it_runs_is_done_once_more_afterwards(acting: Cast) -> None:
    first = ask(acting)
    assert Job.objects.claim(first.pk, uuid.uuid4(), timezone.now())
    second = ask(acting)
    assert second != first
    assert not Job.objects.claim(second.pk, uuid.uuid4(), timezone.now())
    Job.objects.filter(pk=first.pk).update(state=State.SUCCEEDED)
    assert Job.objects.claim(second.pk, uuid.uuid4(), timezone.now())


def test_organisations_do_not_share_keys(acting: Cast) -> None:
    ours = ask(acting)
    with acting_for(acting.elsewhere.pk):
        theirs = enqueue("test.work", "import:1", acting.elsewhere.pk, "Import")
    assert ours.pk != theirs.pk


def test_a_worker_is_told_after_commit_and_not_before(
    cast: Cast, woken: Woken, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), acting_for(cast.organisation.pk):
        job = ask(cast)
        assert woken == []
    assert woken == [(cast.organisation.pk, job.pk)]


def test_work_whose_cause_is_rolled_back_never_was(acting: Cast) -> None:
    with transaction.atomic():
        ask(acting)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_silent_broker_does_not_fail_the_request(acting: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(tasks.run_job_task, "apply_async", refuse)
    queue.wake_worker(acting.organisation.pk, ask(acting).pk)


def test_of_two_workers_who_reach_for_a_job_one_gets_it(committed_cast: Cast) -> None:
    with acting_for(committed_cast.organisation.pk):
        job = enqueue("test.work", "k", committed_cast.organisation.pk, "Import", wake=False)
    start, won = threading.Barrier(4, timeout=10), []

    def reach() -> None:
        start.wait()
        with acting_for(committed_cast.organisation.pk):
            won.append(Job.objects.claim(job.pk, uuid.uuid4(), timezone.now()))
        connection.close()

    threads = [threading.Thread(target=reach) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False, False, False, True]


def test_the_sweeper_wakes_a_job_whose_call_was_lost_and_does_not_nag(acting: Cast) -> None:
    job = make(acting, woken_at=NOW)
    organisation = acting.organisation.pk
    assert sweep(organisation, NOW + timedelta(seconds=10), STALE) == []
    assert sweep(organisation, NOW + timedelta(seconds=30), STALE) == [job.pk]
    assert sweep(organisation, NOW + timedelta(seconds=40), STALE) == []
    assert sweep(organisation, NOW + timedelta(seconds=60), STALE) == [job.pk]


def test_the_sweeper_leaves_jobs_alone_whose_time_has_not_come(acting: Cast) -> None:
    make(acting, due_at=NOW + timedelta(minutes=5))
    assert sweep(acting.organisation.pk, NOW, STALE) == []


def test_the_sweeper_queues_an_abandoned_job_again(acting: Cast) -> None:
    job = running(acting, NOW, attempts=1)
    assert sweep(acting.organisation.pk, NOW + timedelta(seconds=15), STALE) == []
    assert again(job).state == State.RUNNING
    assert sweep(acting.organisation.pk, NOW + timedelta(seconds=25), STALE) == [job.pk]
    assert (again(job).state, again(job).lease) == (State.QUEUED, None)


def test_a_job_that_was_abandoned_too_often_fails_with_a_reason(acting: Cast) -> None:
    job = running(acting, NOW, attempts=3)
    assert sweep(acting.organisation.pk, NOW + timedelta(minutes=1), STALE) == []
    assert again(job).state == State.FAILED
    assert again(job).reason.startswith("The worker stopped in the middle 3 times.")


def test_the_scheduler_sweeps_every_organisation(cast: Cast, woken: Woken) -> None:
    jobs = []
    for organisation in (cast.organisation, cast.elsewhere):
        with acting_for(organisation.pk):
            jobs.append(enqueue("test.work", "k", organisation.pk, "Import", wake=False))
            Job.objects.update(woken_at=None)
    tasks.sweep_jobs()
    assert woken == [(job.organisation_id, job.pk) for job in jobs]


def test_a_failed_job_is_tried_again_from_the_start(acting: Cast) -> None:
    job = make(acting, state=State.FAILED, attempts=3, reason="It broke.", finished_at=NOW)
    steering.retry(job, NOW)
    retried = again(job)
    assert (retried.state, retried.attempts, retried.reason, retried.finished_at) == (State.QUEUED, 0, "", None)


@pytest.mark.parametrize("state", [State.QUEUED, State.SUCCEEDED])
def test_only_a_stopped_job_is_tried_again(acting: Cast, state: State) -> None:
    with pytest.raises(steering.NotNow, match="Only a failed or cancelled job"):
        steering.retry(make(acting, state=state), NOW)


def test_a_job_is_not_tried_again_while_the_same_work_waits(acting: Cast) -> None:
    stopped = make(acting, state=State.FAILED)
    make(acting)
    with pytest.raises(steering.NotNow, match="waiting already"):
        steering.retry(stopped, NOW)


def test_a_waiting_job_is_cancelled_at_once(acting: Cast) -> None:
    job = make(acting)
    steering.cancel(job, NOW)
    assert (again(job).state, again(job).finished_at) == (State.CANCELLED, NOW)


def test_a_running_job_is_asked_to_stop(acting: Cast) -> None:
    job = running(acting, NOW)
    steering.cancel(job, NOW)
    assert (again(job).state, again(job).cancel_requested) == (State.RUNNING, True)


def test_a_job_that_has_ended_cannot_be_cancelled(acting: Cast) -> None:
    with pytest.raises(steering.NotNow, match="has ended"):
        steering.cancel(make(acting, state=State.SUCCEEDED), NOW)


def test_a_provider_sees_jobs_of_its_own_vendor_only(acting: Cast) -> None:
    make(acting, key="a")
    own = make(acting, key="b", vendor_id=acting.orvane.pk)
    make(acting, key="c", vendor_id=acting.tessel.pk)
    assert list(Job.objects.visible_to(acting["provider"])) == [own]
    assert Job.objects.visible_to(acting["auditor"]).count() == 3
    assert not Job.objects.visible_to(acting.outsider).exists()
    assert not Job.objects.visible_to(None).exists()
