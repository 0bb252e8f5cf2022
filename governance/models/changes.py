"""Changes of the business on notice: what comes, when, what the provider needs to know, and whether it was ready."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, DateField, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery, Value
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.visibility import ClientRows, SharedRows, VendorRows
from portal.ledger.tracking import tracked
from vendors.models import Site, Vendor
from vendors.models.registry import Side

FIRST_DAY_IN_TIME = ExpressionWrapper(F("given_on") + F("lead_days"), output_field=DateField())
"""The first day on which what a notice tells of may take effect without the notice being late."""


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

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)


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

    def ahead(self, today: date) -> Self:
        """Not cancelled, and not before today."""
        return self.exclude(state=ChangeState.CANCELLED).filter(takes_effect_on__gte=today)

    def past(self, today: date) -> Self:
        return self.exclude(state=ChangeState.CANCELLED).filter(takes_effect_on__lt=today)

    def cancelled(self) -> Self:
        return self.filter(state=ChangeState.CANCELLED)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def told_to(self, vendor_id: int) -> Self:
        return self.filter(Exists(ChangeNotice.objects.in_force().filter(change=OuterRef("pk"), vendor_id=vendor_id)))

    def at_site(self, site_id: int) -> Self:
        return self.filter(site_id=site_id)

    def mentioning(self, words: str) -> Self:
        return self.filter(Q(title__icontains=words) | Q(description__icontains=words) | Q(site__name__icontains=words))

    def late(self, today: date) -> Self:
        """With a notice that was given late, or none given and the last day for it is past."""
        lead = LeadTime.objects.filter(organisation_id=OuterRef("organisation_id"), kind=OuterRef("kind"))
        notices = ChangeNotice.objects.in_force().filter(change=OuterRef("pk"))
        in_time = ExpressionWrapper(Value(today) + Subquery(lead.values("days")[:1]), output_field=DateField())
        untold = ~Q(Exists(notices)) & Q(takes_effect_on__lt=in_time, state=ChangeState.COMING)
        return self.filter(Q(Exists(notices.late())) | untold)

    def for_table(self) -> Self:
        return self.select_related("site").order_by("takes_effect_on", "pk")

    def with_notices(self) -> Self:
        """With what each provider was told, and how much of its checklist is done."""
        return self.prefetch_related(Prefetch("notices", ChangeNotice.objects.for_table().with_checklist()))


@tracked
class BusinessChange(models.Model):
    """What will change in the business. Providers never see this row: what one is told stands on its notice.

    `form_key` is that of the form it was entered with: the same form sent twice is one change.
    """

    untold_in_history: ClassVar = frozenset({"form_key"})

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
    form_key = models.UUIDField(null=True, editable=False)

    objects = BusinessChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["takes_effect_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="change_key_with_its_organisation"),
            models.UniqueConstraint(fields=["organisation", "form_key"], name="form_enters_a_change_once"),
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

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def in_force(self) -> Self:
        return self.filter(withdrawn_at=None)

    def of_party(self, organisation_id: int, vendor_id: int | None) -> Self:
        """Of one vendor; of all vendors of the organisation where none is named."""
        rows = self.filter(organisation_id=organisation_id)
        return rows if vendor_id is None else rows.filter(vendor_id=vendor_id)

    def taking_effect(self, first: date, until: date) -> Self:
        """On a day of [first, until)."""
        return self.filter(takes_effect_on__gte=first, takes_effect_on__lt=until)

    def unanswered(self) -> Self:
        return self.filter(acknowledged_at=None)

    def unjudged(self) -> Self:
        return self.filter(judged_at=None)

    def coming(self, today: date) -> Self:
        return self.filter(takes_effect_on__gte=today, withdrawn_at=None)

    def past(self, today: date) -> Self:
        return self.filter(takes_effect_on__lt=today, withdrawn_at=None)

    def withdrawn(self) -> Self:
        return self.filter(withdrawn_at__isnull=False)

    def late(self) -> Self:
        """Given with fewer days left than the lead time."""
        return self.filter(takes_effect_on__lt=FIRST_DAY_IN_TIME)

    def in_time(self) -> Self:
        return self.filter(takes_effect_on__gte=FIRST_DAY_IN_TIME)

    def of_half_year(self, start: date, end: date) -> Self:
        """Given in the days [start, end), or taking effect in them."""
        took_effect = Q(takes_effect_on__gte=start, takes_effect_on__lt=end)
        return self.in_force().filter(took_effect | Q(given_on__gte=start, given_on__lt=end))

    def of_keys(self, keys: list[int]) -> Self:
        return self.filter(pk__in=keys)

    def mentioning(self, words: str) -> Self:
        return self.filter(Q(title__icontains=words) | Q(site_name__icontains=words) | Q(message__icontains=words))

    def told_since(self, organisation_id: int, day: date) -> Self:
        """What a provider is to be told of: changes that come or came since that day, and what was withdrawn."""
        return self.filter(organisation_id=organisation_id, takes_effect_on__gte=day).order_by("pk")

    def standing(self, organisation_id: int, day: date) -> Self:
        """Not withdrawn, of changes that come or came since that day, with their vendor."""
        return self.told_since(organisation_id, day).filter(withdrawn_at=None).select_related("vendor")

    def for_table(self) -> Self:
        """Without the change itself, which providers do not see."""
        return self.select_related("vendor").order_by("takes_effect_on", "pk")

    def with_checklist(self) -> Self:
        """With the number of lines of the checklist, done and all."""
        done = Count("consequences", filter=Q(consequences__done_at__isnull=False))
        return self.annotate(line_count=Count("consequences"), done_count=done)


@tracked
class ChangeNotice(models.Model):
    """What one provider was told of a change, and what it answered. Repeats of the change what it may know.

    `lead_days` is the lead time as it stood when notice was given; the notice is late when fewer days were left.
    `ready` is what was found on the day: None while it was not judged. `given_on` is the day from which the days of
    notice count; `told_on` the day on which the provider was told what stands here now, in its edition `number`.
    What it was told before, and answered, stands in its `revisions`.
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
    number = models.PositiveSmallIntegerField("edition", default=1)
    told_on = models.DateField("told on", null=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=160, blank=True)
    answer = models.TextField("what the provider needs", blank=True)
    ready = models.BooleanField("ready on day one", null=True)
    ready_words = models.TextField("what was not ready", blank=True)
    judged_by = models.CharField(max_length=160, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField("why it was withdrawn", max_length=300, blank=True)

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
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by="", answer="")
                | (Q(acknowledged_at__isnull=False) & ~Q(acknowledged_by="")),
                name="notice_is_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="notice_is_withdrawn_with_a_reason",
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

    @property
    def was_told_on(self) -> date:
        """The day on which the provider was told what stands here now."""
        return self.told_on or self.given_on


class NoticeRevisionQuerySet(VendorRows["NoticeRevision"]):
    def of_notice(self, notice_id: int) -> Self:
        return self.filter(notice_id=notice_id).order_by("-number")


class NoticeRevision(models.Model):
    """What a provider was told before its notice was amended, and what it had answered. Never changed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(ChangeNotice, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField("edition")
    title = models.CharField(max_length=200)
    takes_effect_on = models.DateField()
    site_name = models.CharField(max_length=120, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    message = models.TextField(blank=True)
    lead_days = models.PositiveSmallIntegerField()
    given_on = models.DateField()
    told_on = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=160, blank=True)
    answer = models.TextField(blank=True)
    superseded_at = models.DateTimeField()
    superseded_by = models.CharField(max_length=160)

    objects = NoticeRevisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "number"], name="edition_of_a_notice_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"Edition {self.number}"


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
