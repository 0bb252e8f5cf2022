"""Pauses that came at a suspicious time, and what attainment would be without them. No Django.

A pause is caught when it was entered shortly before the breach, or when it waited for the user and nothing shows
that anybody spoke to them. Two readings of the clock are compared: the contract's, for which only accepted waiting
states stop it, and that of the waiting states, for which all of them do. The rules stand in docs/pause-check.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tickets.waits import Wait
from vendors.clock import NOTHING, PauseTable, WorkingClock
from vendors.opening import Seconds


@dataclass(frozen=True, slots=True)
class Shortly:
    """How little of the target is left when a pause comes shortly before the breach: the larger of the two."""

    seconds: int = 3_600
    share: float = 0.10

    def limit(self, allowed: int) -> float:
        return max(self.seconds, self.share * allowed)


STANDARD = Shortly()


@dataclass(frozen=True, slots=True)
class PausedTicket:
    """A ticket with a target that waited. Instants in epoch seconds; `reached` NOTHING while it is not resolved.

    `until` is when its life ended, or now. `met` is the stored verdict by the contract, None undecided.
    """

    key: int
    opened: int
    reached: int
    until: int
    allowed: int
    calendar: int
    met: bool | None
    waits: Sequence[Wait]


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait with the working seconds it took, and those left of the target on the clock that it stopped."""

    wait: Wait
    seconds: int
    left: int
    near: bool
    unanswered: bool

    @property
    def is_caught(self) -> bool:
        return self.near or self.unanswered


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Met or missed by the contract's clock and by that of the waiting states.

    None while undecided; by the waiting states also while it is not resolved, for they may stop the clock at any time.
    """

    contract: bool | None
    waiting: bool | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A ticket with its pauses in working time. `without` goes from a group to the verdicts without its caught
    pauses; under "" stand those without any caught pause. Only groups with caught pauses are in it."""

    ticket: PausedTicket
    pauses: tuple[Pause, ...]
    stands: Verdicts
    without: Mapping[str, Verdicts]

    def of_group(self, group: str) -> tuple[Pause, ...]:
        """The pauses that a group entered; of all groups for ""."""
        return tuple(one for one in self.pauses if group in ("", group_of(one)))

    def caught(self, group: str = "") -> tuple[Pause, ...]:
        return tuple(one for one in self.of_group(group) if one.is_caught)

    def after(self, group: str = "") -> Verdicts:
        return self.without.get(group, self.stands)


ANYONE = ""
UNKNOWN = "Group not told"


def group_of(pause: Pause) -> str:
    return pause.wait.group or UNKNOWN


def check(
    tickets: Sequence[PausedTicket], clocks: Mapping[int, WorkingClock], shortly: Shortly = STANDARD
) -> list[Checked]:
    """The tickets of which a pause took working time; those outside their calendar are left out."""
    checked: list[Checked] = []
    for calendar, clock in clocks.items():
        own = [one for one in tickets if one.calendar == calendar and _covered(one, clock)]
        checked += _checked(own, clock, shortly)
    return sorted(checked, key=lambda one: one.ticket.key)


def _covered(ticket: PausedTicket, clock: WorkingClock) -> bool:
    return clock.since <= ticket.opened <= ticket.until <= clock.until


@dataclass(frozen=True, slots=True)
class _Case:
    """A ticket with the waits that are left once those caught of a group are taken away; None takes nothing."""

    place: int
    without: str | None
    waits: Sequence[Wait]


def _checked(tickets: Sequence[PausedTicket], clock: WorkingClock, shortly: Shortly) -> list[Checked]:
    pauses = _pauses(tickets, clock, shortly)
    cases = [case for place, ticket in enumerate(tickets) if pauses[place] for case in _cases(place, ticket, pauses)]
    verdicts: dict[int, dict[str | None, Verdicts]] = {}
    for case, one in zip(cases, _verdicts(tickets, cases, clock), strict=True):
        verdicts.setdefault(case.place, {})[case.without] = one
    return [
        Checked(tickets[place], pauses[place], told.pop(None), {group or ANYONE: one for group, one in told.items()})
        for place, told in verdicts.items()
    ]


def _cases(place: int, ticket: PausedTicket, pauses: Sequence[tuple[Pause, ...]]) -> Iterator[_Case]:
    yield _Case(place, None, ticket.waits)
    caught = [one for one in pauses[place] if one.is_caught]
    for group in {ANYONE, *map(group_of, caught)} if caught else ():
        gone = {one.wait for one in caught if group in (ANYONE, group_of(one))}
        yield _Case(place, group, [wait for wait in ticket.waits if wait not in gone])


def _pauses(tickets: Sequence[PausedTicket], clock: WorkingClock, shortly: Shortly) -> list[tuple[Pause, ...]]:
    """The waits of each ticket that took working time within its life."""
    rows = [(place, wait) for place, ticket in enumerate(tickets) for wait in ticket.waits]
    found: list[list[Pause]] = [[] for _ in tickets]
    if not rows:
        return [() for _ in tickets]
    opened, until, allowed = (
        _column(getattr(tickets[i], name) for i, _ in rows) for name in ("opened", "until", "allowed")
    )
    starts = np.clip(_column(wait.start for _, wait in rows), opened, until)
    ends = np.clip(_column(wait.end for _, wait in rows), starts, until)
    seconds = clock.elapsed_many(starts, ends)
    before = clock.elapsed_many(opened, starts, PauseTable.of(_same_reading(tickets[i], wait) for i, wait in rows))
    for (place, wait), length, left in zip(rows, seconds.tolist(), (allowed - before).tolist(), strict=True):
        if length > 0:
            near = 0 < left <= shortly.limit(tickets[place].allowed)
            found[place].append(Pause(wait, length, left, near, wait.silent and wait.is_for_the_user))
    return [tuple(pauses) for pauses in found]


def _same_reading(ticket: PausedTicket, wait: Wait) -> list[tuple[int, int]]:
    """What stops the clock that a wait stopped: accepted waits for an accepted one, else all of them."""
    return [(one.start, one.end) for one in ticket.waits if one.accepted or not wait.accepted]


def _verdicts(tickets: Sequence[PausedTicket], cases: Sequence[_Case], clock: WorkingClock) -> list[Verdicts]:
    own = [tickets[case.place] for case in cases]
    by_contract = _in_time(own, [[one for one in case.waits if one.accepted] for case in cases], clock)
    by_waiting = _in_time(own, [case.waits for case in cases], clock)
    return list(map(_verdict, own, cases, by_contract, by_waiting))


def _in_time(tickets: Sequence[PausedTicket], waits: Sequence[Sequence[Wait]], clock: WorkingClock) -> list[bool]:
    """Whether each ticket was resolved by the time it was due with these waits."""
    opened, allowed, reached = (
        _column(getattr(one, name) for one in tickets) for name in ("opened", "allowed", "reached")
    )
    due = clock.due_many(opened, allowed, PauseTable.of([(one.start, one.end) for one in own] for own in waits))
    in_time: list[bool] = ((reached != NOTHING) & (reached <= due)).tolist()
    return in_time


def _verdict(ticket: PausedTicket, case: _Case, by_contract: bool, by_waiting: bool) -> Verdicts:
    """By the contract a ticket stands as it is stored, and taking pauses away can only turn met into missed."""
    if ticket.met is None:
        return Verdicts(None, None)
    if ticket.reached == NOTHING:
        return Verdicts(ticket.met, None)
    return Verdicts(ticket.met and (case.without is None or by_contract), by_waiting)


def _column(values: Iterable[int]) -> Seconds:
    return np.array(list(values), dtype=np.int64)
