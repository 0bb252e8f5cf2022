"""Background jobs: the row is the job, Celery is only told to look at it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from portal.accounts.models import Membership, Organisation


class State(models.TextChoices):
    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    SUCCEEDED = "succeeded", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, member: object) -> Self:
        if not isinstance(member, Membership) or not member.is_current:
            return self.none()
        rows = self.filter(organisation_id=member.organisation_id)
        return rows if member.vendor_id is None else rows.filter(vendor_id=member.vendor_id)

    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def unfinished(self) -> Self:
        return self.filter(state__in=(State.QUEUED, State.RUNNING))

    def of_key(self, *keys: str) -> Self:
        return self.filter(key__in=keys)

    def queued(self, key: str) -> Self:
        return self.filter(key=key, state=State.QUEUED)

    def occupying(self, key: str, failed_since: datetime) -> Self:
        """Jobs of a key that wait, run, or failed a short time ago: no reason to ask again yet."""
        lately = Q(state=State.FAILED, finished_at__gte=failed_since)
        return self.filter(Q(state__in=(State.QUEUED, State.RUNNING)) | lately, key=key)

    def due(self, now: datetime) -> Self:
        """Queued jobs whose time has come and whose wake-up call may have been lost."""
        unheard = Q(woken_at=None) | Q(woken_at__lt=now - timedelta(seconds=20))
        return self.filter(unheard, state=State.QUEUED, due_at__lte=now)

    def abandoned(self, now: datetime, stale: timedelta) -> Self:
        """Running jobs that have given no sign of life for `stale`."""
        return self.filter(state=State.RUNNING, heartbeat_at__lt=now - stale)

    def held_by(self, job_id: int, lease: uuid.UUID) -> Self:
        return self.filter(pk=job_id, state=State.RUNNING, lease=lease)

    def claim(self, job_id: int, lease: uuid.UUID, now: datetime) -> bool:
        """Take a queued job, compare-and-set; False when someone else has it or another of its key runs."""
        waiting = self.filter(pk=job_id, state=State.QUEUED, due_at__lte=now)
        busy = Job.objects.filter(organisation_id=models.OuterRef("organisation_id"), key=models.OuterRef("key"))
        free = waiting.exclude(models.Exists(busy.filter(state=State.RUNNING)))
        taken = {"lease": lease, "attempts": F("attempts") + 1, "started_at": now, "heartbeat_at": now, "reason": ""}
        try:
            with transaction.atomic():
                return bool(free.update(state=State.RUNNING, **taken))
        except IntegrityError:  # two jobs of a key were reached for in the same moment, and the other was faster
            return False

    def in_state(self, state: str) -> Self:
        """Jobs in one state; all of them when there is no such state."""
        return self.filter(state=state) if state in State.values else self

    def count_by_state(self) -> dict[str, int]:
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))

    def for_table(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Job(models.Model):
    """One piece of work that outlasts a request.

    `key` names what the work is about; at most one job of a key waits for its first try and one is running, so
    asking twice does the work once. One that is tried again may wait beside a newer one: neither's payload is
    lost. `steps` is what a page shows: [{"name", "state", "detail"}].
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    steps = models.JSONField(default=list)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    result = models.JSONField(default=dict)
    result_url = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    lease = models.UUIDField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    requested_by = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    woken_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"],
                condition=Q(state="queued", attempts=0),
                name="one_fresh_job_per_key",
            ),
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=Q(state="running"), name="one_running_job_per_key"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease__isnull=False, heartbeat_at__isnull=False),
                name="running_job_is_leased",
            ),
        ]
        indexes = [
            # read by the sweeper and by the indicator in the top bar
            models.Index(fields=["organisation"], condition=Q(state__in=("queued", "running")), name="job_unfinished"),
            # read by the job list
            models.Index(fields=["organisation", "-created_at"], name="job_by_age"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """Whole per cent done, 0 when the amount of work is not known yet."""
        if self.state == State.SUCCEEDED:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0

    @property
    def is_finished(self) -> bool:
        return self.state in (State.SUCCEEDED, State.FAILED, State.CANCELLED)

    def ask_to_cancel(self, now: datetime) -> None:
        """Cancel at once when nobody has begun; otherwise ask the worker, which stops at its next step."""
        rows = Job.objects.filter(pk=self.pk)
        if not rows.filter(state=State.QUEUED).update(state=State.CANCELLED, finished_at=now):
            rows.filter(state=State.RUNNING).update(cancel_requested=True)

    def retry(self, now: datetime) -> bool:
        """Queue a failed or cancelled job again; False when it is neither."""
        stopped = Job.objects.filter(pk=self.pk, state__in=(State.FAILED, State.CANCELLED))
        fresh: dict[str, Any] = {"attempts": 0, "reason": "", "cancel_requested": False, "finished_at": None}
        return bool(stopped.update(state=State.QUEUED, due_at=now, woken_at=None, done=0, steps=[], **fresh))
