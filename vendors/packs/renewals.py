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


def risks(asked: Asked, cadence: str) -> Section:
    """Attestations that are lacking, duties that are overdue, levels below their minimum month after month."""
    reviewed = months_of(asked, cadence)
    scope = scope_of(asked)
    overdue = [due for due in dates_of(scope) if due.kind in RISKS and not due.settled and due.day < asked.today]
    lacking = [due for due in overdue if due.kind == "lack"]
    contracts = list(scope.contracts().select_related("vendor").in_order())
    sinking = [one for one in history_of(contracts, course_of(reviewed)).courses if _is_sinking(one)]
    rows = [
        *((due.title, BY_KIND[due.kind].label, formats.day(due.day), due.url) for due in overdue),
        *map(_sunk, sinking),
    ]
    duties = len(overdue) - len(lacking)
    return Section(
        key="risks",
        title=f"{formats.counted(len(rows), 'risk')} in what is due and measured"
        if rows
        else "No risk shows in what is due and measured",
        measure="Found by the portal; it holds no register of other risks, which is for the meeting to add.",
        figures=(
            PackFigure("lacking", "Attestations lacking", str(len(lacking)), value=len(lacking), **_bad(len(lacking))),
            PackFigure("duties", "Duties overdue", str(duties), value=duties, **_bad(duties)),
            PackFigure(
                "sinking", "Levels below minimum twice", str(len(sinking)), value=len(sinking), **_bad(len(sinking))
            ),
        ),
        table=PackTable(
            ("Risk", "Kind", "Since"),
            tuple(row[:3] for row in rows[:SHOWN]),
            (),
            more(len(rows), SHOWN),
            tuple(row[3] for row in rows[:SHOWN]),
            naming=2,
        )
        if rows
        else None,
    )


def _bad(count: int) -> dict[str, str]:
    return {"tone": "bad", "word": "At risk"} if count else {"tone": "good", "word": "None"}


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


def _sunk(course: Course) -> tuple[str, str, str, str]:
    """The level, and since which month without a break."""
    since = None
    for month, row in sorted(course.rows.items(), reverse=True):
        if row.measured is not None and row.state is not State.MISSED_MINIMUM:
            break
        since = month if row.measured is not None else since
    level = course.newest.level
    told = f"{level.code} of {level.service.name} below its minimum"
    return told, "Service level", f"{since:%b %Y}" if since else formats.ABSENT, level.get_absolute_url()
