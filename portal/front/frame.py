"""What stands around every page: navigation, organisation, jobs in progress."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.jobs.models import Job


@dataclass(frozen=True)
class Room:
    """A place in the navigation: shown to those who may enter it."""

    label: str
    icon: str
    url_name: str
    path: str
    capability: Capability


ROOMS = (
    Room("Overview", "columns-gap", "reporting:overview", "/", Capability.VIEW_OVERVIEW),
    Room("Readiness", "clipboard-check", "assessments:readiness", "/readiness/", Capability.VIEW_READINESS),
    Room("Vendors", "building", "vendors:list", "/vendors/", Capability.VIEW_VENDORS),
    Room("Tickets", "inbox", "tickets:list", "/tickets/", Capability.VIEW_TICKETS),
    Room("Reviews", "calendar-check", "governance:reviews", "/reviews/", Capability.VIEW_REVIEWS),
    Room("Actions", "check2-square", "governance:actions", "/actions/", Capability.VIEW_ACTIONS),
    Room("Changes", "signpost-split", "governance:changes", "/changes/", Capability.VIEW_CHANGES),
    Room("Evidence", "shield-lock", "governance:evidence", "/evidence/", Capability.EXPORT_EVIDENCE),
    Room("Settings", "gear", "settings", "/settings/", Capability.VIEW_SETTINGS),
)


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every page; empty for strangers."""
    member = getattr(request, "member", None)
    if member is None:
        return {"navigation": [], "member": None, "running_jobs": [], "jobs_url": ""}
    return {
        "member": member,
        "memberships": request.memberships,  # type: ignore[attr-defined]
        "navigation": [
            {"label": r.label, "icon": r.icon, "url": reverse(r.url_name), "current": _is_in(request.path, r)}
            for r in ROOMS
            if member.can(r.capability)
        ],
        **_jobs_of(member),
        "search_url": reverse("tickets:list"),
        "may_create_actions": member.can(Capability.KEEP_ACTIONS),
        "rights_url": reverse("accounts:rights") if member.can(Capability.VIEW_RIGHTS) else "",
    }


def _jobs_of(member: Membership) -> dict[str, Any]:
    """Jobs in progress, for those who may look at them; `jobs_url` is empty for the others."""
    if not member.can(Capability.VIEW_JOBS):
        return {"running_jobs": [], "jobs_url": ""}
    unfinished = Job.objects.visible_to(member).unfinished().for_table()
    return {"running_jobs": list(unfinished[:10]), "jobs_url": reverse("jobs:list")}


def _is_in(path: str, room: Room) -> bool:
    return path == "/" if room.path == "/" else path.startswith(room.path)
