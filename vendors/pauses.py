"""Pauses of many tickets in one table, so that a million tickets need no loop.

The table has the compressed-row form: the pauses of ticket i are the rows `offsets[i]` to `offsets[i + 1]`.
They may overlap and stand in any order; one that has not ended has the end `BEYOND`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from vendors.opening import Seconds

NOTHING = int(np.iinfo(np.int64).min)
"""No value, in an array of seconds. It is also what NumPy's NaT is as an integer."""

BEYOND = int(np.iinfo(np.int64).max)
"""Later than every instant: the end of a pause that lasts, a due time not reached in the clock's span."""


@dataclass(frozen=True, slots=True, eq=False)
class PauseTable:
    """Pauses of n tickets: n + 1 offsets, and the epoch seconds at which each pause starts and ends."""

    offsets: Seconds
    starts: Seconds
    ends: Seconds

    @classmethod
    def of(cls, pauses: Iterable[Sequence[tuple[int, int]]]) -> "PauseTable":
        """The table of a list of (start, end) pairs per ticket, in epoch seconds."""
        rows = list(pauses)
        flat = np.array([pair for row in rows for pair in row], dtype=np.int64).reshape(-1, 2)
        offsets = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
        return cls(offsets, flat[:, 0].copy(), flat[:, 1].copy())

    def tickets(self) -> Seconds:
        """The index of the ticket of each pause."""
        return np.repeat(np.arange(self.offsets.size - 1, dtype=np.int64), np.diff(self.offsets))

    def sums(self, values: Seconds) -> Seconds:
        """Adds up a value per pause for each ticket."""
        running = self.running(values)
        return running[self.offsets[1:]] - running[self.offsets[:-1]]

    def earlier_sums(self, values: Seconds) -> Seconds:
        """For each pause the sum over the pauses before it of the same ticket."""
        running = self.running(values)
        return running[:-1] - np.repeat(running[self.offsets[:-1]], np.diff(self.offsets))

    @staticmethod
    def running(values: Seconds) -> Seconds:
        """The running sum, with a 0 before the first value."""
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64)])

    def apart(self, since: Seconds, until: Seconds) -> "PauseTable":
        """The same paused time within [since, until] of each ticket, in order and without overlaps.

        What overlaps an earlier pause is cut off; a pause of which nothing remains has its end at its start.
        """
        tickets = self.tickets()
        first, last = since[tickets], until[tickets]
        starts, ends = np.clip(self.starts, first, last), np.clip(self.ends, first, last)
        order = np.lexsort((starts, tickets))
        starts, ends = starts[order], np.maximum(starts, ends)[order]
        return PauseTable(self.offsets, *_without_overlaps(tickets, starts, ends))


def _without_overlaps(tickets: Seconds, starts: Seconds, ends: Seconds) -> tuple[Seconds, Seconds]:
    """Moves each start behind the latest end before it, within its ticket.

    Every ticket gets a lane of the number line of its own, so one running maximum serves all tickets.
    """
    if starts.size == 0:
        return starts, ends
    origin = int(starts.min())
    lanes = tickets * (int(ends.max()) - origin + 1) - origin
    reach = np.maximum.accumulate(ends + lanes)
    starts[1:] = np.maximum(starts[1:] + lanes[1:], reach[:-1]) - lanes[1:]
    return starts, np.maximum(starts, ends)
