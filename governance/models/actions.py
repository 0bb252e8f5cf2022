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
from portal.accounts.models import Membership, Organisation
from portal.accounts.visibility import VendorRows, Visibility, VoicedRows
from portal.ledger.tracking import tracked
from vendors.models import Escalation, EscalationState, Vendor
from vendors.models.registry import Side


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


ORDERS = {
    "due": "due_on",
    "age": "created_at",
    "title": "title",
    "vendor": "vendor__name",
    "owner": "owner_name",
    "proof": "proof_on",
}
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

    def closed_between(self, start: datetime, end: datetime) -> Self:
        """Ended in [start, end), whichever way."""
        return self.filter(closed_at__gte=start, closed_at__lt=end)

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

    def too_late(self, latest_due: date) -> Self:
        """Open and due by then, seen by their vendor, and not escalated in this round."""
        late = self.filter(state=ActionState.OPEN, due_on__lte=latest_due, escalation=None, vendor__isnull=False)
        return late.exclude(visibility=Visibility.CLIENT)

    def escalated_no_longer_late(self, today: date) -> Self:
        """With an open escalation, though they are done or due later by now."""
        at_work = self.filter(escalation__isnull=False).exclude(escalation__state=EscalationState.CLOSED)
        return at_work.filter(~Q(state=ActionState.OPEN) | Q(due_on__gte=today))

    def in_state(self, state: str) -> Self:
        """Actions in one state; all of them when there is no such state."""
        return self.filter(state=state) if state in ActionState.values else self

    def in_stage(self, stage: str) -> Self:
        """Actions in one stage of the rhythm; all of them when there is no such stage."""
        return self.filter(stage=stage) if stage in Stage.values else self

    def ended(self) -> Self:
        return self.filter(state__in=ENDED)

    def where(self, *, side: str = "", person: str = "", origin: str = "", kind: str = "") -> Self:
        """By what is given of these; the person is the owner's name, which every reader of the action may know."""
        said = {"owner_side": side, "owner_name": person, "origin": origin, "kind": kind}
        return self.filter(**{field: value for field, value in said.items() if value})

    def of_side(self, side: str) -> Self:
        return self.where(side=side)

    def owned_by(self, name: str) -> Self:
        return self.where(person=name)

    def of_origin(self, origin: str) -> Self:
        return self.where(origin=origin)

    def of_kind(self, kind: str) -> Self:
        return self.where(kind=kind)

    def of_no_vendor(self) -> Self:
        return self.filter(vendor=None)

    def created_before(self, moment: datetime) -> Self:
        return self.filter(created_at__lt=moment)

    def mentioning(self, words: str) -> Self:
        """Actions whose title, text, cause, owner or origin contains the words."""
        found = Q()
        for field in ("title", "description", "root_cause", "owner_name", "origin_label"):
            found |= Q(**{f"{field}__icontains": words})
        return self.filter(found)

    def counts(self, today: date) -> dict[str, int]:
        """How many are in each state, and how many are overdue and to be proven by now."""
        late = Q(state=ActionState.OPEN, due_on__lt=today)
        due = Q(state=ActionState.DONE, proof_on__lte=today)
        by_state = {state: Q(state=state) for state in ActionState.values}
        wanted = {"overdue": late, "proof": due, **by_state}
        counted: dict[str, int] = self.order_by().aggregate(
            **{f"n_{name}": models.Count("pk", filter=condition) for name, condition in wanted.items()}
        )
        return {name.removeprefix("n_"): count for name, count in counted.items()}

    def count_by(self, field: str) -> list[tuple[str, int]]:
        """How many there are of each stage or state."""
        return list(self.order_by().values_list(field).annotate(models.Count("pk")))

    def owner_names(self) -> list[str]:
        return list(self.order_by("owner_name").values_list("owner_name", flat=True).distinct())

    def in_order(self, sort: str) -> Self:
        """By a key of ORDERS, falling with "-" in front; what is not known comes last."""
        field = F(ORDERS[sort.removeprefix("-")])
        by = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
        return self.order_by(by, "-pk" if sort.startswith("-") else "pk")

    def with_people(self) -> Self:
        """With vendor, owner and escalation, as pages show them; what the reader may not look up is None."""
        return self.select_related("vendor", "owner__person", "escalation", "organisation")

    def in_full(self, member: object) -> Self:
        """With its proofs and what the member may read of its thread."""
        said = ActionEntry.objects.visible_to(member).order_by("written_at", "pk")
        judged = ActionProof.objects.visible_to(member).order_by("pk")
        return self.for_table().prefetch_related(models.Prefetch("entries", said), models.Prefetch("proofs", judged))

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
