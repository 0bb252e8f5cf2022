"""A result as it is shown and frozen: plain values, whole in themselves, so that a closed one needs nothing else."""

from dataclasses import dataclass
from datetime import date, datetime

from assessments.measured.shape import Measurement
from assessments.recommending.shape import Recommendation


@dataclass(frozen=True)
class Given:
    """What one respondent said to one question. Both `level` None and not `unknown`: nothing yet."""

    question: str
    respondent: int
    name: str
    view: str
    level: int | None
    unknown: bool = False
    comment: str = ""
    files: int = 0
    implied: bool = False


@dataclass(frozen=True)
class Asked:
    """A respondent: how many questions applied to them, how many they answered with a level, how many not known."""

    respondent: int
    name: str
    view: str
    side: str
    asked: int
    answered: int
    unknown: int
    finished_at: datetime | None


@dataclass(frozen=True)
class QuestionScore:
    """`level` is the median of the levels given (implied ones included), None without any."""

    code: str
    dimension: str
    text: str
    level: float | None
    lowest: int | None
    highest: int | None
    unknown: int
    given: tuple[Given, ...]
    levels: tuple[str, ...] = ()
    answers: str = ""

    @property
    def spread(self) -> int:
        return 0 if self.lowest is None or self.highest is None else self.highest - self.lowest


@dataclass(frozen=True)
class PersonLevel:
    """The weighted mean of one respondent's levels in a dimension, unrounded."""

    respondent: int
    name: str
    view: str
    level: float


@dataclass(frozen=True)
class DimensionScore:
    """`level` is the weighted mean of its questions' medians, unrounded, None without any answer.

    `coverage` is the share (0 to 1) of the questions put to respondents that were answered with a level. `previous` is
    the level in the campaign before, None without one.
    """

    code: str
    title: str
    about: str
    needed: int
    level: float | None
    people: tuple[PersonLevel, ...]
    asked: int
    answered: int
    unknown: int
    previous: float | None = None

    @property
    def coverage(self) -> float:
        return self.answered / self.asked if self.asked else 0.0

    @property
    def is_below(self) -> bool:
        return self.level is not None and self.level < self.needed


@dataclass(frozen=True)
class Because:
    """One reason of a finding, in words, with the page or the anchor of the result that shows it."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Finding:
    """`key` is unique in its campaign and the same whenever the result is composed ("rule:no-owner").

    `kind`: structural, contradiction, rule, disagreement, unknown, in falling strength. `rule` says in words which rule
    led to it.
    """

    key: str
    kind: str
    title: str
    text: str
    dimension: str
    rule: str
    because: tuple[Because, ...]
    action: str = ""
    wave: int = 60
    stage: str = "plan"
    kpi: str = ""
    requirement: str = ""


@dataclass(frozen=True)
class Beside:
    """A measurement beside the answer given. `verdict`: contradicts (claimed two levels or more above what is
    measured), understates (two below), agrees, fact (it bears neither out nor contradicts), unclaimed, no_data."""

    measurement: Measurement
    question: str
    asked: str
    claimed: float | None
    verdict: str


@dataclass(frozen=True)
class Sign:
    """One of the six warning signs. `present` by measurement where there is one, else by answer; None: not known.

    `by`: measured, answered, or "" when not known.
    """

    code: str
    title: str
    present: bool | None
    by: str
    beside: Beside


@dataclass(frozen=True)
class FitCondition:
    """One of the three conditions of structural fit (R5): holds, weak, or not known (None)."""

    code: str
    title: str
    holds: bool | None
    shown: str
    because: tuple[Because, ...] = ()


@dataclass(frozen=True)
class Content:
    """The whole result. `closed_at` None: as of now, of a campaign that is still open."""

    campaign: str
    instrument: str
    instrument_code: str
    instrument_version: int
    instrument_sha256: str
    currency: str
    composed_on: date
    composed_at: datetime
    closed_at: datetime | None
    previous: str
    respondents: tuple[Asked, ...]
    dimensions: tuple[DimensionScore, ...]
    questions: tuple[QuestionScore, ...]
    findings: tuple[Finding, ...]
    beside: tuple[Beside, ...]
    signs: tuple[Sign, ...]
    fit: tuple[FitCondition, ...]
    recommendations: tuple[Recommendation, ...]

    @property
    def signs_present(self) -> int:
        return sum(sign.present is True for sign in self.signs)

    @property
    def is_structural(self) -> bool:
        """Three signs or more: the problem is structural (requirement R3)."""
        return self.signs_present >= STRUCTURAL

    @property
    def level(self) -> float | None:
        """The mean of the dimensions that have a level; None without any."""
        levels = [one.level for one in self.dimensions if one.level is not None]
        return sum(levels) / len(levels) if levels else None


STRUCTURAL = 3
"""How many warning signs make a problem structural (requirement R3)."""
