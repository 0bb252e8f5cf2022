"""What an outcome's KPI says today, against the target that was set for it; and what the map lacks."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from governance.models import BusinessGoal, GoalOutcome
from portal import formats
from reporting.kpi import Kpi
from reporting.kpis import CATALOGUE
from reporting.models import Rollup
from reporting.periods import Period
from reporting.presenting import Place, target_of, text_of, unit_of
from reporting.reading import Available, Board, Wanted, board_among
from reporting.verdicts import State, Tone, judge
from vendors.models import Service

WORDS = {
    State.MET: "Reached",
    State.NEAR: "Nearly reached",
    State.MISSED: "Not reached",
    State.NO_DATA: "No data",
    State.TOO_FEW: "Too few",
    State.NO_TARGET: "No target",
}
GROUPINGS = ("all", "vendor", "vendor_service")


@dataclass(frozen=True)
class Shown:
    """An outcome on the map. `now` is the KPI's value in words, "–" without one; `value` None: no data."""

    outcome: GoalOutcome
    kpi: Kpi | None
    now: str = formats.ABSENT
    value: float | None = None
    target: str = ""
    tone: str = Tone.UNKNOWN.value
    word: str = ""
    url: str = ""
    holes: tuple[str, ...] = ()

    @property
    def is_reached(self) -> bool:
        return self.word == WORDS[State.MET]


@dataclass(frozen=True)
class GoalRow:
    goal: BusinessGoal
    outcomes: tuple[Shown, ...]
    holes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutcomeMap:
    """`period` is the month the figures are of, None before there are any. `unused…`: what no current goal rests on."""

    goals: tuple[GoalRow, ...]
    period: Period | None
    unused_services: tuple[Service, ...] = ()
    unused_kpis: tuple[Kpi, ...] = field(default=())

    @property
    def outcomes(self) -> list[Shown]:
        return [one for row in self.goals for one in row.outcomes]

    @property
    def holes(self) -> int:
        """Goals and outcomes that lack something."""
        return sum(bool(row.holes) for row in self.goals) + sum(bool(one.holes) for one in self.outcomes)


def outcome_map(organisation_id: int, today: date) -> OutcomeMap:
    """The current goals with their outcomes and figures of the last complete month. Acts for the organisation."""
    goals = BusinessGoal.objects.of_organisation(organisation_id).current().for_map()
    board = _board(organisation_id, today)
    rows = tuple(goal_row(goal, board, today) for goal in goals)
    used = {one.outcome.service_id for row in rows for one in row.outcomes}
    codes = {one.outcome.kpi_code for row in rows for one in row.outcomes}
    services = Service.objects.filter(organisation_id=organisation_id, vendor__ended_on=None).for_table()
    return OutcomeMap(
        rows,
        board.shown if board else None,
        tuple(one for one in services if one.pk not in used),
        tuple(kpi for kpi in CATALOGUE.values() if kpi.code not in codes),
    )


def one_goal(goal: BusinessGoal, today: date) -> tuple[GoalRow, Period | None]:
    """One goal read for_map(), ended or not."""
    board = _board(goal.organisation_id, today)
    return goal_row(goal, board, today), board.shown if board else None


def _board(organisation_id: int, today: date) -> Board | None:
    """The figures of the last complete month that had tickets; None before there is any."""
    rows = Rollup.objects.of_organisation(organisation_id)
    known = Available(dict(rows.known_periods(None).values_list("period_key", "figures__volume__0")))
    month = known.newest_complete_month(today)
    return board_among(rows, month, Wanted((), GROUPINGS)) if month else None


def goal_row(goal: BusinessGoal, board: Board | None, today: date) -> GoalRow:
    outcomes = tuple(_shown(one, board) for one in goal.outcomes.all())
    return GoalRow(goal, outcomes, tuple(_holes_of(goal, outcomes, today)))


def _holes_of(goal: BusinessGoal, outcomes: Sequence[Shown], today: date) -> list[str]:
    found = [] if outcomes else ["No outcome of IT serves it"]
    if goal.owner is None:
        found.append("Nobody in the business owns it")
    elif goal.owner.ended_at is not None:
        found.append(f"{goal.owner_name} has left")
    if goal.until is not None and goal.until < today and not all(one.is_reached for one in outcomes):
        found.append("Its day has passed and not all is reached")
    return found


def _shown(outcome: GoalOutcome, board: Board | None) -> Shown:
    kpi = CATALOGUE.get(outcome.kpi_code)
    holes = () if outcome.service_id else ("No service bears it",)
    if kpi is None:
        lacking = f"{outcome.kpi_code} is no KPI any more" if outcome.kpi_code else "No KPI shows it"
        return Shown(outcome, None, holes=(lacking, *holes))
    aimed = kpi if outcome.target is None else replace(kpi, target=outcome.target)
    place = None if board is None else _place(outcome, board)
    verdict = judge(aimed, place.figure(kpi.code) if place else None)
    figure = place.figure(kpi.code) if place else None
    value = figure.value if figure else None
    return Shown(
        outcome,
        kpi,
        text_of(kpi, value, unit_of(kpi)),
        value,
        target_of(aimed) + ("" if outcome.target is not None or kpi.target is None else ", the catalogue’s"),
        verdict.tone.value if verdict.state is not State.NO_TARGET else Tone.UNKNOWN.value,
        WORDS[verdict.state],
        place.linked(kpi.code).url if place else "",
        holes,
    )


def _place(outcome: GoalOutcome, board: Board) -> Place:
    """The figures of its service, of its provider where none is named, else of everything."""
    if outcome.service_id is not None:
        return Place(board, "vendor_service", (outcome.vendor_id, outcome.service_id))
    if outcome.vendor_id is not None:
        return Place(board, "vendor", (outcome.vendor_id,))
    return Place(board, "all", ())


def sentence(found: OutcomeMap) -> str:
    """ "3 goals, 5 outcomes, 2 of them reached"."""
    if not found.goals:
        return "No business goal is on the map"
    reached = sum(one.is_reached for one in found.outcomes)
    count = len(found.outcomes)
    said = f"{formats.counted(len(found.goals), 'goal')}, {formats.counted(count, 'outcome')}"
    return f"{said}, {reached} reached" if count else said
