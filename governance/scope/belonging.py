"""What the register of the provider holds that seems to be of a function: its services, levels, contract functions."""

from datetime import date
from typing import Any

from governance.models import BusinessFunction, ScopeEntry
from governance.scope.matching import seems_same
from vendors.models import Service, ServiceLevel


def of(function: BusinessFunction, entry: ScopeEntry | None, today: date) -> dict[str, Any] | None:
    """None where no provider takes part. A service is of it when its name, or that of its kind, is alike."""
    if entry is None or entry.vendor is None:
        return None
    vendor, contract = entry.vendor, entry.contract
    services = [one for one in Service.objects.of_vendor(vendor.pk) if _is_of(function, one.name)]
    keys = {one.pk for one in services}
    valid = ServiceLevel.objects.of_vendor(vendor.pk).valid_in(today, date.fromordinal(today.toordinal() + 1))
    covered = contract.functions.all() if contract else ()
    return {
        "vendor": vendor,
        "services": services,
        "levels": [level for level in valid.for_table() if level.service_id in keys] if keys else [],
        "functions": [one for one in covered if _is_of(function, one.name)],
    }


def _is_of(function: BusinessFunction, name: str) -> bool:
    return seems_same(function.name, name) or seems_same(function.get_kind_display(), name)
