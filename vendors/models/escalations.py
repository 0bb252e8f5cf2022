"""Escalations: what was raised, which step it has come to, who answered, how it ended."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.visibility import VendorRows, Visibility, VoicedRows
from portal.ledger.tracking import tracked
from vendors.models.escalation_paths import EscalationPath, EscalationStep
from vendors.models.levels import ServiceLevel
from vendors.models.registry import Vendor

ORDERS = {
    "raised": "raised_at",
    "due": "next_step_at",
    "priority": "priority_rank",
    "vendor": "vendor__name",
    "step": "step_position",
}


class EscalationState(models.TextChoices):
    OPEN = "open", "Open"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    CLOSED = "closed", "Closed"


class EscalationQuerySet(VendorRows["Escalation"]):
    def of_organisation_key(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def raised_between(self, start: datetime, end: datetime) -> Self:
        """Raised in [start, end)."""
        return self.filter(raised_at__gte=start, raised_at__lt=end)

    def closed_between(self, start: datetime, end: datetime) -> Self:
        return self.filter(closed_at__gte=start, closed_at__lt=end)

    def raised_until(self, now: datetime) -> Self:
        return self.filter(raised_at__lte=now)

    def unfinished(self) -> Self:
        return self.exclude(state=EscalationState.CLOSED)

    def in_state(self, state: str) -> Self:
        """Escalations in one state; all of them when there is no such state."""
        return self.filter(state=state) if state in EscalationState.values else self

    def of_vendor(self, vendor_id: int) -> Self:
        return self.filter(vendor_id=vendor_id)

    def of_priority(self, rank: int) -> Self:
        return self.filter(priority_rank=rank)

    def of_ticket(self, ticket_id: int) -> Self:
        return self.filter(ticket_id=ticket_id)

    def paths_of_tickets(self, organisation: Organisation) -> list[tuple[int | None, int | None]]:
        """Ticket and path of what stands on a path and is not closed, the last that was raised first."""
        standing = self.unfinished().filter(organisation=organisation, ticket_id__isnull=False, path__isnull=False)
        return list(standing.order_by("-pk").values_list("ticket_id", "path_id"))

    def with_references(self, references: list[str]) -> Self:
        return self.filter(ticket_number__in=references)

    def mentioning(self, words: str) -> Self:
        """Escalations whose subject, ticket or owner of either side contains the words."""
        fields = ("subject", "ticket_number", "client_owner", "provider_owner")
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": words})
        return self.filter(found)

    def due(self, now: datetime) -> Self:
        """Open ones without a ticket whose next step has come; those of tickets are found by the tickets' clock."""
        return self.unfinished().filter(ticket_id=None, next_step_at__lte=now)

    def count_by_state(self) -> dict[str, int]:
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))

    def in_order(self, sort: str) -> Self:
        """By a key of ORDERS, falling with "-" in front; what is not known comes last."""
        field = F(ORDERS[sort.removeprefix("-")])
        by = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
        return self.order_by(by, "-pk" if sort.startswith("-") else "pk")

    def of_missed_levels(self, organisation: Organisation) -> Self:
        """Those of levels that missed their minimum in a month, closed ones too."""
        return self.filter(organisation=organisation, level__isnull=False)

    def for_table(self) -> Self:
        return self.select_related("vendor", "path", "level__service")

    def in_full(self, member: object) -> Self:
        """With the steps it came to, and what the member may read of its thread."""
        said = EscalationNote.objects.visible_to(member).order_by("written_at", "pk")
        reached = models.Prefetch("reached", ReachedStep.objects.order_by("position", "pk"))
        return self.for_table().prefetch_related(reached, models.Prefetch("notes", said))


