"""What findings are drawn from, and the bounds that make one. docs/maturity-score.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.instruments.shape import Instrument
from assessments.measured.shape import Measurement
from assessments.results.content import Asked, DimensionScore, QuestionScore

HOLDS = 3
"""The level from which a condition of structural fit holds, where no dimension says what is needed."""
UNKNOWN_SHARE = 0.5
"""The share of those asked who do not know, from which it is a finding."""


@dataclass(frozen=True)
class Evidence:
    """All that findings are drawn from."""

    instrument: Instrument
    dimensions: tuple[DimensionScore, ...]
    questions: tuple[QuestionScore, ...]
    measured: Mapping[str, Measurement]
    respondents: tuple[Asked, ...]

    def question(self, code: str) -> QuestionScore | None:
        return next((one for one in self.questions if one.code == code), None)

    def dimension(self, code: str) -> DimensionScore | None:
        return next((one for one in self.dimensions if one.code == code), None)

    def side(self, respondent: int) -> str:
        return next((one.side for one in self.respondents if one.respondent == respondent), "")


def levels_of(questions: Sequence[QuestionScore]) -> dict[str, float]:
    """The consolidated level of each question that has one."""
    return {one.code: one.level for one in questions if one.level is not None}


def shown(level: float) -> str:
    """A level as a reader sees it: "3", "2.5", "2.7" (half up)."""
    return f"{int(level * 10 + 0.5) / 10:g}"


NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
"""As titles begin."""
