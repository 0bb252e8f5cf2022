"""Rollup rows: equal to plain arithmetic, to published figures, and to themselves however computed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.behind import tickets_behind
from reporting.engine import BY, DIMENSIONS, GROUPINGS, needed, roll_up
from reporting.kpi import Figure
from reporting.kpis import CATALOGUE
from reporting.periods import Period, day_range, parse, touching
from tests.reporting.frames import figures_of, frame

BERLIN = ZoneInfo("Europe/Berlin")
SANTIAGO = ZoneInfo("America/Santiago")  # its clocks change at midnight
Ticket = dict[str, Any]

instants = st.integers(0, 72 * 86400).map(
    lambda seconds: datetime(2026, 8, 25, tzinfo=UTC) + timedelta(seconds=seconds)
)
maybe = st.sampled_from((True, False, None))


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    """A ticket with any mixture of known and unknown figures."""
    opened = draw(instants)
    took = draw(st.none() | st.integers(0, 40 * 86400))
    shut = draw(st.none() | st.integers(0, 40 * 86400))
    return {
        "opened_at": opened,
        "resolved_at": None if took is None else opened + timedelta(seconds=took),
        "closed_at": None if shut is None else opened + timedelta(seconds=shut),
        "vendor_id": draw(st.sampled_from((None, 1, 2))),
        "service_id": draw(st.sampled_from((None, 7))),
        "site_id": draw(st.sampled_from((3, 4))),
        "priority": draw(st.sampled_from((None, "2 - High", 'P"3", ü'))),
        "group": draw(st.sampled_from((None, "Desk"))),
        "claimed_sla": draw(maybe),
        "measured_sla": draw(maybe),
        "wall_seconds": took,
        "working_seconds": None if took is None else float(took // 3),
        "handoffs": draw(st.none() | st.integers(0, 4)),
        "reopens": draw(st.none() | st.integers(0, 2)),
        "first_time_right": draw(maybe),
        "score": draw(st.none() | st.integers(0, 100_000).map(lambda thousandths: thousandths / 1000)),
        "lost_hours": draw(st.none() | st.integers(0, 100_000).map(lambda seconds: seconds / 3600)),
        "classified": draw(st.booleans()),
    }


def percentile_cont(values: Iterable[float], share: float) -> float:
    """PostgreSQL's percentile_cont."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def share(good: int, known: int) -> float | None:
    return 100 * good / known if known else None


class Oracle:
    """Figures of one group of tickets by plain Python."""

    def __init__(self, opened: Sequence[Ticket]) -> None:
        self.opened = opened

    def known(self, column: str) -> list[Any]:
        return [ticket[column] for ticket in self.opened if ticket[column] is not None]

    def rate(self, column: str, good: Callable[[Any], bool]) -> Figure:
        met = sum(map(good, self.known(column)))
        return Figure(share(met, len(self.known(column))), met, len(self.known(column)), len(self.opened))

    def hours(self, column: str, point: float) -> Figure:
        value = percentile_cont(self.known(column), point) / 3600 if self.known(column) else None
        return Figure(value, None, len(self.known(column)), len(self.opened))

    def total(self, column: str, *, mean: bool) -> Figure:
        of = len(self.known(column))
        whole = sum(self.known(column))
        return Figure((whole / of if mean else whole) if of else None, whole, of, len(self.opened))


def by_hand(opened: Sequence[Ticket], still_open: int) -> dict[str, Figure]:
    """All figures of a group by plain Python: the oracle of the engine."""
    group = Oracle(opened)
    unclassified = sum(not ticket["classified"] for ticket in opened)
    return {
        "volume": Figure(len(opened), len(opened), len(opened), len(opened)),
        "backlog": Figure(still_open, still_open, still_open, still_open),
        "sla_claimed": group.rate("claimed_sla", bool),
        "sla_measured": group.rate("measured_sla", bool),
        "resolution_median_hours": group.hours("wall_seconds", 0.5),
        "resolution_p90_hours": group.hours("wall_seconds", 0.9),
        "working_median_hours": group.hours("working_seconds", 0.5),
        "working_p90_hours": group.hours("working_seconds", 0.9),
        "first_time_right": group.rate("first_time_right", bool),
        "handoffs_per_ticket": group.total("handoffs", mean=True),
        "reopen_rate": group.rate("reopens", lambda times: bool(times > 0)),
        "outcome_score": group.total("score", mean=True),
        "lost_hours": group.total("lost_hours", mean=False),
        "unclassified_share": Figure(share(unclassified, len(opened)), unclassified, len(opened), len(opened)),
    }


