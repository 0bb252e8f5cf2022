"""What the page of a month shows: the finding, the strip, the rows; words and addresses, no figure of its own."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse

from portal import formats
from vendors import months
from vendors.credits.arithmetic import CreditLine, Factor, Unit
from vendors.levels.attainment import Kind, State
from vendors.levels.level_figures import MISSED, TONES, described, exact, target_of, told, unit_of
from vendors.models import Measurement, ServiceLevel
from vendors.models.reports import ReportState
from vendors.reports.comparing import Comparison, LevelRow

SHOWN_TICKETS = 5
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
SHOWS: Mapping[str, tuple[str, Callable[[LevelRow], bool]]] = {
    "all": ("All", lambda row: True),
    "discrepancies": ("Discrepancies", lambda row: row.is_discrepancy),
    "missed": ("Missed", lambda row: row.state in MISSED),
    "no-data": ("No data", lambda row: row.state in (None, State.NO_DATA, State.BELOW_VOLUME)),
}
WORST_FIRST = (
    State.MISSED_MINIMUM,
    State.MISSED_EXPECTED,
    State.BELOW_VOLUME,
    State.NO_DATA,
    None,
    State.MET,
)
SORTS: Mapping[str, Callable[[LevelRow], Any]] = {
    "difference": lambda row: (row.gap is None, -abs(row.gap or Decimal(0))),
    "state": lambda row: WORST_FIRST.index(row.state),
    "credit": lambda row: -(row.credit.amount if row.credit else Decimal(0)),
}


@dataclass(frozen=True)
class Wish:
    """What the address asks for: which rows, in which order, which of them open, which lines ticked."""

    show: str = "all"
    sort: str = ""
    opened: frozenset[int] = frozenset()
    ticked: frozenset[int] | None = None

    def address(self, **changes: str) -> str:
        asked = {"show": "" if self.show == "all" else self.show, "sort": self.sort} | changes
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def finding(month: Comparison) -> str:
    """The title of the page's card: what the report claims, and what the tickets make of it."""
    vendor, total = month.contract.vendor.name, len(month.rows)
    if not total:
        return f"No service level was valid in {months.label(month.month)}"
    if month.report is None:
        if month.measured is None:
            return f"{months.label(month.month)} has neither a report nor a measurement"
        met = len(month.in_state(State.MET))
        return f"The tickets show {met} of {formats.counted(total, 'level')} met; nothing is reported"
    claimed = f"{vendor} reports {len(month.claimed)} of {formats.counted(total, 'level')} met"
    return (
        f"{claimed}; the tickets confirm {len(month.confirmed)}" if month.measured else f"{claimed}; not measured yet"
    )


def sentence(month: Comparison) -> str:
    """What the tickets show besides: "Five missed, three of them below the minimum. One has no data." """
    if month.measured is None:
        return "Figures from the tickets appear once tickets of the month are imported and measured."
    said = []
    missed, worse = len(month.in_state(*MISSED)), len(month.in_state(State.MISSED_MINIMUM))
    if missed:
        said.append(f"{_number(missed)} missed" + (f", {_number(worse).lower()} below the minimum" if worse else ""))
    for state, words in ((State.NO_DATA, "without data"), (State.BELOW_VOLUME, "below the minimum volume")):
        if count := len(month.in_state(state)):
            said.append(f"{_number(count)} {words}")
    if count := len(month.discrepancies):
        said.append(f"{_number(count)} further apart than tolerated")
    return ". ".join(said) + "." if said else "Everything that was measured is met."


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def tags(month: Comparison, wish: Wish) -> list[dict[str, Any]]:
    """The filters with their counts."""
    return [
        {
            "label": label,
            "count": sum(fits(row) for row in month.rows),
            "url": wish.address(show="" if name == "all" else name),
            "current": name == wish.show,
        }
        for name, (label, fits) in SHOWS.items()
    ]


def groups(month: Comparison, wish: Wish, may_choose: bool) -> list[dict[str, Any]]:
    """The rows as wished: by service, or in one sequence when they are sorted."""
    fits = SHOWS[wish.show][1]
    rows = [row for row in month.rows if fits(row)]
    unit = common_unit(month.rows)
    if wish.sort in SORTS:
        ordered = sorted(rows, key=SORTS[wish.sort])
        return [{"title": "", "rows": [shown(row, month, wish, unit, may_choose) for row in ordered]}] if rows else []
    return [
        {
            "title": _group_title(service, members),
            "rows": [shown(row, month, wish, unit, may_choose) for row in members],
        }
        for service, found in groupby(rows, key=lambda row: row.level.service.name)
        if (members := list(found))
    ]


def _group_title(service: str, rows: Sequence[LevelRow]) -> str:
    return f"{service}, {formats.counted(len(rows), 'level')}"


def common_unit(rows: Sequence[LevelRow]) -> str | None:
    """The unit of all figures, which then stands in the heads; None when they differ, and each carries its own."""
    units = {unit_of(row.level) for row in rows}
    return units.pop() if len(units) == 1 else None


