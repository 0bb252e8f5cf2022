"""The tickets of the demonstration, one row each, with every instant of their lives.

Instants are whole minutes since 1970 in UTC. A life may reach beyond the last day: the export cuts it there,
so that the youngest tickets are still open.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from portal.demonstration.arrivals import DAY
from portal.demonstration.behaviour import (
    BEHAVIOUR,
    COSTLY_EFFORT_MINUTES,
    COSTLY_TASK,
    UNCOUNTED_HANDOFF_SHARE,
    Behaviour,
)
from portal.demonstration.contacts import Contacts, contacts, words
from portal.demonstration.course import Course, course
from portal.demonstration.hours import Minutes, WorkingLine, working_line
from portal.demonstration.kinds import Calendar, Service, World
from portal.demonstration.people import technicians
from portal.demonstration.routes import handoff_counts, handoff_offsets, paths
from portal.demonstration.world import AWAITING_USER, AWAITING_VENDOR, SEED

_FIRST_NUMBER = {"orvane": 148_001, "tessel": 31_001, "lumenfold": 512_001}
_PRIORITY = ("1 - Critical", "2 - High", "3 - Moderate", "4 - Low")
_CHANNELS = np.array(("Phone", "Self service", "Email", "Chat"))
_NEVER_RESOLVED_SHARE = {"orvane": 0.006, "tessel": 0.003, "lumenfold": 0.0}
_NO_EFFORT_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Lives:
    """All that was drawn for the tickets of one service."""

    world: World
    service: Service
    behaviour: Behaviour
    asked: Contacts
    way: Course
    line: WorkingLine
    rng: np.random.Generator

    def at(self, offset: Minutes) -> Minutes:
        """Return the instants that lie `offset` working minutes after the tickets' opening."""
        return self.line.later(self.asked.opened, offset)


def tickets(world: World, today: date) -> pl.DataFrame:
    """Return about 25,000 tickets opened in the twelve months up to `today`, numbered per vendor."""
    frames = [_service_tickets(_lives(world, place, today)) for place in range(len(world.services))]
    frame = pl.concat(frames).sort("vendor", "opened", "service", maintain_order=True)
    place = pl.int_range(pl.len()).over("vendor") + pl.col("vendor").replace_strict(_FIRST_NUMBER)
    return frame.with_columns(("INC" + place.cast(pl.String).str.zfill(7)).alias("number"))


def _lives(world: World, place: int, today: date) -> Lives:
    service = world.services[place]
    behaviour = BEHAVIOUR[service.slug]
    rng = np.random.default_rng([SEED, 2, place])
    asked = contacts(world, service, today, rng)
    levels = tuple(level for level in world.levels if level.service == service.slug)
    way = course(behaviour, levels, asked, rng)
    calendar = next(each for each in world.calendars if each.slug == service.calendar)
    return Lives(world, service, behaviour, asked, way, _line(calendar, world, today), rng)


def _line(calendar: Calendar, world: World, today: date) -> WorkingLine:
    closed = {day for day, _ in calendar.holidays}
    days = (world.valid_from - timedelta(days=7), today + timedelta(days=500))
    return working_line(calendar.week, calendar.zone, closed, days)


def _service_tickets(lives: Lives) -> pl.DataFrame:
    count = len(lives.asked.opened)
    about = pl.DataFrame(
        {
            "vendor": [lives.service.vendor] * count,
            "service": [lives.service.slug] * count,
            **words(lives.world, lives.service, lives.asked, lives.rng),
            "priority": [_PRIORITY[rank - 1] for rank in lives.asked.rank.tolist()],
            "channel": _CHANNELS[lives.rng.choice(4, size=count, p=(0.5, 0.3, 0.15, 0.05))].tolist(),
        }
    )
    return pl.concat([about, _people(lives), _times(lives), _handling(lives), _effort(lives, about)], how="horizontal")


