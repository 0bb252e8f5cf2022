"""Service levels: what was promised, what the provider reports, what the tickets show."""

from collections.abc import Sequence
from datetime import date

from portal import formats
from portal.contributions.asked import Asked
from portal.contributions.pack import PackChart, PackFigure, PackTable, Section, Series
from vendors import months
from vendors.levels.attainment import State
from vendors.levels.level_figures import described, told, unit_of
from vendors.models import MeasuredPeriod
from vendors.packs.level_history import Course, History, count_in, history_of, missed
from vendors.packs.level_versions import versions_of
from vendors.packs.scope import course_of, months_of, named, scope_of, short
from vendors.reports.comparing import LevelRow
from vendors.reports.period_page import WORST_FIRST, verdict


def levels(asked: Asked, cadence: str) -> Section:
    """By month also in a review of a week or a quarter: a level is promised, measured and accepted by month."""
    reviewed = months_of(asked, cadence)
    contracts = list(scope_of(asked).contracts().select_related("vendor").in_order())
    history = history_of(contracts, course_of(reviewed))
    courses = sorted(history.in_months(reviewed), key=lambda course: _worst_first(course, reviewed))
    rows = [row for course in courses for row in course.within(reviewed)]
    if not rows:
        return Section(
            "levels", f"No service level was promised for {named(reviewed)}", empty="Levels stand on services."
        )
    return Section(
        key="levels",
        title=_title(courses, rows, asked, reviewed),
        measure=_measure(history, reviewed, asked),
        figures=_figures(rows, courses),
        chart=_chart(courses, course_of(reviewed)),
        table=_of_a_month(courses, reviewed, asked) if len(reviewed) == 1 else _of_months(courses, reviewed, asked),
        versions=versions_of(history, courses, reviewed, asked.zone),
    )


def _worst_first(course: Course, reviewed: Sequence[date]) -> tuple[int, bool, float, str]:
    """By the verdict of the last month, then by how far the tickets are from the report."""
    row = course.within(reviewed)[-1]
    return (WORST_FIRST.index(row.state), row.gap is None, -abs(float(row.gap or 0)), row.level.code)


def _title(courses: Sequence[Course], rows: Sequence[LevelRow], asked: Asked, reviewed: Sequence[date]) -> str:
    """What is claimed and what is confirmed; over several months how many verdicts were met."""
    total, met = len(rows), count_in(rows, State.MET)
    what = "level" if len(reviewed) == 1 else "monthly verdict"
    if not any(row.line for row in rows):
        return f"The tickets show {met} of {formats.counted(total, what)} met; nothing is reported"
    claimed = [row for row in rows if row.reported_state is State.MET]
    who = courses[0].contract.vendor.name if asked.vendor_id else "Providers"
    confirmed = count_in(claimed, State.MET)
    verb = "reports" if asked.vendor_id else "report"
    return f"{who} {verb} {len(claimed)} of {formats.counted(total, what)} met; the tickets confirm {confirmed}"


def _measure(history: History, reviewed: list[date], asked: Asked) -> str:
    """Which months, and how far each was measured: "October 2026, measured to 12 Nov and still running"."""
    last = reviewed[-1]
    periods = [period for (_, month), period in sorted(history.periods.items()) if month == last]
    return f"Service levels of {named(reviewed)}, worst first. {_standing(periods, last, asked)}"


def _standing(periods: Sequence[MeasuredPeriod], month: date, asked: Asked) -> str:
    if not periods:
        return f"{months.label(month)} is not measured yet."
    running = [period for period in periods if not period.is_closed]
    if not running:
        return f"{months.label(month)} is closed."
    to = min(period.computed_at for period in running).astimezone(asked.zone)
    return f"{months.label(month)} was measured to {formats.day(to.date())} and is still running."


def _figures(rows: Sequence[LevelRow], courses: Sequence[Course]) -> tuple[PackFigure, ...]:
    total = len(rows)
    met, unknown = count_in(rows, State.MET), count_in(rows, None, State.NO_DATA, State.BELOW_VOLUME)
    of = f"of {total}"
    contracts = {course.contract for course in courses}
    url = courses[0].contract.get_absolute_url() if len(contracts) == 1 else ""
    claimed, confirmed, apart = _reported(rows, of, url)
    return (
        claimed,
        confirmed,
        PackFigure("met", "Met by the tickets", str(met), of, met),
        PackFigure("missed", "Missed", str(missed(rows)), of, missed(rows), *_tone(rows)),
        PackFigure(
            "unknown", "Without a verdict", str(unknown), of, unknown, *(("unknown", "No data") if unknown else ())
        ),
        apart,
    )


