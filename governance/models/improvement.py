"""The improvement plan of 30, 60 and 90 days: when it began, and who sees to which step."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from portal.accounts.models import Membership, Organisation
from portal.accounts.visibility import ClientRows
from portal.ledger.tracking import tracked


class ImprovementPlanQuerySet(ClientRows["ImprovementPlan"]):
    def current(self) -> Self:
        return self.filter(ended_on=None)

    def ended(self) -> Self:
        return self.exclude(ended_on=None).order_by("-started_on")


@tracked
class ImprovementPlan(models.Model):
    """A plan that runs from `started_on` for 90 days. What its steps are and how far they have come is measured."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    started_on = models.DateField()
    started_by = models.CharField(max_length=160)
    ended_on = models.DateField(null=True, blank=True)

    objects = ImprovementPlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="plan_key_with_its_organisation"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ended_on=None), name="organisation_has_one_plan_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Plan of {self.started_on:%d %b %Y}"


class PlanStepQuerySet(ClientRows["PlanStep"]):
    def of_plan(self, plan_id: int) -> Self:
        return self.filter(plan_id=plan_id)

    def with_owner(self) -> Self:
        return self.select_related("owner__person")


@tracked
class PlanStep(models.Model):
    """What people said about a step of a plan: its owner, or why it does not apply. Progress is never ticked here."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(ImprovementPlan, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=40)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    set_aside = models.CharField("why it does not apply", max_length=300, blank=True)

    objects = PlanStepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "code"], name="step_stands_in_a_plan_once"),
        ]

    def __str__(self) -> str:
        return self.code
