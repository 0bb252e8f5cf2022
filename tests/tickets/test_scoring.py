"""The outcome score: explained to the tenth of a point, and the same for one ticket as for a million."""

from dataclasses import asdict, fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.scoring import (
    STANDARD_POLICY,
    InvalidPolicy,
    ScoreInputs,
    ScorePolicy,
    lost_hours_many,
    lost_hours_one,
    policy_on,
    score_many,
    score_one,
)

TODAY = date(2026, 7, 1)


def weights_of(parts: list[int]) -> dict[str, float]:
    """Whole weights that add up to 100, in proportion to the parts as far as that goes."""
    codes = list(STANDARD_POLICY.weights)
    weights = [part * 100 // max(sum(parts), 1) for part in parts]
    weights[0] += 100 - sum(weights)
    return {code: float(weight) for code, weight in zip(codes, weights, strict=True)}


policies = st.builds(
    ScorePolicy,
    label=st.just("Tried"),
    valid_from=st.just(TODAY),
    weights=st.lists(st.integers(0, 9), min_size=7, max_size=7).map(weights_of),
    handoffs_norm=st.integers(0, 2),
    handoffs_limit=st.integers(3, 7),
    reopenings_limit=st.integers(1, 3),
    effort_limit=st.sampled_from([1.25, 2.0, 2.5]),
    timeliness_limit=st.sampled_from([1.25, 1.5, 2.0]),
    lost_hours_limit=st.sampled_from([2.0, 8.0, 16.5]),
)
inputs = st.builds(
    ScoreInputs,
    first_time_right=st.none() | st.booleans(),
    handoffs=st.none() | st.integers(0, 9),
    reopens=st.none() | st.integers(0, 4),
    repeat_contact=st.none() | st.booleans(),
    effort_minutes=st.none() | st.integers(0, 300),
    norm_low_minutes=st.none() | st.integers(0, 30),
    norm_high_minutes=st.none() | st.integers(0, 90),
    resolution_seconds=st.none() | st.integers(0, 200_000),
    target_seconds=st.none() | st.integers(0, 100_000),
    lost_hours=st.none() | st.integers(0, 80).map(lambda quarters: quarters / 4),
)


def line(value: float, norm: Fraction, limit: Fraction) -> Fraction:
    return min(Fraction(1), max(Fraction(0), (limit - Fraction(value)) / (limit - norm)))


def multiple(value: float | None, norm: float | None, limit: float) -> Fraction | None:
    if value is None or not norm:
        return None
    return line(value, Fraction(norm), Fraction(norm) * Fraction(limit))


def shares_by_hand(ticket: ScoreInputs, policy: ScorePolicy) -> dict[str, Fraction | None]:
    """The share of each component in exact fractions, written down from the page."""

    def between(value: float | None, norm: float, limit: float) -> Fraction | None:
        return None if value is None else line(value, Fraction(norm), Fraction(limit))

    right, back = ticket.first_time_right, ticket.repeat_contact
    return {
        "lost_time": between(ticket.lost_hours, 0, policy.lost_hours_limit),
        "first_time_right": None if right is None else Fraction(right),
        "timeliness": multiple(ticket.resolution_seconds, ticket.target_seconds, policy.timeliness_limit),
        "handoffs": between(ticket.handoffs, policy.handoffs_norm, policy.handoffs_limit),
        "effort": multiple(ticket.effort_minutes, ticket.norm_high_minutes, policy.effort_limit),
        "reopenings": between(ticket.reopens, 0, policy.reopenings_limit),
        "repeat_contact": None if back is None else 1 - Fraction(back),
    }


def score_by_hand(ticket: ScoreInputs, policy: ScorePolicy) -> Fraction | None:
    shares = shares_by_hand(ticket, policy)
    known = {code: share for code, share in shares.items() if share is not None}
    weight = sum(Fraction(policy.weights[code]) for code in known)
    earned = sum((share * Fraction(policy.weights[code]) for code, share in known.items()), Fraction(0))
    return earned * 100 / weight if weight else None


@settings(max_examples=300, deadline=None)
@given(inputs, policies)
def test_the_score_is_the_weighted_share_rounded_half_up_to_a_tenth(ticket: ScoreInputs, policy: ScorePolicy) -> None:
    exact, score = score_by_hand(ticket, policy), score_one(ticket, policy)
    if exact is None:
        assert score.total is None
        assert score.components == ()
    else:
        assert score.total == Decimal((exact * 10 + Fraction(1, 2)).__floor__()) / 10


@settings(max_examples=300, deadline=None)
@given(inputs, policies)
def test_points_add_up_to_the_total_and_weights_to_a_hundred(ticket: ScoreInputs, policy: ScorePolicy) -> None:
    score, shares = score_one(ticket, policy), shares_by_hand(ticket, policy)
    if score.total is None:
        return
    assert sum(part.points for part in score.components) == score.total
    assert sum(part.weight for part in score.components) == 100
    for part in score.components:
        share = shares[part.code]
        assert share is not None
        assert 0 <= part.points <= part.weight
        assert abs(float(part.points) - float(share) * float(part.weight)) <= 0.2 + 1e-9
        assert part.sentence


@settings(max_examples=100, deadline=None)
@given(inputs, policies)
def test_every_weighed_component_is_either_scored_or_told_as_missing(ticket: ScoreInputs, policy: ScorePolicy) -> None:
    score, shares = score_one(ticket, policy), shares_by_hand(ticket, policy)
    weighed = {code for code, weight in policy.weights.items() if weight}
    assert {part.code for part in score.components} == {code for code in weighed if shares[code] is not None}
    assert {gap.code for gap in score.missing} == {code for code in weighed if shares[code] is None}


@settings(max_examples=100, deadline=None)
@given(st.lists(inputs, max_size=20), policies)
def test_many_tickets_score_as_each_of_them_alone(tickets: list[ScoreInputs], policy: ScorePolicy) -> None:
    columns = {field.name: [asdict(one)[field.name] for one in tickets] for field in fields(ScoreInputs)}
    totals = [score_one(one, policy).total for one in tickets]
    scores = score_many(columns, policy)
    assert [None if np.isnan(score) else score for score in scores] == [
        None if total is None else float(total) for total in totals
    ]


def test_a_ticket_closed_in_time_can_still_score_badly() -> None:
    ticket = ScoreInputs(
        first_time_right=False,
        handoffs=5,
        reopens=1,
        repeat_contact=True,
        resolution_seconds=400,
        target_seconds=480,
        lost_hours=8,
    )
    score = score_one(ticket, STANDARD_POLICY)
    assert score.total == Decimal("25.0")
    assert STANDARD_POLICY.verdict(25.0) == "poor"


def test_each_component_says_what_it_found() -> None:
    ticket = ScoreInputs(False, 4, 1, True, 95, 20, 45, 33_000, 28_800, 17 / 3)
    assert {part.code: part.sentence for part in score_one(ticket, STANDARD_POLICY).components} == {
        "lost_time": "5 h 40 min lost, no points from 8 h 00 min",
        "first_time_right": "handed off or reopened before it was solved",
        "timeliness": "9 h 10 min of 8 h 00 min",
        "handoffs": "4, norm 1 or fewer",
        "effort": "95 min, norm 20–45 min",
        "reopenings": "reopened once",
        "repeat_contact": "the user came back with the same matter within 7 days",
    }


def test_what_the_clock_marks_as_no_value_is_missing_and_not_fast() -> None:
    nothing = np.iinfo(np.int64).min
    columns = {"resolution_seconds": np.array([nothing, 60]), "target_seconds": np.array([60, 60])}
    assert np.array_equal(score_many(columns, STANDARD_POLICY), [np.nan, 100.0], equal_nan=True)


def test_a_column_of_another_name_is_refused() -> None:
    with pytest.raises(ValueError, match="not made of handofs"):
        score_many({"handofs": [1]}, STANDARD_POLICY)


def test_no_tickets_have_no_scores() -> None:
    assert score_many({}, STANDARD_POLICY).size == 0
    assert score_many({"handoffs": []}, STANDARD_POLICY).size == 0


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"weights": {"handoffs": 99}}, "add up to 100"),
        ({"weights": {"handoffs": 120, "effort": -20}}, "add up to 100"),
        ({"weights": {"charm": 100}}, "no component named charm"),
        ({"handoffs_limit": 1}, "limit of handoffs is 1, but must lie above 1"),
        ({"timeliness_limit": 1.0}, "limit of timeliness"),
        ({"poor_below": 80}, "limit of a fair score"),
        ({"disruption_shares": (1.0,)}, "priority ranks 1 to 5"),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(changes: dict[str, object], complaint: str) -> None:
    with pytest.raises(InvalidPolicy, match=complaint):
        replace(STANDARD_POLICY, **changes)  # type: ignore[arg-type]