def expected(rows: Sequence[Ticket], period: Period, zone: ZoneInfo, dims: tuple[str, ...]) -> dict[Any, Any]:
    """Figures by hand per group; a ticket's day is asked of the zone, not of the period's instants."""
    _, end = period.instants(zone)
    found = {}
    for group in {tuple(row[dim] for dim in dims) for row in rows}:
        mine = [row for row in rows if tuple(row[dim] for dim in dims) == group]
        inside = [r for r in mine if period.start <= r["opened_at"].astimezone(zone).date() < period.end]
        ends = [(r["opened_at"], r["resolved_at"] or r["closed_at"]) for r in mine]
        still_open = sum(opened < end and (ended is None or ended >= end) for opened, ended in ends)
        if inside or still_open:
            found[group] = by_hand(inside, still_open)
    return found


def assert_same(found: dict[str, Figure], wanted: dict[str, Figure]) -> None:
    assert list(found) == list(CATALOGUE)
    for code, figure in found.items():
        other = wanted[code]
        assert (figure.denominator, figure.count) == (other.denominator, other.count), code
        assert figure.value == pytest.approx(other.value, abs=1e-6), code
        assert figure.numerator == pytest.approx(other.numerator, abs=1e-6), code


@settings(max_examples=25, deadline=None)
@given(st.lists(tickets(), min_size=1, max_size=25), st.sampled_from((BERLIN, SANTIAGO)))
def test_every_figure_of_every_group_is_what_plain_arithmetic_says(rows: list[Ticket], zone: ZoneInfo) -> None:
    periods = touching([parse("2026-09"), parse("2026-10")])
    found = roll_up(frame(rows), periods, zone)
    for period in periods:
        for grouping, dims in GROUPINGS.items():
            groups = figures_of(found, period.key, grouping)
            wanted = expected(rows, period, zone, dims)
            assert groups.keys() == wanted.keys()
            for group, figures in groups.items():
                assert_same(figures, wanted[group])