def shown(row: LevelRow, month: Comparison, wish: Wish, unit: str | None, may_choose: bool) -> dict[str, Any]:
    """One row in words; `unit` None: each figure carries its own."""
    is_open = row.level.pk in wish.opened
    return {
        "level": row.level,
        "what": described(row.level),
        "target": target_of(row.level),
        "line": row.line,
        "choose": may_choose and row.line is not None,
        "ticked": _is_ticked(row, wish),
        "given_up": row.is_miss_given_up,
        **_figures(row, unit),
        **verdict(row),
        "moved": told_move(row),
        "disputed": disputed_word(row),
        "credit": formats.thousands(row.credit.amount, 2) if row.credit else formats.ABSENT,
        "open": is_open,
        "toggle_url": toggle_url(row, wish),
        "detail": detail(row, month) if is_open else None,
    }


def _is_ticked(row: LevelRow, wish: Wish) -> bool:
    """Whether the line is ticked: as the address says, else where accepting it gives up a miss."""
    if row.line is None:
        return False
    return row.is_miss_given_up if wish.ticked is None else row.line.pk in wish.ticked


def _figures(row: LevelRow, unit: str | None) -> dict[str, Any]:
    """The figures of a row, and the addresses of the tickets behind them."""
    level, measured, each = row.level, row.measured, unit is None
    return {
        "counted": _counted(measured.counted, level) if measured and measured.counted else "",
        "counted_url": tickets_url(measured, "counted") if level.kind != Kind.AVAILABILITY else "",
        "expected": told(level, level.expected, unit=each),
        "minimum": told(level, level.minimum, unit=each),
        "reported": told(level, row.reported_value, unit=each),
        "measured": told(level, row.measured_value, unit=each),
        "missed_url": tickets_url(measured, "missed") if measured and measured.missed else "",
        "gap": formats.change(row.gap, unit_of(level).replace("%", "pt") if each else ""),
        "arrow": formats.arrow(None if row.gap is None else formats.rounded(row.gap, 1)),
        "flag": row.is_discrepancy,
        "tolerance": exact(level, level.tolerance).replace("%", "points"),
    }


def _counted(counted: int, level: ServiceLevel) -> str:
    """Tickets; of availability the agreed hours."""
    return formats.duration(counted) if level.kind == Kind.AVAILABILITY else formats.thousands(counted)


def columns(month: Comparison, may_decide: bool) -> dict[str, int]:
    """How many columns the grid has: all of them, and those from the reported figure to the state."""
    figures = 4 if month.closed and month.running else 3
    return {"all": 7 + figures + may_decide, "figures": figures}


def verdict(row: LevelRow) -> dict[str, str]:
    """The state from the tickets: tone and word."""
    if row.measured is not None and not row.measured.is_due:
        return {"tone": "unknown", "word": "Not due yet"}
    if row.state is None:
        return {"tone": "unknown", "word": "Not measured"}
    if row.state == State.MISSED_EXPECTED and row.level.minimum is None:
        return {"tone": TONES[row.state], "word": "Missed"}
    return {"tone": TONES[row.state], "word": row.state.label}


def told_move(row: LevelRow) -> str:
    """How far measuring again is away from the closed figure; empty where nobody measured again."""
    if row.as_of_now is None:
        return ""
    if row.moved_since_closing is None:
        return told(row.level, row.as_of_now.value)
    return formats.change(row.moved_since_closing, unit_of(row.level).replace("%", "points"))


def disputed_word(row: LevelRow) -> str:
    """What became of the line: "In dispute", "Agreed 92.0 %", "Accepted 97.6 %"; empty before the report is decided."""
    if row.line is None or (row.disputed is None and not row.line.accepted_from):
        return ""
    if not row.line.accepted_from:
        return "In dispute"
    return f"{row.line.get_accepted_from_display()}: {told(row.level, row.line.accepted)}"


def toggle_url(row: LevelRow, wish: Wish) -> str:
    """The address that opens the row, or closes it when it is open."""
    key = row.level.pk
    opened = wish.opened - {key} if key in wish.opened else wish.opened | {key}
    return f"{wish.address(open=','.join(str(one) for one in sorted(opened)))}#level-{key}"


def tickets_url(measurement: Measurement | None, which: str) -> str:
    """The tickets behind a measured figure; empty while no page lists them."""
    if measurement is None:
        return ""
    try:
        return reverse("tickets:level-tickets", args=[measurement.pk, which])
    except NoReverseMatch:
        return ""


def detail(row: LevelRow, month: Comparison) -> dict[str, Any]:
    """What an open row tells: the tickets that differ, with and without exclusions, the credit's arithmetic."""
    differing = row.measured.differing if row.measured else []
    reasons = Counter(_kind_of_reason(why) for _, _, _, why in differing)
    return {
        "title": _differing_title(row, len(differing)),
        "reasons": " · ".join(f"{count} {_within_a_line(why)}" for why, count in reasons.most_common()),
        "tickets": [_differing_ticket(entry) for entry in differing[:SHOWN_TICKETS]],
        "more": formats.counted(len(differing), "ticket") if differing else "",
        "more_url": tickets_url(row.measured, "differing"),
        "facts": _facts(row),
        "credit": arithmetic(row.credit, month) if row.credit else None,
        "no_credit": _no_credit(row, month),
    }


