"""Service credits: what a month's failures cost, and the ledger of what became of each."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Abs
from django.urls import reverse

from portal.accounts.models import Decision, Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.levels.attainment import State
from vendors.models.contracts import Contract
from vendors.models.credit_terms import CreditTerms
from vendors.models.levels import ServiceLevel
from vendors.models.registry import Side, Vendor
from vendors.models.reports import SlaReport


class CreditState(models.TextChoices):
    ACCRUED = "accrued", "Accrued, not claimed"
    CLAIMED = "claimed", "Claimed"
    AGREED = "agreed", "Agreed"
    DISPUTED = "disputed", "Disputed"
    INVOICED = "invoiced", "On an invoice"
    RECOVERED = "recovered", "Recovered"
    WAIVED = "waived", "Waived"
    EARNED_BACK = "earned_back", "Earned back"
    REVERSED = "reversed", "Reversed"


TAKEN_BACK = (CreditState.WAIVED, CreditState.EARNED_BACK, CreditState.REVERSED)
"""States in which the provider owes nothing any more; the entry that leads there is negative."""

ANSWERABLE = (CreditState.CLAIMED, CreditState.DISPUTED)
"""States in which the provider has something to answer: a claim, or a dispute that it may give up."""

STEPS: dict[str, tuple[CreditState, ...]] = {
    "": (CreditState.ACCRUED,),
    CreditState.ACCRUED: (CreditState.CLAIMED, *TAKEN_BACK),
    CreditState.CLAIMED: (CreditState.AGREED, CreditState.DISPUTED, *TAKEN_BACK),
    CreditState.DISPUTED: (CreditState.CLAIMED, CreditState.AGREED, *TAKEN_BACK),
    CreditState.AGREED: (CreditState.INVOICED, *TAKEN_BACK),
    CreditState.INVOICED: (CreditState.RECOVERED, CreditState.EARNED_BACK, CreditState.REVERSED),
    CreditState.RECOVERED: (CreditState.EARNED_BACK, CreditState.REVERSED),
    CreditState.WAIVED: (CreditState.REVERSED,),
    CreditState.EARNED_BACK: (CreditState.REVERSED,),
}
"""Where a credit can go from where; "" is before it exists. A restated figure reverses from anywhere."""


ORDERS = {
    "month": ("month", "level__code"),
    "vendor": ("contract__vendor__name", "contract__reference"),
    "level": ("level__code",),
    "amount": ("amount",),
    "claim": ("claim_by",),
    "state": ("state",),
}
"""What a list of credits can be sorted by."""


class CreditQuerySet(VendorRows["Credit"]):
    def of_contract(self, contract: Contract) -> Self:
        return self.filter(contract=contract)

    def of(self, contract: Contract, month: date) -> Self:
        return self.filter(contract=contract, month=month)

    def current(self) -> Self:
        """All but those that a restatement took the place of."""
        return self.exclude(state=CreditState.REVERSED)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def with_sum(self) -> Self:
        """Those that cost something; the others gave way to another level of the same incident, or to the cap."""
        return self.filter(amount__gt=0)

    def claimable(self) -> Self:
        return self.with_sum().filter(state=CreditState.ACCRUED)

    def unclaimed_past(self, today: date) -> Self:
        """Never claimed before their deadline."""
        return self.claimable().filter(claim_by__lt=today)

    def waiting_for_a_claim(self) -> Self:
        """Those with a deadline, passed or not, the earliest first."""
        waiting = self.claimable().filter(claim_by__isnull=False)
        return waiting.select_related("level").order_by("claim_by", "pk")

    def owed(self) -> Self:
        return self.with_sum().exclude(state__in=TAKEN_BACK)

    def earnable(self) -> Self:
        """Standing credits whose terms let later windows earn them back."""
        standing = self.owed().filter(terms__earn_back_windows__isnull=False)
        return standing.select_related("terms", "level").order_by("month", "pk")

    def of_vendor_key(self, key: int) -> Self:
        return self.filter(vendor_id=key)

    def of_contract_key(self, key: int) -> Self:
        return self.filter(contract_id=key)

    def of_month(self, month: date) -> Self:
        return self.filter(month=month)

    def of_months(self, months: Iterable[date]) -> Self:
        return self.filter(month__in=list(months))

    def of_keys(self, keys: Iterable[int]) -> Self:
        return self.filter(pk__in=keys)

    def in_order(self, sort: str) -> Self:
        """By a key of ORDERS; with "-" before it the other way round."""
        columns = ORDERS[sort.removeprefix("-")]
        order = [F(column).desc(nulls_last=True) if sort[0] == "-" else F(column).asc() for column in columns]
        return self.order_by(*order, "-pk")

    def mentioning(self, words: str) -> Self:
        return self.filter(
            Q(level__code__icontains=words)
            | Q(level__service__name__icontains=words)
            | Q(contract__reference__icontains=words)
            | Q(contract__vendor__name__icontains=words)
        )

    def for_table(self) -> Self:
        return self.select_related("contract__vendor", "level__service", "gives_way_to").defer("arithmetic")

    def for_page(self) -> Self:
        links = ("contract__vendor", "level__service", "gives_way_to", "terms", "report", "restates", "restated_by")
        return self.select_related(*links)

    def of_level(self, level: ServiceLevel) -> "Credit | None":
        return self.filter(level=level).first()

    def months(self) -> list[date]:
        """The months that have credits, the newest first."""
        return list(self.order_by("-month").values_list("month", flat=True).distinct())

    def sums(self) -> dict[tuple[str, str], tuple[int, Decimal]]:
        """Number and sum by state and currency."""
        grouped = self.order_by().values("state", "currency").annotate(number=Count("pk"), total=Sum("amount"))
        return {(row["state"], row["currency"]): (row["number"], row["total"]) for row in grouped}

    def by_state(self) -> dict[str, Decimal]:
        """The sum of each state."""
        return dict(self.order_by("state").values_list("state").annotate(total=Sum("amount")))

    def totals(self) -> dict[str, Decimal]:
        """The sum by currency."""
        return dict(self.order_by("currency").values_list("currency").annotate(total=Sum("amount")))

    def in_full(self) -> Self:
        """With the entries of its ledger."""
        entries = models.Prefetch("entries", CreditEntry.objects.select_related("decision").order_by("pk"))
        return self.for_page().prefetch_related(entries)


@tracked
class Credit(models.Model):
    """What one failed level costs in one month, as computed once; only its state moves, which a trigger holds.

    `arithmetic` is {"factors": [{"label", "operator", "value", "unit"}], "computed", "sum_before_cap", "cap", "total",
    "clause", "rounding"}, its numbers as text. `figure` and `verdict` are the accepted ones that it follows from, and
    `incidents` the keys of the tickets that caused the failure, where few did. `gives_way_to` is the level that is
    credited instead, because one incident failed both; its amount is then 0. `elected`: the organisation chose this
    level. `claim_by` is the last day to claim. `restates` is the reversed credit whose place it takes.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="credits")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="credits")
    month = models.DateField()
    level = models.ForeignKey(ServiceLevel, on_delete=models.PROTECT, related_name="credits")
    terms = models.ForeignKey(CreditTerms, on_delete=models.PROTECT, related_name="credits")
    report = models.ForeignKey(SlaReport, on_delete=models.PROTECT, related_name="credits")
    figure = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    verdict = models.CharField(max_length=16, choices=State.choices())
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    arithmetic = models.JSONField()
    incidents = ArrayField(models.CharField(max_length=100), default=list)
    elected = models.BooleanField(default=False)
    gives_way_to = models.ForeignKey(ServiceLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=CreditState, default=CreditState.ACCRUED)
    claim_by = models.DateField(null=True, blank=True)
    restates = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="restated_by")
    accrued_at = models.DateTimeField()

    objects = CreditQuerySet.as_manager()

    untold_in_history = frozenset({"arithmetic"})

    class Meta:
        ordering = ["-month", "level__code", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "id"], name="credit_key_with_its_vendor"),
            models.UniqueConstraint(
                fields=["contract", "month", "level"],
                condition=~Q(state=CreditState.REVERSED),
                name="failure_is_credited_once",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="credited_month_begins_on_its_first_day"),
            models.CheckConstraint(condition=Q(state__in=CreditState.values), name="credit_state_is_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="credit_is_not_negative"),
            models.CheckConstraint(
                condition=Q(gives_way_to=None) | Q(amount=0), name="credit_that_gives_way_costs_nothing"
            ),
        ]
        # Read by the ledger of a contract and by the round that looks for what was earned back.
        indexes = [models.Index(fields=["contract", "-month"], name="credits_of_a_contract")]

    def __str__(self) -> str:
        return f"Credit {self.level.code} {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("vendors:credit", args=[self.pk])

    def is_late(self, today: date) -> bool:
        """Whether nobody claimed it before its deadline."""
        is_claimable = self.state == CreditState.ACCRUED and self.amount > 0
        return is_claimable and self.claim_by is not None and self.claim_by < today


