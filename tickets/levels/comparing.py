"""A month as closed beside the same month as of now, worded for a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from portal import formats
from tickets.levels.wording import Verdict, difference, figure, verdict
from vendors.levels.attainment import State
from vendors.levels.level_figures import unit_of
from vendors.models import MeasuredPeriod, Measurement, ServiceLevel


@dataclass(frozen=True)
class Side:
    """One of the two: the figure, the tickets it counts, the verdict; and whether it was measured at all."""

    value: str
    counted: str
    verdict: Verdict | None
    measurement: Measurement | None


@dataclass(frozen=True)
class Row:
    """A level in both. `changed` when figure, count or verdict are not the same."""

    level: ServiceLevel
    unit: str
    closed: Side
    running: Side
    difference: str
    changed: bool


def compared(closed: MeasuredPeriod | None, running: MeasuredPeriod | None) -> list[Row]:
    """One row per level that either of them measured, by service and reference."""
    before, now = _by_level(closed), _by_level(running)
    levels = {one.level_id: one.level for one in (*before.values(), *now.values())}
    ordered = sorted(levels.values(), key=lambda level: (level.service.name, level.code, level.pk))
    return [_row(level, before.get(level.pk), now.get(level.pk)) for level in ordered]


def finding(rows: Sequence[Row], closed: MeasuredPeriod | None, running: MeasuredPeriod | None) -> str:
    """What the table says in one line: what moved since the month was closed, or how many levels were met."""
    if closed and running:
        moved = sum(row.changed for row in rows)
        said = f"{formats.counted(moved, 'level')} moved" if moved else "Nothing moved"
        return f"{said} since the month was closed"
    states = [one.measurement.state for row in rows for one in (row.closed, row.running) if one.measurement]
    decided = [state for state in states if state not in (State.NO_DATA, State.BELOW_VOLUME)]
    met = sum(state == State.MET for state in decided)
    unknown = len(states) - len(decided)
    return f"{met} of {formats.counted(len(decided), 'level')} met" + (
        f", {unknown} without a verdict" if unknown else ""
    )


def _by_level(period: MeasuredPeriod | None) -> dict[int, Measurement]:
    return {} if period is None else {one.level_id: one for one in period.measurements.for_grid()}


def _row(level: ServiceLevel, closed: Measurement | None, running: Measurement | None) -> Row:
    changed = closed is not None and running is not None and _said(closed) != _said(running)
    before, now = (None if one is None else one.value for one in (closed, running))
    return Row(level, unit_of(level), _side(closed), _side(running), difference(before, now, level), changed)


def _said(one: Measurement) -> tuple[Any, ...]:
    return one.state, one.value, one.counted


def _side(one: Measurement | None) -> Side:
    if one is None:
        return Side(formats.ABSENT, formats.ABSENT, None, None)
    return Side(figure(one.value, one.level), counted(one), verdict(one.state, one.level), one)


def counted(one: Measurement) -> str:
    """What the figure rests on: tickets, or agreed hours of a level of availability."""
    if one.level.kind == "availability":
        return formats.duration(one.counted)
    return formats.thousands(one.counted)


def version_rows(versions: Sequence[MeasuredPeriod], zone: ZoneInfo) -> list[dict[str, str]]:
    """Every version of a month, the newest first: by whom it was closed, why, and the digest of its figures."""
    return [
        {
            "version": str(one.version),
            "state": one.get_state_display(),
            "measured": formats.instant(one.computed_at, zone),
            "closed": formats.instant(one.closed_at, zone) if one.closed_at else formats.ABSENT,
            "by": one.closed_by or formats.ABSENT,
            "reason": one.reason or formats.ABSENT,
            "sha256": one.sha256,
        }
        for one in versions
    ]
