"""Decision rights: who is accountable, responsible, consulted and informed for what; and what was decided by them."""

from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Prefetch, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from portal.accounts.capabilities import Role
from portal.accounts.models.people import Membership, Organisation
from portal.accounts.visibility import GeneralRows, VendorRows
from portal.ledger.tracking import tracked


class DecisionKind(models.TextChoices):
    SECURITY_EXCEPTION = "security_exception", "Security exceptions"
    ACCESS = "access", "Access decisions"
    CHANGE = "change", "Change approvals"
    ARCHITECTURE = "architecture", "Architecture priorities"
    BUSINESS_ESCALATION = "business_escalation", "Business-critical escalations"
    DECIDE_REPORT = "decide_report", "Accept or dispute an SLA report"
    SETTLE_DISPUTE = "settle_dispute", "Settle a dispute"
    APPROVE_EXCLUSION = "approve_exclusion", "Approve an exclusion that the provider asks for"
    AGREE_EXCLUSION = "agree_exclusion", "Agree to an exclusion that the client asks for"
    CLOSE_PERIOD = "close_period", "Close a period, or restate a closed one"
    WAIVE_CREDIT = "waive_credit", "Waive a service credit"
    OTHER = "other", "Another decision"


RETAINED = (
    DecisionKind.SECURITY_EXCEPTION,
    DecisionKind.ACCESS,
    DecisionKind.CHANGE,
    DecisionKind.ARCHITECTURE,
    DecisionKind.BUSINESS_ESCALATION,
)
"""Decisions that stay inside whatever is outsourced (requirement R7)."""


class Letter(models.TextChoices):
    ACCOUNTABLE = "A", "Accountable"
    RESPONSIBLE = "R", "Responsible"
    CONSULTED = "C", "Consulted"
    INFORMED = "I", "Informed"


class DecisionRightQuerySet(GeneralRows["DecisionRight"]):
    def for_change(self) -> Self:
        """Locked until the transaction ends, so that its holders are judged one change after the other."""
        return self.select_for_update(of=("self",), no_key=True)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def valid_on(self, day: date) -> Self:
        return self.filter(valid__contains=day)

    def retained(self) -> Self:
        """Of the kinds that stay inside whatever is outsourced (requirement R7)."""
        return self.filter(kind__in=RETAINED)

    def about(self, kind: str, vendor_id: int | None) -> Self:
        """The rights of one kind that cover a vendor, the one that names it first."""
        covering = Q(vendor_id=None) if vendor_id is None else Q(vendor_id=None) | Q(vendor_id=vendor_id)
        return self.filter(covering, kind=kind).order_by(F("vendor_id").asc(nulls_last=True), "pk")

    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def with_all_holders(self) -> Self:
        """With every holder that row security shows, people with their memberships."""
        return self.prefetch_related(Prefetch("holders", RightHolder.objects.select_related("membership__person")))

    def with_holders_seen_by(self, member: object) -> Self:
        """With the holders that the member may know of, people with their memberships."""
        seen = RightHolder.objects.visible_to(member).select_related("membership__person")
        return self.prefetch_related(Prefetch("holders", seen))


@tracked
class DecisionRight(models.Model):
    """Who decides one kind of thing, for one vendor or for all, while `valid` ([from, until) in days).

    `vendor_id` None: for all vendors. A right that names a vendor goes before one that names none. Kind and vendor
    are fixed by the database: what was decided under a right stays what the right is about.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor_id = models.BigIntegerField("vendor", null=True, blank=True)
    kind = models.CharField("decision", max_length=24, choices=DecisionKind)
    title = models.CharField(max_length=120)
    scope = models.CharField(max_length=300, blank=True, help_text="What is covered, and up to which amount or impact.")
    is_retained = models.BooleanField(
        "stays inside", default=False, help_text="Nobody of a provider can be accountable for it."
    )
    valid = DateRangeField()

    objects = DecisionRightQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="decision_right_key_with_its_organisation"),
            models.UniqueConstraint(fields=["id", "is_retained"], name="decision_right_key_with_retention"),
            models.CheckConstraint(condition=Q(kind__in=DecisionKind.values), name="decision_right_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(kind__in=RETAINED) | Q(is_retained=True), name="retained_decision_stays_inside"
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="decision_right_validity_is_not_empty"),
            ExclusionConstraint(
                name="decision_has_one_right_at_a_time",
                violation_error_message="There is such a right already in that time. End the earlier one first.",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    (Coalesce("vendor_id", Value(0)), RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=~Q(kind=DecisionKind.OTHER),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("accounts:right", args=[self.pk])

    def is_valid_on(self, day: date) -> bool:
        return day in self.valid


class RightHolderQuerySet(models.QuerySet["RightHolder"]):
    def accountable(self) -> Self:
        return self.filter(letter=Letter.ACCOUNTABLE)

    def still_here(self) -> Self:
        return self.filter(has_left=False)

    def at_hand(self, vendor_id: int | None) -> Self:
        """Those who are ours, or the provider's whom a matter is about."""
        return self.filter(Q(holder_vendor_id=None) | Q(holder_vendor_id=vendor_id))

    def of_providers(self) -> Self:
        return self.filter(~Q(holder_vendor_id=None) | Q(role=Role.PROVIDER))

    def of_right(self, right: DecisionRight) -> Self:
        return self.filter(right=right).order_by("letter", "named", "pk")

    def of_member(self, member: Membership) -> Self:
        return self.filter(membership=member).select_related("right").order_by("right__title", "letter", "pk")

    def visible_to(self, member: object) -> Self:
        rights = DecisionRight.objects.visible_to(member)
        held = self.filter(right__in=rights).order_by("letter", "named", "pk")
        vendor_id = getattr(member, "vendor_id", None)
        if vendor_id is None:
            return held
        return held.filter(Q(holder_vendor_id=None) | Q(holder_vendor_id=vendor_id))


