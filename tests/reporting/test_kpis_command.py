"""`bin/manage kpis`: figures on standard output, computed first where tickets changed."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.accounts.tenancy import acting_for
from reporting.freshness import touched_months
from tests.cast import Cast
from tests.reporting.ticket_rows import day, put
from vendors.models import Service


def kpis(*arguments: str) -> Any:
    output = StringIO()
    call_command("kpis", "--organisation", "ashcombe", *arguments, "--json", stdout=output)
    return json.loads(output.getvalue())


@pytest.fixture
def spring(cast: Cast) -> Cast:
    desk = {"service": cast.desk}
    with acting_for(cast.organisation.pk):
        put(
            cast.organisation,
            [
                desk | {"opened": day("2026-03-03"), "hours": 10, "claimed_sla": True, "priority": "1 - Critical"},
                desk | {"opened": day("2026-03-04"), "hours": 20, "claimed_sla": False, "priority": "3 - Moderate"},
                {"opened": day("2026-04-04"), "hours": 40, "service": cast.network, "claimed_sla": True},
                {"opened": day("2026-04-05"), "priority": "3 - Moderate"},
            ],
        )
    return cast


def test_every_object_carries_period_kpi_value_and_what_it_is_made_of(spring: Cast) -> None:
    assert kpis("--grain", "month", "--kpi", "sla_claimed") == [
        {"period": "2026-03", "kpi": "sla_claimed", "value": 50.0, "numerator": 1, "denominator": 2, "count": 2},
        {"period": "2026-04", "kpi": "sla_claimed", "value": 100.0, "numerator": 1, "denominator": 1, "count": 2},
    ]


def test_dirty_months_are_rolled_up_first(spring: Cast) -> None:
    kpis("--grain", "quarter")
    with acting_for(spring.organisation.pk):
        assert touched_months(spring.organisation.pk) == {}


def test_all_is_one_period_over_the_whole_range_with_exact_percentiles(spring: Cast) -> None:
    (median,) = kpis("--grain", "all", "--from", "2026-03", "--to", "2026-04", "--kpi", "resolution_median_hours")
    assert median == {
        "period": "2026-03..2026-04", "kpi": "resolution_median_hours", "value": 20.0, "numerator": None,
        "denominator": 3, "count": 4,
    }  # fmt: skip


@pytest.mark.parametrize("grain", ["quarter", "all"])
def test_tickets_of_no_vendor_stand_under_null(spring: Cast, grain: str) -> None:
    first, *_ = [row for row in kpis("--grain", grain, "--by", "vendor", "--kpi", "volume") if row["vendor"] is None]
    assert first["value"] == 1


def test_a_priority_is_called_as_the_source_calls_it(spring: Cast) -> None:
    rows = kpis("--grain", "all", "--by", "priority", "--kpi", "volume")
    assert {row["priority"]: row["value"] for row in rows} == {"1 - Critical": 1, "3 - Moderate": 2, None: 1}


def test_a_service_is_called_with_its_vendor_where_two_share_a_name(spring: Cast) -> None:
    with acting_for(spring.organisation.pk):
        twin = Service.objects.create(organisation=spring.organisation, vendor=spring.tessel, name="Service desk")
        put(spring.organisation, [{"opened": day("2026-04-09"), "service": twin}])
    rows = kpis("--grain", "month", "--from", "2026-04", "--by", "service", "--kpi", "volume")
    assert [row["service"] for row in rows] == ["Office network", "Service desk (Tessel)", None]


def test_weeks_asked_for_by_months_are_those_that_share_a_day_with_them(spring: Cast) -> None:
    rows = kpis("--grain", "week", "--from", "2026-03", "--to", "2026-03", "--kpi", "volume")
    assert [row["period"] for row in rows] == ["2026-W10", "2026-W14"]


def test_an_organisation_without_tickets_has_no_figures(cast: Cast) -> None:
    assert kpis("--grain", "all") == []


def test_what_is_no_period_is_refused_with_what_to_write(spring: Cast) -> None:
    with pytest.raises(CommandError, match="2016-W09, 2016-03 or 2016-Q1"):
        kpis("--from", "March")
    with pytest.raises(CommandError, match="2026-03 ends before 2026-04 begins"):
        kpis("--from", "2026-04", "--to", "2026-03")
    with pytest.raises(CommandError, match="no organisation nowhere"):
        call_command("kpis", "--organisation", "nowhere")


def test_without_json_a_table_is_printed(spring: Cast) -> None:
    output = StringIO()
    call_command("kpis", "--organisation", "ashcombe", "--kpi", "sla_claimed", "volume", stdout=output)
    lines = output.getvalue().splitlines()
    assert lines[0].split() == ["period", "kpi", "value", "unit", "numerator", "denominator", "count"]
    assert lines[1].split() == ["2026-03", "sla_claimed", "50.0", "%", "1", "2", "2"]
    assert lines[2].split() == ["2026-03", "volume", "2", "tickets", "2", "2", "2"]
