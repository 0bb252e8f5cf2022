"""The figure that an action should move, month by month, as the rollups have it."""

from collections.abc import Mapping
from datetime import date

from governance.models import Action
from reporting.kpi import STORED_DECIMALS, Direction, Figure, Kpi
from reporting.kpis import CATALOGUE
from reporting.models import Rollup
from reporting.periods import Grain, Period, period_of

MOVABLE: Mapping[str, Kpi] = {code: kpi for code, kpi in CATALOGUE.items() if kpi.direction is not Direction.NEUTRAL}
"""The KPIs of the catalogue for which one way is better: no action can improve the others."""

BASELINE_MONTHS = 6  # complete months whose mean is the baseline that is filled in


def kpi_of(action: Action) -> Kpi | None:
    """None for an action that moves no figure, and for a KPI that left the catalogue."""
    return MOVABLE.get(action.kpi_code)


def months(first: date, end: date) -> list[Period]:
    """The whole months in [first, end), in order; both are first days of months."""
    found, month = [], period_of(Grain.MONTH, first)
    while month.end <= end:
        found.append(month)
        month = month.next()
    return found


def course(action: Action, kpi: Kpi, periods: list[Period]) -> list[float | None]:
    """The KPI of the action's vendor, service, or of everything where it names no vendor, in these months.

    None where nothing is stored, nothing was measured, or fewer tickets than the catalogue asks for are behind it.
    """
    if not periods:
        return []
    of = {"vendor_id": action.vendor_id, "service_id": action.service_id}
    grouping = "all" if action.vendor_id is None else "vendor" if action.service_id is None else "vendor_service"
    rows = (
        Rollup.objects.of(Grain.MONTH, grouping)
        .starting_in(periods[0].start, periods[-1].end)
        .filter(organisation_id=action.organisation_id, **of)
    )
    stored = dict(rows.values_list("period_start", f"figures__{kpi.code}"))
    return [_reliable(kpi, stored.get(period.start)) for period in periods]


def _reliable(kpi: Kpi, numbers: list[float] | None) -> float | None:
    figure = Figure(*numbers) if numbers else None  # type: ignore[arg-type]
    if figure is None or figure.value is None or figure.denominator < kpi.minimum_volume:
        return None
    return figure.value


def baseline(action: Action, kpi: Kpi, today: date) -> float | None:
    """Mean of the figures of the last six complete months before `today`; None when none of them has one."""
    this = period_of(Grain.MONTH, today)
    first = this
    for _ in range(BASELINE_MONTHS):
        first = first.previous()
    known = [value for value in course(action, kpi, months(first.start, this.start)) if value is not None]
    return round(sum(known) / len(known), STORED_DECIMALS) if known else None
