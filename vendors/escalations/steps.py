"""When a ticket comes to a step of its escalation path. Plain values; worked figures in docs/escalations.md."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vendors.opening import Seconds
from vendors.pauses import NOTHING

PRIORITIES = 4
"""The priorities that a matrix has columns for: P1 to P4. A ticket of another one is escalated by hand."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A step as the clock reads it: working minutes per priority, P1 first, or per cent of the resolution target."""

    id: int
    position: int
    minutes: tuple[int | None, ...] = ()
    percent: int | None = None


def allowed(rule: Rule, rank: int | None, target: int | None) -> int | None:
    """Working seconds from opening to the step; None when the ticket does not come to it by itself.

    `target` is the resolution target in seconds. A share of it is rounded down to the second.
    """
    if rule.percent is not None:
        return None if target is None else target * rule.percent // 100
    if rank is None or not 1 <= rank <= len(rule.minutes):
        return None
    minutes = rule.minutes[rank - 1]
    return None if minutes is None else minutes * 60


def allowed_many(rule: Rule, ranks: Seconds, targets: Seconds) -> Seconds:
    """The same for columns of tickets; NOTHING stands for None on both sides."""
    if rule.percent is not None:
        return np.where(targets == NOTHING, NOTHING, np.where(targets == NOTHING, 0, targets) * rule.percent // 100)
    result = np.full(ranks.shape, NOTHING)
    for rank, minutes in enumerate(rule.minutes, start=1):
        if minutes is not None:
            result[ranks == rank] = minutes * 60
    return result


def out_of_order(rules: Sequence[Rule]) -> list[tuple[Rule, int]]:
    """The steps that come no later than the one before them, with the first priority for which they do."""
    found: list[tuple[Rule, int]] = []
    for index, rule in enumerate(rules):
        for rank in range(1, len(rule.minutes) + 1):
            minutes = rule.minutes[rank - 1]
            before = [one.minutes[rank - 1] for one in rules[:index] if one.minutes]
            if minutes is not None and any(earlier is not None and earlier >= minutes for earlier in before):
                found.append((rule, rank))
                break
    return found
