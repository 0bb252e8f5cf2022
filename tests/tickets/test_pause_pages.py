"""The pause check's page: what it counts is what it lists, and a provider sees its own."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from portal.accounts.models import Membership
from tests.cast import Cast
from tests.counting import queries_of
from tests.reporting.ticket_rows import put
from tickets.models import Outcome, Ticket
from tickets.pause_tally import FILTERS
from tickets.setup import prepare_organisation
from vendors.models import Calendar, Service, ServiceLevel

PAGE = "/tickets/pauses/"
MONDAY = datetime(2026, 10, 5, 8, tzinfo=UTC)


def level_of(cast: Cast, service: Service, pausing: list[str]) -> ServiceLevel:
    return ServiceLevel.objects.create(
        organisation=cast.organisation, vendor_id=service.vendor_id, service=service, code=f"SL-{service.pk}",
        metric="resolution", priority_rank=3, target_minutes=480, valid=DateRange(date(2016, 1, 1), None),
        calendar=Calendar.objects.default().get(), pausing_states=pausing,
    )  # fmt: skip


def entries(*told: tuple[float, str, str]) -> list[list[object]]:
    """Hours after the opening, the state's label, and the group."""
    return [
        [int((MONDAY + timedelta(hours=hours)).timestamp()), label, "paused" if "Await" in label else "active", group]
        for hours, label, group in told
    ]


LATE_WAIT = entries((0, "Active", "Desk"), (7.5, "Awaiting User Info", "Desk"), (8.5, "Active", "Desk"))
EARLY_WAIT = entries((0, "Active", "Desk"), (1, "Awaiting Vendor", "Field"), (2, "Active", "Field"))


def stock(cast: Cast, level: ServiceLevel, history: list[list[object]], number: int = 1, **row: Any) -> list[Ticket]:
    """Tickets opened on a Monday at 10:00 in Amsterdam and resolved 8.75 hours later, on a level of eight."""
    told = {"opened": MONDAY, "hours": 8.75, "service": level.service, "history": history} | row
    tickets = put(cast.organisation, [told] * number)
    Outcome.objects.filter(ticket__in=tickets).update(resolution_level=level)
    return tickets


@pytest.fixture
def always_open(acting: Cast) -> Cast:
    """The cast with a default calendar that never closes."""
    prepare_organisation(acting.organisation)
    for version in Calendar.objects.default().get().versions.all():
        version.hours.all().delete()
        for weekday in range(7):
            version.hours.create(organisation=acting.organisation, weekday=weekday, opens=0, closes=1440)
    return acting


@pytest.fixture
def stocked(always_open: Cast) -> Cast:
    """Two late waits of Orvane that its level does not accept, one early; one of Tessel that its level accepts."""
    desk = level_of(always_open, always_open.desk, ["Awaiting Vendor"])
    network = level_of(always_open, always_open.network, ["Awaiting User Info"])
    stock(always_open, desk, LATE_WAIT, 2, resolution_met=False)
    stock(always_open, desk, EARLY_WAIT, resolution_met=True)
    stock(always_open, network, LATE_WAIT, resolution_met=True)
    return always_open


def seen(client: Client, member: Membership, **query: Any) -> Any:
    client.force_login(member.person)
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    return answer


def numbers(answer: Any) -> list[str]:
    return sorted(row["ticket"].number for row in answer.context["tickets"])


def test_a_group_is_told_with_its_pauses_and_both_attainments(client: Client, stocked: Cast) -> None:
    [row] = seen(client, stocked["vendor_manager"]).context["rows"]
    assert (row["group"], row["caught"]["text"], row["near"]["text"], row["paused"]) == (
        "Desk", "3", "3", "3\u00a0h\u00a000\u00a0min",
    )  # fmt: skip
    contract, waiting = row["readings"]
    assert [contract[key]["text"] for key in ("before", "after", "turned")] == ["33.3\u00a0%", "0.0\u00a0%", "1"]
    assert [waiting[key]["text"] for key in ("before", "after", "turned")] == ["100.0\u00a0%", "0.0\u00a0%", "3"]


def test_the_headline_is_that_of_all_tickets_with_a_verdict(client: Client, stocked: Cast) -> None:
    put(stocked.organisation, [{"opened": MONDAY, "hours": 1, "service": stocked.desk, "resolution_met": True}])
    tiles = seen(client, stocked["vendor_manager"]).context["tiles"]
    assert [tile["figure"] for tile in tiles] == ["3", "3\u00a0h", "60.0\u00a0%", "100.0\u00a0%"]
    assert tiles[2]["target"] == "40.0\u00a0% without them"
    assert tiles[3]["target"] == "40.0\u00a0% without them"


@pytest.mark.parametrize("name", FILTERS)
def test_a_figure_leads_to_exactly_its_tickets(client: Client, stocked: Cast, name: str) -> None:
    answer = seen(client, stocked["vendor_manager"], pause=name, group="Desk", period="2026-10")
    assert f'data-count="{len(numbers(answer))}"' in answer.content.decode()
    expected = {"not_accepted": 2, "accepted": 1, "met": 1, "still_met": 0, "turned": 1, "waiting_still_met": 0}
    assert len(numbers(answer)) == expected.get(name, 3)


