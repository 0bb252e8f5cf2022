"""How far a plan has come: of each step, of each phase, of the whole. Plain values; docs/improvement-plan.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from governance.improvement.catalogue import PHASES, Step


class State(StrEnum):
    DONE = "done"
    BEGUN = "begun"
    NOT_BEGUN = "not begun"
    NOTHING = "nothing to measure"
    ASIDE = "set aside"
    UNSEEN = "not measured by this version"


@dataclass(frozen=True)
class Measured:
    """`done` of `total`; `sentence` says it in words. A total of 0: there is nothing to measure yet."""

    done: int
    total: int
    sentence: str
    url: str = ""


@dataclass(frozen=True)
class Standing:
    """A step on a day. `measured` is None for what this version does not measure."""

    step: Step
    measured: Measured | None
    due_on: date
    today: date
    set_aside: str = ""

    @property
    def state(self) -> State:
        if self.set_aside:
            return State.ASIDE
        if self.measured is None:
            return State.UNSEEN
        return _state(self.measured, self.step.goal)

    @property
    def counts(self) -> bool:
        """Whether it is among the steps that can be done."""
        return self.state not in (State.ASIDE, State.UNSEEN)

    @property
    def is_late(self) -> bool:
        return self.counts and self.state is not State.DONE and self.today > self.due_on


def _state(measured: Measured, goal: float) -> State:
    if not measured.total:
        return State.NOTHING
    # In whole numbers, so that 9 of 10 reaches 90 %.
    if 100 * measured.done >= round(100 * goal) * measured.total:
        return State.DONE
    return State.BEGUN if measured.done else State.NOT_BEGUN


@dataclass(frozen=True)
class Phase:
    """The steps of one phase; `done` of `counted`, what is set aside or not measured apart."""

    days: int
    due_on: date
    standings: tuple[Standing, ...]

    @property
    def counted(self) -> int:
        return sum(one.counts for one in self.standings)

    @property
    def done(self) -> int:
        return sum(one.state is State.DONE for one in self.standings)

    @property
    def late(self) -> int:
        return sum(one.is_late for one in self.standings)

    @property
    def apart(self) -> int:
        return len(self.standings) - self.counted


@dataclass(frozen=True)
class Progress:
    started_on: date
    today: date
    phases: tuple[Phase, ...]

    @property
    def day(self) -> int:
        """The day of the plan: 1 on the day it began; 0 or less before."""
        return (self.today - self.started_on).days + 1

    @property
    def days_left(self) -> int:
        """Days after today until day 90; negative once that is past."""
        return PHASES[-1] - self.day

    @property
    def done(self) -> int:
        return sum(phase.done for phase in self.phases)

    @property
    def counted(self) -> int:
        return sum(phase.counted for phase in self.phases)

    @property
    def late(self) -> int:
        return sum(phase.late for phase in self.phases)


def due_on(started_on: date, days: int) -> date:
    """The last day of a phase: day 30 of a plan that began on 1 November is 30 November."""
    return started_on + timedelta(days=days - 1)


def progress(
    started_on: date, today: date, steps: Sequence[Step], found: Mapping[str, Measured], aside: Mapping[str, str]
) -> Progress:
    """`found` are the measurements and `aside` the reasons of steps that do not apply, by code."""
    phases = (
        Phase(days, due_on(started_on, days), tuple(_standings(started_on, today, _of(steps, days), (found, aside))))
        for days in PHASES
    )
    return Progress(started_on, today, tuple(phases))


def _of(steps: Sequence[Step], days: int) -> list[Step]:
    return [step for step in steps if step.phase == days]


def _standings(
    started_on: date, today: date, steps: Iterable[Step], known: tuple[Mapping[str, Measured], Mapping[str, str]]
) -> Iterable[Standing]:
    found, aside = known
    for step in steps:
        measured = found.get(step.code) if step.measured else None
        yield Standing(step, measured, due_on(started_on, step.phase), today, aside.get(step.code, ""))
