"""The pages beside the list of vendors, as tabs."""

from typing import Any

from django.urls import reverse

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership

ROOMS = (
    ("vendors", "Vendors", "vendors:list", Capability.VIEW_VENDORS),
    ("dates", "Dates", "vendors:dates", Capability.VIEW_VENDORS),
    ("disputes", "Disputes", "vendors:disputes", Capability.VIEW_VENDORS),
    ("credits", "Credits", "vendors:credits", Capability.VIEW_VENDORS),
    ("escalations", "Escalations", "vendors:escalations", Capability.VIEW_VENDORS),
    ("issues", "Shared issues", "vendors:issues", Capability.VIEW_VENDORS),
    ("priorities", "Priority models", "vendors:priorities", Capability.BELONG),
)


def rooms(member: Membership, current: str) -> list[dict[str, Any]]:
    """Those that the member may enter."""
    return [
        {"label": label, "url": reverse(url_name), "current": key == current}
        for key, label, url_name, capability in ROOMS
        if member.can(capability)
    ]
