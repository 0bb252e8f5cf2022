"""How findings are said in a title: plain values in, a sentence out."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal import formats

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def number(count: int) -> str:
    """ "three" up to twelve, figures above."""
    return _NUMBERS[count] if count < len(_NUMBERS) else formats.thousands(count)


def many(count: int, singular: str, plural: str = "") -> str:
    """ "one dispute", "three disputes", "14 disputes"; give a plural that is not the singular and s."""
    return f"{number(count)} {singular if count == 1 else plural or f'{singular}s'}"


def sentence(*parts: str) -> str:
    """The parts that say something, joined by commas, with a capital: "Two disputes are open, one is late"."""
    said = ", ".join(part for part in parts if part)
    return said[:1].upper() + said[1:]


MONTHS_COUNTED = 12
"""Longer runs of months are not counted out."""


def month_in_a_row(count: int) -> str:
    """ "for the second month"; empty for the first; "for at least 12 months" from there on."""
    if count < 2:
        return ""
    if count >= MONTHS_COUNTED:
        return f"for at least {MONTHS_COUNTED} months"
    return f"for the {_PLACES[count - 1]} month" if count <= len(_PLACES) else f"for {count} months"


def is_are(count: int) -> str:
    return "is" if count == 1 else "are"


@dataclass(frozen=True)
class Miss:
    """A level that missed, and for how many months in a row; `higher`: more is better."""

    name: str
    months: int
    below_minimum: bool
    higher: bool = True


def breaches(misses: Sequence[Miss]) -> str:
    """One is called by its name, several are counted.

    "P2 resolved fell below the minimum for the second month", "Three levels missed the minimum, one the expected
    level".
    """
    if len(misses) == 1:
        (miss,) = misses
        verb = "fell below" if miss.higher else "went beyond"
        floor = "the minimum" if miss.below_minimum else "the expected level"
        return f"{miss.name} {verb} {floor} {month_in_a_row(miss.months)}".strip()
    below = sum(miss.below_minimum for miss in misses)
    rest = len(misses) - below
    if not below:
        return sentence(f"{many(rest, 'level')} missed the expected level")
    more = f"{number(rest)} the expected level" if rest else ""
    return sentence(f"{many(below, 'level')} missed the minimum", more)


def discrepancies(count: int) -> str:
    return sentence(f"{many(count, 'reported figure')} {'differs' if count == 1 else 'differ'} from the tickets")


def disputes(waiting: int, answered: int, late: int) -> str:
    """ "Three disputes are open, one answer is late, one waits to be settled"."""
    count = waiting + answered
    return sentence(
        f"{many(count, 'dispute')} {is_are(count)} open",
        f"{many(late, 'answer')} {is_are(late)} late" if late else "",
        f"{number(answered)} {waits(answered)} to be settled" if answered else "",
    )


def waits(count: int) -> str:
    return "waits" if count == 1 else "wait"


def escalations(open_now: int, new: int) -> str:
    """ "Three escalations are open, two were raised in the period"."""
    were = "was" if new == 1 else "were"
    if not open_now:
        return sentence(f"{many(new, 'escalation')} {were} raised in the period and closed")
    raised = f"{number(new)} {were} raised in the period" if new else ""
    return sentence(f"{many(open_now, 'escalation')} {is_are(open_now)} open", raised)


def due(overdue: int, coming: int, what: str, plural: str = "") -> str:
    """ "Two obligations are overdue, one comes due"; with none overdue "One obligation comes due"."""
    comes = "comes due" if coming == 1 else "come due"
    if not overdue:
        return sentence(f"{many(coming, what, plural)} {comes}")
    late = f"{many(overdue, what, plural)} {is_are(overdue)} overdue"
    return sentence(late, f"{number(coming)} {comes}" if coming else "")
