"""What the pages of a recommendation show, from its plain values: rows of the table, bars, tracks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.models import Override
from assessments.recommending import wording
from assessments.recommending.shape import Option, Recommendation, Spoke
from portal import formats

Decisions = Mapping[tuple[int, str], Sequence[Override]]


@dataclass(frozen=True)
class Line:
    """One function in the table: its model, for a service desk its format, and what was decided otherwise."""

    model: Recommendation
    format: Recommendation | None = None
    decisions: tuple[Override, ...] = ()

    @property
    def standing(self) -> list[Override]:
        """Decisions that differ from what was recommended."""
        return [one for one in self.decisions if one.is_standing]

    @property
    def chosen(self) -> str:
        """The option that counts: what was decided, else what is recommended."""
        return next((one.chosen for one in self.standing if one.question == "model"), self.model.first.code)

    @property
    def stands(self) -> str:
        return wording.stands(self.model)

    @property
    def distance(self) -> str:
        return wording.distance_in_words(self.model)

    @property
    def drivers(self) -> tuple[wording.Driver, ...]:
        return wording.drivers(self.model)

    @property
    def unknown(self) -> str:
        """How much was left out; "" where everything is known."""
        return f"{formats.counted(len(self.model.unknown), 'factor')} not known" if self.model.unknown else ""

    @property
    def flip(self) -> str:
        return wording.flip_in_words(self.model.flips[0]) if self.model.flips else ""


def lines(recommendations: Sequence[Recommendation], decisions: Decisions) -> list[Line]:
    """One per function, in the order of the scope map."""
    formats_of = {one.function_id: one for one in recommendations if one.question == "format"}
    models = [one for one in recommendations if one.question == "model"]
    return [Line(one, formats_of.get(one.function_id), _newest(decisions, one.function_id)) for one in models]


def _newest(decisions: Decisions, function_id: int) -> tuple[Override, ...]:
    found = (decisions.get((function_id, question), []) for question in ("model", "format"))
    return tuple(one[0] for one in found if one)


def title(table: Sequence[Line]) -> str:
    return wording.combination([(line.model.function, line.chosen) for line in table])


def summary(table: Sequence[Line]) -> list[str]:
    """Phrases for the page's line of state."""
    changes = sum(line.stands == "change" for line in table)
    unsaid = sum(not line.model.today for line in table)
    close = sum(wording.closeness(line.model.distance) in ("Tied", "Close") for line in table)
    otherwise = sum(bool(line.standing) for line in table)
    told = [
        (changes, f"{changes} of {formats.counted(len(table), 'function')} would change"),
        (unsaid, f"{unsaid} not on the scope map yet"),
        (close, f"{close} of {len(table)} close or tied"),
        (otherwise, f"{otherwise} decided otherwise"),
    ]
    return [words for count, words in told if count]


@dataclass(frozen=True)
class Bar:
    """A bar from zero, in percent of the picture's width; `tried` is where the what-if ends it, None without one."""

    start: float
    length: float
    zero: float
    tried: float | None = None


@dataclass(frozen=True)
class OptionRow:
    """One option in the ranked list; `tried_points` are those of the what-if, "" without one."""

    option: Option
    place: int
    points: str
    bar: Bar
    balance: str
    spoke_for: list[dict[str, Any]]
    spoke_against: list[dict[str, Any]]
    silent: list[Spoke]
    tried_points: str = ""


@dataclass(frozen=True)
class Panel:
    """One question about a function, with everything that stands behind its answer."""

    one: Recommendation
    heading: str
    rows: list[OptionRow]
    flips: list[dict[str, Any]]
    tried: Recommendation | None = None
    decisions: list[Override] = field(default_factory=list)

    @property
    def standing(self) -> Override | None:
        return self.decisions[0] if self.decisions and self.decisions[0].is_standing else None


def panel(one: Recommendation, tried: Recommendation | None, decisions: Sequence[Override]) -> Panel:
    points_then = {option.code: option.points for option in tried.options} if tried else {}
    span = _span([option.points for option in one.options] + list(points_then.values()))
    heaviest = max((abs(spoke.weight) for option in one.options for spoke in option.spoke), default=1)
    rows = [
        _row(option, place, points_then.get(option.code), (span, heaviest))
        for place, option in enumerate(one.options, 1)
    ]
    flips = [{"words": wording.flip_in_words(flip), "query": _query(flip.steps)} for flip in one.flips]
    heading = f"{one.first.label}. {wording.distance_in_words(one)}"
    return Panel(one, heading, rows, flips, tried, list(decisions))


def _query(steps: Sequence[Any]) -> str:
    """Codes are kebab-case, so nothing needs quoting."""
    return "&".join(f"{step.factor}={step.after}" for step in steps)


def _span(points: Sequence[float]) -> tuple[float, float]:
    """From the lowest to the highest points, with zero in it; never empty."""
    lowest, highest = min(0.0, *points), max(0.0, *points)
    return lowest, highest if highest > lowest else lowest + 1


def _row(option: Option, place: int, then: float | None, scale: tuple[tuple[float, float], int]) -> OptionRow:
    (lowest, highest), heaviest = scale

    def at(points: float) -> float:
        return round((points - lowest) / (highest - lowest) * 100, 2)

    start, end = sorted((at(0), at(option.points)))
    return OptionRow(
        option=option,
        place=place,
        points=wording.amount(option.points),
        bar=Bar(start, round(end - start, 2), at(0), None if then is None else at(then)),
        balance=wording.balance(option),
        spoke_for=[_track(spoke, heaviest) for spoke in option.spoke_for],
        spoke_against=[_track(spoke, heaviest) for spoke in option.spoke_against],
        silent=[spoke for spoke in option.spoke if spoke.points == 0],
        tried_points="" if then is None else wording.amount(then),
    )


def _track(spoke: Spoke, heaviest: int) -> dict[str, Any]:
    """For components/score_track.html: the track is as long as the weight, its fill as long as what was said."""
    length = abs(spoke.weight) / heaviest * 100
    return {
        "spoke": spoke,
        "length": round(length, 2),
        "filled": round(abs(spoke.points) / heaviest * 100, 2),
        "earned_text": wording.amount(abs(spoke.points)),
        "weight_text": wording.amount(abs(spoke.weight)),
        "points": ("+" if spoke.points > 0 else "") + wording.amount(spoke.points),
        "level": f"{spoke.level:g}",
        "weight": wording.amount(spoke.weight),
    }
