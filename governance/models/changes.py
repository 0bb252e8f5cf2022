"""Changes of the business on notice: what comes, when, what the provider needs to know, and whether it was ready."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from governance.models.series import Side
from portal.accounts.models import Organisation
from portal.accounts.visibility import ClientRows, SharedRows, VendorRows
from portal.ledger.tracking import tracked
from vendors.models import Site, Vendor


class ChangeKind(models.TextChoices):
    HIRING = "hiring", "Hiring spike"
    OPENING = "opening", "Office opening"
    MOVE = "move", "Office move"
    ACQUISITION = "acquisition", "Acquisition"
    SOFTWARE = "software", "Software change"
    TECHNOLOGY = "technology", "Technology decision"
    OTHER = "other", "Other"


class LeadTimeQuerySet(SharedRows["LeadTime"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)


@tracked
class LeadTime(models.Model):
    """How many days a provider needs before a change of a kind, and what has to be thought of: the checklist.

    For a technology decision the days count to the day on which something is to be signed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=ChangeKind)
    days = models.PositiveSmallIntegerField("days of notice")
    checklist = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    objects = LeadTimeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="kind_of_change_has_one_lead_time"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="lead_time_kind_is_known"),
            models.CheckConstraint(condition=Q(days__lte=730), name="lead_time_is_at_most_two_years"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.days} days"


class ChangeState(models.TextChoices):
    COMING = "coming", "Coming"
    DONE = "done", "Took effect"
    CANCELLED = "cancelled", "Cancelled"


class BusinessChangeQuerySet(ClientRows["BusinessChange"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def coming(self) -> Self:
        return self.filter(state=ChangeState.COMING)

    def for_table(self) -> Self:
        return self.select_related("site").order_by("takes_effect_on", "pk")


@tracked
class BusinessChange(models.Model):
    """What will change in the business. Providers never see this row: what one is told stands on its notice."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=ChangeKind)
    title = models.CharField(max_length=200, help_text="Every provider that is given notice reads the title.")
    description = models.TextField(blank=True, help_text="Read by our side only.")
    takes_effect_on = models.DateField("takes effect on")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    people = models.PositiveIntegerField("people concerned", null=True, blank=True)
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.COMING)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    entered_by = models.CharField(max_length=160)
    entered_at = models.DateTimeField()

    objects = BusinessChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["takes_effect_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="change_key_with_its_organisation"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="change_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=ChangeState.values), name="change_state_is_known"),
            models.CheckConstraint(
                condition=(Q(state="cancelled") & ~Q(cancelled_reason=""))
                | (~Q(state="cancelled") & Q(cancelled_reason="")),
                name="change_is_cancelled_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:change", args=[self.pk])


class ChangeNoticeQuerySet(VendorRows["ChangeNotice"]):
    def of_change(self, change_id: int) -> Self:
        return self.filter(change_id=change_id)

    def of_party(self, organisation_id: int, vendor_id: int | None) -> Self:
        """Of one vendor; of all vendors of the organisation where none is named."""
        rows = self.filter(organisation_id=organisation_id)
        return rows if vendor_id is None else rows.filter(vendor_id=vendor_id)

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def taking_effect(self, first: date, until: date) -> Self:
        """On a day of [first, until)."""
        return self.filter(takes_effect_on__gte=first, takes_effect_on__lt=until)

    def unanswered(self) -> Self:
        return self.filter(acknowledged_at=None)

    def coming(self, today: date) -> Self:
        return self.filter(takes_effect_on__gte=today, withdrawn_at=None)

    def for_table(self) -> Self:
        """Without the change itself, which providers do not see."""
        return self.select_related("vendor").order_by("takes_effect_on", "pk")


@tracked
class ChangeNotice(models.Model):
    """What one provider was told of a change, and what it answered. Repeats of the change what it may know.

    `lead_days` is the lead time as it stood when notice was given; the notice is late when fewer days were left.
    `ready` is what was found on the day: None while it was not judged.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="change_notices")
    change = models.ForeignKey(BusinessChange, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=ChangeKind)
    title = models.CharField(max_length=200)
    takes_effect_on = models.DateField("takes effect on")
    site_name = models.CharField("site", max_length=120, blank=True)
    people = models.PositiveIntegerField("people concerned", null=True, blank=True)
    message = models.TextField("what the provider is told", blank=True)
    lead_days = models.PositiveSmallIntegerField("lead time in days")
    given_on = models.DateField("notice given on")
    given_by = models.CharField(max_length=160)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=160, blank=True)
    answer = models.TextField("what the provider needs", blank=True)
    ready = models.BooleanField("ready on day one", null=True)
    ready_words = models.TextField("what was not ready", blank=True)
    judged_by = models.CharField(max_length=160, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ChangeNoticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["takes_effect_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["change", "vendor"],
                name="provider_is_given_notice_of_a_change_once",
                violation_error_message="This provider has been given notice already.",
            ),
            models.UniqueConstraint(fields=["vendor", "id"], name="change_notice_key_with_its_vendor"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="notice_kind_is_known"),
            models.CheckConstraint(
                condition=Q(ready=None, judged_at=None) | Q(ready__isnull=False, judged_at__isnull=False),
                name="readiness_is_judged_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(ready=False) | ~Q(ready_words=""), name="unreadiness_says_what_was_missing"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:change-notice", args=[self.pk])

    @property
    def days_of_notice(self) -> int:
        return (self.takes_effect_on - self.given_on).days

    @property
    def is_late(self) -> bool:
        return self.days_of_notice < self.lead_days


class ConsequenceQuerySet(VendorRows["Consequence"]):
    def of_notice(self, notice_id: int) -> Self:
        return self.filter(notice_id=notice_id).order_by("position", "pk")

    def open(self) -> Self:
        return self.filter(done_at=None)


@tracked
class Consequence(models.Model):
    """One line of the checklist of a notice: what follows from the change, who sees to it, and that it is done."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(ChangeNotice, on_delete=models.CASCADE, related_name="consequences")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=200)
    side = models.CharField("who sees to it", max_length=10, choices=Side, default=Side.PROVIDER)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=160, blank=True)

    objects = ConsequenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(side__in=Side.values), name="consequence_side_is_known"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by="") | (Q(done_at__isnull=False) & ~Q(done_by="")),
                name="consequence_is_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text
