"""What the tickets say: the measured figures of a contract's month, running until the month is closed."""

from datetime import date, timedelta
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Func, Q, When

from portal.accounts.models import Decision, Organisation
from portal.accounts.visibility import VendorRows
from portal.ledger.tracking import tracked
from vendors.levels.attainment import State
from vendors.models.contracts import Contract
from vendors.models.levels import ServiceLevel
from vendors.models.registry import Vendor

TICKET_LISTS = ("counted", "missed", "excluded")
"""The lists of ticket keys that a measurement keeps, besides those that differ."""


class PeriodState(models.TextChoices):
    RUNNING = "running", "Running"
    CLOSED = "closed", "Closed"


class MeasuredPeriodQuerySet(VendorRows["MeasuredPeriod"]):
    def of_organisation(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation)

    def of(self, contract: Contract, month: date) -> Self:
        return self.filter(contract=contract, month=month)

    def of_contract(self, contract: Contract) -> Self:
        return self.filter(contract=contract)

    def running(self) -> Self:
        return self.filter(state=PeriodState.RUNNING)

    def closed(self) -> Self:
        return self.filter(state=PeriodState.CLOSED).order_by("-version")

    def newest(self) -> Self:
        """The last version of each month of each contract, without what it was measured by."""
        return self.defer("rules").order_by("contract_id", "month", "-version").distinct("contract_id", "month")

    def that_count(self) -> Self:
        """Of each month of each contract the newest closed version; the running one only where none is closed."""
        closed_first = Case(When(state=PeriodState.CLOSED, then=0), default=1)
        return self.order_by("contract_id", "month", closed_first, "-version").distinct("contract_id", "month")

    def for_table(self) -> Self:
        return self.select_related("contract__vendor").order_by("-month", "-version")

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def of_month(self, month: date) -> Self:
        return self.filter(month=month)

    def in_full(self) -> Self:
        """With what was measured; the lists of tickets stay where they are."""
        measured = Measurement.objects.for_grid().with_list_lengths()
        return self.for_table().prefetch_related(models.Prefetch("measurements", measured))


@tracked
class MeasuredPeriod(models.Model):
    """A month of a contract as measured once. `month` is its first day in the organisation's zone.

    A running one follows the tickets and the rules. Closing freezes it with `rules`, everything its figures came
    from but the tickets; `sha256` is over its figures in canonical JSON. A closed one is never changed: measuring
    the month again makes a running one beside it ("as of now"), which closes as a restatement, with a reason.

    `fingerprint` tells the rules and imports that it was measured by; with others it is out of date. `due_again_at`
    is when time alone may change a figure, because a ticket that is open runs out of it; None: never.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="measured_periods")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="measured_periods")
    month = models.DateField()
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=PeriodState, default=PeriodState.RUNNING)
    rules = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True)
    due_again_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    computed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=160, blank=True)
    reason = models.TextField(blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MeasuredPeriodQuerySet.as_manager()

    untold_in_history = frozenset({"rules", "fingerprint"})

    class Meta:
        ordering = ["-month", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "id"], name="measured_period_key_with_its_vendor"),
            models.UniqueConstraint(fields=["contract", "month", "version"], name="measured_period_version_is_unique"),
            models.UniqueConstraint(
                fields=["contract", "month"],
                condition=Q(state=PeriodState.RUNNING),
                name="month_is_measured_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="measured_month_begins_on_its_first_day"),
            models.CheckConstraint(
                condition=Q(state=PeriodState.RUNNING, closed_at=None)
                | (Q(state=PeriodState.CLOSED, closed_at__isnull=False) & ~Q(sha256="")),
                name="closed_period_has_a_time_and_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | Q(state=PeriodState.RUNNING) | ~Q(reason=""),
                name="restatement_has_a_reason",
                violation_error_message="Say why the closed period is restated.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} {self.month:%Y-%m} version {self.version}"

    @property
    def is_closed(self) -> bool:
        return self.state == PeriodState.CLOSED


class MeasurementQuerySet(VendorRows["Measurement"]):
    def with_list_lengths(self) -> Self:
        """How many tickets stand in each list; the lists stay where they are."""
        lengths = {
            name: Func(F(f"{name}_tickets"), function="cardinality", output_field=models.IntegerField())
            for name in TICKET_LISTS
        }
        differ = Func(F("differing"), function="jsonb_array_length", output_field=models.IntegerField())
        counted = self.annotate(differing_count=differ, **{f"{name}_count": one for name, one in lengths.items()})
        return counted.defer(*(f"{name}_tickets" for name in TICKET_LISTS), "differing")

    def that_missed_their_minimum(self, periods: "models.QuerySet[Any, Any]", since: date) -> Self:
        """Verdicts that fell due in these periods and in months from `since` on, in order of month and level."""
        missed = self.filter(period__in=periods, period__month__gte=since, is_due=True, state=State.MISSED_MINIMUM)
        whole = missed.select_related("period", "level__service").defer("period__rules", "differing")
        return whole.defer(*(f"{name}_tickets" for name in TICKET_LISTS)).order_by("period__month", "level_id")

    def with_a_figure_since(self, month: date) -> "models.QuerySet[Measurement, Any]":
        """The keys of the levels that have a figure in a month from this one on."""
        known = self.filter(period__month__gte=month, value__isnull=False)
        return known.order_by().values_list("level_id", flat=True).distinct()

    def keys_in(self, name: str) -> "models.QuerySet[Measurement, Any]":
        """The keys of the tickets in a list of TICKET_LISTS, one a row."""
        return self.annotate(key=Func(F(f"{name}_tickets"), function="unnest")).order_by().values("key")

    def for_grid(self) -> Self:
        """What a period's page shows; the lists of tickets stay where they are."""
        lists = ("counted_tickets", "missed_tickets", "excluded_tickets")
        return (
            self.select_related("level__service", "level__calendar", "level__site")
            .defer(*lists)
            .order_by("level__service__name", "level__code")
        )


