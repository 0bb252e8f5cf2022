"""The worked numbers of docs/outcome-score.md are what the score says."""

from datetime import UTC, datetime

import numpy as np
import pytest

from tests.worked_numbers import Page
from tickets.scoring import STANDARD_POLICY, ScoreInputs, lost_hours_one, repeat_contacts, score_one

PAGE = Page("outcome-score.md")
TRUTH = {"yes": True, "no": False, "": None, "unknown": None}


def number(text: str) -> float | None:
    return float(text) if text not in {"", "none"} else None


def whole(text: str, factor: int = 1) -> int | None:
    return round(float(text) * factor) if text else None


@pytest.mark.parametrize("cells", PAGE.rows_under("Worked numbers: scores"), ids=lambda cells: cells[-1])
def test_a_score_is_as_the_page_says(cells: list[str]) -> None:
    right, handoffs, reopens, back, effort, norm, resolved, target, lost, expected, because = cells
    inputs = ScoreInputs(
        first_time_right=TRUTH[right],
        handoffs=whole(handoffs),
        reopens=whole(reopens),
        repeat_contact=TRUTH[back],
        effort_minutes=number(effort),
        norm_high_minutes=number(norm),
        resolution_seconds=whole(resolved, 60),
        target_seconds=whole(target, 60),
        lost_hours=number(lost),
    )
    total = score_one(inputs, STANDARD_POLICY).total
    assert ("none" if total is None else f"{total:.1f}") == expected, because


@pytest.mark.parametrize("cells", PAGE.rows_under("Worked numbers: hours lost"), ids=lambda cells: cells[-1])
def test_lost_hours_are_as_the_page_says(cells: list[str]) -> None:
    hours, rank, handoffs, reopens, expected, because = cells
    lost = lost_hours_one(whole(hours, 3_600), whole(rank), whole(handoffs), whole(reopens), STANDARD_POLICY)
    assert lost == (None if expected == "none" else pytest.approx(float(expected), abs=1e-12)), because


def test_repeat_contacts_are_as_the_page_says() -> None:
    _, people, matters, opened, expected, _ = zip(*PAGE.rows_under("Worked numbers: repeat contact"), strict=True)
    instants = [int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) for text in opened]
    flags = repeat_contacts(people, matters, np.array(instants, np.int64))
    assert [None if np.isnan(flag) else bool(flag) for flag in flags] == [TRUTH[text] for text in expected]


def test_the_weights_on_the_page_are_those_of_the_standard_policy() -> None:
    weights = [float(cells[1]) for cells in PAGE.rows_under("How it is made")]
    assert weights == sorted(STANDARD_POLICY.weights.values(), reverse=True)
    assert [cells[0] for cells in PAGE.rows_under("How it is made")] == [
        gap.name for gap in score_one(ScoreInputs(), STANDARD_POLICY).missing
    ]


def test_the_shares_on_the_page_are_those_of_the_standard_policy() -> None:
    head, shares = (
        line.strip("|").split("|")[1:]
        for line in PAGE.text.splitlines()
        if line.startswith(("| Priority rank | 1", "| Share of"))
    )
    assert [float(share) for share in shares[:5]] == list(STANDARD_POLICY.disruption_shares)
    assert head[5].strip() == "unknown"
    assert float(shares[5]) == STANDARD_POLICY.disruption_shares[2]
