"""The register of decision rights as a page shows it: who holds what on a day, and where nobody does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portal import formats
from portal.accounts.capabilities import Role
from portal.accounts.decisions import STANDARD, in_a_sentence
from portal.accounts.models import DecisionKind, DecisionRight, Letter, Membership, RightHolder
from portal.accounts.models.decisions import RETAINED
from portal.validity import ALWAYS, last_day

_ORDER = {kind: place for place, kind in enumerate(DecisionKind)}


@dataclass(frozen=True)
class Finding:
    """What is to be said about a right: a tone with its word; a gap is something that somebody has to fill."""

    tone: str
    word: str
    is_gap: bool = True


UNOWNED = Finding("bad", "Nobody accountable")
NO_RIGHT = Finding("bad", "No right in force")
IN_ORDER = Finding("good", "In order", is_gap=False)


@dataclass(frozen=True)
class Crew:
    """The current members that a reader knows of. A provider knows its own people and none of ours."""

    known: frozenset[tuple[int, str, int | None]]
    reader_vendor_id: int | None

    def of(self, holder: RightHolder) -> frozenset[int] | None:
        """Who holds a letter today, by membership; None when the reader cannot know."""
        if holder.membership_id is not None:
            return frozenset() if holder.has_left else frozenset([holder.membership_id])
        if holder.role != Role.PROVIDER:
            return None if self.reader_vendor_id is not None else self._in(holder.role, None)
        vendor_id = holder.vendor_id or holder.holder_vendor_id or self.reader_vendor_id
        if vendor_id is not None:
            return self._in(holder.role, vendor_id)
        # The provider at hand: as many as the vendor with the most people has, for each answers for itself.
        return max(
            (self._in(holder.role, of) for _, _, of in self.known if of is not None), key=len, default=frozenset()
        )

    def _in(self, role: str, vendor_id: int | None) -> frozenset[int]:
        return frozenset(pk for pk, held, of in self.known if held == role and of == vendor_id)


def crew_of(reader: Membership) -> Crew:
    """The current members that `reader` may see."""
    rows = Membership.objects.visible_to(reader).current().values_list("pk", "role", "vendor_id")
    return Crew(frozenset(rows), reader.vendor_id)


@dataclass(frozen=True)
class Line:
    """One line of the register: a right, or a decision that has none on this day (`right` None)."""

    kind: DecisionKind
    title: str
    vendor: str
    is_retained: bool
    right: DecisionRight | None
    findings: tuple[Finding, ...]

    @property
    def is_gap(self) -> bool:
        return any(finding.is_gap for finding in self.findings)

    @property
    def is_unowned(self) -> bool:
        return bool({UNOWNED, NO_RIGHT} & set(self.findings))

    @property
    def holders(self) -> list[RightHolder]:
        return [] if self.right is None else list(self.right.holders.all())

    @property
    def letters(self) -> list[tuple[str, list[str]]]:
        """Names by letter, in the order of RACI."""
        return [(a.label, [called(holder) for holder in self.holders if holder.letter == a]) for a in Letter]

    @property
    def period(self) -> str:
        """When it counts, as short as it can be said; empty for a right that always counts."""
        if self.right is None:
            return ""
        first, last = self.right.valid.lower, last_day(self.right.valid)
        if last is None:
            return f"Since {formats.day(first)}" if first > ALWAYS else ""
        return formats.day_range(first, last) if first > ALWAYS else f"Until {formats.day(last)}"

    def says(self, words: str) -> bool:
        """Whether title, kind, scope, vendor or a holder contains the words, in any case."""
        told = [self.title, self.kind.label, self.vendor, self.right.scope if self.right else ""]
        return words.lower() in "\n".join([*told, *map(called, self.holders)]).lower()


@dataclass(frozen=True)
class Register:
    """All lines of a day; `others` are rights that were valid before it or will be after it."""

    lines: list[Line]
    others: list[Line]

    @property
    def is_empty(self) -> bool:
        return not self.others and all(line.right is None for line in self.lines)

    @cached_property
    def finding(self) -> str:
        """ "3 of 5 retained decisions have no owner"; those of a kind of their own count one by one."""
        retained = [line for line in self.lines if line.is_retained]
        decided = {line.kind if line.kind in RETAINED else line for line in retained}
        unowned = {line.kind if line.kind in RETAINED else line for line in retained if line.is_unowned}
        if not unowned:
            return f"All {len(decided)} retained decisions have an owner"
        if unowned == decided:
            return f"None of the {len(decided)} retained decisions has an owner"
        return f"{len(unowned)} of {len(decided)} retained decisions {'has' if len(unowned) == 1 else 'have'} no owner"


def register_on(day: date, rights: Iterable[DecisionRight], crew: Crew, vendors: dict[int, str]) -> Register:
    """The register on a day of the organisation's zone, retained decisions first.

    `rights` come with the holders that the reader may see, `vendors` are those whose names it may.
    """
    known = list(rights)
    valid = [right for right in known if right.is_valid_on(day)]
    others = [right for right in known if not right.is_valid_on(day)]
    lines = [_line(right, vendors, findings_of(right, crew)) for right in valid]
    return Register(
        sorted([*lines, *_missing(valid, vendors)], key=_place),
        sorted((_line(right, vendors, (_when(right, day),)) for right in others), key=_place),
    )


def findings_of(right: DecisionRight, crew: Crew) -> tuple[Finding, ...]:
    """Gaps and double accountability of a right that is valid."""
    holders = list(right.holders.all())
    accountable = [crew.of(holder) for holder in holders if holder.letter == Letter.ACCOUNTABLE]
    people = frozenset[int]().union(*(known for known in accountable if known))
    found = [] if people or None in accountable else [UNOWNED]
    found += [Finding("watch", said) for holder in holders if (said := _absence(holder, crew))]
    if len(people) > 1:
        found.append(Finding("watch", f"{len(people)} people accountable", is_gap=False))
    return tuple(dict.fromkeys(found)) or (IN_ORDER,)


@dataclass(frozen=True)
class Group:
    """Lines that stand together under a heading."""

    heading: str
    lines: list[Line]


def groups_of(lines: list[Line], register: Register) -> list[Group]:
    """The lines under the three headings of the register, without those that would stand over nothing."""
    now = [line for line in lines if line not in register.others]
    groups = [
        Group("Retained decisions, which stay inside whatever is outsourced", [a for a in now if a.is_retained]),
        Group("Other decisions", [a for a in now if not a.is_retained]),
        Group("Not in force on this day", [a for a in lines if a in register.others]),
    ]
    return [group for group in groups if group.lines]


@dataclass(frozen=True)
class RightOnADay:
    """One right as its page shows it: what is to be said about it, and its holders under today's names."""

    findings: tuple[Finding, ...]
    holders: list[tuple[RightHolder, str]]


