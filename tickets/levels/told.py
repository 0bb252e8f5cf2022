"""Measured levels as a command prints them: beside what the provider reports, where a report is there."""

from decimal import Decimal
from typing import TypedDict

from portal.formats import ABSENT, thousands
from vendors.levels.attainment import State, difference
from vendors.levels.level_figures import unit_of
from vendors.models import MeasuredPeriod, Measurement, SlaReport


class LevelRow(TypedDict):
    """One level. Values are decimals as text, in the unit; None is no data, or not reported.

    `gross_*` is without exclusions, `claimed_met` what the source claims of the counted tickets.
    """

    service: str
    code: str
    promise: str
    unit: str
    window: list[str]
    is_due: bool
    expected: str
    minimum: str | None
    value: str | None
    state: str
    counted: int
    met: int | None
    missed: int | None
    excluded: int
    gross_value: str | None
    gross_state: str
    gross_counted: int
    claimed_met: int | None
    differing: int
    reported: str | None
    difference: str | None


def level_rows(period: MeasuredPeriod) -> list[LevelRow]:
    """One row per level, by service and reference."""
    report = SlaReport.objects.of(period.contract, period.month).current().first()
    reported = dict(report.lines.values_list("level_id", "reported")) if report else {}
    measured = period.measurements.with_list_lengths().select_related("level__service")
    return [_row(one, reported.get(one.level_id)) for one in measured.order_by("level__service__name", "level__code")]


def _row(one: Measurement, reported: Decimal | None) -> LevelRow:
    level = one.level
    return {
        "service": level.service.name,
        "code": level.code,
        "promise": level.promise,
        "unit": unit_of(level),
        "window": [one.window_start.isoformat(), one.last_day.isoformat()],
        "is_due": one.is_due,
        "expected": str(level.expected),
        "minimum": _text(level.minimum),
        "value": _text(one.value),
        "state": one.state,
        "counted": one.counted,
        "met": one.met,
        "missed": one.missed,
        "excluded": one.excluded_count,
        "gross_value": _text(one.gross_value),
        "gross_state": one.gross_state,
        "gross_counted": one.gross_counted,
        "claimed_met": one.claimed_met,
        "differing": one.differing_count,
        "reported": _text(reported),
        "difference": _text(difference(one.value, reported)),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


HEADS = ("level", "promise", "unit", "expected", "value", "state", "counted", "met", "missed", "excluded",
         "without exclusions", "reported", "difference")  # fmt: skip
_TEXTS = ("level", "promise", "unit", "state")


def as_table(rows: list[LevelRow]) -> str:
    """The rows as lines of aligned columns, figures rounded to one decimal."""
    lines = [HEADS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if head in _TEXTS else text.rjust(width)
            for head, text, width in zip(HEADS, line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _cells(row: LevelRow) -> tuple[str, ...]:
    values = (row["value"], row["gross_value"], row["reported"], row["difference"])
    value, gross, reported, gap = (ABSENT if one is None else thousands(Decimal(one), 1) for one in values)
    state = State(row["state"]).label + ("" if row["is_due"] else ", not due yet")
    counts = (thousands(row[name]) for name in ("counted", "met", "missed", "excluded"))
    expected = thousands(Decimal(row["expected"]), 1)
    return (row["code"], row["promise"], row["unit"], expected, value, state, *counts, gross, reported, gap)
