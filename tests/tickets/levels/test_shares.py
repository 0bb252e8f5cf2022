"""Shares of tickets within their target: which are counted, which are missed, and what the source claims of them."""

from datetime import UTC, date, datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from tests.tickets.levels.ground import MARCH, Ground, at
from vendors.models import Site


def test_a_ticket_resolved_at_its_target_to_the_second_is_met_and_one_a_minute_later_is_missed(ground: Ground) -> None:
    ground.level()
    ground.ticket("INC1", "4 09:00", "4 17:00")
    ground.ticket("INC2", "4 10:00", "5 10:01")
    found = ground.figure()
    assert (found.state, str(found.value), found.counted, found.met, found.missed) == (
        "missed_minimum",
        "50.0000",
        2,
        1,
        1,
    )
    assert ground.named(found.counted_tickets) == ["INC1", "INC2"]
    assert ground.named(found.missed_tickets) == ["INC2"]


def test_a_month_without_tickets_has_no_data(ground: Ground) -> None:
    ground.level()
    found = ground.figure()
    assert (found.state, found.value, found.counted, found.claimed_met) == ("no_data", None, 0, None)


def test_an_open_ticket_is_counted_once_it_is_late(ground: Ground) -> None:
    ground.level()
    ground.ticket("INC1", "4 09:00", None)
    assert ground.figure(now=at("4 17:00")).counted == 0
    late = ground.figure(now=at("4 17:01"))
    assert (late.missed, late.differing[0][2:]) == (1, [None, "Still open"])


def test_only_tickets_of_the_service_priority_site_and_month_are_counted(ground: Ground) -> None:
    delft = Site.objects.create(organisation=ground.cast.organisation, name="Delft")
    ground.level(site=delft)
    ground.ticket("INC1", "4 09:00", "4 10:00", site_name="delft")
    ground.ticket("INC2", "4 09:00", "4 10:00", site_name="Breda")
    ground.ticket("INC3", "4 09:00", "4 10:00", site_name="Delft", priority_rank=2)
    ground.ticket("INC4", "4 09:00", "4 10:00", site_name="Delft", group_name="Field")
    ground.ticket("INC5", "4-01 00:00", "4-02 10:00", site_name="Delft")
    assert ground.named(ground.figure().counted_tickets) == ["INC1"]


def test_a_level_for_all_priorities_counts_those_with_a_level_of_their_own_too(ground: Ground) -> None:
    ground.level("SL-1", priority_rank=1, target_minutes=60)
    ground.level("SL-2", priority_rank=None)
    ground.ticket("INC1", "4 09:00", "4 11:00", priority_rank=1)
    ground.ticket("INC2", "4 09:00", "4 11:00", priority_rank=None)
    assert (ground.figure("SL-1").missed, ground.figure("SL-2").met) == (1, 2)


def test_tickets_are_counted_by_their_resolution_where_that_is_agreed(ground: Ground) -> None:
    ground.level(counts_by="resolved")
    ground.ticket("INC1", "2-29 16:00", "1 09:30")
    ground.ticket("INC2", "28 16:00", "4-02 09:30")
    assert ground.named(ground.figure().counted_tickets) == ["INC1"]


def test_the_last_second_of_the_month_by_the_wall_clock_belongs_to_it(ground: Ground) -> None:
    """On 31 March 2024 the clocks went forward: April begins at 22:00 UTC."""
    ground.level()
    ground.ticket("INC1", "31 23:59", "4-02 09:30")
    assert at("4-01 00:00").astimezone(UTC) == datetime(2024, 3, 31, 22, tzinfo=UTC)
    assert ground.figure().counted == 1


def test_a_level_counts_from_its_first_day_on(ground: Ground) -> None:
    ground.level(valid=DateRange(date(2024, 3, 18), None))
    ground.ticket("INC1", "15 09:00", "15 10:00")
    ground.ticket("INC2", "18 09:00", "18 10:00")
    found = ground.figure()
    assert (ground.named(found.counted_tickets), found.window_start) == (["INC2"], MARCH)


@pytest.mark.parametrize(
    ("pausing", "missed", "why"),
    [
        (["Awaiting User Info"], 0, []),
        (["awaiting user info "], 0, []),
        ([], 1, ["Pause not accepted: Awaiting User Info"]),
    ],
)
def test_a_pause_that_is_not_agreed_counts_and_is_told(
    ground: Ground, pausing: list[str], missed: int, why: list[str]
) -> None:
    ground.level(pausing_states=pausing)
    history = [
        [int(at("4 09:00").timestamp()), "New", "new", "Desk East"],
        [int(at("4 16:00").timestamp()), "Awaiting User Info", "paused", "Desk East"],
        [int(at("6 09:00").timestamp()), "Active", "active", "Desk East"],
    ]
    ground.ticket("INC1", "4 09:00", "6 09:30", history=history)
    found = ground.figure()
    assert (found.missed, [one[3] for one in found.differing]) == (missed, why)


def test_a_ticket_that_ran_over_says_by_how_much_working_time(ground: Ground) -> None:
    ground.level()
    ground.ticket("INC1", "4 09:00", "5 12:20")
    ground.ticket("INC2", "4 09:00", "5 12:20", claimed_sla=False)
    found = ground.figure()
    key, number, seconds, why = found.differing[0]
    assert (key, number, seconds) == (ground.numbers["INC1"], "INC1", 40_800)
    assert why.replace("\u00a0", " ") == "Clock ran 3 h 20 min of working time over"
    assert (found.claimed_met, found.met, len(found.differing)) == (1, 0, 1)


def test_claims_are_about_the_resolution_and_say_nothing_of_the_response(ground: Ground) -> None:
    ground.level(metric="response", target_minutes=60)
    ground.ticket("INC1", "4 09:00", "4 12:00", responded_at=at("4 11:00"))
    found = ground.figure()
    assert (found.missed, found.claimed_met, found.differing) == (1, None, [])
