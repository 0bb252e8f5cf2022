"""Exclusions: what both sides agreed not to count, with the reason."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.accounts.models import Decision, Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.models.contracts import Contract
from vendors.models.levels import ServiceLevel
from vendors.models.registry import Service, Side, Vendor


class ExclusionState(models.TextChoices):
    REQUESTED = "requested", "Requested"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ExclusionQuerySet(VendorRows["Exclusion"]):
    def for_table(self) -> Self:
        return self.select_related("contract", "service", "level", "decision").order_by("-requested_at", "-pk")

    def of_contract(self, contract: Contract) -> Self:
        return self.filter(contract=contract)

    def of_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def requested(self) -> Self:
        return self.filter(state=ExclusionState.REQUESTED)

    def approved(self) -> Self:
        return self.filter(state=ExclusionState.APPROVED)

    def touching(self, start: datetime, end: datetime) -> Self:
        """Periods that overlap [start, end), and sets of tickets, whose time is that of the tickets."""
        return self.filter(Q(starts_at=None) | Q(starts_at__lt=end, ends_at__gt=start))

    def of_ticket(self, service: Service, number: str) -> Self:
        """Those of its service or the whole contract: periods, and the sets that name it."""
        return self.filter(Q(service=None) | Q(service=service), Q(tickets=[]) | Q(tickets__contains=[number]))

    def in_order(self) -> Self:
        return self.order_by("starts_at", "pk")

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)


@tracked
class Exclusion(models.Model):
    """A period in which the clock stands still, or a set of tickets that is left out of the count.

    `starts_at` and `ends_at` are instants [from, until) of a period; `tickets` are numbers of a set. Without a
    service it covers the whole contract, with a level that level alone.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="exclusions")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="exclusions")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    level = models.ForeignKey(ServiceLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, help_text="Such as Datacentre move, 12 October.")
    reason = models.TextField()
    starts_at = models.DateTimeField("from", null=True, blank=True)
    ends_at = models.DateTimeField("until", null=True, blank=True)
    tickets = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    state = models.CharField(max_length=10, choices=ExclusionState, default=ExclusionState.REQUESTED)
    requested_side = models.CharField(max_length=10, choices=Side)
    requested_by = models.CharField(max_length=160)
    requested_at = models.DateTimeField()
    decided_side = models.CharField(max_length=10, choices=Side, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at"), tickets=[])
                | (Q(starts_at=None, ends_at=None) & ~Q(tickets=[])),
                name="exclusion_is_a_period_or_a_set_of_tickets",
                violation_error_message="Give a period with its end after its begin, or ticket numbers; not both.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExclusionState.APPROVED)
                | (Q(decision__isnull=False) & ~Q(decided_side="") & ~Q(decided_side=F("requested_side"))),
                name="exclusion_is_approved_by_the_other_side",
            ),
            models.CheckConstraint(condition=Q(state__in=ExclusionState.values), name="exclusion_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("vendors:exclusion", args=[self.pk])
