"""The signs that need figures of whole years which the portal cannot know: a person entered them."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from assessments.measured import yearly_figures as yearly
from assessments.measured.scales import falling
from assessments.measured.scene import Scene, measured, no_data
from assessments.measured.shape import Measurement, Row
from governance.models import FigureKind
from governance.models.figures import MONEY
from portal import formats


def sign_turnover(scene: Scene) -> Measurement:
    kinds = (FigureKind.IT_LEAVERS, FigureKind.IT_STAFF)
    return _ratio(scene, "sign-turnover", kinds, yearly.LEAVERS, "{part} of {whole} IT staff left")


def sign_projects(scene: Scene) -> Measurement:
    kinds = (FigureKind.PROJECTS_POSTPONED, FigureKind.PROJECTS_PLANNED)
    return _ratio(scene, "sign-projects", kinds, yearly.POSTPONED, "{part} of {whole} strategic projects put off")


def late_openings(scene: Scene) -> Measurement:
    """The second way to know of late offices: from the register of a year."""
    kinds = (FigureKind.OPENINGS_LATE, FigureKind.OPENINGS_PLANNED)
    return _ratio(scene, "sign-offices", kinds, yearly.LATE, "{part} of {whole} openings late because of IT")


def _ratio(
    scene: Scene, code: str, kinds: tuple[FigureKind, FigureKind], bounds: tuple[float, ...], words: str
) -> Measurement:
    found = yearly.newest_ratio(scene.years(kinds[0]), scene.years(kinds[1]), scene.today.year)
    if found is None:
        return _asks(scene, code, kinds)
    said = words.format(part=number(found.part), whole=number(found.whole))
    return measured(
        code,
        falling(found.percent, bounds),
        found.percent,
        f"{said}, {formats.percent(found.percent, 0)}",
        rows=_rows(scene, kinds),
        period=str(found.year),
        extra={"year": float(found.year)},
    )


def sign_audit(scene: Scene) -> Measurement:
    kinds = (FigureKind.AUDIT_FINDINGS,)
    found = yearly.newest_rise(scene.years(kinds[0]), scene.today.year)
    if found is None:
        return _asks(scene, "sign-audit", kinds, "of {last} and of {before}")
    again = ", as the year before" if found.again and found.last > found.before else ""
    return measured(
        "sign-audit",
        yearly.level_of_rise(found),
        found.last - found.before,
        f"{number(found.last)} findings after {number(found.before)}: {_direction(found)}{again}",
        rows=_rows(scene, kinds),
        period=f"{found.year - 1} to {found.year}",
    )


def _direction(found: yearly.Rise) -> str:
    if found.last == found.before:
        return "unchanged"
    return "more" if found.last > found.before else "fewer"


def sign_budget(scene: Scene) -> Measurement:
    kinds = (FigureKind.IT_BUDGET, FigureKind.REVENUE)
    found = yearly.newest_gap(scene.years(kinds[0]), scene.years(kinds[1]), scene.today.year)
    if found is None:
        return _asks(scene, "sign-budget", kinds, "of {last} and of {before} or the year before that")
    budget, revenue = formats.change(found.budget, "%"), formats.change(found.revenue, "%")
    return measured(
        "sign-budget",
        falling(found.points, yearly.BUDGET_GAP),
        found.points,
        f"IT budget {budget} a year, revenue {revenue}: {formats.points(found.points)}",
        rows=_rows(scene, kinds),
        period=f"{found.start} to {found.year}",
    )


def _asks(
    scene: Scene, code: str, kinds: Iterable[FigureKind], which: str = "of {last}, or of {before}"
) -> Measurement:
    """What is missing; old figures and those of a year that is not over do not count, and are said to be there."""
    wanted = tuple(kinds)
    names = " and ".join(f"“{kind.label}”" for kind in wanted)
    there = any(scene.years(kind) for kind in wanted)
    said = f"Needed: {names} {which.format(last=scene.today.year - 1, before=scene.today.year - 2)}."
    rows = _rows(scene, wanted) if there else ()
    return no_data(code, said, asks=tuple(kind.value for kind in wanted), rows=rows)


def _rows(scene: Scene, kinds: Iterable[FigureKind]) -> list[Row]:
    url = reverse("assessments:figures")
    return [
        Row(f"{kind.label} {year}", f"{url}#{kind.value}", _shown(scene, kind, value))
        for kind in kinds
        for year, value in sorted(_newest(scene.years(kind)).items(), reverse=True)
    ]


def number(value: float) -> str:
    """ "18.5" or "1,200": an average of the year may be no whole number."""
    return formats.thousands(value, 0 if value == int(value) else 1)


def _newest(figures: Mapping[int, float], count: int = 4) -> dict[int, float]:
    return {year: figures[year] for year in sorted(figures)[-count:]}


def _shown(scene: Scene, kind: FigureKind, value: float) -> str:
    if kind in MONEY:
        return formats.money(value, scene.organisation.currency, 0)
    return number(value)
