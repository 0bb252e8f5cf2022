"""How a plan stands on a day: its waves, the state of each step, and what comes of it in one sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from assessments.models import Campaign, PlannedFinding, Wave
from governance.improvement.progress import due_on
from governance.models import Action, ActionState
from governance.models.actions import Stage


class StepState(StrEnum):
    DONE = "done"
    NOT_EFFECTIVE = "not effective"
    BEGUN = "begun"
    OPEN = "open"
    GIVEN_UP = "given up"


WORDS = {
    StepState.DONE: "Done",
    StepState.NOT_EFFECTIVE: "Not effective",
    StepState.BEGUN: "Begun",
    StepState.OPEN: "Open",
    StepState.GIVEN_UP: "Cancelled",
}
ICONS = {
    StepState.DONE: "check-circle-fill",
    StepState.NOT_EFFECTIVE: "x-octagon-fill",
    StepState.BEGUN: "circle-half",
    StepState.OPEN: "circle",
    StepState.GIVEN_UP: "dash-lg",
}
_ENDED = {
    ActionState.DONE: StepState.DONE,
    ActionState.EFFECTIVE: StepState.DONE,
    ActionState.INEFFECTIVE: StepState.NOT_EFFECTIVE,
    ActionState.CANCELLED: StepState.GIVEN_UP,
}


@dataclass(frozen=True)
class PlanStep:
    """One action of the plan. `expects` is the code of the dimension that should rise to `expected_level`."""

    finding: str
    found: str
    title: str
    url: str
    state: StepState
    stage: str
    owner: str
    due_on: date
    is_late: bool
    kpi: str
    expects: str
    expected_level: int | None

    @property
    def word(self) -> str:
        return WORDS[self.state]

    @property
    def icon(self) -> str:
        return ICONS[self.state]

    @property
    def counts(self) -> bool:
        return self.state is not StepState.GIVEN_UP

    @property
    def is_done(self) -> bool:
        """Not where it was judged to have had no effect: the finding still waits for one."""
        return self.state is StepState.DONE


@dataclass(frozen=True)
class PlanWave:
    """`first_day` to `last_day` of the plan, which are calendar days too."""

    days: int
    label: str
    first_day: date
    last_day: date
    steps: tuple[PlanStep, ...]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def counted(self) -> int:
        return sum(step.counts for step in self.steps)

    @property
    def percent(self) -> int:
        return 100 * self.done // self.counted if self.counted else 0


@dataclass(frozen=True)
class PlanStanding:
    """`started_on` is the day on which the first action came of a finding, today while there is none. Cancelled
    actions are shown and do not count. `aside` are findings of which no action comes."""

    started_on: date
    today: date
    waves: tuple[PlanWave, ...]
    aside: tuple[PlannedFinding, ...]
    decided: frozenset[str]

    @property
    def day(self) -> int:
        """1 on the first day."""
        return (self.today - self.started_on).days + 1

    @property
    def steps(self) -> tuple[PlanStep, ...]:
        return tuple(step for wave in self.waves for step in wave.steps)

    @property
    def done(self) -> int:
        return sum(wave.done for wave in self.waves)

    @property
    def counted(self) -> int:
        return sum(wave.counted for wave in self.waves)

    @property
    def late(self) -> int:
        return sum(step.is_late for step in self.steps)

    @property
    def title(self) -> str:
        """In one sentence: "5 of 12 steps done by day 10"."""
        if not self.steps:
            return "No action has come of the findings yet"
        if not self.counted:
            return "Every step of the plan was cancelled"
        return f"{self.done} of {self.counted} {'step' if self.counted == 1 else 'steps'} done by day {self.day}"

    def narrowed(self, wave: str, owner: str) -> "PlanStanding":
        """The same plan with the steps of one wave (its days) and one owner (by name) only; empty: all of them."""
        kept = (one for one in self.waves if not wave or str(one.days) == wave)
        waves = (
            replace(one, steps=tuple(step for step in one.steps if not owner or step.owner == owner)) for one in kept
        )
        return replace(self, waves=tuple(waves))


def plan_of(campaign: Campaign, now: datetime) -> PlanStanding:
    """At most two queries: what was decided with its actions, and the organisation where it is not loaded."""
    rows = list(PlannedFinding.objects.of_campaign(campaign.pk).with_actions())
    zone = campaign.organisation.zone
    today = now.astimezone(zone).date()
    planned = [row for row in rows if row.action is not None]
    started_on = min((row.decided_at.astimezone(zone).date() for row in planned), default=today)
    return PlanStanding(
        started_on,
        today,
        tuple(_wave(wave, started_on, planned, today) for wave in Wave),
        tuple(row for row in rows if row.set_aside),
        frozenset(row.finding for row in rows),
    )


def _wave(wave: Wave, started_on: date, planned: Sequence[PlannedFinding], today: date) -> PlanWave:
    steps = tuple(_steps((row for row in planned if row.wave == wave), today))
    last = due_on(started_on, wave.value)
    return PlanWave(wave.value, wave.label, due_on(started_on, wave.value - 29), last, steps)


def _steps(rows: Iterable[PlannedFinding], today: date) -> Iterable[PlanStep]:
    for row in rows:
        if (action := row.action) is None:
            continue
        state = state_of(row, action)
        yield PlanStep(
            finding=row.finding,
            found=row.title,
            title=action.title,
            url=action.get_absolute_url(),
            state=state,
            stage=Stage(action.stage).label,
            owner=action.owner_name,
            due_on=action.due_on,
            is_late=action.state == ActionState.OPEN and action.due_on < today,
            kpi=action.kpi_code,
            expects=row.expects,
            expected_level=row.expected_level,
        )


def state_of(row: PlannedFinding, action: Action) -> StepState:
    """Begun: moved beyond the stage it was planned in, or its cause has been looked for."""
    if action.state != ActionState.OPEN:
        return _ENDED[ActionState(action.state)]
    stages = Stage.values
    moved = stages.index(action.stage) > stages.index(row.stage)
    return StepState.BEGUN if moved or action.whys or action.root_cause else StepState.OPEN
