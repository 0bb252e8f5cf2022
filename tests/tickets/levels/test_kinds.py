"""The other kinds of levels: times, first contact, reopenings, repeat contacts, availability; and their windows."""

from datetime import date
from decimal import Decimal

import pytest

from tests.tickets.levels.ground import Ground, at
from vendors.models import Outage


def outage(ground: Ground, start: str, end: str | None) -> Outage:
    return Outage.objects.create(
        organisation=ground.cast.organisation,
        vendor=ground.cast.orvane,
        service=ground.cast.desk,
        starts_at=at(start),
        ends_at=at(end) if end else None,
        cause="Mail was down",
    )


def three_tickets(ground: Ground) -> None:
    """Resolved in 1, 2 and 6 working hours."""
    for number, resolved in (("INC1", "4 10:00"), ("INC2", "4 11:00"), ("INC3", "4 15:00")):
        ground.ticket(number, "4 09:00", resolved)


def test_a_percentile_lies_between_the_two_tickets_around_its_place(ground: Ground) -> None:
    ground.level(kind="percentile", expected=4, minimum=6, quantile=Decimal("0.9"))
    three_tickets(ground)
    found = ground.figure()
    assert (str(found.value), found.state, found.met, found.missed) == ("5.2000", "missed_expected", 2, 1)
    assert ground.named(found.missed_tickets) == ["INC3"]


def test_a_mean_leaves_tickets_without_a_resolution_aside(ground: Ground) -> None:
    ground.level(kind="mean", expected=3, minimum=None)
    three_tickets(ground)
    ground.ticket("INC4", "4 09:00", None)
    found = ground.figure()
    assert (str(found.value), found.counted, found.state) == ("3.0000", 3, "met")


def test_first_contact_is_no_handoff_and_no_reopening_of_a_ticket_that_has_ended(ground: Ground) -> None:
    ground.level(kind="first_contact", expected=60, minimum=50)
    ground.ticket("INC1", "4 09:00", "4 10:00")
    ground.ticket("INC2", "4 09:00", "4 10:00", handoffs_counted=1)
    ground.ticket("INC3", "4 09:00", "4 10:00", reopens_seen=1)
    ground.ticket("INC4", "4 09:00", None)
    ground.ticket("INC5", "4 09:00", "4 10:00", handoffs_counted=None, reopens_counted=None)
    found = ground.figure()
    assert (str(found.value), found.counted, ground.named(found.missed_tickets)) == ("33.3333", 3, ["INC2", "INC3"])


def test_a_reopened_ticket_counts_as_reopened_also_while_it_is_open_again(ground: Ground) -> None:
    ground.level(kind="reopen_rate", expected=25, minimum=None)
    ground.ticket("INC1", "4 09:00", "4 10:00")
    ground.ticket("INC2", "4 09:00", None, reopens_counted=1)
    ground.ticket("INC3", "4 09:00", None)
    found = ground.figure()
    assert (str(found.value), found.counted, found.state) == ("50.0000", 2, "missed_expected")


def test_a_repeat_contact_is_counted_at_the_ticket_that_did_not_help(ground: Ground) -> None:
    """The second ticket comes in April, and to another provider's group."""
    ground.level(kind="count", expected=0, minimum=None)
    ground.ticket("INC1", "29 09:00", "29 10:00", requester="Ann")
    ground.ticket("INC2", "4-04 09:00", "4-04 10:00", requester="Ann", group_name="Field", service_id=None)
    ground.ticket("INC3", "29 09:00", "29 10:00", requester="Ben")
    found = ground.figure()
    assert (str(found.value), found.counted, ground.named(found.missed_tickets)) == ("1.0000", 2, ["INC1"])


def test_availability_is_agreed_hours_without_outages_and_overlapping_ones_count_once(ground: Ground) -> None:
    """March 2024 has 21 working days of 8 hours: 168 hours, of which the service was down for 4."""
    ground.level(kind="availability", expected=98, minimum=95, priority_rank=None)
    outage(ground, "4 09:00", "4 12:00")
    outage(ground, "4 11:00", "4 13:00")
    outage(ground, "9 09:00", "10 17:00")
    found = ground.figure()
    assert (found.counted, str(found.value), found.state) == (168 * 3600, "97.6190", "missed_expected")


def test_an_outage_that_lasts_counts_as_far_as_time_has_come(ground: Ground) -> None:
    ground.level(kind="availability", expected=98, minimum=None, priority_rank=None)
    outage(ground, "1 16:00", None)
    found = ground.figure(now=at("4 11:00"))
    assert (found.counted, str(found.value)) == (10 * 3600, "70.0000")


def test_an_approved_exclusion_takes_its_time_out_of_agreed_and_lost_hours(ground: Ground) -> None:
    """Left are 160 of 168 hours, and 2 of 4 lost ones."""
    ground.level(kind="availability", expected=98, minimum=None, priority_rank=None)
    outage(ground, "4 15:00", "5 11:00")
    ground.exclude(starts_at=at("5 00:00"), ends_at=at("6 00:00"))
    found = ground.figure()
    assert (found.counted, str(found.value)) == (160 * 3600, "98.7500")
    assert (found.gross_counted, str(found.gross_value)) == (168 * 3600, "97.6190")


@pytest.mark.parametrize("kind", ["satisfaction", "reported"])
def test_what_the_portal_does_not_measure_is_no_data(ground: Ground, kind: str) -> None:
    ground.level(kind=kind, expected=80, minimum=70, priority_rank=None)
    three_tickets(ground)
    found = ground.figure()
    assert (found.state, found.value, found.counted) == ("no_data", None, 0)


def test_a_quarter_falls_due_in_its_last_month_and_shows_its_running_figure_before(ground: Ground) -> None:
    ground.level(window="quarter")
    ground.ticket("INC1", "1-08 09:00", "1-08 10:00")
    ground.ticket("INC2", "2-05 09:00", "2-07 10:00")
    ground.ticket("INC3", "4 09:00", "4 10:00")
    february, march = ground.figure(month=date(2024, 2, 1)), ground.figure()
    assert (february.is_due, february.counted, february.window_end) == (False, 2, date(2024, 3, 1))
    assert (march.is_due, march.counted, march.window_start) == (True, 3, date(2024, 1, 1))


def test_a_rolling_window_looks_back_over_its_months(ground: Ground) -> None:
    ground.level(window="rolling", rolling_months=2)
    ground.ticket("INC1", "1-08 09:00", "1-08 10:00")
    ground.ticket("INC2", "2-05 09:00", "2-05 10:00")
    ground.ticket("INC3", "4 09:00", "4 10:00")
    found = ground.figure()
    assert (found.is_due, ground.named(found.counted_tickets)) == (True, ["INC2", "INC3"])
