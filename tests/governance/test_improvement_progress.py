"""The arithmetic of the plan of 30, 60 and 90 days, held to its page and to what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.improvement.catalogue import PHASES, STEPS, Step
from governance.improvement.measuring import MEASURES
from governance.improvement.progress import Measured, Progress, Standing, State, progress
from tests.worked_numbers import Page

PAGE = Page("improvement-plan.md")
START = date(2026, 11, 1)


def a_step(phase: int = 30, goal: float = 1.0, code: str = "norms", measured: bool = True) -> Step:
    return Step(code, phase, "Norms", "So that effort can be judged", "Counted", "", goal, measured)


@pytest.mark.parametrize("row", PAGE.rows_under("Worked numbers: steps"))
def test_a_step_stands_as_on_the_page(row: list[str]) -> None:
    done, total, goal, day, phase, state, late = row
    today = START + timedelta(days=int(day) - 1)
    found = {"norms": Measured(int(done), int(total), "")}
    standing = _only(progress(START, today, [a_step(int(phase), float(goal))], found, {}))
    assert (standing.state, standing.is_late) == (State(state), late == "yes")


def _only(found: Progress) -> Standing:
    (one,) = [standing for phase in found.phases for standing in phase.standings]
    return one


@pytest.mark.parametrize("row", PAGE.rows_under("Worked numbers: days"))
def test_the_days_are_those_of_the_page(row: list[str]) -> None:
    today, day, left, *ends = row
    found = progress(START, date.fromisoformat(today), STEPS, {}, {})
    assert (found.day, found.days_left) == (int(day), int(left))
    assert [phase.due_on for phase in found.phases] == [date.fromisoformat(end) for end in ends]


def test_the_page_names_every_step_that_is_measured_and_each_has_its_measure() -> None:
    told = {code: int(phase) for code, phase, _ in PAGE.rows_under("What is measured")}
    assert told == {step.code: step.phase for step in STEPS if step.measured}
    assert set(MEASURES) == set(told)
    assert {step.phase for step in STEPS} == set(PHASES)


def test_what_this_version_does_not_measure_is_never_done_and_counts_apart() -> None:
    found = progress(START, START + timedelta(days=400), [a_step(measured=False)], {"norms": Measured(9, 9, "")}, {})
    assert (found.done, found.counted, found.late, found.phases[0].apart) == (0, 0, 0, 1)


@given(st.integers(0, 2000), st.integers(0, 2000), st.integers(-10, 200))
def test_a_step_that_is_set_aside_counts_nowhere(done: int, total: int, days: int) -> None:
    found = progress(
        START, START + timedelta(days=days), [a_step()], {"norms": Measured(done, total, "")}, {"norms": "Later"}
    )
    assert (found.done, found.counted, found.late) == (0, 0, 0)


@given(st.integers(0, 2000), st.integers(1, 2000), st.sampled_from([0.9, 1.0]), st.integers(-10, 200))
def test_done_is_never_late_and_the_whole_is_always_done(done: int, total: int, goal: float, days: int) -> None:
    today = START + timedelta(days=days)
    found = progress(START, today, [a_step(goal=goal)], {"norms": Measured(min(done, total), total, "")}, {})
    assert found.done + found.late <= 1
    whole = progress(START, today, [a_step(goal=goal)], {"norms": Measured(total, total, "")}, {})
    assert (whole.done, whole.late) == (1, 0)
