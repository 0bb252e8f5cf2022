"""What came of findings, and what was said about automating the repetitive work."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assessments.models.campaigns import Campaign
from governance.models import Action
from governance.models.actions import Stage
from portal.accounts.models import Organisation
from portal.accounts.visibility import ClientRows
from portal.ledger.tracking import tracked
from tickets.models import TaskType


class Wave(models.IntegerChoices):
    """Until which day after the plan was made an action is done."""

    FIRST = 30, "Days 1–30"
    SECOND = 60, "Days 31–60"
    THIRD = 90, "Days 61–90"


class PlannedFindingQuerySet(ClientRows["PlannedFinding"]):
    def of_campaign(self, campaign_id: int) -> Self:
        return self.filter(campaign_id=campaign_id)

    def of_findings(self, keys: Iterable[str]) -> Self:
        return self.filter(finding__in=list(keys))

    def set_aside(self) -> Self:
        return self.exclude(set_aside="")

    def planned(self) -> Self:
        return self.filter(action__isnull=False)

    def with_proofs(self) -> Self:
        """Those of which an action came, with how it was judged."""
        return self.planned().with_actions().prefetch_related("action__proofs")

    def with_actions(self) -> Self:
        return self.select_related("action").order_by("wave", "pk")


@tracked
class PlannedFinding(models.Model):
    """What was decided about one finding of a campaign: an action in a wave, or the reason why there is none.

    `expects` is the dimension that should rise, to `expected_level`; the action itself may name a KPI instead.
    `stage` is the one that the action began in: beyond it, work on it has begun.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="planned")
    finding = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    wave = models.PositiveSmallIntegerField(choices=Wave, null=True, blank=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.PLAN)
    expects = models.SlugField(max_length=60, blank=True)
    expected_level = models.PositiveSmallIntegerField(null=True, blank=True)
    set_aside = models.CharField("why no action comes of it", max_length=300, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=160)

    objects = PlannedFindingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["wave", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "finding"], name="finding_is_decided_once"),
            models.CheckConstraint(
                condition=Q(action__isnull=False, wave__isnull=False, set_aside="")
                | (Q(action=None, wave=None) & ~Q(set_aside="")),
                name="finding_has_an_action_or_a_reason_why_not",
            ),
            models.CheckConstraint(condition=Q(wave=None) | Q(wave__in=Wave.values), name="wave_is_known"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="planned_stage_is_known"),
        ]

    def __str__(self) -> str:
        return self.title


class Prerequisite(models.TextChoices):
    """What has to be there before a machine proposes and a person decides (requirement R6)."""

    WORKFLOW = "workflow", "Defined workflow"
    EXCEPTIONS = "exceptions", "Exceptions are handled"
    ESCALATION = "escalation", "Escalation rule"
    OWNER = "owner", "Somebody accountable"
    MEASURED = "measured", "Performance is measured"


class AutomationGateQuerySet(ClientRows["AutomationGate"]):
    def of_task_type(self, task_type_id: int) -> Self:
        return self.filter(task_type_id=task_type_id)

    def of_code(self, code: str) -> Self:
        return self.filter(code=code)

    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)


@tracked
class AutomationGate(models.Model):
    """One prerequisite of automating one task type: met, with what shows it, or not."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    task_type = models.ForeignKey(TaskType, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12, choices=Prerequisite)
    is_met = models.BooleanField(default=False)
    evidence = models.CharField("what shows it", max_length=300, blank=True)
    said_by = models.CharField(max_length=160)
    said_at = models.DateTimeField()

    objects = AutomationGateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["task_type", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task_type", "code"], name="task_type_has_each_prerequisite_once"),
            models.CheckConstraint(condition=Q(code__in=Prerequisite.values), name="prerequisite_is_known"),
            models.CheckConstraint(
                condition=Q(is_met=False) | ~Q(evidence=""),
                name="met_prerequisite_says_what_shows_it",
                violation_error_message="Say what shows that it is met.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_type}: {self.get_code_display()}"


class Basis(models.TextChoices):
    """What the cost of a piece of work is counted by."""

    TICKET = "ticket", "Per ticket"
    HOUR = "hour", "Per hour of handling"


class TypedWorkQuerySet(ClientRows["TypedWork"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)


class TypedWork(models.Model):
    """The tickets of the twelve complete months before `until`, by task type: worked out once, read by every page.

    `content` as assessments/planning/work.py writes it. `figures_at` is when the newest rollup of these months was
    computed: a newer one means that tickets have changed since.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    until = models.DateField()
    content = models.JSONField()
    figures_at = models.DateTimeField(null=True)
    computed_at = models.DateTimeField()

    objects = TypedWorkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Work by task type until {self.until}"

    def is_of(self, until: date, figures_at: object) -> bool:
        return (self.until, self.figures_at) == (until, figures_at)


class AutomationCaseQuerySet(ClientRows["AutomationCase"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id).order_by("-saved_at", "-pk")


@tracked
class AutomationCase(models.Model):
    """A calculation that somebody kept: what was assumed, and what came of it then.

    `shares` {task type's key: [low, high]} in percent of its tickets; unit costs per ticket or per hour (`basis`) and
    yearly costs of the automation in `currency`; `result` as assessments/planning/automation.py gives it, with the
    figures it used. `form_key` makes of the same form sent twice one case.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    basis = models.CharField("cost", max_length=10, choices=Basis, default=Basis.TICKET)
    unit_cost_low = models.DecimalField(max_digits=12, decimal_places=2)
    unit_cost_high = models.DecimalField(max_digits=12, decimal_places=2)
    running_cost = models.DecimalField("cost of the automation per year", max_digits=14, decimal_places=2, default=0)
    form_key = models.UUIDField(null=True, editable=False)
    shares = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=160)

    objects = AutomationCaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-saved_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="automation_key_with_its_organisation"),
            models.UniqueConstraint(fields=["organisation", "form_key"], name="automation_form_makes_one_case"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="automation_basis_is_known"),
            models.CheckConstraint(
                condition=Q(unit_cost_low__gte=0, unit_cost_high__gte=F("unit_cost_low"), running_cost__gte=0),
                name="automation_costs_are_a_range",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessments:automation-case", args=[self.pk])
