"""How long an item has been on agendas, in words."""

from collections.abc import Mapping
from datetime import date

from portal import formats

_TIMES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def time_word(count: int) -> str:
    """ "third"; "11th" from the eleventh on."""
    if count <= len(_TIMES):
        return _TIMES[count - 1]
    last = count % 10 if count % 100 not in (11, 12, 13) else 0
    ending = {1: "st", 2: "nd", 3: "rd"}.get(last, "th")
    return f"{count}{ending}"


def age(first_on: date | None, times: int) -> str:
    """ "Open since 12 Sep 2026, third time"; empty for what is on an agenda for the first time."""
    if first_on is None or times < 2:
        return ""
    return f"Open since {formats.day(first_on)}, {time_word(times)} time"


def times_on_agendas(key: int, carried_from: Mapping[int, int]) -> int:
    """On how many agendas an item has stood, this one included; `carried_from` leads from item to earlier item."""
    count, seen = 1, {key}
    while (key := carried_from.get(key, 0)) and key not in seen:
        seen.add(key)
        count += 1
    return count
