"""The figures of a contract's month: each level over its window and in its scope, with and without exclusions.

Values in, values out: the same rules and tickets give the same figures to the last digit.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

import numpy as np
import polars as pl

from tickets.levels.clocks import Clocks, Timed, Truths, timed
from tickets.levels.differing import differing
from tickets.levels.downtime import agreed_and_down
from tickets.levels.rules import Days, MeasuredLevel, PeriodRules, days_of
from vendors.clock import NOTHING, WorkingClock
from vendors.levels.attainment import HOUR, Facts, Kind, evaluate
from vendors.levels.measured_figures import LevelFigures
from vendors.timeline import Stretch


@dataclass(frozen=True)
class Outcome:
    """What a level's tickets came to: which its figure rests on, and which speak against it."""

    facts: Facts
    counts: Truths
    misses: Truths
    next_due: int | None = None
    timed: Timed | None = None


@dataclass(frozen=True)
class _Subject:
    """One level with the tickets of its window and scope, and the stretches in which its clock stood still."""

    level: MeasuredLevel
    days: Days
    frame: pl.DataFrame
    clock: WorkingClock | None
    still: tuple[Stretch, ...]
    rules: PeriodRules


def figures(rules: PeriodRules, tickets: pl.DataFrame) -> tuple[list[LevelFigures], datetime | None]:
    """One entry per level in the order of the rules, and when a ticket that is open next runs out of time."""
    clocks = Clocks.over(rules.calendars, tickets, (rules.month.year - 2, rules.as_of.year))
    measured = [_measured(level, rules, tickets, clocks) for level in rules.levels]
    waiting = [due for _, due in measured if due is not None]
    earliest = datetime.fromtimestamp(min(waiting), rules.as_of.tzinfo) if waiting else None
    return [one for one, _ in measured], earliest


def _measured(
    level: MeasuredLevel, rules: PeriodRules, tickets: pl.DataFrame, clocks: Clocks
) -> tuple[LevelFigures, int | None]:
    days = days_of(level, rules.month)
    everyone = _Subject(level, days, _in_scope(tickets, level, days), clocks.of(level.calendar_id), (), rules)
    covering = [one for one in rules.exclusions if one.covers(level)]
    left_out = sorted({number for one in covering for number in one.numbers})
    named = everyone.frame["number"].is_in(left_out)
    still = tuple(sorted(one.stretch for one in covering if one.stretch))
    counted = replace(everyone, frame=everyone.frame.filter(~named), still=still)
    net = _OUTCOMES[level.terms.kind](counted)
    gross = _OUTCOMES[level.terms.kind](everyone) if still or named.any() else net
    keys = counted.frame["id"].to_numpy()
    claims = level.terms.kind is Kind.SHARE and level.metric == "resolution"
    figure = LevelFigures(
        level_id=level.id,
        window_start=days.start,
        window_end=days.end,
        is_due=days.due,
        net=evaluate(level.terms, net.facts),
        gross=evaluate(level.terms, gross.facts),
        claimed_met=_claimed_met(counted.frame, net) if claims else None,
        counted_tickets=keys[net.counts].tolist(),
        missed_tickets=keys[net.misses].tolist(),
        excluded_tickets=everyone.frame["id"].filter(named).to_list(),
        differing=_differing(counted, net) if claims else [],
    )
    return figure, net.next_due


def _in_scope(tickets: pl.DataFrame, level: MeasuredLevel, days: Days) -> pl.DataFrame:
    """Tickets of the level's service, priority and site that count in its window while it is valid."""
    day = pl.col(level.day_column)
    start = days.start if level.since is None else max(days.start, level.since)
    end = days.end if level.until is None else min(days.end, level.until)
    fits = (pl.col("service_id") == level.service_id) & (day >= start) & (day < end)
    if level.rank is not None:
        fits &= pl.col("priority_rank") == level.rank
    if level.site_id is not None:
        fits &= pl.col("site_id") == level.site_id
    return tickets.filter(fits)


