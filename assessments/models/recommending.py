"""What is known about the functions of a campaign, and where people decided otherwise than was recommended."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from assessments.models.campaigns import Campaign
from governance.models import BusinessFunction
from portal.accounts.models import Organisation
from portal.accounts.visibility import ClientRows
from portal.ledger.tracking import tracked


class Model(models.TextChoices):
    """What can be recommended for a function: the five delivery models (R4), to keep it inside, or to automate."""

    FULLY_MANAGED = "fully_managed", "Fully managed"
    CO_MANAGED = "co_managed", "Co-managed"
    PROJECT_BASED = "project_based", "Project-based"
    STAFF_AUGMENTATION = "staff_augmentation", "Staff augmentation"
    ON_DEMAND = "on_demand", "On-demand"
    INTERNAL = "internal", "Internal"
    AUTOMATE_FIRST = "automate_first", "Automate first"


class DeskFormat(models.TextChoices):
    """The formats of a service desk (R4)."""

    FULL = "full", "Fully outsourced desk"
    CO_MANAGED = "co_managed", "Co-managed desk"
    AFTER_HOURS = "after_hours", "After hours and overflow"


class FunctionProfileQuerySet(ClientRows["FunctionProfile"]):
    def of_campaign(self, campaign_id: int) -> Self:
        return self.filter(campaign_id=campaign_id)

    def of_function(self, function_id: int) -> Self:
        return self.filter(function_id=function_id)


@tracked
class FunctionProfile(models.Model):
    """What a campaign says about one function: `levels` {factor: 1 to 5}, those of the instrument's rules."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="profiles")
    function = models.ForeignKey(BusinessFunction, on_delete=models.PROTECT, related_name="+")
    levels = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=160)

    objects = FunctionProfileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["function__position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="profile_key_with_its_organisation"),
            models.UniqueConstraint(fields=["campaign", "function"], name="function_has_one_profile_per_campaign"),
        ]

    def __str__(self) -> str:
        return f"{self.function} in {self.campaign}"


class OverrideQuerySet(ClientRows["Override"]):
    def of_campaign(self, campaign_id: int) -> Self:
        return self.filter(campaign_id=campaign_id)

    def about(self, function_id: int, question: str) -> Self:
        """The newest first."""
        return self.filter(function_id=function_id, question=question)


class Override(models.Model):
    """A decision for another model than was recommended, with its reason. Never changed: the last one counts.

    `chosen` equal to `recommended` takes an earlier override back. `question` is "model" or "format" (of the desk).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="overrides")
    function = models.ForeignKey(BusinessFunction, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=8, default="model")
    recommended = models.CharField(max_length=20)
    chosen = models.CharField(max_length=20)
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=160)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-decided_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="override_says_why"),
            models.CheckConstraint(condition=Q(question__in=("model", "format")), name="override_question_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.function}: {self.chosen}"

    @property
    def is_standing(self) -> bool:
        """Whether it decides otherwise than was recommended then; the other ones take an earlier one back."""
        return self.chosen != self.recommended

    @property
    def chosen_label(self) -> str:
        return self._label(self.chosen)

    @property
    def recommended_label(self) -> str:
        return self._label(self.recommended)

    def _label(self, code: str) -> str:
        """Options that the portal no longer knows keep their code."""
        options: dict[str, str] = dict(DeskFormat.choices if self.question == "format" else Model.choices)
        return options.get(code, code)
