"""Which period a page shows: from its address, or the newest month that is over."""

from datetime import date
from typing import Any

from reporting.periods import Grain, Period, UnknownPeriodError, parse
from reporting.reading import Available

OFFERED = {Grain.MONTH: 12, Grain.QUARTER: 4, Grain.WEEK: 8}  # the newest of each, in this order

EARLIEST_YEAR = 1900  # before that there is neither a ticket nor, soon, a calendar


def chosen(asked: str, known: Available, today: date) -> Period | None:
    """The period of the address; what is no period counts as not asked. None where there are no figures."""
    newest = known.newest_complete_month(today)
    try:
        period = parse(asked)
    except (UnknownPeriodError, OverflowError):
        return newest
    return newest if newest is None or period.start.year < EARLIEST_YEAR else period


def picker(shown: Period, known: Available) -> dict[str, Any]:
    """What templates/components/period_picker.html shows: neighbours that have figures, and a menu."""
    keys = known.keys(shown.grain)
    before, after = [k for k in keys if parse(k) < shown], [k for k in keys if parse(k) > shown]
    offered = [key for grain, count in OFFERED.items() for key in reversed(known.keys(grain)[-count:])]
    return {
        "label": shown.label,
        "previous_url": _url(before[-1]) if before else "",
        "next_url": _url(after[0]) if after else "",
        "choices": [{"label": parse(key).label, "url": _url(key), "current": key == shown.key} for key in offered],
    }


def _url(key: str) -> str:
    return f"?period={key}"
