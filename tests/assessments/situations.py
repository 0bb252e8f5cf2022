"""Situations that a reader of the field knows, with the model that it would expect (docs/recommended-model.md).

`GOOD` is an operating model in order, `WEAK` one that is not; a situation says where it differs.
"""

from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import TypeAdapter

import assessments
from assessments.instruments.shape import Rules

SHIPPED = Path(assessments.__file__).parent / "instruments" / "shipped" / "delivery.yaml"

GOOD = {
    **dict.fromkeys(("flow-defined", "scope-capacity", "measure-checked", "knowledge-reviewed", "own-decisions"), 4.0),
    **dict.fromkeys(("own-escalation", "integration-tools", "knowledge-inside", "security-evidence"), 4.0),
    "flow-predictable": 4.0,
    "predictable": 4.0,
    "auto-repetitive": 3.0,
    "repetitive": 3.0,
}
WEAK = {
    **dict.fromkeys(("flow-defined", "scope-capacity", "measure-checked", "knowledge-reviewed", "own-decisions"), 2.0),
    **dict.fromkeys(("own-escalation", "integration-tools", "knowledge-inside", "security-evidence"), 2.0),
    "flow-predictable": 2.0,
    "predictable": 2.0,
    "auto-repetitive": 2.0,
    "repetitive": 3.0,
}


def shipped_rules() -> Rules:
    return TypeAdapter(Rules).validate_python(yaml.safe_load(SHIPPED.read_text()), strict=False)


def of_function(
    differentiating: int,
    critical: int,
    standard: int,
    steady: int,
    often: int,
    lasting: int,
    inside: int,
    scarce: int,
    hours: int,
) -> dict[str, float]:
    told = locals()
    return {f"fn-{name}": float(level) for name, level in told.items()}


@dataclass(frozen=True)
class Situation:
    """`levels` on top of `ground`; `format` is that of a service desk."""

    told: str
    kind: str
    ground: dict[str, float]
    levels: dict[str, float]
    expected: str
    format: str = ""
    stabilise: int = 0
    differing: dict[str, float] = field(default_factory=dict)

    @property
    def known(self) -> dict[str, float]:
        return self.ground | self.levels | self.differing


STEADY_DESK = of_function(2, 2, 4, 4, 5, 5, 2, 3, 3)

SITUATIONS = (
    Situation(
        "A desk with steady volume, defined flows and people who govern",
        "service_desk",
        GOOD,
        STEADY_DESK,
        "fully_managed",
        "full",
    ),
    Situation(
        "The same desk with nobody to govern a provider",
        "service_desk",
        GOOD,
        STEADY_DESK,
        "co_managed",
        "co_managed",
        stabilise=2,
        differing={"scope-capacity": 1.0, "measure-checked": 1.0, "knowledge-reviewed": 2.0},
    ),
    Situation(
        "A desk where 70 % of the tickets repeat and no flow is defined",
        "service_desk",
        WEAK,
        STEADY_DESK,
        "automate_first",
        "co_managed",
        differing={"flow-defined": 1.0, "repetitive": 5.0, "auto-repetitive": 4.0},
    ),
    Situation(
        "A desk whose people know the business, with nights to cover",
        "service_desk",
        GOOD,
        of_function(4, 3, 3, 3, 5, 5, 5, 2, 4),
        "co_managed",
        "after_hours",
    ),
    Situation(
        "Security operations: scarce skills, around the clock, critical",
        "security",
        GOOD,
        of_function(3, 5, 3, 3, 5, 5, 2, 5, 5),
        "co_managed",
    ),
    Situation(
        "A migration that ends within months", "projects", GOOD, of_function(2, 3, 3, 2, 3, 1, 2, 3, 1), "project_based"
    ),
    Situation(
        "A programme that sets us apart, led by our own team",
        "projects",
        GOOD,
        of_function(5, 3, 1, 3, 5, 2, 4, 3, 1),
        "staff_augmentation",
    ),
    Situation(
        "Advice that is needed once or twice a year",
        "advisory",
        GOOD,
        of_function(2, 2, 2, 2, 1, 4, 2, 4, 1),
        "on_demand",
    ),
    Situation(
        "Architecture that is part of why customers come",
        "advisory",
        GOOD,
        of_function(5, 4, 1, 3, 4, 5, 5, 3, 1),
        "internal",
    ),
    Situation(
        "Devices and workplaces, standard and steady",
        "workplace",
        GOOD,
        of_function(1, 2, 5, 5, 5, 5, 2, 2, 2),
        "fully_managed",
    ),
    Situation(
        "Business applications that our own team knows best",
        "applications",
        GOOD,
        of_function(5, 4, 2, 3, 5, 5, 5, 3, 2),
        "internal",
    ),
    Situation(
        "Cloud platforms with scarce skills and nobody to stand in",
        "cloud",
        GOOD,
        of_function(3, 4, 3, 3, 5, 5, 3, 4, 4),
        "co_managed",
    ),
    Situation(
        "Visits to far offices, once or twice a year",
        "field_support",
        GOOD,
        of_function(1, 2, 3, 1, 1, 5, 1, 3, 1),
        "on_demand",
    ),
    Situation(
        "A desk with unpredictable volume, undefined flows and no capacity",
        "service_desk",
        WEAK,
        of_function(3, 3, 2, 1, 5, 5, 3, 3, 3),
        "internal",
        "after_hours",
        differing={"flow-defined": 1.0, "predictable": 1.0, "scope-capacity": 1.0},
    ),
    Situation(
        "The same desk around the clock, with skills that are hardly to be had",
        "service_desk",
        WEAK,
        of_function(3, 4, 2, 1, 5, 5, 2, 5, 5),
        "co_managed",
        "co_managed",
        stabilise=3,
        differing={"flow-defined": 1.0, "predictable": 1.0, "scope-capacity": 1.0},
    ),
)
