"""Charts of packs: from numbers to marks on a surface, the same on the page, on paper and in ten years.

A horizontal grid, series named at their end, dashed guides with their names at the right, no legend. Marks carry a
role ("grid", "subject", "series-2"); the page gives it a colour by its stylesheet, paper by attributes (drawing.py).
Lengths are in pixels, (0, 0) is at the top left. Bars start at zero; the axis of lines may not, and says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from governance.packs.axes import ticks
from portal.contributions.pack import PackChart, Series

TOP, BOTTOM = 14.0, 26.0
LINE = 14.0  # between two names
LETTER = 6.0  # of a name, about
SHAPES = ("circle", "square", "triangle", "diamond")


@dataclass(frozen=True)
class Line:
    role: str
    x1: float
    y1: float
    x2: float
    y2: float
    kind: str = "line"


@dataclass(frozen=True)
class Path:
    """Points of a line that is not broken: "x,y x,y"."""

    role: str
    points: str
    kind: str = "path"


@dataclass(frozen=True)
class Bar:
    role: str
    x: float
    y: float
    width: float
    height: float
    kind: str = "bar"


@dataclass(frozen=True)
class Dot:
    """A marker: a circle around (x, y), or the corners of another shape."""

    role: str
    x: float
    y: float
    points: str = ""
    kind: str = "dot"


@dataclass(frozen=True)
class Word:
    """`anchor` is start, middle or end of the text at x; y is its base line."""

    role: str
    x: float
    y: float
    text: str
    anchor: str = "start"
    kind: str = "word"

    @property
    def roles(self) -> list[str]:
        return self.role.split()


Mark = Line | Path | Bar | Dot | Word


@dataclass(frozen=True)
class Drawing:
    """`note` says where an axis does not start at zero; empty otherwise."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    note: str = ""


@dataclass
class _Frame:
    """Where values and periods lie."""

    chart: PackChart
    width: float
    height: float
    ticks: list[float] = field(init=False)
    left: float = field(init=False)
    right: float = field(init=False)

    def __post_init__(self) -> None:
        values = [value for series in self.chart.series for value in series.values if value is not None]
        values += [value for _, value in self.chart.guides]
        ceiling = 100.0 if self.chart.unit == "%" else None
        self.ticks = ticks(values, from_zero=self.chart.kind == "bars", ceiling=ceiling)
        self.left = 10 + LETTER * max(len(label) for label in self.labels())
        names = [name for name, _, _ in _names(self)]
        self.right = self.width - (12 + LETTER * max((len(name) for name in names), default=0))

    def labels(self) -> list[str]:
        """Of the ticks, the unit on the topmost."""
        plain = [number(value) for value in self.ticks]
        return [*plain[:-1], f"{plain[-1]}\u00a0{self.chart.unit}".strip()]

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return round(self.height - BOTTOM - (value - low) / (high - low) * (self.height - TOP - BOTTOM), 2)

    @property
    def slot(self) -> float:
        """The width of a period."""
        return (self.right - self.left) / max(1, len(self.chart.categories))

    def x(self, place: int) -> float:
        """The middle of a period."""
        return round(self.left + self.slot * (place + 0.5), 2)


def draw(chart: PackChart, width: float = 720, height: float = 210) -> Drawing | None:
    """None where no series has a value: there is nothing to draw."""
    if not any(value is not None for series in chart.series for value in series.values):
        return None
    frame = _Frame(chart, width, height)
    marks = [*_grid(frame), *_periods(frame), *_guides(frame)]
    marks += _bars(frame) if chart.kind == "bars" else _lines(frame)
    low = frame.ticks[0]
    note = "" if low <= 0 else f"Axis starts at {number(low)}{f' {chart.unit}' if chart.unit else ''}."
    return Drawing(width, height, (*marks, *_named(frame)), note)


def number(value: float) -> str:
    """As an axis writes it: "1,500", "2.5"; a true minus."""
    return f"{round(value, 2):,.10g}".replace("-", "−")


def role_of(chart: PackChart, place: int) -> str:
    """Accent for the one subject, grey for the comparison; several subjects take the colours of series in order."""
    if not chart.series[place].subject:
        return "comparison"
    subjects = [index for index, series in enumerate(chart.series) if series.subject]
    return "subject" if len(subjects) == 1 else f"series-{subjects.index(place) % 6 + 1}"


