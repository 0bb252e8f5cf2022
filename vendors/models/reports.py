"""SLA reports: the provider's own figures, logged per contract and month, never edited."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from portal.accounts.models import Decision, Organisation
from portal.accounts.visibility import VendorRows, Visibility, VoicedRows
from portal.ledger.tracking import tracked
from vendors.models.contracts import Contract
from vendors.models.levels import ServiceLevel
from vendors.models.registry import Side, Vendor


class ReportState(models.TextChoices):
    SUBMITTED = "submitted", "Submitted"
    ACCEPTED = "accepted", "Accepted"
    DISPUTED = "disputed", "Disputed"
    SETTLED = "settled", "Settled"
    SUPERSEDED = "superseded", "Superseded"


UNDECIDED = (ReportState.SUBMITTED, ReportState.DISPUTED)


class SlaReportQuerySet(VendorRows["SlaReport"]):
    def of_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def current(self) -> Self:
        return self.exclude(state=ReportState.SUPERSEDED)

    def submitted(self) -> Self:
        return self.filter(state=ReportState.SUBMITTED)

    def correctable_by_provider(self) -> Self:
        """What the organisation has not accepted or settled yet: a decided report is what both sides go by."""
        return self.filter(state__in=UNDECIDED)

    def of(self, contract: Contract, month: date) -> Self:
        return self.filter(contract=contract, month=month)

    def of_contract(self, contract: Contract) -> Self:
        return self.filter(contract=contract)

    def for_table(self) -> Self:
        return self.select_related("contract__vendor", "decision").order_by("-month", "-version")

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def of_month(self, month: date) -> Self:
        return self.filter(month=month)

    def in_full(self) -> Self:
        """With lines and files, as they were submitted."""
        lines = models.Prefetch("lines", ReportLine.objects.for_grid())
        return self.for_table().prefetch_related(lines, "files")


@tracked
class SlaReport(models.Model):
    """What the provider reports about a month of a contract. `month` is its first day.

    A submitted report is never edited, which a trigger holds: a correction is a new version that supersedes it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="sla_reports")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="sla_reports")
    month = models.DateField()
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.SUBMITTED)
    submitted_side = models.CharField(max_length=10, choices=Side)
    submitted_by = models.CharField(max_length=160)
    submitted_at = models.DateTimeField()
    note = models.TextField(blank=True)
    correction_reason = models.TextField("why it corrects the version before", blank=True)
    decide_by = models.DateField(null=True, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = SlaReportQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "id"], name="sla_report_key_with_its_vendor"),
            models.UniqueConstraint(fields=["contract", "month", "version"], name="sla_report_version_is_unique"),
            models.UniqueConstraint(
                fields=["contract", "month"],
                condition=~Q(state=ReportState.SUPERSEDED),
                name="contract_has_one_current_report_per_month",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="reported_month_begins_on_its_first_day"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="sla_report_state_is_known"),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(correction_reason=""),
                name="corrected_report_says_why",
                violation_error_message="Say what the correction corrects, and why.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ReportState.SUBMITTED, ReportState.SUPERSEDED)) | Q(decision__isnull=False),
                name="decided_report_has_its_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"SLA report {self.contract} {self.month:%Y-%m}, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("vendors:report", args=[self.pk])


class AcceptedFrom(models.TextChoices):
    """Where the figure that credits follow from was taken."""

    REPORTED = "reported", "As reported"
    MEASURED = "measured", "As measured"
    AGREED = "agreed", "As agreed"


class ReportLineQuerySet(VendorRows["ReportLine"]):
    def of_report(self, report: SlaReport) -> Self:
        return self.filter(report=report)

    def of_month(self, contract: Contract, month: date) -> Self:
        return self.filter(report__contract=contract, report__month=month)

    def reported_for(self, contract: Contract, first: date, until: date) -> Self:
        """What stands of the reports about the months [first, until), superseded versions left out."""
        months = self.filter(report__contract=contract, report__month__gte=first, report__month__lt=until)
        return months.exclude(report__state=ReportState.SUPERSEDED).select_related("report", "level")

    def standing(self) -> dict[str, int]:
        """How many lines wait for a decision, are accepted, in dispute, or superseded: each is one of the four."""
        superseded = Q(report__state=ReportState.SUPERSEDED)
        accepted, disputed = ~Q(accepted_from=""), Q(report__state=ReportState.DISPUTED)
        return self.order_by().aggregate(
            waiting=Count("pk", filter=Q(report__state=ReportState.SUBMITTED)),
            accepted=Count("pk", filter=accepted & ~superseded),
            disputed=Count("pk", filter=disputed & ~accepted),
            superseded=Count("pk", filter=superseded),
        )

    def for_grid(self) -> Self:
        levels = ("level__service", "level__calendar", "level__site")
        return self.select_related(*levels).order_by("level__service__name", "level__code")


@tracked
class ReportLine(models.Model):
    """One level of a report. `reported` is in the unit of the level; None: the provider gives no figure.

    `accepted` is what both sides go by after acceptance or settlement; None before, and when there is no figure.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(SlaReport, on_delete=models.CASCADE, related_name="lines")
    level = models.ForeignKey(ServiceLevel, on_delete=models.PROTECT, related_name="report_lines")
    reported = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    counted = models.PositiveIntegerField(null=True, blank=True)
    met = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    accepted = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    accepted_from = models.CharField(max_length=10, choices=AcceptedFrom, blank=True)

    objects = ReportLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "id"], name="report_line_key_with_its_vendor"),
            models.UniqueConstraint(fields=["report", "level"], name="level_is_reported_once"),
            models.CheckConstraint(
                condition=Q(met=None) | Q(counted__isnull=False, met__lte=F("counted")),
                name="reported_met_is_part_of_counted",
                violation_error_message="More tickets are reported as met than were counted.",
            ),
            models.CheckConstraint(
                condition=Q(accepted=None) | ~Q(accepted_from=""), name="accepted_figure_says_where_it_is_from"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level.code} {self.reported}"


@tracked
class ReportFile(models.Model):
    """A file that came with a report: what the figures were read from, or an attachment. Never changed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(SlaReport, on_delete=models.CASCADE, related_name="files")
    file = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    is_source = models.BooleanField("figures were read from it", default=False)

    objects = VendorRows.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ReportDraftQuerySet(VoicedRows["ReportDraft"]):
    def of(self, contract: Contract, month: date) -> Self:
        return self.filter(contract=contract, month=month)

    def of_month(self, month: date) -> Self:
        return self.filter(month=month)

    def of_contract_key(self, contract_id: int) -> Self:
        return self.filter(contract_id=contract_id)


@tracked
class ReportDraft(models.Model):
    """A report as far as one side has filled it in. `visibility` is that side's own: the other sees no draft.

    `entries` goes from the key of a level to what was typed: {"reported", "counted", "met", "note"}. `files` are kept
    for the report that it becomes: {"file", "name", "size", "sha256", "is_source"}.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    visibility = models.CharField(max_length=6, choices=Visibility)
    entries = models.JSONField(default=dict, blank=True)
    files = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    saved_by = models.CharField(max_length=160)
    saved_at = models.DateTimeField()

    objects = ReportDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "month", "visibility"], name="each_side_has_one_draft_per_month"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=(Visibility.CLIENT, Visibility.VENDOR)), name="draft_belongs_to_one_side"
            ),
        ]

    def __str__(self) -> str:
        return f"Draft for {self.contract} {self.month:%Y-%m}"