def _steps() -> Q:
    """The pairs of states that STEPS allows."""
    allowed = Q()
    for before, after in STEPS.items():
        allowed |= Q(from_state=before, to_state__in=[state.value for state in after])
    return allowed


class CreditEntryQuerySet(VendorRows["CreditEntry"]):
    def of_credit(self, credit: Credit) -> Self:
        return self.filter(credit=credit).select_related("decision").order_by("pk")

    def moved(self, column: str) -> dict[str, Decimal]:
        """What came into each state (`to_state`) or left it (`from_state`), whatever happened since; without signs."""
        grouped = self.order_by(column).values_list(column)
        return dict(grouped.annotate(total=Sum(Abs("amount"))))


class CreditEntry(models.Model):
    """One step of a credit's life. Never changed or removed: by grant, by trigger, and by row security.

    `amount` is the credit's, negative where the step takes it back. `side` and `by` say who took the step, in words
    that stay true; `by` is empty where the portal did. A note is read by both sides.
    It keeps no history of its own: it is the history.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    credit = models.ForeignKey(Credit, on_delete=models.PROTECT, related_name="entries")
    from_state = models.CharField(max_length=12, choices=CreditState, blank=True)
    to_state = models.CharField(max_length=12, choices=CreditState)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    at = models.DateTimeField()
    side = models.CharField(max_length=10, choices=Side)
    by = models.CharField(max_length=160, blank=True)
    note = models.TextField(blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = CreditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=_steps(), name="credit_entry_is_a_step_that_exists"),
            models.CheckConstraint(
                condition=Q(to_state__in=TAKEN_BACK, amount__lte=0) | (~Q(to_state__in=TAKEN_BACK) & Q(amount__gte=0)),
                name="credit_entry_is_negative_where_it_takes_back",
            ),
            models.CheckConstraint(
                condition=~Q(to_state=CreditState.WAIVED) | (Q(decision__isnull=False) & ~Q(note="")),
                name="waived_credit_has_its_decision_and_reason",
                violation_error_message="Say why the credit is waived.",
            ),
            models.CheckConstraint(
                condition=Q(side=Side.CLIENT)
                | Q(from_state__in=ANSWERABLE, to_state__in=(CreditState.AGREED, CreditState.DISPUTED)),
                name="provider_answers_claims_and_nothing_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credit}: {self.get_to_state_display()}"
