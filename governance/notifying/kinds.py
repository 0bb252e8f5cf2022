"""The kinds of things that people are told of, as the apps declare them in their `notices` modules."""

from collections.abc import Mapping
from functools import cache
from types import ModuleType

from governance.models import Preference
from portal.accounts.declarations import declared
from portal.accounts.models import Membership
from portal.contributions.notices import NoticeKind


@cache
def modules() -> tuple[ModuleType, ...]:
    return tuple(declared("notices"))


@cache
def all_kinds() -> Mapping[str, NoticeKind]:
    """By their code, in the order in which they are declared."""
    return {kind.code: kind for module in modules() for kind in module.KINDS}


def kinds_for(member: Membership) -> list[NoticeKind]:
    """Those that people of the member's side are told of."""
    side = "client" if member.vendor_id is None else "provider"
    return [kind for kind in all_kinds().values() if side in kind.sides]


def wishes_of(membership_id: int) -> dict[str, str]:
    """What a member set, by kind."""
    return dict(Preference.objects.of_member(membership_id).values_list("kind", "channel"))
