"""What a kind of job does. An app declares its handlers in its tasks.py."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.jobs.running import JobRun


class JobRefused(Exception):
    """The work cannot be done, and trying again will not help. The message is a sentence for the user."""


class Cancelled(Exception):
    """Someone asked for the job to stop."""


class LostLease(Exception):
    """Another worker has taken the job over; this one must leave no trace."""


@dataclass(frozen=True)
class JobResult:
    """Where the result is to be seen, and its figures."""

    url: str = ""
    summary: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Handler:
    work: "Callable[[JobRun], JobResult]"
    steps: tuple[str, ...]


_handlers: dict[str, Handler] = {}


def job_handler(
    kind: str, steps: tuple[str, ...] = ()
) -> "Callable[[Callable[[JobRun], JobResult]], Callable[[JobRun], JobResult]]":
    """Declare a function as the handler of a kind of job, with the names of the steps that a page shows.

    The handler may be run twice (a worker can die after its last write): it is idempotent, and calls
    `run.seal()` as the last statement of each transaction in which it writes.
    """

    def declare(work: "Callable[[JobRun], JobResult]") -> "Callable[[JobRun], JobResult]":
        _handlers[kind] = Handler(work, steps)
        return work

    return declare


def handler_of(kind: str) -> Handler:
    """The handler of a kind; JobRefused when none is declared."""
    try:
        return _handlers[kind]
    except KeyError:
        raise JobRefused(f"This version of the portal does not know jobs of the kind {kind}.") from None
