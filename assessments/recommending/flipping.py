"""What would change a recommendation: the smallest sets of factors that, at other levels, make another option first."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from assessments.instruments.shape import Factor
from assessments.recommending.points import DIGITS, spoken
from assessments.recommending.shape import Flip, Step

LEVELS = (1, 2, 3, 4, 5)
MOST_SHOWN = 5
MOST_TOGETHER = 3
EASE = {"answer": 0, "function": 1, "measured": 2}
"""What people can work on goes before what a function is like, and that before what only follows from work."""


@dataclass(frozen=True)
class Scale:
    """Options in the order that decides between equal points, with their points; and for every known factor its level,
    its weights, one per option, and the levels that it can take by itself."""

    options: tuple[tuple[str, str], ...]
    points: tuple[float, ...]
    factors: tuple[Factor, ...]
    levels: tuple[float, ...]
    weights: tuple[tuple[int, ...], ...]
    reach: tuple[Collection[int], ...]


@dataclass(frozen=True)
class _Turn:
    """One factor turned to a whole level: how many levels that is, where the factor stands in the scale, and in which
    order it is told among equals."""

    factor: int
    after: int
    steps: float
    ease: int


def flips(scale: Scale, most: int = MOST_SHOWN) -> tuple[Flip, ...]:
    """The fewest steps of levels first.

    Pairs are looked for only where no single factor does it, threes only where no pair does. So no proper subset of
    what is listed makes another option first.
    """
    turns = _turns(scale)
    deltas = np.array([_delta(scale, turn) for turn in turns]).reshape(len(turns), len(scale.options))
    for together in range(1, MOST_TOGETHER + 1):
        if found := _found(scale, turns, deltas, together):
            return tuple(_flip(scale, turns, chosen, option) for chosen, option in found[:most])
    return ()


def _turns(scale: Scale) -> list[_Turn]:
    return [
        _Turn(place, after, abs(after - level), EASE[scale.factors[place].of])
        for place, level in enumerate(scale.levels)
        for after in LEVELS
        if after != level and after in scale.reach[place]
    ]


def _delta(scale: Scale, turn: _Turn) -> list[float]:
    """What the turn adds to each option."""
    before = scale.levels[turn.factor]
    return [spoken(weight, turn.after) - spoken(weight, before) for weight in scale.weights[turn.factor]]


Chosen = tuple[int, ...]


def _found(scale: Scale, turns: list[_Turn], deltas: NDArray[np.float64], together: int) -> list[tuple[Chosen, int]]:
    """Sets of so many turns of different factors that change the first choice, with what it is then."""
    base = np.array(scale.points)
    first = int(np.argmax(base.round(DIGITS)))
    best: dict[tuple[Chosen, int], tuple[tuple[float, int, Chosen], Chosen]] = {}
    for chosen, option in _changing(turns, base, deltas, (together, first)):
        factors = tuple(turns[one].factor for one in chosen)
        rank = _rank(turns, chosen)
        if (held := best.get((factors, option))) is None or rank < held[0]:
            best[(factors, option)] = (rank, chosen)
    order = sorted((rank, option, chosen) for (_, option), (rank, chosen) in best.items())
    return [(chosen, option) for _, option, chosen in order]


def _rank(turns: list[_Turn], chosen: Chosen) -> tuple[float, int, Chosen]:
    return sum(turns[one].steps for one in chosen), sum(turns[one].ease for one in chosen), chosen


def _changing(
    turns: list[_Turn], base: NDArray[np.float64], deltas: NDArray[np.float64], asked: tuple[int, int]
) -> list[tuple[Chosen, int]]:
    """All of them. The last turn of a set is tried in one go, the others one by one where they can be enough."""
    together, first = asked
    places = np.array([turn.factor for turn in turns], dtype=int)
    found: list[tuple[Chosen, int]] = []
    for leading, sums in _leading(places, base, deltas, asked):
        rest = np.flatnonzero(places > (places[leading[-1]] if together > 1 else -1))
        firsts = (sums + deltas[rest]).round(DIGITS).argmax(axis=1)
        found += [((*leading, int(rest[at])), int(firsts[at])) for at in np.flatnonzero(firsts != first)]
    return found


def _leading(
    places: NDArray[np.int_], base: NDArray[np.float64], deltas: NDArray[np.float64], asked: tuple[int, int]
) -> Iterator[tuple[Chosen, NDArray[np.float64]]]:
    """All turns of a set but the last, of different factors, with the points that they make of the options.

    Left out where even the one further turn that does most for some option would not bring it up to the first choice.
    """
    together, first = asked
    if len(places) < together:
        return
    every = list(combinations(range(len(places)), together - 1))
    chosen = np.array(every, dtype=int).reshape(len(every), together - 1)
    chosen = chosen[(np.diff(places[chosen], axis=1) > 0).all(axis=1)]
    sums = base + deltas[chosen].sum(axis=1)
    most = (deltas - deltas[:, [first]]).max(axis=0)
    reaches = sums + most >= sums[:, [first]] - 10.0**-DIGITS
    reaches[:, first] = False
    for at in np.flatnonzero(reaches.any(axis=1)):
        yield tuple(int(one) for one in chosen[at]), sums[at]


def _flip(scale: Scale, turns: list[_Turn], chosen: Chosen, option: int) -> Flip:
    code, label = scale.options[option]
    return Flip(code, label, tuple(_step(scale, turns[one]) for one in chosen))


def _step(scale: Scale, turn: _Turn) -> Step:
    factor = scale.factors[turn.factor]
    return Step(factor.code, factor.title, factor.of, scale.levels[turn.factor], turn.after)