def test_the_policy_that_holds_is_the_latest_one_that_has_begun() -> None:
    older, newer = replace(STANDARD_POLICY, label="1"), replace(STANDARD_POLICY, label="2", valid_from=TODAY)
    assert policy_on([newer, older], date(2026, 6, 30)) is older
    assert policy_on([older, newer], TODAY) is newer
    assert policy_on([older, newer], date(1999, 12, 31)) is None


def test_a_verdict_needs_a_score() -> None:
    assert [STANDARD_POLICY.verdict(total) for total in (None, 59.9, 60.0, 74.9, 75.0)] == [
        None,
        "poor",
        "fair",
        "fair",
        "good",
    ]


@settings(max_examples=100, deadline=None)
@given(
    st.none() | st.integers(0, 400_000),
    st.none() | st.integers(0, 7),
    st.none() | st.integers(0, 9),
    st.none() | st.integers(0, 4),
)
def test_lost_hours_follow_their_formula(
    seconds: int | None, rank: int | None, handoffs: int | None, reopens: int | None
) -> None:
    lost = lost_hours_one(seconds, rank, handoffs, reopens, STANDARD_POLICY)
    if seconds is None:
        assert lost is None
        return
    share = {1: 1.0, 2: 0.5, 4: 0.05, 5: 0.02}.get(rank or 3, 0.15)
    expected = min(seconds / 3600, 40) * share + 0.25 * (handoffs or 0) + 0.5 * (reopens or 0)
    assert lost == pytest.approx(expected, abs=1e-9)


def test_lost_hours_of_many_tickets_leave_the_unresolved_open() -> None:
    lost = lost_hours_many([7_200, None, -1], [1, 1, 1], [0, 0, 0], [0, None, 0], STANDARD_POLICY)
    assert np.array_equal(lost, [2.0, np.nan, np.nan], equal_nan=True)
