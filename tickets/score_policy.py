"""What an outcome is worth: the weights and limits behind a score, with the date from which they hold.

A policy is never edited: a new one with a later date supersedes it, so an old score can be computed again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["poor", "fair", "good"]

STANDARD_WEIGHTS: Mapping[str, float] = {
    "lost_time": 25,
    "first_time_right": 20,
    "timeliness": 20,
    "handoffs": 15,
    "effort": 10,
    "reopenings": 5,
    "repeat_contact": 5,
}


class InvalidPolicy(ValueError):
    """The policy contradicts itself: weights that do not add up to 100, a limit within its norm."""


@dataclass(frozen=True, slots=True)
class ScorePolicy:
    """Weights by component code, in points that add up to 100, and the limits of each component.

    A component earns everything up to its norm, nothing from its limit on, and a share in between. Limits of effort
    and timeliness are multiples of the upper norm and of the target. A weight of 0 leaves a component out.
    `disruption_shares` are the shares of an open working hour that a user loses, for priority ranks 1 to 5.
    """

    label: str
    valid_from: date
    weights: Mapping[str, float] = field(default_factory=lambda: dict(STANDARD_WEIGHTS))
    handoffs_norm: int = 1
    handoffs_limit: int = 5
    reopenings_limit: int = 2
    effort_limit: float = 2.5
    timeliness_limit: float = 1.5
    lost_hours_limit: float = 8.0
    lost_hours_cap: float = 40.0
    disruption_shares: tuple[float, ...] = (1.0, 0.5, 0.15, 0.05, 0.02)
    minutes_per_handoff: float = 15.0
    minutes_per_reopening: float = 30.0
    repeat_days: int = 7
    poor_below: float = 60.0
    fair_below: float = 75.0

    def __post_init__(self) -> None:
        unknown = sorted(set(self.weights) - set(STANDARD_WEIGHTS))
        if unknown:
            raise InvalidPolicy(f"There is no component named {', '.join(unknown)}.")
        if min(self.weights.values(), default=0) < 0 or abs(sum(self.weights.values()) - 100) > 1e-9:
            raise InvalidPolicy("Weights must be positive and add up to 100.")
        if len(self.disruption_shares) != 5:
            raise InvalidPolicy("Disruption shares are needed for the priority ranks 1 to 5.")
        self._check_limits()

    def _check_limits(self) -> None:
        limits = {
            "handoffs": (self.handoffs_norm, self.handoffs_limit),
            "reopenings": (0, self.reopenings_limit),
            "effort": (1, self.effort_limit),
            "timeliness": (1, self.timeliness_limit),
            "lost hours": (0, self.lost_hours_limit),
            "a fair score": (self.poor_below, self.fair_below),
        }
        for name, (norm, limit) in limits.items():
            if norm >= limit:
                raise InvalidPolicy(f"The limit of {name} is {limit:g}, but must lie above {norm:g}.")

    def verdict(self, total: float | None) -> Verdict | None:
        """Poor, fair or good; None when there is no score."""
        if total is None:
            return None
        if total < self.poor_below:
            return "poor"
        return "fair" if total < self.fair_below else "good"


STANDARD_POLICY = ScorePolicy(label="Standard", valid_from=date(2000, 1, 1))


def policy_on(policies: Iterable[ScorePolicy], day: date) -> ScorePolicy | None:
    """The policy that holds on a day: the one with the latest date not after it. None before the first."""
    begun = [policy for policy in policies if policy.valid_from <= day]
    return max(begun, key=lambda policy: policy.valid_from, default=None)
