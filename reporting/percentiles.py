"""Exact percentiles of all groups at once: sorted once per measure, then only regrouped for every grouping.

The percentile q of n values in order lies at place q × (n − 1), counted from 0; between two values it is
interpolated linearly, as PostgreSQL's percentile_cont does.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from reporting.timeline import Numbers

FEW = 1 << 16  # cell numbers below it sort by their digits, ten times faster


class Percentiles:
    """The values of one measure in rising order, for percentiles by any grouping."""

    def __init__(self, values: pl.Series) -> None:
        """Take a measure of all tickets; null where a ticket has none."""
        known = np.flatnonzero(values.is_not_null().to_numpy())
        numbers = values.gather(known).to_numpy()
        order = np.argsort(numbers, kind="stable")
        self.tickets, self.values = known[order], numbers[order].astype(np.float64)

    def by(self, cells: Numbers, wanted: Mapping[str, float]) -> pl.DataFrame:
        """One row per cell that has values: `cell`, and a percentile (0 to 1) per name of `wanted`.

        `cells` has the cell of every ticket, −1 for none.
        """
        of_values = cells[self.tickets]
        counts = np.bincount(of_values + 1)[1:]
        narrow = of_values.astype(np.uint16) if counts.size < FEW - 1 else of_values
        ordered = np.argsort(narrow, kind="stable")  # −1 becomes the highest of the narrow numbers
        if counts.size >= FEW - 1:
            ordered = ordered[np.count_nonzero(of_values < 0) :]
        begins = np.cumsum(counts) - counts
        found = np.flatnonzero(counts)
        return pl.DataFrame(
            {
                "cell": pl.Series(found, dtype=pl.Int64),
                **{name: self._at(ordered, begins[found], counts[found], q) for name, q in wanted.items()},
            }
        )

    def _at(self, ordered: Numbers, begins: Numbers, counts: Numbers, quantile: float) -> pl.Series:
        places = (counts - 1) * quantile
        below = np.floor(places).astype(np.int64)
        above = np.minimum(below + 1, counts - 1)
        low, high = (self.values[ordered[begins + place]] for place in (below, above))
        return pl.Series(low + (high - low) * (places - below), dtype=pl.Float64)


def cells_of(groups: Numbers, periods: Numbers, width: int) -> Numbers:
    """The cell of every ticket: group × width + period; −1 where the ticket is in no period."""
    return np.where(periods < 0, -1, groups * width + periods)


def joined(cells: pl.LazyFrame, parts: Sequence[pl.DataFrame]) -> pl.LazyFrame:
    """Aggregates of cells with their percentiles beside them."""
    for part in parts:
        cells = cells.join(part.lazy(), on="cell", how="left")
    return cells
