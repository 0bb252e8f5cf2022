"""The waits of a ticket's history: when it waited and for whom, and who put it there. No Django.

A wait is a stretch in a state that the source calls waiting, or that the level accepts as a pause. The clock of the
contract stands still in accepted ones alone; who reads the ticket system's own states stops it in all of them.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from vendors.clock import BEYOND

WAITING = "paused"
"""The state of a history's entry in which the source waits for somebody."""
FOR_THE_USER = re.compile(
    r"\b(?:end[ -]?)?(?:user|caller|customer|requester|requestor|client|employee)s?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Wait:
    """Epoch seconds [start, end), `BEYOND` while it lasts. `group` held the ticket as it began, None unknown.

    `silent`: the history holds nothing between its begin and its end, and the group that began it ended it.
    """

    start: int
    end: int
    label: str
    group: str | None
    accepted: bool
    silent: bool = False

    @property
    def is_for_the_user(self) -> bool:
        """By the words of its label, which is all that a source tells."""
        return FOR_THE_USER.search(self.label) is not None


def waits_of(history: Sequence[Sequence[object]], accepted: Collection[str]) -> list[Wait]:
    """The waits, in order; `accepted` are the level's pausing states in lower case.

    Another label begins another wait. An entry without a time happened when the one before it did, one without a
    group changes no group. A clock that went backwards makes a wait that ends before it starts: left out.
    """
    found: list[Wait] = []
    open_wait: Wait | None = None
    at, group, disturbed = 0, None, False
    for instant, label, state, holder in history:
        at = int(instant) if isinstance(instant, int | float) else at
        group = holder if isinstance(holder, str) and holder else group
        text = label.strip() if isinstance(label, str) else ""
        waits = state == WAITING or text.lower() in accepted
        if open_wait is not None and waits and text.lower() == open_wait.label.lower():
            disturbed = True
            continue
        if open_wait is not None:
            silent = not disturbed and group == open_wait.group
            found.append(replace(open_wait, end=at, silent=silent))
        open_wait = Wait(at, BEYOND, text, group, text.lower() in accepted) if waits else None
        disturbed = False
    if open_wait is not None:
        found.append(open_wait)
    return [wait for wait in found if wait.start < wait.end]
