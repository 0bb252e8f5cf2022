"""The demonstration's SLA reports: what the providers say about their months, and what became of it.

Orvane reports what its own system claims, and never less than was promised. Tessel and Lumenfold report what is so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from portal.demonstration.scene import Scene
from vendors.levels.attainment import Kind
from vendors.levels.verdicts import measured_in
from vendors.models import Contract, Measurement, ServiceLevel, SlaReport
from vendors.reports.figures import Figure
from vendors.reports.reporting_period import Submission, accept_report, levels_of, save_draft, submit_report

REPORTERS = {"Orvane": "Ruth Kamara", "Tessel": "Sven Holt", "Lumenfold": "Amira Haddad"}
HUNDREDTH = Decimal("0.01")
FAVOURED = {"SD-09": "68.4", "SD-10": "3.1"}
"""What Orvane reports where its system makes no claim: found by asking its own desk, as it says."""
CALLS = ("84.6", "83.9", "85.2", "82.7", "84.1", "86.3")
"""Calls answered within 30 s, month by month: only Orvane's telephone system knows."""
MISCOUNTED = ("DS-03", "JL-03")
"""What Orvane corrected of its own accord, down to what the tickets say."""


def report_months(scene: Scene) -> None:
    """The reports that were taken as they came: submitted in the first days, accepted on the twelfth."""
    for month in [*scene.before, *scene.months[:-1]]:
        _accept(scene, submit(scene, "Lumenfold", month, 4), month)
        _accept(scene, submit(scene, "Tessel", month, 5), month)
    for month in [*scene.before, *scene.months[:2]]:
        _accept(scene, submit(scene, "Orvane", month, 6), month)


def submit_latest(scene: Scene) -> SlaReport:
    """Orvane's report of the latest month: a week old, so that its decision falls due in the days to come."""
    month = scene.months[-1]
    week_ago = scene.at(scene.today - timedelta(days=7), 9, 12)
    now = max(week_ago, scene.after(month, 1, 0))
    note = "All service levels met. Device support recovered from the move of the depot."
    with scene.acting("Ruth Kamara") as ruth:
        said = Submission(figures(scene, "Orvane", month), note)
        return submit_report(scene.contract("Orvane"), month, said, ruth, now)


def submit(scene: Scene, vendor: str, month: date, day: int) -> SlaReport:
    """A provider's report of a month, on a day of the month after it."""
    with scene.acting(REPORTERS[vendor]) as reporter:
        said = Submission(figures(scene, vendor, month))
        return submit_report(scene.contract(vendor), month, said, reporter, scene.after(month, day, 9, 12))


def figures(scene: Scene, vendor: str, month: date) -> dict[int, Figure]:
    """What the provider reports about each level that is valid in the month."""
    contract = scene.contract(vendor)
    measured = newest(contract, month)
    reads = _as_orvane_has_it if vendor == "Orvane" else as_measured
    told = {level.pk: reads(level, measured.get(level.pk)) for level in levels_of(contract, month)}
    calls = Decimal(CALLS[month.month % len(CALLS)])
    return {
        level.pk: Figure(calls, note="Calls answered within 30 s") if level.kind == Kind.REPORTED else told[level.pk]
        for level in levels_of(contract, month)
    }


def newest(contract: Contract, month: date) -> dict[int, Measurement]:
    """What the tickets say about the month, by key of the level."""
    found = measured_in(contract, month, month + timedelta(days=1))
    return {level: row for (_, level), row in found.items()}


def as_measured(level: ServiceLevel, row: Measurement | None) -> Figure:
    """The figure that the tickets bear out; nothing where there was nothing to count."""
    if row is None or row.value is None:
        return Figure()
    is_counted = row.met is not None
    return Figure(_rounded(row.value), row.counted if is_counted else None, row.met)


def _as_orvane_has_it(level: ServiceLevel, row: Measurement | None) -> Figure:
    """What Orvane's own system claims, rounded up to the promise where it falls short of it."""
    honest = as_measured(level, row)
    if level.code in FAVOURED:
        return Figure(Decimal(FAVOURED[level.code]))
    if row is None or not row.counted:
        return honest
    met = max(row.claimed_met or 0, row.met or 0, -(-row.counted * int(level.expected) // 100))
    return Figure(_rounded(Decimal(100 * met) / row.counted), row.counted, met)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)


def _accept(scene: Scene, report: SlaReport, month: date, day: int = 12) -> None:
    with scene.acting("Jonas Feld") as jonas:
        accept_report(report, jonas, scene.after(month, day, 10, 20))


def correct_month(scene: Scene) -> None:
    """Orvane's second thoughts: two figures go down, the first version is superseded, the second one accepted."""
    month = scene.months[4]
    contract = scene.contract("Orvane")
    submit(scene, "Orvane", month, 6)
    with scene.acting("Ruth Kamara") as ruth:
        corrected = Submission(
            {**figures(scene, "Orvane", month), **_counted_again(contract, month)},
            correction_reason="Tickets that were closed and reopened had been counted twice in two levels.",
            corrects=1,
        )
        report = submit_report(contract, month, corrected, ruth, scene.after(month, 9, 14, 35))
    _accept(scene, report, month, 14)


def _counted_again(contract: Contract, month: date) -> Mapping[int, Figure]:
    measured = newest(contract, month)
    wrong = [level for level in levels_of(contract, month) if level.code in MISCOUNTED]
    return {
        level.pk: replace(as_measured(level, measured.get(level.pk)), note="Counted again, reopened tickets once.")
        for level in wrong
    }


def draft_latest(scene: Scene) -> None:
    """Lumenfold has begun with its report and not submitted it; the client sees that it is missing."""
    month = scene.months[-1]
    contract = scene.contract("Lumenfold")
    with scene.acting("Amira Haddad") as amira:
        entries = dict(_typed(contract, month))
        typed = {"entries": entries, "note": "Availability is still being checked.", "files": []}
        save_draft(contract, month, typed, amira, scene.after(month, 3, 17, 5))


def _typed(contract: Contract, month: date) -> Iterator[tuple[str, dict[str, str]]]:
    measured = newest(contract, month)
    for level in levels_of(contract, month)[:8]:
        said = as_measured(level, measured.get(level.pk))
        numbers = {"reported": said.reported, "counted": said.counted, "met": said.met}
        yield str(level.pk), {name: "" if one is None else str(one) for name, one in numbers.items()} | {"note": ""}
