"""From a figure to its tickets: addresses of the ticket list that show exactly what was counted."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlencode

from django.urls import reverse

from reporting.behind import Behind
from tickets.models.finding import WITHOUT

Dimension = int | str | None
_KEYS: Mapping[str, str] = MappingProxyType(
    {"vendor_id": "vendor", "service_id": "service", "site_id": "site", "priority": "priority", "group": "group"}
)


def tickets_url(behind: Behind, period_key: str, dims: Mapping[str, Dimension]) -> str:
    """Where the tickets of a filter in a period are listed; `dims` by the engine's names, None: without one."""
    query = {"behind": behind.value, "period": period_key}
    query |= {_KEYS[name]: WITHOUT if value is None else str(value) for name, value in dims.items()}
    return f"{reverse('tickets:list')}?{urlencode(query)}"
