"""Levels month by month, with the figure that was reported and the one that the tickets show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from vendors import months
from vendors.levels.attainment import State
from vendors.levels.level_figures import MISSED
from vendors.levels.verdicts import Promise, measured_in, promise_of
from vendors.models import Contract, MeasuredPeriod, ReportLine, ServiceLevel
from vendors.reports.comparing import LevelRow


@dataclass
class Course:
    """One promise over the months of a course; a month without a row had neither level nor figure."""

    contract: Contract
    rows: dict[date, LevelRow] = field(default_factory=dict)

    @property
    def newest(self) -> LevelRow:
        return self.rows[max(self.rows)]

    def within(self, reviewed: Sequence[date]) -> list[LevelRow]:
        return [self.rows[month] for month in reviewed if month in self.rows]


@dataclass
class History:
    """All promises of some contracts; `periods` are the measurements that count, by contract and month."""

    courses: list[Course]
    periods: dict[tuple[int, date], MeasuredPeriod]

    def in_months(self, reviewed: Sequence[date]) -> list[Course]:
        """Those that had a level or a figure in these months."""
        return [course for course in self.courses if course.within(reviewed)]


def history_of(contracts: Sequence[Contract], over: Sequence[date]) -> History:
    """Three queries per contract, however many months and levels."""
    history = History([], {})
    for contract in contracts:
        courses = _promised(contract, over)
        _add_figures(courses, contract, over, history)
        history.courses += courses.values()
    return history


def _promised(contract: Contract, over: Sequence[date]) -> dict[Promise, Course]:
    """The levels of a contract in the months in which they were valid."""
    courses: dict[Promise, Course] = {}
    for level in ServiceLevel.objects.of_contract(contract).valid_in(over[0], months.later(over[-1], 1)).for_grid():
        rows = courses.setdefault(promise_of(level), Course(contract)).rows
        rows.update({month: LevelRow(level, month) for month in over if _is_valid(level, month)})
    return courses


def _add_figures(courses: dict[Promise, Course], contract: Contract, over: Sequence[date], history: History) -> None:
    """What was measured and reported of the months in which a level was promised."""
    first, until = over[0], months.later(over[-1], 1)
    for (month, _), measured in measured_in(contract, first, until).items():
        history.periods[contract.pk, month] = measured.period
        if row := _row(courses, measured.level, month):
            row.measured = measured
    for line in ReportLine.objects.reported_for(contract, first, until):
        if row := _row(courses, line.level, line.report.month):
            row.line = line


def _row(courses: dict[Promise, Course], level: ServiceLevel, month: date) -> LevelRow | None:
    course = courses.get(promise_of(level))
    return course.rows.get(month) if course else None


def _is_valid(level: ServiceLevel, month: date) -> bool:
    """Whether a day of the month lies within the level's validity."""
    begins, ends = level.valid.lower, level.valid.upper
    return (begins is None or begins < months.later(month, 1)) and (ends is None or ends > month)


def count_in(rows: Sequence[LevelRow], *states: State | None) -> int:
    return sum(row.state in states for row in rows)


def missed(rows: Sequence[LevelRow]) -> int:
    return count_in(rows, *MISSED)
