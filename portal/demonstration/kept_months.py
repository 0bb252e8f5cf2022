"""The demonstration's months: what was down, what was not to be counted, what the tickets say, and what was closed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal.demonstration.scene import Scene
from tickets.levels.measuring import measure
from vendors.levels.excluding import answer, asked_by
from vendors.levels.measured_periods import close, restate
from vendors.models import Exclusion, MeasuredPeriod, Outage, Service
from vendors.models.exclusions import ExclusionState

OPEN_MONTHS = 2
"""The last months that are not closed yet."""
RESTATED = 3
"""The month, counted from the first of the story, that was closed before its maintenance weekend was agreed."""


@dataclass(frozen=True, slots=True)
class Request:
    """An exclusion that somebody asks for. `hours` are those of a Saturday in a month of the story."""

    vendor: str
    service: str
    name: str
    reason: str
    by: str
    month: int
    hours: tuple[int, int]


MAINTENANCE = Request(
    "Lumenfold",
    "Collaboration platform",
    "Maintenance weekend of the collaboration platform",
    "Storage is moved to the new region. Announced six weeks ahead, as clause 6.3 asks for.",
    "Amira Haddad",
    RESTATED,
    (8, 14),
)
POWER_CUT = Request(
    "Tessel",
    "Office network",
    "Power cut in Rotterdam",
    "The grid operator cut the power of the office. Our switches were in order.",
    "Sven Holt",
    5,
    (9, 13),
)
COURIER_STRIKE = Request(
    "Orvane",
    "Device support",
    "Strike at the courier",
    "Spare parts arrived late because the parcel service was on strike.",
    "Ruth Kamara",
    5,
    (8, 18),
)


def enter_outages(scene: Scene) -> None:
    """Two of the collaboration platform: one within the maintenance weekend, one on a Tuesday."""
    service = Service.objects.get(organisation=scene.organisation, name="Collaboration platform")
    said: dict[str, Any] = {"organisation": scene.organisation, "vendor_id": service.vendor_id, "service": service}
    saturday = _weekday_of(scene.months[RESTATED], 5, 2)
    tuesday = _weekday_of(scene.months[-1], 1, 2)
    times = (
        (saturday, (9, 0), (11, 30), "Storage moved to the new region", "CHG-20417"),
        (tuesday, (10, 12), (12, 47), "Certificate of the sign-in expired", "MI-0093"),
    )
    for day, begin, end, cause, reference in times:
        starts, ends = scene.at(day, *begin), scene.at(day, *end)
        Outage.objects.create(**said, starts_at=starts, ends_at=ends, cause=cause, reference=reference)


def measure_months(scene: Scene) -> None:
    """Measure each month of each contract, the last ones as of today; the others are closed, one of them twice.

    That one comes first: what was excluded counts for every month that is measured after it was agreed.
    """
    restated = scene.months[RESTATED]
    _close(scene, "Lumenfold", restated)
    _agree_maintenance(scene, restated)
    every = [*scene.before, *scene.months]
    for vendor in ("Orvane", "Tessel", "Lumenfold"):
        for month in every[:-OPEN_MONTHS]:
            if (vendor, month) != ("Lumenfold", restated):
                _close(scene, vendor, month)
        for month in every[-OPEN_MONTHS:]:
            measure(scene.contract(vendor), month, scene.at(scene.today, 0))


def _close(scene: Scene, vendor: str, month: date) -> None:
    contract = scene.contract(vendor)
    measure(contract, month, scene.after(month, 27, 15, 30))
    with scene.acting("Jonas Feld") as jonas:
        period = MeasuredPeriod.objects.of(contract, month).running().select_related("contract__organisation").get()
        close(jonas, period, scene.after(month, 27, 16))


def _agree_maintenance(scene: Scene, month: date) -> None:
    """The maintenance weekend was agreed on late: its month, which was closed before, is restated."""
    contract = scene.contract("Lumenfold")
    exclusion = ask(scene, MAINTENANCE, scene.after(month, 3, 11))
    with scene.acting("Jonas Feld") as jonas:
        words = "Announced in time, and outside office hours."
        answer(jonas, exclusion, ExclusionState.APPROVED, words, scene.after(month, 28))
        measure(contract, month, scene.after(month, 28, 9, 30))
        reason = "The maintenance weekend was agreed on after the month had been closed."
        restate(jonas, contract, month, reason, scene.after(month, 28, 10))


def ask_for_exclusions(scene: Scene) -> None:
    """One that was refused, and one that waits for an answer."""
    month = scene.months[-1]
    cut = ask(scene, POWER_CUT, scene.after(month, 2, 8, 20))
    why = "Clause 4.2 asks for emergency power in every network cabinet; the office had none."
    with scene.acting("Jonas Feld") as jonas:
        answer(jonas, cut, ExclusionState.REFUSED, why, scene.after(month, 3, 15, 40))
    ask(scene, COURIER_STRIKE, scene.after(month, 4, 16, 5))


def ask(scene: Scene, request: Request, now: datetime) -> Exclusion:
    """Ask for an exclusion in the name of the provider's person."""
    day = _weekday_of(scene.months[request.month], 5, 2)
    begin, end = request.hours
    contract = scene.contract(request.vendor)
    exclusion = Exclusion(
        organisation=scene.organisation,
        vendor=contract.vendor,
        contract=contract,
        service=Service.objects.get(contract=contract, name=request.service),
        name=request.name,
        reason=request.reason,
        starts_at=scene.at(day, begin),
        ends_at=scene.at(day, end),
    )
    with scene.acting(request.by) as member:
        asked_by(exclusion, member, now).save()
    return exclusion


def _weekday_of(month: date, weekday: int, number: int) -> date:
    """The second Saturday of a month: weekday 5, number 2."""
    first = month + timedelta(days=(weekday - month.weekday()) % 7)
    return first + timedelta(days=7 * (number - 1))
