"""Sample ticket: late by the tickets, in time by the provider's clock."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from reporting.charts.trend import Reference, Scale, Series, table, trend
from tickets.charts.score import Component, Track, tracks
from tickets.charts.timeline import Kind, Lane, Segment, Timeline, timeline

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = ("May", "Jun", "Jul", "Aug", "Sep", "Oct")


def score() -> list[Track]:
    """Components of an outcome score, one of them not measured."""
    return tracks(
        (
            Component("User disruption", "5 h 40 min lost, coached", 4, 25),
            Component("First-time-right", "reopened the next day", 0, 20),
            Component("Timeliness", "9 h 10 min of 8 h 00 min", 6, 20),
            Component("Handoffs", "4, norm 1 or fewer", 4, 15),
            Component("Clarity", "feedback 2 of 5", 5, 10),
            Component("Effort", "no norm for this task", None, 10),
        )
    )


def clock() -> Timeline | None:
    """The same ticket as the provider counts it and as its history shows it."""
    stops = [
        _at(13, 9, 20),
        _at(13, 11, 30),
        _at(13, 13, 45),
        _at(13, 16),
        _at(13, 18),
        _at(14, 8),
        _at(14, 10, 30),
    ]
    told: tuple[Kind, ...] = ("counted", "paused", "counted", "paused", "closed", "counted")
    seen: tuple[Kind, ...] = ("counted", "disputed", "counted", "paused", "closed", "counted")
    return timeline(
        (_lane("Orvane: 6 h 55 min, met", told, stops), _lane("Tickets: 9 h 10 min, missed", seen, stops)),
        due=_at(14, 9, 20),
    )


def _lane(label: str, kinds: tuple[Kind, ...], stops: list[datetime]) -> Lane:
    return Lane(label, tuple(map(Segment, kinds, stops, stops[1:])))


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=AMSTERDAM)


def segments() -> list[dict[str, str]]:
    """The clock as rows with a running sum."""
    names = ("kind", "start", "end", "why", "length", "counted")
    rows = (
        ("counted", "13 Oct 09:20", "11:30", "Service desk", "2 h 10 min", "2 h 10 min"),
        ("disputed", "13 Oct 11:30", "13:45", "Awaiting user, not told", "2 h 15 min", "4 h 25 min"),
        ("paused", "13 Oct 16:00", "18:00", "Awaiting part, agreed", "2 h 00 min", "6 h 40 min"),
        ("closed", "13 Oct 18:00", "14 Oct 08:00", "Calendar closed", "14 h 00 min", "6 h 40 min"),
        ("counted", "14 Oct 08:00", "10:30", "Desktop, then field", "2 h 30 min", "9 h 10 min"),
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


def path() -> list[dict[str, str]]:
    """Groups the ticket went through."""
    nodes = (
        ("Service desk", "13 Oct 09:20", "held 4 h 25 min"),
        ("Desktop", "13 Oct 13:45", "held 2 h 15 min"),
        ("Depot", "13 Oct 16:00", "paused 2 h 00 min"),
        ("Desktop", "14 Oct 08:00", "held 1 h 10 min"),
    )
    known = [{"group": group, "time": time, "held": held} for group, time, held in nodes]
    last = {"group": "Field Utrecht", "time": "14 Oct 09:10", "held": "held 1 h 20 min"}
    return [*known, last | {"tone": "bad", "word": "Not validated"}]


def chart() -> dict[str, Any]:
    """A trend with a comparison and two references."""
    series = (
        Series("Tickets", (93.4, 92.8, 93.1, 92.0, 89.4, 86.9), "subject"),
        Series("Reported", (97.2, 97.9, 97.4, 98.0, 97.8, 97.6), "comparison"),
    )
    limits = (Reference("Expected", 95), Reference("Minimum", 90))
    return {
        "id": "trend-p2",
        "label": "P2 resolved in time: reported 97.6 %, from tickets 86.9 % in October",
        "figure": trend(MONTHS, series, Scale("%", 1, start=84, end=100), limits),
        "columns": ["Month", "From tickets, %", "Reported, %"],
        "rows": table(MONTHS, series),
    }
