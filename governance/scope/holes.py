"""What a scope map lacks: functions nobody speaks for, owners who left, contracts that do not bear what is said."""

from dataclasses import dataclass
from datetime import date

from governance.scope.matching import seems_same

INTERNAL = "internal"


@dataclass(frozen=True)
class Hole:
    """`word` stands in a table, `text` says it whole. `tone` is bad or watch: what stands in doubt is watched."""

    code: str
    tone: str
    word: str
    text: str


@dataclass(frozen=True)
class Way:
    """How a function is done. `starts_on` and `ends_on` (its last day) are the contract's, `covers` its functions."""

    names: tuple[str, ...]
    arrangement: str
    owner: str
    owner_left: bool
    vendor: str = ""
    contract: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    covers: tuple[str, ...] = ()


NOT_STATED = Hole("no_entry", "bad", "Not stated", "Nobody has stated how this function is done.")


def holes(way: Way | None, day: date) -> tuple[Hole, ...]:
    """What is missing on that day, the gravest first. A contract that names no functions is not said to lack one."""
    if way is None:
        return (NOT_STATED,)
    found = [*_of_owner(way), *(() if way.arrangement == INTERNAL else _of_provider(way, day))]
    return tuple(sorted(found, key=lambda hole: hole.tone != "bad"))


def _of_owner(way: Way) -> tuple[Hole, ...]:
    if way.owner_left:
        return (Hole("owner_left", "bad", "Owner left", f"{way.owner} has left: nobody inside answers for it."),)
    return () if way.owner else (Hole("no_owner", "bad", "No owner", "Nobody inside is named who answers for it."),)


def _of_provider(way: Way, day: date) -> tuple[Hole, ...]:
    if not way.vendor:
        return (Hole("no_vendor", "bad", "No provider", "It is done outside, and no provider is named."),)
    if not way.contract:
        return (Hole("no_contract", "watch", "No contract", f"No contract with {way.vendor} is named for it."),)
    return _of_contract(way, day)


def _of_contract(way: Way, day: date) -> tuple[Hole, ...]:
    called = f"Contract {way.contract}"
    if way.ends_on is not None and way.ends_on < day:
        ended = f"{way.ends_on:%-d %b %Y}"
        return (Hole("contract_ended", "bad", "Contract ended", f"{called} ended on {ended}."),)
    if way.starts_on is not None and way.starts_on > day:
        begins = f"{way.starts_on:%-d %b %Y}"
        return (Hole("contract_ahead", "watch", "Contract not begun", f"{called} begins on {begins}."),)
    if way.covers and not any(seems_same(name, other) for name in way.names for other in way.covers):
        listed = ", ".join(way.covers)
        return (Hole("not_covered", "watch", "Not in the contract", f"{called} names other functions: {listed}."),)
    return ()
