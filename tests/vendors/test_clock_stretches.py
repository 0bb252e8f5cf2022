"""What both sides excluded stands still and is told apart; what nobody accepted as a pause counts and is told apart."""

from hypothesis import given
from hypothesis import strategies as st

from tests.vendors.test_clock import berlin, clock_of, office
from vendors.clock import Segment
from vendors.opening import epoch
from vendors.timeline import with_disputed

START, END = berlin("2026-03-09 08:00"), berlin("2026-03-12 18:00")
moments = st.integers(epoch(START) - 50_000, epoch(END) + 50_000)
stretches = st.lists(st.tuples(moments, moments).map(lambda pair: (min(pair), max(pair))), max_size=4)


def kinds(segments: list[Segment]) -> list[tuple[str, int]]:
    return [(one.kind, one.seconds // 3_600) for one in segments]


def test_excluded_time_is_no_pause_and_what_is_both_is_excluded() -> None:
    clock = clock_of(office())
    pauses = [(berlin("2026-03-09 10:00"), berlin("2026-03-09 14:00"))]
    excluded = [(berlin("2026-03-09 13:00"), berlin("2026-03-09 20:00"))]
    segments = clock.segments(START, berlin("2026-03-10 09:00"), pauses, excluded)
    assert kinds(segments) == [("counted", 2), ("paused", 3), ("excluded", 5), ("outside", 14), ("counted", 1)]
    assert segments[-1].counted_so_far == clock.elapsed(START, berlin("2026-03-10 09:00"), [*pauses, *excluded])


@given(stretches)
def test_a_pause_that_nobody_accepted_changes_no_figure(disputed: list[tuple[int, int]]) -> None:
    clock = clock_of(office())
    plain = clock.segments(START, END)
    told = with_disputed(plain, disputed)
    assert all(one.end == other.start for one, other in zip(told, told[1:], strict=False))
    assert sum(one.seconds for one in told) == sum(one.seconds for one in plain)
    counted = 0
    for one in told:
        counted += one.seconds if one.kind in ("counted", "disputed") else 0
        assert one.counted_so_far == counted
        in_dispute = any(a <= epoch(one.start) and epoch(one.end) <= b for a, b in _merged(disputed))
        assert (one.kind == "disputed") == (in_dispute and one.kind != "outside")


def _merged(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for a, b in sorted(pairs):
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged
