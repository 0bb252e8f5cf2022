"""Disputes: lines of a report that the organisation does not accept, and what both sides said about them."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from portal.accounts.models import Decision, Organisation
from portal.accounts.visibility import VendorRows, Visibility, VoicedRows
from portal.ledger.tracking import tracked
from vendors.models.contracts import Contract
from vendors.models.registry import Side, Vendor
from vendors.models.reports import ReportLine, SlaReport


class DisputeState(models.TextChoices):
    OPEN = "open", "Waits for the provider"
    ANSWERED = "answered", "Answered, to be settled"
    SETTLED = "settled", "Settled"
    WITHDRAWN = "withdrawn", "Withdrawn"
    SUPERSEDED = "superseded", "Ended by a corrected report"


UNSETTLED = (DisputeState.OPEN, DisputeState.ANSWERED)


class DisputeQuerySet(VendorRows["Dispute"]):
    def unsettled(self) -> Self:
        return self.filter(state__in=UNSETTLED)

    def unanswered(self) -> Self:
        return self.filter(state=DisputeState.OPEN)

    def settled_between(self, start: datetime, end: datetime) -> Self:
        """Settled in [start, end)."""
        return self.filter(state=DisputeState.SETTLED, settled_at__gte=start, settled_at__lt=end)

    def of_contract(self, contract: Contract) -> Self:
        return self.filter(contract=contract)

    def of_report(self, report: SlaReport) -> Self:
        return self.filter(report=report)

    def of_contract_key(self, contract_id: int) -> Self:
        return self.filter(contract_id=contract_id)

    def ended(self) -> Self:
        return self.exclude(state__in=UNSETTLED)

    def counts(self, today: date) -> dict[str, int]:
        """How many there are of each kind that the list offers."""
        unsettled = Q(state__in=UNSETTLED)
        late = Q(state=DisputeState.OPEN, answer_due_on__lt=today)
        return self.order_by().aggregate(
            unsettled=Count("pk", filter=unsettled),
            late=Count("pk", filter=late),
            ended=Count("pk", filter=~unsettled),
            all=Count("pk"),
        )

    def of_vendor(self, vendor_id: int) -> Self:
        return self.filter(vendor_id=vendor_id)

    def late(self, today: date) -> Self:
        return self.filter(state=DisputeState.OPEN, answer_due_on__lt=today)

    def for_table(self) -> Self:
        return self.select_related("contract__vendor", "report").order_by("-opened_at", "-pk")

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def in_full(self, member: object) -> Self:
        """With its lines, and what the member may read of its thread."""
        said = DisputeMessage.objects.visible_to(member).order_by("at", "pk")
        lines = models.Prefetch("lines", DisputeLine.objects.for_table())
        return self.for_table().prefetch_related(lines, models.Prefetch("messages", said))


@tracked
class Dispute(models.Model):
    """The disagreement about some lines of one report. `number` runs per vendor."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="disputes")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="disputes")
    report = models.ForeignKey(SlaReport, on_delete=models.PROTECT, related_name="disputes")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=DisputeState, default=DisputeState.OPEN)
    opened_by = models.CharField(max_length=160)
    opened_at = models.DateTimeField()
    answer_due_on = models.DateField()
    settled_at = models.DateTimeField(null=True, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "id"], name="dispute_key_with_its_vendor"),
            models.UniqueConstraint(fields=["vendor", "number"], name="dispute_number_is_unique_per_vendor"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(state__in=UNSETTLED), name="report_has_one_open_dispute"
            ),
            models.CheckConstraint(condition=Q(state__in=DisputeState.values), name="dispute_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=DisputeState.SETTLED) | Q(decision__isnull=False, settled_at__isnull=False),
                name="settled_dispute_has_its_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"Dispute {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("vendors:dispute", args=[self.pk])


class Outcome(models.TextChoices):
    """How a disputed line ends; each but `agreed` takes one side's figure as it stands."""

    UPHELD = "upheld", "The tickets’ figure stands"
    REJECTED = "rejected", "The reported figure stands"
    AGREED = "agreed", "Another figure was agreed"


class DisputeLineQuerySet(VendorRows["DisputeLine"]):
    def of_report(self, report: SlaReport) -> Self:
        return self.filter(line__report=report)

    def of_dispute(self, dispute: Dispute) -> Self:
        return self.filter(dispute=dispute)

    def newest_first(self) -> Self:
        return self.select_related("dispute").order_by("-dispute__number", "pk")

    def for_table(self) -> Self:
        return self.select_related("line__level__service").order_by("line__level__service__name", "line__level__code")


@tracked
class DisputeLine(models.Model):
    """A line in dispute with what is claimed. `settled` is the figure both sides go by afterwards."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(ReportLine, on_delete=models.PROTECT, related_name="disputes")
    measured = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    settled = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)

    objects = DisputeLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "line"], name="line_is_in_a_dispute_once"),
            models.CheckConstraint(
                condition=Q(outcome="", settled=None)
                | Q(outcome=Outcome.REJECTED)
                | Q(outcome__in=(Outcome.UPHELD, Outcome.AGREED), settled__isnull=False),
                name="settled_line_has_its_figure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.line}"


class DisputeMessageQuerySet(VoicedRows["DisputeMessage"]):
    def of_dispute(self, dispute: Dispute) -> Self:
        return self.filter(dispute=dispute).order_by("at", "pk")

    def with_file(self) -> Self:
        return self.exclude(file="")


@tracked
class DisputeMessage(models.Model):
    """What one side said in a dispute, with its evidence. Never changed; `visibility` keeps notes to one side."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=10, choices=Side)
    visibility = models.CharField(max_length=6, choices=Visibility, default=Visibility.SHARED)
    author = models.CharField(max_length=160)
    at = models.DateTimeField()
    body = models.TextField()
    file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)

    objects = DisputeMessageQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility=Visibility.SHARED)
                | Q(side=Side.CLIENT, visibility=Visibility.CLIENT)
                | Q(side=Side.PROVIDER, visibility=Visibility.VENDOR),
                name="note_is_kept_by_the_side_that_wrote_it",
            )
        ]

    def __str__(self) -> str:
        return f"{self.author}, {self.at:%Y-%m-%d}"
