"""The register of figures as a table: a row per kind under the sign that it serves, a column per year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.measured.shape import Measurement
from assessments.measured.verdicts import Verdict, verdict
from assessments.measured.years import number
from governance.models import FigureKind, OrganisationFigure
from governance.models.figures import MONEY
from portal import formats

SHOWN_YEARS = 5
FOR = (
    ("sign-budget", (FigureKind.IT_BUDGET, FigureKind.REVENUE)),
    ("sign-audit", (FigureKind.AUDIT_FINDINGS,)),
    ("sign-turnover", (FigureKind.IT_STAFF, FigureKind.IT_LEAVERS)),
    ("sign-projects", (FigureKind.PROJECTS_PLANNED, FigureKind.PROJECTS_POSTPONED)),
    ("sign-offices", (FigureKind.OPENINGS_PLANNED, FigureKind.OPENINGS_LATE)),
)
"""Which figures a sign is computed from."""


@dataclass(frozen=True)
class Cell:
    """A figure of a year, or the place where it belongs."""

    year: int
    figure: OrganisationFigure | None
    shown: str

    @property
    def title(self) -> str:
        """Who entered it and from what, for a reader who rests on it."""
        if self.figure is None:
            return ""
        return f"{self.figure.source or 'No source given'}, entered by {self.figure.entered_by}"


@dataclass(frozen=True)
class Line:
    kind: FigureKind
    unit: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Part:
    """The lines of one sign."""

    sign: Measurement
    verdict: Verdict
    lines: tuple[Line, ...]


def years_shown(figures: Iterable[OrganisationFigure], this_year: int) -> list[int]:
    """The last five years up to this one, and all before them that have a figure."""
    return sorted({*range(this_year - SHOWN_YEARS + 1, this_year + 1), *(one.year for one in figures)})


def register_of(
    figures: list[OrganisationFigure], signs: Mapping[str, Measurement], this_year: int, currency: str
) -> list[Part]:
    known = {(one.kind, one.year): one for one in figures}
    years = years_shown(figures, this_year)

    def line(kind: FigureKind) -> Line:
        found = ((year, known.get((kind.value, year))) for year in years)
        unit = currency if kind in MONEY else "count"
        return Line(kind, unit, tuple(Cell(year, one, shown(one)) for year, one in found))

    return [Part(signs[code], verdict(signs[code]), tuple(map(line, kinds))) for code, kinds in FOR]


def shown(figure: OrganisationFigure | None) -> str:
    """In the unit of its line; money without cents."""
    if figure is None:
        return formats.ABSENT
    return formats.thousands(figure.value) if figure.kind in MONEY else number(float(figure.value))


def in_full(figure: OrganisationFigure, currency: str) -> str:
    """With its currency where it is money."""
    return formats.money(figure.value, currency) if figure.kind in MONEY else number(float(figure.value))


def by_kind(figures: Iterable[OrganisationFigure]) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = {}
    for one in figures:
        found.setdefault(one.kind, {})[one.year] = float(one.value)
    return found
