"""A ticket's history as steps: from when on it was in which state and with which group. No Django."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """From `at` (UTC) on, the ticket stood so; `group` None where the source does not say."""

    at: datetime
    label: str
    state: str
    group: str | None


def steps_of(history: Sequence[Sequence[Any]] | None) -> list[Step]:
    """The steps of a stored history; one without a time happened when the one before it did."""
    steps: list[Step] = []
    at = 0.0
    for instant, label, state, group in history or ():
        at = instant if isinstance(instant, int | float) else at
        steps.append(Step(datetime.fromtimestamp(at, UTC), label or "", state or "", group))
    return steps


@dataclass(frozen=True, slots=True)
class Stay:
    """The time [start, end) that a ticket stood with one group."""

    group: str
    start: datetime
    end: datetime


def stays(steps: Sequence[Step], end: datetime) -> list[Stay]:
    """The groups a ticket went through, in order; a step without a group changes nothing."""
    named = [step for step in steps if step.group]
    firsts = [next(same) for _, same in groupby(named, key=lambda step: step.group)]
    ends = [*(step.at for step in firsts[1:]), end][: len(firsts)]
    return [Stay(step.group or "", step.at, max(step.at, until)) for step, until in zip(firsts, ends, strict=True)]


def said_between(steps: Sequence[Step], start: datetime, end: datetime, what: str) -> Iterator[str]:
    """The distinct labels or groups ("label", "group") that held at some time of [start, end), in order."""
    seen = ""
    for step, following in zip(steps, [*steps[1:], None], strict=False):
        value = getattr(step, what) or ""
        overlaps = step.at < end and (following is None or following.at > start)
        if overlaps and value and value != seen:
            seen = value
            yield value
