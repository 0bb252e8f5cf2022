"""The list shows exactly the tickets that a figure counts: both sides of every named filter agree."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from reporting import periods
from reporting.behind import Behind, tickets_behind
from reporting.ticket_frame import tickets_of
from tests.cast import Cast
from tests.reporting.ticket_rows import put
from tickets.behind import FILTERS
from tickets.models import Outcome, TaskType, Ticket
from tickets.period_keys import UnknownPeriod, month_of, parse_period

OCTOBER = parse_period("2026-10")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def motley(acting: Cast) -> Cast:
    """Three hundred tickets of every kind around October 2026, some opened and ended on its very edges."""
    chance = random.Random(10)
    start, end = OCTOBER.instants(AMSTERDAM)
    task = TaskType.objects.create(organisation=acting.organisation, name="Password")
    edges = [start, end, start - timedelta(seconds=1), end - timedelta(seconds=1)]
    rows = [a_row(chance, chance.choice([*edges, spread(chance, start, end)]), end, task.pk) for _ in range(300)]
    tickets = put(acting.organisation, rows)
    Outcome.objects.filter(pk__in=[ticket.pk for ticket in tickets[::3]]).update(resolution_seconds=60)
    return acting


def spread(chance: random.Random, start: datetime, end: datetime) -> datetime:
    return start + (end - start) * chance.uniform(-0.5, 1.5)


def a_row(chance: random.Random, opened: datetime, end: datetime, task: int) -> dict[str, Any]:
    maybe = (None, True, False)
    after = opened + timedelta(hours=chance.randint(0, 900))
    ended = chance.choice([None, after, max(end, opened)])
    resolved = ended if ended and chance.random() < 0.6 else None
    return {
        "opened": opened, "claimed_sla": chance.choice(maybe), "resolution_met": chance.choice(maybe),
        "first_time_right": chance.choice(maybe), "handoffs": chance.choice((None, 0, 1, 4)),
        "reopens": chance.choice((None, 0, 2)), "score": chance.choice((None, 0.0, 88.5)),
        "lost_hours": chance.choice((None, 0.0, 3.5)), "task_type_id": chance.choice((None, task)),
        "closed_at": ended, "hours": (resolved - opened) / timedelta(hours=1) if resolved else None,
    }  # fmt: skip


@pytest.mark.parametrize("behind", list(Behind))
def test_the_list_behind_a_figure_has_the_tickets_that_the_figure_counts(motley: Cast, behind: Behind) -> None:
    start, end = OCTOBER.instants(AMSTERDAM)
    frame = tickets_of(motley.organisation.pk, [periods.parse("2026-10")], AMSTERDAM)
    counted = frame.filter(tickets_behind(behind, start, end)).height
    assert Ticket.objects.behind(behind.value, start, end).count() == counted > 0


def test_every_name_that_figures_use_is_known_to_the_list_and_no_other() -> None:
    assert set(FILTERS) == {one.value for one in Behind}


def test_the_counts_of_the_filter_bar_are_those_of_the_lists(motley: Cast) -> None:
    instants = OCTOBER.instants(AMSTERDAM)
    told = Ticket.objects.all().counts_behind(*instants)
    assert told == {name: Ticket.objects.behind(name, *instants).count() for name in FILTERS if name != "open_at_end"}


@pytest.mark.parametrize("key", ["2016-02", "2026-W40", "2020-W53", "2026-Q4", "2026-12", "2016-W01"])
@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/Santiago", "Asia/Kolkata"])
def test_a_key_means_the_same_instants_in_the_list_as_in_a_figure(key: str, zone: str) -> None:
    ours, theirs = parse_period(key), periods.parse(key)
    assert ours.instants(ZoneInfo(zone)) == theirs.instants(ZoneInfo(zone))
    assert ours.label == theirs.label
    assert (ours.next().key, ours.previous().key) == (theirs.next().key, theirs.previous().key)


def test_ranges_of_months_and_of_days_include_both_ends() -> None:
    months = periods.spanning(periods.parse("2016-02"), periods.parse("2016-06"))
    days = periods.day_range(date(2016, 2, 1), date(2016, 7, 1))
    for range_ in (months, days):
        assert parse_period(range_.key).instants(AMSTERDAM) == range_.instants(AMSTERDAM)
    assert parse_period(days.key).next().key == days.next().key
    assert parse_period(days.key).previous().key == days.previous().key


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13", "2026-W54", "2026-06..2026-02", "2026-06..", "9999-12", "٢٠٢٦-10"]
)
def test_what_no_calendar_has_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UnknownPeriod, match="period"):
        parse_period(text)


def test_a_day_belongs_to_its_month() -> None:
    assert month_of(date(2026, 10, 31)).key == "2026-10"
    assert parse_period("2026-10-31").instants(ZoneInfo("UTC"))[0] == datetime(2026, 10, 31, tzinfo=UTC)


def test_frames_and_lists_look_at_the_same_hundreds(motley: Cast) -> None:
    frame = tickets_of(motley.organisation.pk, [periods.parse("2026-10")], AMSTERDAM)
    assert frame.select(pl.len()).item() > 100
