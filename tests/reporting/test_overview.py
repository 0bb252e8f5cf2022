"""The overview: what is reported beside what is experienced, and every figure leads to its tickets."""

import re

import pytest
from django.test import Client

from portal.accounts.tenancy import acting_for
from reporting.models import Rollup
from reporting.rolling import roll_up_changes
from tests.cast import Cast
from tests.counting import queries_of
from tests.reporting.pages import NOW, page, services_of, signed_in, ten_months, walk
from tests.reporting.ticket_rows import day, put


@pytest.fixture
def autumn(cast: Cast) -> Cast:
    """Ten months of tickets of two vendors, and of nobody."""
    with acting_for(cast.organisation.pk):
        ten_months(cast.organisation, [cast.desk, cast.network, None])
    return cast


@pytest.fixture
def executive(autumn: Cast) -> Client:
    return signed_in(autumn["executive"])


@pytest.mark.parametrize("url", ["/", "/?period=2026-Q3", "/?period=2026-W40", "/?period=2026-09"])
def test_every_figure_leads_to_as_many_tickets_as_it_says(autumn: Cast, executive: Client, url: str) -> None:
    assert walk(autumn["executive"], page(executive, url)) >= 20


def test_the_newest_month_that_is_over_is_shown_unless_another_is_asked_for(executive: Client) -> None:
    assert "1–31 Oct 2026" in page(executive)
    assert "1–30 Sep 2026" in page(executive, "/?period=2026-09")
    for unknown in ("nonsense", "0001-01", "9999-W53", "9999-W52", "2026-13"):
        assert "1–31 Oct 2026" in page(executive, f"/?period={unknown}")


def test_a_period_without_figures_says_no_data_and_never_zero_or_a_hundred(executive: Client) -> None:
    html = page(executive, "/?period=2019-01")
    tiles = html[html.index('class="rt-tiles"') : html.index("rt-columns--overview")]
    assert tiles.count("No data") == 6
    assert tiles.count('<span class="num" >–</span>') == 6


def test_the_title_says_the_widest_distance(executive: Client) -> None:
    title = re.search(r'id="matrix-title">([^<]+)<', page(executive))
    assert title is not None
    assert re.fullmatch(r"(Orvane|Tessel) reports [\d.]+\xa0% on [\w ]+; the business scores it \d+", title[1])


def test_near_report_and_experience_the_title_falls_back_to_the_measure(cast: Cast) -> None:
    near = {"service": cast.desk, "hours": 1, "claimed_sla": True, "score": 96.0}
    with acting_for(cast.organisation.pk):
        put(cast.organisation, [near | {"opened": day(f"2026-10-{n:02}")} for n in range(1, 29)])
        roll_up_changes(cast.organisation, NOW)
    html = page(signed_in(cast["executive"]))
    assert "SLA as reported beside outcome as experienced" in html
    assert "the business scores it" not in html


def test_rows_stand_in_order_of_distance_and_unknown_ones_last(cast: Cast) -> None:
    scores = {cast.desk: 40.0, cast.network: 10.0, None: None}
    rows = [
        {"opened": day(f"2026-10-{n:02}"), "hours": 1, "claimed_sla": True, "service": service, "score": score}
        for service, score in scores.items()
        for n in range(1, 25)
    ]
    with acting_for(cast.organisation.pk):
        put(cast.organisation, rows)
        roll_up_changes(cast.organisation, NOW)
    html = page(signed_in(cast["executive"]))
    matrix = html[html.index('class="rt-matrix"') : html.index('class="rt-legend"')]
    places = [matrix.index(name) for name in ("Office network", "Service desk", "No vendor")]
    assert places == sorted(places)


def test_what_left_its_normal_variation_is_said(executive: Client) -> None:
    assert re.search(r"\w+ things? got worse in October, beyond normal variation", page(executive))


def test_without_history_nothing_is_called_worse(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        put(cast.organisation, [{"opened": day(f"2026-10-{n:02}"), "service": cast.desk} for n in range(1, 29)])
        roll_up_changes(cast.organisation, NOW)
    assert "Too little history to tell what got worse" in page(signed_in(cast["executive"]))


def test_what_the_figures_do_not_know_is_said_openly(executive: Client) -> None:
    html = page(executive)
    assert "What is missing in October" in html
    for words in ("have no vendor", "have no task type", "carry the source’s claim", "have a measured result"):
        assert words in html


def test_changed_tickets_are_said_to_be_computed_again(autumn: Cast, executive: Client) -> None:
    with acting_for(autumn.organisation.pk):
        put(autumn.organisation, [{"opened": day("2026-10-11")}])
    assert "Being computed again" in page(executive)


def test_an_empty_organisation_is_shown_how_to_begin(cast: Cast) -> None:
    assert "Upload tickets" in page(signed_in(cast["vendor_manager"]))
    html = page(signed_in(cast["executive"]))
    assert "No tickets yet" in html
    assert "Upload tickets" not in html


def test_tickets_that_wait_for_their_first_figures_are_not_denied(cast: Cast) -> None:
    with acting_for(cast.organisation.pk):
        put(cast.organisation, [{"opened": day("2026-10-11")}])
    assert "The figures are being computed" in page(signed_in(cast["executive"]))


def test_a_person_of_a_provider_is_shown_their_own_vendor_instead(autumn: Cast) -> None:
    answer = signed_in(autumn["provider"]).get("/")
    assert (answer.status_code, answer["Location"]) == (302, f"/vendors/{autumn.orvane.pk}/")


def test_another_organisation_sees_nothing_of_it(autumn: Cast) -> None:
    assert "No tickets yet" in page(signed_in(autumn.outsider))


def test_the_page_costs_the_same_queries_for_one_service_and_for_ten(cast: Cast) -> None:
    client = signed_in(cast["executive"])
    counts = []
    for services in (1, 10):
        with acting_for(cast.organisation.pk):
            Rollup.objects.all().delete()
            ten_months(cast.organisation, [*services_of(cast.organisation, cast.orvane, services)])
        page(client)
        counts.append(queries_of(lambda: page(client)))
    assert counts == [21, 21]
