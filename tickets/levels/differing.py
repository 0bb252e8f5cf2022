"""Why the source calls tickets met that the clock calls missed, in words."""

from collections.abc import Sequence

import numpy as np
import orjson
import polars as pl

from portal import formats
from tickets.levels.clocks import Timed, stops
from tickets.levels.rules import MeasuredLevel
from tickets.pausing import Stretch
from vendors.clock import NOTHING, WorkingClock
from vendors.opening import Seconds

Difference = tuple[int, str, int | None, str]
"""Key, number, working seconds (None while it is open) and what made the difference."""
PAUSED = "paused"


def differing(
    frame: pl.DataFrame, timed: Timed, level: MeasuredLevel, clock: WorkingClock, still: Sequence[Stretch]
) -> list[Difference]:
    """The tickets that are claimed as met and are missed, in the order of the frame."""
    rows = np.flatnonzero(timed.missed & frame["claimed_sla"].fill_null(value=False).to_numpy())
    if not rows.size or level.allowed is None:
        return []
    part = frame[rows]
    elapsed = timed.elapsed[rows]
    waits = [_waits(history, level.pausing) for history in part["history"].to_list()]
    forgiven = _forgiven(part, waits, level, clock, still)
    resolved = part["resolved_at"].is_not_null().to_list()
    reasons = [
        _reason(*one, level.allowed) for one in zip(resolved, elapsed.tolist(), waits, forgiven.tolist(), strict=True)
    ]
    seconds = [None if one == NOTHING else one for one in elapsed.tolist()]
    return list(zip(part["id"].to_list(), part["number"].to_list(), seconds, reasons, strict=True))


def _waits(history: str | None, pausing: tuple[str, ...]) -> tuple[str, ...]:
    """Labels of waiting states in the ticket's history that do not pause this level's clock."""
    steps = orjson.loads(history) if history else []
    labels = (step[1] for step in steps if len(step) > 2 and step[2] == PAUSED and isinstance(step[1], str))
    return tuple(dict.fromkeys(label for label in labels if label.strip().lower() not in pausing))


def _forgiven(
    frame: pl.DataFrame,
    waits: list[tuple[str, ...]],
    level: MeasuredLevel,
    clock: WorkingClock,
    still: Sequence[Stretch],
) -> Seconds:
    """Working seconds as they would be if every waiting state had paused the clock."""
    labels = {label.strip().lower() for some in waits for label in some} | set(level.pausing)
    opened, resolved = (
        frame[name].dt.epoch("s").fill_null(NOTHING).to_numpy() for name in ("opened_at", "resolved_at")
    )
    starts, ends = (np.where(clock.covers_many(one), one, NOTHING) for one in (opened, resolved))
    return clock.elapsed_many(starts, ends, stops(frame["history"], labels, still))


def _reason(resolved: bool, elapsed: int, waits: tuple[str, ...], forgiven: int, allowed: int) -> str:
    if not resolved:
        return "Still open"
    if elapsed == NOTHING:
        return "Resolved when its calendar was no longer valid"
    if waits and forgiven <= allowed:
        return f"Pause not accepted: {', '.join(waits)}"
    return f"Clock ran {formats.duration(elapsed - allowed)} of working time over"