def _claimed_met(frame: pl.DataFrame, outcome: Outcome) -> int | None:
    """How many of the counted tickets their source calls met; None when it says so of none, nor the contrary."""
    claims = frame["claimed_sla"].filter(pl.Series(outcome.counts))
    return None if claims.null_count() == claims.len() else int(claims.sum())


def _differing(subject: _Subject, outcome: Outcome) -> list[list[object]]:
    if outcome.timed is None or subject.clock is None:
        return []
    found = differing(subject.frame, outcome.timed, subject.level, subject.clock, subject.still)
    return [list(one) for one in found]


def _share(subject: _Subject) -> Outcome:
    took = _timed(subject)
    facts = Facts(met=int(took.met.sum()), missed=int(took.missed.sum()))
    return Outcome(facts, took.decided, took.missed, took.next_due(subject.rules.as_of), took)


def _times(subject: _Subject) -> Outcome:
    """Tickets whose time is known; one slower than expected speaks against the level."""
    took = _timed(subject)
    known = took.elapsed != NOTHING
    limit = Fraction(subject.level.terms.expected) * HOUR
    slow = known & np.array([seconds > limit for seconds in took.elapsed.tolist()], np.bool_)
    return Outcome(Facts(seconds=took.elapsed[known].tolist()), known, slow)


def _timed(subject: _Subject) -> Timed:
    return timed(subject.frame, subject.level, subject.clock, subject.still, subject.rules.as_of)


def _first_contact(subject: _Subject) -> Outcome:
    """Of tickets that have ended, those with no handoff and no reopening."""
    known = pl.any_horizontal(pl.col("handoffs", "reopens").is_not_null()) & pl.col("ended")
    again = (pl.col("handoffs").fill_null(0) > 0) | (pl.col("reopens").fill_null(0) > 0)
    return _shared(subject, known, again)


def _reopened(subject: _Subject) -> Outcome:
    """Of tickets that have ended at least once, those that were reopened."""
    again = pl.col("reopens").fill_null(0) > 0
    return _shared(subject, pl.col("reopens").is_not_null() & (pl.col("ended") | again), again)


def _shared(subject: _Subject, known: pl.Expr, against: pl.Expr) -> Outcome:
    counts, misses = _truths(subject.frame, known, known & against)
    missed = int(misses.sum())
    return Outcome(Facts(met=int(counts.sum()) - missed, missed=missed), counts, misses)


def _repeats(subject: _Subject) -> Outcome:
    """Tickets after which the requester came back, among those of a known requester."""
    flag = pl.col("repeat_contact")
    counts, misses = _truths(subject.frame, flag.is_not_null(), flag.fill_null(value=False))
    return Outcome(Facts(events=int(misses.sum()), population=int(counts.sum())), counts, misses)


def _available(subject: _Subject) -> Outcome:
    agreed, down = agreed_and_down(subject.level, subject.days, subject.clock, subject.still, subject.rules)
    return replace(_nothing(subject), facts=Facts(agreed_seconds=agreed, down_seconds=down))


def _nothing(subject: _Subject) -> Outcome:
    """What the portal has no data of."""
    none = np.zeros(subject.frame.height, np.bool_)
    return Outcome(Facts(), none, none)


def _truths(frame: pl.DataFrame, *expressions: pl.Expr) -> tuple[Truths, ...]:
    found = frame.select(one.alias(str(place)) for place, one in enumerate(expressions))
    return tuple(column.to_numpy() for column in found)


_OUTCOMES: dict[Kind, Callable[[_Subject], Outcome]] = {
    Kind.SHARE: _share,
    Kind.PERCENTILE: _times,
    Kind.MEAN: _times,
    Kind.COUNT: _repeats,
    Kind.FIRST_CONTACT: _first_contact,
    Kind.REOPEN_RATE: _reopened,
    Kind.AVAILABILITY: _available,
    Kind.SATISFACTION: _nothing,
    Kind.REPORTED: _nothing,
}
"""How each kind is counted."""
