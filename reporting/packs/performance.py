"""What the provider reports beside what the business experienced."""

from portal.contributions.pack import PackChart, PackTable, Section, Series
from portal.formats import thousands
from reporting.kpis import CATALOGUE, DISTANCE_WATCH
from reporting.matrix import called
from reporting.packs.figures import Scene, by_tickets, cell, course, figure_of
from reporting.presenting import Place, said
from reporting.verdicts import distance

CODES = ("outcome_score", "sla_claimed", "sla_measured", "lost_hours", "first_time_right", "reopen_rate")
IN_ROWS = ("volume", "sla_claimed", "sla_measured", "outcome_score", "lost_hours")
HEADS = ("Tickets", "SLA reported, %", "SLA from tickets, %", "Outcome score", "Time lost, h")


def performance(scene: Scene, months: Scene) -> Section:
    """The figures of the period, and their course over nine months."""
    whole = scene.whole
    lines = (("outcome_score", "Outcome", True), ("sla_claimed", "Reported", False))
    return Section(
        key="performance",
        title=finding(whole, scene.called) or f"Overall performance in {said(scene.period)}",
        measure=f"SLA as reported against outcome as experienced, {scene.period.days}.{scene.so_far}",
        figures=tuple(figure_of(whole, code) for code in CODES),
        chart=PackChart(
            "lines",
            "SLA as reported in % and outcome score in points, over nine months",
            months.axis(),
            tuple(Series(name, course(months.whole, code), subject) for code, name, subject in lines),
            guides=(("Target", CATALOGUE["outcome_score"].target or 0.0),),
        ),
        table=_by_service(scene),
        versions=(*scene.versions, *months.versions),
    )


def _by_service(scene: Scene) -> PackTable | None:
    groups = scene.board.groups("vendor_service")
    places = by_tickets([Place(scene.board, "vendor_service", group) for group in groups])
    rows = tuple(
        (called(one.group, scene.names)[0], *(cell(one, code) for code in IN_ROWS), thousands(points_of(one)))
        for one in places
    )
    return PackTable(("Service", *HEADS, "Distance, points"), rows, (1, 2, 3, 4, 5, 6)) if rows else None


def points_of(place: Place) -> float | None:
    return distance(place.figure("sla_claimed"), place.figure("outcome_score"))


def finding(place: Place, called_so: str) -> str:
    """The distance where it is worth a sentence."""
    points = points_of(place)
    if points is None or points < DISTANCE_WATCH:
        return ""
    reported, outcome = place.linked("sla_claimed", "%"), place.linked("outcome_score")
    verb = "report" if called_so.startswith("All ") else "reports"
    return f"{called_so} {verb} {reported.text}; the business scores it {outcome.text}"
