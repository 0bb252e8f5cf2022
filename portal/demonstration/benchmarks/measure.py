"""How benchmarks measure: wall-clock times that leave as ratios, never as seconds."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


def seconds_of(work: Callable[[], object]) -> float:
    """Wall-clock seconds that the work takes once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def median_seconds(work: Callable[[], object], times: int) -> float:
    """The median of several runs, in seconds."""
    return statistics.median(seconds_of(work) for _ in range(times))


@dataclass(frozen=True)
class Ratio:
    """What was measured against its base, and the goal for it: at most, or with `at_least` at least.

    `parts` says what the value is made of, in the same unit.
    """

    name: str
    value: float
    base: str
    goal: float
    at_least: bool = False
    parts: dict[str, float] = field(default_factory=dict)

    @property
    def is_reached(self) -> bool:
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def as_dict(self) -> dict[str, object]:
        """The ratio as plain values; three significant digits, which is more than a shared machine can tell."""
        return {
            "name": self.name,
            "ratio": _three_digits(self.value),
            "base": self.base,
            "goal": round(self.goal, 3),
            "goal_is": "at least" if self.at_least else "at most",
            "reached": self.is_reached,
            "parts": {name: _three_digits(part) for name, part in self.parts.items()},
        }

    def __str__(self) -> str:
        verdict = "reached" if self.is_reached else "NOT reached"
        bound = "at least" if self.at_least else "at most"
        goal = f"goal {bound} {round(self.goal, 3):,}: {verdict}"
        said = f"{self.name}: {_three_digits(self.value):,} × {self.base} ({goal})"
        parts = ", ".join(f"{name} {_three_digits(part):,}" for name, part in self.parts.items())
        return f"{said}\n    of which {parts}" if parts else said


def _three_digits(value: float) -> float:
    return float(f"{value:.3g}")


@dataclass(frozen=True)
class Bench:
    """What a benchmark is given: how many rows, a folder that goes with it, and where to say what goes on."""

    rows: int
    folder: Path
    say: Callable[[str], None] = lambda text: None
