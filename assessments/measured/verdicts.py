"""What a level is called, of a warning sign and of everything else; and what it says of an answer. No Django."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.measured.scales import PRESENT_FROM
from assessments.measured.shape import Measurement

SIGN = "sign-"
APART = 2
"""So many levels between an answer and what is measured, or between two respondents, make a finding."""


@dataclass(frozen=True)
class Verdict:
    tone: str
    word: str


NO_DATA = Verdict("unknown", "No data")
NOT_KNOWN = Verdict("unknown", "Not known")
LEVELS = {
    1: Verdict("bad", "Very weak"),
    2: Verdict("bad", "Weak"),
    3: Verdict("watch", "Fair"),
    4: Verdict("good", "Good"),
    5: Verdict("good", "Strong"),
}
SIGNS = {
    1: Verdict("bad", "Plainly present"),
    2: Verdict("bad", "Present"),
    3: Verdict("watch", "Near, not present"),
    4: Verdict("good", "Absent"),
    5: Verdict("good", "Absent"),
}


def is_sign(one: Measurement) -> bool:
    return one.code.startswith(SIGN)


def is_present(one: Measurement) -> bool | None:
    """Whether a warning sign is present by measurement; None: not known."""
    return None if one.level is None else one.level <= PRESENT_FROM


def verdict(one: Measurement) -> Verdict:
    if one.level is None:
        return NOT_KNOWN if is_sign(one) else NO_DATA
    return (SIGNS if is_sign(one) else LEVELS)[one.level]


def beside(claimed: float | None, one: Measurement) -> str:
    """What a measurement says of the level that was answered, in the words of results/content.py: Beside."""
    if one.level is None:
        return "no_data"
    if claimed is None:
        return "unclaimed"
    if not one.compares:
        return "fact"
    if claimed >= one.level + APART:
        return "contradicts"
    return "understates" if claimed <= one.level - APART else "agrees"


@dataclass(frozen=True)
class Tally:
    """How many of some warning signs are present, absent and not known."""

    present: int
    absent: int
    unknown: int

    @property
    def known(self) -> int:
        return self.present + self.absent

    @property
    def finding(self) -> str:
        """ "2 of 6 warning signs are present"; those that nobody knows are never counted as absent."""
        if not self.known:
            return "No warning sign can be measured yet"
        every = self.known + self.unknown
        if self.present:
            return f"{self.present} of {every} warning signs {'is' if self.present == 1 else 'are'} present"
        if not self.unknown:
            return f"None of the {every} warning signs is present"
        return (
            f"None of the {self.known} warning signs that are known is present"
            if self.known > 1
            else ("The one warning sign that is known is absent")
        )


def tally(signs: Iterable[Measurement]) -> Tally:
    found = [is_present(one) for one in signs]
    return Tally(found.count(True), found.count(False), found.count(None))
