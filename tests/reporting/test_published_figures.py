"""The engine reproduces the figures that were computed independently from the public incident log."""

import json
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from reporting.engine import roll_up, summarise
from reporting.kpi import read_figures
from reporting.periods import Grain, Period, between, day_range
from tests.reporting.frames import figures_of, incident_log

PLAIN = ZoneInfo("UTC")


@pytest.fixture(scope="module")
def incidents(real_export: Path) -> pl.DataFrame:
    return incident_log(real_export)


@pytest.fixture(scope="module")
def log_period() -> Period:
    return day_range(date(2016, 2, 1), date(2017, 3, 1))


def test_the_public_log_gives_its_published_figures(incidents: pl.DataFrame, log_period: Period) -> None:
    row = summarise(incidents, log_period, PLAIN).to_dicts()[0]
    figures = read_figures(json.loads(row["figures"]))
    assert figures["volume"].value == 24918
    assert (figures["sla_claimed"].numerator, figures["sla_claimed"].denominator) == (15803, 24918)
    assert round(figures["sla_claimed"].value or 0, 2) == 63.42
    assert (figures["reopen_rate"].numerator, figures["reopen_rate"].denominator) == (275, 24918)
    assert round(figures["reopen_rate"].value or 0, 3) == 1.104
    assert (figures["handoffs_per_ticket"].numerator, figures["handoffs_per_ticket"].denominator) == (
        23414,
        24918,
    )
    assert round(figures["handoffs_per_ticket"].value or 0, 4) == 0.9396
    assert figures["first_time_right"].numerator == 13487
    assert round(figures["first_time_right"].value or 0, 2) == 54.13
    assert round(figures["resolution_median_hours"].value or 0, 2) == 22.10
    assert round(figures["resolution_p90_hours"].value or 0, 2) == 381.55
    assert figures["resolution_median_hours"].denominator == 24918 - 1556
    assert figures["backlog"].value == 0


PUBLISHED = {
    "1 - Critical": (270, 5, 1.85, 0, 1.156, 80.24, 616.44),
    "2 - High": (408, 2, 0.49, 5, 1.461, 38.23, 381.57),
    "3 - Moderate": (23466, 15145, 64.54, 268, 0.932, 21.55, 374.61),
    "4 - Low": (774, 651, 84.11, 2, 0.813, 5.02, 502.30),
}


@pytest.mark.parametrize("priority", PUBLISHED)
def test_the_public_log_gives_its_published_figures_by_priority(
    incidents: pl.DataFrame, log_period: Period, priority: str
) -> None:
    rows = summarise(incidents, log_period, PLAIN, by="priority")
    (row,) = rows.filter(pl.col("priority") == priority).to_dicts()
    figures = read_figures(json.loads(row["figures"]))
    assert (
        figures["volume"].value,
        figures["sla_claimed"].numerator,
        round(figures["sla_claimed"].value or 0, 2),
        figures["reopen_rate"].numerator,
        round(figures["handoffs_per_ticket"].value or 0, 3),
        round(figures["resolution_median_hours"].value or 0, 2),
        round(figures["resolution_p90_hours"].value or 0, 2),
    ) == PUBLISHED[priority]


@pytest.mark.parametrize(
    ("month", "opened", "met"),
    [("2016-03", 8995, 39.86), ("2016-04", 7934, 76.70), ("2016-05", 7508, 77.52)],
)
def test_the_public_log_gives_its_published_figures_by_month(
    incidents: pl.DataFrame, month: str, opened: int, met: float
) -> None:
    months = list(between(Grain.MONTH, date(2016, 2, 1), date(2017, 3, 1)))
    figures = figures_of(roll_up(incidents, months, PLAIN), month, "all")[()]
    assert figures["volume"].value == opened
    assert round(figures["sla_claimed"].value or 0, 2) == met
