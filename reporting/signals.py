"""What got worse beyond normal variation, per vendor, service and KPI."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from reporting.charts.sparkline import Frame, sparkline
from reporting.kpis import CATALOGUE
from reporting.matrix import GROUPING, called
from reporting.names import Names
from reporting.presenting import Place, brief, number_word, said, step_of, text_of, values
from reporting.reading import Board
from reporting.verdicts import Limits, Turn, limits, signal

WATCHED = (
    *("sla_measured", "outcome_score", "first_time_right", "handoffs_per_ticket", "reopen_rate"),
    *("working_p90_hours", "lost_hours", "backlog"),
)
MOST = 6  # rows shown; more would be a list to work off, not what an executive reads


@dataclass(frozen=True)
class Watched:
    """One KPI of one group with the direction in which it left its normal variation."""

    place: Place
    code: str
    turn: Turn
    normal: Limits | None

    @property
    def reach(self) -> float:
        """How far outside, in widths of the normal range."""
        value = _known(self.place, self.code)
        if self.normal is None or value is None:
            return 0.0
        width = max(self.normal.upper - self.normal.lower, 1e-6)
        return max(value - self.normal.upper, self.normal.lower - value) / width


def worse(board: Board, names: Names) -> dict[str, Any]:
    """The card: a title that says how many, the rows farthest outside first, and what else was watched."""
    watched = [_watch(Place(board, GROUPING, group), code) for group in board.groups(GROUPING) for code in WATCHED]
    turns = Counter(one.turn for one in watched)
    found = sorted((one for one in watched if one.turn is Turn.WORSE), key=lambda one: -one.reach)
    return {
        "title": _title(board, turns),
        "note": _note(turns, len(found)),
        "step": f"{brief(board.periods[-2])} → {brief(board.shown)}",
        "rows": [_row(one, names) for one in found[:MOST]],
    }


def _watch(place: Place, code: str) -> Watched:
    kpi, course = CATALOGUE[code], place.course(code)
    turn = signal(kpi, course[-1], course[:-1])
    return Watched(place, code, turn, limits(values(course[:-1])) if turn is Turn.WORSE else None)


def _known(place: Place, code: str) -> float | None:
    figure = place.figure(code)
    return figure.value if figure else None


def _title(board: Board, turns: Counter[Turn]) -> str:
    count, when = turns[Turn.WORSE], said(board.shown)
    if count:
        things = "thing" if count == 1 else "things"
        return f"{number_word(count)} {things} got worse in {when}, beyond normal variation"
    if turns[Turn.SAME] or turns[Turn.BETTER]:
        return f"Nothing got worse in {when} beyond normal variation"
    return "Too little history to tell what got worse"


def _note(turns: Counter[Turn], found: int) -> str:
    if not (found or turns[Turn.SAME] or turns[Turn.BETTER]):
        return "Normal variation shows after six periods with enough tickets."
    hidden = [f"{found - MOST} more got worse"] if found > MOST else []
    return ", ".join([*hidden, f"{turns[Turn.BETTER]} improved", f"{turns[Turn.SAME]} unchanged"])


def _row(one: Watched, names: Names) -> dict[str, Any]:
    kpi, place = CATALOGUE[one.code], one.place
    service, provider = called(place.group, names)
    vendor_id, service_id = place.group
    before, now = (value for value in values([place.figure(one.code, 1), place.figure(one.code)]))
    step = "" if before is None or now is None else step_of(kpi, now - before)
    normal = (one.normal.lower, one.normal.upper) if one.normal else None
    return {
        "what": kpi.name,
        "code": one.code,
        "vendor_id": vendor_id,
        "service_id": service_id,
        "about": f"{kpi.name} got worse in {said(place.board.shown)} at {provider}: {service}",
        "page": "" if vendor_id is None else f"{reverse('reporting:vendor', args=[vendor_id])}#worse",
        "where": f"{provider}: {service}",
        "before": text_of(kpi, before),
        "now": place.linked(one.code, "" if kpi.unit in ("points", "tickets", "per ticket") else kpi.unit),
        "change": step or "new",
        "spark_label": f"{kpi.name}, normally from {text_of(kpi, normal[0])} to {text_of(kpi, normal[1])}"
        if normal
        else "",
        "spark": sparkline(values(place.course(one.code)), "bad", Frame(normal=normal)),
    }
