"""A recommendation in words: how near the second choice is, what drove it, what would change it, what is different."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.recommending.shape import Flip, Option, Recommendation, Spoke, Step

CLOSE, CLEAR = 3.0, 8.0
"""A distance below the first is close, below the second clear, from there on far. In points; the heaviest factors weigh
8, so what is close turns with one of them."""

SAME_AS = {"Internal": "internal", "Shared": "co_managed", "Outsourced": "fully_managed"}
"""What the scope map's arrangements are, where it names no delivery model."""

IN_A_SENTENCE = {
    "fully_managed": "hand over {}",
    "co_managed": "co-manage {}",
    "project_based": "buy {} by the project",
    "staff_augmentation": "add people to {}",
    "on_demand": "call for {} when needed",
    "internal": "keep {} inside",
    "automate_first": "automate {} first",
}
MOST_NAMED = 3


def amount(points: float) -> str:
    """ "6.5", with a true minus."""
    return f"{points:g}".replace("-", "−")


def closeness(distance: float) -> str:
    if distance == 0:
        return "Tied"
    return "Close" if distance < CLOSE else "Clear" if distance < CLEAR else "Far"


def distance_in_words(one: Recommendation) -> str:
    """ "Close: 1.5 points ahead of Internal"; equal points are said to be equal."""
    tied = [option.label for option in one.options[1:] if option.points == one.first.points]
    if tied:
        return f"Tied with {_listed(tied)}: the order of the options decides"
    points = "1 point" if one.distance == 1 else f"{amount(one.distance)} points"
    return f"{closeness(one.distance)}: {points} ahead of {one.second.label}"


@dataclass(frozen=True)
class Driver:
    """A factor that puts the first choice ahead of the second, by `points`."""

    factor: str
    title: str
    said: str
    level: float
    points: float


def drivers(one: Recommendation, most: int = 2) -> tuple[Driver, ...]:
    """The factors that put the first choice furthest ahead of the second; none where only the starts do."""
    behind = {spoke.factor: spoke.points for spoke in one.second.spoke}
    ahead = {spoke.factor: spoke for spoke in one.first.spoke}
    said: dict[str, Spoke] = {**{spoke.factor: spoke for spoke in one.second.spoke}, **ahead}
    gained = [
        Driver(code, spoke.title, spoke.said, spoke.level, (spoke.points if code in ahead else 0) - behind.get(code, 0))
        for code, spoke in said.items()
    ]
    return tuple(sorted((it for it in gained if it.points > 0), key=lambda it: -it.points)[:most])


def flip_in_words(flip: Flip) -> str:
    """ "If “Capacity to govern providers” rose from 2 to 4, it would be Fully managed." """
    return f"If {_listed([_step(one) for one in flip.steps])}, it would be {flip.label}."


def _step(step: Step) -> str:
    moved = "rose" if step.after > step.before else "fell"
    return f"“{step.title}” {moved} from {step.before:g} to {step.after}"


def stands(one: Recommendation) -> str:
    """ "keep", "change", or "" where the scope map says nothing of today, and of formats, of which it never does."""
    if not one.today or one.question != "model":
        return ""
    return "keep" if one.today == one.first.label or SAME_AS.get(one.today) == one.first.code else "change"


def combination(chosen: Sequence[tuple[str, str]]) -> str:
    """One sentence of what is recommended, from pairs of a function's name and its option; the most frequent first.

    "Co-manage service desk and security; keep advisory inside".
    """
    groups: dict[str, list[str]] = {}
    for name, option in chosen:
        groups.setdefault(option, []).append(_uncapitalised(name))
    parts = [
        IN_A_SENTENCE.get(option, option + " {}").format(_listed(_few(names)))
        for option, names in sorted(groups.items(), key=lambda group: -len(group[1]))
    ]
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def _few(names: list[str]) -> list[str]:
    return names if len(names) <= MOST_NAMED + 1 else [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"]


def _uncapitalised(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def balance(option: Option) -> str:
    """The arithmetic of an option: "−3 to start, +18 for, −4.5 against = 10.5"."""
    spoke_for, against = sum(it.points for it in option.spoke_for), sum(it.points for it in option.spoke_against)
    start = amount(option.start)
    return f"{start} to start, +{amount(spoke_for)} for, {amount(against)} against = {amount(option.points)}"
