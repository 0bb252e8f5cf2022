"""The pause check added up: per group what was caught, and attainment as it stands and without it. No Django."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tickets.pause_check import ANYONE, Checked, group_of

Keeps = Callable[[Checked, str], bool]


@dataclass(frozen=True, slots=True)
class PauseFilter:
    """Which tickets a figure of a group counts; `group` is ANYONE for all groups together."""

    words: str
    keeps: Keeps


def _decided(one: Checked, group: str) -> bool:
    return one.ticket.met is not None and bool(one.of_group(group))


FILTERS: dict[str, PauseFilter] = {
    "caught": PauseFilter("With a caught pause", lambda one, group: bool(one.caught(group))),
    "near": PauseFilter("Shortly before the breach", lambda one, group: any(p.near for p in one.of_group(group))),
    "unanswered": PauseFilter(
        "Waited for the user, no contact shown", lambda one, group: any(p.unanswered for p in one.of_group(group))
    ),
    "accepted": PauseFilter(
        "Caught, accepted by the level", lambda one, group: any(p.wait.accepted for p in one.caught(group))
    ),
    "not_accepted": PauseFilter(
        "Caught, not accepted by the level", lambda one, group: any(not p.wait.accepted for p in one.caught(group))
    ),
    "counted": PauseFilter("Paused and decided", _decided),
    "met": PauseFilter(
        "Met by the contract’s clock", lambda one, group: _decided(one, group) and bool(one.stands.contract)
    ),
    "still_met": PauseFilter(
        "Met by the contract’s clock without them",
        lambda one, group: _decided(one, group) and bool(one.after(group).contract),
    ),
    "turned": PauseFilter(
        "Met by the contract’s clock only with them",
        lambda one, group: bool(one.stands.contract) and not one.after(group).contract,
    ),
    "waiting_met": PauseFilter(
        "Met by the waiting states", lambda one, group: _decided(one, group) and bool(one.stands.waiting)
    ),
    "waiting_still_met": PauseFilter(
        "Met by the waiting states without them",
        lambda one, group: _decided(one, group) and bool(one.after(group).waiting),
    ),
    "waiting_turned": PauseFilter(
        "Met by the waiting states only with them",
        lambda one, group: bool(one.stands.waiting) and not one.after(group).waiting,
    ),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tickets each filter keeps, and the working seconds of the caught pauses. `group` ANYONE: all."""

    group: str
    counts: dict[str, int]
    seconds: int

    def share(self, name: str) -> float | None:
        """Per cent of the decided tickets; None without any."""
        return 100 * self.counts[name] / self.counts["counted"] if self.counts["counted"] else None

    @property
    def change(self) -> float:
        """Points lost by the contract's clock without the caught pauses: never above 0."""
        return (self.share("still_met") or 0.0) - (self.share("met") or 0.0)

    @property
    def waiting_change(self) -> float:
        return (self.share("waiting_still_met") or 0.0) - (self.share("waiting_met") or 0.0)


def selected(checked: Iterable[Checked], name: str, group: str = ANYONE) -> list[Checked]:
    """The tickets behind a figure; KeyError for an unknown name."""
    return [one for one in checked if FILTERS[name].keeps(one, group)]


def tally(checked: Sequence[Checked], group: str = ANYONE) -> Tally:
    """One group's figures, or those of all together, in which a ticket counts once."""
    counts = {name: len(selected(checked, name, group)) for name in FILTERS}
    return Tally(group, counts, sum(pause.seconds for one in checked for pause in one.caught(group)))


def tallies(checked: Sequence[Checked]) -> list[Tally]:
    """The figures of each group with a caught pause. A ticket that two groups paused counts in both."""
    of_group: dict[str, list[Checked]] = {}
    for one in checked:
        for group in {group_of(pause) for pause in one.pauses}:
            of_group.setdefault(group, []).append(one)
    found = [tally(own, group) for group, own in of_group.items()]
    return [one for one in found if one.counts["caught"]]
