"""What a review has to speak about by the figures: patterns, the distance to the report, unclassified tickets.

See docs/agendas.md. Figures are those of the rollups, so that a point costs the same however many tickets there are.
"""

from collections.abc import Iterator
from datetime import timedelta

from portal import formats
from portal.contributions.agenda import TO_DISCUSS, TO_FOLLOW_UP, Finder, Line, Point, found, shortened
from portal.contributions.asked import Asked
from reporting.kpis import CATALOGUE
from reporting.links import tickets_url
from reporting.matrix import GROUPING
from reporting.models import Rollup
from reporting.names import Names, names_of
from reporting.periods import Grain, Period, period_of
from reporting.presenting import Place, number_word, said, step_of, text_of
from reporting.reading import Board, Wanted, board_among
from reporting.signals import WATCHED
from reporting.verdicts import Tone, Turn, distance, distance_tone, judge, signal
from vendors.models import Service


def points(asked: Asked) -> Iterator[Point]:
    return found(asked, SHARED, ())


def period_looked_at(asked: Asked) -> Period:
    """The week, month or quarter that is asked for; the last quarter of a longer time, else the last month."""
    last = asked.end - timedelta(days=1)
    for grain in (Grain.WEEK, Grain.MONTH, Grain.QUARTER):
        period = period_of(grain, asked.start)
        if (period.start, period.end) == (asked.start, asked.end):
            return period
    quarter = period_of(Grain.QUARTER, last)
    return quarter if quarter.start >= asked.start and quarter.end == asked.end else period_of(Grain.MONTH, last)


def _board(asked: Asked) -> Board:
    rows = Rollup.objects.filter(organisation_id=asked.organisation_id)
    return board_among(rows, period_looked_at(asked), Wanted((GROUPING,), vendor_id=asked.vendor_id))


def _places(asked: Asked, board: Board) -> list[Place]:
    """The services of vendors that have figures, of one contract where it is asked for."""
    places = [Place(board, GROUPING, group) for group in board.groups(GROUPING) if all(group)]
    if asked.contract_id is None:
        return places
    services = set(Service.objects.filter(contract_id=asked.contract_id).values_list("pk", flat=True))
    return [place for place in places if place.group[1] in services]


def patterns(asked: Asked) -> Iterator[Point]:
    """KPIs that left their normal variation for the worse in the period, by service."""
    board = _board(asked)
    names = names_of(asked.organisation_id)
    worse = [
        (place, code)
        for place in _places(asked, board)
        for code in WATCHED
        if signal(CATALOGUE[code], place.course(code)[-1], place.course(code)[:-1]) is Turn.WORSE
    ]
    if not worse:
        return
    lines, summary = shortened([_pattern(place, code, names) for place, code in worse])
    count = len(worse)
    title = (
        f"{CATALOGUE[worse[0][1]].name} got worse at {_service(worse[0][0], names)}, beyond normal variation"
        if count == 1
        else f"{number_word(count)} figures got worse in {said(board.shown)}, beyond normal variation"
    )
    yield Point("reporting.patterns", "trends", title, summary, lines, urgency=TO_DISCUSS)


def _pattern(place: Place, code: str, names: Names) -> Line:
    kpi = CATALOGUE[code]
    now, before = place.figure(code), place.figure(code, 1)
    step = (
        ""
        if now is None or before is None or now.value is None or before.value is None
        else (f" ({step_of(kpi, now.value - before.value)})")
    )
    unit = "" if kpi.unit in ("points", "tickets", "per ticket") else kpi.unit
    url = place.tickets(kpi.denominator)
    return Line(f"{kpi.name}, {_service(place, names)}", url, text_of(kpi, now.value if now else None, unit) + step)


def _service(place: Place, names: Names) -> str:
    service = place.group[1]
    return names.service(service) if isinstance(service, int) else "no service"


def distances(asked: Asked) -> Iterator[Point]:
    """Services whose report says more than the business experienced: as far apart as the catalogue calls bad."""
    board = _board(asked)
    names = names_of(asked.organisation_id)
    far = []
    for place in _places(asked, board):
        points_apart = distance(place.figure("sla_claimed"), place.figure("outcome_score"))
        if points_apart is not None and distance_tone(points_apart) is Tone.BAD:
            far.append((points_apart, place))
    if not far:
        return
    far.sort(key=lambda one: -one[0])
    lines, summary = shortened([_distance(apart, place, names) for apart, place in far])
    first = far[0]
    title = f"{_service(first[1], names)}: report and experience lie {formats.counted(round(first[0]), 'point')} apart"
    yield Point("reporting.distance", "performance", title, summary, lines, urgency=TO_DISCUSS)


def _distance(apart: float, place: Place, names: Names) -> Line:
    reported, lived = place.linked("sla_claimed", "%"), place.linked("outcome_score")
    text = f"{_service(place, names)}: reported {reported.text}, outcome {lived.text} of 100"
    return Line(text, lived.url, formats.counted(round(apart), "point"))


def unclassified(asked: Asked) -> Iterator[Point]:
    """More tickets without a task type than the catalogue's limit: no norm and no outcome speaks about them."""
    kpi = CATALOGUE["unclassified_share"]
    grouping = "all" if asked.vendor_id is None else "vendor"
    rows = Rollup.objects.filter(organisation_id=asked.organisation_id)
    board = board_among(rows, period_looked_at(asked), Wanted((grouping,), vendor_id=asked.vendor_id))
    group = () if asked.vendor_id is None else (asked.vendor_id,)
    figure = board.figure(grouping, group, kpi.code)
    if figure is None or figure.value is None or judge(kpi, figure).tone not in (Tone.WATCH, Tone.BAD):
        return
    place = Place(board, grouping, group)
    share = text_of(kpi, figure.value, "%")
    line = Line(
        "Tickets without a task type", tickets_url(kpi.numerator or kpi.denominator, board.shown.key, place.dims), share
    )
    title = f"{share} of the tickets have no task type"
    summary = f"The limit is {kpi.target:g}\u00a0%. No norm and no outcome score speaks about these tickets."
    yield Point("reporting.unclassified", "quality", title, summary, (line,), urgency=TO_FOLLOW_UP, minutes=5)


SHARED: tuple[Finder, ...] = (patterns, distances, unclassified)
