"""The pages of reviews, as tabs."""

from typing import Any

from django.urls import reverse

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership

ROOMS = (
    ("calendar", "Calendar", "governance:reviews", Capability.VIEW_REVIEWS),
    ("series", "Series", "governance:series-list", Capability.VIEW_REVIEWS),
    ("health", "Health", "governance:health", Capability.VIEW_REVIEWS),
    ("feed", "My calendar", "governance:feed-address", Capability.VIEW_REVIEWS),
)


def rooms(member: Membership, current: str) -> list[dict[str, Any]]:
    """Those that the member may enter."""
    return [
        {"label": label, "url": reverse(url_name), "current": key == current}
        for key, label, url_name, capability in ROOMS
        if member.can(capability)
    ]
