"""Repeat contacts: the user had to come back with the same matter.

The flag stands on the **earlier** ticket: that one did not help. The later one is innocent until the user comes back
after it too.
"""

from collections.abc import Hashable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from tickets.score_components import Column

DAY = 86_400

Keys: TypeAlias = npt.NDArray[Any] | Sequence[Hashable | None]
"""Names, or whole numbers in place of them. None, NaN, an empty name and negative numbers are unknown."""


def repeat_contacts(requesters: Keys, categories: Keys, opened_at: npt.NDArray[np.int64], days: int = 7) -> Column:
    """1.0 where the requester opened a later ticket of the same category within the days, 0.0 where not.

    NaN where requester or category is unknown. `opened_at` is in epoch seconds; exactly `days` later is within
    them, and the same second is not later. A 0.0 may become 1.0 until the days have passed.
    """
    people, matters = _codes(requesters), _codes(categories)
    flags = np.full(people.size, np.nan)
    rows = np.flatnonzero((people >= 0) & (matters >= 0))
    rows = rows[np.lexsort((opened_at[rows], matters[rows], people[rows]))]
    if rows.size:
        flags[rows] = _came_back(people[rows], matters[rows], opened_at[rows], days * DAY)
    return flags


def _came_back(
    people: npt.NDArray[np.int64], matters: npt.NDArray[np.int64], opened: npt.NDArray[np.int64], window: int
) -> npt.NDArray[np.bool_]:
    """Whether each row, sorted by person, matter and time, is followed by a later one of its kind in the window."""
    same = (people[1:] == people[:-1]) & (matters[1:] == matters[:-1])
    begins = np.flatnonzero(np.append(True, ~same | (opened[1:] != opened[:-1])))  # rows of one kind and second
    group = np.repeat(np.arange(begins.size), np.diff(np.append(begins, people.size)))
    follows = same[begins[1:] - 1] & (opened[begins[1:]] - opened[begins[:-1]] <= window)
    return np.append(follows, False)[group]


def _codes(keys: Keys) -> npt.NDArray[np.int64]:
    """A whole number for each distinct key, -1 for unknown."""
    values = np.asarray(keys)
    if values.dtype.kind in "iu":
        return np.maximum(values.astype(np.int64), -1)
    if values.dtype.kind == "f":
        return np.where(np.isnan(values) | (values < 0), -1, np.nan_to_num(values)).astype(np.int64)
    numbers: dict[Hashable, int] = {None: -1, "": -1}
    distinct = 0
    for key in dict.fromkeys(values.tolist()):
        if key not in numbers:
            numbers[key] = distinct
            distinct += 1
    return np.fromiter((numbers[key] for key in values.tolist()), np.int64, values.size)
