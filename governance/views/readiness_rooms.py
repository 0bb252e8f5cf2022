"""The pages of the Readiness room, as tabs. The lower app knows the upper one's pages by their URL names."""

from typing import Any

from django.urls import reverse

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership

ROOMS = (
    ("assessments", "Assessments", "assessments:readiness", Capability.VIEW_READINESS),
    ("signs", "Measured", "assessments:signs", Capability.VIEW_RESULTS),
    ("five-questions", "Five questions", "assessments:five-questions", Capability.VIEW_RESULTS),
    ("scope", "Scope map", "governance:scope", Capability.VIEW_SCOPE),
    ("outcomes", "Outcome map", "governance:outcomes", Capability.VIEW_SCOPE),
    ("transitions", "Transitions", "governance:scope-changes", Capability.VIEW_SCOPE),
    ("automation", "Automation", "assessments:automation", Capability.VIEW_RESULTS),
    ("selections", "Selections", "assessments:selections", Capability.VIEW_RESULTS),
    ("selections", "Selections", "assessments:to-score", Capability.SCORE_CANDIDATES),
)
"""Of two pages with one key the first that the member may enter stands for the tab."""


def rooms(member: Membership, current: str) -> list[dict[str, Any]]:
    """Those that the member may enter, the current one marked."""
    entered: dict[str, dict[str, Any]] = {}
    for key, label, url_name, capability in ROOMS:
        if member.can(capability) and key not in entered:
            entered[key] = {"label": label, "url": reverse(url_name), "current": key == current}
    return list(entered.values())
