"""What kind of work a ticket is, and the policy by which its outcome is scored."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from portal.accounts.models import Organisation
from portal.accounts.visibility import ClientRows, SharedRows
from portal.ledger.tracking import tracked


class TaskKind(models.TextChoices):
    ROUTINE = "routine", "Routine"
    SPECIALIST = "specialist", "Specialist"


@tracked
class TaskType(models.Model):
    """A recurring kind of work with the effort it should take, in minutes of handling time."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=TaskKind, default=TaskKind.ROUTINE)
    effort_low = models.PositiveIntegerField("norm from, minutes", null=True, blank=True)
    effort_high = models.PositiveIntegerField("norm to, minutes", null=True, blank=True)

    objects = SharedRows.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="task_type_name_is_unique_in_its_organisation"),
            models.UniqueConstraint(fields=["organisation", "id"], name="task_type_key_with_its_organisation"),
            models.CheckConstraint(
                condition=Q(effort_low=None, effort_high=None) | Q(effort_low__gte=0, effort_high__gt=F("effort_low")),
                name="task_type_norm_is_a_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class TaskRule(models.Model):
    """Which tickets are of a task type. The first rule that fits decides; empty fields fit everything."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(help_text="Rules are tried in this order.")
    task_type = models.ForeignKey(TaskType, on_delete=models.CASCADE, related_name="rules")
    category = models.CharField(max_length=200, blank=True)
    subcategory = models.CharField(max_length=200, blank=True)
    words = models.CharField("words in the title", max_length=200, blank=True, help_text="All of them, in any order.")

    objects = ClientRows.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(category="", subcategory="", words=""), name="task_rule_asks_for_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.asks} is {self.task_type}"

    @property
    def asks(self) -> str:
        """What a ticket has to have, in words."""
        return " / ".join(one for one in (self.category, self.subcategory, self.words) if one)


class ScorePolicyQuerySet(SharedRows["ScorePolicyVersion"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def valid_within(self, first: date, until: date) -> Self:
        """Valid on a day of [first, until) at least, in order."""
        return self.filter(valid__overlap=(first, until)).order_by("number")

    def valid_on(self, day: date) -> Self:
        return self.filter(valid__contains=day)


@tracked
class ScorePolicyVersion(models.Model):
    """The weights and limits of the outcome score while they were valid; `rules` as tickets/scoring.py reads it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    valid = DateRangeField()
    rules = models.JSONField()

    objects = ScorePolicyQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="score_policy_number_is_unique"),
            ExclusionConstraint(
                name="one_score_policy_at_a_time",
                expressions=[("organisation", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"Outcome policy {self.number}"
