"""The outcome map: which business goal an outcome serves, which figure shows it, and which service bears it."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.db.models.functions import Lower
from django.urls import reverse

from portal.accounts.models import Membership, Organisation
from portal.accounts.visibility import ClientRows
from portal.ledger.tracking import tracked
from vendors.models import Service, Vendor


class BusinessGoalQuerySet(ClientRows["BusinessGoal"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def current(self) -> Self:
        return self.filter(ended_on=None)

    def ended(self) -> Self:
        return self.exclude(ended_on=None).order_by("-ended_on", "title")

    def end(self, pk: int, day: date) -> bool:
        """End one of these from that day on; False when it is not among them."""
        return bool(self.filter(pk=pk).update(ended_on=day))

    def for_map(self) -> Self:
        """In their order, each with its owner and its outcomes."""
        return self.with_outcomes().select_related("owner").order_by("position", "pk")

    def with_outcomes(self) -> Self:
        return self.prefetch_related(Prefetch("outcomes", GoalOutcome.objects.with_service()))


@tracked
class BusinessGoal(models.Model):
    """What the business wants to reach, in its own words, and who there answers for it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner_name = models.CharField("owner", max_length=160, blank=True)
    until = models.DateField("to be reached by", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    objects = BusinessGoalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="goal_key_with_its_organisation"),
            models.UniqueConstraint(
                "organisation",
                Lower("title"),
                name="goal_title_is_unique_in_its_organisation",
                violation_error_message="There is a goal of this title already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:goal", args=[self.pk])


class GoalOutcomeQuerySet(ClientRows["GoalOutcome"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def with_goal(self) -> Self:
        return self.select_related("goal")

    def with_service(self) -> Self:
        return self.select_related("vendor", "service").order_by("pk")


@tracked
class GoalOutcome(models.Model):
    """What IT has to bring about for a goal. `kpi_code` is a KPI of the catalogue, `target` in its unit.

    Without a KPI nothing shows whether it is reached, without a service nobody bears it: both are holes of the map.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    goal = models.ForeignKey(BusinessGoal, on_delete=models.CASCADE, related_name="outcomes")
    title = models.CharField("outcome", max_length=200)
    kpi_code = models.CharField("KPI that shows it", max_length=60, blank=True)
    target = models.FloatField(null=True, blank=True)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = GoalOutcomeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="outcome_key_with_its_organisation"),
            models.CheckConstraint(
                condition=Q(service=None) | Q(vendor__isnull=False), name="outcome_service_stands_with_its_vendor"
            ),
            models.CheckConstraint(
                condition=Q(target=None) | ~Q(kpi_code=""),
                name="outcome_target_has_a_kpi",
                violation_error_message="A target needs the KPI that it is of.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
