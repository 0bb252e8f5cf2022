"""The pages of the Actions room, as tabs."""

from typing import Any

from django.urls import reverse

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership

ROOMS = (
    ("board", "Board", "governance:actions", Capability.VIEW_ACTIONS),
    ("list", "List", "governance:action-list", Capability.VIEW_ACTIONS),
    ("plan", "30/60/90 plan", "governance:improvement", Capability.VIEW_IMPROVEMENT),
)


def rooms(member: Membership, current: str, query: str = "") -> list[dict[str, Any]]:
    """Those that the member may enter; `query` is what the lists were asked for, which both understand."""
    return [
        {"label": label, "url": reverse(url_name) + (query if key != "plan" else ""), "current": key == current}
        for key, label, url_name, capability in ROOMS
        if member.can(capability)
    ]
