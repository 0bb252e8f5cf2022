"""The list of tickets: what it was asked for, in words, in order, and no more than may be seen."""

from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import Membership
from tests.cast import Cast
from tests.counting import queries_of
from tests.reporting.ticket_rows import day, put
from tickets.behind import FILTERS

LIST = "/tickets/"


@pytest.fixture
def stocked(acting: Cast) -> Cast:
    """Five tickets in October, one in September; one of October has no provider, one is Tessel's."""
    put(
        acting.organisation,
        [
            {"opened": day("2026-09-30"), "hours": 2, "service": acting.desk, "title": "An old one"},
            {"opened": day("2026-10-01"), "hours": 2, "service": acting.desk, "claimed_sla": True, "score": 80.0},
            {"opened": day("2026-10-02"), "service": acting.desk, "claimed_sla": False, "title": "Printer jams"},
            {"opened": day("2026-10-03"), "hours": 9, "service": acting.network, "claimed_sla": True, "handoffs": 3},
            {"opened": day("2026-10-04"), "hours": 1, "priority": "1 - Critical", "group_name": "Field", "score": 20.5},
            {"opened": day("2026-10-05"), "hours": 1, "service": acting.desk, "requester": "Ann Example"},
        ],
    )
    return acting


def seen(client: Client, member: Membership, **query: Any) -> Any:
    client.force_login(member.person)
    return client.get(LIST, query)


def numbers(answer: Any) -> list[str]:
    return [row.ticket.number for row in answer.context["rows"]]


def test_the_list_opens_with_the_newest_month_newest_ticket_first(client: Client, stocked: Cast) -> None:
    answer = seen(client, stocked["vendor_manager"])
    assert numbers(answer) == ["T000005", "T000004", "T000003", "T000002", "T000001"]
    assert "October 2026" in answer.content.decode()
    assert 'data-count="5"' in answer.content.decode()


@pytest.mark.parametrize("behind", FILTERS)
def test_a_figure_leads_to_as_many_tickets_as_it_counts(client: Client, stocked: Cast, behind: str) -> None:
    answer = seen(client, stocked["vendor_manager"], behind=behind, period="2026-10")
    assert f'data-count="{len(numbers(answer))}"' in answer.content.decode()
    assert FILTERS[behind].words in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"behind": "claimed_met"}, ["T000003", "T000001"]),
        ({"behind": "open_at_end"}, ["T000002"]),
        ({"vendor": "none"}, ["T000004"]),
        ({"group": "Field"}, ["T000004"]),
        ({"priority": "1 - Critical"}, ["T000004"]),
        ({"priority": "none", "sort": "opened"}, ["T000001", "T000002", "T000003", "T000005"]),
        ({"state": "active"}, ["T000002"]),
        ({"sort": "score"}, ["T000004", "T000001", "T000002", "T000003", "T000005"]),
        ({"period": "2026-09"}, ["T000000"]),
        ({"period": "2026-09..2026-10", "sort": "number"}, [f"T00000{n}" for n in range(6)]),
        ({"q": "printer"}, ["T000002"]),
        ({"q": "ann"}, ["T000005"]),
        ({"q": "t000000"}, ["T000000"]),
    ],
)
def test_what_stands_in_the_address_is_what_the_list_shows(
    client: Client, stocked: Cast, query: dict[str, str], expected: list[str]
) -> None:
    assert numbers(seen(client, stocked["vendor_manager"], **query)) == expected


def test_a_list_says_in_words_which_tickets_it_holds(client: Client, stocked: Cast) -> None:
    query = {"behind": "claimed_met", "vendor": stocked.orvane.pk, "service": stocked.desk.pk}
    page = seen(client, stocked["vendor_manager"], **query).content.decode()
    for words in ("1\u00a0ticket", "Claimed as met", "Orvane", "Service desk", "October 2026"):
        assert words in page


@pytest.mark.parametrize("query", [{"period": "2026-13"}, {"vendor": "x"}, {"behind": "nonsense"}, {"sort": "colour"}])
def test_an_address_that_makes_no_sense_shows_the_list_and_says_so(
    client: Client, stocked: Cast, query: dict[str, str]
) -> None:
    answer = seen(client, stocked["vendor_manager"], **query)
    assert len(numbers(answer)) == 5
    assert next(iter(query.values())) in answer.context["unclear"][0]


def test_a_provider_sees_its_own_tickets_whatever_it_asks_for(client: Client, stocked: Cast) -> None:
    assert numbers(seen(client, stocked["provider"])) == ["T000005", "T000002", "T000001"]
    for query in ({"vendor": stocked.tessel.pk}, {"vendor": "none"}, {"q": "T000003"}, {"group": "Field"}):
        answer = seen(client, stocked["provider"], **query)
        assert numbers(answer) == []
        assert "Tessel" not in answer.content.decode()


def test_without_tickets_the_page_teaches_how_they_come(client: Client, acting: Cast) -> None:
    assert "Upload an export" in seen(client, acting["vendor_manager"]).content.decode()
    assert "Upload an export" not in seen(client, acting["executive"]).content.decode()


def test_where_nothing_fits_the_page_offers_to_clear_the_filters(client: Client, stocked: Cast) -> None:
    answer = seen(client, stocked["vendor_manager"], state="cancelled").content.decode()
    assert "No ticket is like this" in answer
    assert "Clear filters" in answer


def test_fifty_tickets_take_as_many_queries_as_one(client: Client, acting: Cast) -> None:
    client.force_login(acting["vendor_manager"].person)
    put(acting.organisation, [{"opened": day("2026-10-01"), "service": acting.desk, "score": 50.0}])
    client.get(LIST)
    few = queries_of(lambda: client.get(LIST))
    put(acting.organisation, [{"opened": day("2026-10-02"), "service": acting.network, "score": 1.0}] * 60)
    assert queries_of(lambda: client.get(LIST)) == few <= 30


def test_pages_hold_fifty_and_keep_the_question(client: Client, acting: Cast) -> None:
    put(acting.organisation, [{"opened": day("2026-10-02"), "service": acting.desk, "claimed_sla": True}] * 60)
    answer = seen(client, acting["vendor_manager"], behind="claimed", page=2)
    assert len(numbers(answer)) == 10
    assert "51–60 of 60" in answer.content.decode()
    assert "behind=claimed" in answer.context["previous_url"]
