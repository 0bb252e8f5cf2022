"""What either side owes: obligations with a due date, and attestations that a vendor has to hold."""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import F, Q

from portal.accounts.models import Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.contracts import terms
from vendors.models.contracts import Contract
from vendors.models.documents import Document
from vendors.models.registry import Side, Vendor


class AlreadyDone(Exception):
    """Someone has reported the obligation as done meanwhile. The message is a sentence for the user."""


class ObligationQuerySet(VendorRows["Obligation"]):
    def open(self) -> Self:
        return self.filter(done_on=None)

    def for_table(self) -> Self:
        """What is open first, the nearest due date on top; then what is done, the newest first."""
        return self.order_by(F("done_on").desc(nulls_first=True), "due_on", "pk")


@tracked
class Obligation(models.Model):
    """What one side owes under a contract by a day.

    A recurring one is a row per due date: with one done, the next is made. `counted_from` is the first due date of
    the series, so that the day of the month stays (31 Jan, 28 Feb, 31 Mar).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="obligations")
    side = models.CharField("owed by", max_length=10, choices=Side)
    title = models.CharField("what is owed", max_length=200)
    clause = models.CharField(max_length=60, blank=True, help_text="Where the contract says so.")
    due_on = models.DateField("due by")
    every_months = models.PositiveSmallIntegerField(
        "recurs every, months", null=True, blank=True, help_text="Empty: due once."
    )
    counted_from = models.DateField(null=True, editable=False)
    follows = models.OneToOneField("self", on_delete=models.SET_NULL, related_name="next", null=True, editable=False)
    done_on = models.DateField("done on", null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True, help_text="What shows it: a report, a link, a name.")

    objects = ObligationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "id"], name="obligation_key_with_its_vendor"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="obligation_is_owed_by_a_known_side"),
            models.CheckConstraint(
                condition=Q(every_months=None) | Q(every_months__gt=0),
                name="obligation_recurs_after_a_month_or_more",
                violation_error_message="It recurs after one month or more. Leave the field empty if it is due once.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @transaction.atomic
    def complete(self, on: date, evidence: str = "") -> "Obligation | None":
        """Mark as done, and make the next one of a series; AlreadyDone when someone else was faster."""
        changed = Obligation.objects.open().filter(pk=self.pk).update(done_on=on, evidence=evidence)
        if not changed:
            raise AlreadyDone(f"“{self.title}” was reported as done by someone else meanwhile.")
        self.done_on, self.evidence = on, evidence
        return None if self.every_months is None else self._next(self.every_months)

    def _next(self, months: int) -> "Obligation":
        counted_from = self.counted_from or self.due_on
        return Obligation.objects.create(
            organisation_id=self.organisation_id,
            vendor_id=self.vendor_id,
            contract_id=self.contract_id,
            side=self.side,
            title=self.title,
            clause=self.clause,
            due_on=terms.next_occurrence(counted_from, months, self.due_on),
            every_months=months,
            counted_from=counted_from,
            follows=self,
        )


class Standard(models.TextChoices):
    SOC_2 = "soc_2", "SOC 2"
    ISO_27001 = "iso_27001", "ISO 27001"
    HIPAA = "hipaa", "HIPAA"
    PCI_DSS = "pci_dss", "PCI DSS"
    CMMC = "cmmc", "CMMC"
    OTHER = "other", "Other"


class AttestationQuerySet(VendorRows["Attestation"]):
    def with_documents(self, member: object) -> Self:
        """With the document of each, where the member may read it."""
        return self.prefetch_related(models.Prefetch("document", queryset=Document.objects.visible_to(member)))

    def for_table(self) -> Self:
        return self.order_by("standard", "name", F("valid_to").desc(nulls_first=True), "pk")


@tracked
class Attestation(models.Model):
    """A proof that a vendor holds, valid from a first to a last day. Without a first day it is still awaited.

    An attestation that is `required` and of which no row is valid today is a gap.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="attestations")
    standard = models.CharField(max_length=10, choices=Standard)
    name = models.CharField(
        "name or scope", max_length=120, blank=True, help_text="Such as Type II, or the name of another standard."
    )
    required = models.BooleanField("required by us", default=True)
    valid_from = models.DateField(null=True, blank=True, help_text="Empty while it is awaited.")
    valid_to = models.DateField("last day", null=True, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attestations", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AttestationQuerySet.as_manager()

    class Meta:
        ordering = ["standard", "name"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "id"], name="attestation_key_with_its_vendor"),
            models.CheckConstraint(condition=Q(standard__in=Standard.values), name="attestation_standard_is_known"),
            models.CheckConstraint(
                condition=~Q(standard=Standard.OTHER) | ~Q(name=""),
                name="attestation_of_another_standard_has_a_name",
                violation_error_message="Give the name of the standard, or choose one of the list.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from__isnull=False, valid_to__gte=F("valid_from")),
                name="attestation_ends_after_it_begins",
                violation_error_message="Give a first day that lies before the last one.",
            ),
        ]

    def __str__(self) -> str:
        if self.standard == Standard.OTHER:
            return self.name
        return f"{self.get_standard_display()} {self.name}".strip()

    def is_valid_on(self, day: date) -> bool:
        """Whether it has begun and not ended; one without a last day does not end."""
        return (
            self.valid_from is not None and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        )
