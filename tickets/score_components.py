"""The components of the outcome score: what each reads, which share of its weight it earns, and how it says so.

Columns are float64 with NaN for unknown. A negative value is unknown too: no count and no time is negative, and the
clock marks what has no working time with the smallest integer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tickets.score_policy import ScorePolicy

Column: TypeAlias = npt.NDArray[np.float64]
Columns: TypeAlias = Mapping[str, Column]
Values: TypeAlias = npt.ArrayLike | Sequence[float | None]
"""A column as callers have it: numbers or truth values, unknown ones as None, NaN or negative."""


@dataclass(frozen=True, slots=True)
class ScoreInputs:
    """What is known of a ticket's outcome; None for unknown.

    Effort and its norm are in minutes, resolution and its target in working seconds, lost time in hours of users.
    """

    first_time_right: bool | None = None
    handoffs: int | None = None
    reopens: int | None = None
    repeat_contact: bool | None = None
    effort_minutes: float | None = None
    norm_low_minutes: float | None = None
    norm_high_minutes: float | None = None
    resolution_seconds: int | None = None
    target_seconds: int | None = None
    lost_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """A component: the inputs it needs, the share 0 to 1 it earns, what it says, and what it says without them."""

    code: str
    name: str
    needs: tuple[str, ...]
    share: Callable[[Columns, ScorePolicy], Column]
    says: Callable[[ScoreInputs, ScorePolicy], str]
    lacks: str


def falling(values: Column, norm: Column | float, limit: Column | float) -> Column:
    """1 up to the norm, 0 from the limit on, a straight line between."""
    return np.clip((limit - values) / (limit - norm), 0.0, 1.0)


def _lost_time(columns: Columns, policy: ScorePolicy) -> Column:
    return falling(columns["lost_hours"], 0.0, policy.lost_hours_limit)


def _first_time_right(columns: Columns, _policy: ScorePolicy) -> Column:
    return columns["first_time_right"]


def _timeliness(columns: Columns, policy: ScorePolicy) -> Column:
    target = columns["target_seconds"]
    return falling(columns["resolution_seconds"], target, target * policy.timeliness_limit)


def _handoffs(columns: Columns, policy: ScorePolicy) -> Column:
    return falling(columns["handoffs"], policy.handoffs_norm, policy.handoffs_limit)


def _effort(columns: Columns, policy: ScorePolicy) -> Column:
    norm = columns["norm_high_minutes"]
    return falling(columns["effort_minutes"], norm, norm * policy.effort_limit)


def _reopenings(columns: Columns, policy: ScorePolicy) -> Column:
    return falling(columns["reopens"], 0.0, policy.reopenings_limit)


def _repeat_contact(columns: Columns, _policy: ScorePolicy) -> Column:
    return 1.0 - columns["repeat_contact"]


def duration(seconds: float) -> str:
    """ "9 h 10 min" or "25 min", to the nearest minute."""
    hours, minutes = divmod(int(seconds / 60 + 0.5), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _says_lost_time(inputs: ScoreInputs, policy: ScorePolicy) -> str:
    lost, limit = duration((inputs.lost_hours or 0) * 3_600), duration(policy.lost_hours_limit * 3_600)
    return f"{lost} lost, no points from {limit}"


def _says_first_time_right(inputs: ScoreInputs, _policy: ScorePolicy) -> str:
    if inputs.first_time_right:
        return "solved without a handoff or a reopening"
    return "handed off or reopened before it was solved"


def _says_timeliness(inputs: ScoreInputs, _policy: ScorePolicy) -> str:
    return f"{duration(inputs.resolution_seconds or 0)} of {duration(inputs.target_seconds or 0)}"


def _says_handoffs(inputs: ScoreInputs, policy: ScorePolicy) -> str:
    norm = f"{policy.handoffs_norm} or fewer" if policy.handoffs_norm else "none"
    return f"{inputs.handoffs}, norm {norm}"


def _says_effort(inputs: ScoreInputs, _policy: ScorePolicy) -> str:
    low, high = inputs.norm_low_minutes, inputs.norm_high_minutes
    norm = f"up to {high:g}" if low is None else f"{low:g}–{high:g}"
    return f"{inputs.effort_minutes:g} min, norm {norm} min"


def _says_reopenings(inputs: ScoreInputs, _policy: ScorePolicy) -> str:
    return f"reopened {times(inputs.reopens)}" if inputs.reopens else "never reopened"


def _says_repeat_contact(inputs: ScoreInputs, policy: ScorePolicy) -> str:
    did = "came back" if inputs.repeat_contact else "did not come back"
    return f"the user {did} with the same matter within {policy.repeat_days} days"


FACTORS: tuple[Factor, ...] = (
    Factor(
        "lost_time", "User disruption", ("lost_hours",), _lost_time, _says_lost_time,
        "not resolved, so the time lost is not known",
    ),
    Factor(
        "first_time_right", "First-time-right", ("first_time_right",), _first_time_right, _says_first_time_right,
        "the source tells neither handoffs nor reopenings",
    ),
    Factor(
        "timeliness", "Timeliness", ("resolution_seconds", "target_seconds"), _timeliness, _says_timeliness,
        "not resolved, or no service level sets a target",
    ),
    Factor(
        "handoffs", "Handoffs", ("handoffs",), _handoffs, _says_handoffs, "the source does not tell handoffs",
    ),
    Factor(
        "effort", "Effort", ("effort_minutes", "norm_high_minutes"), _effort, _says_effort,
        "no handling time, or no norm for the type of task",
    ),
    Factor(
        "reopenings", "Reopenings", ("reopens",), _reopenings, _says_reopenings,
        "the source does not tell reopenings",
    ),
    Factor(
        "repeat_contact", "Repeat contact", ("repeat_contact",), _repeat_contact, _says_repeat_contact,
        "requester or category unknown",
    ),
)  # fmt: skip

MUST_BE_POSITIVE = frozenset({"target_seconds", "norm_high_minutes"})
"""A target or a norm of 0 is none."""


def known(columns: Mapping[str, Values]) -> dict[str, Column]:
    """The columns as float64, with NaN for everything that is not a value."""
    floats = {name: np.asarray(values, dtype=np.float64) for name, values in columns.items()}
    return {
        name: np.where(values <= 0 if name in MUST_BE_POSITIVE else values < 0, np.nan, values)
        for name, values in floats.items()
    }
