"""Campaigns: who was asked what until when, what each of them answered, and the frozen result."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse

from assessments.models.instruments import InstrumentVersion
from portal.accounts.models import Membership, Organisation
from portal.accounts.visibility import ClientRows, VendorRows
from portal.ledger.tracking import tracked
from vendors.models import Vendor


class CampaignQuerySet(ClientRows["Campaign"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def closed(self) -> Self:
        return self.exclude(closed_at=None)

    def closed_since(self, moment: datetime) -> Self:
        return self.filter(closed_at__gte=moment)

    def for_table(self) -> Self:
        return self.select_related("instrument", "previous").order_by("-opened_at", "-pk")

    def with_results(self) -> Self:
        """The closed ones, the last closed first, each with what was frozen."""
        return self.closed().select_related("result", "instrument").order_by("-closed_at", "-pk")


@tracked
class Campaign(models.Model):
    """An assessment with one version of an instrument. Open until it is closed, which freezes its result for good.

    `form_key` is that of the form it was opened with: the same form sent twice is one campaign.
    """

    untold_in_history: ClassVar = frozenset({"form_key"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    instrument = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="campaigns")
    title = models.CharField(max_length=120)
    purpose = models.CharField("what it is for", max_length=300, blank=True)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    due_on = models.DateField("answers by", null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=160)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=160, blank=True)
    form_key = models.UUIDField(null=True, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="campaign_key_with_its_organisation"),
            models.UniqueConstraint(fields=["organisation", "form_key"], name="form_opens_a_campaign_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by="") | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
                name="closed_campaign_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessments:campaign", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class View(models.TextChoices):
    """From where a respondent sees the operating model; questions say whom they are meant for."""

    LEADER = "leader", "IT leader"
    VENDOR_MANAGER = "vendor_manager", "Vendor manager"
    SERVICE_OWNER = "service_owner", "Service owner"
    PROVIDER = "provider", "Provider"

    @property
    def in_a_sentence(self) -> str:
        """ "service owner", "IT leader"."""
        return str(self.label if self == View.LEADER else self.label.lower())


class RespondentQuerySet(VendorRows["Respondent"]):
    def of_member(self, member: Membership) -> Self:
        """The sheets that are this member's own to fill in."""
        return self.visible_to(member).filter(membership_id=member.pk)

    def of_campaign(self, campaign_id: int) -> Self:
        return self.filter(campaign_id=campaign_id)

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def unfinished(self) -> Self:
        return self.filter(closed_at=None, finished_at=None)

    def due_by(self, day: date) -> Self:
        return self.filter(due_on__lte=day)

    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def of_our_side(self) -> Self:
        return self.filter(vendor_id=None)

    def not_reminded_since(self, moment: datetime) -> Self:
        return self.filter(Q(reminded_at=None) | Q(reminded_at__lt=moment))

    def not_started(self) -> Self:
        return self.filter(started_at=None)

    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)

    def for_list(self) -> Self:
        """Those still open first, the one that is due first at the top."""
        return self.order_by(F("closed_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")


@tracked
class Respondent(models.Model):
    """Someone asked in a campaign, with what they were asked: all that a provider's person may know of it.

    `sheet` holds the questions meant for their `view`, as they stood in the instrument's version; title, due date and
    closing repeat the campaign's for readers who may not look it up (a join to it hides the row from a provider).
    `vendor` None: our side.
    """

    untold_in_history: ClassVar = frozenset({"sheet"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="respondents")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    view = models.CharField("answers as", max_length=20, choices=View)
    campaign_title = models.CharField(max_length=120)
    due_on = models.DateField(null=True, blank=True)
    sheet = models.JSONField()
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=160)
    reminded_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = RespondentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="respondent_key_with_its_organisation"),
            models.UniqueConstraint(fields=["vendor", "id"], name="respondent_key_with_its_vendor"),
            models.UniqueConstraint(
                fields=["campaign", "membership"],
                name="person_is_asked_once_in_a_campaign",
                violation_error_message="This person is asked already.",
            ),
            models.CheckConstraint(condition=Q(view__in=View.values), name="respondent_view_is_known"),
            models.CheckConstraint(
                condition=Q(view=View.PROVIDER, vendor__isnull=False) | (~Q(view=View.PROVIDER) & Q(vendor=None)),
                name="respondent_has_a_vendor_iff_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.campaign_title}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:sheet", args=[self.pk])


