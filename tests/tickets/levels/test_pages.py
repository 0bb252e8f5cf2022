"""Pages of measured levels: exactly the tickets behind a figure, and a month as closed beside as of now."""

import csv
from datetime import date, datetime
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.tenancy import acting_for
from portal.jobs.models import Job
from tests.cast import Cast
from tests.counting import queries_of
from tests.tickets.levels.ground import LATER, Ground, make_ground
from vendors.levels.measured_periods import close
from vendors.models import MeasuredPeriod, Measurement, ServiceLevel


@pytest.fixture
def measured(cast: Cast) -> Ground:
    with acting_for(cast.organisation.pk):
        ground = make_ground(cast)
        ground.level("SD-01")
        ground.ticket("INC1", "4 09:00", "4 10:00")
        ground.ticket("INC2", "4 09:00", "7 10:00", title="=HYPERLINK(1)")
        ground.ticket("INC3", "4 09:00", "7 10:00", claimed_sla=False)
        ground.ticket("INC4", "4 09:00", "7 10:00")
        ground.ticket("INC5", "4 09:00", "4 10:00", priority_rank=1)
        ground.exclude(tickets=["INC4"])
        ground.period()
    return ground


@pytest.fixture
def manager(client: Client, cast: Cast) -> Client:
    client.force_login(cast["vendor_manager"].person)
    return client


def signed_in(ground: Ground, role: str) -> Client:
    client = Client()
    client.force_login(ground.cast[role].person if role != "rival" else ground.cast.rival.person)
    return client


def key(ground: Ground) -> int:
    with acting_for(ground.cast.organisation.pk):
        return Measurement.objects.get(level__code="SD-01").pk


def listed(client: Client, ground: Ground, which: str, query: str = "") -> list[str]:
    answer = client.get(reverse("tickets:level-tickets", args=[key(ground), which]) + query)
    return [row.ticket.number for row in answer.context["rows"]]


@pytest.mark.parametrize(
    ("which", "numbers"),
    [
        ("counted", ["INC1", "INC2", "INC3"]),
        ("missed", ["INC2", "INC3"]),
        ("differing", ["INC2"]),
        ("excluded", ["INC4"]),
    ],
)
def test_each_list_has_exactly_its_tickets(manager: Client, measured: Ground, which: str, numbers: list[str]) -> None:
    assert listed(manager, measured, which, "?sort=number") == numbers
    assert listed(manager, measured, which, "?sort=-number") == numbers[::-1]
    assert listed(signed_in(measured, "provider"), measured, which, "?sort=number") == numbers


def test_the_page_says_how_many_stand_in_each_list_and_why_tickets_differ(manager: Client, measured: Ground) -> None:
    answer = manager.get(reverse("tickets:level-tickets", args=[key(measured), "differing"]))
    assert [(tag["label"], tag["count"]) for tag in answer.context["tags"]] == [
        ("Counted", "3"), ("Missed", "2"), ("Claimed met, measured missed", "1"), ("Excluded", "1"),
    ]  # fmt: skip
    page = answer.content.decode().replace("\u00a0", " ")
    assert "Clock ran 17 h 00 min of working time over" in page
    assert "25 h 00 min by this level" in page


def test_a_rival_and_an_unknown_list_get_nothing(measured: Ground, manager: Client) -> None:
    address = reverse("tickets:level-tickets", args=[key(measured), "counted"])
    assert signed_in(measured, "rival").get(address).status_code == 404
    assert signed_in(measured, "rival").get(f"{address}?format=csv").status_code == 404
    assert manager.get(reverse("tickets:level-tickets", args=[key(measured), "others"])).status_code == 404


