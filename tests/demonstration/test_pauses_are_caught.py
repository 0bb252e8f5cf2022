"""The pause check finds what the demonstration hides in Orvane's file: waits that its contract does not accept."""

from datetime import date

import orjson
import polars as pl
import pytest

from portal.demonstration.export import write_files
from portal.demonstration.kinds import World
from portal.demonstration.tickets import tickets
from portal.demonstration.world import AWAITING_USER, world
from tests.demonstration.test_clock_agrees import clock_of
from tickets.intake.parse import parse_file
from tickets.pause_check import Checked, PausedTicket, check
from tickets.pause_tally import selected, tally
from tickets.waits import waits_of

TODAY = date(2026, 11, 22)
SERVICES = ("service-desk", "device-support", "joiners-leavers")


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> list[Checked]:
    """Every resolved ticket of Orvane's services that waited, by its own file and its own levels."""
    here, folder = world(TODAY), tmp_path_factory.mktemp("files")
    source = next(one for one in here.sources if one.vendor == "orvane")
    files = write_files(here, TODAY, folder)
    parsed = parse_file(files["orvane"], source.mapping, source.zone, folder)
    meant = tickets(here, TODAY).select("number", "service", "met")
    frame = pl.read_ipc(parsed.tickets).filter(pl.col("resolved_at").is_not_null()).join(meant, on="number")
    return [one for service in SERVICES for one in of_service(here, service, frame.filter(service=service))]


def of_service(here: World, service: str, frame: pl.DataFrame) -> list[Checked]:
    levels = {level.priority: level for level in here.levels if level.service == service}
    clock = clock_of(next(each for each in here.calendars if each.slug == levels[1].calendar))
    times = frame.with_columns(pl.col("opened_at", "resolved_at").dt.epoch("s"))
    columns = times.select("opened_at", "resolved_at", "priority_rank", "history", "met")
    found = []
    for key, (opened, resolved, rank, history, met) in enumerate(columns.iter_rows()):
        level = levels[rank]
        waits = waits_of(orjson.loads(history or "[]"), {label.lower() for label in level.pausing})
        found.append(PausedTicket(key, opened, resolved, resolved, level.resolution_minutes * 60, 1, met, waits))
    return check(found, {1: clock})


def test_orvane_waits_shortly_before_the_breach_in_a_state_that_its_contract_does_not_accept(
    checked: list[Checked],
) -> None:
    near = selected(checked, "near")
    assert len(near) > 500
    labels = [pause.wait.label for one in near for pause in one.pauses if pause.near]
    assert labels.count(AWAITING_USER) > 0.95 * len(labels)
    assert len(selected(near, "not_accepted")) > 0.95 * len(near)


def test_without_those_pauses_orvane_keeps_no_more_by_its_own_clock_than_by_the_contract(
    checked: list[Checked],
) -> None:
    figures = tally(checked)
    gap = figures.counts["waiting_met"] - figures.counts["met"]
    assert gap > 1_000
    assert figures.counts["waiting_turned"] > 0.9 * gap
    assert figures.counts["turned"] < 0.02 * figures.counts["met"]
