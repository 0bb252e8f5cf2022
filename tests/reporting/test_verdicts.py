"""What a figure says: kept or missed, better or worse, beyond normal variation or not."""

import statistics
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.kpi import Figure
from reporting.kpis import CATALOGUE
from reporting.verdicts import (
    State,
    Tone,
    Turn,
    compare,
    distance,
    distance_tone,
    judge,
    limits,
    signal,
)

SLA = CATALOGUE["sla_measured"]
HANDOFFS = CATALOGUE["handoffs_per_ticket"]
SCORE = CATALOGUE["outcome_score"]
VOLUME = CATALOGUE["volume"]
STEADY = [95.0, 94.0, 96.0, 95.0, 94.5, 95.5]


def figure(value: float | None, tickets: int = 100) -> Figure:
    return Figure(value, None, tickets if value is not None else 0, tickets)


@pytest.mark.parametrize(
    ("value", "state", "tone", "word"),
    [
        (100.0, State.MET, Tone.GOOD, "Met"),
        (95.0, State.MET, Tone.GOOD, "Met"),
        (94.999, State.NEAR, Tone.WATCH, "Below"),
        (90.0, State.NEAR, Tone.WATCH, "Below"),
        (89.999, State.MISSED, Tone.BAD, "Missed"),
        (0.0, State.MISSED, Tone.BAD, "Missed"),
        (None, State.NO_DATA, Tone.UNKNOWN, "No data"),
    ],
)
def test_a_service_level_is_met_below_missed_or_unknown(
    value: float | None, state: State, tone: Tone, word: str
) -> None:
    verdict = judge(SLA, figure(value))
    assert (verdict.state, verdict.tone, verdict.word) == (state, tone, word)


@pytest.mark.parametrize(("value", "word"), [(0.5, "Within"), (0.51, "Over"), (1.0, "Over"), (1.01, "Far over")])
def test_where_less_is_better_the_target_is_a_limit(value: float, word: str) -> None:
    assert judge(HANDOFFS, figure(value)).word == word


@pytest.mark.parametrize(("value", "word"), [(88.0, "Good"), (64.0, "Fair"), (41.0, "Poor")])
def test_a_score_is_good_fair_or_poor(value: float, word: str) -> None:
    assert judge(SCORE, figure(value)).word == word


@pytest.mark.parametrize("value", [0.0, 100.0])
def test_too_few_tickets_are_neither_good_nor_bad(value: float) -> None:
    assert judge(SLA, figure(value, tickets=19)).word == "Too few"
    assert judge(SLA, figure(value, tickets=19)).tone is Tone.UNKNOWN
    assert judge(SLA, figure(value, tickets=20)).state in {State.MET, State.MISSED}


def test_a_contract_may_agree_on_another_minimum_volume() -> None:
    assert judge(SLA, figure(99.0, tickets=9), minimum_volume=5).word == "Met"
    assert judge(SLA, figure(99.0, tickets=49), minimum_volume=50).word == "Too few"


def test_a_period_without_a_row_has_no_data() -> None:
    assert judge(SLA, None).word == "No data"


def test_a_figure_without_a_target_is_not_judged() -> None:
    verdict = judge(VOLUME, figure(4525.0))
    assert (verdict.state, verdict.tone, verdict.word) == (State.NO_TARGET, Tone.PLAIN, "")


@pytest.mark.parametrize(
    ("kpi", "now", "before", "turn"),
    [
        (SLA, 96.0, 95.0, Turn.BETTER),
        (SLA, 94.0, 95.0, Turn.WORSE),
        (HANDOFFS, 1.2, 1.0, Turn.WORSE),
        (HANDOFFS, 0.8, 1.0, Turn.BETTER),
        (VOLUME, 12.0, 10.0, Turn.MOVED),
        (SLA, 95.04, 95.0, Turn.SAME),
    ],
)
def test_a_change_is_better_or_worse_by_the_direction_of_its_kpi(
    kpi: object, now: float, before: float, turn: Turn
) -> None:
    change = compare(kpi, figure(now), figure(before))  # type: ignore[arg-type]
    assert change.turn is turn
    assert change.difference == pytest.approx(now - before)