def _grid(frame: _Frame) -> Iterator[Mark]:
    for value, label in zip(frame.ticks, frame.labels(), strict=True):
        y = frame.y(value)
        yield Line("axis" if value == 0 else "grid", frame.left, y, frame.right, y)
        yield Word("tick", frame.left - 8, y + 4, label, "end")


def _periods(frame: _Frame) -> Iterator[Mark]:
    """Labels of the periods; where they would touch, only every second, third, … counted from the last."""
    labels = frame.chart.categories
    widest = LETTER * max((len(label) for label in labels), default=1) + 6
    step = 1
    while step * frame.slot < widest and step < len(labels):
        step += 1
    for place, label in enumerate(labels):
        if (len(labels) - 1 - place) % step == 0:
            yield Word("tick", frame.x(place), frame.height - 8, label, "middle")


def _guides(frame: _Frame) -> Iterator[Mark]:
    for _, value in frame.chart.guides:
        yield Line("guide", frame.left, frame.y(value), frame.right, frame.y(value))


def _lines(frame: _Frame) -> Iterator[Mark]:
    """The comparison first, so that the subject lies on top."""
    for place in sorted(range(len(frame.chart.series)), key=lambda index: frame.chart.series[index].subject):
        series, role = frame.chart.series[place], role_of(frame.chart, place)
        for run in _runs(series.values):
            if len(run) > 1:
                yield Path(role, " ".join(f"{frame.x(index):g},{frame.y(value):g}" for index, value in run))
            yield from (_dot(role, frame.x(index), frame.y(value), SHAPES[place % 4]) for index, value in run)


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Neighbours without a gap."""
    runs: list[list[tuple[int, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((index, value))
    return [run for run in runs if run]


def _dot(role: str, x: float, y: float, shape: str, half: float = 3.5) -> Dot:
    corners = {
        "circle": (),
        "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        "triangle": ((0, -1.2), (1.2, 1), (-1.2, 1)),
        "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    }[shape]
    return Dot(role, x, y, " ".join(f"{round(x + dx * half, 2):g},{round(y + dy * half, 2):g}" for dx, dy in corners))


def _bars(frame: _Frame) -> Iterator[Mark]:
    """Bars of one period side by side, a gap between the periods; the value on top where one series stands alone."""
    count = len(frame.chart.series)
    width = min(frame.slot * 0.7 / count, 40.0)
    for place, series in enumerate(frame.chart.series):
        for index, value in enumerate(series.values):
            if value is None:
                continue
            x = frame.x(index) - width * count / 2 + place * width
            top, bottom = sorted((frame.y(value), frame.y(0.0)))
            yield Bar(role_of(frame.chart, place), round(x, 2), top, round(width - 1, 2), round(bottom - top, 2))
            if count == 1 and frame.slot >= LETTER * len(number(value)):
                yield Word("value", frame.x(index), top - 4, number(value), "middle")


def _last(series: Series) -> float | None:
    return next((value for value in reversed(series.values) if value is not None), None)


def _names(frame: _Frame) -> list[tuple[str, str, float]]:
    """What stands at the right: text, role and value of each series and guide. One row of bars needs no name."""
    chart = frame.chart
    alone = chart.kind == "bars" and len(chart.series) == 1
    ends = [] if alone else [(series.label, place, _last(series)) for place, series in enumerate(chart.series)]
    known = [(label, role_of(chart, place), end) for label, place, end in ends if end is not None]
    named = [
        (f"{label} {number(round(end, 1))}" if chart.over_time else label, role, end) for label, role, end in known
    ]
    return named + [(f"{name} {number(value)}", "guide", value) for name, value in chart.guides]


def _named(frame: _Frame) -> Iterator[Mark]:
    """The names from the top down, pushed apart where they would touch, and back up where they would fall out."""
    rows = sorted(((frame.y(value), text, role) for text, role, value in _names(frame)), key=lambda row: row[0])
    places: list[float] = []
    for y, _, _ in rows:
        places.append(max(y, places[-1] + LINE) if places else y)
    over = (places[-1] - (frame.height - BOTTOM)) if places else 0.0
    if over > 0:
        places[-1] -= over
        for index in range(len(places) - 2, -1, -1):
            places[index] = min(places[index], places[index + 1] - LINE)
    for y, (_, text, role) in zip(places, rows, strict=True):
        yield Word(f"name {role}", frame.right + 8, round(y + 4, 2), text)
