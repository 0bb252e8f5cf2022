"""What happens to a ticket: the working time it takes, its pause, its reopening and what is claimed."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from portal.demonstration.behaviour import Behaviour
from portal.demonstration.contacts import Contacts, Shares
from portal.demonstration.hours import Minutes
from portal.demonstration.kinds import Level
from portal.demonstration.world import AWAITING_USER

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait of `length` working minutes that begins `begin` minutes after the opening; length 0 is none."""

    begin: Minutes
    length: Minutes
    for_user: Flags
    accepted: Flags


@dataclass(frozen=True, slots=True)
class Course:
    """Offsets from the opening in working minutes; `claimed` is the provider's word, `met` the contract's."""

    respond: Minutes
    pause: Pause
    first_close: Minutes
    reopened: Flags
    reopen: Minutes
    resolve: Minutes
    claimed: Flags
    met: Flags


def _counted(behaviour: Behaviour, asked: Contacts, target: Minutes, rng: np.random.Generator) -> Minutes:
    """Draw the counted minutes so that the share `in_time` meets the target; a decline adds to all."""
    in_time = min(behaviour.in_time, 0.999)
    centre = -behaviour.spread * NormalDist().inv_cdf(in_time) + 0.7 * asked.decline
    ratio = np.exp(centre + behaviour.spread * rng.standard_normal(len(target)))
    return np.maximum(np.rint(np.clip(ratio, 0.01, 6) * target), 6).astype(np.int64)


def _pause(
    counted: Minutes, target: Minutes, decline: Shares, plan: tuple[Behaviour, Level], rng: np.random.Generator
) -> Pause:
    """Choose who waits: late tickets shortly before their breach, others for parts or for the user.

    Who hides what is late hides more of it where there is more.
    """
    behaviour, level = plan
    size = len(counted)
    share = behaviour.hidden + (1 - behaviour.hidden) * 0.8 * decline * (behaviour.hidden > 0)
    hidden = (counted > target) & (rng.random(size) < share)
    draw = rng.random(size)
    parts = ~hidden & (draw < behaviour.waits_for_parts)
    user = ~hidden & ~parts & (draw < behaviour.waits_for_parts + behaviour.waits_for_user) & (counted > 40)
    accepted = parts | (user & (AWAITING_USER in level.pausing))
    begin = np.where(hidden, target * rng.uniform(0.86, 0.96, size), counted * rng.uniform(0.3, 0.6, size))
    begin = np.rint(begin).astype(np.int64)
    rest = np.maximum(np.rint(target * rng.uniform(0.01, 0.03, size)), 1).astype(np.int64)
    length = np.where(accepted, rng.integers(45, 700, size), counted // 4)
    length = np.where(hidden, counted - begin - rest, length)
    return Pause(begin, np.where(hidden | parts | user, np.maximum(length, 0), 0), hidden | user, accepted)


def course(behaviour: Behaviour, levels: tuple[Level, ...], asked: Contacts, rng: np.random.Generator) -> Course:
    """Return the course of every ticket of a service whose levels are given for priorities 1 to 4."""
    size = len(asked.opened)
    target = np.array([level.resolution_minutes for level in levels], dtype=np.int64)[asked.rank - 1]
    counted = _counted(behaviour, asked, target, rng)
    pause = _pause(counted, target, asked.decline, (behaviour, levels[0]), rng)
    granted = pause.length * pause.accepted
    first_close = counted + granted
    reopened = rng.random(size) < behaviour.reopened + 0.12 * asked.decline
    reopen = first_close + rng.integers(60, 900, size)
    resolve = np.where(reopened, reopen + rng.integers(20, 420, size), first_close)
    promised = np.array([level.response_minutes for level in levels], dtype=np.int64)[asked.rank - 1]
    respond = np.rint(promised * np.exp(0.55 * rng.standard_normal(size) - 1.0)).astype(np.int64)
    own_clock = first_close - pause.length if behaviour.first_close else resolve - granted
    return Course(
        respond=np.maximum(np.minimum(respond, np.minimum(counted, pause.begin) // 2), 1),
        pause=pause,
        first_close=first_close,
        reopened=reopened,
        reopen=reopen,
        resolve=resolve,
        claimed=own_clock <= target,
        met=resolve - granted <= target,
    )