@tracked
class Escalation(models.Model):
    """Something that the people of a step have to answer.

    The ticket is named by plain values, for tickets stand above this app. `raised_by` is empty when the sweeper
    raised it; `subject_url` is the page of what it is about where that stands in an app above. The owners are the
    names at the time the step was reached; empty is "nobody was named".
    `next_step_at` is None when no step follows by itself. Both sides read the resolution.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="escalations")
    path = models.ForeignKey(EscalationPath, on_delete=models.SET_NULL, related_name="escalations", null=True)
    step = models.ForeignKey(EscalationStep, on_delete=models.SET_NULL, related_name="+", null=True)
    step_position = models.PositiveSmallIntegerField(default=0)
    step_name = models.CharField("step", max_length=80, blank=True)
    client_owner = models.CharField("owner on our side", max_length=120, blank=True)
    provider_owner = models.CharField("provider's owner", max_length=120, blank=True)
    subject = models.CharField(max_length=300)
    subject_url = models.CharField(max_length=300, blank=True)
    priority_rank = models.PositiveSmallIntegerField("priority", null=True, blank=True)
    ticket_id = models.BigIntegerField(null=True, blank=True)
    ticket_number = models.CharField("ticket", max_length=200, blank=True)
    level = models.ForeignKey(ServiceLevel, on_delete=models.PROTECT, related_name="escalations", null=True, blank=True)
    month = models.DateField(null=True, blank=True)
    raised_by = models.CharField(max_length=120, blank=True)
    raised_at = models.DateTimeField()
    next_step_at = models.DateTimeField("next step due", null=True, blank=True)
    state = models.CharField(max_length=12, choices=EscalationState, default=EscalationState.OPEN)
    acknowledged_by = models.CharField(max_length=120, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    resolution = models.TextField(blank=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vendor", "id"], name="escalation_key_with_its_vendor"),
            models.UniqueConstraint(
                fields=["path", "ticket_id"],
                condition=Q(state__in=("open", "acknowledged"), ticket_id__isnull=False),
                name="ticket_has_one_open_escalation_per_path",
            ),
            models.UniqueConstraint(
                fields=["vendor", "level", "month"],
                condition=Q(level__isnull=False),
                name="missed_level_of_a_month_is_escalated_once",
            ),
            models.CheckConstraint(
                condition=Q(level=None, month=None)
                | Q(level__isnull=False, month__isnull=False, month__day=1, ticket_id=None),
                name="escalation_of_a_level_names_its_month",
            ),
            models.CheckConstraint(condition=Q(state__in=EscalationState.values), name="escalation_state_is_known"),
            models.CheckConstraint(
                condition=(Q(state="closed", closed_at__isnull=False) & ~Q(resolution=""))
                | (~Q(state="closed") & Q(closed_at=None, resolution="")),
                name="escalation_is_closed_iff_it_has_a_resolution",
            ),
            models.CheckConstraint(
                condition=Q(state="closed")
                | Q(state="open", acknowledged_at=None)
                | Q(state="acknowledged", acknowledged_at__isnull=False),
                name="escalation_is_acknowledged_iff_it_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(priority_rank=None) | Q(priority_rank__gte=1, priority_rank__lte=5),
                name="escalation_priority_is_1_to_5",
            ),
        ]
        indexes = [
            # read by the sweeper and by the list, which begins with the open ones
            models.Index(
                fields=["organisation"], condition=Q(state__in=("open", "acknowledged")), name="escalation_unfinished"
            ),
            # read by the page of a ticket
            models.Index(fields=["ticket_id"], condition=Q(ticket_id__isnull=False), name="escalation_of_a_ticket"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("vendors:escalation", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.state == EscalationState.CLOSED

    @property
    def period_url(self) -> str:
        """The page of the month in which the level was missed; "" for an escalation of something else."""
        contract_id = None if self.level is None else self.level.service.contract_id
        return "" if contract_id is None else reverse("vendors:period", args=[contract_id, self.month])


class ReachedStepQuerySet(VendorRows["ReachedStep"]):
    def of_escalation(self, escalation: Escalation) -> Self:
        return self.filter(escalation=escalation).order_by("position", "pk")


@tracked
class ReachedStep(models.Model):
    """That an escalation came to a step, and who stood there at the time.

    `due_at` is when the ticket's clock came to it, None for a step chosen by hand; `reached_at` is when it was
    written down. A ticket comes to a step once.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="reached")
    step = models.ForeignKey(EscalationStep, on_delete=models.SET_NULL, related_name="+", null=True)
    ticket_id = models.BigIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    client_owner = models.CharField(max_length=120, blank=True)
    provider_owner = models.CharField(max_length=120, blank=True)
    due_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField()

    objects = ReachedStepQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "ticket_id"],
                condition=Q(ticket_id__isnull=False),
                name="ticket_comes_to_a_step_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EscalationNoteQuerySet(VoicedRows["EscalationNote"]):
    def of_escalation(self, escalation: Escalation) -> Self:
        return self.filter(escalation=escalation).order_by("written_at", "pk")


@tracked
class EscalationNote(models.Model):
    """A note in the thread of an escalation. Notes are added, never changed or removed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="notes")
    visibility = models.CharField(max_length=6, choices=Visibility, default=Visibility.SHARED)
    text = models.TextField()
    author = models.CharField(max_length=120)
    written_at = models.DateTimeField()

    objects = EscalationNoteQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="escalation_note_visibility_is_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="escalation_note_says_something"),
        ]

    def __str__(self) -> str:
        return f"Note of {self.author}"
