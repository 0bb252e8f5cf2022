"""Contracts, attestations and duties by their dates, and what puts the relationship at risk."""

from datetime import timedelta

from django.urls import reverse

from portal import formats
from portal.contributions.asked import Asked
from portal.contributions.pack import PackFigure, PackTable, Section
from vendors.contracts.dates import BY_KIND, DueDate, dates_of
from vendors.levels.attainment import State
from vendors.models import Contract
from vendors.packs.level_history import Course, history_of
from vendors.packs.scope import course_of, months_of, more, scope_of

AHEAD = timedelta(days=366)
SHOWN = 15
RENEWALS = ("notice", "end", "attestation")
RISKS = ("lack", "obligation")
IN_A_ROW = 2  # months below the minimum that make a risk


def renewals(asked: Asked) -> Section:
    """What ends within a year, the earliest first."""
    scope = scope_of(asked)
    until = asked.today + AHEAD
    found = [
        due for due in dates_of(scope) if due.kind in RENEWALS and not due.settled and asked.today <= due.day <= until
    ]
    contracts = list(scope.contracts().in_force(asked.today).select_related("vendor").in_order())
    nearest = min((one for one in contracts if _days(one, asked) >= 0), key=lambda one: _days(one, asked), default=None)
    days = _days(nearest, asked) if nearest else None
    return Section(
        key="renewals",
        title=f"Notice for {nearest.reference} within {formats.counted(days, 'day')}"
        if nearest
        else "No notice date ahead",
        measure="Notice dates, ends of contracts and attestations within a year, the earliest first.",
        figures=(
            PackFigure("days_to_notice", "Days to the next notice date", formats.thousands(days), value=days),
            PackFigure("contracts", "Contracts in force", str(len(contracts)), value=len(contracts)),
            PackFigure(
                "within_a_year", "Dates within a year", str(len(found)), value=len(found), url=reverse("vendors:dates")
            ),
        ),
        table=_table(found, asked),
        empty="" if found else "Nothing ends within a year.",
    )


Row = tuple[str, str, str, str]
"""A risk: what, its kind, since when, and its page."""


def risks(asked: Asked, cadence: str) -> Section:
    """Attestations that are lacking, duties that are overdue, levels below their minimum month after month."""
    scope = scope_of(asked)
    overdue = [due for due in dates_of(scope) if due.kind in RISKS and not due.settled and due.day < asked.today]
    lacking = sum(due.kind == "lack" for due in overdue)
    contracts = list(scope.contracts().select_related("vendor").in_order())
    sinking = [one for one in history_of(contracts, course_of(months_of(asked, cadence))).courses if _is_sinking(one)]
    rows = [(due.title, BY_KIND[due.kind].label, formats.day(due.day), due.url) for due in overdue]
    rows += [_sunk(course) for course in sinking]
    count = formats.counted(len(rows), "risk") if rows else "No risk"
    return Section(
        key="risks",
        title=f"{count} {'in' if rows else 'shows in'} what is due and measured",
        measure="Found by the portal; it holds no register of other risks, which is for the meeting to add.",
        figures=(
            _counted("lacking", "Attestations lacking", lacking),
            _counted("duties", "Duties overdue", len(overdue) - lacking),
            _counted("sinking", "Levels below minimum twice", len(sinking)),
        ),
        table=_risk_table(rows) if rows else None,
    )


def _risk_table(rows: list[Row]) -> PackTable:
    shown = rows[:SHOWN]
    cells = tuple(row[:3] for row in shown)
    return PackTable(("Risk", "Kind", "Since"), cells, (), more(len(rows), SHOWN), tuple(row[3] for row in shown), 2)


def _counted(key: str, label: str, count: int) -> PackFigure:
    tone, word = ("bad", "At risk") if count else ("good", "None")
    return PackFigure(key, label, str(count), value=count, tone=tone, word=word)


def _days(contract: Contract, asked: Asked) -> int:
    days = contract.days_to_notice(asked.today)
    return -1 if days is None else days


def _table(found: list[DueDate], asked: Asked) -> PackTable | None:
    if not found:
        return None
    rows = tuple(
        (due.title, BY_KIND[due.kind].label, formats.day(due.day), formats.thousands((due.day - asked.today).days))
        for due in found[:SHOWN]
    )
    urls = tuple(due.url for due in found[:SHOWN])
    return PackTable(("What", "Kind", "On", "Days left"), rows, (3,), more(len(found), SHOWN), urls, naming=2)


def _is_sinking(course: Course) -> bool:
    """Below the minimum in each of the last two months that were measured."""
    judged = [row for month, row in sorted(course.rows.items()) if row.measured is not None]
    last = judged[-IN_A_ROW:]
    return len(last) == IN_A_ROW and all(row.state is State.MISSED_MINIMUM for row in last)


def _sunk(course: Course) -> Row:
    """The level, and since which month without a break."""
    since = None
    for month, row in sorted(course.rows.items(), reverse=True):
        if row.measured is not None and row.state is not State.MISSED_MINIMUM:
            break
        since = month if row.measured is not None else since
    level = course.newest.level
    told = f"{level.code} of {level.service.name} below its minimum"
    return told, "Service level", f"{since:%b %Y}" if since else formats.ABSENT, level.get_absolute_url()
