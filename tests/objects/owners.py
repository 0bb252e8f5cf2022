"""For whom an object is made, and what it is called and belongs to then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from portal.accounts.models import Organisation
from vendors.models import Vendor

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Owner:
    """The party that an object is made for; the test acts for its organisation meanwhile."""

    organisation: Organisation
    vendor: Vendor


Arguments = dict[str, Any]
Factory = Callable[[Owner], Arguments]


def named(owner: Owner) -> str:
    return f"Of {owner.vendor.pk}"


def party_of(owner: Owner) -> dict[str, Any]:
    return {"organisation": owner.organisation, "vendor_id": owner.vendor.pk}


def also(make: Factory, **more: Any) -> Factory:
    """The same object with further arguments in the address."""
    return lambda owner: make(owner) | more
