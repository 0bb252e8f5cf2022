"""What a worker that dies and a broker that forgets leave behind: the work, done once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
import redis
from django.conf import settings
from django.db import connection, transaction

from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job, State
from portal.jobs.queue import enqueue
from tests.cast import Cast
from tests.tickets.imports import lines, prepare, ticket
from tickets.models import BatchState, ImportBatch, Outcome, Source, Ticket
from tickets.receiving import start_import, take_in_file

ROOT = Path(__file__).parents[2]
PATIENCE = 90


def worker_environment() -> dict[str, str]:
    """The test's own database and broker, and a sweeper that is quick to miss a worker."""
    url = urlsplit(os.environ["DATABASE_URL"])
    quick = {"JOB_STALE_SECONDS": "3", "JOB_HEARTBEAT_SECONDS": "0.5", "JOB_SWEEP_SECONDS": "1"}
    database = urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}"))
    return os.environ | quick | {"DATABASE_URL": database}


@contextmanager
def worker(folder: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker; killed at the end with everything it started."""
    command = [sys.executable, "-m", "celery", "-A", "portal.celery", "worker", "--concurrency", "1", *options]
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=worker_environment(), stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"Waited {PATIENCE} seconds for {what}"
        time.sleep(0.1)


def job_of(cast: Cast, job_id: int) -> Job:
    with acting_for(cast.organisation.pk):
        return Job.objects.get(pk=job_id)


def someone_waits_for_outcomes() -> bool:
    """Whether an import stands in the middle of its writing transaction, tickets written, outcomes not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'tickets_outcome'::regclass)"
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def outcomes_held_back() -> Iterator[None]:
    """Nobody can write outcomes inside this block; reading them goes on."""
    login = connection.get_connection_params()
    holder = psycopg2.connect(
        **{key: value for key, value in login.items() if key in ("dbname", "user", "password", "host", "port")}
    )
    with holder.cursor() as cursor:
        cursor.execute("LOCK TABLE tickets_outcome IN SHARE MODE")
    try:
        yield
    finally:
        holder.rollback()
        holder.close()


def queue_import(cast: Cast) -> tuple[ImportBatch, Job]:
    content = lines(*(ticket(f"INC{number}") for number in range(500)))
    file = settings.PORTAL_DATA / "survival.csv"
    file.write_text(content)
    with acting_for(cast.organisation.pk):
        source = Source.objects.create(organisation=cast.organisation, name="Desk", timezone="UTC")
        batch = take_in_file(file, file.name, source)
        batch.mapping = "servicenow"
        job = start_import(batch)
    return batch, job


@pytest.mark.slow
def test_an_import_survives_the_death_of_its_worker_and_an_emptied_broker(committed_cast: Cast, tmp_path: Path) -> None:
    prepare(committed_cast.organisation)
    broker = redis.from_url(settings.REDIS_URL)
    broker.flushdb()
    batch, job = queue_import(committed_cast)
    with outcomes_held_back(), worker(tmp_path) as first:
        wait_until(someone_waits_for_outcomes, "the import to stand in the middle of its writing")
        kill(first)
        broker.flushdb()
    assert job_of(committed_cast, job.pk).state == State.RUNNING
    with worker(tmp_path, "--beat", "--schedule", str(tmp_path / "schedule")):
        wait_until(lambda: job_of(committed_cast, job.pk).is_finished, "the job to end")
    ended = job_of(committed_cast, job.pk)
    assert (ended.state, ended.attempts) == (State.SUCCEEDED, 2), ended.reason
    with acting_for(committed_cast.organisation.pk):
        batch.refresh_from_db()
        assert batch.state == BatchState.DONE
        assert batch.counts() == {
            "read": 500, "new": 500, "updated": 0, "unchanged": 0, "rejected": 0, "tickets": 500,
        }  # fmt: skip
        assert Ticket.objects.count() == Outcome.objects.count() == 500


@pytest.mark.slow
def test_a_job_whose_wake_up_call_was_lost_is_found_by_the_sweeper(committed_cast: Cast, tmp_path: Path) -> None:
    prepare(committed_cast.organisation)
    organisation_id = committed_cast.organisation.pk
    with acting_for(organisation_id), transaction.atomic():
        job = enqueue("tickets.rescore", "rescore", organisation_id, "Judge tickets", wake=False)
        Job.objects.filter(pk=job.pk).update(woken_at=None)
    redis.from_url(settings.REDIS_URL).flushdb()
    with worker(tmp_path, "--beat", "--schedule", str(tmp_path / "schedule")):
        wait_until(lambda: job_of(committed_cast, job.pk).is_finished, "the job to end")
    assert job_of(committed_cast, job.pk).state == State.SUCCEEDED
