"""The clock of a ticket on one axis: lanes of counted, paused, excluded and closed time, and when it was due.

Positions are per cent of the drawing's width. Time outside hours is shortened to a gap of fixed width, so
that a night does not dwarf the working day; all else is to scale. Moments are aware datetimes of one zone.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["counted", "paused", "excluded", "disputed", "closed"]
Anchor = Literal["start", "middle", "end"]
Tick = tuple[float, datetime, Anchor]  # per cent from the left, the moment, the side its label is anchored to
GAP = 6.0  # per cent for one closed stretch
GAPS_AT_MOST = 40.0  # per cent for all of them together
HOUR_WIDTH, DAY_WIDTH = 8.0, 14.0  # per cent that "09:00" and "09:00 13 Oct" take with their distance
LANE_HEIGHT = 58  # pixels: label, bar and the room below it
AXIS_HEIGHT = 20  # pixels for the labels of the axis


@dataclass(frozen=True)
class Segment:
    """A stretch of a lane. "disputed" is a pause that was not accepted: it counts. "excluded" is agreed not to."""

    kind: Kind
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Lane:
    """One party's reading of the clock."""

    label: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Mark:
    """A position on the axis with its label and, near an edge, the side its text is anchored to."""

    x: float
    label: str
    anchor: Anchor


@dataclass(frozen=True)
class Piece:
    """A drawn stretch."""

    x: float
    width: float
    kind: Kind


@dataclass(frozen=True)
class DrawnLane:
    """A lane ready to draw, its vertical place counted in lanes from the top."""

    label: str
    index: int
    pieces: tuple[Piece, ...]

    @property
    def y(self) -> int:
        """The lane's top in pixels."""
        return self.index * LANE_HEIGHT


@dataclass(frozen=True)
class Timeline:
    """All of it; `due` is None without a target or when it lies outside the axis."""

    lanes: tuple[DrawnLane, ...]
    ticks: tuple[Mark, ...]
    due: Mark | None

    @property
    def axis_y(self) -> int:
        """The foot of the lanes in pixels."""
        return len(self.lanes) * LANE_HEIGHT

    @property
    def height(self) -> int:
        """The whole drawing in pixels."""
        return self.axis_y + AXIS_HEIGHT

    @property
    def due_y(self) -> int:
        """Where the line of the due time begins: above the last lane's bar."""
        return self.axis_y - LANE_HEIGHT + 12

    @property
    def due_text_y(self) -> int:
        """The base line of the due time's label."""
        return self.due_y - 4


class Axis:
    """Maps moments to per cent, closed stretches shortened. Lengths are elapsed time, also over a clock change."""

    def __init__(self, start: datetime, end: datetime, closed: Sequence[tuple[datetime, datetime]]) -> None:
        gap = min(GAP, GAPS_AT_MOST / len(closed)) if closed else 0.0
        shut = sum(b.timestamp() - a.timestamp() for a, b in closed)
        worked = end.timestamp() - start.timestamp() - shut
        self._per_second = (100 - gap * len(closed)) / worked if worked > 0 else 0.0
        self._instants = [start.timestamp()]
        self._places = [0.0]
        for a, b in closed:
            self._extend(a, None)
            self._extend(b, gap)
        self._extend(end, None)

    def _extend(self, moment: datetime, width: float | None) -> None:
        """Append a stretch of the given width, or to scale."""
        instant = moment.timestamp()
        drawn = (instant - self._instants[-1]) * self._per_second if width is None else width
        self._instants.append(instant)
        self._places.append(self._places[-1] + drawn)

    def place(self, moment: datetime) -> float:
        """Per cent from the left; moments outside the axis are put on its nearer end."""
        instant = min(max(moment.timestamp(), self._instants[0]), self._instants[-1])
        i = min(bisect_right(self._instants, instant), len(self._instants) - 1) - 1
        span = self._instants[i + 1] - self._instants[i]
        share = (instant - self._instants[i]) / span if span else 0.0
        return round(self._places[i] + share * (self._places[i + 1] - self._places[i]), 3)