@pytest.mark.parametrize(("now", "before"), [(None, 95.0), (95.0, None), (None, None)])
def test_a_change_from_or_to_nothing_is_unknown(now: float | None, before: float | None) -> None:
    assert compare(SLA, figure(now), figure(before)).turn is Turn.UNKNOWN
    assert compare(SLA, figure(now), None).difference is None


@given(st.lists(st.floats(0, 100), min_size=6, max_size=24))
def test_limits_are_the_mean_and_2_66_mean_moving_ranges(values: list[float]) -> None:
    normal = limits(values)
    ranges = [abs(b - a) for a, b in zip(values, values[1:], strict=False)]
    assert normal is not None
    assert normal.mean == pytest.approx(statistics.fmean(values))
    assert normal.upper - normal.mean == pytest.approx(2.66 * statistics.fmean(ranges), abs=1e-9)
    assert normal.mean - normal.lower == pytest.approx(2.66 * statistics.fmean(ranges), abs=1e-9)


def test_fewer_than_six_figures_give_no_limits() -> None:
    assert limits([95.0, None, 94.0, 96.0, 95.0, None, 94.5]) is None
    assert signal(SLA, figure(10.0), [figure(value) for value in STEADY[:5]]) is Turn.UNKNOWN


@pytest.mark.parametrize(
    ("value", "turn"), [(86.9, Turn.WORSE), (92.1, Turn.SAME), (97.0, Turn.SAME), (99.5, Turn.BETTER)]
)
def test_only_a_figure_outside_its_normal_variation_signals(value: float, turn: Turn) -> None:
    # mean 95, moving ranges 1, 2, 1, 0.5, 1: mean 1.1; limits 95 ± 2.926
    assert signal(SLA, figure(value), [figure(known) for known in STEADY]) is turn


def test_a_figure_of_too_few_tickets_does_not_signal_nor_widen_the_limits() -> None:
    earlier = [figure(value) for value in STEADY]
    assert signal(SLA, figure(10.0, tickets=5), earlier) is Turn.UNKNOWN
    assert signal(SLA, figure(86.9), [*earlier, figure(0.0, tickets=3)]) is Turn.WORSE


def test_a_step_too_small_to_be_shown_is_no_signal() -> None:
    flat = [figure(95.0)] * 6
    assert signal(SLA, figure(94.96), flat) is Turn.SAME
    assert signal(SLA, figure(94.8), flat) is Turn.WORSE


def test_a_figure_without_direction_only_moves() -> None:
    assert signal(VOLUME, figure(900.0), [figure(100.0 + i % 2) for i in range(8)]) is Turn.MOVED


@pytest.mark.parametrize(
    ("reported", "experienced", "points", "tone"),
    [
        (97.6, 41.0, 56.6, Tone.BAD),
        (95.0, 65.0, 30.0, Tone.BAD),
        (97.6, 67.6, 30.0, Tone.BAD),
        (91.2, 64.0, 27.2, Tone.WATCH),
        (90.0, 70.0, 20.0, Tone.WATCH),
        (98.4, 84.0, 14.4, Tone.PLAIN),
        (60.0, 90.0, -30.0, Tone.PLAIN),
    ],
)
def test_the_distance_from_report_to_experience_has_its_tone(
    reported: float, experienced: float, points: float, tone: Tone
) -> None:
    apart = distance(figure(reported), figure(experienced))
    assert apart == points
    assert distance_tone(apart) is tone


def test_without_an_outcome_there_is_no_distance() -> None:
    assert distance(figure(97.6), figure(None)) is None
    assert distance(None, figure(41.0)) is None
    assert distance(figure(100.0), figure(41.0, tickets=9)) is None
    assert distance_tone(None) is Tone.UNKNOWN


def test_a_target_in_the_catalogue_can_be_replaced_for_one_contract() -> None:
    assert judge(replace(SLA, target=99.0), figure(98.0)).word == "Below"
