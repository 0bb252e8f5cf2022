"""Closing a month as its sender looked at it: only what is up to date, and is still what was seen."""

from datetime import date, datetime

from django.db import transaction

from portal.accounts.models import Membership
from tickets.levels.freshness import is_up_to_date
from vendors.levels.measured_periods import NotToBeClosed, close
from vendors.models import Contract, MeasuredPeriod


def close_as_seen(
    member: Membership, month: tuple[Contract, date], measured: str, reason: str, now: datetime
) -> MeasuredPeriod:
    """Close the running figures of a month of a contract; `measured` is the instant of those that were looked at.

    NotToBeClosed as `close` raises it, and when nothing was measured, it was measured again, or is out of date;
    NotEntitled when the decision is not the member's.
    """
    running = MeasuredPeriod.objects.visible_to(member).of(*month).running()
    seen = _as_seen(running.select_related("contract__organisation").first(), measured, now)
    with transaction.atomic():
        return close(member, seen, now, reason)


def _as_seen(running: MeasuredPeriod | None, measured: str, now: datetime) -> MeasuredPeriod:
    """The period, if it is what its sender looked at (`measured`: at which instant) and up to date."""
    if running is None:
        raise NotToBeClosed("Nothing was measured that could be closed. Measure the month first.")
    if measured not in ("", running.computed_at.isoformat()):
        raise NotToBeClosed("It was measured again while you looked at it. Look at its figures, then close it.")
    if not is_up_to_date(running, now):
        raise NotToBeClosed("Tickets or rules changed since it was measured. Measure it now, then close it.")
    return running