def _kind_of_reason(why: str) -> str:
    """What several tickets have in common: how long each clock ran over is told beside the ticket."""
    return "Clock ran over the target" if why.startswith("Clock ran") else why


def _within_a_line(words: str) -> str:
    """ "Pause without …" as "pause without …"; names such as P2 keep their capital."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _differing_title(row: LevelRow, differing: int) -> str:
    if row.measured is None:
        return "The tickets of this level are not measured yet"
    if not differing:
        return "No ticket is claimed as met and measured as missed"
    told_title = f"{formats.counted(differing, 'ticket')} {'differs' if differing == 1 else 'differ'}"
    if row.line and row.line.counted is not None and row.line.met is not None and row.measured.met is not None:
        return (
            f"{told_title}: reported {row.line.met:,} of {row.line.counted:,} met, "
            f"tickets show {row.measured.met:,} of {row.measured.counted:,}"
        )
    return told_title


def _differing_ticket(entry: Sequence[Any]) -> dict[str, str]:
    key, number, seconds, why = entry
    return {
        "url": reverse("tickets:ticket", args=[key]),
        "number": number,
        "time": formats.duration(seconds),
        "why": why,
    }


def _facts(row: LevelRow) -> list[dict[str, str]]:
    """With and without exclusions, as of now beside as closed, what was accepted, what the provider notes."""
    facts: list[tuple[str, str]] = []
    level, measured = row.level, row.measured
    if measured is not None:
        facts.append(
            ("From tickets", f"{exact(level, measured.value)}, {formats.counted(measured.counted, 'counted ticket')}")
        )
        without = f"{exact(level, measured.gross_value)}, {State(measured.gross_state).label.lower()}"
        same = measured.gross_counted == measured.counted
        facts.append(("Without exclusions", "the same, none is approved" if same else without))
    if row.as_of_now is not None:
        facts.append(("As of now", f"{exact(level, row.as_of_now.value)}, {row.as_of_now.get_state_display().lower()}"))
    if row.line is not None:
        facts.append(("Reported", f"{exact(level, row.line.reported)}{_of(row.line.met, row.line.counted)}"))
    if word := disputed_word(row):
        facts.append(("Standing", word))
    facts.append(("Tolerated difference", exact(level, level.tolerance).replace("%", "points")))
    if row.line is not None and row.line.note:
        facts.append(("Provider’s note", row.line.note))
    return [{"label": label, "value": value} for label, value in facts]


def _of(met: int | None, counted: int | None) -> str:
    if counted is None:
        return ""
    return f", {met:,} of {counted:,} met" if met is not None else f", {counted:,} counted"


def arithmetic(line: CreditLine, month: Comparison) -> dict[str, Any]:
    """The credit's factors one per line, for components/explain.html."""
    currency = month.contract.currency
    factors = [{"label": factor.label, "value": _factor(factor, currency)} for factor in line.factors]
    result = {"label": "Credit", "value": formats.money(line.amount, currency)}
    return {"factors": factors, "result": result, "note": _cap(month)}


def _factor(factor: Factor, currency: str) -> str:
    written = {
        Unit.MONEY: lambda value: formats.money(value, currency),
        Unit.PERCENT: lambda value: f"{_plain(value)}{formats.NO_BREAK}%",
        Unit.NUMBER: _plain,
    }[factor.unit](factor.value)
    return f"{factor.operator} {written}".strip()


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _cap(month: Comparison) -> str:
    statement = month.statement
    if statement is None or statement.cap is None:
        return ""
    reached = "reached" if statement.is_capped else "not reached"
    return f"Cap for the month {formats.money(statement.cap, month.contract.currency)}, {reached}."


def _no_credit(row: LevelRow, month: Comparison) -> str:
    if month.statement is None:
        return "The contract has no credit rules."
    if month.statement.reason:
        return month.statement.reason
    if row.is_unallocated:
        return "The contract allocates no credit to this level."
    return "No credit follows from this level."


def state_words(month: Comparison, today: date, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Phrases below the title about the measurement: running, closed, and until when the report is decided."""
    phrases: list[dict[str, Any]] = []
    if month.closed is not None and month.closed.closed_at is not None:
        closed = f"Closed {formats.day(month.closed.closed_at.astimezone(zone).date())}"
        again = ", as of now beside it" if month.running else ""
        version = f", version {month.closed.version}" if month.closed.version > 1 else ""
        phrases.append({"text": f"{closed}{version}{again}"})
    elif month.running is not None:
        phrases.append({"text": "Measurement is running: it follows the tickets until the month is closed"})
    report = month.report
    if report is not None and report.state == ReportState.SUBMITTED and report.decide_by:
        late = ", late" if report.decide_by < today else ""
        phrases.append({"text": f"Decide by {formats.day(report.decide_by)}{late}", "strong": True})
    return phrases
