"""Hours that users lost to a ticket: an estimate with a formula anyone can check.

Lost hours = working hours open (capped) x share of the priority + a fixed time per handoff and per reopening, since
each time the matter is explained again. The figures belong to the score policy. Not rounded.
"""

import numpy as np

from tickets.score_components import Column, Values, known
from tickets.score_policy import ScorePolicy

UNKNOWN_RANK = 3
"""A ticket without a usable priority counts as moderate."""


def lost_hours_many(
    working_seconds: Values,
    priority_ranks: Values,
    handoffs: Values,
    reopens: Values,
    policy: ScorePolicy,
) -> Column:
    """Lost hours of many tickets, NaN where the working time is unknown, as it is until the ticket is resolved.

    None, NaN and negative values are unknown. Unknown handoffs and reopenings add nothing: the figure is then the
    least that was lost.
    """
    columns = known({"seconds": working_seconds, "handoffs": handoffs, "reopens": reopens})
    ranks = np.asarray(priority_ranks, dtype=np.float64)
    usable = np.where((ranks >= 1) & (ranks <= 5), ranks, UNKNOWN_RANK).astype(np.int64)
    shares = np.asarray(policy.disruption_shares, dtype=np.float64)[usable - 1]
    hours = np.minimum(columns["seconds"] / 3_600, policy.lost_hours_cap)
    explaining = (
        np.nan_to_num(columns["handoffs"]) * policy.minutes_per_handoff
        + np.nan_to_num(columns["reopens"]) * policy.minutes_per_reopening
    )
    return hours * shares + explaining / 60


def lost_hours_one(
    working_seconds: int | None,
    priority_rank: int | None,
    handoffs: int | None,
    reopens: int | None,
    policy: ScorePolicy,
) -> float | None:
    """Lost hours of one ticket, None while its working time is unknown; the same figure as `lost_hours_many`."""
    hours = float(lost_hours_many([working_seconds], [priority_rank], [handoffs], [reopens], policy)[0])
    return None if np.isnan(hours) else hours
