"""The portal's own reader and clock, given nothing but the files, come to the verdicts the generator meant."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import orjson
import polars as pl
import pytest

from portal.demonstration.export import write_files
from portal.demonstration.kinds import Calendar, Source, World
from portal.demonstration.tickets import tickets
from portal.demonstration.world import world
from tickets.intake.parse import parse_file
from vendors.clock import BEYOND, CalendarVersion, OpeningHours, PauseTable, WorkingClock, expand

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def here() -> World:
    return world(TODAY)


@pytest.fixture(scope="module")
def lives(here: World) -> pl.DataFrame:
    return tickets(here, TODAY)


@pytest.fixture(scope="module")
def files(here: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_files(here, TODAY, tmp_path_factory.mktemp("files"))


def clock_of(calendar: Calendar) -> WorkingClock:
    hours = tuple(
        OpeningHours(weekday, opens, closes)
        for weekday, intervals in enumerate(calendar.week)
        for opens, closes in intervals
    )
    version = CalendarVersion(calendar.zone, hours, frozenset(day for day, _ in calendar.holidays))
    return expand((version,), datetime(2025, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))


def pauses(history: str | None, pausing: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    changes = orjson.loads(history) if history else []
    for change, after in pairwise([*changes, [BEYOND]]):
        if change[1] in pausing:
            yield change[0], after[0]


def measured(here: World, service: str, own: pl.DataFrame) -> pl.Series:
    levels = {level.priority: level for level in here.levels if level.service == service}
    clock = clock_of(next(each for each in here.calendars if each.slug == levels[1].calendar))
    paused = PauseTable.of([list(pauses(history, levels[1].pausing)) for history in own["history"].to_list()])
    opened, resolved = (own[name].dt.epoch("s").to_numpy() for name in ("opened_at", "resolved_at"))
    allowed = own["priority_rank"].replace_strict(
        {rank: level.resolution_minutes * 60 for rank, level in levels.items()}, return_dtype=pl.Int64
    )
    return pl.Series(clock.elapsed_many(opened, resolved, paused)) <= allowed


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_portal_measures_what_the_generator_meant(
    here: World, lives: pl.DataFrame, files: dict[str, Path], tmp_path: Path, place: int
) -> None:
    source: Source = here.sources[place]
    parsed = parse_file(files[source.vendor], source.mapping, source.zone, tmp_path)
    frame = pl.read_ipc(parsed.tickets).filter(pl.col("resolved_at").is_not_null())
    meant = lives.select("number", "service", "met", "claimed", "reopened")
    frame = frame.join(meant, on="number", maintain_order="left")
    settled = frame.filter((pl.col("reopened").is_not_null()).cast(pl.Int32) == pl.col("reopens_counted"))
    assert len(settled) > len(frame) - 60
    for (service,), own in settled.group_by("service", maintain_order=True):
        assert measured(here, str(service), own).equals(own["met"], check_names=False), service
    assert (settled["claimed_sla"] != settled["claimed"]).sum() == 0
