"""The periods of one grain laid out in time, so that instants find their period by binary search."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from reporting.periods import Period

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
Instants = NDArray[np.int64]  # microseconds since 1970 in UTC
Numbers = NDArray[np.int64]  # of periods or groups, counted from 0


class Timeline:
    """Periods of one grain in order of time; there may be gaps between them, but no overlap (ValueError)."""

    def __init__(self, periods: Sequence[Period], zone: ZoneInfo) -> None:
        ordered = sorted(periods, key=lambda period: period.start)
        for earlier, later in zip(ordered, ordered[1:], strict=False):
            if later.start < earlier.end:
                raise ValueError(f"The periods {earlier.key} and {later.key} overlap")
        self.grain = ordered[0].grain
        instants = [period.instants(zone) for period in ordered]
        self.starts = np.array([_microseconds(start) for start, _ in instants], dtype=np.int64)
        self.ends = np.array([_microseconds(end) for _, end in instants], dtype=np.int64)
        self.table = pl.DataFrame(
            {
                "at": pl.Series(range(len(ordered)), dtype=pl.Int64),
                "period_key": [period.key for period in ordered],
                "period_start": [period.start for period in ordered],
            }
        )

    def __len__(self) -> int:
        return len(self.starts)

    def index(self, instants: Instants) -> Numbers:
        """Number of the period of each instant; −1 for an instant in none of them."""
        at = np.searchsorted(self.starts, instants, side="right") - 1
        inside = (at >= 0) & (instants < self.ends[at])
        return np.where(inside, at, -1)


def _microseconds(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(microseconds=1)
