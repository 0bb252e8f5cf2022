"""What the result says in its titles: the finding, where the data bear one out. Pure."""

from collections.abc import Sequence

from assessments.results.content import Beside, Content, FitCondition, Sign
from assessments.results.evidence import NUMBERS
from portal import formats

VERDICTS = {
    "contradicts": ("bad", "Contradicted"),
    "understates": ("good", "Better than believed"),
    "agrees": ("good", "Agrees"),
    "fact": ("unknown", "For information"),
    "unclaimed": ("unknown", "Not asked"),
    "no_data": ("unknown", "No data"),
}
KINDS = {
    "structural": ("bad", "Structural", "Structural"),
    "contradiction": ("bad", "Contradicted", "Claimed and not so"),
    "rule": ("watch", "Finding", "What the answers and figures show"),
    "disagreement": ("watch", "Disagreement", "Where people differ by two levels or more"),
    "unknown": ("unknown", "Not known", "What is not known"),
}
"""Tone, word and heading of each kind of finding, in falling strength."""


def number(count: int) -> str:
    """ "Four"; in figures above ten."""
    return NUMBERS[count] if count < len(NUMBERS) else formats.thousands(count)


def dimensions_title(content: Content) -> str:
    known = [one for one in content.dimensions if one.level is not None]
    below = sum(one.is_below for one in known)
    whole = len(known) == len(content.dimensions)
    of = f"{number(len(known)).lower()} dimensions" + ("" if whole else " answered so far")
    if not known:
        return "No dimension has an answer yet"
    if not below:
        return f"{'All' if len(known) > 1 else 'The one of'} {of} are at the level needed to outsource more"
    return f"{number(below)} of {of} {'is' if below == 1 else 'are'} below the level needed to outsource more"


def contradictions_title(pairs: Sequence[Beside]) -> str:
    found = sum(one.verdict == "contradicts" for one in pairs)
    compared = [one for one in pairs if one.verdict in ("contradicts", "understates", "agrees")]
    if found:
        return f"{number(found)} {'answer contradicts' if found == 1 else 'answers contradict'} what was measured"
    return "No answer contradicts what was measured" if compared else "No answer could be checked against data yet"


def fit_title(fit: Sequence[FitCondition]) -> str:
    if any(one.holds is False for one in fit):
        return "Structural fit is weak: stabilise first"
    return "Structural fit holds" if all(one.holds for one in fit) else "Structural fit is not known yet"


def fit_badge(condition: FitCondition) -> tuple[str, str]:
    return {True: ("good", "Holds"), False: ("bad", "Weak"), None: ("unknown", "No data")}[condition.holds]


def signs_title(signs: Sequence[Sign]) -> str:
    present = sum(sign.present is True for sign in signs)
    known = sum(sign.present is not None for sign in signs)
    if not known:
        return "None of the six warning signs is known yet"
    verb = "is" if present < 2 else "are"
    count = number(present) if present else "None"
    left = "" if known == len(signs) else f", {number(len(signs) - known).lower()} not known"
    basis = "" if any(sign.by == "measured" for sign in signs) else ", as answered"
    return f"{count} of {number(len(signs)).lower()} warning signs {verb} present{basis}{left}"


def sign_badge(sign: Sign) -> tuple[str, str]:
    """What people say is absent is no good news yet: only a measured absence is green."""
    if sign.by == "answered" and sign.present is not None:
        return ("bad", "Present, as answered") if sign.present else ("unknown", "Absent, as answered")
    return {True: ("bad", "Present"), False: ("good", "Absent"), None: ("unknown", "Not known")}[sign.present]


def structural_text(content: Content) -> str:
    present = [
        f"{sign.title[:1].lower()}{sign.title[1:]}{' (measured)' if sign.by == 'measured' else ''}"
        for sign in content.signs
        if sign.present
    ]
    return f"More headcount will not solve it. Present: {', '.join(present)}."


def people_line(content: Content) -> str:
    """Under the title of the dimensions: who, what the levels mean, what is needed."""
    said = sum(one.answered > 0 for one in content.respondents)
    needed = sorted({one.needed for one in content.dimensions})
    people = "One person" if said == 1 else f"{number(said)} people"
    bounds = str(needed[0]) if len(needed) == 1 else f"{needed[0]} to {needed[-1]}, as drawn" if needed else "3"
    return f"{people}; 1 ad hoc, 3 defined, 5 improving itself. Needed: {bounds}."


def recommended_title(moves: Sequence[str]) -> str:
    """`moves` are Change, Keep, or Choose where the scope map does not say what holds today."""
    changes, kept = moves.count("Change"), moves.count("Keep")
    if not changes:
        return "Recommended: keep the models as they are" if kept else "A delivery model for each function"
    verb = "changes its model" if changes == 1 else "change their model"
    return f"Recommended: {number(changes).lower()} of {number(changes + kept).lower()} functions {verb}"