@tracked
class RightHolder(models.Model):
    """One letter of a right: a person, or everyone of a role, on either side.

    `vendor_id` and `is_retained` repeat the right's, so that the database can hold rules over both.
    `holder_vendor_id` is the holder's own vendor; None: our side, or the provider at hand for the provider's role.
    `named` is what the holder was called when the letter was given, for readers who may not look the person up;
    for the same readers a trigger keeps `has_left`: the person's membership has ended.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(DecisionRight, on_delete=models.CASCADE, related_name="holders")
    vendor_id = models.BigIntegerField(null=True, blank=True)
    is_retained = models.BooleanField()
    letter = models.CharField(max_length=1, choices=Letter)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=20, choices=Role, blank=True)
    holder_vendor_id = models.BigIntegerField(null=True, blank=True)
    named = models.CharField(max_length=160)
    has_left = models.BooleanField("has left", default=False)

    objects = RightHolderQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["letter", "named"]
        verbose_name = "holder"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(membership__isnull=False, role="") | (Q(membership=None) & ~Q(role="")),
                name="right_is_held_by_a_person_or_a_role",
            ),
            models.CheckConstraint(condition=Q(letter__in=Letter.values), name="right_letter_is_known"),
            models.CheckConstraint(
                condition=~Q(letter=Letter.ACCOUNTABLE, is_retained=True)
                | (Q(holder_vendor_id=None) & ~Q(role=Role.PROVIDER)),
                name="no_provider_is_accountable_for_a_retained_decision",
                violation_error_message="This decision stays inside: nobody of a provider can be accountable for it.",
            ),
            models.CheckConstraint(
                condition=Q(holder_vendor_id=None) | Q(membership__isnull=False) | Q(role=Role.PROVIDER),
                name="role_of_our_side_belongs_to_no_vendor",
            ),
            models.CheckConstraint(
                condition=Q(holder_vendor_id=None) | Q(vendor_id=None) | Q(holder_vendor_id=F("vendor_id")),
                name="right_about_one_vendor_is_not_held_by_another",
                violation_error_message="This right is about another vendor, whose people and our own can hold it.",
            ),
            models.UniqueConstraint(
                fields=["right", "letter", "membership", "role"],
                nulls_distinct=False,
                name="right_letter_is_held_once",
                violation_error_message="They hold this letter of the right already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.named}: {self.get_letter_display()}"


class DecisionQuerySet(VendorRows["Decision"]):
    def for_table(self) -> Self:
        return self.order_by("-decided_at", "-pk")

    def of_kind(self, kind: str) -> Self:
        """Decisions of one kind; all of them when there is no such kind."""
        return self.filter(kind=kind) if kind in DecisionKind.values else self

    def by_member(self, membership_id: int | None) -> Self:
        return self if membership_id is None else self.filter(membership_id=membership_id)

    def under(self, right_id: int | None) -> Self:
        return self if right_id is None else self.filter(right_id=right_id)

    def matching(self, text: str) -> Self:
        """Decisions that say `text` somewhere; all of them when it is empty."""
        told = ("subject", "outcome", "reason", "right_title", "decided_by")
        return self.filter(reduce(or_, (Q(**{f"{field}__icontains": text}) for field in told)))

    def deciders(self) -> list[tuple[int, str]]:
        """Who decided, by membership, under the name of their newest decision."""
        newest = self.order_by("membership_id", "-decided_at").distinct("membership_id")
        return sorted(newest.values_list("membership_id", "decided_by"), key=lambda who: (who[1].lower(), who[0]))

    def taken_between(self, start: datetime, end: datetime) -> Self:
        """Taken in [start, end)."""
        return self.filter(decided_at__gte=start, decided_at__lt=end)

    def of_organisation(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def about(self, vendor_id: int | None) -> Self:
        """Decisions about one vendor; all of them without one."""
        return self if vendor_id is None else self.filter(vendor_id=vendor_id)


@tracked
class Decision(models.Model):
    """A decision that was taken: by whom, under which right, with which outcome. Never changed or removed.

    `right_title`, `basis` and `decided_by` are kept in words: they stay true when the right or the person is gone.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor_id = models.BigIntegerField(null=True, blank=True)
    right = models.ForeignKey(DecisionRight, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=24, choices=DecisionKind)
    subject = models.CharField(max_length=200)
    subject_url = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    right_title = models.CharField(max_length=120)
    basis = models.CharField(max_length=200, help_text="In which capacity: Accountable, as vendor manager.")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    decided_by = models.CharField(max_length=160)
    decided_at = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-decided_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "id"], name="decision_key_with_its_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.outcome}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:decision", args=[self.pk])

    @property
    def leads_to(self) -> str:
        """The page of the matter, when what was kept is an address of this portal; empty otherwise."""
        is_ours = self.subject_url.startswith("/") and not self.subject_url.startswith(("//", "/\\"))
        return self.subject_url if is_ours else ""
