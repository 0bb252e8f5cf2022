"""The public incident log, imported as a file, gives its published figures from the shell command and the pages.

Amaral, Fantinato, Peres (2018), UCI Machine Learning Repository, doi 10.24432/C57S4H, CC BY 4.0.
"""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from portal.accounts.models import Membership
from portal.accounts.setup import create_organisation
from portal.accounts.tenancy import acting_for
from tests.cast import make_person
from tests.reporting.pages import page, signed_in, walk

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("transactional_db")]
PUBLISHED_BY_PRIORITY = {
    "1 - Critical": (270, 5, 1.85, 0, 1.156, 80.24, 616.44),
    "2 - High": (408, 2, 0.49, 5, 1.461, 38.23, 381.57),
    "3 - Moderate": (23466, 15145, 64.54, 268, 0.932, 21.55, 374.61),
    "4 - Low": (774, 651, 84.11, 2, 0.813, 5.02, 502.30),
}
PUBLISHED_BY_MONTH = {"2016-03": (8995, 39.86), "2016-04": (7934, 76.70), "2016-05": (7508, 77.52)}

Figures = dict[str, dict[str, Any]]


def kpis(*arguments: str) -> list[dict[str, Any]]:
    output = StringIO()
    call_command("kpis", "--organisation", "public-log", *arguments, "--json", stdout=output)
    return list(json.loads(output.getvalue()))


def by_code(rows: list[dict[str, Any]], **group: str) -> Figures:
    return {row["kpi"]: row for row in rows if group.items() <= row.items()}


def test_the_public_log_gives_its_published_figures_from_file_to_page(real_export: Path) -> None:
    organisation = create_organisation("public-log", "Public log", "UTC", "EUR")
    call_command(
        "import_tickets", str(real_export), "--organisation", "public-log", "--source", "UCI",
        "--mapping", "servicenow-audit-log", "--timezone", "UTC", stdout=StringIO(),
    )  # fmt: skip
    _compare_all(by_code(kpis("--grain", "all")))
    priorities = kpis("--grain", "all", "--by", "priority")
    for priority, published in PUBLISHED_BY_PRIORITY.items():
        _compare_priority(by_code(priorities, priority=priority), published)
    months = kpis("--grain", "month", "--from", "2016-02", "--to", "2016-06", "--kpi", "volume", "sla_claimed")
    for month, (opened, met) in PUBLISHED_BY_MONTH.items():
        figures = by_code(months, period=month)
        assert (figures["volume"]["value"], round(figures["sla_claimed"]["value"], 2)) == (opened, met)
    with acting_for(organisation.pk):
        person = make_person("Paula Public")
        member = Membership.objects.create(organisation=organisation, person=person, role="executive")
    html = page(signed_in(member), "/?period=2016-03")
    assert "8,995\xa0tickets" in html
    assert "39.9" in html
    assert walk(member, html) > 5


def _compare_all(figures: Figures) -> None:
    met, reopened, right = (figures[code] for code in ("sla_claimed", "reopen_rate", "first_time_right"))
    handoffs = figures["handoffs_per_ticket"]
    assert figures["volume"]["value"] == 24918
    assert (met["numerator"], met["denominator"], round(met["value"], 2)) == (15803, 24918, 63.42)
    assert (reopened["numerator"], round(reopened["value"], 3)) == (275, 1.104)
    assert (handoffs["numerator"], round(handoffs["value"], 4)) == (23414, 0.9396)
    assert (right["numerator"], round(right["value"], 2)) == (13487, 54.13)
    assert round(figures["resolution_median_hours"]["value"], 2) == 22.10
    assert round(figures["resolution_p90_hours"]["value"], 2) == 381.55


def _compare_priority(figures: Figures, published: tuple[float, ...]) -> None:
    assert (
        figures["volume"]["value"],
        figures["sla_claimed"]["numerator"],
        round(figures["sla_claimed"]["value"], 2),
        figures["reopen_rate"]["numerator"],
        round(figures["handoffs_per_ticket"]["value"], 3),
        round(figures["resolution_median_hours"]["value"], 2),
        round(figures["resolution_p90_hours"]["value"], 2),
    ) == published
