"""How candidates are ranked, and which change of one weight makes another first. docs/provider-selection.md works it.

A candidate's figure is the mean of its criteria, weighted; a criterion's is the mean of the people who scored it. What
nobody scored is left out, never zero. All arithmetic is exact: fractions, compared without rounding.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

STRONG, WEAK = 4, 2
"""A criterion is a strength from a mean of 4 on, a gap up to 2."""

WIDE = 2
"""From so many points between the highest and the lowest score on, people disagree."""

HEAVIEST = 100
"""The largest weight, in points."""


@dataclass(frozen=True)
class Weighed:
    """A criterion; `weight` in points, 0 to HEAVIEST. One of weight 0 does not count."""

    key: int
    name: str
    weight: int


@dataclass(frozen=True)
class Scored:
    """What one person gave one candidate on one criterion, 1 to 5."""

    candidate: int
    criterion: int
    person: int
    score: int


@dataclass(frozen=True)
class OnCriterion:
    """A candidate on one criterion; `mean` None: nobody scored it."""

    criterion: Weighed
    mean: Fraction | None
    lowest: int | None
    highest: int | None
    people: int

    @property
    def spread(self) -> int:
        return 0 if self.lowest is None or self.highest is None else self.highest - self.lowest

    @property
    def is_wide(self) -> bool:
        return self.spread >= WIDE


@dataclass(frozen=True)
class Standing:
    """`place` counts from 1, equal figures share one; figure and place are None without a score that counts."""

    candidate: int
    place: int | None
    figure: Fraction | None
    on: tuple[OnCriterion, ...]
    people: int

    @property
    def counting(self) -> tuple[OnCriterion, ...]:
        return tuple(one for one in self.on if one.criterion.weight)

    @property
    def scored(self) -> tuple[OnCriterion, ...]:
        """The criteria on which the figure rests."""
        return tuple(one for one in self.counting if one.mean is not None)

    @property
    def unscored(self) -> tuple[OnCriterion, ...]:
        return tuple(one for one in self.counting if one.mean is None)

    @property
    def strengths(self) -> tuple[OnCriterion, ...]:
        return tuple(one for one in self.scored if one.mean is not None and one.mean >= STRONG)

    @property
    def gaps(self) -> tuple[OnCriterion, ...]:
        return tuple(one for one in self.scored if one.mean is not None and one.mean <= WEAK)

    @property
    def wide(self) -> tuple[OnCriterion, ...]:
        return tuple(one for one in self.scored if one.is_wide)


@dataclass(frozen=True)
class Turn:
    """The smallest change of one weight after which a candidate that is first now no longer is; `firsts` are then.

    `then` None: no weight of this criterion alone, from 0 to HEAVIEST, does it.
    """

    criterion: Weighed
    then: int | None
    firsts: tuple[int, ...] = ()

    @property
    def by(self) -> int:
        """Points of weight, below 0 for less; 0 without a change."""
        return 0 if self.then is None else self.then - self.criterion.weight


def rank(criteria: Sequence[Weighed], candidates: Iterable[int], scores: Iterable[Scored]) -> tuple[Standing, ...]:
    """The candidates by their figure, the best first, those without one last; equal ones by their key."""
    given: dict[tuple[int, int], dict[int, int]] = {}
    for one in scores:
        given.setdefault((one.candidate, one.criterion), {})[one.person] = one.score
    found = [_standing(key, criteria, given) for key in sorted(set(candidates))]
    figures = [one.figure for one in found if one.figure is not None]
    placed = [_placed(one, figures) for one in found]
    return tuple(sorted(placed, key=lambda one: (one.place is None, one.place or 0, one.candidate)))


def _standing(key: int, criteria: Sequence[Weighed], given: Mapping[tuple[int, int], dict[int, int]]) -> Standing:
    on = tuple(_on(one, given.get((key, one.key), {})) for one in criteria)
    people = {person for one in criteria for person in given.get((key, one.key), {})}
    figure = weighted_mean((one.criterion.weight, one.mean) for one in on if one.mean is not None)
    return Standing(key, None, figure, on, len(people))


def _on(criterion: Weighed, by_person: Mapping[int, int]) -> OnCriterion:
    scores = list(by_person.values())
    if not scores:
        return OnCriterion(criterion, None, None, None, 0)
    return OnCriterion(criterion, Fraction(sum(scores), len(scores)), min(scores), max(scores), len(scores))


def weighted_mean(pairs: Iterable[tuple[int, Fraction]]) -> Fraction | None:
    """Of (weight, value); None where no weight is above 0."""
    weights, total = 0, Fraction(0)
    for weight, value in pairs:
        weights += weight
        total += weight * value
    return total / weights if weights else None


def _placed(one: Standing, figures: Sequence[Fraction]) -> Standing:
    mine = one.figure
    place = None if mine is None else 1 + sum(figure > mine for figure in figures)
    return Standing(one.candidate, place, mine, one.on, one.people)


def firsts(standings: Iterable[Standing]) -> tuple[int, ...]:
    """The candidate on the first place; several in a tie, none without a figure."""
    return tuple(one.candidate for one in standings if one.place == 1)


def turns(criteria: Sequence[Weighed], standings: Sequence[Standing]) -> tuple[Turn, ...]:
    """For each criterion, the others' weights left as they are. Of two changes equally small it is the lower weight."""
    now = firsts(standings)
    return tuple(_turn(one, standings, now) for one in criteria)


def _turn(criterion: Weighed, standings: Sequence[Standing], now: tuple[int, ...]) -> Turn:
    lines = [_Line.of(one, criterion) for one in standings]
    for weight in _nearest_first(criterion.weight):
        then = _firsts_at(lines, weight)
        if then and not set(now) <= set(then):
            return Turn(criterion, weight, then)
    return Turn(criterion, None)


def _nearest_first(weight: int) -> list[int]:
    others = [other for other in range(HEAVIEST + 1) if other != weight]
    return sorted(others, key=lambda other: (abs(other - weight), other))


@dataclass(frozen=True)
class _Line:
    """A candidate with one weight left open: its figure is (total + weight × mean) / (weights + weight)."""

    candidate: int
    total: Fraction
    weights: int
    mean: Fraction | None

    @classmethod
    def of(cls, one: Standing, criterion: Weighed) -> "_Line":
        others = [on for on in one.on if on.criterion.key != criterion.key and on.mean is not None]
        mean = next((on.mean for on in one.on if on.criterion.key == criterion.key), None)
        total = sum((on.criterion.weight * on.mean for on in others if on.mean is not None), Fraction(0))
        return cls(one.candidate, total, sum(on.criterion.weight for on in others), mean)

    def at(self, weight: int) -> Fraction | None:
        if self.mean is None:
            return self.total / self.weights if self.weights else None
        weights = self.weights + weight
        return (self.total + weight * self.mean) / weights if weights else None


def _firsts_at(lines: Sequence[_Line], weight: int) -> tuple[int, ...]:
    figures = [(line.candidate, line.at(weight)) for line in lines]
    best = max((figure for _, figure in figures if figure is not None), default=None)
    return tuple(candidate for candidate, figure in figures if figure is not None and figure == best)
