"""How many tickets were open at the end of each period, per group, without a join per period.

A ticket is open at an end e when opened < e ≤ ended: over the periods in order that is one unbroken stretch.
So it adds 1 where the stretch begins and −1 after it, and a running sum over the periods gives all backlogs.
"""

import numpy as np
import polars as pl

from reporting.behind import Behind
from reporting.kpi import count_name
from reporting.timeline import Instants, Numbers, Timeline


class Backlog:
    """The stretches of periods over which tickets were open, for counting them by any grouping."""

    def __init__(self, line: Timeline, opened: Instants, ended: Instants) -> None:
        """`ended` of a ticket that is still open lies after every period."""
        first = np.searchsorted(line.ends, opened, side="right")
        after = np.searchsorted(line.ends, ended, side="right")
        self.periods = len(line)
        self.tickets = np.flatnonzero(first < after)
        self.first, self.after = first[self.tickets], after[self.tickets]

    def by(self, groups: Numbers) -> pl.DataFrame:
        """Cells (group × periods + period) with at least one open ticket, and how many they have."""
        width = self.periods + 1
        heights = int(groups.max(initial=0)) + 1
        offset = groups[self.tickets] * width
        begun = np.bincount(offset + self.first, minlength=heights * width)
        over = np.bincount(offset + self.after, minlength=heights * width)
        still_open = np.cumsum((begun - over).reshape(heights, width), axis=1)[:, :-1].ravel()
        cells = np.flatnonzero(still_open)
        name = count_name(Behind.OPEN_AT_END)
        return pl.DataFrame({"cell": cells, name: still_open[cells]}, schema={"cell": pl.Int64, name: pl.Int64})
