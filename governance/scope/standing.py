"""How every function was done on a day, with what is missing and what is planned: the scope map as plain rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.models import BusinessFunction, ScopeChange, ScopeEntry
from governance.scope.holes import Hole, Way, holes


@dataclass(frozen=True)
class Standing:
    """A function on a day. `entry` None: nobody stated how it was done. `change`: what is planned for it as of now."""

    function: BusinessFunction
    entry: ScopeEntry | None
    holes: tuple[Hole, ...]
    change: ScopeChange | None = None

    @property
    def tone(self) -> str:
        return self.holes[0].tone if self.holes else "good"


def scope_on(organisation_id: int, day: date) -> list[Standing]:
    """The functions that had not ended by that day, in the order of the map. Runs acting for the organisation."""
    functions = BusinessFunction.objects.of_organisation(organisation_id).existing_on(day).on_the_map(day)
    planned = list(ScopeChange.objects.of_organisation(organisation_id).planned().for_table())
    return [standing_of(function, day, planned) for function in functions]


def standing_of(function: BusinessFunction, day: date, planned: Iterable[ScopeChange]) -> Standing:
    """Of a function read on_the_map(day)."""
    entry = next(iter(function.standing), None)  # type: ignore[attr-defined]
    change = next((one for one in planned if one.function_id == function.pk), None)
    return Standing(function, entry, holes(None if entry is None else way_of(function, entry, day), day), change)


def way_of(function: BusinessFunction, entry: ScopeEntry, day: date) -> Way:
    contract = entry.contract
    return Way(
        names=(function.name, function.get_kind_display()),
        arrangement=entry.arrangement,
        owner=entry.owner_name,
        owner_left=has_left(entry, day),
        vendor=entry.vendor.name if entry.vendor else "",
        contract=contract.reference if contract else "",
        starts_on=contract.starts_on if contract else None,
        ends_on=contract.ends_on if contract else None,
        covers=tuple(one.name for one in contract.functions.all()) if contract else (),
    )


def has_left(entry: ScopeEntry, day: date) -> bool:
    """Whether the owner's membership had ended by that day of the organisation's zone."""
    owner = entry.owner
    if owner is None or owner.ended_at is None:
        return False
    return bool(owner.ended_at.astimezone(owner.organisation.zone).date() <= day)
