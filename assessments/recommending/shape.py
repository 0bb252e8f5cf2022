"""What a recommendation is: options with what spoke for and against them, and what would change it. Plain values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Spoke:
    """What one factor said about one option: `points` above 0 for it, below 0 against. `level` is the factor's."""

    factor: str
    title: str
    of: str
    level: float
    said: str
    weight: int
    points: float


@dataclass(frozen=True)
class Option:
    """One option for a function. `points` is the sum of `start` and of what spoke."""

    code: str
    label: str
    points: float
    start: float
    why: str
    spoke: tuple[Spoke, ...]

    @property
    def spoke_for(self) -> tuple[Spoke, ...]:
        return tuple(one for one in self.spoke if one.points > 0)

    @property
    def spoke_against(self) -> tuple[Spoke, ...]:
        return tuple(one for one in self.spoke if one.points < 0)


@dataclass(frozen=True)
class Step:
    """One factor at another level."""

    factor: str
    title: str
    of: str
    before: float
    after: int


@dataclass(frozen=True)
class Flip:
    """The steps that, taken together, make `option` the first choice; fewest steps of levels first."""

    option: str
    label: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Recommendation:
    """For one function: `options` by their points, the first is recommended. `question` is "model" or "format".

    `today` is what the scope map says now, "" when it says nothing. `unknown` are the titles of factors that nobody
    answered or measured: they were left out. `cautions` are sentences: weak conditions of structural fit (R5).
    """

    function_id: int
    function: str
    kind: str
    question: str
    today: str
    options: tuple[Option, ...]
    flips: tuple[Flip, ...] = ()
    unknown: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def first(self) -> Option:
        return self.options[0]

    @property
    def second(self) -> Option:
        return self.options[1]

    @property
    def distance(self) -> float:
        """How far the second choice is behind, in points."""
        return self.first.points - self.second.points
