"""What the ranking says, in sentences. Figures are rounded here and nowhere before; a tie is one of exact figures."""

from collections.abc import Mapping, Sequence

from assessments.selection.ranking import OnCriterion, Standing, Turn, firsts
from portal import formats

Names = Mapping[int, str]


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def headline(standings: Sequence[Standing], names: Names) -> str:
    """Who is first and by how much; a tie is said as one."""
    first = firsts(standings)
    if not first:
        return "Nobody has scored a candidate yet"
    if len(first) > 1:
        return f"{listed([names[key] for key in first])} share the first place"
    behind = next((one for one in standings if one.place == 2), None)
    if behind is None or behind.figure is None:
        return f"Only {names[first[0]]} has scores so far"
    return f"{names[first[0]]} is first, {_ahead(standings[0], behind)} ahead of {_seconds(standings, names)}"


def _ahead(first: Standing, second: Standing) -> str:
    """Points out of five, at two decimals; "less than 0.01" where they differ by less."""
    difference = (first.figure or 0) - (second.figure or 0)
    shown = formats.rounded(difference, 2)
    return f"{shown} points" if shown else "less than 0.01 points"


def _seconds(standings: Sequence[Standing], names: Names) -> str:
    return listed([names[one.candidate] for one in standings if one.place == 2])


def place(one: Standing, standings: Sequence[Standing]) -> str:
    """ "1", "1, shared"; empty without a figure."""
    if one.place is None:
        return ""
    shared = sum(other.place == one.place for other in standings) > 1
    return f"{one.place}, shared" if shared else str(one.place)


def coverage(one: Standing) -> str:
    """ "7 of 8 criteria, by 3 people"."""
    criteria = formats.counted(len(one.counting), "criterion", "criteria")
    return f"{len(one.scored)} of {criteria}, by {formats.counted(one.people, 'person', 'people')}"


def strengths(one: Standing) -> str:
    return _named(one.strengths)


def gaps(one: Standing) -> str:
    return _named(one.gaps)


def unscored(one: Standing) -> str:
    return ", ".join(on.criterion.name for on in one.unscored)


def disagreements(one: Standing) -> str:
    """ "SLA transparency (2 to 5)"."""
    return ", ".join(f"{on.criterion.name} ({on.lowest} to {on.highest})" for on in one.wide)


def _named(on: Sequence[OnCriterion]) -> str:
    return ", ".join(f"{one.criterion.name} ({formats.thousands(one.mean, 1)})" for one in on)


def turn(one: Turn, now: Sequence[int], names: Names) -> str:
    """What the change of this weight alone would do, or that none does anything."""
    if one.then is None:
        return "No weight of this one alone changes who is first."
    more = "more" if one.by > 0 else "less"
    steps = formats.counted(abs(one.by), "point")
    return f"At {one.then} instead of {one.criterion.weight}, {steps} {more}, {_then(one.firsts, now, names)}."


def _then(firsts_then: Sequence[int], now: Sequence[int], names: Names) -> str:
    then = listed([names[key] for key in firsts_then])
    if len(firsts_then) > 1:
        return f"{then} share the first place"
    return f"{then} is first alone" if firsts_then[0] in now else f"{then} is first"


def sensitivity(turns: Sequence[Turn], now: Sequence[int]) -> str:
    """The finding above the list."""
    found = [abs(one.by) for one in turns if one.then is not None]
    if not found:
        return "No single weight changes who is first"
    least = formats.counted(min(found), "point")
    if len(now) > 1:
        return f"A change of one weight by {least} breaks the tie"
    return f"A change of one weight by {least} puts another one first"


def shares(weights: Sequence[int]) -> list[str]:
    """Each weight in per cent of their sum, at one decimal where it has one; "–" where all are 0."""
    total = sum(weights)
    return [_share(one, total) for one in weights]


def _share(weight: int, total: int) -> str:
    if not total:
        return formats.ABSENT
    percent = formats.rounded(100 * weight / total, 1)
    return formats.percent(percent, 0 if percent == percent.to_integral_value() else 1)
