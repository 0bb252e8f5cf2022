"""When a ticket's clock stood still: the stretches of its history in a pausing state."""

from collections.abc import Collection, Sequence

import orjson
import polars as pl

from vendors.clock import BEYOND, PauseTable

Stretch = tuple[int, int]


def pause_table(histories: pl.Series, pausing: Collection[str]) -> PauseTable | None:
    """The pauses of many tickets; None when no history shows any. `pausing` are state labels in lower case."""
    if not pausing or histories.null_count() == len(histories):
        return None
    pauses = [pauses_of(orjson.loads(one), pausing) if one else () for one in histories.to_list()]
    return PauseTable.of(pauses) if any(pauses) else None


def pauses_of(history: Sequence[Sequence[object]], pausing: Collection[str]) -> list[Stretch]:
    """Pauses in epoch seconds, each from its entry to the next of another state; `BEYOND` while it lasts.

    An entry without a time happened when the one before it did. A clock that went backwards makes a pause
    that ends before it starts: that one is left out.
    """
    found: list[Stretch] = []
    since: int | None = None
    at = 0
    for instant, label, *_ in history:
        at = int(instant) if isinstance(instant, int | float) else at
        paused = isinstance(label, str) and label.strip().lower() in pausing
        if paused and since is None:
            since = at
        elif not paused and since is not None:
            found.append((since, at))
            since = None
    if since is not None:
        found.append((since, BEYOND))
    return [(start, end) for start, end in found if start < end]