def test_vendor_service_and_group_narrow_the_page(client: Client, stocked: Cast) -> None:
    member = stocked["vendor_manager"]
    assert numbers(seen(client, member, pause="caught", vendor=stocked.tessel.pk)) == ["T000003"]
    assert numbers(seen(client, member, pause="caught", service=stocked.desk.pk)) == ["T000000", "T000001"]
    assert seen(client, member, group="Field").context["rows"] == []
    assert numbers(seen(client, member, pause="counted", group="Field")) == ["T000002"]


def test_a_ticket_is_listed_with_its_pause_and_what_both_readings_say(client: Client, stocked: Cast) -> None:
    shown = seen(client, stocked["vendor_manager"], pause="not_accepted").content.decode()
    assert "Awaiting User Info, by Desk, not accepted by the level" in shown
    assert "Shortly before the breach and no contact shown" in shown
    assert "30\u00a0min of 8\u00a0h\u00a000\u00a0min left" in shown


def test_a_provider_sees_its_own_whatever_it_asks_for(client: Client, stocked: Cast) -> None:
    for query in ({}, {"vendor": stocked.tessel.pk}, {"group": "Desk"}):
        answer = seen(client, stocked["provider"], pause="caught", **query)
        assert set(numbers(answer)) <= {"T000000", "T000001"}
        assert "Tessel" not in answer.content.decode()
    assert numbers(seen(client, stocked.rival, pause="caught")) == ["T000003"]
    assert "No tickets" in seen(client, stocked.outsider).content.decode()


def test_a_period_without_a_caught_pause_teaches(client: Client, stocked: Cast) -> None:
    assert "No pause was caught" in seen(client, stocked["vendor_manager"], period="2026-09").content.decode()


@pytest.mark.parametrize("query", [{"period": "2026-13"}, {"vendor": "x"}, {"pause": "nonsense"}, {"sort": "colour"}])
def test_an_address_that_makes_no_sense_says_so(client: Client, stocked: Cast, query: dict[str, str]) -> None:
    answer = seen(client, stocked["vendor_manager"], **query)
    assert next(iter(query.values())) in answer.context["unclear"][0]


@pytest.mark.parametrize("sort", ["group", "-near", "paused", "-change", "waiting_change"])
def test_the_table_stands_in_the_order_asked_for(client: Client, stocked: Cast, sort: str) -> None:
    stock(
        stocked,
        ServiceLevel.objects.get(service=stocked.desk),
        entries((0, "A", "Away"), (1, "Awaiting Caller", "Away"), (3, "A", "Away")),
        4,
    )
    rows = [row["group"] for row in seen(client, stocked["vendor_manager"], sort=sort).context["rows"]]
    first = {"group": "Away", "-near": "Desk", "paused": "Desk", "-change": "Away", "waiting_change": "Desk"}
    assert rows[0] == first[sort]
    assert len(rows) == 2


def test_fifty_tickets_fill_a_page_and_the_rest_the_next(client: Client, stocked: Cast) -> None:
    stock(stocked, ServiceLevel.objects.get(service=stocked.desk), LATE_WAIT, 60, resolution_met=False)
    first = seen(client, stocked["vendor_manager"], pause="near")
    assert len(first.context["tickets"]) == 50
    rest = client.get(PAGE + first.context["next_url"])
    assert len(numbers(rest)) == 13
    assert not set(numbers(rest)) & set(numbers(first))


@pytest.mark.parametrize("query", [{}, {"pause": "caught"}])
def test_ten_tickets_take_as_many_queries_as_one(client: Client, always_open: Cast, query: dict[str, str]) -> None:
    level = level_of(always_open, always_open.desk, ["Awaiting Vendor"])
    client.force_login(always_open["vendor_manager"].person)
    stock(always_open, level, LATE_WAIT, resolution_met=False)
    client.get(PAGE, query)
    few = queries_of(lambda: client.get(PAGE, query))
    stock(always_open, level, LATE_WAIT, 9, resolution_met=False)
    assert queries_of(lambda: client.get(PAGE, query)) == few <= 28


def test_the_page_of_a_caught_ticket_says_so_and_leads_to_the_check(client: Client, stocked: Cast) -> None:
    caught, _, early, _ = Ticket.objects.order_by("number")
    client.force_login(stocked["provider"].person)
    shown = client.get(caught.get_absolute_url()).content.decode()
    assert "Caught by the" in shown
    assert f"{PAGE}?period=2026-10" in shown
    assert "Caught by the" not in client.get(early.get_absolute_url()).content.decode()


def test_a_wait_that_the_level_does_not_accept_is_drawn_as_one_that_counts(client: Client, stocked: Cast) -> None:
    client.force_login(stocked["vendor_manager"].person)
    page = client.get(Ticket.objects.get(number="T000000").get_absolute_url())
    assert [row["kind"] for row in page.context["clock"].rows] == ["counted", "disputed", "counted"]
    lanes = [lane.label for lane in page.context["clock"].timeline.lanes]
    assert [label.partition(":")[0] for label in lanes] == ["By the waiting states", "Tickets"]
