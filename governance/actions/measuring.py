"""What the data say about an action: its figure before and after, judged, drawn, and kept as it was seen."""

from dataclasses import asdict, dataclass
from datetime import date

from governance.actions.control_chart import ControlChart, Drawn, control_chart
from governance.actions.figures import course, kpi_of, months
from governance.actions.proof import BEFORE_MONTHS, Aim, Moved, Proof, prove
from governance.models import Action
from reporting.kpi import Kpi
from reporting.periods import Grain, Period, period_of
from vendors.levels.canonical import canonical


@dataclass(frozen=True)
class Measured:
    """The KPI, its months in order with their figures (None: no data), the place of the month it was done in."""

    kpi: Kpi
    periods: list[Period]
    values: list[float | None]
    done: int | None
    target: float | None
    proof: Proof

    @property
    def has_figures(self) -> bool:
        return any(value is not None for value in self.values)

    def chart(self) -> ControlChart:
        names = [period.short_label for period in self.periods]
        return control_chart(Drawn(names, self.values, self.done, self.target, self.kpi.decimals), self.proof)

    def kept(self) -> str:
        """Canonical JSON of what was judged; figures with decimals as text."""
        proof, said = self.proof, asdict(self.proof)
        told = {
            "kpi": self.kpi.code,
            "unit": self.kpi.unit,
            "months": [[period.key, _text(value)] for period, value in zip(self.periods, self.values, strict=True)],
            "done": self.done,
            "target": _text(self.target),
            "before": _text(proof.before),
            "after": _text(proof.after),
            "normal": proof.normal and {name: _text(value) for name, value in asdict(proof.normal).items()},
            "change": proof.change and {"month": proof.change.index, "strength": _text(proof.change.strength)},
            "moved": proof.moved.value,
        }
        return canonical(told | {name: said[name] for name in ("sentence", "reached", "rules")}).decode()


def _text(value: float | None) -> str | None:
    return None if value is None else f"{value:.6f}"


def measure(action: Action, today: date) -> Measured | None:
    """The figure from twelve months before the action was done to the last complete month; None without a KPI.

    While it is not done: the last twelve complete months. Months before the first figure are left out.
    """
    kpi = kpi_of(action)
    if kpi is None:
        return None
    this = period_of(Grain.MONTH, today)
    done_in = None if action.done_at is None else _month_of(action)
    first = done_in or this
    for _ in range(BEFORE_MONTHS):
        first = first.previous()
    periods = months(first.start, this.start)
    values = course(action, kpi, periods)
    empty = min(next((i for i, value in enumerate(values) if value is not None), 0), BEFORE_MONTHS)
    periods, values = periods[empty:], values[empty:]
    done = None if done_in is None else BEFORE_MONTHS - empty
    aim = Aim(kpi.direction, action.target, 10.0**-kpi.decimals / 2)
    return Measured(kpi, periods, values, done, action.target, prove(values, done, aim))


def _month_of(action: Action) -> Period:
    """The month, in the organisation's zone, in which it was done."""
    if action.done_at is None:
        raise ValueError("The action is not done.")
    return period_of(Grain.MONTH, action.done_at.astimezone(action.organisation.zone).date())


def moved(measured: Measured | None) -> bool | None:
    """True or False as the data say; None where they say nothing yet."""
    if measured is None or measured.proof.moved in (Moved.TOO_EARLY, Moved.NO_DATA):
        return None
    return measured.proof.moved is Moved.MOVED
