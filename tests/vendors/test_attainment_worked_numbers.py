"""The worked numbers of docs/service-levels.md are what the evaluator says."""

import re
from datetime import date
from decimal import Decimal

import pytest

from tests.worked_numbers import Page
from vendors.levels.attainment import (
    Facts,
    Kind,
    LowVolume,
    Terms,
    Window,
    difference,
    evaluate,
    is_discrepancy,
    window_of,
)

PAGE = Page("service-levels.md")


def number(text: str) -> Decimal | None:
    return Decimal(text) if text not in {"", "none"} else None


def facts(kind: Kind, text: str) -> Facts:
    numbers = [int(figure) for figure in re.findall(r"\d+", text)]
    if kind in (Kind.PERCENTILE, Kind.MEAN):
        return Facts(seconds=[hours * 3_600 for hours in numbers])
    if not numbers:
        return Facts()
    first, second = numbers
    if kind is Kind.AVAILABILITY:
        return Facts(down_seconds=first * 3_600, agreed_seconds=second * 3_600)
    return Facts(events=first, population=second) if kind is Kind.COUNT else Facts(met=first, missed=second)


@pytest.mark.parametrize(
    ("kind", "expected", "minimum", "happened", "figure", "verdict", "because"),
    PAGE.rows_under("Worked numbers: figures and verdicts"),
)
def test_figures_and_verdicts_are_as_the_page_says(
    kind: str, expected: str, minimum: str, happened: str, figure: str, verdict: str, because: str
) -> None:
    name, _, quantile = kind.partition(" ")
    terms = Terms(
        Kind(name),
        Decimal(expected),
        number(minimum),
        higher_is_better=True if name == Kind.REPORTED else None,
        quantile=Decimal(quantile or "0.9"),
    )
    result = evaluate(terms, facts(terms.kind, happened))
    assert (result.value, result.state) == (number(figure), verdict), because


@pytest.mark.parametrize(("below", "happened", "verdict", "because"), PAGE.rows_under("Worked numbers: small windows"))
def test_small_windows_are_judged_as_the_page_says(below: str, happened: str, verdict: str, because: str) -> None:
    terms = Terms(Kind.SHARE, Decimal(95), Decimal(90), minimum_volume=20, low_volume=LowVolume(below))
    assert evaluate(terms, facts(Kind.SHARE, happened)).state == verdict, because


@pytest.mark.parametrize(("window", "month", "measured", "because"), PAGE.rows_under("Worked numbers: windows"))
def test_windows_lie_as_the_page_says(window: str, month: str, measured: str, because: str) -> None:
    name, _, months = window.partition(" ")
    days = window_of(Window(name), int(months or 0), date.fromisoformat(f"{month}-01"))
    assert ("none" if days is None else f"{days[0]} / {days[1]}") == measured, because


@pytest.mark.parametrize(
    ("reported", "measured", "tolerance", "apart", "flagged", "because"),
    PAGE.rows_under("Worked numbers: reported and measured"),
)
def test_discrepancies_are_as_the_page_says(
    reported: str, measured: str, tolerance: str, apart: str, flagged: str, because: str
) -> None:
    claim, truth = number(reported), number(measured)
    assert difference(claim, truth) == number(apart), because
    assert is_discrepancy(claim, truth, Decimal(tolerance)) is {"yes": True, "no": False, "none": None}[flagged]
