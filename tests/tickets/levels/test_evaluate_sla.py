"""`bin/manage evaluate_sla`: measured first, then printed, beside what the provider reports."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.tickets.levels.ground import LATER, MARCH, Ground, make_ground
from vendors.models import Contract, MeasuredPeriod, ReportLine, SlaReport


@pytest.fixture
def reported(cast: Cast) -> Ground:
    with acting_for(cast.organisation.pk):
        ground = make_ground(cast)
        level = ground.level("SD-01")
        ground.level("SD-02", priority_rank=1)
        for number in range(4):
            ground.ticket(f"INC{number}", "4 09:00", "4 10:00" if number else "7 10:00")
        ground.exclude(tickets=["INC3"])
        party = {"organisation": cast.organisation, "vendor": cast.orvane}
        report = SlaReport.objects.create(
            **party, contract=ground.contract, month=MARCH, version=1, submitted_side="provider",
            submitted_by="Pia", submitted_at=LATER,
        )  # fmt: skip
        ReportLine.objects.create(**party, report=report, level=level, reported=98)
    return ground


def evaluate(*arguments: str) -> str:
    output = StringIO()
    call_command("evaluate_sla", "--organisation", "ashcombe", "--contract", "orv-1", *arguments, stdout=output)
    return output.getvalue()


def test_each_level_is_told_with_and_without_exclusions_and_beside_the_report(reported: Ground) -> None:
    first, second = json.loads(evaluate("--period", "2024-03", "--json"))
    told: dict[str, Any] = {
        "code": "SD-01", "promise": "Resolved in time, P3", "unit": "%", "value": "66.6667", "state": "missed_minimum",
        "counted": 3, "met": 2, "missed": 1, "excluded": 1, "gross_value": "75.0000", "gross_counted": 4,
        "claimed_met": 3, "differing": 1, "reported": "98.0000", "difference": "-31.3333",
    }  # fmt: skip
    assert {name: first[name] for name in told} == told
    assert (second["value"], second["state"], second["reported"], second["difference"]) == (None, "no_data", None, None)
    with acting_for(reported.cast.organisation.pk):
        assert MeasuredPeriod.objects.get().measurements.count() == 2


def test_as_a_table_no_data_is_a_dash(reported: Ground) -> None:
    heads, first, second = evaluate("--period", "2024-03").splitlines()
    assert heads.split()[:3] == ["level", "promise", "unit"]
    assert "66.7  Missed, below minimum" in " ".join(first.split("   "))
    assert "No data" in second
    assert "–" in second


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--organisation", "nowhere", "--contract", "ORV-1", "--period", "2024-03"], "no organisation nowhere"),
        (
            ["--organisation", "ashcombe", "--contract", "X-1", "--period", "2024-03"],
            "no contract X-1 in ashcombe.*ORV-1",
        ),
        (["--organisation", "ashcombe", "--contract", "ORV-1", "--period", "2024-13"], "write 2026-10"),
        (["--organisation", "ashcombe", "--contract", "ORV-1", "--period", "March"], "write 2026-10"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(reported: Ground, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("evaluate_sla", *arguments)


def test_a_reference_that_two_vendors_use_asks_for_the_vendor(reported: Ground) -> None:
    cast = reported.cast
    with acting_for(cast.organisation.pk):
        Contract.objects.create(
            organisation=cast.organisation, vendor=cast.tessel, reference="ORV-1", title="Network", currency="EUR",
            delivery_model="co_managed", starts_on=MARCH,
        )  # fmt: skip
    with pytest.raises(CommandError, match="Orvane, Tessel"):
        evaluate("--period", "2024-03")
    assert len(json.loads(evaluate("--period", "2024-03", "--vendor", "Orvane", "--json"))) == 2
    assert "No service level" in evaluate("--period", "2024-03", "--vendor", "tessel")
