"""Choosing a provider (R10): candidates, criteria with their weights, scores by several people, and the choice."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.urls import reverse

from governance.models import BusinessFunction
from portal.accounts.models import Membership, Organisation
from portal.accounts.visibility import ClientRows
from portal.ledger.tracking import tracked
from vendors.models import Vendor


class SelectionQuerySet(ClientRows["Selection"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def open(self) -> Self:
        return self.filter(decided_at=None)

    def decided(self) -> Self:
        return self.filter(decided_at__isnull=False)

    def titled(self, title: str) -> Self:
        """Of that title, capitals or not."""
        return self.filter(title__iexact=title)

    def for_table(self) -> Self:
        """With the number of its candidates that stand, as `standing`, and of the people who scored, as `scorers`."""
        standing = Count("candidates", filter=Q(candidates__withdrawn=""), distinct=True)
        scorers = Count("candidates__scores__membership", distinct=True)
        rows = self.select_related("function", "chosen").annotate(standing=standing, scorers=scorers)
        return rows.order_by("-opened_at", "-pk")

    def held(self) -> Self:
        """Locked until the transaction ends: what changes a selection, and its decision, go one after the other."""
        return self.select_for_update(no_key=True, of=("self",))


@tracked
class Selection(models.Model):
    """A choice between candidates. Weights, scores and candidates stand still once it is decided."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    purpose = models.TextField("what is needed", blank=True)
    function = models.ForeignKey(BusinessFunction, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    currency = models.CharField(max_length=3)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=160)
    chosen = models.ForeignKey("Candidate", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.TextField("why", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=160, blank=True)

    objects = SelectionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="selection_key_with_its_organisation"),
            models.CheckConstraint(
                condition=Q(decided_at=None, chosen=None)
                | (Q(decided_at__isnull=False) & ~Q(reason="") & ~Q(decided_by="")),
                name="decided_selection_says_by_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessments:selection", args=[self.pk])


class CriterionQuerySet(ClientRows["Criterion"]):
    def of_selection(self, selection_id: int) -> Self:
        return self.filter(selection_id=selection_id)


@tracked
class Criterion(models.Model):
    """What candidates are scored on; `weight` in points, whose sum need not be 100."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(max_length=120)
    explanation = models.CharField("what five points would look like", max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(default=10)
    position = models.PositiveSmallIntegerField(default=0)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="criterion_key_with_its_organisation"),
            models.UniqueConstraint(
                "selection",
                Lower("name"),
                name="criterion_stands_once",
                violation_error_message="There is a criterion of this name already.",
            ),
            models.CheckConstraint(condition=Q(weight__lte=100), name="criterion_weight_is_at_most_100"),
        ]

    def __str__(self) -> str:
        return self.name


class CandidateQuerySet(ClientRows["Candidate"]):
    def of_selection(self, selection_id: int) -> Self:
        return self.filter(selection_id=selection_id)

    def named(self, name: str) -> Self:
        """Of that name, capitals or not."""
        return self.filter(name__iexact=name)

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn="")

    def but(self, candidate_id: int) -> Self:
        return self.exclude(pk=candidate_id)

    def not_scored_by(self, membership_id: int) -> Self:
        return self.exclude(scores__membership_id=membership_id)

    def still_open(self) -> Self:
        """Of selections that are not decided, each with its selection."""
        rows = self.filter(selection__decided_at=None).select_related("selection")
        return rows.order_by("-selection__opened_at", "-selection_id", "name", "pk")

    def for_table(self) -> Self:
        return self.select_related("vendor", "selection").order_by("name", "pk")


@tracked
class Candidate(models.Model):
    """A provider that may be chosen; `vendor` where it is one of the register. `yearly_cost` in the selection's
    currency; None: not known yet."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="candidates")
    name = models.CharField(max_length=120)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    yearly_cost = models.DecimalField("cost per year", max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.TextField(blank=True)
    withdrawn = models.CharField("why it is out", max_length=300, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="candidate_key_with_its_organisation"),
            models.UniqueConstraint(
                "selection",
                Lower("name"),
                name="candidate_stands_once",
                violation_error_message="There is a candidate of this name already.",
            ),
            models.CheckConstraint(
                condition=Q(yearly_cost=None) | Q(yearly_cost__gte=0), name="candidate_cost_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assessments:candidate", args=[self.pk])


class CandidateScoreQuerySet(ClientRows["CandidateScore"]):
    def of_selection(self, selection_id: int) -> Self:
        return self.filter(candidate__selection_id=selection_id)

    def of_candidate(self, candidate_id: int) -> Self:
        return self.filter(candidate_id=candidate_id)

    def by(self, membership_id: int) -> Self:
        return self.filter(membership_id=membership_id)

    def counted_by_candidate(self) -> dict[int, int]:
        return dict(self.order_by().values_list("candidate_id").annotate(number=Count("pk")))

    def by_others(self, membership_id: int) -> Self:
        return self.exclude(membership_id=membership_id).order_by("name", "membership_id")


@tracked
class CandidateScore(models.Model):
    """What one person gives a candidate on a criterion, 1 to 5, with what it rests on."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="scores")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    score = models.PositiveSmallIntegerField()
    evidence = models.TextField("what it rests on", blank=True)
    scored_at = models.DateTimeField()

    objects = CandidateScoreQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate", "criterion", "membership"], name="person_scores_a_candidate_once_per_criterion"
            ),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="score_is_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate}, {self.criterion}: {self.score}"


class SelectionReaderQuerySet(ClientRows["SelectionReader"]):
    def of_selection(self, selection_id: int) -> Self:
        return self.filter(selection_id=selection_id)

    def by(self, membership_id: int) -> Self:
        return self.filter(membership_id=membership_id)


@tracked
class SelectionReader(models.Model):
    """Someone who could score and chose to read what others gave instead; they score no more in this selection."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="readers")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    since = models.DateTimeField()

    objects = SelectionReaderQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["selection", "membership"], name="person_reads_a_selection_once"),
        ]

    def __str__(self) -> str:
        return self.name
