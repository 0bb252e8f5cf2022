"""How much came in, how much is open, and how well it was done."""

from portal.contributions.pack import PackChart, PackTable, Section, Series
from portal.formats import counted, thousands
from reporting.kpis import CATALOGUE
from reporting.matrix import called
from reporting.packs.figures import Scene, by_tickets, cell, course, figure_of
from reporting.presenting import Place, said
from reporting.verdicts import Tone, Turn, signal

FIRST = 12  # rows of a breakdown on paper
WORKED = ("volume", "first_time_right", "reopen_rate", "handoffs_per_ticket", "outcome_score")


def volumes(scene: Scene) -> Section:
    """Tickets opened and open at the end, by service."""
    whole = scene.whole
    return Section(
        key="volumes",
        title=_title(scene),
        measure=f"Tickets opened in {scene.period.days}, and open when it ended.{scene.so_far}",
        figures=tuple(figure_of(whole, code) for code in ("volume", "backlog", "working_median_hours", "lost_hours")),
        chart=PackChart(
            "bars",
            "Tickets opened, and open at the end of each period",
            scene.axis(),
            (Series("Opened", course(whole, "volume")), Series("Open", course(whole, "backlog"), subject=False)),
        ),
        table=_by_service(scene),
        empty="No ticket of these days is known.",
        versions=scene.versions,
    )


def quality(scene: Scene) -> Section:
    """How well the work was done, by support group."""
    whole = scene.whole
    codes = ("outcome_score", "first_time_right", "reopen_rate", "handoffs_per_ticket", "unclassified_share")
    places = by_tickets([Place(scene.board, "vendor_group", group) for group in scene.board.groups("vendor_group")])
    rows = tuple(
        (str(one.group[-1] or "Not recorded"), *(cell(one, code) for code in WORKED), one.verdict("outcome_score").word)
        for one in places
    )
    return Section(
        key="quality",
        title=_lowest(places) or f"Quality in {said(scene.period)}",
        measure="Outcome score from 0 to 100; first time right, reopened and without a task type in % of tickets.",
        figures=tuple(figure_of(whole, code) for code in codes),
        table=PackTable(
            ("Support group", "Tickets", "First time, %", "Reopened, %", "Handoffs", "Score", "Outcome"),
            rows[:FIRST],
            (1, 2, 3, 4, 5),
            max(0, len(rows) - FIRST),
        )
        if rows
        else None,
        empty="" if rows else "No support group has tickets in these days.",
        versions=scene.versions,
    )


def _title(scene: Scene) -> str:
    """More or fewer than usual where the course bears it out; else both figures."""
    place, when = scene.whole, said(scene.period)
    figure = place.figure("volume")
    if figure is None or not figure.value:
        return f"No tickets in {when}"
    tickets, history = counted(int(figure.value), "ticket"), place.course("volume")
    usual = {Turn.MOVED: _beyond(place)}.get(signal(CATALOGUE["volume"], figure, history[:-1]), "")
    backlog = place.figure("backlog")
    left = f", {thousands(backlog.value)} open at its end" if backlog and backlog.value is not None else ""
    return f"{tickets} in {when}{usual or left}"


def _beyond(place: Place) -> str:
    known = [figure.value for figure in place.course("volume")[:-1] if figure and figure.value is not None]
    now = place.figure("volume")
    above = now is not None and now.value is not None and now.value > max(known, default=0.0)
    return ", more than usual" if above else ", fewer than usual"


def _by_service(scene: Scene) -> PackTable | None:
    places = by_tickets([Place(scene.board, "vendor_service", group) for group in scene.board.groups("vendor_service")])
    rows = []
    for place in places:
        service, provider = called(place.group, scene.names)
        name = service if scene.asked.vendor_id else f"{provider}: {service}"
        figures = (cell(place, code) for code in ("volume", "backlog", "sla_claimed", "sla_measured", "lost_hours"))
        rows.append((name, *figures))
    head = ("Service", "Opened", "Open at the end", "SLA reported, %", "SLA from tickets, %", "Time lost, h")
    if not rows:
        return None
    return PackTable(head, tuple(rows[:FIRST]), (1, 2, 3, 4, 5), max(0, len(rows) - FIRST))


def _lowest(places: list[Place]) -> str:
    """The support group that scores lowest, where that is bad."""
    bad = [one for one in places if one.verdict("outcome_score").tone is Tone.BAD and one.group[-1]]
    worst = min(bad, key=lambda one: (_score(one), str(one.group)), default=None)
    return f"{worst.group[-1]} scores lowest: {cell(worst, 'outcome_score')} of 100" if worst else ""


def _score(place: Place) -> float:
    figure = place.figure("outcome_score")
    return 101.0 if figure is None or figure.value is None else figure.value
