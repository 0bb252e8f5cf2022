"""The working-time clock on a million intervals, against businesstimedelta on a few of them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import businesstimedelta
import numpy as np
import numpy.typing as npt
import pytz  # type: ignore[import-untyped]  # what businesstimedelta takes for a zone

from portal.demonstration.benchmarks.measure import Bench, Ratio, median_seconds, seconds_of
from vendors.clock import CalendarVersion, OpeningHours, WorkingClock, expand_years

ZONE = "Europe/Berlin"
OPENS, CLOSES = 8, 18
HOLIDAYS = [date(2025, 1, 1), date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1), date(2026, 12, 25)]
SAMPLE = 2_000
REPEATED = 5
Seconds = npt.NDArray[np.int64]


def run(bench: Bench) -> list[Ratio]:
    """Both on Monday to Friday 8 to 18 in Berlin with the same holidays; RuntimeError where their hours differ."""
    clock, starts, ends = _clock(), *_intervals(bench.rows)
    sample = slice(0, min(SAMPLE, bench.rows))
    hours = _business_hours()
    instants = [_pair(start, end) for start, end in zip(starts[sample], ends[sample], strict=True)]
    bench.say(f"businesstimedelta on {len(instants):,} of {bench.rows:,} intervals")
    theirs: list[float] = []
    slow = seconds_of(lambda: theirs.extend(hours.difference(*pair).timedelta.total_seconds() for pair in instants))
    bench.say(f"The portal's clock on {bench.rows:,} intervals")
    fast = median_seconds(lambda: clock.elapsed_many(starts, ends), REPEATED)
    if clock.elapsed_many(starts[sample], ends[sample]).tolist() != theirs:
        raise RuntimeError("The two do not agree on the working time of the sample.")
    value = (slow / len(instants)) / (fast / bench.rows)
    return [Ratio("Clock: intervals per second", value, "those of businesstimedelta", 1_000, at_least=True)]


def _clock() -> WorkingClock:
    hours = tuple(OpeningHours(weekday, OPENS * 60, CLOSES * 60) for weekday in range(5))
    return expand_years((CalendarVersion(ZONE, hours, frozenset(HOLIDAYS)),), 2025, 2026)


def _business_hours() -> businesstimedelta.Rules:
    workday = businesstimedelta.WorkDayRule(
        start_time=time(OPENS), end_time=time(CLOSES), working_days=[0, 1, 2, 3, 4], tz=pytz.timezone(ZONE)
    )
    closed = businesstimedelta.HolidayRule(dict.fromkeys(HOLIDAYS, "Closed"), tz=pytz.timezone(ZONE))
    return businesstimedelta.Rules([workday, closed])


def _intervals(count: int) -> tuple[Seconds, Seconds]:
    """From five minutes to two weeks long, over the first year and a half of the clock."""
    rng = np.random.default_rng(7)
    begin = int(datetime(2025, 1, 2, tzinfo=UTC).timestamp())
    starts = begin + rng.integers(0, 540 * 86_400, count)
    return starts, starts + rng.integers(300, 14 * 86_400, count)


def _pair(start: np.int64, end: np.int64) -> tuple[datetime, datetime]:
    first, last = (datetime.fromtimestamp(int(second), ZoneInfo(ZONE)) for second in (start, end))
    return first, last
