"""What a measurement is: a figure of the portal's own data beside which an answer can stand. Plain values."""

from dataclasses import dataclass, field

CODES = (
    *("sign-sites", "sign-turnover", "sign-projects", "sign-audit", "sign-offices", "sign-budget"),
    *("predictable", "repetitive", "rhythm", "escalation-names", "documents-reviewed", "classified", "norms"),
    *("decisions-owned", "reports-checked", "scope-known", "goals-linked", "actions-proven"),
)
"""Everything that can be measured; instruments name these codes and no others."""


@dataclass(frozen=True)
class Row:
    """One thing behind a figure, with its page and its own figure as a reader sees it; both may be empty."""

    text: str
    url: str = ""
    figure: str = ""


@dataclass(frozen=True)
class Measurement:
    """One figure. `level` is 1 to 5 on the scale of the answers, by `scale` (in words); None: no data.

    Without data `missing` says what is not there, and `asks` names the kinds of figures to enter (FigureKind), if
    entering them would do. Nothing is guessed: no data has no level. `shown` is the figure in words ("7 of 11 held").
    Without `compares` it is a fact of the work beside the answer, which it neither bears out nor contradicts.
    """

    code: str
    title: str
    formula: str
    scale: str
    level: int | None = None
    value: float | None = None
    shown: str = "No data"
    missing: str = ""
    asks: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    more: int = 0
    url: str = ""
    period: str = ""
    requirement: str = ""
    extra: dict[str, float] = field(default_factory=dict)
    compares: bool = True

    @property
    def has_data(self) -> bool:
        return self.level is not None
