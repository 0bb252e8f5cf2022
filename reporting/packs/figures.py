"""Figures of the catalogue as a pack shows them, and the period of a review among those that have figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.contributions.asked import Asked
from portal.contributions.pack import PackFigure
from portal.formats import instant
from reporting.kpis import CATALOGUE
from reporting.models import Rollup
from reporting.names import Names, names_of
from reporting.periods import Grain, Period, period_of
from reporting.presenting import Place, brief, step_of, text_of, unit_of
from reporting.reading import Board, Wanted, board_among
from reporting.verdicts import compare


@dataclass(frozen=True)
class Scene:
    """One period with the eight before it, of the vendor or the portfolio that a pack is about."""

    asked: Asked
    board: Board
    names: Names

    @property
    def whole(self) -> Place:
        if self.asked.vendor_id is None:
            return Place(self.board, "all", ())
        return Place(self.board, "vendor", (self.asked.vendor_id,))

    @property
    def called(self) -> str:
        """Whose figures they are."""
        return "All providers" if self.asked.vendor_id is None else self.names.vendor(self.asked.vendor_id)

    @property
    def period(self) -> Period:
        return self.board.shown

    @property
    def so_far(self) -> str:
        """A sentence while the period is not over; it begins with a space."""
        return f" So far: it is not over before {self.period.end:%-d %b}." if self.asked.today < self.period.end else ""

    @property
    def versions(self) -> tuple[str, ...]:
        computed = instant(self.board.computed_at, self.asked.zone) if self.board.computed_at else "not yet"
        return (f"Figures of {self.period.label}: computed {computed}",)

    def axis(self) -> tuple[str, ...]:
        """Names of the nine periods below a chart."""
        return tuple(brief(period) for period in self.board.periods)


def scene(asked: Asked, grain: Grain | None = None) -> Scene:
    """The figures of the days asked for, read as the party that is acted for; `grain` looks at another length."""
    shown = period_of(grain, last_day(asked)) if grain else shown_of(asked.start, asked.end)
    wanted = Wanted(("all", "vendor", "vendor_service", "vendor_group"), vendor_id=asked.vendor_id)
    rows = Rollup.objects.of_organisation(asked.organisation_id)
    return Scene(asked, board_among(rows, shown, wanted), names_of(asked.organisation_id))


def shown_of(start: date, end: date) -> Period:
    """The week, month or quarter that these days are; else the longest one that ends with them, else their month."""
    last = date.fromordinal(end.toordinal() - 1)
    fitting = (period_of(grain, last) for grain in (Grain.QUARTER, Grain.MONTH, Grain.WEEK))
    return next(
        (period for period in fitting if period.end == end and period.start >= start), period_of(Grain.MONTH, last)
    )


def last_day(asked: Asked) -> date:
    return date.fromordinal(asked.end.toordinal() - 1)


def figure_of(place: Place, code: str, label: str = "") -> PackFigure:
    """A figure of the catalogue with its verdict, its change and the tickets behind it."""
    kpi, figure, verdict = CATALOGUE[code], place.figure(code), place.verdict(code)
    linked = place.linked(code)
    return PackFigure(
        key=code,
        label=label or kpi.name,
        shown=linked.text,
        unit=unit_of(kpi) if figure and figure.value is not None else "",
        value=figure.value if figure else None,
        tone=verdict.tone.value,
        word=verdict.word,
        note=place.changed(code),
        url=linked.url,
    )


def cell(place: Place, code: str) -> str:
    """A figure in a table, without its unit."""
    return place.linked(code).text


def move(place: Place, code: str) -> str:
    """The change to the period before, with its sign; a dash where one of them is missing."""
    difference = compare(CATALOGUE[code], place.figure(code), place.figure(code, back=1)).difference
    return "–" if difference is None else step_of(CATALOGUE[code], difference)


def before(place: Place, code: str) -> str:
    figure = place.figure(code, back=1)
    return text_of(CATALOGUE[code], figure.value if figure else None)


def course(place: Place, code: str) -> tuple[float | None, ...]:
    return tuple(figure.value if figure else None for figure in place.course(code))


def by_tickets(places: Sequence[Place]) -> list[Place]:
    """Those with tickets, most first."""
    return sorted((one for one in places if _volume(one)), key=lambda one: (-_volume(one), str(one.group)))


def _volume(place: Place) -> float:
    figure = place.figure("volume")
    return (figure.value if figure else None) or 0.0
