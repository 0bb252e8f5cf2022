"""The hot tables: tickets as their source describes them, and what became of each.

They are loaded by the million, so they carry few indexes, each named for its reader, and no foreign keys
row by row: one statement-level trigger checks a whole load against its parents (migration 0002).
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.visibility import ClientRows, VendorRows
from portal.ledger.tracking import tracked_in_bulk
from tickets.models.classification import ScorePolicyVersion, TaskType
from tickets.models.finding import TicketQuerySet
from tickets.models.imports import ImportBatch, Source
from vendors.models import Service, ServiceLevel, Site, Vendor


class State(models.TextChoices):
    NEW = "new", "New"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Waiting"
    RESOLVED = "resolved", "Resolved"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


def _loose(to: type[models.Model], null: bool = True) -> "models.ForeignKey[models.Model, models.Model]":
    """A link whose integrity a set-wise trigger checks instead of one constraint check per row."""
    return models.ForeignKey(
        to, on_delete=models.DO_NOTHING, null=null, db_constraint=False, db_index=False, related_name="+"
    )


@tracked_in_bulk
class Ticket(models.Model):
    """One ticket: its last state as the source tells it. Instants are UTC; None is "the source does not say".

    `history` is [[epoch seconds, state label, state, group], …], changes only, where the file held them.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    vendor = _loose(Vendor)
    service = _loose(Service)
    site = _loose(Site)
    source = _loose(Source, null=False)
    batch = _loose(ImportBatch, null=False)
    number = models.TextField()
    title = models.TextField(null=True)  # noqa: DJ001  (NULL: the source has no such field)
    kind = models.TextField(null=True)  # noqa: DJ001
    state = models.TextField(choices=State)
    state_label = models.TextField(null=True)  # noqa: DJ001
    priority = models.TextField(null=True)  # noqa: DJ001
    priority_rank = models.SmallIntegerField(null=True)
    category = models.TextField(null=True)  # noqa: DJ001
    subcategory = models.TextField(null=True)  # noqa: DJ001
    group_name = models.TextField("support group", null=True)  # noqa: DJ001
    site_name = models.TextField("site as the source names it", null=True)  # noqa: DJ001
    requester = models.TextField(null=True)  # noqa: DJ001
    assignee = models.TextField(null=True)  # noqa: DJ001
    contact_type = models.TextField(null=True)  # noqa: DJ001
    opened_at = models.DateTimeField()
    responded_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    claimed_sla = models.BooleanField("SLA met, says the source", null=True)
    handoffs_counted = models.IntegerField(null=True)
    handoffs_seen = models.IntegerField(null=True)
    reopens_counted = models.IntegerField(null=True)
    reopens_seen = models.IntegerField(null=True)
    effort_minutes = models.IntegerField(null=True)
    history = models.JSONField(null=True)
    row_hash = models.BigIntegerField()

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="ticket_number_is_unique_in_its_source"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="ticket_state_is_known"),
            models.CheckConstraint(
                condition=Q(resolved_at=None) | Q(resolved_at__gte=models.F("opened_at")),
                name="ticket_is_resolved_after_it_is_opened",
            ),
            models.CheckConstraint(
                condition=Q(service_id=None) | Q(vendor_id__isnull=False),
                name="ticket_with_a_service_has_its_vendor",
            ),
        ]
        indexes = [
            # read by the rollup of a period and by every ticket list
            models.Index(fields=["organisation", "opened_at"], name="ticket_by_opening"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("tickets:ticket", args=[self.pk])


class OutcomeQuerySet(VendorRows["Outcome"]):
    def out_of_time(self, organisation_id: int, now: datetime) -> Self:
        """Not decided when they were last judged, and due by now."""
        late = Q(resolution_met=None, resolution_due_at__lte=now) | Q(response_met=None, response_due_at__lte=now)
        return self.filter(late, organisation_id=organisation_id)

    def most_frequent_types(self, member: object, count: int) -> list[int]:
        """The keys of the task types with most tickets, of those that the member may see, the most frequent first."""
        typed = self.visible_to(member).exclude(task_type=None).values("task_type_id")
        counted = typed.annotate(tickets=models.Count("pk")).order_by("-tickets", "task_type_id")
        return [row["task_type_id"] for row in counted[:count]]


@tracked_in_bulk
class Outcome(models.Model):
    """What the portal worked out about a ticket, and the versions it was worked out with.

    Seconds are working time of `calendar`, pauses of the matching level left out; None when it has not
    happened. `*_met` is None without a level, or while it can still be met. `lost_hours` are hours of
    staff. `score` is 0 to 100, None when nothing is known.
    """

    ticket = models.OneToOneField(
        Ticket, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="outcome"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    vendor = _loose(Vendor)
    task_type = _loose(TaskType)
    response_level = _loose(ServiceLevel)
    resolution_level = _loose(ServiceLevel)
    policy = _loose(ScorePolicyVersion)
    calendar_version_id = models.BigIntegerField(null=True)
    response_seconds = models.BigIntegerField(null=True)
    resolution_seconds = models.BigIntegerField(null=True)
    response_due_at = models.DateTimeField(null=True)
    resolution_due_at = models.DateTimeField(null=True)
    response_met = models.BooleanField(null=True)
    resolution_met = models.BooleanField(null=True)
    handoffs = models.IntegerField(null=True)
    reopens = models.IntegerField(null=True)
    repeat_contact = models.BooleanField(null=True)
    first_time_right = models.BooleanField(null=True)
    lost_hours = models.FloatField(null=True)
    score = models.FloatField(null=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score=None) | Q(score__gte=0, score__lte=100), name="score_is_0_to_100")
        ]

    def __str__(self) -> str:
        return f"Outcome of {self.ticket_id}"


class TouchedMonth(models.Model):
    """A month (its first day, in the organisation's zone) whose tickets changed since it was last rolled up.

    Reporting asks for these; tickets do not know it. `version` counts touches, so that one that comes
    while a roll-up runs is not lost.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    version = models.BigIntegerField(default=1)

    objects = ClientRows.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "month"], name="month_is_touched_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