def test_the_list_is_downloaded_as_a_file_in_which_no_text_is_a_formula(manager: Client, measured: Ground) -> None:
    answer = manager.get(reverse("tickets:level-tickets", args=[key(measured), "differing"]) + "?format=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="SD-01-2024-03-differing.csv"'
    head, line = csv.reader(answer.content.decode().splitlines())
    assert head[0] == "number"
    assert (line[0], line[1], line[5]) == ("INC2", "'=HYPERLINK(1)", "90000")


def period_address(ground: Ground, name: str = "period-versions") -> str:
    return reverse(f"tickets:{name}", args=[ground.contract.pk, "2024-03"])


def test_a_month_that_was_never_measured_is_taught_and_an_impossible_one_is_not_found(
    manager: Client, measured: Ground
) -> None:
    empty = manager.get(reverse("tickets:period-versions", args=[measured.contract.pk, "2024-01"]))
    assert "Nothing is measured yet" in empty.content.decode()
    for month in ("2024-13", "x", "2024"):
        assert manager.get(f"/tickets/measured/{measured.contract.pk}/{month}/").status_code == 404


def test_closing_and_a_changed_target_show_both_figures_and_a_restatement_asks_why(
    manager: Client, measured: Ground
) -> None:
    with acting_for(measured.cast.organisation.pk):
        seen = MeasuredPeriod.objects.get().computed_at
    answer = manager.post(period_address(measured, "close-period"), {"measured": seen.isoformat()}, follow=True)
    assert "March 2024 is closed as version 1" in answer.content.decode()
    assert answer.context["finding"] == "0 of 1\u00a0level met"
    with acting_for(measured.cast.organisation.pk):
        ServiceLevel.objects.update(target_minutes=6000)
        measured.period()
    page = manager.get(period_address(measured))
    (row,) = page.context["rows"]
    assert (row.closed.value, row.running.value, row.difference) == ("33.3", "100.0", "+66.7 ↑")
    assert page.context["finding"] == "1\u00a0level moved since the month was closed"
    refused = manager.post(period_address(measured, "close-period"), follow=True)
    assert "Say why the closed period is restated." in refused.content.decode()
    manager.post(period_address(measured, "close-period"), {"reason": "Target entered wrong"})
    with acting_for(measured.cast.organisation.pk):
        assert list(MeasuredPeriod.objects.order_by("version").values_list("state", "reason")) == [
            ("closed", ""), ("closed", "Target entered wrong"),
        ]  # fmt: skip


def test_figures_that_are_out_of_date_or_were_measured_again_are_not_closed(manager: Client, measured: Ground) -> None:
    early = datetime(2024, 5, 1, tzinfo=LATER.tzinfo).isoformat()
    answer = manager.post(period_address(measured, "close-period"), {"measured": early}, follow=True)
    assert "measured again while you looked" in answer.content.decode()
    with acting_for(measured.cast.organisation.pk):
        ServiceLevel.objects.update(target_minutes=6000)
    assert "Out of date." in manager.get(period_address(measured)).content.decode()
    answer = manager.post(period_address(measured, "close-period"), follow=True)
    assert "Measure it now, then close it." in answer.content.decode()


def test_who_may_not_close_reads_who_may(measured: Ground) -> None:
    administrator = signed_in(measured, "administrator")
    assert "every vendor manager" in administrator.get(period_address(measured)).content.decode()
    answer = administrator.post(period_address(measured, "close-period"), follow=True)
    assert "every vendor manager" in answer.content.decode()
    assert "Close period" not in signed_in(measured, "provider").get(period_address(measured)).content.decode()


def test_measure_now_queues_the_month_and_shows_its_job(manager: Client, measured: Ground) -> None:
    answer = manager.post(period_address(measured, "measure-period"))
    with acting_for(measured.cast.organisation.pk):
        job = Job.objects.get(kind="tickets.measure_levels")
    assert answer["Location"] == reverse("jobs:detail", args=[job.pk])
    assert job.payload == {"contract": measured.contract.pk, "month": "2024-03-01"}
    assert signed_in(measured, "rival").post(period_address(measured, "measure-period")).status_code == 403


def test_the_address_of_a_running_figure_stays_good_while_it_is_measured_again(
    manager: Client, measured: Ground
) -> None:
    address = reverse("tickets:level-tickets", args=[key(measured), "missed"])
    before = manager.get(address).content.decode()
    with acting_for(measured.cast.organisation.pk):
        measured.ticket("INC6", "4 09:00", "7 10:00")
        measured.period()
    after = manager.get(address)
    assert after.status_code == 200
    assert "INC6" in after.content.decode()
    assert "INC6" not in before


def test_a_level_that_is_gone_is_measured_no_longer_while_the_month_runs(measured: Ground) -> None:
    with acting_for(measured.cast.organisation.pk):
        other = measured.level("SD-02", priority_rank=1)
        assert measured.period().measurements.count() == 2
        ServiceLevel.objects.filter(pk=other.pk).update(valid=(date(2025, 1, 1), None))
        assert [row.level.code for row in measured.period().measurements.all()] == ["SD-01"]


def test_pages_cost_as_many_queries_for_eleven_rows_as_for_one(manager: Client, measured: Ground) -> None:
    with acting_for(measured.cast.organisation.pk):
        close(measured.cast["vendor_manager"], MeasuredPeriod.objects.get(), LATER)
        measured.period()
    few = queries(manager, measured)
    with acting_for(measured.cast.organisation.pk):
        for number in range(10):
            measured.level(f"SD-1{number}", kind="reported", priority_rank=None)
            measured.ticket(f"INC2{number}", "5 09:00", "8 10:00")
        measured.period()
    assert queries(manager, measured) == few


def queries(client: Client, ground: Ground) -> list[int]:
    """How many the page of the month needs, and that of its missed tickets as of now."""
    with acting_for(ground.cast.organisation.pk):
        newest = Measurement.objects.filter(level__code="SD-01").latest("pk").pk
    addresses = (period_address(ground), reverse("tickets:level-tickets", args=[newest, "missed"]))
    return [queries_of(partial(client.get, address)) for address in addresses]