class AnswerQuerySet(VendorRows["Answer"]):
    def of_respondent(self, respondent_id: int) -> Self:
        return self.filter(respondent_id=respondent_id)

    def of_campaign(self, campaign_id: int) -> Self:
        return self.filter(respondent__campaign_id=campaign_id)

    def confirmed(self) -> Self:
        """Without those that were carried over from the campaign before and not looked at yet."""
        return self.filter(prefilled=False)

    def with_respondent(self) -> Self:
        return self.select_related("respondent").order_by("respondent__name", "respondent_id", "pk")

    def of_respondents(self, respondent_ids: Iterable[int]) -> Self:
        return self.filter(respondent_id__in=list(respondent_ids))

    def of_questions(self, codes: Iterable[str]) -> Self:
        return self.filter(question__in=list(codes))

    def to_confirm(self) -> Self:
        """Carried over from the campaign before, and not confirmed."""
        return self.filter(prefilled=True)

    def with_files(self) -> Self:
        return self.prefetch_related(Prefetch("files", AnswerFile.objects.order_by("pk")))


@tracked
class Answer(models.Model):
    """What one respondent answered to one question: a level, or that they do not know; saved as it is given.

    `prefilled`: carried over from the campaign before, and not confirmed yet. A trigger refuses changes once the
    respondent's sheet is closed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="answers")
    question = models.SlugField(max_length=60)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    unknown = models.BooleanField("don't know", default=False)
    comment = models.TextField(blank=True)
    prefilled = models.BooleanField(default=False)
    answered_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["respondent", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="answer_key_with_its_organisation"),
            models.UniqueConstraint(fields=["vendor", "id"], name="answer_key_with_its_vendor"),
            models.UniqueConstraint(fields=["respondent", "question"], name="question_is_answered_once"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=1, level__lte=5), name="answer_level_is_one_to_five"
            ),
            models.CheckConstraint(condition=Q(level=None) | Q(unknown=False), name="answer_is_a_level_or_not_known"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {'not known' if self.unknown else self.level}"


class AnswerFileQuerySet(VendorRows["AnswerFile"]):
    def of_respondent(self, respondent_id: int) -> Self:
        return self.filter(answer__respondent_id=respondent_id)

    def with_respondent(self) -> Self:
        return self.select_related("answer__respondent")


@tracked
class AnswerFile(models.Model):
    """A file that shows why an answer was given. `file` is relative to the data folder; `sha256` is of its content."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="files")
    file = models.CharField(max_length=400)
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.CharField(max_length=160)
    uploaded_at = models.DateTimeField()

    objects = AnswerFileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["uploaded_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "sha256", "file_name"], name="file_stands_by_an_answer_once"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="answer_file_carries_its_sha256"),
        ]

    def __str__(self) -> str:
        return self.file_name


class CampaignResultQuerySet(ClientRows["CampaignResult"]):
    def of_campaign(self, campaign_id: int) -> Self:
        return self.filter(campaign_id=campaign_id)

    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def for_comparing(self) -> Self:
        """Oldest first, each with its campaign and the version of the instrument."""
        return self.select_related("campaign__instrument").order_by("campaign__closed_at", "pk")


class CampaignResult(models.Model):
    """The frozen result of a closed campaign: canonical JSON of assessments/results/content.py, never changed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="result")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=160)

    objects = CampaignResultQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-frozen_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="result_key_with_its_organisation"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="result_carries_its_sha256"),
        ]

    def __str__(self) -> str:
        return f"Result of {self.campaign}"
