"""Issues that touch several vendors: one owner of the whole, each vendor with a part that it alone sees."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from portal.accounts.models import Membership, Organisation
from portal.accounts.visibility import ClientRows, VendorRows
from portal.ledger.tracking import tracked
from vendors.models.registry import Contact, Vendor


class IssueQuerySet(ClientRows["Issue"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def for_table(self) -> Self:
        """With its owner and the number of its parts, done and all; the open ones first."""
        done = Count("parts", filter=Q(parts__state=PartState.DONE))
        counted = self.select_related("owner__person").annotate(part_count=Count("parts"), done_count=done)
        return counted.order_by(F("closed_at").desc(nulls_first=True), "-opened_at")

    def in_full(self) -> Self:
        """With the part of each vendor."""
        return self.for_table().prefetch_related(models.Prefetch("parts", IssuePart.objects.for_table()))


@tracked
class Issue(models.Model):
    """An issue of several vendors. Its owner is a member of the organisation's own side (a trigger holds that).

    Providers never see this row: a title and no more stands on their part of it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200, help_text="Every vendor that takes part reads the title.")
    description = models.TextField(blank=True, help_text="Read by our side only.")
    owner = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="+", verbose_name="owner of the whole issue"
    )
    opened_by = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    closed_by = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    resolution = models.TextField(blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id", "title"], name="issue_key_and_title_with_its_organisation"
            ),
            models.CheckConstraint(
                condition=(Q(closed_at__isnull=False) & ~Q(resolution="")) | Q(closed_at=None, resolution=""),
                name="issue_is_closed_iff_it_has_a_resolution",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("vendors:issue", args=[self.pk])


class PartState(models.TextChoices):
    OPEN = "open", "Open"
    WORKING = "working", "In progress"
    DONE = "done", "Done"


class IssuePartQuerySet(VendorRows["IssuePart"]):
    def unfinished(self) -> Self:
        return self.exclude(state=PartState.DONE)

    def for_table(self) -> Self:
        return self.select_related("vendor", "owner", "issue").order_by("vendor__name")

    def of_issue(self, issue: Issue) -> Self:
        return self.filter(issue=issue)

    def for_provider(self) -> Self:
        """What a provider may know: the issue itself is not among it."""
        return self.select_related("vendor", "owner").order_by("-pk")


@tracked
class IssuePart(models.Model):
    """What one vendor has to do about an issue, who does it there, and what it answered.

    `issue_title` is the issue's own, kept equal by the database, because a provider does not see the issue.
    `references` are numbers of tickets, as the ticket system writes them.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="issue_parts")
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="parts")
    issue_title = models.CharField("issue", max_length=200)
    task = models.TextField("what this vendor has to do")
    owner = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="provider's owner"
    )
    references = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    state = models.CharField(max_length=10, choices=PartState, default=PartState.OPEN)
    answer = models.TextField(blank=True)

    objects = IssuePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "vendor"],
                name="vendor_has_one_part_in_an_issue",
                violation_error_message="This vendor has a part in the issue already.",
            ),
            models.CheckConstraint(condition=Q(state__in=PartState.values), name="issue_part_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(answer=""),
                name="issue_part_is_done_with_an_answer",
                violation_error_message="Say what was done before you call the part done.",
            ),
        ]

    def __str__(self) -> str:
        return self.issue_title

    def get_absolute_url(self) -> str:
        return reverse("vendors:issue-part", args=[self.pk])