@settings(max_examples=25, deadline=None)
@given(st.lists(tickets(), min_size=2, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_the_tickets_does_not_change_a_byte(rows: list[Ticket], chance: Any) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    periods = touching([parse("2026-09")])
    assert roll_up(frame(shuffled), periods, BERLIN).equals(roll_up(frame(rows), periods, BERLIN))


@settings(max_examples=25, deadline=None)
@given(st.lists(tickets(), min_size=1, max_size=30))
def test_one_dirty_month_gives_the_rows_that_all_months_give(rows: list[Ticket]) -> None:
    everything = roll_up(frame(rows), touching([parse("2026-09"), parse("2026-10")]), BERLIN)
    dirty = touching([parse("2026-10")])
    read = frame(rows).lazy().filter(needed(dirty, BERLIN))
    keys = [period.key for period in dirty]
    assert roll_up(read, dirty, BERLIN).equals(everything.filter(pl.col("period_key").is_in(keys)))


@settings(max_examples=25, deadline=None)
@given(st.lists(tickets(), min_size=1, max_size=20))
def test_the_tickets_behind_a_figure_are_as_many_as_its_denominator(rows: list[Ticket]) -> None:
    period = parse("2026-10")
    found = figures_of(roll_up(frame(rows), [period], BERLIN), "2026-10", "all").get((), {})
    for code, figure in found.items():
        kpi = CATALOGUE[code]
        below, above = kpi.tickets_behind
        assert frame(rows).filter(tickets_behind(below, *period.instants(BERLIN))).height == figure.denominator
        assert frame(rows).filter(tickets_behind(kpi.population, *period.instants(BERLIN))).height == figure.count
        if above is not None:
            assert frame(rows).filter(tickets_behind(above, *period.instants(BERLIN))).height == figure.numerator


def test_sums_of_awkward_fractions_do_not_depend_on_order() -> None:
    awkward = [
        {"opened_at": datetime(2026, 10, 5, tzinfo=UTC), "score": (i * 37 % 1001) / 10, "lost_hours": i / 7}
        for i in range(5000)
    ]
    one_way = roll_up(frame(awkward), [parse("2026-10")], BERLIN)
    other_way = roll_up(frame(awkward[::-1]), [parse("2026-10")], BERLIN)
    assert one_way.equals(other_way)


def test_a_percentile_interpolates_between_its_neighbours() -> None:
    opened = datetime(2026, 10, 5, tzinfo=UTC)
    rows = frame([{"opened_at": opened, "wall_seconds": hours * 3600} for hours in (100, 10, 30, 20)])
    figures = figures_of(roll_up(rows, [parse("2026-10")], BERLIN), "2026-10", "all")[()]
    assert figures["resolution_p90_hours"] == Figure(79.0, None, 4, 4)
    assert figures["resolution_median_hours"].value == 25.0


def test_nothing_known_is_null_and_never_nought_or_a_hundred() -> None:
    unknown = frame([{"opened_at": datetime(2026, 10, 5, tzinfo=UTC)}])
    figures = figures_of(roll_up(unknown, [parse("2026-10")], BERLIN), "2026-10", "all")[()]
    assert figures["sla_claimed"] == Figure(None, 0, 0, 1)
    assert figures["resolution_median_hours"] == Figure(None, None, 0, 1)
    assert figures["lost_hours"] == Figure(None, 0, 0, 1)
    assert figures["volume"] == Figure(1, 1, 1, 1)


def test_a_month_without_new_tickets_still_shows_its_backlog() -> None:
    waiting = frame([{"opened_at": datetime(2026, 8, 5, tzinfo=UTC), "vendor_id": 1}])
    rows = roll_up(waiting, [parse("2026-10"), parse("2026-11")], BERLIN)
    figures = figures_of(rows, "2026-11", "vendor")[(1,)]
    assert figures["backlog"] == Figure(1, 1, 1, 1)
    assert figures["volume"] == Figure(0, 0, 0, 0)
    assert figures["first_time_right"].value is None


def test_the_backlog_is_a_running_sum_of_what_opened_and_what_ended() -> None:
    def on(month: int, day: int) -> datetime:
        return datetime(2026, month, day, 12, tzinfo=UTC)

    rows = roll_up(
        frame(
            [
                {"opened_at": on(1, 10), "resolved_at": on(2, 20)},
                {"opened_at": on(1, 15)},
                {"opened_at": on(3, 3), "resolved_at": on(3, 5)},
            ]
        ),
        [parse("2026-01"), parse("2026-02"), parse("2026-03")],
        BERLIN,
    )
    months = ("2026-01", "2026-02", "2026-03")
    assert [figures_of(rows, month, "all")[()]["backlog"].value for month in months] == [2, 1, 1]


def test_a_ticket_that_ends_with_the_period_was_still_open_at_its_end() -> None:
    _, end = parse("2026-10").instants(BERLIN)
    opened = end - timedelta(days=1)
    rows = frame(
        [
            {"opened_at": opened, "resolved_at": end},
            {"opened_at": opened, "resolved_at": end - timedelta(seconds=1)},
            {"opened_at": end},
        ]
    )
    figures = figures_of(roll_up(rows, [parse("2026-10")], BERLIN), "2026-10", "all")[()]
    assert (figures["volume"].value, figures["backlog"].value) == (2, 1)


def test_a_ticket_opened_in_the_first_instant_of_a_month_belongs_to_it() -> None:
    start, _ = parse("2026-10").instants(BERLIN)
    rows = roll_up(frame([{"opened_at": start}]), touching([parse("2026-10")]), BERLIN)
    counted = rows.filter(pl.col("grouping") == "all", pl.col("figures").str.contains('"volume":[1,', literal=True))
    assert set(counted["period_key"]) == {"2026-10", "2026-W40", "2026-Q4"}


def test_a_ticket_closed_without_a_resolution_leaves_the_backlog() -> None:
    opened = datetime(2026, 9, 5, tzinfo=UTC)
    closed = frame([{"opened_at": opened, "closed_at": opened + timedelta(days=2)}])
    rows = roll_up(closed, [parse("2026-09"), parse("2026-10")], BERLIN)
    assert rows.filter(pl.col("period_key") == "2026-10").is_empty()


def test_no_tickets_and_no_periods_give_no_rows() -> None:
    assert roll_up(frame([]), [parse("2026-10")], BERLIN).is_empty()
    assert roll_up(frame([]), [], BERLIN).is_empty()


def test_overlapping_ranges_are_refused() -> None:
    ranges = [day_range(date(2026, 1, 1), date(2026, 2, 1)), day_range(date(2026, 1, 15), date(2026, 3, 1))]
    with pytest.raises(ValueError, match="overlap"):
        roll_up(frame([]), ranges, BERLIN)


def test_every_dimension_can_be_asked_for_and_has_a_grouping() -> None:
    assert set(BY.values()) == set(DIMENSIONS)
    assert {dim for dims in GROUPINGS.values() for dim in dims} == set(DIMENSIONS)
