"""The KPI catalogue: complete, consistent, and the same in the documentation."""

import re
from pathlib import Path

import pytest

from reporting.behind import FILTERS, Behind
from reporting.kpi import Direction, Figure, Kpi, Statistic, read_figures
from reporting.kpis import CATALOGUE, DISTANCE_BAD, DISTANCE_WATCH, KPIS, MATRIX_MINIMUM_VOLUME

PAGE = Path(__file__).resolve().parents[2] / "docs" / "kpis.md"
HEAD = (
    "| code | name | formula | unit | better | target | tolerance | minimum volume | period | numerator | denominator |"
)
EXPECTED = {
    "volume",
    "backlog",
    "sla_claimed",
    "sla_measured",
    "resolution_median_hours",
    "resolution_p90_hours",
    "working_median_hours",
    "working_p90_hours",
    "first_time_right",
    "handoffs_per_ticket",
    "reopen_rate",
    "outcome_score",
    "lost_hours",
    "unclassified_share",
}

every_kpi = pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.code)


def line(kpi: Kpi) -> str:
    """The line of the documentation for a KPI."""
    target = "–" if kpi.target is None else f"{kpi.target:g}"
    tolerance = "–" if kpi.target is None else f"{kpi.tolerance:g}"
    cells = (
        *(f"`{kpi.code}`", kpi.name, kpi.formula, kpi.unit, kpi.direction.value, target, tolerance),
        *(str(kpi.minimum_volume), kpi.period_basis, kpi.numerator_meaning, kpi.denominator_meaning),
    )
    return f"| {' | '.join(cells)} |"


def test_the_documented_table_is_the_catalogue() -> None:
    written = PAGE.read_text(encoding="utf-8")
    table = re.search(re.escape(HEAD) + r"\n\|[-|]+\|\n((?:\|.*\|\n)+)", written)
    assert table is not None, f"docs/kpis.md has no table with the head\n{HEAD}"
    assert table[1].splitlines() == [line(kpi) for kpi in KPIS]


def test_the_documented_filters_are_those_of_the_engine() -> None:
    written = PAGE.read_text(encoding="utf-8")
    for behind, shown in FILTERS.items():
        assert f"| `{behind}` | {shown.sentence} |\n" in written


@every_kpi
def test_every_definition_is_a_sentence_of_the_documentation(kpi: Kpi) -> None:
    assert kpi.definition.endswith(".")
    assert f"**{kpi.name}** (`{kpi.code}`): {kpi.definition}" in PAGE.read_text(encoding="utf-8")


def test_the_catalogue_holds_the_agreed_kpis_once_each() -> None:
    assert set(CATALOGUE) == EXPECTED
    assert len(KPIS) == len(CATALOGUE)


@every_kpi
def test_every_kpi_can_be_judged_and_opened(kpi: Kpi) -> None:
    assert kpi.denominator in FILTERS
    assert kpi.decimals >= 0
    assert kpi.tolerance >= 0
    assert kpi.target is None or kpi.direction is not Direction.NEUTRAL
    assert set(Behind) == set(FILTERS)


@every_kpi
def test_shares_and_counts_count_tickets_the_rest_measures_them(kpi: Kpi) -> None:
    counts = kpi.statistic in {Statistic.SHARE, Statistic.COUNT}
    assert (kpi.numerator is not None) == counts
    assert (kpi.measure is None) == counts
    assert (kpi.quantile is not None) == (kpi.statistic is Statistic.PERCENTILE)
    assert (kpi.unit == "%") == (kpi.statistic is Statistic.SHARE)


@every_kpi
def test_only_the_backlog_belongs_to_the_end_of_a_period(kpi: Kpi) -> None:
    assert kpi.period_basis == ("end of period" if kpi.code == "backlog" else "opened")


def test_a_distance_is_watched_from_20_and_bad_from_30_points_with_20_tickets() -> None:
    assert (DISTANCE_WATCH, DISTANCE_BAD, MATRIX_MINIMUM_VOLUME) == (20.0, 30.0, 20)


def test_stored_figures_read_back() -> None:
    stored: dict[str, list[float | None]] = {
        "sla_claimed": [63.420018, 15803, 24918, 24918],
        "lost_hours": [None, 0.0, 0, 3],
    }
    assert read_figures(stored) == {
        "sla_claimed": Figure(63.420018, 15803, 24918, 24918),
        "lost_hours": Figure(None, 0.0, 0, 3),
    }
