"""A level that missed its minimum in a month that is over is escalated, once, along the narrowest path."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.threads import at_once
from tests.tickets.levels.ground import LATER, MARCH, Ground, make_ground
from tests.vendors.escalation import a_path
from tickets.escalating import sweep
from vendors.levels.measured_periods import close
from vendors.models import Escalation, EscalationStep, Measurement, ReachedStep

IN_MARCH = datetime(2024, 3, 28, 12, tzinfo=UTC)
OVER = datetime(2024, 3, 31, 22, tzinfo=UTC)
"""Midnight in Amsterdam, where summer has begun."""


def one_of_two_in_time(ground: Ground, **terms: Any) -> Ground:
    ground.level(**terms)
    ground.ticket("INC1", "4 09:00", "4 10:00")
    ground.ticket("INC2", "4 09:00", "6 10:00")
    return ground


@pytest.fixture
def missed(ground: Ground) -> Ground:
    """Half of the tickets of March were resolved in time, where 90 % is the last level tolerated."""
    return one_of_two_in_time(ground)


def raised(ground: Ground, now: datetime = LATER) -> int:
    return sweep(ground.cast.organisation, now).raised


def test_a_level_below_its_minimum_is_escalated_to_the_first_step_and_says_by_how_much(missed: Ground) -> None:
    path = a_path(missed.cast)
    missed.period()
    assert raised(missed) == 1
    one = Escalation.objects.get()
    assert one.subject.replace("\u00a0", " ") == "SL-1 missed its minimum in March 2024: 50.0 %"
    assert (one.path, one.level.code if one.level else "", one.month) == (path, "SL-1", MARCH)
    assert (one.step_name, one.client_owner, one.raised_by, one.state) == ("Team lead", "Our Team lead", "", "open")
    assert list(ReachedStep.objects.values_list("name", flat=True)) == ["Team lead"]


def test_it_goes_on_to_the_next_step_by_itself(missed: Ground) -> None:
    a_path(missed.cast)
    missed.period()
    raised(missed)
    due = Escalation.objects.get().next_step_at
    assert due == datetime(2024, 6, 4, 8, tzinfo=UTC)  # P3: 8 hours after 4, of which Monday has one left
    sweep(missed.cast.organisation, due)
    assert Escalation.objects.get().step_name == "Delivery manager"


def test_a_doubled_and_a_late_round_raise_nothing_more_even_when_it_was_closed(missed: Ground) -> None:
    a_path(missed.cast)
    missed.period()
    assert [raised(missed), raised(missed)] == [1, 0]
    Escalation.objects.update(state="closed", closed_at=LATER, resolution="Two more people at the desk.")
    missed.period(now=datetime(2024, 7, 1, tzinfo=UTC))
    assert raised(missed, datetime(2024, 9, 1, tzinfo=UTC)) == 0


def test_a_running_month_waits_until_it_is_over_and_measured_since(missed: Ground) -> None:
    a_path(missed.cast)
    missed.period(now=IN_MARCH)
    assert raised(missed, IN_MARCH) == 0
    assert raised(missed, OVER) == 0
    missed.period(now=OVER)
    assert raised(missed, OVER) == 1


def test_a_closed_month_is_escalated_too_and_its_restatement_not_again(missed: Ground) -> None:
    a_path(missed.cast)
    close(missed.cast["vendor_manager"], missed.period(), LATER)
    assert raised(missed) == 1
    missed.ticket("INC3", "5 09:00", "8 10:00")
    missed.period()
    assert raised(missed) == 0


@pytest.mark.parametrize(("first", "expected"), [(date(2024, 3, 31), 1), (date(2024, 4, 1), 0)])
def test_a_path_takes_months_that_end_after_its_first_day(missed: Ground, first: date, expected: int) -> None:
    a_path(missed.cast, counts_from=first)
    missed.period()
    assert raised(missed) == expected


@pytest.mark.parametrize("terms", [{"minimum": 50}, {"minimum_volume": 20}, {"window": "rolling", "kind": "reported"}])
def test_what_was_kept_or_is_too_little_to_tell_is_not_escalated(ground: Ground, terms: dict[str, Any]) -> None:
    one_of_two_in_time(ground, **terms)
    a_path(ground.cast)
    ground.period()
    assert raised(ground) == 0


def test_a_level_of_a_quarter_is_escalated_with_the_month_in_which_the_quarter_ends(ground: Ground) -> None:
    one_of_two_in_time(ground, window="quarter")
    a_path(ground.cast)
    for month in (date(2024, 2, 1), MARCH, date(2024, 4, 1)):
        ground.period(month)
    raised(ground)
    assert list(Escalation.objects.values_list("month", flat=True)) == [MARCH]


def test_the_narrowest_path_is_the_contracts_or_the_services(missed: Ground) -> None:
    a_path(missed.cast)
    of_contract = a_path(missed.cast, contract=missed.contract)
    missed.period()
    raised(missed)
    assert Escalation.objects.get().path == of_contract


def test_a_path_without_a_step_raises_nothing(missed: Ground) -> None:
    a_path(missed.cast)
    EscalationStep.objects.all().delete()
    missed.period()
    assert raised(missed) == 0


def test_the_database_holds_one_escalation_of_a_level_and_month(missed: Ground) -> None:
    a_path(missed.cast)
    missed.period()
    raised(missed)
    again = Escalation.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError, match="missed_level_of_a_month_is_escalated_once"), transaction.atomic():
        again.save(force_insert=True)
    with pytest.raises(IntegrityError, match="escalation_of_a_level_names_its_month"), transaction.atomic():
        Escalation.objects.update(month=None)


def test_two_rounds_at_once_raise_one(committed_cast: Cast) -> None:
    with acting_for(committed_cast.organisation.pk):
        ground = one_of_two_in_time(make_ground(committed_cast))
        a_path(committed_cast)
        ground.period()

    def sweep_once() -> None:
        with acting_for(committed_cast.organisation.pk):
            sweep(committed_cast.organisation, LATER)

    assert at_once(3, sweep_once) == []
    with acting_for(committed_cast.organisation.pk):
        assert Escalation.objects.count() == 1


def test_the_list_shows_it_and_its_page_leads_to_the_month(client: Client, cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        ground = one_of_two_in_time(make_ground(cast))
        a_path(cast)
        ground.period()
        raised(ground)
        one = Escalation.objects.get()
    for member in (cast["vendor_manager"], cast["provider"]):
        client.force_login(member.person)
        assert "SL-1 missed its minimum in March 2024" in client.get(reverse("vendors:escalations")).content.decode()
        page = client.get(one.get_absolute_url()).content.decode()
        address = reverse("vendors:period", args=[ground.contract.pk, MARCH])
        assert f'href="{address}">SL-1 in March 2024</a>' in page
        assert client.get(address).status_code == 200


def test_a_round_asks_as_much_for_ten_levels_as_for_one(missed: Ground) -> None:
    a_path(missed.cast)
    missed.period()
    one = queries_of(lambda: raised(missed))
    Escalation.objects.update(level=None, month=None)
    for number in range(2, 11):
        missed.level(f"SL-{number}", kind="first_contact")
    missed.period()
    Measurement.objects.update(state="missed_minimum", value=50)
    assert queries_of(lambda: raised(missed)) == one
    assert Escalation.objects.of_missed_levels(missed.cast.organisation).count() == 10