def timeline(lanes: Sequence[Lane], due: datetime | None = None) -> Timeline | None:
    """Draw the lanes on one axis from the first start to the last end; None when there is nothing to draw."""
    segments = [segment for lane in lanes for segment in lane.segments]
    if not segments:
        return None
    start, end = min(s.start for s in segments), max(s.end for s in segments)
    closed = _closed(segments)
    axis = Axis(start, end, closed)
    return Timeline(
        lanes=tuple(_draw(lane, index, axis) for index, lane in enumerate(lanes)),
        ticks=_ticks(axis, (start, end), closed),
        due=_mark(axis.place(due), f"due {due:%H:%M}") if due and start <= due <= end else None,
    )


def _closed(segments: Sequence[Segment]) -> list[tuple[datetime, datetime]]:
    """Closed stretches of all lanes, overlapping ones merged."""
    merged: list[tuple[datetime, datetime]] = []
    for a, b in sorted((s.start, s.end) for s in segments if s.kind == "closed"):
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged


def _draw(lane: Lane, index: int, axis: Axis) -> DrawnLane:
    pieces = []
    for segment in lane.segments:
        x = axis.place(segment.start)
        pieces.append(Piece(x, round(axis.place(segment.end) - x, 3), segment.kind))
    return DrawnLane(lane.label, index, tuple(pieces))


def _ticks(
    axis: Axis, ends: tuple[datetime, datetime], closed: Sequence[tuple[datetime, datetime]]
) -> tuple[Mark, ...]:
    """Both ends, the edges of closed stretches and round hours, where there is room; a new day names itself."""
    kept: list[Tick] = [(0.0, ends[0], "start"), (100.0, ends[1], "end")]
    for a, b in closed:
        left: Tick = (axis.place(a), a, "end")
        right: Tick = (axis.place(b), b, "start")
        if _has_room(left, kept) and _has_room(right, kept):
            kept += [left, right]
    for moment in _round_hours(*ends):
        tick: Tick = (axis.place(moment), moment, "middle")
        if not any(a < moment < b for a, b in closed) and _has_room(tick, kept):
            kept.append(tick)
    kept.sort(key=lambda tick: tick[0])
    before = [None, *(moment for _, moment, _ in kept)]
    return tuple(
        Mark(x, _label(moment, previous), anchor) for (x, moment, anchor), previous in zip(kept, before, strict=False)
    )


def _has_room(tick: Tick, kept: Sequence[Tick]) -> bool:
    """Whether the label of a tick touches none of those that are kept."""
    shown = [*kept, tick]
    first, last = _extent(tick, shown)
    return all(last <= left or right <= first for left, right in (_extent(other, shown) for other in kept))


def _extent(tick: Tick, kept: Sequence[Tick]) -> tuple[float, float]:
    """Where a label begins and ends; the first one of a day is longer, for it names the day."""
    x, moment, anchor = tick
    names_day = not any(other < moment and other.date() == moment.date() for _, other, _ in kept)
    width = DAY_WIDTH if names_day else HOUR_WIDTH
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left, left + width


def _round_hours(start: datetime, end: datetime) -> list[datetime]:
    """Every third hour between two moments less than three days apart; none for longer stretches."""
    if end - start > timedelta(days=3):
        return []
    first = start.replace(minute=0, second=0, microsecond=0)
    hours = (first + timedelta(hours=i) for i in range(1, 24 * 4))
    return [hour for hour in hours if hour.hour % 3 == 0 and start < hour < end]


def _label(moment: datetime, before: datetime | None) -> str:
    if before is not None and before.date() == moment.date():
        return f"{moment:%H:%M}"
    return f"{moment:%H:%M} {moment.day} {moment:%b}"


def _mark(x: float, label: str) -> Mark:
    return Mark(x, label, "start" if x < 8 else "end" if x > 92 else "middle")
