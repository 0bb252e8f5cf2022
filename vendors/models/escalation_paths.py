"""Escalation paths: to whom an issue goes on both sides, and after how much working time."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.escalations.steps import PRIORITIES, Rule
from vendors.models.calendars import Calendar
from vendors.models.contracts import Contract
from vendors.models.registry import Contact, Service, Side, Vendor


class EscalationPathQuerySet(VendorRows["EscalationPath"]):
    def for_matrix(self) -> Self:
        """With the steps and everyone named in them, the path of the whole vendor first."""
        steps = EscalationStep.objects.select_related("client_owner", "provider_owner").order_by("position")
        return (
            self.select_related("vendor", "contract", "service", "calendar")
            .prefetch_related(models.Prefetch("steps", queryset=steps))
            .order_by(F("contract__reference").asc(nulls_first=True), F("service__name").asc(nulls_first=True))
        )

    def with_hours(self) -> Self:
        """With all that the clock of its calendar needs."""
        return self.prefetch_related("calendar__versions__hours", "calendar__versions__holidays")

    def of_vendor(self, vendor_id: int) -> Self:
        return self.filter(vendor_id=vendor_id)

    def of_contract(self, contract: Contract) -> Self:
        """The paths that apply to a contract: its own, those of its services, and the vendor's for all."""
        own = Q(contract=contract) | Q(service__contract=contract) | Q(contract=None, service=None)
        return self.filter(own, vendor_id=contract.vendor_id)


@tracked
class EscalationPath(models.Model):
    """The steps for a vendor as a whole, or for one contract or one service of it; the narrowest one applies.

    Working time counts in hours of `calendar`. Tickets opened before `counts_from` do not come to its steps by
    themselves, so that a new path does not escalate what is old already.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="escalation_paths")
    contract = models.ForeignKey(
        Contract, on_delete=models.CASCADE, related_name="escalation_paths", null=True, blank=True
    )
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="escalation_paths", null=True, blank=True
    )
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="escalation_paths")
    counts_from = models.DateField()

    objects = EscalationPathQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "contract", "service"],
                nulls_distinct=False,
                name="vendor_has_one_escalation_path_per_scope",
                violation_error_message="There is an escalation path for this already. Add your steps to that one.",
            ),
            models.UniqueConstraint(fields=["vendor", "id"], name="escalation_path_key_with_its_vendor"),
            models.CheckConstraint(
                condition=Q(contract=None) | Q(service=None),
                name="escalation_path_is_for_a_contract_or_a_service",
                violation_error_message="Choose a contract or a service, not both; neither is for all of the vendor.",
            ),
        ]

    def __str__(self) -> str:
        return "The escalation path"

    def get_absolute_url(self) -> str:
        return f"{reverse('vendors:escalation-matrix', args=[self.vendor_id])}#path-{self.pk}"

    @property
    def scope(self) -> str:
        """What the path is for, in words: "all of Orvane", "contract ORV-2024-03", "Service desk"."""
        if self.service is not None:
            return self.service.name
        return f"contract {self.contract.reference}" if self.contract is not None else f"all of {self.vendor.name}"


class EscalationStepQuerySet(VendorRows["EscalationStep"]):
    def for_choice(self) -> Self:
        """Path by path, as they are chosen from when somebody escalates by hand."""
        paths = self.select_related("path__vendor", "path__contract", "path__service")
        return paths.order_by(
            F("path__contract__reference").asc(nulls_first=True),
            F("path__service__name").asc(nulls_first=True),
            "position",
        )


@tracked
class EscalationStep(models.Model):
    """One step of a path, reached after so much working time since the ticket was opened.

    `minutes` holds one figure per priority, P1 first; None is "does not come here by itself". Or the step is
    reached at `percent_of_target` of the ticket's resolution target, whatever its priority.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    path = models.ForeignKey(EscalationPath, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("step", max_length=80, help_text="Such as Service delivery manager, or Board.")
    client_owner = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="owner on our side"
    )
    provider_owner = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="provider's owner"
    )
    minutes = ArrayField(models.PositiveIntegerField(null=True), default=list, blank=True)
    percent_of_target = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = EscalationStepQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "position"],
                name="escalation_step_has_its_own_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["vendor", "id"], name="escalation_step_key_with_its_vendor"),
            models.CheckConstraint(
                condition=Q(minutes__len=PRIORITIES, percent_of_target=None)
                | Q(minutes__len=0, percent_of_target__gte=1, percent_of_target__lte=1000),
                name="escalation_step_counts_minutes_or_percent",
                violation_error_message="Give hours per priority or a share of the resolution target, not both.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def owner(self, side: str) -> Contact | None:
        """Who is named on a side; None too when the contact has been put on the other side since."""
        named = self.client_owner if side == Side.CLIENT else self.provider_owner
        return named if named is not None and named.side == side else None

    def owner_name(self, side: str) -> str:
        named = self.owner(side)
        return "" if named is None else named.name

    @property
    def rule(self) -> Rule:
        return Rule(self.pk, self.position, tuple(self.minutes), self.percent_of_target)
