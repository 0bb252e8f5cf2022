"""The life of a ticket, cut into stretches that counted, were paused, were excluded, or lay outside opening hours."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from operator import itemgetter
from typing import Literal, TypeAlias

from vendors.opening import epoch, instant_of

Kind: TypeAlias = Literal["counted", "disputed", "paused", "excluded", "outside"]
Stretch: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one kind. Instants in UTC, half-open; `seconds` is its length by the wall clock.

    A pause outside opening hours is `outside`: it held nothing up. What was both paused and excluded is
    `excluded`: that is what both sides agreed. `disputed` counts as `counted` does (see `with_disputed`). So
    these two add up to the working time, and all seconds to the time from start to end. `counted_so_far`
    includes this segment.
    """

    start: datetime
    end: datetime
    kind: Kind
    seconds: int
    counted_so_far: int


def disjoint(stretches: Iterable[Stretch], since: int, until: int) -> list[Stretch]:
    """The part of the stretches within [since, until], in order, overlapping and touching ones made one."""
    joined: list[Stretch] = []
    for begin, end in sorted(stretches):
        begin, end = max(begin, since), min(end, until)
        if begin >= end:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


@dataclass(frozen=True, slots=True)
class Stopped:
    """Where the clock stood still, in epoch seconds: by pauses of the ticket, and by agreed exclusions."""

    paused: list[Stretch]
    excluded: list[Stretch]


def cut(start: int, end: int, opened: list[Stretch], stopped: Stopped) -> list[Segment]:
    """The segments of [start, end), in epoch seconds; the stretches of each kind are disjoint and within it."""
    stretches = (*opened, *stopped.paused, *stopped.excluded)
    edges = sorted({start, end, *(edge for stretch in stretches for edge in stretch)})
    segments: list[Segment] = []
    counted = 0
    for begin, finish in pairwise(edges):
        kind = _kind(begin, opened, stopped)
        counted += finish - begin if kind == "counted" else 0
        if segments and segments[-1].kind == kind:
            begin -= segments.pop().seconds
        segments.append(Segment(instant_of(begin), instant_of(finish), kind, finish - begin, counted))
    return segments


def with_disputed(segments: Iterable[Segment], disputed: Iterable[Stretch]) -> list[Segment]:
    """The same timeline, in which what counted though somebody calls it a pause is told apart."""
    stretches = list(disputed)
    told: list[Segment] = []
    for one in segments:
        if one.kind != "counted":
            told.append(one)
            continue
        since, until = epoch(one.start), epoch(one.end)
        before = one.counted_so_far - one.seconds
        edges = [since, *(edge for stretch in disjoint(stretches, since, until) for edge in stretch), until]
        for place, (begin, end) in enumerate(pairwise(edges)):
            if begin < end:
                kind: Kind = "disputed" if place % 2 else "counted"
                told.append(Segment(instant_of(begin), instant_of(end), kind, end - begin, before + end - since))
    return told


def _kind(instant: int, opened: list[Stretch], stopped: Stopped) -> Kind:
    if not _within(instant, opened):
        return "outside"
    if _within(instant, stopped.excluded):
        return "excluded"
    return "paused" if _within(instant, stopped.paused) else "counted"


def _within(instant: int, stretches: list[Stretch]) -> bool:
    index = bisect_right(stretches, instant, key=itemgetter(0)) - 1
    return index >= 0 and instant < stretches[index][1]
