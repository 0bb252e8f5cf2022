"""A vendor's page: its services, its trend, and its figures by group, site and priority."""

import json
import re
from datetime import date

import pytest
from django.test import Client

from portal.accounts.tenancy import acting_for
from reporting.vendor_page import contract_phrases
from tests.cast import Cast
from tests.counting import queries_of
from tests.reporting.pages import page, services_of, signed_in, ten_months, walk
from vendors.models import Contract


@pytest.fixture
def autumn(cast: Cast) -> Cast:
    with acting_for(cast.organisation.pk):
        ten_months(cast.organisation, [cast.desk, cast.network])
    return cast


@pytest.fixture
def manager(autumn: Cast) -> Client:
    return signed_in(autumn["vendor_manager"])


@pytest.mark.parametrize("period", ["2026-10", "2026-Q3", "2026-W40"])
def test_every_figure_leads_to_as_many_tickets_as_it_says(autumn: Cast, manager: Client, period: str) -> None:
    html = page(manager, f"/vendors/{autumn.orvane.pk}/?period={period}")
    assert walk(autumn["vendor_manager"], html) >= 20


def test_a_provider_sees_its_own_page_and_finds_its_own_tickets(autumn: Cast) -> None:
    member = autumn["provider"]
    assert walk(member, page(signed_in(member), f"/vendors/{autumn.orvane.pk}/")) >= 20


def test_another_vendor_is_as_unknown_as_one_that_does_not_exist(autumn: Cast) -> None:
    rival = signed_in(autumn.rival)
    assert rival.get(f"/vendors/{autumn.orvane.pk}/").status_code == 404
    assert rival.get("/vendors/999999/").status_code == 404


def test_the_page_of_one_vendor_shows_nothing_of_another(autumn: Cast, manager: Client) -> None:
    html = page(manager, f"/vendors/{autumn.orvane.pk}/")
    assert "Service desk" in html
    assert "Office network" not in html


def test_the_chart_and_its_table_hold_the_same_nine_periods(autumn: Cast, manager: Client) -> None:
    html = page(manager, f"/vendors/{autumn.orvane.pk}/")
    found = re.search(r'<script id="trend" type="application/json">(.+?)</script>', html)
    assert found is not None
    figure = json.loads(found[1])
    assert [len(line["x"]) for line in figure["data"]] == [9, 9, 9]
    assert all(html.count(f">{label}<") for label in figure["data"][0]["x"])


def test_figures_are_broken_down_by_group_and_priority_and_missing_ones_are_shown(
    autumn: Cast, manager: Client
) -> None:
    html = page(manager, f"/vendors/{autumn.orvane.pk}/")
    assert "Desk &lt;A&gt;" in html
    assert "1 - Critical" in html
    assert "Not in the register" in html


def test_a_vendor_without_tickets_is_told_how_figures_come_about(cast: Cast) -> None:
    assert "No figures yet" in page(signed_in(cast["vendor_manager"]), f"/vendors/{cast.tessel.pk}/")


def test_the_contract_with_the_nearest_notice_date_is_named() -> None:
    later = Contract(reference="B", ends_on=date(2027, 6, 30), notice_on=date(2027, 3, 31))
    nearer = Contract(reference="A", ends_on=date(2027, 3, 31), notice_on=date(2026, 12, 31))
    phrases = contract_phrases([later, nearer, Contract(reference="C")], date(2026, 11, 9))
    assert [phrase["text"].replace("\xa0", " ") for phrase in phrases] == [
        "Contract A ends 31 Mar 2027",
        "Notice by 31 Dec 2026: 52 days",
    ]


def test_a_vendor_without_a_contract_in_force_says_so() -> None:
    assert contract_phrases([], date(2026, 11, 9)) == [{"text": "No contract in force today"}]


def test_the_page_costs_the_same_queries_for_one_service_and_for_ten(cast: Cast) -> None:
    client = signed_in(cast["vendor_manager"])
    counts = []
    for services in (1, 10):
        with acting_for(cast.organisation.pk):
            ten_months(cast.organisation, [*services_of(cast.organisation, cast.orvane, services)])
        counts.append(queries_of(lambda: page(client, f"/vendors/{cast.orvane.pk}/")))
    assert counts == [22, 22]


def test_the_line_under_the_title_leads_to_the_vendors_tickets(autumn: Cast, manager: Client) -> None:
    html = page(manager, f"/vendors/{autumn.orvane.pk}/?period=2026-10")
    assert f"/tickets/?behind=opened&amp;period=2026-10&amp;vendor={autumn.orvane.pk}" in html
    assert "25\xa0tickets" in html
    assert "Computed 9\xa0Nov\xa02026" in html
