"""Actions: corrective and preventive, with an owner, a date, and the figure that shows whether they worked."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from governance.models.agenda import AgendaItem
from governance.models.reviews import Review
from governance.models.series import Side
from portal.accounts.models import Membership, Organisation
from portal.accounts.visibility import VendorRows, Visibility, VoicedRows
from portal.ledger.tracking import tracked
from vendors.models import Escalation, Vendor


class ActionKind(models.TextChoices):
    CORRECTIVE = "corrective", "Corrective"
    PREVENTIVE = "preventive", "Preventive"


class Stage(models.TextChoices):
    """The rhythm of improvement (requirement R8)."""

    PLAN = "plan", "Plan"
    RECOMMEND = "recommend", "Recommend"
    IMPLEMENT = "implement", "Implement"
    MANAGE = "manage", "Manage"
    ENHANCE = "enhance", "Enhance"


class ActionState(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done, to be proven"
    EFFECTIVE = "effective", "Closed, effective"
    INEFFECTIVE = "ineffective", "Closed, not effective"
    CANCELLED = "cancelled", "Cancelled"


class Origin(models.TextChoices):
    REVIEW = "review", "Review"
    FINDING = "finding", "Finding"
    PATTERN = "pattern", "Pattern"
    DISPUTE = "dispute", "Dispute"
    AUDIT = "audit", "Audit"
    OTHER = "other", "Other"


ENDED = (ActionState.EFFECTIVE, ActionState.INEFFECTIVE, ActionState.CANCELLED)


class ActionQuerySet(VoicedRows["Action"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def open(self) -> Self:
        """Not ended: still to be done, or done and to be proven."""
        return self.exclude(state__in=ENDED)

    def overdue(self, today: date) -> Self:
        return self.filter(state=ActionState.OPEN, due_on__lt=today)

    def to_prove(self, today: date) -> Self:
        """Done, and the day on which the figure should have moved has come."""
        return self.filter(state=ActionState.DONE, proof_on__lte=today)

    def owned_on(self, side: str) -> Self:
        return self.filter(owner_side=side)

    def to_do_by(self, side: str) -> Self:
        """Open ones that are one side's to do."""
        return self.owned_on(side).filter(state=ActionState.OPEN).order_by("pk")

    def not_kept_by_providers(self) -> Self:
        """All but those that a provider keeps to itself."""
        return self.exclude(visibility=Visibility.VENDOR).order_by("pk")

    def of_review(self, review_id: int) -> Self:
        return self.filter(review_id=review_id).order_by("pk")

    def about(self, vendor_id: int | None) -> Self:
        """Those of one vendor; all of them without one."""
        return self if vendor_id is None else self.filter(vendor_id=vendor_id)

    def for_table(self) -> Self:
        return self.select_related("vendor").order_by(F("due_on").asc(nulls_last=True), "pk")