def _reported(rows: Sequence[LevelRow], of: str, url: str) -> tuple[PackFigure, PackFigure, PackFigure]:
    """What the provider's report says, beside the tickets. Without a report there is nothing, which is not 0."""
    labels = (("claimed", "Reported as met"), ("confirmed", "Of them confirmed"), ("discrepancies", "Discrepancies"))
    if not any(row.line for row in rows):
        first, second, third = (PackFigure(*label, "–", tone="unknown", word="No report") for label in labels)
        return first, second, third
    claimed = [row for row in rows if row.reported_state is State.MET]
    confirmed, apart = count_in(claimed, State.MET), sum(row.is_discrepancy for row in rows)
    return (
        PackFigure(*labels[0], str(len(claimed)), of, len(claimed), url=url),
        PackFigure(*labels[1], str(confirmed), f"of {len(claimed)}", confirmed),
        PackFigure(*labels[2], str(apart), of, apart, *(("watch", "Beyond tolerance") if apart else ())),
    )


def _tone(rows: Sequence[LevelRow]) -> tuple[str, str]:
    below = count_in(rows, State.MISSED_MINIMUM)
    if below:
        return "bad", f"{below} below minimum"
    return ("watch", "Above minimum") if missed(rows) else ("good", "None")


def _chart(courses: Sequence[Course], over: list[date]) -> PackChart | None:
    """The worst level that was measured in two months at least: reported beside the tickets' figure."""
    for course in courses:
        values = [_value(course, month, "measured_value") for month in over]
        if sum(value is not None for value in values) < 2:
            continue
        level = course.newest.level
        reported = tuple(_value(course, month, "reported_value") for month in over)
        guides = [("Expected", float(level.expected))]
        if level.minimum is not None:
            guides.append(("Minimum", float(level.minimum)))
        return PackChart(
            "lines",
            f"{level.code} {described(level)}, as reported and from tickets",
            short(over),
            (Series("Reported", reported, subject=False), Series("Tickets", tuple(values))),
            unit_of(level),
            tuple(guides),
        )
    return None


def _value(course: Course, month: date, name: str) -> float | None:
    row = course.rows.get(month)
    value = getattr(row, name) if row else None
    return None if value is None else float(value)


def _of_a_month(courses: Sequence[Course], reviewed: Sequence[date], asked: Asked) -> PackTable:
    head = ("Level", "Service", "Expected", "Minimum", "Reported", "From tickets", "Difference", "State")
    rows, urls = [], []
    for course in courses:
        row = course.within(reviewed)[-1]
        level = row.level
        expected, minimum = told(level, level.expected), told(level, level.minimum)
        figures = (expected, minimum, told(level, row.reported_value), told(level, row.measured_value))
        gap = formats.change(row.gap, unit_of(level).replace("%", "pt"))
        service = level.service.name if asked.vendor_id else f"{course.contract.vendor.name}: {level.service.name}"
        rows.append((f"{level.code} {described(level)}", service, *figures, gap, verdict(row)["word"]))
        urls.append(level.get_absolute_url())
    return PackTable(head, tuple(rows), (2, 3, 4, 5, 6), urls=tuple(urls), naming=2)


def _of_months(courses: Sequence[Course], reviewed: Sequence[date], asked: Asked) -> PackTable:
    """What the tickets show month by month; a figure that missed says so."""
    head = ("Level", "Service", "Expected", *(f"{month:%b}" for month in reviewed), "Met")
    rows, urls = [], []
    for course in courses:
        level = course.within(reviewed)[-1].level
        met = f"{count_in(course.within(reviewed), State.MET)} of {len(course.within(reviewed))}"
        months_shown = (_in_month(course, month) for month in reviewed)
        service = level.service.name if asked.vendor_id else f"{course.contract.vendor.name}: {level.service.name}"
        rows.append((f"{level.code} {described(level)}", service, told(level, level.expected), *months_shown, met))
        urls.append(level.get_absolute_url())
    numeric = tuple(range(2, 4 + len(reviewed)))
    return PackTable(head, tuple(rows), numeric, urls=tuple(urls), naming=2)


def _in_month(course: Course, month: date) -> str:
    row = course.rows.get(month)
    if row is None or row.measured is None:
        return formats.ABSENT
    word = {State.MISSED_EXPECTED: " missed", State.MISSED_MINIMUM: " below min."}.get(row.state or State.MET, "")
    return f"{told(row.level, row.measured_value)}{word}"
