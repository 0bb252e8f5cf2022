"""The page of a ticket says how its score, its clock and its way came about, to those who may see it."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Membership
from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.counting import queries_of
from tests.reporting.ticket_rows import put
from tests.tickets.imports import lines, prepare, take_in, ticket
from tickets.explained.clock import told
from tickets.explained.steps import stays, steps_of
from tickets.models import Ticket
from vendors.models import Calendar, ServiceLevel, SupportGroup

LOG = [
    "number,short_description,incident_state,priority,assignment_group,caller_id,opened_at,sys_updated_at,resolved_at,"
    "made_sla,reassignment_count,reopen_count",
    "INC1,Dock fails,New,3 - Moderate,Desk,Ann,2024-03-04 09:00:00,2024-03-04 09:00:00,,true,4,0",
    "INC1,Dock fails,Active,3 - Moderate,Desk,Ann,2024-03-04 09:00:00,2024-03-04 09:30:00,,true,4,0",
    "INC1,Dock fails,Awaiting User Info,3 - Moderate,Field,Ann,2024-03-04 09:00:00,2024-03-04 11:00:00,,true,4,0",
    "INC1,Dock fails,Active,3 - Moderate,Field,Ann,2024-03-04 09:00:00,2024-03-04 13:00:00,,true,4,0",
    "INC1,Dock fails,Resolved,3 - Moderate,Desk,Ann,2024-03-04 09:00:00,2024-03-05 10:00:00,2024-03-05 10:00:00,"
    "true,4,0",
]


@pytest.fixture
def told_at_length(committed_cast: Cast) -> Cast:
    """One ticket with a history, of Orvane's desk, due in four hours of the office calendar; waiting pauses it."""
    cast = committed_cast
    prepare(cast.organisation)
    with acting_for(cast.organisation.pk):
        ours = {"organisation": cast.organisation, "vendor": cast.orvane, "service": cast.desk}
        always = DateRange(date(2016, 1, 1), None)
        SupportGroup.objects.create(**ours, name="Desk", valid=always)
        ServiceLevel.objects.create(
            **ours, code="SD-02", metric="resolution", priority_rank=3, target_minutes=240, valid=always,
            calendar=Calendar.objects.default().get(), pausing_states=["Awaiting User Info"],
        )  # fmt: skip
    take_in(cast.organisation, "\n".join(LOG) + "\n", "servicenow-audit-log")
    return cast


def the_page(client: Client, member: Membership, cast: Cast, number: str = "INC1") -> Any:
    with acting_for(cast.organisation.pk):
        key = Ticket.objects.get(number=number).pk
    client.force_login(member.person)
    return client.get(reverse("tickets:ticket", args=[key]))


def test_the_clock_counts_pauses_and_closes_and_says_how_late_it_was(client: Client, told_at_length: Cast) -> None:
    # Opened at 10:00 in Amsterdam; open until 17:00 less two hours of waiting, and two hours the next morning.
    page = the_page(client, told_at_length["vendor_manager"], told_at_length)
    shown = page.content.decode()
    assert "3\u00a0h\u00a000\u00a0min late by the tickets, claimed as met" in shown
    rows = page.context["clock"].rows
    assert [row["kind"] for row in rows] == ["counted", "paused", "counted", "closed", "counted"]
    assert rows[-1]["counted"] == "7\u00a0h\u00a000\u00a0min"
    assert rows[1]["why"] == "Awaiting User Info, by Field"
    assert "SD-02" in shown


def test_a_service_level_is_a_link_only_for_those_who_may_open_it(client: Client, told_at_length: Cast) -> None:
    with acting_for(told_at_length.organisation.pk):
        address = ServiceLevel.objects.get().get_absolute_url()
    assert address in the_page(client, told_at_length["vendor_manager"], told_at_length).content.decode()
    seen = the_page(client, told_at_length["service_owner"], told_at_length).content.decode()
    assert "SD-02" in seen
    assert address not in seen


def test_the_points_of_the_components_add_up_to_the_score(client: Client, told_at_length: Cast) -> None:
    score = the_page(client, told_at_length["vendor_manager"], told_at_length).context["score"]
    earned = sum(track.earned for track in score.tracks if track.earned is not None)
    assert earned == pytest.approx(float(score.total))
    assert any("Effort" in gap for gap in score.missing)
    with acting_for(told_at_length.organisation.pk):
        assert float(score.total) == pytest.approx(Ticket.objects.get().outcome.score)


def test_the_way_is_told_and_where_counter_and_history_differ(client: Client, told_at_length: Cast) -> None:
    page = the_page(client, told_at_length["vendor_manager"], told_at_length)
    assert [node["group"] for node in page.context["path"]] == ["Desk", "Field", "Desk"]
    assert "The source counts 4 handoffs, the history shows 2" in page.content.decode()


def test_a_provider_sees_its_ticket_without_the_imports_and_a_rival_nothing(
    client: Client, told_at_length: Cast
) -> None:
    own = the_page(client, told_at_length["provider"], told_at_length)
    assert own.status_code == 200
    assert own.context["score"] is not None
    assert "Where it came from" not in own.content.decode()
    assert own.context["history"] is None
    assert the_page(client, told_at_length.rival, told_at_length).status_code == 404
    assert the_page(client, told_at_length.outsider, told_at_length).status_code == 404


def test_the_history_says_which_import_changed_what(client: Client, committed_cast: Cast) -> None:
    prepare(committed_cast.organisation)
    take_in(committed_cast.organisation, lines(ticket("INC1")))
    take_in(committed_cast.organisation, lines(ticket("INC1", short_description="Printer jams again")))
    entries = the_page(client, committed_cast["vendor_manager"], committed_cast).context["history"]
    changed = next(entry for entry in entries if entry["changes"])
    assert changed["who"].endswith("Import of export.csv")
    assert {"label": "Title", "before": "Printer jams", "after": "Printer jams again"} in changed["changes"]


def test_a_ticket_without_outcome_policy_or_calendar_has_a_page_all_the_same(client: Client, acting: Cast) -> None:
    put(acting.organisation, [{"opened": datetime(2026, 10, 1, tzinfo=UTC), "service": acting.desk}])
    shown = the_page(client, acting["executive"], acting, "T000000").content.decode()
    assert "No score" in shown
    assert "The clock cannot be shown" in shown


def test_a_page_asks_the_database_a_known_number_of_times(client: Client, told_at_length: Cast) -> None:
    the_page(client, told_at_length["vendor_manager"], told_at_length)
    with acting_for(told_at_length.organisation.pk):
        address = Ticket.objects.get().get_absolute_url()
    assert queries_of(lambda: client.get(address)) <= 32


def test_stays_join_steps_of_one_group_and_a_step_without_time_follows_the_one_before() -> None:
    steps = steps_of(
        json.loads(
            '[[0,"New","new","A"],[null,"Active","active","A"],[60,"Active","active",null],[120,"x","active","B"]]'
        )
    )
    ended = stays(steps, datetime.fromtimestamp(300, UTC))
    assert [(one.group, (one.end - one.start).seconds) for one in ended] == [("A", 120), ("B", 180)]


def test_a_long_way_within_one_segment_is_told_in_short() -> None:
    assert told(["A", "B"]) == "A, then B"
    assert told(["A", "B", "A", "C"]) == "A, 3 changes, C"
