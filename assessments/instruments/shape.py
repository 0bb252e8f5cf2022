"""What an instrument is: plain values, checked in shape by pydantic and in sense by instruments/checking.py.

Every level is 1 to 5: what one would see there is described per question, 1 the least and 5 the most mature. Of a
warning sign 5 is absent and 1 plain to see, so that a higher level is better everywhere.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import ConfigDict

Descriptions = tuple[str, str, str, str, str]
"""What one sees at levels 1 to 5."""

_STRICT = ConfigDict(extra="forbid")

VIEWS = ("leader", "vendor_manager", "service_owner", "provider")
FIVE_QUESTIONS = ("decisions", "inside", "outsourced", "performance", "goals")
"""Who decides; what stays inside; what is outsourced; how performance is measured; how IT supports the goals (R1)."""

SIGNS = ("sign-sites", "sign-turnover", "sign-projects", "sign-audit", "sign-offices", "sign-budget")
"""The six warning signs (R3): codes of questions and of measurements alike."""


@dataclass(frozen=True)
class Dimension:
    """`needed` is the level below which nothing more should be outsourced."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    code: str
    title: str
    about: str
    needed: int = 3


@dataclass(frozen=True)
class Condition:
    """Holds where a level is known and within the bounds. `of` says of what: a question's consolidated answer, a
    dimension, or a measurement."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    code: str
    at_least: int = 1
    at_most: int = 5
    of: Literal["answer", "dimension", "measured"] = "answer"


@dataclass(frozen=True)
class Question:
    """`weight` counts within its dimension; one of a warning sign has 0: it is asked, and not part of the maturity.

    `only_if` branches: the question is asked where this respondent's own answer to an *earlier* question fits. Where
    it does not fit the level is implied, not unknown: 1 below `at_least`, 5 above `at_most`. `measured` is the code of
    the measurement beside which the answer stands; `answers` the one of the five questions that it belongs to.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    code: str
    dimension: str
    text: str
    levels: Descriptions
    help: str = ""
    examples: tuple[str, ...] = ()
    weight: int = 1
    views: tuple[Literal["leader", "vendor_manager", "service_owner", "provider"], ...] = VIEWS  # type: ignore[assignment]
    requirement: str = ""
    only_if: Condition | None = None
    measured: str = ""
    answers: Literal["", "decisions", "inside", "outsourced", "performance", "goals"] = ""


@dataclass(frozen=True)
class FindingRule:
    """A finding where all conditions hold. `action` is what the plan proposes, in a wave of 30, 60 or 90 days, to move
    `kpi` (of the catalogue) or else the dimension."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    code: str
    title: str
    text: str
    dimension: str
    when: tuple[Condition, ...]
    action: str = ""
    wave: Literal[30, 60, 90] = 60
    stage: Literal["plan", "recommend", "implement", "manage", "enhance"] = "plan"
    kpi: str = ""
    requirement: str = ""


@dataclass(frozen=True)
class Factor:
    """What a recommendation weighs: an answer, a measurement, or what the campaign says of the function itself.

    `levels` are described for factors of the function; the others have them already.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    code: str
    title: str
    of: Literal["answer", "measured", "function"]
    help: str = ""
    levels: Descriptions | None = None


@dataclass(frozen=True)
class Weighing:
    """How a factor speaks about an option: `weight` points at level 5, their negative at level 1, none at 3.

    A negative weight: a high level speaks against. `functions` are kinds of functions; empty: all of them.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    option: str
    factor: str
    weight: int
    functions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Start:
    """Points that an option starts with for some kinds of functions, and why: what the field does by default."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    option: str
    points: int
    why: str
    functions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """How delivery models are recommended, and for the service desk its format (options "full", "co_managed",
    "after_hours")."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    factors: tuple[Factor, ...]
    models: tuple[Weighing, ...]
    starts: tuple[Start, ...] = ()
    formats: tuple[Weighing, ...] = ()
    format_starts: tuple[Start, ...] = ()


@dataclass(frozen=True)
class Instrument:
    """A questionnaire with its rules. `minutes` is how long it takes to answer."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    code: str
    title: str
    about: str
    minutes: int
    dimensions: tuple[Dimension, ...]
    questions: tuple[Question, ...]
    findings: tuple[FindingRule, ...]
    recommendation: Rules

    def question(self, code: str) -> Question | None:
        return next((one for one in self.questions if one.code == code), None)

    def dimension(self, code: str) -> Dimension | None:
        return next((one for one in self.dimensions if one.code == code), None)

    def of_dimension(self, code: str) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.dimension == code)

    def seen_as(self, view: str) -> tuple[Question, ...]:
        """The questions meant for a view, in their order."""
        return tuple(one for one in self.questions if view in one.views)
