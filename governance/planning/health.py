"""Whether the rhythm of reviews is kept. Plain values in, plain values out; no Django.

Judged is the day by the rule: a review that was moved and then held is late when it is held too many working days
after `planned_at`. What was planned and is over without being held is missed: a finding, not a silence.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

WorkingDay: TypeAlias = Callable[[date], bool]

LATE_AFTER = {"weekly": 2, "monthly": 5, "quarterly": 10, "semi_annual": 10, "once": 5}
"""Working days after the planned day until which a review counts as held on time."""
MINUTES_WITHIN = 5
"""Working days after a review in which its minutes are circulated."""
STRIP = 12


class Outcome(StrEnum):
    ON_TIME = "on_time"
    LATE = "late"
    MISSED = "missed"
    CANCELLED = "cancelled"
    IN_SESSION = "in_session"
    TO_COME = "to_come"


@dataclass(frozen=True)
class Facts:
    """What is known of one review. `started_at` None: not held. `portfolio`: no provider is expected.

    `circulated_at` is when the first version of its minutes went out; `sign_by` and `signed` are of the newest one.
    """

    key: int
    series: int
    cadence: str
    state: str
    planned_at: datetime
    ends_at: datetime
    zone: str = "UTC"
    started_at: datetime | None = None
    portfolio: bool = False
    provider_present: bool = False
    circulated_at: datetime | None = None
    sign_by: date | None = None
    signed: bool = False

    def day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()


@dataclass(frozen=True)
class Judged:
    """A review and what became of it; what is wrong with one that was held."""

    facts: Facts
    outcome: Outcome
    without_provider: bool = False
    without_minutes: bool = False
    unsigned: bool = False

    @property
    def is_held(self) -> bool:
        return self.outcome in (Outcome.ON_TIME, Outcome.LATE)


@dataclass(frozen=True)
class Tally:
    """Keys of reviews per figure, so that each figure opens to its reviews.

    planned = held + missed + cancelled + to_come, where to_come counts those in session too; held = on_time + late.
    """

    planned: tuple[int, ...] = ()
    held: tuple[int, ...] = ()
    on_time: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()
    cancelled: tuple[int, ...] = ()
    to_come: tuple[int, ...] = ()
    without_provider: tuple[int, ...] = ()
    without_minutes: tuple[int, ...] = ()
    unsigned: tuple[int, ...] = ()

    @property
    def tone(self) -> str:
        """Bad when one was missed, watch when one of the other things went wrong, unknown while none was due."""
        if self.missed:
            return "bad"
        if self.late or self.without_provider or self.without_minutes or self.unsigned:
            return "watch"
        return "good" if self.held else "unknown"


def working_days_after(day: date, number: int, is_working: WorkingDay) -> date:
    """The day that many working days after `day`; a calendar without working days is left after a year a day."""
    for _ in range(366 * max(number, 1)):
        if number == 0:
            break
        day += timedelta(days=1)
        number -= is_working(day)
    return day


def judge(facts: Facts, is_working: WorkingDay, now: datetime) -> Judged:
    outcome = _outcome(facts, is_working, now)
    if facts.started_at is None or outcome not in (Outcome.ON_TIME, Outcome.LATE):
        return Judged(facts, outcome)
    return Judged(
        facts,
        outcome,
        without_provider=not facts.portfolio and not facts.provider_present,
        without_minutes=_lacks_minutes(facts, facts.started_at, is_working, now),
        unsigned=facts.sign_by is not None and not facts.signed and facts.day(now) > facts.sign_by,
    )


def _outcome(facts: Facts, is_working: WorkingDay, now: datetime) -> Outcome:
    if facts.state == "cancelled":
        return Outcome.CANCELLED
    if facts.state == "in_session":
        return Outcome.IN_SESSION
    if facts.started_at is None:
        return Outcome.MISSED if facts.ends_at < now else Outcome.TO_COME
    last = working_days_after(facts.day(facts.planned_at), LATE_AFTER[facts.cadence], is_working)
    return Outcome.LATE if facts.day(facts.started_at) > last else Outcome.ON_TIME


def _lacks_minutes(facts: Facts, held_at: datetime, is_working: WorkingDay, now: datetime) -> bool:
    last = working_days_after(facts.day(held_at), MINUTES_WITHIN, is_working)
    return facts.day(facts.circulated_at or now) > last


def missed(reviews: Iterable[Facts], now: datetime) -> list[Facts]:
    """Those that were planned, are over, and were neither held nor cancelled."""
    return [one for one in reviews if one.state == "planned" and one.ends_at < now]


def tally(reviews: Iterable[Judged]) -> Tally:
    """The figures of some reviews."""
    judged = list(reviews)

    def keys(holds: Callable[[Judged], bool]) -> tuple[int, ...]:
        return tuple(one.facts.key for one in judged if holds(one))

    def with_outcome(*outcomes: Outcome) -> tuple[int, ...]:
        return keys(lambda one: one.outcome in outcomes)

    return Tally(
        planned=keys(lambda one: True),
        held=keys(lambda one: one.is_held),
        on_time=with_outcome(Outcome.ON_TIME),
        late=with_outcome(Outcome.LATE),
        missed=with_outcome(Outcome.MISSED),
        cancelled=with_outcome(Outcome.CANCELLED),
        to_come=with_outcome(Outcome.TO_COME, Outcome.IN_SESSION),
        without_provider=keys(lambda one: one.without_provider),
        without_minutes=keys(lambda one: one.without_minutes),
        unsigned=keys(lambda one: one.unsigned),
    )


def strip(reviews: Sequence[Judged]) -> list[Judged]:
    """The last twelve by their planned time, the oldest first."""
    return sorted(reviews, key=lambda one: (one.facts.planned_at, one.facts.key))[-STRIP:]
