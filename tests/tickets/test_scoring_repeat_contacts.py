"""Repeat contacts against an oracle that compares every ticket with every other."""

import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.scoring import repeat_contacts

DAY = 86_400

rows = st.lists(
    st.tuples(
        st.sampled_from(["Kim", "Lou", "", None]),
        st.sampled_from(["Network", "Printing", None]),
        st.integers(0, 60).map(lambda quarter: quarter * DAY // 4) | st.integers(0, 20 * DAY),
    ),
    max_size=30,
)


def came_back(row: tuple[str | None, str | None, int], others: list[tuple[str | None, str | None, int]]) -> bool | None:
    person, matter, opened = row
    if not person or not matter:
        return None
    return any(other[:2] == (person, matter) and 0 < other[2] - opened <= 7 * DAY for other in others)


@settings(max_examples=300, deadline=None)
@given(rows)
def test_a_ticket_is_followed_by_a_later_one_of_its_kind_within_seven_days(
    tickets: list[tuple[str | None, str | None, int]],
) -> None:
    people, matters, opened = ([row[side] for row in tickets] for side in range(3))
    flags = repeat_contacts(people, matters, np.array(opened, np.int64))
    assert [None if np.isnan(flag) else bool(flag) for flag in flags] == [came_back(row, tickets) for row in tickets]


def test_numbers_do_in_place_of_names_and_negative_ones_are_unknown() -> None:
    opened = np.array([0, DAY, 2 * DAY, 3 * DAY], np.int64)
    whole = repeat_contacts(np.array([4, 4, -1, 4]), np.array([0, 0, 0, 0]), opened)
    broken = repeat_contacts(np.array([4, 4, np.nan, 4]), np.array([0.0, 0.0, 0.0, 0.0]), opened, days=1)
    assert np.array_equal(whole, [1, 1, np.nan, 0], equal_nan=True)
    assert np.array_equal(broken, [1, 0, np.nan, 0], equal_nan=True)


def test_a_million_tickets_take_seconds_and_not_minutes() -> None:
    chance = np.random.default_rng(7)
    count = 1_000_000
    people, matters = chance.integers(0, 50_000, count), chance.integers(0, 40, count)
    began = time.perf_counter()
    flags = repeat_contacts(people, matters, chance.integers(0, 700 * DAY, count))
    assert time.perf_counter() - began < 10
    assert 0 < np.nanmean(flags) < 1