class Measurement(models.Model):
    """One level in one window, from the tickets. Windows are days [start, end) of the organisation's zone.

    `value` is in the unit of the level, rounded half up to four decimals; None: no data. `gross_*` is the same
    without the approved exclusions. Ticket lists hold keys of tickets; `differing` holds [[key, number, working
    seconds or null, what made the difference], …] of those that the source claims as met and the clock has as missed.

    It keeps no history of its own: a running figure follows from others that do, a closed one never changes.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    period = models.ForeignKey(MeasuredPeriod, on_delete=models.CASCADE, related_name="measurements")
    level = models.ForeignKey(ServiceLevel, on_delete=models.PROTECT, related_name="measurements")
    window_start = models.DateField()
    window_end = models.DateField()
    is_due = models.BooleanField("verdict falls due", default=True)
    state = models.CharField(max_length=16, choices=State.choices())
    value = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    counted = models.PositiveIntegerField(default=0)
    met = models.PositiveIntegerField(null=True)
    missed = models.PositiveIntegerField(null=True)
    gross_state = models.CharField(max_length=16, choices=State.choices())
    gross_value = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    gross_counted = models.PositiveIntegerField(default=0)
    claimed_met = models.PositiveIntegerField("claimed as met by the source", null=True)
    counted_tickets = ArrayField(models.BigIntegerField(), default=list)
    missed_tickets = ArrayField(models.BigIntegerField(), default=list)
    excluded_tickets = ArrayField(models.BigIntegerField(), default=list)
    differing = models.JSONField(default=list)

    counted_count: int
    missed_count: int
    excluded_count: int
    differing_count: int
    """Lengths of the lists, as `with_list_lengths` counts them."""

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "id"], name="measurement_key_with_its_vendor"),
            models.UniqueConstraint(fields=["period", "level"], name="level_is_measured_once_in_a_period"),
            models.CheckConstraint(
                condition=Q(window_end__gt=F("window_start")), name="measurement_window_is_not_empty"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values()), name="measurement_state_is_known"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(state=State.NO_DATA), name="no_figure_is_no_data"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level.code}: {self.get_state_display()}"

    @property
    def last_day(self) -> date:
        """The last day of the window; `window_end` is the one after it."""
        return self.window_end - timedelta(days=1)