def _people(lives: Lives) -> pl.DataFrame:
    indexes = lives.asked.requester.tolist()
    people = [lives.world.requesters[index] for index in indexes]
    return pl.DataFrame(
        {
            "requester": [person.name for person in people],
            "site": [person.site for person in people],
            "asset": [f"NB-{10_000 + index}" for index in indexes],
        }
    )


def _times(lives: Lives) -> pl.DataFrame:
    """Return the instants of each life; pause, reopening and resolution are null where there is none."""
    way, pause, size = lives.way, lives.way.pause, len(lives.asked.opened)
    closing_days = lives.rng.integers(1, 3, size) if lives.behaviour.first_close else lives.rng.integers(3, 6, size)
    resolved = lives.at(way.resolve)
    ends = lives.rng.random(size) >= _NEVER_RESOLVED_SHARE[lives.service.vendor]
    frame = pl.DataFrame(
        {
            "opened": lives.asked.opened,
            "responded": lives.at(way.respond),
            "paused": lives.at(pause.begin),
            "resumed": lives.at(pause.begin + pause.length),
            "pause_state": np.where(pause.for_user, AWAITING_USER, AWAITING_VENDOR).tolist(),
            "first_resolved": lives.at(way.first_close),
            "reopened": lives.at(way.reopen),
            "resolved": resolved,
            "closed": resolved + closing_days * DAY,
            "claimed": way.claimed,
            "met": way.met,
        }
    )
    is_paused = pl.Series(pause.length > 0)
    never = dict.fromkeys(("paused", "resumed", "pause_state"), is_paused)
    never |= {name: pl.Series(ends) for name in ("first_resolved", "resolved", "closed")}
    never["reopened"] = pl.Series(ends & way.reopened)
    return frame.with_columns(pl.when(known).then(pl.col(name)).alias(name) for name, known in never.items())


def _handling(lives: Lives) -> pl.DataFrame:
    """Return groups passed, instants of the handoffs, the counter's surplus over them and the technician."""
    counts = handoff_counts(lives.behaviour, lives.asked, lives.way, lives.rng)
    offsets = handoff_offsets(lives.way, counts, lives.rng)
    used = np.arange(offsets.shape[1])[None, :] < counts[:, None]
    flat = lives.line.later(np.repeat(lives.asked.opened, counts), offsets[used]).tolist()
    ends = np.cumsum(counts).tolist()
    path = paths(lives.world, lives.service, lives.behaviour.route, (lives.asked.requester, counts), lives.rng)
    seats = lives.rng.integers(0, 9, len(counts)).tolist()
    staff = {group: technicians(group, 9) for group in {each[-1] for each in path}}
    return pl.DataFrame(
        {
            "path": path,
            "handed_on": [flat[end - count : end] for end, count in zip(ends, counts.tolist(), strict=True)],
            "uncounted": (lives.rng.random(len(counts)) < UNCOUNTED_HANDOFF_SHARE).astype(np.int64),
            "group": [each[-1] for each in path],
            "technician": [staff[each[-1]][seat] for each, seat in zip(path, seats, strict=True)],
        },
        schema_overrides={"handed_on": pl.List(pl.Int64)},
    )


def _effort(lives: Lives, about: pl.DataFrame) -> pl.DataFrame:
    """Return the minutes of handling time; null where the technician wrote none down."""
    usual = {each.name: (each.norm[0] * each.norm[1]) ** 0.5 for each in lives.world.task_types}
    expected = about["task_type"].replace_strict(usual, default=20.0, return_dtype=pl.Float64).to_numpy()
    costly = (about["task_type"] == COSTLY_TASK).fill_null(value=False).to_numpy()
    expected = np.where(costly, COSTLY_EFFORT_MINUTES, expected * lives.behaviour.effort)
    drawn = np.rint(expected * np.exp(0.3 * lives.rng.standard_normal(len(expected)))).astype(np.int64)
    known = pl.Series(lives.rng.random(len(expected)) >= _NO_EFFORT_SHARE)
    return pl.DataFrame({"effort": np.maximum(drawn, 2)}).select(pl.when(known).then(pl.col("effort")).alias("effort"))
