"""A job as its page shows it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from portal import formats
from portal.jobs.models import Job, State

TONES = {State.SUCCEEDED: "good", State.FAILED: "bad", State.CANCELLED: "unknown"}
ICONS = {State.QUEUED: "clock", State.RUNNING: "arrow-repeat"}


@dataclass(frozen=True)
class Progress:
    """What templates/components/job_progress.html reads; `percent` is whole per cent."""

    title: str
    finding: str
    note: str
    percent: int
    left: str
    failed: bool
    reason: str
    steps: list[dict[str, str]] = field(default_factory=list)


def progress_of(job: Job, now: datetime) -> Progress:
    return Progress(
        title=job.title,
        finding=finding(job),
        note=note(job),
        percent=job.percent,
        left=time_left(job, now),
        failed=job.state == State.FAILED,
        reason=job.reason,
        steps=steps_of(job),
    )


def finding(job: Job) -> str:
    """The state in words: the running step with its counts, where the work has got that far."""
    if job.cancel_requested and job.state == State.RUNNING:
        return "Stopping at the next step"
    if job.state == State.RUNNING:
        running = next((s for s in job.steps if s["state"] == "running"), None)
        return ": ".join(p for p in (running["name"], running["detail"]) if p) if running else "Starting"
    return {
        State.QUEUED: "Waiting for a worker",
        State.SUCCEEDED: "Done",
        State.FAILED: "Failed",
        State.CANCELLED: "Cancelled",
    }[State(job.state)]


def note(job: Job) -> str:
    """Why it stopped, or that it is tried again, or that one may leave."""
    if job.is_finished:
        return job.reason
    if job.state == State.QUEUED and job.attempts:
        return f"It stopped in the middle {job.attempts} of {job.max_attempts} times and is tried again shortly."
    return "You may leave this page; the work goes on."


def time_left(job: Job, now: datetime) -> str:
    """An estimate from the share done so far; empty below 3 % and when nothing runs."""
    if job.state != State.RUNNING or job.started_at is None or not job.total or job.done * 100 < 3 * job.total:
        return ""
    remaining = (now - job.started_at) / timedelta(seconds=1) * (job.total - job.done) / job.done
    return f"about {formats.duration(remaining)} left"


def steps_of(job: Job) -> list[dict[str, Any]]:
    """The steps; where the job failed or was cancelled, the one it stopped in says so."""
    stopped = {State.FAILED: "failed", State.CANCELLED: "waiting", State.QUEUED: "waiting"}.get(State(job.state))
    return [s | {"state": stopped} if stopped and s["state"] == "running" else s for s in job.steps]


def took(job: Job, now: datetime) -> str:
    """Wall-clock time from start to end, or until now; an en dash when it has not begun."""
    if job.started_at is None:
        return formats.ABSENT
    return formats.duration(((job.finished_at or now) - job.started_at).total_seconds())