@tracked
class Action(models.Model):
    """An action (CAPA). `vendor` None: our side alone. `visibility` client: its vendor does not see it.

    `owner` may be of either side; `owner_name` is for readers who may not look memberships up, and stays when the
    owner has left. `whys` is the chain of the five whys, from symptom to cause. The KPI is one of the catalogue by
    `kpi_code`, of the whole vendor or of the `service_id` that is named; empty: it moves no figure, and its proof is
    what `evidence` says. `baseline` is the KPI's value before it, `target` the value it should reach, in the KPI's
    unit; on `proof_on` the portal shows whether it moved. `reopened` counts how often it was not effective.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="actions", null=True, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.SHARED)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=ActionKind, default=ActionKind.CORRECTIVE)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.PLAN)
    state = models.CharField(max_length=12, choices=ActionState, default=ActionState.OPEN)
    whys = ArrayField(models.CharField(max_length=300), default=list, blank=True, size=5)
    root_cause = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.OTHER)
    origin_label = models.CharField(max_length=200, blank=True)
    origin_url = models.CharField(max_length=300, blank=True)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="actions", null=True, blank=True)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="actions", null=True, blank=True)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner_side = models.CharField("side", max_length=10, choices=Side, default=Side.CLIENT)
    owner_name = models.CharField("owner", max_length=160)
    due_on = models.DateField("due")
    kpi_code = models.CharField("KPI it should move", max_length=60, blank=True)
    service_id = models.BigIntegerField("service", null=True, blank=True)
    baseline = models.FloatField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)
    proof_on = models.DateField("date of proof", null=True, blank=True)
    evidence = models.TextField("what shows that it worked", blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=160)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=160, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=160, blank=True)
    closing_words = models.TextField(blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="action_key_with_its_organisation"),
            models.UniqueConstraint(fields=["vendor", "id"], name="action_key_with_its_vendor"),
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="action_state_is_known"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="action_stage_is_known"),
            models.CheckConstraint(condition=Q(kind__in=ActionKind.values), name="action_kind_is_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="action_origin_is_known"),
            models.CheckConstraint(condition=Q(owner_side__in=Side.values), name="action_side_is_known"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="action_visibility_is_known"),
            models.CheckConstraint(
                condition=Q(owner_side=Side.CLIENT) | (Q(vendor__isnull=False) & ~Q(visibility=Visibility.CLIENT)),
                name="provider_owns_only_actions_that_it_sees",
                violation_error_message="The provider cannot own an action that it does not see.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, closed_at__isnull=False) | (~Q(state__in=ENDED) & Q(closed_at=None)),
                name="action_is_closed_iff_it_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActionState.DONE) | Q(done_at__isnull=False), name="action_is_done_at_some_time"
            ),
            models.CheckConstraint(
                condition=Q(kpi_code="") | Q(target__isnull=False, proof_on__isnull=False),
                name="action_on_a_figure_has_a_target_and_a_date_of_proof",
                violation_error_message="Give the target and the date of proof of the KPI that it should move.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:action", args=[self.pk])


class ActionEntryQuerySet(VoicedRows["ActionEntry"]):
    def shared_by(self, organisation_id: int, side: str, since: datetime) -> Self:
        """What one side wrote for both, about actions that both see."""
        shared = self.filter(organisation_id=organisation_id, side=side, visibility=Visibility.SHARED)
        seen = shared.filter(action__visibility=Visibility.SHARED, written_at__gte=since)
        return seen.select_related("action").order_by("pk")

    def of_action(self, action_id: int) -> Self:
        return self.filter(action_id=action_id).order_by("written_at", "pk")


class ActionEntry(models.Model):
    """What was said and done about an action, by either side. Never changed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="entries")
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.SHARED)
    text = models.TextField()
    author = models.CharField(max_length=160)
    side = models.CharField(max_length=10, choices=Side)
    written_at = models.DateTimeField()

    objects = ActionEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["written_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="action_entry_visibility_is_known"
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="action_entry_side_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="action_entry_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:60]}"


class ActionProofQuerySet(VendorRows["ActionProof"]):
    def of_actions(self, keys: Iterable[int], since: datetime) -> Self:
        return self.filter(action_id__in=list(keys), judged_at__gte=since).order_by("pk")

    def of_action(self, action_id: int) -> Self:
        return self.filter(action_id=action_id).order_by("pk")


@tracked
class ActionProof(models.Model):
    """What the chair judged an action by, with the figures as they stood then. Never changed.

    `measured` is canonical JSON of what was shown: the course of the KPI before and after with its limits and its
    change point. Not effective may open the action again; then there will be another.
    """

    untold_in_history: ClassVar = frozenset({"measured"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="proofs")
    effective = models.BooleanField()
    moved = models.BooleanField(null=True)
    before = models.FloatField(null=True, blank=True)
    after = models.FloatField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)
    measured = models.TextField(blank=True)
    reason = models.TextField()
    judged_by = models.CharField(max_length=160)
    judged_at = models.DateTimeField()

    objects = ActionProofQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="action_is_judged_with_a_reason"),
        ]

    def __str__(self) -> str:
        return "Effective" if self.effective else "Not effective"
