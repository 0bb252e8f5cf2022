"""The scope map: which function is done inside, shared or outsourced; and the changes of it, behind their gate."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Lower
from django.urls import reverse

from portal.accounts.models import Membership, Organisation
from portal.accounts.visibility import ClientRows
from portal.ledger.tracking import tracked
from vendors.models import Contract, Vendor
from vendors.models.contracts import DeliveryModel


class FunctionKind(models.TextChoices):
    """What IT does for the business. An organisation may have several functions of one kind."""

    SERVICE_DESK = "service_desk", "Service desk"
    FIELD_SUPPORT = "field_support", "Field support"
    WORKPLACE = "workplace", "Workplace and devices"
    INFRASTRUCTURE = "infrastructure", "Infrastructure"
    NETWORK = "network", "Network"
    CLOUD = "cloud", "Cloud"
    SECURITY = "security", "Security"
    APPLICATIONS = "applications", "Applications"
    PROJECTS = "projects", "Projects"
    ADVISORY = "advisory", "Advisory and architecture"
    OTHER = "other", "Other"


class Arrangement(models.TextChoices):
    INTERNAL = "internal", "Internal"
    SHARED = "shared", "Shared"
    OUTSOURCED = "outsourced", "Outsourced"


class BusinessFunctionQuerySet(ClientRows["BusinessFunction"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def current(self) -> Self:
        return self.filter(ended_on=None)

    def existing_on(self, day: date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def ended(self) -> Self:
        return self.exclude(ended_on=None).order_by("-ended_on", "name")

    def for_change(self) -> Self:
        """Locked until the transaction ends, so that its entries are written one after the other."""
        return self.select_for_update(of=("self",), no_key=True)

    def on_the_map(self, day: date) -> Self:
        """In their order, each with what holds on that day under `standing`."""
        standing = ScopeEntry.objects.valid_on(day).with_parties()
        return self.order_by("position", "pk").prefetch_related(Prefetch("entries", standing, to_attr="standing"))


@tracked
class BusinessFunction(models.Model):
    """A function of IT, a row of the scope map. One that ended stays, for what was said about it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=FunctionKind, default=FunctionKind.OTHER)
    name = models.CharField(max_length=120)
    description = models.CharField("what belongs to it", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    objects = BusinessFunctionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="function_key_with_its_organisation"),
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="function_name_is_unique_in_its_organisation",
                violation_error_message="There is a function of this name already.",
            ),
            models.CheckConstraint(condition=Q(kind__in=FunctionKind.values), name="function_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("governance:function", args=[self.pk])


class ScopeEntryQuerySet(ClientRows["ScopeEntry"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def valid_on(self, day: date) -> Self:
        return self.filter(valid__contains=day)

    def of_function(self, function_id: int) -> Self:
        return self.filter(function_id=function_id)

    def with_parties(self) -> Self:
        """With everyone named in them, and what the contract covers."""
        named = ("vendor", "contract", "owner__person", "owner__organisation")
        return self.select_related(*named).prefetch_related("contract__functions")

    def newest_first(self) -> Self:
        return self.order_by("-valid")

    def newest_key(self) -> int:
        """The key of the entry that was made last; 0 where there is none."""
        return self.aggregate(newest=models.Max("pk"))["newest"] or 0


@tracked
class ScopeEntry(models.Model):
    """How a function is done while `valid` ([from, until) in days), and why. One holds at a time.

    `owner` is the accountable person inside, whoever does the work; `owner_name` stays when they have left. A vendor
    stands where the function is not internal. `change` is the planned change that brought it about; None: stated.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    function = models.ForeignKey(BusinessFunction, on_delete=models.CASCADE, related_name="entries")
    arrangement = models.CharField(max_length=12, choices=Arrangement)
    delivery_model = models.CharField(max_length=20, choices=DeliveryModel, blank=True)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner_name = models.CharField("owner", max_length=160, blank=True)
    reason = models.TextField()
    change = models.ForeignKey(
        "governance.ScopeChange", on_delete=models.PROTECT, related_name="entries", null=True, blank=True
    )
    valid = DateRangeField()
    entered_by = models.CharField(max_length=160)
    entered_at = models.DateTimeField()

    objects = ScopeEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["function", "valid"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="scope_entry_key_with_its_organisation"),
            models.CheckConstraint(condition=Q(arrangement__in=Arrangement.values), name="arrangement_is_known"),
            models.CheckConstraint(
                condition=Q(delivery_model="") | Q(delivery_model__in=DeliveryModel.values),
                name="scope_delivery_model_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(arrangement=Arrangement.INTERNAL) | Q(vendor=None, contract=None, delivery_model=""),
                name="internal_function_has_no_provider",
                violation_error_message="A function that is internal has no provider, contract or delivery model.",
            ),
            models.CheckConstraint(
                condition=Q(contract=None) | Q(vendor__isnull=False), name="scope_contract_stands_with_its_vendor"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="scope_entry_says_why"),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="scope_validity_is_not_empty"),
            ExclusionConstraint(
                name="function_is_done_one_way_at_a_time",
                violation_error_message="This function has an entry already in that time.",
                expressions=[("function", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function}: {self.get_arrangement_display()}"


class ScopeChangeState(models.TextChoices):
    PLANNED = "planned", "Planned"
    DONE = "done", "In effect"
    CANCELLED = "cancelled", "Cancelled"


class ScopeChangeQuerySet(ClientRows["ScopeChange"]):
    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def planned(self) -> Self:
        return self.filter(state=ScopeChangeState.PLANNED)

    def ended(self) -> Self:
        """In effect or cancelled, the last one first."""
        return self.exclude(state=ScopeChangeState.PLANNED).order_by("-ended_at")

    def of_function(self, function_id: int) -> Self:
        return self.filter(function_id=function_id)

    def due_by(self, day: date) -> Self:
        return self.filter(planned_on__lte=day)

    def concerning(self, vendor_id: int | None, day: date) -> Self:
        """Work that moves to a vendor, or that it does on that day; of all vendors where none is named."""
        if vendor_id is None:
            return self
        does = ScopeEntry.objects.valid_on(day).filter(function_id=OuterRef("function_id"), vendor_id=vendor_id)
        return self.filter(Q(vendor_id=vendor_id) | Exists(does))

    def for_change(self) -> Self:
        """Locked until the transaction ends, so that its gate does not move while it is judged."""
        return self.select_for_update(of=("self",), no_key=True)

    def for_table(self) -> Self:
        named = ("function", "vendor", "contract", "owner__person")
        return self.select_related(*named).prefetch_related("gate").order_by("planned_on", "pk")


@tracked
class ScopeChange(models.Model):
    """A function that is to be done another way from `planned_on`. It comes into effect behind its gate (R9).

    Overriding the gate needs whoever is accountable for change approvals, and a reason; both stay on the row.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    function = models.ForeignKey(BusinessFunction, on_delete=models.PROTECT, related_name="changes")
    arrangement = models.CharField("will be", max_length=12, choices=Arrangement)
    delivery_model = models.CharField(max_length=20, choices=DeliveryModel, blank=True)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner_name = models.CharField("owner", max_length=160)
    reason = models.TextField()
    planned_on = models.DateField("planned for")
    state = models.CharField(max_length=10, choices=ScopeChangeState, default=ScopeChangeState.PLANNED)
    overridden_at = models.DateTimeField(null=True, blank=True)
    overridden_by = models.CharField(max_length=160, blank=True)
    overridden_reason = models.TextField(blank=True)
    entered_by = models.CharField(max_length=160)
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=160, blank=True)
    ended_reason = models.TextField(blank=True)

    objects = ScopeChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["planned_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="scope_change_key_with_its_organisation"),
            models.CheckConstraint(
                condition=Q(arrangement__in=Arrangement.values), name="planned_arrangement_is_known"
            ),
            models.CheckConstraint(condition=Q(state__in=ScopeChangeState.values), name="scope_change_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=ScopeChangeState.PLANNED, ended_at=None)
                | (~Q(state=ScopeChangeState.PLANNED) & Q(ended_at__isnull=False)),
                name="scope_change_is_ended_iff_it_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(overridden_at=None, overridden_by="", overridden_reason="")
                | (Q(overridden_at__isnull=False) & ~Q(overridden_by="") & ~Q(overridden_reason="")),
                name="overridden_gate_says_by_whom_and_why",
            ),
            models.UniqueConstraint(
                fields=["function"],
                condition=Q(state=ScopeChangeState.PLANNED),
                name="function_has_one_planned_change",
                violation_error_message="A change of this function is planned already. End that one first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function}: {self.get_arrangement_display()} from {self.planned_on:%d %b %Y}"

    def get_absolute_url(self) -> str:
        return reverse("governance:scope-change", args=[self.pk])


class GateCode(models.TextChoices):
    """What has to be evidenced before work moves (requirement R9)."""

    WORKFLOWS = "workflows", "Workflows mapped"
    TAXONOMY = "taxonomy", "Ticket taxonomy reviewed"
    BASELINE = "baseline", "Service level baseline taken"
    APPROVALS = "approvals", "Approval pathways documented"
    KNOWLEDGE = "knowledge", "Knowledge transferred"
    ESCALATION = "escalation", "Escalation path named"


class GateItemQuerySet(ClientRows["GateItem"]):
    def of_change(self, change_id: int) -> Self:
        return self.filter(change_id=change_id)

    def evidenced(self) -> Self:
        return self.exclude(evidenced_at=None)

    def with_change(self) -> Self:
        return self.select_related("change__function", "change__vendor")


@tracked
class GateItem(models.Model):
    """One condition of the gate of a change. `figures` are those of a baseline that the portal took from its data.

    What was evidenced and then withdrawn is not evidenced; `withdrawn_…` tell of the last time, the history of all.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    change = models.ForeignKey(ScopeChange, on_delete=models.CASCADE, related_name="gate")
    code = models.CharField(max_length=12, choices=GateCode)
    evidence = models.TextField("what shows it", blank=True)
    evidence_url = models.CharField("where it lies", max_length=300, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    evidenced_at = models.DateTimeField(null=True, blank=True)
    evidenced_by = models.CharField(max_length=160, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=160, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = GateItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "code"], name="gate_has_each_condition_once"),
            models.CheckConstraint(condition=Q(code__in=GateCode.values), name="gate_condition_is_known"),
            models.CheckConstraint(
                condition=Q(evidenced_at=None) | ~Q(evidence=""), name="evidenced_condition_says_what_shows_it"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, evidenced_at=None) & ~Q(withdrawn_reason="")),
                name="evidence_is_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()
