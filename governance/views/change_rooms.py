"""The pages of changes on notice, as tabs."""

from typing import Any

from django.urls import reverse

from portal.accounts.models import Membership

ROOMS = (
    ("changes", "Changes", "governance:changes"),
    ("notices", "Notices", "governance:change-notices"),
    ("figures", "Figures", "governance:change-figures"),
    ("lead-times", "Lead times", "governance:lead-times"),
)


def rooms(member: Membership, current: str) -> list[dict[str, Any]]:
    """Those that the member has something to find in: a provider sees notices, not changes."""
    return [
        {"label": label, "url": reverse(url_name), "current": key == current}
        for key, label, url_name in ROOMS
        if member.vendor_id is None or key != "changes"
    ]