def page_of(right: DecisionRight, day: date, crew: Crew) -> RightOnADay:
    """What the page of a right shows; gaps count only while it is valid."""
    said = findings_of(right, crew) if right.is_valid_on(day) else (_when(right, day),)
    order = list(Letter)
    held = sorted(right.holders.all(), key=lambda holder: (order.index(Letter(holder.letter)), called(holder)))
    return RightOnADay(said, [(holder, called(holder)) for holder in held])


def called(holder: RightHolder) -> str:
    """A person's name of today where the reader may look it up, otherwise as it was when the letter was given."""
    return str(holder.membership.person) if holder.membership is not None else holder.named


def _absence(holder: RightHolder, crew: Crew) -> str:
    if holder.has_left:
        return f"{called(holder)} has left"
    return f"No {in_a_sentence(Role(holder.role))} here" if crew.of(holder) == frozenset() else ""


def _line(right: DecisionRight, vendors: dict[int, str], findings: tuple[Finding, ...]) -> Line:
    covers = "All vendors" if right.vendor_id is None else vendors.get(right.vendor_id, "One vendor")
    return Line(DecisionKind(right.kind), right.title, covers, right.is_retained, right, findings)


def _missing(valid: list[DecisionRight], vendors: dict[int, str]) -> Iterator[Line]:
    """A line for every standard decision that no right covers for all vendors."""
    for kind in STANDARD:
        covered = {right.vendor_id for right in valid if right.kind == kind}
        if None not in covered and not (vendors and covered >= vendors.keys()):
            left = [name for pk, name in vendors.items() if pk not in covered]
            of = ", ".join(sorted(left)) if covered else "All vendors"
            yield Line(kind, kind.label, of, kind in RETAINED, None, (NO_RIGHT,))


def _when(right: DecisionRight, day: date) -> Finding:
    if right.valid.lower > day:
        return Finding("unknown", f"From {formats.day(right.valid.lower)}", is_gap=False)
    return Finding("unknown", f"Ended {formats.day(last_day(right.valid))}", is_gap=False)


def _place(line: Line) -> tuple[bool, int, bool, str, str]:
    named = line.right is not None and line.right.vendor_id is not None
    return not line.is_retained, _ORDER[line.kind], named, line.vendor.lower(), line.title.lower()
